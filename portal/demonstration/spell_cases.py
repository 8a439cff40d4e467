"""Give the demonstration's invented actors their spells, and some of them a story worth looking at."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy.orm import Session

from matching.loading import load_catalogue
from matching.public_listing import CatalogueListing
from portal.demonstration.chance import chance
from portal.demonstration.spell_actors import Fixed, Period, Unit, World
from portal.demonstration.spells import Columns, Spells, columns, simulate
from providers.organisations.models import OrganisationKind
from providers.reference import queries

MOST_SPELLS = 60_000
SPELLS_A_LISTING = 260
QUARTERS = 12
USUAL_GROUP = "dagpenge"  # the largest group, in which a story shows on few citizens
NEWEST, OLDEST_NEW = 200, 330  # days since a brand new actor was approved
WORLD = World(size_spread=1.2)


class Case(StrEnum):
    """Name the stories that a listing page can tell."""

    STRONG = "strong"
    WEAK = "weak"
    TOO_SMALL = "too_small"  # under 20 citizens, so that no share is shown
    A_HANDFUL = "a_handful"  # under 5 citizens, so that nothing is shown
    BRAND_NEW = "brand_new"
    DRIFTING = "drifting"  # falls from well above what could be expected to well below


# How each story is told; the brand new actor begins on the day that it was approved.
STORIES = {
    Case.STRONG: Fixed(effect=0.6, spells=700),
    Case.WEAK: Fixed(effect=-0.6, spells=700),
    Case.TOO_SMALL: Fixed(effect=0.0, spells=12),
    Case.A_HANDFUL: Fixed(effect=0.0, spells=3),
    Case.DRIFTING: Fixed(effect=0.0, spells=1_200, drift=1.4),
}
NEW_SPELLS = 90


def demonstration_spells(session: Session, seed: int, on: date) -> Columns:
    """Make up the spells of the last twelve quarters for the invented actors that citizens can find on a day.

    The same register, seed and day give the same spells. Real actors get none.
    """
    return columns(invent(invented_listings(session, on), seed, on))


def demonstration_cases(session: Session, seed: int, on: date) -> dict[Case, str]:
    """Give the slug of the listing that tells each story, as of the day on which the spells were made.

    A very small register has not all of them.
    """
    chosen = choose_cases(invented_listings(session, on), seed, on)
    return {case: listing.slug for case, listing in chosen.items()}


def invent(listings: Sequence[CatalogueListing], seed: int, on: date) -> Spells:
    """Make up the spells of these listings."""
    if not listings:
        raise ValueError("There are no invented actors: load the demonstration's register first.")
    everywhere = tuple(municipality.code for municipality in queries.municipalities(on))
    units = [_unit(listing, everywhere) for listing in listings]
    spells = min(MOST_SPELLS, SPELLS_A_LISTING * len(units))
    return simulate(units, spells, seed, period_until(on), WORLD, _told(listings, seed, on))


def invented_listings(session: Session, on: date) -> list[CatalogueListing]:
    """Give the public listings of invented actors, by their slugs."""
    catalogue = load_catalogue(session, 0, on)
    return sorted(
        (listing for listing in catalogue.listings if listing.organisation.simulated),
        key=lambda listing: listing.slug,
    )


def choose_cases(listings: Sequence[CatalogueListing], seed: int, on: date) -> dict[Case, CatalogueListing]:
    """Choose private advisers with one listing each, so that its page and its actor tell the same story."""
    of_organisation = Counter(listing.organisation.key for listing in listings)
    alone = [
        listing
        for listing in listings
        if listing.organisation.kind is OrganisationKind.PRIVATE_ADVISER
        and of_organisation[listing.organisation.key] == 1
        and listing.claimed_on is not None
        and USUAL_GROUP in listing.target_groups
    ]
    alone.sort(key=lambda listing: chance(seed, "spell case", listing.slug).random())
    chosen: dict[Case, CatalogueListing] = {}
    new = next((listing for listing in alone if NEWEST <= _days_approved(listing, on) <= OLDEST_NEW), None)
    if new is not None:
        alone.remove(new)
        chosen[Case.BRAND_NEW] = new
    return chosen | dict(zip(STORIES, alone, strict=False))


def period_until(on: date) -> Period:
    """Give the twelve quarters that the day's quarter ends, with all that registers know on the day."""
    quarters = on.year * 4 + (on.month - 1) // 3 - (QUARTERS - 1)
    closed = {
        group.id: group.closed_for_new_from
        for group in queries.target_groups(on)
        if group.closed_for_new_from is not None
    }
    return Period(date(quarters // 4, quarters % 4 * 3 + 1, 1), on, on, closed)


def _told(listings: Sequence[CatalogueListing], seed: int, on: date) -> Mapping[str, Fixed]:
    chosen = choose_cases(listings, seed, on)
    new = chosen.pop(Case.BRAND_NEW, None)
    told = {listing.organisation.key: STORIES[case] for case, listing in chosen.items()}
    if new is not None:
        opened = on - timedelta(days=_days_approved(new, on))
        told[new.organisation.key] = Fixed(spells=NEW_SPELLS, opened=opened)
    return told


def _days_approved(listing: CatalogueListing, on: date) -> int:
    return (on - listing.approval.valid_from).days


def _unit(listing: CatalogueListing, everywhere: tuple[str, ...]) -> Unit:
    return Unit(
        organisation=listing.organisation.key,
        listing=listing.slug,
        target_groups=tuple(sorted(listing.target_groups)),
        municipalities=everywhere if listing.nationwide else tuple(sorted(listing.municipalities)),
    )
