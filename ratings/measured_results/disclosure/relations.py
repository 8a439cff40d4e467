"""How the numbers of releases hang together: which sum to which, which are the same, which exceed which.

Method: docs/method.md, section 5.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

from ratings.measured_results.codes import Level, Measure
from ratings.measured_results.disclosure.cells import FEWEST, CellKey, Counts, Table

# Whoever counts in a later measure counts in the earlier one: of the people, and of those with the outcome.
PEOPLE_WITHIN = (
    (Measure.WORK_12, Measure.WORK_6),
    (Measure.WORK_6, Measure.WORK_3),
    (Measure.LASTING, Measure.WORK_6),
    (Measure.COST, Measure.LASTING),
)
POSITIVES_WITHIN = ((Measure.LASTING, Measure.WORK_6), (Measure.COST, Measure.LASTING))

Row = tuple[tuple[int, ...], tuple[int, ...]]  # the numbers of two sides that come to the same
Place = tuple[object, ...]


class Part(IntEnum):
    """Name which of a cell's three numbers a number is."""

    PEOPLE = 0
    POSITIVES = 1
    COMPLEMENT = 2


@dataclass(slots=True)
class Numbers:
    """Everything that could be worked out, each number once, and what holds between the numbers.

    Two numbers are the same one when they count the same people and come to the same, so that a reader who
    sees one sees the other: people of several measures, and a cell that two releases have.
    `few` says which belong to a cell that nobody may be told of if they are under five.
    """

    value: list[int] = field(default_factory=list)
    people: list[int] = field(default_factory=list)
    part: list[Part] = field(default_factory=list)
    few: list[bool] = field(default_factory=list)
    ids: dict[tuple[Part, Place], int] = field(default_factory=dict)
    rows: dict[Row, None] = field(default_factory=dict)
    pairs: dict[tuple[int, int], None] = field(default_factory=dict)

    def of(self, measure: Measure | str, place: Place, counts: Counts) -> tuple[int, ...]:
        """Give the numbers of a cell: people, and positives and complement as far as they are counted."""
        n, positives, complement = counts
        numbers = [self._one(Part.PEOPLE, (place, n), n, n)]
        if positives is not None:
            numbers.append(self._one(Part.POSITIVES, (measure, place, counts), positives, n))
        if complement is not None:
            numbers.append(self._one(Part.COMPLEMENT, (measure, place, counts), complement, n))
        if positives is not None and complement is not None and positives + complement == n:
            self.rows[(numbers[0],), (numbers[1], numbers[2])] = None
        else:
            self.pairs.update(dict.fromkeys((each, numbers[0]) for each in numbers[1:]))
        return tuple(numbers)

    def _one(self, part: Part, place: Place, value: int, people: int) -> int:
        number = self.ids.setdefault((part, place), len(self.value))
        if number == len(self.value):
            self.value.append(value)
            self.people.append(people)
            self.part.append(part)
            self.few.append(0 <= value < FEWEST)
        return number


@dataclass(frozen=True, slots=True)
class Relations:
    """The numbers of a new table and of earlier ones; each table's cells in their order lead to numbers."""

    numbers: Numbers
    cells: list[dict[CellKey, tuple[int, ...]]]


def relate(tables: Sequence[Table]) -> Relations:
    """Find all that holds within each table and between any two."""
    numbers = Numbers()
    relations = Relations(numbers, [_numbered(table, numbers) for table in tables])
    for table, cells in zip(tables, relations.cells, strict=True):
        _add_sums(table, cells, numbers)
        _add_pairs(cells, numbers)
    for one, table in enumerate(tables):
        for other, another in enumerate(tables[:one]):
            _add_differences((table, relations.cells[one]), (another, relations.cells[other]), numbers)
    return relations


def _numbered(table: Table, numbers: Numbers) -> dict[CellKey, tuple[int, ...]]:
    places = {None: table.quarters} | {quarter: frozenset((quarter,)) for quarter in table.quarters}
    return {
        key: numbers.of(key.measure, (*key[1:5], places[key.quarter]), counts)
        for key, counts in table.cells.items()
    }


def totals_of(key: CellKey) -> Iterator[tuple[int, CellKey]]:
    """Give the totals that a cell is a part of: of its actors, its target groups, its quarters."""
    measure, level, organisation, listing, group, quarter = key
    if level is Level.ORGANISATION:
        yield 0, CellKey(measure, Level.NATIONAL, None, None, group, quarter)
    elif level is Level.LISTING:
        yield 0, CellKey(measure, Level.ORGANISATION, organisation, None, group, quarter)
    if group is not None:
        yield 1, CellKey(measure, level, organisation, listing, None, quarter)
    if quarter is not None:
        yield 2, CellKey(measure, level, organisation, listing, group, None)


def _add_sums(table: Table, cells: dict[CellKey, tuple[int, ...]], numbers: Numbers) -> None:
    parts: defaultdict[tuple[int, CellKey], list[CellKey]] = defaultdict(list)
    for key in cells:
        for way, total in totals_of(key):
            if total in cells:
                parts[way, total].append(key)
    for (way, total), keys in parts.items():
        rest = _minus(table.cells[total], [table.cells[key] for key in keys])
        columns = [cells[key] for key in keys]
        if rest is None or any(len(column) != len(cells[total]) for column in columns):
            continue
        if rest.n:
            # People of whom no cell tells, such as those whose course names no listing.
            columns.append(numbers.of(total.measure, ("rest", way, *total[1:], table.quarters), rest))
        _add_rows(numbers, [cells[total]], columns)


def _add_pairs(cells: dict[CellKey, tuple[int, ...]], numbers: Numbers) -> None:
    for part, within in ((0, PEOPLE_WITHIN), (1, POSITIVES_WITHIN)):
        exceeded = dict(within)
        for key, own in cells.items():
            measure = exceeded.get(key.measure)
            more = cells.get(key._replace(measure=measure)) if measure else None
            if more and own[part] != more[part] and numbers.value[own[part]] <= numbers.value[more[part]]:
                numbers.pairs[own[part], more[part]] = None


def _add_differences(
    one: tuple[Table, dict[CellKey, tuple[int, ...]]],
    other: tuple[Table, dict[CellKey, tuple[int, ...]]],
    numbers: Numbers,
) -> None:
    """Add what two periods that share quarters tell of the quarters that they do not share."""
    (wide, wide_cells), (narrow, narrow_cells) = sorted(
        (one, other), key=lambda each: len(each[0].quarters), reverse=True
    )
    if wide.quarters == narrow.quarters or not wide.quarters & narrow.quarters:
        return
    more, fewer = wide.quarters - narrow.quarters, narrow.quarters - wide.quarters
    for key, own in wide_cells.items():
        if key.quarter is not None or key not in narrow_cells:
            continue
        total, part = wide.cells[key], narrow.cells[key]
        added = _in_quarters(key, more, wide.cells)
        removed = _in_quarters(key, fewer, narrow.cells)
        if not fewer:
            between = _minus(total, [part])
            if between is None:
                continue
            if not between.n:
                _add_rows(numbers, [own], [narrow_cells[key]])
                continue
            difference = numbers.of(key.measure, (*key[1:5], more), between)
            _add_rows(numbers, [own], [narrow_cells[key], difference])
            if len(more) > 1 and _nothing(_minus(between, [wide.cells[each] for each in added])):
                _add_rows(numbers, [difference], [wide_cells[each] for each in added])
        else:
            left, right = _common(total, wide, added), _common(part, narrow, removed)
            if left is not None and left == right:
                _add_rows(
                    numbers,
                    [own, *(narrow_cells[each] for each in removed)],
                    [narrow_cells[key], *(wide_cells[each] for each in added)],
                )


def _common(total: Counts, table: Table, own_quarters: Sequence[CellKey]) -> Counts | None:
    """Give what a period counts of the quarters that another one covers too."""
    return _minus(total, [table.cells[each] for each in own_quarters])


def _in_quarters(key: CellKey, quarters: frozenset[int], cells: Mapping[CellKey, Counts]) -> list[CellKey]:
    keys = (key._replace(quarter=quarter) for quarter in sorted(quarters))
    return [each for each in keys if each in cells]


def _add_rows(numbers: Numbers, left: Sequence[tuple[int, ...]], right: Sequence[tuple[int, ...]]) -> None:
    """Say that the left cells come to as much as the right ones, in each of their numbers."""
    for one, other in zip(zip(*left, strict=True), zip(*right, strict=True), strict=True):
        if set(one).isdisjoint(other):
            numbers.rows[tuple(sorted(one)), tuple(sorted(other))] = None
        else:
            row = _without_common(one, other)
            if row != ((), ()):
                numbers.rows[row] = None


def _without_common(one: Iterable[int], other: Iterable[int]) -> Row:
    left, right = Counter(one), Counter(other)
    return tuple(sorted((left - right).elements())), tuple(sorted((right - left).elements()))


def _minus(total: Counts, parts: Iterable[Counts]) -> Counts | None:
    """Give what of a total is in none of its parts, or None where they are no parts of it."""
    n, positives, complement = total
    for part in parts:
        n -= part.n
        positives = None if positives is None or part.positives is None else positives - part.positives
        complement = None if complement is None or part.complement is None else complement - part.complement
    possible = 0 <= (positives or 0) <= n and 0 <= (complement or 0) <= n
    return Counts(n, positives, complement) if possible else None


def _nothing(rest: Counts | None) -> bool:
    return rest is not None and rest.n == 0
