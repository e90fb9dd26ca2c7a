"""What estimators share: cutting a batch into arrays of one shape, and what they report beside the estimate.

An estimator is a file of this folder with `NAME`, `PAPER` and `estimate(panel, cases) -> Estimates`; discovery finds
it by its `NAME`. It is pure: the panel is not changed, nothing is drawn, nothing is read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from recul.batch import Diagnostics, Estimates, Path
from recul.estimators._cases import alike, each
from recul.estimators._diagnostics import dots, last_stretch, line, spread_of_changes, total
from recul.panel import Bools, Case, Floats, Ints, Panel

# A donor missing more often than this says too little; a period is used only when all donors kept were observed.
DONOR_GAPS = 0.10
# Items of one shape are worked through in slices that keep memory bounded, however many units and periods.
SLICE_CELLS = 500_000
# With scattered gaps among donors, less than this of the window may be left to compare in.
LIT_LEAST = 0.5

# Cases of one shape to begin with: their places in the batch, first columns, kept donors, observed periods.
Members = tuple[Ints, Ints, Ints, Bools]


@dataclass(frozen=True, eq=False)
class Block:
    """Cases of one shape: `n` items, `p` donors, history `t`, window `w`. Items of one date stand side by side.

    item: int [n], places in the batch. y: float64 [n, t + w], the treated series.
    table: float64 [series, time], 0 where unobserved: the panel's units, then the means of its treated groups. Item i
    has the rows treated[i] and donors[i] of it (int [n], [n, p]), from column first[i] on.
    seen: bool [t + w], the same for all: where outcome and donors were observed. y is 0 where unseen.
    dark: [n], share of the window in which the treated series itself was not observed; 1 where donors leave less than
    half of it.
    """

    item: Ints
    y: Floats
    table: Floats
    treated: Ints
    donors: Ints
    first: Ints
    seen: Bools
    history: int
    dark: Floats

    @property
    def window(self) -> int:
        return len(self.seen) - self.history

    @cached_property
    def past(self) -> Ints:
        """The observed columns of the history."""
        return np.flatnonzero(self.seen[: self.history])

    @cached_property
    def ahead(self) -> Ints:
        """The observed columns of the window."""
        return np.flatnonzero(self.seen[self.history :]) + self.history

    @cached_property
    def x(self) -> Floats:
        """The donors' series, float64 [n, p, t + w], 0 where unseen: cut out of the panel, and large."""
        return cut_out(self.table, self.donors, self.first[:, None], self.seen)

    @cached_property
    def donors_mean(self) -> Floats:
        """The plain mean of each item's donors [n, t + w], 0 where unseen; 0 without donors."""
        p = self.donors.shape[1]
        every = np.sort(np.concatenate([self.treated[:, None], self.donors], axis=1), axis=1)
        if p and (every == every[0]).all():
            # Each item's donors are all the others: their sum is that of all, less its own.
            whole = sliding_window_view(self.table[every[0]].sum(axis=0), len(self.seen))[self.first]
            return np.asarray(np.where(self.seen, whole - self.y, 0.0) / p)
        return self.mixed(np.full(self.donors.shape, 1 / max(p, 1)))

    def mixed(self, weights: Floats) -> Floats:
        """Σ_j weights[n, j] · donor j [n, t + w], 0 where unseen: one product a date, no donor is copied."""
        n, size = len(self.y), max(1, SLICE_CELLS // len(self.table))
        out = np.empty_like(self.y)
        for begin in range(0, n, size):
            part = slice(begin, min(begin + size, n))
            mix = np.zeros((part.stop - begin, len(self.table)))
            mix[np.arange(len(mix))[:, None], self.donors[part]] = weights[part]
            for date, some in by_date(self.first[part]):
                np.matmul(mix[some], self.table[:, date : date + len(self.seen)], out=out[part][some])
        return out if self.seen.all() else np.where(self.seen, out, 0.0)


def at(values: Floats, columns: Ints) -> Floats:
    """Values [..., time] at these columns, which are in order: a view where there is no gap between them."""
    first, last = (int(columns[0]), int(columns[-1])) if len(columns) else (0, -1)
    return values[..., first : last + 1] if last - first + 1 == len(columns) else values[..., columns]


def by_date(first: Ints) -> Iterator[tuple[int, slice]]:
    """Each of these first columns [n], which are in order, and the items that begin there."""
    if len(first):
        starts = [0, *(np.flatnonzero(first[1:] != first[:-1]) + 1).tolist()]
        for day, start, stop in zip(first[starts].tolist(), starts, [*starts[1:], len(first)], strict=True):
            yield day, slice(start, stop)


def cut_out(table: Floats, rows: Ints, first: Ints, seen: Bools) -> Floats:
    """The rows of a table from their first columns on [..., t + w], 0 where unseen."""
    series = sliding_window_view(table, len(seen), axis=1)[rows, first]
    return series if seen.all() else np.where(seen, series, 0.0)


def with_groups(panel: Panel, cases: Sequence[Case]) -> tuple[Floats, Bools, Ints]:
    """The panel's values and what is observed of them [series, time], and the row of each case's treated series [n].

    A case of several units is asked of their mean, so that it compares with any one donor, observed where all of them
    are: these means are the rows after the units.
    """
    groups: dict[tuple[int, ...], int] = {}
    row = np.array([c.units[0] if len(c.units) == 1 else groups.setdefault(c.units, len(panel.units) + len(groups))
                    for c in cases], dtype=np.int64)
    if not groups:
        return panel.value, panel.observed, row
    means = np.array([panel.value[list(units)].mean(axis=0) for units in groups])
    together = np.array([panel.observed[list(units)].all(axis=0) for units in groups])
    return np.concatenate([panel.value, means]), np.concatenate([panel.observed, together]), row


def blocks(panel: Panel, cases: Sequence[Case]) -> Iterator[Block]:
    """The cases, grouped by number of donors, lengths and observed periods, so that each group is one array.

    A thousand cases are a few arrays here: a loop over them would take longer than some estimators.
    """
    closed = closed_days(panel)
    table, observed, treated = with_groups(panel, cases)
    table = table if observed.all() else np.where(observed, table, 0.0)
    groups: dict[tuple[int, int, int, bytes], list[Members]] = {}
    for shape, members in _members(panel, cases, observed, treated, closed):
        groups.setdefault(shape, []).append(members)
    for (p, history, window, pattern), found in groups.items():
        seen = np.frombuffer(pattern, dtype=bool)
        size = max(1, SLICE_CELLS // max(p + 1, history + window))
        item, first, donors, lit = (np.concatenate(part) for part in zip(*found, strict=True))
        order = np.lexsort((item, first))
        for place in range(0, len(item), size):
            part = order[place : place + size]
            own, begin = treated[item[part]], first[part]
            y = cut_out(table, own, begin, seen)
            wanted = (~sliding_window_view(closed, len(seen))[begin, history:]).sum(axis=1)
            dark = 1 - lit[part, history:].sum(axis=1) / np.maximum(wanted, 1)
            dark = np.where(seen[history:].sum() >= LIT_LEAST * wanted, dark, 1.0)
            yield Block(item[part], y, table, own, donors[part], begin, seen, history, dark)


def _members(panel: Panel, cases: Sequence[Case], observed: Bools, treated: Ints, closed: Bools
             ) -> Iterator[tuple[tuple[int, int, int, bytes], Members]]:
    """Cases of one number of kept donors, history, window and observed periods, by these; the same may come again."""
    # Observed periods before each column [unit, time + 1]: how many lie in a stretch is then one subtraction. Days on
    # which everyone is closed are nobody's gaps.
    counted = np.zeros((len(panel.units), len(panel.times) + 1), dtype=np.int32)
    np.cumsum(panel.observed | closed, axis=1, out=counted[:, 1:])
    start, sizes = each(cases, "start"), np.fromiter((len(c.donors) for c in cases), np.int64, len(cases))
    for (history, window, wide), places in alike(each(cases, "history"), each(cases, "window"), sizes):
        size = max(1, SLICE_CELLS // max(1, wide))
        for item in (places[i : i + size] for i in range(0, len(places), size)):
            every = chain.from_iterable(cases[i].donors for i in item.tolist())
            donors = np.fromiter(every, np.int64, len(item) * wide).reshape(len(item), wide)
            first = start[item] - history
            lit = sliding_window_view(observed, history + window, axis=1)[treated[item], first]
            kept = kept_donors(counted, donors, first, history, window)
            seen = _together(panel, counted, donors, kept, first, lit)
            for (p, pattern), rows in _alike(kept, seen):
                chosen = donors[rows][kept[rows]].reshape(len(rows), p)
                yield (p, history, window, pattern), (item[rows], first[rows], chosen, lit[rows])


def closed_days(panel: Panel) -> Bools:
    """The days of the week on which no unit was ever observed [time]: markets and shops close, which is no gap. Only
    where the panel holds four weeks or more."""
    closed = np.zeros(len(panel.times), dtype=bool)
    if panel.frequency == "day" and len(panel.times) >= 28:
        day, lit = panel.times.astype("datetime64[D]").astype(int) % 7, np.asarray(panel.observed.any(axis=0))
        for weekday in range(7):
            if not lit[day == weekday].any():
                closed |= day == weekday
    return closed


def kept_donors(counted: NDArray[np.int32], donors: Ints, first: Ints, history: int, window: int) -> Bools:
    """Which donors [n, p] were observed in all but a tenth of the history and of the window; counted: [unit, time + 1],
    first: [n], the first column of the history."""
    start, stop = first[:, None] + history, first[:, None] + history + window
    middle = counted[donors, start]
    before, within = middle - counted[donors, first[:, None]], counted[donors, stop] - middle
    return np.asarray((before >= (1 - DONOR_GAPS) * history) & (within >= (1 - DONOR_GAPS) * window))


def _alike(kept: Bools, seen: Bools) -> Iterator[tuple[tuple[int, bytes], Ints]]:
    """Rows with as many donors and the same observed periods, by both."""
    number = kept.sum(axis=1)
    if seen.all() and (number == number[0]).all():
        yield (int(number[0]), seen[0].tobytes()), np.arange(len(seen))
        return
    found: dict[tuple[int, bytes], list[int]] = {}
    for row, pattern in enumerate(seen):
        found.setdefault((int(number[row]), pattern.tobytes()), []).append(row)
    for key, rows in found.items():
        yield key, np.array(rows)


def _together(panel: Panel, counted: NDArray[np.int32], donors: Ints, kept: Bools, first: Ints, lit: Bools) -> Bools:
    """Where the treated series and all kept donors were observed [n, t + w]; lit: the same of the treated series."""
    length = lit.shape[1]
    stop = first[:, None] + length
    holed = kept & (counted[donors, stop] - counted[donors, first[:, None]] < length)
    seen = lit.copy()
    for i in np.flatnonzero(holed.any(axis=1)):
        seen[i] &= panel.observed[donors[i, holed[i]], first[i] : first[i] + length].all(axis=0)
    return seen


@dataclass
class Collector:
    """Fills the arrays of an `Estimates` block by block. Items nobody fills stay refused with `not_estimated`.

    panel: the panel in a unit near one, so that squares neither overflow nor vanish; `unit` brings results back.
    """

    estimator: str
    panel: Panel
    cases: Sequence[Case]

    def __post_init__(self) -> None:
        start, window, history = (each(self.cases, name) for name in ("start", "window", "history"))
        used = np.s_[:, (start - history).min(initial=self.panel.value.shape[1]) : (start + window).max(initial=0)]
        value, observed = self.panel.value[used], self.panel.observed[used]
        largest = float(max(value.max(initial=0.0, where=observed), -value.min(initial=0.0, where=observed)))
        # A power of two changes no digit of what it divides.
        self.unit = 2.0 ** np.floor(np.log2(largest)) if largest > 0 else 1.0
        self.panel = replace(self.panel, value=self.panel.value / self.unit)
        n, w = len(self.cases), window.max(initial=0)
        self.columns = {k: np.full(n, np.nan) for k in ("value", "scale", "low", "high", "baseline", "norm")}
        self.diagnostics = {k: np.full(n, np.nan) for k in ("fit", "outside", "jump", "drift", "unobserved")}
        self.gap = np.full((n, w), np.nan)
        self.why = np.full(n, "not_estimated", dtype=object)
        self.path: Path | None = None

    def refuse(self, block: Block, why: str) -> None:
        """No estimate for these items; why is a code that report/words knows."""
        self.refuse_some(block, np.ones(len(block.item), dtype=bool), why)

    def refuse_some(self, block: Block, which: Bools, why: str) -> None:
        """The same for some items [n] of a block, whatever was filled in for them."""
        self.why[block.item[which]] = why

    def fill(self, block: Block, *, predicted: Floats, scale: Floats, low: Floats, high: Floats, residual: Floats,
             outside: Floats, slope: Floats | None = None) -> None:
        """Results of one block.

        predicted: counterfactual in the window [n, w]. scale: predictive SD of the mean gap [n]. low, high: own 95 %
        interval of the mean gap [n]. residual: what the method leaves in the observed history [n, t_seen].
        outside: share of the history outside the donors' range [n]. slope: of the line in the counterfactual that is
        the item's own, a period [n]; where the method has none, the line left in its residuals.
        """
        ahead, past = block.ahead - block.history, at(block.y, block.past)
        gap = block.y[:, block.history :] - predicted
        value, baseline = (total(at(part, ahead)) / len(ahead) for part in (gap, predicted))
        gap[:, ~block.seen[block.history :]] = np.nan
        self.gap[block.item[:, None], np.arange(block.window)] = gap
        norm = spread_of_changes(past) if past.shape[1] >= 3 else scale
        results = {"value": value, "scale": scale, "low": low, "high": high, "norm": norm, "baseline": baseline}
        for name, column in results.items():
            self.columns[name][block.item] = column
        slope = line(residual, block.past) if slope is None else slope
        # A line that bends towards a break, or a method that does, would hide it: both are looked behind.
        kinds = [residual, residual + slope[:, None] * (block.past - block.past.mean())]
        if block.donors.shape[1]:
            kinds.append(past - at(block.donors_mean, block.past))
        unit = np.where(norm > 0, norm, np.nan)
        looked = {"fit": np.sqrt(dots(residual, residual) / residual.shape[1]) / unit, "outside": outside,
                  "jump": last_stretch(kinds, block.window), "drift": slope * len(block.seen) / 2 / unit,
                  "unobserved": block.dark}
        for name, column in looked.items():
            self.diagnostics[name][block.item] = column
        # A series without any change has no noise to measure an effect by; its score would be 0/0 or infinite.
        largest = np.maximum(block.y.max(axis=1), -block.y.min(axis=1))
        good = np.isfinite(value) & np.isfinite(scale) & (scale > 1e-9 * largest) & (norm > 0)
        self.why[block.item] = np.where(good, "", "no_variation")

    def draw(self, block: Block, counterfactual: Floats) -> None:
        """Item 0 over time: counterfactual [t + w]. Unobserved periods are NaN in what was actual."""
        row = int(np.flatnonzero(block.item == 0)[0])
        case = self.cases[0]
        columns = np.arange(case.start - case.history, case.start + case.window)
        self.path = Path(columns, np.where(block.seen, block.y[row], np.nan), counterfactual)

    def done(self) -> Estimates:
        """The Estimates, NaN wherever an item was refused."""
        ok = np.asarray(self.why == "")
        columns = {k: np.where(ok, v, np.nan) * self.unit for k, v in self.columns.items()}
        path = self.path and replace(self.path, actual=self.path.actual * self.unit,
                                     counterfactual=self.path.counterfactual * self.unit)
        return Estimates(self.estimator, ok=ok, why=tuple(self.why.tolist()), unit=self.panel.value_unit,
                         gap=self.gap * self.unit, diagnostics=Diagnostics(**self.diagnostics), path=path, outcome=None,
                         over=None, **columns)
