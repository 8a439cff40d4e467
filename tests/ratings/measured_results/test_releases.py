"""A release is made once, goes one way, never changes, and can be worked out again."""

import threading
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.database import Database
from providers.audit.models import OPERATOR
from providers.audit.queries import in_order
from providers.clock import danish_day
from ratings.measured_results import releases
from ratings.measured_results.models import Release, Result
from ratings.measured_results.release_queries import find_current, public_releases
from ratings.measured_results.rules import PREVIEW_DAYS, ReleaseNotAllowed, quarter_of
from tests.factories.courses import FIRST, LAST, take_courses
from tests.factories.results import AT

DAY = timedelta(days=1)
AFTER = AT + (PREVIEW_DAYS + 1) * DAY


def make(session: Session, first: int = FIRST, last: int = LAST, **facts: object) -> Release:
    corrects = facts.get("corrects")
    assert corrects is None or isinstance(corrects, Release)
    note = facts.get("note")
    return releases.make(
        session,
        releases.work_out(session, first, last, at=AT),
        code_version="test",
        by=OPERATOR,
        at=AT,
        corrects=corrects,
        note=None if note is None else str(note),
    )


def publish(session: Session, release: Release) -> None:
    releases.publish(session, release, by=OPERATOR, at=AFTER)


@pytest.fixture
def draft(session: Session, tmp_path: Path) -> Release:
    """Give a draft of simulated courses."""
    take_courses(session, tmp_path)
    return make(session)


@pytest.fixture
def real(session: Session, tmp_path: Path) -> Release:
    """Give a draft of real courses."""
    take_courses(session, tmp_path, simulated=False)
    return make(session)


def refused(session: Session, release: Release, *, at_end: bool = False) -> str:
    at = AT + PREVIEW_DAYS * DAY if at_end else AT
    with pytest.raises(ReleaseNotAllowed) as told:
        releases.publish(session, release, by=OPERATOR, at=at)
    return told.value.fact


def test_a_draft_is_worked_out_and_nobody_sees_it(session: Session, draft: Release) -> None:
    assert draft.state == "draft"
    assert draft.simulated
    assert len(draft.inputs) == 1
    assert session.scalars(select(Result).where(Result.release_id == draft.id)).all()
    assert public_releases(session) == []
    assert find_current(session) is None


def test_what_a_release_keeps_gives_the_same_figures_again(session: Session, draft: Release) -> None:
    publish(session, draft)
    session.expire_all()
    assert releases.faults(session, draft) == []


def test_changed_figure_is_found(session: Session, draft: Release) -> None:
    row = session.scalars(select(Result).where(Result.observed > 0)).first()
    assert row is not None
    session.execute(update(Result).where(Result.id == row.id).values(observed=Result.observed + 1))
    session.expire_all()
    assert releases.faults(session, draft) == ["the figures that it keeps have been changed"]


def test_changed_counts_are_found(session: Session, draft: Release) -> None:
    draft.patterns = draft.patterns[:-1] + bytes([draft.patterns[-1] ^ 1])
    assert releases.faults(session, draft) == ["the counts that it keeps have been changed"]


def test_changed_model_is_found(session: Session, draft: Release) -> None:
    draft.fits = {**draft.fits, "work_6": {}}
    assert "the models of what could be expected come out differently" in releases.faults(session, draft)


def test_simulated_figures_may_be_published_at_once(session: Session, draft: Release) -> None:
    releases.publish(session, draft, by=OPERATOR, at=AT)
    current = find_current(session)
    assert current is not None
    assert current.release.simulated
    assert current.national()


def test_real_figures_are_shown_to_actors_to_the_last_day_first(session: Session, real: Release) -> None:
    assert refused(session, real) == "draft_to_published"
    releases.open_preview(session, real, by=OPERATOR, at=AT)
    assert refused(session, real) == "preview_runs"
    assert refused(session, real, at_end=True) == "preview_runs"
    publish(session, real)
    assert real.state == "published"


def test_no_release_goes_back(session: Session, draft: Release) -> None:
    publish(session, draft)
    for step in (releases.open_preview, releases.publish):
        with pytest.raises(ReleaseNotAllowed):
            step(session, draft, by=OPERATOR, at=AFTER)
    releases.withdraw(session, draft, "Et register havde en fejl.", by=OPERATOR, at=AFTER)
    with pytest.raises(ReleaseNotAllowed):
        publish(session, draft)


def test_withdrawn_release_stays_with_its_note_but_is_not_used(session: Session, draft: Release) -> None:
    publish(session, draft)
    with pytest.raises(ReleaseNotAllowed, match="withdrawn_without_a_note"):
        releases.withdraw(session, draft, "  ", by=OPERATOR, at=AFTER)
    releases.withdraw(session, draft, "Et register havde en fejl.", by=OPERATOR, at=AFTER)
    assert find_current(session) is None
    assert [(each.id, each.note) for each in public_releases(session)] == [
        (draft.id, "Et register havde en fejl.")
    ]


def test_correction_withdraws_the_old_one_with_the_same_note(session: Session, draft: Release) -> None:
    publish(session, draft)
    new = make(session, corrects=draft, note="Et register havde en fejl.")
    assert draft.state == "published"
    publish(session, new)
    assert (draft.state, draft.note) == ("withdrawn", "Et register havde en fejl.")
    current = find_current(session)
    assert current is not None
    assert current.release.id == new.id


def test_what_was_withdrawn_is_corrected_too_and_keeps_its_own_note(session: Session, draft: Release) -> None:
    publish(session, draft)
    releases.withdraw(session, draft, "Et register havde en fejl.", by=OPERATOR, at=AFTER)
    new = make(session, corrects=draft, note="Registeret er rettet.")
    publish(session, new)
    assert (draft.state, draft.note) == ("withdrawn", "Et register havde en fejl.")
    assert (new.state, new.note, new.corrects_id) == ("published", "Registeret er rettet.", draft.id)
    current = find_current(session)
    assert current is not None
    assert current.release.id == new.id


def test_nothing_is_corrected_twice_but_a_correction_is_corrected_in_its_turn(
    session: Session, draft: Release
) -> None:
    publish(session, draft)
    first, second = (make(session, corrects=draft, note="Fejl.") for _ in range(2))
    publish(session, first)
    with pytest.raises(ReleaseNotAllowed, match="corrected_already"):
        publish(session, second)
    with pytest.raises(ReleaseNotAllowed, match="corrected_already"):
        make(session, corrects=draft, note="Fejl igen.")
    publish(session, make(session, corrects=first, note="Fejl igen."))
    assert first.state == "withdrawn"


def test_a_correction_has_the_period_of_what_it_corrects(session: Session, draft: Release) -> None:
    publish(session, draft)
    with pytest.raises(ReleaseNotAllowed, match="corrects_another_period"):
        make(session, FIRST, LAST - 1, corrects=draft, note="Fejl.")


def test_only_what_is_public_is_corrected_and_with_a_note(session: Session, draft: Release) -> None:
    with pytest.raises(ReleaseNotAllowed, match="corrects_what_is_not_public"):
        make(session, corrects=draft, note="Fejl.")
    publish(session, draft)
    with pytest.raises(ReleaseNotAllowed, match="corrected_without_a_note"):
        make(session, corrects=draft)


def test_simulated_and_real_courses_are_never_mixed(session: Session, tmp_path: Path) -> None:
    take_courses(session, tmp_path)
    take_courses(session, tmp_path, first=4, year=2023, simulated=False)
    with pytest.raises(ReleaseNotAllowed, match="simulated_beside_real"):
        make(session, FIRST - 4, LAST)
    assert make(session, FIRST - 4, FIRST - 1).simulated is False


def test_there_must_be_something_in_the_period(session: Session) -> None:
    with pytest.raises(ReleaseNotAllowed, match="nothing_in_the_period"):
        make(session)
    with pytest.raises(ReleaseNotAllowed, match="period_runs_backward"):
        make(session, LAST, FIRST)


def test_every_step_leaves_one_event(session: Session, real: Release) -> None:
    releases.open_preview(session, real, by=OPERATOR, at=AT)
    publish(session, real)
    releases.withdraw(session, real, "Fejl.", by=OPERATOR, at=AFTER)
    told = [event.action for event in in_order(session) if event.object_type == "release"]
    assert told == ["release.made", "release.preview", "release.published", "release.withdrawn"]


def test_of_two_who_publish_at_once_one_wins(database: Database, tmp_path: Path) -> None:
    with database.transaction() as session:
        take_courses(session, tmp_path)
        number = make(session).id
    outcomes: list[str] = []
    together = threading.Barrier(2)

    def try_it() -> None:
        together.wait(timeout=30)
        try:
            with database.transaction() as session:
                publish(session, session.get_one(Release, number))
            outcomes.append("published")
        except ReleaseNotAllowed as late:
            outcomes.append(late.fact)

    threads = [threading.Thread(target=try_it) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert sorted(outcomes) == ["published", "published_to_published"]


def test_what_was_prepared_counts_only_while_nothing_else_has_come_out(
    session: Session, draft: Release
) -> None:
    other = make(session, FIRST, LAST - 1)
    early = releases.prepare(session, other)
    publish(session, draft)
    fresh = releases.prepare(session, other)
    assert early.seen != fresh.seen
    releases.publish(session, other, by=OPERATOR, at=AFTER, prepared=early)
    assert other.public_figures == fresh.shown


def test_what_is_worked_out_is_prepared_the_same_as_what_is_kept(session: Session, draft: Release) -> None:
    worked_out = releases.work_out(session, FIRST, LAST, at=AT)
    assert worked_out.prepared() == releases.prepare(session, draft)


def test_figures_of_a_quarter_that_has_not_ended_are_not_made(session: Session) -> None:
    running = quarter_of(danish_day(AT))
    for last in (running, running + 2):
        with pytest.raises(ReleaseNotAllowed) as told:
            make(session, FIRST, last)
        assert told.value.fact == "period_has_not_ended"
    with pytest.raises(ReleaseNotAllowed) as told:
        make(session, running - 1, running - 1)
    assert told.value.fact == "nothing_in_the_period"
