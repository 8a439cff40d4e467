"""Members are told by mail before a draft that nobody writes in is withdrawn, and when it is."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from portal.jobs import JOBS, drafts, retention
from portal.state import Portal
from providers.approval.cases.codes import CaseState
from providers.approval.cases.forgotten import DRAFT_KEPT, TOLD_BEFORE
from providers.approval.cases.models import ApprovalCase
from providers.outbox.models import OutboxMessage
from tests.factories.cases import CaseMaker
from tests.factories.people import AT

TOLD, OVER = AT + DRAFT_KEPT - TOLD_BEFORE, AT + DRAFT_KEPT


@pytest.fixture
def maker(state: Portal) -> CaseMaker:
    """Give an organisation that has begun an application."""
    with state.database.transaction() as session:
        maker = CaseMaker(session)
        maker.draft()
    return maker


def mails(state: Portal) -> list[tuple[str, int, dict[str, str]]]:
    with state.database.reading() as session:
        asked = session.scalars(
            select(OutboxMessage).where(OutboxMessage.kind == "mail").order_by(OutboxMessage.id)
        )
        told = [each.payload for each in asked]
    return [(each["template"], each["user_id"], each["values"]) for each in told]


def test_worker_does_it_by_itself() -> None:
    assert "drafts.remind" in {job.name for job in JOBS}
    assert {"drafts", "documents"} <= retention.STEPS.keys()


def test_members_are_told_before_and_when_it_is_done_each_time_once(state: Portal, maker: CaseMaker) -> None:
    for at in (TOLD, TOLD + timedelta(hours=1), TOLD + timedelta(days=1)):
        drafts.remind(state, at)
    name = maker.organisation.name
    before = ("draft_forgotten", maker.owner.id, {"organisation": name, "day": "21. maj 2027"})
    assert mails(state) == [before]
    for at in (OVER, OVER + timedelta(days=1)):
        with state.database.transaction() as session:
            drafts.withdraw(session, at=at, limit=10)
    assert mails(state) == [before, ("draft_withdrawn", maker.owner.id, {"organisation": name})]
    with state.database.reading() as session:
        assert session.scalars(select(ApprovalCase.state)).all() == [CaseState.WITHDRAWN]


def test_all_are_told_however_few_are_taken_at_a_time(
    state: Portal, maker: CaseMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafts, "AT_A_TIME", 1)
    with state.database.transaction() as session:
        CaseMaker(session, 2).draft()
    drafts.remind(state, TOLD)
    assert len(mails(state)) == 2
    assert maker.owner.id in {user_id for _template, user_id, _values in mails(state)}


def test_letting_go_withdraws_what_was_told_of_and_counts_it(state: Portal, maker: CaseMaker) -> None:
    drafts.remind(state, TOLD)
    assert counted(state, OVER) == 1
    assert counted(state, OVER) == 0
    assert maker.organisation.name in str(mails(state)[-1])


def counted(state: Portal, at: datetime) -> int:
    return retention.let_go(state, at)["drafts"]
