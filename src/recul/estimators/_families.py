"""Items that are each other's donors: at one date, the same series, each in its turn the treated one.

Placebos of one moment are such a family. What is reckoned of its series once serves all its items.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from recul.estimators._diagnostics import alone
from recul.estimators._prior import ridge_of
from recul.estimators.base import Block, at, by_date, cut_out
from recul.panel import Floats, Ints

# From so many items on, what all share costs less than what each needs by itself.
SHARED_LEAST = 3
# Numbers worked on at once: they fit the processor's cache.
CACHE_CELLS = 250_000
# Standardised series that differ by less are equal.
ROUNDING = 1e-12


@dataclass(frozen=True, eq=False)
class Families:
    """Some items of a block and the series they use.

    item: int [n], rows of the block. family: int [n], in order. series: float64 [f, s, t + w], 0 where unseen: e
    regressors that are nobody's, m units, and time itself, 1 at the end of the history. own: int [n], which of the s is
    treated. shared: whether families have several items; else each has one, whose treated series follows its donors.
    """

    item: Ints
    family: Ints
    own: Ints
    series: Floats
    units: int
    shared: bool

    def mixed(self, weights: Floats) -> Floats:
        """Σ_j weights[n, j] · series j of the item's family [n, t + w]."""
        mix = np.empty((len(weights), self.series.shape[2]))
        for family, some in by_date(self.family):
            np.matmul(weights[some], self.series[family], out=mix[some])
        return mix

    def ridge(self, past: Ints, steady: Floats) -> Floats:
        """What the prior adds to the square of each series as a donor [f, s]; nothing to regressors and to time.

        steady: [t, t], what level and season take of an observed history."""
        before = self.series.shape[1] - 1 - self.units
        ridge = np.zeros(self.series.shape[:2])
        ridge[:, before:-1] = ridge_of(at(self.series[:, before:-1], past), steady)
        return ridge

    def outside(self, past: Ints) -> Floats:
        """Share of the history in which the treated series lies outside its donors' range, each less its mean and over
        its SD [n]; NaN without donors."""
        if self.units == 1:
            return np.full(len(self.item), np.nan)
        before = self.series.shape[1] - 1 - self.units
        history = at(self.series[:, before:-1], past)
        history = history - history.mean(axis=2, keepdims=True)
        spread = np.sqrt(np.einsum("fmt,fmt->fm", history, history) / len(past))[:, :, None]
        history /= np.where(spread > 0, spread, 1.0)
        return np.asarray(alone(history, ROUNDING)[self.family, self.own - before])


def families(block: Block, items: Ints, donors: Ints, regressors: Floats, cells: int, shared: bool
             ) -> Iterator[Families]:
    """The families of several of these items [i] of a block, or each item as one of its own, some at a time.

    donors: [n, p], those they use. regressors: [n, e, t + w], alike in a family. When every product of two series takes
    `cells` numbers, a piece fits the processor's cache.
    """
    rows = np.concatenate([donors, block.treated[:, None]], axis=1)
    if shared:
        rows.sort(axis=1)
        found: dict[bytes, int] = {}
        label = np.array([found.setdefault(key.tobytes() + column.tobytes(), len(found)) for key, column
                          in zip(np.c_[block.first, rows][items], regressors[items], strict=True)], int)
        several = np.bincount(label)[label] >= SHARED_LEAST
        items, label = items[several], label[several]
        items = items[np.argsort(label, kind="stable")]
        family = np.unique(np.sort(label), return_inverse=True)[1]
    else:
        family = np.arange(len(items))
    size = regressors.shape[1] + rows.shape[1] + 1
    most = max(1, CACHE_CELLS // max(cells * (size + 1) ** 2, size * len(block.seen)))
    for first in range(0, int(family[-1]) + 1 if len(family) else 0, most):
        some = slice(*np.searchsorted(family, (first, first + most)))
        yield _families(block, items[some], family[some] - first, rows, regressors, shared)


def _families(block: Block, item: Ints, family: Ints, rows: Ints, regressors: Floats, shared: bool) -> Families:
    parent = item[np.flatnonzero(np.diff(family, prepend=-1))]
    series = cut_out(block.table, rows[parent], block.first[parent, None], block.seen)
    time = np.broadcast_to(np.arange(len(block.seen)) / block.history, (len(parent), 1, len(block.seen)))
    series = np.concatenate([regressors[parent], series, time], axis=1)
    own = regressors.shape[1] + (rows[item] == block.treated[item, None]).argmax(axis=1)
    return Families(item, family, own, series, rows.shape[1], shared)
