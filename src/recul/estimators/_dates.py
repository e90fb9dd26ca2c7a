"""What the items of one date share: their series, cut out once, and the inner products of these.

Items that ask of other units at the same date fit the same series to each other. Their Gram matrices are parts of one,
so that a thousand placebos need as many as there are dates.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from recul.estimators._simplex import Hulls
from recul.estimators.base import SLICE_CELLS, Block, outside_range
from recul.panel import Bools, Floats, Ints

# Blocks of the history that are foretold from the rest of it are as long as the window, or this part of the history.
FOLDS_LEAST = 4


@dataclass(frozen=True, eq=False)
class Dates:
    """Some items of a block, sorted by date.

    place: int [n], rows of the block. date: int [n], places among the dates. treated, donors: int [n], [n, p], places
    among the s series. series: float64 [d, s, t + w]: each less the mean of all at each period (weights that sum to one
    do not notice, and rounding does) and, if demeaned, less its own mean over the observed history.
    past: int [t_seen], observed periods of the history. length: periods of a fold.
    """

    place: Ints
    date: Ints
    treated: Ints
    donors: Ints
    series: Floats
    past: Ints
    length: int

    @property
    def history(self) -> Floats:
        """The series in the observed history [d, s, t_seen]."""
        whole = len(self.past) == self.past[-1] + 1
        return self.series[:, :, : len(self.past)] if whole else self.series[:, :, self.past]

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

    def gap(self, weights: Floats) -> Floats:
        """Treated less weighted donors [n, t + w]; weights: [n, p], summing to one."""
        n, (_, s, length) = len(self.date), self.series.shape
        mix = np.zeros((n, s))
        mix[np.arange(n)[:, None], self.donors] = -weights
        mix[np.arange(n), self.treated] = 1.0
        gap = np.empty((n, length))
        for date, some in self.by_date():
            gap[some] = mix[some] @ self.series[date]
        return gap

    def outside(self) -> Floats:
        """Share of the history in which the treated series lies outside its donors' range [n]."""
        history = self.history
        if self.donors.shape[1] == history.shape[1] - 1:
            # The donors are all the others: outside is who alone is the largest or the smallest of all.
            beyond = _alone(history, history.max(axis=1)) | _alone(history, history.min(axis=1))
            return np.asarray(beyond.mean(axis=2)[self.date, self.treated])
        share = np.empty(len(self.date))
        for date, some in self.by_date():
            share[some] = outside_range(history[date, self.treated[some]], history[date, self.donors[some]])
        return share

    def by_date(self) -> Iterator[tuple[int, slice]]:
        """Each date and its items."""
        ends = np.searchsorted(self.date, np.arange(len(self.series) + 1))
        for date in range(len(self.series)):
            yield date, slice(ends[date], ends[date + 1])


def dates(block: Block, demeaned: bool) -> Iterator[Dates]:
    """The items of a block, a few dates at a time, so that memory stays bounded."""
    past = np.flatnonzero(block.seen[: block.history])
    length = fold_length(block)
    order = np.argsort(block.first, kind="stable")
    wide, folds = block.donors.shape[1], len(past) // length
    most = max(1, SLICE_CELLS // ((wide + folds) * max(wide, len(block.seen))))
    while len(order):
        some = order[:most]
        while len(some) > 1 and _cells(block, some, folds) > SLICE_CELLS:
            some = some[: len(some) // 2]
        order = order[len(some) :]
        rows, places = _rows(block, some)
        first, date = np.unique(block.first[some], return_inverse=True)
        windows = sliding_window_view(block.table[rows], len(block.seen), axis=1)
        series = windows[:, first].transpose(1, 0, 2)
        # A series may be unobserved at a date at which nobody asks for it.
        series = np.where(block.seen & ~np.isnan(series), series, 0.0)
        series -= series.mean(axis=1, keepdims=True)
        if demeaned:
            series -= series[:, :, past].mean(axis=2, keepdims=True)
        yield Dates(some, date, places[:, 0], places[:, 1:], series, past, length)


def _rows(block: Block, some: Ints) -> tuple[Ints, Ints]:
    """The rows of the table that some items [n] use, and the places among them of treated and donors [n, 1 + p]."""
    used = np.concatenate([block.treated[some, None], block.donors[some]], axis=1)
    place = np.zeros(len(block.table), dtype=np.int64)
    place[used] = 1
    rows = np.flatnonzero(place)
    place[rows] = np.arange(len(rows))
    return rows, place[used]


def _cells(block: Block, some: Ints, folds: int) -> int:
    """How many numbers the series and moments of some items take."""
    series, dates = len(_rows(block, some)[0]), len(np.unique(block.first[some]))
    return dates * series * max(series + folds, len(block.seen))


def _alone(values: Floats, extreme: Floats) -> Bools:
    """Whether a series [d, s, t] is the only one at this extreme [d, t]."""
    there = values == extreme[:, None]
    return np.asarray(there & (there.sum(axis=1) == 1)[:, None])


def fold_length(block: Block) -> int:
    """Periods of a fold: those observed of the window, or a quarter of the history's."""
    seen = block.seen
    return max(1, min(int(seen[block.history :].sum()), int(seen[: block.history].sum()) // FOLDS_LEAST))
