"""What estimators share: cutting a batch into arrays of one shape, and what they report beside the estimate.

An estimator is a file of this folder with `NAME`, `PAPER` and `estimate(panel, cases) -> Estimates`; discovery finds
it by its `NAME`. It is pure: the panel is not changed, nothing is drawn, nothing is read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from recul.batch import Diagnostics, Estimates, Path
from recul.panel import Bools, Case, Floats, Ints, Panel

# A donor missing more often than this says too little; a period is used only when all donors kept were observed.
DONOR_GAPS = 0.10
# Items of one shape are worked through in slices that keep memory bounded, however many units and periods.
SLICE_CELLS = 2_000_000
# With scattered gaps among donors, less than this of the window may be left to compare in.
LIT_LEAST = 0.5

# Cases of one shape to begin with: their places in the batch, first columns, kept donors, observed periods.
Members = tuple[Ints, Ints, Ints, Bools]


@dataclass(frozen=True, eq=False)
class Block:
    """Cases of one shape: `n` items, `p` donors, history `t`, window `w`.

    item: int [n], places in the batch. y: float64 [n, t + w], the treated series.
    table: float64 [series, time], NaN where unobserved: the panel's units, then the means of its treated groups. Item i
    has the rows treated[i] and donors[i] of it (int [n], [n, p]), from column first[i] on.
    seen: bool [t + w], the same for all: where outcome and donors were observed. y and x are NaN-free (0 where unseen).
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
    def x(self) -> Floats:
        """The donors' series, float64 [n, p, t + w]: cut out of the panel for whoever asks, for it is large."""
        x = sliding_window_view(self.table, len(self.seen), axis=1)[self.donors, self.first[:, None]]
        return np.asarray(x if self.seen.all() else np.where(self.seen, x, 0.0))


def with_groups(panel: Panel, cases: Sequence[Case]) -> tuple[Floats, Bools, Ints]:
    """The panel's values and what is observed of them [series, time], and the row of each case's treated series [n].

    A case of several units is asked of their mean, so that it compares with any one donor, observed where all of them
    are: these means are the rows after the units.
    """
    groups = {units: len(panel.units) + i for i, units in
              enumerate(dict.fromkeys(c.units for c in cases if len(c.units) > 1))}
    row = np.array([groups.get(c.units, c.units[0]) for c in cases], dtype=np.int64)
    if not groups:
        return panel.value, panel.observed, row
    means = np.array([panel.value[list(units)].mean(axis=0) for units in groups])
    together = np.array([panel.observed[list(units)].all(axis=0) for units in groups])
    return np.concatenate([panel.value, means]), np.concatenate([panel.observed, together]), row


def blocks(panel: Panel, cases: Sequence[Case]) -> Iterator[Block]:
    """The cases, grouped by number of donors, lengths and observed periods, so that each group is one array.

    A thousand cases are a few arrays here: a loop over them would take longer than some estimators.
    """
    # Observed periods before each column [unit, time + 1]: how many lie in a stretch is then one subtraction. Days on
    # which everyone is closed are nobody's gaps.
    closed = closed_days(panel)
    counted = np.concatenate([np.zeros((len(panel.units), 1), int), (panel.observed | closed).cumsum(axis=1)], axis=1)
    table, observed, treated = with_groups(panel, cases)
    shapes: dict[tuple[int, int, int], list[int]] = {}
    for i, case in enumerate(cases):
        shapes.setdefault((case.history, case.window, len(case.donors)), []).append(i)
    groups: dict[tuple[int, int, int, bytes], list[Members]] = {}
    for (history, window, _), places in shapes.items():
        item, some = np.array(places), [cases[i] for i in places]
        donors = np.array([c.donors for c in some], dtype=np.int64)
        first = np.array([c.start for c in some]) - history
        lit = sliding_window_view(observed, history + window, axis=1)[treated[item], first]
        kept = kept_donors(counted, donors, first, history, window)
        seen = _together(panel, counted, donors, kept, first, lit)
        for (p, pattern), rows in _alike(kept, seen):
            chosen = donors[rows][kept[rows]].reshape(len(rows), p)
            groups.setdefault((p, history, window, pattern), []).append((item[rows], first[rows], chosen, lit[rows]))
    for (p, history, window, pattern), members in groups.items():
        seen = np.frombuffer(pattern, dtype=bool)
        size = max(1, SLICE_CELLS // ((p + 1) * (history + window)))
        item, first, donors, lit = (np.concatenate(part) for part in zip(*members, strict=True))
        order = np.argsort(item)
        for place in range(0, len(item), size):
            part = order[place : place + size]
            own, begin = treated[item[part]], first[part]
            y = np.where(seen, sliding_window_view(table, len(seen), axis=1)[own, begin], 0.0)
            wanted = ~sliding_window_view(closed, len(seen))[begin][:, history:]
            dark = 1 - np.asarray(lit)[part, history:].sum(axis=1) / np.maximum(wanted.sum(axis=1), 1)
            dark = np.where(seen[history:].sum() >= LIT_LEAST * wanted.sum(axis=1), dark, 1.0)
            yield Block(item[part], y, table, own, donors[part], begin, seen, history, dark)


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


def kept_donors(counted: Ints, donors: Ints, first: Ints, history: int, window: int) -> Bools:
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


def _together(panel: Panel, counted: Ints, donors: Ints, kept: Bools, first: Ints, lit: Bools) -> Bools:
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
        first = min((c.start - c.history for c in self.cases), default=0)
        used = np.s_[:, first : max((c.start + c.window for c in self.cases), default=0)]
        largest = float(np.abs(self.panel.value[used][self.panel.observed[used]]).max(initial=0.0))
        # A power of two changes no digit of what it divides.
        self.unit = 2.0 ** np.floor(np.log2(largest)) if largest > 0 else 1.0
        self.panel = replace(self.panel, value=self.panel.value / self.unit)
        n, w = len(self.cases), max((c.window for c in self.cases), default=0)
        self.columns = {k: np.full(n, np.nan) for k in ("value", "scale", "low", "high", "baseline", "norm")}
        self.diagnostics = {k: np.full(n, np.nan) for k in ("fit", "outside", "jump", "drift", "unobserved")}
        self.gap = np.full((n, w), np.nan)
        self.why = ["not_estimated"] * n
        self.path: Path | None = None

    def refuse(self, block: Block, why: str) -> None:
        """No estimate for these items; why is a code that report/words knows."""
        self.refuse_some(block, np.ones(len(block.item), dtype=bool), why)

    def refuse_some(self, block: Block, which: Bools, why: str) -> None:
        """The same for some items [n] of a block, whatever was filled in for them."""
        for i in block.item[which]:
            self.why[i] = why

    def fill(self, block: Block, *, predicted: Floats, scale: Floats, low: Floats, high: Floats, residual: Floats,
             outside: Floats, slope: Floats | None = None) -> None:
        """Results of one block.

        predicted: counterfactual in the window [n, w]. scale: predictive SD of the mean gap [n]. low, high: own 95 %
        interval of the mean gap [n]. residual: what the method leaves in the observed history [n, t_seen].
        outside: share of the history outside the donors' range [n]. slope: of the line in the counterfactual that is
        the item's own, a period [n]; where the method has none, the line left in its residuals.
        """
        seen = block.seen[block.history :]
        actual = block.y[:, block.history :]
        gap = np.where(seen, actual - predicted, np.nan)
        self.gap[block.item[:, None], np.arange(block.window)] = gap
        value = gap[:, seen].mean(axis=1)
        past = block.y[:, : block.history][:, block.seen[: block.history]]
        norm = spread_of_changes(past) if past.shape[1] >= 3 else scale
        results = {"value": value, "scale": scale, "low": low, "high": high, "norm": norm,
                   "baseline": predicted[:, seen].mean(axis=1)}
        for name, column in results.items():
            self.columns[name][block.item] = column
        self.diagnostics["fit"][block.item] = np.sqrt((residual**2).mean(axis=1)) / np.where(norm > 0, norm, np.nan)
        self.diagnostics["outside"][block.item] = outside
        when = np.flatnonzero(block.seen[: block.history])
        slope = line(residual, when) if slope is None else slope
        # A line that bends towards a break, or a method that does, would hide it: both are looked behind.
        bent = residual + slope[:, None] * (when - when.mean())
        self.diagnostics["jump"][block.item] = last_stretch((residual, bent, *beside_donors(block)), block.window)
        self.diagnostics["drift"][block.item] = slope * len(block.seen) / 2 / np.where(norm > 0, norm, np.nan)
        self.diagnostics["unobserved"][block.item] = block.dark
        # A series without any change has no noise to measure an effect by; its score would be 0/0 or infinite.
        largest = np.maximum(np.abs(past).max(axis=1), np.abs(actual).max(axis=1))
        good = np.isfinite(value) & np.isfinite(scale) & (scale > 1e-9 * largest) & (norm > 0)
        for i, fine in zip(block.item, good, strict=True):
            self.why[i] = "" if fine else "no_variation"

    def draw(self, block: Block, counterfactual: Floats) -> None:
        """Item 0 over time: counterfactual [t + w]. Unobserved periods are NaN in what was actual."""
        row = int(np.flatnonzero(block.item == 0)[0])
        case = self.cases[0]
        columns = np.arange(case.start - case.history, case.start + case.window)
        self.path = Path(columns, np.where(block.seen, block.y[row], np.nan), counterfactual)

    def done(self) -> Estimates:
        """The Estimates, NaN wherever an item was refused."""
        ok = np.array([w == "" for w in self.why], dtype=bool)
        columns = {k: np.where(ok, v, np.nan) * self.unit for k, v in self.columns.items()}
        path = self.path and replace(self.path, actual=self.path.actual * self.unit,
                                     counterfactual=self.path.counterfactual * self.unit)
        return Estimates(self.estimator, ok=ok, why=tuple(self.why), unit=self.panel.value_unit,
                         gap=self.gap * self.unit, diagnostics=Diagnostics(**self.diagnostics), path=path, outcome=None,
                         **columns)


def spread_of_changes(past: Floats) -> Floats:
    """SD of the period-to-period changes over √2 [n]: a yardstick of day-to-day noise in the outcome's unit."""
    return np.asarray(np.diff(past, axis=1).std(axis=1) / np.sqrt(2))


def line(residual: Floats, when: Ints) -> Floats:
    """The least-squares slope a period of residuals [n, t] observed at `when` [t]."""
    centred = when - when.mean()
    return np.asarray(residual @ centred / max(float(centred @ centred), 1.0))


def beside_donors(block: Block) -> tuple[Floats, ...]:
    """The observed history [n, t_seen] less its donors' mean; nothing where there are no donors."""
    if block.donors.shape[1] == 0:
        return ()
    past = block.seen[: block.history]
    return ((block.y - block.x.mean(axis=1))[:, : block.history][:, past],)


def last_stretch(residuals: Sequence[Floats], window: int) -> Floats:
    """How far the last stretch of residuals lies from what came before, in SDs of such a difference [n].

    A break just before the window would be taken for an effect. Stretches are a half, a quarter and an eighth of the
    window (at most a quarter of the history); the largest departure counts, over all kinds of residual given [n, t].
    The SD is that of what came before, with its autocorrelation. NaN where the history holds fewer than eight periods.
    """
    n, t = residuals[0].shape
    jumps = []
    for length in sorted({max(1, min(window // part, t // 4)) for part in (2, 4, 8)} if t >= 8 else ()):
        for residual in residuals:
            before, last = residual[:, :-length], residual[:, -length:]
            spread = np.sqrt(long_run_variance(before) * (1 / length + 1 / (t - length)))
            with np.errstate(divide="ignore", invalid="ignore"):
                jumps.append((last.mean(axis=1) - before.mean(axis=1)) / spread)
    if not jumps:
        return np.full(n, np.nan)
    every = np.stack(jumps)
    return np.asarray(np.take_along_axis(every, np.abs(every).argmax(axis=0)[None], axis=0)[0])


def long_run_variance(residual: Floats) -> Floats:
    """Newey and West's (1987) variance [n] of residuals [n, t], Bartlett weights; never negative."""
    t = residual.shape[1]
    centred = residual - residual.mean(axis=1, keepdims=True)
    total = (centred**2).mean(axis=1)
    lags = min(int(4 * (t / 100) ** (2 / 9)), t - 1)
    for lag in range(1, lags + 1):
        total = total + 2 * (1 - lag / (lags + 1)) * (centred[:, lag:] * centred[:, :-lag]).sum(axis=1) / t
    return np.asarray(total)


def outside_range(y: Floats, x: Floats) -> Floats:
    """Share of periods in which y [n, t] lies outside the range of its donors x [n, p, t]; NaN without donors."""
    if x.shape[1] == 0:
        return np.full(len(y), np.nan)
    return np.asarray(((y < x.min(axis=1)) | (y > x.max(axis=1))).mean(axis=1))
