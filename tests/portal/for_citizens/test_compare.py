"""Kinds of support stand beside each other, and silence is not taken for a no."""

from dataclasses import replace

import pytest
from flask import Flask

from matching.public_listing import CatalogueListing
from portal.for_citizens import compare
from portal.for_citizens.presenting import present
from providers.listings.content import SupportOffered
from tests.matching.listings import DAY, course, public_listing

MENTOR, TRAINING = "mentor", "virksomhedspraktik"


@pytest.fixture(autouse=True)
def _in_a_request(app: Flask) -> object:
    with app.test_request_context("/"):
        yield


def rows(*listings: CatalogueListing) -> dict[str, list[str]]:
    views = tuple(present(listing, "da", DAY) for listing in listings)
    return {name: [cell.text for cell in cells] for name, cells in compare.support_rows(views, DAY, "da")}


def test_each_kind_that_any_of_them_has_is_a_row_with_a_cell_for_all() -> None:
    one = public_listing("a", support=(course(MENTOR, 900),))
    other = public_listing("b", support=(SupportOffered(TRAINING, None),))
    assert rows(one, other) == {
        "Virksomhedspraktik": ["Tilbydes ikke", "Ja. Prisen er ikke oplyst."],
        "Mentorstøtte": ["Ja. Pris: 900 kr. for et forløb", "Tilbydes ikke"],
    }


def test_listing_that_its_actor_has_not_written_says_no_to_nothing() -> None:
    public = replace(
        public_listing("a", simulated=False, support=(SupportOffered(TRAINING, None),)), claimed_on=None
    )
    other = public_listing("b", support=(course(MENTOR, 900),))
    assert rows(public, other)["Mentorstøtte"] == ["Ikke oplyst", "Ja. Pris: 900 kr. for et forløb"]


def test_listing_without_any_support_has_stated_none() -> None:
    assert rows(public_listing("a"), public_listing("b", support=(course(MENTOR, 900),)))["Mentorstøtte"] == [
        "Ikke oplyst",
        "Ja. Pris: 900 kr. for et forløb",
    ]


def test_invented_listing_is_marked_where_its_name_stands_alone() -> None:
    invented, real = public_listing("a", "Vejen"), public_listing("b", "Broen", simulated=False)
    names = [compare.name_of_column(present(listing, "da", DAY)) for listing in (invented, real)]
    assert names == ["Vejen (opdigtet aktør)", "Broen"]
