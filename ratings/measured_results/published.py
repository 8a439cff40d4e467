"""The figures of a release as everybody may see them, kept together so that pages need no query."""

import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from math import isnan
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ratings.measured_results.codes import Grade, Level, Measure, Missing
from ratings.measured_results.disclosure.door import PublicFigure

ENUMS = {"measure": Measure, "level": Level, "grade": Grade, "reason": Missing}
WORDS = (*ENUMS, "target_group")
IDS = ("organisation_id", "listing_id")
LIMITS = ("", "_lower", "_upper")
WHOLE = {
    *(*IDS, "quarter", "n", "people_missing"),
    *(f"{name}{limit}" for name in ("share", "weeks", "kroner") for limit in LIMITS),
}
FIELDS = tuple(each.name for each in fields(PublicFigure))
NUMBERS = tuple(name for name in FIELDS if name not in WORDS)
NOTHING = -1  # instead of the place of a word: the last place, where None stands

ROWS_AT_A_TIME = 1000

Actor = tuple[str, int | None]  # a level, and the number of the organisation or listing
NATIONAL: Actor = (Level.NATIONAL.value, None)


@dataclass(frozen=True, slots=True)
class ReleaseFacts:
    """What everybody may know of a release; quarters are year * 4 + (0 to 3)."""

    id: int
    first_quarter: int
    last_quarter: int
    observed_until: date
    published_on: date
    simulated: bool
    adjusted: bool


@dataclass(frozen=True, slots=True, eq=False)
class PublishedFigures:
    """A release's public figures in columns; each actor's stand together, from and to the rows in `spans`."""

    release: ReleaseFacts
    words: Mapping[str, tuple[Any, ...]]
    columns: Mapping[str, NDArray[Any]]
    spans: Mapping[Actor, tuple[int, int]]

    def national(self) -> tuple[PublicFigure, ...]:
        """Give the figures of the whole country."""
        return self._of(NATIONAL)

    def of_organisation(self, organisation_id: int) -> tuple[PublicFigure, ...]:
        """Give an organisation's figures; none when it has none."""
        return self._of((Level.ORGANISATION.value, organisation_id))

    def of_listing(self, listing_id: int) -> tuple[PublicFigure, ...]:
        """Give a listing's figures; none when it has none."""
        return self._of((Level.LISTING.value, listing_id))

    def find_total(self, actor: Actor, measure: Measure) -> PublicFigure | None:
        """Give one measure of an actor, all target groups and the whole period, without reading the rest."""
        start, end = self.spans.get(actor, (0, 0))
        if measure not in self.words["measure"]:
            return None
        within = slice(start, end)
        chosen = np.flatnonzero(
            (self.columns["measure"][within] == self.words["measure"].index(measure))
            & (self.columns["target_group"][within] == NOTHING)
            & np.isnan(self.columns["quarter"][within])
        )
        return next(self._figures(start + chosen[:1]), None)

    def every(self) -> Iterator[PublicFigure]:
        """Give all figures, in the order in which they are kept."""
        rows = len(self.columns["n"])
        for start in range(0, rows, ROWS_AT_A_TIME):
            yield from self._figures(np.arange(start, min(start + ROWS_AT_A_TIME, rows)))

    def _of(self, actor: Actor) -> tuple[PublicFigure, ...]:
        return tuple(self._figures(np.arange(*self.spans.get(actor, (0, 0)))))

    def _figures(self, rows: NDArray[np.intp]) -> Iterator[PublicFigure]:
        columns = [self._column(name, rows) for name in FIELDS]
        return (PublicFigure(*values) for values in zip(*columns, strict=True))

    def _column(self, name: str, rows: NDArray[np.intp]) -> list[Any]:
        values = self.columns[name][rows].tolist()
        if name in self.words:
            words = self.words[name]
            return [words[value] for value in values]
        if name in WHOLE:
            return [None if isnan(value) else int(value) for value in values]
        return [None if isnan(value) else round(value, 2) for value in values]


def to_bytes(figures: Sequence[PublicFigure]) -> bytes:
    """Write public figures so that they can be kept with their release."""
    ordered = sorted(figures, key=lambda each: (each.level, each.organisation_id or 0, each.listing_id or 0))
    words = {
        name: sorted({str(value) for each in ordered if (value := getattr(each, name))}) for name in WORDS
    }
    columns: dict[str, NDArray[Any]] = {}
    for name in WORDS:
        places = {word: place for place, word in enumerate(words[name])}
        chosen = [places[str(value)] if (value := getattr(each, name)) else NOTHING for each in ordered]
        columns[name] = np.array(chosen, dtype=np.int16)
    for name in NUMBERS:
        values = [getattr(each, name) for each in ordered]
        # 24 bits hold every number there is: two decimals of small ratios, and kroner below 16 million.
        width = np.float64 if name in IDS else np.float32
        columns[name] = np.array([np.nan if value is None else value for value in values], dtype=width)
    told = np.frombuffer(json.dumps(words, ensure_ascii=False).encode(), dtype=np.uint8)
    with io.BytesIO() as buffer:
        np.savez_compressed(buffer, allow_pickle=False, words=told, **columns)
        return buffer.getvalue()


def from_bytes(release: ReleaseFacts, content: bytes) -> PublishedFigures:
    """Read what `to_bytes` wrote."""
    with np.load(io.BytesIO(content), allow_pickle=False) as kept:
        told = json.loads(kept["words"].tobytes().decode())
        words = {name: (*map(ENUMS.get(name, str), values), None) for name, values in told.items()}
        columns = {name: kept[name] for name in (*WORDS, *NUMBERS)}
    return PublishedFigures(release, words, columns, _spans(words["level"], columns))


def _spans(levels: tuple[Any, ...], columns: Mapping[str, NDArray[Any]]) -> dict[Actor, tuple[int, int]]:
    """Find where each actor's rows begin and end."""
    level = columns["level"].astype(np.int64)
    own = np.nan_to_num(columns["listing_id"], nan=0.0).astype(np.int64)
    whole = np.nan_to_num(columns["organisation_id"], nan=0.0).astype(np.int64)
    changes = np.flatnonzero(np.diff(level) | np.diff(own) | np.diff(whole)) + 1
    starts = [0, *changes.tolist()] if len(level) else []
    ends = [*changes.tolist(), len(level)]
    spans: dict[Actor, tuple[int, int]] = {}
    for start, end in zip(starts, ends, strict=bool(starts)):
        name = levels[level[start]]
        number = {Level.LISTING.value: own[start], Level.ORGANISATION.value: whole[start]}.get(name)
        spans[name, None if number is None else int(number)] = (start, end)
    return spans
