"""Who has looked at a citizen's facts, and why; nobody looks without a row that says so."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from providers.audit.commands import record
from providers.audit.models import person
from providers.people.models import Look, LookPurpose, User
from providers.people.profiles import CitizenFacts, facts_of, find_resident, get_citizen_to_change
from providers.people.queries import UserNotFound, find_profile
from providers.people.rules import State

# How long one look lets its viewer see the facts; whoever needs them later says again what for.
SHOWN_FOR = timedelta(minutes=15)
MINUTES_SHOWN = int(SHOWN_FOR.total_seconds()) // 60
# A form that comes twice within these is a double click, and one look.
SAME_LOOK_WITHIN = timedelta(seconds=10)


class NotAResident(UserNotFound):
    """To the viewer's municipality there is no such citizen."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Who looks, and for which municipality."""

    viewer_id: int
    municipality_code: str


def state_of_look(look: Look) -> State:
    """Describe a look for the audit trail."""
    return {"citizen": look.citizen_id, "viewer": look.viewer_id, "purpose": look.purpose}


def record_look(
    session: Session, viewer: User, citizen_id: int, purpose: LookPurpose, *, at: datetime
) -> Look:
    """Note that somebody looks at a citizen's facts; raise UserNotFound for whoever does not live there."""
    desk = Desk(viewer.id, viewer.municipality_code or "")
    get_citizen_to_change(session, citizen_id)
    if find_resident(session, citizen_id, desk.municipality_code) is None:
        raise NotAResident(f"Citizen {citizen_id} does not live in the viewer's municipality.")
    return _same_look(session, desk, citizen_id, purpose, at) or _new_look(
        session, desk, citizen_id, purpose, at
    )


def find_facts(
    session: Session, look_id: int, desk: Desk, citizen_id: int, *, at: datetime
) -> CitizenFacts | None:
    """Give a citizen's facts by the look that allows it; nothing once it is old or the citizen has moved.

    Whoever takes the municipality away shuts the door: saying it again later opens it to new looks only.
    """
    look = session.get(Look, look_id)
    if look is None or (look.viewer_id, look.citizen_id) != (desk.viewer_id, citizen_id):
        return None
    if not look.at <= at < look.at + SHOWN_FOR:
        return None
    if find_resident(session, citizen_id, desk.municipality_code) is None:
        return None
    if not _is_of_this_home(session, look):
        return None
    return facts_of(session, citizen_id)


def looks_at(session: Session, citizen_id: int, *, offset: int, limit: int) -> Sequence[Look]:
    """List who has looked at a citizen's facts, the latest first."""
    wanted = select(Look).where(Look.citizen_id == citizen_id).order_by(Look.at.desc(), Look.id.desc())
    return session.scalars(wanted.offset(offset).limit(limit)).all()


def count_looks(session: Session, citizen_id: int) -> int:
    """Count the looks at a citizen's facts."""
    return session.scalar(select(func.count(Look.id)).where(Look.citizen_id == citizen_id)) or 0


def _same_look(
    session: Session, desk: Desk, citizen_id: int, purpose: LookPurpose, at: datetime
) -> Look | None:
    wanted = select(Look).where(
        Look.citizen_id == citizen_id,
        Look.viewer_id == desk.viewer_id,
        Look.purpose == purpose,
        Look.at > at - SAME_LOOK_WITHIN,
    )
    latest = session.scalars(wanted.order_by(Look.id.desc()).limit(1)).one_or_none()
    return latest if latest and _is_of_this_home(session, latest) else None


def _is_of_this_home(session: Session, look: Look) -> bool:
    """Say whether a citizen has said nothing else about their home since somebody looked."""
    profile = find_profile(session, look.citizen_id)
    return profile is not None and profile.changed_at <= look.at


def _new_look(session: Session, desk: Desk, citizen_id: int, purpose: LookPurpose, at: datetime) -> Look:
    look = Look(
        citizen_id=citizen_id,
        viewer_id=desk.viewer_id,
        municipality_code=desk.municipality_code,
        purpose=purpose,
        at=at,
    )
    session.add(look)
    session.flush()
    after = state_of_look(look)
    record(session, person(desk.viewer_id), "citizen.looked_at", "look", look.id, after=after, at=at)
    return look
