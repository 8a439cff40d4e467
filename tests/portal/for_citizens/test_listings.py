"""A listing's page says who wrote it; that of an invented actor says so and is kept out of search engines."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from matching.catalogue import make_catalogue
from matching.public_listing import CatalogueListing
from portal.for_citizens import listings
from tests.matching.listings import DAY, public_listing

NOINDEX = '<meta name="robots" content="noindex">'
NOT_CONFIRMED = "Siden er lavet ud fra offentlige oplysninger. Aktøren har ikke selv bekræftet dem."
Ask = Callable[[CatalogueListing, str], str]


@pytest.fixture
def page_of(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> Ask:
    """Give what a listing's page says in a language."""

    def ask(listing: CatalogueListing, root: str) -> str:
        monkeypatch.setattr(listings, "catalogue", lambda: make_catalogue(1, DAY, [listing]))
        return client.get(f"{root}/listings/{listing.slug}").get_data(as_text=True)

    return ask


def test_invented_actor_is_marked_in_the_title_and_not_indexed(page_of: Ask) -> None:
    page = page_of(public_listing("vejen", "Vejen"), "")
    assert "<title>Vejen (opdigtet aktør) - " in page
    assert NOINDEX in page


def test_real_actor_is_indexed_under_its_own_name(page_of: Ask) -> None:
    page = page_of(public_listing("vejen", "Vejen", simulated=False), "")
    assert "<title>Vejen - " in page
    assert NOINDEX not in page


def test_page_that_its_actor_has_not_written_does_not_speak_for_it(page_of: Ask) -> None:
    claimed = public_listing("vejen", simulated=False, description_da="Vi hjælper.", unverified=("support",))
    page = page_of(claimed, "")
    assert "Det siger aktøren" in page
    assert NOT_CONFIRMED not in page
    page = page_of(replace(claimed, slug="broen", claimed_on=None), "")
    assert "Det siger aktøren" not in page
    assert "Om aktøren" in page
    assert NOT_CONFIRMED in page
    assert "Vores kilde er usikker om:" in page


def test_ground_of_a_decision_is_said_to_be_danish_on_the_english_page(page_of: Ask) -> None:
    listing = public_listing("vejen")
    assert "(in Danish)" in page_of(listing, "/en")
    assert "(på dansk)" not in page_of(listing, "")


def test_fields_of_work_and_special_needs_are_told_on_the_page_or_said_not_to_be_stated(page_of: Ask) -> None:
    page = page_of(public_listing("vejen", fields=("it_tele",), accommodations=("teleslynge",)), "")
    assert "It og tele" in page
    assert "<strong>Teleslynge</strong>. Lyden går lige ind i dit høreapparat." in page
    english = page_of(public_listing("vejen", fields=("it_tele",), accommodations=("teleslynge",)), "/en")
    assert "IT and telecoms" in english
    assert "<strong>Hearing loop</strong>" in english
    silent = page_of(public_listing("broen"), "")
    assert "Aktøren har ikke oplyst, hvilke hensyn den kan tage." in silent
