"""Which folder each code list is read from: the project's own, or one that an installation brings."""

import csv
from pathlib import Path

DATA = Path(__file__).parent / "data"
ENCODING = "utf-8-sig"

_own: list[Path] = []


def use(folder: Path | None) -> None:
    """Let a folder's lists stand instead of the project's, where it has them.

    Meant for the start, before any list is read: what has been read stays as it is.
    """
    _own[:] = [] if folder is None else [folder]


def path_of(name: str) -> Path:
    """Give the file of a list."""
    return next((folder / name for folder in _own if (folder / name).is_file()), DATA / name)


def problem_with(folder: Path) -> str | None:
    """Say why a folder can't be used for lists, or nothing when it can."""
    names = sorted(path.name for path in DATA.iterdir() if (folder / path.name).is_file())
    if not names:
        known = ", ".join(sorted(path.name for path in DATA.iterdir()))
        return f"it holds none of {known}"
    for name in names:
        lacking = _columns(DATA / name) - _columns(folder / name)
        if lacking:
            return f"{name} lacks {', '.join(sorted(lacking))}"
    return None


def _columns(path: Path) -> set[str]:
    """Give the names of a CSV file's columns; other files have none."""
    if path.suffix != ".csv":
        return set()
    with path.open(encoding=ENCODING, newline="") as file:
        return set(next(csv.reader(file), []))
