"""Say in words which actors lie outside of a funnel, for whoever does not see the picture."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from babel.lists import format_list

from portal.locale import LOCALES, current_language, ngettext
from portal.locale import gettext as _

MOST_NAMED = 15  # more names are no sentence any more; the table has them all


def outside_sentences(
    points: Sequence[Mapping[str, Any]], middle: float, names: Mapping[int, str]
) -> tuple[str, ...]:
    """Name those above and those below the limits that let actors differ, or say that there are none."""
    out = [each for each in points if each["outside_wide"]]
    if not out:
        return (_("Ingen aktører ligger uden for den brede tragt."),)
    above = _named((each for each in out if each["value"] > middle), names)
    below = _named((each for each in out if each["value"] < middle), names)
    return tuple(
        sentence
        for sentence in (
            _("Over den brede tragt ligger: %(names)s.", names=above) if above else "",
            _("Under den brede tragt ligger: %(names)s.", names=below) if below else "",
        )
        if sentence
    )


def _named(points: Iterable[Mapping[str, Any]], names: Mapping[int, str]) -> str:
    told = sorted(names.get(each["organisation"], str(each["organisation"])) for each in points)
    if len(told) > MOST_NAMED:
        rest = len(told) - MOST_NAMED
        told = [*told[:MOST_NAMED], ngettext("%(num)s mere i tabellen", "%(num)s flere i tabellen", rest)]
    return format_list(told, locale=LOCALES[current_language()])
