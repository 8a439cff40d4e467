"""The names of everything that can be chosen, in the reader's language and in the order it is listed."""

from collections.abc import Mapping
from dataclasses import dataclass

from matching.catalogue import Catalogue
from matching.facets import Facet
from matching.orders import Sort
from portal.for_citizens import labels
from portal.for_citizens.kept import KeptPerCatalogue
from portal.labels import kind_label
from portal.locale import gettext as _
from providers.alphabet import danish_key
from providers.listings.content import MeetingFormat
from providers.organisations.models import OrganisationKind
from providers.reference import queries as reference

Names = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What can be chosen: for each facet its label and its codes with names; and the orders."""

    labels: Mapping[Facet, str]
    names: Mapping[Facet, Names]
    sorts: Mapping[Sort, str]
    orders_explained: Mapping[Sort, str]


_KEPT: KeptPerCatalogue[Vocabulary] = KeptPerCatalogue()


def vocabulary(held: Catalogue, language: str) -> Vocabulary:
    """Give the names of a catalogue's day; a language is among them when a listing has it."""
    return _KEPT.get(held, language, lambda: _made(held, language))


def _made(held: Catalogue, language: str) -> Vocabulary:
    day = held.day
    spoken = {code: labels.language_name(code, language) for code in held.facets.codes(Facet.LANGUAGE)}
    return Vocabulary(
        labels={
            Facet.MUNICIPALITY: _("Kommune"),
            Facet.TARGET_GROUP: _("Din situation"),
            Facet.SUPPORT: _("Slags hjælp"),
            Facet.FIELD: _("Branche"),
            Facet.ACCOMMODATION: _("Særlige behov"),
            Facet.KIND: _("Slags aktør"),
            Facet.FORMAT: _("Sådan mødes I"),
            Facet.LANGUAGE: _("Sprog"),
        },
        names={
            Facet.MUNICIPALITY: _by_name(reference.municipality_names(day)),
            Facet.TARGET_GROUP: labels.target_group_names(day, language),
            Facet.SUPPORT: labels.support_names(day, language),
            Facet.FIELD: labels.field_of_work_names(day, language),
            Facet.ACCOMMODATION: labels.accommodation_names(day, language),
            Facet.KIND: {kind.value: kind_label(kind) for kind in OrganisationKind},
            Facet.FORMAT: {way.value: labels.format_label(way) for way in MeetingFormat},
            Facet.LANGUAGE: _by_name(spoken),
        },
        sorts={sort: labels.sort_label(sort) for sort in Sort},
        orders_explained={sort: labels.order_explained(sort) for sort in Sort},
    )


def _by_name(names: Names) -> Names:
    return dict(sorted(names.items(), key=lambda entry: danish_key(entry[1])))
