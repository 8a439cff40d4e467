"""Owners decide who acts for their organisation; nobody else does, and it counts at the next click."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from portal.database import Database
from providers.audit.models import OPERATOR
from providers.organisations.members import find_member, memberships_of
from providers.organisations.models import MemberRole, Membership, Organisation
from providers.outbox.models import OutboxMessage
from providers.people.commands import disable
from providers.people.models import OneTimeLink, User
from providers.people.queries import find_user_by_email
from tests.factories.organisations import make_organisation
from tests.factories.people import make_authority_user, make_citizen, make_member, make_provider_user
from tests.portal.for_providers.trail import actions
from tests.support.people import FROM_OUR_PAGE, Visitor

TEAM = "/office/vejen-videre-1/team"
NEW = {"name": "Nadja Ny", "email": "nadja@vejen.example", "role": "editor"}
Membered = Callable[..., User]


@pytest.fixture
def organisation(database: Database) -> Organisation:
    """Give an organisation, besides which there is another one."""
    with database.transaction() as session:
        make_organisation(session, 2)
        return make_organisation(session, 1)


@pytest.fixture
def member(database: Database, organisation: Organisation) -> Membered:
    """Give a way to make members, each number another person."""

    def make(number: int = 1, role: MemberRole = MemberRole.OWNER) -> User:
        with database.transaction() as session:
            return make_member(session, session.get_one(Organisation, organisation.id), role, number)

    return make


@pytest.fixture
def owner(visitor: Visitor, member: Membered) -> Visitor:
    """Give an owner who is signed in."""
    return visitor.sign_in_as(member())


def number_of(database: Database, user: User) -> int:
    with database.reading() as session:
        wanted = select(Membership.id).where(Membership.user_id == user.id, Membership.ended_at.is_(None))
        return session.scalars(wanted).one()


def role_of(database: Database, user: User) -> str | None:
    with database.reading() as session:
        held = find_member(session, session.scalars(select(Organisation.id).where(
            Organisation.slug == "vejen-videre-1")).one(), user.id)  # fmt: skip
        return held.role if held else None


def mails(database: Database) -> list[str]:
    with database.reading() as session:
        found = session.scalars(select(OutboxMessage).order_by(OutboxMessage.id))
        return [message.payload["template"] for message in found]


def test_owner_invites_somebody_new(owner: Visitor, database: Database) -> None:
    assert owner.post(TEAM, NEW).status_code == 303
    page = owner.get(TEAM).text
    assert "Vi har sendt en invitation til nadja@vejen.example." in page
    assert "Inviteret, men har ikke svaret. Invitationen udløber den" in page
    assert mails(database) == ["invitation"]
    assert actions(database, "membership") == ["membership.begun"] * 2


def test_invitation_sent_twice_has_one_effect(owner: Visitor, database: Database) -> None:
    owner.post(TEAM, NEW)
    assert owner.post(TEAM, NEW).status_code == 303
    assert "nadja@vejen.example er allerede på listen." in owner.get(TEAM).text
    assert mails(database) == ["invitation"]
    assert len(actions(database, "membership")) == 2


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("name", " ", "Skriv kollegaens navn."),
        ("name", "n" * 121, "Skriv et navn på højst 120 tegn."),
        ("email", "", "Skriv kollegaens mailadresse."),
        ("email", "nadja", "Skriv en rigtig mailadresse"),
        ("role", "lead", "Vælg en af mulighederne."),
    ],
)
def test_invitation_that_is_wrong_says_what_to_write_and_keeps_the_rest(
    owner: Visitor, database: Database, field: str, typed: str, sentence: str
) -> None:
    answer = owner.post(TEAM, {**NEW, field: typed})
    assert answer.status_code == 400
    assert sentence in answer.text
    assert ("nadja@vejen.example" in answer.text) == (field != "email")
    assert mails(database) == []


def test_somebody_known_from_another_organisation_gets_access_at_once(
    owner: Visitor, database: Database, app: Flask
) -> None:
    with database.transaction() as session:
        other = session.scalars(select(Organisation).where(Organisation.slug == "vejen-videre-2")).one()
        known = make_member(session, other, number=7)
    colleague = Visitor(app).sign_in_as(known)
    assert owner.post(TEAM, {**NEW, "email": "Medarbejder7@Vejen.example "}).status_code == 303
    assert colleague.get("/office").status_code == 303
    assert colleague.sign_in_as(known).get(TEAM).status_code == 200
    assert mails(database) == ["rights_changed"]
    with database.reading() as session:
        assert len(memberships_of(session, known.id)) == 2


def test_address_of_somebody_else_is_refused_with_the_same_sentence(
    owner: Visitor, database: Database
) -> None:
    with database.transaction() as session:
        official = make_authority_user(session)
        shut_out = make_provider_user(session, 8)
        disable(session, shut_out, by=OPERATOR, at=owner.state.now())
    pages = [owner.post(TEAM, {**NEW, "email": user.email}) for user in (official, shut_out)]
    assert {page.status_code for page in pages} == {400}
    assert all("Mailadressen kan ikke bruges her. Vælg en anden." in page.text for page in pages)
    assert mails(database) == []


def test_fields_that_the_form_does_not_have_change_nothing(owner: Visitor, database: Database) -> None:
    more = {"organisation": "vejen-videre-2", "organisation_id": "1", "kind": "authority", "simulated": "1",
            "authority_role": "lead", "user_id": "1", "disabled_at": "2020-01-01"}  # fmt: skip
    assert owner.post(TEAM, {**NEW, **more}).status_code == 303
    with database.reading() as session:
        made = find_user_by_email(session, NEW["email"])
        assert made is not None
        assert (made.kind, made.authority_role, made.simulated, made.disabled_at) == (
            "provider", None, False, None,
        )  # fmt: skip
        held = memberships_of(session, made.id)
        assert [(membership.role, each.slug) for membership, each in held] == [("editor", "vejen-videre-1")]


def test_owner_changes_a_role_and_the_open_page_of_that_person_is_signed_out(
    owner: Visitor, member: Membered, database: Database, app: Flask
) -> None:
    colleague = member(2)
    their = Visitor(app).sign_in_as(colleague)
    assert their.get("/office/vejen-videre-1/keys").status_code == 200
    path = f"{TEAM}/{number_of(database, colleague)}/role"
    assert owner.post(path, {"role": "editor", "organisation": "2"}, page=TEAM).status_code == 303
    assert their.get("/office/vejen-videre-1/keys").status_code == 303
    assert their.sign_in_as(colleague).get("/office/vejen-videre-1/keys").status_code == 403
    assert role_of(database, colleague) == "editor"
    assert mails(database) == ["rights_changed"]


def test_role_sent_twice_has_one_effect_and_a_page_that_is_old_has_none(
    owner: Visitor, member: Membered, database: Database, app: Flask
) -> None:
    colleague = member(2, MemberRole.EDITOR)
    Visitor(app).sign_in_as(colleague)
    path = f"{TEAM}/{number_of(database, colleague)}/role"
    answers = [owner.post(path, {"role": "owner"}, page=TEAM).status_code for _click in range(2)]
    assert answers == [303, 303]
    assert mails(database) == ["rights_changed"]
    assert owner.post(path, {"role": "editor"}, page=TEAM).status_code == 409
    assert (
        owner.post(f"{TEAM}/{number_of(database, colleague)}/role", {"role": "boss"}, page=TEAM).status_code
        == 400
    )
    assert role_of(database, colleague) == "owner"
    actions(database)


def test_removed_member_is_refused_at_the_next_click_and_after_signing_in_again(
    owner: Visitor, member: Membered, database: Database, app: Flask
) -> None:
    colleague = member(2, MemberRole.EDITOR)
    their = Visitor(app).sign_in_as(colleague)
    assert their.get(TEAM).status_code == 200
    path = f"{TEAM}/{number_of(database, colleague)}/remove"
    assert [owner.post(path, page=TEAM).status_code for _click in range(2)] == [303, 303]
    assert their.get(TEAM).status_code == 303
    assert their.sign_in_as(colleague).get(TEAM).status_code == 404
    assert "Du arbejder ikke for nogen aktør i portalen endnu." in their.get("/office").text
    assert mails(database) == ["rights_changed"]
    assert actions(database, "membership.ended") == ["membership.ended"]


def test_last_owner_can_neither_go_nor_step_down(
    owner: Visitor, member: Membered, database: Database
) -> None:
    member(2, MemberRole.EDITOR)
    with database.reading() as session:
        mine = session.scalars(select(Membership.id).where(Membership.role == MemberRole.OWNER)).one()
    for what, data in (("remove", {}), ("role", {"role": "editor"})):
        assert owner.post(f"{TEAM}/{mine}/{what}", data, page=TEAM).status_code == 303
        assert "Der skal altid være en ejer. Gør først en kollega til ejer." in owner.get(TEAM).text
    assert actions(database, "membership.ended") == []


def test_owner_who_has_not_answered_does_not_count_as_one(owner: Visitor, database: Database) -> None:
    owner.post(TEAM, {**NEW, "role": "owner"})
    with database.reading() as session:
        mine = session.scalars(select(Membership.id).order_by(Membership.id)).first()
    owner.post(f"{TEAM}/{mine}/remove", page=TEAM)
    assert "Der skal altid være en ejer." in owner.get(TEAM).text


def test_two_owners_who_remove_each_other_at_once_leave_one(
    owner: Visitor, member: Membered, database: Database, app: Flask
) -> None:
    with database.reading() as session:
        first = session.scalars(select(User)).one()
    second = member(2)
    other = Visitor(app).sign_in_as(second)
    sent = [
        (owner, f"{TEAM}/{number_of(database, second)}/remove", owner.token(TEAM)),
        (other, f"{TEAM}/{number_of(database, first)}/remove", other.token(TEAM)),
    ]

    def send(who: Visitor, path: str, token: str) -> int:
        return who.client.post(path, data={"csrf_token": token}, headers=FROM_OUR_PAGE).status_code

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(lambda each: send(*each), sent))
    assert answers in ([303, 303], [303, 409])
    with database.reading() as session:
        left = select(Membership).where(Membership.ended_at.is_(None), Membership.role == MemberRole.OWNER)
        assert len(session.scalars(left).all()) == 1
    actions(database)


def test_invitation_is_withdrawn_with_its_link(owner: Visitor, database: Database) -> None:
    owner.post(TEAM, NEW)
    with database.reading() as session:
        invited = find_user_by_email(session, NEW["email"])
        assert invited is not None
    path = f"{TEAM}/{number_of(database, invited)}/remove"
    assert "Træk invitationen tilbage" in owner.get(TEAM).text
    owner.post(path, page=TEAM)
    assert "nadja@vejen.example" not in owner.get(TEAM).text
    with database.reading() as session:
        assert session.scalars(select(OneTimeLink)).one().withdrawn_at is not None
    assert mails(database) == ["invitation"]
    actions(database)


def test_whoever_was_withdrawn_can_be_invited_again(owner: Visitor, database: Database) -> None:
    owner.post(TEAM, NEW)
    with database.reading() as session:
        invited = find_user_by_email(session, NEW["email"])
        assert invited is not None
    owner.post(f"{TEAM}/{number_of(database, invited)}/remove", page=TEAM)
    owner.post(TEAM, NEW)
    assert mails(database) == ["invitation", "invitation"]
    assert role_of(database, invited) == "editor"


def test_invitation_is_sent_again_but_not_at_a_second_click(owner: Visitor, database: Database) -> None:
    owner.post(TEAM, NEW)
    with database.reading() as session:
        invited = find_user_by_email(session, NEW["email"])
        assert invited is not None
    path = f"{TEAM}/{number_of(database, invited)}/invite"
    owner.post(path, page=TEAM)
    assert "Vent fem minutter" in owner.get(TEAM).text
    assert mails(database) == ["invitation"]
    with database.transaction() as session:
        session.execute(update(OneTimeLink).values(created_at=owner.state.now() - timedelta(minutes=6)))
    owner.post(path, page=TEAM)
    assert "Invitationen er sendt igen til Nadja Ny." in owner.get(TEAM).text
    assert mails(database) == ["invitation", "invitation"]


def test_whoever_has_answered_needs_no_invitation(
    owner: Visitor, member: Membered, database: Database, app: Flask
) -> None:
    colleague = member(2)
    Visitor(app).sign_in_as(colleague)
    owner.post(f"{TEAM}/{number_of(database, colleague)}/invite", page=TEAM)
    assert "Personen venter ikke længere på en invitation." in owner.get(TEAM).text
    assert mails(database) == []


@pytest.mark.usefixtures("owner")
def test_editor_sees_the_list_and_changes_nothing(member: Membered, database: Database, app: Flask) -> None:
    editor = member(2, MemberRole.EDITOR)
    their = Visitor(app).sign_in_as(editor)
    page = their.get(TEAM).text
    assert "Det er ejerne, der bestemmer, hvem der har adgang." in page
    assert "Send invitation" not in page
    mine = number_of(database, editor)
    for path in (TEAM, f"{TEAM}/{mine}/role", f"{TEAM}/{mine}/remove", f"{TEAM}/{mine}/invite"):
        assert their.post(path, {**NEW, "role": "owner"}, page=TEAM).status_code == 403
    assert role_of(database, editor) == "editor"
    assert mails(database) == []


@pytest.mark.usefixtures("owner")
def test_nobody_else_sees_or_changes_a_team(member: Membered, database: Database, app: Flask) -> None:
    colleague = number_of(database, member(2))
    with database.transaction() as session:
        other = session.scalars(select(Organisation).where(Organisation.slug == "vejen-videre-2")).one()
        strangers = [
            (make_member(session, other, number=9), 404),
            (make_citizen(session), 403),
            (make_authority_user(session), 403),
        ]
    for user, status in strangers:
        stranger = Visitor(app).sign_in_as(user)
        assert stranger.get(TEAM).status_code == status
        assert stranger.post(TEAM, NEW).status_code == status
        assert stranger.post(f"{TEAM}/{colleague}/remove").status_code == status
    assert actions(database, "membership.ended") == []


def test_member_of_another_organisation_is_not_found_under_ones_own(
    owner: Visitor, database: Database
) -> None:
    with database.transaction() as session:
        other = session.scalars(select(Organisation).where(Organisation.slug == "vejen-videre-2")).one()
        stranger = make_member(session, other, number=9)
    theirs = number_of(database, stranger)
    for what in ("role", "remove", "invite"):
        answer = owner.post(f"{TEAM}/{theirs}/{what}", {"role": "editor"}, page=TEAM)
        assert answer.status_code == 404
    assert owner.post(f"{TEAM}/99999/remove", page=TEAM).status_code == 404


def test_form_without_a_token_changes_nothing(owner: Visitor, database: Database) -> None:
    assert owner.client.post(TEAM, data=NEW, headers=FROM_OUR_PAGE).status_code == 400
    assert mails(database) == []


def test_names_are_printed_as_text(owner: Visitor) -> None:
    owner.post(TEAM, {**NEW, "name": "<script>alert(1)</script>"})
    page = owner.get(TEAM).text
    assert "&lt;script&gt;alert(1)" in page
    assert not re.search(r"<script>alert", page)
