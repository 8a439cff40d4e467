"""What needs doing in the authority is counted from what there is."""

from datetime import timedelta
from typing import Any

import pytest

from portal.database import Database
from portal.locale import format_day
from portal.state import utc_now
from providers.approval import commands as approval
from providers.approval.models import ApprovalBasis
from providers.audit.models import person
from providers.clock import danish_day
from providers.organisations.models import Organisation
from providers.outbox import commands as outbox
from providers.outbox.models import MessageState, OutboxMessage
from providers.people.models import AuthorityRole, User
from ratings.measured_results.models import Objection
from ratings.measured_results.objecting import answer
from ratings.measured_results.published import to_bytes
from tests.factories.organisations import make_organisation
from tests.factories.people import AT, make_authority_user
from tests.factories.releases import make_objection, make_preview, make_release
from tests.portal.for_authority.conftest import Desk, email_of

DAY = timedelta(days=1)
SEEN: dict[str, Any] = {"published_at": AT, "public_figures": to_bytes([])}
WITHDRAWN: dict[str, Any] = {"withdrawn_at": AT, "note": "En fil manglede."}
ENDING = "godkendelse udløber inden for 120 dage"


def approve(database: Database, number: int, *last_days: int) -> Organisation:
    """Approve an organisation until so many days from now, for each of some approvals."""
    today = danish_day(utc_now())
    with database.transaction() as session:
        organisation = make_organisation(session, number, approved=False)
        for place, days in enumerate(last_days):
            approval.grant(
                session,
                organisation,
                basis=ApprovalBasis.DECIDED,
                ground="Opfylder standarderne.",
                valid_from=today - (500 - place) * DAY,
                valid_to=today + days * DAY,
                at=utc_now(),
            )
    return organisation


@pytest.mark.parametrize(("days", "is_counted"), [(0, True), (120, True), (121, False), (-1, False)])
def test_approval_counts_when_it_ends_within_120_days(
    lead: Desk, database: Database, days: int, *, is_counted: bool
) -> None:
    approve(database, 1, days)
    assert (f"1 aktørs {ENDING}" in lead.browser.get("/authority").text) == is_counted


def test_approval_that_is_followed_by_another_does_not_count(lead: Desk, database: Database) -> None:
    approve(database, 1, 30, 500)
    assert ENDING not in lead.browser.get("/authority").text


def test_mail_that_needs_the_operator_is_told_with_what_they_do(lead: Desk, database: Database) -> None:
    with database.transaction() as session:
        for _number in range(2):
            outbox.put(session, "mail", {}, at=utc_now())
        for message in session.query(OutboxMessage).all():
            message.state = MessageState.FAILED
    page = lead.browser.get("/authority").text
    assert "2 mails er måske ikke nået frem" in page
    assert "flask jobs resend" in page


@pytest.mark.usefixtures("organisation")
def test_overview_says_what_needs_doing_and_only_leads_are_led_to_do_it(lead: Desk, auditor: Desk) -> None:
    assert "1 aktør har ingen medarbejdere" in lead.browser.get("/authority").text
    assert "/authority/people/invite/owner" in lead.browser.get("/authority").text
    assert "1 aktør har ingen medarbejdere" in auditor.browser.get("/authority").text
    assert "/invite" not in auditor.browser.get("/authority").text


@pytest.mark.usefixtures("organisation")
def test_whoever_may_not_invite_is_led_to_the_list(caseworker: Desk) -> None:
    assert "/authority/organisations/unmanned" in caseworker.browser.get("/authority").text


def test_desk_with_nothing_to_do_says_so(caseworker: Desk) -> None:
    assert "Der er intet at gøre lige nu." in caseworker.browser.get("/authority").text


def test_auditor_is_told_how_things_stand_and_not_to_do_them(auditor: Desk) -> None:
    page = auditor.browser.get("/authority").text
    assert "Sådan står det til" in page
    assert "Det skal gøres" not in page
    assert "Intet venter på nogen lige nu." in page


def test_overview_leads_to_those_who_have_not_been_here_for_long(lead: Desk, database: Database) -> None:
    long_ago = utc_now() - timedelta(days=91)
    with database.transaction() as session:
        dormant = make_authority_user(session, AuthorityRole.CASEWORKER, 9, at=long_ago)
        session.get_one(User, dormant.id).simulated = True
    assert "1 person har ikke været her i 90 dage" in lead.browser.get("/authority").text
    page = lead.browser.get("/authority/people?state=dormant").text
    assert email_of(dormant) in page
    assert email_of(lead.user) not in page


def test_objections_without_an_answer_are_told_with_the_last_day_and_lead_to_their_release(
    caseworker: Desk, lead: Desk, database: Database, organisation: Organisation, owner: User
) -> None:
    with database.transaction() as session:
        release, objection = make_preview(session, organisation, owner, at=utc_now())
        make_objection(session, organisation, release_id=release.id)
    last_day = format_day(danish_day(utc_now()) + 14 * DAY, "da")
    for desk in (caseworker, lead):
        page = desk.browser.get("/authority").text
        assert "2 indsigelser mod resultaterne for 1. kvartal 2025 til 4. kvartal 2025 venter på svar" in page
        assert f"Aktørerne kan gøre indsigelse til og med {last_day}." in page
        assert f'href="/authority/releases/{release.id}#objections"' in page
    with database.transaction() as session:
        given = session.get_one(Objection, objection.id)
        answer(session, given, "Tallet er rigtigt.", upheld=False, by=person(lead.user.id), at=utc_now())
    assert "1 indsigelse mod resultaterne" in caseworker.browser.get("/authority").text


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        ("preview", "Høringen er slut. Svar, før resultaterne bliver offentliggjort."),
        ("published", "Resultaterne er offentliggjort, men aktørerne mangler stadig et svar."),
        ("withdrawn", None),
    ],
)
def test_objection_is_waited_for_after_the_preview_but_not_when_the_release_is_withdrawn(
    caseworker: Desk, database: Database, organisation: Organisation, state: str, sentence: str | None
) -> None:
    with database.transaction() as session:
        facts: dict[str, Any] = {"preview": {}, "published": SEEN, "withdrawn": {**SEEN, **WITHDRAWN}}[state]
        release = make_release(session, state=state, preview_until=danish_day(utc_now()) - DAY, **facts)
        make_objection(session, organisation, release_id=release.id)
    page = caseworker.browser.get("/authority").text
    assert ("venter på svar" in page) == (sentence is not None)
    assert sentence is None or sentence in page
