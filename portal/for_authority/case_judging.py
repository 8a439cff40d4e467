"""Judge a standard: met, not met or not applicable, beside what the applicant says and has handed in."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from wtforms import RadioField

from portal.access import caseworker
from portal.cases.acting import WAS_FIRST, the_act
from portal.cases.words import outcome_label
from portal.for_authority.case_acting import CASE, address_of, conflict, get_or_404, held
from portal.for_authority.case_standards import StandardView, standard_views
from portal.for_authority.case_words import check_refusal
from portal.forms import Form, FreeText, stripped
from portal.locale import gettext as _
from portal.state import portal
from providers.approval.cases.codes import JUDGEMENTS, Outcome
from providers.approval.cases.examining import CheckNotPossible, judge
from providers.approval.cases.models import ApprovalCase
from providers.approval.standard_files import get_version

pages = Blueprint("case_judging", __name__)
JUDGED = f"{CASE}/standards/<standard_id>"


class JudgementForm(Form):
    """Say whether a standard is met, and why."""

    outcome = RadioField()
    note = FreeText(filters=[stripped])


@pages.get(JUDGED)
@caseworker
def form(case_id: int, standard_id: str) -> ResponseReturnValue:
    """Show a standard with what was answered, and ask for a judgement."""
    return _page(case_id, standard_id, _form())


@pages.post(JUDGED)
@caseworker
def give(case_id: int, standard_id: str) -> ResponseReturnValue:
    """Keep a judgement, and go on to the next standard that nobody has judged."""
    sent = _form()
    if not sent.validate():
        return _page(case_id, standard_id, sent)
    try:
        with portal().database.transaction() as session:
            case = held(session, case_id)
            view = _view(session, case, standard_id)
            standard = get_version(case.standards_version).get(standard_id)
            judge(session, case, standard, Outcome(sent.outcome.data), sent.note.data, act=the_act())
            following = _next(session, case)
    except CheckNotPossible as refused:
        sent.note.errors = [check_refusal(refused.fact)]
        return _page(case_id, standard_id, sent)
    except WAS_FIRST:
        return conflict(case_id, [(_("Note"), sent.note.data)])
    flash(_("Vurderingen af %(name)s er gemt.", name=view.name), "success")
    if following is None:
        return redirect(address_of(case_id, "standards"), 303)
    return redirect(url_for(".form", case_id=case_id, standard_id=following), 303)


def _form() -> JudgementForm:
    made = JudgementForm()
    made.outcome.choices = [(each.value, outcome_label(each)) for each in JUDGEMENTS]
    return made


def _page(case_id: int, standard_id: str, shown: JudgementForm) -> ResponseReturnValue:
    with portal().database.reading() as session:
        case, organisation = get_or_404(session, case_id)
        standard = _view(session, case, standard_id)
        page = render_template(
            "authority/case_standard.html",
            title=standard.name,
            case=case,
            organisation=organisation.name,
            standard=standard,
            form=shown,
        )
    return page, 400 if shown.errors else 200


def _view(session: Session, case: ApprovalCase, standard_id: str) -> StandardView:
    found = next((each for each in standard_views(session, case) if each.id == standard_id), None)
    return found or abort(404)


def _next(session: Session, case: ApprovalCase) -> str | None:
    """Find the first standard that still waits for a caseworker."""
    waiting = (
        each.id
        for each in standard_views(session, case)
        if each.may_judge and (each.current is None or each.current.outcome == Outcome.TO_CONFIRM)
    )
    return next(waiting, None)
