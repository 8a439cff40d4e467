"""Read choices, courses, absences and the municipality's cases about them."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from providers.courses.codes import HOLDING, OPEN, ChoiceState
from providers.courses.decisions import places_left
from providers.courses.models import Absence, Choice, ChoiceCase, NoneFits
from providers.courses.moving import ChoiceNotFound
from providers.listings.models import Availability


def find_choice(session: Session, choice_id: int) -> Choice | None:
    """Find a choice by its number; whether the reader may see it is for the caller to say."""
    return session.get(Choice, choice_id)


def get_choice(session: Session, choice_id: int) -> Choice:
    """Give a choice by its number, or raise ChoiceNotFound."""
    choice = find_choice(session, choice_id)
    if choice is None:
        raise ChoiceNotFound(f"There is no choice {choice_id}.")
    return choice


def find_choice_of_citizen(session: Session, choice_id: int, citizen_id: int) -> Choice | None:
    """Find a choice that is the citizen's own; nobody else's is there."""
    wanted = select(Choice).where(Choice.id == choice_id, Choice.citizen_id == citizen_id)
    return session.scalars(wanted).one_or_none()


def find_choice_of_organisations(
    session: Session, choice_id: int, organisation_ids: Collection[int]
) -> Choice | None:
    """Find a choice of one of some organisations; a suggestion is none of theirs before it takes effect."""
    wanted = select(Choice).where(
        Choice.id == choice_id, Choice.organisation_id.in_(organisation_ids), Choice.held_at.is_not(None)
    )
    return session.scalars(wanted).one_or_none()


def find_choice_in_municipality(session: Session, choice_id: int, municipality_code: str) -> Choice | None:
    """Find a choice that somebody made as a resident of a municipality."""
    wanted = select(Choice).where(Choice.id == choice_id, Choice.municipality_code == municipality_code)
    return session.scalars(wanted).one_or_none()


def find_open_choice(session: Session, citizen_id: int) -> Choice | None:
    """Find the one choice of a citizen that is still open: a suggestion, waiting, accepted or running."""
    wanted = select(Choice).where(Choice.citizen_id == citizen_id, Choice.state.in_(OPEN))
    return session.scalars(wanted).one_or_none()


def choices_of_citizen(session: Session, citizen_id: int) -> Sequence[Choice]:
    """List all choices of a citizen, the latest first."""
    wanted = select(Choice).where(Choice.citizen_id == citizen_id)
    return session.scalars(wanted.order_by(Choice.id.desc())).all()


def choices_of_organisations(
    session: Session,
    organisation_ids: Collection[int],
    states: Collection[ChoiceState] = HOLDING,
    *,
    offset: int = 0,
    limit: int = 50,
) -> Sequence[Choice]:
    """List choices of some organisations: those to be answered first by deadline, then the others by age."""
    wanted = select(Choice).where(
        Choice.organisation_id.in_(organisation_ids),
        Choice.state.in_(states),
        Choice.held_at.is_not(None),
    )
    order = (Choice.state != ChoiceState.WAITING, Choice.answer_by, Choice.id)
    return session.scalars(wanted.order_by(*order).offset(offset).limit(limit)).all()


def count_choices_of_organisations(
    session: Session, organisation_ids: Collection[int], states: Collection[ChoiceState] = HOLDING
) -> int:
    """Count the same."""
    wanted = select(func.count(Choice.id)).where(
        Choice.organisation_id.in_(organisation_ids),
        Choice.state.in_(states),
        Choice.held_at.is_not(None),
    )
    return session.scalar(wanted) or 0


def choices_in_municipality(
    session: Session,
    municipality_code: str,
    states: Collection[ChoiceState] = OPEN,
    *,
    offset: int = 0,
    limit: int = 50,
) -> Sequence[Choice]:
    """List the choices of a municipality's residents, the latest first."""
    wanted = select(Choice).where(Choice.municipality_code == municipality_code, Choice.state.in_(states))
    return session.scalars(wanted.order_by(Choice.id.desc()).offset(offset).limit(limit)).all()


def count_choices_in_municipality(
    session: Session, municipality_code: str, states: Collection[ChoiceState] = OPEN
) -> int:
    """Count the same."""
    wanted = select(func.count(Choice.id)).where(
        Choice.municipality_code == municipality_code, Choice.state.in_(states)
    )
    return session.scalar(wanted) or 0


def free_places(session: Session, listing_ids: Collection[int]) -> dict[int, int | None]:
    """Give how many places each listing has left now; nothing is no limit, since none are stated."""
    stated = session.scalars(select(Availability).where(Availability.listing_id.in_(listing_ids))).all()
    known = dict.fromkeys(listing_ids)
    held = held_since_confirmed(session, listing_ids)
    return known | {
        each.listing_id: places_left(each.places, held.get(each.listing_id, 0)) for each in stated
    }


def held_since_confirmed(session: Session, listing_ids: Collection[int]) -> dict[int, int]:
    """Count the places that choices hold, of those that each listing has stated last."""
    wanted = (
        select(Choice.listing_id, func.count(Choice.id))
        .join(Availability, Availability.listing_id == Choice.listing_id)
        .where(
            Choice.listing_id.in_(listing_ids),
            Choice.state.in_(HOLDING),
            Choice.held_at >= Availability.confirmed_at,
        )
        .group_by(Choice.listing_id)
    )
    return dict(session.execute(wanted).all())


def absences_of(session: Session, choice_id: int) -> Sequence[Absence]:
    """List the days on which a citizen was absent from a course, the latest first."""
    wanted = select(Absence).where(Absence.choice_id == choice_id)
    return session.scalars(wanted.order_by(Absence.absent_on.desc())).all()


def absences_in_municipality(
    session: Session, municipality_code: str, since: date, *, limit: int = 50
) -> Sequence[tuple[Absence, Choice]]:
    """List the absences of a municipality's residents since a day, the latest first."""
    wanted = (
        select(Absence, Choice)
        .join(Choice, Choice.id == Absence.choice_id)
        .where(Choice.municipality_code == municipality_code, Absence.absent_on >= since)
        .order_by(Absence.absent_on.desc(), Absence.id.desc())
    )
    return [(absence, choice) for absence, choice in session.execute(wanted.limit(limit))]


def find_choice_case(session: Session, citizen_id: int) -> ChoiceCase | None:
    """Find the case about a citizen's choice that goes on."""
    wanted = select(ChoiceCase).where(ChoiceCase.citizen_id == citizen_id, ChoiceCase.closed_at.is_(None))
    return session.scalars(wanted).one_or_none()


def find_choice_case_in(session: Session, case_id: int, municipality_code: str) -> ChoiceCase | None:
    """Find a municipality's own case about a choice."""
    wanted = select(ChoiceCase).where(
        ChoiceCase.id == case_id, ChoiceCase.municipality_code == municipality_code
    )
    return session.scalars(wanted).one_or_none()


def choice_cases_in(
    session: Session, municipality_code: str, *, offset: int = 0, limit: int = 50
) -> Sequence[ChoiceCase]:
    """List a municipality's cases about choices that go on by deadline, the nearest first."""
    wanted = select(ChoiceCase).where(
        ChoiceCase.municipality_code == municipality_code, ChoiceCase.closed_at.is_(None)
    )
    order = (ChoiceCase.choose_by, ChoiceCase.id)
    return session.scalars(wanted.order_by(*order).offset(offset).limit(limit)).all()


def cases_past_deadline(session: Session, today: date, *, limit: int) -> Sequence[ChoiceCase]:
    """List the open cases whose citizen has not chosen in time, the oldest first."""
    wanted = select(ChoiceCase).where(
        ChoiceCase.closed_at.is_(None),
        ChoiceCase.choose_by < today,
        ~select(Choice.id).where(Choice.citizen_id == ChoiceCase.citizen_id, Choice.state.in_(OPEN)).exists(),
    )
    return session.scalars(wanted.order_by(ChoiceCase.choose_by, ChoiceCase.id).limit(limit)).all()


def latest_none_fits(session: Session, citizen_id: int) -> NoneFits | None:
    """Find the last time that a citizen said that none of the actors fits."""
    wanted = select(NoneFits).where(NoneFits.citizen_id == citizen_id)
    return session.scalars(wanted.order_by(NoneFits.id.desc()).limit(1)).one_or_none()
