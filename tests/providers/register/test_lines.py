"""Each field of a line has its own rules, and no value is bent until it fits."""

import io
import json
from typing import Any

import pytest

from providers.register.reading import read
from tests.factories.register import Line, approval, cvr, header, listing, organisation

PRICE = {"amount_ore": 100, "unit": "course", "paid_by": "citizen"}


def problems(*lines: Line) -> list[tuple[str, Any, str]]:
    data = "".join(json.dumps(line) + "\n" for line in [header(), *lines]).encode()
    return [(problem.field, problem.value, problem.reason) for problem in read(io.BytesIO(data)).problems]


def the_problem(line: Line) -> tuple[str, Any, str]:
    found = problems(line)
    assert len(found) == 1, found
    return found[0]


def content_problem(**changes: Any) -> tuple[str, Any, str]:
    field, value, reason = the_problem(listing(content=changes))
    return field.removeprefix("content."), value, reason


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


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("name", "", "must have 1 to 120 characters, and has 0"),
        ("name", "x" * 121, "must have 1 to 120 characters, and has 121"),
        ("name", "Ny\nlinje", "must not hold control signs"),
        ("name", "Nul\x00", "must not hold control signs"),
        ("name", "\u202eteksten vender om", "must not hold control signs"),
        ("name", "a\u030arhus", "Unicode NFC"),
        ("name", "\ud800", "must not hold control signs"),
        ("name", ["Vejen"], "must be text"),
        ("summary_da", None, "must be text"),
        ("summary_da", "x" * 241, "must have 1 to 240"),
        ("summary_en", "", "must have 1 to 240"),
        ("description_da", "x" * 5001, "must have 1 to 5000"),
        ("description_en", "Tab\there", "must not hold control signs"),
        ("nationwide", 1, "must be true or false"),
        ("nationwide", "false", "must be true or false"),
        ("municipalities", None, "must be a list"),
        ("municipalities", "751", "must be a list"),
        ("target_groups", [], "must have at least 1"),
        ("support", {"mentor": 1}, "must be a list"),
        ("phone", "ring til os", "must be digits"),
        ("phone", 12345678, "must be digits"),
        ("email", "kontakt", "must be one e-mail address"),
        ("email", "a@b.dk, c@d.dk", "must be one e-mail address"),
        ("website", "http://vejen.example", "begins with https://"),
        ("website", "javascript:alert(1)", "begins with https://"),
        ("website", 'https://vejen.example/" onclick="x', "begins with https://"),
        ("website", "https://bruger@vejen.example", "begins with https://"),
        ("website", "https://vejen", "begins with https://"),
        ("address", "Skolegade 1, 8000 Aarhus C", "must be a JSON object"),
    ],
)
def test_content_is_strict(field: str, value: Any, reason: str) -> None:
    found, shown, why = content_problem(**{field: value})
    assert (found, shown) == (field, value)
    assert reason in why


@pytest.mark.parametrize(
    ("field", "codes", "wrong", "reason"),
    [
        ("municipalities", ["751", "999"], "999", "is not a municipality on the file's day"),
        ("municipalities", ["751", 101], 101, "is not a municipality on the file's day"),
        ("municipalities", ["751", ["101"]], ["101"], "is not a municipality on the file's day"),
        ("municipalities", ["042"], "042", "is not a municipality on the file's day"),
        ("municipalities", ["751", "751"], "751", "stands twice in the list"),
        ("target_groups", ["dagpenge", "alle"], "alle", "is not a target group on the file's day"),
        ("languages", ["da", "dansk"], "dansk", "is not a language of ISO 639-1"),
        ("languages", ["DA"], "DA", "is not a language of ISO 639-1"),
        ("formats", ["video", "brev"], "brev", "is not one of in_person, video, phone, group"),
        ("unverified", ["navn"], "navn", "is not a field of the content"),
        ("unverified", ["unverified"], "unverified", "is not a field of the content"),
    ],
)
def test_wrong_code_in_a_list_is_named_itself(field: str, codes: list[Any], wrong: Any, reason: str) -> None:
    assert content_problem(**{field: codes}) == (field, wrong, reason)


@pytest.mark.parametrize(
    ("support", "field", "reason"),
    [
        ({"kind": "kaffe", "price": None}, "kind", "is not a kind of support"),
        ({"kind": None, "price": None}, "kind", "is not a kind of support"),
        ({"kind": "mentor"}, "price", "is missing"),
        ({"kind": "mentor", "price": 100}, "price", "must be a JSON object"),
        ({"kind": "mentor", "price": {**PRICE, "amount_ore": 99.5}}, "price.amount_ore", "whole number"),
        ({"kind": "mentor", "price": {**PRICE, "amount_ore": True}}, "price.amount_ore", "whole number"),
        ({"kind": "mentor", "price": {**PRICE, "amount_ore": "100"}}, "price.amount_ore", "whole number"),
        ({"kind": "mentor", "price": {**PRICE, "amount_ore": -1}}, "price.amount_ore", "whole number"),
        ({"kind": "mentor", "price": {**PRICE, "amount_ore": 10**11}}, "price.amount_ore", "whole number"),
        (
            {"kind": "mentor", "price": {**PRICE, "unit": "year"}},
            "price.unit",
            "course, month, week, hour, result",
        ),
        (
            {"kind": "mentor", "price": {**PRICE, "paid_by": "state"}},
            "price.paid_by",
            "municipality, citizen",
        ),
    ],
)
def test_support_is_strict(support: Line, field: str, reason: str) -> None:
    found, _, why = content_problem(support=[{"kind": "oevo", "price": PRICE}, support])
    assert found == f"support[1].{field}"
    assert reason in why


def test_kind_of_support_stands_once() -> None:
    twice = [{"kind": "mentor", "price": None}, {"kind": "mentor", "price": PRICE}]
    assert content_problem(support=twice) == ("support[1].kind", "mentor", "stands twice in the list")


@pytest.mark.parametrize(
    ("postcode", "fits"),
    [("8000", True), ("1050", True), ("0800", False), ("9999", False), (8000, False), ("DK-8000", False)],
)
def test_postal_code_is_a_danish_one(postcode: Any, *, fits: bool) -> None:
    address = {"street": "Prøvevej 1", "postcode": postcode, "city": "Et sted"}
    found = problems(organisation(), listing(content={"address": address}))
    assert found == ([] if fits else [("content.address.postcode", postcode, "is not a Danish postal code")])


def test_nationwide_and_municipalities_exclude_each_other() -> None:
    assert content_problem(nationwide=True)[2] == "must be empty when nationwide is true"
    assert content_problem(municipalities=[])[2] == "must have at least one unless nationwide is true"
    assert problems(organisation(), listing(content={"nationwide": True, "municipalities": []})) == []


def test_everything_that_may_be_unstated_may_be() -> None:
    unstated = {
        "summary_en": None,
        "description_da": None,
        "description_en": None,
        "support": [],
        "languages": [],
        "formats": [],
        "address": None,
        "phone": None,
        "email": None,
        "website": None,
    }
    assert problems(organisation(), listing(content=unstated, availability=None, claimed_on=None)) == []


@pytest.mark.parametrize("key", list(listing()))
def test_no_key_of_a_listing_may_be_missing(key: str) -> None:
    line = {name: value for name, value in listing().items() if name != key}
    assert (key, None) in [(field, value) for field, value, _ in problems(line)]


@pytest.mark.parametrize("key", list(listing()["content"]))
def test_no_key_of_the_content_may_be_missing(key: str) -> None:
    line = listing()
    del line["content"][key]
    assert the_problem(line) == (f"content.{key}", None, "is missing")


def test_content_itself_is_required() -> None:
    assert the_problem({**listing(), "content": None}) == ("content", None, "must be a JSON object")
