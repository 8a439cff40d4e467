"""Mail the owners of a chosen actor, and the citizen; no mail says more than that a choice has moved."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.locale import format_day
from portal.mail import queue_mail
from providers.courses.models import Choice
from providers.organisations.members import members
from providers.organisations.models import MemberRole, Organisation
from providers.people.models import User


def tell_chosen(session: Session, choice: Choice, at: datetime) -> None:
    """Mail the owners that a citizen has chosen them, and by when to answer."""
    if choice.answer_by is None:
        return
    for organisation, owner in _owners(session, choice):
        queue_mail(
            session,
            "choice_made",
            user_id=owner.id,
            language=owner.language,
            values={
                "organisation": organisation.name,
                "day": format_day(choice.answer_by, owner.language),
            },
            at=at,
            key=f"choice_made.{choice.id}.{owner.id}",
        )


def tell_left(session: Session, choice: Choice, at: datetime) -> None:
    """Mail the owners that a choice of which they knew holds no more."""
    if choice.held_at is None:
        return
    for organisation, owner in _owners(session, choice):
        queue_mail(
            session,
            "choice_left",
            user_id=owner.id,
            language=owner.language,
            values={"organisation": organisation.name},
            at=at,
            key=f"choice_left.{choice.id}.{owner.id}",
        )


def tell_citizen(session: Session, choice: Choice, at: datetime) -> None:
    """Mail the citizen that their choice has moved, if they have told an address; once for each move."""
    citizen = session.get_one(User, choice.citizen_id)
    queue_mail(
        session,
        "choice_has_news",
        user_id=citizen.id,
        language=citizen.language,
        values={},
        at=at,
        key=f"choice_has_news.{choice.id}.{choice.version}",
    )


def _owners(session: Session, choice: Choice) -> list[tuple[Organisation, User]]:
    organisation = session.get_one(Organisation, choice.organisation_id)
    return [
        (organisation, user)
        for membership, user in members(session, organisation.id)
        if membership.role == MemberRole.OWNER
    ]
