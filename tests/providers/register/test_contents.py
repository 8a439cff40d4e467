"""What a listing says is read as strictly as the rest of its line."""

from typing import Any

import pytest

from tests.factories.register import Line, listing, organisation
from tests.providers.register.test_lines import problems, the_problem

PRICE = {"amount_ore": 100, "unit": "course", "paid_by": "citizen"}


def content_problem(**changes: Any) -> tuple[str, Any, str]:
    field, value, reason = the_problem(listing(content=changes))
    return field.removeprefix("content."), value, reason


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
        ("fields", None, "must be a list"),
        ("accommodations", "tolk", "must be a list"),
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
        ("fields", ["handel", "varer"], "varer", "is not a field of work on the file's day"),
        ("fields", ["handel", "handel"], "handel", "stands twice in the list"),
        ("accommodations", ["lift"], "lift", "is not a special need on the file's day"),
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
    unstated: Line = {
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


@pytest.mark.parametrize("key", list(listing()["content"]))
def test_no_key_of_the_content_may_be_missing(key: str) -> None:
    line = listing()
    del line["content"][key]
    assert the_problem(line) == (f"content.{key}", None, "is missing")


def test_content_itself_is_required() -> None:
    assert the_problem({**listing(), "content": None}) == ("content", None, "must be a JSON object")


def test_what_was_added_to_the_format_later_may_be_left_out_or_be_empty() -> None:
    assert {"fields", "accommodations"}.isdisjoint(listing()["content"])
    assert problems(organisation(), listing()) == []
    unstated: Line = {"fields": [], "accommodations": [], "unverified": ["fields", "accommodations"]}
    assert problems(organisation(), listing(content=unstated)) == []
