"""Choices for tests: listings with places, citizens who choose them, and the courses that come of it."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from providers.clock import danish_day
from providers.courses import answering, choosing, running
from providers.courses.choosing import Terms, Wish
from providers.courses.models import Choice
from providers.courses.moving import Act, of_person
from providers.listings.commands import set_availability
from providers.listings.models import Listing
from providers.listings.queries import current_versions
from providers.organisations.models import Organisation
from providers.people.models import User
from tests.factories.organisations import make_content, make_listing, make_organisation
from tests.factories.people import AARHUS, AT, make_citizen

# A Monday, so that five working days end on the Monday after.
CHOSEN_AT = AT + timedelta(days=1)
CHOSEN_ON = date(2026, 11, 23)
ANSWER_BY = date(2026, 11, 30)
TERMS = Terms(days_to_answer=5, changes_allowed=2)
GROUP = "dagpenge"
SEALED = "the sealed contact details of a citizen"
REASON = "Vi har desværre ingen ledige mentorer lige nu."


def make_offer(
    session: Session, number: int = 1, *, places: int | None = None, at: datetime = AT, **content: Any
) -> Listing:
    """Publish a listing of an approved organisation, with so many free places stated, or none stated."""
    listing = make_listing(session, make_organisation(session, number), content=make_content(**content))
    set_availability(session, listing, places=places, waiting_days=7, at=at)
    return listing


def wish_for(session: Session, listing: Listing, group: str = GROUP) -> Wish:
    """Say what a citizen chooses who has read the listing as it stands."""
    version = current_versions(session, listing.id).published
    return Wish(listing.id, version.id if version else 0, group, SEALED)


def make_choice(
    session: Session, listing: Listing, citizen: User | None = None, *, at: datetime = CHOSEN_AT
) -> Choice:
    """Have a citizen choose a listing; one who lives in Aarhus unless the test says otherwise."""
    citizen = citizen or make_citizen(session, AARHUS)
    wish = wish_for(session, listing)
    return choosing.choose(session, citizen.id, wish, terms=TERMS, act=of_person(citizen.id, at))


def accepted(session: Session, choice: Choice, act: Act) -> Choice:
    """Have the actor say yes."""
    return answering.accept(session, choice.id, seen=choice.version, act=act)


def started(session: Session, choice: Choice, act: Act) -> Choice:
    """Have the actor say yes and begin on the same day."""
    accepted(session, choice, act)
    on = danish_day(act.at)
    return running.start(
        session, choice.id, seen=choice.version, on=on, planned_end=on + timedelta(days=90), act=act
    )


def organisation_of(session: Session, listing: Listing) -> Organisation:
    """Give the organisation behind a listing."""
    return session.get_one(Organisation, listing.organisation_id)
