"""Files of results are handed in on a page, followed, and refused with every reason."""

import io

import pytest

from portal.database import Database
from portal.for_authority import result_imports
from portal.for_authority.result_words import reason_label
from portal.jobs.tasks import Tasks
from portal.locale import speaking
from ratings.measured_results.register_files.problems import Reason
from tests.factories.releases import make_upload
from tests.factories.results import OBSERVED_UNTIL, make_actors, make_spells, write_csv
from tests.portal.for_authority.conftest import Desk
from tests.support.people import FROM_OUR_PAGE

UPLOAD = "/authority/results/upload"
FACTS = {"source": "Prøveregister", "observed_until": OBSERVED_UNTIL.isoformat(), "simulated": "y"}

AHEAD = """kind = "spells"
source = "Prøveregister"
observed_until = 2999-01-01

[fields]
person = "borger"
organisation = "aktør"
target_group = "målgruppe"
referred_on = "henvist"
"""


def hand_in(desk: Desk, content: bytes, **facts: str) -> str:
    data = {**FACTS, **facts, "file": (io.BytesIO(content), "resultater.csv")}
    response = desk.browser.post(UPLOAD, data, content_type="multipart/form-data")
    assert response.status_code == 303
    return str(response.location)


@pytest.fixture
def content(database: Database, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Give a file of ten courses."""
    with database.transaction() as session:
        make_actors(session)
    return write_csv(tmp_path_factory.mktemp("files") / "courses.csv", make_spells(10)).read_bytes()


def test_file_waits_and_is_then_in_the_list(caseworker: Desk, content: bytes) -> None:
    page = hand_in(caseworker, content)
    assert "Venter på at blive læst" in caseworker.browser.get(page).text
    Tasks(caseworker.browser.state).run_next()
    assert "10 af 10 rækker er med" in caseworker.browser.get(page).text
    shown = caseworker.browser.get("/authority/results").text
    assert "Prøveregister" in shown
    assert "resultater.csv" in shown
    again = hand_in(caseworker, content)
    Tasks(caseworker.browser.state).run_next()
    assert "Intet er lagt til" in caseworker.browser.get(again).text


def test_page_that_follows_a_file_keeps_its_language(caseworker: Desk, content: bytes) -> None:
    page = f"/en{hand_in(caseworker, content)}"
    assert f'href="{page}?"' in caseworker.browser.get(page).text


def test_wrong_rows_are_shown_and_can_be_taken_along(caseworker: Desk, content: bytes) -> None:
    page = hand_in(caseworker, content.replace(b"sygedagpenge", b"findes-ikke"))
    Tasks(caseworker.browser.state).run_next()
    shown = caseworker.browser.get(page).text
    assert "Fejl i filen: 10" in shown
    assert "Det er ikke en målgruppe." in shown
    listed = caseworker.browser.get(f"{page}/rejects.csv")
    assert listed.text.count("unknown_target_group") == 10


def test_no_cell_of_the_reject_list_is_a_formula(auditor: Desk, database: Database) -> None:
    with database.transaction() as session:
        number = make_upload(session).id
    assert ";'=1+1;" in auditor.browser.get(f"/authority/results/uploads/{number}/rejects.csv").text


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"source": " "}, "Skriv, hvor tallene kommer fra."),
        ({"observed_until": ""}, "Skriv den sidste dag, registrene fortæller om."),
        ({"observed_until": "2999-01-01"}, "Dagen kan ikke ligge i fremtiden."),
        ({"mapping": AHEAD, "observed_until": ""}, "Registrenes sidste dag kan ikke ligge i fremtiden."),
        ({"mapping": "kind = 1"}, "kind: must be one of"),
        ({"mapping": 'kind = "spells"\nsource = Prøve'}, "Linje 2 er ikke TOML."),
    ],
)
def test_what_is_missing_is_asked_for_and_what_was_typed_stays(
    caseworker: Desk, facts: dict[str, str], sentence: str
) -> None:
    data = {**FACTS, "source": "Mit register", **facts, "file": (io.BytesIO(b"x"), "a.csv")}
    response = caseworker.browser.post(UPLOAD, data, content_type="multipart/form-data")
    assert response.status_code == 400
    assert sentence in response.text
    assert "Mit register" in response.text or "source" in facts


def test_without_a_file_there_is_nothing_to_read(caseworker: Desk) -> None:
    response = caseworker.browser.post(UPLOAD, FACTS)
    assert response.status_code == 400
    assert "Vælg en fil." in response.text


def test_file_that_is_too_large_is_told_so(caseworker: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(result_imports, "LARGEST_UPLOAD", 1_000)
    data = {**FACTS, "file": (io.BytesIO(b"x" * 2_000), "a.csv")}
    response = caseworker.browser.post(UPLOAD, data, content_type="multipart/form-data")
    assert response.status_code == 413
    assert "En fil må højst fylde" in response.text


def test_file_larger_than_any_other_form_comes_in(caseworker: Desk) -> None:
    fields = {**FACTS, "csrf_token": caseworker.browser.token(UPLOAD)}
    part = '--x\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n'
    parts = [part % field for field in fields.items()]
    head = '--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'
    body = ("".join(parts) + head).encode() + b"x" * 2_000_000 + b"\r\n--x--\r\n"
    sent = caseworker.browser.client.post(
        UPLOAD, data=body, content_type="multipart/form-data; boundary=x", headers=FROM_OUR_PAGE
    )
    assert sent.status_code == 303


def test_nobody_else_may_send_so_much(caseworker: Desk) -> None:
    response = caseworker.browser.post("/sign-out", {"x": "x" * 2_000_000}, page="/authority")
    assert response.status_code == 413


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("reason", Reason)
def test_every_reason_is_said_in_words(language: str, reason: Reason) -> None:
    with speaking(language):
        assert reason_label(reason) != reason.value
