"""The address of the search page says everything, and nothing impossible in it is an error."""

from urllib.parse import parse_qsl

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from matching.facets import Facet
from matching.orders import Sort
from portal.for_citizens.address import Asked, Links, read

pytestmark = pytest.mark.sqlite_only

KNOWN = {
    Facet.MUNICIPALITY: ["101", "751"],
    Facet.TARGET_GROUP: ["sygedagpenge", "dagpenge"],
    Facet.SUPPORT: ["mentor"],
    Facet.FIELD: ["handel"],
    Facet.ACCOMMODATION: ["trinfri"],
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
    assert found.parts() == {}


def test_words_and_choices_are_read() -> None:
    found = asked("q=+sygemeldt++aarhus&municipality=751&municipality=101&places=1&sort=name&page=3&view=map")
    assert found.text == "sygemeldt aarhus"
    assert found.chosen[Facet.MUNICIPALITY] == ("101", "751")
    assert (found.free_places, found.sort, found.page, found.view) == (True, Sort.NAME, 3, "map")


def test_the_request_carries_every_choice() -> None:
    asked_for = "municipality=751&support=mentor&kind=other&language=ar&format=video"
    request = asked(f"{asked_for}&field=handel&accommodation=trinfri").request(20)
    assert request.filters.municipalities == {"751"}
    assert request.filters.support == {"mentor"}
    assert request.filters.fields == {"handel"}
    assert request.filters.accommodations == {"trinfri"}
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
    assert found.parts() == {}


def test_a_text_that_is_too_long_is_cut_with_a_notice() -> None:
    found = asked("q=" + "cv+" * 200)
    assert len(found.text) <= 300
    assert len(found.notices) == 1


QUESTION = "q=cv&municipality=101&municipality=751&target_group=dagpenge&places=1&sort=waiting_time&view=map"


def links(query: str) -> Links:
    return Links(asked(query), "/search")


def test_an_address_reads_back_to_itself() -> None:
    url = links(QUESTION).other_page() + "2"
    again = asked(url.removeprefix("/search?"))
    assert again == asked(QUESTION + "&page=2")


def test_words_survive_an_address_whatever_they_hold() -> None:
    found = asked("q=a%26b+%3D+%C3%A6%25")
    assert found.text == "a&b = æ%"
    assert asked(Links(found, "/search").first_page().removeprefix("/search?")).text == found.text


def test_taking_a_choice_back_keeps_the_others_and_begins_at_the_first_page() -> None:
    found = asked(links(QUESTION + "&page=4").without("municipality", "751").removeprefix("/search?"))
    assert found.chosen[Facet.MUNICIPALITY] == ("101",)
    assert found.chosen[Facet.TARGET_GROUP] == ("dagpenge",)
    assert found.page == 1


def test_taking_all_choices_back_keeps_the_words() -> None:
    assert links(QUESTION).without_choices() == "/search?q=cv&view=map"
    assert links("municipality=751").without_choices() == "/search"


def test_choosing_a_municipality_on_the_map_replaces_those_before_and_shows_the_list() -> None:
    found = asked(links(QUESTION).only(Facet.MUNICIPALITY, "751").removeprefix("/search?"))
    assert found.chosen[Facet.MUNICIPALITY] == ("751",)
    assert found.view == "list"
    assert found.text == "cv"


def test_map_and_list_are_the_same_question() -> None:
    assert asked(links(QUESTION).view("list").removeprefix("/search?")).view == "list"
    assert asked(links("q=cv").view("map").removeprefix("/search?")).view == "map"


def test_other_words_keep_the_choices() -> None:
    found = asked(links(QUESTION).words("mentor & støtte").removeprefix("/search?"))
    assert found.text == "mentor & støtte"
    assert found.chosen[Facet.MUNICIPALITY] == ("101", "751")


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
