"""Where a message had no say in what followed: the same messages at other hours of the same half day (METHODS §7).

Circular shifts, the usual placebo, fail as soon as both sides follow one driver (a game, the news): 93 to 99 % false
"drives" in simulation. Redistributed within 12 hours, messages keep their number in every half day, and with it all
that is slower; 24 hours leak.
"""

from __future__ import annotations

import numpy as np

from recul.panel import Floats, Ints

BLOCK_HOURS = 12


def redistribute(counts: Ints, weight: Floats, block: Ints, draws: int, random: np.random.Generator) -> Ints:
    """Each block's messages thrown again over its hours, with chances proportional to `weight`.

    counts: integers [T]. weight: float64 [T], 0 where nothing may fall. block: [T], numbers that never fall.
    Returns integers [draws, T], of the smallest type that holds them.
    """
    size, place = _places(block)
    share = _by_block(_share(weight, block), size, place)
    total = np.bincount(place[0], counts, len(size)).astype(np.int64)
    some = np.flatnonzero(total)
    thrown = random.multinomial(np.broadcast_to(total[some], (draws, len(some))), share[some])
    kind = np.min_scalar_type(int(total.max(initial=0)))
    out = np.zeros((draws, len(size), int(size.max())), dtype=kind)
    out[:, some] = thrown
    return np.asarray(out[:, place[0], place[1]])


def usual(counts: Ints, weight: Floats, block: Ints) -> Floats:
    """What redistributing gives on average [T]."""
    _, of = np.unique(block, return_inverse=True)
    return np.asarray(np.bincount(of, counts)[of] * _share(weight, block))


def _share(weight: Floats, block: Ints) -> Floats:
    """The chance of each hour within its block [T]; alike where the block weighs nothing."""
    _, of, size = np.unique(block, return_inverse=True, return_counts=True)
    total = np.bincount(of, weight)[of]
    return np.where(total > 0, weight / np.where(total > 0, total, 1.0), 1 / size[of])


def _places(block: Ints) -> tuple[Ints, tuple[Ints, Ints]]:
    """Hours in each block [b], and of each hour its block and its place in it ([T], [T])."""
    _, first, of, size = np.unique(block, return_index=True, return_inverse=True, return_counts=True)
    return size, (of, np.arange(len(block)) - first[of])


def _by_block(values: Floats, size: Ints, place: tuple[Ints, Ints]) -> Floats:
    """[T] as [b, longest block], padded with zeros."""
    out = np.zeros((len(size), int(size.max())))
    out[place] = values
    return out
