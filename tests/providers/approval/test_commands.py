"""Granting an approval opens an organisation's listings to citizens."""

from datetime import date

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from providers.approval.commands import ApprovalNotPossible, grant
from providers.approval.models import Approval, ApprovalBasis
from providers.listings.models import CatalogueRevision
from tests.factories.organisations import AT, make_organisation

FIRST_DAY = date(2027, 1, 1)


def revision(session: Session) -> int:
    return session.scalars(select(CatalogueRevision.number)).one()


def test_granted_approval_keeps_its_scope_and_moves_the_catalogue(session: Session) -> None:
    organisation = make_organisation(session, approved=False)
    before = revision(session)
    grant(
        session,
        organisation,
        basis=ApprovalBasis.DECIDED,
        ground="Opfylder standarderne.",
        valid_from=FIRST_DAY,
        valid_to=date(2027, 12, 31),
        municipalities=["751"],
        at=AT,
    )
    session.expire_all()
    approval = session.scalars(select(Approval)).one()
    assert (approval.municipalities, approval.target_groups) == (["751"], None)
    assert approval.ground == "Opfylder standarderne."
    assert revision(session) == before + 1


def test_same_basis_from_the_same_day_is_the_same_approval(session: Session) -> None:
    organisation = make_organisation(session, approved=False)
    for last_day in (date(2027, 6, 30), date(2028, 6, 30)):
        grant(
            session,
            organisation,
            basis=ApprovalBasis.DECIDED,
            ground="Forlænget.",
            valid_from=FIRST_DAY,
            valid_to=last_day,
            at=AT,
        )
    assert session.scalars(select(Approval.valid_to)).all() == [date(2028, 6, 30)]


@pytest.mark.sqlite_only
def test_private_adviser_is_never_approved_by_law(session: Session) -> None:
    organisation = make_organisation(session, approved=False)
    with pytest.raises(ApprovalNotPossible, match=organisation.name):
        grant(
            session,
            organisation,
            basis=ApprovalBasis.STATUTORY,
            ground="?",
            valid_from=FIRST_DAY,
            valid_to=None,
            at=AT,
        )
    assert session.scalar(select(func.count()).select_from(Approval)) == 0


@pytest.mark.parametrize(
    "change", [{"valid_to": None}, {"valid_to": date(2000, 1, 1)}, {"organisation_id": 12345}]
)
def test_database_itself_refuses_an_impossible_approval(session: Session, change: dict[str, object]) -> None:
    make_organisation(session)
    with pytest.raises(IntegrityError):
        session.execute(update(Approval).values(**change))
