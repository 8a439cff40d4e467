"""Gather what the office knows of the organisations that somebody acts for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from portal.sessions import Member
from providers.approval.models import Approval
from providers.approval.queries import approvals_of
from providers.listings.queries import OwnListing, listings_of
from providers.organisations.invitations import count_unanswered
from providers.organisations.team import TeamMember, teams_of


@dataclass(frozen=True, slots=True)
class Office:
    """An organisation as those see it who act for it."""

    member: Member
    team: list[TeamMember]
    approvals: list[Approval]
    listings: list[OwnListing]
    invitations: int


def offices(session: Session, members: Sequence[Member], at: datetime) -> list[Office]:
    """Give the organisations that somebody acts for, in as many statements for one as for fifty."""
    numbers = [member.organisation_id for member in members]
    teams = teams_of(session, numbers, at)
    approvals = approvals_of(session, numbers)
    listings = listings_of(session, numbers)
    invitations = count_unanswered(session, numbers)
    return [
        Office(
            member,
            teams[member.organisation_id],
            [each for each in approvals if each.organisation_id == member.organisation_id],
            [each for each in listings if each.listing.organisation_id == member.organisation_id],
            invitations[member.organisation_id],
        )
        for member in members
    ]
