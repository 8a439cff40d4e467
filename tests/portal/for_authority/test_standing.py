"""Whoever works in the authority can see whom the overview counts."""

import pytest

from portal.database import Database
from providers.organisations.models import Organisation
from tests.portal.for_authority.conftest import Desk
from tests.portal.for_authority.test_overview import approve

ENDING, UNMANNED = "/authority/organisations/ending", "/authority/organisations/unmanned"


def test_those_whose_approval_ends_soon_are_listed_the_first_to_end_first(
    caseworker: Desk, database: Database
) -> None:
    late, soon, never = approve(database, 1, 100), approve(database, 2, 7), approve(database, 3, 500)
    page = caseworker.browser.get(ENDING).text
    assert page.index(soon.name) < page.index(late.name)
    assert never.name not in page
    assert f'href="/authority/actors/{soon.slug}"' in page


def test_those_for_whom_nobody_acts_are_listed(auditor: Desk, organisation: Organisation) -> None:
    assert organisation.name in auditor.browser.get(UNMANNED).text


@pytest.mark.parametrize("address", [ENDING, UNMANNED])
def test_empty_list_says_so(auditor: Desk, address: str) -> None:
    assert "Der er ingen lige nu." in auditor.browser.get(address).text
