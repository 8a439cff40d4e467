"""A release's files hold what everybody may see, and nothing that a spreadsheet would run."""

import csv
import io
import json
from typing import Any

from portal.for_citizens.release_files import COLUMNS, Slugs, as_csv, as_json
from ratings.measured_results.codes import Grade, Level, Measure
from ratings.measured_results.disclosure.door import PublicFigure
from tests.factories.figures import FIRST_QUARTER, compared_figure, hidden_figure, public_figure, published

SLUGS = Slugs(organisations={3: "vejen"}, listings={7: "vejen-frem"})


def table(*figures: PublicFigure) -> list[dict[str, str]]:
    text = as_csv(published(*figures), SLUGS).decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


def objects(*figures: PublicFigure) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(as_json({"id": 1}, published(*figures), SLUGS))["figures"]
    return found


def test_each_figure_is_a_line_that_names_its_actor() -> None:
    (line,) = table(compared_figure(grade=Grade.ABOVE, quarter=FIRST_QUARTER, reliability=0.7))
    assert line["level"] == "listing"
    assert (line["organisation"], line["listing"]) == ("vejen", "vejen-frem")
    assert (line["measure"], line["quarter"], line["n"], line["share"]) == ("work_6", "2025-Q1", "120", "60")
    assert (line["ratio"], line["ratio_upper"], line["grade"]) == ("1.20", "1.37", "above")


def test_neither_file_holds_what_was_counted_or_expected_exactly() -> None:
    assert {"observed", "expected", "variance", "value"}.isdisjoint(COLUMNS)
    assert set(objects(public_figure())[0]) == set(COLUMNS)


def test_hidden_figure_is_a_line_with_its_reason_alone() -> None:
    (line,) = table(hidden_figure())
    told = {name for name, value in line.items() if value}
    assert told == {
        *("level", "organisation", "listing", "organisation_id", "listing_id", "measure", "reason")
    }


def test_files_say_the_same() -> None:
    cost = compared_figure(measure=Measure.COST, share=None, kroner=40_400)
    figures = (
        public_figure(),
        compared_figure(),
        hidden_figure(level=Level.ORGANISATION, listing_id=None),
        cost,
    )
    lines, found = table(*figures), objects(*figures)
    assert len(lines) == len(found) == 4
    for line, each in zip(lines, found, strict=True):
        for name, value in each.items():
            if isinstance(value, float):
                assert float(line[name]) == value
            else:
                assert line[name] == ("" if value is None else str(value))


def test_slug_that_looks_like_a_formula_is_not_run() -> None:
    text = as_csv(published(compared_figure()), Slugs({3: "=1+1"}, {7: "@sum"})).decode()
    assert ",'=1+1,'@sum," in text


def test_actor_that_nobody_knows_any_more_has_its_number_alone() -> None:
    text = as_csv(published(compared_figure()), Slugs({}, {})).decode().splitlines()[1]
    assert text.startswith("listing,,,work_6,3,7,")
