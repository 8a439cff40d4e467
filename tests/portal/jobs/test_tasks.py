"""Long work is done by the worker: one piece at a time, once, and again when a worker died of it."""

import io
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.jobs import upload_files
from portal.jobs.tasks import HELD_FOR, Tasks
from portal.state import Portal
from providers.audit.queries import in_order
from providers.organisations.models import Organisation
from providers.outbox.commands import claim
from providers.outbox.models import OutboxMessage
from providers.people.models import AuthorityRole, User
from ratings.measured_results.models import Release, ReleaseChart, ReleaseOrder, ResultImport, ResultUpload
from ratings.measured_results.orders import ORDER, Step, order_release, order_step
from ratings.measured_results.register_files.uploads import UPLOAD, hand_in, plain_text
from tests.factories.courses import FIRST, LAST, UNTIL, rows_for, take_courses
from tests.factories.people import begin_session, make_authority_user, make_member
from tests.factories.results import make_actors, write_csv


@pytest.fixture
def lead(state: Portal) -> User:
    """Give a lead."""
    with state.database.transaction() as session:
        return make_authority_user(session, AuthorityRole.LEAD)


def handed_in(state: Portal, lead: User, content: bytes, *, good_rows_only: bool = False) -> ResultUpload:
    stored = upload_files.store(state.settings, io.BytesIO(content))
    with state.database.transaction() as session:
        return hand_in(
            session,
            file_name="resultater.csv",
            stored_as=stored,
            mapping_text=plain_text('Et "register"', UNTIL, simulated=True),
            good_rows_only=good_rows_only,
            by_user=lead.id,
            at=state.now(),
        )


@pytest.fixture
def content(state: Portal, tmp_path: Path) -> bytes:
    """Give a file of courses."""
    with state.database.transaction() as session:
        return write_csv(tmp_path / "courses.csv", rows_for(make_actors(session, 2), 20)).read_bytes()


def work(state: Portal) -> int:
    tasks, done = Tasks(state), 0
    while tasks.run_next():
        done += 1
    return done


def again(session: Session, upload: ResultUpload) -> ResultUpload:
    return session.get_one(ResultUpload, upload.id)


def test_files_come_in_one_by_one_in_the_name_of_who_handed_them_in(
    state: Portal, lead: User, content: bytes
) -> None:
    first = handed_in(state, lead, content)
    second = handed_in(state, lead, content)
    assert work(state) == 2
    with state.database.reading() as session:
        made = session.scalars(select(ResultImport)).one()
        assert (made.source, made.accepted, made.imported_by) == ('Et "register"', 40, lead.id)
        assert (again(session, first).state, again(session, first).import_id) == ("done", made.id)
        assert (again(session, second).state, again(session, second).import_id) == ("known", made.id)
        assert [event.action for event in in_order(session)].count("result_import.made") == 1
    assert not list((state.settings.data_dir / "uploads").glob("*"))


def test_wrong_file_is_refused_with_its_rows(state: Portal, lead: User, content: bytes) -> None:
    upload = handed_in(state, lead, content.replace(b"sygedagpenge", b"findes-ikke"))
    work(state)
    with state.database.reading() as session:
        ended = again(session, upload)
        assert (ended.state, ended.problem_count) == ("refused", 40)
        assert ended.problems[0]["reason"] == "unknown_target_group"
        assert session.scalars(select(ResultImport)).all() == []


def test_worker_that_died_is_followed_by_another(state: Portal, lead: User, content: bytes) -> None:
    upload = handed_in(state, lead, content)
    long_ago = state.now() - 2 * HELD_FOR
    with state.database.transaction() as session:
        session.execute(update(OutboxMessage).values(due_at=long_ago))
        assert claim(session, (UPLOAD,), at=long_ago, until=long_ago + HELD_FOR)
        again(session, upload).state = "reading"
    assert work(state) == 1
    with state.database.reading() as session:
        assert again(session, upload).state == "done"


def test_fault_of_ours_ends_the_file_and_stops_no_other(state: Portal, lead: User, content: bytes) -> None:
    upload = handed_in(state, lead, content)
    upload_files.remove(state.settings, upload.stored_as)
    other = handed_in(state, lead, content)
    assert work(state) == 2
    with state.database.reading() as session:
        assert again(session, upload).state == "failed"
        assert again(session, other).state == "done"


def test_what_a_dead_worker_left_is_let_go_of(state: Portal) -> None:
    left = upload_files.store(state.settings, io.BytesIO(b"x"))
    waits = upload_files.store(state.settings, io.BytesIO(b"x"))
    tomorrow = (state.now() + timedelta(days=1)).timestamp()
    assert upload_files.remove_all_but(state.settings, {waits}, older_than=tomorrow) == 1
    assert not upload_files.path_of(state.settings, left).exists()
    assert upload_files.path_of(state.settings, waits).exists()


def test_release_goes_all_its_way_in_the_name_of_who_asked(state: Portal, lead: User, tmp_path: Path) -> None:
    with state.database.transaction() as session:
        listings = take_courses(session, tmp_path, at=state.now())
        owner = make_member(session, session.get_one(Organisation, listings[0].organisation_id))
        begin_session(session, owner)  # who can't sign in is not told
        order_release(session, FIRST, LAST, by_user=lead.id, at=state.now())
    assert work(state) == 1
    with state.database.reading() as session:
        release = session.scalars(select(Release)).one()
        assert (release.state, release.made_by) == ("draft", lead.id)
        charts = session.scalars(select(ReleaseChart)).all()
    assert {(each.name, each.language) for each in charts} >= {
        ("funnel_work_6", "da"),
        ("calibration_work_6", "en"),
    }
    for chart in charts:
        assert "<title>" in chart.svg
        assert not any(part in chart.svg for part in ("style", "<script", "onload", "class="))
    for step, seen in ((Step.PREVIEW, "draft"), (Step.PUBLISH, "preview"), (Step.WITHDRAW, "published")):
        with state.database.transaction() as session:
            held = session.get_one(Release, release.id)
            order_step(session, held, step, seen=seen, note="Fejl.", by_user=lead.id, at=state.now())
        work(state)
    with state.database.reading() as session:
        assert session.get_one(Release, release.id).state == "withdrawn"
        mails = session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "mail")).all()
        previews = [each for each in mails if each.payload["template"] == "results_preview"]
        assert [each.payload["user_id"] for each in previews] == [owner.id]


def test_order_that_the_rules_refuse_says_why(state: Portal, lead: User) -> None:
    with state.database.transaction() as session:
        order_release(session, FIRST, LAST, by_user=lead.id, at=state.now())
    work(state)
    with state.database.reading() as session:
        order = session.scalars(select(ReleaseOrder)).one()
        assert (order.state, order.fact) == ("refused", "nothing_in_the_period")
        kinds = session.scalars(select(OutboxMessage.state).where(OutboxMessage.kind == ORDER)).all()
        assert kinds == ["done"]
