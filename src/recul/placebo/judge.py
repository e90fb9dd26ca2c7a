"""The only maker of a Finding: validity, calibration, verdict (METHODS §0.9-10)."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from recul.batch import Batch, Estimates
from recul.finding import Design, Estimate, FigureData, Finding, Limit, PlaceboRun, Table, Verdict
from recul.panel import Floats, Ints
from recul.placebo.calibrate import (
    LEVEL,
    RANKS_FROM,
    Calibration,
    guaranteed_bound,
    independent,
    same_date_correlation,
)
from recul.placebo.power import Detectable, detectable_effect, fall, larger
from recul.placebo.rates import cries_often, interval_score, rates
from recul.placebo.validity import forbidden

CHOICE_FROM = 78

# What a question knows could make its answers worthless, beyond what holds for all (`validity.forbidden`).
Doubts = Callable[[Estimates, Calibration], Sequence[Limit]]
# What a question says of an interval of its own: one around zero gives `not_seen` unless a limit of these forbids it.
Weighs = Callable[["Reading", Estimate], Sequence[Limit]]
# A question's own figures, of the estimator that answers and of what could be told.
Tables = Callable[["Reading", Estimate], Sequence[Table]]
# What an effect must pass besides the placebos' bound, where `doubts` ask for more: the smallest that does.
Passes = Callable[[Estimates, Calibration], Detectable]


@dataclass(frozen=True, eq=False)
class Reading:
    """One estimator's answers read against their own placebos."""

    batch: Batch[Any]
    estimates: Estimates
    calibration: Calibration
    correlation: float | None
    limits: tuple[Limit, ...]

    @classmethod
    def of(cls, batch: Batch[Any], estimates: Estimates, doubts: Doubts | None = None, family: int = 1) -> Reading:
        """Calibrate on the placebos and look for what forbids a verdict; doubts: the question's own reasons. family:
        how many questions this one is the worst of."""
        ran = _ran(batch, estimates)
        score, cluster = estimates.score[ran], batch.cluster[ran]
        correlation = same_date_correlation(score, cluster)
        k = independent(cluster, int(batch.cluster[0]), correlation) if len(ran) else 0
        calibration = Calibration.of(score, int(batch.placebo.sum()) - len(ran), k, batch.exact)
        calibration = replace(calibration, family=family, beside=_beside(batch, estimates, family))
        limits = (*batch.notes, *forbidden(batch, estimates, calibration))
        if doubts and estimates.ok[0]:
            limits += tuple(doubts(estimates, calibration))
        return cls(batch, estimates, calibration, correlation, limits)

    @property
    def valid(self) -> bool:
        """Whether nothing forbids a verdict."""
        return not any(limit.forbids for limit in self.limits)

    @property
    def scores(self) -> Floats:
        """z [m] of the placebos that ran."""
        return self.estimates.score[_ran(self.batch, self.estimates)]


def _beside(batch: Batch[Any], estimates: Estimates, family: int) -> Calibration | None:
    """What the placebos of another rule say, where there are any: in simulation surges were told from chance at the
    promised rate only where these and the alarms agreed (`benchmarks/crisis.py`)."""
    if batch.counted is None or batch.counted.all():
        return None
    others = ~batch.counted
    ran = np.flatnonzero(others & estimates.ok)
    correlation = same_date_correlation(estimates.score[ran], batch.cluster[ran])
    k = independent(batch.cluster[ran], int(batch.cluster[0]), correlation) if len(ran) else 0
    return replace(Calibration.of(estimates.score[ran], int(others.sum()) - len(ran), k), family=family)


def _ran(batch: Batch[Any], estimates: Estimates) -> Ints:
    return np.flatnonzero(estimates.ok & batch.placebo)


def choose(readings: Sequence[Reading]) -> tuple[Reading, str]:
    """The estimator that answers, and why it was chosen, a code (`only`, `first`, `placebos`).

    With 78 placebos or more: the lowest mean interval score on the earlier half, over one common set, a refusal
    charged the worst score met. With fewer: the first, in the question's order. Only an estimator that could not be
    computed is passed over: to move on because the data look wrong (a break, a poor fit) would be to shop for a
    method that does not notice.
    """
    computed = [r for r in readings if not {limit.code for limit in r.limits} & {"estimate_failed", "placebos_failed"}]
    if not computed:
        return readings[0], "first"
    if len(computed) == 1:
        return computed[0], "only" if len(readings) == 1 else "first"
    if min(len(r.scores) for r in computed) < CHOICE_FROM:
        return computed[0], "first"
    order = computed[0].batch.order[1:]
    earlier = np.flatnonzero(order <= np.median(order)) + 1
    scores = np.stack([_interval_scores(r, earlier) for r in computed])
    worst = np.nanmax(scores) if np.isfinite(scores).any() else 0.0
    means = np.where(np.isfinite(scores), scores, worst).mean(axis=1)
    return computed[int(np.argmin(means))], "placebos"


def _interval_scores(reading: Reading, items: Ints) -> Floats:
    """Interval scores over the pre-period spread of the items; NaN where refused."""
    e = reading.estimates
    ok = items[e.ok[items]]
    bound = Calibration.of(e.score[ok], 0, max(1, len(ok))).bound()
    norm = np.where(e.norm[items] > 0, e.norm[items], np.nan)
    return interval_score(e.value[items], bound * e.scale[items], LEVEL) / norm


def judge(asked: dict[str, Any], batch: Batch[Any], answers: Sequence[Estimates], *,
          word: Callable[[str, float | None], str], design: Callable[[str, str], Design], minimum_effect: float,
          provenance: dict[str, Any],
          figure: Callable[[Reading], FigureData | None] | None = None, add_up: int | None = None,
          doubts: Doubts | None = None, passes: Passes | None = None, tables: Sequence[Table] | Tables = (),
          family: int = 1, weigh: Weighs | None = None) -> Finding:
    """From what the methods said of a thousand cases to what can be said of the real one.

    asked: the question, `kind` first. word(verdict, value): its own word for the answer. design(estimator, choice):
    the Design. figure(reading): FigureData or None. add_up: unit-periods in the total, None where values do not add up.
    doubts(estimates, calibration): limits of the question's own. passes(estimates, calibration): the smallest effect
    that they let through, where they ask for more than the bound. tables: its own figures, shown beside the answer,
    or tables(reading, estimate) that gives them.
    family: of how many questions asked together this one is the worst; interval, p and verdict then allow for them all.
    weigh(reading, estimate): limits of an interval, where it is not for the detectable effect to tell whether one that
    holds zero says anything; given it, no number leaves without an interval, nor with a `cannot_say`.
    """
    reading, choice = choose([Reading.of(batch, e, doubts, family) for e in answers])
    run = _placebo_run(reading, passes)
    estimate, verdict, limits = _read(reading, run, minimum_effect, add_up, weigh)
    return Finding(asked, verdict, word(verdict, estimate.value), estimate, run, tuple(limits),
                   design(reading.estimates.estimator, choice), provenance, figure(reading) if figure else None,
                   batch.truth, tuple(tables(reading, estimate) if callable(tables) else tables))


def _read(reading: Reading, run: PlaceboRun, minimum_effect: float, add_up: int | None, weigh: Weighs | None
          ) -> tuple[Estimate, Verdict, list[Limit]]:
    e, calibration = reading.estimates, reading.calibration
    limits = list(reading.limits)
    value, scale = float(e.value[0]), float(e.scale[0])
    withheld = _estimate(e, None, None, add_up) if weigh is None else _none(e)
    if not reading.valid:
        return withheld, "cannot_say", limits
    z, bound = value / scale, calibration.bound()
    often = cries_often(run.calibrated_rate)
    limits += [often] if often else []
    if calibration.rule == "student" and bound > 0:
        limits.append(Limit("student", {"placebos": run.ran, "needed": RANKS_FROM}))
    if not math.isfinite(bound):
        limits.append(Limit("underpowered", {"detectable": None, "minimum": minimum_effect}))
        return withheld, "cannot_say", limits
    half = scale * bound
    low, high = value - half, value + half
    seen = abs(z) > bound
    # Rounding may put a bound exactly on zero on the wrong side: the score decides, the interval follows it.
    if not seen:
        low, high = min(low, 0.0), max(high, 0.0)
    estimate = _estimate(e, (low, high), calibration.p(z), add_up)
    if weigh is not None:
        own = weigh(reading, estimate)
        if not seen and any(limit.forbids for limit in own):
            return withheld, "cannot_say", [*limits, *own]
        return estimate, "seen" if seen else "not_seen", [*limits, *own]
    if seen:
        return estimate, "seen", limits
    if run.detectable_effect is not None and run.detectable_effect <= minimum_effect:
        return estimate, "not_seen", limits
    limits.append(Limit("underpowered", {"detectable": run.detectable_effect, "minimum": minimum_effect}))
    return estimate, "cannot_say", limits


def _none(e: Estimates) -> Estimate:
    return Estimate(None, None, None, None, None, None, None, LEVEL, None, e.unit)


def _estimate(e: Estimates, interval: tuple[float, float] | None, p: float | None, add_up: int | None) -> Estimate:
    """The real item in the outcome's unit, whatever the scale it was compared on.

    What was observed in the window is baseline + value whatever the effect: a bound on one bounds the other.
    """
    read = e.outcome.effect if e.outcome else float
    value, low, high = (None if v is None else read(v) for v in (float(e.value[0]), *(interval or (None, None))))
    if value is None or not math.isfinite(value):
        return _none(e)
    baseline = e.outcome.baseline(float(e.value[0])) if e.outcome else float(e.baseline[0])
    actual = baseline + value

    def relative(effect: float | None) -> float | None:
        if e.over is not None:
            return None if effect is None else effect / e.over
        if effect is None or not math.isfinite(effect) or not actual - effect > 0 or not baseline > 0:
            return None
        return effect / (actual - effect)

    return Estimate(value, low, high, relative(value), relative(low), relative(high),
                    value * add_up if add_up else None, LEVEL, p, e.unit)


def _placebo_run(reading: Reading, passes: Passes | None) -> PlaceboRun:
    batch, e, calibration = reading.batch, reading.estimates, reading.calibration
    ran = _ran(batch, e)
    beside = calibration.beside
    least = 0.0 if beside is None else replace(beside, family=1).bound()
    raw, calibrated, own = rates(batch, e, reading.correlation, least)
    usable = bool(e.ok[0]) and calibration.rule != "none"
    small = detectable_effect(reading.scores, calibration, float(e.scale[0]), float(e.baseline[0]),
                              e.outcome.scale if e.outcome else "identity") if usable \
        else (None, None, None)
    if e.outcome and e.outcome.falls:
        small = fall(small)
    if passes and usable:
        small = larger(small, passes(e, calibration))
    bound = calibration.bound()
    mean_score = None
    if len(ran) and math.isfinite(bound):
        scores = _interval_scores(reading, ran)
        mean_score = float(np.nanmean(scores)) if np.isfinite(scores).any() else None
    return PlaceboRun(
        planned=batch.planned, ran=len(ran), failed=int(batch.placebo.sum()) - len(ran),
        independent=calibration.k, raw_rate=raw, calibrated_rate=calibrated, own_rate=own, detectable_effect=small[0],
        detectable_low=small[1], detectable_high=small[2], rule=calibration.rule,
        bound=bound if math.isfinite(bound) else None,
        guaranteed_bound=guaranteed_bound(e.score[ran], batch.cluster[ran], int(batch.cluster[0])),
        correlation=reading.correlation, spread=calibration.spread if math.isfinite(calibration.spread) else None,
        mean_score=mean_score, dates=len(np.unique(batch.cluster[ran])), sources=len(np.unique(batch.source[ran])),
        drawn=batch.drawn, seed=batch.seed, scores=tuple(float(z) for z in reading.scores))
