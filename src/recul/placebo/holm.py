"""Several questions asked at once: how strong the evidence of each is, given that all were asked."""

from __future__ import annotations

import numpy as np

from recul.panel import Floats


def adjusted(p: Floats) -> Floats:
    """Holm's step-down adjusted p [m]: at most a share α of families in which nothing is true has any of them ≤ α.

    Holm (1979), Scandinavian Journal of Statistics 6, 65-70.
    """
    order = np.argsort(p, kind="stable")
    stepped = np.maximum.accumulate(p[order] * np.arange(len(p), 0, -1))
    out = np.empty(len(p))
    out[order] = np.minimum(stepped, 1.0)
    return out
