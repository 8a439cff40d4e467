"""Say in words what a listing can be found by: what it writes, whom it helps, how, where and who it is."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from babel import Locale

from providers.listings.content import ListingContent, MeetingFormat
from providers.organisations.models import OrganisationKind
from providers.reference.models import Accommodation, FieldOfWork, KindOfSupport, TargetGroup
from providers.reference.queries import (
    accommodations,
    fields_of_work,
    kinds_of_support,
    municipalities,
    post_towns,
    target_groups,
)
from providers.search.folding import compose

# Raise it when the same listing gives another document, or the index keeps a document in another way.
DOCUMENT_FORMAT = 1

# What people call the four kinds of actor when they look for one.
_ACTOR_IN_EVERYDAY_WORDS = {
    OrganisationKind.MUNICIPALITY: "kommune kommunen jobcenter jobcentret municipality job centre jobcentre",
    OrganisationKind.UNEMPLOYMENT_FUND: "a-kasse a-kassen arbejdsløshedskasse unemployment insurance fund",
    OrganisationKind.PRIVATE_ADVISER: "privat rådgiver rådgivning anden aktør private adviser provider",
    OrganisationKind.OTHER: "anden aktør organisation other provider",
}
_MEETING_IN_EVERYDAY_WORDS = {
    MeetingFormat.IN_PERSON: "personligt fremmøde in person",
    MeetingFormat.VIDEO: "video online videomøde",
    MeetingFormat.PHONE: "telefon telefonisk phone",
    MeetingFormat.GROUP: "gruppe hold group",
}
_EVERYWHERE = "hele landet landsdækkende hele Danmark nationwide"
_LANGUAGES = (Locale("da").languages, Locale("en").languages)


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """The texts and codes by which one listing version is found."""

    listing_id: int
    version_id: int
    name: str
    organisation: str
    summary: str
    description: str
    subjects: str
    places: str
    codes: tuple[str, ...]


def document_of(
    listing_id: int,
    version_id: int,
    organisation_name: str,
    organisation_kind: str,
    content: ListingContent,
    on: date,
) -> SearchDocument:
    """Make the document of a listing version as it reads with the code lists of a day."""
    return SearchDocument(
        listing_id=listing_id,
        version_id=version_id,
        name=compose(content.name),
        organisation=compose(organisation_name),
        summary=_joined([content.summary_da, content.summary_en]),
        description=_joined([content.description_da, content.description_en]),
        subjects=_joined(_subjects(organisation_kind, content, on)),
        places=_joined(_places(content, on)),
        codes=(f"kind:{organisation_kind}", *codes_of(content)),
    )


def codes_of(content: ListingContent) -> Iterable[str]:
    """Give the codes a listing states, each with the name of its list before it."""
    yield from (municipality_code(code) for code in content.municipalities)
    yield from (f"target_group:{code}" for code in content.target_groups)
    yield from (f"support:{offered.kind}" for offered in content.support)
    yield from (f"field:{code}" for code in content.fields)
    yield from (f"accommodation:{code}" for code in content.accommodations)
    yield from (f"language:{code}" for code in content.languages)
    yield from (f"format:{form}" for form in content.formats)


def municipality_code(code: str) -> str:
    """Write a municipality's code as documents carry it."""
    return f"municipality:{code}"


def edition(version_id: int, organisation_name: str, organisation_kind: str, on: date) -> str:
    """Name what a document was made from, so that a document made of the same has the same edition."""
    made_of = (DOCUMENT_FORMAT, organisation_name, organisation_kind, _lists_as_of(on))
    return f"{version_id}-{hashlib.sha256(repr(made_of).encode()).hexdigest()[:16]}"


def _subjects(organisation_kind: str, content: ListingContent, on: date) -> Iterable[str]:
    groups, kinds = _words_of_target_groups(on), _words_of_support(on)
    yield from (groups.get(code, "") for code in content.target_groups)
    yield from (kinds.get(offered.kind, "") for offered in content.support)
    yield from (_words_of_fields(on).get(code, "") for code in content.fields)
    yield from (_words_of_accommodations(on).get(code, "") for code in content.accommodations)
    yield from (names.get(code, "") for code in content.languages for names in _LANGUAGES)
    yield from (_MEETING_IN_EVERYDAY_WORDS[form] for form in content.formats)
    yield _ACTOR_IN_EVERYDAY_WORDS[OrganisationKind(organisation_kind)]


def _places(content: ListingContent, on: date) -> Iterable[str]:
    where = {place.code: place for place in municipalities(on)}
    covered = [where[code] for code in content.municipalities if code in where]
    yield from (place.name for place in covered)
    yield from dict.fromkeys(name for place in covered for name in (place.landsdel, place.region))
    if content.address:
        yield content.address.city
        yield post_towns().get(content.address.postcode, "")
    if content.nationwide:
        yield _EVERYWHERE


@lru_cache(maxsize=8)
def _words_of_target_groups(on: date) -> dict[str, str]:
    return {group.id: _in_both_languages(group) for group in target_groups(on)}


@lru_cache(maxsize=8)
def _words_of_support(on: date) -> dict[str, str]:
    return {kind.id: _in_both_languages(kind) for kind in kinds_of_support(on)}


@lru_cache(maxsize=8)
def _words_of_fields(on: date) -> dict[str, str]:
    return {field.id: _in_both_languages(field) for field in fields_of_work(on)}


@lru_cache(maxsize=8)
def _words_of_accommodations(on: date) -> dict[str, str]:
    return {need.id: _in_both_languages(need) for need in accommodations(on)}


def _in_both_languages(entry: TargetGroup | KindOfSupport | FieldOfWork | Accommodation) -> str:
    sentence = entry.question if isinstance(entry, TargetGroup) else entry.plain
    return _joined(said(language) for language in ("da", "en") for said in (entry.name, sentence))


@lru_cache(maxsize=8)
def _lists_as_of(on: date) -> str:
    """Name the state of the code lists on a day; it moves when an entry begins, ends or is reworded."""
    worded = (
        _words_of_target_groups(on),
        _words_of_support(on),
        _words_of_fields(on),
        _words_of_accommodations(on),
        municipalities(on),
        post_towns(),
    )
    return hashlib.sha256(repr(worded).encode()).hexdigest()


def _joined(texts: Iterable[str | None]) -> str:
    return compose("\n".join(text for text in texts if text))
