"""What happens to choices by the clock: silence accepts, suggestions take effect, and choices fall."""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from portal.mail.choices import tell_citizen, tell_left
from portal.state import Portal
from providers.approval.queries import unapproved_among
from providers.clock import danish_day
from providers.courses.answering import accept_by_silence
from providers.courses.falling import (
    lapse_of_unapproved,
    lapse_of_withdrawn,
    organisations_with_open_choices,
)
from providers.courses.models import Choice
from providers.courses.moving import of_clock

AT_A_TIME = 100


def accept_silently(state: Portal, now: datetime) -> None:
    """Accept the choices whose actors have not answered in time."""
    act = of_clock(now)

    def accept(session: Session) -> Sequence[Choice]:
        accepted = accept_by_silence(session, act=act, limit=AT_A_TIME)
        for choice in accepted:
            tell_citizen(session, choice, now)
        return accepted

    _all(state, accept)


def let_fall(state: Portal, now: datetime) -> None:
    """Let choices fall whose actor is approved no more, or whose listing has been taken away."""
    act = of_clock(now)

    def of_withdrawn(session: Session) -> Sequence[Choice]:
        return _told(session, lapse_of_withdrawn(session, act=act, limit=AT_A_TIME), now)

    def of_unapproved(session: Session) -> Sequence[Choice]:
        gone = unapproved_among(session, organisations_with_open_choices(session), danish_day(now))
        return _told(session, lapse_of_unapproved(session, gone, act=act, limit=AT_A_TIME), now)

    _all(state, of_withdrawn)
    _all(state, of_unapproved)


def _told(session: Session, fallen: Sequence[Choice], now: datetime) -> Sequence[Choice]:
    for choice in fallen:
        tell_left(session, choice, now)
        tell_citizen(session, choice, now)
    return fallen


def _all(state: Portal, some: Callable[[Session], Sequence[Choice]]) -> None:
    """Do it a little at a time, so that nobody waits for it."""
    while True:
        with state.database.transaction() as session:
            if len(some(session)) < AT_A_TIME:
                return
