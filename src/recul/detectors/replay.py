"""A whole record through a detector as if it came in bin by bin, thresholds taken from the past as it grows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from recul.detectors.base import Detector, Grid, Numbers
from recul.detectors.threshold import AGES, SILENCE_HOURS, Threshold, copies, next_age
from recul.panel import Bools, Floats, Ints


@dataclass(frozen=True, eq=False)
class Replay:
    """scores: [rows, bins]. limits: [budgets, rows, bins], the threshold in force; inf before the first.
    thresholds: of each fit, one a budget."""

    scores: Floats
    limits: Floats
    thresholds: tuple[tuple[Threshold, ...], ...]
    grid: Grid

    def alarms(self, budget: int = 0) -> Bools:
        """The bins [rows, bins] in which an alarm is raised at the budget of that place."""
        return alarms(self.scores, self.limits[budget], self.grid)


def alarms(scores: Floats, limits: Floats, grid: Grid) -> Bools:
    """Where the score reaches the limit and no alarm was raised in the hours of silence before, [rows, bins]."""
    out = np.zeros(scores.shape, bool)
    silence = SILENCE_HOURS * grid.per_hour
    with np.errstate(invalid="ignore"):
        above = scores >= limits
    for row in range(len(scores)):
        last = -silence
        for at in np.flatnonzero(above[row]).tolist():
            if at - last >= silence:
                out[row, at], last = True, at
    return out


def replay(detector: Detector, counts: Numbers, observed: Bools, slots: Ints, budgets: Sequence[float], seed: int,
           grid: Grid | None = None) -> Replay:
    """Everything a watch would have said. counts, observed: [rows, bins]; slots: [bins], `Grid.slots`.

    budgets: false episodes a month. Raises QuestionError when one is not above 0 and at most 15.
    """
    grid = grid or Grid()
    state = detector.start(len(counts), grid)
    scores = np.full(counts.shape, np.nan)
    limits = np.full((len(budgets), *counts.shape), np.inf)
    fits: list[tuple[Threshold, ...]] = []
    done = 0
    for cut in [*_cuts(slots, grid.per_hour), len(slots)]:
        scores[:, done:cut] = detector.advance(state, counts[:, done:cut], observed[:, done:cut], slots[done:cut])
        done = cut
        if cut < len(slots):
            quiet = copies(detector, state, grid, seed + len(fits))
            fits.append(tuple(quiet.threshold(budget) for budget in budgets))
            limits[:, :, cut:] = np.stack([t.value for t in fits[-1]])[:, :, None]
    return Replay(scores, limits, tuple(fits), grid)


def _cuts(slots: Ints, per_hour: int) -> list[int]:
    """Bins before which thresholds are taken: just after the one that closes the last hour of each age."""
    begins = (slots[1:] // per_hour != slots[:-1] // per_hour) | (slots[1:] <= slots[:-1])
    closed = np.flatnonzero(begins) + 1
    cuts, age = [], AGES[0]
    while age <= len(closed):
        cuts.append(int(closed[age - 1]) + 1)
        age = next_age(age)
    return [cut for cut in cuts if cut < len(slots)]
