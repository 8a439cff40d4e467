"""Read the keys of one JSON object and note every problem, each with its place in the line."""

from collections.abc import Callable, Iterator
from typing import Any, TypeVar, cast

from providers.register.records import Problem
from providers.register.values import Unfit, items

T = TypeVar("T")
Keys = tuple[str, ...]


class Notes:
    """The problems found so far in one line."""

    def __init__(self, line: int) -> None:
        """Begin without problems."""
        self.line = line
        self.problems: list[Problem] = []

    def add(self, field: str, value: Any, reason: str) -> None:
        """Note a problem."""
        self.problems.append(Problem(self.line, field, value, reason))


class Fields:
    """One JSON object whose keys are known beforehand."""

    def __init__(self, given: Any, keys: Keys, notes: Notes, path: str = "", *, may_lack: Keys = ()) -> None:
        """Note keys that are missing and keys that the format does not have."""
        self.notes = notes
        self._path = path
        self._values: dict[str, Any] = given if isinstance(given, dict) else {}
        if not isinstance(given, dict):
            notes.add(path or "line", given, "must be a JSON object")
            return
        for key in keys:
            if key not in given:
                notes.add(self._field(key), None, "is missing")
        for key in given:
            if key not in keys and key not in may_lack:
                notes.add(self._field(key), given[key], "is not a key of the format")

    def read(self, key: str, read: Callable[[Any], T]) -> T:
        """Read one key; where it does not fit, note why and give a stand-in.

        The stand-in is None whatever the type says. It reaches nobody, since a line with problems makes
        no record; rules that look at several fields ask for `fits` first.
        """
        if key in self._values:
            try:
                return read(self._values[key])
            except Unfit as unfit:
                for value, reason in unfit.faults:
                    self.note(key, value, reason)
        return cast(T, None)

    def read_if_there(self, key: str, read: Callable[[Any], T], otherwise: T) -> T:
        """Read one key that may be left out."""
        return self.read(key, read) if key in self._values else otherwise

    def has(self, key: str) -> bool:
        """Say whether a key is there and is not null."""
        return self._values.get(key) is not None

    def inside(self, key: str, keys: Keys, may_lack: Keys = ()) -> "Fields":
        """Give the object under a key; a missing key has been noted and gives an empty one."""
        if key not in self._values:
            return Fields({}, (), self.notes, self._field(key))
        return Fields(self._values[key], keys, self.notes, self._field(key), may_lack=may_lack)

    def each(self, key: str, keys: Keys) -> "Iterator[Fields]":
        """Give the objects in the list under a key."""
        for number, given in enumerate(self.read(key, items()) or []):
            yield Fields(given, keys, self.notes, f"{self._field(key)}[{number}]")

    def note(self, key: str, value: Any, reason: str) -> None:
        """Note a problem with one key."""
        self.notes.add(self._field(key), value, reason)

    @property
    def fits(self) -> bool:
        """Say whether the line has had no problem so far."""
        return not self.notes.problems

    def _field(self, key: str) -> str:
        return f"{self._path}.{key}" if self._path else key
