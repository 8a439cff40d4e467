"""A listing says what its actor must still do, and that it was warned; so do the register and the office."""

import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.database import Database
from providers.approval.cases import appeals, conditions
from providers.approval.cases.codes import ConditionState
from providers.approval.cases.models import ApprovalCase
from tests.factories.cases import CONDITION, TODAY, CaseMaker
from tests.factories.organisations import make_fund, make_listing
from tests.support.people import Visitor

pytestmark = pytest.mark.sqlite_only


def text_of(client: FlaskClient, path: str) -> str:
    """Give what a page says in one line."""
    answer = client.get(path)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True))))


def warned(database: Database, *grounds: str) -> CaseMaker:
    with database.transaction() as session:
        maker = CaseMaker(session, organisation=make_fund(session))
        for number in (1, 2):
            make_listing(session, maker.organisation, number)
        for ground in grounds:
            maker.warned("privacy", ground=ground)
    return maker


def test_warning_stands_on_each_listing_with_day_ground_standards_and_what_follows(
    client: FlaskClient, database: Database
) -> None:
    slug = warned(database, "I sletter ikke i tide.").organisation.slug
    for number in (1, 2):
        page = text_of(client, f"/listings/{slug}-tilbud-{number}")
        for words in (
            "Advarsel fra myndigheden, 22. november 2026",
            "I sletter ikke i tide.",
            "Disse krav var ikke opfyldt:",
            "Kravene i udgave 2027-01",
            "så den hjælper stadig borgerne",
        ):
            assert words in page
        assert "Tidligere advarsler" not in page


def test_earlier_warnings_are_history_below_the_latest(client: FlaskClient, database: Database) -> None:
    slug = warned(database, "Første gang.", "Anden gang.").organisation.slug
    page = text_of(client, f"/listings/{slug}-tilbud-1")
    assert page.index("Anden gang.") < page.index("Tidligere advarsler") < page.index("Første gang.")


def test_register_and_office_tell_the_same_of_a_warning(
    app: Flask, client: FlaskClient, database: Database
) -> None:
    maker = warned(database, "I sletter ikke i tide.")
    slug = maker.organisation.slug
    office = Visitor(app).sign_in_as(maker.owner).client
    register = text_of(client, f"/approvals/{slug}")
    own, approval = text_of(office, f"/office/{slug}"), text_of(office, f"/office/{slug}/approval")
    for page in (register, own, approval):
        assert "I sletter ikke i tide." in page
        assert "Disse krav var ikke opfyldt:" in page
        assert "så den hjælper stadig borgerne" in page


def test_complaint_about_a_warning_shows_at_once(client: FlaskClient, database: Database) -> None:
    maker = warned(database)
    slug = maker.organisation.slug
    with database.transaction() as session:
        maker.session = session
        decision = maker.warned("privacy")
    assert "Der er klaget" not in text_of(client, f"/listings/{slug}-tilbud-1")
    with database.transaction() as session:
        appeals.receive(session, decision, "Vi er uenige.", received_on=TODAY, act=maker.by_caseworker)
    assert "Der er klaget over afgørelsen." in text_of(client, f"/listings/{slug}-tilbud-1")


def test_ground_of_a_warning_is_said_to_be_danish_on_the_english_page(
    client: FlaskClient, database: Database
) -> None:
    slug = warned(database, "I sletter ikke i tide.").organisation.slug
    page = text_of(client, f"/en/listings/{slug}-tilbud-1")
    assert "Warning from the authority, 22 November 2026" in page
    assert "(in Danish)" in page


def test_condition_stands_on_the_listing_and_says_when_it_is_met(
    client: FlaskClient, database: Database
) -> None:
    with database.transaction() as session:
        maker = CaseMaker(session)
        decision = maker.approved_with(CONDITION)
        listing = make_listing(session, maker.organisation)
    address = f"/listings/{listing.slug}"
    page = text_of(client, address)
    assert "Send en ny forsikring. (Senest 1. marts 2027)" in page
    assert "Kravene i udgave 2027-01" in page
    with database.transaction() as session:
        case = session.get_one(ApprovalCase, decision.case_id)
        conditions.judge(session, case, 1, ConditionState.MET, "", act=maker.by_caseworker)
    assert "Send en ny forsikring. (Opfyldt 22. november 2026)" in text_of(client, address)


def test_actor_that_was_never_warned_and_has_no_conditions_says_nothing_of_either(
    client: FlaskClient, database: Database
) -> None:
    with database.transaction() as session:
        listing = make_listing(session, make_fund(session))
    page = text_of(client, f"/listings/{listing.slug}")
    assert "Advarsel" not in page
    assert "Vilkår" not in page
    assert "Se kravene til aktørerne" in page
