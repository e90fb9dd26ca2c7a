"""The watch itself: read, count, close, score, write down, hand over, and note where it stands."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np

from recul._phrases import phrase, quoted
from recul.errors import Mistake, WatchError
from recul.watch.bins import Bins
from recul.watch.events import NOBODY, Events, Parser
from recul.watch.feeds import Feed, Tell
from recul.watch.journal import Journal
from recul.watch.machine import Machine
from recul.watch.outbox import Outbox
from recul.watch.settings import Settings
from recul.watch.sinks import Sink
from recul.watch.state import Arrays, StateFolder

PATIENCE = 30.0


class Watch:
    """One watch, from its state folder, which the caller holds locked; `run` lasts until the stream ends or `stop`.

    totals: lines read, events counted, late ones, alarms, and refused lines by reason, since the first life.
    Raises WatchError when the state belongs to another watch, or cannot be used.
    """

    def __init__(self, settings: Settings, machine: Machine, folder: StateFolder, tell: Tell):
        self.settings, self.machine, self.tell = settings, machine, tell
        self.totals: Counter[str] = Counter()
        self.names: list[str] = []
        self.bins = Bins(settings.minutes, settings.lateness, settings.silence)
        self.position: dict[str, Any] = {}
        self._folder, self._number, self._size = folder, 0, 0
        self._stopping = False
        kept = folder.load()
        if kept is not None:
            self._restore(*kept)
        self._parser = Parser(settings.fields, settings.reading, settings.zone, settings.most, self.names)

    def run(self, feed: Feed, sinks: Sequence[Sink], journal: bool) -> dict[str, int]:
        """Watch. journal: whether the feed cannot be read twice. Alarms left waiting when it ends, by sink."""
        self._outbox = Outbox(self._folder, self._size, sinks, self.tell)
        self._journal = Journal(self._folder.home, self._number) if journal else None
        if self._journal:
            for events in self._journal.read():
                self._take(events)
        # After the journal, whose rows are counted without them.
        if self.settings.brands:
            self._parser.known(self.settings.brands)
            self.bins.declare(len(self.names))
        self._note(feed)  # a folder that cannot be written is told at once
        while not self._stopping:
            ended = self._read(feed)
            self._outbox.check()
            if ended:
                break
            self._note_when_due(feed)
        self._note(feed)
        return self._outbox.close(PATIENCE)

    def _read(self, feed: Feed) -> bool:
        """The next lines, taken; whether none will follow."""
        read, now = feed.read(), time.time_ns() // 1000
        if read.lines or read.too_long:
            events = self._parser.parse(read.lines, self.totals["lines"], now)
            if read.too_long:
                events.refused["too_long"] = read.too_long
                events.first["too_long"] = self.totals["lines"] + len(read.lines) + 1
            if self._journal:
                self._journal.write(events)
            self._take(events)
        elif self.settings.wall:
            self.bins.tick(now)
            self._close()
        return read.ended

    def _note_when_due(self, feed: Feed) -> None:
        """A checkpoint, when it is time and something came, or thresholds were taken, which a kill is not to repeat."""
        fits = self.machine.levels.fits
        if fits != self._fits:
            self.tell("thresholds", brands=int(np.isfinite(self.machine.levels.value).sum()))
        elif time.monotonic() - self._noted < self.settings.every or (self.totals["lines"], self.bins.next) == self._at:
            return
        self._note(feed)

    def stop(self) -> None:
        """End after the lines in hand."""
        self._stopping = True

    def _take(self, events: Events) -> None:
        self._parser.known(events.names)
        late = self.bins.add(events, len(self.names))
        self.totals["lines"] += events.lines
        self.totals["events"] += int((events.row != NOBODY).sum())
        self._count("late", late)
        for reason, many in events.refused.items():
            self._count(reason, many, line=events.first.get(reason))
        self._close()

    def _close(self) -> None:
        self.machine.hold(len(self.names))
        for block in self.bins.closed(self.machine.rows):
            alarms = self.machine.take(block, self.names)
            self._outbox.add(alarms)
            self.totals["alarms"] += len(alarms)

    def _count(self, what: str, many: int, **values: Any) -> None:
        """Add to a total; told when it passes 1, 10, 100 …"""
        before = self.totals[what]
        self.totals[what] += many
        if many and len(str(self.totals[what])) > len(str(before)) - (before == 0):
            self.tell(what, count=self.totals[what], **values)

    def _note(self, feed: Feed) -> None:
        """A checkpoint: everything up to here is in it."""
        self._noted, self._fits = time.monotonic(), self.machine.levels.fits
        self._at = self.totals["lines"], self.bins.next
        self._number += 1
        said = {"identity": self.settings.identity(), "budget": self.settings.budget, "number": self._number,
                "names": self.names, "totals": dict(self.totals), "position": feed.position(),
                "top": self.bins.top, "next": self.bins.next, "floor": self.bins.passed,
                "alarms": self._outbox.size, "rows": self.machine.rows}
        self._folder.save(said, self.machine.arrays() | self._open())
        if self._journal:
            self._journal.begin(self._number)

    def _open(self) -> Arrays:
        places = sorted(self.bins.open)
        whole = np.zeros((len(places), len(self.names)))
        for i, place in enumerate(places):
            column = self.bins.open[place]
            whole[i, : len(column)] = column
        return {"open/place": np.array(places, np.int64), "open/counts": whole, "open/began": self.bins.began}

    def _restore(self, said: dict[str, Any], arrays: Arrays) -> None:
        mine, theirs = self.settings.identity(), said["identity"]
        other = [key for key in mine if mine[key] != theirs.get(key)]
        if other:
            raise WatchError([Mistake(phrase("{home}, {key}", home=self._folder.home, key=key),
                                      phrase("the state of a watch with {key!r}", key=theirs.get(key)),
                                      quoted(mine[key]), "Name another --state, or declare it as before.")
                              for key in other])
        self._number, self._size, self.position = said["number"], said["alarms"], said["position"]
        self.totals.update(said["totals"])
        self.names.extend(said["names"])
        self.bins.top, self.bins.next, self.bins.floor = said["top"], said["next"], said["floor"]
        self.bins.began = np.asarray(arrays["open/began"], np.int64)
        self.bins.open = dict(zip(arrays["open/place"].tolist(), arrays["open/counts"], strict=True))
        self.machine.restore(said["rows"], arrays)
        if said["budget"] != self.settings.budget:
            self.machine.levels.until = 0
