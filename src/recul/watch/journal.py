"""The events of a stream that cannot be read twice, written down before they are used, until the next checkpoint.

One record a batch: a line of JSON (how many events and lines, refusals, new names), then the times, rows and counts as
they stand in memory. A record that a kill left torn is the last, and is dropped with what was in flight.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from recul.watch.events import Events
from recul.watch.state import writing


class Journal:
    """The journal of checkpoint `number` in a state folder; those of other checkpoints are removed."""

    def __init__(self, home: Path, number: int):
        self._home = home
        self.begin(number)

    def begin(self, number: int) -> None:
        """The checkpoint `number` is in place: what came before it is in it."""
        self._path = self._home / f"journal-{number}.bin"
        for old in self._home.glob("journal-*.bin"):
            if old != self._path:
                old.unlink()

    def write(self, events: Events) -> None:
        """Add a batch, in one write."""
        head = json.dumps({"n": len(events), "lines": events.lines, "refused": events.refused, "names": events.names,
                           "first": events.first})
        parts = (events.time.astype("<i8"), events.row.astype("<i8"), events.count.astype("<f8"))
        with writing(self._path), self._path.open("ab") as file:
            file.write(head.encode() + b"\n" + b"".join(p.tobytes() for p in parts))

    def read(self) -> Iterator[Events]:
        """The batches, in order."""
        if not self._path.exists():
            return
        whole = 0
        with self._path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            while (line := file.readline()).endswith(b"\n"):
                head = json.loads(line)
                if file.tell() + 24 * head["n"] > size:
                    break
                time, row, count = (np.frombuffer(file.read(8 * head["n"]), kind) for kind in ("<i8", "<i8", "<f8"))
                whole = file.tell()
                yield Events(time, row, count, head["lines"], head["refused"], tuple(head["names"]), head["first"])
        os.truncate(self._path, whole)
