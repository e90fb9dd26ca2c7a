"""What a test would have seen, had it been run in the past: from tests of nothing to the smallest effect seen.

A past test is one stretch of the record as the analysis will see it: Y and X of each unit (`estimators.experiment`),
and the lottery. For every draw a of it, e_a and s_a are the estimate and its error where nothing happened. A constant
shift L given to the drawn leaves s_a as it is and adds L to e_a, so that a is seen when |e_a + L| / s_a exceeds the
bound that the other draws show on the shifted values. The power is the share of draws and past stretches seen, L going
either way; the detectable effect is the L of 80 %. Where the lottery has few draws each is judged by its own place
among all others, exactly: its mirror image stands with it, which the bound of another draw does not know of (without
this, what was promised of 8 units was 7 % too small, of 6 pairs of weeks 16 %).

All draws of a stretch share its shocks: the interval comes from drawing whole stretches again (bootstrap by cluster),
those that overlap together, and is widened for how few of them lie apart.

Sources: METHODS §0.8 and §12; Fisher (1935) for the bound; Cameron, Gelbach & Miller (2008), Rev. Econ. Stat. 90(3),
for drawing whole clusters again; Politis & Romano (1992) for blocks on a circle; Student's t for few clusters.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri, stdtrit

from recul.estimators.experiment import adjusted
from recul.panel import Bools, Case, Floats, Ints
from recul.placebo.assign import redrawn
from recul.placebo.calibrate import Calibration
from recul.placebo.power import POWER

# So many scores of a stretch at each knot go into bounds of their own, of some draws against the others; the bounds of
# other draws and shifts are read off these. Against all of them the detectable effect moved by a few per cent at most.
BOUNDS, OTHERS = 1600, 300
# A lottery of no more draws than this is reckoned exactly; from 126 on the bounds of a few draws told the same.
FEW = 200
KNOTS = np.array([0.0, 3.0, 6.0, 20.0])
# Shifts tried, in median errors of the estimate.
STEPS = np.array([0.0, 1.0, 1.5, 2.0, 2.25, 2.5, 2.75, 3.0, 3.25, 3.5, 4.0, 4.5, 5.0, 6.0, 8.0, 11.0, 15.0, 20.0])
AGAIN, DRAWS = 400, 400


@dataclass(frozen=True, eq=False)
class PastTest:
    """One stretch of the past, analysed as the test will be. y, x: [rows]; case: the lottery, its rows 0 to n − 1."""

    y: Floats
    x: Floats
    case: Case


@dataclass(frozen=True, eq=False)
class Power:
    """shift: [g]. power: [stretch, g], the share of draws seen. false: how many of `of` draws of nothing were seen."""

    shift: Floats
    power: Floats
    false: int
    of: int

    def detectable(self, level: float = POWER) -> float | None:
        """The smallest shift seen in `level` of the past tests; None where none of those tried is."""
        return _reached(self.shift, self.power.mean(axis=0), level)

    def interval(self, seed: int, apart: int, level: float = POWER) -> tuple[float | None, float | None]:
        """The same with whole stretches drawn again: 2.5 and 97.5 %. An end beyond what was tried is None.

        apart: how many of the stretches would stand end to end. Where they overlap, as many neighbours are drawn
        together; and so few clusters show less than they vary by (benchmarks: 20 of 30 intervals held without)."""
        random = np.random.default_rng(seed)
        n = len(self.power)
        apart = min(apart, n)
        if apart < 2:
            return None, None
        together = -(-n // apart)
        first = random.integers(0, n, (AGAIN, -(-n // together)))
        again = ((first[:, :, None] + np.arange(together)) % n).reshape(AGAIN, -1)[:, :n]
        found = [_reached(self.shift, self.power[rows].mean(axis=0), level) for rows in again]
        ordered = sorted(math.inf if f is None else f for f in found)
        low, high = ordered[math.floor(0.025 * AGAIN)], ordered[math.ceil(0.975 * AGAIN) - 1]
        wider = float(stdtrit(apart - 1, 0.975) / ndtri(0.975)) * math.sqrt(apart / (apart - 1))
        point = self.detectable(level)
        ends = (e if point is None or not e > 0 else point * (e / point) ** wider for e in (low, high))
        low, high = ends
        return (low if math.isfinite(low) else None), (high if math.isfinite(high) else None)

    def at(self, shift: float) -> float:
        """The share of past tests in which such a shift would have been seen."""
        return float(np.interp(shift, self.shift, self.power.mean(axis=0)))


def power_of(tests: Sequence[PastTest], seed: int) -> Power:
    """The power over the past tests, which must not be none."""
    drawn = [_scores(test, np.random.default_rng([seed, number])) for number, test in enumerate(tests)]
    shift = STEPS * float(np.median(np.concatenate([error for _, error, _ in drawn])))
    found, false, of = [], 0, 0
    for number, (test, (effect, error, arms)) in enumerate(zip(tests, drawn, strict=True)):
        seen, quiet = _seen(test, effect, error, arms, shift, np.random.default_rng([seed, number, 1]))
        found.append(seen)
        false, of = false + quiet, of + len(effect)
    return Power(shift, np.array(found), false, of)


def _scores(test: PastTest, random: np.random.Generator) -> tuple[Floats, Floats, Bools]:
    """Estimate and error of every draw [a], and the draws [a, rows]."""
    rows = np.array(sorted(test.case.units + test.case.donors), dtype=np.int64)
    arms = redrawn(test.case, rows, random)[:DRAWS]
    weight, variance = adjusted(test.y, test.x, arms, strata_of(test))
    return weight @ test.y, np.sqrt(variance), arms


def strata_of(test: PastTest) -> list[Ints]:
    """The blocks as the estimator takes them."""
    every = np.arange(len(test.y), dtype=np.int64)
    return [np.array(s, dtype=np.int64) for s in test.case.strata] or [every]


def _seen(test: PastTest, effect: Floats, error: Floats, arms: Bools, shift: Floats, random: np.random.Generator
          ) -> tuple[Floats, int]:
    """The share of draws in which each shift [g] is seen, and how many draws of nothing are."""
    size = np.abs(effect / error)
    # Where nothing was done each draw is judged against all the others, exactly.
    quiet = int((size > leave_one_out(size)).sum())
    if len(effect) <= FEW:
        return _exactly(test, effect, error, arms, shift), quiet
    some = random.permutation(len(effect))[: max(3, BOUNDS // len(effect))]
    knots, share = KNOTS * float(shift[-1] / STEPS[-1]), np.zeros(len(shift))
    for place, a in enumerate(some):
        way = 1 if place % 2 else -1
        others = random.permutation(np.delete(np.arange(len(effect)), a))[:OTHERS]
        bound = np.interp(shift, knots, _bounds(test, arms[a], arms[others], way * knots))
        share += (np.abs(effect[:, None] + way * shift) / error[:, None] > bound).mean(axis=0)
    return share / len(some), quiet


def _exactly(test: PastTest, effect: Floats, error: Floats, arms: Bools, shift: Floats) -> Floats:
    """The share of all draws, shifted up and down, that stand out among all others under the same shift [g].

    The estimates of draws c are linear in what was given to those drawn in b and their variances quadratic, so that
    three outcomes tell all shifts: as it was, and one step up and down."""
    step = float(shift[-1])
    given = np.concatenate([test.y[None], test.y + step * arms, test.y - step * arms])
    weight, variance = adjusted(given, test.x, arms, strata_of(test))
    up, down = np.split(variance[1:], 2)
    slope, bend, moved = (up - down) / 2, (up + down) / 2 - variance[0], arms @ weight.T
    most = len(effect) - 1 - math.ceil(0.95 * len(effect) - 1e-9)  # of the others, that may be as far from zero
    found = []
    for s in shift / step:
        seen = []
        for way in (s, -s):
            error_of = np.sqrt(np.maximum(variance[0] + way * slope + way**2 * bend, 0.0))
            size = np.abs(effect + way * step * moved) / np.maximum(error_of, 1e-300)
            own = np.abs(effect + way * step) / error
            # A draw and its mirror image are equally far from zero, but for rounding.
            seen.append((size >= own[:, None] * (1 - 1e-9)).sum(axis=1) - 1 <= most)
        found.append(np.mean(seen))
    return np.array(found)


def _bounds(test: PastTest, arm: Bools, others: Bools, shifts: Floats) -> Floats:
    """What the other draws set as the bound when each of the shifts was given to those drawn."""
    found = []
    for shift in shifts:
        y = test.y + shift * arm
        weight, variance = adjusted(y, test.x, others, strata_of(test))
        found.append(Calibration.of((weight @ y) / np.sqrt(variance), 0, len(others), exact=True).bound())
    return np.array(found)


def leave_one_out(size: Floats) -> Floats:
    """For each score the bound that all the others set."""
    rank = math.ceil(0.95 * len(size) - 1e-9)  # ⌈.95 (m + 1)⌉ of the m others
    if rank > len(size) - 1:
        return np.full(len(size), np.inf)
    order = np.argsort(size, kind="stable")
    bound = np.full(len(size), size[order[rank - 1]])
    bound[order[:rank]] = size[order[rank]]  # one of the smaller ones left out moves the rank up by one
    return bound


def _reached(shift: Floats, power: Floats, level: float) -> float | None:
    """Where a rising line first reaches a level, by straight lines between the points."""
    rising = np.maximum.accumulate(power)
    if rising[-1] < level:
        return None
    g = int(np.argmax(rising >= level))
    if g == 0:
        return float(shift[0])
    return float(np.interp(level, rising[g - 1 : g + 1], shift[g - 1 : g + 1]))
