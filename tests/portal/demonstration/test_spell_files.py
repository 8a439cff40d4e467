"""Invented spells are written so that what is unknown stays blank."""

from datetime import date
from pathlib import Path

import numpy as np
import pyarrow.parquet

from portal.demonstration.spell_actors import Period, Unit
from portal.demonstration.spell_files import write_csv, write_parquet
from portal.demonstration.spells import Columns, columns, simulate

PERIOD = Period(date(2026, 1, 1), date(2026, 11, 22), date(2026, 11, 22))


def made() -> Columns:
    return columns(simulate([Unit("cvr:00000001", "demo", ("dagpenge",), ("751",))], 200, 1, PERIOD))


def test_csv_has_a_line_for_each_spell_and_blanks_for_what_is_unknown(tmp_path: Path) -> None:
    write_csv(made(), tmp_path / "spells.csv")
    head, *rows = (tmp_path / "spells.csv").read_text("utf-8").splitlines()

    assert head.startswith('"person","listing","organisation"')
    assert len(rows) == 200
    assert "-1" not in {cell for row in rows for cell in row.split(",")}
    assert rows[-1].split(",")[7:10] == ["", "", ""]


def test_parquet_holds_days_texts_and_whole_numbers_with_nulls(tmp_path: Path) -> None:
    write_parquet(made(), tmp_path / "spells.parquet")
    table = pyarrow.parquet.read_table(tmp_path / "spells.parquet")

    assert table.column_names == list(made())
    assert table["referred_on"][0].as_py() == made()["referred_on"][0].astype(date)
    assert table["work_3"].null_count == np.count_nonzero(made()["work_3"] == -1) > 0
    assert table["work_12"].null_count == 200
