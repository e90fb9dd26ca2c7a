"""From a declared budget of false episodes to a threshold, through quiet copies of the brands.

The copies (`quiet.py`) are as old as the brands, miss the hours they missed, and go through the same detector by the
same call. A brand's threshold is the one that would have raised, among the copies whose past looks most like the
brand's own, as many episodes a month as declared. What makes a past alike is learnt from the copies themselves: the
part of their past's features that foretells how far their scores go (the regression of Fearnhead & Prangle 2012), so
that how well a short past tells what kind of brand it is goes into the threshold.

An episode begins where the score reaches the threshold and silences the next SILENCE_HOURS.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recul._phrases import phrase
from recul.detectors import quiet
from recul.detectors._usual import Singles
from recul.detectors.base import HOURS_A_WEEK, Detector, Grid, Past, State
from recul.errors import Mistake, QuestionError
from recul.panel import Bools, Floats, Ints

SILENCE_HOURS = 24
HOURS_A_MONTH = 720
#: Thresholds are taken again at these ages of the past, in hours, and every REFIT_HOURS after the last.
AGES, REFIT_HOURS = (48, 120, 240, 480, 1008), 672
# Copies: enough for so many months beyond the past, within these numbers.
COPY_MONTHS, COPIES_LEAST, COPIES_MOST = 400.0, 999, 2999
# The copies likest to a brand are this share of all; thresholds are taken at so many places of the index.
NEAREST, KNOTS = 0.25, 12
# SD of the logarithm of a copy's variances around its brand's: the second while the past is short.
JITTER, JITTER_EARLY, EARLY_HOURS = 0.25, 0.6, 240
# How fast rates fall with the score: what the index foretells is the exponential mean of daily maxima at this slope.
STEEP = 5.0
ROUNDS = 18
# Copies go through the detector so many at a time.
PIECE = 250


@dataclass(frozen=True, eq=False)
class Threshold:
    """What a budget means for each brand until the next fit.

    budget: false episodes a month (30 days), declared. value: [rows]; inf where a brand has no past to speak of.
    realised: [rows], episodes a month in copies that had no part in choosing the threshold. months: [rows], of copies.
    hours: of past it was fitted to. until: how many hours of past until it is to be fitted again.
    """

    budget: float
    value: Floats
    realised: Floats
    months: Floats
    hours: int
    until: int


@dataclass(frozen=True, eq=False)
class Copies:
    """Quiet copies gone through the detector. index: [copies], brand_index: [rows]: how far scores are expected to go.
    highest: [copies, hours], the highest score of each hour after the past (−inf where there is none)."""

    index: Floats
    brand_index: Floats
    highest: Singles
    ready: Bools
    hours: int

    def threshold(self, budget: float) -> Threshold:
        """The threshold that gives `budget` episodes a month. Raises QuestionError when it is not above 0."""
        if not 0 < budget <= 15:
            raise QuestionError(Mistake("budget", phrase("{budget} false alarms a month", budget=budget),
                                        "more than 0 and at most 15", "Declare how many false alarms a month you can"
                                        " live with, such as 1."))
        order = np.argsort(self.index, kind="stable")
        size = max(2, round(NEAREST * len(order)))
        starts = np.linspace(0, len(order) - size, KNOTS).astype(np.int64)
        months = size * self.highest.shape[1] / HOURS_A_MONTH
        knots, values, realised = np.empty(KNOTS), np.empty(KNOTS), np.empty(KNOTS)
        for i, start in enumerate(starts):
            near = order[start : start + size]
            knots[i] = self.index[near].mean()
            values[i] = _level(self.highest[near], budget * months)
            halves = near[::2], near[1::2]
            crossed = [episodes(self.highest[b], _level(self.highest[a], budget * months * len(a) / size))
                       for a, b in (halves, halves[::-1])]
            realised[i] = np.concatenate(crossed).sum() / months
        value = np.where(self.ready, np.interp(self.brand_index, knots, values), np.inf)
        nearest = np.abs(self.brand_index[:, None] - knots).argmin(axis=1)
        return Threshold(budget, value, realised[nearest], np.full(len(value), months), self.hours,
                         next_age(self.hours))


def next_age(hours: int) -> int:
    """The age of the past, in hours, at which thresholds are taken again after `hours`."""
    return next((age for age in AGES if age > hours), hours + REFIT_HOURS)


def copies(detector: Detector, state: State, grid: Grid, seed: int, number: int | None = None,
           ahead: int | None = None) -> Copies:
    """Quiet copies of all brands of a `state` of `detector`, from the beginning of their past to the next fit.

    number: of copies, ahead: hours that they live on; default enough for thresholds as steady as can be told.
    """
    random = np.random.default_rng(seed)
    past = detector.past(state)
    age = int(state["hours"])
    brands = quiet.fit(random, past, grid.per_hour, _jitter(len(past.places)))
    ahead = ahead or next_age(age) - age
    number = number or int(np.clip(COPY_MONTHS * HOURS_A_MONTH / ahead, COPIES_LEAST, COPIES_MOST))
    live = np.flatnonzero(state["ready"])
    if not len(live):
        nothing = np.zeros((2, ahead), np.float32)
        return Copies(np.zeros(2), np.zeros(len(state["ready"])), nothing, state["ready"].copy(), age)
    rows = live[np.arange(number) % len(live)]
    later = (past.places[-1] + 1 + np.arange(ahead)) % HOURS_A_WEEK
    places = np.concatenate([past.places, later])
    features, highest = [], []
    for some in np.array_split(rows, max(1, len(rows) // PIECE)):
        f, h = _through(detector, random, brands, some, past, places, grid)
        features.append(f)
        highest.append(h)
    far = np.concatenate(highest)
    index, brand_index = _index(np.concatenate(features), brands.features, far)
    return Copies(index, brand_index, far, state["ready"].copy(), age)


def _jitter(hours: int) -> float:
    """SD of the logarithm of a copy's variances around its brand's, after so many hours of past."""
    return JITTER + JITTER_EARLY * EARLY_HOURS / (EARLY_HOURS + hours)


def _through(detector: Detector, random: np.random.Generator, brands: quiet.Quiet, rows: Ints, past: Past,
             places: Ints, grid: Grid) -> tuple[Floats, Singles]:
    """Copies of the brands `rows` through the detector: features of their past, highest scores after it."""
    per_hour, hours = grid.per_hour, len(past.places)
    early = detector.resumes(hours, grid)
    inside = [n for n in past.lengths if n < per_hour] + [per_hour]
    drawn = quiet.draw(random, brands, rows, places, hours - 1, inside, early, _jitter(hours))
    observed = quiet.gaps(past.seen, rows, per_hour)
    seen = observed[:, :early] * np.array(inside, np.float32)[:, None, None]
    mine = detector.resume(Past(drawn.sums * observed[:, :early], seen, past.places[:early], past.lengths), grid)
    slots = np.repeat(places[early:], per_hour) * per_hour + np.tile(np.arange(per_hour), len(places) - early)
    cut = (hours - early) * per_hour
    detector.advance(mine, drawn.counts[:, :cut], np.repeat(observed[:, early:], per_hour, axis=1), slots[:cut])
    # The hour that has just ended is closed by the first bin after it.
    ahead = np.ones((len(rows), len(slots) - cut), bool)
    first = detector.advance(mine, drawn.counts[:, cut : cut + 1], ahead[:, :1], slots[cut : cut + 1])
    features = quiet.look(detector.past(mine), per_hour).features
    rest = detector.advance(mine, drawn.counts[:, cut + 1 :], ahead[:, 1:], slots[cut + 1 :])
    return features, hourly_highest(np.concatenate([first, rest], axis=1), per_hour)


def hourly_highest(scores: Floats, per_hour: int) -> Singles:
    """The highest score of each whole hour [rows, hours]; −inf where there is none."""
    hours = scores.shape[1] // per_hour
    filled = np.where(np.isnan(scores), -np.inf, scores)[:, : hours * per_hour]
    return np.asarray(filled.reshape(len(scores), hours, per_hour).max(axis=2), np.float32)


def _index(copies: Floats, brands: Floats, highest: Singles) -> tuple[Floats, Floats]:
    """What the features foretell of the scores to come, by ridge regression on them and their squares."""
    days = highest.shape[1] // 24
    daily = highest[:, : days * 24].reshape(len(highest), days, 24).max(axis=2)
    daily = np.maximum(daily.astype(np.float64), 0)
    target = np.log(np.exp(STEEP * daily).mean(axis=1)) / STEEP
    centre, scale = copies.mean(axis=0), copies.std(axis=0) + 1e-9
    x, new = ((np.clip((f - centre) / scale, -2.5, 2.5)) for f in (copies, brands))
    x, new = (np.concatenate([np.ones((len(f), 1)), f, f**2], axis=1) for f in (x, new))
    penalty = 0.01 * len(x) * np.diag([0.0] + [1.0] * (x.shape[1] - 1))
    beta = np.linalg.solve(x.T @ x + penalty, x.T @ target)
    return x @ beta, new @ beta


def episodes(highest: Singles, level: float) -> Ints:
    """How many episodes each row has at a threshold [rows], from the highest scores of hours [rows, hours]."""
    rows, hours = np.nonzero(highest >= level)
    return np.bincount(rows[_begin(rows, hours)], minlength=len(highest))


def _begin(rows: Ints, hours: Ints) -> list[int]:
    """Which of the (row, hour)s at which a threshold is reached, in order, begin an episode."""
    out, row, until = [], -1, 0
    for i, (r, h) in enumerate(zip(rows.tolist(), hours.tolist(), strict=True)):
        if r != row or h >= until:
            out.append(i)
            row, until = r, h + SILENCE_HOURS
    return out


def _level(highest: Singles, wanted: float) -> float:
    """The lowest threshold that raises no more than `wanted` episodes in all."""
    # No more hours than SILENCE_HOURS an episode: as many of the highest hours hold the answer.
    most = min(highest.size, SILENCE_HOURS * (int(wanted) + 1))
    low = float(np.partition(highest, highest.size - most, axis=None)[highest.size - most])
    rows, hours = np.nonzero(highest >= low)
    scores = highest[rows, hours]
    low, high = max(low, 0.0), max(float(scores.max()), 0.0) + 0.01
    for _ in range(ROUNDS):
        middle = (low + high) / 2
        over = scores >= middle
        if len(_begin(rows[over], hours[over])) > wanted:
            low = middle
        else:
            high = middle
    return high
