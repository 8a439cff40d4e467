"""Warnings of public actors, ready to print: when, on what ground, about which standards, and complaints."""

from collections.abc import Iterable
from dataclasses import dataclass

from portal.cases.words import appeal_state_label
from portal.labels import day_label
from portal.locale import current_language
from portal.locale import gettext as _
from providers.approval.cases.warnings import Warned
from providers.approval.standard_files import get_version


@dataclass(frozen=True, slots=True)
class WarningView:
    """A warning, ready to print; the ground is in Danish, as it was written."""

    day: str
    ground: str
    version: str
    standards: tuple[str, ...]
    appeal: str


def warning_views(found: Iterable[Warned]) -> list[WarningView]:
    """Write warnings in the reader's language, in the order given."""
    return [
        WarningView(
            day=day_label(each.warned_on),
            ground=each.ground,
            version=each.standards_version,
            standards=standards_named(each),
            appeal=_appeal(each),
        )
        for each in found
    ]


def standards_named(warned: Warned) -> tuple[str, ...]:
    """Name the standards that were not met when the warning was given."""
    version, language = get_version(warned.standards_version), current_language()
    return tuple(version.get(each).name.text(language) for each in warned.standards)


def _appeal(warned: Warned) -> str:
    if warned.appeal is None:
        return ""
    if warned.appeal_answered_on is None:
        return _("Der er klaget over afgørelsen. Klagen er ikke afgjort.")
    return _(
        "Klagen er afgjort %(day)s. Afgørelsen er: %(state)s.",
        day=day_label(warned.appeal_answered_on),
        state=appeal_state_label(warned.appeal).lower(),
    )
