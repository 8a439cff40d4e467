"""An actor sees its own figures before everybody else, and nobody else's."""

from datetime import timedelta

import pytest
from flask import Flask

from portal.database import Database
from portal.state import utc_now
from providers.clock import danish_day
from providers.organisations.models import MemberRole, Organisation
from providers.people.models import User
from ratings.measured_results.models import Objection, Release
from ratings.measured_results.published import to_bytes
from tests.factories.organisations import make_listing, make_organisation
from tests.factories.people import make_member
from tests.factories.releases import make_preview, make_release, make_result
from tests.support.people import Visitor

TEXT = "Vi havde kun 90 borgere."


@pytest.fixture
def organisation(database: Database) -> Organisation:
    """Give an organisation."""
    with database.transaction() as session:
        return make_organisation(session)


@pytest.fixture
def editor(database: Database, organisation: Organisation) -> User:
    """Give one of its editors."""
    with database.transaction() as session:
        return make_member(session, organisation, MemberRole.EDITOR, at=utc_now())


@pytest.fixture
def browser(app: Flask, editor: User) -> Visitor:
    """Give the editor's browser."""
    return Visitor(app).sign_in_as(editor)


@pytest.fixture
def release(database: Database, organisation: Organisation, editor: User) -> Release:
    """Give a release in preview, to which the editor has objected."""
    with database.transaction() as session:
        found, _objection = make_preview(session, organisation, editor, at=utc_now())
        make_result(session, found, None, value=0.423)
    return found


def page_of(organisation: Organisation) -> str:
    return f"/office/{organisation.slug}/results"


def objections(database: Database) -> int:
    with database.reading() as session:
        return session.query(Objection).count()


def test_who_has_no_figures_is_told_so(browser: Visitor, organisation: Organisation) -> None:
    assert "Der er ingen tal om jer endnu." in browser.get(page_of(organisation)).text


@pytest.mark.usefixtures("release")
def test_own_figures_stand_beside_the_expected_and_the_country(
    browser: Visitor, organisation: Organisation
) -> None:
    page = browser.get(page_of(organisation)).text
    assert "Kun I og myndigheden ser tallene nu." in page
    for told in ("61,0 %", "50,0 %", "1,22", "Tallet passer ikke med vores egne lister."):
        assert told in page


@pytest.mark.usefixtures("release")
def test_rounded_figure_of_the_country_has_no_decimals(browser: Visitor, organisation: Organisation) -> None:
    page = browser.get(page_of(organisation)).text
    assert "42 %" in page
    assert "42," not in page


def test_figure_that_is_too_small_is_not_shown(
    browser: Visitor, database: Database, organisation: Organisation, release: Release
) -> None:
    with database.transaction() as session:
        make_result(session, session.get_one(Release, release.id), organisation, target_group="dagpenge",
                    n=4, observed=1, value=0.2525, hidden="few")  # fmt: skip
    page = browser.get(page_of(organisation)).text
    assert "For få borgere til at vise tallet." in page
    assert "25,2" not in page


def test_target_groups_are_folded_away(
    browser: Visitor, database: Database, organisation: Organisation, release: Release
) -> None:
    with database.transaction() as session:
        make_result(session, session.get_one(Release, release.id), organisation, target_group="sygedagpenge")
    page = browser.get(page_of(organisation)).text
    assert page.index("I job 6 måneder efter henvisning") < page.index("Vis tal for hver målgruppe")
    assert page.index("<details") < page.index("Sygedagpenge")


@pytest.mark.parametrize(("n", "is_same"), [(100, True), (60, False)])
def test_listing_of_the_same_people_is_not_shown_twice(
    browser: Visitor, database: Database, organisation: Organisation, release: Release, n: int, is_same: bool
) -> None:
    with database.transaction() as session:
        listing = make_listing(session, organisation)
        own = {"level": "listing", "listing_id": listing.id, "n": n}
        make_result(session, session.get_one(Release, release.id), organisation, **own)
    page = browser.get(page_of(organisation)).text
    assert page.count("I job 6 måneder efter henvisning") == 2 - is_same
    assert ("Jeres eneste tilbud, " in page) == is_same


def test_objection_is_noted_and_what_was_typed_wrong_stays(
    browser: Visitor, database: Database, organisation: Organisation, release: Release
) -> None:
    address = page_of(organisation)
    empty = browser.post(address, {"release": release.id, "text": " "})
    assert empty.status_code == 400
    assert "Skriv, hvad der er forkert." in empty.text
    long = browser.post(address, {"release": release.id, "text": TEXT * 300})
    assert long.status_code == 400
    assert TEXT in long.text
    assert objections(database) == 1
    assert browser.post(address, {"release": release.id, "text": TEXT}).status_code == 303
    assert TEXT in browser.get(address).text
    assert objections(database) == 2


def test_objection_with_a_cpr_number_is_refused_and_stays_on_the_page(
    browser: Visitor, organisation: Organisation, release: Release, database: Database
) -> None:
    before, text = objections(database), "Se på borger med 010190-1234."
    answer = browser.post(page_of(organisation), {"release": str(release.id), "text": text})
    assert answer.status_code == 400
    assert "Her står noget, der ligner et CPR-nummer." in answer.text
    assert text in answer.text
    assert objections(database) == before


def test_after_the_last_day_nobody_objects(
    browser: Visitor, database: Database, organisation: Organisation, release: Release
) -> None:
    with database.transaction() as session:
        held = session.get_one(Release, release.id)
        held.preview_until = danish_day(utc_now()) - timedelta(days=1)
    assert "Send indsigelsen" not in browser.get(page_of(organisation)).text
    late = browser.post(page_of(organisation), {"release": release.id, "text": TEXT})
    assert late.status_code == 400
    assert "Fristen er gået" in late.text


def test_nobody_sees_or_objects_to_what_is_another_actor_s(
    app: Flask, browser: Visitor, database: Database, release: Release
) -> None:
    with database.transaction() as session:
        other = make_organisation(session, 2)
        stranger = make_member(session, other, number=9, at=utc_now())
    assert browser.get(page_of(other)).status_code == 404
    assert browser.post(page_of(other), {"release": release.id, "text": TEXT}).status_code == 404
    own = Visitor(app).sign_in_as(stranger)
    assert "61,0 %" not in own.get(page_of(other)).text
    refused = own.post(page_of(other), {"release": release.id, "text": TEXT})
    assert refused.status_code == 400
    assert objections(database) == 1


@pytest.mark.parametrize("number", ["", "x", "²"])
def test_form_about_no_release_is_refused(browser: Visitor, organisation: Organisation, number: str) -> None:
    assert browser.post(page_of(organisation), {"release": number, "text": TEXT}).status_code == 400


@pytest.mark.usefixtures("release")
def test_overview_says_until_when_new_figures_can_be_objected_to(
    browser: Visitor, database: Database, organisation: Organisation, release: Release
) -> None:
    page = browser.get("/office").text
    assert "Der er nye tal om jer for" in page
    assert "I kan gøre indsigelse til og med" in page
    assert f'href="{page_of(organisation)}"' in page
    with database.transaction() as session:
        session.get_one(Release, release.id).preview_until = danish_day(utc_now()) - timedelta(days=1)
    assert "Der er nye tal" not in browser.get("/office").text


@pytest.mark.parametrize(("days", "told"), [(1, True), (40, False)])
def test_overview_tells_of_results_that_have_come_out_for_a_month(
    browser: Visitor, database: Database, organisation: Organisation, days: int, told: bool
) -> None:
    with database.transaction() as session:
        at = utc_now() - timedelta(days=days)
        release = make_release(session, state="published", published_at=at, public_figures=to_bytes([]))
        make_result(session, release, organisation)
    assert ("Nye resultater for" in browser.get("/office").text) == told


def test_draft_is_seen_by_nobody_outside(
    browser: Visitor, database: Database, organisation: Organisation
) -> None:
    with database.transaction() as session:
        make_result(session, make_release(session), organisation)
    assert "Der er ingen tal om jer endnu." in browser.get(page_of(organisation)).text
