"""The conditions of approvals, as the authority follows them: those that wait, and each to be judged."""

from dataclasses import dataclass

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from wtforms import RadioField

from portal.access import authority, caseworker
from portal.accounts.paging import ON_A_PAGE, page_of
from portal.cases.acting import WAS_FIRST, somebody_was_first, the_act
from portal.cases.conditions import NUMBER, ConditionView, condition_view
from portal.cases.handed_in import size_label
from portal.cases.words import condition_state_label
from portal.for_authority.case_acting import CASE, get_or_404, held, may_work
from portal.for_authority.case_words import name_of
from portal.for_authority.review_grounds import of_condition
from portal.forms import Form, FreeText, stripped
from portal.locale import gettext as _
from portal.locale import ngettext
from portal.state import portal
from providers.approval.cases.codes import ConditionState
from providers.approval.cases.conditions import (
    ConditionNotFound,
    ConditionNotPossible,
    documents_about,
    get_condition,
    judge,
    may_judge,
)
from providers.approval.cases.following_up import Followed, binding
from providers.approval.cases.models import ApprovalCase
from providers.approval.cases.queries import find_open_review
from providers.clock import danish_day
from providers.organisations.models import Organisation
from providers.organisations.queries import names_by_number
from providers.people.queries import users_by_number

pages = Blueprint("conditions", __name__)
ALL = "all"
CONDITION = f"{CASE}/conditions/{NUMBER}"
JUDGEMENTS = (ConditionState.MET, ConditionState.NOT_MET)


@dataclass(frozen=True, slots=True)
class Line:
    """A condition in the list, with whose it is."""

    organisation: str
    condition: ConditionView


class JudgementForm(Form):
    """Say whether a condition is met; where it is not a note says why."""

    state = RadioField()
    text = FreeText(filters=[stripped])


@pages.get("/authority/conditions")
@authority
def overview() -> str:
    """List the conditions that wait for the authority, or all that bind, the first day first."""
    shows_all, today = request.args.get("show") == ALL, danish_day(portal().now())
    with portal().database.reading() as session:
        bound = binding(session, today)
        wanted = [each for each in bound if shows_all or each.waits_for_the_authority(today)]
        page = page_of(len(wanted))
        shown = wanted[page.offset : page.offset + ON_A_PAGE]
        names = names_by_number(session, {each.decision.organisation_id for each in shown})
    return render_template(
        "authority/conditions.html",
        title=_("Vilkår"),
        lines=[Line(names[each.decision.organisation_id], condition_view(each, today)) for each in shown],
        counted=ngettext("%(num)s vilkår", "%(num)s vilkår", len(wanted)),
        shows_all=shows_all,
        page=page,
    )


@pages.get(CONDITION)
@authority
def condition(case_id: int, number: int) -> ResponseReturnValue:
    """Show a condition, what was said of it and what was handed in, and a form to judge it."""
    return _page(case_id, number, JudgementForm(formdata=None))


@pages.post(CONDITION)
@caseworker
def give(case_id: int, number: int) -> ResponseReturnValue:
    """Judge a condition; from one that is not met the way leads on to a review."""
    form = JudgementForm()
    form.state.choices = _choices()
    if not form.validate():
        return _page(case_id, number, form)
    state = ConditionState(form.state.data)
    try:
        with portal().database.transaction() as session:
            _case, organisation, _condition = _found(session, case_id, number)
            judge(session, held(session, case_id), number, state, form.text.data or "", act=the_act())
            way_on = _way_on(session, organisation, case_id, number, state)
    except ConditionNotPossible as refused:
        if refused.fact in ("already_judged", "approval_has_ended"):
            return _conflict(case_id, number, form)
        form.text.errors = [_refusal(refused)]
        return _page(case_id, number, form)
    except WAS_FIRST:
        return _conflict(case_id, number, form)
    flash(_("Det er noteret."), "success")
    return redirect(way_on, 303)


def _way_on(
    session: Session, organisation: Organisation, case_id: int, number: int, state: ConditionState
) -> str:
    if state is ConditionState.NOT_MET and find_open_review(session, organisation.id) is None:
        return url_for("reviews.begin", slug=organisation.slug, because=of_condition(case_id, number))
    return url_for(".condition", case_id=case_id, number=number)


def _page(case_id: int, number: int, form: JudgementForm) -> ResponseReturnValue:
    form.state.choices = _choices()
    today = danish_day(portal().now())
    with portal().database.reading() as session:
        case, organisation, found = _found(session, case_id, number)
        people = users_by_number(session, {each.said_by for each in found.said if each.said_by})
        review = find_open_review(session, organisation.id)
        page = render_template(
            "authority/condition.html",
            title=_("Vilkår %(number)s for %(name)s", number=number, name=organisation.name),
            case=case,
            condition=condition_view(found, today, {each: name_of(people, each) for each in people}),
            documents=[
                (each.id, each.name, size_label(each.size))
                for each in documents_about(session, case_id, number)
            ],
            may_judge=may_work() and may_judge(session, found, today),
            is_not_met=found.state is ConditionState.NOT_MET,
            review_id=review.id if review else None,
            new_review=url_for(
                "reviews.begin", slug=organisation.slug, because=of_condition(case_id, number)
            ),
            may_work=may_work(),
            form=form,
        )
    return page, 400 if form.errors else 200


def _found(session: Session, case_id: int, number: int) -> tuple[ApprovalCase, Organisation, Followed]:
    case, organisation = get_or_404(session, case_id)
    try:
        return case, organisation, get_condition(session, case_id, number)
    except ConditionNotFound:
        abort(404)


def _choices() -> list[tuple[str, str]]:
    return [(each.value, condition_state_label(each)) for each in JUDGEMENTS]


def _conflict(case_id: int, number: int, form: JudgementForm) -> ResponseReturnValue:
    return somebody_was_first(
        url_for(".condition", case_id=case_id, number=number), [(_("Note"), form.text.data)]
    )


def _refusal(refused: ConditionNotPossible) -> str:
    return {
        "without_a_text": _("Skriv en note, som siger hvorfor."),
        "text_too_long": _("Skriv højst 4.000 tegn."),
    }[refused.fact]
