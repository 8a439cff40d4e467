"""Check spells: every row that cannot be true is refused with row, column, value and reason."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import blake2b
from itertools import compress

import numpy as np

from providers.cpr import LIKE_CPR, is_cpr
from ratings.measured_results.method.spell_columns import UNKNOWN, UNKNOWN_LEVEL
from ratings.measured_results.register_files import cells
from ratings.measured_results.register_files.actors import ActorReaders
from ratings.measured_results.register_files.known import Known
from ratings.measured_results.register_files.mapping import ACTOR, MOST_WEEKS, YES_OR_NO, Field, Mapping
from ratings.measured_results.register_files.problems import Problem, Problems, Reason
from ratings.measured_results.register_files.raw_columns import Flags, RawChunk, Whole
from ratings.measured_results.register_files.row_checks import Reader, RowChecks, Vocabulary, level_reader

# The fewest days after referral on which something can be known. Sources count months by the calendar, as 30
# days or as weeks; what is refused cannot be known under any of them.
DAYS_UNTIL_KNOWN = {
    "work_3": 89,
    "work_6": 180,
    "work_12": 360,
    "weeks_in_work": 360,
    "passive_weeks_6": 180,
    "passive_weeks_12": 360,
}
LONGEST_OWN_CODE = {"target_group": 40, "municipality": 3}
LONGEST_PERSON = 200
BITS_OF_A_LEVEL = 6  # 50 levels and "unknown" need no more
SEPARATOR = "\x1f"
TYPES = {
    "row": np.int32,
    "course_key": np.int64,
    "organisation_id": np.int32,
    "listing_id": np.int32,
    "target_group": np.int16,
    "municipality": np.int16,
    "case_mix": np.int32,
    "quarter": np.int16,
    "referred_on": np.int32,
    "ended_on": np.int32,
    **dict.fromkeys((*YES_OR_NO, *MOST_WEEKS), np.int16),
    "price": np.int32,
}


@dataclass(frozen=True, slots=True)
class CheckedSpells:
    """N spells that can be true, each column of TYPES as an array (N,); UNKNOWN is where nothing is told.

    `target_group`, `municipality` and `case_mix` are numbers of the words and combinations beside them; days
    count from 1970.
    """

    columns: dict[str, Whole]
    target_groups: list[str]
    municipalities: list[str]
    case_mixes: list[dict[str, str]]

    def __len__(self) -> int:
        return len(self.columns["row"])


class SpellChecking:
    """Checks a file of spells block by block."""

    def __init__(self, mapping: Mapping, known: Known, problems: Problems) -> None:
        self._mapping = mapping
        self._known = known
        self._problems = problems
        self._actors = ActorReaders(mapping, known)
        self._words = {
            "target_group": Vocabulary(list(known.target_groups)),
            "municipality": Vocabulary(list(known.municipalities)),
        }
        for name in mapping.own_codes:
            self._words[name] = Vocabulary([], LONGEST_OWN_CODE[name])
        self._readers = {
            name: self._reader(name, given) for name, given in mapping.fields.items() if name not in ACTOR
        }
        self._levels = [Vocabulary() for _ in mapping.case_mix]
        self._factors = [
            Reader(
                level_reader(factor.field.column or factor.name, words, factor.bands),
                factor.field,
                mapping.missing,
                name=factor.name,
            )
            for factor, words in zip(mapping.case_mix, self._levels, strict=True)
        ]
        self._mixes: dict[int, int] = {}
        self._found: list[dict[str, Whole]] = []

    def take(self, chunk: RawChunk) -> None:
        """Check one more block."""
        checks = RowChecks(chunk, self._problems)
        persons = self._persons(checks)
        organisations, listings = self._actors.read(checks)
        read = {name: checks.read(reader) for name, reader in self._readers.items() if name != "person"}
        nothing = np.full(len(chunk), UNKNOWN)
        columns = {name: read.get(name, nothing) for name in TYPES}
        columns["price"] = read.get("price_dkk", read.get("price_ore", nothing))
        self._check_days(checks, columns)
        self._check_weeks(checks, columns)
        columns |= {
            "row": chunk.rows,
            "organisation_id": organisations,
            "listing_id": listings,
            "case_mix": self._case_mixes(checks),
            "quarter": _quarters(columns["referred_on"]),
        }
        good = ~checks.bad
        kept = {name: columns[name][good].astype(TYPES[name]) for name in TYPES if name != "course_key"}
        kept["course_key"] = self._course_keys(compress(persons, good), kept)
        self._found.append(kept)

    def result(self) -> CheckedSpells:
        """Give all that can be true, once rows that repeat an earlier one are told."""
        columns = {
            name: np.concatenate([np.empty(0, dtype), *(each[name] for each in self._found)])
            for name, dtype in TYPES.items()
        }
        self._found.clear()
        return self.without(
            _columns_of(self, columns), repeats(columns["course_key"]), Reason.DUPLICATE_COURSE
        )

    def without(self, spells: CheckedSpells, which: Whole, reason: Reason) -> CheckedSpells:
        """Leave out spells that are there already, and note each; whose they are is not told."""
        if not len(which):
            return spells
        rows = np.sort(spells.columns["row"][which])
        person = self._readers["person"].name
        self._problems.add_many((Problem(int(row), person, None, reason) for row in rows[:1000]), len(rows))
        kept = np.ones(len(spells), dtype=bool)
        kept[which] = False
        return _columns_of(self, {name: column[kept] for name, column in spells.columns.items()})

    @property
    def words(self) -> tuple[list[str], list[str], list[dict[str, str]]]:
        """Give target groups, municipalities and case mixes by their numbers."""
        return (
            self._words["target_group"].words,
            self._words["municipality"].words,
            [self._mix_levels(mix) for mix in self._mixes],
        )

    def _reader(self, name: str, given: Field) -> Reader:
        required = name in ("person", "target_group", "referred_on")
        return Reader(self._read_function(name), given, self._mapping.missing, required=required, name=name)

    def _read_function(self, name: str) -> cells.Read:
        if name in YES_OR_NO:
            return cells.yes_or_no
        if name in MOST_WEEKS:
            return cells.weeks(MOST_WEEKS[name])
        readers: dict[str, Callable[[], cells.Read]] = {
            "target_group": lambda: self._words["target_group"].read(Reason.UNKNOWN_TARGET_GROUP),
            "municipality": lambda: self._words["municipality"].read(Reason.UNKNOWN_MUNICIPALITY),
            "price_dkk": lambda: cells.kroner,
            "price_ore": lambda: cells.whole,
        }
        return readers.get(name, lambda: cells.danish_day if self._mapping.danish_days else cells.day)()

    def _persons(self, checks: RowChecks) -> list[str]:
        """Give the pseudonym in each row, and note where there is none and where it may be a CPR number."""
        reader = self._readers["person"]
        raw = reader.raw(checks.chunk)
        checks.refuse(reader.is_blank(raw), reader.name, Reason.MISSING)
        if max(map(len, raw.texts), default=0) > LONGEST_PERSON:
            long = np.array([len(text) > LONGEST_PERSON for text in (*raw.texts, "")])
            checks.refuse(long[raw.codes], reader.name, Reason.TOO_LONG)
        if LIKE_CPR.search("\n".join(raw.texts)):  # one search is far quicker than one for each person
            cpr = np.array([is_cpr(text.strip()) for text in (*raw.texts, "")])
            checks.refuse(cpr[raw.codes], reader.name, Reason.CPR_NUMBER)
        return raw.each()

    def _check_days(self, checks: RowChecks, columns: dict[str, Whole]) -> None:
        if self._mapping.observed_until is None:
            raise ValueError("Spells are checked against the last day that the registers cover.")
        last = (self._mapping.observed_until - cells.EPOCH).days
        referred, ended = columns["referred_on"], columns["ended_on"]
        for name in ("referred_on", "ended_on"):
            self._refuse(checks, name, columns[name] > last, Reason.IN_THE_FUTURE)
        told = (referred != UNKNOWN) & (ended != UNKNOWN)
        self._refuse(checks, "ended_on", told & (ended < referred), Reason.ENDS_BEFORE_REFERRAL)
        for name, days in DAYS_UNTIL_KNOWN.items():
            early = (columns[name] != UNKNOWN) & (referred != UNKNOWN) & (referred + days > last)
            self._refuse(checks, name, early & (referred <= last), Reason.NOT_KNOWN_YET)

    def _check_weeks(self, checks: RowChecks, columns: dict[str, Whole]) -> None:
        active, company = columns["active_weeks"], columns["company_weeks"]
        more = (active != UNKNOWN) & (company > active)
        self._refuse(checks, "company_weeks", more, Reason.MORE_THAN_ACTIVE_WEEKS)

    def _refuse(self, checks: RowChecks, name: str, which: Flags, reason: Reason) -> None:
        if name in self._readers and which.any():
            reader = self._readers[name]
            checks.refuse(which, reader.name, reason, reader.raw(checks.chunk))

    def _case_mixes(self, checks: RowChecks) -> Whole:
        """Give each row's combination of conditions as a number, (N,)."""
        packed = np.zeros(len(checks.chunk), dtype=np.int64)
        for factor in self._factors:
            packed = (packed << BITS_OF_A_LEVEL) | (checks.read(factor) + 1)
        different, which = np.unique(packed, return_inverse=True)
        numbers = [self._mixes.setdefault(mix, len(self._mixes)) for mix in different.tolist()]
        return np.array(numbers, dtype=np.int64)[which]

    def _mix_levels(self, packed: int) -> dict[str, str]:
        levels = {}
        for factor, words in zip(reversed(self._mapping.case_mix), reversed(self._levels), strict=True):
            level = packed & ((1 << BITS_OF_A_LEVEL) - 1)
            levels[factor.name] = words.words[level - 1] if level else UNKNOWN_LEVEL
            packed >>= BITS_OF_A_LEVEL
        return dict(sorted(levels.items()))

    def _course_keys(self, persons: Iterable[str], columns: dict[str, Whole]) -> Whole:
        """Give the one-way numbers of courses, (N,), made of source, person, actor and day of referral."""
        actors = np.where(
            columns["listing_id"] == UNKNOWN, -columns["organisation_id"], columns["listing_id"]
        )
        names = {actor: self._name(actor) for actor in np.unique(actors).tolist()}
        begin = f"{self._mapping.source}{SEPARATOR}"
        of_whom = zip(persons, actors.tolist(), columns["referred_on"].tolist(), strict=True)
        digests = [
            blake2b(f"{begin}{person.strip()}{names[actor]}{day}".encode(), digest_size=8).digest()
            for person, actor, day in of_whom
        ]
        return np.frombuffer(b"".join(digests), dtype=">i8").astype(np.int64)

    def _name(self, actor: int) -> str:
        names = self._known.listing_names if actor > 0 else self._known.organisation_names
        return f"{SEPARATOR}{names[abs(actor)]}{SEPARATOR}"


def repeats(keys: Whole) -> Whole:
    """Give the places of keys that stand earlier too."""
    order = np.argsort(keys, kind="stable")
    in_order = keys[order]
    found: Whole = order[1:][in_order[1:] == in_order[:-1]]
    return found


def _quarters(days: Whole) -> Whole:
    """Give the quarters of days since 1970, (N,), as year * 4 + (0 to 3)."""
    months = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    quarters: Whole = 1970 * 4 + months // 3
    return quarters


def _columns_of(checking: SpellChecking, columns: dict[str, Whole]) -> CheckedSpells:
    return CheckedSpells(columns, *checking.words)
