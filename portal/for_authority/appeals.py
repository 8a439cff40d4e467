"""Note a complaint about a decision, and what the body that decides about it has answered."""

from datetime import date

from flask import Blueprint, abort, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from wtforms import DateField, RadioField
from wtforms.validators import Length, Optional

from portal.access import caseworker
from portal.cases.acting import the_act
from portal.cases.words import appeal_state_label
from portal.for_authority.case_acting import CASE, address_of, conflict, get_or_404
from portal.forms import Form, FreeText, Needed, stripped
from portal.locale import gettext as _
from portal.state import portal
from providers.approval.cases.appeals import ANSWERS, AppealNotPossible, answer, receive
from providers.approval.cases.codes import AppealState
from providers.approval.cases.models import Appeal, ApprovalCase, Decision
from providers.approval.cases.queries import appeals_of, find_decision_of
from providers.approval.cases.rules import LONGEST_TEXT
from providers.clock import danish_day

pages = Blueprint("appeals", __name__)


class AppealForm(Form):
    """Note what came and when; an answer also says how it ended."""

    state = RadioField(validators=[Optional()])
    text = FreeText(
        filters=[stripped],
        validators=[
            Needed(lambda: _("Skriv en tekst.")),
            Length(max=LONGEST_TEXT),
        ],
    )
    on = DateField(validators=[Optional()])


@pages.get(f"{CASE}/appeal")
@caseworker
def ask(case_id: int) -> ResponseReturnValue:
    """Ask what the complaint says, or what was answered to it."""
    return _page(case_id, AppealForm(formdata=None))


@pages.post(f"{CASE}/appeal")
@caseworker
def note(case_id: int) -> ResponseReturnValue:
    """Note a complaint, or the answer to the one that is there."""
    form = AppealForm()
    with portal().database.reading() as session:
        _case, decision, appeal = _found(session, case_id)
    form.state.choices = _choices()
    earliest = appeal.received_on if appeal else danish_day(decision.decided_at)
    if not (form.validate() & _fits(form, earliest, is_answer=appeal is not None)):
        return _page(case_id, form)
    try:
        with portal().database.transaction() as session:
            anew = _keep(session, case_id, form, is_answer=appeal is not None)
    except AppealNotPossible as refused:
        if refused.fact != "another_case_is_open":
            return conflict(case_id, [(_("Tekst"), form.text.data)])
        form.state.errors = [
            _("Aktøren har allerede en åben sag. Afslut den først, for sagen skal begynde forfra.")
        ]
        return _page(case_id, form)
    flash(_("Det er noteret."), "success")
    return redirect(address_of(anew.id if anew else case_id), 303)


def _keep(session: Session, case_id: int, form: AppealForm, *, is_answer: bool) -> ApprovalCase | None:
    _case, decision, appeal = _found(session, case_id)
    if (appeal is not None) is not is_answer:
        raise AppealNotPossible("somebody_was_first")
    if appeal is None:
        receive(session, decision, form.text.data, received_on=form.on.data, act=the_act())
        return None
    state = AppealState(form.state.data)
    return answer(session, appeal, state, form.text.data, answered_on=form.on.data, act=the_act())


def _page(case_id: int, form: AppealForm) -> ResponseReturnValue:
    with portal().database.reading() as session:
        case, _decision, appeal = _found(session, case_id)
    form.state.choices = _choices()
    page = render_template(
        "authority/appeal.html",
        title=_("Svaret på klagen") if appeal else _("En klage over afgørelsen"),
        case=case,
        form=form,
        appeal=appeal,
    )
    return page, 400 if form.errors else 200


def _found(session: Session, case_id: int) -> tuple[ApprovalCase, Decision, Appeal | None]:
    """Give a case with its decision and the complaint about it; one that was answered is over."""
    case, _organisation = get_or_404(session, case_id)
    decision = find_decision_of(session, case_id)
    if decision is None:
        abort(404)
    appeal = appeals_of(session, [decision.id]).get(decision.id)
    if appeal is not None and appeal.state != AppealState.RECEIVED:
        abort(redirect(address_of(case_id), 303))
    return case, decision, appeal


def _choices() -> list[tuple[str, str]]:
    return [(each.value, appeal_state_label(each)) for each in ANSWERS]


def _fits(form: AppealForm, earliest: date, *, is_answer: bool) -> bool:
    day = form.on.data
    if day is None or not earliest <= day <= danish_day(portal().now()):
        form.on.errors = [_("Skriv en dag, fra afgørelsen eller klagen kom, og til i dag.")]
    if is_answer and not form.state.data:
        form.state.errors = [_("Vælg, hvordan klagen endte.")]
    return not form.errors
