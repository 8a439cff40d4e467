"""Organisations are entered under a key that identifies them."""

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from providers.organisations.commands import OrganisationNotIdentified, register
from providers.organisations.models import Organisation, OrganisationKind
from providers.organisations.queries import (
    OrganisationNotFound,
    find_organisation,
    get_organisation,
)
from tests.factories.organisations import AT, make_organisation

REAL_CVR = "13585628"


def enter(session: Session, key: str, kind: OrganisationKind, slug: str = "en-aktoer") -> Organisation:
    return register(session, key=key, kind=kind, slug=slug, name="En aktør", simulated=False, at=AT)


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        ("municipality:751", OrganisationKind.MUNICIPALITY),
        ("unemployment_fund:en-aktoer", OrganisationKind.UNEMPLOYMENT_FUND),
        (f"cvr:{REAL_CVR}", OrganisationKind.PRIVATE_ADVISER),
        (f"cvr:{REAL_CVR}", OrganisationKind.OTHER),
    ],
)
def test_each_kind_of_organisation_is_found_again_under_its_key(
    session: Session, key: str, kind: OrganisationKind
) -> None:
    entered = enter(session, key, kind)
    session.expire_all()
    found = get_organisation(session, "en-aktoer")
    assert (found.id, found.key, found.kind, found.created_at) == (entered.id, key, kind, AT)


@pytest.mark.sqlite_only
@pytest.mark.parametrize("key", ["municipality:999", "cvr:12345678", f"cvr:0{REAL_CVR[1:]}", "751"])
def test_organisation_without_a_right_number_is_refused(session: Session, key: str) -> None:
    for kind in (OrganisationKind.MUNICIPALITY, OrganisationKind.OTHER):
        with pytest.raises(OrganisationNotIdentified):
            enter(session, key, kind)


@pytest.mark.sqlite_only
def test_organisation_needs_a_slug_for_its_address(session: Session) -> None:
    with pytest.raises(OrganisationNotIdentified, match="slug"):
        enter(session, "municipality:751", OrganisationKind.MUNICIPALITY, slug="Aarhus Kommune")


def test_two_organisations_cannot_have_the_same_number(session: Session) -> None:
    enter(session, f"cvr:{REAL_CVR}", OrganisationKind.OTHER)
    with pytest.raises(IntegrityError):
        enter(session, f"cvr:{REAL_CVR}", OrganisationKind.PRIVATE_ADVISER, slug="en-anden")


@pytest.mark.parametrize(
    "change",
    [
        {"cvr": None},
        {"municipality_code": "751"},
        {"kind": "municipality"},
        {"simulated": False},
        {"slug": None},
    ],
)
def test_database_itself_refuses_an_organisation_without_identity(
    session: Session, change: dict[str, object]
) -> None:
    make_organisation(session)
    with pytest.raises(IntegrityError):
        session.execute(update(Organisation).values(**change))


@pytest.mark.sqlite_only
def test_unknown_organisation_is_not_found(session: Session) -> None:
    assert find_organisation(session, "findes-ikke") is None
    with pytest.raises(OrganisationNotFound, match="findes-ikke"):
        get_organisation(session, "findes-ikke")
