"""Invented municipalities and unemployment funds cannot be taken for real ones."""

from providers.organisations.models import OrganisationKind
from providers.organisations.rules import is_simulated_municipality_code
from providers.reference import queries
from providers.register.records import ListingRecord
from tests.portal.demonstration.made import ON, listings, organisations


def of_kind(kind: OrganisationKind) -> list[ListingRecord]:
    known = organisations()
    return [listing for listing in listings() if known[listing.organisation].kind is kind]


def test_invented_municipality_has_a_code_that_no_real_one_has() -> None:
    codes = [
        listing.organisation.removeprefix("municipality:")
        for listing in of_kind(OrganisationKind.MUNICIPALITY)
    ]

    assert len(set(codes)) == 15
    assert all(is_simulated_municipality_code(code) for code in codes)


def test_each_invented_municipality_stands_in_one_real_one_of_its_own() -> None:
    covered = [listing.content.municipalities for listing in of_kind(OrganisationKind.MUNICIPALITY)]

    assert {len(codes) for codes in covered} == {1}
    assert len(set(covered)) == len(covered)


def test_some_invented_municipalities_stand_where_the_trial_is() -> None:
    trial = {m.code for m in queries.municipalities(ON) if m.free_choice_trial}
    covered = {listing.content.municipalities[0] for listing in of_kind(OrganisationKind.MUNICIPALITY)}

    assert len(covered & trial) >= 5


def test_invented_public_actor_says_so_before_anything_else() -> None:
    for kind in (OrganisationKind.MUNICIPALITY, OrganisationKind.UNEMPLOYMENT_FUND):
        for listing in of_kind(kind):
            content = listing.content
            assert content.summary_da.startswith("Opdigtet")
            assert content.description_da is not None
            assert "opdigtet" in content.description_da.split("\n\n", maxsplit=1)[0]
            assert content.summary_en is None or content.summary_en.startswith("Invented")


def test_invented_municipality_serves_everyone_the_law_names() -> None:
    for listing in of_kind(OrganisationKind.MUNICIPALITY):
        assert set(listing.content.target_groups) == {group.id for group in queries.target_groups(ON)}


def test_invented_fund_serves_members_on_unemployment_benefit_in_the_whole_country() -> None:
    for listing in of_kind(OrganisationKind.UNEMPLOYMENT_FUND):
        assert listing.content.nationwide
        assert listing.content.target_groups == ("dagpenge",)


def test_public_actors_state_no_price() -> None:
    for kind in (OrganisationKind.MUNICIPALITY, OrganisationKind.UNEMPLOYMENT_FUND):
        assert not [s for listing in of_kind(kind) for s in listing.content.support if s.price]
