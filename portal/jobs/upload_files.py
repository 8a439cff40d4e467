"""The files that are handed in on a page, while they wait for the worker, and how far it is with each."""

import json
import secrets
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, NamedTuple

from portal.config import Settings

FOLDER = "uploads"
PROGRESS = ".progress"
BLOCK = 1024 * 1024


class HowFar(NamedTuple):
    """Which step is being done, and how many rows of about how many."""

    step: str
    done: int
    total: int


def store(settings: Settings, content: BinaryIO) -> str:
    """Keep a file under a name that nobody can guess, and give the name."""
    name = secrets.token_hex(16)
    path_of(settings, name).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with path_of(settings, name).open("xb") as kept:
        while block := content.read(BLOCK):
            kept.write(block)
    return name


def path_of(settings: Settings, name: str) -> Path:
    """Say where a file lies."""
    return settings.data_dir / FOLDER / name


def remove(settings: Settings, name: str) -> None:
    """Let go of a file; one that has gone already is no fault."""
    path = path_of(settings, name)
    for each in (path, path.with_suffix(PROGRESS)):
        each.unlink(missing_ok=True)


def remove_all_but(settings: Settings, names: Collection[str], *, older_than: float) -> int:
    """Let go of files that a worker left when it died, and say how many."""
    folder, gone = settings.data_dir / FOLDER, 0
    for path in folder.glob("*") if folder.is_dir() else ():
        if path.stem not in names and path.stat().st_mtime < older_than:
            path.unlink(missing_ok=True)
            gone += 1
    return gone


def note_progress(settings: Settings, name: str, how_far: HowFar) -> None:
    """Say how far the worker is.

    It stands in a file, since SQLite lets nobody write beside the import that it tells of; a full disk must
    not stop the import either.
    """
    path = path_of(settings, name).with_suffix(PROGRESS)
    with suppress(OSError):
        new = path.with_suffix(".new")
        new.write_text(json.dumps(how_far), "utf-8")
        new.replace(path)


def read_progress(settings: Settings, name: str) -> HowFar | None:
    """Read how far the worker is, if it has said anything."""
    try:
        return HowFar(*json.loads(path_of(settings, name).with_suffix(PROGRESS).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None
