"""Look up what has come in."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from ratings.measured_results.models import ResultImport


def imports(session: Session) -> Sequence[ResultImport]:
    """List the imports, the latest first."""
    return session.scalars(select(ResultImport).order_by(ResultImport.id.desc())).all()
