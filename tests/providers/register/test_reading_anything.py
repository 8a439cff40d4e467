"""Whatever stands in a register file, reading gives records or problems, never an exception or a guess."""

import copy
import io
import json
from collections.abc import Iterator
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from providers.register.reading import read
from providers.register.records import RegisterFile
from providers.register.writing import header_line, listing_line, organisation_line
from tests.factories.register import Line, header, listing, organisation

JSON_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from(["751", "da", "mentor"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=10,
)
RIGHT_LINES = [header(), organisation(), listing()]
Place = tuple[str | int, ...]


def places(value: Any, above: Place = ()) -> Iterator[Place]:
    """Give the way to every value inside a value, itself first."""
    yield above
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in inner:
        yield from places(part, (*above, key))


PLACES = [(number, place) for number, line in enumerate(RIGHT_LINES) for place in places(line)]


def with_value(line: Line, place: Place, value: Any) -> Any:
    if not place:
        return value
    changed = copy.deepcopy(line)
    inner: Any = changed
    for key in place[:-1]:
        inner = inner[key]
    inner[place[-1]] = value
    return changed


def read_lines(lines: list[Any]) -> RegisterFile:
    return read(io.BytesIO("".join(json.dumps(line) + "\n" for line in lines).encode()))


def sorted_lists(value: Any) -> Any:
    """Put lists into one order, which is all that reading may change."""
    if isinstance(value, dict):
        return {key: sorted_lists(part) for key, part in value.items()}
    if isinstance(value, list):
        return sorted((sorted_lists(part) for part in value), key=json.dumps)
    return value


def written(file: RegisterFile) -> list[Any]:
    assert file.header is not None
    lines = [header_line(file.header)]
    lines += [organisation_line(record) for record in file.organisations.values()]
    lines += [listing_line(record) for record in file.listings.values()]
    return [sorted_lists(json.loads(line)) for line in lines]


@given(st.sampled_from(PLACES), JSON_VALUES)
def test_any_value_anywhere_is_a_problem_or_is_kept_exactly(spot: tuple[int, Place], value: Any) -> None:
    number, place = spot
    lines = list(RIGHT_LINES)
    lines[number] = with_value(lines[number], place, value)
    file = read_lines(lines)
    if file.problems:
        assert all(str(problem).isprintable() for problem in file.problems)
        assert {problem.line for problem in file.problems} == {number + 1}
    else:
        expected = [sorted_lists(line) for line in lines]
        assert json.dumps(written(file), sort_keys=True) == json.dumps(expected, sort_keys=True)


@given(JSON_VALUES)
def test_any_line_is_a_problem_or_a_record(value: Any) -> None:
    file = read_lines([header(), value])
    assert len(file.problems) >= 1


@given(st.binary(max_size=300))
def test_any_bytes_are_read_to_the_end(data: bytes) -> None:
    assert read(io.BytesIO(data)).problems
    lines = (json.dumps(header()) + "\n").encode() + data
    told: list[int] = []
    file = read(io.BytesIO(lines), told.append)
    assert sum(told) == len(lines)
    assert all(str(problem).isprintable() for problem in file.problems)


@given(st.text(max_size=40))
def test_any_text_as_a_name_comes_out_as_it_went_in(name: str) -> None:
    file = read_lines([header(), organisation(name=name)])
    if not file.problems:
        assert file.organisations[2].name == name
        assert json.loads(organisation_line(file.organisations[2]))["name"] == name
