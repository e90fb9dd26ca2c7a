"""What earlier forecasts are worth: how often what was said came true, beside whoever only knows the base rate."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from recul.batch import Batch, Estimates
from recul.estimators._analogue import Foretold, means
from recul.finding import Finding, Table
from recul.panel import Bools, Floats
from recul.placebo.calibrate import INDEPENDENT_LEAST, Calibration, independent

if TYPE_CHECKING:
    from recul.questions.objective import ObjectiveItems

#: Where targets are put, in standard errors of the forecasts, to count how often what was said came true.
HEIGHTS = np.array([-1.5, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5])
BINS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
SURE = 0.995  # what is said is never nearer to certainty


def probability(finding: Finding, sign: float) -> float | None:
    """That the target is reached: p and its side, so that it is beyond 97.5 % where the verdict is `seen`. None where
    the finding has no p. The errors of earlier forecasts are taken to go both ways alike, as in the interval."""
    e = finding.estimate
    if e.p is None or e.value is None:
        return None
    return _bounded(1 - e.p / 2 if sign * e.value < 0 else e.p / 2)


def _bounded(p: float) -> float:
    return min(max(p, 1 - SURE), SURE)


def said(calibration: Calibration, z: float) -> float:
    """The probability that an outcome lies above a height z, of a forecast with these hindcasts."""
    half = calibration.p(z) / 2
    return _bounded(1 - half if z < 0 else half)


def objective_table(finding: Finding, target: float, sign: float, level: str | None, owner: str | None, deadline: str,
                    state: str) -> Table:
    """The objective in one row, as a board's table has it."""
    e = finding.estimate
    forecast, low, high = (None if v is None else target - v for v in (e.value, e.high, e.low))
    chance = probability(finding, sign)
    if state.startswith(("met", "missed")):
        low = high = None
        chance = None
    if state == "unknown" and any(limit.forbids for limit in finding.limits):
        forecast = low = high = chance = None
    row = (f"level_{level}" if level else "none_named", owner or "–", deadline, target, forecast, low, high, chance,
           state)
    return Table("objective", (("level", "code"), ("owner", "name"), ("deadline", "moment"), ("target", "amount"),
                               ("forecast", "amount"), ("low", "amount"), ("high", "amount"),
                               ("probability", "percent"), ("state", "code")), (row,))


def reliability(batch: Batch[ObjectiveItems], estimates: Estimates, items: ObjectiveItems, told: Foretold, sign: float
                ) -> list[Table]:
    """Of every later hindcast, judged by those before it: how often what was said came true, and the Brier scores.

    Targets of several heights are put at each date for the first table; for the second, the objective's own target,
    as much above the same periods a season before as it is now. Empty with too few hindcasts.
    """
    order = batch.order
    ran = np.flatnonzero(estimates.ok & batch.placebo)
    later = [i for i in ran.tolist() if _before(batch, ran, i).sum() >= INDEPENDENT_LEAST]
    calibrations = {i: _calibration(batch, estimates, ran, i) for i in later}
    asks, outcomes, z = _asked(items, told, ran)
    pairs, scores = [], []
    for i in later:
        c, score = calibrations[i], float(estimates.score[i])
        pairs += [(said(c, h * c.spread), score >= h * c.spread) for h in HEIGHTS]
        place = int(np.searchsorted(ran, i))
        past = order[ran] < order[i]
        if asks[place]:
            p = said(c, float(z[place]))
            came = bool(outcomes[place])
            if sign < 0:
                p, came = 1 - p, not came
            rate = (outcomes[past & asks].sum() + 0.5) / ((past & asks).sum() + 1)
            scores.append((p, rate if sign > 0 else 1 - rate, came))
    return _tables(np.array(pairs), np.array(scores))


def _before(batch: Batch[ObjectiveItems], ran: np.ndarray, i: int) -> Bools:
    return np.asarray(batch.order[ran] < batch.order[i])


def _calibration(batch: Batch[ObjectiveItems], estimates: Estimates, ran: np.ndarray, i: int) -> Calibration:
    """What the hindcasts from before a date allow to say at it."""
    past = ran[_before(batch, ran, i)]
    k = independent(batch.cluster[past], -1, None)
    return Calibration.of(estimates.score[past], 0, k)


def _asked(items: ObjectiveItems, told: Foretold, ran: np.ndarray) -> tuple[Bools, Bools, Floats]:
    """The objective's own target put at earlier dates: where it can be, whether it was exceeded, its height [m]."""
    asked, reach = items.counted, items.reach
    if reach is None:
        raise ValueError("nothing is foretold of what is settled")
    every = np.concatenate([[0], ran])
    row, origin = items.row[every], items.origin[every]
    at = origin[:, None] - reach.lags[0] + np.arange(reach.gap + 1, reach.horizon + 1)
    before = np.where((at >= 0).all(axis=1), means(asked.series[row[:, None], np.maximum(at, 0)]), np.nan)
    needed = (items.target - asked.count(asked.known)) / (reach.window * asked.weight)
    with np.errstate(divide="ignore", invalid="ignore"):
        asks = before[1:] * needed / before[0]
    came = means(told.actual[ran])
    fine = np.isfinite(asks) & np.isfinite(came) & (before[1:] > 0) & (before[0] > 0)
    z = (asks - told.mean[ran]) / told.scale[ran]
    return np.asarray(fine), np.asarray(came >= asks), z


def _tables(pairs: Floats, scores: Floats) -> list[Table]:
    tables = []
    if len(pairs):
        place = np.clip(np.digitize(pairs[:, 0], BINS[1:-1], right=False), 0, len(BINS) - 2)
        rows = [(f"said_{b + 1}", int((place == b).sum()), float(pairs[place == b, 0].mean()),
                 float(pairs[place == b, 1].mean())) for b in range(len(BINS) - 1) if (place == b).any()]
        tables.append(Table("reliability", (("bin", "code"), ("times", "count"), ("said", "percent"),
                                            ("came", "percent")), tuple(rows)))
    if len(scores):
        came = scores[:, 2]
        rows = [(who, len(scores), float(came.mean()), float(((scores[:, column] - came) ** 2).mean()))
                for who, column in (("forecast_said", 0), ("base_rate_said", 1))]
        tables.append(Table("brier", (("who", "code"), ("times", "count"), ("reached", "percent"),
                                      ("score", "number")), tuple(rows)))
    return tables
