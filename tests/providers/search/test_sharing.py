"""Any number of processes and threads read the index while one writes it."""

import multiprocessing
import os
import signal
import subprocess
import sys
import textwrap
import threading
from pathlib import Path

import pytest

from providers.search.index import IndexBusy, SearchIndex
from tests.providers.search.indexes import ask, ask_everything, document, found, index_of
from tests.providers.search.synthetic import synthetic_documents


def test_second_writer_waits_and_then_says_why_it_gives_up(tmp_path: Path) -> None:
    index = index_of(tmp_path, document(1))
    with index.writing():
        second = SearchIndex(tmp_path).writing(patience=0.1)
        with pytest.raises(IndexBusy, match="try again"):
            second.__enter__()


def test_second_writer_gets_its_turn(tmp_path: Path) -> None:
    index, both_began = index_of(tmp_path), threading.Barrier(2)

    def write(number: int) -> None:
        both_began.wait()
        with SearchIndex(tmp_path).writing() as writing:
            writing.add(document(number, name="Karate"), "new")

    writers = [threading.Thread(target=write, args=(number,)) for number in (1, 2)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert found(index, "karate") == [1, 2]


DIES_WHILE_WRITING = """
    import os, sys
    from pathlib import Path
    from providers.search.index import SearchIndex
    from tests.providers.search.indexes import document
    index = SearchIndex(Path(sys.argv[1]))
    with getattr(index, sys.argv[2])() as writing:
        writing.add(document(2, name="Karate"), "never")
        os.kill(os.getpid(), 9)
"""


@pytest.mark.parametrize("change", ["writing", "rebuilding"])
def test_writer_that_dies_leaves_no_lock_and_no_half_change(tmp_path: Path, change: str) -> None:
    index = index_of(tmp_path, document(1, name="Karate"))
    died = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(DIES_WHILE_WRITING), str(tmp_path), change],
        check=False,
        cwd=Path(__file__).parents[3],
    )
    assert died.returncode == -signal.SIGKILL
    assert found(index, "karate") == [1]
    with index.writing(patience=1) as writing:
        writing.add(document(3, name="Karate"), "new")
    assert found(index, "karate") == [1, 3]
    with index.rebuilding() as writing:
        writing.add(document(4, name="Karate"), "new")
    assert found(index, "karate") == [4]
    assert len(list(tmp_path.glob("build-*"))) == 1


def read_until_told(
    folder: Path, stop: "multiprocessing.synchronize.Event", out: "multiprocessing.Queue[object]"
) -> None:
    """Search over and over; each state of the index has 10 listings of one name."""
    index, states = SearchIndex(folder), set()
    try:
        while not stop.is_set():
            hits = ask(index, "karate")
            names = {number // 100 for number in hits.listing_ids.tolist()}
            assert len(hits.listing_ids) == 10
            assert len(names) == 1
            states |= names
        out.put(len(states))
    except BaseException as error:  # noqa: BLE001 - the test wants to see whatever went wrong
        out.put(repr(error))


def test_two_processes_read_whole_states_while_one_writes(tmp_path: Path) -> None:
    def state(number: int) -> list[int]:
        return [number * 100 + place for place in range(10)]

    index = index_of(tmp_path, *(document(listing, name="Karate") for listing in state(1)))
    context = multiprocessing.get_context("spawn")
    stop, out = context.Event(), context.Queue()
    readers = [context.Process(target=read_until_told, args=(tmp_path, stop, out)) for _ in range(2)]
    for reader in readers:
        reader.start()
    for number in range(2, 42):
        with index.rebuilding() if number % 10 == 0 else index.writing() as writing:
            for old in writing.editions:
                writing.remove(old)
            for listing in state(number):
                writing.add(document(listing, name="Karate"), "new")
    stop.set()
    answers = [out.get(timeout=60) for _ in readers]
    for reader in readers:
        reader.join()
    assert all(isinstance(answer, int) for answer in answers), answers


def test_threads_search_while_the_index_changes(tmp_path: Path) -> None:
    index, errors = index_of(tmp_path, *synthetic_documents(30)), []
    stop = threading.Event()

    def search() -> None:
        try:
            while not stop.is_set():
                ask_everything(index)
        except BaseException as error:  # noqa: BLE001 - the test wants to see whatever went wrong
            errors.append(error)

    threads = [threading.Thread(target=search) for _ in range(2)]
    for thread in threads:
        thread.start()
    for number in range(6):
        with index.writing() as writing:
            writing.add(document(1000 + number), "new")
    stop.set()
    for thread in threads:
        thread.join()
    assert errors == []


def test_process_that_was_forked_reads_for_itself(tmp_path: Path) -> None:
    index = index_of(tmp_path, *synthetic_documents(30))
    ask(index, "rådgiver")
    children = []
    for _ in range(3):
        child = os.fork()
        if not child:
            try:
                for entry in WORDS_FOR_CHILDREN:
                    ask(index, entry)
                os._exit(0)
            except BaseException:  # noqa: BLE001 - a forked child must end here and say that it failed
                os._exit(1)
        children.append(child)
    assert [os.waitpid(child, 0)[1] for child in children] == [0, 0, 0]


WORDS_FOR_CHILDREN = [
    text for text in ("mentor", "job", "praktik", "stress", "sygemeldt", "kursus") for _ in "ab"
]
