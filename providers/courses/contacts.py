"""Open a citizen's contact details: for the chosen actor and the home municipality, and never unseen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from providers.audit.commands import record
from providers.audit.models import State, person
from providers.courses.codes import HOLDING, ContactPurpose
from providers.courses.models import Choice, ChoiceContact, ContactLook
from providers.courses.moving import ChoiceNotFound, hold_with_citizen
from providers.people.profiles import find_resident

# How long one look lets its viewer see the details; whoever needs them later says again what for.
SHOWN_FOR = timedelta(minutes=15)
# A form that comes twice within these is a double click, and one look.
SAME_LOOK_WITHIN = timedelta(seconds=10)


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks: for an actor, or for a municipality, and never for both."""

    user_id: int
    organisation_id: int | None = None
    municipality_code: str | None = None


def state_of_contact_look(look: ContactLook) -> dict[str, State]:
    """Describe a look for the audit trail; who looked is told by the event itself."""
    return {"citizen": look.citizen_id, "choice": look.choice_id, "purpose": look.purpose}


def look_at_contact(
    session: Session, viewer: Viewer, choice_id: int, purpose: ContactPurpose, *, at: datetime
) -> ContactLook:
    """Note that somebody opens contact details; raise ChoiceNotFound for whom the choice is no concern of."""
    choice = hold_with_citizen(session, choice_id)
    if not _may_look(session, choice, viewer):
        raise ChoiceNotFound(f"There is no choice {choice_id} for the viewer.")
    return _same_look(session, viewer, choice, purpose, at) or _new_look(session, viewer, choice, purpose, at)


def find_contact(
    session: Session, look_id: int, viewer: Viewer, choice_id: int, *, at: datetime
) -> ChoiceContact | None:
    """Give contact details, still sealed, by the look that allows it; nothing once that is old."""
    look = session.get(ContactLook, look_id)
    if look is None or (look.viewer_id, look.choice_id) != (viewer.user_id, choice_id):
        return None
    if not look.at <= at < look.at + SHOWN_FOR:
        return None
    choice = session.get(Choice, choice_id)
    if choice is None or not _may_look(session, choice, viewer):
        return None
    return session.get(ChoiceContact, choice_id)


def own_contact(session: Session, citizen_id: int, choice_id: int) -> ChoiceContact | None:
    """Give a citizen their own contact details, still sealed."""
    wanted = select(ChoiceContact).where(
        ChoiceContact.choice_id == choice_id, ChoiceContact.citizen_id == citizen_id
    )
    return session.scalars(wanted).one_or_none()


def contact_looks_at(session: Session, citizen_id: int, *, offset: int, limit: int) -> Sequence[ContactLook]:
    """List who has opened a citizen's contact details, the latest first."""
    wanted = select(ContactLook).where(ContactLook.citizen_id == citizen_id)
    order = (ContactLook.at.desc(), ContactLook.id.desc())
    return session.scalars(wanted.order_by(*order).offset(offset).limit(limit)).all()


def count_contact_looks(session: Session, citizen_id: int) -> int:
    """Count the same."""
    wanted = select(func.count(ContactLook.id)).where(ContactLook.citizen_id == citizen_id)
    return session.scalar(wanted) or 0


def _may_look(session: Session, choice: Choice, viewer: Viewer) -> bool:
    """Say whether a choice is a concern of the viewer: it stands, and is of their actor or municipality.

    A citizen who has moved since is no concern of the old municipality any more.
    """
    if choice.state not in HOLDING:
        return False
    if viewer.organisation_id is not None:
        return choice.organisation_id == viewer.organisation_id
    home = viewer.municipality_code
    if home is None or choice.municipality_code != home:
        return False
    return find_resident(session, choice.citizen_id, home) is not None


def _same_look(
    session: Session, viewer: Viewer, choice: Choice, purpose: ContactPurpose, at: datetime
) -> ContactLook | None:
    wanted = select(ContactLook).where(
        ContactLook.choice_id == choice.id,
        ContactLook.viewer_id == viewer.user_id,
        ContactLook.purpose == purpose,
        ContactLook.at > at - SAME_LOOK_WITHIN,
    )
    return session.scalars(wanted.order_by(ContactLook.id.desc()).limit(1)).one_or_none()


def _new_look(
    session: Session, viewer: Viewer, choice: Choice, purpose: ContactPurpose, at: datetime
) -> ContactLook:
    look = ContactLook(
        choice_id=choice.id,
        citizen_id=choice.citizen_id,
        viewer_id=viewer.user_id,
        organisation_id=viewer.organisation_id,
        municipality_code=None if viewer.organisation_id is not None else viewer.municipality_code,
        purpose=purpose,
        at=at,
    )
    session.add(look)
    session.flush()
    after = state_of_contact_look(look)
    record(session, person(viewer.user_id), "contact_look.made", "contact_look", look.id, after=after, at=at)
    return look
