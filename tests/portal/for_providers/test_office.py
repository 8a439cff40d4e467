"""The office says what needs doing from what is known, and shows the organisation as it stands."""

from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import event, select

from portal.database import Database
from providers.approval.cases import examining
from providers.approval.commands import grant
from providers.approval.models import ApprovalBasis
from providers.clock import danish_day
from providers.listings.commands import set_availability, withdraw
from providers.listings.models import Listing
from providers.organisations.models import MemberRole, Membership, Organisation
from providers.people.models import Password, User
from tests.factories.cases import CaseMaker
from tests.factories.organisations import make_content, make_listing, make_organisation
from tests.factories.people import (
    give_password,
    make_authority_user,
    make_citizen,
    make_member,
    make_provider_user,
)
from tests.support.people import Visitor

HERE = "/office/vejen-videre-1"


@pytest.fixture
def now(app: Flask) -> datetime:
    """Give the portal's time."""
    moment: datetime = app.extensions["portal"].now()
    return moment


def approve(database: Database, days: int, now: datetime) -> Organisation:
    """Enter an organisation whose approval ends after some days."""
    with database.transaction() as session:
        organisation = make_organisation(session, approved=False)
        today = danish_day(now)
        grant(
            session,
            organisation,
            basis=ApprovalBasis.DECIDED,
            ground="Opfylder standarderne.",
            valid_from=today - timedelta(days=400),
            valid_to=today + timedelta(days=days),
            at=now,
        )
    return organisation


def page_of(visitor: Visitor, database: Database, organisation: Organisation, path: str = "/office") -> str:
    """Open a page as the only owner of an organisation."""
    with database.transaction() as session:
        owner = make_member(session, session.get_one(Organisation, organisation.id))
    return visitor.sign_in_as(owner).get(path).text


def test_approval_that_ends_within_120_days_needs_doing(
    visitor: Visitor, database: Database, now: datetime
) -> None:
    assert "Godkendelsen gælder til og med den" in page_of(visitor, database, approve(database, 120, now))


def test_approval_that_lasts_longer_does_not(visitor: Visitor, database: Database, now: datetime) -> None:
    assert "Godkendelsen" not in page_of(visitor, database, approve(database, 121, now))


def test_approval_that_the_next_one_follows_does_not(
    visitor: Visitor, database: Database, now: datetime
) -> None:
    organisation = approve(database, 20, now)
    with database.transaction() as session:
        grant(
            session,
            session.get_one(Organisation, organisation.id),
            basis=ApprovalBasis.DECIDED,
            ground="Fornyet.",
            valid_from=danish_day(now) + timedelta(days=21),
            valid_to=danish_day(now) + timedelta(days=500),
            at=now,
        )
    assert "Godkendelsen" not in page_of(visitor, database, organisation)


def test_organisation_without_an_approval_is_told_that_nobody_finds_it(
    visitor: Visitor, database: Database
) -> None:
    with database.transaction() as session:
        organisation = make_organisation(session, approved=False)
        make_listing(session, organisation)
    assert "Aktøren er ikke godkendt i dag." in page_of(visitor, database, organisation)
    page = visitor.get(HERE).text
    assert "Borgerne ser det ikke: aktøren er ikke godkendt i dag." in page
    assert "/listings/vejen-videre-1-tilbud-1" not in page


def test_what_the_authority_waits_for_stands_first_and_leads_to_the_answer(
    visitor: Visitor, database: Database
) -> None:
    with database.transaction() as session:
        organisation = make_organisation(session, approved=False)
        maker = CaseMaker(session, 2, organisation=organisation)
        case = maker.examined()
        examining.ask(
            session, case, "Send jeres forsikring.", due_on=date(2027, 1, 5), act=maker.by_caseworker
        )
    page = page_of(visitor, database, organisation)
    assert "Myndigheden mangler oplysninger i jeres sag. Svar senest den 5. januar 2027." in page
    assert f'href="{HERE}/approval/{case.id}/answer"' in page
    assert "Søg om godkendelse" not in page


def test_application_that_is_not_sent_is_remembered(visitor: Visitor, database: Database) -> None:
    with database.transaction() as session:
        organisation = make_organisation(session, approved=False)
        CaseMaker(session, 2, organisation=organisation).draft()
    assert "I har en ansøgning, som ikke er sendt." in page_of(visitor, database, organisation)


def test_organisation_that_has_not_applied_is_led_to_the_application(
    visitor: Visitor, database: Database
) -> None:
    with database.transaction() as session:
        organisation = make_organisation(session, approved=False)
    page = page_of(visitor, database, organisation)
    assert "Søg om godkendelse" in page
    assert f'href="{HERE}/approval"' in page


def test_listings_that_nobody_claimed_or_confirmed_need_doing(
    visitor: Visitor, database: Database, now: datetime
) -> None:
    organisation = approve(database, 900, now)
    with database.transaction() as session:
        held = session.get_one(Organisation, organisation.id)
        fresh, stale = make_listing(session, held, 1), make_listing(session, held, 2)
        fresh.claimed_on = stale.claimed_on = date(2026, 1, 1)
        set_availability(session, fresh, places=1, waiting_days=1, at=now - timedelta(days=89))
        set_availability(session, stale, places=1, waiting_days=1, at=now - timedelta(days=91))
        make_listing(session, held, 3)
    page = page_of(visitor, database, organisation)
    assert "Et tilbud er hentet fra offentlige registre." in page
    assert "2 tilbud mangler friske tal" in page


def test_lone_owner_is_told_and_one_of_two_is_not(
    visitor: Visitor, database: Database, now: datetime
) -> None:
    organisation = approve(database, 900, now)
    assert "Du er den eneste ejer." in page_of(visitor, database, organisation)
    with database.transaction() as session:
        other = make_member(session, session.get_one(Organisation, organisation.id), number=2)
    page = visitor.get("/office").text
    assert "Du er den eneste ejer." in page
    assert "En kollega har ikke svaret på sin invitation." in page
    with database.transaction() as session:
        give_password(session, session.get_one(User, other.id))
    assert "Du er den eneste ejer." not in visitor.get("/office").text


def test_nothing_to_do_is_said(visitor: Visitor, database: Database, now: datetime) -> None:
    organisation = approve(database, 900, now)
    with database.transaction() as session:
        held = session.get_one(Organisation, organisation.id)
        make_member(session, held)
        editor = make_member(session, held, MemberRole.EDITOR, 2)
    page = visitor.sign_in_as(editor).get("/office").text
    assert "Der er ikke noget, du skal gøre i dag." in page
    assert "Du er redaktør her." in page


def test_second_factor_is_suggested_to_whoever_has_a_password(visitor: Visitor, database: Database) -> None:
    with database.transaction() as session:
        user = make_provider_user(session)
    visitor.sign_in_as(user)
    assert "adgangskode alene" not in visitor.get("/office").text
    with database.transaction() as session:
        session.add(Password(user_id=user.id, hash="x", changed_at=visitor.state.now()))
    assert "adgangskode alene" in visitor.get("/office").text


def test_staff_without_an_organisation_is_told_the_next_step(visitor: Visitor, database: Database) -> None:
    with database.transaction() as session:
        user = make_provider_user(session)
    page = visitor.sign_in_as(user).get("/office").text
    assert "Du har ikke adgang til nogen aktør i portalen." in page
    assert "bed en ejer" in page


def test_organisation_shows_what_citizens_see_and_why_they_do_not(
    visitor: Visitor, database: Database, now: datetime
) -> None:
    organisation = approve(database, 900, now)
    with database.transaction() as session:
        held = session.get_one(Organisation, organisation.id)
        make_listing(session, held, 1)
        withdraw(session, make_listing(session, held, 2), now)
    page = page_of(visitor, database, organisation, HERE)
    assert 'href="/listings/vejen-videre-1-tilbud-1"' in page
    assert "Borgerne ser det ikke: det er taget ned." in page
    assert "Opfylder standarderne." in page
    assert "Hele landet" in page


def test_listing_outside_the_approval_says_so(visitor: Visitor, database: Database, now: datetime) -> None:
    with database.transaction() as session:
        organisation = make_organisation(session, approved=False)
        make_listing(session, organisation, 1, make_content(municipalities=("751",)))
        grant(
            session,
            organisation,
            basis=ApprovalBasis.DECIDED,
            ground="Kun København.",
            valid_from=danish_day(now),
            valid_to=danish_day(now),
            municipalities=["101"],
            at=now,
        )
    page = page_of(visitor, database, organisation, HERE)
    assert "godkendelsen dækker ikke tilbuddets kommuner eller målgrupper" in page
    assert "København" in page


def test_foreign_organisation_is_not_found_and_wrong_roles_are_refused(
    visitor: Visitor, database: Database, app: Flask
) -> None:
    with database.transaction() as session:
        make_organisation(session, 1)
        stranger = make_member(session, make_organisation(session, 2))
        others = [make_citizen(session), make_authority_user(session)]
    visitor.sign_in_as(stranger)
    assert visitor.get(HERE).status_code == 404
    assert visitor.get("/office/no-such-organisation").status_code == 404
    assert "Vejen Videre 1" not in visitor.get("/office").text
    for other in others:
        somebody = Visitor(app).sign_in_as(other)
        assert [somebody.get(path).status_code for path in ("/office", HERE)] == [403, 403]


@pytest.mark.sqlite_only
def test_overview_asks_as_much_for_many_organisations_as_for_one(
    visitor: Visitor, database: Database, app: Flask
) -> None:
    with database.transaction() as session:
        user = make_member(session, make_organisation(session, 1))
    visitor.sign_in_as(user)
    one = statements(visitor, app)
    with database.transaction() as session:
        for number in range(2, 8):
            organisation = make_organisation(session, number)
            make_listing(session, organisation, number)
            begun = Membership(
                organisation_id=organisation.id,
                user_id=user.id,
                role=MemberRole.OWNER,
                begun_at=user.created_at,
            )
            session.add(begun)
        assert len(session.scalars(select(Listing)).all()) == 6
    assert statements(visitor, app) == one


def statements(visitor: Visitor, app: Flask) -> int:
    """Count what the overview asks the database."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        asked.append(statement)

    engine = app.extensions["portal"].database.engine
    visitor.get("/office")
    event.listen(engine, "before_cursor_execute", note)
    assert visitor.get("/office").status_code == 200
    event.remove(engine, "before_cursor_execute", note)
    return len(asked)
