"""Change what somebody may do: each change asks once, is a lead's, and is never made to oneself."""

from collections.abc import Callable
from datetime import datetime

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms import RadioField

from portal.access import case_lead, the_person
from portal.for_authority.changes import CHANGES
from portal.for_authority.labels import role_choices
from portal.forms import Form
from portal.locale import gettext as _
from portal.state import portal
from providers.audit.models import Actor, person
from providers.people import commands
from providers.people.commands import ChangeNotAllowed
from providers.people.models import AuthorityRole, User, UserKind
from providers.people.queries import UserNotFound, live_sessions
from providers.people.staff import StaffMember, get_staff

pages = Blueprint("rights", __name__)


class RoleForm(Form):
    """Choose what a member of the authority may do."""

    role = RadioField()


@pages.get("/authority/people/<int(max=2147483647):user_id>/role")
@case_lead
def ask_role(user_id: int) -> ResponseReturnValue:
    """Ask which role a member of the authority shall have."""
    if the_person().id == user_id:
        return _refused("oneself", user_id)
    member, _live = _get(user_id)
    if member.user.kind != UserKind.AUTHORITY:
        abort(404)
    form = _role_form()
    form.role.data = member.user.authority_role
    return _role_page(member, form)


@pages.post("/authority/people/<int(max=2147483647):user_id>/role")
@case_lead
def change_role(user_id: int) -> ResponseReturnValue:
    """Give a member of the authority another role."""
    form = _role_form()
    if not form.validate():
        return _role_page(_get(user_id)[0], form)
    role = AuthorityRole(form.role.data)

    def make(session: Session, user: User, by: Actor, at: datetime) -> None:
        commands.change_authority_role(session, user, role, by=by, at=at)

    return _changed(user_id, make, lambda _member, _live: True, _("Rollen er skiftet."))


@pages.get("/authority/people/<int(max=2147483647):user_id>/<change>")
@case_lead
def ask(user_id: int, change: str) -> ResponseReturnValue:
    """Ask whether a change is meant, and say what it will do."""
    wanted = CHANGES.get(change) or abort(404)
    if the_person().id == user_id:
        return _refused("oneself", user_id)
    member, live = _get(user_id)
    if not wanted.fits(member, live):
        return _back(user_id)
    return render_template(
        "authority/change.html",
        title=wanted.button(),
        name=member.user.name,
        number=user_id,
        stamp=member.stamp,
        change=change,
        consequence=wanted.consequence(),
        is_grave=wanted.is_grave,
    )


@pages.post("/authority/people/<int(max=2147483647):user_id>/<change>")
@case_lead
def make(user_id: int, change: str) -> ResponseReturnValue:
    """Make a change that a lead has said yes to."""
    wanted = CHANGES.get(change) or abort(404)
    return _changed(user_id, wanted.make, wanted.fits, wanted.done())


def _changed(
    user_id: int,
    make: Callable[[Session, User, Actor, datetime], object],
    fits: Callable[[StaffMember, int], bool],
    done: str,
) -> Response:
    """Make a change if somebody still stands as the page showed, so that sending it twice has one effect."""
    at, by = portal().now(), person(the_person().id)
    try:
        with portal().database.transaction() as session:
            commands.hold(session, user_id, by)
            member, live = _read(session, user_id, at)
            stands = request.form.get("stamp") == member.stamp and fits(member, live)
            if stands:
                _refuse_oneself(user_id)
                make(session, member.user, by, at)
    except ChangeNotAllowed as error:
        if error.fact == "not_a_lead":  # somebody has just taken the right away
            abort(403)
        return _refused(error.fact, user_id)
    if stands:
        flash(done, "success")
    else:
        flash(_("Det er ændret i mellemtiden. Her kan du se, hvordan det står nu."), "info")
    return _back(user_id)


def _refuse_oneself(user_id: int) -> None:
    if the_person().id == user_id:
        raise ChangeNotAllowed("oneself")


def _refused(fact: str, user_id: int) -> Response:
    """Say why a change can't be made."""
    sentences = {
        "oneself": _("Du kan ikke ændre din egen adgang. Bed en anden leder om det."),
        "last_lead": _("Der skal altid være en leder. Gør først en anden til leder."),
    }
    flash(sentences.get(fact) or _("Det kan ikke lade sig gøre for denne person."), "warning")
    return _back(user_id)


def _get(user_id: int) -> tuple[StaffMember, int]:
    with portal().database.reading() as session:
        return _read(session, user_id, portal().now())


def _read(session: Session, user_id: int, at: datetime) -> tuple[StaffMember, int]:
    """Give somebody who works and how many browsers they are signed in with."""
    try:
        return get_staff(session, user_id, at), len(live_sessions(session, user_id, at))
    except UserNotFound:
        abort(404)


def _role_form() -> RoleForm:
    form = RoleForm()
    form.role.choices = role_choices()
    return form


def _role_page(member: StaffMember, form: RoleForm) -> str:
    return render_template(
        "authority/role.html",
        title=_("Skift rolle"),
        name=member.user.name,
        number=member.user.id,
        stamp=request.form.get("stamp", member.stamp),
        form=form,
    )


def _back(user_id: int) -> Response:
    return redirect(url_for("people.person", user_id=user_id), 303)
