"""What the automatic checks found is compared with what they would find now."""

from dataclasses import replace

from sqlalchemy.orm import Session

from providers.approval.cases import examining
from providers.approval.cases.checks import CaseFacts, CvrAnswer, CvrFacts
from providers.approval.cases.codes import Outcome
from providers.approval.cases.freshness import outdated
from providers.approval.cases.models import ApprovalCase
from providers.approval.cases.queries import current_checks
from tests.factories.cases import CLEARLY_BELOW, FACTS, STANDARDS, CaseMaker, standards_of

SILENT = replace(FACTS, cvr=CvrFacts(CvrAnswer.SILENT))
BANKRUPT = replace(FACTS, cvr=CvrFacts(CvrAnswer.FOUND, "UNDERKONKURS", is_active=True, is_solvent=False))


def changed(session: Session, case: ApprovalCase, facts: CaseFacts) -> list[str]:
    return outdated(standards_of(case), current_checks(session, case.id), facts, STANDARDS.limits)


def test_what_still_holds_has_not_changed(session: Session) -> None:
    maker = CaseMaker(session)
    assert changed(session, maker.checked(maker.examined()), FACTS) == []


def test_weak_result_that_has_come_since_is_named(session: Session) -> None:
    maker = CaseMaker(session)
    case = maker.checked(maker.examined())
    assert changed(session, case, replace(FACTS, result=CLEARLY_BELOW)) == ["result"]


def test_silent_register_says_nothing_new(session: Session) -> None:
    maker = CaseMaker(session)
    assert changed(session, maker.checked(maker.examined()), SILENT) == []


def test_what_a_caseworker_has_confirmed_holds_until_the_register_says_otherwise(session: Session) -> None:
    maker = CaseMaker(session)
    case = maker.checked(maker.examined(), SILENT)
    for standard_id in ("registration", "solvency"):
        standard = STANDARDS.get(standard_id)
        examining.judge(session, case, standard, Outcome.MET, "", act=maker.by_caseworker)
    assert changed(session, case, FACTS) == []
    assert changed(session, case, BANKRUPT) == ["solvency"]
