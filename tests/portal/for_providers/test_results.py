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
from tests.factories.organisations import make_organisation
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
        make_result(session, found, None, value=0.4)
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
    for told in ("61,0 %", "50,0 %", "1,22", "40,0 %", "Tallet passer ikke med vores egne lister."):
        assert told in page


def test_figure_that_is_too_small_is_not_shown(
    browser: Visitor, database: Database, organisation: Organisation, release: Release
) -> None:
    with database.transaction() as session:
        make_result(session, session.get_one(Release, release.id), organisation, target_group="dagpenge",
                    n=4, observed=1, value=0.2525, hidden="few")  # fmt: skip
    page = browser.get(page_of(organisation)).text
    assert "For få borgere til at vise tallet." in page
    assert "25,2" not in page


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


def test_draft_is_seen_by_nobody_outside(
    browser: Visitor, database: Database, organisation: Organisation
) -> None:
    with database.transaction() as session:
        make_result(session, make_release(session), organisation)
    assert "Der er ingen tal om jer endnu." in browser.get(page_of(organisation)).text
