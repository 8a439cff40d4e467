"""What letters say: facts, rules, what weighed, conditions, and how to complain."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from portal.cases import letters
from portal.config import settings_from
from providers.approval.cases import examining
from providers.approval.cases.codes import DecisionKind, Outcome
from providers.approval.cases.models import ApprovalCase, Decision
from providers.approval.cases.queries import current_checks, inquiries_of
from tests.factories.cases import CONDITION, STANDARDS, TODAY, CaseMaker, make_terms
from tests.factories.people import AT

SETTINGS = settings_from(
    {
        "PORTAL_COMPLAINT_BODY": "Klagenævnet",
        "PORTAL_COMPLAINT_HOW": "Send klagen til Nævnsvej 1.",
        "PORTAL_COMPLAINT_DAYS": "28",
    }
)


def words(letter: dict[str, Any]) -> str:
    """Read a letter aloud."""
    said = [letter["title"], letter["recipient"], letter["footer"]]
    for part in letter["parts"]:
        said += [part.get("heading", ""), *part["paragraphs"], *part["items"]]
    return "\n".join(said)


def letter_about(session: Session, maker: CaseMaker, case: ApprovalCase, decision: Decision) -> str:
    return words(
        letters.decision_letter(
            SETTINGS,
            case,
            maker.organisation,
            decision,
            checks=current_checks(session, case.id),
            inquiries=inquiries_of(session, case.id),
            at=AT,
        )
    )


def test_approval_with_a_condition_says_days_scope_condition_hearing_and_complaint(session: Session) -> None:
    maker = CaseMaker(session)
    case = maker.heard(maker.checked(maker.examined()), DecisionKind.APPROVE_WITH_CONDITIONS)
    terms = make_terms(conditions=(CONDITION,))
    decision = maker.decide(maker.proposed(case, DecisionKind.APPROVE_WITH_CONDITIONS, terms))
    said = letter_about(session, maker, case, decision)
    for sentence in (
        "I er godkendt fra og med den 22. november 2026 til og med den 22. november 2027.",
        "Godkendelsen gælder Horsens, Aarhus og alle målgrupper.",
        "Send en ny forsikring. Senest den 1. marts 2027.",
        "Ansøgningen er komplet.",
        "Alle standarder er opfyldt.",
        "I er hørt over sagen. I har svaret:\nVi er uenige.",
        "standarderne for godkendelse, udgave 2027-01",
        "I kan klage til Klagenævnet. Klagen skal være modtaget senest 28 dage efter, at I har fået brevet.",
        "Send klagen til Nævnsvej 1.",
    ):
        assert sentence in said


def test_municipalities_stand_in_the_order_of_the_alphabet(session: Session) -> None:
    maker = CaseMaker(session)
    case = maker.checked(maker.examined())
    codes = ("101", "147", "615", "751", "851")
    decision = maker.decide(maker.proposed(case, terms=make_terms(municipalities=codes)))
    said = letter_about(session, maker, case, decision)
    assert "gælder Aalborg, Frederiksberg" not in said
    assert "gælder Frederiksberg, Horsens, København, Aalborg, Aarhus og" in said


def test_rejection_names_the_standards_that_are_not_met_and_why(session: Session) -> None:
    maker = CaseMaker(session)
    case = maker.checked(maker.examined())
    examining.judge(
        session,
        case,
        STANDARDS.get("insurance"),
        Outcome.NOT_MET,
        "Forsikringen er udløbet.",
        act=maker.by_caseworker,
    )
    maker.heard(case, DecisionKind.REJECT)
    decision = maker.decide(maker.proposed(case, DecisionKind.REJECT, make_terms(last_on=None)))
    said = letter_about(session, maker, case, decision)
    assert "afslag på godkendelse af Vejen Videre 1 ApS" in said
    assert "Forsikring: Har aktøren en forsikring" in said
    assert "Forsikringen er udløbet." in said


@pytest.mark.parametrize(
    ("kind", "last", "sentence"),
    [
        (DecisionKind.REVOKE, None, "Jeres godkendelse gælder ikke fra og med den 22. november 2026."),
        (DecisionKind.SUSPEND, 30, "til og med den 22. december 2026. Borgerne kan ikke finde jer"),
    ],
)
def test_review_says_when_citizens_cannot_find_the_actor(
    session: Session, kind: DecisionKind, last: int | None, sentence: str
) -> None:
    maker = CaseMaker(session)
    maker.approved()
    case = maker.heard(maker.review(), kind)
    last_on = TODAY + timedelta(days=last) if last else None
    decision = maker.decide(maker.proposed(case, kind, make_terms(last_on=last_on)))
    assert sentence in letter_about(session, maker, case, decision)


def test_hearing_says_what_is_meant_and_that_it_is_not_decided(session: Session) -> None:
    maker = CaseMaker(session)
    case = maker.checked(maker.examined())
    inquiry = examining.hear(
        session,
        case,
        DecisionKind.REJECT,
        "Forsikringen er udløbet.\n\nDet er en standard.",
        due_on=TODAY + timedelta(days=14),
        act=maker.by_caseworker,
    )
    said = words(letters.inquiry_letter(SETTINGS, case, maker.organisation, inquiry, AT))
    assert "Vi overvejer at give jer afslag. Det er ikke afgjort." in said
    assert "Svar i portalen senest den 6. december 2026." in said


def test_without_a_complaint_body_a_letter_says_whom_to_ask_and_invents_nothing(session: Session) -> None:
    maker = CaseMaker(session)
    decision = maker.approved()
    case = session.get_one(ApprovalCase, decision.case_id)
    letter = letters.decision_letter(
        replace(SETTINGS, complaint_body="", contact_email="hjaelp@myndighed.example"),
        case,
        maker.organisation,
        decision,
        checks={},
        inquiries=[],
        at=AT,
    )
    assert letter["parts"][-1]["paragraphs"] == ["Spørg hjaelp@myndighed.example, hvor I kan klage."]


def test_receipt_says_by_when_it_is_decided(session: Session) -> None:
    maker = CaseMaker(session)
    said = words(letters.receipt(SETTINGS, maker.sent(), maker.organisation, AT))
    assert "Vi afgør den senest den 3. januar 2027." in said
