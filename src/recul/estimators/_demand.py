"""What an outcome by the week does by itself: trend, year, end of the year, and weeks that resemble each other.

    outcome = fixed columns + channels + u,   var u = σ²·(ρ^|s − t| + η·exp(−(weeks of the year between s and t)² / 2))

Fixed columns, with a flat prior: level, line and parabola; two harmonics of the year; from mid-November to mid-January
straight pieces a week long, since spend that follows Christmas would else be credited with it; the controls. What is
left remembers the weeks before (ρ) and the same weeks of other years (η). Both are integrated over by restricted
likelihood (Harville 1977, JASA 72, 320-338) on a grid.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.linalg import cholesky, solve_triangular, toeplitz

from recul.panel import Floats

MEMORY = (0.0, 0.15, 0.3, 0.45, 0.6, 0.7, 0.8, 0.87, 0.93, 0.97)
RESEMBLANCE = (0.0, 0.3, 1.0)
YEAR, HARMONICS = 365.25, 2
# Days of the year at which the straight pieces around Christmas meet, the last of the next year.
PIECES = (325, 332, 339, 346, 353, 360, 367, 374)
# Of the grid, as many points as hold so much of the likelihood, but not more than so many.
MASS, POINTS = 0.95, 4


def columns(day: Floats, controls: Floats) -> Floats:
    """Fixed columns [T, k]. day: [T], days since 1970-01-01, middle of the period. controls: [c, T], any scale."""
    t = np.linspace(-1.0, 1.0, len(day))
    angle = 2 * np.pi * day[:, None] * np.arange(1, HARMONICS + 1) / YEAR
    apart = (day[:, None] - np.array(PIECES) + YEAR / 2) % YEAR - YEAR / 2
    pieces = np.maximum(1 - np.abs(apart) / 7, 0.0)
    spread = controls.std(axis=1)
    scaled = ((controls - controls.mean(axis=1, keepdims=True))[spread > 0] / spread[spread > 0, None]).T
    found = np.concatenate([np.stack([np.ones(len(day)), t, t**2], axis=1), np.cos(angle), np.sin(angle),
                            pieces[:, pieces.sum(axis=0) >= 0.5], scaled], axis=1)
    return np.asarray(found[:, distinct(found)])


def distinct(found: Floats) -> list[int]:
    """Columns that those before them do not already say."""
    kept: list[int] = []
    basis = np.zeros((len(found), 0))
    for j, column in enumerate(found.T):
        left = column - basis @ (basis.T @ column)
        if left @ left > 1e-8 * (column @ column):
            kept.append(j)
            basis = np.concatenate([basis, (left / np.sqrt(left @ left))[:, None]], axis=1)
    return kept


def alike(day: Floats) -> Floats:
    """How alike two periods [T, T] are by their time of the year: 1 for the same week, little from three weeks on."""
    weeks = ((day[:, None] - day + YEAR / 2) % YEAR - YEAR / 2) / 7
    return np.asarray(np.exp(-(weeks**2) / 2))


@dataclass(frozen=True, eq=False)
class Point:
    """A point (ρ, η) of the grid: rows are made alike in spread, free of each other, then of the fixed columns.

    root: Cholesky factor [T, T]. fixed: orthonormal [T, k]. log_size: what the likelihood owes to both.
    """

    root: Floats
    fixed: Floats
    log_size: float

    @classmethod
    def of(cls, memory: float, resemblance: float, periods: Floats, likeness: Floats, base: Floats) -> Point:
        """periods: [T, T], how many lie between two rows. base: the fixed columns [T, k]."""
        root = cholesky(memory**periods + resemblance * likeness, lower=True)
        fixed, r = np.linalg.qr(solve_triangular(root, base, lower=True))
        return cls(root, fixed, -float(np.log(np.diag(root)).sum() + np.log(np.abs(np.diag(r))).sum()))

    def free(self, rows: Floats) -> Floats:
        """Series [..., T] without what the fixed columns say of them, in units of σ."""
        flat = solve_triangular(self.root, rows.reshape(-1, rows.shape[-1]).T, lower=True, check_finite=False).T
        return np.asarray(flat - (flat @ self.fixed) @ self.fixed.T).reshape(rows.shape)


def points(day: Floats, seen: Floats, base: Floats) -> list[Point]:
    """The whole grid, for the rows kept. seen: [T], their number among all periods."""
    periods, likeness = np.abs(seen[:, None] - seen), alike(day)
    if np.array_equal(np.diff(seen), np.ones(len(seen) - 1)):
        periods = toeplitz(np.arange(len(seen), dtype=np.float64))
    return [Point.of(m, r, periods, likeness, base) for m in MEMORY for r in RESEMBLANCE]


def likeliest(log: Floats) -> tuple[list[int], Floats]:
    """Which points hold most of the likelihood [m], and their weights, which sum to one."""
    weight = np.exp(log - log.max())
    weight /= weight.sum()
    order = np.argsort(-weight, kind="stable")
    kept = order[: min(POINTS, int(np.searchsorted(np.cumsum(weight[order]), MASS)) + 1)]
    return kept.tolist(), np.asarray(weight[kept] / weight[kept].sum())
