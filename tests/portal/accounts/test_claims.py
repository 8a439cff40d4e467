"""From a broker's claims we take what the installation names, and only when it is sure enough."""

from dataclasses import replace
from typing import Any

import pytest

from portal.accounts.brokers import ClaimMap
from portal.accounts.claims import Proof, find_claim, proof_from, text_of
from portal.accounts.refusals import SignInRefused

CITIZEN = ClaimMap(
    subject="mitid.uuid",
    level="loa",
    levels=frozenset({"substantial", "high"}),
    name="",
    email="",
    cvr="",
    required={"idp": frozenset({"mitid"})},
)
STAFF = replace(CITIZEN, subject="sub", name="name", email="contact.email", cvr="company.cvr", required={})
CLAIMS: dict[str, Any] = {
    "sub": "4711",
    "mitid.uuid": "7027a386",
    "loa": "substantial",
    "idp": "mitid",
    "name": "Rigmor Rugbrød",
    "contact": {"email": "rigmor@firma.example"},
    "company": {"cvr": "10103940"},
    "dk.cpr": "0101011234",
}


def test_of_a_citizen_the_subject_alone_is_taken() -> None:
    assert proof_from(CLAIMS, CITIZEN) == Proof(subject="7027a386")


def test_of_staff_the_organisation_name_and_address_are_taken() -> None:
    proof = proof_from(CLAIMS, STAFF)
    assert proof == Proof("4711", "10103940", "Rigmor Rugbrød", "rigmor@firma.example")


def test_name_and_address_may_be_missing() -> None:
    assert proof_from({"sub": "4711", "loa": "high", "company.cvr": "10103940"}, STAFF) == Proof(
        "4711", "10103940"
    )


def test_dots_belong_to_the_name_before_they_lead_inwards() -> None:
    claims = {"company.cvr": "1", "company": {"cvr": "2", "unit": {"number": "3"}}}
    assert find_claim(claims, "company.cvr") == "1"
    assert find_claim(claims, "company.unit.number") == "3"
    assert find_claim(claims, "company.unit.number.more") is None
    assert find_claim(claims, "company.unknown") is None


@pytest.mark.parametrize("level", [None, "", "low", "HIGH", ["high"], {"value": "high"}, True])
def test_level_that_is_not_named_is_too_low(level: object) -> None:
    with pytest.raises(SignInRefused) as refused:
        proof_from(CLAIMS | {"loa": level}, CITIZEN)
    assert refused.value.fact == "level_too_low"


@pytest.mark.parametrize(
    ("claims", "reason"),
    [
        ({"mitid.uuid": None}, "mitid.uuid"),
        ({"mitid.uuid": ""}, "mitid.uuid"),
        ({"mitid.uuid": "x" * 300}, "mitid.uuid"),
        ({"mitid.uuid": "a\nb"}, "mitid.uuid"),
        ({"mitid.uuid": ["7027a386"]}, "mitid.uuid"),
        ({"mitid.uuid": "010101-1234"}, "mitid.uuid"),
        ({"mitid.uuid": "0101011234"}, "mitid.uuid"),
        ({"idp": "mitid_erhverv"}, "idp"),
        ({"idp": None}, "idp"),
    ],
)
def test_claim_that_is_missing_or_of_no_use_is_named_in_the_log_alone(
    claims: dict[str, Any], reason: str
) -> None:
    with pytest.raises(SignInRefused) as refused:
        proof_from(CLAIMS | claims, CITIZEN)
    assert (refused.value.fact, refused.value.reason) == ("claim_missing", reason)
    assert "0101" not in str(refused.value)


@pytest.mark.parametrize("cvr", ["", "1010394", "101039400", "DK101039", 10103940, None])
def test_organisation_without_a_number_of_eight_digits_is_missing(cvr: object) -> None:
    with pytest.raises(SignInRefused) as refused:
        proof_from(CLAIMS | {"company": {"cvr": cvr}}, STAFF)
    assert refused.value.fact == "claim_missing"


def test_text_loses_the_spaces_around_it() -> None:
    assert text_of({"name": " Rigmor "}, "name") == "Rigmor"
