"""The warnings that public actors were given: when, on what ground, about which standards, and complaints."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from providers.approval.cases.codes import AppealState, DecisionKind, Outcome
from providers.approval.cases.models import CaseCheck, Decision
from providers.approval.cases.queries import appeals_of
from providers.approval.cases.rules import latest
from providers.approval.cases.terms import from_document
from providers.approval.standard_files import get_version
from providers.clock import danish_day


@dataclass(frozen=True, slots=True)
class Warned:
    """A warning; `standards` are the ids of those that were not met then, in the order of their version."""

    decision_id: int
    organisation_id: int
    warned_on: date
    ground: str
    standards_version: str
    standards: tuple[str, ...]
    appeal: AppealState | None
    appeal_answered_on: date | None


def warnings_of(session: Session, organisation_ids: Collection[int] | None = None) -> list[Warned]:
    """List the warnings that some organisations were given, or all were, the latest first.

    Public actors alone are warned. A warning has no end: it stays in the history.
    """
    wanted = select(Decision).where(Decision.kind == DecisionKind.WARN)
    if organisation_ids is not None:
        wanted = wanted.where(Decision.organisation_id.in_(organisation_ids))
    decisions = session.scalars(wanted.order_by(Decision.id.desc())).all()
    if not decisions:
        return []
    not_met = _not_met(session, decisions)
    appeals = appeals_of(session, [each.id for each in decisions])
    found = []
    for each in decisions:
        appeal = appeals.get(each.id)
        found.append(
            Warned(
                decision_id=each.id,
                organisation_id=each.organisation_id,
                warned_on=danish_day(each.decided_at),
                ground=from_document(each.terms).ground,
                standards_version=each.standards_version,
                standards=_in_order(each.standards_version, not_met.get(each.case_id or 0, frozenset())),
                appeal=AppealState(appeal.state) if appeal else None,
                appeal_answered_on=appeal.answered_on if appeal else None,
            )
        )
    return found


def _not_met(session: Session, decisions: Sequence[Decision]) -> dict[int, frozenset[str]]:
    """Give the standards that were found not to be met, by case; nobody checks a case that is decided."""
    wanted = select(CaseCheck).where(CaseCheck.case_id.in_([each.case_id for each in decisions]))
    by_case: dict[int, list[CaseCheck]] = {}
    for check in session.scalars(wanted.order_by(CaseCheck.id)):
        by_case.setdefault(check.case_id, []).append(check)
    return {
        case_id: frozenset(id_ for id_, check in latest(checks).items() if check.outcome == Outcome.NOT_MET)
        for case_id, checks in by_case.items()
    }


def _in_order(version: str, ids: frozenset[str]) -> tuple[str, ...]:
    return tuple(each.id for each in get_version(version).standards if each.id in ids)
