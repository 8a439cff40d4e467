"""An answer of Jobindsats becomes rows of a file; what has another shape is told."""

from typing import Any

import pytest

from ratings.measured_results.register_files.jobindsats import AnswerNotUnderstood, Page, as_csv, read_page

ANSWER = {
    "columns": ["Periode", {"name": "y14d03_aktoer", "label": "Aktør"}, "Antal personer", "Andel i job"],
    "rows": [["2025K1", "Vejen Videre", 1250, "61,5"], ["2025K2", "Vejen Videre", 12.5, None]],
}


def test_columns_and_rows_are_read_with_danish_labels_and_numbers_as_they_stand() -> None:
    page = read_page(ANSWER)
    assert page == Page(
        ("Periode", "Aktør", "Antal personer", "Andel i job"),
        (("2025K1", "Vejen Videre", "1250", "61,5"), ("2025K2", "Vejen Videre", "12.5", "")),
        None,
    )
    assert as_csv(page.columns, page.rows).decode().splitlines()[:2] == [
        "Periode;Aktør;Antal personer;Andel i job",
        "2025K1;Vejen Videre;1250;61,5",
    ]


def test_next_page_is_named() -> None:
    assert read_page({**ANSWER, "next": "/v3/data/y14d03?page=2"}).next == "/v3/data/y14d03?page=2"


@pytest.mark.parametrize(
    "answer",
    [
        [],
        {"columns": ["a"]},
        {"columns": [], "rows": []},
        {"columns": ["a"], "rows": [["1", "2"]]},
        {"columns": ["a"], "rows": ["1"]},
        {"columns": [3], "rows": []},
        {"columns": ["a"], "rows": [[{"b": 1}]]},
        {"columns": ["a"], "rows": [[True]]},
        {"columns": ["a"], "rows": [], "next": 2},
    ],
)
def test_another_shape_is_told(answer: Any) -> None:
    with pytest.raises(AnswerNotUnderstood):
        read_page(answer)
