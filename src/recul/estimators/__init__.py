"""One file a method: estimate(panel, cases) -> Estimates. Pure NumPy, no I/O."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import cast

from recul.batch import Estimates
from recul.discovery import modules
from recul.panel import Case, Panel

Estimator = Callable[[Panel, Sequence[Case]], Estimates]


def discover() -> dict[str, Estimator]:
    """Every estimator of a panel, by the name its paper gives it."""
    return {m.NAME: cast(Estimator, m.estimate) for m in modules(__name__)}
