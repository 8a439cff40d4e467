"""The order is the same for the same needs on the same day, and nobody is in it who may not be chosen."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.criteria import Criterion, Limit
from matching.needs import EMPHASES, STANDARD, Weights
from matching.ranking import FIRST_PLACES, ONE_IN, rank
from providers.listings.content import Address, MeetingFormat
from providers.organisations.models import OrganisationKind
from tests.matching.listings import course, public_listing
from tests.matching.rankings import catalogue_of, measured, national, needs, ranked, slugs
from tests.support.source_tree import ROOT

AARHUS = Address("Prøvevej 1", "8000", "Aarhus C")
ODDER = Address("Prøvevej 1", "8300", "Odder")
SKAGEN = Address("Prøvevej 1", "9990", "Skagen")


def test_another_municipality_s_own_unit_cannot_be_chosen_and_one_s_own_can() -> None:
    own = public_listing("egen", kind=OrganisationKind.MUNICIPALITY)
    other = public_listing("anden", kind=OrganisationKind.MUNICIPALITY, municipalities=("461",))
    wide = public_listing(
        "hele-landet", kind=OrganisationKind.MUNICIPALITY, municipalities=(), nationwide=True
    )
    catalogue = catalogue_of([own, other, wide])
    ranking = ranked(catalogue)
    assert slugs(catalogue, ranking) == ["egen"]
    assert ranking.left_out[Limit.OTHER_UNIT] == 2


def test_only_one_s_own_a_kasse_can_be_chosen() -> None:
    funds = [
        public_listing(name, kind=OrganisationKind.UNEMPLOYMENT_FUND, municipalities=(), nationwide=True)
        for name in ("ase", "krifa")
    ]
    catalogue = catalogue_of([*funds, public_listing("privat")])
    assert sorted(slugs(catalogue, ranked(catalogue, fund="ase"))) == ["ase", "privat"]
    assert slugs(catalogue, ranked(catalogue)) == ["privat"]
    assert ranked(catalogue).left_out[Limit.OTHER_FUND] == 2


def test_whoever_does_not_cover_the_home_or_take_the_target_group_is_left_out() -> None:
    catalogue = catalogue_of(
        [
            public_listing("her"),
            public_listing("overalt", municipalities=(), nationwide=True),
            public_listing("odense", municipalities=("461",)),
            public_listing("syge", target_groups=("sygedagpenge",)),
        ]
    )
    ranking = ranked(catalogue)
    assert sorted(slugs(catalogue, ranking)) == ["her", "overalt"]
    assert (ranking.left_out[Limit.AREA], ranking.left_out[Limit.TARGET_GROUP]) == (1, 1)


def test_everybody_is_either_in_the_list_or_counted_once_as_left_out() -> None:
    catalogue = catalogue_of(
        [
            public_listing("her", languages=("ar",), address=AARHUS),
            public_listing("stum", address=SKAGEN, waiting_days=90, places=0),
            public_listing("odense", municipalities=("461",), target_groups=("sygedagpenge",)),
            public_listing("anden", kind=OrganisationKind.MUNICIPALITY, municipalities=("461",)),
        ]
    )
    ranking = ranked(catalogue, languages=("ar",), furthest_km=10, start_within_days=14)
    assert len(ranking) + sum(ranking.left_out.values()) == 4
    assert ranking.left_out[Limit.LANGUAGES] == 1


def test_each_limit_leaves_out_what_breaks_it_and_not_what_is_not_stated() -> None:
    near = public_listing("naer", address=AARHUS, waiting_days=7, places=3)
    silent = public_listing("tavs")
    far = public_listing("fjern", address=SKAGEN, waiting_days=7)
    by_video = public_listing("video", address=SKAGEN, formats=(MeetingFormat.VIDEO,))
    slow = public_listing("langsom", address=AARHUS, waiting_days=60)
    full = public_listing("fuld", address=AARHUS, waiting_days=7, places=0)
    catalogue = catalogue_of([near, silent, far, by_video, slow, full])
    ranking = ranked(catalogue, furthest_km=25, start_within_days=30)
    assert sorted(slugs(catalogue, ranking)) == ["naer", "tavs", "video"]
    assert {limit: count for limit, count in ranking.left_out.items() if count} == {
        Limit.DISTANCE: 1,
        Limit.WAITING: 1,
        Limit.FULL: 1,
    }


def test_it_says_how_many_would_be_left_without_each_limit() -> None:
    catalogue = catalogue_of(
        [
            public_listing("a", address=SKAGEN),
            public_listing("b", address=SKAGEN),
            public_listing("c", address=AARHUS, waiting_days=60),
        ]
    )
    ranking = ranked(catalogue, furthest_km=25, start_within_days=14)
    assert len(ranking) == 0
    assert (ranking.would_fit[Limit.DISTANCE], ranking.would_fit[Limit.WAITING]) == (2, 1)


def test_the_better_result_comes_first_when_all_else_is_equal() -> None:
    good, poor, new = public_listing("god"), public_listing("ringe"), public_listing("ny")
    catalogue = catalogue_of([poor, new, good], national(), measured(good, 1.2), measured(poor, 0.8))
    assert slugs(catalogue, ranked(catalogue)) == ["god", "ny", "ringe"]


def test_a_target_group_s_own_figure_counts_before_that_of_all() -> None:
    a, b = public_listing("a"), public_listing("b")
    catalogue = catalogue_of(
        [a, b],
        national(),
        national(target_group="dagpenge"),
        measured(a, 0.8),
        measured(a, 1.2, target_group="dagpenge"),
        measured(b, 1.1),
    )
    assert slugs(catalogue, ranked(catalogue)) == ["a", "b"]


def test_each_criterion_decides_when_it_alone_counts() -> None:
    near = public_listing("naer", address=AARHUS, waiting_days=60)
    soon = public_listing("snart", address=ODDER, waiting_days=2)
    wished = public_listing("oensket", address=SKAGEN, support=(course("mentor", 5000),))
    catalogue = catalogue_of([near, soon, wished])
    first = {
        emphasis: slugs(catalogue, ranked(catalogue, support=("mentor",), weights=EMPHASES[emphasis]))[0]
        for emphasis in ("distance", "waiting", "wishes")
    }
    assert first == {"distance": "naer", "waiting": "snart", "wishes": "oensket"}


def test_who_else_is_in_the_list_moves_nobody() -> None:
    listings = [
        public_listing(f"l{number}", address=address, waiting_days=7 * number)
        for number, address in enumerate([AARHUS, ODDER, SKAGEN, None])
    ]
    all_of_them = catalogue_of(listings)
    for left_out in listings:
        fewer = catalogue_of([each for each in listings if each is not left_out])
        expected = [slug for slug in slugs(all_of_them, ranked(all_of_them)) if slug != left_out.slug]
        assert slugs(fewer, ranked(fewer)) == expected


def test_ties_are_drawn_anew_each_day_and_for_each_citizen_s_needs() -> None:
    catalogue = catalogue_of([public_listing(f"l{number}") for number in range(30)])
    today = slugs(catalogue, ranked(catalogue))
    assert today == slugs(catalogue, ranked(catalogue))
    assert today != slugs(catalogue, ranked(catalogue, postcode="8000"))
    tomorrow = rank(catalogue.columns, needs(), catalogue.day + timedelta(days=1))
    assert today != slugs(catalogue, tomorrow)


def test_equal_actors_come_first_equally_often() -> None:
    catalogue = catalogue_of([public_listing(f"l{number}") for number in range(5)])
    days = [catalogue.day + timedelta(days=number) for number in range(500)]
    first = [int(rank(catalogue.columns, needs(), day).positions[0]) for day in days]
    # 100 each; six standard deviations of chance are 54.
    assert all(46 <= first.count(position) <= 154 for position in range(5))


def test_one_of_the_first_places_is_kept_for_a_new_actor_in_a_tenth_of_rankings() -> None:
    known = [public_listing(f"kendt-{number}") for number in range(6)]
    new = public_listing("ny", waiting_days=90)
    catalogue = catalogue_of([*known, new], national(), *(measured(each, 1.2) for each in known))
    place = [
        slugs(catalogue, ranking).index("ny")
        for number in range(1000)
        if (ranking := rank(catalogue.columns, needs(), catalogue.day + timedelta(days=number)))
    ]
    assert set(place) == {FIRST_PLACES - 1, 6}
    kept = place.count(FIRST_PLACES - 1)
    # One in ten; six standard deviations of chance are 57 of 1000.
    assert 1000 / ONE_IN - 57 <= kept <= 1000 / ONE_IN + 57


def test_no_place_is_kept_when_a_new_actor_is_among_the_first_anyhow() -> None:
    known = [public_listing(f"kendt-{number}") for number in range(4)]
    catalogue = catalogue_of(
        [*known, public_listing("ny")], national(), *(measured(each, 0.8) for each in known)
    )
    for number in range(50):
        ranking = rank(catalogue.columns, needs(), catalogue.day + timedelta(days=number))
        assert ranking.kept is None
        assert slugs(catalogue, ranking)[0] == "ny"


@given(
    weights=st.builds(Weights, *([st.integers(0, 100)] * 4), wishes=st.integers(1, 100)),
    waits=st.lists(st.none() | st.integers(0, 200), min_size=1, max_size=12),
)
def test_scores_lie_between_0_and_1_and_never_rise_down_the_list(
    weights: Weights, waits: list[int | None]
) -> None:
    catalogue = catalogue_of([public_listing(f"l{n}", waiting_days=days) for n, days in enumerate(waits)])
    ranking = ranked(catalogue, weights=weights, support=("mentor",))
    assert len(ranking) == len(waits)
    assert np.all((ranking.scores >= 0) & (ranking.scores <= 1))
    if ranking.kept is None:
        assert np.all(np.diff(ranking.scores) <= 0)


@given(shorter=st.integers(0, 90), longer=st.integers(0, 90))
def test_whoever_gets_better_never_falls(shorter: int, longer: int) -> None:
    shorter, longer = sorted((shorter, longer))
    others = [public_listing(f"l{number}", waiting_days=10 * number) for number in range(9)]
    place = []
    for days in (longer, shorter):
        catalogue = catalogue_of([*others, public_listing("mig", waiting_days=days)])
        ranking = ranked(catalogue)
        if ranking.kept is None:
            place.append(slugs(catalogue, ranking).index("mig"))
    assert place == sorted(place, reverse=True)


def test_ratings_move_nobody_while_nobody_rates() -> None:
    catalogue = catalogue_of([public_listing("a", waiting_days=3), public_listing("b", waiting_days=9)])
    values = ranked(catalogue, weights=replace(STANDARD, ratings=100)).values
    assert len(set(values[Criterion.RATINGS].tolist())) == 1


ASK = """
import json
from tests.matching.listings import public_listing
from tests.matching.rankings import catalogue_of, ranked, slugs
catalogue = catalogue_of([public_listing(f"l{n}", waiting_days=n % 7) for n in range(100)])
print(json.dumps(slugs(catalogue, ranked(catalogue, postcode="8000"))))
"""


@pytest.mark.parametrize("seed", ["1", "2"])
def test_another_process_comes_to_the_same_order(seed: str) -> None:
    told = subprocess.run(
        [sys.executable, "-c", ASK],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    catalogue = catalogue_of([public_listing(f"l{n}", waiting_days=n % 7) for n in range(100)])
    assert json.loads(told.stdout) == slugs(catalogue, ranked(catalogue, postcode="8000"))


@pytest.mark.parametrize("wish", [{"fields": ("byggeri",)}, {"accommodations": ("trinfri",)}])
def test_a_field_of_work_and_a_special_need_that_are_met_lift_an_actor_and_leave_nobody_out(
    wish: dict[str, Any],
) -> None:
    meets, other = public_listing("opfylder", **wish), public_listing("andet")
    catalogue = catalogue_of([other, meets])
    ranking = ranked(catalogue, **wish)
    assert slugs(catalogue, ranking) == ["opfylder", "andet"]
    assert ranking.values[Criterion.WISHES].tolist() == [1.0, 0.0]
    assert sum(ranking.left_out.values()) == 0
