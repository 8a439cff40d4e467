"""The register file of the demonstration is valid, varied, plain and the same each time."""

import io
import json
import time
from collections import Counter
from datetime import date, timedelta

import pytest

from portal.demonstration.actors import STANDARD_LISTINGS
from portal.demonstration.register_file import SEED, register_lines, write_lines
from providers.listings.rules import ListingStatus
from providers.organisations.models import OrganisationKind
from providers.reference import queries
from tests.portal.demonstration.made import (
    DAYS,
    LATER,
    ON,
    danish_texts,
    lines,
    listings,
    organisations,
    readability,
    register_file,
)

HARDEST_PROSE = 35  # LIX; what the portal's own texts may reach
SECONDS_FOR_TEN_THOUSAND = 30  # measured: 4.4 on one core; slow machines get room


def written(seed: int, on: date) -> str:
    file = io.StringIO()
    write_lines(file, register_lines(seed, on))
    return file.getvalue()


def test_same_seed_and_day_give_the_same_bytes() -> None:
    assert written(SEED, ON) == written(SEED, ON)


def test_another_seed_gives_other_actors() -> None:
    names = [
        {
            line["name"]
            for line in map(json.loads, written(seed, ON).splitlines())
            if line.get("kind") == "other"
        }
        for seed in (SEED, SEED + 1)
    ]

    assert not names[0] & names[1]


def test_another_day_keeps_the_actors_and_moves_their_dates() -> None:
    before, after = listings(ON), listings(ON + timedelta(days=10))

    assert [listing.slug for listing in before] == [listing.slug for listing in after]
    assert {(new.registered_on - old.registered_on).days for old, new in zip(before, after, strict=True)} == {
        10
    }


@pytest.mark.parametrize("on", DAYS)
def test_register_reader_accepts_every_line(on: date) -> None:
    assert [str(problem) for problem in register_file(on).problems] == []


def test_every_kind_of_actor_is_there_in_the_promised_number() -> None:
    kinds = Counter(organisation.kind for organisation in organisations().values())

    assert kinds == {
        OrganisationKind.PRIVATE_ADVISER: 150,
        OrganisationKind.OTHER: 25,
        OrganisationKind.MUNICIPALITY: 15,
        OrganisationKind.UNEMPLOYMENT_FUND: 10,
    }
    assert len(listings()) == STANDARD_LISTINGS


def test_some_actors_have_sites_in_several_towns() -> None:
    sites = Counter(listing.organisation for listing in listings())
    cities: dict[str, set[str]] = {}
    for line in lines():
        if line["record"] == "listing" and line["content"]["address"]:
            cities.setdefault(line["organisation"], set()).add(line["key"])

    assert set(sites.values()) == {1, 2, 3, 4}
    assert max(map(len, cities.values())) > 1


def test_every_organisation_is_marked_simulated() -> None:
    assert all(organisation.simulated for organisation in organisations().values())


def test_every_address_in_the_portal_says_that_the_actor_is_invented() -> None:
    slugs = [
        *(organisation.slug for organisation in organisations().values()),
        *(listing.slug for listing in listings()),
    ]

    assert [slug for slug in slugs if not slug.startswith("demo-")] == []


def test_contact_goes_nowhere() -> None:
    for listing in listings():
        content = listing.content
        assert content.phone is None
        assert content.email is None or content.email.endswith(".example")
        assert content.website is None or content.website.endswith(".example")


@pytest.mark.parametrize("count", [STANDARD_LISTINGS, 3_000])
def test_no_two_listings_say_the_same(count: int) -> None:
    said = [line["content"] for line in lines(ON, count) if line["record"] == "listing"]

    for field in ("name", "summary_da", "summary_en", "description_da", "description_en"):
        texts = [content[field] for content in said if content[field]]
        assert [text for text, times in Counter(texts).items() if times > 1] == [], field


def test_no_two_listings_read_alike() -> None:
    sentences = [set(text.replace("\n\n", " ").split(". ")) for text in danish_texts()]
    alike = [
        len(one & other) / min(len(one), len(other))
        for place, one in enumerate(sentences)
        for other in sentences[:place]
    ]

    assert max(alike) < 0.7
    assert sum(alike) / len(alike) < 0.03


def test_danish_is_plain() -> None:
    measured = [readability(text) for text in danish_texts()]

    assert sum(measured) / len(measured) <= HARDEST_PROSE


def test_two_thirds_are_in_english_too_and_wholly() -> None:
    in_english = [listing.content for listing in listings() if listing.content.summary_en]

    assert 0.6 < len(in_english) / len(listings()) < 0.75
    for content in in_english:
        assert (content.description_da is None) == (content.description_en is None)
        if content.description_da and content.description_en:
            assert content.description_da.count("\n\n") == content.description_en.count("\n\n")


def test_descriptions_have_three_to_six_paragraphs() -> None:
    counts = {
        listing.content.description_da.count("\n\n") + 1
        for listing in listings()
        if listing.content.description_da
    }

    assert counts == {3, 4, 5, 6}


def test_listings_nobody_has_claimed_state_little() -> None:
    unclaimed = [listing for listing in listings() if listing.claimed_on is None]

    assert 5 < len(unclaimed) < 40
    for listing in unclaimed:
        assert listing.availability is None
        assert listing.content.description_da is None
        assert not any(support.price for support in listing.content.support)


def test_a_few_listings_are_withdrawn_or_drafts() -> None:
    statuses = Counter(listing.status for listing in listings())

    assert 2 <= statuses[ListingStatus.WITHDRAWN] <= 6
    assert 2 <= statuses[ListingStatus.DRAFT] <= 6


@pytest.mark.parametrize("on", DAYS)
def test_target_groups_and_kinds_of_support_fit_each_other(on: date) -> None:
    serves = {kind.id: kind.target_groups for kind in queries.kinds_of_support(on)}
    for listing in listings(on):
        groups = set(listing.content.target_groups)
        kinds = [support.kind for support in listing.content.support]
        assert all(serves[kind] & groups for kind in kinds), listing.slug
        assert groups <= frozenset().union(*(serves[kind] for kind in kinds)), listing.slug


def test_every_target_group_and_kind_of_support_can_be_found() -> None:
    said = [listing.content for listing in listings() if listing.organisation.startswith("cvr:")]

    assert {group for content in said for group in content.target_groups} == {
        group.id for group in queries.target_groups(ON)
    }
    assert {support.kind for content in said for support in content.support} == {
        kind.id for kind in queries.kinds_of_support(ON)
    }


def test_ten_thousand_listings_are_made_in_seconds() -> None:
    began = time.monotonic()
    made = list(register_lines(SEED, ON, 10_000))
    took = time.monotonic() - began

    slugs = [line["slug"] for line in made if line["record"] == "listing"]
    assert len(set(slugs)) == len(slugs) == 10_000
    assert took < SECONDS_FOR_TEN_THOUSAND


def test_one_listing_can_be_made() -> None:
    made = list(register_lines(SEED, LATER, 1))

    assert [line["record"] for line in made] == ["register", "organisation", "listing"]
