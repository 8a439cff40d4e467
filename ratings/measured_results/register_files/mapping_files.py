"""Read a mapping from TOML, strictly: what is not known is refused with a sentence, never lost in silence."""

import re
import tomllib
from collections.abc import Mapping as Dictionary
from datetime import date, datetime
from typing import Any

from ratings.measured_results.register_files import mapping as m
from ratings.measured_results.register_files.mapping import (
    Counts,
    Factor,
    Field,
    Kind,
    Mapping,
    MappingNotToml,
    MappingUnusable,
    Share,
)
from ratings.measured_results.register_files.mapping_lines import line_of, lines_of

TOP = (
    "kind", "source", "simulated", "observed_until", "fields", "case_mix", "measures", "missing", "days",
    "delimiter", "own_codes",
    "query",
)  # fmt: skip
FIELD = ("column", "constant", "prefix", "map")
SHARE = ("share", "of", "percent")
FACTOR = ("column", "map", "bands", "label")
DAYS = ("iso", "danish")
DELIMITERS = (",", ";", "\t")
LONGEST_FACTOR = 40
_LINE = re.compile(r"line (\d+)")


def read_mapping(text: str, observed_until: date | None = None) -> Mapping:
    """Read a mapping, or raise MappingUnusable with every fault in it, each with its line and key.

    A day that is given stands before the mapping's own, since it moves with each delivery of the registers.
    """
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _not_toml(error, text) from None
    if observed_until is not None:
        document["observed_until"] = observed_until
    return _Reading(document, text).mapping()


class _Reading:
    """What has been read of a mapping, and what was wrong."""

    def __init__(self, document: dict[str, Any], text: str) -> None:
        self._document = document
        self._lines = lines_of(text)
        self._faults: list[str] = []

    def mapping(self) -> Mapping:
        """Read it all, and raise when anything is wrong."""
        given = self._document
        self._known(given, TOP, "")
        kind = Kind(self._one_of("kind", given.get("kind"), [each.value for each in Kind]) or Kind.SPELLS)
        names = m.SPELL_FIELDS if kind is Kind.SPELLS else m.AGGREGATE_FIELDS
        table = self._table("fields", given.get("fields"))
        self._known(table, names, "fields.")
        fields = {
            name: self._field(f"fields.{name}", each)
            for name, each in table.items()
            if name in names and not (kind is Kind.AGGREGATES and name in ("measure", *m.COUNTS))
        }
        result = Mapping(
            kind=kind,
            source=self._text("source", given.get("source", "")),
            simulated=self._flag("simulated", given.get("simulated", False)),
            observed_until=self._day(given.get("observed_until")),
            fields=m.with_required(kind, fields),
            case_mix=self._case_mix(kind, given.get("case_mix", {})),
            counts=self._counts(table, given.get("measures")) if kind is Kind.AGGREGATES else (),
            missing=frozenset(self._texts("missing", given.get("missing", []))),
            danish_days=self._one_of("days", given.get("days", "iso"), DAYS) == "danish",
            delimiter=self._one_of("delimiter", given["delimiter"], DELIMITERS)
            if "delimiter" in given
            else None,
            own_codes=self._own_codes(given.get("own_codes", [])),
            query=self._values("query", given.get("query", {})),
            document=_plain(given),
        )
        self._check_together(result)
        self._faults += self._unsaid(result)
        if self._faults:
            raise MappingUnusable(*map(self._with_line, self._faults))
        return result

    def _unsaid(self, result: Mapping) -> list[str]:
        """Give what is missing altogether, unless what stands there has been found wrong already."""
        wrong = {fault.partition(":")[0] for fault in self._faults}
        return [sentence for name, sentence in m.unsaid(result).items() if name not in wrong]

    def _with_line(self, fault: str) -> str:
        line = line_of(self._lines, fault.partition(":")[0])
        return fault if line is None else f"Line {line}, {fault}"

    def _check_together(self, result: Mapping) -> None:
        if result.kind is Kind.SPELLS and "measures" in self._document:
            self._faults.append("measures: stand only in a mapping of aggregates.")
        if result.kind is Kind.AGGREGATES and "case_mix" in self._document:
            self._faults.append("case_mix: stands only in a mapping of spells; aggregates are not adjusted.")
        if all(price in result.fields for price in m.PRICES):
            self._faults.append("fields: name price_dkk or price_ore, not both.")
        if "period" in result.fields and {"first_quarter", "last_quarter"} & result.fields.keys():
            self._faults.append("fields: name period, or first_quarter and last_quarter, not both.")

    def _field(self, place: str, given: Any) -> Field:
        if isinstance(given, str):
            return Field(column=self._text(place, given))
        table = self._table(place, given)
        self._known(table, FIELD, f"{place}.")
        if ("column" in table) == ("constant" in table):
            self._faults.append(f"{place}: name a column, or a constant for all rows.")
        return Field(
            column=self._text(f"{place}.column", table["column"]) if "column" in table else None,
            constant=_as_text(table["constant"]) if "constant" in table else None,
            prefix=self._text(f"{place}.prefix", table.get("prefix", "")),
            values=self._values(f"{place}.map", table.get("map", {})),
        )

    def _counts(self, fields: Dictionary[str, Any], measures: Any) -> tuple[Counts, ...]:
        names = ("measure", *m.COUNTS)
        if measures is None:
            given = {name: fields.get(name, name) for name in names}
            return (self._one_count("fields", given),)
        if set(names) & fields.keys():
            self._faults.append("fields: measure, n and observed stand in measures when there are any.")
        if not isinstance(measures, list) or not measures:
            self._faults.append("measures: must be tables, each beginning with [[measures]].")
            return ()
        found = []
        for number, each in enumerate(measures, 1):
            table = self._table(f"measures {number}", each)
            self._known(table, names, f"measures {number}, ")
            if set(names) <= table.keys():
                measure = table["measure"]
                constant = {"constant": measure} if isinstance(measure, str) else measure
                found.append(self._one_count(f"measures {number}", {**table, "measure": constant}))
            else:
                self._faults.append(f"measures {number}: must have measure, n and observed.")
        return tuple(found)

    def _one_count(self, place: str, given: Dictionary[str, Any]) -> Counts:
        observed = given["observed"]
        measure = self._field(f"{place}.measure", given["measure"])
        if measure.constant is not None:
            self._one_of(f"{place}.measure", measure.constant, m.COUNTABLE)
        return Counts(
            measure=measure,
            n=self._field(f"{place}.n", given["n"]),
            observed=self._share(f"{place}.observed", observed)
            if isinstance(observed, dict) and "share" in observed
            else self._field(f"{place}.observed", observed),
        )

    def _share(self, place: str, table: Dictionary[str, Any]) -> Share:
        self._known(table, SHARE, f"{place}.")
        if "of" not in table:
            self._faults.append(f"{place}: a share must say of which column's number it is (of).")
        return Share(
            share=self._field(f"{place}.share", table["share"]),
            of=self._field(f"{place}.of", table.get("of", "")),
            percent=self._flag(f"{place}.percent", table.get("percent", False)),
        )

    def _case_mix(self, kind: Kind, given: Any) -> tuple[Factor, ...]:
        found = []
        for name, each in self._table("case_mix", given).items() if kind is Kind.SPELLS else ():
            place = f"case_mix.{name}"
            if not 1 <= len(name) <= LONGEST_FACTOR:
                self._faults.append(f"{place}: a name has 1 to {LONGEST_FACTOR} characters.")
            if isinstance(each, str):
                found.append(Factor(name, Field(self._text(place, each))))
                continue
            table = self._table(place, each)
            self._known(table, FACTOR, f"{place}.")
            if "column" not in table:
                self._faults.append(f"{place}: must name a column.")
            self._text(f"{place}.label", table.get("label", ""))
            without_bands = {key: value for key, value in table.items() if key in ("column", "map")}
            bands = self._bands(f"{place}.bands", table.get("bands", []))
            found.append(Factor(name, self._field(place, {"column": name, **without_bands}), bands))
        return tuple(found)

    def _bands(self, place: str, given: Any) -> tuple[int, ...]:
        whole = isinstance(given, list) and all(type(each) is int for each in given)
        if not whole or given != sorted(set(given)):
            self._faults.append(f"{place}: must be whole numbers that grow, such as [30, 40, 50].")
            return ()
        return tuple(given)

    def _own_codes(self, given: Any) -> frozenset[str]:
        return frozenset(
            name
            for name in self._texts("own_codes", given)
            if self._one_of("own_codes", name, m.OWN_CODES) is not None
        )

    def _values(self, place: str, given: Any) -> Dictionary[str, str]:
        return {key: _as_text(value) for key, value in self._table(place, given).items()}

    def _day(self, given: Any) -> date | None:
        if given is None or (isinstance(given, date) and not isinstance(given, datetime)):
            return given
        self._faults.append("observed_until: must be a day without quotes, such as 2026-06-30.")
        return None

    def _known(self, table: Dictionary[str, Any], names: tuple[str, ...], place: str) -> None:
        for name in table:
            if name not in names:
                self._faults.append(
                    f"{place}{name}: is not known here; what can stand is {', '.join(names)}."
                )

    def _one_of(self, place: str, given: Any, words: Any) -> str | None:
        if isinstance(given, str) and given in words:
            return given
        shown = ", ".join(repr(str(word)) for word in words)
        self._faults.append(f"{place}: must be one of {shown}.")
        return None

    def _table(self, place: str, given: Any) -> Dictionary[str, Any]:
        if given is None or isinstance(given, dict):
            return given or {}
        self._faults.append(f"{place}: must be a table.")
        return {}

    def _text(self, place: str, given: Any) -> str:
        if isinstance(given, str):
            return given
        self._faults.append(f"{place}: must be text in quotes.")
        return ""

    def _texts(self, place: str, given: Any) -> list[str]:
        if isinstance(given, list) and all(type(each) in (str, int, float) for each in given):
            return [_as_text(each) for each in given]
        self._faults.append(f"{place}: must be a list of values.")
        return []

    def _flag(self, place: str, given: Any) -> bool:
        if isinstance(given, bool):
            return given
        self._faults.append(f"{place}: must be true or false.")
        return False


def _not_toml(error: tomllib.TOMLDecodeError, text: str) -> MappingNotToml:
    """Say on which line reading stopped: Python's message alone tells, and at the end it does not."""
    why, _, place = str(error).partition(" (at ")
    line = _LINE.match(place)
    return MappingNotToml(int(line[1]) if line else max(1, len(text.splitlines())), why)


def _as_text(value: Any) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    return str(value)


def _plain(value: Any) -> Any:
    """Give a document as values that JSON has."""
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return value if isinstance(value, str | int | float | bool) else str(value)
