"""Owners decide who acts for their organisation; nobody else does, and it counts at the next click."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from portal.database import Database
from portal.state import utc_now
from providers.audit.models import OPERATOR
from providers.organisations.members import find_member
from providers.organisations.models import Invitation, MemberRole, Membership, Organisation
from providers.outbox.models import OutboxMessage
from providers.people.commands import disable
from providers.people.links import issue, withdraw_open
from providers.people.models import LinkPurpose, OneTimeLink, User
from providers.people.queries import find_user_by_email
from tests.factories.organisations import make_organisation
from tests.factories.people import give_password, make_authority_user, make_citizen, make_member
from tests.portal.for_providers.trail import actions
from tests.promises.access_views import VIEWS
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


def test_fields_that_the_form_does_not_have_change_nothing(owner: Visitor, database: Database) -> None:
    more = {"organisation": "vejen-videre-2", "organisation_id": "1", "kind": "authority", "simulated": "1",
            "authority_role": "lead", "user_id": "1", "disabled_at": "2020-01-01"}  # fmt: skip
    assert owner.post(TEAM, {**NEW, **more}).status_code == 303
    with database.reading() as session:
        assert find_user_by_email(session, NEW["email"]) is None
        asked = session.scalars(select(Invitation)).one()
        assert (asked.role, asked.email, asked.accepted_by) == ("editor", NEW["email"], None)
        assert session.get_one(Organisation, asked.organisation_id).slug == "vejen-videre-1"


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
    page = their.get("/office").text
    assert "Du har ikke adgang til nogen aktør i portalen." in page
    assert "Du havde adgang til Vejen Videre 1" in page
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


def test_owner_who_has_not_answered_does_not_count_as_one(
    owner: Visitor, database: Database, waited_for: User
) -> None:
    with database.reading() as session:
        wanted = select(Membership.id).where(Membership.user_id != waited_for.id)
        mine = session.scalars(wanted).one()
    owner.post(f"{TEAM}/{mine}/remove", page=TEAM)
    assert "Der skal altid være en ejer." in owner.get(TEAM).text


def test_owner_whose_invitation_was_withdrawn_does_not_count_as_one(
    owner: Visitor, database: Database, waited_for: User
) -> None:
    with database.transaction() as session:
        withdraw_open(session, waited_for.id, LinkPurpose.INVITATION, by=OPERATOR, at=utc_now())
    assert "Har ikke fået en invitation." in owner.get(TEAM).text
    assert "Du er den eneste ejer." in owner.get("/office").text
    with database.reading() as session:
        mine = session.scalars(select(Membership.id).where(Membership.user_id != waited_for.id)).one()
    owner.post(f"{TEAM}/{mine}/remove", page=TEAM)
    assert "Der skal altid være en ejer." in owner.get(TEAM).text


@pytest.mark.parametrize("had_a_way_in", [True, False])
def test_access_is_dated_for_those_only_who_ever_had_it(
    owner: Visitor, database: Database, waited_for: User, *, had_a_way_in: bool
) -> None:
    with database.transaction() as session:
        shut_out = session.get_one(User, waited_for.id)
        if had_a_way_in:
            give_password(session, shut_out)
        disable(session, shut_out, by=OPERATOR, at=utc_now())
    page = owner.get(TEAM).text.partition("Medarbejder 9")[2]
    assert "Kontoen er lukket, så personen kan ikke logge ind." in page
    assert ("Har haft adgang siden" in page) is had_a_way_in


@pytest.mark.both_databases
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


@pytest.fixture
def waited_for(database: Database, organisation: Organisation) -> User:
    """Give somebody whom the authority has invited as owner, and who has not answered."""
    with database.transaction() as session:
        user = make_member(session, session.get_one(Organisation, organisation.id), number=9)
        issue(session, user, LinkPurpose.INVITATION, nonce="0" * 32, by=OPERATOR, at=utc_now())
        return user


def test_invitation_of_the_authority_is_withdrawn_with_its_link(
    owner: Visitor, database: Database, waited_for: User
) -> None:
    assert "Træk invitationen tilbage" in owner.get(TEAM).text
    owner.post(f"{TEAM}/{number_of(database, waited_for)}/remove", page=TEAM)
    assert "medarbejder9" not in owner.get(TEAM).text
    with database.reading() as session:
        assert session.scalars(select(OneTimeLink)).one().withdrawn_at is not None
    assert mails(database) == []
    actions(database)


@pytest.mark.usefixtures("mails_go_out")
def test_invitation_of_the_authority_is_sent_again_but_not_at_a_second_click(
    owner: Visitor, database: Database, waited_for: User
) -> None:
    path = f"{TEAM}/{number_of(database, waited_for)}/invite"
    owner.post(path, page=TEAM)
    assert "Vent fem minutter" in owner.get(TEAM).text
    assert mails(database) == []
    with database.transaction() as session:
        session.execute(update(OneTimeLink).values(created_at=owner.state.now() - timedelta(minutes=6)))
    owner.post(path, page=TEAM)
    assert "Invitationen er sendt igen til Medarbejder 9." in owner.get(TEAM).text
    assert mails(database) == ["invitation"]


def test_owner_is_told_to_hand_over_a_link_where_no_mail_goes_out(owner: Visitor, waited_for: User) -> None:
    assert "Portalen kan ikke sende mails." in owner.get(TEAM).text
    asked = owner.post(TEAM, NEW, follow_redirects=True).text
    assert "Nadja Ny er inviteret. Men portalen kan ikke sende mails." in asked
    assert "flask people invite-again nadja@vejen.example" in asked
    assert "Vi har sendt" not in asked
    with owner.state.database.reading() as session:
        number = session.scalars(select(Membership.id).where(Membership.user_id == waited_for.id)).one()
    again = owner.post(f"{TEAM}/{number}/invite", page=TEAM, follow_redirects=True).text
    assert f"flask people invite-again {waited_for.email}" in again


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


def test_members_leave_by_their_own_will_and_stay_signed_in(
    owner: Visitor, member: Membered, database: Database, app: Flask
) -> None:
    editor = Visitor(app).sign_in_as(member(2, MemberRole.EDITOR))
    assert "Ja, forlad Vejen Videre 1" in editor.get(TEAM).text
    assert editor.post("/office/vejen-videre-1/leave", page=TEAM).location == "/office"
    assert "Du har forladt Vejen Videre 1" in editor.get("/office").text
    assert editor.get(TEAM).status_code == 404
    assert "Medarbejder 2" not in owner.get(TEAM).text
    assert mails(database) == []
    assert actions(database, "membership.ended") == ["membership.ended"]


def test_last_owner_does_not_leave(owner: Visitor, member: Membered, database: Database) -> None:
    member(2, MemberRole.EDITOR)
    assert "Du er den eneste ejer, så du kan ikke gå endnu." in owner.get(TEAM).text
    assert owner.post("/office/vejen-videre-1/leave", page=TEAM).location == TEAM
    assert "Der skal altid være en ejer." in owner.get(TEAM).text
    assert actions(database, "membership.ended") == []
    other = member(3)
    assert owner.post("/office/vejen-videre-1/leave", page=TEAM).location == TEAM
    with database.transaction() as session:
        give_password(session, session.get_one(User, other.id))
    assert owner.post("/office/vejen-videre-1/leave", page=TEAM).location == "/office"


def test_mail_about_rights_names_the_organisation_and_the_role(
    owner: Visitor, member: Membered, database: Database, app: Flask
) -> None:
    colleague = member(2)
    Visitor(app).sign_in_as(colleague)
    owner.post(f"{TEAM}/{number_of(database, colleague)}/role", {"role": "editor"}, page=TEAM)
    owner.post(f"{TEAM}/{number_of(database, colleague)}/remove", page=TEAM)
    with database.reading() as session:
        told = [each.payload["values"] for each in session.scalars(select(OutboxMessage))]
    assert told == [
        {"organisation": "Vejen Videre 1 ApS", "role": "editor"},
        {"organisation": "Vejen Videre 1 ApS", "role": ""},
    ]


def test_texts_of_the_roles_name_what_owners_alone_may(owner: Visitor) -> None:
    """A page that is opened to owners alone makes this fail, so that the texts follow."""
    alone = {view.partition(".")[0] for view, held in VIEWS.items() if held == "owner"}
    assert alone == {"application_sending", "invited", "keys", "team"}
    page = owner.get(TEAM).text
    assert "Redaktør: skriver ansøgninger, svarer myndigheden og gør indsigelse mod resultater" in page
    assert "Ejer: sender også ansøgninger og trækker dem tilbage, styrer, hvem der har adgang" in page
