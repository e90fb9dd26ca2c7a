"""When did a coefficient change? From its score and information, week by week, for many items at once.

In each week w the score is u[w] and the information i[w]; over a stretch of weeks the coefficient is b = Σu/Σi, with
sandwich variance Σ(u − b·i)²/(Σi)². Whether it changed: the largest |b₁ − b₂| over its own SD, among all weeks that
leave a share TRIM of the record on either side (Andrews 1993, Econometrica 61(4)), against the other items'.

When: a week d is in the interval unless the fit with a change at d, Q(d) = (Σu)²/Σi over each stretch, falls short of
the best one by more than it does in 95 % of the other items once the same change has been put into them at d: the
likelihood ratio inverted (Hansen 2000, Econometrica 68(3)), in units of the scores' own spread.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recul.panel import Floats, Ints

TRIM = 0.15
LEVEL = 0.95


@dataclass(frozen=True, eq=False)
class Change:
    """p: share of items, the first included, that have changed as much. at: the first week after the change.

    before, after: the first item's coefficients.
    """

    p: float
    at: int
    before: float
    after: float


def change(score: Floats, information: Floats) -> Change:
    """Whether the first item's coefficient changed, and where most. score, information: float64 [n, weeks], n ≥ 2."""
    dates = _dates(score)
    largest = np.stack([_difference(score, information, int(d)) for d in dates], axis=1).max(axis=1)
    at = int(dates[_fit(score, information, dates)[0][0].argmax()])
    before, after = (float(b[0]) for b in _slopes(score, information, at))
    return Change(float((largest >= largest[0]).mean()), at, before, after)


def interval(score: Floats, information: Floats, at: int) -> tuple[int, int]:
    """The first and the last week at which a change dated `at` may have happened."""
    dates = _dates(score)
    kept = [int(d) for place, d in enumerate(dates) if d == at or _possible(score, information, dates, place)]
    return kept[0], kept[-1]


def _dates(score: Floats) -> Ints:
    """The weeks that leave enough of the record on either side."""
    weeks = score.shape[1]
    margin = int(np.ceil(TRIM * weeks))
    return np.arange(margin, weeks - margin + 1)


def by_week(values: Floats, days: Ints) -> Floats:
    """Days [n, m], numbered `days` [m], added up over weeks counted from the first; days that are no whole week at the
    end go with the week before."""
    week = (days - days[0]) // 7
    last = max(int((days[-1] + 1 - days[0]) // 7) - 1, 0)
    begin = np.searchsorted(week, np.arange(last + 1))
    return np.asarray(np.add.reduceat(values, begin, axis=1))


def _slopes(score: Floats, information: Floats, date: int) -> tuple[Floats, Floats]:
    """The coefficients before and from a week on [n]."""
    before, after = (score[:, part].sum(axis=1) / information[:, part].sum(axis=1)
                     for part in (slice(date), slice(date, None)))
    return before, after


def _difference(score: Floats, information: Floats, date: int) -> Floats:
    """|b₁ − b₂| over its SD [n], the coefficient changing at a week."""
    slopes, variance = _slopes(score, information, date), np.zeros(len(score))
    for slope, part in zip(slopes, (slice(date), slice(date, None)), strict=True):
        left = score[:, part] - slope[:, None] * information[:, part]
        variance += (left**2).sum(axis=1) / information[:, part].sum(axis=1) ** 2
    return np.asarray(np.abs(slopes[0] - slopes[1]) / np.sqrt(variance))


def _fit(score: Floats, information: Floats, dates: Ints) -> tuple[Floats, Floats]:
    """Q [n, dates], and the spread of the scores per unit of information [n], a change at the best date let go."""
    u, i = score.cumsum(axis=1), information.cumsum(axis=1)
    (u1, i1), (u, i) = (u[:, dates - 1], i[:, dates - 1]), (u[:, -1:], i[:, -1:])
    fit = u1**2 / i1 + (u - u1) ** 2 / (i - i1)
    # A week in which nothing was said knows nothing.
    each = np.divide(score**2, information, out=np.zeros_like(score), where=information > 0)
    return fit, (each.sum(axis=1) - fit.max(axis=1)) / (information > 0).sum(axis=1)


def _possible(score: Floats, information: Floats, dates: Ints, place: int) -> bool:
    """Whether the change may have been at this date: by how much its fit falls short, against items so changed."""
    date = int(dates[place])
    before, after = (float(b[0]) for b in _slopes(score, information, date))
    added = np.where(np.arange(score.shape[1]) < date, before, after) * information
    added[0] = 0.0
    fit, spread = _fit(score + added, information, dates)
    short = (fit.max(axis=1) - fit[:, place]) / spread
    return bool((1 + (short[1:] >= short[0]).sum()) / len(short) > 1 - LEVEL)
