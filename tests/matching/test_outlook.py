"""What can be expected comes from the most telling figure that everybody may see, or is what all reach."""

from datetime import date

import numpy as np
import pytest

from matching.outlook import Outlooks, Whose
from ratings.measured_results.codes import Grade, Level
from ratings.measured_results.disclosure.door import PublicFigure
from ratings.summary import spread_between_actors
from tests.factories.figures import hidden_figure, public_figure, published
from tests.matching.listings import public_listing
from tests.matching.rankings import measured, national

LISTING = public_listing("a")


def outlooks(*figures: PublicFigure) -> Outlooks:
    return Outlooks([LISTING.listing_id], [LISTING.organisation.id], published(*figures))


def of_organisation(ratio: float, **facts: object) -> PublicFigure:
    return measured(LISTING, ratio, level=Level.ORGANISATION, listing_id=None, **facts)


def test_the_most_telling_figure_stands() -> None:
    figures = [
        of_organisation(0.90),
        of_organisation(0.95, target_group="dagpenge"),
        measured(LISTING, 1.05),
        measured(LISTING, 1.10, target_group="dagpenge"),
    ]
    means = [national(50), national(50, "dagpenge")]
    for count, whose in enumerate(list(Whose)[1:], start=1):
        outlook = outlooks(*means, *figures[:count]).of("dagpenge")
        assert outlook.whose[0] == whose
        expected = 50 * (figures[count - 1].shrunken or 0)
        assert 100 * outlook.share[0] == pytest.approx(expected)


def test_an_effect_measured_on_all_is_carried_over_on_the_logit_scale() -> None:
    outlook = outlooks(national(50), national(20, "dagpenge"), of_organisation(1.2)).of("dagpenge")
    # 60 of 100 are odds of 1.5 where 50 are odds of 1; 20 of 100 are odds of .25, and 1.5 times that is .375.
    assert outlook.share[0] == pytest.approx(0.375 / 1.375)
    assert outlook.lower[0] < outlook.share[0] < outlook.upper[0]


def test_a_figure_too_small_to_show_leaves_the_next_one() -> None:
    hidden = hidden_figure(
        organisation_id=LISTING.organisation.id, listing_id=LISTING.listing_id, target_group="dagpenge"
    )
    told = outlooks(national(), national(50, "dagpenge"), hidden, of_organisation(1.1))
    assert told.of("dagpenge").whose[0] == Whose.ORGANISATION


def test_whoever_is_not_measured_counts_as_expected_with_the_width_of_how_much_actors_differ() -> None:
    others = [
        public_figure(
            level=Level.ORGANISATION,
            organisation_id=LISTING.organisation.id + number,
            ratio=ratio,
            ratio_lower=ratio / 1.05,
            ratio_upper=ratio * 1.05,
        )
        for number, ratio in enumerate([0.7, 0.8, 0.9, 1.1, 1.2, 1.3], start=1)
    ]
    told = outlooks(national(50), national(40, "dagpenge"), *others)
    expected = told.expected("dagpenge", 0)
    assert expected is not None
    assert (expected.of_hundred, expected.mean, expected.people) == (40, 40, None)
    assert expected.measured_until == date(2026, 10, 31)
    # The true spread of these ratios is about .24 on the log scale, so the limits lie far apart.
    assert 0.2 < spread_between_actors(published(*others)) < 0.28
    assert expected.lower < 28
    assert expected.upper > 55
    assert told.new.tolist() == [True]


def test_little_measured_is_new_too_and_an_organisation_s_grade_is_enough() -> None:
    little = outlooks(national(), measured(LISTING, 1.0, grade=Grade.NOT_ASSESSED))
    assert little.new.tolist() == [True]
    graded = outlooks(national(), measured(LISTING, 1.0, grade=Grade.NOT_ASSESSED), of_organisation(1.0))
    assert graded.new.tolist() == [False]


def test_without_a_release_nothing_is_expected_and_nobody_is_ahead() -> None:
    told = Outlooks([1, 2], [1, 2], None)
    assert told.expected("dagpenge", 0) is None
    assert told.of("dagpenge").relative.tolist() == [1.0, 1.0]
    assert told.release is None


def test_a_target_group_whose_share_is_not_shown_still_orders_by_ratio() -> None:
    told = outlooks(national(), of_organisation(1.2))
    assert told.expected("sygedagpenge", 0) is None
    assert told.of("sygedagpenge").relative.tolist() == [1.2]
    assert np.isnan(told.of("sygedagpenge").share).all()
