"""Decide what an approval lets citizens see."""

from collections.abc import Iterable
from datetime import date, timedelta

from providers.approval.models import Approval, ApprovalBasis
from providers.organisations.models import STATUTORY_KINDS, OrganisationKind


def is_valid(approval: Approval, on: date) -> bool:
    """Say whether an approval holds on a Danish calendar day; both of its days belong to it."""
    return approval.valid_from <= on and (approval.valid_to is None or on <= approval.valid_to)


def approved_to(approvals: Iterable[Approval], on: date) -> date | None:
    """Give the last day of the approvals that follow each other without a gap from a day.

    date.max has no end, and None says that none of them holds on the day.
    """
    last = on - timedelta(days=1)
    for approval in sorted(approvals, key=lambda each: each.valid_from):
        if last < date.max and approval.valid_from <= last + timedelta(days=1):
            last = max(last, approval.valid_to or date.max)
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
