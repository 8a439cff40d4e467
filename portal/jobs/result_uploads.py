"""Take in the files of results that were handed in on a page."""

import time
import tomllib
from collections.abc import Callable, Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from portal.jobs.upload_files import HowFar, note_progress, path_of, remove
from portal.state import Portal
from providers.audit.models import OPERATOR, Actor, person
from ratings.measured_results.models import ResultUpload
from ratings.measured_results.register_files.importing import (
    AlreadyImported,
    PlainFile,
    Progress,
    check_results,
    keep_results,
)
from ratings.measured_results.register_files.mapping import Mapping
from ratings.measured_results.register_files.mapping_files import read_mapping
from ratings.measured_results.register_files.problems import Problem, ResultsRefused
from ratings.measured_results.register_files.uploads import OPEN, PLAIN, UploadState, end, get_upload

SECONDS_BETWEEN_NOTES = 0.5

Done = Callable[[Session], None]


def run(state: Portal, number: int, done: Done) -> None:
    """Take a file in, all of it or nothing, and let go of it."""
    with state.database.transaction() as session:
        upload = get_upload(session, number)
        if upload.state not in OPEN:
            done(session)
            return
        upload.state = UploadState.READING.value
    try:
        _import(state, upload, done)
    except AlreadyImported as known:
        _end(state, number, done, UploadState.KNOWN, import_id=known.import_id)
    except ResultsRefused as refused:
        _end(state, number, done, UploadState.REFUSED, problems=refused.problems, count=refused.count)
    remove(state.settings, upload.stored_as)


def fail(session: Session, number: int, at: datetime) -> None:
    """Note that a file could not be taken in through no fault of its own."""
    upload = get_upload(session, number)
    if upload.state in OPEN:
        end(upload, UploadState.FAILED, at=at)


def _import(state: Portal, upload: ResultUpload, done: Done) -> None:
    with state.database.reading() as session:
        checked = check_results(
            session,
            path_of(state.settings, upload.stored_as),
            reading_of(upload.mapping_text),
            at=state.now(),
            progress=_progress(state, upload.stored_as),
            good_rows_only=upload.good_rows_only,
        )
    with state.database.transaction() as session:
        summary = keep_results(session, checked, by=_actor(upload))
        held = get_upload(session, upload.id)
        held.rows_done, held.rows_total = summary.accepted, summary.rows
        end(
            held,
            UploadState.DONE,
            at=state.now(),
            import_id=summary.import_id,
            problems=summary.problems,
            problem_count=summary.problem_count,
        )
        done(session)


def _end(
    state: Portal,
    number: int,
    done: Done,
    how: UploadState,
    *,
    import_id: int | None = None,
    problems: Iterable[Problem] = (),
    count: int = 0,
) -> None:
    with state.database.transaction() as session:
        upload = get_upload(session, number)
        end(upload, how, at=state.now(), import_id=import_id, problems=problems, problem_count=count)
        done(session)


def reading_of(mapping_text: str) -> Mapping | PlainFile:
    """Read how a file is to be read: by a mapping, or by what was said of a plain one."""
    told = tomllib.loads(mapping_text)
    if PLAIN not in told:
        return read_mapping(mapping_text)
    return PlainFile(told["source"], told["simulated"], told.get("observed_until"))


def _actor(upload: ResultUpload) -> Actor:
    return OPERATOR if upload.uploaded_by is None else person(upload.uploaded_by)


def _progress(state: Portal, stored_as: str) -> Progress:
    """Note how far it is, but not more often than anybody looks."""
    noted = 0.0

    def progress(step: str, done: int, total: int) -> None:
        nonlocal noted
        if (now := time.monotonic()) - noted >= SECONDS_BETWEEN_NOTES:
            noted = now
            note_progress(state.settings, stored_as, HowFar(step, done, total))

    return progress
