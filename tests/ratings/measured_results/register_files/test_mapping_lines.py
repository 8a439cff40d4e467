"""What is wrong in a mapping is found by the line it stands on."""

import pytest

from ratings.measured_results.register_files.mapping_lines import line_of, lines_of

TEXT = """kind = "aggregates"  # what = it is

[fields]
organisation = { column = "a", prefix = "cvr:" }
"target_group" = "b"
area.column = "c"
[[measures]]
n = "n1"
[[measures]]  # the second
n = "n2"
[case_mix.age]
bands = [30]
"""


@pytest.mark.parametrize(
    ("place", "line"),
    [
        ("kind", 1),
        ("fields", 3),
        ("fields.organisation", 4),
        ("fields.organisation.prefix", 4),
        ("fields.target_group", 5),
        ("fields.area.column", 6),
        ("measures 1, n", 8),
        ("measures 2.n", 10),
        ("measures 2.observed", 9),
        ("case_mix.age.bands", 12),
        ("source", None),
    ],
)
def test_place_is_found_or_else_what_it_stands_in(place: str, line: int | None) -> None:
    assert line_of(lines_of(TEXT), place) == line
