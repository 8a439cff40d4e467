"""Cells of a file as they stand: each different text of a column once, and a code for each row."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.integer[Any]]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class RawColumn:
    """N cells: `texts` are the different ones, `codes` (N,) say which stands where; -1 is an empty cell."""

    texts: list[str]
    codes: Whole

    def text(self, index: int) -> str:
        """Give the text of one cell."""
        code = int(self.codes[index])
        return self.texts[code] if code >= 0 else ""

    def each(self) -> list[str]:
        """Give the text of every cell."""
        found: list[str] = np.array([*self.texts, ""], dtype=object)[self.codes].tolist()
        return found


@dataclass(frozen=True, slots=True)
class RawChunk:
    """Some rows of a file: their numbers (N,), the file's first being 1, and their columns by name."""

    rows: Whole
    columns: Mapping[str, RawColumn]

    def __len__(self) -> int:
        return len(self.rows)


def constant(text: str, length: int) -> RawColumn:
    """Make a column that says the same in every row."""
    return RawColumn([text], np.zeros(length, dtype=np.int32))
