"""Read approvals."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import ColumnElement, Date, Select, func, not_, or_, select
from sqlalchemy.orm import Session

from providers.alphabet import danish_key
from providers.approval.models import Approval, ApprovalBasis
from providers.organisations.models import Organisation


def find_approval(
    session: Session, organisation_id: int, basis: ApprovalBasis, valid_from: date
) -> Approval | None:
    """Find the approval that the register file gives an organisation on a basis from a day."""
    wanted = select(Approval).where(
        Approval.decision_id.is_(None),
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
    found = [(organisation, ends_on) for organisation, ends_on in session.execute(wanted)]
    found.sort(key=lambda each: (each[1], danish_key(each[0].name), each[0].id))
    return found[offset : offset + limit]


def approvals_of(session: Session, organisation_ids: Collection[int]) -> Sequence[Approval]:
    """List the approvals of some organisations, past and coming ones too, the earliest first."""
    wanted = select(Approval).where(Approval.organisation_id.in_(organisation_ids))
    return session.scalars(wanted.order_by(Approval.valid_from, Approval.id)).all()


def organisations_with_approvals(session: Session) -> Sequence[Organisation]:
    """List the organisations that are approved, were, or will be."""
    approved = select(Approval.organisation_id)
    return session.scalars(
        select(Organisation).where(Organisation.id.in_(approved)).order_by(Organisation.id)
    ).all()


def unapproved_among(session: Session, organisation_ids: Collection[int], day: date) -> list[int]:
    """List those of some organisations that no approval holds for on a day."""
    held = select(Approval.organisation_id).where(
        Approval.organisation_id.in_(organisation_ids), holds_on(day)
    )
    return sorted(set(organisation_ids) - set(session.scalars(held)))


def holds_on(day: date) -> ColumnElement[bool]:
    """Say in SQL what rules.is_valid says."""
    suspended = (Approval.suspended_from <= day) & (Approval.suspended_to >= day)
    return (
        (Approval.valid_from <= day)
        & or_(Approval.valid_to.is_(None), Approval.valid_to >= day)
        & or_(Approval.revoked_on.is_(None), Approval.revoked_on > day)
        & or_(Approval.suspended_from.is_(None), not_(suspended))
    )


def _ending(first: date, last: date) -> Select[int, date]:
    ends_on = func.max(func.coalesce(Approval.valid_to, date.max), type_=Date)
    ending = select(Approval.organisation_id, ends_on.label("ends_on")).where(Approval.revoked_on.is_(None))
    ending = ending.group_by(Approval.organisation_id)
    return ending.having(ends_on.between(first, last))
