"""Weighted normal equations of many assignments that share one design: a matrix product for all of them."""

from __future__ import annotations

import numpy as np

from recul.panel import Floats

BLOCK = 2048


def moments(x: Floats, weight: Floats) -> Floats:
    """Xᵀ diag(w_k) X for every column k of the weights: x [r, p], weight [r, k] -> [k, p, p].

    The products of two columns are taken once, whatever k; by blocks of rows, to stay in little memory.
    """
    p = x.shape[1]
    one, other = np.triu_indices(p)
    packed = np.zeros((len(one), weight.shape[1]))
    columns = np.ascontiguousarray(x.T)
    for start in range(0, len(x), BLOCK):
        block = columns[:, start:start + BLOCK]
        packed += (block[one] * block[other]) @ weight[start:start + BLOCK]
    full = np.empty((weight.shape[1], p, p))
    full[:, one, other] = full[:, other, one] = packed.T
    return full
