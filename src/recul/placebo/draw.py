"""Where nothing happened: the placebos of a panel question, drawn as the real case was chosen (METHODS §0.2-3)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from recul.batch import Batch, PanelItems
from recul.panel import Case, Ints, Panel
from recul.placebo.season import same_season

PLANNED = 999

# Units, first column of the window, number of the moment, name of the group, the moment's first column.
Placebo = tuple[tuple[int, ...], int, int, int, int]


@dataclass(frozen=True, slots=True)
class Touch:
    """An action or crisis other than the one asked about: rows it touched, first and last column."""

    name: str
    rows: tuple[int, ...]
    first: int
    last: int


@dataclass(frozen=True, eq=False)
class Pool:
    """Where nothing is known to have happened.

    controls: rows comparable with the treated ones and untouched by the action. unaffected: those of them whose later
    dates may serve too. touches: every other known action; a wash-out of one window lies on either side of it.
    """

    controls: tuple[int, ...]
    unaffected: tuple[int, ...] = ()
    touches: tuple[Touch, ...] = ()

    def free(self, rows: Sequence[int], first: int, last: int, wash: int) -> tuple[int, ...]:
        """The rows that no action touches between two columns, wash-out included."""
        if not self.touches:
            return tuple(rows)
        touched = {r for t in self.touches for r in t.rows if t.first - wash <= last and t.last + wash >= first}
        return tuple(r for r in rows if r not in touched)


def draw(panel: Panel, real: Case, pool: Pool, seed: int) -> Batch[PanelItems]:
    """The real case first, then every placebo that does not overlap another, at most 999 of them.

    At the real moment: groups of controls as large as the treated group. At each earlier moment (windows end to end,
    counted back from the real one): the same, and the treated units themselves. At later moments: groups of units
    declared unaffected. A unit is in one group a moment. The treated units are nobody's donors in or after their
    window. Where the treated began at different moments, so do the units of each group, by the same pattern.
    """
    random = np.random.default_rng(seed)
    span = peak_span(panel, real.units, real.start) if real.onset_rule == "peak" else 0
    found: list[Placebo] = []
    # One shuffle for all moments: a group keeps its members, so that it can be told from strangers later.
    shuffled = pool.controls if len(real.units) == 1 else tuple(random.permutation(pool.controls).tolist())
    for moment, (start, rows) in enumerate(_moments(panel, real, pool, span)):
        treated = start < real.start
        for name, group in _groups([r for r in shuffled if r in rows], real.units, treated):
            # The moment itself, or where the group peaked in the months that hold it.
            begin = start if not span else peak_of(panel, group, start, span)
            if _possible(panel, real, pool, group, begin):
                found.append((group, begin, moment, name, start))
    if len(found) > PLANNED:
        found = [found[i] for i in np.sort(random.permutation(len(found))[:PLANNED])]
    # Only now who may help each of them: with thousands of units that is most of the work.
    kept = (real, *(_case(real, pool, group, begin, start < real.start) for group, begin, _, _, start in found))
    labels = np.array([(0, 0, real.start), *(label for _, _, *label in found)], dtype=np.int64).T
    return Batch(PanelItems(panel, kept), labels[0], labels[1], labels[2], PLANNED, "units_and_dates", seed,
                 season=same_season(panel, kept))


def _moments(panel: Panel, real: Case, pool: Pool, span: int) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Starts of placebo windows with the control rows to use: the real moment, then earlier, then later ones."""
    yield real.start, pool.controls
    step = real.span
    if span:
        yield from _spans(panel, real, pool, span)
        return
    for start in range(real.start - step, real.history - 1, -step):
        yield start, pool.controls
    for start in range(real.start + 2 * step, len(panel.times) - step + 1, step):
        if pool.unaffected:
            yield start, pool.unaffected


def _spans(panel: Panel, real: Case, pool: Pool, span: int) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Last months of earlier spans of months, far enough apart that windows from any day of them cannot overlap."""
    month = panel.times.astype("datetime64[M]")
    firsts = np.flatnonzero(np.concatenate([[True], month[1:] != month[:-1]]))
    limit = int(_months(panel, real.start, span)[0])
    for first in firsts[firsts < limit][::-1]:
        columns = _months(panel, int(first), span)
        if columns[-1] + real.window <= limit and columns[0] >= real.history:
            yield int(first), pool.controls
            limit = int(columns[0])


def _groups(rows: Sequence[int], treated: tuple[int, ...], with_treated: bool) -> list[tuple[int, tuple[int, ...]]]:
    """Disjoint groups of the treated group's size, each with the name of its first unit; the treated group is 0."""
    size = len(treated)
    groups = [tuple(sorted(rows[i : i + size])) for i in range(0, len(rows) - size + 1, size)]
    named = [(g[0] + 1, g) for g in groups]
    return [(0, treated), *named] if with_treated else named


def _months(panel: Panel, column: int, span: int) -> Ints:
    """The columns of the calendar month that holds a column, and of the span − 1 months before it."""
    month = panel.times.astype("datetime64[M]")
    return np.flatnonzero((month <= month[column]) & (month > month[column] - span))


def peak_of(panel: Panel, group: tuple[int, ...], column: int, span: int = 1) -> int:
    """The column of the largest mean of a group of rows in the span of months that ends with the month of a column;
    -1 if nothing was observed there."""
    columns = _months(panel, column, span)
    values = panel.value[list(group)][:, columns].mean(axis=0)
    return int(columns[np.nanargmax(values)]) if np.isfinite(values).any() else -1


def peak_span(panel: Panel, group: tuple[int, ...], column: int) -> int:
    """Months of which a peak is the peak: its own one only, or the whole year (what there is of it, four months at
    least). Whoever noticed the peak of a year would not have noticed an ordinary month's."""
    month = panel.times.astype("datetime64[M]")
    recorded = int((month[column] - month[0]).astype(int)) + 1
    most = min(12, recorded)
    return most if most >= 4 and peak_of(panel, group, column, most) == column else 1


def _possible(panel: Panel, real: Case, pool: Pool, group: tuple[int, ...], start: int) -> bool:
    """Whether no action, and no edge of the record, is in the placebo's way."""
    if start - real.history < 0 or start + real.span > len(panel.times):
        return False
    end = start + real.span - 1
    if len(pool.free(group, start, end, real.window)) < len(group):
        return False
    return end < real.start or not set(group) & set(real.units)


def _case(real: Case, pool: Pool, group: tuple[int, ...], start: int, treated_may_help: bool) -> Case:
    """The placebo, with everyone who may help to say what would have been."""
    others = [r for r in pool.controls if r not in group]
    if treated_may_help and start + real.span - 1 < real.start:
        others += [r for r in real.units if r not in group]
    return Case(group, donors(pool, sorted(others), start, real), start, real.window, real.history, real.onset_rule,
                offsets=real.offsets)


def donors(pool: Pool, rows: Sequence[int], start: int, real: Case) -> tuple[int, ...]:
    """Rows that no known action touches from one window before the start to the end of the window."""
    return pool.free(rows, start - real.window, start + real.span - 1, 0)


