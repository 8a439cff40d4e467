"""Somebody is a member once they say yes; until then nobody learns anything about them."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from portal.accounts.organisation_links import token_of
from portal.database import Database
from providers.audit.models import OPERATOR
from providers.organisations.members import memberships_of
from providers.organisations.models import Invitation, Membership, Organisation
from providers.outbox.models import OutboxMessage
from providers.people.commands import disable
from providers.people.links import issue
from providers.people.models import LinkPurpose, LoginSession, OneTimeLink, User
from providers.people.queries import find_user_by_email
from tests.factories.organisations import make_organisation
from tests.factories.people import (
    PASSWORD,
    give_password,
    make_authority_user,
    make_member,
    make_municipality_user,
    make_provider_user,
)
from tests.portal.for_providers.trail import actions
from tests.support.people import FROM_OUR_PAGE, Visitor

TEAM = "/office/vejen-videre-1/team"
NEW = {"name": "Nadja Ny", "email": "nadja@vejen.example", "role": "editor"}
KNOWN = {**NEW, "email": "medarbejder7@vejen.example"}
CHOSEN = {"password": PASSWORD, "again": PASSWORD}
Invite = Callable[..., str]


@pytest.fixture
def owner(visitor: Visitor, database: Database) -> Visitor:
    """Give an owner of the first of two organisations, who is signed in."""
    with database.transaction() as session:
        make_organisation(session, 2)
        user = make_member(session, make_organisation(session, 1))
    return visitor.sign_in_as(user)


@pytest.fixture
def known(owner: Visitor, database: Database) -> User:
    """Give somebody who acts for the other organisation."""
    del owner
    with database.transaction() as session:
        other = session.scalars(select(Organisation).where(Organisation.slug == "vejen-videre-2")).one()
        user = make_member(session, other, number=7)
        give_password(session, user)
        return user


@pytest.fixture
def invite(owner: Visitor, database: Database) -> Invite:
    """Give a way to invite somebody, which gives the address that the mail leads to."""

    def ask(**changes: str) -> str:
        assert owner.post(TEAM, {**NEW, **changes}).status_code == 303
        keys = owner.state.keys
        assert keys is not None
        with database.reading() as session:
            made = session.scalars(select(Invitation).order_by(Invitation.id.desc())).first()
            assert made is not None
            return f"/invitations/{token_of(made, keys.links)}"

    return ask


def mails(database: Database) -> list[str]:
    with database.reading() as session:
        found = session.scalars(select(OutboxMessage).order_by(OutboxMessage.id))
        return [message.payload["template"] for message in found]


def organisations_of(database: Database, email: str) -> dict[str, str]:
    with database.reading() as session:
        user = find_user_by_email(session, email)
        found = memberships_of(session, user.id) if user else ()
        return {organisation.slug: held.role for held, organisation in found}


def number_of_invitation(database: Database) -> int:
    with database.reading() as session:
        return session.scalars(select(Invitation.id).order_by(Invitation.id.desc())).first() or 0


def without_what_differs(page: str, email: str) -> str:
    """Take out of a page its tokens, the number of the invitation, and the address that was typed."""
    page = re.sub(r'value="[^"]{20,}"|/invitations/[0-9]+/', "", page).replace(email, "")
    return page.replace(email.replace("@", "<wbr>@"), "")


@pytest.mark.usefixtures("mails_go_out")
def test_page_and_mail_are_the_same_whether_or_not_the_address_is_known(
    owner: Visitor, known: User, database: Database
) -> None:
    with database.transaction() as session:
        official = make_authority_user(session)
        shut_out = make_provider_user(session, 8)
        disable(session, shut_out, by=OPERATOR, at=owner.state.now())
    pages = set()
    for email in (NEW["email"], known.email, official.email, shut_out.email):
        assert owner.post(TEAM, {**NEW, "email": email}).status_code == 303
        page = owner.get(TEAM).text
        assert f"Vi har sendt en invitation til {email}." in page
        pages.add(without_what_differs(page, email or ""))
        owner.post(f"/office/vejen-videre-1/invitations/{number_of_invitation(database)}/withdraw", page=TEAM)
        owner.get(TEAM)
    assert len(pages) == 1
    assert mails(database) == ["organisation_invitation"] * 4
    with database.reading() as session:
        told = [each.payload["values"] for each in session.scalars(select(OutboxMessage))]
    assert {(each["name"], each["organisation"], each["role"], each["by"]) for each in told} == {
        ("Nadja Ny", "Vejen Videre 1 ApS", "editor", "Medarbejder 1")
    }
    assert actions(database, "membership.begun") == ["membership.begun"] * 2


def test_known_person_stays_signed_in_and_is_no_member_before_saying_yes(
    owner: Visitor, invite: Invite, known: User, database: Database, app: Flask
) -> None:
    their = Visitor(app).sign_in_as(known)
    address = invite(**KNOWN)
    assert "Medarbejder 7" not in owner.get(TEAM).text
    assert their.get(TEAM).status_code == 404
    page = their.get(address).text
    assert "Medarbejder 1 inviterer dig til at arbejde for Vejen Videre 1 ApS i portalen." in page
    assert "Du bliver redaktør." in page
    assert "Ja, jeg vil arbejde for Vejen Videre 1 ApS" in page
    assert organisations_of(database, KNOWN["email"]) == {"vejen-videre-2": "owner"}
    assert their.post(address).location == "/office/vejen-videre-1"
    assert "Du har nu adgang til Vejen Videre 1 ApS." in their.get(TEAM).text
    assert organisations_of(database, KNOWN["email"]) == {
        "vejen-videre-1": "editor",
        "vejen-videre-2": "owner",
    }
    assert mails(database) == ["organisation_invitation", "member_joined"]
    assert actions(database, "invitation") == ["invitation.made", "invitation.accepted"]
    assert "Medarbejder 7" in owner.get(TEAM).text


def test_answered_invitation_asks_only_those_to_sign_in_who_are_not(
    invite: Invite, known: User, app: Flask
) -> None:
    their = Visitor(app).sign_in_as(known)
    address = invite(**KNOWN)
    their.post(address)
    again = their.get(address)
    assert again.status_code == 410
    assert "Invitationen er brugt. Du er logget ind." in again.text
    assert "Gå til Min side" in again.text
    assert "Gå til log ind" not in again.text
    outside = Visitor(app).get(address).text
    assert "Invitationen er brugt. Log ind for at komme videre." in outside
    assert "Gå til log ind" in outside


def test_known_person_signs_in_on_the_way(invite: Invite, known: User, app: Flask) -> None:
    del known
    stranger, address = Visitor(app), invite(**KNOWN)
    page = stranger.get(address).text
    assert "Du har allerede en konto med den mailadresse." in page
    assert "Medarbejder 7" not in page
    assert f"/sign-in?next={address}" in page
    assert stranger.post(address, CHOSEN, page=address).status_code == 200
    signed_in = stranger.post(
        "/sign-in/password", {"email": KNOWN["email"], "password": PASSWORD, "next": address},
        page=f"/sign-in?next={address}",
    )  # fmt: skip
    assert signed_in.location == address
    assert stranger.post(address).location == "/office/vejen-videre-1"


def test_somebody_new_says_yes_with_a_password(invite: Invite, database: Database, app: Flask) -> None:
    stranger, address = Visitor(app), invite()
    page = stranger.get(address)
    assert page.headers.getlist("Referrer-Policy") == ["strict-origin"]
    assert page.headers["Cache-Control"] == "no-store"
    wrong = stranger.post(address, {"password": "kort", "again": "kort"})
    assert "Der er noget, du skal rette" in wrong.text
    assert organisations_of(database, NEW["email"]) == {}
    assert stranger.post(address, CHOSEN).location == "/office/vejen-videre-1"
    page_inside = stranger.get(TEAM).text
    assert "Du har nu adgang til Vejen Videre 1 ApS." in page_inside
    assert "Nadja Ny" in page_inside
    assert actions(database, "user.created") == ["user.created"] * 2
    assert mails(database) == ["organisation_invitation", "member_joined"]


def test_whoever_never_answered_the_authority_answers_both_at_once(
    owner: Visitor, invite: Invite, database: Database, app: Flask
) -> None:
    with database.transaction() as session:
        user = make_provider_user(session, 7)
        issue(session, user, LinkPurpose.INVITATION, nonce="0" * 32, by=OPERATOR, at=owner.state.now())
    assert Visitor(app).post(invite(**KNOWN), CHOSEN).location == "/office/vejen-videre-1"
    with database.reading() as session:
        assert session.scalars(select(OneTimeLink)).one().withdrawn_at is not None


def test_others_can_not_say_yes(invite: Invite, known: User, database: Database, app: Flask) -> None:
    address = invite()
    other = Visitor(app).sign_in_as(known)
    assert "Du er logget ind med en anden konto." in other.get(address).text
    for data in ({}, CHOSEN):
        assert other.post(address, data).status_code == 200
    assert organisations_of(database, NEW["email"]) == {}
    assert "vejen-videre-1" not in organisations_of(database, KNOWN["email"])


def test_other_kinds_of_people_are_told_why_they_can_not(
    owner: Visitor, invite: Invite, database: Database, app: Flask
) -> None:
    with database.transaction() as session:
        people = [make_authority_user(session), make_municipality_user(session)]
        shut_out = make_provider_user(session, 8)
        disable(session, shut_out, by=OPERATOR, at=owner.state.now())
    for user in people:
        address = invite(email=user.email or "")
        their = Visitor(app).sign_in_as(user)
        assert "Den kan ikke bruges hos en aktør." in their.get(address).text
        assert their.post(address).status_code == 200
    address = invite(email=shut_out.email or "")
    assert "Din konto er lukket" in Visitor(app).get(address).text
    assert Visitor(app).post(address, CHOSEN).status_code == 200
    assert len(actions(database, "membership.begun")) == 1


@pytest.mark.usefixtures("mails_go_out")
def test_another_role_or_name_replaces_the_invitation_and_says_so(
    owner: Visitor, invite: Invite, database: Database, app: Flask
) -> None:
    first = invite()
    second = invite(role="owner", name="Nadja Nyere")
    page = owner.get(TEAM).text
    assert "Vi har sendt en ny invitation til nadja@vejen.example. Den gamle gælder ikke længere." in page
    assert "Nadja Nyere" in page
    assert "Bliver ejer, når personen siger ja." in page
    assert Visitor(app).get(first).status_code == 410
    assert Visitor(app).post(second, CHOSEN).status_code == 303
    assert organisations_of(database, NEW["email"]) == {"vejen-videre-1": "owner"}
    assert mails(database) == ["organisation_invitation", "organisation_invitation", "member_joined"]


@pytest.mark.usefixtures("mails_go_out")
def test_invitation_sent_twice_has_one_effect(owner: Visitor, invite: Invite, database: Database) -> None:
    assert invite() == invite()
    assert "er lige sendt. Vent fem minutter" in owner.get(TEAM).text
    again = f"/office/vejen-videre-1/invitations/{number_of_invitation(database)}/send-again"
    owner.post(again, page=TEAM)
    assert mails(database) == ["organisation_invitation"]
    with database.transaction() as session:
        session.execute(update(Invitation).values(made_at=owner.state.now() - timedelta(minutes=6)))
    owner.post(again, page=TEAM)
    assert mails(database) == ["organisation_invitation"] * 2
    owner.post(again, page=TEAM)
    assert "Invitationen venter ikke længere på svar." in owner.get(TEAM).text


def test_withdrawn_and_old_invitations_say_what_to_do(
    owner: Visitor, invite: Invite, database: Database, app: Flask
) -> None:
    address = invite()
    owner.post(f"/office/vejen-videre-1/invitations/{number_of_invitation(database)}/withdraw", page=TEAM)
    page = owner.get(TEAM).text
    assert "Invitationen til nadja@vejen.example er trukket tilbage." in page
    assert "Nadja Ny" not in page
    gone = Visitor(app).post(address, CHOSEN)
    assert gone.status_code == 410
    assert "Invitationen gælder ikke længere" in gone.text
    address = invite()
    with database.transaction() as session:
        session.execute(update(Invitation).values(expires_at=owner.state.now()))
    assert "Invitationen er for gammel" in Visitor(app).get(address).text
    assert "Linket virker ikke længere." in owner.get(TEAM).text
    for wrong in ("x", "a1-" + "0" * 64, "a999999999-" + "f" * 64, "a1", "1-" + "0" * 64, "a²-" + "0" * 64):
        assert Visitor(app).get(f"/invitations/{wrong}").status_code == 404


@pytest.mark.both_databases
def test_yes_said_twice_at_once_makes_one_member(
    invite: Invite, known: User, database: Database, app: Flask
) -> None:
    address = invite(**KNOWN)
    browsers = [Visitor(app).sign_in_as(known) for _tab in range(2)]
    tokens = [each.token(address) for each in browsers]

    def send(number: int) -> int:
        data = {"csrf_token": tokens[number]}
        return browsers[number].client.post(address, data=data, headers=FROM_OUR_PAGE).status_code

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(send, range(2)))
    assert answers == [303, 410]
    assert len(organisations_of(database, KNOWN["email"])) == 2
    with database.reading() as session:
        assert session.scalars(
            select(LoginSession.ended_at).where(LoginSession.user_id == known.id)
        ).all() == [
            None,
            None,
        ]
        assert len(session.scalars(select(Membership).where(Membership.user_id == known.id)).all()) == 2
    actions(database)


@pytest.mark.usefixtures("known")
def test_nobody_but_owners_touches_an_invitation(
    invite: Invite, known: User, database: Database, app: Flask
) -> None:
    invite()
    stranger = Visitor(app).sign_in_as(known)
    number = number_of_invitation(database)
    for what in ("withdraw", "send-again"):
        for slug in ("vejen-videre-1", "vejen-videre-2"):
            path = f"/office/{slug}/invitations/{number}/{what}"
            assert stranger.post(path, page="/office/vejen-videre-2/team").status_code == 404
    assert actions(database, "invitation") == ["invitation.made"]


def test_home_counts_who_has_not_answered(owner: Visitor, invite: Invite) -> None:
    invite()
    assert "En kollega har ikke svaret på sin invitation." in owner.get("/office").text
