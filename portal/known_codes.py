"""The codes that a citizen's answers can have today, from the code lists and the public listings."""

from matching.catalogue import Catalogue
from matching.facets import Facet
from matching.needs import KnownCodes
from providers.listings.content import MeetingFormat
from providers.reference.queries import (
    accommodations,
    fields_of_work,
    kinds_of_support,
    municipality_names,
    target_groups,
)


def known_codes(catalogue: Catalogue) -> KnownCodes:
    """Give the codes of the catalogue's day; languages are those that somebody speaks."""
    day = catalogue.day
    return KnownCodes(
        municipality=frozenset(municipality_names(day)),
        target_group=frozenset(group.id for group in target_groups(day)),
        fund=frozenset(catalogue.columns.funds),
        support=frozenset(kind.id for kind in kinds_of_support(day)),
        fields=frozenset(field.id for field in fields_of_work(day)),
        accommodations=frozenset(need.id for need in accommodations(day)),
        languages=frozenset(catalogue.facets.codes(Facet.LANGUAGE)),
        formats=frozenset(MeetingFormat),
    )
