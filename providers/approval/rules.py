"""Decide what an approval lets citizens see."""

from collections.abc import Iterable
from datetime import date, timedelta

from providers.approval.models import Approval, ApprovalBasis
from providers.organisations.models import STATUTORY_KINDS, OrganisationKind

A_DAY = timedelta(days=1)


def is_valid(approval: Approval, on: date) -> bool:
    """Say whether an approval holds on a Danish calendar day; both of its days belong to it."""
    return any(first <= on <= last for first, last in days_of(approval))


def days_of(approval: Approval) -> list[tuple[date, date]]:
    """Give the first and last days between which an approval holds; date.max has no end.

    A revocation ends it the day before, and a suspension takes days out of it.
    """
    last = last_day_of(approval)
    if approval.suspended_from is None or approval.suspended_to is None:
        spans = [(approval.valid_from, last)]
    else:
        spans = [
            (approval.valid_from, min(last, approval.suspended_from - A_DAY)),
            (max(approval.valid_from, approval.suspended_to + A_DAY), last),
        ]
    return [(first, end) for first, end in spans if first <= end]


def last_day_of(approval: Approval) -> date:
    """Give the last day of an approval, suspended or not; date.max has no end."""
    last = approval.valid_to or date.max
    return last if approval.revoked_on is None else min(last, approval.revoked_on - A_DAY)


def is_suspended(approval: Approval, on: date) -> bool:
    """Say whether an approval would hold on a day if it were not suspended."""
    if approval.suspended_from is None or approval.suspended_to is None or approval.revoked_on is not None:
        return False
    within = approval.valid_from <= on and (approval.valid_to is None or on <= approval.valid_to)
    return within and approval.suspended_from <= on <= approval.suspended_to


def approved_to(approvals: Iterable[Approval], on: date) -> date | None:
    """Give the last day of the approvals that follow each other without a gap from a day.

    date.max has no end, and None says that none of them holds on the day.
    """
    last = on - A_DAY
    for first, end in sorted(span for approval in approvals for span in days_of(approval)):
        if last < date.max and first <= last + A_DAY:
            last = max(last, end)
    return last if last >= on else None


def within_scope(codes: frozenset[str], scope: list[str] | None) -> frozenset[str]:
    """Keep the codes that an approval's scope covers; no scope covers everything."""
    return codes if scope is None else codes & frozenset(scope)


def problem_with_term(
    kind: OrganisationKind, basis: ApprovalBasis, valid_from: date, valid_to: date | None
) -> str | None:
    """Say why a kind of organisation cannot be approved like this, or nothing when it can."""
    if basis is ApprovalBasis.STATUTORY and kind not in STATUTORY_KINDS:
        return "only municipalities and unemployment funds have an approval by law"
    if basis is ApprovalBasis.DECIDED and valid_to is None:
        return "an approval that was decided must have a last day"
    if valid_to is not None and valid_to < valid_from:
        return "the last day comes before the first"
    return None
