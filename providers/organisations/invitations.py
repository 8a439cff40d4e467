"""Ask people by their mail address to act for an organisation; they are members once they say yes."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from providers.audit.commands import record
from providers.audit.models import Actor, person
from providers.organisations import members
from providers.organisations.models import Invitation, MemberRole, Membership, Organisation
from providers.people.commands import tidy_name_and_email
from providers.people.models import LinkPurpose, User, UserKind
from providers.people.queries import find_user_by_email
from providers.people.rules import LIFETIME, State, tidy_email

# A second click, or impatience; mails take a while.
SEND_AGAIN_AFTER = timedelta(minutes=5)


class InvitationNotUsable(Exception):
    """An invitation can't be answered (any more); `fact` is unknown, used, withdrawn or expired."""

    def __init__(self, fact: str) -> None:
        super().__init__(f"The invitation is {fact}.")
        self.fact = fact


class InvitationNotTheirs(Exception):
    """Somebody else was invited, or this user can act for no organisation."""


class InvitationNotFound(Exception):
    """The organisation has no invitation with this number."""


class Asked(StrEnum):
    """Say what asking somebody has led to."""

    INVITED = "invited"
    REPLACED = "replaced"
    SENT_LATELY = "sent_lately"
    MEMBER_ALREADY = "member_already"


@dataclass(frozen=True, slots=True)
class Colleague:
    """Whom an owner asks, as they typed it, and in what role."""

    name: str
    email: str
    role: MemberRole


def invite(
    session: Session, organisation: Organisation, colleague: Colleague, *, nonce: str, by: Actor, at: datetime
) -> tuple[Asked, Invitation | None]:
    """Ask somebody, whether or not the portal knows the address; an earlier invitation gives way.

    Raise UserNotPossible for what can be no name or no address. Only a new invitation wants a mail.
    """
    name, email = tidy_name_and_email(colleague.name, colleague.email)
    members.hold(session, organisation.id)
    known = find_user_by_email(session, email)
    if known is not None and members.find_member(session, organisation.id, known.id) is not None:
        return Asked.MEMBER_ALREADY, None
    earlier = _find_unanswered(session, organisation.id, email)
    if earlier is not None and _says(earlier, name, colleague.role) and not may_send_again(earlier, at):
        return Asked.SENT_LATELY, None
    if earlier is not None:
        withdraw(session, earlier, by=by, at=at)
    made = Invitation(
        organisation_id=organisation.id,
        email=email,
        name=name,
        role=colleague.role,
        nonce=nonce,
        invited_by=by.id,
        made_at=at,
        expires_at=at + LIFETIME[LinkPurpose.INVITATION],
    )
    session.add(made)
    session.flush()
    record(session, by, "invitation.made", "invitation", made.id, after=state_of_invitation(made), at=at)
    is_other = earlier is not None and not _says(earlier, name, colleague.role)
    return Asked.REPLACED if is_other else Asked.INVITED, made


def withdraw(session: Session, invitation: Invitation, *, by: Actor, at: datetime) -> None:
    """Make an invitation stop working; one that was answered or withdrawn already stays as it is."""
    _hold(session, invitation)
    if not _is_unanswered(invitation):
        return
    before = state_of_invitation(invitation)
    invitation.withdrawn_at = at
    session.flush()
    _record(session, "invitation.withdrawn", invitation, before, by, at)


def accept(session: Session, invitation: Invitation, user: User, *, at: datetime) -> Membership:
    """Make whoever was invited a member, by their own will; raise InvitationNotTheirs for anybody else."""
    _hold(session, invitation)
    require_usable(invitation, at)
    if not is_for(invitation, user) or user.disabled_at is not None:
        raise InvitationNotTheirs
    organisation = session.get_one(Organisation, invitation.organisation_id)
    membership = members.find_member(session, organisation.id, user.id)
    if membership is None:
        role = MemberRole(invitation.role)
        membership = members.add(session, organisation, user, role, by=person(user.id), at=at)
    before = state_of_invitation(invitation)
    invitation.accepted_at, invitation.accepted_by = at, user.id
    session.flush()
    _record(session, "invitation.accepted", invitation, before, person(user.id), at)
    return membership


def is_for(invitation: Invitation, user: User) -> bool:
    """Say whether an invitation was sent to somebody who can act for an organisation."""
    return user.email == invitation.email and user.kind == UserKind.PROVIDER


def may_send_again(invitation: Invitation, at: datetime) -> bool:
    """Say whether the latest mail about an invitation has had time to arrive."""
    return at - invitation.made_at >= SEND_AGAIN_AFTER


def is_usable(invitation: Invitation, at: datetime) -> bool:
    """Say whether an invitation can be answered."""
    return _is_unanswered(invitation) and at < invitation.expires_at


def require_usable(invitation: Invitation, at: datetime) -> None:
    """Raise InvitationNotUsable unless an invitation can be answered."""
    if invitation.accepted_at is not None:
        raise InvitationNotUsable("used")
    if invitation.withdrawn_at is not None:
        raise InvitationNotUsable("withdrawn")
    if at >= invitation.expires_at:
        raise InvitationNotUsable("expired")


def unanswered(session: Session, organisation_id: int) -> Sequence[Invitation]:
    """List an organisation's invitations that wait for an answer or have run out, the oldest first."""
    wanted = _unanswered().where(Invitation.organisation_id == organisation_id)
    return session.scalars(wanted.order_by(Invitation.id)).all()


def open_invitations_to(session: Session, email: str, at: datetime) -> list[tuple[Invitation, Organisation]]:
    """List what somebody can still answer at an address, with who invites, the oldest first."""
    wanted = select(Invitation, Organisation).join(
        Organisation, Organisation.id == Invitation.organisation_id
    )
    wanted = wanted.where(Invitation.email == tidy_email(email)).order_by(Invitation.id)
    return [(made, organisation) for made, organisation in session.execute(wanted) if is_usable(made, at)]


def count_unanswered(session: Session, organisation_ids: Collection[int]) -> dict[int, int]:
    """Count the unanswered invitations of each of some organisations, in one statement."""
    wanted = select(Invitation.organisation_id, func.count()).where(
        Invitation.organisation_id.in_(organisation_ids),
        Invitation.accepted_at.is_(None),
        Invitation.withdrawn_at.is_(None),
    )
    found = {row[0]: row[1] for row in session.execute(wanted.group_by(Invitation.organisation_id))}
    return {identity: found.get(identity, 0) for identity in organisation_ids}


def get_invitation(session: Session, organisation_id: int, invitation_id: int) -> Invitation:
    """Give one of an organisation's invitations, or raise InvitationNotFound."""
    invitation = session.get(Invitation, invitation_id)
    if invitation is None or invitation.organisation_id != organisation_id:
        raise InvitationNotFound(f"Organisation {organisation_id} has no invitation {invitation_id}.")
    return invitation


def state_of_invitation(invitation: Invitation) -> State:
    """Describe an invitation for the audit trail; the address stays out of it."""
    ended = "accepted" if invitation.accepted_at else "withdrawn" if invitation.withdrawn_at else None
    return {
        "organisation": invitation.organisation_id,
        "role": invitation.role,
        "user": invitation.accepted_by,
        "ended": ended,
    }


def _hold(session: Session, invitation: Invitation) -> None:
    """Make others wait who would answer or withdraw the same invitation."""
    members.hold(session, invitation.organisation_id)
    session.refresh(invitation)


def _says(invitation: Invitation, name: str, role: MemberRole) -> bool:
    return invitation.name == name and invitation.role == role


def _is_unanswered(invitation: Invitation) -> bool:
    return invitation.accepted_at is None and invitation.withdrawn_at is None


def _find_unanswered(session: Session, organisation_id: int, email: str) -> Invitation | None:
    wanted = _unanswered().where(Invitation.organisation_id == organisation_id, Invitation.email == email)
    return session.scalars(wanted).one_or_none()


def _unanswered() -> Select[Invitation]:
    return select(Invitation).where(Invitation.accepted_at.is_(None), Invitation.withdrawn_at.is_(None))


def _record(
    session: Session, action: str, invitation: Invitation, before: State, by: Actor, at: datetime
) -> None:
    after = state_of_invitation(invitation)
    record(session, by, action, "invitation", invitation.id, before=before, after=after, at=at)
