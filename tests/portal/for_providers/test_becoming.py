"""The page for whoever thinks about applying says what happens, what to have ready and how long it takes."""

import re

import pytest
from flask.testing import FlaskClient

from providers.approval.standard_files import versions
from providers.approval.standard_set import CheckKind

pytestmark = pytest.mark.sqlite_only


@pytest.mark.parametrize(("prefix", "language"), [("", "da"), ("/en", "en")])
def test_everything_that_a_caseworker_judges_is_named_with_its_evidence(
    client: FlaskClient, prefix: str, language: str
) -> None:
    page = client.get(f"{prefix}/become-approved").text
    judged = [each for each in versions()[-1].standards if each.kind is CheckKind.JUDGEMENT]
    assert judged
    for each in judged:
        assert re.search(
            rf"{each.name.text(language)}:</strong>\s*{re.escape(each.evidence.text(language))}", page
        )


def test_time_is_the_installations_and_too_few_cases_say_so(client: FlaskClient) -> None:
    page = client.get("/become-approved").text
    assert "inden for 30 arbejdsdage" in page
    assert "Ingen ansøgninger er afgjort de seneste 12 måneder." in page


@pytest.mark.parametrize("path", ["/", "/sign-in", "/standards", "/approvals"])
def test_page_is_found_from_where_companies_look(client: FlaskClient, path: str) -> None:
    assert 'href="/become-approved"' in client.get(path).text
