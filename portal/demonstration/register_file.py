"""The register file of the demonstration: about two hundred plainly invented actors of every kind."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any, TextIO

from portal.demonstration.actors import STANDARD_LISTINGS, Actor, Site, actors, sizes
from portal.demonstration.approvals import approvals
from portal.demonstration.chance import chance
from portal.demonstration.coverage import Coverage, cover
from portal.demonstration.lines import header_line, listing_line, organisation_line
from portal.demonstration.naming import address, email, website
from portal.demonstration.offers import Offer, availability, offer
from portal.demonstration.public_units import fund_lines, municipality_lines
from portal.demonstration.writing import Written, write, write_unclaimed
from providers.listings.rules import ListingStatus

SEED = 2027
ENGLISH_OFTEN = 2 / 3
UNCLAIMED = 0.08
UNCERTAIN = 0.4  # how often a register is unsure of something about an actor that has not written itself
HAS_NO_WEBSITE = 0.15
MAILBOXES = ("kontakt", "hej", "job", "post", "info")
MOST_ATTEMPTS = 200


def register_lines(seed: int, on: date, listings: int = STANDARD_LISTINGS) -> Iterator[dict[str, Any]]:
    """Give the lines of the file as of a day: the same seed, day and number give the same lines."""
    size = sizes(listings)
    made = actors(seed, on, size)
    coverage = cover(seed, made, on)
    writer = _Writer(seed)
    yield header_line(on)
    for actor in made:
        yield from _actor_lines(seed, actor, coverage, writer, on)
    yield from municipality_lines(seed, on, size.municipalities)
    yield from fund_lines(seed, on, size.funds)


def write_lines(file: TextIO, lines: Iterator[dict[str, Any]]) -> int:
    """Write lines to a file and say how many there were."""
    number = 0
    for line in lines:
        file.write(f"{json.dumps(line, ensure_ascii=False)}\n")
        number += 1
    return number


class _Writer:
    """Write each listing until it says something that no other says."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._summaries: set[str] = set()
        self._descriptions: set[str] = set()

    def write(self, site: Site, offered: Offer, coverage: Coverage) -> dict[str, Written]:
        """Give a listing's texts in both languages."""
        for attempt in range(MOST_ATTEMPTS):
            said = write(self._seed, site, offered, coverage, attempt)
            if said["da"].summary not in self._summaries and said["da"].description not in self._descriptions:
                self._summaries.add(said["da"].summary)
                self._descriptions.add(said["da"].description)
                return said
        raise ValueError(f"The stock of texts is too small: {site.slug} cannot be told from the others.")


def _actor_lines(
    seed: int, actor: Actor, coverage: dict[str, Coverage], writer: _Writer, on: date
) -> Iterator[dict[str, Any]]:
    key = f"cvr:{actor.cvr}"
    offered = {site.slug: offer(seed, site, on) for site in actor.sites}
    given = approvals(
        seed,
        actor,
        groups=[offered[site.slug].groups for site in actor.sites],
        municipalities=[coverage[site.slug].municipalities for site in actor.sites],
        on=on,
    )
    yield organisation_line(key, actor.kind, actor.name.slug, actor.name.legal, given)
    for site in actor.sites:
        claimed = chance(seed, "claimed", site.slug).random() >= UNCLAIMED
        content = _content(seed, actor, site, offered[site.slug], coverage[site.slug])
        if claimed:
            content |= _own_words(seed, site, writer.write(site, offered[site.slug], coverage[site.slug]))
        else:
            content |= _not_stated(seed, actor, site, offered[site.slug], on)
        open_ = claimed and site.status is ListingStatus.PUBLISHED
        available = availability(seed, site.slug, on) if open_ else None
        yield listing_line(
            seed,
            on,
            organisation=key,
            key=site.key,
            slug=site.slug,
            content=content,
            available=available,
            status=site.status,
            claimed=claimed,
        )


def _content(seed: int, actor: Actor, site: Site, offered: Offer, coverage: Coverage) -> dict[str, Any]:
    source = chance(seed, "contact", site.slug)
    meets = "in_person" in offered.formats
    prices = zip(offered.support, offered.prices, strict=True)
    return {
        "name": site.name,
        "nationwide": not coverage.municipalities,
        "municipalities": list(coverage.municipalities),
        "target_groups": list(offered.groups),
        "support": [{"kind": kind, "price": price} for kind, price in prices],
        "languages": list(offered.languages),
        "formats": list(offered.formats),
        "fields": list(offered.fields),
        "accommodations": list(offered.accommodations),
        "address": address(source, site.town) if meets else None,
        # Denmark sets no telephone numbers aside for examples, so any number might be somebody's.
        "phone": None,
        "email": email(actor.name.word, chance(seed, "mailbox", actor.number).choice(MAILBOXES)),
        "website": website(actor.name.word) if source.random() >= HAS_NO_WEBSITE else None,
        "unverified": [],
    }


def _own_words(seed: int, site: Site, said: dict[str, Written]) -> dict[str, Any]:
    in_english = chance(seed, "english", site.slug).random() < ENGLISH_OFTEN
    return {
        "summary_da": said["da"].summary,
        "summary_en": said["en"].summary if in_english else None,
        "description_da": said["da"].description,
        "description_en": said["en"].description if in_english else None,
    }


def _not_stated(seed: int, actor: Actor, site: Site, offered: Offer, on: date) -> dict[str, Any]:
    """Give what a register knows of an actor that has not written anything itself: little."""
    source = chance(seed, "unclaimed", site.slug)
    summaries = write_unclaimed(source, actor, site, offered, on)
    return {
        "summary_da": summaries["da"],
        "summary_en": summaries["en"],
        "description_da": None,
        "description_en": None,
        "support": [{"kind": kind, "price": None} for kind in offered.support],
        "languages": [],
        "formats": [],
        "fields": [],
        "accommodations": [],
        "email": None,
        "unverified": [source.choice(("target_groups", "municipalities"))]
        if source.random() < UNCERTAIN
        else [],
    }
