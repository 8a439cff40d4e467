"""Read approvals."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from providers.approval.models import Approval, ApprovalBasis


def find_approval(
    session: Session, organisation_id: int, basis: ApprovalBasis, valid_from: date
) -> Approval | None:
    """Find an organisation's approval on a basis from a day; there is one at the most."""
    wanted = select(Approval).where(
        Approval.organisation_id == organisation_id,
        Approval.basis == basis,
        Approval.valid_from == valid_from,
    )
    return session.scalars(wanted).one_or_none()
