"""Indirectly standardised ratios and rates are those of Public Health England's published table."""

import pytest

from ratings.measured_results.method.standardisation import (
    expected_count,
    reference_rates,
    standardised_rate,
    standardised_ratio,
)

# PHEindicatormethods, testdata_Indirect: 19 age bands of a reference, and of one area.
REFERENCE_COUNTS = [10303, 2824, 0, 3615, 3641, 3490, 3789, 3213, 3031, 2771, 3089, 3490, 3595, 4745]
REFERENCE_COUNTS += [5514, 7125, 5694, 6210, 5757]
REFERENCE_PEOPLE = [50520, 57173, 60213, 54659, 44345, 50128, 62163, 67423, 62899, 55463, 60479, 49974]
REFERENCE_PEOPLE += [44140, 40888, 37239, 30819, 18136, 15325, 13918]
PEOPLE = [636, 558, 609, 543, 384, 594, 669, 843, 660, 576, 606, 522, 426, 273, 300, 288, 153, 123, 207]
EXPECTED = 835.8835612311743
CRUDE = sum(REFERENCE_COUNTS) / sum(REFERENCE_PEOPLE)


def test_expected_count_is_the_published_one() -> None:
    rates = reference_rates(REFERENCE_COUNTS, REFERENCE_PEOPLE)
    assert expected_count(PEOPLE, rates) == pytest.approx(EXPECTED, rel=1e-12)
    assert pytest.approx(9349.88309221102, rel=1e-12) == CRUDE * 100_000


@pytest.mark.parametrize(
    ("observed", "confidence", "ratio", "lower", "upper"),
    [
        (895, 0.95, 1.0707232939020275, 1.0017147712553987, 1.143233287249895),
        (895, 0.998, 1.0707232939020275, 0.9635155619614437, 1.1860070415876287),
        (91, 0.95, 0.10886683770400503, 0.08765040101829405, 0.1336657632841891),
        (9, 0.95, 0.010767049882813684, 0.004923380825095776, 0.02043921455549973),
        (9, 0.998, 0.010767049882813684, 0.0029339306550682617, 0.02710589651469021),
    ],
)
def test_ratio_is_the_published_one(
    observed: int, confidence: float, ratio: float, lower: float, upper: float
) -> None:
    value, interval = standardised_ratio(observed, EXPECTED, confidence)
    assert value == pytest.approx(ratio, rel=1e-11)
    assert interval == pytest.approx((lower, upper), rel=1e-10)


@pytest.mark.parametrize(
    ("observed", "multiplier", "rate", "lower", "upper"),
    [
        (895, 100_000, 10011.137622091057, 9365.91600297888, 10689.097582910616),
        (91, 1_000, 10.178922051511577, 8.19521002506463, 12.497592601383202),
        (9, 100_000, 100.6706576523123, 46.03303513307893, 191.10426659054028),
    ],
)
def test_rate_is_the_published_one(
    observed: int, multiplier: int, rate: float, lower: float, upper: float
) -> None:
    value, interval = standardised_rate(observed, EXPECTED, CRUDE, multiplier=multiplier)
    assert value == pytest.approx(rate, rel=1e-11)
    assert interval == pytest.approx((lower, upper), rel=1e-10)


def test_stratum_without_people_has_no_rate() -> None:
    with pytest.raises(ValueError, match="every stratum"):
        reference_rates([1, 2], [10, 0])


def test_stratum_without_a_rate_is_refused() -> None:
    with pytest.raises(ValueError, match="Every stratum"):
        expected_count([1, 2], [0.1])


def test_nothing_expected_has_no_ratio() -> None:
    with pytest.raises(ValueError, match="above 0"):
        standardised_ratio(3, 0)
