"""Who is drawn with whom: blocks of units alike in level, within each of which some are drawn.

Units are put in the order of their past level and cut into runs; within each run as many are drawn as the share asks
for. That is the lottery that `recul.placebo.assign` draws again when the question is read, block for block; nothing is
drawn anew because it looked unbalanced, which the analysis would not know of. The finest blocks are taken that leave
ENOUGH different draws: with fewer, the steps between the possible p-values cost more power than likeness gains.

Papers: Imbens & Rubin (2015), Causal Inference, ch. 9-10, on stratified and paired draws; Bruhn & McKenzie (2009), AEJ
Applied 1(4), who found pairs on the baseline outcome the surest of the ways to balance a small experiment.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from recul.panel import Case, Floats, Ints
from recul.placebo.assign import assignments, needed

ENOUGH = 200


@dataclass(frozen=True, slots=True)
class Blocks:
    """members: places of the units of each block. count: how many of each are drawn."""

    members: tuple[tuple[int, ...], ...]
    count: tuple[int, ...]

    @property
    def drawn(self) -> int:
        return sum(self.count)

    def case(self, treated: Ints, start: int, window: int, history: int) -> Case:
        """These places drawn, as the effect question will see them."""
        chosen = set(treated.tolist())
        every = sorted(i for block in self.members for i in block)
        strata = self.members if len(self.members) > 1 else ()
        return Case(tuple(i for i in every if i in chosen), tuple(i for i in every if i not in chosen), start, window,
                    history, "randomised", strata)

    def first(self, start: int = 0, window: int = 1, history: int = 1) -> Case:
        """Any one draw: the lottery is the same for all of them."""
        return self.case(np.array([i for block, n in zip(self.members, self.count, strict=True) for i in block[:n]],
                                  dtype=np.int64), start, window, history)

    def draw(self, random: np.random.Generator) -> Ints:
        """The places drawn, sorted."""
        found = [i for block, n in zip(self.members, self.count, strict=True)
                 for i in random.permutation(block)[:n].tolist()]
        return np.array(sorted(found), dtype=np.int64)


def blocks_of(level: Floats, count: int) -> Blocks:
    """Blocks of places alike in level [n], of which `count` are drawn in all; one block where n is small.

    Every block has one that is drawn or one that is not, and at least one of each. 0 < count < n.
    """
    order, n = np.argsort(level, kind="stable"), len(level)
    for many in range(min(count, n - count), 0, -1):
        found = _cut(order, count, many)
        if many == 1 or assignments(found.first()) >= ENOUGH:
            return found
    raise ValueError(f"{count} of {n}")


def _cut(order: Ints, count: int, many: int) -> Blocks:
    """`many` runs of the order, as long as each other but for a unit or two, each with one drawn and one not at least:
    many is neither above `count` nor above the others."""
    steps = np.arange(many + 1) / many
    drawn = np.floor(steps * count + 0.5).astype(int)
    ends = drawn + np.floor(steps * (len(order) - count) + 0.5).astype(int)
    members = tuple(tuple(sorted(order[a:b].tolist())) for a, b in pairwise(ends))
    return Blocks(members, tuple(np.diff(drawn).tolist()))


def allowed(blocks: Blocks) -> bool:
    """Whether the lottery can fall in enough ways for any of them to stand out at 5 %."""
    case = blocks.first()
    return assignments(case) >= needed(case)


def units_needed(share: float) -> int:
    """The fewest units of which such a share can be drawn so that a result can stand out at 5 %."""
    n = 3
    while True:
        count = drawn_of(n, share)
        if 0 < count < n:
            case = Case(tuple(range(count)), tuple(range(count, n)), 0, 1, 1, "randomised")
            if math.comb(n, count) >= needed(case):
                return n
        n += 1


def drawn_of(n: int, share: float) -> int:
    """How many units a share of n is, to the nearest."""
    return math.floor(share * n + 0.5)
