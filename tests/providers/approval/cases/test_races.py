"""Twenty people decide at once: one of them does, and the others are told that somebody was first."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from portal.database import Database
from providers.approval.cases import deciding
from providers.approval.cases.codes import CaseState
from providers.approval.cases.models import ApprovalCase, Decision
from providers.approval.cases.moving import CaseHasChanged, assign, hold, of_person
from providers.approval.models import Approval
from tests.factories.cases import STANDARDS, CaseMaker, standards_of
from tests.factories.people import AT

AT_ONCE = 20


def test_of_twenty_decisions_at_once_exactly_one_is_made(database: Database) -> None:
    with database.transaction() as session:
        maker = CaseMaker(session)
        case = maker.proposed(maker.checked(maker.examined()))
        case_id, seen, act = case.id, case.version, maker.by_lead
    ready = Barrier(AT_ONCE)

    def decide(_number: int) -> str:
        ready.wait(timeout=30)
        try:
            with database.transaction() as session:
                case = hold(session, case_id, seen=seen)
                deciding.decide(session, case, standards=STANDARDS, applying=standards_of(case), act=act)
        except CaseHasChanged:
            return "too late"
        except OperationalError:
            return "busy"
        return "decided"

    with ThreadPoolExecutor(AT_ONCE) as pool:
        outcomes = list(pool.map(decide, range(AT_ONCE)))
    assert sorted(outcomes) == ["decided", *["too late"] * (AT_ONCE - 1)]
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Decision)) == 1
        assert session.scalar(select(func.count()).select_from(Approval)) == 1
        assert session.get_one(ApprovalCase, case_id).state == CaseState.DECIDED


def test_whoever_saw_an_older_case_takes_nothing(database: Database) -> None:
    with database.transaction() as session:
        maker = CaseMaker(session)
        case = maker.sent()
        case_id, seen = case.id, case.version
        people = [maker.caseworker.id, maker.lead.id]
    taken = []
    for user_id in people:
        try:
            with database.transaction() as session:
                held = hold(session, case_id, seen=seen)
                assign(session, held, user_id, act=of_person(user_id, AT))
            taken.append(user_id)
        except CaseHasChanged:
            continue
    assert taken == people[:1]
