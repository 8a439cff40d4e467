"""Propose how a case shall end; somebody else decides."""

from datetime import date

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from portal.access import caseworker
from portal.cases.acting import WAS_FIRST, the_act
from portal.cases.facts import standards_of
from portal.for_authority.case_acting import CASE, address_of, conflict, get_or_404, held
from portal.for_authority.case_letters import inquiry_views
from portal.for_authority.case_proposal_form import ProposalForm, is_whole, prepare, say_why
from portal.for_authority.case_standards import standard_views
from portal.for_authority.case_words import decision_refusal
from portal.labels import day_label
from portal.locale import gettext as _
from portal.state import portal
from providers.approval.cases.codes import CaseAction, CaseKind, CaseState, Outcome
from providers.approval.cases.deciding import propose
from providers.approval.cases.models import ApprovalCase
from providers.approval.cases.moves import may
from providers.approval.cases.queries import current_checks, proposals_of
from providers.approval.cases.rules import DecisionNotAllowed, has_result, kinds_for, latest_end
from providers.approval.cases.terms import from_document
from providers.approval.queries import approvals_of
from providers.approval.rules import A_DAY, approved_to
from providers.approval.standard_files import get_version
from providers.approval.standard_set import Track
from providers.clock import danish_day

pages = Blueprint("case_proposing", __name__)


@pages.get(f"{CASE}/proposal/new")
@caseworker
def form(case_id: int) -> ResponseReturnValue:
    """Ask what shall be decided, beginning with what was sent back, if anything was."""
    return _page(case_id, ProposalForm(formdata=None))


@pages.post(f"{CASE}/proposal/new")
@caseworker
def give(case_id: int) -> ResponseReturnValue:
    """Propose a decision."""
    sent, today = ProposalForm(), danish_day(portal().now())
    with portal().database.reading() as session:
        case, _organisation = get_or_404(session, case_id)
        kinds = kinds_for(CaseKind(case.kind), Track(case.track))
        prepare(sent, case, kinds, today)
    if not (sent.validate() and is_whole(sent, kinds)):
        return _page(case_id, sent)
    try:
        with portal().database.transaction() as session:
            case = held(session, case_id)
            propose(
                session,
                case,
                sent.decision_kind(),
                sent.terms(case, today),
                standards=get_version(case.standards_version),
                applying=standards_of(case),
                act=the_act(),
            )
    except DecisionNotAllowed as refused:
        say_why(sent, refused.fact, decision_refusal(refused.fact), today)
        return _page(case_id, sent)
    except WAS_FIRST:
        return conflict(case_id, _kept(sent))
    flash(_("Forslaget er klar. En leder, som ikke har foreslået det, skal afgøre sagen."), "success")
    return redirect(address_of(case_id), 303)


def _page(case_id: int, shown: ProposalForm) -> ResponseReturnValue:
    today = danish_day(portal().now())
    with portal().database.reading() as session:
        case, organisation = get_or_404(session, case_id)
        if not may(CaseKind(case.kind), CaseState(case.state), CaseAction.PROPOSE):
            return conflict(case_id, _kept(shown))
        prepare(shown, case, kinds_for(CaseKind(case.kind), Track(case.track)), today)
        first_on = _first_day(session, case, today)
        latest = _latest(session, case, first_on)
        if not shown.is_submitted():
            # How long a suspension lasts is chosen each time; it has no usual length.
            shown.first_on.data = first_on
            shown.last_on.data = None if case.kind == CaseKind.REVIEW else latest
            _begin_with_the_last(session, case, shown)
        page = render_template(
            "authority/case_proposing.html",
            title=_("Foreslå en afgørelse"),
            case=case,
            organisation=organisation.name,
            form=shown,
            is_application=case.kind != CaseKind.REVIEW,
            has_limit=case.track != Track.PUBLIC,
            latest=day_label(latest),
            not_met=[
                each
                for each in standard_views(session, case)
                if each.current is not None and each.current.outcome == Outcome.NOT_MET
            ],
            inquiries=inquiry_views(session, case),
        )
    return page, 400 if shown.errors else 200


def _first_day(session: Session, case: ApprovalCase, today: date) -> date:
    """Suggest when a decision begins: a renewal where the approval ends that it follows."""
    if case.kind != CaseKind.RENEWAL:
        return today
    last_on = approved_to(approvals_of(session, [case.organisation_id]), today)
    return last_on + A_DAY if last_on is not None and last_on < date.max else today


def _latest(session: Session, case: ApprovalCase, first_on: date) -> date:
    limits = get_version(case.standards_version).limits
    has_measured = case.track == Track.PUBLIC or has_result(current_checks(session, case.id))
    return latest_end(first_on, has_result=has_measured, limits=limits)


def _begin_with_the_last(session: Session, case: ApprovalCase, shown: ProposalForm) -> None:
    """Fill in what was proposed last and sent back, so that nobody writes it twice."""
    last = next(iter(proposals_of(session, case.id)), None)
    if last is None:
        return
    terms = from_document(last.terms)
    shown.kind.data, shown.facts.data, shown.ground.data = last.kind, terms.facts, terms.ground
    shown.first_on.data = max(terms.first_on, shown.first_on.data)
    shown.last_on.data = terms.last_on or shown.last_on.data
    if terms.municipalities is not None:
        shown.municipalities.data = list(terms.municipalities)
    if terms.target_groups is not None:
        shown.target_groups.data = list(terms.target_groups)
    for (text, due), condition in zip(shown.rows(), terms.conditions, strict=False):
        text.data, due.data = condition.text, condition.due_on


def _kept(sent: ProposalForm) -> list[tuple[str, str | None]]:
    return [
        (_("Sagens oplysninger"), sent.facts.data),
        (_("Begrundelse"), sent.ground.data),
        *((_("Vilkår"), text.data) for text, _due in sent.rows()),
    ]
