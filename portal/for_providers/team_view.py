"""Turn the members of an organisation, and those who are asked to be, into the words of their page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from portal.labels import day_of, member_role_label
from portal.locale import gettext as _
from providers.organisations.members import CANNOT_ACT
from providers.organisations.models import Invitation, MemberRole
from providers.organisations.team import TeamMember
from providers.people.staff import StaffMember, StaffState


@dataclass(frozen=True, slots=True)
class MemberView:
    """A member, ready to print; `note` says what keeps them from signing in, if anything."""

    number: int
    name: str
    email: str
    role: str
    role_label: str
    since: str
    seen: str
    note: str
    is_waited_for: bool
    is_reader: bool
    is_able_owner: bool


@dataclass(frozen=True, slots=True)
class InvitationView:
    """An invitation that waits for an answer, ready to print: what an owner typed, and no more."""

    number: int
    name: str
    email: str
    role_label: str
    term: str


def present_invitation(invitation: Invitation, at: datetime) -> InvitationView:
    """Write one invitation."""
    day = day_of(invitation.expires_at)
    return InvitationView(
        number=invitation.id,
        name=invitation.name,
        email=invitation.email,
        role_label=member_role_label(invitation.role),
        term=_("Linket virker til %(day)s.", day=day)
        if at < invitation.expires_at
        else _("Linket virker ikke længere. Det udløb %(day)s.", day=day),
    )


def is_last_owner(team: Sequence[MemberView]) -> bool:
    """Say whether the reader is the only owner who can act, and so has to stay."""
    return [each.is_reader for each in team if each.is_able_owner] == [True]


def present_member(member: TeamMember, reader_id: int) -> MemberView:
    """Write one member."""
    user, seen_at = member.who.user, member.who.last_signed_in_at
    return MemberView(
        number=member.membership_id,
        name=user.name or "",
        email=user.email or "",
        role=member.role,
        role_label=member_role_label(member.role),
        since=day_of(member.begun_at) if member.who.has_way_in else "",
        seen=day_of(seen_at) if seen_at else "",
        note=_note(member.who),
        is_waited_for=member.is_waited_for,
        is_reader=user.id == reader_id,
        is_able_owner=member.role is MemberRole.OWNER and member.who.state not in CANNOT_ACT,
    )


def _note(who: StaffMember) -> str:
    day = day_of(who.invited_until) if who.invited_until else ""
    if who.state is StaffState.INVITED:
        return _("Inviteret, men har ikke svaret. Invitationen udløber den %(day)s.", day=day)
    if who.state is StaffState.EXPIRED:
        return _("Har ikke svaret. Invitationen udløb den %(day)s.", day=day)
    if who.state is StaffState.NOT_INVITED:
        return _("Har ikke fået en invitation.")
    if who.state is StaffState.DISABLED:
        return _("Kontoen er lukket, så personen kan ikke logge ind.")
    return ""
