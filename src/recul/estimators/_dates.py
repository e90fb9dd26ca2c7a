"""What the items of one date share: their series, cut out once, and the inner products of these.

Items that ask of other units at the same date fit the same series to each other. Their Gram matrices are parts of one,
so that a thousand placebos need as many as there are dates.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from recul.estimators._diagnostics import alone, outside_range
from recul.estimators._simplex import Hulls
from recul.estimators.base import Block, at, by_date, cut_out
from recul.panel import Floats, Ints

# Blocks of the history that are foretold from the rest of it are as long as the window, or this part of the history.
FOLDS_LEAST = 4
# Dates are worked through together as long as their series, moments and factors take no more numbers than this.
DATES_CELLS = 2_000_000
# Series less their means are equal where they differ by less than this share of the largest.
ROUNDING = 1e-12


@dataclass(frozen=True, eq=False)
class Dates:
    """Some items of a block, side by side.

    place: the rows of the block. date: int [n], places among the dates. treated, donors: int [n], [n, p], places
    among the s series. series: float64 [d, s, t + w]: each less the mean of all at each period (weights that sum to one
    do not notice, and rounding does) and, if demeaned, less its own mean over the observed history.
    past: int [t_seen], observed periods of the history. length: periods of a fold. rows: int [s] or [d, s], of the
    block's table. first: int [d], the dates' first columns there.
    """

    place: slice
    date: Ints
    treated: Ints
    donors: Ints
    series: Floats
    past: Ints
    length: int
    rows: Ints
    first: Ints

    @property
    def history(self) -> Floats:
        """The series in the observed history [d, s, t_seen]."""
        return at(self.series, self.past)

    def hulls(self) -> Hulls:
        """Inner products over the observed history of the series, and of the k folds' unit vectors, with the series."""
        history = self.history
        d, s, t = history.shape
        folds = t // self.length
        sums = history[:, :, t - folds * self.length :].reshape(d, s, folds, self.length).sum(axis=3)
        moments = np.empty((d, s + folds, s))
        np.matmul(history, history.transpose(0, 2, 1), out=moments[:, :s])
        moments[:, s:] = sums.transpose(0, 2, 1) / np.sqrt(self.length)
        return Hulls(moments, self.date, self.treated, self.donors)

    def apart(self, block: Block, items: Ints) -> Dates:
        """Some items as if each had a date of its own: their series are copied, less the mean of the item's donors."""
        rows = self.rows[np.concatenate([self.treated[items, None], self.donors[items]], axis=1)]
        first, (n, wide) = self.first[self.date[items]], self.donors[items].shape
        series = cut_out(block.table, rows, first[:, None], block.seen)
        series -= series[:, 1:].mean(axis=1, keepdims=True)
        series -= at(series, self.past).mean(axis=2, keepdims=True)
        donors = np.broadcast_to(np.arange(1, wide + 1), (n, wide))
        return Dates(self.place, np.arange(n), np.zeros(n, dtype=np.int64), donors, series, self.past, self.length,
                     rows, first)

    def gap(self, weights: Floats) -> Floats:
        """Treated less weighted donors [n, t + w]; weights: [n, p], summing to one."""
        n, (_, s, length) = len(self.date), self.series.shape
        mix = np.zeros((n, s))
        mix[np.arange(n)[:, None], self.donors] = -weights
        mix[np.arange(n), self.treated] = 1.0
        gap = np.empty((n, length))
        for date, some in by_date(self.date):
            np.matmul(mix[some], self.series[date], out=gap[some])
        return gap

    def outside(self) -> Floats:
        """Share of the history in which the treated series lies outside its donors' range [n], rounding apart."""
        history = self.history
        rounding = ROUNDING * max(history.max(), -history.min())
        if self.donors.shape[1] == history.shape[1] - 1:
            # The donors are all the others: outside is who alone is the largest or the smallest of all.
            return alone(history, rounding)[self.date, self.treated]
        share = np.empty(len(self.date))
        for date, some in by_date(self.date):
            y, x = history[date, self.treated[some]], history[date, self.donors[some]]
            share[some] = outside_range(y, x, rounding)
        return share


def dates(block: Block, demeaned: bool, moments: bool = True) -> Iterator[Dates]:
    """The items of a block, a few dates at a time, so that memory stays bounded; moments: whether theirs are wanted."""
    n, past, length = len(block.item), block.past, fold_length(block)
    wide, folds = block.donors.shape[1], len(past) // length
    most = max(1, DATES_CELLS // ((wide + folds) * max(wide, len(block.seen)))) if moments else n
    start = 0
    while start < n:
        some = slice(start, min(start + most, n))
        while block.first[start] < block.first[some.stop - 1] and _cells(block, some, folds, moments) > DATES_CELLS:
            some = slice(start, start + (some.stop - start) // 2)
        start = some.stop
        rows, places = _rows(block, some)
        first, date = np.unique(block.first[some], return_inverse=True)
        series = cut_out(block.table, rows, first[:, None], block.seen)
        series -= series.mean(axis=1, keepdims=True)
        if demeaned:
            series -= at(series, past).mean(axis=2, keepdims=True)
        yield Dates(some, date, places[:, 0], places[:, 1:], series, past, length, rows, first)


def _rows(block: Block, some: slice) -> tuple[Ints, Ints]:
    """The rows of the table that some items [n] use, and the places among them of treated and donors [n, 1 + p]."""
    used = np.concatenate([block.treated[some, None], block.donors[some]], axis=1)
    place = np.zeros(len(block.table), dtype=np.int64)
    place[used] = 1
    rows = np.flatnonzero(place)
    place[rows] = np.arange(len(rows))
    return rows, place[used]


def _cells(block: Block, some: slice, folds: int, moments: bool) -> int:
    """How many numbers the series of some items take, or their moments."""
    series, dates = len(_rows(block, some)[0]), len(np.unique(block.first[some]))
    return dates * series * max(series + folds if moments else 0, len(block.seen))


def outside(block: Block) -> Floats:
    """Share of the history in which each treated series lies outside its donors' range, each less its own mean [n]."""
    return np.concatenate([some.outside() for some in dates(block, True, moments=False)])


def fold_length(block: Block) -> int:
    """Periods of a fold: those observed of the window, or a quarter of the history's."""
    return max(1, min(len(block.ahead), len(block.past) // FOLDS_LEAST))
