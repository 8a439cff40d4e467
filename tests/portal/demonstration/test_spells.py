"""Invented spells are possible, repeat themselves, and come with a truth that is what it says."""

from datetime import date
from functools import lru_cache

import numpy as np
import pytest

from portal.demonstration.spell_actors import Fixed, Period, Unit, World, day_number
from portal.demonstration.spell_people import FACTORS, GROUPS
from portal.demonstration.spells import Spells, columns, simulate
from ratings.measured_results.codes import OUTCOMES, Measure
from ratings.measured_results.method.spell_columns import UNKNOWN

PERIOD = Period(date(2024, 1, 1), date(2026, 11, 22), date(2026, 11, 22), {"revalidering": date(2026, 2, 1)})
MOST_GROUPS = ("dagpenge", "kontanthjaelp_jobparat", "revalidering", "sho", "sygedagpenge")
NAMES = """
    person listing organisation target_group municipality referred_on ended_on work_3 work_6 work_12
    weeks_in_work subsidised passive_weeks_6 passive_weeks_12 company_weeks active_weeks price_dkk
    case_mix_age case_mix_education case_mix_months_on_support case_mix_origin case_mix_health
    case_mix_earlier_employment
"""


def units(number: int = 60) -> list[Unit]:
    return [
        Unit(f"cvr:{place:08d}", f"demo-{place}", MOST_GROUPS[: 1 + place % 5], ("751", "101"))
        for place in range(number)
    ]


@lru_cache(maxsize=1)
def made() -> Spells:
    return simulate(units(), 20_000, 7, PERIOD)


def known(spells: Spells, name: str) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    return np.asarray(spells.whole[name] != UNKNOWN)


def test_same_seed_gives_the_same_spells_and_another_seed_gives_others() -> None:
    first, again, other = (columns(simulate(units(9), 500, seed, PERIOD)) for seed in (1, 1, 2))

    assert all(np.array_equal(first[name], again[name], equal_nan=name == "ended_on") for name in first)
    assert not np.array_equal(first["work_3"], other["work_3"])


def test_columns_are_those_of_a_result_file() -> None:
    assert sorted(columns(made())) == sorted(NAMES.split())
    assert {len(values) for values in columns(made()).values()} == {20_000}


def test_actors_that_help_more_get_citizens_who_are_harder_to_help() -> None:
    actors = made().actors

    assert np.corrcoef(actors.effect, actors.risk)[0, 1] == pytest.approx(0.55)
    assert actors.effect.std() == pytest.approx(0.16)
    assert actors.risk.std() > 0.2


def test_citizens_are_as_hard_to_help_as_their_actor_draws_them() -> None:
    spells = simulate(units(), 200_000, 7, PERIOD)
    n, expected = spells.truth.n[Measure.WORK_6].sum(1), spells.truth.without_effect[Measure.WORK_6].sum(1)
    enough = n > 100

    assert np.corrcoef((expected / np.maximum(n, 1))[enough], spells.actors.risk[enough])[0, 1] < -0.9


def test_one_actor_in_ten_is_new_and_has_no_citizens_from_before() -> None:
    spells = made()
    new = np.flatnonzero(spells.actors.is_new)
    organisation = spells.actors.organisation[spells.cell]

    assert len(new) == 6
    for place in new:
        assert np.all(spells.referred[organisation == place] > day_number(date(2025, 11, 22)))


def test_nobody_is_referred_outside_the_period_or_to_a_group_that_is_closed() -> None:
    found = columns(made())
    closed = found["target_group"] == "revalidering"

    assert np.datetime64(PERIOD.first) <= found["referred_on"].min()
    assert found["referred_on"].max() <= np.datetime64(PERIOD.last)
    assert closed.any()
    assert np.all(found["referred_on"][closed] < np.datetime64("2026-02-01"))


def test_nothing_is_known_from_after_the_last_day() -> None:
    spells, found = made(), columns(made())
    age = day_number(PERIOD.observed_until) - spells.referred

    for name, days in (("work_3", 92), ("work_6", 184), ("work_12", 366), ("weeks_in_work", 366)):
        assert np.array_equal(known(spells, name), age >= days)
    ended = found["ended_on"][~np.isnat(found["ended_on"])]
    assert 0.5 < len(ended) / len(spells) < 1
    assert ended.max() <= np.datetime64(PERIOD.observed_until)
    assert np.all(ended > found["referred_on"][~np.isnat(found["ended_on"])])


def test_work_at_one_horizon_makes_work_at_the_next_more_likely() -> None:
    whole = made().whole
    both = known(made(), "work_12")
    for before, after in (("work_3", "work_6"), ("work_6", "work_12")):
        then, later = whole[before][both], whole[after][both]
        assert later[then == 1].mean() > later[then == 0].mean() + 0.3


def test_weeks_after_month_six_agree_with_work_at_both_ends() -> None:
    whole, both = made().whole, known(made(), "work_12")
    weeks, work_6, work_12 = (whole[name][both] for name in ("weeks_in_work", "work_6", "work_12"))

    assert weeks.min() == 0
    assert weeks.max() == 26
    assert np.all(weeks[(work_6 == 1) | (work_12 == 1)] >= 1)
    assert np.all(work_12[weeks == 26] == 1)
    assert np.all(work_6[weeks >= 20] == 1)


def test_weeks_of_a_course_fit_into_the_time_there_was() -> None:
    whole, both = made().whole, known(made(), "work_12")
    half, year, company, active = (
        whole[name][both] for name in ("passive_weeks_6", "passive_weeks_12", "company_weeks", "active_weeks")
    )

    assert np.all((half >= 0) & (half <= 26) & (half <= year) & (year - half <= 26))
    assert np.all((company >= 0) & (company <= active) & (active + year <= 52))


def test_only_courses_that_ended_and_were_paid_for_have_a_price() -> None:
    public = Unit("municipality:001", "demo-kommune", ("dagpenge",), ("751",))
    spells = simulate([public, *units(3)], 4_000, 1, PERIOD)
    price, days = spells.whole["price_dkk"], spells.whole["days"]
    is_public = spells.actors.organisation[spells.cell] == 0

    assert np.all(price[is_public] == UNKNOWN)
    assert np.all((price[~is_public] > 2_000) == (days[~is_public] != UNKNOWN))


def test_truth_is_what_happens_on_average() -> None:
    truth, whole = made().truth, made().whole
    for measure in (Measure.WORK_3, Measure.WORK_6, Measure.WORK_12):
        observed = whole[measure.value][known(made(), measure.value)]
        assert truth.n[measure].sum() == len(observed)
        assert truth.with_effect[measure].sum() == pytest.approx(observed.sum(), rel=0.03)
    lasting = (whole["work_6"] == 1) & (whole["weeks_in_work"] >= 20)
    assert truth.with_effect[Measure.LASTING].sum() == pytest.approx(lasting.sum(), rel=0.04)


def test_without_effects_actors_make_no_difference() -> None:
    truth = simulate(units(), 5_000, 3, PERIOD, World(effect=0, group_effect=0)).truth

    for measure in OUTCOMES:
        assert np.allclose(truth.with_effect[measure], truth.without_effect[measure])


def test_what_is_told_of_an_actor_is_not_left_to_chance() -> None:
    opened = date(2026, 3, 1)
    told = {
        "cvr:00000002": Fixed(effect=0.5, spells=700),
        "cvr:00000003": Fixed(spells=3),
        "cvr:00000004": Fixed(effect=0.0, spells=2_000, drift=2.0),
        "cvr:00000005": Fixed(spells=50, opened=opened),
    }
    spells = simulate(units(), 20_000, 7, PERIOD, fixed=told)
    organisation = spells.actors.organisation[spells.cell]

    assert [int((organisation == place).sum()) for place in (2, 3, 4, 5)] == [700, 3, 2_000, 50]
    assert len(spells) == 20_000
    assert spells.actors.effect[2] == 0.5
    assert spells.referred[organisation == 5].min() >= day_number(opened)
    drifting = spells.whole["work_3"][(organisation == 4) & known(spells, "work_3")]
    assert drifting[:600].mean() > drifting[-600:].mean() + 0.15


def test_every_level_of_every_condition_is_somebody_s() -> None:
    spells = simulate([Unit("cvr:00000001", "demo", tuple(sorted(GROUPS)), ("751",))], 20_000, 1, PERIOD)

    for place, factor in enumerate(FACTORS):
        assert set(spells.levels[place].tolist()) == set(range(len(factor.levels)))


def test_pseudonyms_are_each_given_once() -> None:
    assert len(set(made().person.tolist())) == len(made())
