"""Leads invite whoever works, in one step and with one effect; what is wrong is said."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import select

from portal.accounts.links import address_of_link
from portal.database import Database
from portal.state import utc_now
from providers.audit.models import AuditEvent
from providers.organisations.members import members, memberships_of
from providers.organisations.models import MemberRole, Organisation
from providers.outbox.models import OutboxMessage
from providers.people.links import open_invitation
from providers.people.models import AuthorityRole, User, UserKind
from providers.people.queries import find_user_by_email
from tests.factories.organisations import make_organisation
from tests.factories.people import PASSWORD, give_password
from tests.portal.for_authority.conftest import Desk, desk, email_of
from tests.promises.test_hostile_text import SCRIPTS, live_parts
from tests.support.people import FROM_OUR_PAGE, Visitor

INVITE = "/authority/people/invite"
NEW = {"name": "Nye Nielsen", "email": "Nye@Myndighed.example"}


def invited(database: Database) -> User | None:
    with database.reading() as session:
        user = find_user_by_email(session, NEW["email"])
        if user is not None:
            assert open_invitation(session, user.id, utc_now()) is not None
        session.expunge_all()
        return user


def counts(database: Database) -> tuple[int, int, int]:
    with database.reading() as session:
        return tuple(session.query(table).count() for table in (User, AuditEvent, OutboxMessage))  # type: ignore[return-value]


def to_what(database: Database) -> str:
    with database.reading() as session:
        message = session.scalars(select(OutboxMessage)).one()
        return str(message.payload["values"]["to_what"])


def owners_page(organisation: Organisation) -> str:
    return f"{INVITE}/owner/{organisation.slug}"


@pytest.mark.usefixtures("mails_go_out")
@pytest.mark.parametrize("role", AuthorityRole)
def test_member_of_the_authority_is_invited(lead: Desk, database: Database, role: AuthorityRole) -> None:
    answer = lead.browser.post(f"{INVITE}/authority", {**NEW, "role": role.value})
    user = invited(database)
    assert user is not None
    assert answer.location == f"/authority/people/{user.id}"
    assert (user.kind, user.authority_role, user.email) == (UserKind.AUTHORITY, role, "nye@myndighed.example")
    assert "Invitationen til Nye Nielsen er på vej." in lead.browser.get(answer.location).text
    assert to_what(database) == "Godkendelsesmyndigheden"


def test_lead_is_told_to_hand_over_a_link_where_no_mail_goes_out(lead: Desk, database: Database) -> None:
    assert "Portalen kan ikke sende mails" in lead.browser.get(INVITE).text
    assert "Invitationen bliver sendt hertil." not in lead.browser.get(f"{INVITE}/authority").text
    page = lead.browser.post(f"{INVITE}/authority", {**NEW, "role": "auditor"}, follow_redirects=True).text
    assert "Nye Nielsen er inviteret. Men portalen kan ikke sende mails." in page
    assert "flask people invite-again Nye@Myndighed.example" in page
    assert "er på vej" not in page
    user = invited(database)
    assert user is not None
    assert "Personen får en ny mail" not in lead.browser.get(f"/authority/people/{user.id}/invite").text


def test_caseworker_of_a_municipality_is_invited(lead: Desk, database: Database) -> None:
    lead.browser.post(f"{INVITE}/municipality", {**NEW, "municipality": "751"})
    user = invited(database)
    assert user is not None
    assert (user.kind, user.municipality_code) == (UserKind.MUNICIPALITY, "751")
    assert to_what(database) == "Aarhus Kommune"


def test_first_owner_of_an_organisation_is_invited(
    lead: Desk, database: Database, organisation: Organisation
) -> None:
    lead.browser.post(owners_page(organisation), NEW)
    user = invited(database)
    assert user is not None
    with database.reading() as session:
        held = memberships_of(session, user.id)
        assert [(membership.role, found.id) for membership, found in held] == [
            (MemberRole.OWNER, organisation.id)
        ]
    assert to_what(database) == organisation.name


def test_owners_invite_their_colleagues_themselves(
    lead: Desk, database: Database, organisation: Organisation, owner: User
) -> None:
    page = owners_page(organisation)
    token = lead.browser.token(page)  # read while no owner could sign in
    with database.transaction() as session:
        give_password(session, session.get_one(User, owner.id))
    before = counts(database)
    data = {"csrf_token": token, **NEW}
    for method in ("GET", "POST"):
        answer = lead.browser.client.open(page, method=method, data=data, headers=FROM_OUR_PAGE)
        assert answer.location == f"{INVITE}/owner"
        assert "Ejere inviterer selv deres kolleger." in lead.browser.get(answer.location).text
    assert counts(database) == before


def test_owner_is_invited_where_none_can_sign_in_and_the_others_hear_of_the_answer(
    lead: Desk, database: Database, organisation: Organisation, owner: User
) -> None:
    lead.browser.post(owners_page(organisation), NEW)
    user = invited(database)
    assert user is not None
    with database.transaction() as session:  # the owner finds back before the new one answers
        give_password(session, session.get_one(User, owner.id))
        link = open_invitation(session, user.id, utc_now())
        assert link is not None
    app = lead.browser.app
    with app.app_context(), database.reading() as session:
        address = (address_of_link(session, link.id) or "").removeprefix("http://localhost")
    Visitor(app).post(address, {"password": PASSWORD, "again": PASSWORD})
    with database.reading() as session:
        mails = [message.payload for message in session.scalars(select(OutboxMessage))]
    assert [mail["user_id"] for mail in mails if mail["template"] == "member_joined"] == [owner.id]


def test_organisation_without_members_is_offered_and_others_are_found_by_name(
    lead: Desk, database: Database, organisation: Organisation, owner: User
) -> None:
    with database.transaction() as session:
        unmanned = make_organisation(session, 2)
        unmanned.name = "Ærø Ørneflugt"
        assert members(session, organisation.id)[0][1].id == owner.id
    page = lead.browser.get(f"{INVITE}/owner").text
    assert owners_page(unmanned) in page
    assert owners_page(organisation) not in page
    assert owners_page(organisation) in lead.browser.get(f"{INVITE}/owner?q={organisation.name[:6]}").text
    found = lead.browser.get(f"{INVITE}/owner?q=ærø+ØRNE").text
    assert owners_page(unmanned) in found
    assert owners_page(organisation) not in found


@pytest.mark.parametrize("words", ["%", "_", "\x00", "' OR 1=1 --", "x" * 400, "\u202e\\"])
def test_no_search_for_an_organisation_is_an_error(lead: Desk, words: str) -> None:
    assert lead.browser.get(f"{INVITE}/owner", query_string={"q": words}).status_code == 200


@pytest.mark.parametrize("slug", ["nobody", "%00", "a" * 300, "..", "A B"])
def test_organisation_that_does_not_exist_is_not_found(lead: Desk, slug: str) -> None:
    assert lead.browser.get(f"{INVITE}/owner/{slug}").status_code == 404


@pytest.mark.parametrize(
    ("path", "data", "sentence"),
    [
        ("authority", {"name": ""}, "Skriv personens navn."),
        ("authority", {"email": " "}, "Skriv personens mailadresse."),
        ("authority", {"email": "nye"}, "Skriv en mailadresse som navn@eksempel.dk."),
        ("authority", {"email": "a\x00@b.example"}, "Skriv en mailadresse som navn@eksempel.dk."),
        ("authority", {"name": "x" * 121}, "Skriv et navn på højst 120 tegn."),
        ("authority", {"role": ""}, "Vælg en af mulighederne."),
        ("authority", {"role": "king"}, "Vælg en af mulighederne."),
        ("municipality", {"municipality": ""}, "Vælg en af mulighederne."),
        ("municipality", {"municipality": "999"}, "Vælg en af mulighederne."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    lead: Desk, database: Database, path: str, data: dict[str, str], sentence: str
) -> None:
    before = counts(database)
    good = {**NEW, "role": "auditor", "municipality": "751"}
    page = lead.browser.post(f"{INVITE}/{path}", {**good, **data})
    assert page.status_code == 200
    assert sentence in page.text
    assert "error-summary" in page.text
    for name in {"name", "email"} - data.keys():
        assert f'value="{NEW[name]}"' in page.text
    assert counts(database) == before


def test_address_that_is_taken_is_said(lead: Desk, database: Database, caseworker: Desk) -> None:
    before = counts(database)
    taken = {**NEW, "email": email_of(caseworker.user).upper(), "role": "auditor"}
    page = lead.browser.post(f"{INVITE}/authority", taken)
    assert "Der er allerede en person med den mailadresse." in page.text
    assert counts(database) == before


@pytest.mark.usefixtures("mails_go_out")
def test_form_that_is_sent_twice_invites_once(
    lead: Desk, database: Database, organisation: Organisation
) -> None:
    first = lead.browser.post(owners_page(organisation), NEW)
    before = counts(database)
    second = lead.browser.post(owners_page(organisation), NEW)
    assert (second.status_code, second.location) == (303, first.location)
    page = lead.browser.get(first.location or "").text
    assert "Nye Nielsen er allerede inviteret. Det skete" in page
    assert "Invitationen til Nye Nielsen er på vej." not in page
    assert counts(database) == before


def test_same_address_for_another_task_is_not_the_same_invitation(
    lead: Desk, database: Database, organisation: Organisation
) -> None:
    lead.browser.post(owners_page(organisation), NEW)
    before = counts(database)
    for path, data in (("authority", {"role": "lead"}), ("municipality", {"municipality": "751"})):
        page = lead.browser.post(f"{INVITE}/{path}", {**NEW, **data})
        assert "Der er allerede en person med den mailadresse." in page.text
    with database.transaction() as session:
        other = make_organisation(session, 2)
    assert "Der er allerede" in lead.browser.post(owners_page(other), NEW).text
    assert counts(database) == before


@pytest.mark.both_databases
def test_form_that_is_sent_four_times_at_once_invites_once(
    lead: Desk, database: Database, organisation: Organisation
) -> None:
    data = {**NEW, "csrf_token": lead.browser.token(owners_page(organisation))}
    cookie = lead.browser.cookie()
    before = counts(database)

    def send(_time: int) -> str:
        browser = lead.browser.app.test_client()
        browser.set_cookie("session", cookie)
        return browser.post(owners_page(organisation), data=data, headers=FROM_OUR_PAGE).location or ""

    with ThreadPoolExecutor(4) as four:
        answers = set(four.map(send, range(4), timeout=60))
    user = invited(database)
    assert user is not None
    assert answers == {f"/authority/people/{user.id}"}
    users, _events, mails = counts(database)
    assert (users, mails) == (before[0] + 1, before[2] + 1)


@pytest.mark.parametrize("role", [AuthorityRole.CASEWORKER, AuthorityRole.AUDITOR])
def test_only_leads_invite(
    app: Flask, database: Database, organisation: Organisation, role: AuthorityRole
) -> None:
    reader = desk(app, database, role).browser
    before = counts(database)
    for path in (INVITE, f"{INVITE}/owner"):
        assert reader.get(path).status_code == 403
    for path in (f"{INVITE}/authority", f"{INVITE}/municipality", owners_page(organisation)):
        assert reader.get(path).status_code == 403
        data = {**NEW, "role": "lead", "municipality": "751"}
        assert reader.post(path, data, page="/authority/people").status_code == 403
    assert counts(database) == before


@pytest.mark.parametrize("script", SCRIPTS)
def test_nothing_typed_comes_alive(lead: Desk, script: str) -> None:
    data = {"name": script, "email": script, "role": script}
    assert live_parts(lead.browser.post(f"{INVITE}/authority", data).text) == []
