"""Placebos of a moment that an alarm raised: other alarms, of a past in which nothing is known to have followed.

What makes people talk may move the outcome by itself: dates without an alarm know nothing of that. In simulation
(`benchmarks/crisis.py`, one-sided 2.5 %) they called 8.9 % of surges a crisis falsely where both share a driver; other
alarms 4.7 % of them, and up to 5 % elsewhere, being few; where both had to agree, 0 to 3.8 %.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from recul.batch import Batch, PanelItems
from recul.panel import Case, Ints, Panel
from recul.placebo.draw import PLANNED, Pool, donors
from recul.placebo.draw import draw as draw_any
from recul.placebo.season import same_season

# Comparable units and dates that tell whether the method suits the case: enough for ranks at 99.75 %.
BESIDE_MOST = 399


def draw(panel: Panel, real: Case, pool: Pool, alarms: Mapping[tuple[int, ...], Ints], seed: int) -> Batch[PanelItems]:
    """The real case first, then a case at each earlier alarm that lies free of the others of the same units.

    alarms: columns in which an alarm was raised, by group of rows: those of the treated group, and of each control that
    has alarms of its own. Windows of one group do not overlap, nor that of the real case; the latest come first.
    After them, not counted among the placebos: comparable units and dates (`Batch.counted`).
    """
    groups = sorted(alarms.items(), key=lambda item: item[0] != real.units)
    found = [(group, start) for group, columns in groups for start in _apart(columns, real)
             if len(pool.free(group, start, start + real.window - 1, real.window)) == len(group)][:PLANNED]
    others = set(pool.controls) | set(real.units)
    cases = [replace(real, units=group, start=start, donors=donors(pool, sorted(others - set(group)), start, real))
             for group, start in found]
    labels = [(1 + (real.start - start - 1) // real.window, 0 if group == real.units else 1 + group[0], start)
              for group, start in found]
    beside = draw_any(panel, replace(real, onset_rule="declared"), pool, seed)
    kept = np.sort(1 + np.random.default_rng(seed).permutation(len(beside) - 1)[:BESIDE_MOST])
    cases += [beside.items.cases[i] for i in kept]
    labels += [(int(beside.cluster[i]), int(beside.source[i]), int(beside.order[i])) for i in kept]
    cluster, source, order = np.array([(0, 0, real.start), *labels], dtype=np.int64).T
    counted = np.arange(len(cluster)) <= len(found)
    items = PanelItems(panel, (real, *cases))
    return Batch(items, cluster, source, order, PLANNED, "alarms", seed, season=same_season(panel, items.cases),
                 counted=counted)


def _apart(columns: Ints, real: Case) -> list[int]:
    """The latest columns whose windows overlap neither each other nor the real one, with a whole history before."""
    kept: list[int] = []
    limit = real.start
    for start in sorted({int(c) for c in columns}, reverse=True):
        if start + real.window <= limit and start >= real.history:
            kept.append(start)
            limit = start
    return kept
