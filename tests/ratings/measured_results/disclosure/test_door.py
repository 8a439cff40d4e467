"""What leaves by the one door is rounded, and says nothing where it is hidden."""

from dataclasses import fields

import pytest

from ratings.measured_results.codes import Grade, Level, Measure, Missing
from ratings.measured_results.disclosure.door import (
    CellKey,
    Counts,
    Hidden,
    PublicFigure,
    Published,
    Table,
    for_actor,
    for_authority,
    hide,
    public,
)
from ratings.measured_results.models import Result
from tests.ratings.measured_results.disclosure.tables import FIRST_QUARTER, result_of

OUTCOME = CellKey(Measure.WORK_6, Level.LISTING, 1, 10, "jobparate", None)
QUARTERS = frozenset(range(FIRST_QUARTER, FIRST_QUARTER + 4))


def graded(hidden: Hidden | None = None) -> Result:
    result = result_of(OUTCOME, Counts(123, 51, 72), hidden)
    result.expected, result.variance = 47.3, 28.1
    result.ratio, result.ratio_lower, result.ratio_upper = 1.07822, 0.87654, 1.28456
    result.shrunken, result.reliability = 1.04499, 0.5899
    result.grade, result.people_missing = Grade.ABOVE.value, 11
    return result


def test_public_gets_people_in_fives_and_rounded_figures() -> None:
    figure = public(graded())

    assert (figure.n, figure.share, figure.share_lower, figure.share_upper) == (125, 41, 33, 50)
    assert (figure.ratio, figure.ratio_lower, figure.ratio_upper) == (1.08, 0.88, 1.28)
    assert (figure.shrunken, figure.reliability) == (1.04, 0.5)
    assert (figure.grade, figure.people_missing) == (Grade.ABOVE, 15)


def test_public_figure_has_no_place_for_exact_counts() -> None:
    names = {each.name for each in fields(PublicFigure)}
    assert names.isdisjoint({"observed", "expected", "variance", "hidden"})


@pytest.mark.parametrize("why", [Hidden.FEW, Hidden.COVER, Hidden.DIFFERENCE])
def test_hidden_figure_says_nothing_but_that_it_is_hidden(why: Hidden) -> None:
    assert public(graded(why)) == PublicFigure(**OUTCOME._asdict(), reason=Missing.FEW_TO_SHOW)


def test_figure_of_under_twenty_people_says_how_many_they_are() -> None:
    figure = public(result_of(OUTCOME, Counts(13, 6, 7), Hidden.FEW_FOR_A_SHARE))
    assert (figure.n, figure.share, figure.reason) == (15, None, Missing.FEW_TO_SHOW)


def test_figure_that_nobody_has_judged_is_judged_at_the_door() -> None:
    assert public(result_of(OUTCOME, Counts(60, 3, 57), None)).n is None


def test_duration_is_whole_weeks_and_cost_whole_hundreds_of_kroner() -> None:
    weeks = Result(**OUTCOME._asdict() | {"measure": Measure.DURATION}, n=40, value=12.6, value_lower=9.2)
    cost = Result(**OUTCOME._asdict() | {"measure": Measure.COST}, n=40, observed=12, value=4_321_987.0)

    assert (public(weeks).weeks, public(weeks).weeks_lower, public(weeks).share) == (13, 9, None)
    assert (public(cost).kroner, public(cost).weeks) == (43_200, None)


def test_authority_gets_everything_with_a_mark() -> None:
    figure = for_authority(graded(Hidden.COVER))
    assert (figure.whole.observed, figure.hidden) == (51, Hidden.COVER)


def test_actor_gets_its_people_exactly_and_outcomes_only_where_the_public_does() -> None:
    shown, hidden = for_actor(graded()), for_actor(graded(Hidden.FEW))

    assert shown.whole is not None
    assert (shown.n, shown.whole.observed) == (123, 51)
    assert (hidden.n, hidden.whole, hidden.public.n) == (123, None, None)


@pytest.mark.parametrize(
    ("counts", "why"),
    [
        (Counts(4, 2, 2), Hidden.FEW),
        (Counts(200, 4, 196), Hidden.FEW),
        (Counts(200, 196, 4), Hidden.FEW),
        (Counts(12, 1, 11), Hidden.FEW_FOR_A_SHARE),
        (Counts(19), Hidden.FEW_FOR_A_SHARE),
        (Counts(20, 5, 15), None),
        (Counts(20), None),
    ],
)
def test_too_few_people_with_or_without_the_outcome_are_hidden(counts: Counts, why: Hidden | None) -> None:
    assert hide(Table(QUARTERS, {OUTCOME: counts})).get(OUTCOME) is why


def test_smallest_other_part_covers_the_only_hidden_one() -> None:
    whole = OUTCOME._replace(level=Level.ORGANISATION, listing_id=None)
    small, middle, large = (OUTCOME._replace(listing_id=each) for each in (10, 11, 12))
    cells = {
        whole: Counts(163, 72, 91),
        small: Counts(3, 2, 1),
        middle: Counts(60, 30, 30),
        large: Counts(100, 40, 60),
    }

    assert hide(Table(QUARTERS, cells)) == {small: Hidden.FEW, middle: Hidden.COVER}


def test_cost_is_hidden_with_the_lasting_work_that_it_tells() -> None:
    lasting, cost = (OUTCOME._replace(measure=each) for each in (Measure.LASTING, Measure.COST))
    hidden = hide(Table(QUARTERS, {lasting: Counts(60, 4, 56), cost: Counts(58, 5, 53)}))
    assert set(hidden) == {lasting, cost}


def test_total_is_hidden_when_a_quarter_of_few_people_was_added() -> None:
    before = Table(QUARTERS - {max(QUARTERS)}, {OUTCOME: Counts(60, 30, 30)})
    after = Table(QUARTERS, {OUTCOME: Counts(62, 31, 31)})

    assert hide(after, [Published(before, {})]) == {OUTCOME: Hidden.DIFFERENCE}


def test_correction_of_few_people_is_hidden_only_where_the_figures_tell_of_it() -> None:
    small, large = OUTCOME, OUTCOME._replace(listing_id=11)
    before = Table(QUARTERS, {small: Counts(30, 12, 18), large: Counts(3000, 1200, 1800)})
    after = Table(QUARTERS, {small: Counts(31, 13, 18), large: Counts(3001, 1201, 1800)})

    assert hide(after, [Published(before, {})]) == {small: Hidden.DIFFERENCE}
