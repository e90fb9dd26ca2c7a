"""Closed bins to alarms: the detector's state, the thresholds, and what is kept of both.

A detector's state says in `hours` how many hours it has closed and in `ready` [rows] who has past enough, as
`recul.detectors.threshold` needs too.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from recul._phrases import phrase
from recul.detectors.base import Detector, Grid, State
from recul.detectors.threshold import next_age
from recul.errors import Mistake, WatchError
from recul.panel import Ints
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
        one, two = detector.start(1, grid), detector.start(2, grid)
        # Which axis of each array the rows are; none for what all rows share.
        self._axis = {name: next((i for i in range(a.ndim) if a.shape[i] != two[name].shape[i]), None)
                      for name, a in one.items()}

    def hold(self, brands: int) -> None:
        """Make room for so many brands."""
        if brands <= self.rows:
            return
        rows = max(brands, int(self.rows * ROOM))
        fresh = self._detector.start(rows, self._grid)
        for name, whole in fresh.items():
            whole[tuple(slice(n) for n in self._state[name].shape)] = self._state[name]
        self._state, self.rows = fresh, rows
        self.levels.grow(rows)
        self.raiser.grow(rows)

    def take(self, block: Block, names: list[str]) -> list[Alarm]:
        """The alarms of a block."""
        if block.anew:
            self._state = self._detector.start(self.rows, self._grid)
            self.levels.forget()
            self.raiser.forget()
        alarms, done, bins = [], 0, block.counts.shape[1]
        while done < bins:
            end = self._next_cut(block.first, done, bins)
            piece = Block(block.first + done, block.counts[:, done:end], block.observed[:, done:end])
            scores = self._detector.advance(self._state, piece.counts, piece.observed, self._slots(piece))
            alarms += self.raiser.look(piece, scores, self.levels, names)
            if self._cuts(block.first + end):
                self._refit()
            done = end
        return alarms

    def _cuts(self, place: int) -> bool:
        """Whether thresholds may be taken before a bin: after the first of an hour, which closes the hour before it.

        By the bin's own number, so that they are taken at the same moments in whatever blocks the bins come.
        """
        per_hour = self._grid.per_hour
        return place % per_hour == 1 % per_hour

    def _next_cut(self, first: int, done: int, bins: int) -> int:
        """Where the piece that begins at `done` ends: at the next cut at which something may be due."""
        per_hour = self._grid.per_hour
        to_cut = (1 - first - done) % per_hour or per_hour
        return min(bins, done + to_cut + (self.levels.ahead(int(self._state["hours"])) - 1) * per_hour)

    def _refit(self) -> None:
        hours = int(self._state["hours"])
        rows = self.levels.due(hours, self._state["ready"])
        if len(rows) or hours >= self.levels.until:
            self.levels.take(self._of(rows), rows, hours, next_age(hours))

    def _of(self, rows: Ints) -> State:
        """The state of some rows alone, a copy."""
        return {name: a.copy() if axis is None else np.take(a, rows, axis)
                for name, a in self._state.items() for axis in (self._axis[name],)}

    def _slots(self, block: Block) -> Any:
        starts = (block.first + np.arange(block.counts.shape[1])) * self._grid.minutes * MINUTE
        return self._grid.slots(to_local(starts, self._zone).astype("datetime64[us]"))

    def arrays(self) -> Arrays:
        """What to keep, by name."""
        return {f"state/{name}": a for name, a in self._state.items()} | self.levels.arrays() | self.raiser.arrays()

    def restore(self, rows: int, arrays: Arrays) -> None:
        """Go on from what `arrays` gave. Raises WatchError when this version keeps something else."""
        if self._layout(self._state) != self._layout({n[6:]: a for n, a in arrays.items() if n.startswith("state/")}):
            raise WatchError(Mistake(phrase("the state of the detector"), "one that another version of Recul kept",
                                     "one of this version", "Name another --state, or delete this one to begin anew."))
        self.hold(rows)
        self._state = {name[6:]: a for name, a in arrays.items() if name.startswith("state/")}
        self.levels.restore(arrays)
        self.raiser.restore(arrays)

    def _layout(self, state: State) -> dict[str, Any]:
        """What must not change between two lives: of each array its size but for the rows, and the windows, which a
        newer detector may have others of: its thresholds would then be of another score than the one it keeps."""
        found: dict[str, Any] = {
            name: tuple(n for i, n in enumerate(a.shape) if i != self._axis.get(name)) for name, a in state.items()}
        return found | {"windows": state["lengths"].tolist() if "lengths" in state else None}
