"""Placebos of a moment that an alarm raised: other alarms, of a past in which nothing is known to have followed.

What makes people talk may move the outcome by itself: dates without an alarm know nothing of that. In simulation
(`benchmarks/crisis.py`) they called a surge a crisis falsely too often where both share a driver; other alarms did not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from recul.batch import Batch, PanelItems
from recul.panel import Case, Ints, Panel
from recul.placebo.draw import PLANNED, Pool, donors
from recul.placebo.season import same_season


def draw(panel: Panel, real: Case, pool: Pool, alarms: Mapping[tuple[int, ...], Ints], seed: int) -> Batch[PanelItems]:
    """The real case first, then a case at each earlier alarm that lies free of the others of the same units.

    alarms: columns in which an alarm was raised, by group of rows: those of the treated group, and of each control that
    has alarms of its own. Windows of one group do not overlap, nor that of the real case; the latest come first.
    Windows of several groups that begin in the same stretch of one window share their moment.
    """
    groups = sorted(alarms.items(), key=lambda item: item[0] != real.units)
    found = [(group, start) for group, columns in groups for start in _apart(columns, real)
             if len(pool.free(group, start, start + real.window - 1, real.window)) == len(group)]
    if len(found) > PLANNED:
        kept = np.sort(np.random.default_rng(seed).permutation(len(found))[:PLANNED])
        found = [found[i] for i in kept]
    others = set(pool.controls) | set(real.units)
    cases = (real, *(replace(real, units=group, start=start,
                             donors=donors(pool, sorted(others - set(group)), start, real)) for group, start in found))
    moment = [1 + (real.start - start - 1) // real.window for _, start in found]
    source = [0 if group == real.units else 1 + group[0] for group, _ in found]
    return Batch(PanelItems(panel, cases), *(np.array(column, dtype=np.int64) for column in (
        [0, *moment], [0, *source], [real.start, *(start for _, start in found)])), PLANNED, "alarms", seed,
        season=same_season(panel, cases))


def _apart(columns: Ints, real: Case) -> list[int]:
    """The latest columns whose windows overlap neither each other nor the real one, with a whole history before."""
    kept: list[int] = []
    limit = real.start
    for start in sorted({int(c) for c in columns}, reverse=True):
        if start + real.window <= limit and start >= real.history:
            kept.append(start)
            limit = start
    return kept
