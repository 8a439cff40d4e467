"""The rules say who has a free choice, until when, and why not."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from providers.courses.choice_rules import Answer, ChoiceRules, Verdict, months_later

RULES = ChoiceRules(
    "forsøget",
    "the trial",
    "https://bm.example/forsoeg",
    invented=False,
    valid_from=date(2027, 1, 1),
    valid_to=date(2029, 12, 31),
    days_to_answer=5,
    changes_allowed=3,
    days_to_choose=14,
    notice_days=7,
    reach_km=30,
    municipalities=frozenset({"101", "461"}),
    target_groups=frozenset({"dagpenge"}),
    months=4,
)


def verdict(
    municipality: str = "101",
    target_group: str = "dagpenge",
    since: str | None = "2027-02",
    on: date = date(2027, 3, 1),
) -> Verdict:
    return RULES.verdict(municipality, target_group, since, on)


def test_new_recipient_in_a_municipality_of_the_trial_has_the_choice_for_four_months() -> None:
    assert verdict() == Verdict(Answer.YES, date(2027, 5, 31))
    assert verdict().has_choice


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"municipality": "751"}, Verdict(Answer.OTHER_MUNICIPALITY)),
        ({"target_group": "sygedagpenge"}, Verdict(Answer.OTHER_TARGET_GROUP)),
        ({"on": date(2030, 1, 1)}, Verdict(Answer.OVER, date(2029, 12, 31))),
        ({"since": None, "on": date(2026, 12, 31)}, Verdict(Answer.NOT_YET, date(2027, 1, 1))),
        ({"since": "2026-12"}, Verdict(Answer.BEGAN_BEFORE, date(2027, 1, 1))),
        ({"on": date(2027, 7, 1)}, Verdict(Answer.TOO_LONG, date(2027, 6, 30))),
    ],
)
def test_whoever_has_no_choice_is_told_why(answers: dict[str, object], expected: Verdict) -> None:
    found = verdict(**answers)  # type: ignore[arg-type]
    assert found == expected
    assert not found.has_choice


def test_benefit_that_began_on_an_unknown_day_ends_its_months_on_an_unknown_day() -> None:
    assert verdict(on=date(2027, 5, 31)).answer is Answer.YES
    assert verdict(on=date(2027, 6, 1)) == Verdict(Answer.LAST_MONTH, date(2027, 6, 30))
    assert verdict(on=date(2027, 6, 30)).has_choice


def test_whoever_does_not_tell_when_it_began_has_it_while_it_is_new() -> None:
    assert verdict(since=None) == Verdict(Answer.WHILE_NEW)
    assert verdict(since=None).has_choice


def test_choice_ends_with_the_rules_when_that_is_sooner() -> None:
    assert verdict(since="2029-12", on=date(2029, 12, 5)) == Verdict(Answer.YES, date(2029, 12, 31))


def test_rules_without_limits_leave_nobody_out() -> None:
    everybody = replace(RULES, municipalities=None, target_groups=None, months=None)
    assert everybody.verdict("751", "sygedagpenge", None, date(2027, 3, 1)) == Verdict(
        Answer.YES, date(2029, 12, 31)
    )


@given(st.dates(date(2027, 1, 1), date(2029, 8, 1)), st.integers(0, 200))
def test_choice_lasts_at_least_four_months_and_less_than_five_from_the_month_it_began(
    began: date, days: int
) -> None:
    found = RULES.verdict("101", "dagpenge", f"{began:%Y-%m}", began + timedelta(days))
    first = began.replace(day=1)
    if found.has_choice:
        assert began + timedelta(days) < months_later(first, 5)
    else:
        assert began + timedelta(days) >= months_later(first, 4)
