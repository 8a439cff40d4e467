"""How fast results are worked out: beside a scan (P6), a fit row by row (P7) and fewer spells (P9)."""

from datetime import date

import duckdb
import numpy as np
import pyarrow as pa
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from ratings.measured_results.codes import Measure
from ratings.measured_results.computing import compute
from ratings.measured_results.disclosure.door import hide, table_of
from ratings.measured_results.method.case_mix import fit_case_mix
from ratings.measured_results.method.case_mix_counts import CaseMixCounts, Factor, distinct, summed
from ratings.measured_results.method.outcome_figures import outcome_figures
from ratings.measured_results.method.patterns import collapse
from ratings.measured_results.method.spell_columns import SpellColumns
from ratings.measured_results.method.tallies import actors_of, membership
from tests.bench.ratios import Ratio, in_turn, seconds, times
from tests.bench.spell_table import NARROW, make_spells

OBSERVED_UNTIL = date(2026, 11, 1)  # the figures that it takes time to work out do not depend on it
TEN_MILLION, MILLION = 10_000_000, 1_000_000
ROUNDS = 3
SCAN = """
    SELECT unit, "group", quarter, mix, count(*),
           sum(work_3), sum(work_6), sum(work_12), sum((work_6 = 1 AND weeks_in_work >= 20)::INT)
    FROM spells GROUP BY ALL
"""
SCAN_OF_ONE = 'SELECT unit, "group", quarter, mix, count(*), sum(work_6) FROM spells GROUP BY ALL'


def adjusted_results(spells: SpellColumns) -> list[Ratio]:
    """P6: from columns to adjusted figures with intervals and grades, beside DuckDB counting the same rows.

    DuckDB holds the same columns in memory and counts people and outcomes by actor, target group, quarter
    and case mix with all cores; then nothing is adjusted yet.
    """
    with duckdb.connect() as database:
        given = pa.table({name: getattr(spells, name) for name in NARROW})
        database.register("given", given)
        database.execute("CREATE TABLE spells AS SELECT * FROM given")
        database.unregister("given")
        taken = in_turn(
            ROUNDS,
            lambda: database.execute(SCAN_OF_ONE).fetchnumpy(),
            lambda: _figures_of_one(spells),
            lambda: database.execute(SCAN).fetchnumpy(),
            lambda: compute(collapse(spells), OBSERVED_UNTIL),
        )
    scan_one, one, scan, every = taken
    of = f"{len(spells):,} spells"
    told, whole = times(("scan", "ours"), (scan_one, one)), times(("scan", "ours"), (scan, every))
    return [
        Ratio("P6", f"adjusted figures of one outcome, {of}, to a scan", one / scan_one, 4, True, told),
        Ratio("P6", f"all figures of a release, {of}, to a scan", every / scan, 4, True, whole),
    ]


def grouped_fit(spells: SpellColumns) -> list[Ratio]:
    """P7: the model of case mix on counts, grouping included, beside scikit-learn row by row."""
    design, outcome = _row_by_row(spells), np.asarray(spells.work_6)
    model = LogisticRegression(C=np.inf, solver="lbfgs", tol=1e-6, max_iter=2_000, fit_intercept=False)
    ours = min(seconds(lambda: fit_case_mix(_counts(spells))) for _ in range(ROUNDS))
    theirs = seconds(lambda: model.fit(design, outcome))
    told = times(("scikit-learn", "ours"), (theirs, ours))
    what = f"grouped fit, {len(spells):,} spells, to scikit-learn row by row"
    return [Ratio("P7", what, theirs / ours, 30, False, told)]


def release_time(few: SpellColumns, many: SpellColumns) -> list[Ratio]:
    """P9: all that a release works out, also what is hidden, for ten times the spells."""
    taken = in_turn(1, lambda: _release(few), lambda: _release(many))
    told = times((f"{len(few):,}", f"{len(many):,}"), taken)
    return [Ratio("P9", "release of ten times the spells", taken[1] / taken[0], 11, True, told)]


def measure(only: str | None) -> list[Ratio]:
    """Measure what is asked for, or all of it."""
    found: list[Ratio] = []
    million = make_spells(MILLION)
    if only in (None, "P7"):
        found += grouped_fit(million)
    if only in (None, "P6", "P9"):
        many = make_spells(TEN_MILLION)
        found += adjusted_results(many) if only in (None, "P6") else []
        found += release_time(million, many) if only in (None, "P9") else []
    return found


def _figures_of_one(spells: SpellColumns) -> object:
    patterns = collapse(spells)
    actors = actors_of(patterns.units)
    return outcome_figures(patterns, actors, membership(patterns.units, actors), [Measure.WORK_6])


def _release(spells: SpellColumns) -> object:
    patterns = collapse(spells)
    return hide(table_of(compute(patterns, OBSERVED_UNTIL).figures, patterns.quarters))


def _counts(spells: SpellColumns) -> CaseMixCounts:
    """Group spells of which all is known by organisation, target group and case mix."""
    provider = _organisations(spells)[spells.unit]
    size = len(spells.case_mix.mixes) * len(spells.groups)
    pattern_code = spells.mix.astype(np.int64) * len(spells.groups) + spells.group
    where, pattern = distinct(pattern_code, size)
    cells, cell = distinct(provider * len(where) + pattern, (int(provider.max()) + 1) * len(where))
    mix, group = np.divmod(where, len(spells.groups))
    kept, of_cell = np.divmod(cells, len(where))
    return CaseMixCounts(
        provider=kept,
        pattern=of_cell,
        n=summed(cell, np.ones(len(spells)), len(cells)),
        observed=summed(cell, spells.work_6.astype(np.float64), len(cells)),
        levels=np.column_stack([group, spells.case_mix.mixes[mix]]),
        factors=(
            Factor("target_group", spells.groups),
            *map(Factor, spells.case_mix.factors, spells.case_mix.levels),
        ),
    )


def _row_by_row(spells: SpellColumns) -> sparse.csr_matrix:
    """Give the same model's design, a row a spell: a column for each organisation and each level but one."""
    columns, offset = [_organisations(spells)[spells.unit]], 0
    offset = int(columns[0].max()) + 1
    levels = np.asarray(spells.case_mix.mixes)[spells.mix]
    for codes in (spells.group, *levels.T):
        # A factor's first level is the one that the others are compared with, and has no column.
        columns.append(np.where(codes > 0, offset + codes.astype(np.int64) - 1, -1))
        offset += int(codes.max())
    table = np.column_stack(columns)
    rows = np.repeat(np.arange(len(table)), table.shape[1])[table.ravel() >= 0]
    places = table.ravel()[table.ravel() >= 0]
    return sparse.csr_matrix((np.ones(len(places)), (rows, places)), shape=(len(table), offset))


def _organisations(spells: SpellColumns) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    names = sorted({unit.organisation for unit in spells.units})
    return np.array([names.index(unit.organisation) for unit in spells.units], dtype=np.int64)
