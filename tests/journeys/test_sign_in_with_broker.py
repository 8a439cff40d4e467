"""People sign in through a broker in a real browser: at its own page, and back again."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from portal.config import settings_from
from portal.database import Database
from tests.factories.organisations import make_organisation
from tests.support.brokers import DOTTED, dotted_citizen, dotted_staff, written
from tests.support.browser import SIZES, accessibility_faults, overflows
from tests.support.identity_provider import CLIENT_SECRET, IdentityProvider, serving_identities
from tests.support.portals import environment, run_command, serving
from tests.support.processes import free_port


@dataclass(frozen=True)
class House:
    """A running portal and the provider at which its people sign in."""

    url: str
    provider: IdentityProvider


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Run a portal whose broker is a provider of our own."""
    data_dir = tmp_path_factory.mktemp("broker")
    run_command("database", "upgrade", env=environment(data_dir))
    port = free_port()
    with serving_identities() as provider:
        provider.people = {"Rigmor": dotted_citizen(), "Ansat": dotted_staff(_organisation(data_dir))}
        more = {
            "WEB_WORKERS": "1",
            "PORTAL_ADDRESS": f"http://127.0.0.1:{port}",
            "PORTAL_SECRET_KEY": "a secret of the tests, long enough to be one",
            "PORTAL_BROKERS": str(written(data_dir, DOTTED, provider.url)),
            "PORTAL_CITIZEN_CLIENT_SECRET": CLIENT_SECRET,
            "PORTAL_STAFF_CLIENT_SECRET": CLIENT_SECRET,
        }
        with serving(data_dir, path_to_wait_for="/healthz", port=port, **more) as portal:
            yield House(portal.url, provider)


@pytest.fixture(params=list(SIZES))
def page(request: pytest.FixtureRequest, chromium: Browser, house: House) -> Iterator[Page]:
    """Give a page of the portal's on a phone and on a desktop."""
    width, height = SIZES[request.param]
    context = chromium.new_context(base_url=house.url, viewport={"width": width, "height": height})
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


def test_citizen_signs_in_with_mitid_and_out_again(page: Page) -> None:
    page.goto("/my/looks")
    assert accessibility_faults(page) == []
    assert not overflows(page)
    page.get_by_role("link", name="Log ind med MitID", exact=True).click()
    page.get_by_role("button", name="Rigmor").click()
    expect(page).to_have_url("/my/looks")
    expect(page.get_by_text("Du er logget ind som borger.")).to_be_visible()
    page.get_by_role("button", name="Log ud").click()
    expect(page.get_by_role("heading", name="Du er logget ud")).to_be_visible()


def test_whoever_cancels_reads_what_to_do_and_can_try_again(page: Page) -> None:
    page.goto("/en/sign-in")
    page.get_by_role("link", name="Sign in with MitID", exact=True).click()
    page.get_by_role("button", name="Afbryd").click()
    expect(page.get_by_role("heading", name="You are not signed in")).to_be_visible()
    assert accessibility_faults(page) == []
    assert not overflows(page)
    page.get_by_role("link", name="Sign in with MitID").click()
    page.get_by_role("button", name="Rigmor").click()
    expect(page).to_have_url("/en/my")


def test_staff_sign_in_with_mitid_erhverv(page: Page) -> None:
    page.goto("/sign-in")
    page.get_by_role("link", name="Log ind med MitID Erhverv").click()
    page.get_by_role("button", name="Ansat").click()
    expect(page).to_have_url("/office")
    expect(page.get_by_text("Ansat 1")).to_be_visible()


def _organisation(data_dir: Path) -> str:
    database = Database(settings_from({"PORTAL_DATA_DIR": str(data_dir)}).database_url)
    with database.transaction() as session:
        number = make_organisation(session).cvr
    database.dispose()
    return number or ""
