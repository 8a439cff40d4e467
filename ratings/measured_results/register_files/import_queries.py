"""Look up what has come in."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ratings.measured_results.models import Aggregate, ResultImport, ResultUpload, Spell


def imports(session: Session, *, limit: int | None = None, offset: int = 0) -> Sequence[ResultImport]:
    """List the imports, the latest first."""
    statement = select(ResultImport).order_by(ResultImport.id.desc()).limit(limit).offset(offset)
    return session.scalars(statement).all()


def count_imports(session: Session) -> int:
    """Count the imports."""
    return session.scalar(select(func.count()).select_from(ResultImport)) or 0


def file_names(session: Session, import_ids: Collection[int]) -> Mapping[int, str]:
    """Give by number what the files of imports were called, where they were handed in on a page."""
    wanted = select(ResultUpload.import_id, ResultUpload.file_name)
    found = session.execute(
        wanted.where(ResultUpload.import_id.in_(import_ids)).order_by(ResultUpload.id.desc())
    )
    return {row.import_id: row.file_name for row in found}


def labels_of_factors(session: Session, file_hashes: Collection[str]) -> Mapping[str, str]:
    """Give what the mappings of some files call their framework conditions, where they say it."""
    wanted = select(ResultImport.mapping).where(ResultImport.file_hash.in_(file_hashes))
    factors = [
        factor
        for mapping in session.scalars(wanted.order_by(ResultImport.id))
        for factor in mapping.get("case_mix", {}).items()
    ]
    return {name: told["label"] for name, told in factors if isinstance(told, dict) and told.get("label")}


def find_span(session: Session) -> tuple[int, int] | None:
    """Give the first and the last quarter that anything has come in about."""
    # Each asked for by itself, so that an index answers and not a million rows.
    ends = (
        func.min(Spell.quarter),
        func.max(Spell.quarter),
        func.min(Aggregate.first_quarter),
        func.max(Aggregate.last_quarter),
    )
    found = [number for end in ends if (number := session.scalar(select(end))) is not None]
    return (min(found), max(found)) if found else None
