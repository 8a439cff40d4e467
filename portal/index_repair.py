"""Build the text index anew when it is missing or damaged, while the pages go on without it."""

from threading import Lock, Thread

import structlog
from sqlalchemy.exc import SQLAlchemyError

from portal.state import Portal
from providers.clock import danish_day
from providers.search.commands import synchronise
from providers.search.index import IndexBusy, IndexUnavailable

log = structlog.get_logger("portal")
NO_INDEX = -1
_repairing = Lock()


def index_generation(state: Portal) -> int:
    """Give the number of the index's state; when there is none to read, have it built and give -1."""
    try:
        return state.index.generation()
    except IndexUnavailable:
        start_repair(state)
        return NO_INDEX


def start_repair(state: Portal) -> Thread | None:
    """Build the index in a thread of its own, one at a time in this process; others wait at the index."""
    if not _repairing.acquire(blocking=False):
        return None
    thread = Thread(target=_repair, args=(state,), name="index-repair", daemon=True)
    thread.start()
    return thread


def _repair(state: Portal) -> None:
    try:
        with state.database.reading() as session:
            done = synchronise(session, state.index, danish_day(state.now()))
        log.info("index_repaired", added=done.added)
    except (IndexBusy, IndexUnavailable, SQLAlchemyError, OSError) as error:
        log.error("index_not_repaired", error=type(error).__name__)
    finally:
        _repairing.release()
