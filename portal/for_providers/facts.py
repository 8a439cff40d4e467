"""Gather what the office knows of the organisations that somebody acts for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from portal.sessions import Member
from providers.approval.cases.following_up import Followed, binding
from providers.approval.cases.models import ApprovalCase
from providers.approval.cases.queries import open_cases_of
from providers.approval.models import Approval
from providers.approval.queries import approvals_of
from providers.clock import danish_day
from providers.listings.queries import OwnListing, listings_of
from providers.organisations.invitations import count_unanswered
from providers.organisations.team import TeamMember, teams_of
from ratings.measured_results.release_queries import NewResults, new_results_of

# Results that came out longer ago are no news any more.
NEWS_FOR = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Office:
    """An organisation as those see it who act for it."""

    member: Member
    team: list[TeamMember]
    approvals: list[Approval]
    listings: list[OwnListing]
    invitations: int
    results: list[NewResults]
    cases: list[tuple[ApprovalCase, date | None]]
    conditions: list[Followed]


def offices(session: Session, members: Sequence[Member], at: datetime) -> list[Office]:
    """Give the organisations that somebody acts for, in as many statements for one as for fifty."""
    numbers = [member.organisation_id for member in members]
    teams = teams_of(session, numbers, at)
    approvals = approvals_of(session, numbers)
    listings = listings_of(session, numbers)
    invitations = count_unanswered(session, numbers)
    results = new_results_of(session, numbers, since=at - NEWS_FOR)
    cases = open_cases_of(session, numbers)
    conditions = binding(session, danish_day(at), numbers)
    return [
        Office(
            member,
            teams[member.organisation_id],
            [each for each in approvals if each.organisation_id == member.organisation_id],
            [each for each in listings if each.listing.organisation_id == member.organisation_id],
            invitations[member.organisation_id],
            [each for each in results if each.organisation_id == member.organisation_id],
            [(case, due) for case, due in cases if case.organisation_id == member.organisation_id],
            [each for each in conditions if each.decision.organisation_id == member.organisation_id],
        )
        for member in members
    ]
