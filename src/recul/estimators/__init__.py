"""One file a method: estimate(panel, cases) -> Estimates. Pure NumPy, no I/O."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import cast

import numpy as np
from threadpoolctl import ThreadpoolController

from recul.batch import Estimates
from recul.discovery import modules
from recul.estimators._staggered import staggered
from recul.panel import Case, Panel

# Just under 32 MB; never written to.
KEPT_BYTES = 31 << 20

Estimator = Callable[[Panel, Sequence[Case]], Estimates]


def discover() -> dict[str, Estimator]:
    """Every estimator of a panel, by the name its paper gives it."""
    return {m.NAME: cast(Estimator, m.estimate) for m in modules(__name__)}


def run(name: str, panel: Panel, cases: Sequence[Case]) -> Estimates:
    """All cases through one estimator, on one thread.

    The matrices are many and small: more threads cost time, and would make the last digits depend on the machine.
    """
    method = discover()[name]
    _keep_memory()
    with _threads().limit(limits=1, user_api="blas"):
        return staggered(method, panel, cases) if any(c.offsets for c in cases) else method(panel, cases)


@cache
def _threads() -> ThreadpoolController:
    return ThreadpoolController()


@cache
def _keep_memory() -> None:
    """Have the allocator keep what is freed between steps: taken back from the system page by page, arrays of a few
    megabytes cost a third of the cheaper estimators' time.

    The GNU allocator keeps twice as much as the largest array that was freed, if this is under 32 MB (mallopt(3),
    M_MMAP_THRESHOLD); others do as they please.
    """
    np.empty(KEPT_BYTES, dtype=np.uint8)
