"""Who acts for an organisation, and how an owner decides about it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms import RadioField, StringField

from portal.access import member, owner, the_person
from portal.accounts.links import send_invitation
from portal.for_providers import labels
from portal.for_providers.inviting import AddressNotUsable, Colleague, Outcome, invite, tell_of_rights
from portal.for_providers.team_view import present_member
from portal.forms import Form, Needed, stripped
from portal.labels import member_role_label
from portal.locale import gettext as _
from portal.sessions import Member
from portal.state import portal
from providers.audit.models import person
from providers.organisations import members
from providers.organisations.api_keys import count_live_keys
from providers.organisations.members import (
    MembershipHasChanged,
    MembershipNotFound,
    MembershipNotPossible,
)
from providers.organisations.models import MemberRole, Membership, Organisation
from providers.organisations.team import NOT_IN_YET, team_of
from providers.people.commands import UserNotPossible
from providers.people.links import open_invitation
from providers.people.models import User
from providers.people.staff import get_staff

pages = Blueprint("team", __name__)
MEMBERSHIP = "/office/<organisation>/team/<int(max=2147483647):membership_id>"
# A second click, or impatience; mails take a while.
SEND_AGAIN_AFTER = timedelta(minutes=5)


class InviteForm(Form):
    """Whom an owner asks to act for the organisation."""

    name = StringField(validators=[Needed(lambda: _("Skriv kollegaens navn."))], filters=[stripped])
    email = StringField(validators=[Needed(lambda: _("Skriv kollegaens mailadresse."))], filters=[stripped])
    role = RadioField(default=MemberRole.EDITOR.value)

    def __init__(self) -> None:
        super().__init__()
        self.role.choices = labels.role_choices()


class RoleForm(Form):
    """What a member may do from now on."""

    role = RadioField()

    def __init__(self) -> None:
        super().__init__()
        self.role.choices = labels.role_choices()


@pages.get("/office/<organisation>/team")
@member
def team(organisation: str) -> str:
    """Show who acts for the organisation."""
    return _shown(_here(organisation), InviteForm())


@pages.post("/office/<organisation>/team")
@owner
def ask(organisation: str) -> ResponseReturnValue:
    """Invite a colleague, or let one act for the organisation whom the portal knows already."""
    here, form = _here(organisation), InviteForm()
    if not form.validate_on_submit():
        return _shown(here, form), 400
    colleague = Colleague(form.name.data, form.email.data, MemberRole(form.role.data))
    try:
        with _deciding(here) as session:
            held = session.get_one(Organisation, here.organisation_id)
            outcome = invite(session, held, colleague, by=person(the_person().id), at=portal().now())
    except AddressNotUsable:
        form.email.errors = [_("Mailadressen kan ikke bruges her. Vælg en anden.")]
        return _shown(here, form), 400
    except UserNotPossible as refused:
        return _refused(here, form, refused)
    _tell(outcome, colleague.email)
    return _back(organisation)


@pages.post(f"{MEMBERSHIP}/role")
@owner
def change_role(organisation: str, membership_id: int) -> ResponseReturnValue:
    """Give a member another role; they sign in anew."""
    here, form, at = _here(organisation), RoleForm(), portal().now()
    if not form.validate_on_submit():
        abort(400)
    with _deciding(here) as session:
        seen = members.get_membership(session, here.organisation_id, membership_id)
        role = MemberRole(form.role.data)
        changed = members.change_role(session, seen, role, by=person(the_person().id), at=at)
        if changed is not seen:
            _mail(session, changed)
        flash(_("%(name)s er nu %(role)s.", **_named(session, changed)), "success")
    return _back(organisation)


@pages.post(f"{MEMBERSHIP}/remove")
@owner
def remove(organisation: str, membership_id: int) -> ResponseReturnValue:
    """Let a member go, or withdraw an invitation that was not answered."""
    here, at = _here(organisation), portal().now()
    with _deciding(here) as session:
        seen = members.get_membership(session, here.organisation_id, membership_id)
        members.remove(session, seen, by=person(the_person().id), at=at)
        _mail(session, seen)
        flash(_("%(name)s har ikke længere adgang til aktøren.", **_named(session, seen)), "success")
    return _back(organisation)


@pages.post(f"{MEMBERSHIP}/invite")
@owner
def invite_again(organisation: str, membership_id: int) -> ResponseReturnValue:
    """Send an invitation again to somebody who has not answered; the earlier one stops working."""
    here, at = _here(organisation), portal().now()
    with _deciding(here) as session:
        seen = members.get_membership(session, here.organisation_id, membership_id)
        who = get_staff(session, seen.user_id, at)
        earlier = open_invitation(session, seen.user_id, at)
        if seen.ended_at is not None or who.state not in NOT_IN_YET:
            flash(_("Personen venter ikke længere på en invitation."), "info")
        elif earlier is not None and at - earlier.created_at < SEND_AGAIN_AFTER:
            flash(_("Invitationen er lige sendt. Vent fem minutter, før du sender den igen."), "info")
        else:
            send_invitation(session, who.user, to_what=here.name, by=person(the_person().id), at=at)
            flash(_("Invitationen er sendt igen til %(name)s.", name=who.user.name), "success")
    return _back(organisation)


def _here(slug: str) -> Member:
    """Give the membership with which the reader is here; the guard has found it before."""
    held = the_person().membership_in(slug)
    if held is None:
        abort(404)
    return held


def _shown(here: Member, form: InviteForm) -> str:
    at, reader = portal().now(), the_person()
    with portal().database.reading() as session:
        team = [present_member(each, reader.id) for each in team_of(session, here.organisation_id, at)]
        has_keys = count_live_keys(session, here.organisation_id) > 0
    return render_template(
        "office/team.html",
        title=_("Medarbejdere"),
        organisation=here.slug,
        team=team,
        is_owner=here.role is MemberRole.OWNER,
        roles=labels.role_choices(),
        form=form,
        has_keys=has_keys,
    )


@contextmanager
def _deciding(here: Member) -> Iterator[Session]:
    """Give a transaction in which nobody else changes the members, and the reader is still an owner."""
    try:
        with portal().database.transaction() as session:
            members.hold(session, here.organisation_id)
            reader = members.find_member(session, here.organisation_id, the_person().id)
            if reader is None or reader.role != MemberRole.OWNER:
                abort(409)
            yield session
    except MembershipNotFound:
        abort(404)
    except MembershipHasChanged:
        abort(409)
    except MembershipNotPossible as refused:
        if refused.fact != "last_owner":
            raise
        flash(_("Der skal altid være en ejer. Gør først en kollega til ejer."), "warning")
        abort(_back(here.slug))


def _refused(here: Member, form: InviteForm, refused: UserNotPossible) -> ResponseReturnValue:
    """Say what is wrong with what was typed."""
    if refused.fact == "email_taken":  # somebody else used the address at the same moment
        abort(409)
    if refused.fact == "not_an_email":
        form.email.errors = [_("Skriv en rigtig mailadresse, som navn@firma.dk.")]
    else:
        form.name.errors = [_("Skriv et navn på højst 120 tegn.")]
    return _shown(here, form), 400


def _tell(outcome: Outcome, email: str) -> None:
    """Say what asking a colleague has led to."""
    if outcome is Outcome.INVITED:
        flash(_("Vi har sendt en invitation til %(email)s.", email=email), "success")
    elif outcome is Outcome.ADDED:
        flash(_("%(email)s har nu adgang og får besked på mail.", email=email), "success")
    else:
        flash(_("%(email)s er allerede på listen.", email=email), "info")


def _mail(session: Session, membership: Membership) -> None:
    """Tell somebody of their rights, unless they have changed them themselves or never had a way in."""
    user = session.get_one(User, membership.user_id)
    if user.id == the_person().id or get_staff(session, user.id, portal().now()).state in NOT_IN_YET:
        return
    tell_of_rights(session, user, membership, portal().now())


def _named(session: Session, membership: Membership) -> dict[str, str]:
    user = session.get_one(User, membership.user_id)
    return {"name": user.name or "", "role": member_role_label(membership.role).lower()}


def _back(organisation: str) -> Response:
    return redirect(url_for("team.team", organisation=organisation), 303)
