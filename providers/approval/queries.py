"""Read approvals."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import Date, Select, func, select
from sqlalchemy.orm import Session

from providers.approval.models import Approval, ApprovalBasis
from providers.organisations.models import Organisation


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
    return session.scalar(select(func.count()).select_from(_ending(first, last).subquery())) or 0


def list_ending(
    session: Session, first: date, last: date, *, limit: int, offset: int = 0
) -> Sequence[tuple[Organisation, date]]:
    """List the organisations whose approval ends within some days, with its last day, earliest first."""
    ending = _ending(first, last).subquery()
    wanted = select(Organisation, ending.c.ends_on).join(ending, ending.c.organisation_id == Organisation.id)
    wanted = wanted.order_by(ending.c.ends_on, Organisation.name, Organisation.id)
    return [(row[0], row[1]) for row in session.execute(wanted.limit(limit).offset(offset))]


def approvals_of(session: Session, organisation_ids: Collection[int]) -> Sequence[Approval]:
    """List the approvals of some organisations, past and coming ones too, the earliest first."""
    wanted = select(Approval).where(Approval.organisation_id.in_(organisation_ids))
    return session.scalars(wanted.order_by(Approval.valid_from, Approval.id)).all()


def _ending(first: date, last: date) -> Select[int, date]:
    ends_on = func.max(func.coalesce(Approval.valid_to, date.max), type_=Date)
    ending = select(Approval.organisation_id, ends_on.label("ends_on")).group_by(Approval.organisation_id)
    return ending.having(ends_on.between(first, last))
