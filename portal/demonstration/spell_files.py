"""Write invented spells to the kinds of file that results are imported from."""

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
from numpy.typing import NDArray

from ratings.measured_results.method.spell_columns import UNKNOWN


def write_csv(columns: dict[str, NDArray[Any]], path: Path) -> None:
    """Write columns to a CSV file in UTF-8, with commas, days as 2026-11-01 and blanks for the unknown."""
    options = pyarrow.csv.WriteOptions(quoting_style="needed")
    pyarrow.csv.write_csv(_table(columns), path, options)


def write_parquet(columns: dict[str, NDArray[Any]], path: Path) -> None:
    """Write columns to a Parquet file, with nulls for what is unknown."""
    pyarrow.parquet.write_table(_table(columns), path)


def _table(columns: dict[str, NDArray[Any]]) -> pa.Table:
    return pa.table({name: _column(values) for name, values in columns.items()})


def _column(values: NDArray[Any]) -> pa.Array:
    if np.issubdtype(values.dtype, np.integer):
        return pa.array(values.astype(np.int32), mask=values == UNKNOWN)
    return pa.array(values)
