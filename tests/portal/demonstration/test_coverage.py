"""Nobody in Denmark looks in vain."""

from collections import defaultdict
from datetime import date

import pytest

from portal.demonstration.coverage import MOST_WHEN_STRETCHED, PROMISED, PROMISED_IN_TRIAL
from providers.listings.rules import ListingStatus
from providers.organisations.models import OrganisationKind
from providers.reference import queries
from providers.register.records import OrganisationRecord
from tests.portal.demonstration.made import DAYS, ON, listings, organisations


def municipalities_covered(organisation: OrganisationRecord, codes: tuple[str, ...], on: date) -> set[str]:
    """Give what citizens see: nothing without a valid approval, and no more than its scope."""
    seen: set[str] = set()
    for approval in organisation.approvals:
        holds = approval.valid_from <= on and (approval.valid_to is None or on <= approval.valid_to)
        if holds:
            seen |= set(codes) if approval.municipalities is None else {*codes} & {*approval.municipalities}
    return seen


def private_actors_by_municipality(on: date) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    known = organisations(on)
    for listing in listings(on):
        organisation = known[listing.organisation]
        shown = listing.status is ListingStatus.PUBLISHED and not listing.content.nationwide
        if organisation.kind is OrganisationKind.PRIVATE_ADVISER and shown:
            for code in municipalities_covered(organisation, listing.content.municipalities, on):
                found[code].add(organisation.key)
    return found


@pytest.mark.parametrize("on", DAYS)
def test_every_municipality_has_as_many_private_actors_as_promised(on: date) -> None:
    actors = private_actors_by_municipality(on)
    short = {
        municipality.name: len(actors[municipality.code])
        for municipality in queries.municipalities(on)
        if len(actors[municipality.code])
        < (PROMISED_IN_TRIAL if municipality.free_choice_trial else PROMISED)
    }

    assert PROMISED == 6
    assert PROMISED_IN_TRIAL > PROMISED
    assert short == {}


def test_actors_reach_from_one_municipality_to_the_whole_country() -> None:
    private = [listing.content for listing in listings() if listing.organisation.startswith("cvr:")]
    sizes = {len(content.municipalities) for content in private}

    assert {0, 1, 2, 3, 4} <= sizes
    assert max(sizes) > 20
    assert any(content.nationwide for content in private)


def test_listing_covers_the_municipality_it_lies_in() -> None:
    codes_of = {place.name: place.municipality_codes for place in queries.places()}
    for listing in listings():
        content = listing.content
        if content.address and not content.nationwide:
            assert set(codes_of[content.address.postcode]) & set(content.municipalities), listing.slug


def test_local_actor_stays_in_its_own_part_of_the_country() -> None:
    regions = {municipality.code: municipality.region for municipality in queries.municipalities(ON)}
    local = [
        listing.content.municipalities
        for listing in listings()
        if 0 < len(listing.content.municipalities) <= MOST_WHEN_STRETCHED
    ]

    assert sum(len({regions[code] for code in codes}) == 1 for codes in local) / len(local) > 0.8


def test_nationwide_actor_asks_nobody_to_come() -> None:
    for listing in listings():
        if listing.content.nationwide and listing.claimed_on is not None:
            assert listing.content.address is None
            assert "in_person" not in listing.content.formats
