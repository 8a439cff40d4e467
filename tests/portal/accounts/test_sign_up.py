"""A company that the portal does not know comes in by a form, a mail and a password."""

from collections.abc import Mapping

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal.accounts.sign_up_links import token_of
from portal.database import Database
from portal.keys import keys_from
from providers.organisations.models import IdentifiedBy, Organisation, SignUp
from providers.outbox.models import OutboxMessage
from providers.people.models import User
from tests.factories.organisations import make_organisation
from tests.factories.people import PASSWORD, make_member
from tests.support.people import Visitor
from tests.support.staff import Clock, Member

pytestmark = pytest.mark.sqlite_only

FORM = {
    "cvr": "1234 5674",
    "company": "Ærø Jobhjælp ApS",
    "kind": "private_adviser",
    "name": "Åse Ny",
    "email": "Aase@Aeroe.example",
}
CHOSEN = {"password": PASSWORD, "again": PASSWORD}


def mails(database: Database) -> list[Mapping[str, str]]:
    with database.reading() as session:
        return [message.payload for message in session.scalars(select(OutboxMessage))]


def link(database: Database) -> str:
    keys = keys_from("a secret of the tests, long enough to be one")
    assert keys is not None
    with database.reading() as session:
        asked = session.scalars(select(SignUp).order_by(SignUp.id.desc())).first()
        assert asked is not None
        return f"/sign-up/{token_of(asked, keys.links)}"


def test_company_comes_in_and_its_owner_goes_on_to_the_application(
    member: Member, database: Database
) -> None:
    assert member.post("/sign-up", FORM).location == "/sign-up/sent"
    assert "Vi har sendt dig en mail" in member.get("/sign-up/sent").text
    (mail,) = mails(database)
    assert (mail["template"], mail["to"], mail["language"]) == ("sign_up", "aase@aeroe.example", "da")
    page = member.get(link(database))
    assert "Ærø Jobhjælp ApS" in page.text
    assert page.headers.getlist("Referrer-Policy") == ["strict-origin"]
    response = member.post(link(database), CHOSEN)
    assert response.location == "/office/aeroe-jobhjaelp-aps/approval"
    office = member.get(response.location).text
    assert "Nu kan I søge om godkendelse" in office
    with database.reading() as session:
        assert session.scalars(select(Organisation)).one().identified_by == IdentifiedBy.MAIL


def test_mail_and_link_are_in_the_language_of_the_form(member: Member, database: Database) -> None:
    assert member.post("/en/sign-up", FORM).location == "/en/sign-up/sent"
    assert mails(database)[0]["language"] == "en"
    member.post(f"/en{link(database)}", CHOSEN)
    with database.reading() as session:
        assert session.scalars(select(User)).one().language == "en"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"cvr": "12345678"}, "Det er ikke et CVR-nummer."),
        ({"cvr": "09999981"}, "Det er ikke et CVR-nummer."),
        ({"cvr": ""}, "Skriv virksomhedens CVR-nummer."),
        ({"company": " "}, "Skriv virksomhedens navn"),
        ({"company": "A" * 201}, "Navnet må højst være på 200 tegn."),
        ({"kind": ""}, "Vælg, hvad I er."),
        ({"kind": "municipality"}, "Vælg en af mulighederne."),
        ({"name": ""}, "Skriv dit navn."),
        ({"email": "aase"}, "Skriv en hel mailadresse"),
    ],
)
def test_what_cannot_be_used_is_said_beside_its_field_and_the_rest_is_kept(
    member: Member, database: Database, change: dict[str, str], sentence: str
) -> None:
    page = member.post("/sign-up", FORM | change)
    assert page.status_code == 200
    assert sentence in page.text
    kept = {**FORM, **change}
    assert all(
        f'value="{kept[name]}"' in page.text for name in ("company", "name", "email") if kept[name].strip()
    )
    assert mails(database) == []


def test_answer_is_the_same_whether_or_not_the_portal_knows_the_company_or_the_address(
    member: Member, database: Database
) -> None:
    with database.transaction() as session:
        known = make_organisation(session)
        known.cvr, known.simulated = FORM["cvr"].replace(" ", ""), False
        user = make_member(session, known)
        address = str(user.email)
    for form in (FORM, FORM | {"email": address}):
        assert member.post("/sign-up", form).location == "/sign-up/sent"
    assert [mail["template"] for mail in mails(database)] == ["sign_up_known_company", "sign_up_known_user"]


def test_address_gets_three_mails_an_hour_at_most(member: Member, database: Database) -> None:
    for _time in range(4):
        assert member.post("/sign-up", FORM).location == "/sign-up/sent"
    assert len(mails(database)) == 3


def test_twenty_tries_from_one_place_are_stopped(member: Member) -> None:
    statuses = [
        member.post("/sign-up", FORM | {"email": f"aase{number // 5}@aeroe.example"}).status_code
        for number in range(20)
    ]
    assert statuses[-1] == 429
    assert statuses.count(303) <= 12


def test_weak_password_is_refused_and_the_link_still_works(member: Member, database: Database) -> None:
    member.post("/sign-up", FORM)
    assert "mindst 12 tegn" in member.post(link(database), {"password": "kort", "again": "kort"}).text
    assert member.post(link(database), CHOSEN).status_code == 303


def test_link_that_is_over_says_what_to_do(member: Member, database: Database, clock: Clock) -> None:
    member.post("/sign-up", FORM)
    assert member.get("/sign-up/s1-" + "a" * 64).status_code == 404
    old = link(database)
    clock.wait(days=7)
    page = member.get(old)
    assert (page.status_code, "Linket er for gammelt" in page.text) == (410, True)
    assert 'href="/sign-up"' in page.text
    member.post("/sign-up", FORM)
    new = link(database)
    member.post(new, CHOSEN)
    page = Visitor(member.app).get(new)
    assert (page.status_code, "Linket er allerede brugt" in page.text) == (410, True)


def test_address_or_company_that_came_in_meanwhile_is_told(member: Member, database: Database) -> None:
    member.post("/sign-up", FORM)
    first = link(database)
    member.post("/sign-up", FORM | {"email": "bo@aeroe.example"})
    second = link(database)
    member.post("/sign-up", FORM | {"cvr": "12345682"})
    third = link(database)
    assert Visitor(member.app).post(first, CHOSEN).status_code == 303
    for address, sentence in ((second, "Virksomheden er allerede i portalen"), (third, "Du har allerede")):
        page = Visitor(member.app).post(address, CHOSEN)
        assert (page.status_code, sentence in page.text) == (410, True)
    with database.reading() as session:
        assert session.scalar(select(func.count(Organisation.id))) == 1


def test_whoever_is_signed_in_is_led_to_their_own_pages(member: Member, database: Database) -> None:
    with database.transaction() as session:
        user = make_member(session, make_organisation(session))
    assert member.sign_in_as(user).get("/sign-up").location == "/start"


def test_without_a_mail_server_nobody_is_asked_to_fill_in_a_form(visitor: Visitor) -> None:
    page = visitor.get("/sign-up").text
    assert "Portalen kan ikke sende mails her" in page
    assert "<form" not in page.partition("<main")[2].partition("</main>")[0]


def test_where_a_broker_proves_who_staff_are_there_is_no_form(broker_app: Flask) -> None:
    browser = broker_app.test_client()
    assert browser.get("/sign-up").status_code == 404
    assert "/sign-in/staff" in browser.get("/become-approved").text
