"""The past of the record cut into stretches as long as the test, each analysed as the test will be.

Blocks are made anew before each stretch, from what was known by then, so that the past is asked as the future will be.
A unit touched by an action in a stretch or in the window before it (wash-out), or not observed in a tenth of either
part, has no place in that stretch.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recul.designs.blocks import Blocks, allowed, blocks_of, drawn_of
from recul.designs.power import PastTest
from recul.estimators.base import DONOR_GAPS
from recul.estimators.experiment import means
from recul.panel import Floats, Ints, Panel
from recul.placebo.draw import Pool
from recul.questions.panel import history_for
from recul.scale import Scale, onto

# Fewer stretches of the past than this, end to end, and how much it changes from one to the next is not known.
STRETCHES_LEAST = 3
# More than this many, overlapping or not, add nothing but time.
STRETCHES_MOST = 16


@dataclass(frozen=True, slots=True)
class Stretch:
    """How the test is laid in time. window, history: periods; share: of the units that are drawn."""

    window: int
    history: int
    share: float


def stretch_of(periods: int, window: int, share: float) -> Stretch | None:
    """The history the analysis will see, of which there must remain three windows; None where the past is too short."""
    groups = max(1, round((1 - share) / share))
    history = min(history_for(periods, window, groups), periods - STRETCHES_LEAST * window)
    return Stretch(window, history, share) if history >= window else None


def periods_needed(window: int) -> int:
    """The shortest past a test of so many periods can be planned on."""
    return (STRETCHES_LEAST + 1) * window


def level_of(values: Floats) -> Floats:
    """The mean of each row of what was observed [n]."""
    return np.asarray(np.nanmean(values, axis=1), dtype=np.float64)


def observed_enough(panel: Panel, rows: Ints, first: int, last: int) -> Ints:
    """The rows observed in nine tenths of the columns first … last − 1."""
    if first >= last:
        return rows
    kept: Ints = rows[panel.observed[rows, first:last].mean(axis=1) >= 1 - DONOR_GAPS]
    return kept


def starts_of(periods: int, plan: Stretch) -> list[int]:
    """Where the stretches begin: end to end back from the end of the record, closer where that gives few."""
    last = periods - plan.window
    room = last - plan.history
    step = max(1, min(plan.window, room // (STRETCHES_MOST - 1)) if room else 1)
    return list(range(last, plan.history - 1, -step))[:STRETCHES_MOST]


def past_tests(panel: Panel, pool: Pool, plan: Stretch, scale: Scale) -> list[PastTest]:
    """One past test a stretch; those with too few units for a lottery are left out. pool.controls: who may be drawn."""
    values = onto(panel.value, scale)
    found = []
    for start in starts_of(len(panel.times), plan):
        end = start + plan.window
        rows = np.array(pool.free(pool.controls, start - plan.window, end - 1, 0), dtype=np.int64)
        rows = observed_enough(panel, rows, start - plan.history, start)
        rows = observed_enough(panel, rows, start, end)
        count = drawn_of(len(rows), plan.share)
        if not 0 < count < len(rows):
            continue
        span = values[rows, start - plan.history : end]
        blocks = blocks_of(level_of(span[:, : plan.history]), count)
        if allowed(blocks):
            found.append(_test(span, blocks, plan))
    return found


def last_test(values: Floats, plan: Stretch) -> PastTest | None:
    """The stretch at the end of a record on the scale [u, t], all of it observed; None where it makes no lottery."""
    rows = values[np.isfinite(values).all(axis=1)]
    count = drawn_of(len(rows), plan.share)
    if not 0 < count < len(rows):
        return None
    span = rows[:, rows.shape[1] - plan.history - plan.window :]
    return _test(span, blocks_of(level_of(span[:, : plan.history]), count), plan)


def _test(span: Floats, blocks: Blocks, plan: Stretch) -> PastTest:
    observed = np.isfinite(span)
    _, before, after = means(np.where(observed, span, 0.0), observed, plan.history)
    return PastTest(after, before, blocks.first(plan.history, plan.window, plan.history))
