"""Invented municipalities and unemployment funds, so that one scale can show every kind of actor.

The law gives a municipality the task for its own citizens alone. An invented one has no citizens, and the
code lists, rightly, know no invented municipality to cover. So each stands in one real municipality, no two
in the same, and both its summary and its first paragraph say that it is invented and where it stands: a
reader who filters by that municipality sees it beside the real unit and cannot take one for the other.
Unemployment funds are nationwide, as real ones are.
"""

from collections.abc import Iterator
from datetime import date
from itertools import islice
from random import Random
from typing import Any

from portal.demonstration.approvals import statutory
from portal.demonstration.chance import chance, some
from portal.demonstration.geography import municipalities_area, towns
from portal.demonstration.lines import listing_line, organisation_line
from portal.demonstration.naming import INVENTED, address, as_slug, email, website
from portal.demonstration.offers import accommodations, availability
from portal.demonstration.stock import LANGUAGES, Text, offers, public_units, texts
from portal.demonstration.writing import Written, figures, paragraphs_written, written
from providers.listings.content import MeetingFormat
from providers.organisations.models import OrganisationKind
from providers.reference import queries

FUND_GROUPS = ("dagpenge",)
FUND_SUPPORT = ("samtale_kontaktforloeb", "cv_jobsoegning", "karriereraadgivning")
ENGLISH_OFTEN = 2 / 3


def municipality_lines(seed: int, on: date, number: int) -> Iterator[dict[str, Any]]:
    """Give the invented municipalities, under the codes 001 to 099 that no real one has."""
    known = public_units()["municipalities"]
    for place, (name, stand_in) in enumerate(islice(known["stands_in_for"], number)):
        source = chance(seed, "municipality", name)
        slug = f"{INVENTED}-{as_slug(name)}-kommune"
        facts = _facts(source, f"{name} Kommune", stand_in, on)
        content = _content(source, f"{name} Kommune", name, _written(source, known, facts))
        content |= {
            "nationwide": False,
            "municipalities": [stand_in],
            "target_groups": sorted(group.id for group in queries.target_groups(on)),
            "support": [{"kind": kind.id, "price": None} for kind in queries.kinds_of_support(on)],
            "formats": [MeetingFormat.IN_PERSON.value, MeetingFormat.PHONE.value],
            "address": address(source, towns()[stand_in][0]),
            "accommodations": list(accommodations(seed, slug, on, meets=True)),
        }
        key = f"municipality:{place + 1:03d}"
        grounds = statutory(offers()["grounds"]["municipality"], on)
        yield organisation_line(key, OrganisationKind.MUNICIPALITY, slug, f"{name} Kommune", grounds)
        yield listing_line(
            seed,
            on,
            organisation=key,
            key="jobhjaelp",
            slug=slug,
            content=content,
            available=availability(seed, slug, on),
        )


def fund_lines(seed: int, on: date, number: int) -> Iterator[dict[str, Any]]:
    """Give the invented unemployment funds, which have members in the whole country."""
    known = public_units()["funds"]
    for name, trade_da, trade_en, fields in islice(known["names"], number):
        source = chance(seed, "fund", name)
        word = name.removeprefix("A-kassen ")
        slug = f"{INVENTED}-{as_slug(name)}"
        facts = {language: figures | {"name": name} for language, figures in figures(source).items()}
        facts["da"]["trade"], facts["en"]["trade"] = trade_da, trade_en
        content = _content(source, name, word, _written(source, known, facts))
        content |= {
            "nationwide": True,
            "municipalities": [],
            "target_groups": list(FUND_GROUPS),
            "support": [{"kind": kind, "price": None} for kind in FUND_SUPPORT],
            "formats": [MeetingFormat.PHONE.value, MeetingFormat.VIDEO.value],
            "address": None,
            "fields": list(fields),
            "accommodations": list(accommodations(seed, slug, on, meets=False)),
        }
        key = f"unemployment_fund:{slug}"
        grounds = statutory(offers()["grounds"]["unemployment_fund"], on)
        yield organisation_line(key, OrganisationKind.UNEMPLOYMENT_FUND, slug, name, grounds)
        yield listing_line(
            seed,
            on,
            organisation=key,
            key="medlemmer",
            slug=slug,
            content=content,
            available=availability(seed, slug, on),
        )


def _facts(source: Random, name: str, stand_in: str, on: date) -> dict[str, dict[str, str]]:
    area = municipalities_area([stand_in], on).whole
    return {
        language: own | {"name": name, "in_area": area.written(language, {})}
        for language, own in figures(source).items()
    }


def _written(source: Random, known: dict[str, Any], facts: dict[str, dict[str, str]]) -> dict[str, Written]:
    """Write a unit's texts; the first paragraph says that it is invented."""
    summary = source.choice(texts(known["summaries"]))
    drawn = some(source, texts(known["texts"]), 5, 8)
    paragraphs: list[list[Text]] = [[source.choice(texts(known["stands"]))], drawn[:3], drawn[3:]]
    return {
        language: Written(
            written([summary], language, facts[language]),
            paragraphs_written(paragraphs, language, facts[language]),
        )
        for language in LANGUAGES
    }


def _content(source: Random, name: str, word: str, said: dict[str, Written]) -> dict[str, Any]:
    """Give the part of the content that both kinds of public unit share."""
    in_english = source.random() < ENGLISH_OFTEN
    return {
        "name": name,
        "summary_da": said["da"].summary,
        "summary_en": said["en"].summary if in_english else None,
        "description_da": said["da"].description,
        "description_en": said["en"].description if in_english else None,
        "languages": ["da", "en"],
        "phone": None,
        "email": email(word, "job"),
        "website": website(word),
        "unverified": [],
    }
