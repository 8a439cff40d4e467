"""Let citizens find an organisation's listings."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from providers.approval.models import Approval, ApprovalBasis
from providers.approval.queries import find_approval
from providers.approval.rules import problem_with_term
from providers.listings.commands import touch_catalogue
from providers.organisations.models import Organisation, OrganisationKind


class ApprovalNotPossible(Exception):
    """An approval on this basis or for these days cannot be; the text says why."""


def grant(  # noqa: PLR0913 - an approval is no less than these facts, and each is named
    session: Session,
    organisation: Organisation,
    *,
    basis: ApprovalBasis,
    ground: str,
    valid_from: date,
    valid_to: date | None,
    at: datetime,
    municipalities: list[str] | None = None,
    target_groups: list[str] | None = None,
) -> Approval:
    """Approve an organisation; the same basis from the same day is the same approval, brought up to date."""
    reason = problem_with_term(OrganisationKind(organisation.kind), basis, valid_from, valid_to)
    if reason is not None:
        raise ApprovalNotPossible(f"{organisation.name}: {reason}.")
    approval = find_approval(session, organisation.id, basis, valid_from)
    if approval is None:
        approval = Approval(organisation_id=organisation.id, basis=basis, valid_from=valid_from)
        session.add(approval)
    approval.ground = ground
    approval.valid_to = valid_to
    approval.municipalities = municipalities
    approval.target_groups = target_groups
    session.flush()
    touch_catalogue(session, at)
    return approval
