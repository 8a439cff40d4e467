"""Read approvals."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import func, select
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


def count_ending(session: Session, first: date, last: date) -> int:
    """Count the organisations whose approval ends within some days, and that have none which goes on."""
    ends_on = func.max(func.coalesce(Approval.valid_to, date.max))
    ending = select(Approval.organisation_id).group_by(Approval.organisation_id)
    ending = ending.having(ends_on.between(first, last))
    return session.scalar(select(func.count()).select_from(ending.subquery())) or 0


def approvals_of(session: Session, organisation_ids: Collection[int]) -> Sequence[Approval]:
    """List the approvals of some organisations, past and coming ones too, the earliest first."""
    wanted = select(Approval).where(Approval.organisation_id.in_(organisation_ids))
    return session.scalars(wanted.order_by(Approval.valid_from, Approval.id)).all()
