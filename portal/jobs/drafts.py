"""Tell members of drafts that nobody writes in, and withdraw those after some time; both by mail."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.locale import format_day
from portal.mail import queue_mail
from portal.state import Portal
from providers.approval.cases.forgotten import tell_of_forgotten, withdraw_forgotten, withdrawn_after
from providers.approval.cases.models import ApprovalCase
from providers.clock import danish_day
from providers.organisations.members import members
from providers.organisations.models import Organisation

AT_A_TIME = 200


def remind(state: Portal, now: datetime) -> None:
    """Tell the members of each actor whose draft will soon be withdrawn."""
    while True:
        with state.database.transaction() as session:
            found = tell_of_forgotten(session, at=now, limit=AT_A_TIME)
            for case in found:
                _mail(session, case, "draft_forgotten", now, day=withdrawn_after(case))
        if len(found) < AT_A_TIME:
            return


def withdraw(session: Session, *, at: datetime, limit: int) -> int:
    """Withdraw drafts of which the members have been told, and tell them that it is done."""
    found = withdraw_forgotten(session, at=at, limit=limit)
    for case in found:
        _mail(session, case, "draft_withdrawn", at)
    return len(found)


def _mail(
    session: Session, case: ApprovalCase, template: str, at: datetime, *, day: datetime | None = None
) -> None:
    organisation = session.get_one(Organisation, case.organisation_id)
    for _membership, user in members(session, organisation.id):
        told = {"day": format_day(danish_day(day), user.language)} if day else {}
        queue_mail(
            session,
            template,
            user_id=user.id,
            language=user.language,
            values={"organisation": organisation.name, **told},
            at=at,
            key=f"{template}.{case.id}.{danish_day(at).isoformat()}.{user.id}",
        )
