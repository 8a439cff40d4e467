"""Load the demonstration into a register, once: the real public actors first, then the invented ones."""

import io
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from portal.demonstration.register_file import write_lines
from providers.organisations.models import Organisation
from providers.register.commands import Summary, import_file
from providers.register.public_actors import FILE as PUBLIC_ACTORS
from providers.register.reading import read
from providers.register.records import RegisterFile


def is_loaded(session: Session) -> bool:
    """Say whether the demonstration is there: whether any organisation is invented."""
    return bool(session.scalar(select(exists().where(Organisation.simulated))))


def holds_real_advisers(session: Session) -> bool:
    """Say whether real actors other than public ones are there, which invented ones must not stand beside."""
    real = exists().where(Organisation.cvr.is_not(None), Organisation.simulated.is_(False))
    return bool(session.scalar(select(real)))


def load_public_actors(session: Session, at: datetime) -> Summary:
    """Bring in the real municipal units and unemployment funds, as the project ships them."""
    with PUBLIC_ACTORS.open("rb") as file:
        return import_file(session, read(file), at)


def load_invented_actors(session: Session, lines: Iterator[dict[str, Any]], at: datetime) -> Summary:
    """Bring in invented actors through the same door as real ones."""
    return import_file(session, as_register_file(lines), at)


def as_register_file(lines: Iterator[dict[str, Any]]) -> RegisterFile:
    """Write lines and read them as any register file is read."""
    with io.BytesIO() as buffer:
        text = io.TextIOWrapper(buffer, encoding="utf-8", newline="\n")
        write_lines(text, lines)
        text.flush()
        buffer.seek(0)
        return read(buffer)
