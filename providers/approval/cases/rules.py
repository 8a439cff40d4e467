"""Decide what a case may end with, what it still lacks, and how long an approval may last."""

from calendar import monthrange
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from providers.approval.cases.codes import (
    APPROVING,
    OF_APPLICATIONS,
    OF_PUBLIC_ACTORS,
    OF_REVIEWS,
    CaseKind,
    DecisionKind,
    Outcome,
)
from providers.approval.cases.models import ApprovalCase, CaseCheck, Inquiry
from providers.approval.cases.terms import Terms, gives_all
from providers.approval.standard_set import CheckKind, Limits, Standard, Track
from providers.audit.models import State

LONGEST_TEXT = 4_000
MOST_DOCUMENTS = 40
# How long an approval can be given for when there are results.
LONGEST_MONTHS = 36
MONTHS_IN_YEAR = 12


class GapKind(StrEnum):
    """Say what an application lacks."""

    EMPLOYEES = "employees"
    SCOPE = "scope"
    LISTING = "listing"
    ANSWER = "answer"
    DOCUMENT = "document"
    REUSED = "reused"


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that an application lacks, and the standard that it belongs to, if any."""

    kind: GapKind
    standard_id: str | None = None


class DecisionNotAllowed(Exception):
    """A decision can't be proposed or made like this; `fact` says why as a code."""

    def __init__(self, fact: str) -> None:
        super().__init__(f"The decision is not allowed: {fact}.")
        self.fact = fact


def kinds_for(case_kind: CaseKind, track: Track) -> tuple[DecisionKind, ...]:
    """List what a case can end with; public actors are warned and never refused."""
    if case_kind is not CaseKind.REVIEW:
        return OF_APPLICATIONS
    return OF_PUBLIC_ACTORS if track is Track.PUBLIC else OF_REVIEWS


def state_of_case(case: ApprovalCase) -> dict[str, State]:
    """Say where a case stands, as the trail tells it."""
    return {
        "kind": case.kind,
        "state": case.state,
        "organisation": case.organisation_id,
        "assigned_to": case.assigned_to,
        "standards": case.standards_version,
    }


def gaps(
    standards: Iterable[Standard],
    *,
    answers: Mapping[str, str],
    untouched: Collection[str],
    has_employees: bool,
    has_scope: bool,
    has_listing: bool,
) -> list[Gap]:
    """List what an application lacks, in the order of its pages.

    A judgement standard wants an answer in words; documents back it up. `untouched` are the standards whose
    answer was taken over from the last application and not looked at yet.
    """
    found = [] if has_employees else [Gap(GapKind.EMPLOYEES)]
    if not has_scope:
        found.append(Gap(GapKind.SCOPE))
    if not has_listing:
        found.append(Gap(GapKind.LISTING))
    for standard in standards:
        if standard.kind is not CheckKind.JUDGEMENT:
            continue
        if not answers.get(standard.id, "").strip():
            found.append(Gap(GapKind.ANSWER, standard.id))
        elif standard.id in untouched:
            found.append(Gap(GapKind.REUSED, standard.id))
    return found


def latest(checks: Iterable[CaseCheck]) -> dict[str, CaseCheck]:
    """Give the check that counts for each standard: the last one."""
    return {check.standard_id: check for check in sorted(checks, key=lambda each: each.id)}


def unchecked(standards: Iterable[Standard], checks: Mapping[str, CaseCheck]) -> list[str]:
    """List the standards about which nobody has found out yet whether they are met."""
    return [
        standard.id
        for standard in standards
        if standard.id not in checks or checks[standard.id].outcome == Outcome.TO_CONFIRM
    ]


def latest_end(first_on: date, *, has_result: bool, limits: Limits) -> date:
    """Give the last day that an approval can be given to; without a result that is earlier."""
    months = LONGEST_MONTHS if has_result else limits.months_without_result
    return day_before(add_months(first_on, months))


def require_proposal(  # noqa: PLR0913 - a decision rests on all of these, and each is named
    kind: DecisionKind,
    terms: Terms,
    *,
    case: ApprovalCase,
    standards: Sequence[Standard],
    checks: Mapping[str, CaseCheck],
    inquiries: Iterable[Inquiry],
    limits: Limits,
    today: date,
) -> None:
    """Raise DecisionNotAllowed unless a decision may be proposed."""
    if kind not in kinds_for(CaseKind(case.kind), Track(case.track)):
        raise DecisionNotAllowed("not_of_this_case")
    if not terms.ground.strip() or not terms.facts.strip():
        raise DecisionNotAllowed("without_a_ground")
    if terms.first_on < today:
        raise DecisionNotAllowed("begins_in_the_past")
    if terms.last_on is not None and terms.last_on < terms.first_on:
        raise DecisionNotAllowed("ends_before_it_begins")
    if not all(is_in_time(each.due_on, terms.last_on, today) for each in terms.conditions):
        raise DecisionNotAllowed("condition_out_of_time")
    if (kind is DecisionKind.APPROVE_WITH_CONDITIONS) is not bool(terms.conditions):
        raise DecisionNotAllowed("conditions_do_not_fit")
    if kind in APPROVING:
        _require_approvable(terms, case, standards, checks, limits)
    elif kind is DecisionKind.SUSPEND and terms.last_on is None:
        raise DecisionNotAllowed("suspended_without_an_end")
    asked = gives_all(kind, terms, case.municipalities, case.target_groups)
    if not asked and not was_heard(kind, inquiries):
        raise DecisionNotAllowed("not_heard")


def is_in_time(due_on: date | None, last_on: date | None, today: date) -> bool:
    """Say whether a condition is due from today on and while the approval holds; no day is in time."""
    return due_on is None or today <= due_on <= (last_on or date.max)


def was_heard(kind: DecisionKind, inquiries: Iterable[Inquiry]) -> bool:
    """Say whether the party has been heard about a decision of this kind, and has had its time."""
    return any(each.about == kind and each.ended_at is not None for each in inquiries)


def _require_approvable(
    terms: Terms,
    case: ApprovalCase,
    standards: Sequence[Standard],
    checks: Mapping[str, CaseCheck],
    limits: Limits,
) -> None:
    if terms.last_on is None:
        raise DecisionNotAllowed("approved_without_an_end")
    if unchecked(standards, checks):
        raise DecisionNotAllowed("not_all_checked")
    not_met = [id_ for id_, check in checks.items() if check.outcome == Outcome.NOT_MET]
    if not_met and not terms.conditions:
        raise DecisionNotAllowed("not_met_without_condition")
    if Track(case.track) is Track.PUBLIC:
        return
    if terms.last_on > latest_end(terms.first_on, has_result=has_result(checks), limits=limits):
        raise DecisionNotAllowed("lasts_too_long")


def has_result(checks: Mapping[str, CaseCheck]) -> bool:
    """Say whether the check of results rests on a measured result."""
    return any((check.evidence or {}).get("code") == "result" for check in checks.values())


def add_months(day: date, months: int) -> date:
    """Give the same day some months on; the last of the month where it has no such day."""
    years, month = divmod(day.month - 1 + months, MONTHS_IN_YEAR)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def day_before(day: date) -> date:
    """Give the day before."""
    return day - timedelta(days=1)
