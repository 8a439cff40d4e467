"""Every release that has been public stays readable, and whatever happened to it is told."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ratings.measured_results.codes import Measure, Missing
from ratings.measured_results.export import COLUMNS
from tests.factories.figures import hidden_figure, public_figure, publish
from tests.factories.releases import QUARTER, make_release

LATER = datetime(2026, 11, 9, 9, tzinfo=UTC)


def text_of(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.get_data(as_text=True)


def test_without_releases_the_page_says_so(client: FlaskClient) -> None:
    assert "Der er ikke kommet tal ud endnu." in text_of(client, "/results/releases")


def test_list_has_the_release_in_force_older_ones_and_what_happened(app: Flask, client: FlaskClient) -> None:
    first = publish(app, last_quarter=QUARTER + 1)
    second = publish(app, published_at=LATER)
    page = text_of(client, "/results/releases")
    assert page.index(f"Offentliggørelse {second}: ") < page.index(f"Offentliggørelse {first}: ")
    assert "Bruges nu" in page
    assert "Ældre offentliggørelse" in page
    assert f"9. november 2026: Offentliggørelse {second} kom ud." in " ".join(page.split())


def test_withdrawn_release_stays_with_its_note_and_leads_to_its_correction(
    app: Flask, client: FlaskClient
) -> None:
    note = "En aktør var talt to gange."
    old = publish(app, state="withdrawn", withdrawn_at=LATER, note=note)
    new = publish(app, published_at=LATER, corrects_id=old, note=note)
    listed, page = text_of(client, "/results/releases"), text_of(client, f"/results/releases/{old}")
    assert note in listed
    assert f"Den retter offentliggørelse {old}." in listed
    assert "Tallene blev trukket tilbage 9. november 2026. Brug dem ikke mere." in " ".join(page.split())
    assert note in page
    assert f'href="/results/releases/{new}"' in page
    assert f'href="/results/releases/{old}"' in text_of(client, f"/results/releases/{new}")
    disposition = client.get(f"/results/releases/{old}/figures.csv").headers["Content-Disposition"]
    assert f"release-{old}-withdrawn.csv" in disposition


def test_what_happened_says_what_a_correction_has_put_right(app: Flask, client: FlaskClient) -> None:
    old = publish(app, state="withdrawn", withdrawn_at=LATER, note="En fejl.")
    publish(app, published_at=LATER, corrects_id=old, note="Alle kommuner er med.")
    assert "Alle kommuner er med." in text_of(client, "/results/releases")


@pytest.mark.parametrize("ending", ["", "/figures.csv", "/figures.json"])
def test_release_that_is_not_public_does_not_exist(app: Flask, client: FlaskClient, ending: str) -> None:
    with app.extensions["portal"].database.transaction() as session:
        draft = make_release(session).id
        preview = make_release(session, state="preview").id
    for number in (draft, preview, 10**25):
        assert client.get(f"/results/releases/{number}{ending}").status_code == 404


def test_page_says_what_the_country_did_what_it_was_made_from_and_how_well_it_fits(
    app: Flask, client: FlaskClient
) -> None:
    number = publish(app, public_figure(), public_figure(measure=Measure.DURATION, share=None, weeks=18))
    page = text_of(client, f"/results/releases/{number}")
    assert "Af 100 personer var 42 i job efter et halvt år." in page
    assert "Halvdelen var i gang i højst 18 uger." in page
    assert "Tallene er simulerede." in page
    assert "Prøveregister" in page
    assert "a" * 64 in page
    assert "4 for hver 100" in page
    assert "74 ud af 100 gange" in page


def test_model_that_could_not_be_made_is_a_reason_and_counts_have_none(
    app: Flask, client: FlaskClient
) -> None:
    failed = publish(app, fits={"work_6": {"status": Missing.NOT_CONVERGED, "why": "x"}})
    counted = publish(app, fits={})
    assert "Vi kunne ikke regne ud, hvad man kunne vente." in text_of(client, f"/results/releases/{failed}")
    assert "Tallene er talt op." in text_of(client, f"/results/releases/{counted}")


def test_figure_that_the_file_lacks_says_so_and_is_of_nobody(app: Flask, client: FlaskClient) -> None:
    lacking = public_figure(measure=Measure.WORK_12, n=0, share=None, reason=Missing.NOT_TOLD)
    number = publish(app, public_figure(), lacking, fits={"work_12": {"status": Missing.NOT_TOLD}})
    page = text_of(client, f"/results/releases/{number}")
    assert page.count("Filen fra registeret har ikke tallet.") == 2
    assert "Det er for tidligt at måle." not in page
    assert ">0</td>" not in page


def test_fit_of_a_hidden_figure_is_not_told(app: Flask, client: FlaskClient) -> None:
    hidden = hidden_figure(level="national", organisation_id=None, listing_id=None)
    page = text_of(client, f"/results/releases/{publish(app, hidden)}")
    assert "4 for hver 100" not in page


def test_files_are_not_sent_twice_to_whoever_has_them(app: Flask, client: FlaskClient) -> None:
    number = publish(app)
    for ending, kind in (("csv", "text/csv"), ("json", "application/json")):
        path = f"/results/releases/{number}/figures.{ending}"
        answer = client.get(path)
        assert answer.mimetype == kind
        assert answer.headers["Cache-Control"] == "public, no-cache"
        again = client.get(path, headers={"If-None-Match": answer.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")


def test_program_gets_the_facts_of_the_release(app: Flask, client: FlaskClient) -> None:
    number = publish(app)
    told = client.get(f"/results/releases/{number}/figures.json").json
    assert told is not None
    assert told["release"]["first_quarter"] == "2025-Q1"
    assert told["release"]["simulated"] is True
    assert told["figures"][0]["share"] == 0.42


def test_page_and_terminal_give_the_same_columns_with_marks(app: Flask, client: FlaskClient) -> None:
    number = publish(app, state="withdrawn", withdrawn_at=LATER, note="Fejl.")
    lines = text_of(client, f"/results/releases/{number}/figures.csv").splitlines()
    assert lines[0] == ",".join(COLUMNS)
    row = dict(zip(COLUMNS, lines[1].split(","), strict=True))
    assert (row["simulated"], row["withdrawn"], row["share"]) == ("true", "true", "0.42")
    assert (row["observed"], row["expected"]) == ("", "")
