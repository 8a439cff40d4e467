"""When an answer is due, what a listing takes, and how many places are left."""

from datetime import UTC, date, datetime

import pytest

from providers.courses.decisions import (
    AfterCorrection,
    NotChoosable,
    after_correction,
    answer_day,
    is_overdue,
    not_choosable,
    places_left,
)
from providers.listings.content import to_document
from tests.factories.organisations import make_content

CONTENT = to_document(make_content())
EVERYWHERE = to_document(make_content(nationwide=True, municipalities=()))


@pytest.mark.parametrize(
    ("at", "day"),
    [
        (datetime(2026, 11, 23, 10, tzinfo=UTC), date(2026, 11, 30)),
        (datetime(2026, 11, 22, 10, tzinfo=UTC), date(2026, 11, 27)),
        # In Denmark it is Tuesday already.
        (datetime(2026, 11, 23, 23, 30, tzinfo=UTC), date(2026, 12, 1)),
        # Christmas and a weekend lie between.
        (datetime(2026, 12, 23, 10, tzinfo=UTC), date(2026, 12, 31)),
    ],
)
def test_answer_is_due_five_danish_working_days_after_the_choice(at: datetime, day: date) -> None:
    assert answer_day(at, 5) == day


def test_last_day_to_answer_belongs_to_the_time() -> None:
    assert not is_overdue(date(2026, 11, 30), date(2026, 11, 30))
    assert is_overdue(date(2026, 11, 30), date(2026, 12, 1))


@pytest.mark.parametrize(
    ("content", "municipality", "group", "fact"),
    [
        (CONTENT, "751", "dagpenge", None),
        (CONTENT, "101", "dagpenge", NotChoosable.OUTSIDE_AREA),
        (CONTENT, "751", "ledighedsydelse", NotChoosable.TARGET_GROUP),
        (EVERYWHERE, "101", "dagpenge", None),
    ],
)
def test_listing_is_for_its_groups_in_its_area(
    content: dict[str, object], municipality: str, group: str, fact: NotChoosable | None
) -> None:
    assert not_choosable(content, municipality_code=municipality, target_group=group) == fact


@pytest.mark.parametrize(
    ("stated", "held", "left"), [(None, 50, None), (3, 0, 3), (3, 2, 1), (3, 3, 0), (3, 5, 0), (0, 0, 0)]
)
def test_places_left_are_those_stated_less_those_held(
    stated: int | None, held: int, left: int | None
) -> None:
    assert places_left(stated, held) == left


def test_choice_stands_after_a_correction_exactly_if_its_listing_takes_the_new_group() -> None:
    assert after_correction(CONTENT, "sygedagpenge") is AfterCorrection.STANDS
    assert after_correction(CONTENT, "ledighedsydelse") is AfterCorrection.LAPSES
