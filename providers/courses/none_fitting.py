"""Say that none of the actors fits, and why: fixed reasons, so that they can be counted."""

from collections.abc import Collection

from sqlalchemy.orm import Session

from providers.audit.commands import record
from providers.audit.models import State
from providers.courses.choosing import AlreadyChosen, HomeNotTold
from providers.courses.codes import ChoiceAction, ChoiceState, NoneFitsReason
from providers.courses.decisions import LONGEST_NONE_FITS
from providers.courses.models import NoneFits
from providers.courses.moving import Act, advance, hold_open_choice
from providers.people.profiles import get_citizen_to_change
from providers.people.queries import find_profile


class ReasonsNotPossible(Exception):
    """No reason was given, or a text that is too long."""


def state_of_none_fits(said: NoneFits) -> dict[str, State]:
    """Describe for the audit trail that somebody has said so, never why."""
    return {"citizen": said.citizen_id}


def none_fits(
    session: Session,
    citizen_id: int,
    reasons: Collection[NoneFitsReason],
    *,
    target_group: str,
    text: str | None,
    act: Act,
) -> NoneFits:
    """Note that none of the actors fits a citizen; a suggestion of the default rule is then left too.

    Raises HomeNotTold, AlreadyChosen while another choice stands, or ReasonsNotPossible.
    """
    get_citizen_to_change(session, citizen_id)
    words = (text or "").strip()
    if not reasons or len(words) > LONGEST_NONE_FITS:
        raise ReasonsNotPossible
    home = find_profile(session, citizen_id)
    if home is None:
        raise HomeNotTold
    standing = hold_open_choice(session, citizen_id)
    if standing is not None:
        if standing.state != ChoiceState.SUGGESTED:
            raise AlreadyChosen
        advance(session, standing, ChoiceAction.WITHDRAW, act=act)
    said = NoneFits(
        citizen_id=citizen_id,
        municipality_code=home.municipality_code,
        target_group=target_group,
        reasons=sorted(set(reasons)),
        text=words or None,
        said_at=act.at,
    )
    session.add(said)
    session.flush()
    record(session, act.by, "none_fits.said", "none_fits", said.id, after=state_of_none_fits(said), at=act.at)
    return said
