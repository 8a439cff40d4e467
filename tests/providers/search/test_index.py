"""The index on disk: any number of readers, one writer, no deleted listing found, damage told plainly."""

import random
import shutil
import stat
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from providers.search.index import IndexUnavailable, IndexWriting, SearchIndex
from providers.search.query import understand
from tests.providers.search.indexes import ask, ask_everything, document, found, index_of
from tests.providers.search.synthetic import synthetic_documents


def test_changes_are_found_at_once_and_deleted_listings_never(tmp_path: Path) -> None:
    index = index_of(tmp_path, document(1, name="Karate"), document(2, name="Karate"))
    reader = SearchIndex(tmp_path)
    assert found(reader, "karate") == [1, 2]
    with index.writing() as writing:
        writing.remove(1)
        writing.add(document(2, name="Judo"), "next")
        writing.add(document(3, name="Karate"), "next")
    assert found(reader, "karate") == [3]
    assert found(reader, "judo") == [2]
    assert found(index, "karate judo") == [2, 3]


def test_nobody_else_on_the_machine_can_look_into_a_new_index(tmp_path: Path) -> None:
    index_of(tmp_path / "index", document(1, name="Karate"))
    assert stat.S_IMODE((tmp_path / "index").stat().st_mode) == 0o700


def test_listing_that_is_taken_out_again_and_again_stays_out(tmp_path: Path) -> None:
    index = index_of(tmp_path, *(document(number, name="Karate") for number in range(1, 31)))
    left = set(range(1, 31))
    for number in random.Random(5).sample(sorted(left), 25):
        with index.writing() as writing:
            if number % 3:
                writing.remove(number)
                left.discard(number)
            else:
                writing.add(document(number, name=f"Karate nummer {number}"), f"again-{number}")
        assert set(found(index, "karate")) == left
        assert {*left} == set(found(SearchIndex(tmp_path), "karate"))


def test_index_changed_bit_by_bit_answers_like_one_built_at_once(tmp_path: Path) -> None:
    documents = list(synthetic_documents(40))
    at_once = index_of(tmp_path / "one", *documents)
    bit_by_bit = index_of(tmp_path / "other")
    for entry in reversed(documents):
        with bit_by_bit.writing() as writing:
            writing.add(entry, f"edition-{entry.version_id}")
    for question in ("rådgiver", "hjælp job", "sygemeldt aarhus", "8000"):
        one, other = ask(at_once, question), ask(bit_by_bit, question)
        assert one.listing_ids.tolist() == other.listing_ids.tolist()
        assert one.scores == pytest.approx(other.scores, rel=0.05)


def test_generation_moves_with_each_change_and_stays_without_one(tmp_path: Path) -> None:
    index = index_of(tmp_path, document(1))
    before = index.generation()
    with index.writing() as writing:
        assert writing.editions == {1: "edition-1"}
        writing.remove(99)
    assert index.generation() == before == SearchIndex(tmp_path).generation()
    with index.writing() as writing:
        writing.remove(1)
    assert index.generation() != before


class Interrupted(Exception):
    """Whatever may happen in the middle of a change."""


def begin_and_fail(change: Callable[[], AbstractContextManager[IndexWriting]]) -> None:
    with change() as writing:
        writing.add(document(2, name="Karate"), "new")
        raise Interrupted


def test_writing_that_fails_changes_nothing_and_lets_the_next_one_write(tmp_path: Path) -> None:
    index = index_of(tmp_path, document(1, name="Karate"))
    for change in (index.writing, index.rebuilding):
        before = index.generation()
        with pytest.raises(Interrupted):
            begin_and_fail(change)
        assert index.generation() == before
        assert found(index, "karate") == [1]
    with index.writing() as writing:
        writing.add(document(2, name="Karate"), "new")
    assert found(index, "karate") == [1, 2]
    assert len(list(tmp_path.glob("build-*"))) == 1


def test_rebuilding_leaves_no_old_files_and_searches_go_on(tmp_path: Path) -> None:
    index = index_of(tmp_path, document(1, name="Karate", summary_da="Kom til karate nu"))
    reader = SearchIndex(tmp_path)
    assert found(reader, "karate") == [1]
    with index.rebuilding() as writing:
        writing.add(document(2, name="Karate"), "new")
        assert found(reader, '"kom til karate"') == [1]
    assert found(reader, "karate") == [2]
    assert len(list(tmp_path.glob("build-*"))) == 1


def test_empty_index_answers_with_nothing(tmp_path: Path) -> None:
    index = index_of(tmp_path)
    ask_everything(index)
    assert found(index, "mentor") == found(index, "aarhus") == []


def write_nothing(index: SearchIndex) -> None:
    with index.writing():
        pass


UNDERSTOOD = understand("mentor")
CALLS: dict[str, Callable[[SearchIndex], object]] = {
    "generation": lambda index: index.generation(),
    "find": lambda index: index.find(UNDERSTOOD),
    "did_you_mean": lambda index: index.did_you_mean(UNDERSTOOD),
    "mark": lambda index: index.mark("mentor", UNDERSTOOD),
    "writing": write_nothing,
}


@pytest.mark.parametrize("call", CALLS)
def test_missing_index_is_unavailable(tmp_path: Path, call: str) -> None:
    with pytest.raises(IndexUnavailable, match="index rebuild"):
        CALLS[call](SearchIndex(tmp_path / "nowhere"))


def test_index_that_vanishes_is_unavailable_and_comes_back(tmp_path: Path) -> None:
    index = index_of(tmp_path / "index", document(1, name="Karate"))
    assert found(index, "karate") == [1]
    shutil.rmtree(tmp_path / "index")
    with pytest.raises(IndexUnavailable):
        ask(index, "karate")
    index_of(tmp_path / "index", document(2, name="Karate"))
    assert found(index, "karate") == [2]
