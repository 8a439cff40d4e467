"""Rankings for tests, of listings and figures that a test names."""

from collections.abc import Sequence
from typing import Any

from matching.catalogue import Catalogue, make_catalogue
from matching.needs import Needs
from matching.public_listing import CatalogueListing
from matching.ranking import Ranking, rank
from ratings.measured_results.codes import Grade, Level
from ratings.measured_results.disclosure.door import PublicFigure
from tests.factories.figures import public_figure, published
from tests.matching.listings import DAY


def catalogue_of(listings: Sequence[CatalogueListing], *figures: PublicFigure) -> Catalogue:
    """Put listings and, if there are any, figures into a catalogue of the day of the tests."""
    results = published(*figures) if figures else None
    return make_catalogue(1, DAY, listings, results=results)


def needs(**answers: Any) -> Needs:
    """Give the needs of somebody in Aarhus on dagpenge."""
    return Needs(**({"municipality": "751", "target_group": "dagpenge"} | answers))


def ranked(catalogue: Catalogue, **answers: Any) -> Ranking:
    """Rank a catalogue for these needs."""
    return rank(catalogue.columns, needs(**answers), catalogue.day)


def slugs(catalogue: Catalogue, ranking: Ranking) -> list[str]:
    """Name the actors in their order."""
    return [catalogue.listings[position].slug for position in ranking.positions]


def national(share: int = 50, target_group: str | None = None) -> PublicFigure:
    """Give the country's share, of all or of a target group."""
    return public_figure(share=share, target_group=target_group)


def measured(listing: CatalogueListing, ratio: float, **facts: Any) -> PublicFigure:
    """Give a listing's shrunken ratio with its limits a tenth away, enough for a grade."""
    usual: dict[str, Any] = {
        "level": Level.LISTING,
        "organisation_id": listing.organisation.id,
        "listing_id": listing.listing_id,
        "shrunken": ratio,
        "shrunken_lower": ratio - 0.1,
        "shrunken_upper": ratio + 0.1,
        "grade": Grade.AS_EXPECTED,
    }
    return public_figure(**(usual | facts))
