"""Names of codes in the reader's language."""

from datetime import date
from functools import lru_cache

from babel import Locale

from matching.orders import Sort
from portal.locale import format_number
from portal.locale import gettext as _
from providers.listings.content import MeetingFormat, Payer, Price, PriceUnit
from providers.reference import queries as reference

ORE_IN_KRONE = 100


def format_label(code: str) -> str:
    """Name a way of meeting."""
    return {
        MeetingFormat.IN_PERSON: _("Fysisk møde"),
        MeetingFormat.VIDEO: _("Videomøde"),
        MeetingFormat.PHONE: _("Telefon"),
        MeetingFormat.GROUP: _("Hold eller gruppe"),
    }[MeetingFormat(code)]


def sort_label(sort: Sort) -> str:
    """Name an order of the hits."""
    return {
        Sort.RELEVANCE: _("Bedste match"),
        Sort.NAME: _("Navn"),
        Sort.WAITING_TIME: _("Kortest ventetid"),
        Sort.PRICE: _("Laveste pris for et forløb"),
        Sort.RESULT: _("Bedste målte resultat"),
    }[sort]


def order_explained(sort: Sort) -> str:
    """Say how an order is made, so that everybody can check that it is fair."""
    return {
        Sort.RELEVANCE: _(
            "Dem, der passer bedst til dine ord, står først. Har du valgt en kommune, står dens aktører før "
            "dem, der dækker hele landet. Resten trækker vi lod om hver dag, så ingen får fordel af sit navn."
        ),
        Sort.NAME: _("I rækkefølge efter navn."),
        Sort.WAITING_TIME: _("Kortest ventetid først. Aktører, der ikke har oplyst ventetid, står sidst."),
        Sort.PRICE: _(
            "Laveste pris for et helt forløb først. Andre priser kan ikke sammenlignes og står efter. "
            "Aktører uden oplyst pris står sidst."
        ),
        Sort.RESULT: _(
            "Vi ser på, hvor mange der var i job efter et halvt år, og hvor mange man kunne vente. "
            "Bygger tallet på få personer, er vi forsigtige. Har kun hele aktøren en vurdering, bruger vi "
            "den. Aktører uden vurdering står sidst. Står to lige, trækker vi lod hver dag."
        ),
    }[sort]


def field_label(field: str) -> str:
    """Name a field of a listing that its source calls uncertain."""
    names = {
        "municipalities": _("hvor aktøren hjælper"),
        "summary_da": _("hvem aktøren er for"),
        "summary_en": _("hvem aktøren er for"),
        "description_da": _("beskrivelsen"),
        "target_groups": _("målgrupper"),
        "support": _("hjælpen"),
        "fields": _("brancher"),
        "accommodations": _("særlige behov"),
        "address": _("adressen"),
    }
    return names.get(field, _("andre oplysninger"))


def price_text(price: Price | None, language: str) -> str:
    """Write a price with its unit, or that there is none to show."""
    if price is None:
        return _("Ikke oplyst")
    amount = format_number(price.amount_ore / ORE_IN_KRONE, language)
    return {
        PriceUnit.COURSE: _("%(amount)s kr. for et forløb", amount=amount),
        PriceUnit.MONTH: _("%(amount)s kr. om måneden", amount=amount),
        PriceUnit.WEEK: _("%(amount)s kr. om ugen", amount=amount),
        PriceUnit.HOUR: _("%(amount)s kr. i timen", amount=amount),
        PriceUnit.RESULT: _("%(amount)s kr. for hvert resultat", amount=amount),
    }[price.unit]


def payer_note(price: Price | None) -> str:
    """Say who pays, so that nobody thinks the municipality's price is theirs."""
    if price is None:
        return ""
    if price.paid_by is Payer.MUNICIPALITY:
        return _("Gratis for dig. Kommunen betaler.")
    return _("Du betaler selv.")


@lru_cache(maxsize=512)
def language_name(code: str, language: str) -> str:
    """Name a language, such as ar, in the reader's language."""
    name: str = Locale(language).languages.get(code, code)
    return name


def target_group_names(on: date, language: str) -> dict[str, str]:
    """Give the target groups' names by id, in the order of the law."""
    return {group.id: group.name(language) for group in reference.target_groups(on)}


def support_names(on: date, language: str) -> dict[str, str]:
    """Give the names of the kinds of support by id."""
    return {support.id: support.name(language) for support in reference.kinds_of_support(on)}


def field_of_work_names(on: date, language: str) -> dict[str, str]:
    """Give the names of the fields of work by id."""
    return {field.id: field.name(language) for field in reference.fields_of_work(on)}


def accommodation_names(on: date, language: str) -> dict[str, str]:
    """Give the names of the special needs that can be met by id."""
    return {need.id: need.name(language) for need in reference.accommodations(on)}
