"""Let a colleague act for an organisation: somebody new by an invitation, somebody known at once."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from portal.accounts.links import send_invitation
from portal.locale import current_language
from portal.mail import queue_mail
from providers.audit.models import Actor
from providers.organisations import members
from providers.organisations.models import MemberRole, Membership, Organisation
from providers.organisations.team import NOT_IN_YET
from providers.people.commands import create_staff
from providers.people.models import User, UserKind
from providers.people.queries import find_user_by_email
from providers.people.staff import get_staff


class AddressNotUsable(Exception):
    """Nobody who can act for a provider has the address, and nobody new can have it."""


class Outcome(StrEnum):
    """Say what asking a colleague has led to."""

    INVITED = "invited"
    ADDED = "added"
    MEMBER_ALREADY = "member_already"


@dataclass(frozen=True, slots=True)
class Colleague:
    """Whom an owner asks, as they typed it, and in what role."""

    name: str
    email: str
    role: MemberRole


def invite(
    session: Session, organisation: Organisation, colleague: Colleague, *, by: Actor, at: datetime
) -> Outcome:
    """Make a colleague a member; raise AddressNotUsable for somebody else's address, or UserNotPossible."""
    members.hold(session, organisation.id)
    known = find_user_by_email(session, colleague.email)
    if known is None:
        user = create_staff(
            session,
            UserKind.PROVIDER,
            name=colleague.name,
            email=colleague.email,
            language=current_language(),
            by=by,
            at=at,
        )
        return _invite(session, organisation, user, colleague.role, by, at)
    if known.kind != UserKind.PROVIDER or known.disabled_at is not None:
        raise AddressNotUsable
    if members.find_member(session, organisation.id, known.id) is not None:
        return Outcome.MEMBER_ALREADY
    if get_staff(session, known.id, at).state in NOT_IN_YET:
        return _invite(session, organisation, known, colleague.role, by, at)
    membership = members.add(session, organisation, known, colleague.role, by=by, at=at)
    tell_of_rights(session, known, membership, at)
    return Outcome.ADDED


def tell_of_rights(session: Session, user: User, membership: Membership, at: datetime) -> None:
    """Mail somebody that their rights have changed, once for each beginning and end of a membership."""
    ended = "ended" if membership.ended_at else "begun"
    queue_mail(
        session,
        "rights_changed",
        user_id=user.id,
        language=user.language,
        values={},
        at=at,
        key=f"rights_changed.membership.{membership.id}.{ended}",
    )


def _invite(
    session: Session, organisation: Organisation, user: User, role: MemberRole, by: Actor, at: datetime
) -> Outcome:
    send_invitation(session, user, to_what=organisation.name, by=by, at=at)
    members.add(session, organisation, user, role, by=by, at=at)
    return Outcome.INVITED
