"""A citizen says where they live, sees who has looked, and has everything erased."""

import pytest
from flask import Flask

from portal.accounts.paging import ON_A_PAGE
from portal.database import Database
from providers.people.looks import record_look
from providers.people.models import CitizenProfile, LookPurpose, User
from tests.factories.people import AARHUS, AT, make_citizen, make_municipality_user
from tests.support.dumps import dump, without
from tests.support.people import Visitor

COPENHAGEN = "101"
ERASE = "/my/data/delete"
FORGET = "/my/home/forget"
CHOOSE = "Vælg den kommune, du bor i, hvis du vil"


@pytest.fixture
def citizen(database: Database, visitor: Visitor) -> User:
    """Let a citizen sit at the visitor's browser."""
    with database.transaction() as session:
        user = make_citizen(session)
    visitor.sign_in_as(user)
    return user


def home_of(database: Database, user: User) -> str | None:
    with database.reading() as session:
        profile = session.get(CitizenProfile, user.id)
        return profile.municipality_code if profile else None


def test_home_is_saved_shown_and_deleted_again(visitor: Visitor, citizen: User, database: Database) -> None:
    assert CHOOSE in visitor.get("/my").text
    assert visitor.post("/my", {"municipality": AARHUS}).location == "/my"
    page = visitor.get("/my").text
    assert "Du har sagt, at du bor i Aarhus Kommune." in page
    assert f"Dit nummer her er <strong>{citizen.id}</strong>" in page
    assert home_of(database, citizen) == AARHUS
    assert "Nej, behold min kommune" in visitor.get(FORGET).text
    assert home_of(database, citizen) == AARHUS
    assert visitor.post(FORGET).location == "/my"
    assert home_of(database, citizen) is None
    assert CHOOSE in visitor.get("/my").text
    assert visitor.get(FORGET).location == "/my"


@pytest.mark.parametrize("told", [None, AARHUS])
def test_municipality_means_where_one_lives_and_nothing_else(
    visitor: Visitor, citizen: User, told: str | None
) -> None:
    del citizen
    if told:
        visitor.post("/my", {"municipality": told})
    page = " ".join(visitor.get("/my").text.split())
    assert '<h2 id="home">Den kommune, du bor i</h2>' in page
    assert '<label class="form-label" for="municipality">Den kommune, du bor i</label>' in page
    assert "Kun sagsbehandlere i den kommune, du bor i, kan åbne dine oplysninger." in page
    assert "vælge en kommune" not in page
    assert "den kommune, du vælger" not in page


@pytest.mark.parametrize("given", ["", "999", "'--"])
def test_home_that_is_none_is_refused_on_a_page_that_can_be_gone_back_to(
    visitor: Visitor, citizen: User, database: Database, given: str
) -> None:
    visitor.post("/my", {"municipality": COPENHAGEN})
    response = visitor.post("/my", {"municipality": given}, follow_redirects=True)
    assert [step.status_code for step in response.history] == [303]
    assert "Den kommune, du bor i: Vælg den kommune, du bor i.</a>" in response.text
    assert 'href="#municipality"' in response.text
    assert 'href="/my" aria-current="page"' in response.text
    assert "CSRF" not in response.text
    assert home_of(database, citizen) == COPENHAGEN


def test_form_changes_nobody_elses_home(visitor: Visitor, citizen: User, database: Database) -> None:
    with database.transaction() as session:
        other = make_citizen(session, COPENHAGEN)
    visitor.post("/my", {"municipality": AARHUS, "user_id": str(other.id), "id": str(other.id)})
    assert (home_of(database, other), home_of(database, citizen)) == (COPENHAGEN, AARHUS)


def test_looks_are_told_by_task_and_reason_newest_first(
    visitor: Visitor, citizen: User, database: Database
) -> None:
    assert "Ingen har åbnet dine oplysninger." in visitor.get("/my/looks").text
    visitor.post("/my", {"municipality": AARHUS})
    with database.transaction() as session:
        viewer = make_municipality_user(session)
        for day, purpose in ((1, LookPurpose.GUIDANCE), (2, LookPurpose.COMPLAINT)):
            record_look(session, viewer, citizen.id, purpose, at=AT.replace(day=day))
    page = visitor.get("/my/looks").text
    assert "En sagsbehandler i Aarhus Kommune" in page
    assert page.index("For at behandle en klage") < page.index("For at vejlede dig")
    assert "2. november 2026 kl. 11:00" in page
    assert (viewer.name or "") not in page
    assert "åbnet dine oplysninger 2 gange" in visitor.get("/my").text
    assert "To handle a complaint" in visitor.get("/en/my/looks").text


def test_many_looks_come_in_pages(visitor: Visitor, citizen: User, database: Database) -> None:
    visitor.post("/my", {"municipality": AARHUS})
    with database.transaction() as session:
        viewer = make_municipality_user(session)
        for minute in range(ON_A_PAGE + 1):
            moment = AT.replace(minute=minute)
            record_look(session, viewer, citizen.id, LookPurpose.GUIDANCE, at=moment)
    first, second = visitor.get("/my/looks").text, visitor.get("/my/looks?page=2").text
    assert first.count("<strong>En sagsbehandler") == ON_A_PAGE
    assert second.count("<strong>En sagsbehandler") == 1
    assert "Side 2 af 2" in second
    for odd in ("0", "-1", "x", "99999999999999", "3", "²"):
        assert visitor.get("/my/looks", query_string={"page": odd}).status_code == 200


def test_everything_is_erased_at_once_and_everywhere(
    visitor: Visitor, app: Flask, citizen: User, database: Database
) -> None:
    visitor.post("/my", {"municipality": AARHUS})
    elsewhere = Visitor(app).sign_in_as(citizen)
    copied = visitor.cookie()
    assert visitor.post(ERASE, {"understood": "yes"}).location == "/my/goodbye"
    goodbye = visitor.get("/my/goodbye").text
    assert "Dine data er slettet" in goodbye
    assert "senest om 30 dage" in goodbye
    left = {table for table, rows in without(dump(database), "audit_").items() if rows}
    assert left == {"alembic_version", "catalogue_revision"}
    thief = Visitor(app)
    thief.client.set_cookie("session", copied)
    for gone in (visitor, elsewhere, thief):
        assert gone.get("/my").location == "/sign-in?next=/my"


@pytest.mark.usefixtures("citizen")
def test_nothing_is_erased_without_the_tick(visitor: Visitor, database: Database) -> None:
    held = without(dump(database), "login_session")
    response = visitor.post(ERASE, follow_redirects=True)
    assert [step.status_code for step in response.history] == [303]
    assert 'href="#understood">Ja, slet alt om mig nu: Sæt kryds' in response.text
    assert without(dump(database), "login_session") == held


@pytest.mark.usefixtures("citizen")
def test_second_press_of_the_button_does_no_harm(visitor: Visitor, database: Database) -> None:
    token, cookie = visitor.token(ERASE), visitor.cookie()
    form = {"understood": "yes", "csrf_token": token}
    assert visitor.post(ERASE, form, page=ERASE).location == "/my/goodbye"
    held = dump(database)
    visitor.client.set_cookie("session", cookie)
    again = visitor.client.post(ERASE, data=form, headers={"Sec-Fetch-Site": "same-origin"})
    assert again.status_code == 303
    assert dump(database) == held


@pytest.mark.usefixtures("citizen")
def test_page_says_what_goes_what_stays_and_what_the_clock_does(visitor: Visitor) -> None:
    assert "24 måneder" in visitor.get("/my/data").text
    page = visitor.get(ERASE).text
    assert page.index("Det bliver slettet") < page.index("Det bliver ikke slettet")


@pytest.mark.usefixtures("citizen")
def test_nobody_is_told_that_they_are_erased_who_is_not(visitor: Visitor, app: Flask) -> None:
    assert visitor.get("/my/goodbye").location == "/"
    assert Visitor(app).get("/my/goodbye").location == "/"


@pytest.mark.usefixtures("citizen")
def test_page_says_how_long_a_look_lasts_and_what_is_seen(visitor: Visitor) -> None:
    for path in ("/my", "/my/looks"):
        assert "15 minutter" in visitor.get(path).text
    assert "hvornår du sidst loggede ind" in visitor.get("/my").text
