"""Choose a listing, change to another one, or leave the choice: what the citizen does."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from providers.clock import danish_day
from providers.courses.codes import ChoiceAction, ChoiceState, EndGround, How, Party
from providers.courses.decisions import (
    LEAST_LEAVE_REASON,
    NotChoosable,
    answer_day,
    not_choosable,
    places_left,
)
from providers.courses.models import Choice, ChoiceContact
from providers.courses.moving import (
    CONTACT_CHANGED,
    Act,
    ChoiceNotFound,
    advance,
    begin,
    hold,
    hold_open_choice,
    note,
    require_reason,
)
from providers.courses.queries import find_choice_case, held_since_confirmed
from providers.listings.models import Availability, Listing, ListingVersion
from providers.listings.queries import current_versions
from providers.people.profiles import get_citizen_to_change
from providers.people.queries import find_profile

LEFT_BY_THE_CITIZEN = (ChoiceState.CHANGED, ChoiceState.WITHDRAWN)


class HomeNotTold(Exception):
    """The citizen has not said where they live, so nobody knows who may help them."""


class AlreadyChosen(Exception):
    """The citizen has a choice that is open, or has chosen this listing already."""


class ListingCannotBeChosen(Exception):
    """The listing is nothing that this citizen can choose now; `fact` says why."""

    def __init__(self, fact: NotChoosable) -> None:
        super().__init__(f"The listing can't be chosen: {fact}.")
        self.fact = fact


class ListingHasChanged(Exception):
    """The listing says something else now than when the citizen read it."""


class NoPlaceLeft(Exception):
    """Others have taken the places that the listing has stated."""


class TooManyChanges(Exception):
    """The citizen has left as many choices as this installation allows."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a citizen chooses: a listing as they read it, for which target group, and how they are reached.

    `seen_version` is the number of the listing's version that stood on the page. `sealed_contact` is opaque
    here: the portal seals and opens it.
    """

    listing_id: int
    seen_version: int
    target_group: str
    sealed_contact: str


@dataclass(frozen=True, slots=True)
class Terms:
    """What an installation allows: working days that an actor has to answer, and changes of a citizen."""

    days_to_answer: int
    changes_allowed: int


def choose(session: Session, citizen_id: int, wish: Wish, *, terms: Terms, act: Act) -> Choice:
    """Choose a listing and hold a place in it until the actor has answered.

    Whether its actor is approved, and whether the law and the trial let this citizen choose it, is known to
    whoever calls. Raises HomeNotTold, AlreadyChosen, ListingCannotBeChosen, ListingHasChanged, NoPlaceLeft or
    TooManyChanges; let these undo the transaction. A suggestion of the default rule gives way. Where the
    municipality has said the target group, its word counts and not the citizen's.
    """
    get_citizen_to_change(session, citizen_id)
    standing = hold_open_choice(session, citizen_id)
    if standing is not None and standing.state != ChoiceState.SUGGESTED:
        raise AlreadyChosen
    return _replace(session, citizen_id, standing, wish, reason=None, terms=terms, act=act)


def change(  # noqa: PLR0913 - what is left, what is chosen instead and why are each named
    session: Session,
    citizen_id: int,
    choice_id: int,
    wish: Wish,
    *,
    seen: int,
    reason: str | None,
    terms: Terms,
    act: Act,
) -> Choice:
    """Choose another listing instead, and give the new choice; a course that has started needs a reason.

    Raises what `choose` raises, and ReasonIsMissing, MoveNotAllowed or ChoiceHasChanged.
    """
    get_citizen_to_change(session, citizen_id)
    standing = _own(session, citizen_id, choice_id, seen)
    if standing.listing_id == wish.listing_id and standing.state != ChoiceState.SUGGESTED:
        raise AlreadyChosen
    return _replace(session, citizen_id, standing, wish, reason=reason, terms=terms, act=act)


def withdraw(
    session: Session, citizen_id: int, choice_id: int, *, seen: int, reason: str | None, act: Act
) -> Choice:
    """Leave a choice without another one; a course that has started needs a reason."""
    get_citizen_to_change(session, citizen_id)
    choice = _own(session, citizen_id, choice_id, seen)
    _leave(session, choice, ChoiceAction.WITHDRAW, reason, act)
    return choice


def change_contact(
    session: Session, citizen_id: int, choice_id: int, sealed_contact: str, *, seen: int, act: Act
) -> None:
    """Let the actor reach the citizen in another way; what is sealed here is opened by the portal only."""
    choice = _own(session, citizen_id, choice_id, seen)
    contact = session.get(ChoiceContact, choice.id)
    if contact is None:
        contact = ChoiceContact(choice_id=choice.id, citizen_id=citizen_id)
        session.add(contact)
    contact.sealed, contact.given_at = sealed_contact, act.at
    note(session, choice, CONTACT_CHANGED, act=act)


def changes_made(session: Session, citizen_id: int) -> int:
    """Count the choices of their own that a citizen has left; those that fell by themselves do not count."""
    wanted = select(func.count(Choice.id)).where(
        Choice.citizen_id == citizen_id, Choice.how == How.CHOSEN, Choice.state.in_(LEFT_BY_THE_CITIZEN)
    )
    return session.scalar(wanted) or 0


def take_place(session: Session, listing_id: int, at: datetime) -> datetime:
    """Make sure of a place in a listing until the transaction ends, or raise NoPlaceLeft; say since when.

    Whoever had to wait while the places were confirmed took none of the earlier ones, so their place is held
    since then and not since they asked.
    """
    stated = session.get(Availability, listing_id, with_for_update=True, populate_existing=True)
    if stated is None:
        return at
    held = held_since_confirmed(session, [listing_id]).get(listing_id, 0)
    if places_left(stated.places, held) == 0:
        raise NoPlaceLeft
    return max(at, stated.confirmed_at)


def published(
    session: Session, listing_id: int, *, municipality_code: str, target_group: str
) -> ListingVersion:
    """Give what a listing says to citizens now, or raise ListingCannotBeChosen."""
    listing = session.get_one(Listing, listing_id)
    version = current_versions(session, listing.id).published
    if version is None or listing.withdrawn_at is not None:
        raise ListingCannotBeChosen(NotChoosable.WITHDRAWN)
    fact = not_choosable(version.content, municipality_code=municipality_code, target_group=target_group)
    if fact is not None:
        raise ListingCannotBeChosen(fact)
    return version


def _own(session: Session, citizen_id: int, choice_id: int, seen: int) -> Choice:
    choice = hold(session, choice_id, seen=seen)
    if choice.citizen_id != citizen_id:
        raise ChoiceNotFound(f"Citizen {citizen_id} has no choice {choice_id}.")
    return choice


def _replace(
    session: Session,
    citizen_id: int,
    standing: Choice | None,
    wish: Wish,
    *,
    reason: str | None,
    terms: Terms,
    act: Act,
) -> Choice:
    home = find_profile(session, citizen_id)
    if home is None:
        raise HomeNotTold
    case = find_choice_case(session, citizen_id)
    corrected = case.target_group if case and case.target_group != wish.target_group else None
    version = published(
        session,
        wish.listing_id,
        municipality_code=home.municipality_code,
        target_group=corrected or wish.target_group,
    )
    if version.id != wish.seen_version:
        raise ListingHasChanged
    held_at = take_place(session, wish.listing_id, act.at)
    if standing is not None:
        _leave(session, standing, ChoiceAction.CHANGE, reason, act)
    if changes_made(session, citizen_id) > terms.changes_allowed:
        raise TooManyChanges
    choice = Choice(
        citizen_id=citizen_id,
        listing_id=wish.listing_id,
        listing_version_id=version.id,
        organisation_id=session.get_one(Listing, wish.listing_id).organisation_id,
        municipality_code=home.municipality_code,
        target_group=wish.target_group,
        corrected_group=corrected,
        how=How.CHOSEN,
        state=ChoiceState.WAITING,
        made_at=act.at,
        held_at=held_at,
        answer_by=answer_day(act.at, terms.days_to_answer),
        version=1,
    )
    session.add(choice)
    session.flush()
    session.add(
        ChoiceContact(choice_id=choice.id, citizen_id=citizen_id, sealed=wish.sealed_contact, given_at=act.at)
    )
    begin(session, choice, act=act)
    return choice


def _leave(session: Session, choice: Choice, action: ChoiceAction, reason: str | None, act: Act) -> None:
    """Close a choice as its citizen wishes, and the course that it has become."""
    facts: dict[str, object] = {}
    if choice.state == ChoiceState.RUNNING:
        facts = {
            "leave_reason": require_reason(reason, LEAST_LEAVE_REASON),
            "ended_on": danish_day(act.at),
            "ended_by": Party.CITIZEN,
            "end_ground": EndGround.CHANGED if action is ChoiceAction.CHANGE else EndGround.STOPPED,
        }
    advance(session, choice, action, act=act, facts=facts)
