"""What a citizen tells about themselves, and whom a municipality may therefore help."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session

from providers.audit.commands import record
from providers.audit.models import Actor
from providers.clock import danish_day
from providers.people.models import CitizenProfile, LoginSession, User, UserKind
from providers.people.queries import UserNotFound, find_profile
from providers.people.rules import State
from providers.reference.queries import municipality_names


class ProfileNotPossible(Exception):
    """A citizen can't tell this; `fact` is a code that says why."""

    def __init__(self, fact: str) -> None:
        super().__init__(f"The profile is not possible: {fact}.")
        self.fact = fact


@dataclass(frozen=True, slots=True)
class CitizenFacts:
    """All that a caseworker can see of a citizen."""

    municipality_code: str
    told_on: date
    joined_on: date
    last_signed_in_on: date | None


def state_of_profile(_profile: CitizenProfile) -> State:
    """Describe a profile for the audit trail: that a home is told, never which, since the trail stays."""
    return {"told": True}


def tell_home(session: Session, citizen: User, municipality_code: str, *, by: Actor, at: datetime) -> None:
    """Note in which municipality a citizen lives; raise ProfileNotPossible for one that does not exist."""
    if citizen.kind != UserKind.CITIZEN:
        raise ProfileNotPossible("not_a_citizen")
    if municipality_code not in municipality_names(danish_day(at)):
        raise ProfileNotPossible("no_such_municipality")
    profile = find_profile(session, citizen.id)
    before = state_of_profile(profile) if profile else None
    if profile is None:
        profile = CitizenProfile(user_id=citizen.id, municipality_code=municipality_code, changed_at=at)
        session.add(profile)
    elif profile.municipality_code != municipality_code:
        profile.municipality_code, profile.changed_at = municipality_code, at
    else:
        return
    session.flush()
    action = "profile.changed" if before else "profile.told"
    after = state_of_profile(profile)
    record(session, by, action, "profile", citizen.id, before=before, after=after, at=at)


def forget_home(session: Session, citizen: User, *, by: Actor, at: datetime) -> None:
    """Forget where a citizen lives, so that no municipality can look; one that is not known stays so."""
    profile = find_profile(session, citizen.id)
    if profile is None:
        return
    before = state_of_profile(profile)
    session.delete(profile)
    session.flush()
    record(session, by, "profile.removed", "profile", citizen.id, before=before, at=at)


def get_citizen_to_change(session: Session, user_id: int) -> User:
    """Give a citizen, held until the transaction ends, so that a look, a move and an erasing come one by one.

    Raise UserNotFound when there is no such citizen, or none any more.
    """
    wanted = select(User).where(User.id == user_id, User.kind == UserKind.CITIZEN)
    citizen = session.scalars(wanted.with_for_update()).one_or_none()
    if citizen is None:
        raise UserNotFound(f"There is no citizen {user_id}.")
    return citizen


def residents(session: Session, municipality_code: str, *, offset: int, limit: int) -> Sequence[int]:
    """List by number the citizens who have said that they live in a municipality, the newest first."""
    wanted = select(User.id).where(*_living_in(municipality_code)).order_by(User.id.desc())
    return session.scalars(wanted.offset(offset).limit(limit)).all()


def count_residents(session: Session, municipality_code: str) -> int:
    """Count the citizens who have said that they live in a municipality."""
    return session.scalar(select(func.count(User.id)).where(*_living_in(municipality_code))) or 0


def find_resident(session: Session, citizen_id: int, municipality_code: str) -> User | None:
    """Find a citizen who lives in a municipality now; whoever has moved is nobody to it."""
    wanted = select(User).where(User.id == citizen_id, *_living_in(municipality_code))
    return session.scalars(wanted).one_or_none()


def facts_of(session: Session, citizen_id: int) -> CitizenFacts | None:
    """Give what a caseworker sees of a citizen; only for somebody whose look stands already."""
    wanted = select(User, CitizenProfile).join(CitizenProfile, CitizenProfile.user_id == User.id)
    found = session.execute(wanted.where(User.id == citizen_id)).one_or_none()
    if found is None:
        return None
    citizen, profile = found
    last = session.scalar(select(func.max(LoginSession.begun_at)).where(LoginSession.user_id == citizen.id))
    return CitizenFacts(
        municipality_code=profile.municipality_code,
        told_on=danish_day(profile.changed_at),
        joined_on=danish_day(citizen.created_at),
        last_signed_in_on=danish_day(last) if last else None,
    )


def _living_in(municipality_code: str) -> tuple[ColumnElement[bool], ...]:
    home = exists().where(
        CitizenProfile.user_id == User.id, CitizenProfile.municipality_code == municipality_code
    )
    return (User.kind == UserKind.CITIZEN, User.disabled_at.is_(None), home)
