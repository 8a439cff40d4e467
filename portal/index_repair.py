"""Keep the text index in step with the register, and build it anew when it is missing or damaged.

Pages go on meanwhile with the index as it was, or without one.
"""

from threading import Event, Lock, Thread

import structlog
from sqlalchemy.exc import SQLAlchemyError

from portal.state import Portal
from providers.clock import danish_day
from providers.search.commands import synchronise
from providers.search.index import IndexBusy, IndexUnavailable

log = structlog.get_logger("portal")
NO_INDEX = -1
_repairing, _asked_for = Lock(), Event()


def index_generation(state: Portal) -> int:
    """Give the number of the index's state; when there is none to read, have it built and give -1."""
    try:
        return state.index.generation()
    except IndexUnavailable:
        start_repair(state)
        return NO_INDEX


def start_repair(state: Portal) -> Thread | None:
    """Bring the index up to date in a thread of its own, one at a time in this process.

    Other processes wait at the index. Whoever asks while it is under way has it looked at once more.
    """
    _asked_for.set()
    if not _repairing.acquire(blocking=False):
        return None
    thread = Thread(target=_repair, args=(state,), name="index-repair", daemon=True)
    thread.start()
    return thread


def follow(state: Portal) -> None:
    """Bring an index that is there up to date when the register has moved; without one nothing is made."""
    if state.index.exists():
        start_repair(state)


def bring_up_to_date(state: Portal) -> bool:
    """Write into the index what differs, and say whether that could be done."""
    try:
        with state.database.reading() as session:
            done = synchronise(session, state.index, danish_day(state.now()))
    except (IndexBusy, IndexUnavailable, SQLAlchemyError, OSError) as error:
        log.error("index_not_repaired", error=type(error).__name__)
        return False
    if done.added or done.removed:
        log.info("index_repaired", added=done.added, removed=done.removed)
    return True


class InStep:
    """Follows the register for a worker, which sees each change without anybody opening a page."""

    def __init__(self, state: Portal) -> None:
        """Begin with an index of which nothing is known."""
        self._state = state
        self._seen: tuple[int, object] | None = None

    def catch_up(self) -> None:
        """Bring the index up to date when the register has moved since the last time, or the day has."""
        state = self._state
        at = (state.database.catalogue_revision(), danish_day(state.now()))
        if at != self._seen and state.index.exists() and bring_up_to_date(state):
            self._seen = at


def _repair(state: Portal) -> None:
    while True:
        try:
            while _asked_for.is_set():
                _asked_for.clear()
                bring_up_to_date(state)
        finally:
            _repairing.release()
        # Somebody can have asked after the last look and before the release.
        if not _asked_for.is_set() or not _repairing.acquire(blocking=False):
            return
