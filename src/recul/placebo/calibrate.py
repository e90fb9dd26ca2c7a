"""From the placebos' scores to an interval, a p and a bound: one reading, they cannot disagree (METHODS §0.5-6).

A score is z = estimate / its own predictive SD. Placebos tell how large |z| gets where nothing happened.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.special import stdtr, stdtrit

from recul.panel import Floats, Ints

LEVEL = 0.95
RANKS_FROM = 39
INDEPENDENT_LEAST = 5
CORRELATION_ASSUMED = 0.5
DATES_FOR_CORRELATION = 20

Rule = Literal["student", "rank", "none"]


def independent(cluster: Ints, real: int, correlation: float | None) -> int:
    """k = U₀ + ⌊D·U / (1 + (U − 1)·max(ρ̄, 0))⌋ of METHODS §0.5.

    cluster: int [m], the moment of each placebo. real: the real case's moment; placebos of that moment share its
    shocks and count one each (U₀). U is the mean number at the other D moments.
    """
    there = int((cluster == real).sum())
    elsewhere = len(cluster) - there
    if elsewhere == 0:
        return there
    units = elsewhere / len(np.unique(cluster[cluster != real]))
    rho = CORRELATION_ASSUMED if correlation is None else max(correlation, 0.0)
    # The small term keeps an exact quotient (36 / 2) from falling below itself in floating point.
    return there + math.floor(elsewhere / (1 + (units - 1) * rho) + 1e-9)


def same_date_correlation(score: Floats, cluster: Ints) -> float | None:
    """Intraclass correlation of scores [m] of the same moment.

    None when fewer than 20 moments hold two scores or more: too few to trust it.
    """
    size = np.unique(cluster, return_counts=True)[1]
    return intraclass(score, cluster) if (size >= 2).sum() >= DATES_FOR_CORRELATION else None


def intraclass(values: Floats, cluster: Ints) -> float:
    """Intraclass correlation of values [m] of the same cluster (one-way analysis of variance, Fisher 1925); 0 where
    there are not two clusters, or no two values in one."""
    labels, place, size = np.unique(cluster, return_inverse=True, return_counts=True)
    groups, n = len(labels), len(values)
    if groups < 2 or n == groups:
        return 0.0
    mean = np.bincount(place, values) / size
    between = (size * (mean - values.mean()) ** 2).sum() / (groups - 1)
    within = ((values - mean[place]) ** 2).sum() / (n - groups)
    typical = (n - (size**2).sum() / n) / (groups - 1)
    total = between + (typical - 1) * within
    return float((between - within) / total) if total > 0 else 0.0


@dataclass(frozen=True, eq=False)
class Calibration:
    """What the placebos allow to say of a score.

    size: float [m], |z| of the placebos in increasing order, failed ones infinite (rank rule only). k: independent
    placebos. spread: λ̂, root mean square of the z (student) or the bound over the normal one (rank).
    family: how many questions are asked together: bound and p are those of the worst of them (Bonferroni; the first
    step of Holm's). beside: what other placebos, chosen by another rule, allow to say; both must agree.
    """

    size: Floats
    k: int
    rule: Rule
    spread: float
    family: int = 1
    beside: Calibration | None = None

    @classmethod
    def of(cls, score: Floats, failed: int, k: int, exact: bool = False) -> Calibration:
        """score: z [m] of the placebos that ran. failed: how many did not. exact: by ranks, however few."""
        m = len(score) + failed
        size = np.concatenate([np.sort(np.abs(score)), np.full(failed, np.inf)])
        if len(score) == 0 or k < 1:
            return cls(size, k, "none", math.nan)
        if m < RANKS_FROM and not exact:
            return cls(size[: len(score)], k, "student", float(np.sqrt((score**2).mean())))
        return cls(size, k, "rank", float(size[min(_rank(m, LEVEL), m) - 1] / stdtrit(1e9, 0.5 + LEVEL / 2)))

    def bound(self, level: float = LEVEL) -> float:
        """What |z| must strictly exceed; infinite where m is too small for the level."""
        alone = self._bound(1 - (1 - level) / self.family)
        return alone if self.beside is None else max(alone, self.beside.bound(level))

    def _bound(self, level: float) -> float:
        if self.rule == "student":
            return self.spread * float(stdtrit(self.k, 0.5 + level / 2))
        if self.rule == "none" or _rank(len(self.size), level) > len(self.size):
            return math.inf
        return float(self.size[_rank(len(self.size), level) - 1])

    def p(self, z: float) -> float:
        """The smallest α at which the interval around z excludes zero."""
        alone = min(1.0, self.family * self._alone(z))
        return alone if self.beside is None else max(alone, self.beside.p(z))

    def _alone(self, z: float) -> float:
        if self.rule == "none":
            return 1.0
        if self.rule == "student":
            return float(2 * stdtr(self.k, -abs(z) / self.spread)) if self.spread > 0 else float(z == 0)
        as_large = len(self.size) - int(np.searchsorted(self.size, abs(z), side="left"))
        return (1 + as_large) / (len(self.size) + 1)


def _rank(m: int, level: float) -> int:
    """⌈level · (m + 1)⌉, safe from rounding."""
    return math.ceil(level * (m + 1) - 1e-9)


def guaranteed_bound(score: Floats, cluster: Ints, real: int) -> float | None:
    """The hierarchical conformal bound: every moment weighs 1/(D + 1), and 1/(D + 1) lies at infinity.

    Lee, Barber & Willett (2023), Distribution-free inference with hierarchical data, arXiv:2306.06342. None below 19
    other moments, where it would be infinite.
    """
    kept = cluster != real
    labels, place, size = np.unique(cluster[kept], return_inverse=True, return_counts=True)
    dates = len(labels)
    if dates < 19:
        return None
    order = np.argsort(np.abs(score[kept]), kind="stable")
    mass = np.cumsum((1 / ((dates + 1) * size))[place][order])
    reached = int(np.searchsorted(mass, LEVEL - 1e-9))
    return float(np.abs(score[kept])[order][reached]) if reached < len(mass) else None
