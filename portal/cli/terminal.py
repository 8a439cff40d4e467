"""What commands have in common: faults told as sentences, and files that appear only once they are whole."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import click
from sqlalchemy.exc import DBAPIError


@contextmanager
def told(outcome: str) -> Iterator[None]:
    """Turn what the database refuses into a sentence for the one at the terminal."""
    try:
        yield
    except DBAPIError as error:
        reason = str(error.orig).strip().splitlines()[0]
        raise click.ClickException(
            f"{outcome}: the database refuses ({reason})."
            " If it is busy, try again; if it lacks a table, run `flask --app wsgi database upgrade`."
        ) from None


@contextmanager
def new_file(path: Path) -> Iterator[BinaryIO]:
    """Give a file that takes its place under the path only once it is complete."""
    if path.is_dir():
        raise click.ClickException(f"{path} is a folder; name a file.")
    unfinished = path.with_name(f"{path.name}.unfinished")
    try:
        with unfinished.open("wb") as output:
            yield output
        unfinished.replace(path)
    except OSError as error:
        raise click.ClickException(f"{path} cannot be written: {error.strerror}.") from None
    finally:
        unfinished.unlink(missing_ok=True)
