"""The worked example on the page and in the documentation comes out of the method itself."""

import re

import numpy as np
import pytest
from flask.testing import FlaskClient

from portal.for_citizens.method_example import EXAMPLE
from ratings.measured_results.codes import Grade
from ratings.measured_results.method.grades import (
    CLEARLY_ABOVE,
    chance_above,
    grade,
    people_needed,
)
from ratings.measured_results.method.intervals import score_ratio, wilson, z_of
from ratings.measured_results.method.shrinkage import log_ratios, shrink
from tests.support.source_tree import ROOT

Z = z_of(0.95)


def worked_out() -> dict[str, float]:
    """Work the example out from the people, their chances, what came of it, and tau."""
    people = np.array([EXAMPLE["easier"], EXAMPLE["harder"]])
    chances = np.array([EXAMPLE["easier_chance"], EXAMPLE["harder_chance"]]) / 100
    n, expected = float(people.sum()), float((people * chances).sum())
    variance = float((people * chances * (1 - chances)).sum())
    observed, tau2 = EXAMPLE["observed"], EXAMPLE["tau"] ** 2
    share, ratio = wilson(observed, n, Z), score_ratio(observed, expected, variance, n, Z)
    logs = log_ratios(observed, expected, variance)
    posterior = shrink(logs.y, logs.s2, tau2, 0.0, 0.0)
    mean, spread = float(posterior.mean), float(posterior.variance)
    assert grade(mean, spread, float(posterior.reliability), 24) is Grade.ABOVE
    return {
        "easier_expected": float(people[0] * chances[0]),
        "harder_expected": float(people[1] * chances[1]),
        "people": n,
        "expected": expected,
        "expected_share": 100 * expected / n,
        "share": 100 * observed / n,
        "share_lower": 100 * float(share.lower),
        "share_upper": 100 * float(share.upper),
        "variance": variance,
        "ratio": observed / expected,
        "ratio_lower": float(ratio.lower),
        "ratio_upper": float(ratio.upper),
        "reliability": 100 * float(posterior.reliability),
        "shrunken": float(posterior.ratio),
        "chance_above": 100 * chance_above(1, mean, spread),
        "chance_clearly_above": 100 * chance_above(CLEARLY_ABOVE, mean, spread),
        "people_needed": people_needed(expected / n, variance / n, tau2),
    }


GIVEN = {"easier", "easier_chance", "harder", "harder_chance", "observed", "tau"}


def test_every_number_of_the_example_comes_out_of_the_method() -> None:
    found = worked_out()
    assert found.keys() | GIVEN == EXAMPLE.keys()
    for name, value in found.items():
        assert round(value, 0 if isinstance(EXAMPLE[name], int) else 2) == EXAMPLE[name], name


@pytest.mark.parametrize(("root", "sign"), [("", ","), ("/en", ".")])
def test_page_prints_the_numbers_of_the_example(client: FlaskClient, root: str, sign: str) -> None:
    page = client.get(f"{root}/results/method").get_data(as_text=True)
    example = page[page.index('id="example"') :]
    for name in EXAMPLE.keys() - {"share_lower", "share_upper"}:
        assert re.search(rf"(?<![\d,.]){written(name, sign)}(?!\d)", example), name


def test_documentation_prints_them_too() -> None:
    text = (ROOT / "docs" / "method.md").read_text(encoding="utf-8")
    example = text[text.index("## 8 ") : text.index("## 9 ")]
    for name in EXAMPLE:
        assert re.search(rf"(?<![\d,]){written(name, ',')}(?!\d)", example), name


def written(name: str, sign: str) -> str:
    value = EXAMPLE[name]
    number = str(value) if isinstance(value, int) else f"{value:.2f}".replace(".", sign)
    return re.escape(number)
