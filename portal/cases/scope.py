"""Name the municipalities and target groups of a case or an approval; None is everything."""

from collections.abc import Sequence
from datetime import date

from babel.lists import format_list

from portal.locale import LOCALES, current_language
from portal.locale import gettext as _
from providers.alphabet import danish_key
from providers.reference.queries import municipality_names, target_groups


def area_of(codes: Sequence[str] | None, on: date) -> str:
    """Name where help is given."""
    if codes is None:
        return _("Hele landet")
    return _listed(municipality_choices(codes, on))


def groups_of(codes: Sequence[str] | None, on: date) -> str:
    """Name who is helped."""
    if codes is None:
        return _("Alle målgrupper")
    return _listed(group_choices(codes, on))


def municipality_choices(codes: Sequence[str] | None, on: date) -> list[tuple[str, str]]:
    """Give municipalities by name; without codes all there are."""
    names = municipality_names(on)
    found = [(code, names.get(code, code)) for code in (names if codes is None else codes)]
    return sorted(found, key=lambda each: danish_key(each[1]))


def group_choices(codes: Sequence[str] | None, on: date) -> list[tuple[str, str]]:
    """Give target groups in their own order; without codes all there are."""
    names = {group.id: group.name(current_language()) for group in target_groups(on)}
    wanted = names if codes is None else codes
    known = [(code, name) for code, name in names.items() if code in wanted]
    return known + [(code, code) for code in wanted if code not in names]


def _listed(choices: Sequence[tuple[str, str]]) -> str:
    if not choices:
        return _("Ikke valgt endnu")
    return format_list([label for _code, label in choices], locale=LOCALES[current_language()])
