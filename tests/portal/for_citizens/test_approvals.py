"""Everybody can read who is approved for what, until when, and what was decided; rejections are not there."""

import csv
import io
import re
from datetime import timedelta
from html import unescape

import pytest
from flask.testing import FlaskClient

from portal.database import Database
from providers.approval.cases.codes import DecisionKind
from providers.listings import commands as listings
from tests.factories.cases import CONDITION, TODAY, CaseMaker, make_terms
from tests.factories.organisations import make_content, make_organisation
from tests.factories.people import AT


def text_of(client: FlaskClient, path: str) -> str:
    """Give what a page says in one line."""
    answer = client.get(path)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True))))


def test_decision_stands_in_the_register_with_its_ground_and_conditions(
    client: FlaskClient, database: Database
) -> None:
    with database.transaction() as session:
        maker = CaseMaker(session)
        case = maker.heard(maker.checked(maker.examined()), DecisionKind.APPROVE_WITH_CONDITIONS)
        terms = make_terms(conditions=(CONDITION,))
        maker.decide(maker.proposed(case, DecisionKind.APPROVE_WITH_CONDITIONS, terms))
        slug, name = maker.organisation.slug, maker.organisation.name
    assert name in text_of(client, "/approvals")
    page = text_of(client, f"/approvals/{slug}")
    for words in (
        "Godkendt til og med 22. november 2027",
        "Horsens og Aarhus",
        "Godkendelse med vilkår",
        "Alle standarder er opfyldt.",
        "Send en ny forsikring. (Senest 1. marts 2027)",
        "Kravene i udgave 2027-01",
    ):
        assert words in page


def test_revocation_shows_at_once(client: FlaskClient, database: Database) -> None:
    with database.transaction() as session:
        maker = CaseMaker(session)
        maker.approved()
        slug = maker.organisation.slug
    assert "Gælder i dag" in text_of(client, f"/approvals/{slug}")
    with database.transaction() as session:
        maker.session = session
        case = maker.heard(maker.review(), DecisionKind.REVOKE)
        maker.decide(maker.proposed(case, DecisionKind.REVOKE, make_terms(last_on=None)))
    page = text_of(client, f"/approvals/{slug}")
    assert "Ikke godkendt mere" in page
    assert "Kaldt tilbage fra 22. november 2026" in page


def test_page_of_an_actor_that_is_suspended_says_so_and_leads_to_the_register(
    client: FlaskClient, database: Database
) -> None:
    with database.transaction() as session:
        maker = CaseMaker(session)
        held = listings.register(
            session, maker.organisation, key="1", slug="nyt-tilbud", registered_on=TODAY, at=AT
        )
        listings.save_draft(session, held, make_content(), AT)
        maker.approved()
        slug = maker.organisation.slug
    assert client.get("/listings/nyt-tilbud").status_code == 200
    with database.transaction() as session:
        maker.session = session
        case = maker.heard(maker.review(), DecisionKind.SUSPEND)
        last = TODAY + timedelta(days=30)
        maker.decide(maker.proposed(case, DecisionKind.SUSPEND, make_terms(last_on=last)))
    answer = client.get("/listings/nyt-tilbud")
    assert answer.status_code == 410
    assert "Suspenderet til og med 22. december 2026" in answer.text
    assert f'href="/approvals/{slug}"' in answer.text
    assert client.get("/listings/findes-ikke").status_code == 404


def test_rejected_applicant_is_not_in_the_register(client: FlaskClient, database: Database) -> None:
    with database.transaction() as session:
        maker = CaseMaker(session)
        case = maker.heard(maker.checked(maker.examined()), DecisionKind.REJECT)
        maker.decide(maker.proposed(case, DecisionKind.REJECT, make_terms(last_on=None)))
        slug, name = maker.organisation.slug, maker.organisation.name
    assert name not in text_of(client, "/approvals")
    assert client.get(f"/approvals/{slug}").status_code == 404


def test_list_is_narrowed_by_name_or_number_and_says_when_nobody_is_found(
    client: FlaskClient, database: Database
) -> None:
    with database.transaction() as session:
        first, second = (make_organisation(session, number) for number in (1, 2))
        names, cvr = (first.name, second.name), second.cvr
    assert names[1] in text_of(client, "/approvals?name=VIDERE+2")
    assert names[0] not in text_of(client, "/approvals?name=VIDERE+2")
    assert names[1] in text_of(client, f"/approvals?name={cvr}")
    assert "Ingen aktør hedder sådan." in text_of(client, "/approvals?name=%25_%27")


@pytest.mark.parametrize("page", ["0", "2", "x", "²", "9" * 30])
def test_page_that_is_not_there_is_not_found(client: FlaskClient, page: str) -> None:
    assert client.get("/approvals", query_string={"page": page}).status_code == 404


def test_file_has_every_approval_and_no_formula(client: FlaskClient, database: Database) -> None:
    with database.transaction() as session:
        organisation = make_organisation(session, 1)
        organisation.name = "=1+1"
    rows = list(csv.DictReader(io.StringIO(client.get("/approvals.csv").get_data(as_text=True))))
    assert [(row["name"], row["valid_to"], row["municipalities"]) for row in rows] == [
        ("'=1+1", "2028-12-31", "all")
    ]
