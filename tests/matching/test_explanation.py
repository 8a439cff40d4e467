"""Every actor in the list has three reasons and one counter-reason, and they are true of it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.catalogue import Catalogue
from matching.criteria import Limit
from matching.explanation import Explained, explain, what_blocks_most, what_would_change, without
from matching.needs import EMPHASES, Needs
from matching.reasons import Reason, Said
from providers.listings.content import Address, MeetingFormat
from providers.organisations.models import OrganisationKind
from tests.matching.listings import course, public_listing
from tests.matching.rankings import catalogue_of, measured, national, needs, ranked, slugs

AARHUS = Address("Prøvevej 1", "8000", "Aarhus C")
SKAGEN = Address("Prøvevej 1", "9990", "Skagen")


def explained(catalogue: Catalogue, **answers: Any) -> dict[str, Explained]:
    ranking = ranked(catalogue, **answers)
    places = explain(catalogue.columns, catalogue.listings, ranking, 0, len(ranking))
    return {each.listing.slug: each for each in places}


def test_the_strongest_reason_comes_first_and_the_strongest_counter_reason_is_named() -> None:
    a = public_listing("a", address=AARHUS, waiting_days=80, support=(course("mentor", 1),))
    catalogue = catalogue_of([a], national(), national(50, "dagpenge"), measured(a, 1.2))
    told = explained(catalogue, support=("mentor",), postcode="8000")["a"]
    assert told.reasons == (
        Reason(Said.RESULT, 10),
        Reason(Said.DISTANCE, 0),
        Reason(Said.WISHES, codes=(("support", "mentor"),)),
    )
    assert told.counter_reason == Reason(Said.WAITING, 80)


def test_below_the_average_is_a_counter_reason_in_points() -> None:
    a = public_listing("a", waiting_days=1)
    catalogue = catalogue_of([a], national(), national(50, "dagpenge"), measured(a, 0.8))
    assert explained(catalogue)["a"].counter_reason == Reason(Said.RESULT, -10)


def test_what_is_not_known_is_said_when_nothing_weighs_against() -> None:
    a = public_listing("a", address=AARHUS, waiting_days=1)
    assert explained(catalogue_of([a]), postcode="8000")["a"].counter_reason == Reason(Said.NOT_MEASURED)


def test_of_an_actor_without_fault_the_uncertainty_is_said() -> None:
    a = public_listing("a", address=AARHUS, waiting_days=0)
    catalogue = catalogue_of([a], national(), national(50, "dagpenge"), measured(a, 1.3))
    told = explained(catalogue, postcode="8000")["a"]
    assert told.expected is not None
    assert told.counter_reason == Reason(Said.UNCERTAIN, told.expected.upper - told.expected.lower)


def test_a_waiting_time_that_is_not_stated_weighs_against() -> None:
    assert explained(catalogue_of([public_listing("a")]))["a"].counter_reason == Reason(
        Said.WAITING_NOT_STATED
    )


def test_whoever_can_be_met_by_video_as_wished_is_not_far_away() -> None:
    a = public_listing("a", address=SKAGEN, formats=(MeetingFormat.VIDEO,), waiting_days=1)
    catalogue = catalogue_of([a])
    assert Said.FROM_AFAR in {reason.said for reason in explained(catalogue, formats=("video",))["a"].reasons}
    assert explained(catalogue)["a"].counter_reason.said is Said.DISTANCE


@pytest.mark.parametrize(
    ("kind", "said"),
    [(OrganisationKind.MUNICIPALITY, Said.OWN_UNIT), (OrganisationKind.UNEMPLOYMENT_FUND, Said.OWN_FUND)],
)
def test_one_s_own_unit_and_a_kasse_are_named_as_such(kind: OrganisationKind, said: Said) -> None:
    catalogue = catalogue_of([public_listing("a", kind=kind)])
    assert said in {reason.said for reason in explained(catalogue, fund="a")["a"].reasons}


def test_free_places_and_languages_are_reasons_where_little_weighs() -> None:
    a = public_listing("a", places=4, languages=("ar", "da"))
    told = explained(catalogue_of([a]), languages=("ar",))["a"]
    assert Reason(Said.FREE_PLACES, 4) in told.reasons
    assert Reason(Said.LANGUAGES, codes=(("languages", "ar"),)) in told.reasons


def test_a_field_of_work_and_a_special_need_are_wishes_met_or_not_met() -> None:
    a = public_listing("a", fields=("byggeri",), accommodations=("trinfri",))
    told = explained(catalogue_of([a]), fields=("byggeri",), accommodations=("trinfri",))["a"]
    met = Reason(Said.WISHES, codes=(("fields", "byggeri"), ("accommodations", "trinfri")))
    assert met in told.reasons
    weights = EMPHASES["wishes"]
    told = explained(catalogue_of([a]), fields=("handel",), accommodations=("tolk",), weights=weights)["a"]
    assert told.counter_reason == Reason(
        Said.WISHES, codes=(("fields", "handel"), ("accommodations", "tolk"))
    )


@given(
    waiting=st.none() | st.integers(0, 120),
    places=st.none() | st.integers(1, 9),
    ratio=st.none() | st.floats(0.5, 1.5).map(lambda value: round(value, 2)),
    address=st.sampled_from([None, AARHUS, SKAGEN]),
    formats=st.sampled_from([(), (MeetingFormat.VIDEO,)]),
    emphasis=st.sampled_from(sorted(EMPHASES)),
)
def test_there_are_always_three_reasons_that_differ_and_one_counter_reason(
    waiting: int | None,
    places: int | None,
    ratio: float | None,
    address: Address | None,
    formats: tuple[MeetingFormat, ...],
    emphasis: str,
) -> None:
    a = public_listing("a", waiting_days=waiting, places=places, address=address, formats=formats)
    figures = [national(), national(50, "dagpenge")] + ([measured(a, ratio)] if ratio else [])
    told = explained(catalogue_of([a], *figures), formats=("video",), weights=EMPHASES[emphasis])["a"]
    assert len({reason.said for reason in told.reasons}) == 3
    assert told.counter_reason.said not in {reason.said for reason in told.reasons}


def test_it_says_who_would_be_first_if_something_else_mattered_most() -> None:
    near = public_listing("naer", address=AARHUS, waiting_days=80)
    soon = public_listing("snart", address=SKAGEN, waiting_days=0)
    catalogue = catalogue_of([near, soon])
    kept = ranked(catalogue, postcode="8000")
    assert slugs(catalogue, kept)[0] == "snart"
    changes = what_would_change(catalogue.columns, catalogue.listings, kept)
    first = {change.emphasis: change.first.slug for change in changes}
    assert first["distance"] == "naer"
    assert "waiting" not in first


def test_in_a_list_of_one_nothing_would_change() -> None:
    catalogue = catalogue_of([public_listing("a")])
    assert what_would_change(catalogue.columns, catalogue.listings, ranked(catalogue)) == []


def test_when_nobody_fits_the_wish_that_blocks_most_is_named_and_can_be_let_go_of() -> None:
    catalogue = catalogue_of(
        [public_listing("a", address=SKAGEN), public_listing("b", address=SKAGEN, waiting_days=60)]
    )
    answers: dict[str, Any] = {"furthest_km": 10, "start_within_days": 90}
    blocking = what_blocks_most(ranked(catalogue, **answers))
    assert blocking is Limit.DISTANCE
    relaxed = without(needs(**answers), blocking)
    assert relaxed == Needs("751", "dagpenge", start_within_days=90)
    assert len(ranked(catalogue, start_within_days=90)) == 2


def test_no_wish_is_named_when_letting_go_of_it_would_help_nobody() -> None:
    catalogue = catalogue_of([public_listing("a", municipalities=("461",))])
    assert what_blocks_most(ranked(catalogue, furthest_km=10)) is None
