"""Read which listings an address or a shortlist names, and which of them are no longer public."""

from collections.abc import Iterable
from dataclasses import dataclass

from matching.catalogue import Catalogue
from matching.public_listing import CatalogueListing
from providers.organisations.rules import is_slug


@dataclass(frozen=True, slots=True)
class Chosen:
    """The public listings named, in their order, and the slugs that are not public (any more)."""

    listings: tuple[CatalogueListing, ...]
    gone: tuple[str, ...]


def choose(held: Catalogue, slugs: Iterable[str]) -> Chosen:
    """Look the slugs up; doubles count once, and what can't be a slug is passed over."""
    named = [slug for slug in dict.fromkeys(slugs) if is_slug(slug)]
    return Chosen(
        listings=tuple(held.by_slug[slug] for slug in named if slug in held.by_slug),
        gone=tuple(slug for slug in named if slug not in held.by_slug),
    )
