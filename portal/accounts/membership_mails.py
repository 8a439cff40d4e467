"""Mail those whom a change of an organisation's members concerns."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.mail import queue_mail
from providers.organisations.members import memberships_of, owners_but
from providers.organisations.models import Membership, Organisation
from providers.people.models import User


def tell_of_rights(session: Session, user: User, membership: Membership, at: datetime) -> None:
    """Mail somebody what they may do from now on, once for each beginning and end of a membership."""
    ended = membership.ended_at is not None
    organisation = session.get_one(Organisation, membership.organisation_id)
    queue_mail(
        session,
        "rights_changed",
        user_id=user.id,
        language=user.language,
        values={"organisation": organisation.name, "role": "" if ended else membership.role},
        at=at,
        key=f"rights_changed.membership.{membership.id}.{'ended' if ended else 'begun'}",
    )


def tell_owners(session: Session, joined: Membership, at: datetime) -> None:
    """Mail the other owners that somebody has said yes; the list of members says who."""
    organisation = session.get_one(Organisation, joined.organisation_id)
    for owner in owners_but(session, organisation.id, joined.user_id, at):
        queue_mail(
            session,
            "member_joined",
            user_id=owner.id,
            language=owner.language,
            values={"organisation": organisation.name, "role": joined.role},
            at=at,
            key=f"member_joined.{joined.id}.{owner.id}",
        )


def tell_owners_of_answer(session: Session, user: User, at: datetime) -> None:
    """Mail the other owners, wherever there are some, that whom the authority invited has said yes."""
    for membership, _organisation in memberships_of(session, user.id):
        tell_owners(session, membership, at)
