"""What the portal finds out by itself."""

from dataclasses import replace
from datetime import timedelta

import pytest

from providers.approval.cases.checks import CvrAnswer, CvrFacts, ResultSignal, find, hash_of
from providers.approval.cases.codes import Outcome
from providers.approval.standard_set import AutomaticCheck
from tests.factories.cases import CLEARLY_BELOW, FACTS, LISTING, STANDARDS, TODAY

LIMITS = STANDARDS.limits


@pytest.mark.parametrize("check", list(AutomaticCheck))
def test_actor_with_everything_in_order_meets_every_check(check: AutomaticCheck) -> None:
    assert find(check, FACTS, LIMITS).outcome is Outcome.MET


@pytest.mark.parametrize("answer", [CvrAnswer.NOT_ASKED, CvrAnswer.SILENT])
def test_caseworker_is_asked_when_the_register_gives_no_answer(answer: CvrAnswer) -> None:
    found = find(AutomaticCheck.CVR_ACTIVE, replace(FACTS, cvr=CvrFacts(answer)), LIMITS)
    assert (found.outcome, found.code) == (Outcome.TO_CONFIRM, f"cvr_{answer}")


def test_number_that_the_register_does_not_know_is_not_met() -> None:
    found = find(AutomaticCheck.CVR_ACTIVE, replace(FACTS, cvr=CvrFacts(CvrAnswer.UNKNOWN)), LIMITS)
    assert found.outcome is Outcome.NOT_MET


def test_bankrupt_firm_can_be_registered_and_yet_not_solvent() -> None:
    facts = replace(FACTS, cvr=CvrFacts(CvrAnswer.FOUND, "UNDERKONKURS", is_active=True, is_solvent=False))
    assert find(AutomaticCheck.CVR_ACTIVE, facts, LIMITS).outcome is Outcome.MET
    found = find(AutomaticCheck.CVR_SOLVENT, facts, LIMITS)
    assert (found.outcome, found.values) == (Outcome.NOT_MET, {"status": "UNDERKONKURS"})


@pytest.mark.parametrize(
    ("check", "change"),
    [
        (AutomaticCheck.LANGUAGES_STATED, {"languages": 0}),
        (AutomaticCheck.PRICES_STATED, {"kinds_with_price": 1}),
        (AutomaticCheck.COVERAGE_STATED, {"has_area": False}),
        (AutomaticCheck.COVERAGE_STATED, {"target_groups": 0}),
        (AutomaticCheck.COVERAGE_STATED, {"has_waiting_time": False}),
        (AutomaticCheck.LISTING_CONFIRMED, {"confirmed_on": None}),
        (AutomaticCheck.LISTING_CONFIRMED, {"confirmed_on": TODAY - timedelta(days=91)}),
    ],
)
def test_one_listing_that_lacks_something_is_named(check: AutomaticCheck, change: dict[str, object]) -> None:
    lacking = replace(LISTING, name="Den anden", **change)  # type: ignore[arg-type]
    found = find(check, replace(FACTS, listings=(LISTING, lacking)), LIMITS)
    assert (found.outcome, found.values["first"]) == (Outcome.NOT_MET, "Den anden")


def test_listing_confirmed_ninety_days_ago_is_fresh() -> None:
    listing = replace(LISTING, confirmed_on=TODAY - timedelta(days=90))
    facts = replace(FACTS, listings=(listing,))
    assert find(AutomaticCheck.LISTING_CONFIRMED, facts, LIMITS).outcome is Outcome.MET


def test_actor_without_a_listing_meets_nothing_that_asks_for_one() -> None:
    facts = replace(FACTS, listings=())
    found = find(AutomaticCheck.PRICES_STATED, facts, LIMITS)
    assert (found.outcome, found.code) == (Outcome.NOT_MET, "no_listing")


def test_only_a_result_clearly_below_fails() -> None:
    check = AutomaticCheck.RESULT_NOT_CLEARLY_BELOW
    below = find(check, replace(FACTS, result=ResultSignal(3, "below", is_clearly_below=False)), LIMITS)
    clearly = find(check, replace(FACTS, result=CLEARLY_BELOW), LIMITS)
    none = find(check, replace(FACTS, result=ResultSignal(3, None, is_clearly_below=False)), LIMITS)
    assert (below.outcome, clearly.outcome) == (Outcome.MET, Outcome.NOT_MET)
    assert (none.outcome, none.code) == (Outcome.MET, "no_result")


def test_fingerprint_changes_with_what_was_found_and_not_with_the_order() -> None:
    one, other = ("a", "met", {"code": "x"}), ("b", "not_met", None)
    assert hash_of([one, other]) == hash_of([other, one])
    assert hash_of([one, other]) != hash_of([one, ("b", "met", None)])
