"""The alarms raised, on disk, and the couriers that carry them out, each at its own pace.

`alarms.ndjson` holds every alarm once. Each courier keeps how many bytes of it its sink has had: noted after each
delivery, so that a kill can repeat one delivery and lose none. The reading of the stream never waits for a courier.
"""

from __future__ import annotations

import hashlib
import json
import os
import threading
from collections.abc import Sequence
from pathlib import Path

from recul._phrases import phrase
from recul.errors import Mistake, WatchError
from recul.watch.alarms import Alarm, parsed
from recul.watch.feeds import Tell
from recul.watch.sinks import Sink, Undelivered
from recul.watch.state import StateFolder, writing

FIRST_WAIT, LONGEST_WAIT = 1.0, 300.0


class Outbox:
    """The alarms of a state folder. size: bytes of alarms.ndjson the last checkpoint speaks of.

    Raises WatchError when the file is shorter than that.
    """

    def __init__(self, folder: StateFolder, size: int, sinks: Sequence[Sink], tell: Tell):
        self.path = folder.home / "alarms.ndjson"
        self.path.touch(0o600)
        if self.path.stat().st_size < size:
            raise WatchError(Mistake(str(self.path), phrase("{st_size} bytes", st_size=self.path.stat().st_size),
                                     phrase("the {size} bytes written", size=size),
                                     phrase("Bring the file back, or delete {home} to begin anew.", home=folder.home)))
        self._settled, self._known = size, self._since(size)
        self._couriers = [Courier(folder, sink, self.path, tell) for sink in sinks]
        for courier in self._couriers:
            courier.start()

    def _since(self, size: int) -> set[str]:
        """Ids of the alarms after `size`; a last line that a kill left torn is taken away: it is raised again."""
        with self.path.open("r+b") as file:
            file.seek(size)
            *whole, torn = file.read().split(b"\n")
            if torn:
                file.truncate(file.tell() - len(torn))
        return {parsed(line)["id"] for line in whole if line}

    @property
    def size(self) -> int:
        """Bytes a checkpoint may speak of: not those of alarms that the replay after a kill is still to come to."""
        return self._settled if self._known else self.path.stat().st_size

    def add(self, alarms: Sequence[Alarm]) -> None:
        """Write down alarms; those raised before a kill are known, and left out."""
        new = [a for a in alarms if a.id not in self._known]
        self._known.difference_update(a.id for a in alarms)
        if new:
            with writing(self.path), self.path.open("ab") as file:
                file.write(b"".join(a.line() for a in new))
                file.flush()
                os.fsync(file.fileno())
            for courier in self._couriers:
                courier.news.set()

    def check(self) -> None:
        """Raises what ended a courier, such as a standard output that nobody reads any more."""
        for courier in self._couriers:
            if courier.ended_by is not None:
                raise courier.ended_by

    def close(self, patience: float) -> dict[str, int]:
        """Let the couriers end: each until its box is empty or a delivery fails. Alarms left waiting, by sink."""
        for courier in self._couriers:
            courier.stop()
        for courier in self._couriers:
            courier.join(patience)
        self.check()
        return {c.sink.name: left for c in self._couriers if (left := c.waiting())}


class Courier(threading.Thread):
    """Carries alarms to one sink, in order; after a failure it waits 1, 2, 4 … seconds, at most five minutes."""

    def __init__(self, folder: StateFolder, sink: Sink, path: Path, tell: Tell):
        super().__init__(daemon=True)
        self.sink, self.news = sink, threading.Event()
        self.ended_by: BaseException | None = None
        self._folder, self._path, self._tell = folder, path, tell
        self._note = folder.home / f"sent-{hashlib.sha256(sink.key.encode()).hexdigest()[:12]}.json"
        self._end = threading.Event()
        self._at = self._noted()

    def _noted(self) -> int:
        """Bytes the sink has had; a new sink gets what is raised from now on."""
        if not self._note.exists():
            self._write(self._path.stat().st_size)
        return min(int(json.loads(self._note.read_bytes())["bytes"]), self._path.stat().st_size)

    def _write(self, at: int) -> None:
        self._folder.write(self._note, json.dumps({"to": self.sink.name, "bytes": at}).encode())
        self._at = at

    def stop(self) -> None:
        """End when nothing waits, or at the next failure."""
        self._end.set()
        self.news.set()

    def waiting(self) -> int:
        """Alarms not delivered yet."""
        with self._path.open("rb") as file:
            file.seek(self._at)
            return file.read().count(b"\n")

    def run(self) -> None:
        """Deliver until told to stop."""
        try:
            while True:
                self.news.clear()
                if not self._deliver_all() or self._end.is_set():
                    return
                self.news.wait()
        except BaseException as error:  # noqa: BLE001 - raised again by `Outbox.check`, in the thread that can end
            self.ended_by = error

    def _deliver_all(self) -> bool:
        """Everything that waits; False when closing before that."""
        failures, wait = 0, FIRST_WAIT
        while line := self._next():
            try:
                self.sink.deliver(line)
            except Undelivered as why:
                failures += 1
                if _telling(failures):
                    self._tell("undelivered", sink=self.sink.name, why=str(why), tries=failures)
                if self._end.is_set():
                    return False
                self._pause(wait)
                wait = min(2 * wait, LONGEST_WAIT)
                continue
            self._write(self._at + len(line))
            if failures:
                self._tell("delivered_again", sink=self.sink.name, tries=failures + 1)
            failures, wait = 0, FIRST_WAIT
        return True

    def _next(self) -> bytes:
        """The next alarm's line, b"" when there is none, or when it is still being written."""
        with self._path.open("rb") as file:
            file.seek(self._at)
            line = file.readline()
        return line if line.endswith(b"\n") else b""

    def _pause(self, seconds: float) -> None:
        """Wait, but not past the end."""
        self._end.wait(seconds)


def _telling(count: int) -> bool:
    """Whether a count is worth telling: 1, 10, 100 …"""
    return str(count).strip("0") == "1"
