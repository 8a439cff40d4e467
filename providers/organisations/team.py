"""Read who acts for organisations: since when, and how they stand."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from providers.alphabet import danish_key
from providers.organisations.models import MemberRole, Membership
from providers.people.staff import StaffMember, StaffState, staff_among

# They were asked to act for somebody and can't sign in yet.
NOT_IN_YET = frozenset({StaffState.INVITED, StaffState.EXPIRED, StaffState.NOT_INVITED})


@dataclass(frozen=True, slots=True)
class TeamMember:
    """Somebody who acts for an organisation, or has been asked to."""

    membership_id: int
    who: StaffMember
    role: MemberRole
    begun_at: datetime

    @property
    def is_waited_for(self) -> bool:
        """Say whether they have yet to answer their invitation."""
        return self.who.state in NOT_IN_YET


def team_of(session: Session, organisation_id: int, at: datetime) -> list[TeamMember]:
    """List who acts for an organisation, owners first, then by name."""
    return teams_of(session, [organisation_id], at)[organisation_id]


def teams_of(
    session: Session, organisation_ids: Collection[int], at: datetime
) -> dict[int, list[TeamMember]]:
    """List who acts for each of some organisations, in two statements however many there are."""
    wanted = select(Membership).where(
        Membership.organisation_id.in_(organisation_ids), Membership.ended_at.is_(None)
    )
    memberships = session.scalars(wanted.order_by(Membership.id)).all()
    known = staff_among(session, {membership.user_id for membership in memberships}, at)
    teams: dict[int, list[TeamMember]] = {identity: [] for identity in organisation_ids}
    for membership in memberships:
        teams[membership.organisation_id].append(
            TeamMember(
                membership.id, known[membership.user_id], MemberRole(membership.role), membership.begun_at
            )
        )
    return {identity: sorted(team, key=_place) for identity, team in teams.items()}


def _place(member: TeamMember) -> tuple[bool, str, int]:
    return member.role is not MemberRole.OWNER, danish_key(member.who.user.name or ""), member.membership_id
