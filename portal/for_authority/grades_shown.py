"""The grades that an actor and each of its listings have in the release that everybody sees."""

from collections.abc import Iterable
from dataclasses import dataclass

from portal.labels import grade_label
from providers.listings.queries import OwnListing
from ratings.measured_results.codes import Grade, Level
from ratings.measured_results.published import Actor, PublishedFigures
from ratings.summary import HEADLINE, has_grade

WEAK = frozenset({Grade.BELOW, Grade.CLEARLY_BELOW})


@dataclass(frozen=True, slots=True)
class Graded:
    """Whose grade it is, and whether it is weak; `listing_id` is None for the actor as a whole."""

    listing_id: int | None
    name: str
    grade: Grade | None

    @property
    def label(self) -> str:
        """Name the grade."""
        return grade_label(self.grade or Grade.NOT_ASSESSED)

    @property
    def is_weak(self) -> bool:
        """Say whether the result is below what could be expected."""
        return self.grade in WEAK


def grades_of(
    results: PublishedFigures | None, organisation_id: int, name: str, listings: Iterable[OwnListing]
) -> list[Graded]:
    """Give the grade of an actor, and then of each listing that is not withdrawn."""
    whole = Graded(None, name, _grade(results, (Level.ORGANISATION.value, organisation_id)))
    own = [
        Graded(each.listing.id, each.name, _grade(results, (Level.LISTING.value, each.listing.id)))
        for each in listings
        if each.listing.withdrawn_at is None
    ]
    return [whole, *own]


def _grade(results: PublishedFigures | None, actor: Actor) -> Grade | None:
    figure = results.find_total(actor, HEADLINE) if results else None
    return Grade(figure.grade) if figure is not None and figure.grade and has_grade(figure) else None
