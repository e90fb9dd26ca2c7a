"""The placebos laid out for drawing: which stretch of the axis, which dots, which bars. Numbers only, no picture."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from recul.finding import Finding
from recul.panel import Floats
from recul.report.words.kinds import own

BINS, MOST_DOTS = 41, 150


def rounded(value: float) -> float | None:
    """Six digits are more than a picture shows; what is not finite is not drawn."""
    return float(f"{value:.6g}") if math.isfinite(value) else None


def relative_factor(finding: Finding) -> float | None:
    """What turns the outcome's unit into a share of the expected level, when there is such a level, and the kind does
    not tell a difference of shares in points: "-20%" of a share would be read as a fifth of it."""
    e = finding.estimate
    if own(finding.question.get("kind"), "IN_POINTS") or not e.value or not e.relative:
        return None
    factor = e.relative / e.value
    return factor if math.isfinite(factor) and factor > 0 else None


@dataclass(frozen=True)
class Spread:
    """The placebos laid out for drawing: effects on the real case's scale, relative when there is a level."""

    values: Floats
    real: float
    quiet: float | None
    edge: float
    beyond: int
    relative: bool


def spread(finding: Finding) -> Spread | None:
    """Which stretch of the axis shows the real case and (nearly) all placebos. None without placebos, and where the
    answer is not even an estimate."""
    data = finding.figure_data
    if data is None or finding.estimate.value is None:
        return None
    factor = relative_factor(finding)
    values = np.asarray(data.placebos, dtype=np.float64) * (factor or 1.0)
    values = np.sort(values[np.isfinite(values)])
    real = data.real * (factor or 1.0)
    if not len(values) or not math.isfinite(real):
        return None
    e = finding.estimate
    quiet = None
    if e.value is not None and e.low is not None and e.high is not None:
        quiet = min(e.value - e.low, e.high - e.value) * (factor or 1.0)
    farthest = float(np.abs(values).max())
    needed = max(abs(real), quiet or 0.0, float(np.quantile(np.abs(values), 0.95)))
    edge = 1.08 * (max(farthest, needed) if farthest <= 1.6 * needed else needed) or 1.0
    return Spread(values, real, quiet, edge, int((np.abs(values) > edge).sum()), factor is not None)


def dots(s: Spread) -> tuple[list[dict[str, Any]], int]:
    """One row a placebo, stacked in its bin; and the tallest stack."""
    inside = s.values[np.abs(s.values) <= s.edge]
    place = np.clip(((inside + s.edge) / (2 * s.edge) * BINS).astype(int), 0, BINS - 1)
    height: dict[int, int] = {}
    rows = []
    for value, at in zip(inside, place.tolist(), strict=True):
        height[at] = height.get(at, 0) + 1
        rows.append({"x": rounded((at + 0.5) / BINS * 2 * s.edge - s.edge), "y": height[at] - 0.5, "v": float(value)})
    return rows, max(height.values(), default=0)


def bars(s: Spread) -> tuple[list[dict[str, Any]], int]:
    counts, edges = np.histogram(s.values, bins=BINS, range=(-s.edge, s.edge))
    rows = [{"x": rounded(a), "x2": rounded(b), "y": int(n)}
            for a, b, n in zip(edges[:-1], edges[1:], counts, strict=True) if n]
    return rows, int(counts.max())
