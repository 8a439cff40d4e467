"""An actor's page tells the authority where it stands, and leads to a review: a new one, or the open one."""

from collections.abc import Iterator
from html import unescape

import pytest
from flask import Flask
from jinja2 import FileSystemBytecodeCache

from portal import create_app
from portal.config import Settings
from portal.state import Portal
from providers.listings.models import Listing
from providers.people.models import AuthorityRole
from ratings.measured_results.codes import Grade, Level
from tests.factories.cases import CONDITION, CaseMaker
from tests.factories.figures import compared_figure, publish
from tests.factories.organisations import make_fund, make_listing, make_organisation
from tests.factories.people import make_authority_user
from tests.support.people import Visitor
from tests.support.staff import Clock

pytestmark = pytest.mark.sqlite_only
REVIEW = "/authority/reviews/new/vejen-videre-1"
PAGE = "/authority/actors/vejen-videre-1"


@pytest.fixture
def app(settings: Settings, compiled_templates: FileSystemBytecodeCache) -> Iterator[Flask]:
    """Give a portal at the moment at which the cases of tests are made."""
    app = create_app(settings, now=Clock())
    app.jinja_env.bytecode_cache = compiled_templates
    app.testing = True
    yield app
    app.extensions["portal"].database.dispose()


def as_role(app: Flask, role: AuthorityRole) -> Visitor:
    state: Portal = app.extensions["portal"]
    with state.database.transaction() as session:
        user = make_authority_user(session, role, 500)
    return Visitor(app).sign_in_as(user)


@pytest.fixture
def caseworker(app: Flask) -> Visitor:
    """Give a caseworker, signed in."""
    return as_role(app, AuthorityRole.CASEWORKER)


@pytest.fixture
def listing(app: Flask) -> Listing:
    """Give the listing of an approved actor."""
    state: Portal = app.extensions["portal"]
    with state.database.transaction() as session:
        return make_listing(session, make_organisation(session))


def grade(app: Flask, listing: Listing, own: Grade, whole: Grade = Grade.AS_EXPECTED) -> int:
    about = {"organisation_id": listing.organisation_id}
    return publish(
        app,
        compared_figure(**about, listing_id=listing.id, grade=own),
        compared_figure(**about, listing_id=None, level=Level.ORGANISATION, grade=whole),
    )


@pytest.mark.usefixtures("listing")
def test_page_leads_to_a_new_review_and_then_to_the_open_one(caseworker: Visitor) -> None:
    assert f'href="{REVIEW}"' in caseworker.get(PAGE).text
    begun = caseworker.post(REVIEW, {"ground": "Et tip.", "employees": "4"})
    page = caseworker.get(PAGE).text
    assert f'href="{begun.headers["Location"]}"' in page
    assert "Der er en åben sag om godkendelsen." in page
    assert f'href="{REVIEW}"' not in page


def test_weak_grade_of_a_listing_leads_to_a_review_that_says_so(
    app: Flask, caseworker: Visitor, listing: Listing
) -> None:
    release = grade(app, listing, Grade.CLEARLY_BELOW)
    page = caseworker.get(PAGE).text
    address = f"{REVIEW}?because=result-{listing.id}"
    assert f'href="{address}"' in page
    assert f'href="{REVIEW}?because=result"' not in page
    words = unescape(caseworker.get(address).text)
    assert f"er klart under det forventede i offentliggørelse {release}." in words
    assert "Resultatet for tilbuddet Vejen Videre" in words


def test_weak_grade_of_the_whole_actor_leads_to_a_review_that_says_so(
    app: Flask, caseworker: Visitor, listing: Listing
) -> None:
    grade(app, listing, Grade.ABOVE, Grade.BELOW)
    assert f'href="{REVIEW}?because=result"' in caseworker.get(PAGE).text
    words = unescape(caseworker.get(f"{REVIEW}?because=result").text)
    assert "Aktørens resultat er under det forventede" in words


def test_ground_is_danish_also_on_the_english_page(app: Flask, caseworker: Visitor, listing: Listing) -> None:
    grade(app, listing, Grade.BELOW)
    words = unescape(caseworker.get(f"/en{REVIEW}?because=result-{listing.id}").text)
    assert "er under det forventede i offentliggørelse" in words


@pytest.mark.parametrize("because", ["result", "result-1", "result-999", "result-1-1", "result-x", "noget"])
def test_what_is_no_weak_result_of_the_actor_gives_no_ground(
    app: Flask, caseworker: Visitor, listing: Listing, because: str
) -> None:
    grade(app, listing, Grade.AS_EXPECTED)
    assert caseworker.get(f"{REVIEW}?because={because}").status_code == 404


def test_auditor_sees_the_weak_grade_and_no_way_to_begin(app: Flask, listing: Listing) -> None:
    grade(app, listing, Grade.CLEARLY_BELOW)
    page = as_role(app, AuthorityRole.AUDITOR).get(PAGE).text
    assert "Klart under det forventede" in page
    assert REVIEW not in page


def test_page_tells_of_conditions_warnings_and_cases(app: Flask, caseworker: Visitor) -> None:
    state: Portal = app.extensions["portal"]
    with state.database.transaction() as session:
        maker = CaseMaker(session)
        maker.approved_with(CONDITION)
        fund = CaseMaker(session, 2, organisation=make_fund(session))
        fund.warned("privacy", ground="I sletter ikke i tide.")
    page = caseworker.get(PAGE).text
    assert CONDITION.text in page
    assert "/authority/cases/1/conditions/1" in page
    assert 'href="/authority/cases/1"' in page
    assert 'href="/approvals/vejen-videre-1"' in page
    assert "I sletter ikke i tide." in caseworker.get(f"/authority/actors/{fund.organisation.slug}").text


def test_draft_of_an_application_is_the_actors_own(app: Flask, caseworker: Visitor) -> None:
    state: Portal = app.extensions["portal"]
    with state.database.transaction() as session:
        CaseMaker(session).draft()
    page = caseworker.get(PAGE).text
    assert "Der er ingen sager om aktøren." in page
    assert "Aktøren er ikke godkendt og har ikke været det." in page
    assert REVIEW not in page


def test_actor_that_does_not_exist_is_not_found(caseworker: Visitor) -> None:
    for slug in ("ukendt", "Ikke-et-slug"):
        assert caseworker.get(f"/authority/actors/{slug}").status_code == 404
