"""A group's share against that of all others, beside how much the shares of ordinary groups differ."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recul.panel import Floats, Ints


@dataclass(frozen=True, eq=False)
class Shares:
    """One answer an item, float64 [n] each. value: the group's share less the others'; scale: its standard deviation
    for an ordinary group; error: the same for sampling alone; others: the share of all others. between: the standard
    deviation of the groups' own shares beyond sampling."""

    value: Floats
    scale: Floats
    error: Floats
    others: Floats
    between: Floats


def shares(count: Ints, size: Ints, group: Ints) -> Shares:
    """count: int [n, groups], of `size` [groups] in each. group: int [n], the one asked about.

    An ordinary group's own share is a draw around the common one, with the variance of DerSimonian & Laird (1986),
    Controlled Clinical Trials 7(3), 177-188, estimated over all groups alike, the one asked about too: under the
    hypothesis that it is an ordinary one, it and the others are then exchangeable. Sampling errors are those of the
    common share, so that a group of one or of none is not taken for certain.
    """
    whole, total = count.sum(axis=1), int(size.sum())
    pooled = (whole / total)[:, None]
    spread = np.clip(pooled * (1 - pooled), 1e-12, None)
    excess = (size * (count / size - pooled) ** 2 / spread).sum(axis=1) - (len(size) - 1)
    room = total - (size.astype(np.float64) ** 2).sum() / total
    between = np.maximum(excess, 0.0) * spread[:, 0] / room if room > 0 else np.zeros(len(count))
    own, mine = size[group], np.take_along_axis(count, group[:, None], 1)[:, 0]
    rest = (total - own).astype(np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        others = (whole - mine) / rest
        value = mine / own - others
        error = np.sqrt(spread[:, 0] * (1 / own + 1 / rest))
        weights = ((size.astype(np.float64) ** 2).sum() - own.astype(np.float64) ** 2) / rest**2
        scale = np.sqrt(error**2 + between * (1 + weights))
    return Shares(value, scale, error, others, np.sqrt(between))
