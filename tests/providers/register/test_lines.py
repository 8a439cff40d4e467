"""Each field of a line has its own rules, and no value is bent until it fits."""

import io
import json
from typing import Any

import pytest

from providers.register.reading import read
from tests.factories.register import Line, approval, cvr, header, listing, organisation


def problems(*lines: Line) -> list[tuple[str, Any, str]]:
    data = "".join(json.dumps(line) + "\n" for line in [header(), *lines]).encode()
    return [(problem.field, problem.value, problem.reason) for problem in read(io.BytesIO(data)).problems]


def the_problem(line: Line) -> tuple[str, Any, str]:
    found = problems(line)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("key", "kind", "slug", "simulated"),
    [
        (f"cvr:{cvr(1)}", "other", "en", True),
        ("cvr:13585628", "private_adviser", "en", False),
        ("municipality:751", "municipality", "aarhus", False),
        ("municipality:042", "municipality", "opdigtet", True),
        ("unemployment_fund:3f", "unemployment_fund", "3f", False),
        ("unemployment_fund:opdigtet", "unemployment_fund", "opdigtet", True),
    ],
)
def test_every_kind_of_organisation_can_be_written(
    key: str, kind: str, slug: str, *, simulated: bool
) -> None:
    assert problems(organisation(organisation=key, kind=kind, slug=slug, simulated=simulated)) == []


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"organisation": "cvr:12345678"}, "the CVR number's check digit is wrong"),
        ({"organisation": "cvr:00000000"}, "a CVR number has eight digits, not all of them 0"),
        ({"organisation": "cvr:13585628"}, "begins with 0, which is never issued"),
        ({"simulated": False}, "must be marked simulated"),
        ({"organisation": "751"}, "begins with cvr:"),
        ({"kind": "municipality"}, "begins with municipality:"),
        ({"organisation": "municipality:999", "kind": "municipality"}, "no municipality with this code"),
        ({"organisation": "municipality:751", "kind": "municipality"}, "from 001 to 099"),
        (
            {"organisation": "municipality:042", "kind": "municipality", "simulated": False},
            "marked simulated",
        ),
        ({"organisation": "unemployment_fund:hk", "kind": "unemployment_fund"}, "ends with its slug"),
    ],
)
def test_organisation_must_be_identified_rightly(changes: Line, reason: str) -> None:
    field, _, found = the_problem(organisation(**changes))
    assert field == "organisation"
    assert reason in found


@pytest.mark.parametrize(
    ("changes", "field", "reason"),
    [
        ({"basis": "statutory"}, "approvals[0]", "only municipalities and unemployment funds"),
        ({"basis": "law"}, "approvals[0].basis", "must be one of statutory, decided"),
        ({"valid_to": None}, "approvals[0]", "must have a last day"),
        ({"valid_to": "2025-12-31"}, "approvals[0]", "the last day comes before the first"),
        ({"valid_from": "2026-13-01"}, "approvals[0].valid_from", "must be a day that exists"),
        ({"ground": " "}, "approvals[0].ground", "begin or end with a space"),
        ({"municipalities": []}, "approvals[0].municipalities", "must have at least 1"),
        ({"municipalities": ["042"]}, "approvals[0].municipalities", "is not a municipality"),
        ({"target_groups": ["alle"]}, "approvals[0].target_groups", "is not a target group"),
        ({"conditions": []}, "approvals[0].conditions", "is not a key of the format"),
    ],
)
def test_approval_must_be_possible(changes: Line, field: str, reason: str) -> None:
    found, _, why = the_problem(organisation(approvals=[approval(**changes)]))
    assert found == field
    assert reason in why


def test_two_approvals_on_one_basis_begin_on_different_days() -> None:
    found = the_problem(organisation(approvals=[approval(), approval(ground="En anden.")]))
    assert found == (
        "approvals[1].valid_from",
        "2026-01-01",
        "another approval on the same basis begins on the same day",
    )
    assert problems(organisation(approvals=[approval(), approval(valid_from="2027-01-01")])) == []


@pytest.mark.parametrize("approvals", [None, {}, "decided"])
def test_approvals_are_a_list(approvals: Any) -> None:
    assert the_problem(organisation(approvals=approvals)) == ("approvals", approvals, "must be a list")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("key", "Aarhus"),
        ("slug", "a--b"),
        ("p_number", 1000000001),
        ("p_number", "100000000"),
        ("p_number", "١٠٠٠٠٠٠٠٠١"),
        ("registered_on", None),
        ("registered_on", "2026-02-29"),
        ("registered_on", "0026-11-01"),
        ("claimed_on", "1/11-2026"),
        ("claimed_on", "2026-11-01T00:00:00"),
        ("claimed_on", 20261101),
        ("status", "PUBLISHED"),
        ("status", None),
        ("organisation", 751),
    ],
)
def test_fields_of_a_listing_are_strict(field: str, value: Any) -> None:
    assert the_problem(listing(**{field: value}))[:2] == (field, value)


@pytest.mark.parametrize(
    ("availability", "field"),
    [
        ([], "availability"),
        ({"places": 1, "waiting_days": 1}, "availability.confirmed_at"),
        ({"places": True, "waiting_days": 1, "confirmed_at": "2026-11-01T09:00:00Z"}, "availability.places"),
        ({"places": 1.0, "waiting_days": 1, "confirmed_at": "2026-11-01T09:00:00Z"}, "availability.places"),
        ({"places": -1, "waiting_days": 1, "confirmed_at": "2026-11-01T09:00:00Z"}, "availability.places"),
        (
            {"places": 1, "waiting_days": 3651, "confirmed_at": "2026-11-01T09:00:00Z"},
            "availability.waiting_days",
        ),
        (
            {"places": 1, "waiting_days": 1, "confirmed_at": "2026-11-01T09:00:00"},
            "availability.confirmed_at",
        ),
        (
            {"places": 1, "waiting_days": 1, "confirmed_at": "2026-11-01T25:00:00Z"},
            "availability.confirmed_at",
        ),
        ({"places": 1, "waiting_days": 1, "confirmed_at": "2026-11-01"}, "availability.confirmed_at"),
    ],
)
def test_availability_is_strict(availability: Any, field: str) -> None:
    assert the_problem(listing(availability=availability))[0] == field


@pytest.mark.parametrize(
    "availability",
    [
        None,
        {"places": None, "waiting_days": None, "confirmed_at": "2026-11-01T09:00:00Z"},
        {"places": 0, "waiting_days": 0, "confirmed_at": "2026-11-01T09:00:00.123456Z"},
    ],
)
def test_availability_may_be_unstated(availability: Any) -> None:
    assert problems(organisation(), listing(availability=availability)) == []


@pytest.mark.parametrize("key", list(listing()))
def test_no_key_of_a_listing_may_be_missing(key: str) -> None:
    line = {name: value for name, value in listing().items() if name != key}
    assert (key, None) in [(field, value) for field, value, _ in problems(line)]
