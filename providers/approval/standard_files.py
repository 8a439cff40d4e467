"""Read every version of the standards from its file, once, and refuse a file that leaves anything open."""

import re
import tomllib
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any, TypeVar

from providers.approval.standard_set import (
    AutomaticCheck,
    CheckKind,
    Limits,
    Standard,
    StandardGroup,
    StandardNotFound,
    StandardSet,
    Track,
    Wording,
)

FOLDER = files("providers.approval") / "standards"
VERSION = re.compile(r"20\d\d-(0[1-9]|1[0-2])")
STANDARD_ID = re.compile(r"[a-z][a-z_]{1,39}")
OF_A_VERSION = frozenset({"version", "valid_from", "changes", "limits", "sources", "standard"})
TEXTS = ("name", "question", "why", "evidence")
OF_A_STANDARD = frozenset({"id", "group", *TEXTS, "kind", "check", "tracks", "source"})
LIMITS = ("light_below", "debt", "company_share", "days_confirmed", "months_without_result")

Table = Mapping[str, Any]
Code = TypeVar("Code", bound=StrEnum)


class StandardsNotReadable(Exception):
    """A file of standards is wrong; the text says where and why."""


@cache
def versions() -> tuple[StandardSet, ...]:
    """Give every version, the earliest first."""
    return in_order(
        read(file.name, file.read_text(encoding="utf-8"))
        for file in sorted(FOLDER.iterdir(), key=lambda file: file.name)
        if file.name.endswith(".toml")
    )


def standards_on(day: date) -> StandardSet:
    """Give the version that an application sent on a day is decided on.

    That is the one in force. Before the first is in force it is the first, since approvals begin under it.
    """
    in_force = [each for each in versions() if each.valid_from <= day]
    return in_force[-1] if in_force else versions()[0]


def get_version(version: str) -> StandardSet:
    """Give a version by its name, such as 2027-01."""
    found = next((each for each in versions() if each.version == version), None)
    if found is None:
        raise StandardNotFound(f"There is no version {version!r} of the standards.")
    return found


def in_order(found: Iterable[StandardSet]) -> tuple[StandardSet, ...]:
    """Put versions in the order they come into force; there is at least one, and no two on the same day."""
    ordered = tuple(sorted(found, key=lambda each: each.valid_from))
    if not ordered:
        raise StandardsNotReadable("There is no version of the standards.")
    for earlier, later in pairwise(ordered):
        if earlier.valid_from == later.valid_from:
            raise StandardsNotReadable(f"{earlier.version} and {later.version} begin on the same day.")
    return ordered


def read(name: str, text: str) -> StandardSet:
    """Read one version from the text of its file, whose name is the version's."""
    try:
        return _version(name, tomllib.loads(text))
    except (tomllib.TOMLDecodeError, _Wrong) as error:
        raise StandardsNotReadable(f"{name}: {error}") from None


class _Wrong(Exception):
    """What is wrong, without the file's name."""


def _version(name: str, table: Table) -> StandardSet:
    _only(table, OF_A_VERSION, "the file")
    version, valid_from = table["version"], table["valid_from"]
    if not isinstance(version, str) or not VERSION.fullmatch(version) or name != f"{version}.toml":
        raise _Wrong("version must be a year and a month such as 2027-01, and the same as the file's name")
    if not isinstance(valid_from, date) or isinstance(valid_from, datetime):
        raise _Wrong("valid_from must be a day such as 2027-01-01")
    sources = {key: _wording(value, f"source {key!r}") for key, value in _table(table, "sources").items()}
    standards = tuple(_standard(each, sources) for each in _tables(table["standard"]))
    _no_id_twice([each.id for each in standards])
    _every_source_used(sources, table["standard"])
    return StandardSet(
        version,
        valid_from,
        _wording(table["changes"], "changes"),
        _limits(_table(table, "limits")),
        standards,
    )


def _standard(table: Table, sources: Mapping[str, Wording]) -> Standard:
    identity = table.get("id")
    if not isinstance(identity, str) or not STANDARD_ID.fullmatch(identity):
        raise _Wrong(f"a standard's id must be 2 to 40 of a-z and _, not {identity!r}")
    where = f"standard {identity!r}"
    _only(table, OF_A_STANDARD, where, optional={"check"})
    kind = _code(table["kind"], CheckKind, f"kind of {where}")
    if (kind is CheckKind.AUTOMATIC) != ("check" in table):
        raise _Wrong(f"{where} must name its check when it is automatic, and only then")
    if not isinstance(table["source"], str) or table["source"] not in sources:
        raise _Wrong(f"{where} has the source {table['source']!r}, which is not among the sources")
    return Standard(
        id=identity,
        group=_code(table["group"], StandardGroup, f"group of {where}"),
        kind=kind,
        check=_code(table["check"], AutomaticCheck, f"check of {where}") if "check" in table else None,
        tracks=_tracks(table["tracks"], where),
        source=sources[table["source"]],
        **{text: _wording(table[text], f"{text} of {where}") for text in TEXTS},
    )


def _tracks(codes: object, where: str) -> tuple[Track, ...]:
    if not isinstance(codes, list) or not codes:
        raise _Wrong(f"tracks of {where} must be a list of at least one")
    chosen = [_code(code, Track, f"tracks of {where}") for code in codes]
    if len(set(chosen)) < len(chosen):
        raise _Wrong(f"tracks of {where} name one twice")
    return tuple(track for track in Track if track in chosen)


def _limits(table: Table) -> Limits:
    _only(table, frozenset(LIMITS), "limits")
    for key, value in table.items():
        if type(value) is not int or value < 1:
            raise _Wrong(f"the limit {key!r} must be a whole number above 0")
    return Limits(**table)


def _wording(table: object, where: str) -> Wording:
    if not isinstance(table, dict):
        raise _Wrong(f"{where} must have a text in Danish and in English")
    _only(table, frozenset({"da", "en"}), where)
    for language, text in table.items():
        if not isinstance(text, str) or not text.strip() or text != text.strip():
            raise _Wrong(f"{where} must have a text for {language!r}, without spaces around it")
    return Wording(**table)


def _only(table: Table, keys: frozenset[str], where: str, optional: Collection[str] = ()) -> None:
    for key in table:
        if key not in keys:
            raise _Wrong(f"{where} has the unknown key {key!r}")
    for key in sorted(keys):
        if key not in table and key not in optional:
            raise _Wrong(f"{where} lacks {key!r}")


def _table(table: Table, key: str) -> Table:
    if not isinstance(table[key], dict):
        raise _Wrong(f"{key} must be a table")
    found: Table = table[key]
    return found


def _tables(found: object) -> list[Table]:
    if not isinstance(found, list) or not found or not all(isinstance(each, dict) for each in found):
        raise _Wrong("there must be at least one [[standard]]")
    return found


def _code(value: object, codes: type[Code], where: str) -> Code:
    if not isinstance(value, str) or value not in list(codes):
        raise _Wrong(f"{where} must be one of {', '.join(codes)}, not {value!r}")
    return codes(value)


def _no_id_twice(ids: list[str]) -> None:
    for identity in ids:
        if ids.count(identity) > 1:
            raise _Wrong(f"there are two standards {identity!r}")


def _every_source_used(sources: Mapping[str, Wording], standards: Iterable[Table]) -> None:
    for source in sources.keys() - {each["source"] for each in standards}:
        raise _Wrong(f"no standard has the source {source!r}")
