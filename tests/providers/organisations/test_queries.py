"""Lists of organisations and teams stand as a Danish reader expects, on both databases."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from providers.approval.queries import list_ending
from providers.audit.models import OPERATOR
from providers.organisations import members
from providers.organisations.models import MemberRole, Organisation
from providers.organisations.queries import names_of_organisations, search_organisations
from providers.organisations.team import team_of
from tests.factories.organisations import make_organisation
from tests.factories.people import AT, make_member, make_provider_user

NAMES = ("Ågård Job", "Zebra Job", "anker Job", "Øst Job", "Aalborg Job", "Bo Job")
IN_ORDER = ["anker Job", "Bo Job", "Zebra Job", "Øst Job", "Ågård Job", "Aalborg Job"]


@pytest.fixture
def organisations(session: Session) -> list[Organisation]:
    """Give organisations with names that databases put in another order."""
    made = [make_organisation(session, number) for number, _name in enumerate(NAMES, 1)]
    for organisation, name in zip(made, NAMES, strict=True):
        organisation.name = name
    session.flush()
    return made


@pytest.mark.parametrize("words", ["job", ""])
@pytest.mark.usefixtures("organisations")
def test_organisations_are_listed_by_name_over_all_pages(session: Session, words: str) -> None:
    pages = [search_organisations(session, words, limit=4, offset=offset) for offset in (0, 4)]
    assert [organisation.name for page in pages for organisation, _members in page] == IN_ORDER


@pytest.mark.usefixtures("organisations")
def test_those_whose_approval_ends_on_the_same_day_are_listed_by_name(session: Session) -> None:
    day = date(2028, 12, 31)
    pages = [list_ending(session, day, day, limit=4, offset=offset) for offset in (0, 4)]
    assert [organisation.name for page in pages for organisation, _ends_on in page] == IN_ORDER


def test_somebody_s_organisations_are_listed_by_name(
    session: Session, organisations: list[Organisation]
) -> None:
    user = make_provider_user(session)
    for organisation in organisations:
        members.add(session, organisation, user, MemberRole.OWNER, by=OPERATOR, at=AT)
    listed = [organisation.name for _held, organisation in members.memberships_of(session, user.id)]
    assert listed == IN_ORDER
    assert names_of_organisations(session, [user.id]) == {user.id: IN_ORDER}


def test_team_is_listed_owners_first_then_by_name(session: Session) -> None:
    organisation = make_organisation(session)
    for number, (name, role) in enumerate(
        [("Åse", MemberRole.EDITOR), ("bo", MemberRole.EDITOR), ("Zita", MemberRole.OWNER)], 1
    ):
        make_member(session, organisation, role, number).name = name
    session.flush()
    assert [member.who.user.name for member in team_of(session, organisation.id, AT)] == ["Zita", "bo", "Åse"]
