"""Write beforehand why a review is opened, from what led to it; whoever opens it can change every word."""

from flask import abort
from sqlalchemy.orm import Session

from portal.for_authority.grades_shown import Graded, grades_of
from portal.locale import speaking
from portal.state import catalogue
from providers.approval.cases.codes import ConditionState
from providers.approval.cases.conditions import ConditionNotFound, get_condition
from providers.approval.cases.queries import CaseNotFound, get_case
from providers.listings.queries import listings_of
from providers.organisations.models import Organisation

CONDITION, RESULT = "condition", "result"
OF_A_CONDITION = 2  # numbers: the case's, and the condition's own
LARGEST = 2_147_483_647
LONGEST_NUMBER = 10
# What a case says is Danish, whatever language the reader has chosen.
OF_CASES = "da"


def of_condition(case_id: int, number: int) -> str:
    """Name a condition that was not met as what leads to a review."""
    return f"{CONDITION}-{case_id}-{number}"


def of_result(listing_id: int | None) -> str:
    """Name a weak grade, of a listing or of the actor as a whole, as what leads to a review."""
    return RESULT if listing_id is None else f"{RESULT}-{listing_id}"


def ground_of(session: Session, because: str, organisation: Organisation) -> str:
    """Write the ground that a name stands for; what is not the organisation's own is not found."""
    if not because:
        return ""
    kind, *parts = because.split("-")
    if not all(_is_number(each) for each in parts):
        abort(404)
    numbers = [int(each) for each in parts]
    if kind == CONDITION and len(numbers) == OF_A_CONDITION:
        return _condition(session, organisation, *numbers)
    if kind != RESULT or len(numbers) > 1:
        abort(404)
    return _result(session, organisation, numbers[0] if numbers else None)


def _condition(session: Session, organisation: Organisation, case_id: int, number: int) -> str:
    try:
        case = get_case(session, case_id, organisation_id=organisation.id)
        found = get_condition(session, case.id, number)
    except (CaseNotFound, ConditionNotFound):
        abort(404)
    notes = [each.text for each in found.said if each.state == ConditionState.NOT_MET]
    about = f"Vilkår {number} i sag {case_id} er ikke opfyldt: {found.condition.text}"
    return "\n".join([about, *notes[-1:]])


def _result(session: Session, organisation: Organisation, listing_id: int | None) -> str:
    results, listings = catalogue().results, listings_of(session, [organisation.id])
    found = grades_of(results, organisation.id, organisation.name, listings)
    weak = next((each for each in found if each.is_weak and each.listing_id == listing_id), None)
    if weak is None or results is None:
        abort(404)
    return _sentence(weak, results.release.id)


def _sentence(weak: Graded, release: int) -> str:
    with speaking(OF_CASES):
        grade = weak.label.lower()
    if weak.listing_id is None:
        return f"Aktørens resultat er {grade} i offentliggørelse {release}."
    return f"Resultatet for tilbuddet {weak.name} er {grade} i offentliggørelse {release}."


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER and int(text) <= LARGEST
