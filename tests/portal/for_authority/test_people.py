"""The authority sees everybody who works and no citizen, and only leads are offered changes."""

import pytest
from flask import Flask

from portal.database import Database
from portal.state import utc_now
from providers.audit.models import OPERATOR
from providers.organisations.models import Organisation
from providers.people.commands import disable
from providers.people.models import AuthorityRole, User
from tests.factories.people import give_password, make_provider_user
from tests.portal.for_authority.conftest import Desk, desk, email_of, name_of
from tests.promises.test_hostile_text import SCRIPTS, live_parts
from tests.support.people import Visitor

LIST = "/authority/people"
SEARCH = "/authority/people/search"


@pytest.mark.parametrize("role", AuthorityRole)
def test_everybody_in_the_authority_reads_who_works(
    app: Flask,
    database: Database,
    owner: User,
    municipal: User,
    organisation: Organisation,
    role: AuthorityRole,
) -> None:
    reader = desk(app, database, role).browser
    page = reader.get(LIST).text
    for text in (
        name_of(owner),
        email_of(owner),
        organisation.name,
        name_of(municipal),
        "Aarhus Kommune",
        "Ingen invitation",
    ):
        assert text in page
    assert ("Inviter en person" in page) == (role is AuthorityRole.LEAD)
    assert reader.get(f"{LIST}/{owner.id}").status_code == 200
    assert ("Ændr adgangen" in reader.get(f"{LIST}/{owner.id}").text) == (role is AuthorityRole.LEAD)


def test_others_reach_none_of_it(
    app: Flask, visitor: Visitor, owner: User, municipal: User, citizen: User
) -> None:
    for path in ("/authority", LIST, f"{LIST}/{owner.id}", f"{LIST}/invite", f"{LIST}/{owner.id}/disable"):
        assert visitor.get(path).status_code == 303
        for somebody in (owner, municipal, citizen):
            assert Visitor(app).sign_in_as(somebody).get(path).status_code == 403


def test_citizen_has_no_page_and_is_not_counted(lead: Desk, citizen: User) -> None:
    assert "1 person" in lead.browser.get(LIST).text
    assert lead.browser.get(f"{LIST}/{citizen.id}").status_code == 404
    assert lead.browser.get(f"{LIST}/{citizen.id}/disable").status_code == 404
    stamped = {"stamp": f"{citizen.version}.0"}
    assert lead.browser.post(f"{LIST}/{citizen.id}/disable", stamped, page=LIST).status_code == 404


@pytest.mark.parametrize("number", ["0", "999999", "2147483647", "2147483648", "9" * 40, "-1", "x"])
def test_number_that_nobody_has_is_not_found(lead: Desk, number: str) -> None:
    assert lead.browser.get(f"{LIST}/{number}").status_code == 404


def test_search_finds_by_name_and_leaves_no_name_in_an_address(
    auditor: Desk, owner: User, municipal: User
) -> None:
    found = auditor.browser.post(SEARCH, {"words": name_of(owner)}, page=LIST)
    assert found.status_code == 200
    assert email_of(owner) in found.text
    assert email_of(municipal) not in found.text
    assert f'value="{name_of(owner)}"' in found.text
    assert auditor.browser.get(SEARCH).location == LIST


@pytest.mark.parametrize("words", ["%", "_", "\x00", "' OR 1=1 --", "x" * 500, "\u202e"])
def test_no_search_is_an_error(lead: Desk, words: str) -> None:
    assert lead.browser.post(SEARCH, {"words": words}, page=LIST).status_code == 200


def test_list_is_narrowed_by_kind_and_state(lead: Desk, owner: User, municipal: User) -> None:
    page = lead.browser.get(f"{LIST}?kind=municipality&state=not_invited").text
    assert email_of(municipal) in page
    assert email_of(owner) not in page
    assert email_of(owner) in lead.browser.get(f"{LIST}?kind=citizen&state=nonsense").text


def test_long_list_has_pages_and_an_impossible_one_is_the_nearest(lead: Desk, database: Database) -> None:
    with database.transaction() as session:
        for number in range(100, 160):
            make_provider_user(session, number, at=utc_now())
    first, second = (lead.browser.get(f"{LIST}?kind=provider&page={page}").text for page in (1, 2))
    assert first.count("@vejen.example") == 50
    assert second.count("@vejen.example") == 10
    assert "Side 2 af 2" in second
    assert "/authority/people?kind=provider&amp;page=2" in first
    assert lead.browser.get(f"{LIST}?kind=provider&page=99999999").text.count("@vejen.example") == 10
    for page in ("0", "-1", "x", "9" * 50, "²"):
        assert lead.browser.get(f"{LIST}?kind=provider&page={page}").text.count("@vejen.example") == 50


def test_persons_page_tells_facts_memberships_and_history(
    lead: Desk, database: Database, owner: User, organisation: Organisation
) -> None:
    role = f"{organisation.name}: Ejer"
    assert f"{role}, når personen har sagt ja" in lead.browser.get(f"{LIST}/{owner.id}").text
    with database.transaction() as session:
        give_password(session, session.get_one(User, owner.id))
    page = lead.browser.get(f"{LIST}/{owner.id}").text
    for text in (
        email_of(owner),
        f"{organisation.name}: Ejer siden",
        f"Driften oprettede medarbejder nummer {owner.id}.",
        f"Driften gav medarbejder nummer {owner.id} adgang til {organisation.name}.",
        "0 enheder",
    ):
        assert text in page
    english = lead.browser.get(f"/en{LIST}/{owner.id}").text
    assert f"The operator created staff member number {owner.id}." in english


def test_page_of_somebody_shut_out_before_they_answered_gives_no_day(
    lead: Desk, database: Database, owner: User, organisation: Organisation
) -> None:
    with database.transaction() as session:
        disable(session, session.get_one(User, owner.id), by=OPERATOR, at=lead.browser.state.now())
    page = lead.browser.get(f"{LIST}/{owner.id}").text
    assert f"{organisation.name}: Ejer, men har aldrig haft adgang" in page
    assert "Ejer siden" not in page


def test_way_to_the_trail_is_shown_to_those_who_may_read_it(
    caseworker: Desk, auditor: Desk, owner: User
) -> None:
    assert "/authority/audit" not in caseworker.browser.get(f"{LIST}/{owner.id}").text
    assert f"/authority/audit?person={owner.id}" in auditor.browser.get(f"{LIST}/{owner.id}").text


@pytest.mark.parametrize("script", SCRIPTS)
def test_no_name_comes_alive(lead: Desk, database: Database, owner: User, script: str) -> None:
    with database.transaction() as session:
        session.get_one(User, owner.id).name = script
        session.get_one(Organisation, 1).name = script
    pages = (LIST, f"{LIST}/{owner.id}", f"{LIST}/{owner.id}/disable", f"{LIST}/invite/owner?q={'levende'}",
             "/authority/audit")  # fmt: skip
    for path in pages:
        page = lead.browser.get(path)
        assert page.status_code == 200
        assert live_parts(page.text) == [], path
        assert "levende" in page.text
    assert live_parts(lead.browser.post(SEARCH, {"words": script}, page=LIST).text) == []
