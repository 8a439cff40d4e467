"""A file that was handed in waits, ends once, and keeps what was wrong with it for a while."""

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from providers.outbox.models import OutboxMessage
from providers.people.models import User
from ratings.measured_results.models import ResultUpload
from ratings.measured_results.register_files import uploads
from ratings.measured_results.register_files.problems import Problem, Reason
from ratings.measured_results.register_files.removing import PROBLEMS_KEPT, forget_problems
from ratings.measured_results.register_files.uploads import UploadState
from tests.factories.people import AT, make_authority_user
from tests.factories.releases import make_upload

PROBLEM = Problem(2, "work_6", "maybe", Reason.NOT_YES_OR_NO)


def hand_in(session: Session, by: User, name: str = "resultater.csv", mapping: str = "") -> ResultUpload:
    return uploads.hand_in(
        session,
        file_name=name,
        stored_as=name[-64:],
        mapping_text=mapping,
        good_rows_only=False,
        by_user=by.id,
        at=AT,
    )


def test_file_that_was_handed_in_waits_for_a_worker(session: Session) -> None:
    upload = hand_in(session, make_authority_user(session))
    assert upload.state == UploadState.WAITING
    assert list(uploads.open_uploads(session)) == [upload]
    task = session.scalars(select(OutboxMessage).where(OutboxMessage.kind == uploads.UPLOAD)).one()
    assert task.payload == {"id": upload.id}


def test_of_a_long_name_the_end_is_kept_which_says_what_kind_of_file_it_is(session: Session) -> None:
    upload = hand_in(session, make_authority_user(session), "x" * 300 + ".parquet")
    assert len(upload.file_name) == uploads.LONGEST_NAME
    assert upload.file_name.endswith(".parquet")


def test_what_was_wrong_reads_back_the_same(session: Session) -> None:
    upload = hand_in(session, make_authority_user(session))
    uploads.end(upload, UploadState.REFUSED, at=AT, problems=[PROBLEM], problem_count=7)
    session.flush()
    session.expire_all()
    assert uploads.problems_of(upload) == [PROBLEM]
    assert upload.problem_count == 7
    assert list(uploads.open_uploads(session)) == []


def test_latest_file_comes_first_and_the_rest_is_left(session: Session) -> None:
    somebody = make_authority_user(session)
    numbers = [hand_in(session, somebody, f"{number}.csv").id for number in range(3)]
    assert [each.id for each in uploads.latest_uploads(session, 2)] == [numbers[2], numbers[1]]


def test_source_is_what_was_said_of_a_plain_file_or_by_a_mapping(session: Session) -> None:
    told = uploads.plain_text('Et "register"', date(2026, 6, 30), simulated=True)
    assert uploads.source_of(make_upload(session, mapping_text=told)) == 'Et "register"'
    mapped = make_upload(session, stored_as="b", mapping_text='kind = "spells"\nsource = "X"')
    assert uploads.source_of(mapped) == "X"


def test_what_was_wrong_goes_by_the_clock_but_how_much_stays(session: Session) -> None:
    old = make_upload(session, at=AT, stored_as="a")
    new = make_upload(session, at=AT + timedelta(days=1), stored_as="b")
    last = AT + PROBLEMS_KEPT
    assert forget_problems(session, at=last, limit=9) == 1
    assert (old.problems, old.problem_count) == ([], 1)
    assert new.problems
    session.flush()
    assert forget_problems(session, at=last, limit=9) == 0
