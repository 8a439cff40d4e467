"""What the register already holds makes some lines impossible."""

from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from providers.approval.models import ApprovalBasis
from providers.listings.rules import ListingStatus
from providers.organisations.models import OrganisationKind
from providers.register.commands import import_file
from providers.register.records import OrganisationRecord, RegisterRefused
from tests.factories.organisations import approval_record, listing_record, organisation_record
from tests.providers.register.importing import ACTOR, LATER, OFFERED, file_of, refused, take_in


def test_listing_of_an_unknown_organisation_is_refused(session: Session) -> None:
    file = file_of([ACTOR], [OFFERED])
    alone = replace(file, organisations={})
    late = replace(file, organisations={9: ACTOR})
    for each in (alone, late):
        with pytest.raises(RegisterRefused) as raised:
            import_file(session, each, LATER)
        reason = "is neither on an earlier line nor in the register"
        assert [str(found) for found in raised.value.problems] == [
            f'line 3, organisation: "{ACTOR.key}" - {reason}'
        ]


def test_listing_is_not_blamed_for_the_problems_of_its_organisation(session: Session) -> None:
    found = refused(session, replace(ACTOR, name=""), OFFERED)
    assert len(found) == 1


@pytest.mark.parametrize(
    ("record", "problem"),
    [
        (
            replace(organisation_record(2), slug=ACTOR.slug),
            f'line 2, slug: "{ACTOR.slug}" - belongs to {ACTOR.key} already',
        ),
        (
            replace(ACTOR, slug="et-andet"),
            f'line 2, slug: "et-andet" - must stay {ACTOR.slug}: an address never changes',
        ),
    ],
)
def test_slug_of_an_organisation_is_its_own_for_ever(
    imported: Session, record: OrganisationRecord, problem: str
) -> None:
    assert refused(imported, record) == [problem]


def test_slug_of_a_listing_is_its_own_for_ever(imported: Session) -> None:
    other = organisation_record(2)
    assert refused(imported, other, replace(listing_record(other), slug=OFFERED.slug)) == [
        f'line 3, slug: "{OFFERED.slug}" - belongs to listing {OFFERED.key} of {ACTOR.key} already'
    ]
    assert refused(imported, ACTOR, replace(OFFERED, slug="et-andet")) == [
        f'line 3, slug: "et-andet" - must stay {OFFERED.slug}: an address never changes'
    ]


def test_invented_organisation_never_becomes_a_real_one(session: Session) -> None:
    statutory = approval_record(basis=ApprovalBasis.STATUTORY, valid_to=None)
    fund = OrganisationRecord(
        "unemployment_fund:prove",
        OrganisationKind.UNEMPLOYMENT_FUND,
        "prove",
        "Prøve A-kasse",
        True,
        (statutory,),
    )
    take_in(session, actor=fund)
    found = refused(session, replace(fund, simulated=False))
    reason = "an invented organisation never becomes a real one, nor the other way round"
    assert found == [f"line 2, simulated: false - {reason}"]


@pytest.mark.parametrize("standing", [ListingStatus.PUBLISHED, ListingStatus.WITHDRAWN])
def test_listing_that_has_been_public_cannot_become_a_draft(
    session: Session, standing: ListingStatus
) -> None:
    take_in(session, replace(OFFERED, status=standing))
    found = refused(session, ACTOR, replace(OFFERED, status=ListingStatus.DRAFT))
    assert len(found) == 1
    assert found[0].startswith(f'line 3, status: "draft" - the listing is {standing} in the register')
