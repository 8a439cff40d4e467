"""Follow the conditions of approvals: which of them bind today, how each stands, and what waits for whom."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from providers.approval.cases.codes import ConditionState, DecisionKind
from providers.approval.cases.models import ConditionFollowUp, Decision
from providers.approval.cases.terms import Condition, from_document
from providers.approval.models import Approval
from providers.clock import danish_day

S = ConditionState
# From where each can be said; what is met is over. Whoever has not met a condition can do it later.
SAID_FROM = {
    S.ANSWERED: frozenset({S.OPEN, S.ANSWERED, S.NOT_MET}),
    S.MET: frozenset({S.OPEN, S.ANSWERED, S.NOT_MET}),
    S.NOT_MET: frozenset({S.OPEN, S.ANSWERED}),
}
# What the party has not answered yet.
UNANSWERED = frozenset({S.OPEN, S.NOT_MET})
# How long before its day the party is reminded of a condition.
REMINDED_BEFORE = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Followed:
    """A condition of a decision, by its number there, with all that was said of it, the earliest first."""

    decision: Decision
    number: int
    condition: Condition
    said: tuple[ConditionFollowUp, ...]

    @property
    def state(self) -> ConditionState:
        """Say how it stands: as the last word was, or open."""
        return ConditionState(self.said[-1].state) if self.said else ConditionState.OPEN

    @property
    def met_on(self) -> date | None:
        """Give the day on which the authority found it met."""
        return danish_day(self.said[-1].said_at) if self.state is ConditionState.MET else None

    @property
    def due_on(self) -> date | None:
        """Give the day by which it must be met; without one it binds as long as the approval."""
        return self.condition.due_on

    def has_come(self, today: date) -> bool:
        """Say whether its day is here or has gone."""
        return self.due_on is not None and self.due_on <= today

    def waits_for_the_authority(self, today: date) -> bool:
        """Say whether somebody must judge it: the party has answered, or its day has come without a word."""
        return self.state is S.ANSWERED or (self.state is S.OPEN and self.has_come(today))

    def waits_for_the_party(self, today: date) -> bool:
        """Say whether the party must do something now: its day is near or gone, or it was found not met."""
        is_near = self.due_on is not None and self.due_on - REMINDED_BEFORE <= today
        return self.state is S.NOT_MET or (self.state is S.OPEN and is_near)


def conditions_of(session: Session, decisions: Iterable[Decision]) -> list[Followed]:
    """List the conditions of some decisions with what was said of them, in the order of the decisions."""
    found = [each for each in decisions if each.kind == DecisionKind.APPROVE_WITH_CONDITIONS]
    said = _said(session, [each.id for each in found])
    return [
        Followed(decision, number, condition, tuple(said.get((decision.id, number), ())))
        for decision in found
        for number, condition in enumerate(from_document(decision.terms).conditions, start=1)
    ]


def binding(session: Session, today: date, organisation_ids: Collection[int] | None = None) -> list[Followed]:
    """List the conditions of approvals that have not ended, the first day first and those without one last.

    A condition ends with its approval: what a renewal or a revocation replaces is followed no more.
    """
    wanted = (
        select(Decision)
        .join(Approval, Approval.decision_id == Decision.id)
        .where(
            Decision.kind == DecisionKind.APPROVE_WITH_CONDITIONS,
            Approval.valid_to >= today,
            or_(Approval.revoked_on.is_(None), Approval.revoked_on > today),
        )
    )
    if organisation_ids is not None:
        wanted = wanted.where(Decision.organisation_id.in_(organisation_ids))
    found = conditions_of(session, session.scalars(wanted.order_by(Decision.id)).all())
    return sorted(found, key=lambda each: each.due_on or date.max)


def _said(session: Session, decision_ids: Sequence[int]) -> dict[tuple[int, int], list[ConditionFollowUp]]:
    said: dict[tuple[int, int], list[ConditionFollowUp]] = {}
    if not decision_ids:
        return said
    wanted = select(ConditionFollowUp).where(ConditionFollowUp.decision_id.in_(decision_ids))
    for each in session.scalars(wanted.order_by(ConditionFollowUp.id)):
        said.setdefault((each.decision_id, each.number), []).append(each)
    return said
