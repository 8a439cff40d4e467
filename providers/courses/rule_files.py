"""Read the rules of the free choice from their file, and refuse one that leaves anything open."""

import tomllib
from datetime import date, datetime
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from providers.courses.choice_rules import ChoiceRules

FOLDER = files("providers.courses") / "rules"
TRIAL, DEMONSTRATION = "trial-2027.toml", "demonstration.toml"
# What an installation sets for itself.
NUMBERS = ("days_to_answer", "changes_allowed", "days_to_choose", "notice_days", "reach_km")
NEEDED = {
    "name_da": str,
    "name_en": str,
    "invented": bool,
    "valid_from": date,
    "valid_to": date,
    **dict.fromkeys(NUMBERS, int),
}
OPTIONAL = {"source": str, "municipalities": list, "target_groups": list, "months": int}
KINDS = {
    str: "a text",
    bool: "true or false",
    date: "a day such as 2027-01-01",
    list: "a list",
    int: "a whole number",
}


class RulesNotReadable(Exception):
    """The rules of the free choice can't be used; the text says where and why."""


@lru_cache
def our_rules(name: str) -> ChoiceRules:
    """Give the rules that come with the portal: those of the trial, or of a demonstration."""
    return read(name, (FOLDER / name).read_text(encoding="utf-8"))


@lru_cache
def rules_of_file(path: Path) -> ChoiceRules:
    """Read an installation's own rules, or raise RulesNotReadable."""
    try:
        return read(path.name, path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise RulesNotReadable(f"{path.name}: {error}") from None


def read(name: str, text: str) -> ChoiceRules:
    """Read rules from the text of a file."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RulesNotReadable(f"{name}: {error}") from None
    if wrong := _wrong(table):
        raise RulesNotReadable(f"{name}: {wrong}")
    return ChoiceRules(
        name_da=table["name_da"],
        name_en=table["name_en"],
        source=table.get("source"),
        invented=table["invented"],
        valid_from=table["valid_from"],
        valid_to=table["valid_to"],
        **{name: table[name] for name in NUMBERS},
        municipalities=_codes(table, "municipalities"),
        target_groups=_codes(table, "target_groups"),
        months=table.get("months"),
    )


def _wrong(table: dict[str, Any]) -> str | None:
    """Say what is wrong first of all."""
    known = NEEDED | OPTIONAL
    for key, value in table.items():
        if key not in known:
            return f"there is no setting {key!r}"
        if not _is_a(value, known[key]):
            return f"{key} must be {KINDS[known[key]]}"
    missing = next((key for key in NEEDED if key not in table), None)
    return f"{missing} is missing" if missing else _wrong_together(table)


def _wrong_together(table: dict[str, Any]) -> str | None:
    """Say what is wrong with settings that are all there, and of the right kind."""
    if table["valid_to"] < table["valid_from"]:
        return "valid_to must not lie before valid_from"
    least = {"months": table.get("months", 1), **{name: table[name] for name in NUMBERS}}
    if too_few := next((name for name, number in least.items() if number < 1), None):
        return f"{too_few} must be at least 1"
    if not table["invented"] and not table.get("source", "").startswith("https://"):
        return "rules that are not invented name a source that begins with https://"
    lists = ("municipalities", "target_groups")
    return next((wrong for key in lists if (wrong := _wrong_codes(table, key))), None)


def _is_a(value: object, kind: type) -> bool:
    if kind is date:
        return isinstance(value, date) and not isinstance(value, datetime)
    if kind is str:
        return isinstance(value, str) and bool(value.strip())
    return type(value) is kind


def _wrong_codes(table: dict[str, Any], key: str) -> str | None:
    codes = table.get(key, [""])
    if not codes or not all(isinstance(code, str) for code in codes):
        return f"{key} must be a list of at least one code, or be left out for all of them"
    return f"{key} names one twice" if len(set(codes)) < len(codes) else None


def _codes(table: dict[str, Any], key: str) -> frozenset[str] | None:
    return frozenset(table[key]) if key in table else None
