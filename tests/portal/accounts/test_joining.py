"""Who somebody is in the portal whom a broker has proved to be somebody, by the whole way there and back."""

import re
import threading
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from portal.accounts.links import send_invitation, send_password_reset, token_of
from portal.accounts.organisation_links import token_of as token_of_invitation
from portal.config import Settings
from portal.database import Database
from portal.state import Portal, utc_now
from providers.audit.models import OPERATOR
from providers.organisations import members
from providers.organisations.invitations import Colleague
from providers.organisations.invitations import invite as invite_colleague
from providers.organisations.models import MemberRole, Organisation
from providers.people import commands
from providers.people.models import Identity, OneTimeLink, User
from tests.factories.people import (
    make_authority_user,
    make_member,
    make_municipality_user,
)
from tests.support.brokers import (
    AUTHORITY_CVR,
    CPR,
    NESTED,
    Claims,
    Traveller,
    count,
    cvr_of,
    dotted_citizen,
    dotted_staff,
    everything,
    nested_citizen,
    nested_staff,
    organisation,
    portal_with,
)
from tests.support.identity_provider import IdentityProvider

STAFF = "/sign-in/staff"
PROBLEM = "/sign-in/staff/problem"


def invite(app: Flask, database: Database, user: User, *, reset: bool = False) -> str:
    """Mail somebody an invitation; give the token of its link."""
    state: Portal = app.extensions["portal"]
    assert state.keys
    with app.test_request_context(), database.transaction() as session:
        invited = session.get_one(User, user.id)
        if reset:
            link = send_password_reset(session, invited, by=OPERATOR, at=utc_now())
        else:
            link = send_invitation(session, invited, to_what="Vejen", by=OPERATOR, at=utc_now())
        return token_of(link, state.keys.links)


def test_citizen_is_the_same_user_each_time(traveller: Traveller, database: Database) -> None:
    traveller.sign_in_at("Rigmor")
    traveller.sign_in_at("Rigmor")
    assert count(database, User) == 1
    assert count(database, Identity) == 1


def test_two_citizens_are_two_users(
    traveller: Traveller, provider: IdentityProvider, database: Database
) -> None:
    provider.people["Sigurd"] = dotted_citizen("another-uuid")
    traveller.sign_in_at("Rigmor")
    traveller.sign_in_at("Sigurd")
    assert count(database, User) == 2


def test_citizen_is_led_to_where_they_wanted_to_go_in_their_language(traveller: Traveller) -> None:
    assert traveller.sign_in_at("Rigmor", "/en/sign-in/citizen?next=/en/my/looks").location == "/en/my/looks"
    assert traveller.sign_in_at("Rigmor", "/en/sign-in/citizen").location == "/en/my"


@pytest.mark.sqlite_only
@pytest.mark.parametrize("target", ["https://evil.example", "//evil.example", "/\\evil.example"])
def test_nobody_is_led_off_the_site(traveller: Traveller, target: str) -> None:
    assert traveller.sign_in_at("Rigmor", f"/sign-in/citizen?next={target}").location == "/my"


def test_nothing_that_the_broker_tells_of_a_citizen_is_kept_or_logged(
    traveller: Traveller, database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    traveller.sign_in_at("Rigmor")
    kept, logged = everything(database), "".join(capsys.readouterr())
    assert "identity.connected" in kept
    assert "brokers.return_citizen" in logged
    for told in (CPR, "Rigmor", "2001-01-01", "7027a386", "sub-7027a386", "mitid_user"):
        assert told not in kept
        assert told not in logged


@pytest.mark.sqlite_only
def test_refusal_is_logged_by_codes_alone(
    traveller: Traveller, provider: IdentityProvider, capsys: pytest.CaptureFixture[str]
) -> None:
    provider.wrong.claims = {"exp": 1}
    traveller.sign_in_at("Rigmor")
    logged = "".join(capsys.readouterr())
    assert '"fact": "answer_not_trusted", "reason": "ExpiredTokenError exp"' in logged
    assert "Rigmor" not in logged
    assert re.search(r"code=|state=|nonce", logged) is None


@pytest.mark.both_databases
def test_two_first_sign_ins_at_once_make_one_user(
    broker_app: Flask, provider: IdentityProvider, database: Database
) -> None:
    browsers = [Traveller(broker_app) for _number in range(2)]
    backs = [browser.choose(browser.leave(), "Rigmor") for browser in browsers]
    answers: list[str] = []
    together = threading.Barrier(2)

    def come_back(number: int) -> None:
        together.wait(10)
        answers.append(browsers[number].get(backs[number]).location)

    threads = [threading.Thread(target=come_back, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == ["/my", "/my"]
    assert count(database, User) == 1
    assert all(browser.get("/my").status_code == 200 for browser in browsers)
    assert provider.calls.count("token") == 2


def test_disabled_user_is_told_so_and_not_signed_in(traveller: Traveller, database: Database) -> None:
    traveller.sign_in_at("Rigmor")
    with database.transaction() as session:
        commands.disable(session, session.scalars(select(User)).one(), by=OPERATOR, at=utc_now())
    response = traveller.sign_in_at("Rigmor")
    assert response.location == "/sign-in/citizen/problem/disabled"
    assert "Din adgang er lukket" in traveller.page_after(response).text
    assert traveller.get("/my").status_code == 303


def test_first_one_from_an_organisation_becomes_its_owner(
    traveller: Traveller, provider: IdentityProvider, database: Database
) -> None:
    made = organisation(database)
    provider.people["Ansat"] = dotted_staff(cvr_of(made))
    assert traveller.sign_in_at("Ansat", STAFF).location == "/office"
    with database.reading() as session:
        ((membership, user),) = members.members(session, made.id)
    assert membership.role == MemberRole.OWNER
    assert (user.name, user.email) == ("Ansat 1", "ansat1@firma.example")
    assert CPR not in everything(database)


def test_second_one_from_an_organisation_must_ask_an_owner(
    traveller: Traveller, provider: IdentityProvider, database: Database
) -> None:
    provider.people["Ansat"] = dotted_staff(cvr_of(organisation(database, owner=True)))
    response = traveller.sign_in_at("Ansat", STAFF)
    assert response.location == f"{PROBLEM}/ask_an_owner"
    assert "Bed en ejer om at invitere dig" in traveller.page_after(response).text
    assert count(database, User) == 1


@pytest.mark.parametrize("cvr", ["01234578", AUTHORITY_CVR])
def test_whoever_comes_from_the_authority_or_with_a_number_that_is_none_must_be_invited(
    traveller: Traveller, provider: IdentityProvider, database: Database, cvr: str
) -> None:
    provider.people["Ansat"] = dotted_staff(cvr)
    assert traveller.sign_in_at("Ansat", STAFF).location == f"{PROBLEM}/not_invited"
    assert count(database, User) == 0


def test_staff_whose_number_no_longer_fits_are_refused(
    traveller: Traveller, provider: IdentityProvider, database: Database
) -> None:
    first, second = organisation(database, 1), organisation(database, 2)
    provider.people["Ansat"] = dotted_staff(cvr_of(first))
    traveller.sign_in_at("Ansat", STAFF)
    provider.people["Ansat"] = dotted_staff(cvr_of(second))
    response = traveller.sign_in_at("Ansat", STAFF)
    assert response.location == f"{PROBLEM}/wrong_organisation"
    assert "en anden virksomhed" in traveller.page_after(response).text


def test_invited_editor_is_connected_by_following_the_link(
    traveller: Traveller, provider: IdentityProvider, database: Database, broker_app: Flask
) -> None:
    made = organisation(database, owner=True)
    with database.transaction() as session:
        invited = make_member(session, session.get_one(Organisation, made.id), MemberRole.EDITOR, 2)
    provider.people["Ansat"] = dotted_staff(cvr_of(made))
    token = invite(broker_app, database, invited)
    button = re.search(r'href="(/sign-in/staff[^"]+)"', traveller.get(f"/links/{token}").text)
    assert button
    assert traveller.sign_in_at("Ansat", button[1]).location == "/office"
    assert Traveller(broker_app).sign_in_at("Ansat", STAFF).location == "/office"
    with database.reading() as session:
        assert session.scalars(select(Identity)).one().user_id == invited.id
        assert session.scalars(select(OneTimeLink)).one().used_at is not None


def ask_colleague(app: Flask, database: Database, made: Organisation, email: str) -> str:
    """Have an organisation invite an address; give the token of its link."""
    state: Portal = app.extensions["portal"]
    assert state.keys
    colleague = Colleague("Nadja Ny", email, MemberRole.EDITOR)
    with database.transaction() as session:
        held = session.get_one(Organisation, made.id)
        _asked, invitation = invite_colleague(
            session, held, colleague, nonce="0" * 32, by=OPERATOR, at=utc_now()
        )
        assert invitation is not None
        return token_of_invitation(invitation, state.keys.links)


def test_somebody_new_is_asked_by_an_organisation_and_says_yes_with_the_broker(
    traveller: Traveller, provider: IdentityProvider, database: Database, broker_app: Flask
) -> None:
    made = organisation(database, owner=True)
    provider.people["Ny"] = dotted_staff(cvr_of(made))
    token = ask_colleague(broker_app, database, made, "nadja@vejen.example")
    button = re.search(r'href="(/sign-in/staff[^"]+)"', traveller.get(f"/invitations/{token}").text)
    assert button
    assert traveller.sign_in_at("Ny", button[1]).location == "/office"
    with database.reading() as session:
        user = session.scalars(select(User).where(User.email == "nadja@vejen.example")).one()
        assert session.scalars(select(Identity)).one().user_id == user.id
        held = members.memberships_of(session, user.id)
        assert [(membership.role, each.id) for membership, each in held] == [("editor", made.id)]
    assert traveller.sign_in_at("Ny", button[1]).location == f"{PROBLEM}/link_not_usable"


def test_organisations_invitation_lets_in_nobody_from_elsewhere_and_nobody_elses_identity(
    traveller: Traveller, provider: IdentityProvider, database: Database, broker_app: Flask
) -> None:
    made = organisation(database, owner=True)
    with database.transaction() as session:
        known = make_member(session, session.get_one(Organisation, made.id), MemberRole.EDITOR, 2)
        commands.connect(session, known, "staff", "0" * 64, by=OPERATOR, at=utc_now())
        official = make_authority_user(session)
        held = members.find_member(session, made.id, known.id)
        assert held is not None
        members.remove(session, held, by=OPERATOR, at=utc_now())
    provider.people["Fremmed"] = dotted_staff(AUTHORITY_CVR)
    provider.people["Ny"] = dotted_staff(cvr_of(made))
    answers = [
        traveller.sign_in_at(
            who, f"{STAFF}?link={ask_colleague(broker_app, database, made, email or '')}"
        ).location
        for who, email in (("Fremmed", "nadja@vejen.example"), ("Ny", known.email), ("Ny", official.email))
    ]
    facts = ("wrong_organisation", "identity_taken", "link_not_usable")
    assert answers == [f"{PROBLEM}/{fact}" for fact in facts]
    assert count(database, Identity) == 1


def test_invitation_does_not_let_in_somebody_from_another_organisation(
    traveller: Traveller, provider: IdentityProvider, database: Database, broker_app: Flask
) -> None:
    made = organisation(database)
    with database.transaction() as session:
        invited = make_member(session, session.get_one(Organisation, made.id))
    provider.people["Fremmed"] = dotted_staff(AUTHORITY_CVR)
    token = invite(broker_app, database, invited)
    assert (
        traveller.sign_in_at("Fremmed", f"{STAFF}?link={token}").location == f"{PROBLEM}/wrong_organisation"
    )
    assert count(database, Identity) == 0


@pytest.mark.parametrize(
    ("cvr", "leads_to"), [(AUTHORITY_CVR, "/authority"), ("01234579", f"{PROBLEM}/wrong_organisation")]
)
def test_the_authoritys_people_come_by_invitation_and_with_its_number(
    traveller: Traveller,
    provider: IdentityProvider,
    database: Database,
    broker_app: Flask,
    cvr: str,
    leads_to: str,
) -> None:
    with database.transaction() as session:
        invited = make_authority_user(session)
    provider.people["Ansat"] = dotted_staff(cvr)
    token = invite(broker_app, database, invited)
    assert traveller.sign_in_at("Ansat", f"{STAFF}?link={token}").location == leads_to


def test_municipal_caseworker_comes_by_invitation(
    traveller: Traveller, provider: IdentityProvider, database: Database, broker_app: Flask
) -> None:
    with database.transaction() as session:
        invited = make_municipality_user(session)
    provider.people["Ansat"] = dotted_staff("01234579")
    token = invite(broker_app, database, invited)
    assert traveller.sign_in_at("Ansat", f"{STAFF}?link={token}").location == "/municipality"


def test_link_works_once_and_not_when_it_is_old_unknown_or_for_something_else(
    traveller: Traveller, provider: IdentityProvider, database: Database, broker_app: Flask
) -> None:
    with database.transaction() as session:
        invited, other = make_authority_user(session), make_authority_user(session, number=2)
    provider.people = {"En": dotted_staff(AUTHORITY_CVR, 1), "To": dotted_staff(AUTHORITY_CVR, 2)}
    used = invite(broker_app, database, invited)
    traveller.sign_in_at("En", f"{STAFF}?link={used}")
    old = invite(broker_app, database, other)
    with database.transaction() as session:
        session.scalars(
            select(OneTimeLink).where(OneTimeLink.user_id == other.id)
        ).one().expires_at -= timedelta(8)
    reset = invite(broker_app, database, other, reset=True)
    for token in (used, old, reset, "1-guessed", "nonsense"):
        assert traveller.sign_in_at("To", f"{STAFF}?link={token}").location == f"{PROBLEM}/link_not_usable"
    assert count(database, Identity) == 1


def test_identity_of_somebody_else_cannot_be_used_for_an_invitation(
    traveller: Traveller, provider: IdentityProvider, database: Database, broker_app: Flask
) -> None:
    with database.transaction() as session:
        first, second = make_authority_user(session), make_authority_user(session, number=2)
    provider.people["Ansat"] = dotted_staff(AUTHORITY_CVR)
    traveller.sign_in_at("Ansat", f"{STAFF}?link={invite(broker_app, database, first)}")
    again = traveller.sign_in_at("Ansat", f"{STAFF}?link={invite(broker_app, database, second)}")
    assert again.location == f"{PROBLEM}/identity_taken"


@pytest.mark.parametrize("person", [nested_citizen(), nested_citizen("citizen-2")])
def test_provider_that_speaks_otherwise_signs_citizens_in_too(
    settings: Settings, provider: IdentityProvider, person: tuple[Claims, Claims]
) -> None:
    provider.people = {"Rigmor": person}
    with portal_with(settings, provider, NESTED) as app:
        assert Traveller(app).sign_in_at("Rigmor").location == "/my"
    assert "userinfo" not in provider.calls
    assert provider.asked[0]["acr_values"] == "high"


def test_provider_that_speaks_otherwise_signs_staff_in_too(
    settings: Settings, provider: IdentityProvider, database: Database
) -> None:
    provider.people = {"Ansat": nested_staff(cvr_of(organisation(database)))}
    with portal_with(settings, provider, NESTED) as app:
        assert Traveller(app).sign_in_at("Ansat", STAFF).location == "/office"
        provider.wrong.claims = {"acr": "low"}
        assert Traveller(app).sign_in_at("Ansat", STAFF).location == f"{PROBLEM}/level_too_low"
        provider.wrong.claims = {"company": {}}
        assert Traveller(app).sign_in_at("Ansat", STAFF).location == f"{PROBLEM}/claim_missing"
