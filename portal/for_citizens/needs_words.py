"""Say a citizen's answers in plain words, each with the page on which it can be changed."""

from dataclasses import asdict, dataclass, fields
from datetime import date

from matching.catalogue import Catalogue
from matching.needs import Needs, Weights
from portal.for_citizens import labels
from portal.for_citizens.needs_steps import Step, asks_since, funds_taking, step_of
from portal.locale import format_month, ngettext
from portal.locale import gettext as _
from providers.courses.choice_rules import first_day
from providers.reference.queries import municipality_names


@dataclass(frozen=True, slots=True)
class Told:
    """One line of the summary: what was asked, what was answered, and where to change it."""

    name: str
    value: str
    step: Step


def kilometres_label(number: int) -> str:
    """Say how far somebody will go."""
    return _("Højst %(number)s km", number=number)


def days_label(number: int) -> str:
    """Say how soon somebody wants to begin."""
    return ngettext("Inden for %(num)s dag", "Inden for %(num)s dage", number)


def since_label(first: date, language: str) -> str:
    """Say that a benefit began before a month."""
    return _("Før %(month)s", month=format_month(first, language))


def emphasis_label(name: str) -> str:
    """Name what can matter most."""
    return {
        "balanced": _("Lidt af det hele"),
        "result": _("At mange kommer i job"),
        "waiting": _("At jeg kan begynde hurtigt"),
        "distance": _("At det er tæt på"),
        "wishes": _("At jeg får den hjælp, jeg ønsker"),
        "own": _("Mine egne tal"),
    }[name]


def criterion_label(name: str) -> str:
    """Name what counts."""
    return {
        "result": _("Hvor mange der kommer i job"),
        "ratings": _("Borgernes bedømmelser"),
        "waiting": _("Ventetid"),
        "distance": _("Afstand"),
        "wishes": _("Dine ønsker"),
    }[name]


def weights_of(weights: Weights) -> list[tuple[str, int]]:
    """Give what counts by name, with how much."""
    return [(criterion_label(each.name), getattr(weights, each.name)) for each in fields(weights)]


def weights_label(weights: Weights) -> str:
    """Say in one line how much each thing counts."""
    short = {
        "result": _("job %(weight)s"),
        "ratings": _("bedømmelser %(weight)s"),
        "waiting": _("ventetid %(weight)s"),
        "distance": _("afstand %(weight)s"),
        "wishes": _("ønsker %(weight)s"),
    }
    return ", ".join(short[name] % {"weight": weight} for name, weight in asdict(weights).items())


def code_name(answer: str, code: str, held: Catalogue, language: str) -> str:
    """Name one code of an answer that can have several."""
    if answer == "languages":
        return labels.language_name(code, language)
    if answer == "formats":
        return labels.format_label(code)
    names = {
        "support": labels.support_names,
        "fields": labels.field_of_work_names,
        "accommodations": labels.accommodation_names,
    }
    return names[answer](held.day, language).get(code, code)


def summary(needs: Needs, held: Catalogue, language: str) -> list[Told]:
    """Say every answer; what was not answered says that it does not matter."""
    groups = labels.target_group_names(held.day, language)
    days, emphasis = needs.start_within_days, needs.emphasis or "own"
    lines = [
        (_("Hvor du bor"), _home(needs, held), "municipality"),
        (_("Hvor langt"), kilometres_label(needs.furthest_km) if needs.furthest_km else "", "furthest_km"),
        (_("Din situation"), groups[needs.target_group], "target_group"),
    ]
    if funds := funds_taking(held, needs.target_group):
        names = {each.organisation.slug: each.organisation.name for each in funds}
        lines.append((_("Din a-kasse"), names.get(needs.fund or "", _("Ingen af dem")), "fund"))
    if asks_since({"municipality": needs.municipality, "target_group": needs.target_group}):
        lines.append((_("Hvornår ydelsen begyndte"), _month(needs.since, language), "since"))
    for answer, asked in _asked().items():
        codes: tuple[str, ...] = getattr(needs, answer)
        named = ", ".join(code_name(answer, code, held, language) for code in codes)
        lines.append((asked, named, answer))
    lines.append((_("Hvornår"), days_label(days) if days is not None else "", "start_within_days"))
    lines.append((_("Hvad der betyder mest"), emphasis_label(emphasis), "weights"))
    return [Told(name, value or _("Det er lige meget"), step_of(answer)) for name, value, answer in lines]


def _asked() -> dict[str, str]:
    """Name the answers with several codes that the third step asks for."""
    return {
        "support": _("Den hjælp, du ønsker"),
        "fields": _("Det, du gerne vil arbejde med"),
        "formats": _("Sådan mødes I"),
        "accommodations": _("Særlige behov"),
        "languages": _("Sprog"),
    }


def _month(since: str | None, language: str) -> str:
    return format_month(first_day(since), language) if since else _("Det ved jeg ikke")


def _home(needs: Needs, held: Catalogue) -> str:
    name = municipality_names(held.day)[needs.municipality]
    if needs.postcode is None:
        return _("%(name)s Kommune", name=name)
    return _("%(postcode)s, %(name)s Kommune", postcode=needs.postcode, name=name)
