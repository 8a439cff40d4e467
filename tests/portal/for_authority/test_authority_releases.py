"""Leads make releases and lead them on their way; others in the authority read."""

from datetime import timedelta

import pytest

from portal.database import Database
from portal.state import utc_now
from providers.clock import danish_day
from providers.organisations.models import Organisation
from providers.people.models import User
from ratings.measured_results.models import Release, ReleaseChart, ReleaseOrder
from ratings.measured_results.published import to_bytes
from tests.factories.releases import make_preview, make_release, make_result
from tests.portal.for_authority.conftest import Desk

DAY = timedelta(days=1)


@pytest.fixture
def draft(database: Database, organisation: Organisation) -> Release:
    """Give a draft of real figures with a figure of the country, one of an actor, and a hidden one."""
    with database.transaction() as session:
        release = make_release(session, simulated=False, at=utc_now())
        make_result(session, release, None)
        make_result(session, release, organisation)
        make_result(session, release, organisation, measure="work_3", grade="below", hidden="few")
        point = {"organisation": organisation.id, "n": 100, "size": 50.0, "value": 0.7, "outside": 99.8}
        points = [{**point, "outside_wide": 95.0, "signal": "red"}]
        facts = {"of_ratios": True, "phi": 1.0, "tau2": 0.0, "points": points}
        for language in ("da", "en"):
            svg = '<svg role="img"><title>Tragt</title></svg>'
            session.add(
                ReleaseChart(
                    release_id=release.id, name="funnel_work_6", language=language, svg=svg, facts=facts
                )
            )
    return release


def move(database: Database, release: Release, **facts: object) -> None:
    with database.transaction() as session:
        held = session.get_one(Release, release.id)
        for name, value in facts.items():
            setattr(held, name, value)


def test_release_says_where_it_stands_and_what_asks_for_a_talk(auditor: Desk, draft: Release) -> None:
    page = auditor.browser.get(f"/authority/releases/{draft.id}").text
    assert "Kladde" in page
    assert "Rød: overvej en sag" in page
    assert "Send i høring" not in page


def test_figures_are_whole_and_the_hidden_ones_marked(caseworker: Desk, draft: Release) -> None:
    address = f"/authority/releases/{draft.id}/figures"
    assert "Skjult: under 5 personer" in caseworker.browser.get(address).text
    assert "Skjult" not in caseworker.browser.get(f"{address}?grade=above").text
    assert "3 tal" in caseworker.browser.get(f"{address}?grade=nonsense").text
    assert "2 tal" in caseworker.browser.get(f"{address}?actor=vejen").text
    assert "1 tal" in caseworker.browser.get(f"{address}?level=national").text


def test_picture_stands_beside_a_table_with_the_same_facts(auditor: Desk, draft: Release) -> None:
    page = auditor.browser.get(f"/authority/releases/{draft.id}/outcomes/work_6").text
    assert "<title>Tragt</title>" in page
    assert "Uden for 99,8 procent" in page
    assert auditor.browser.get(f"/authority/releases/{draft.id}/outcomes/cost").status_code == 404


def test_button_says_why_real_figures_are_not_published_yet(
    lead: Desk, database: Database, draft: Release
) -> None:
    address = f"/authority/releases/{draft.id}"
    assert "Aktørerne skal først have haft den i høring i 14 dage." in lead.browser.get(address).text
    move(database, draft, state="preview", preview_until=danish_day(utc_now()))
    assert "Aktørerne kan gøre indsigelse til og med" in lead.browser.get(address).text
    refused = lead.browser.post(f"{address}/publish", {"seen": "preview"})
    assert refused.status_code == 400
    move(database, draft, preview_until=danish_day(utc_now()) - DAY)
    assert lead.browser.post(f"{address}/publish", {"seen": "preview"}).status_code == 303


def test_second_of_two_leads_is_told_and_led_on(lead: Desk, database: Database, draft: Release) -> None:
    address = f"/authority/releases/{draft.id}"
    assert lead.browser.post(f"{address}/preview", {"seen": "draft"}).status_code == 303
    second = lead.browser.post(f"{address}/preview", {"seen": "draft"})
    assert second.status_code == 409
    assert f'href="{address}"' in second.text
    with database.reading() as session:
        assert session.query(ReleaseOrder).count() == 1


def test_release_that_has_moved_since_the_page_was_read_is_not_moved_by_it(
    lead: Desk, database: Database, draft: Release
) -> None:
    move(database, draft, state="published", published_at=utc_now(), public_figures=to_bytes([]))
    stale = lead.browser.post(f"/authority/releases/{draft.id}/withdraw", {"seen": "draft", "note": "Fejl."})
    assert stale.status_code == 409


def test_withdrawal_needs_a_note(lead: Desk, database: Database, draft: Release) -> None:
    move(database, draft, state="published", published_at=utc_now(), public_figures=to_bytes([]))
    address = f"/authority/releases/{draft.id}/withdraw"
    refused = lead.browser.post(address, {"seen": "published", "note": " "})
    assert refused.status_code == 400
    assert "Skriv, hvorfor den trækkes tilbage." in refused.text
    assert lead.browser.post(address, {"seen": "published", "note": "Fejl."}).status_code == 303


def test_without_figures_there_is_nothing_to_make(lead: Desk) -> None:
    assert "Hent først en fil ind" in lead.browser.get("/authority/releases/new").text


def test_objection_is_answered_once_and_both_see_it(
    caseworker: Desk, database: Database, organisation: Organisation, owner: User
) -> None:
    with database.transaction() as session:
        release, objection = make_preview(session, organisation, owner, at=utc_now())
    address = f"/authority/releases/{release.id}/objections/{objection.id}"
    empty = caseworker.browser.post(address, {"verdict": "upheld", "answer": " "})
    assert empty.status_code == 400
    assert "Skriv et svar." in empty.text
    told = {"verdict": "rejected", "answer": "Tallet er rigtigt."}
    assert caseworker.browser.post(address, told).status_code == 303
    again = caseworker.browser.post(address, told)
    assert again.status_code == 409
    page = caseworker.browser.get(f"/authority/releases/{release.id}").text
    assert "Aktøren fik ikke medhold" in page
    assert "Tallet er rigtigt." in page
