"""Propose a decision and decide it: two people, and what it does to approvals in the same transaction."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from providers.approval.cases.checks import hash_of
from providers.approval.cases.codes import (
    APPROVING,
    CaseAction,
    CaseKind,
    DecisionKind,
    ProposalState,
)
from providers.approval.cases.models import ApprovalCase, CaseCheck, Decision, Proposal
from providers.approval.cases.moving import Act, advance, of_clock
from providers.approval.cases.queries import current_checks, find_open_proposal, inquiries_of
from providers.approval.cases.rules import DecisionNotAllowed, day_before, require_proposal
from providers.approval.cases.terms import Terms, from_document, from_the_day, to_document
from providers.approval.models import Approval, ApprovalBasis
from providers.approval.queries import approvals_of
from providers.approval.rules import A_DAY, approved_to, last_day_of
from providers.approval.standard_set import Standard, StandardSet
from providers.audit.commands import record
from providers.audit.models import State
from providers.clock import danish_day
from providers.listings.commands import publish, touch_catalogue
from providers.listings.content import from_document as listing_content
from providers.listings.queries import listings_of


class ChecksHaveChanged(Exception):
    """Checks say something else than when the decision was proposed; `standards` are those."""

    def __init__(self, standards: Sequence[str]) -> None:
        super().__init__(f"{len(standards)} checks have changed.")
        self.standards = standards


def propose(
    session: Session,
    case: ApprovalCase,
    kind: DecisionKind,
    terms: Terms,
    *,
    standards: StandardSet,
    applying: Sequence[Standard],
    act: Act,
) -> Proposal:
    """Propose a decision, or raise DecisionNotAllowed; it then waits for somebody else."""
    checks = current_checks(session, case.id)
    _require(session, case, kind, terms, standards, applying, act=act)
    proposal = Proposal(
        case_id=case.id,
        kind=kind.value,
        terms=to_document(terms),
        checks_hash=_hash(checks.values()),
        state=ProposalState.OPEN.value,
        proposed_by=act.user_id,
        proposed_at=act.at,
    )
    advance(session, case, CaseAction.PROPOSE, act=act)
    session.add(proposal)
    session.flush()
    return proposal


def send_back(session: Session, case: ApprovalCase, note: str, *, act: Act) -> None:
    """Send a proposal back to be examined again, with a note that says why."""
    proposal = _open_proposal(session, case)
    if not note.strip():
        raise DecisionNotAllowed("sent_back_without_a_note")
    proposal.state, proposal.note = ProposalState.SENT_BACK.value, note.strip()
    advance(session, case, CaseAction.SEND_BACK, act=act)


def decide(
    session: Session,
    case: ApprovalCase,
    *,
    standards: StandardSet,
    applying: Sequence[Standard],
    act: Act,
) -> Decision:
    """Decide what was proposed, or raise DecisionNotAllowed or ChecksHaveChanged.

    Approvals, suspensions and revocations take effect in the same transaction; so does everything that
    citizens see. What was meant to begin before today begins today.
    """
    proposal = _open_proposal(session, case)
    if proposal.proposed_by is None or proposal.proposed_by == act.user_id:
        raise DecisionNotAllowed("proposed_by_the_same_person")
    checks = current_checks(session, case.id)
    if _hash(checks.values()) != proposal.checks_hash:
        raise ChecksHaveChanged(_changed_since(checks.values(), proposal.proposed_at))
    kind = DecisionKind(proposal.kind)
    terms = from_the_day(from_document(proposal.terms), danish_day(act.at))
    _require(session, case, kind, terms, standards, applying, act=act)
    proposal.state = ProposalState.DECIDED.value
    advance(session, case, CaseAction.DECIDE, act=act)
    decision = Decision(
        organisation_id=case.organisation_id,
        case_id=case.id,
        kind=kind.value,
        terms=to_document(terms),
        standards_version=case.standards_version,
        effective_on=terms.first_on,
        proposed_by=proposal.proposed_by,
        decided_by=act.user_id,
        decided_at=act.at,
    )
    session.add(decision)
    session.flush()
    _take_effect(session, case, decision, terms, act.at)
    record(
        session,
        act.actor,
        "decision.made",
        "decision",
        decision.id,
        after=state_of_decision(decision),
        at=act.at,
    )
    return decision


def expire(session: Session, today: date, at: datetime) -> list[Decision]:
    """Note for the register each decided approval whose last day has gone, once, and give what was noted.

    One that another approval has followed without a gap has not run out: it was renewed.
    """
    noted = select(Decision.terms["approval"].as_integer()).where(Decision.kind == DecisionKind.EXPIRE)
    gone = select(Approval).where(
        Approval.decision_id.is_not(None),
        Approval.revoked_on.is_(None),
        Approval.valid_to < today,
        Approval.id.not_in(noted),
    )
    ended = session.scalars(gone.order_by(Approval.id)).all()
    others = approvals_of(session, {each.organisation_id for each in ended})
    act = of_clock(at)
    return [_expire(session, each, act) for each in ended if not _is_followed(each, others)]


def _is_followed(ended: Approval, others: Iterable[Approval]) -> bool:
    last_on = ended.valid_to or date.max
    same = [each for each in others if each.organisation_id == ended.organisation_id]
    return (approved_to(same, last_on) or last_on) > last_on


def state_of_decision(decision: Decision) -> dict[str, State]:
    """Say what was decided, as the trail tells it."""
    return {
        "kind": decision.kind,
        "organisation": decision.organisation_id,
        "case": decision.case_id,
        "standards": decision.standards_version,
        "effective_on": decision.effective_on.isoformat(),
    }


def _require(
    session: Session,
    case: ApprovalCase,
    kind: DecisionKind,
    terms: Terms,
    standards: StandardSet,
    applying: Sequence[Standard],
    *,
    act: Act,
) -> None:
    require_proposal(
        kind,
        terms,
        case=case,
        standards=applying,
        checks=current_checks(session, case.id),
        inquiries=inquiries_of(session, case.id),
        limits=standards.limits,
        today=danish_day(act.at),
    )
    _require_approval(session, case, kind, terms)


def _expire(session: Session, approval: Approval, act: Act) -> Decision:
    last_on = approval.valid_to or danish_day(act.at)
    decision = Decision(
        organisation_id=approval.organisation_id,
        kind=DecisionKind.EXPIRE.value,
        terms={"approval": approval.id, "last_on": last_on.isoformat()},
        standards_version=approval.standards_version or "",
        effective_on=last_on,
        decided_at=act.at,
    )
    session.add(decision)
    session.flush()
    record(
        session,
        act.actor,
        "decision.made",
        "decision",
        decision.id,
        after=state_of_decision(decision),
        at=act.at,
    )
    return decision


def _take_effect(
    session: Session, case: ApprovalCase, decision: Decision, terms: Terms, at: datetime
) -> None:
    kind = DecisionKind(decision.kind)
    if kind in APPROVING:
        _approve(session, case, decision, terms, at)
    elif kind is DecisionKind.REVOKE:
        for approval in _decided_approvals(session, case, terms.first_on):
            approval.revoked_on = terms.first_on
    elif kind is DecisionKind.SUSPEND:
        for approval in _decided_approvals(session, case, terms.first_on):
            _suspend(approval, terms)
    touch_catalogue(session, at)


def _suspend(approval: Approval, terms: Terms) -> None:
    """Suspend an approval; one that goes on keeps the day on which it began."""
    goes_on = (
        approval.suspended_from is not None
        and approval.suspended_to is not None
        and approval.suspended_from <= terms.first_on <= approval.suspended_to + A_DAY
    )
    if not goes_on:
        approval.suspended_from = terms.first_on
    approval.suspended_to = terms.last_on


def _approve(session: Session, case: ApprovalCase, decision: Decision, terms: Terms, at: datetime) -> None:
    """Add the approval; a renewal ends the one before where they would overlap, and an extension joins it."""
    if case.kind == CaseKind.RENEWAL:
        for approval in _decided_approvals(session, case, terms.first_on):
            if approval.valid_from < terms.first_on:
                approval.valid_to = day_before(terms.first_on)
    session.add(
        Approval(
            organisation_id=case.organisation_id,
            basis=ApprovalBasis.DECIDED.value,
            ground=terms.ground,
            municipalities=_list(terms.municipalities),
            target_groups=_list(terms.target_groups),
            valid_from=terms.first_on,
            valid_to=terms.last_on,
            standards_version=case.standards_version,
            decision_id=decision.id,
        )
    )
    for own in listings_of(session, [case.organisation_id]):
        if own.published is None and own.draft is not None and own.listing.withdrawn_at is None:
            publish(session, own.listing, listing_content(own.draft.content), at)


def _decided_approvals(session: Session, case: ApprovalCase, on: date) -> list[Approval]:
    """Give the approvals that were decided and have not ended by a day, suspended or not."""
    return [
        approval
        for approval in approvals_of(session, [case.organisation_id])
        if approval.basis == ApprovalBasis.DECIDED and last_day_of(approval) >= max(on, approval.valid_from)
    ]


def _require_approval(session: Session, case: ApprovalCase, kind: DecisionKind, terms: Terms) -> None:
    """See that a revocation or a suspension has an approval to end or to stop, for as long as it says."""
    if kind not in (DecisionKind.REVOKE, DecisionKind.SUSPEND):
        return
    held = _decided_approvals(session, case, terms.first_on)
    if not held:
        raise DecisionNotAllowed("nothing_is_approved")
    if terms.last_on is not None and terms.last_on > max(last_day_of(each) for each in held):
        raise DecisionNotAllowed("suspended_too_long")


def _open_proposal(session: Session, case: ApprovalCase) -> Proposal:
    proposal = find_open_proposal(session, case.id)
    if proposal is None:
        raise DecisionNotAllowed("nothing_is_proposed")
    return proposal


def _hash(checks: Iterable[CaseCheck]) -> str:
    return hash_of((check.standard_id, check.outcome, check.evidence) for check in checks)


def _changed_since(checks: Iterable[CaseCheck], at: datetime) -> list[str]:
    return [check.standard_id for check in checks if check.checked_at > at]


def _list(codes: tuple[str, ...] | None) -> list[str] | None:
    return None if codes is None else list(codes)
