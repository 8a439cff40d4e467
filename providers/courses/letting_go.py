"""Let go by the clock of what choices and courses have kept; each period stands here once, with why."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from providers.audit.models import SYSTEM
from providers.courses.models import Absence, Choice, ChoiceCase, ChoiceContact, ContactLook, NoneFits
from providers.people.erasure import remove_rows
from providers.people.kept import Kept
from providers.people.kept_of_choices import KEPT_OF_CHOICES
from providers.people.retention import years_before

# Long enough to reach somebody about a course that has ended; nobody needs to call them after that.
CONTACT_YEARS = 1
# What is missing changes from year to year.
NONE_FITS_YEARS = 1
# Claims lapse after three years (forældelsesloven § 3), and one raised on the last day still takes its time.
CHOICE_YEARS = 5


def remove_contacts(session: Session, *, at: datetime, limit: int) -> int:
    """Remove the contact details of choices and courses that ended long ago."""
    wanted = select(ChoiceContact.choice_id).join(Choice, Choice.id == ChoiceContact.choice_id)
    ended = wanted.where(Choice.closed_at <= years_before(at, CONTACT_YEARS))
    found = session.scalars(ended.order_by(ChoiceContact.choice_id).limit(limit)).all()
    return _remove(session, "your_contact_details", found, at)


def remove_absences(session: Session, *, at: datetime, limit: int) -> int:
    """Remove the absences of courses that ended long ago."""
    wanted = select(Absence.id).join(Choice, Choice.id == Absence.choice_id)
    ended = wanted.where(Choice.closed_at <= years_before(at, CONTACT_YEARS))
    return _remove(
        session, "your_absences", session.scalars(ended.order_by(Absence.id).limit(limit)).all(), at
    )


def remove_contact_looks(session: Session, *, at: datetime, limit: int) -> int:
    """Remove looks at contact details of so long ago that nobody can claim anything for them."""
    wanted = select(ContactLook.id).where(ContactLook.at <= years_before(at, CHOICE_YEARS))
    found = session.scalars(wanted.order_by(ContactLook.id).limit(limit)).all()
    return _remove(session, "looks_at_your_contact_details", found, at)


def remove_none_fits(session: Session, *, at: datetime, limit: int) -> int:
    """Remove what was said long ago about that none of the actors fits."""
    wanted = select(NoneFits.id).where(NoneFits.said_at <= years_before(at, NONE_FITS_YEARS))
    return _remove(
        session, "when_none_fitted", session.scalars(wanted.order_by(NoneFits.id).limit(limit)).all(), at
    )


def remove_choices(session: Session, *, at: datetime, limit: int) -> int:
    """Remove choices and courses that ended long ago; what refers to them has gone before."""
    wanted = select(Choice.id).where(
        Choice.closed_at <= years_before(at, CHOICE_YEARS),
        ~select(ContactLook.id).where(ContactLook.choice_id == Choice.id).exists(),
    )
    return _remove(
        session, "your_choices", session.scalars(wanted.order_by(Choice.id).limit(limit)).all(), at
    )


def remove_cases(session: Session, *, at: datetime, limit: int) -> int:
    """Remove cases about choices that were closed long ago."""
    wanted = select(ChoiceCase.id).where(ChoiceCase.closed_at <= years_before(at, CHOICE_YEARS))
    return _remove(
        session,
        "cases_about_your_choice",
        session.scalars(wanted.order_by(ChoiceCase.id).limit(limit)).all(),
        at,
    )


def _remove(session: Session, part: str, keys: Sequence[Any], at: datetime) -> int:
    return remove_rows(session, _kept(part), keys, by=SYSTEM, at=at) if keys else 0


def _kept(part: str) -> Kept:
    return next(kept for kept in KEPT_OF_CHOICES if kept.part == part)
