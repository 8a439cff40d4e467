"""The page cache keeps what is used and never grows past its limit."""

from hypothesis import given
from hypothesis import strategies as st

from portal.page_cache import PageCache


def test_a_kept_page_is_found_again() -> None:
    cache = PageCache(100)
    cache.keep("front", b"hello")
    assert cache.find("front") == b"hello"
    assert cache.find("other") is None


def test_the_page_unused_for_longest_goes_first() -> None:
    cache = PageCache(10)
    cache.keep("a", b"12345")
    cache.keep("b", b"12345")
    cache.find("a")
    cache.keep("c", b"12345")
    assert cache.find("a") is not None
    assert cache.find("b") is None


def test_a_limit_of_nothing_keeps_nothing() -> None:
    cache = PageCache(0)
    cache.keep("front", b"hello")
    assert cache.find("front") is None


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.binary(max_size=60))))
def test_the_size_is_always_that_of_the_pages_and_within_the_limit(
    steps: list[tuple[str, bytes]],
) -> None:
    cache = PageCache(100)
    for key, page in steps:
        cache.keep(key, page)
        kept = [found for key in "abcdef" if (found := cache.find(key)) is not None]
        assert cache.size == sum(map(len, kept)) <= 100
