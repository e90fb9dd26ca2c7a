"""How good were the probabilities? Brier and log scores, reliability, and who was nearer, block by block.

The Brier score of a claim is (p − y)², y being 1 where it came true and 0 where it did not (Brier 1950, Monthly Weather
Review 78(1)); its log score is −ln of the probability given to what happened (Good 1952, JRSS B 14(1)). Both are
proper: what one believes is what pays. Two forecasters of the same claims are set beside each other by how much their
squared errors differ, relatively: with A and R the summed errors of the two,

    value = ln(A / R),

below zero where the first was nearer (Diebold & Mariano 1995, JBES 13(3), on the squared loss; as a ratio, so that its
interval cannot promise less than no error). Claims about the same weeks share their luck: they stand in G blocks, and
the SD of the value is the clustered one (linearised; Liang & Zeger 1986),

    scale² = G / (G − 1) · Σ_g (A_g / A − R_g / R)².
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recul.panel import Bools, Floats, Ints

BINS = 10


def brier(probability: Floats, outcome: Bools) -> Floats:
    """[n]."""
    return np.asarray((probability - outcome) ** 2)


def log_score(probability: Floats, outcome: Bools) -> Floats:
    """−ln of the probability given to what happened [n], in nats."""
    return np.asarray(-np.log(np.where(outcome, probability, 1 - probability)))


def by_block(error: Floats, block: Ints) -> Floats:
    """Errors [n] summed over each block [G]. block: [n], any numbers."""
    place: Ints = np.unique(block, return_inverse=True)[1]
    return np.asarray(np.bincount(place, error), np.float64)


def compared(first: Floats, second: Floats, sign: Floats) -> tuple[Floats, Floats]:
    """Value and scale of every item, [m] each; NaN where an error is zero.

    first, second: errors of the two by block [G]. sign: [m, G], −1 where they change places.
    """
    both, apart = first + second, first - second
    # Of each item, with s the signs: the errors are (both + s·apart)/2 and (both − s·apart)/2.
    total, moved, crossed = both.sum(), sign @ apart, sign @ (both * apart) / 2
    a, r = (total + moved) / 2, (total - moved) / 2
    squares, product = ((both**2).sum() + (apart**2).sum()) / 4, ((both**2).sum() - (apart**2).sum()) / 4
    blocks = len(first)
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = (squares + crossed) / a**2 - 2 * product / (a * r) + (squares - crossed) / r**2
        scale = np.sqrt(np.maximum(variance, 0.0) * blocks / (blocks - 1)) if blocks > 1 else np.full(len(a), np.nan)
        return np.log(a / r), np.asarray(scale)


def blocks_of(start: Ints, end: Ints) -> Ints:
    """Claims that share their luck, a number each [n]: those that begin within one length of the first of them, the
    length that nine windows in ten do not exceed. start, end: days, both included.

    Blocks at least as long as the windows keep nearly all dependence inside (Künsch 1989, Annals of Statistics 17(3)).
    """
    if not len(start):
        return np.zeros(0, np.int64)
    length = int(np.quantile(end - start + 1, 0.9, method="higher"))
    days, place = np.unique(start, return_inverse=True)
    number, first, block = np.empty(len(days), np.int64), int(days[0]), 0
    for i, day in enumerate(days.tolist()):
        if day >= first + length:
            first, block = day, block + 1
        number[i] = block
    return np.asarray(number[place])


@dataclass(frozen=True, eq=False)
class Curve:
    """Reliability, a row a bin that holds claims [b]: where it begins, the mean probability said, and which claims.

    place: of each claim, its row [n].
    """

    edge: Floats
    said: Floats
    place: Ints


def curve(probability: Floats, bins: int = BINS) -> Curve:
    """Bins of equal width (Murphy & Winkler 1977, JRSS C 26(1)); a probability on an edge belongs to the upper bin."""
    number = np.minimum((probability * bins + 1e-9).astype(np.int64), bins - 1)
    kept, place, count = np.unique(number, return_inverse=True, return_counts=True)
    return Curve(kept / bins, np.bincount(place, probability, len(kept)) / count, place)
