"""Approvals hold from day to day, and only some organisations have one by law."""

from datetime import date

import pytest

from providers.approval.models import Approval, ApprovalBasis
from providers.approval.rules import is_valid, problem_with_term, within_scope
from providers.organisations.models import STATUTORY_KINDS, OrganisationKind

FROM, TO = date(2026, 2, 1), date(2026, 2, 28)
STATUTORY, DECIDED = ApprovalBasis.STATUTORY, ApprovalBasis.DECIDED


@pytest.mark.parametrize(
    ("on", "valid"),
    [(date(2026, 1, 31), False), (FROM, True), (TO, True), (date(2026, 3, 1), False)],
)
def test_both_days_belong_to_an_approval(on: date, *, valid: bool) -> None:
    assert is_valid(Approval(valid_from=FROM, valid_to=TO), on) is valid


def test_open_approval_has_no_last_day() -> None:
    assert is_valid(Approval(valid_from=FROM, valid_to=None), date(2100, 1, 1))


def test_scope_cuts_and_no_scope_covers_everything() -> None:
    codes = frozenset({"101", "751"})
    assert within_scope(codes, None) == codes
    assert within_scope(codes, ["751", "851"]) == {"751"}
    assert within_scope(codes, []) == frozenset()


@pytest.mark.parametrize("kind", OrganisationKind)
def test_only_municipalities_and_funds_are_approved_by_law(kind: OrganisationKind) -> None:
    allowed = problem_with_term(kind, STATUTORY, FROM, None) is None
    assert allowed is (kind in {OrganisationKind.MUNICIPALITY, OrganisationKind.UNEMPLOYMENT_FUND})
    assert allowed is (kind in STATUTORY_KINDS)


@pytest.mark.parametrize("kind", OrganisationKind)
def test_decided_approval_must_end(kind: OrganisationKind) -> None:
    assert problem_with_term(kind, DECIDED, FROM, TO) is None
    assert "last day" in str(problem_with_term(kind, DECIDED, FROM, None))


def test_approval_cannot_end_before_it_begins() -> None:
    kind = OrganisationKind.OTHER
    assert problem_with_term(kind, DECIDED, FROM, FROM) is None
    assert problem_with_term(kind, DECIDED, TO, FROM) is not None
