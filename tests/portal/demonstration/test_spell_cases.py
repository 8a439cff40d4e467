"""The demonstration's actors have spells, and six listings each tell a story of their own."""

from collections import Counter
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy.orm import Session

from matching.public_listing import CatalogueListing
from portal.demonstration.loading import load_invented_actors, load_public_actors
from portal.demonstration.register_file import SEED
from portal.demonstration.spell_cases import (
    Case,
    choose_cases,
    demonstration_cases,
    demonstration_spells,
    invent,
    invented_listings,
    period_until,
)
from portal.demonstration.spell_files import write_parquet
from portal.demonstration.spells import Columns, columns
from providers.audit.models import OPERATOR
from ratings.measured_results.codes import Grade, Level, Measure, Missing
from ratings.measured_results.method.figure import Figure
from ratings.measured_results.method.outcome_figures import outcome_figures
from ratings.measured_results.method.patterns import collapse
from ratings.measured_results.method.tallies import actors_of, membership
from ratings.measured_results.register_files.importing import PlainFile, import_results
from tests.portal.demonstration.made import AT, ON, lines
from tests.truth.as_columns import spell_columns

pytestmark = pytest.mark.sqlite_only


KEPT: list[CatalogueListing] = []


@pytest.fixture
def listings(session: Session) -> list[CatalogueListing]:
    """Give the listings of the demonstration; they are loaded once, since they do not change."""
    if not KEPT:
        load_public_actors(session, AT)
        load_invented_actors(session, iter(lines(ON)), AT)
        KEPT.extend(invented_listings(session, ON))
    return KEPT


@pytest.fixture
def spells(listings: list[CatalogueListing]) -> Columns:
    return columns(invent(listings, SEED, ON))


@pytest.fixture
def graded(listings: list[CatalogueListing]) -> dict[str, Figure]:
    """Give by its slug what was measured of each listing: work after six months."""
    invented = invent(listings, SEED, ON)
    patterns = collapse(spell_columns(invented, period_until(ON)))
    actors = actors_of(patterns.units)
    figures, _ = outcome_figures(patterns, actors, membership(patterns.units, actors))
    # The columns number a listing by its place among the units, from 1.
    slug_of = {place + 1: str(unit.listing) for place, unit in enumerate(invented.actors.units)}
    return {
        slug_of[figure.actor.listing]: figure
        for figure in figures
        if figure.actor.listing
        and (figure.measure, figure.group, figure.quarter) == (Measure.WORK_6, None, None)
    }


@pytest.fixture
def slugs(listings: list[CatalogueListing]) -> dict[Case, str]:
    return {case: listing.slug for case, listing in choose_cases(listings, SEED, ON).items()}


def work_6_of(spells: Columns, slug: str) -> float:
    """Give the share in work after six months."""
    chosen = (spells["listing"] == slug) & (spells["work_6"] >= 0)
    return float(spells["work_6"][chosen].mean())


def test_only_public_listings_of_invented_actors_have_spells(
    listings: list[CatalogueListing], spells: Columns
) -> None:
    assert all(listing.organisation.simulated for listing in listings)
    assert len(listings) > 200
    assert set(spells["listing"]) <= {listing.slug for listing in listings}
    assert len(set(spells["listing"])) > 0.9 * len(listings)
    assert len(spells["listing"]) > 55_000


def test_spells_are_within_what_a_listing_offers(listings: list[CatalogueListing], spells: Columns) -> None:
    by_slug = {listing.slug: listing for listing in listings}
    named = ("organisation", "listing", "target_group", "municipality")
    for organisation, slug, group, municipality in set(
        zip(*(spells[name].tolist() for name in named), strict=True)
    ):
        listing = by_slug[slug]
        assert listing.organisation.key == organisation
        assert group in listing.target_groups
        assert listing.nationwide or municipality in listing.municipalities


def test_all_stories_are_told_by_different_listings(slugs: dict[Case, str]) -> None:
    assert set(slugs) == set(Case)
    assert len(set(slugs.values())) == len(Case)


def test_stories_have_the_citizens_that_they_need(slugs: dict[Case, str], spells: Columns) -> None:
    people = Counter(spells["listing"])

    assert people[slugs[Case.STRONG]] == people[slugs[Case.WEAK]] == 700
    assert people[slugs[Case.TOO_SMALL]] == 12
    assert people[slugs[Case.A_HANDFUL]] == 3
    assert work_6_of(spells, slugs[Case.STRONG]) > work_6_of(spells, slugs[Case.WEAK]) + 0.2


def test_brand_new_actor_begins_when_it_was_approved(
    listings: list[CatalogueListing], slugs: dict[Case, str], spells: Columns
) -> None:
    slug = slugs[Case.BRAND_NEW]
    approved = next(listing.approval.valid_from for listing in listings if listing.slug == slug)
    referred = spells["referred_on"][spells["listing"] == slug]

    assert np.datetime64(approved) <= referred.min()
    assert (ON - approved).days < 365


def test_drifting_actor_falls_from_year_to_year(slugs: dict[Case, str], spells: Columns) -> None:
    own = spells["listing"] == slugs[Case.DRIFTING]
    year = spells["referred_on"].astype("datetime64[Y]").astype(int) + 1970
    shares = [
        spells["work_6"][own & (year == each) & (spells["work_6"] >= 0)].mean() for each in (2024, 2025, 2026)
    ]

    assert shares[0] > shares[1] > shares[2]
    assert shares[0] - shares[2] > 0.1


def test_every_grade_occurs(graded: dict[str, Figure]) -> None:
    grades = Counter(figure.grade for figure in graded.values())

    assert set(Grade) <= set(grades)
    assert sum(grades[grade] for grade in Grade if grade is not Grade.NOT_ASSESSED) > 40


def test_stories_earn_the_grades_that_they_tell_of(slugs: dict[Case, str], graded: dict[str, Figure]) -> None:
    told = {case: graded[slug] for case, slug in slugs.items()}

    assert told[Case.STRONG].grade is Grade.CLEARLY_ABOVE
    assert told[Case.WEAK].grade is Grade.CLEARLY_BELOW
    assert told[Case.TOO_SMALL].reason is Missing.TOO_FEW
    assert told[Case.A_HANDFUL].reason is Missing.TOO_FEW
    assert told[Case.BRAND_NEW].reason is Missing.UNDER_A_YEAR
    assert told[Case.DRIFTING].actor.level is Level.LISTING


def test_import_takes_every_spell(session: Session, tmp_path: Path) -> None:
    load_invented_actors(session, iter(lines(ON)), AT)
    spells = demonstration_spells(session, SEED, ON)
    write_parquet(spells, tmp_path / "spells.parquet")
    plain = PlainFile("Opdigtet", simulated=True, observed_until=ON)

    taken = import_results(session, tmp_path / "spells.parquet", plain, at=AT, by=OPERATOR)
    assert (taken.accepted, taken.problem_count) == (len(spells["person"]), 0)


def test_period_is_twelve_quarters_that_end_with_the_day() -> None:
    period = period_until(date(2026, 11, 22))

    assert (period.first, period.last) == (date(2024, 1, 1), date(2026, 11, 22))
    assert period.closed["revalidering"] == date(2026, 2, 1)


@pytest.mark.parametrize("listings", [1, 12])
def test_very_small_register_has_spells_too(session: Session, listings: int) -> None:
    load_invented_actors(session, iter(lines(ON, listings)), AT)

    spells = demonstration_spells(session, SEED, ON)
    assert len(spells["listing"]) > 0
    assert set(demonstration_cases(session, SEED, ON).values()) <= set(spells["listing"])


def test_register_without_invented_actors_is_refused(session: Session) -> None:
    load_public_actors(session, AT)

    with pytest.raises(ValueError, match="no invented actors"):
        demonstration_spells(session, SEED, ON)
