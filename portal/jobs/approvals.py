"""What happens to cases and approvals by the clock: deadlines pass, approvals run out and are reminded of."""

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from portal.locale import format_day
from portal.mail import queue_mail
from portal.state import Portal
from providers.approval.cases.codes import ConditionState
from providers.approval.cases.deciding import expire
from providers.approval.cases.examining import end_overdue
from providers.approval.cases.following_up import REMINDED_BEFORE, binding
from providers.approval.queries import list_ending
from providers.clock import danish_day
from providers.organisations.members import members
from providers.organisations.models import Organisation

# How many days ahead members are reminded; each reminder is sent once, also where a night was missed.
REMINDED_AHEAD = (120, 60, 14)
MOST_AT_ONCE = 10_000


def end_waiting(state: Portal, now: datetime) -> None:
    """Let cases go on whose party has not answered in time."""
    with state.database.transaction() as session:
        end_overdue(session, danish_day(now), now)


def note_expired(state: Portal, now: datetime) -> None:
    """Note for the register which approvals have run out; they end by themselves."""
    with state.database.transaction() as session:
        expire(session, danish_day(now), now)


def remind(state: Portal, now: datetime) -> None:
    """Mail the members of each actor whose approval ends soon, with nothing that follows it."""
    today = danish_day(now)
    with state.database.transaction() as session:
        last = today + timedelta(days=REMINDED_AHEAD[0])
        for organisation, ends_on in list_ending(session, today, last, limit=MOST_AT_ONCE):
            _remind(session, organisation, ends_on, today, now)


def remind_of_conditions(state: Portal, now: datetime) -> None:
    """Mail the members of each actor that has not answered a condition whose day is near, once for a day."""
    today = danish_day(now)
    with state.database.transaction() as session:
        due = {
            (each.decision.organisation_id, each.due_on)
            for each in binding(session, today)
            if each.state is ConditionState.OPEN
            and each.due_on is not None
            and each.due_on - REMINDED_BEFORE <= today <= each.due_on
        }
        for number, due_on in sorted(due):
            _remind_of_condition(session, session.get_one(Organisation, number), due_on, now)


def days_ahead(ends_on: date, today: date) -> int:
    """Give which reminder is due: the nearest one whose day has come."""
    left = (ends_on - today).days
    return min(days for days in REMINDED_AHEAD if left <= days)


def _remind(session: Session, organisation: Organisation, ends_on: date, today: date, at: datetime) -> None:
    due = days_ahead(ends_on, today)
    for _membership, user in members(session, organisation.id):
        queue_mail(
            session,
            "approval_ends",
            user_id=user.id,
            language=user.language,
            values={"organisation": organisation.name, "day": format_day(ends_on, user.language)},
            at=at,
            key=f"approval_ends.{organisation.id}.{ends_on.isoformat()}.{due}.{user.id}",
        )


def _remind_of_condition(session: Session, organisation: Organisation, due_on: date, at: datetime) -> None:
    for _membership, user in members(session, organisation.id):
        queue_mail(
            session,
            "condition_due",
            user_id=user.id,
            language=user.language,
            values={"organisation": organisation.name, "day": format_day(due_on, user.language)},
            at=at,
            key=f"condition_due.{organisation.id}.{due_on.isoformat()}.{user.id}",
        )
