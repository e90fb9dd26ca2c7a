"""How much of a text is of a kind, when whoever reads it is sometimes mistaken.

Rogan and Gladen (1978), *Estimating prevalence from the results of a screening test*, American Journal of Epidemiology
107(1), 71-76: true = (flagged − f) / (t − f), with f how often a sentence that is not of the kind is flagged all the
same, t how often one that is. As no t is above one, (flagged − f) / (1 − f) is the least that it can be, whatever is
missed: that is what is judged, and t only says how much more there may be. Error by the delta method. Texts differ in
how they mislead: f of another text strays from the one counted by chance and by that difference besides, whose variance
is the one that makes Cochran's Q of the texts counted equal to a quantile of its law (Viechtbauer 2007, Statistics in
Medicine 26, 37-52).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import chdtri

from recul.panel import Bools, Floats, Ints

#: Sentences added to a text's own, flagged as often as mistakes alone would: a share of none in a few is not certain.
ADDED = 4.0
#: How far texts may differ: as far as one could in ten (of what is not of the kind), in two (of what is).
UPPER_FALSE, UPPER_TRUE = 0.9, 0.5
#: A reader must flag what is of the kind so much more often than what is not, for what it misses to be allowed for.
TELLS_LEAST = 0.1
NORMAL = 1.959963984540054


@dataclass(frozen=True, eq=False)
class Misread:
    """float64 [n] each. value: the least share, below zero where fewer are flagged than by mistake; scale: its standard
    deviation; raw: as flagged; false: f. ok: bool [n]."""

    value: Floats
    scale: Floats
    raw: Floats
    false: Floats
    ok: Bools


def misread(flagged: Ints, size: Ints, false: Ints) -> Misread:
    """flagged, size: int [n, strata], sentences of each text flagged, and in all, by stratum (language). false: int
    [n, strata, texts, 2]: of texts whose truth is known, sentences not of the kind: flagged, and in all.

    A text's strata are weighted by their sentences; one without a sentence counts for nothing, nor does a known text.
    """
    f, of_f = _rate(false, UPPER_FALSE)
    fine = (size == 0) | ((f < 0.5) & (false[..., 1].sum(axis=2) > 0))
    share = flagged / np.maximum(size, 1)
    value = (share - f) / (1 - f)
    held = np.clip(value, 0.0, 1.0)
    # Where fewer are flagged than mistakes alone would, chance has made it so: its error is that of a text of mistakes.
    near = np.maximum((flagged + ADDED * f) / (size + ADDED), f)
    variance = (near * (1 - near) / (size + ADDED) + (1 - held) ** 2 * of_f) / (1 - f) ** 2
    part = size / np.maximum(size.sum(axis=1, keepdims=True), 1)

    def whole(of: Floats) -> Floats:
        return np.asarray((part * of).sum(axis=1))

    return Misread(whole(value), np.sqrt((part**2 * variance).sum(axis=1)), whole(share), whole(f),
                   np.asarray(fine.all(axis=1) & (size.sum(axis=1) > 0)))


@dataclass(frozen=True, slots=True)
class Corrected:
    """The share corrected for what is missed too, and the range that texts as different as those known leave; t. None
    where the reader misses too much for that."""

    share: float | None
    low: float | None
    high: float | None
    true: float


def corrected(found: Misread, size: Ints, true: Ints) -> Corrected:
    """Of item 0. size: int [strata], its sentences. true: int [strata, texts, 2]: of texts known, sentences of the
    kind: flagged, and in all."""
    rate, variance = _rate(true, UPPER_TRUE)
    part = size / max(int(size.sum()), 1)
    t, f = float((part * rate).sum()), float(found.false[0])
    if t - f < TELLS_LEAST:
        return Corrected(None, None, None, t)
    error = float(np.sqrt((part**2 * variance).sum()))
    excess, spread = float(found.value[0]) * (1 - f), float(found.scale[0]) * (1 - f)

    def share(above: float, t: float) -> float:
        return min(max(above, 0.0) / max(min(t, 1.0) - f, TELLS_LEAST), 1.0)

    return Corrected(share(excess, t), share(excess - NORMAL * spread, t + NORMAL * error),
                     share(excess + NORMAL * spread, t - NORMAL * error), t)


def _rate(counts: Ints, upper: float) -> tuple[Floats, Floats]:
    """How often sentences are flagged, and the variance of that in another text: [...]. counts: [..., texts, 2]."""
    hits, of = counts[..., 0].sum(axis=-1), counts[..., 1].sum(axis=-1)
    rate = (hits + 0.5) / (of + 1.0)
    return rate, rate * (1 - rate) / (of + 1.0) + _between(counts, rate, upper)


def _between(counts: Ints, rate: Floats, upper: float) -> Floats:
    """The variance between texts at which a Q as small as this, or smaller, has chance 1 − upper; by halving."""
    size = counts[..., 1].astype(np.float64)
    there = size > 0
    many = np.maximum(size, 1.0)
    pooled = counts[..., 0].sum(axis=-1) / np.maximum(size.sum(axis=-1), 1.0)
    square = np.where(there, (counts[..., 0] / many - pooled[..., None]) ** 2, 0.0)
    chance = (rate * (1 - rate))[..., None] / many
    wanted = chdtri(np.maximum(there.sum(axis=-1) - 1.0, 1.0), upper)
    low, high = np.zeros_like(rate), np.ones_like(rate)
    for _ in range(40):
        middle = (low + high) / 2
        more = (square / (chance + middle[..., None])).sum(axis=-1) > wanted
        low, high = np.where(more, middle, low), np.where(more, high, middle)
    return np.where((square / chance).sum(axis=-1) > wanted, (low + high) / 2, 0.0)
