"""One file a method: estimate(panel, cases) -> Estimates. Pure NumPy, no I/O."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import cast

from threadpoolctl import ThreadpoolController

from recul.batch import Estimates
from recul.discovery import modules
from recul.estimators._staggered import staggered
from recul.panel import Case, Panel

Estimator = Callable[[Panel, Sequence[Case]], Estimates]


def discover() -> dict[str, Estimator]:
    """Every estimator of a panel, by the name its paper gives it."""
    return {m.NAME: cast(Estimator, m.estimate) for m in modules(__name__)}


def run(name: str, panel: Panel, cases: Sequence[Case]) -> Estimates:
    """All cases through one estimator, on one thread.

    The matrices are many and small: more threads cost time, and would make the last digits depend on the machine.
    """
    method = discover()[name]
    with _threads().limit(limits=1, user_api="blas"):
        return staggered(method, panel, cases) if any(c.offsets for c in cases) else method(panel, cases)


@cache
def _threads() -> ThreadpoolController:
    return ThreadpoolController()
