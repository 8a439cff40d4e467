"""A skeleton gives what the template would have given, and refuses what does not fit its slots."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from portal.skeleton import Html, Skeleton, SkeletonError, html, joined, number_slot, slot


def test_slots_are_filled_by_name_wherever_they_stand() -> None:
    skeleton = Skeleton(f"<p>{slot('a')} og {slot('b')}</p><i>{slot('a')}</i>")
    assert skeleton.fill({"a": html("æ"), "b": html("<b>")}) == "<p>æ og &lt;b&gt;</p><i>æ</i>".encode()


def test_numbers_need_no_escaping() -> None:
    skeleton = Skeleton(f"({number_slot('n')}) {slot('t')}")
    assert skeleton.fill({"n": 12, "t": html("x")}) == b"(12) x"


def test_values_come_in_the_order_of_their_names_wherever_the_slots_stand() -> None:
    skeleton = Skeleton(f"{slot('b')} ({number_slot('a')}) {slot('b')}")
    assert skeleton.filler(["a", "unused", "b"])([12, html("y"), html("x")]) == b"x (12) x"
    assert Skeleton(str(number_slot("a"))).filler(["a"])([7]) == b"7"


def test_per_cent_signs_of_the_page_stay() -> None:
    assert Skeleton(f"100 % {slot('a')} %s %(a)s").fill({"a": html("5 %")}) == b"100 % 5 % %s %(a)s"


def test_the_indentation_of_templates_is_left_out() -> None:
    assert Skeleton("  <ul>\n    <li>a\n\n      b</li>\n  </ul>\n").fill({}) == b"<ul>\n<li>a\nb</li>\n</ul>"


def test_markup_is_not_escaped_again() -> None:
    assert html(Markup("<b>a</b>")) == b"<b>a</b>"
    assert joined([Html(b"a"), Html(b"b")]) == b"ab"


@pytest.mark.parametrize("values", [{}, {"b": html("x")}])
def test_a_slot_without_a_value_is_named(values: dict[str, Html]) -> None:
    with pytest.raises(SkeletonError, match="a"):
        Skeleton(str(slot("a"))).fill(values)


@pytest.mark.parametrize("values", [[], [1, 2]])
def test_as_many_values_as_names_are_needed(values: list[int]) -> None:
    with pytest.raises(SkeletonError, match="1 names"):
        Skeleton(str(number_slot("n"))).filler(["n"])(values)


def test_every_slot_needs_a_name() -> None:
    with pytest.raises(SkeletonError, match="n"):
        Skeleton(str(number_slot("n"))).filler(["a"])


def test_a_text_in_the_place_of_a_number_is_refused() -> None:
    with pytest.raises(SkeletonError):
        Skeleton(str(number_slot("n"))).fill({"n": html("one")})
    with pytest.raises(SkeletonError):
        Skeleton(str(number_slot("n"))).filler(["n"])([html("one")])


@given(st.text(), st.text())
def test_what_is_filled_in_is_exactly_the_escaped_text(first: str, second: str) -> None:
    texts = [text.encode("utf-8", "replace").decode() for text in (first, second)]
    filled = Skeleton(f"{slot('a')}|{slot('b')}").fill({"a": html(texts[0]), "b": html(texts[1])})
    assert filled.decode() == f"{escape(texts[0])}|{escape(texts[1])}"
