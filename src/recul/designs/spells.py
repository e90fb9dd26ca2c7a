"""A switchback: the work put on and off in spells drawn at random, within pairs of spells that follow each other.

Each spell is a row of a panel of its own, as a unit is in an experiment: one column before (the same for all, since
nothing before a pair tells its two spells apart), then the spell's periods, the first `washout` of them left out, in
which the last spell still acts. Which of a pair was off is the lottery; read so, the difference in means within pairs
is `estimators.experiment`, and the draw drawn again is `placebo.assign`, unchanged.

Paper: Bojinov, Simchi-Levi & Zhao (2023), Management Science 69(7), on switchbacks: randomisation inference over the
drawn spells, and periods left out for what carries over.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recul.panel import Bools, Case, Floats, Panel


@dataclass(frozen=True, slots=True)
class Spells:
    """first: the column each spell begins in, in order, two a pair. length, washout: periods."""

    first: tuple[int, ...]
    length: int
    washout: int

    @property
    def pairs(self) -> tuple[tuple[int, int], ...]:
        """The rows of each pair."""
        return tuple((k, k + 1) for k in range(0, len(self.first), 2))


def total_of(panel: Panel, rows: tuple[int, ...]) -> tuple[Floats, Bools]:
    """The units as one series [t]: their total, or their mean where values do not add up; observed where all are."""
    observed: Bools = np.asarray(panel.observed[list(rows)].all(axis=0), dtype=bool)
    values = panel.value[list(rows)]
    whole = values.sum(axis=0) if panel.aggregate == "sum" else values.mean(axis=0)
    return np.where(observed, whole, np.nan), observed


def spells_panel(panel: Panel, rows: tuple[int, ...], spells: Spells) -> Panel:
    """One row a spell [2 pairs, 1 + length − washout], its times those after the first spell's beginning."""
    series, observed = total_of(panel, rows)
    columns = np.array(spells.first)[:, None] + np.arange(spells.washout, spells.length)
    value = series[columns]
    level = float(np.nanmean(value)) if observed[columns].any() else 1.0
    value = np.concatenate([np.full((len(value), 1), level), value], axis=1)
    start = spells.first[0] + spells.washout
    times = panel.times[start - 1 : start + value.shape[1] - 1]
    names = tuple(str(panel.times[c].astype("datetime64[D]")) for c in spells.first)
    return Panel(value, np.isfinite(value), names, times, panel.frequency, panel.measure, panel.value_unit,
                 panel.aggregate)


def spells_case(spells: Spells, off: tuple[int, ...]) -> Case:
    """The drawn spells, against the other of each pair."""
    every = range(len(spells.first))
    return Case(off, tuple(k for k in every if k not in off), 1, spells.length - spells.washout, 1, "randomised",
                spells.pairs)
