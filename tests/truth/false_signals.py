"""How often the authority would be sent after somebody when in truth no actor differs from another."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from portal.demonstration.spell_actors import World
from portal.demonstration.spells import simulate
from ratings.measured_results.codes import Signal
from ratings.measured_results.method.patterns import collapse
from ratings.measured_results.method.spell_columns import SpellColumns
from ratings.measured_results.method.triggers import Results, needs_talk, signals
from tests.truth.actors import PERIOD, make_units
from tests.truth.as_columns import spell_columns
from tests.truth.measured import Measured, measure
from tests.truth.trial import OUTCOME

NOBODY_DIFFERS = World(effect=0.0, group_effect=0.0)
QUARTERS_OF_A_YEAR = 4
BY_SPELL = (
    "unit group mix quarter work_3 work_6 work_12 weeks_in_work passive_weeks_6 passive_weeks_12"
    " company_weeks active_weeks price followed ended"
)


def false_signals(seed: int, spells: int) -> dict[str, float]:
    """Give the share of actors with a signal in a year, of those measured then and in the year before."""
    invented = simulate(make_units(seed), spells, seed, PERIOD, NOBODY_DIFFERS)
    whole = spell_columns(invented, PERIOD)
    organisations = len(invented.actors.organisations)
    red: list[bool] = []
    yellow: list[bool] = []
    before: Results | None = None
    for year in np.unique(whole.quarter // QUARTERS_OF_A_YEAR).tolist():
        patterns = collapse(only(whole, whole.quarter // QUARTERS_OF_A_YEAR == year))
        now = results_of(measure(patterns, OUTCOME, organisations))
        if before is not None:
            both = now.compared & before.compared
            found = np.array(signals(now, needs_talk(before)))[both]
            red += (found == Signal.RED).tolist()
            yellow += (found == Signal.YELLOW).tolist()
        before = now
    return {"red": float(np.mean(red)), "yellow": float(np.mean(yellow))}


def only(spells: SpellColumns, chosen: NDArray[np.bool_]) -> SpellColumns:
    """Give the spells chosen."""
    return replace(spells, **{name: getattr(spells, name)[chosen] for name in BY_SPELL.split()})


def results_of(measured: Measured) -> Results:
    """Give what signals look at, for each organisation."""
    whole = measured.whole
    mean, variance = np.full(whole.n.shape, np.nan), np.full(whole.n.shape, np.nan)
    every_group = measured.in_group.n.shape[1]
    for (organisation, group), standing in measured.standings.items():
        if group == every_group:
            mean[organisation], variance[organisation] = standing.mean, standing.variance
    return Results(whole.observed, whole.expected, whole.variance, mean, variance)
