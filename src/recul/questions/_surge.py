"""The surge itself, when there is no outcome to ask of: messages beside what is usual, and quiet stretches as placebos.

No verdict rests on it. It is what can be shown: how far above the usual the messages stood, and how far quiet stretches
of the same length, chosen by nothing, stray by themselves.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recul.batch import Batch, Estimates, Path
from recul.finding import Design, FigureData, Limit
from recul.panel import Floats
from recul.placebo.draw import PLANNED
from recul.placebo.judge import Reading
from recul.questions._alarms import Heard

ESTIMATOR = "usual"
# Hours drawn before the surge, and the quiet stretches' least share of observed hours.
HISTORY, OBSERVED_LEAST = 72, 0.9


@dataclass(frozen=True, eq=False)
class SurgeItems:
    """Stretches of so many hours of one unit's messages; starts: columns, the real one's first."""

    heard: Heard
    starts: tuple[int, ...]
    hours: int
    alarmed: bool


def draw(heard: Heard, first: int, hours: int, alarmed: bool, seed: int, notes: tuple[Limit, ...]) -> Batch[SurgeItems]:
    """The real stretch, then quiet ones of the same length, end to end from the beginning of the record."""
    quiet = heard.quiet & np.isfinite(heard.score)
    quiet[first : first + hours] = False
    starts = [s for s in range(0, len(quiet) - hours + 1, hours) if quiet[s : s + hours].mean() >= OBSERVED_LEAST]
    if len(starts) > PLANNED:
        kept = np.sort(np.random.default_rng(seed).permutation(len(starts))[:PLANNED])
        starts = [starts[i] for i in kept]
    number = np.arange(len(starts) + 1, dtype=np.int64)
    return Batch(SurgeItems(heard, (first, *starts), hours, alarmed), number, np.zeros_like(number),
                 np.array([first, *starts], dtype=np.int64), PLANNED, "quiet_stretches", seed, notes)


def estimate(batch: Batch[SurgeItems]) -> Estimates:
    """Mean excess of messages an hour, with the spread that quiet stretches of such a length have around the usual."""
    items = batch.items
    heard, hours = items.heard, items.hours
    columns = np.array(items.starts)[:, None] + np.arange(hours)
    inside = columns < len(heard.count)
    columns = np.minimum(columns, len(heard.count) - 1)
    seen = heard.observed[columns] & inside
    usual = np.where(seen, heard.usual[columns], np.nan)
    gap = np.where(seen, heard.count[columns], np.nan) - usual
    n = np.maximum(seen.sum(axis=1), 1)
    value, baseline = np.nansum(gap, axis=1) / n, np.nansum(usual, axis=1) / n
    scale = np.sqrt(_overdispersion(heard, items.hours) * np.maximum(baseline, 0.1) / n)
    ok = np.asarray(seen.any(axis=1))
    return Estimates.simple(ESTIMATOR, value, scale, baseline=baseline, ok=ok, why="window_unobserved",
                            norm=np.full(len(value), float(np.nanstd(heard.count[heard.quiet]))), unit=heard.value_unit,
                            unobserved=1 - seen.mean(axis=1), gap=gap, path=_path(items))


def _overdispersion(heard: Heard, hours: int) -> float:
    """Variance of the messages of quiet stretches, of a day at most, over their mean (Pearson); at least 1."""
    length = min(hours, 24)
    whole = len(heard.count) // length * length
    calm = (heard.quiet & np.isfinite(heard.score))[:whole].reshape(-1, length).all(axis=1)
    count, usual = (x[:whole].reshape(-1, length).sum(axis=1)[calm] for x in (heard.count, heard.usual))
    return max(1.0, float(((count - usual) ** 2 / np.maximum(usual, 0.1)).mean())) if calm.any() else 1.0


def _path(items: SurgeItems) -> Path:
    heard, first = items.heard, items.starts[0]
    columns = np.arange(max(0, first - HISTORY), min(first + items.hours, len(heard.count)))
    seen = heard.observed[columns]
    return Path(columns, np.where(seen, heard.count[columns], np.nan), np.where(seen, heard.usual[columns], np.nan))


def design_of(batch: Batch[SurgeItems], minimum_effect: float, choice: str,
              facts: tuple[tuple[str, str, object], ...]) -> Design:
    """How it was asked: hours, in UTC."""
    items = batch.items
    first, last = items.starts[0], min(items.starts[0] + items.hours, len(items.heard.count)) - 1
    return Design(ESTIMATOR, choice, "alarm" if items.alarmed else "declared", "hour", items.hours, HISTORY,
                  hour(items.heard, first), hour(items.heard, last), (items.heard.unit,), (), minimum_effect, "UTC",
                  facts)


def figure_of(reading: Reading, measure: str, value_unit: str) -> FigureData | None:
    """Messages an hour, the usual, and where quiet stretches lie."""
    e, path, items = reading.estimates, reading.estimates.path, reading.batch.items
    if path is None or not e.ok[0]:
        return None
    start = int(np.searchsorted(path.column, items.starts[0]))
    band: Floats = np.full(len(path.column), np.nan)
    if len(e) > 1:
        far = np.nanquantile(np.abs(e.gap[1:]) / np.sqrt(np.maximum(e.baseline[1:, None], 0.1)), 0.95)
        band[start:] = far * np.sqrt(np.maximum(path.counterfactual[start:], 0.1))
    return FigureData(tuple(hour(items.heard, int(c)) for c in path.column), path.actual, path.counterfactual,
                      np.maximum(path.counterfactual - band, 0), path.counterfactual + band, start, float(e.value[0]),
                      reading.scores * float(e.scale[0]), measure, value_unit)


def hour(heard: Heard, column: int) -> str:
    """The start of an hour, UTC."""
    return str(heard.times[column].astype("datetime64[m]"))
