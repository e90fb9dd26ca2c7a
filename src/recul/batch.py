"""What is asked a thousand times, and what the method answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Generic, TypeVar

import numpy as np

from recul.finding import Limit
from recul.panel import Bools, Case, Floats, Ints, Panel
from recul.scale import Outcome

Items = TypeVar("Items")
#: What 97.5 % of a bell lies below, in standard deviations: the method's own 95 % intervals.
NORMAL = 1.959963984540054


@dataclass(frozen=True, eq=False)
class Batch(Generic[Items]):
    """The real item first, then its placebos. The judge reads everything here but `items`, which are the method's.

    items: what the estimators take, n of them (for panel questions `PanelItems`).
    cluster: int64 [n]: items with the same number share their moment, hence its shocks. One a placebo where draws
        are independent; all the same where units are compared at one moment.
    source: int64 [n]: whose item it is (a unit, an occupation, a brand); the same source is not a stranger to itself.
    order: int64 [n]: when it is, for calibrating on what came before.
    season: bool [n]: placebos of the same time of an earlier year; None where there is no such thing.
    planned: how many placebos were wished for. drawn: the code of the rule that drew them (words know it).
    exact: the placebos are draws of the very lottery that drew the real item, so ranks hold whatever their number.
    counted: bool [n]: the placebos chosen as the real item was; the others tell whether the method suits it (its fit, a
        break, its donors), and can widen the interval but never narrow it. None: all of them.
    notes: limits met while drawing. truth: the relative effect known to be true, in simulated worlds only.
    """

    items: Items
    cluster: Ints
    source: Ints
    order: Ints
    planned: int
    drawn: str
    seed: int
    notes: tuple[Limit, ...] = ()
    season: Bools | None = None
    truth: float | None = None
    exact: bool = False
    counted: Bools | None = None

    def __len__(self) -> int:
        return len(self.cluster)

    @property
    def placebo(self) -> Bools:
        """Which items are placebos that say how far scores stray by chance [n]."""
        found = np.ones(len(self), dtype=bool) if self.counted is None else self.counted.copy()
        found[0] = False
        return found


@dataclass(frozen=True, eq=False)
class PanelItems:
    """A panel and its cases, item 0 the real one."""

    panel: Panel
    cases: tuple[Case, ...]


@dataclass(frozen=True, eq=False)
class Path:
    """Item 0 drawn over time, history and window: float64 [history + window] each, in the outcome's unit."""

    column: Ints
    actual: Floats
    counterfactual: Floats


@dataclass(frozen=True, eq=False)
class Diagnostics:
    """What could make an estimate worthless, one number an item [n]; NaN where it has no meaning.

    fit: pre-period error over pre-period spread (RMS of what the method leaves over SD of the outcome's changes).
    outside: share of the history in which the treated series lies outside its donors' range, by the method's own
        normalisation.
    jump: the last stretch of the history against the rest of it, in SDs of such stretches.
    drift: by how much a straight line of the item's own, fitted before the window, moves its counterfactual from the
        middle of the history to that of the window, in spreads of the outcome's changes.
    unobserved: share of the window that was not observed.
    """

    fit: Floats
    outside: Floats
    jump: Floats
    drift: Floats
    unobserved: Floats


@dataclass(frozen=True, eq=False)
class Estimates:
    """One answer an item: float64 [n] each.

    value: mean difference per period over the window, in `unit`. scale: its own predictive standard deviation.
    low, high: the method's own 95 % interval. baseline: mean counterfactual (NaN when it has no meaning).
    norm: a spread of the outcome before the window that no estimator has a hand in, to compare estimators by.
    ok: False where nothing could be estimated; `why[n]` then holds a code, else "".
    gap: actual minus counterfactual [n, window], NaN where unobserved.
    path: item 0 over time. outcome: where all this is on another scale than the outcome's, how item 0 reads there.
    over: what relative changes are shares of, where that is not the counterfactual.
    """

    estimator: str
    value: Floats
    scale: Floats
    low: Floats
    high: Floats
    baseline: Floats
    norm: Floats
    ok: Bools
    why: tuple[str, ...]
    unit: str
    diagnostics: Diagnostics
    gap: Floats
    path: Path | None = field(default=None)
    outcome: Outcome | None = field(default=None)
    over: float | None = field(default=None)

    @classmethod
    def simple(cls, estimator: str, value: Floats, scale: Floats, *, baseline: Floats, norm: Floats, unit: str,
               ok: Bools | None = None, why: str | tuple[str, ...] = "no_variation", nominal: Floats | None = None,
               unobserved: Floats | None = None, gap: Floats | None = None, path: Path | None = None,
               outcome: Outcome | None = None) -> Estimates:
        """Answers of a method that fits no past of its own: no diagnostics but what was unobserved.

        ok: by default where value and scale are finite, and the scale above zero. why: the code, or each item's, where
        it is not. nominal: standard deviation of the method's own interval, where that is not the scale.
        """
        n, nothing = len(value), np.full(len(value), np.nan)
        fine = np.asarray(np.isfinite(value) & np.isfinite(scale) & (np.nan_to_num(scale) > 0) if ok is None else ok)
        half = NORMAL * (scale if nominal is None else nominal)
        reasons = why if isinstance(why, tuple) else tuple("" if one else why for one in fine)
        return cls(estimator, value, scale, value - half, value + half, baseline, norm, fine, reasons, unit,
                   Diagnostics(nothing, nothing, nothing, nothing, nothing if unobserved is None else unobserved),
                   np.empty((n, 0)) if gap is None else gap, path, outcome)

    def __len__(self) -> int:
        return len(self.value)

    @property
    def score(self) -> Floats:
        """z = value / scale; NaN where not ok."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(self.ok, self.value / self.scale, np.nan)
