"""See whether results are there already, without loading what would make them."""

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from ratings.measured_results.models import ResultImport


def has_results(session: Session) -> bool:
    """Say whether any results are there, which invented ones would only stand beside."""
    return bool(session.scalar(select(exists().where(ResultImport.id.is_not(None)))))
