"""What an hour usually holds: a slow level times a daily and a weekly profile, fitted in hindsight to the last weeks.

    expected[h] = level[h] · day[hour of day] · week[weekday]

Level: discounted sum of counts over discounted sum of profiles, of the hours before h. Profiles: ratios of sums, shrunk
to one. Counts are clipped at CAP times what was expected, so that a burst does not become usual.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.signal import lfilter

from recul.panel import Ints

Singles = NDArray[np.float32]

LEVEL_DAYS = 2.0
FORGET = float(np.exp(-1 / (24 * LEVEL_DAYS)))
# How large a burst was is told from a slower level, which it moves less.
SLOW = float(np.exp(-1 / (24 * 5.0)))
# A count above CAP · expected + CAP_MORE is taken for that much.
CAP, CAP_MORE = 2.0, 2.0
# The prior weight of a place of the profiles: so many days, or weeks, of usual hours, and so many messages.
DAY_PRIOR, WEEK_PRIOR, PRIOR_MESSAGES = 0.5, 2.0, 1.0
ROUNDS = 3
TINY = np.float32(1e-6)


@dataclass(frozen=True, eq=False)
class Usual:
    """day: [rows, 24], week: [rows, 7], both around one. level: [rows, hours], a messages-an-hour level known before
    each hour. num, den: [rows], the sums that make the level after the last hour."""

    day: Singles
    week: Singles
    level: Singles
    num: Singles
    den: Singles

    def profile(self, slots: Ints) -> Singles:
        """The product of both profiles at hours of the week `slots`, [rows, hours]."""
        return usual_of(self.day, self.week, slots)


def usual_of(day: Singles, week: Singles, slots: Ints) -> Singles:
    """The product of both profiles at hours of the week `slots`, [rows, hours]."""
    return np.asarray(day[:, slots % 24] * week[:, slots // 24])


def clip(y: Singles, expected: Singles) -> Singles:
    """Counts, no larger than a burst may count for."""
    return np.asarray(np.minimum(y, CAP * expected + CAP_MORE))


def fit(y: Singles, share: Singles, slots: Ints, forget: float = FORGET) -> Usual:
    """Fitted to hours that follow each other.

    y: [rows, hours], messages in what was observed. share: [rows, hours], the part of the hour that was.
    slots: [hours], place in the week. forget: what an hour later is left of one in the level.
    """
    days, weeks = _places(slots % 24, 24), _places(slots // 24, 7)
    day, week = np.ones((len(y), 24), np.float32), np.ones((len(y), 7), np.float32)
    clipped = y
    for _ in range(ROUNDS):
        base = day[:, slots % 24] * week[:, slots // 24] * share
        level = _both_sides(clipped, base, forget)
        clipped = clip(y, level * base)
        steady = level * share
        hour = clipped.sum(axis=1, keepdims=True) / (share.sum(axis=1, keepdims=True) + TINY)
        day = _ratio(_sum(clipped, days), _sum(steady * week[:, slots // 24], days), DAY_PRIOR * hour + PRIOR_MESSAGES)
        week = _ratio(_sum(clipped, weeks), _sum(steady * day[:, slots % 24], weeks),
                      WEEK_PRIOR * 24 * hour + PRIOR_MESSAGES)
    base = day[:, slots % 24] * week[:, slots // 24] * share
    num, den = _discounted(clipped, forget), _discounted(base, forget)
    level = np.zeros_like(y)
    level[:, 1:] = num[:, :-1] / (den[:, :-1] + TINY)
    return Usual(day, week, level, num[:, -1], den[:, -1])


def _places(of: Ints, places: int) -> Singles:
    """[hours, places]: one where the hour is of that place."""
    return np.asarray(np.eye(places)[of], np.float32)


def _sum(x: Singles, places: Singles) -> Singles:
    return np.asarray(x @ places, np.float32)


def _discounted(x: Singles, forget: float) -> Singles:
    return np.asarray(lfilter(np.array([1], np.float32), np.array([1, -forget], np.float32), x, axis=1))


def _both_sides(y: Singles, base: Singles, forget: float) -> Singles:
    """The level seen from both sides of each hour, for the profiles alone."""
    num = _discounted(y, forget) + _discounted(y[:, ::-1], forget)[:, ::-1] - y
    den = _discounted(base, forget) + _discounted(base[:, ::-1], forget)[:, ::-1] - base
    return np.asarray(num / (den + TINY))


def _ratio(num: Singles, den: Singles, weight: Singles) -> Singles:
    """Counts over what the rest of the model expects, at each place [rows, places], shrunk to one."""
    ratio = (num + weight) / (den + weight)
    return np.asarray(ratio / ratio.mean(axis=1, keepdims=True))
