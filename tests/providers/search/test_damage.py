"""A damaged index is said to be unavailable, and nothing worse happens."""

import os
import random
import shutil
import time
from pathlib import Path

import pytest

from providers.search.index import IndexUnavailable, SearchIndex
from tests.providers.search.indexes import ask, ask_everything, document, found, index_of
from tests.providers.search.synthetic import synthetic_documents


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.name != "lock")


@pytest.mark.parametrize("damage", ["emptied", "halved", "overwritten", "removed"])
def test_damaged_file_makes_the_index_unavailable(tmp_path: Path, damage: str) -> None:
    index_of(tmp_path / "sound", *synthetic_documents(20))
    for path in files(tmp_path / "sound"):
        shutil.copytree(tmp_path / "sound", tmp_path / "hurt")
        hurt = tmp_path / "hurt" / path.relative_to(tmp_path / "sound")
        held = hurt.read_bytes()
        if damage == "removed":
            hurt.unlink()
        else:
            kept = {"emptied": b"", "halved": held[: len(held) // 2], "overwritten": b"\xff" * len(held)}
            hurt.write_bytes(kept[damage])
        with pytest.raises(IndexUnavailable):
            ask_everything(SearchIndex(tmp_path / "hurt"))
        shutil.rmtree(tmp_path / "hurt")


def test_damaged_index_is_refused_at_once_until_it_is_built_anew(tmp_path: Path) -> None:
    index_of(tmp_path, document(1, name="Karate"))
    for path in tmp_path.glob("build-*/*.seg"):
        path.write_bytes(b"damaged")
    reader = SearchIndex(tmp_path)
    with pytest.raises(IndexUnavailable):
        ask(reader, "karate")
    began = time.perf_counter()
    for _ in range(100):
        with pytest.raises(IndexUnavailable, match="a moment ago"):
            ask(reader, "karate")
    assert time.perf_counter() - began < 1
    index_of(tmp_path, document(2, name="Karate"))
    assert found(reader, "karate") == [2]


def test_file_damaged_anywhere_gives_no_other_error(tmp_path: Path) -> None:
    index_of(tmp_path, *synthetic_documents(20))
    seeded, refused = random.Random(11), 0
    for path in files(tmp_path):
        sound = path.read_bytes()
        for _ in range(25):
            hurt = bytearray(sound)
            for _ in range(seeded.choice((1, 4, 64))):
                hurt[seeded.randrange(len(hurt))] = seeded.randrange(256)
            path.write_bytes(hurt)
            try:
                ask_everything(SearchIndex(tmp_path))
            except IndexUnavailable:
                refused += 1
        path.write_bytes(sound)
    assert refused > 20
    ask_everything(SearchIndex(tmp_path))


def test_file_damaged_under_an_open_index_gives_no_other_error(tmp_path: Path) -> None:
    index = index_of(tmp_path, *synthetic_documents(20))
    ask(index, "rådgiver")
    for path in tmp_path.glob("build-*/*"):
        os.truncate(path, path.stat().st_size // 3)
    with pytest.raises(IndexUnavailable):
        ask_everything(index)
