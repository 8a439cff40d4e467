"""The page cache keeps what is used and never grows past its limit."""

from hypothesis import given
from hypothesis import strategies as st

from portal.page_cache import OVERHEAD, KeptPage, PageCache


def page(body: bytes) -> KeptPage:
    return KeptPage("stamp", "front.front", 'W/"1"', (), body)


def test_a_kept_page_is_found_again() -> None:
    cache = PageCache(10 * OVERHEAD)
    cache.keep("front", page(b"hello"))
    assert cache.find("front") == page(b"hello")
    assert cache.find("other") is None


def test_the_page_unused_for_longest_goes_first() -> None:
    cache = PageCache(2 * (OVERHEAD + 5))
    cache.keep("a", page(b"12345"))
    cache.keep("b", page(b"12345"))
    cache.find("a")
    cache.keep("c", page(b"12345"))
    assert cache.find("a") is not None
    assert cache.find("b") is None


def test_a_limit_of_nothing_keeps_nothing() -> None:
    cache = PageCache(0)
    cache.keep("front", page(b"hello"))
    assert cache.find("front") is None


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.binary(max_size=60))))
def test_the_size_is_always_that_of_the_pages_and_within_the_limit(steps: list[tuple[str, bytes]]) -> None:
    cache = PageCache(3 * OVERHEAD + 100)
    for key, body in steps:
        cache.keep(key, page(body))
        kept = [found for key in "abcdef" if (found := cache.find(key)) is not None]
        assert cache.size == sum(each.size for each in kept) <= cache.limit
