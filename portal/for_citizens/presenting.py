"""Turn a listing of the catalogue into the words of its card and its page."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from babel.lists import format_list
from flask import url_for
from markupsafe import Markup

from matching.public_listing import ApprovalFacts, AvailabilityFacts, CatalogueListing
from portal.for_citizens import labels
from portal.for_citizens.results_short import short_result
from portal.labels import kind_label
from portal.locale import LOCALES, NATIONAL_LANGUAGE, format_day, ngettext
from portal.locale import gettext as _
from providers.alphabet import danish_key
from providers.approval.models import ApprovalBasis
from providers.clock import danish_day
from providers.listings.content import ListingContent, SupportOffered
from providers.organisations.models import OrganisationKind
from providers.reference import queries as reference
from ratings.measured_results.published import PublishedFigures

NAMES_IN_FULL = 3


@dataclass(frozen=True, slots=True)
class SupportView:
    """A kind of support as a listing offers it."""

    id: str
    name: str
    plain: str
    price: str
    price_note: str


@dataclass(frozen=True, slots=True)
class ListingView:
    """A listing in the reader's language; every field is ready to print."""

    slug: str
    url: str
    name: str
    actor_line: str
    kind: str
    kind_label: str
    members_only: bool
    residents_only: bool
    nationwide: bool
    summary: str
    summary_lang: str
    description: tuple[str, ...]
    description_lang: str
    coverage_short: str
    municipalities: tuple[tuple[str, str], ...]
    target_groups: tuple[tuple[str, str], ...]
    support: tuple[SupportView, ...]
    price_short: str
    fields: tuple[str, ...]
    accommodations: tuple[tuple[str, str], ...]
    languages: tuple[str, ...]
    formats: tuple[str, ...]
    address: tuple[str, ...]
    phone: str
    email: str
    website: str
    places: str
    waiting: str
    availability_checked: str
    result: str
    result_note: str
    measured: bool
    rating: str
    approval: str
    approval_ground: str
    approval_from: str
    approval_to: str
    approval_url: str
    source: str
    claimed: bool
    unconfirmed: bool
    unverified: tuple[str, ...]
    version_number: int
    published: str
    simulated: bool
    name_marked: Markup | None = None
    summary_marked: Markup | None = None


def present(
    listing: CatalogueListing, language: str, on: date, results: PublishedFigures | None = None
) -> ListingView:
    """Write a listing in a language as it is on a Danish day, with what has been published of its results."""
    content, organisation = listing.content, listing.organisation
    summary, summary_lang = _in(language, content.summary_da, content.summary_en)
    description, description_lang = _in(language, content.description_da, content.description_en)
    support = _support(content.support, language, on)
    availability = listing.availability
    result = short_result(results, listing, language)
    return ListingView(
        slug=listing.slug,
        url=url_for("listings.listing", slug=listing.slug),
        name=content.name,
        actor_line=_actor_line(listing),
        kind=organisation.kind,
        kind_label=kind_label(organisation.kind),
        members_only=organisation.kind == OrganisationKind.UNEMPLOYMENT_FUND,
        residents_only=organisation.kind == OrganisationKind.MUNICIPALITY,
        nationwide=listing.nationwide,
        summary=summary or "",
        summary_lang=summary_lang,
        description=tuple(part.strip() for part in (description or "").split("\n\n") if part.strip()),
        description_lang=description_lang,
        coverage_short=_coverage(listing, language, on),
        municipalities=_named(listing.municipalities, reference.municipality_names(on)),
        target_groups=_listed(listing.target_groups, labels.target_group_names(on, language)),
        support=support,
        price_short=_price_short(content.support, support),
        fields=_fields(content, language, on),
        accommodations=_accommodations(content, language, on),
        languages=tuple(labels.language_name(code, language) for code in content.languages),
        formats=tuple(labels.format_label(code) for code in content.formats),
        **_contact(listing),
        places=_places(availability),
        waiting=_waiting(availability),
        availability_checked=_checked(availability, language),
        result=result.text,
        result_note=result.note,
        measured=result.measured,
        rating=_("Ingen bedømmelser endnu"),
        **_approved(listing, language),
        source=_source(listing, language),
        claimed=listing.claimed_on is not None,
        unconfirmed=listing.claimed_on is None and not organisation.simulated,
        unverified=tuple(dict.fromkeys(labels.field_label(field) for field in content.unverified)),
        version_number=listing.version_number,
        published=format_day(danish_day(listing.published_at), language),
        simulated=organisation.simulated,
    )


def summary_of(content: ListingContent, language: str) -> str:
    """Give the summary in the reader's language, or the Danish one where there is no other."""
    return _in(language, content.summary_da, content.summary_en)[0] or ""


def _in(language: str, danish: str | None, english: str | None) -> tuple[str | None, str]:
    """Choose the text in the reader's language, or the Danish one said to be Danish."""
    if language != NATIONAL_LANGUAGE and english:
        return english, "en"
    return danish, NATIONAL_LANGUAGE


def _actor_line(listing: CatalogueListing) -> str:
    """Name the legal person and its number; a name that is the listing's own is not said twice."""
    organisation = listing.organisation
    name = organisation.name if organisation.name != listing.content.name else ""
    number = _key_text(organisation.kind, organisation.key)
    return f"{name}, {number}" if name and number else name or number[:1].upper() + number[1:]


def _key_text(kind: str, key: str) -> str:
    code = key.partition(":")[2]
    if kind == OrganisationKind.MUNICIPALITY:
        return _("kommunekode %(code)s", code=code)
    return "" if kind == OrganisationKind.UNEMPLOYMENT_FUND else _("CVR-nummer %(code)s", code=code)


def _coverage(listing: CatalogueListing, language: str, on: date) -> str:
    if listing.nationwide:
        return _("Hele landet")
    names = [name for _code, name in _named(listing.municipalities, reference.municipality_names(on))]
    if len(names) > NAMES_IN_FULL:
        return ngettext("%(num)s kommune", "%(num)s kommuner", len(names))
    return format_list(names, locale=LOCALES[language])


def _named(codes: frozenset[str], names: dict[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(((code, names[code]) for code in codes if code in names), key=_by_danish_name))


def _by_danish_name(entry: tuple[str, str]) -> str:
    return danish_key(entry[1])


def _listed(codes: frozenset[str], names: dict[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((code, name) for code, name in names.items() if code in codes)


def _support(offered: tuple[SupportOffered, ...], language: str, on: date) -> tuple[SupportView, ...]:
    kinds = {kind.id: kind for kind in reference.kinds_of_support(on)}
    return tuple(
        SupportView(
            id=entry.kind,
            name=kinds[entry.kind].name(language),
            plain=kinds[entry.kind].plain(language),
            price=labels.price_text(entry.price, language),
            price_note=labels.payer_note(entry.price),
        )
        for entry in offered
        if entry.kind in kinds
    )


def _fields(content: ListingContent, language: str, on: date) -> tuple[str, ...]:
    """Name the fields of work in the order of their list."""
    names = labels.field_of_work_names(on, language)
    return tuple(name for code, name in names.items() if code in content.fields)


def _accommodations(content: ListingContent, language: str, on: date) -> tuple[tuple[str, str], ...]:
    """Give the name of each special need that can be met, with a plain sentence of what the citizen gets."""
    known = reference.accommodations(on)
    return tuple(
        (need.name(language), need.plain(language)) for need in known if need.id in content.accommodations
    )


def _price_short(offered: tuple[SupportOffered, ...], views: tuple[SupportView, ...]) -> str:
    """Say on a card what the citizen pays: nothing, something, or not stated."""
    notes = [view.price_note for view in views if view.price_note]
    if not notes:
        return _("Ikke oplyst")
    if len(set(notes)) == 1 and len(notes) == len(offered):
        return notes[0]
    return _("Se prisen for hver slags hjælp")


def _contact(listing: CatalogueListing) -> dict[str, Any]:
    content = listing.content
    return {
        "address": _address(listing),
        "phone": content.phone or "",
        "email": content.email or "",
        "website": content.website or "",
    }


def _approved(listing: CatalogueListing, language: str) -> dict[str, Any]:
    ground, valid_from, valid_to = _decision(listing.approval, language)
    return {
        "approval": _approval(listing),
        "approval_ground": ground,
        "approval_from": valid_from,
        "approval_to": valid_to,
        "approval_url": url_for("approvals.of_actor", slug=listing.organisation.slug),
    }


def _address(listing: CatalogueListing) -> tuple[str, ...]:
    address = listing.content.address
    return () if address is None else (address.street, f"{address.postcode} {address.city}")


def _places(availability: AvailabilityFacts | None) -> str:
    if availability is None or availability.places is None:
        return _("Ikke oplyst")
    if availability.places == 0:
        return _("Ingen ledige pladser lige nu")
    return ngettext("%(num)s ledig plads", "%(num)s ledige pladser", availability.places)


def _waiting(availability: AvailabilityFacts | None) -> str:
    if availability is None or availability.waiting_days is None:
        return _("Ikke oplyst")
    if availability.waiting_days == 0:
        return _("Ingen ventetid")
    return ngettext("%(num)s dag", "%(num)s dage", availability.waiting_days)


def _checked(availability: AvailabilityFacts | None, language: str) -> str:
    return format_day(danish_day(availability.confirmed_at), language) if availability else ""


def _decision(approval: ApprovalFacts, language: str) -> tuple[str, str, str]:
    """Give a decision's ground and its first and last day; the law's own task is no decision and has none."""
    if approval.basis != ApprovalBasis.DECIDED:
        return "", "", ""
    last = format_day(approval.valid_to, language) if approval.valid_to else ""
    return approval.ground, format_day(approval.valid_from, language), last


def _approval(listing: CatalogueListing) -> str:
    if listing.approval.basis == ApprovalBasis.DECIDED:
        return _("Godkendt af myndigheden")
    if listing.organisation.kind == OrganisationKind.MUNICIPALITY:
        return _("Kommunen varetager opgaven efter loven")
    return _("Statsanerkendt a-kasse")


def _source(listing: CatalogueListing, language: str) -> str:
    if listing.claimed_on is None:
        day = format_day(listing.registered_on, language)
        return _("Fra det offentlige register, %(day)s", day=day)
    if listing.claimed_on <= listing.registered_on:
        return _(
            "Aktøren har selv skrevet sin side, %(day)s.", day=format_day(listing.registered_on, language)
        )
    return _("Aktøren passer selv sin side. Overtaget %(day)s.", day=format_day(listing.claimed_on, language))
