"""Which standards apply to whom, and what one version changed in another."""

from dataclasses import replace

import pytest

from providers.approval.standard_files import get_version
from providers.approval.standard_set import (
    StandardNotFound,
    StandardSet,
    Track,
    Wording,
    applicable,
    difference,
    track_of,
)
from providers.organisations.models import STATUTORY_KINDS, OrganisationKind


@pytest.fixture
def first() -> StandardSet:
    return get_version("2027-01")


@pytest.mark.parametrize(("employees", "track"), [(0, Track.LIGHT), (9, Track.LIGHT), (10, Track.FULL)])
@pytest.mark.parametrize("kind", [OrganisationKind.PRIVATE_ADVISER, OrganisationKind.OTHER])
def test_actors_under_ten_employees_take_the_light_track(
    first: StandardSet, kind: OrganisationKind, employees: int, track: Track
) -> None:
    assert track_of(kind, employees, first.limits) is track


@pytest.mark.parametrize("kind", sorted(STATUTORY_KINDS))
@pytest.mark.parametrize("employees", [3, 900])
def test_public_actors_have_a_track_of_their_own_whatever_their_size(
    first: StandardSet, kind: OrganisationKind, employees: int
) -> None:
    assert track_of(kind, employees, first.limits) is Track.PUBLIC


def test_the_light_track_asks_for_less_and_for_nothing_else(first: StandardSet) -> None:
    full, light = set(ids(first, Track.FULL)), set(ids(first, Track.LIGHT))
    assert full - light == {"accounts", "quality"}
    assert light < full


def test_everybody_meets_the_standard_of_results_and_the_duties(first: StandardSet) -> None:
    for track in Track:
        assert {"result", "absence", "prices", "fresh_listing"} <= set(ids(first, track))


def test_what_applies_comes_in_the_order_of_the_version(first: StandardSet) -> None:
    everything = [standard.id for standard in first.standards]
    assert list(ids(first, Track.FULL)) == everything


def test_a_version_does_not_differ_from_itself(first: StandardSet) -> None:
    found = difference(first, first)
    assert (found.added, found.removed, found.reworded) == ((), (), ())


def test_difference_tells_what_is_new_what_went_and_what_says_something_else(first: StandardSet) -> None:
    one, two, *others = first.standards
    reworded = replace(two, why=Wording("Derfor.", "Because."))
    new = replace(one, id="brand_new")
    later = replace(first, version="2028-01", standards=(*others, reworded, new))
    found = difference(first, later)
    assert found.added == (new,)
    assert found.removed == (one,)
    assert found.reworded == ((two, reworded),)


def test_a_standard_is_found_by_its_id_or_said_to_be_missing(first: StandardSet) -> None:
    assert first.get("insurance").name == Wording("Forsikring", "Insurance")
    with pytest.raises(StandardNotFound, match=r"Version 2027-01 has no standard 'dress'\."):
        first.get("dress")


def ids(standards: StandardSet, track: Track) -> tuple[str, ...]:
    return tuple(standard.id for standard in applicable(standards, track))
