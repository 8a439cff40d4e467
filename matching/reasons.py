"""Say what speaks for an actor and what against it, as codes with numbers. Method: docs/ranking.md."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum
from math import isnan

from matching.criteria import NEUTRAL, REMOTE, WISHES, Criterion
from matching.outlook import IN_GROUP, Expected
from matching.public_listing import CatalogueListing
from matching.ranking import Ranking
from providers.organisations.models import OrganisationKind

REASONS = 3
Codes = tuple[tuple[str, str], ...]


class Said(StrEnum):
    """Name what can be said for or against an actor; what belongs to it stands in a Reason."""

    # Of the criteria, for it or against it; `amount` is what the words need.
    RESULT = "result"  # percentage points from what the target group reaches on average
    WAITING = "waiting"  # days
    DISTANCE = "distance"  # km
    FROM_AFAR = "from_afar"  # can be met by video or phone, as was wished
    WISHES = "wishes"  # `codes`: the wishes met, or not met
    # Only for it.
    FREE_PLACES = "free_places"  # places
    LANGUAGES = "languages"  # `codes`: the languages asked for that are spoken
    EXPERIENCE = "experience"  # people measured, in fives
    OWN_UNIT = "own_unit"
    OWN_FUND = "own_fund"
    COVERS_HOME = "covers_home"
    TAKES_GROUP = "takes_group"
    APPROVED = "approved"
    # Only against it.
    NOT_MEASURED = "not_measured"
    UNCERTAIN = "uncertain"  # percentage points between the limits
    WAITING_NOT_STATED = "waiting_not_stated"
    DISTANCE_NOT_KNOWN = "distance_not_known"


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing for or against an actor."""

    said: Said
    amount: int | None = None
    codes: Codes = ()  # pairs of an answer and a code


class Facts:
    """What can be said of one actor in the list."""

    def __init__(
        self, ranking: Ranking, place: int, listing: CatalogueListing, expected: Expected | None
    ) -> None:
        self.needs, self.listing, self.expected = ranking.needs, listing, expected
        weights = asdict(ranking.needs.weights)
        # What each criterion gives beside an actor in the middle.
        self.gains = {
            criterion: weights[criterion] * (float(values[place]) - NEUTRAL)
            for criterion, values in ranking.values.items()
        }
        km = float(ranking.kilometres[place])
        self.km = None if isnan(km) else round(km)
        self.days = listing.availability.waiting_days if listing.availability else None

    def reasons(self) -> tuple[Reason, ...]:
        """Give the three strongest: first what weighs, then what holds anyhow."""
        weighing = sorted(self.gains, key=lambda criterion: -self.gains[criterion])
        found = [
            reason
            for criterion in weighing
            if self.gains[criterion] > 0 and (reason := self._of(criterion, is_for=True))
        ]
        found.extend(self._others())
        return tuple(found[:REASONS])

    def counter_reason(self) -> Reason:
        """Give the strongest one: what weighs against it, then what is not known, then what is least good."""
        weighing = sorted(self.gains, key=lambda criterion: self.gains[criterion])
        against = (self._of(criterion, is_for=False) for criterion in weighing if self.gains[criterion] < 0)
        return next((reason for reason in (*against, *self._unknown()) if reason), Reason(Said.NOT_MEASURED))

    def _of(self, criterion: Criterion, *, is_for: bool) -> Reason | None:
        """Put a criterion as a reason or a counter-reason; None where it has nothing to say."""
        if criterion is Criterion.RESULT:
            return self._result()
        if criterion is Criterion.WAITING:
            return self._waiting(is_for)
        if criterion is Criterion.DISTANCE:
            return self._distance(is_for)
        if criterion is Criterion.WISHES:
            met, unmet = self._wishes()
            codes = met if is_for else unmet
            return Reason(Said.WISHES, codes=codes) if codes else None
        return None

    def _result(self) -> Reason | None:
        expected = self.expected
        if expected is None or expected.people is None:
            return None
        points = expected.of_hundred - expected.mean
        return Reason(Said.RESULT, points) if points else None

    def _waiting(self, is_for: bool) -> Reason | None:
        if self.days is None:
            return None if is_for else Reason(Said.WAITING_NOT_STATED)
        return Reason(Said.WAITING, self.days)

    def _distance(self, is_for: bool) -> Reason | None:
        if is_for and self._met_from_afar():
            return Reason(Said.FROM_AFAR)
        if self.km is None:
            return None if is_for else Reason(Said.DISTANCE_NOT_KNOWN)
        return Reason(Said.DISTANCE, self.km)

    def _met_from_afar(self) -> bool:
        """Say whether a way to meet that was wished, and that the actor offers, needs no journey."""
        return not REMOTE.isdisjoint(set(self.needs.formats) & set(self.listing.content.formats))

    def _wishes(self) -> tuple[Codes, Codes]:
        """Give the wishes that the actor says it meets, and the others."""
        content = self.listing.content
        offered = {
            "support": {each.kind for each in content.support},
            "fields": set(content.fields),
            "accommodations": set(content.accommodations),
            "formats": {each.value for each in content.formats},
        }
        asked = [(answer, code) for answer in WISHES for code in getattr(self.needs, answer)]
        met = tuple(pair for pair in asked if pair[1] in offered[pair[0]])
        return met, tuple(pair for pair in asked if pair not in met)

    def _others(self) -> Iterator[Reason]:
        """Say what holds of the actor however little it weighs; the last three hold of everybody."""
        spoken = tuple(
            ("languages", code) for code in self.needs.languages if code in self.listing.content.languages
        )
        if spoken:
            yield Reason(Said.LANGUAGES, codes=spoken)
        if self.listing.organisation.kind is OrganisationKind.MUNICIPALITY:
            yield Reason(Said.OWN_UNIT)
        if self.listing.organisation.slug == self.needs.fund:
            yield Reason(Said.OWN_FUND)
        places = self.listing.availability.places if self.listing.availability else None
        if places:
            yield Reason(Said.FREE_PLACES, places)
        if self.expected and self.expected.people and self.expected.whose in IN_GROUP:
            yield Reason(Said.EXPERIENCE, self.expected.people)
        yield Reason(Said.TAKES_GROUP)
        yield Reason(Said.COVERS_HOME)
        yield Reason(Said.APPROVED)

    def _unknown(self) -> Iterator[Reason | None]:
        """Say what is not known, and then what is least certain."""
        if self.expected is None or self.expected.people is None:
            yield Reason(Said.NOT_MEASURED)
        if self.days is None:
            yield Reason(Said.WAITING_NOT_STATED)
        _, unmet = self._wishes()
        if unmet:
            yield Reason(Said.WISHES, codes=unmet)
        if self.expected is not None:
            yield Reason(Said.UNCERTAIN, self.expected.upper - self.expected.lower)
