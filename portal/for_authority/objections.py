"""Answer what actors hold against their figures."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from wtforms import RadioField

from portal.access import caseworker, the_person
from portal.for_authority.authority_releases import get_or_404, objection_views, present
from portal.for_authority.result_words import objection_refusal
from portal.forms import Form, FreeText, stripped
from portal.labels import period_label
from portal.locale import gettext as _
from portal.locale import speaking
from portal.mail import queue_mail
from portal.state import portal
from providers.audit.models import person
from providers.organisations.members import owners_but
from providers.organisations.queries import names_by_number
from ratings.measured_results.models import Objection, Release
from ratings.measured_results.objecting import ObjectionNotAllowed, ObjectionNotFound, answer, get_objection

pages = Blueprint("objections", __name__)
NOBODY = 0
UPHELD, REJECTED = "upheld", "rejected"


class AnswerForm(Form):
    """Say whether the actor was right, and why."""

    verdict = RadioField()
    answer = FreeText(filters=[stripped])


@pages.get(
    "/authority/releases/<int(max=2147483647):release_id>/objections/<int(max=2147483647):objection_id>"
)
@caseworker
def objection(release_id: int, objection_id: int) -> ResponseReturnValue:
    """Show an objection, with a form for the answer."""
    return _page(release_id, objection_id, _form())


@pages.post(
    "/authority/releases/<int(max=2147483647):release_id>/objections/<int(max=2147483647):objection_id>"
)
@caseworker
def give(release_id: int, objection_id: int) -> ResponseReturnValue:
    """Answer an objection, once, and mail the actor's owners."""
    form, at, by = _form(), portal().now(), person(the_person().id)
    if not form.validate():
        return _page(release_id, objection_id, form)
    try:
        with portal().database.transaction() as session:
            release, found = get_or_404(session, release_id), _get(session, release_id, objection_id)
            answer(session, found, form.answer.data, upheld=form.verdict.data == UPHELD, by=by, at=at)
            _tell(session, release, found)
    except ObjectionNotAllowed as refused:
        if refused.fact == "answered_already":
            way_on = url_for("authority_releases.release", release_id=release_id, _anchor="objections")
            return render_template(
                "authority/conflict.html", title=_("En anden kom først"), way_on=way_on
            ), 409
        form.answer.errors = [objection_refusal(refused.fact)]
        return _page(release_id, objection_id, form)
    flash(_("Svaret er sendt. Aktøren kan læse det nu."), "success")
    return redirect(url_for("authority_releases.release", release_id=release_id, _anchor="objections"), 303)


def _page(release_id: int, objection_id: int, form: AnswerForm) -> ResponseReturnValue:
    with portal().database.reading() as session:
        release, found = get_or_404(session, release_id), _get(session, release_id, objection_id)
        page = render_template(
            "authority/objection.html",
            title=_("Indsigelse"),
            release=present(release),
            objection=objection_views(session, [found])[0],
            form=form,
        )
    return page, 400 if form.errors else 200


def _form() -> AnswerForm:
    form = AnswerForm()
    form.verdict.choices = [(UPHELD, _("Aktøren har ret")), (REJECTED, _("Aktøren har ikke ret"))]
    return form


def _get(session: Session, release_id: int, objection_id: int) -> Objection:
    try:
        return get_objection(session, release_id, objection_id)
    except ObjectionNotFound:
        abort(404)


def _tell(session: Session, release: Release, found: Objection) -> None:
    """Mail the owners of the organisation that there is an answer."""
    name = names_by_number(session, [found.organisation_id])[found.organisation_id]
    for owner in owners_but(session, found.organisation_id, NOBODY, portal().now()):
        with speaking(owner.language):
            period = period_label(release.first_quarter, release.last_quarter)
        queue_mail(
            session,
            "objection_answered",
            user_id=owner.id,
            language=owner.language,
            values={"organisation": name, "period": period},
            at=portal().now(),
            key=f"objection_answered.{found.id}.{owner.id}",
        )
