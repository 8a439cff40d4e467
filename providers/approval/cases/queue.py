"""List the cases that the authority works with: by deadline, by state, and by who has them."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from providers.approval.cases.codes import APPLICATIONS, ENDED, CaseState, ProposalState
from providers.approval.cases.models import ApprovalCase, Proposal
from providers.organisations.models import Organisation

# What somebody works with; a draft is the applicant's own, and the authority does not see it.
OPEN = frozenset(CaseState) - ENDED - {CaseState.DRAFT}
SEEN_BY_THE_AUTHORITY = frozenset(CaseState) - {CaseState.DRAFT}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which cases to list; nobody named is everybody's."""

    states: Collection[CaseState] = OPEN
    assigned_to: int | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many cases wait: those that nobody has taken, those over their day, and those for a decision."""

    new: int
    overdue: int
    to_decide: int


def list_cases(
    session: Session, wanted: Wanted, *, limit: int, offset: int = 0
) -> Sequence[tuple[ApprovalCase, Organisation]]:
    """List cases with their organisations, the earliest deadline first and those without one last."""
    listed = select(ApprovalCase, Organisation).join(
        Organisation, Organisation.id == ApprovalCase.organisation_id
    )
    listed = listed.where(*_conditions(wanted)).order_by(
        ApprovalCase.decide_by.is_(None), ApprovalCase.decide_by, ApprovalCase.id
    )
    found = session.execute(listed.limit(limit).offset(offset)).all()
    return [(case, organisation) for case, organisation in found]


def count_cases(session: Session, wanted: Wanted) -> int:
    """Count what `list_cases` would list without a limit."""
    return session.scalar(select(func.count(ApprovalCase.id)).where(*_conditions(wanted))) or 0


def count_waiting(session: Session, user_id: int, today: date) -> Waiting:
    """Count what waits for the authority; nobody decides what they have proposed."""
    cases = select(func.count(ApprovalCase.id))
    proposed = select(func.count(Proposal.id)).where(
        Proposal.state == ProposalState.OPEN, Proposal.proposed_by != user_id
    )
    over = cases.where(ApprovalCase.state.in_(OPEN), ApprovalCase.decide_by < today)
    return Waiting(
        new=session.scalar(cases.where(ApprovalCase.state == CaseState.RECEIVED)) or 0,
        overdue=session.scalar(over) or 0,
        to_decide=session.scalar(proposed) or 0,
    )


def decided_since(session: Session, since: datetime) -> Sequence[tuple[datetime, datetime]]:
    """Give when each application that was decided since a moment was sent, and when it was decided."""
    wanted = select(ApprovalCase.sent_at, ApprovalCase.ended_at).where(
        ApprovalCase.kind.in_(APPLICATIONS),
        ApprovalCase.state == CaseState.DECIDED,
        ApprovalCase.ended_at >= since,
    )
    found = session.execute(wanted.order_by(ApprovalCase.id))
    return [(sent, ended) for sent, ended in found if sent is not None and ended is not None]


def _conditions(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    yield ApprovalCase.sent_at.is_not(None)
    yield ApprovalCase.state.in_(frozenset(wanted.states) & SEEN_BY_THE_AUTHORITY)
    if wanted.assigned_to is not None:
        yield ApprovalCase.assigned_to == wanted.assigned_to
