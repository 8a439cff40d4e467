"""Invented approvals hold, run out and narrow down as real ones do."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from providers.approval.models import ApprovalBasis
from providers.organisations.models import STATUTORY_KINDS
from providers.register.records import ApprovalRecord, OrganisationRecord
from tests.portal.demonstration.made import DAYS, ON, listings, organisations


def decided(on: date = ON) -> Iterator[tuple[OrganisationRecord, ApprovalRecord]]:
    for organisation in organisations(on).values():
        if organisation.kind not in STATUTORY_KINDS:
            yield organisation, organisation.approvals[-1]


def test_only_public_actors_rest_on_the_law() -> None:
    for organisation in organisations().values():
        bases = {approval.basis for approval in organisation.approvals}
        statutory = organisation.kind in STATUTORY_KINDS
        assert bases == {ApprovalBasis.STATUTORY if statutory else ApprovalBasis.DECIDED}


def test_ground_of_an_invented_public_actor_says_that_it_is_invented() -> None:
    for organisation in organisations().values():
        if organisation.kind in STATUTORY_KINDS:
            assert organisation.approvals[0].ground.startswith("Opdigtet")


@pytest.mark.parametrize("on", DAYS)
def test_approvals_began_in_the_last_two_years_and_end_in_the_coming_three(on: date) -> None:
    for _, approval in decided(on):
        assert approval.valid_to is not None
        assert on - timedelta(days=2 * 365 + 70) <= approval.valid_from < approval.valid_to
        assert approval.valid_to <= on + timedelta(days=3 * 365)


@pytest.mark.parametrize("on", DAYS)
def test_a_few_approvals_have_just_run_out(on: date) -> None:
    expired = [approval for _, approval in decided(on) if approval.valid_to and approval.valid_to < on]

    assert 2 <= len(expired) <= 6


def test_some_approvals_are_narrower_than_what_the_actor_offers_and_none_hides_all_of_it() -> None:
    narrowed = {organisation.key: approval for organisation, approval in decided() if _is_narrow(approval)}

    assert len(narrowed) >= 5
    for listing in listings():
        approval = narrowed.get(listing.organisation)
        if approval and approval.target_groups is not None:
            assert set(listing.content.target_groups) & set(approval.target_groups)
        if approval and approval.municipalities is not None:
            assert set(listing.content.municipalities) & set(approval.municipalities)


def test_some_actors_had_an_approval_before() -> None:
    followed = [
        organisation.approvals for organisation in organisations().values() if len(organisation.approvals) > 1
    ]

    assert len(followed) >= 5
    assert all(first.valid_to and first.valid_to < second.valid_from for first, second in followed)


def _is_narrow(approval: ApprovalRecord) -> bool:
    return approval.target_groups is not None or approval.municipalities is not None
