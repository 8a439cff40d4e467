"""Read the hand-written stock: texts in Danish and English, parts of names, prices and words for places."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

STOCK = Path(__file__).parent / "stock"
LANGUAGES = ("da", "en")


@dataclass(frozen=True, slots=True)
class Text:
    """The same sentences in both languages; `needs` names what they take for granted."""

    da: str
    en: str
    needs: str | None = None

    def written(self, language: str, facts: Mapping[str, str]) -> str:
        """Write the text in a language with the facts put in."""
        return (self.da if language == "da" else self.en).format_map(facts)


@dataclass(frozen=True, slots=True)
class Theme:
    """What an actor works with: the core always, the rest sometimes; `online` can be done from home.

    Themes on one shelf are close enough for one actor to have two of them.
    """

    id: str
    shelf: str
    family: str
    online: bool
    groups: tuple[str, ...]
    also_groups: tuple[str, ...]
    support: tuple[str, ...]
    also_support: tuple[str, ...]
    summaries: tuple[Text, ...]
    fields: tuple[Text, ...]
    openings: tuple[Text, ...]
    methods: tuple[Text, ...]
    details: tuple[Text, ...]


@lru_cache(maxsize=1)
def themes() -> tuple[Theme, ...]:
    """List all themes."""
    return tuple(
        _theme(entry, path.stem)
        for path in sorted(STOCK.glob("themes_*.toml"))
        for entry in _read(path.name)["themes"]
    )


@lru_cache(maxsize=1)
def sentences() -> dict[str, tuple[Text, ...]]:
    """Give what any actor may say, by section, such as `start`, `formats.video` and `support.mentor`."""
    found: dict[str, tuple[Text, ...]] = {}
    for name, section in _read("general.toml").items():
        if isinstance(section, list):
            found[name] = texts(section)
        else:
            found |= {f"{name}.{key}": texts(entries) for key, entries in section.items()}
    found |= {f"support.{kind}": texts(entries) for kind, entries in _read("support.toml")["support"].items()}
    return found


@lru_cache(maxsize=1)
def group_phrases() -> dict[str, Text]:
    """Give the few words that follow "if you" for each target group."""
    return {group: Text(*pair) for group, pair in _read("support.toml")["groups"].items()}


@lru_cache(maxsize=1)
def names() -> dict[str, Any]:
    """Give the parts of invented names."""
    return _read("names.toml")


@lru_cache(maxsize=1)
def offers() -> dict[str, Any]:
    """Give prices, languages and the grounds of approvals."""
    return _read("offers.toml")


@lru_cache(maxsize=1)
def place_words() -> dict[str, Any]:
    """Give the words for places."""
    return _read("places.toml")


@lru_cache(maxsize=1)
def public_units() -> dict[str, Any]:
    """Give the invented municipalities and unemployment funds."""
    return _read("public_units.toml")


def texts(entries: list[list[str]]) -> tuple[Text, ...]:
    """Read a list of texts."""
    return tuple(Text(*entry) for entry in entries)


def _theme(entry: dict[str, Any], shelf: str) -> Theme:
    return Theme(
        id=entry["id"],
        shelf=shelf,
        family=entry["family"],
        online=entry.get("online", False),
        groups=tuple(entry["groups"]),
        also_groups=tuple(entry["also_groups"]),
        support=tuple(entry["support"]),
        also_support=tuple(entry["also_support"]),
        summaries=texts(entry["summaries"]),
        fields=texts(entry["fields"]),
        openings=texts(entry["openings"]),
        methods=texts(entry["methods"]),
        details=texts(entry["details"]),
    )


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((STOCK / name).read_text(encoding="utf-8"))
