"""Whatever is typed, there is an answer within two seconds."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from providers.search.index import SearchIndex
from providers.search.query import understand
from tests.providers.search.indexes import index_of
from tests.providers.search.synthetic import WORDS, synthetic_documents

SECONDS = 2.0

CORPUS = [
    # What a query language would read as its own.
    "AND", "OR NOT", "NOT", "a AND", "((((", "))))", "(a OR (b AND", "title:", "name:*", "*:*", "*", "?",
    "a*b?c", "[a TO", "[TO]", "{a TO b}", "{* TO *}", "<a", ">=", "a^", "a^99999999999999999999", "^^^", "~",
    "a~9", '"a b"~', '"a b"~999999999', "'", "''", "'a", "\\", "\\\\", "a\\", "+", "-", "--", "+-+",
    "a:b:c:d", "listing_id:1", "codes:municipality", "_stored:x", "r'", 'r"(a+)+$"', "/(a+)+$/",
    "date:[19 to 20]", "&&", "||", "!", "@", "#",
    # What a database, a page, a shell or a template would read as its own.
    "'; DROP TABLE listing; --", "1' OR '1'='1", "%", "_", "%%%%", "<script>alert(1)</script>", "{{7*7}}",
    "${x}", "%s%s%n", "../../etc/passwd", "$(reboot)", "`id`", "\r\nSet-Cookie: a=b", "<!--", "]]>", "&lt;",
    # What is hard to read at all.
    "", " ", "\t\n", "\x00", "\x00" * 300, "\ud800", "\udfff\ud800", "\ufeff", "\u202e\u202d",
    "\u200b" * 300, "\u0301" * 300, "a\u0301" * 150, "A\u030a" * 150, "ﬁﬀ", "ﷺ" * 300, "İıßẞ", "🙂" * 100,
    "👩\u200d👩\u200d👧\u200d👦", "漢字", "العربية", "א", "ｆｕｌｌ", "𝒻𝒶𝓃𝒸𝓎", "²½", "٣٤٥٦",
    "e\u0301\u0302" * 100,
    # Much of one thing.
    "a" * 300, "a " * 150, "ø" * 300, "aarhus " * 60, "8000 " * 60, "i " * 150, '"' * 300, '" ' * 150,
    '"a" ' * 75, "( " * 150, "job " * 75, "og " * 100, "a-" * 150, "a kasse " * 40, "é" * 100_000,
    "x" * 1_000_000, "nykøbing " * 30, "Nykøbing F " * 25, "ry i " * 60, "9" * 300, "1234 " * 60, "'" * 300,
    "s's" * 100, "sygemledt jobcentr metnor praktk kursu ",
]  # fmt: skip


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> SearchIndex:
    return index_of(tmp_path_factory.mktemp("index"), *synthetic_documents(300))


def answer(index: SearchIndex, text: str) -> float:
    """Ask everything that a page asks, and give the seconds it took."""
    began = time.perf_counter()
    understood = understand(text)
    hits = index.find(understood)
    index.did_you_mean(understood)
    index.mark(text[:500], understood)
    index.mark("Vi hjælper dig i job i Aarhus.", understood)
    assert hits.listing_ids.size == hits.scores.size
    assert (hits.matched == "none") == (hits.listing_ids.size == 0)
    return time.perf_counter() - began


@pytest.mark.parametrize("text", CORPUS, ids=range(len(CORPUS)))
def test_hostile_text_gets_an_answer_in_time(index: SearchIndex, text: str) -> None:
    assert answer(index, text) < SECONDS


@settings(max_examples=300, deadline=None)
@given(text=st.text(max_size=400))
def test_any_text_gets_an_answer_in_time(index: SearchIndex, text: str) -> None:
    assert answer(index, text) < SECONDS


PIECES = st.sampled_from(
    [
        *WORDS[:200],
        "Aarhus",
        "8000",
        "Nykøbing",
        "F",
        "i",
        "nær",
        '"',
        "(",
        ")",
        "*",
        ":",
        "~",
        "^",
        "a-kasse",
        "vejen",
    ]
)


@settings(max_examples=300, deadline=None)
@given(pieces=st.lists(PIECES, max_size=80), between=st.sampled_from([" ", "", "-", '" "', "\n"]))
def test_any_mixture_of_real_words_gets_an_answer_in_time(
    index: SearchIndex, pieces: list[str], between: str
) -> None:
    assert answer(index, between.join(pieces)) < SECONDS
