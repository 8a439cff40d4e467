"""Leads change others' access, each change asks once and has one effect; nobody else changes anything."""

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from portal.database import Database
from portal.for_authority import invitations
from portal.state import utc_now
from providers.audit.models import Actor, AuditEvent
from providers.outbox.models import OutboxMessage
from providers.people import commands, links, second_factors
from providers.people.models import AuthorityRole, User
from providers.people.staff import StaffMember, StaffState, get_staff
from tests.portal.for_authority.conftest import Desk, desk
from tests.promises.access_views import VIEWS
from tests.support.people import FROM_OUR_PAGE, Visitor

CHANGES = ("role", "invite", "withdraw", "second-factor", "sign-out", "disable", "enable")


def at(user: User, change: str = "") -> str:
    return f"/authority/people/{user.id}" + (f"/{change}" if change else "")


def standing(database: Database, user: User) -> StaffMember:
    with database.reading() as session:
        member = get_staff(session, user.id, utc_now())
        session.expunge_all()
        return member


def change(by: Desk, database: Database, user: User, name: str, **data: str) -> str:
    """Open the page that asks, say yes, and give the page that follows."""
    stamp = standing(database, user).stamp
    answer = by.browser.post(at(user, name), {"stamp": stamp, **data}, follow_redirects=True)
    assert answer.status_code == 200
    return answer.text


def events(database: Database) -> int:
    with database.reading() as session:
        return session.query(AuditEvent).count()


def mails(database: Database) -> int:
    with database.reading() as session:
        return session.query(OutboxMessage).count()


@pytest.mark.parametrize("name", CHANGES)
@pytest.mark.parametrize("role", [AuthorityRole.CASEWORKER, AuthorityRole.AUDITOR])
def test_only_leads_change_anything(
    app: Flask, database: Database, owner: User, role: AuthorityRole, name: str
) -> None:
    reader = desk(app, database, role)
    before = events(database)
    assert reader.browser.get(at(owner, name)).status_code == 403
    answer = reader.browser.post(
        at(owner, name), {"stamp": standing(database, owner).stamp, "role": "lead"}, page="/authority/people"
    )
    assert answer.status_code == 403
    assert events(database) == before


def test_person_who_is_shut_out_is_out_at_once_and_let_in_again(
    app: Flask, lead: Desk, database: Database, owner: User
) -> None:
    browser = Visitor(app).sign_in_as(owner)
    assert "Luk ude" in lead.browser.get(at(owner, "disable")).text
    assert "Personen er lukket ude." in change(lead, database, owner, "disable")
    assert browser.get("/office").status_code == 303
    assert "Personen kan logge ind igen." in change(lead, database, owner, "enable")
    assert standing(database, owner).state is StaffState.ACTIVE


def test_member_of_the_authority_gets_another_role(lead: Desk, database: Database, caseworker: Desk) -> None:
    page = change(lead, database, caseworker.user, "role", role="auditor")
    assert "Rollen er skiftet." in page
    assert f"medarbejder nummer {caseworker.user.id} fra sagsbehandler til revisor." in page
    assert f"oprettede sagsbehandler nummer {caseworker.user.id}." in page
    assert "Rolle i myndigheden" in page
    assert "authority_role" not in page
    assert standing(database, caseworker.user).user.authority_role == AuthorityRole.AUDITOR
    assert caseworker.browser.get("/authority").status_code == 303


@pytest.mark.parametrize("role", ["", "king", "LEAD"])
def test_role_that_does_not_exist_is_asked_for_again(
    lead: Desk, database: Database, caseworker: Desk, role: str
) -> None:
    page = change(lead, database, caseworker.user, "role", role=role)
    assert "error-summary" in page
    assert standing(database, caseworker.user).user.authority_role == AuthorityRole.CASEWORKER


def test_only_members_of_the_authority_have_a_role_to_change(
    lead: Desk, database: Database, owner: User
) -> None:
    assert lead.browser.get(at(owner, "role")).status_code == 404
    assert "Det kan ikke lade sig gøre" in change(lead, database, owner, "role", role="lead")


@pytest.mark.parametrize("name", ["disable", "sign-out", "role"])
def test_nobody_changes_themselves(lead: Desk, database: Database, name: str) -> None:
    before = events(database)
    sentence = "Du kan ikke ændre din egen adgang."
    assert sentence in lead.browser.get(at(lead.user)).text
    assert sentence in lead.browser.get(at(lead.user, name), follow_redirects=True).text
    assert sentence in change(lead, database, lead.user, name, role="auditor")
    assert events(database) == before


@pytest.mark.usefixtures("mails_go_out")
def test_invitation_is_sent_again_and_the_earlier_one_works_no_longer(
    lead: Desk, database: Database, owner: User
) -> None:
    change(lead, database, owner, "invite")
    first = standing(database, owner)
    assert "En ny invitation er på vej." in change(lead, database, owner, "invite")
    assert standing(database, owner).last_invitation > first.last_invitation
    with database.reading() as session:
        assert links.find_open_link(session, first.last_invitation, utc_now()) is None
    assert mails(database) == 2


def test_form_that_is_sent_twice_has_one_effect(lead: Desk, database: Database, owner: User) -> None:
    stamp = {"stamp": standing(database, owner).stamp}
    answers = [lead.browser.post(at(owner, "invite"), stamp, page=at(owner)) for _time in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert mails(database) == 1
    assert "Det er ændret i mellemtiden." in lead.browser.get(at(owner)).text


def test_withdrawn_invitation_can_be_used_by_nobody(lead: Desk, database: Database, owner: User) -> None:
    change(lead, database, owner, "invite")
    assert "Invitationen er trukket tilbage." in change(lead, database, owner, "withdraw")
    with database.reading() as session:
        assert links.open_invitation(session, owner.id, utc_now()) is None


def test_person_who_has_answered_is_not_invited_again(
    app: Flask, lead: Desk, database: Database, owner: User
) -> None:
    Visitor(app).sign_in_as(owner)
    assert "Send invitationen igen" not in lead.browser.get(at(owner)).text
    assert lead.browser.get(at(owner, "invite")).status_code == 303
    change(lead, database, owner, "invite")
    assert mails(database) == 0


def test_lost_second_factor_is_reset(lead: Desk, database: Database, caseworker: Desk) -> None:
    with database.transaction() as session:
        user = session.get_one(User, caseworker.user.id)
        second_factors.confirm(session, user, sealed_secret="sealed", step=1, at=utc_now())
    assert "Nulstil koder fra app" in lead.browser.get(at(caseworker.user)).text
    page = change(lead, database, caseworker.user, "second-factor")
    assert "er nulstillet" in page
    assert (
        f"{lead.user.name} fjernede koderne fra en app for medarbejder nummer {caseworker.user.id}." in page
    )
    assert not standing(database, caseworker.user).has_second_factor
    with database.reading() as session:
        mail = session.query(OutboxMessage).one().payload
    assert (mail["template"], mail["user_id"]) == ("second_factor_reset", caseworker.user.id)
    assert caseworker.browser.get("/authority").status_code == 303


def test_all_browsers_of_somebody_are_signed_out(
    app: Flask, lead: Desk, database: Database, owner: User
) -> None:
    browsers = [Visitor(app).sign_in_as(owner) for _number in range(2)]
    assert "2 enheder" in lead.browser.get(at(owner)).text
    assert "Personen er logget ud alle steder." in change(lead, database, owner, "sign-out")
    assert [browser.get("/office").status_code for browser in browsers] == [303, 303]


def test_each_change_stands_in_the_history_with_who_made_it(
    lead: Desk, database: Database, owner: User
) -> None:
    page = change(lead, database, owner, "disable")
    assert f"{lead.user.name} lukkede medarbejder nummer {owner.id} ude." in page


@pytest.mark.parametrize("stamp", ["", "0.0", "x", "1.1; DROP TABLE"])
def test_form_of_an_old_page_changes_nothing(lead: Desk, database: Database, owner: User, stamp: str) -> None:
    lead.browser.post(at(owner, "disable"), {"stamp": stamp}, page=at(owner))
    assert standing(database, owner).state is not StaffState.DISABLED


@pytest.mark.parametrize("name", ["promote", "..", "%00", "role2"])
def test_change_that_does_not_exist_is_not_found(lead: Desk, owner: User, name: str) -> None:
    assert lead.browser.get(at(owner, name)).status_code == 404


def test_open_invitation_dies_with_the_access(lead: Desk, database: Database, owner: User) -> None:
    change(lead, database, owner, "invite")
    change(lead, database, owner, "disable")
    link = standing(database, owner).last_invitation
    with database.transaction() as session, pytest.raises(links.LinkNotUsable):
        links.get_usable(session, link, utc_now())


@pytest.mark.parametrize(
    "path",
    ["/authority/people/invite/authority", "/authority/people/{owner}/disable"],
    ids=["invite", "disable"],
)
def test_lead_who_loses_the_right_in_the_same_moment_changes_nothing(
    lead: Desk, database: Database, owner: User, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = path.format(owner=owner.id)
    data = {"stamp": standing(database, owner).stamp, "name": "Ny", "email": "ny@b.example", "role": "lead"}
    token, hold = lead.browser.token(path), commands.hold

    def hold_too_late(session: Session, user_id: int, by: Actor) -> None:
        session.get_one(User, lead.user.id).authority_role = AuthorityRole.AUDITOR
        session.flush()
        hold(session, user_id, by)

    for place in (commands, invitations):
        monkeypatch.setattr(place, "hold", hold_too_late)
    before = events(database)
    answer = lead.browser.client.post(path, data={"csrf_token": token, **data}, headers=FROM_OUR_PAGE)
    assert answer.status_code == 403
    assert "href=" in answer.text
    assert events(database) == before


def test_texts_of_the_roles_name_what_each_opens_and_the_others_do_not(lead: Desk, caseworker: Desk) -> None:
    """A page that is opened to caseworkers or leads alone makes this fail, so that the texts follow."""

    def groups(access: str) -> set[str]:
        return {view.partition(".")[0] for view, held in VIEWS.items() if held == access}

    page = lead.browser.get(at(caseworker.user, "role")).text
    assert groups("caseworker") == {
        "appeals", "case_judging", "case_proposing", "case_steps", "case_work", "conditions", "objections",
        "result_imports", "reviews",
    }  # fmt: skip
    assert "Sagsbehandler: behandler sager, henter resultater ind og svarer på indsigelser" in page
    assert groups("lead") == {"case_deciding", "invitations", "release_steps", "rights"}
    assert "Leder: afgør også sager, offentliggør resultater, bestemmer, hvem der har adgang" in page
    assert groups("audit_reader") == {"audit"}
    assert "og læser revisionssporet" in page
    assert "Revisor: ser det samme og læser revisionssporet, men ændrer intet" in page
