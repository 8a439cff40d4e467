"""A register file is read strictly: each problem is named with its line, field, value and reason."""

import io
import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from providers.approval.models import ApprovalBasis
from providers.listings.content import MeetingFormat
from providers.register.reading import BYTE_ORDER_MARK, LONGEST_LINE, read
from providers.register.records import Problem, RegisterFile
from tests.factories.register import Line, approval, header, listing, organisation


def to_bytes(lines: list[Line], end: str = "\n") -> bytes:
    return "".join(json.dumps(line, ensure_ascii=False) + end for line in lines).encode()


def read_lines(*lines: Line) -> RegisterFile:
    return read(io.BytesIO(to_bytes([header(), *lines])))


def problems(*lines: Line) -> list[str]:
    """Give the problems of lines that follow the header, as a person reads them."""
    return [str(problem) for problem in read_lines(*lines).problems]


def problems_of_bytes(data: bytes) -> list[str]:
    return [str(problem) for problem in read(io.BytesIO(data)).problems]


def test_right_lines_become_records() -> None:
    file = read_lines(organisation(), listing())
    assert file.problems == []
    assert file.header is not None
    assert file.header.as_of == date(2026, 11, 1)
    actor, offered = file.organisations[2], file.listings[3]
    assert actor.key == offered.organisation
    assert actor.approvals[0].basis is ApprovalBasis.DECIDED
    assert offered.content.formats == (MeetingFormat.IN_PERSON,)
    assert offered.content.address is not None
    assert offered.content.address.postcode == "8000"
    assert offered.availability is not None
    assert offered.availability.confirmed_at == datetime(2026, 11, 1, 9, tzinfo=UTC)


def test_order_within_lists_says_nothing() -> None:
    def written(turn: int) -> Any:
        content = {
            "municipalities": ["751", "101"][::turn],
            "target_groups": ["sygedagpenge", "dagpenge"][::turn],
            "languages": ["en", "da"][::turn],
            "formats": ["video", "phone"][::turn],
            "support": [{"kind": "oevo", "price": None}, {"kind": "mentor", "price": None}][::turn],
            "unverified": ["name", "email"][::turn],
        }
        approvals = [approval(), approval(valid_from="2025-01-01")][::turn]
        file = read_lines(organisation(approvals=approvals), listing(content=content))
        assert file.problems == []
        return file.organisations[2], file.listings[3].content.hash

    assert written(1) == written(-1)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\n\n", "\n \t\n"])
def test_line_ends_of_every_system_and_blank_lines_are_accepted(end: str) -> None:
    file = read(io.BytesIO(to_bytes([header(), organisation(), listing()], end)))
    assert (file.problems, len(file.organisations), len(file.listings)) == ([], 1, 1)


def test_byte_order_mark_is_accepted_at_the_top_only() -> None:
    data = to_bytes([header(), organisation()])
    assert problems_of_bytes(BYTE_ORDER_MARK + data) == []
    first, second = data.splitlines(keepends=True)
    assert problems_of_bytes(first + BYTE_ORDER_MARK + second)[0].startswith("line 2, whole line: ")


def test_last_line_needs_no_line_end() -> None:
    assert problems_of_bytes(to_bytes([header(), organisation()]).rstrip()) == []


@pytest.mark.parametrize("data", [b"", b"\n\n \n", BYTE_ORDER_MARK])
def test_empty_file_is_refused(data: bytes) -> None:
    assert problems_of_bytes(data) == [
        'line 1, whole line: "" - the file is empty; its first line must be the register line'
    ]


@pytest.mark.parametrize(
    ("first", "field"),
    [
        (header(record="organisation"), "record"),
        (header(format=2), "format"),
        (header(format=True), "format"),
        (header(format=1.0), "format"),
        (header(source=""), "source"),
        (header(as_of="2026-02-30"), "as_of"),
        (header(as_of="20261101"), "as_of"),
        (header(as_of=None), "as_of"),
        (header(version=1), "version"),
        (organisation(), "record"),
        ({}, "as_of"),
        ([], "line"),
    ],
)
def test_file_whose_first_line_is_wrong_is_read_no_further(first: Any, field: str) -> None:
    found = read(io.BytesIO(to_bytes([first, organisation(slug="Å")]))).problems
    assert {problem.line for problem in found} == {1}
    assert field in {problem.field for problem in found}


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b'{"record": "listing"', "is not JSON at character 21"),
        (b"organisation;listing", "is not JSON at character 1"),
        (b'{"a": 1, "b": 2, "a": 3}', "this key stands twice in one object"),
        (b'{"record": NaN}', "is not a number that JSON has"),
        (b'{"record": -Infinity}', "is not a number that JSON has"),
        (b'{"record": "\xe5"}', "byte 13 of the line is not UTF-8"),
        (b'{"record": ' + b"9" * 5000 + b"}", "too many digits"),
        (b"[" * 200_000, "nested too deeply"),
        (b"null", "must be a JSON object"),
        (b'{"record": "person"}', "must be organisation or listing"),
        (b'{"record": ["listing"]}', "must be organisation or listing"),
    ],
)
def test_line_that_is_no_record_is_named(raw: bytes, reason: str) -> None:
    found = problems_of_bytes(to_bytes([header()]) + raw + b"\n" + to_bytes([organisation()]))
    assert len(found) == 1
    assert found[0].startswith("line 2, ")
    assert reason in found[0]


def test_second_register_line_is_refused() -> None:
    assert problems(header()) == ['line 2, record: "register" - stands on the first line only']


def test_line_longer_than_a_megabyte_is_refused_and_the_next_one_read() -> None:
    full = to_bytes([header(source="x" * 100)])
    longest = b"{" + b" " * (LONGEST_LINE - 2) + b"}\n"
    too_long = b"{" + b" " * (LONGEST_LINE * 3) + b"}\n"
    found = problems_of_bytes(full + longest + too_long + to_bytes([organisation(name="")]))
    assert [text.split(":")[0] for text in found] == ["line 2, record", "line 3, whole line", "line 4, name"]
    assert f"a line has at most {LONGEST_LINE} bytes" in found[1]


def test_progress_counts_every_byte() -> None:
    data = to_bytes([header(), organisation(), listing()]) + b"x" * (LONGEST_LINE * 2)
    told: list[int] = []
    read(io.BytesIO(data), told.append)
    assert sum(told) == len(data)


def test_all_problems_of_all_lines_are_listed() -> None:
    assert problems(organisation(name=7, extra=1), organisation(2, slug="Æ"), listing(status="open")) == [
        "line 2, extra: 1 - is not a key of the format",
        "line 2, name: 7 - must be text",
        'line 3, slug: "Æ" - must be a-z, 0-9 and single hyphens, at most 80',
        'line 4, status: "open" - must be one of draft, published, withdrawn',
    ]


@pytest.mark.parametrize(
    ("second", "reason"),
    [
        (organisation(1, slug="nyt"), 'line 4, organisation: "{key}" - line 2 has the same organisation'),
        (
            organisation(2, slug="opdigtet-1"),
            'line 4, slug: "opdigtet-1" - line 2 has the same organisation slug',
        ),
        (listing(1, slug="nyt"), 'line 4, key: "aarhus-1" - line 3 has the same listing'),
        (listing(1, key="nyt"), 'line 4, slug: "vejen-videre-1" - line 3 has the same listing slug'),
    ],
)
def test_what_stands_twice_is_named_with_both_lines(second: Line, reason: str) -> None:
    key = organisation()["organisation"]
    assert problems(organisation(), listing(), second) == [reason.format(key=key)]


def test_same_listing_key_may_stand_under_two_organisations() -> None:
    assert problems(organisation(), organisation(2), listing(), listing(2, key="aarhus-1")) == []


def test_organisation_with_problems_is_doubtful_rather_than_unknown() -> None:
    file = read_lines(organisation(name=""), listing())
    assert file.doubtful == {organisation()["organisation"]}


def test_codes_are_those_of_the_files_own_day() -> None:
    early = [header(as_of="2006-12-31"), organisation(), listing()]
    found = read(io.BytesIO(to_bytes(early))).problems
    assert [(problem.field, problem.value) for problem in found] == [("content.municipalities", "751")]


def test_problem_is_safe_to_print_on_a_terminal() -> None:
    shown = str(Problem(3, "content.\x1b[2J", "\u202e\x9bm" + "x" * 500, "is wrong"))
    assert shown.isprintable()
    assert len(shown) < 200
