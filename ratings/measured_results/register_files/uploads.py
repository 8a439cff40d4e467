"""Files of results that are handed in on a page: kept until a worker has taken them in, or refused them."""

import json
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from providers.outbox.commands import put
from ratings.measured_results.models import ResultUpload
from ratings.measured_results.register_files.problems import Problem, Reason

UPLOAD = "result_upload"  # what the outbox calls such a task
LONGEST_NAME = 200
PLAIN = "plain"  # in place of a mapping: the columns have our own names


class UploadState(StrEnum):
    """Say how far a file has come; `known` was imported before, `failed` is a fault of ours."""

    WAITING = "waiting"
    READING = "reading"
    DONE = "done"
    KNOWN = "known"
    REFUSED = "refused"
    FAILED = "failed"


OPEN = (UploadState.WAITING, UploadState.READING)


class UploadNotFound(Exception):
    """Nobody has handed in a file with this number."""


def hand_in(
    session: Session,
    *,
    file_name: str,
    stored_as: str,
    mapping_text: str,
    good_rows_only: bool,
    by_user: int,
    at: datetime,
) -> ResultUpload:
    """Note a file that has been stored, for a worker to take in."""
    upload = ResultUpload(
        file_name=file_name[-LONGEST_NAME:],
        stored_as=stored_as,
        mapping_text=mapping_text,
        good_rows_only=good_rows_only,
        state=UploadState.WAITING.value,
        rows_done=0,
        problems=[],
        problem_count=0,
        uploaded_by=by_user,
        uploaded_at=at,
    )
    session.add(upload)
    session.flush()
    put(session, UPLOAD, {"id": upload.id}, at=at, key=f"{UPLOAD}.{upload.id}")
    return upload


def get_upload(session: Session, upload_id: int) -> ResultUpload:
    """Give a file that was handed in or raise UploadNotFound."""
    upload = session.get(ResultUpload, upload_id)
    if upload is None:
        raise UploadNotFound(upload_id)
    return upload


def open_uploads(session: Session) -> Sequence[ResultUpload]:
    """List the files that are not taken in yet, the first to come first."""
    statement = select(ResultUpload).where(ResultUpload.state.in_(OPEN))
    return session.scalars(statement.order_by(ResultUpload.id)).all()


def latest_uploads(session: Session, limit: int) -> Sequence[ResultUpload]:
    """List the files that were handed in last, the latest first."""
    return session.scalars(select(ResultUpload).order_by(ResultUpload.id.desc()).limit(limit)).all()


def end(
    upload: ResultUpload,
    state: UploadState,
    *,
    at: datetime,
    import_id: int | None = None,
    problems: Iterable[Problem] = (),
    problem_count: int = 0,
) -> None:
    """Note how it went with a file, with what was wrong in it."""
    upload.state, upload.ended_at, upload.import_id = state.value, at, import_id
    upload.problems = [_plain(problem) for problem in problems]
    upload.problem_count = problem_count


def problems_of(upload: ResultUpload) -> list[Problem]:
    """Give what was wrong with a file, as far as it is kept."""
    return [Problem(**{**each, "reason": Reason(each["reason"])}) for each in upload.problems]


def source_of(upload: ResultUpload) -> str:
    """Give where a file comes from, as whoever handed it in has said."""
    return str(tomllib.loads(upload.mapping_text).get("source", ""))


def _plain(problem: Problem) -> dict[str, Any]:
    return {**asdict(problem), "reason": problem.reason.value}


def plain_text(source: str, observed_until: date, *, simulated: bool) -> str:
    """Write what was said of a file whose columns have our own names, the way a mapping is written."""
    return (
        f"{PLAIN} = true\n"
        f"source = {json.dumps(source, ensure_ascii=False)}\n"
        f"simulated = {'true' if simulated else 'false'}\n"
        f"observed_until = {observed_until.isoformat()}\n"
    )
