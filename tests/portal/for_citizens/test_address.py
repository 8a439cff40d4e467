"""The address of the search page says everything, and nothing impossible in it is an error."""

from urllib.parse import parse_qsl

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from matching.facets import Facet
from matching.orders import Sort
from portal.for_citizens.address import Asked, read

pytestmark = pytest.mark.sqlite_only

KNOWN = {
    Facet.MUNICIPALITY: ["101", "751"],
    Facet.TARGET_GROUP: ["sygedagpenge", "dagpenge"],
    Facet.SUPPORT: ["mentor"],
    Facet.KIND: ["municipality", "other"],
    Facet.FORMAT: ["video"],
    Facet.LANGUAGE: ["da", "ar"],
}


@pytest.fixture(autouse=True)
def _in_a_request(app: Flask):  # type: ignore[no-untyped-def]
    with app.test_request_context():
        yield


def asked(query: str) -> Asked:
    return read(MultiDict(parse_qsl(query, keep_blank_values=True)), KNOWN)


def test_an_empty_address_asks_for_everything_in_the_usual_order() -> None:
    found = asked("")
    assert found.text == ""
    assert found.sort is Sort.RELEVANCE
    assert found.page == 1
    assert found.notices == ()
    assert found.query() == ""


def test_words_and_choices_are_read() -> None:
    found = asked("q=+sygemeldt++aarhus&municipality=751&municipality=101&places=1&sort=name&page=3&view=map")
    assert found.text == "sygemeldt aarhus"
    assert found.chosen[Facet.MUNICIPALITY] == ("101", "751")
    assert (found.free_places, found.sort, found.page, found.view) == (True, Sort.NAME, 3, "map")


def test_the_request_carries_every_choice() -> None:
    request = asked("municipality=751&support=mentor&kind=other&language=ar&format=video").request(20)
    assert request.filters.municipalities == {"751"}
    assert request.filters.support == {"mentor"}
    assert request.filters.kinds == {"other"}
    assert request.filters.languages == {"ar"}
    assert request.filters.formats == {"video"}


@pytest.mark.parametrize(
    "query",
    ["municipality=999", "kind=wizard", "sort=random", "page=0", "page=-1", "page=1e9", "view=3d",
     "places=many", "page=9999999999999"],
)  # fmt: skip
def test_what_is_impossible_is_ignored_with_a_notice(query: str) -> None:
    found = asked(query)
    assert len(found.notices) == 1
    assert found.query() == ""


def test_a_text_that_is_too_long_is_cut_with_a_notice() -> None:
    found = asked("q=" + "cv+" * 200)
    assert len(found.text) <= 300
    assert len(found.notices) == 1


def test_an_address_reads_back_to_itself() -> None:
    found = asked("q=cv&municipality=751&target_group=dagpenge&places=1&sort=waiting_time&view=map&page=2")
    again = asked(found.query().removeprefix("?"))
    assert again == found


def test_taking_a_choice_back_begins_at_the_first_page() -> None:
    found = asked("municipality=751&municipality=101&page=4").without(Facet.MUNICIPALITY, "751")
    assert found.chosen[Facet.MUNICIPALITY] == ("101",)
    assert found.page == 1


def test_choosing_a_municipality_on_the_map_replaces_the_one_before() -> None:
    found = asked("municipality=751&page=4").with_only(Facet.MUNICIPALITY, "101")
    assert found.chosen[Facet.MUNICIPALITY] == ("101",)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["q", "page", "sort", "view", "places", *(facet.value for facet in Facet)]),
            st.text(max_size=400),
        ),
        max_size=6,
    )
)
def test_no_address_is_an_error(pairs: list[tuple[str, str]]) -> None:
    found = read(MultiDict(pairs), KNOWN)
    assert len(found.text) <= 300
    assert found.page >= 1
