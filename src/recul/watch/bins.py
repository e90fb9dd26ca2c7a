"""Events to bins that are closed: late and out-of-order messages, and hours nobody saw.

The watermark is the latest time met less the declared lateness. A bin closes when the watermark passes its end; an
event of a bin that closed before it came is late. It is counted, and changes nothing. Whether an event is late depends
on the events before it alone, never on how they came in pieces.

A stretch in which nothing came, of any brand, longer than the declared silence, is a stretch when the source was down:
it is unobserved. A shorter one holds zero messages. Which of the two it is, is known when the next event comes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np

from recul.panel import Bools, Floats, Ints
from recul.watch.events import Events

T = TypeVar("T", int, Ints)

# Bins times brands in one block at the most.
CELLS = 500_000
MINUTE = 60_000_000
# After an outage as long, in minutes, nothing that came before is of use: the detectors begin anew.
FORGOTTEN = 60 * 24 * 60
# First bins of a brand not met yet, and of one that is declared before anything came.
UNKNOWN, WHOLE = 2**62, 2**61


@dataclass(frozen=True, eq=False)
class Block:
    """Closed bins that follow each other. counts, observed: [rows, bins]. first: number of the first bin since 1970.

    anew: nothing before it counts any more.
    """

    first: int
    counts: Floats
    observed: Bools
    anew: bool = False


@dataclass
class Bins:
    """Bins not yet closed. Bin b holds the minutes from b · minutes since 1970, UTC.

    lateness, silence: minutes. top: the latest time met, microseconds. next: the first bin not closed. floor: no bin
    before it is open, whatever the lateness is now.
    open: counts by row of each bin in which something came. began: for each row, the first bin it is observed in.
    """

    minutes: int
    lateness: int
    silence: int
    top: int | None = None
    next: int = 0
    floor: int = -(2**62)
    open: dict[int, Floats] = field(default_factory=dict)
    began: Ints = field(default_factory=lambda: np.zeros(0, np.int64))

    @property
    def _width(self) -> int:
        return self.minutes * MINUTE

    def declare(self, rows: int) -> None:
        """Brands known beforehand: observed from the next whole bin on, whether or not something comes."""
        self._know(rows)
        self.began[self.began == UNKNOWN] = WHOLE if self.top is None else self.top // self._width + 1

    def _know(self, rows: int) -> None:
        self.began = np.concatenate([self.began, np.full(max(0, rows - len(self.began)), UNKNOWN)])

    def add(self, events: Events, rows: int) -> int:
        """Take events in; how many of them were late. rows: brands known by now."""
        if not len(events):
            return 0
        if self.top is None:
            self.top = int(events.time[0])
            self.next = self._passed(self.top)
            # The bin in which the stream begins is seen in part.
            self.began[self.began == WHOLE] = self.top // self._width + 1
        tops = np.maximum.accumulate(np.concatenate([[self.top], events.time]))
        self.top = int(tops[-1])
        place = events.time // self._width
        late = place < np.maximum(self._passed(tops[:-1]), self.floor)
        kept, row, count = place[~late], events.row[~late], events.count[~late]
        self._meet(kept, row, rows)
        order = np.argsort(kept, kind="stable")
        for part in np.split(order, np.flatnonzero(np.diff(kept[order])) + 1) if len(order) else []:
            self._put(int(kept[part[0]]), row[part], count[part], rows)
        return int(late.sum())

    def _passed(self, top: T) -> T:
        """The first bin that does not lie wholly before the watermark."""
        return (top - self.lateness * MINUTE) // self._width

    @property
    def passed(self) -> int:
        """The first bin that is still open."""
        return self.floor if self.top is None else max(self.floor, self._passed(self.top))

    def _put(self, place: int, row: Ints, count: Floats, rows: int) -> None:
        whole = np.zeros(rows)
        before = self.open.get(place)
        if before is not None:
            whole[: len(before)] = before
        named = row >= 0
        np.add.at(whole, row[named], count[named])
        self.open[place] = whole

    def _meet(self, place: Ints, row: Ints, rows: int) -> None:
        """A brand met for the first time: whether it was there before, and from when in this bin, nobody knows."""
        self._know(rows)
        named = row >= 0
        first, at = np.unique(row[named], return_index=True)
        new = self.began[first] == UNKNOWN
        self.began[first[new]] = place[named][at[new]] + 1

    def tick(self, now: int) -> None:
        """The clock on the wall says that time has passed, though nothing came. now: microseconds UTC."""
        if self.top is not None:
            self.top = max(self.top, now)

    def closed(self, rows: int) -> Iterator[Block]:
        """The blocks that the watermark has closed and that are decided, oldest first. rows: of the blocks."""
        if self.top is None:
            return
        passed = self.passed
        most, waiting = max(1, CELLS // max(rows, 1)), _Waiting()
        for place in sorted(b for b in self.open if b < passed):
            empty = place - self.next
            dark = empty * self.minutes > self.silence
            if dark and empty * self.minutes > FORGOTTEN:
                yield from self._blocks(waiting, rows)
                waiting = _Waiting(anew=True)
                self.next = place
            while self.next < place:
                waiting.add(self.next, None, not dark)
                self.next += 1
                if len(waiting) >= most:
                    yield from self._blocks(waiting, rows)
                    waiting = _Waiting()
            waiting.add(place, self.open.pop(place), True)
            self.next = place + 1
            if len(waiting) >= most:
                yield from self._blocks(waiting, rows)
                waiting = _Waiting()
        yield from self._blocks(waiting, rows)

    def _blocks(self, waiting: _Waiting, rows: int) -> Iterator[Block]:
        if not len(waiting):
            return
        counts = np.zeros((rows, len(waiting)))
        for i, column in enumerate(waiting.columns):
            if column is not None:
                counts[: len(column), i] = column
        first = waiting.first
        self._know(rows)
        seen = np.array(waiting.seen) & (self.began[:rows, None] <= first + np.arange(len(waiting)))
        yield Block(first, counts, seen, waiting.anew)


@dataclass
class _Waiting:
    """Bins on their way into a block."""

    anew: bool = False
    first: int = 0
    columns: list[Floats | None] = field(default_factory=list)
    seen: list[bool] = field(default_factory=list)

    def add(self, place: int, column: Floats | None, seen: bool) -> None:
        if not self.columns:
            self.first = place
        self.columns.append(column)
        self.seen.append(seen)

    def __len__(self) -> int:
        return len(self.columns)
