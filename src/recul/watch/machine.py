"""Closed bins to alarms: the detector's state, the thresholds, and what is kept of both."""

from __future__ import annotations

from typing import Any

import numpy as np

from recul.detectors.base import Detector, Grid, State
from recul.record.zones import to_local
from recul.watch.alarms import Alarm, Raiser
from recul.watch.bins import MINUTE, Block
from recul.watch.levels import Levels
from recul.watch.state import Arrays

# How much room is made beyond the brands there are, so that a new one seldom asks for more.
ROOM = 1.25


class Machine:
    """One detector over all brands. rows: brands there is room for; those not met yet are unobserved."""

    def __init__(self, detector: Detector, grid: Grid, zone: str, levels: Levels, raiser: Raiser):
        self.rows = 0
        self._detector, self._grid, self._zone = detector, grid, zone
        self.levels, self.raiser = levels, raiser
        self._state: State = detector.start(0, grid)

    def hold(self, brands: int) -> None:
        """Make room for so many brands."""
        if brands <= self.rows:
            return
        rows = max(brands, int(self.rows * ROOM))
        fresh = self._detector.start(rows, self._grid)
        for name, whole in fresh.items():
            old = self._state[name]
            if old.shape == whole.shape:
                whole[...] = old
            else:
                whole[tuple(slice(n) for n in old.shape)] = old
        self._state = fresh
        self.rows = rows
        self.levels.grow(rows)
        self.raiser.grow(rows)

    def take(self, block: Block, names: list[str]) -> list[Alarm]:
        """The alarms of a block. Thresholds are taken again where they are due, whatever the block's ends."""
        if block.anew:
            self._state = self._detector.start(self.rows, self._grid)
            self.levels.forget()
        alarms = []
        for piece in _pieces(block, self.levels.due):
            if piece.first % self.levels.due == 0:
                self.levels.fit(self._detector, self._state)
            scores = self._detector.advance(self._state, piece.counts, piece.observed, self._slots(piece))
            alarms += self.raiser.look(piece, scores, self.levels, names)
        return alarms

    def _slots(self, block: Block) -> Any:
        starts = (block.first + np.arange(block.counts.shape[1])) * self._grid.minutes * MINUTE
        return self._grid.slots(to_local(starts, self._zone).astype("datetime64[us]"))

    def arrays(self) -> Arrays:
        """What to keep, by name."""
        return {f"state/{name}": a for name, a in self._state.items()} | self.levels.arrays() | self.raiser.arrays()

    def restore(self, rows: int, arrays: Arrays) -> None:
        """Go on from what `arrays` gave."""
        self.hold(rows)
        self._state = {name[6:]: a for name, a in arrays.items() if name.startswith("state/")}
        self.levels.restore(arrays)
        self.raiser.restore(arrays)


def _pieces(block: Block, every: int) -> list[Block]:
    """The block cut before each bin whose number `every` divides."""
    bins = block.counts.shape[1]
    cuts = [i for i in range(1, bins) if (block.first + i) % every == 0]
    ends = zip([0, *cuts], [*cuts, bins], strict=True)
    return [Block(block.first + a, block.counts[:, a:b], block.observed[:, a:b], block.anew and not a) for a, b in ends]
