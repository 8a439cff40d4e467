"""Who has a free choice of actor: rules that hold for a time, and what they say of one person. Pure.

Sources: the press release that each file names; what it leaves open is told as open.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

MONTHS_OF_A_YEAR = 12


class Answer(StrEnum):
    """Say whether somebody has the choice, and if not, why."""

    YES = "yes"  # until `day`
    WHILE_NEW = "while_new"  # yes, for those whose benefit is new; it is not told when it began
    LAST_MONTH = "last_month"  # it ends on some day of this month, the last of which is `day`
    NOT_YET = "not_yet"  # the rules begin on `day`
    OVER = "over"  # the rules ended on `day`
    OTHER_MUNICIPALITY = "other_municipality"
    OTHER_TARGET_GROUP = "other_target_group"
    BEGAN_BEFORE = "began_before"  # the benefit began before the rules, which begin on `day`
    TOO_LONG = "too_long"  # the choice had ended by `day`


HAS_CHOICE = frozenset({Answer.YES, Answer.WHILE_NEW, Answer.LAST_MONTH})


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the rules say of one person, with the day that it turns on."""

    answer: Answer
    day: date | None = None

    @property
    def has_choice(self) -> bool:
        """Say whether the person has the choice, by what they have told."""
        return self.answer in HAS_CHOICE


@dataclass(frozen=True, slots=True)
class ChoiceRules:
    """Who has the choice from one day to another, both included.

    None of `municipalities` or `target_groups` leaves none out, and without `months` the choice lasts as long
    as the benefit. `source` is where the rules can be read; only invented ones have none.

    The rest is not in the law but set by the installation: within how many working days an actor answers, how
    many choices a citizen may leave, how many days there are to choose, how much notice the default rule has
    and how many km away it looks.
    """

    name_da: str
    name_en: str
    source: str | None
    invented: bool
    valid_from: date
    valid_to: date
    days_to_answer: int
    changes_allowed: int
    days_to_choose: int
    notice_days: int
    reach_km: int
    municipalities: frozenset[str] | None = None
    target_groups: frozenset[str] | None = None
    months: int | None = None

    def concerns(self, municipality: str, target_group: str) -> bool:
        """Say whether somebody who lives there and receives that can have the choice at some time."""
        lives_there = self.municipalities is None or municipality in self.municipalities
        return lives_there and (self.target_groups is None or target_group in self.target_groups)

    def verdict(self, municipality: str, target_group: str, since: str | None, on: date) -> Verdict:
        """Say whether somebody has the choice on a day.

        `since` is the month (YYYY-MM) in which their benefit began, or None when they have not told it.
        """
        if self.municipalities is not None and municipality not in self.municipalities:
            return Verdict(Answer.OTHER_MUNICIPALITY)
        if self.target_groups is not None and target_group not in self.target_groups:
            return Verdict(Answer.OTHER_TARGET_GROUP)
        if on > self.valid_to:
            return Verdict(Answer.OVER, self.valid_to)
        if since is not None and first_day(since) < self.valid_from.replace(day=1):
            return Verdict(Answer.BEGAN_BEFORE, self.valid_from)
        if on < self.valid_from:
            return Verdict(Answer.NOT_YET, self.valid_from)
        return self._by_months(since, on)

    def _by_months(self, since: str | None, on: date) -> Verdict:
        if self.months is None:
            return Verdict(Answer.YES, self.valid_to)
        if since is None:
            return Verdict(Answer.WHILE_NEW)
        # A benefit that began within a month ends its months within another one, on a day that nobody told.
        last_month = months_later(first_day(since), self.months)
        after = months_later(last_month, 1)
        if on >= after:
            return Verdict(Answer.TOO_LONG, _day_before(after))
        if on >= last_month:
            return Verdict(Answer.LAST_MONTH, min(_day_before(after), self.valid_to))
        return Verdict(Answer.YES, min(_day_before(last_month), self.valid_to))


def first_day(month: str) -> date:
    """Give the first day of a month such as 2027-01; raise ValueError for what is none."""
    return date.fromisoformat(f"{month}-01")


def months_later(first: date, months: int) -> date:
    """Give the first day of the month that comes so many months after another first day."""
    count = first.year * MONTHS_OF_A_YEAR + first.month - 1 + months
    return date(count // MONTHS_OF_A_YEAR, count % MONTHS_OF_A_YEAR + 1, 1)


def _day_before(day: date) -> date:
    return date.fromordinal(day.toordinal() - 1)
