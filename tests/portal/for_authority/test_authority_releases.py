"""Leads make releases and lead them on their way; others in the authority read."""

from datetime import timedelta

import pytest

from portal.database import Database
from portal.state import utc_now
from providers.clock import danish_day
from providers.organisations.models import Organisation
from providers.people.models import User
from ratings.measured_results.models import Objection, Release, ReleaseChart, ReleaseOrder
from ratings.measured_results.published import to_bytes
from tests.factories.organisations import make_organisation
from tests.factories.releases import make_import, make_preview, make_release, make_result
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
        facts = {"of_ratios": True, "middle": 1.0, "phi": 1.0, "tau2": 0.0, "points": points}
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
    page = caseworker.browser.get(address).text
    assert "Skjult: under 5 personer" in page
    assert 'data-name="Personer"' in page  # a phone shows each row as a block, whose cells name their columns
    assert "Skjult" not in caseworker.browser.get(f"{address}?grade=above").text
    assert "3 tal" in caseworker.browser.get(f"{address}?grade=nonsense").text
    assert "2 tal" in caseworker.browser.get(f"{address}?actor=vejen").text
    assert "1 tal" in caseworker.browser.get(f"{address}?level=national").text


def test_picture_stands_beside_a_table_with_the_same_facts(auditor: Desk, draft: Release) -> None:
    page = auditor.browser.get(f"/authority/releases/{draft.id}/outcomes/work_6").text
    assert "<title>Tragt</title>" in page
    assert "Uden for 99,8 procent" in page
    assert "Under den brede tragt ligger: " in page
    assert auditor.browser.get(f"/authority/releases/{draft.id}/outcomes/cost").status_code == 404


def test_conditions_are_called_what_the_mapping_calls_them_or_said_to_be_the_file_s(
    auditor: Desk, database: Database, draft: Release
) -> None:
    told = {"case_mix": {"AGEGRP": {"column": "A1", "label": "Aldersgruppe"}, "XQ7": {"column": "X"}}}
    coefficients = [["AGEGRP", "30-39", 0.1, 0.01], ["XQ7", "unknown", 0.2, 0.02], ["health", "ill", 0, 1]]
    with database.transaction() as session:
        session.add(make_import(mapping=told, file_hash="b" * 64))
    fit = {"status": "fitted", "coefficients": coefficients, "references": {"AGEGRP": "18-29"}}
    move(database, draft, fits={"work_6": fit}, inputs=[{"source": "x", "file_hash": "b" * 64}])
    page = auditor.browser.get(f"/authority/releases/{draft.id}/outcomes/work_6").text
    assert page.count("Aldersgruppe") == 2
    assert "AGEGRP" not in page
    assert "XQ7 (filens eget ord)" in page
    assert "ikke oplyst" in page
    assert "Helbred" in page


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


def test_lead_is_warned_before_few_actors_come_out(lead: Desk, database: Database, draft: Release) -> None:
    address = f"/authority/releases/{draft.id}/preview"
    page = lead.browser.get(address).text
    assert "1 af 1 aktører får tal, som alle kan se. 1 får en vurdering." in page
    assert "Få aktører får tal." in page
    assert "Få aktører får en vurdering." not in page
    move(database, draft, fits={"work_6": {"status": "fitted"}})
    assert "Få aktører får en vurdering." in lead.browser.get(address).text
    with database.transaction() as session:
        for number in range(2, 6):
            make_result(session, session.get_one(Release, draft.id), make_organisation(session, number))
    page = lead.browser.get(address).text
    assert "5 af 5 aktører får tal, som alle kan se. 5 får en vurdering." in page
    assert "Få aktører" not in page


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


def test_withdrawn_release_is_corrected_once_and_the_two_lead_to_each_other(
    lead: Desk, database: Database, draft: Release
) -> None:
    facts = {"published_at": utc_now(), "withdrawn_at": utc_now(), "public_figures": to_bytes([])}
    move(database, draft, state="withdrawn", note="Fejl.", **facts)
    address = f"/authority/releases/{draft.id}"
    way = f"/authority/releases/new?corrects={draft.id}"
    assert way in lead.browser.get(address).text
    assert "som er trukket tilbage" in lead.browser.get(way).text
    with database.transaction() as session:
        new = make_release(
            session, state="published", published_at=utc_now(), public_figures=b"", corrects_id=draft.id
        ).id
    page = lead.browser.get(address).text
    assert way not in page
    assert f'href="/authority/releases/{new}"' in page
    assert f'href="{address}"' in lead.browser.get(f"/authority/releases/{new}").text


def test_draft_is_not_there_to_be_corrected(lead: Desk, draft: Release) -> None:
    assert lead.browser.get(f"/authority/releases/new?corrects={draft.id}").status_code == 404


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


def test_lead_hears_who_was_right_before_everybody_sees_the_figures(
    lead: Desk, database: Database, organisation: Organisation, owner: User
) -> None:
    with database.transaction() as session:
        release, objection = make_preview(session, organisation, owner, at=utc_now())
    address = f"/authority/releases/{release.id}/publish"
    assert "1 indsigelse er ikke besvaret." in lead.browser.get(address).text
    with database.transaction() as session:
        held = session.get_one(Objection, objection.id)
        held.answer, held.answered_at, held.upheld = "I har ret.", utc_now(), True
    page = lead.browser.get(address).text
    assert "ikke besvaret" not in page
    assert f"Aktører har fået medhold: {organisation.name}. Tallene bør rettes først." in page


def test_lead_hears_when_a_release_will_be_an_older_one(lead: Desk, database: Database) -> None:
    with database.transaction() as session:
        draft = make_release(session, at=utc_now())
        further = make_release(
            session,
            last_quarter=draft.last_quarter + 1,
            state="published",
            published_at=utc_now(),
            public_figures=to_bytes([]),
        )
    address = f"/authority/releases/{draft.id}/publish"
    assert f"stadig tal fra offentliggørelse {further.id}" in lead.browser.get(address).text
    move(database, draft, last_quarter=further.last_quarter)
    assert "Ældre offentliggørelse" not in lead.browser.get(address).text


def test_lead_discards_a_draft_with_a_note_that_the_authority_reads(lead: Desk, draft: Release) -> None:
    address = f"/authority/releases/{draft.id}"
    assert f'href="{address}/discard"' in lead.browser.get(address).text
    refused = lead.browser.post(f"{address}/discard", {"note": " "})
    assert refused.status_code == 400
    assert "Skriv, hvorfor kladden kasseres." in refused.text
    assert lead.browser.post(f"{address}/discard", {"note": "En fil manglede."}).status_code == 303
    assert "Kladden er kasseret: En fil manglede." in lead.browser.get("/authority/releases").text
    assert lead.browser.get(address).status_code == 404
    assert "kasserede kladden til offentliggørelse" in lead.browser.get("/authority/audit").text


def test_what_actors_have_been_shown_is_not_discarded(lead: Desk, database: Database, draft: Release) -> None:
    move(database, draft, state="preview", preview_until=danish_day(utc_now()))
    address = f"/authority/releases/{draft.id}"
    assert "Kassér kladden" not in lead.browser.get(address).text
    assert lead.browser.get(f"{address}/discard").status_code == 409
    refused = lead.browser.post(f"{address}/discard", {"note": "Fejl."}, page=address)
    assert refused.status_code == 409
