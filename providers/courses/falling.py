"""Let a choice fall that nobody has left: its ground is gone, and the citizen is told so."""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from providers.clock import danish_day
from providers.courses.codes import (
    NOT_STARTED,
    ChoiceAction,
    ChoiceState,
    EndGround,
    LapseGround,
    Party,
)
from providers.courses.models import Choice
from providers.courses.moving import Act, advance
from providers.listings.models import Listing


def lapse(session: Session, choice: Choice, ground: LapseGround, *, act: Act) -> None:
    """Let a choice fall that is held by the caller; a course that runs ends on the municipality's word."""
    facts: dict[str, object] = {"lapse_ground": ground}
    if choice.state == ChoiceState.RUNNING:
        facts |= {
            "ended_on": danish_day(act.at),
            "ended_by": Party.MUNICIPALITY,
            "end_ground": EndGround.TARGET_GROUP,
        }
    advance(session, choice, ChoiceAction.LAPSE, act=act, facts=facts)


def organisations_with_open_choices(session: Session) -> Sequence[int]:
    """List by number the organisations with choices that have not become a course."""
    wanted = select(Choice.organisation_id).where(Choice.state.in_(NOT_STARTED)).distinct()
    return session.scalars(wanted.order_by(Choice.organisation_id)).all()


def lapse_of_unapproved(
    session: Session, organisation_ids: Collection[int], *, act: Act, limit: int
) -> Sequence[Choice]:
    """Let choices fall of organisations that are approved no more; a course that runs goes on."""
    return _lapse(session, Choice.organisation_id.in_(organisation_ids), LapseGround.NOT_APPROVED, act, limit)


def lapse_of_withdrawn(session: Session, *, act: Act, limit: int) -> Sequence[Choice]:
    """Let choices fall of listings that have been taken away; a course that runs goes on."""
    gone = select(Listing.id).where(Listing.withdrawn_at.is_not(None))
    return _lapse(session, Choice.listing_id.in_(gone), LapseGround.LISTING_WITHDRAWN, act, limit)


def _lapse(
    session: Session, which: ColumnElement[bool], ground: LapseGround, act: Act, limit: int
) -> Sequence[Choice]:
    wanted = select(Choice).where(which, Choice.state.in_(NOT_STARTED)).order_by(Choice.id).limit(limit)
    found = session.scalars(wanted.with_for_update().execution_options(populate_existing=True)).all()
    for choice in found:
        lapse(session, choice, ground, act=act)
    return found
