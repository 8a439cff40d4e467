"""By the clock silence accepts, and choices fall of actors that are approved no more; the owners are told."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.jobs import JOBS, choices, retention
from portal.mail.choices import tell_chosen, tell_left
from portal.state import Portal
from providers.approval.models import Approval
from providers.clock import COPENHAGEN
from providers.courses.codes import ChoiceState, LapseGround
from providers.courses.models import Choice
from providers.organisations.models import MemberRole, Organisation
from providers.outbox.models import OutboxMessage
from tests.factories.choices import (
    ANSWER_BY,
    CHOSEN_AT,
    CHOSEN_ON,
    make_choice,
    make_offer,
    organisation_of,
)
from tests.factories.people import make_member

DAY_AFTER = datetime(ANSWER_BY.year, ANSWER_BY.month, ANSWER_BY.day, 0, 15, tzinfo=COPENHAGEN) + timedelta(
    days=1
)


@pytest.fixture
def choice(state: Portal) -> Choice:
    """Give a choice whose actor has an owner and an editor."""
    with state.database.transaction() as session:
        listing = make_offer(session)
        organisation = organisation_of(session, listing)
        make_member(session, organisation, MemberRole.OWNER, 1)
        make_member(session, organisation, MemberRole.EDITOR, 2)
        return make_choice(session, listing)


def mails(session: Session, template: str) -> list[OutboxMessage]:
    asked = session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "mail")).all()
    return [each for each in asked if each.payload["template"] == template]


def now(state: Portal, choice: Choice) -> Choice:
    with state.database.reading() as session:
        return session.get_one(Choice, choice.id)


@pytest.mark.parametrize("name", ["choices.accept", "choices.fall"])
def test_worker_does_it_by_itself(name: str) -> None:
    assert name in {job.name for job in JOBS}


def test_silence_accepts_in_the_night_after_the_last_day(state: Portal, choice: Choice) -> None:
    choices.accept_silently(state, DAY_AFTER - timedelta(days=1))
    assert now(state, choice).state == ChoiceState.WAITING
    choices.accept_silently(state, DAY_AFTER)
    assert now(state, choice).state == ChoiceState.ACCEPTED
    with state.database.reading() as session:
        (mail,) = mails(session, "choice_has_news")
    assert (mail.payload["user_id"], mail.payload["values"]) == (choice.citizen_id, {})


def test_all_are_accepted_however_few_are_taken_at_a_time(
    state: Portal, choice: Choice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(choices, "AT_A_TIME", 1)
    with state.database.transaction() as session:
        other = make_choice(session, make_offer(session, 2))
    choices.accept_silently(state, DAY_AFTER)
    assert {now(state, each).state for each in (choice, other)} == {ChoiceState.ACCEPTED}


def test_choice_falls_when_its_actor_is_approved_no_more_and_the_owner_is_told(
    state: Portal, choice: Choice
) -> None:
    choices.let_fall(state, DAY_AFTER)
    assert now(state, choice).state == ChoiceState.WAITING
    with state.database.transaction() as session:
        for approval in session.scalars(select(Approval)):
            approval.revoked_on = CHOSEN_ON
    for _ in range(2):
        choices.let_fall(state, DAY_AFTER)
    fallen = now(state, choice)
    assert (fallen.state, fallen.lapse_ground) == (ChoiceState.LAPSED, LapseGround.NOT_APPROVED)
    with state.database.reading() as session:
        assert len(mails(session, "choice_left")) == 1


def test_owners_alone_are_told_and_nothing_of_the_citizen(state: Portal, choice: Choice) -> None:
    with state.database.transaction() as session:
        tell_chosen(session, choice, CHOSEN_AT)
    with state.database.transaction() as session:
        tell_chosen(session, choice, CHOSEN_AT)
        tell_left(session, choice, CHOSEN_AT)
    with state.database.reading() as session:
        (made,), (left,) = mails(session, "choice_made"), mails(session, "choice_left")
        name = session.get_one(Organisation, choice.organisation_id).name
    assert made.payload["values"] == {"organisation": name, "day": "30. november 2026"}
    assert left.payload["values"] == {"organisation": name}
    assert made.payload["user_id"] == left.payload["user_id"] != choice.citizen_id


def test_what_choices_keep_goes_with_everything_else_that_is_old() -> None:
    assert {
        "contact details",
        "absences",
        "looks at contact details",
        "choices",
        "cases about choices",
        "none fitted",
    } <= retention.STEPS.keys()
