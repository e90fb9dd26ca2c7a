"""From scores to alarms: one an episode, with an id by which a repeat is recognised."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from recul.panel import Floats, Ints
from recul.watch.bins import MINUTE, Block
from recul.watch.levels import Levels
from recul.watch.state import Arrays

VERSION = 1
HOUR, DAY = 60, 24 * 60
NEVER = -(2**62)


@dataclass(frozen=True, slots=True)
class Alarm:
    """What goes out. Times are ISO 8601, UTC.

    id: of brand, detector and onset: the same alarm has the same id however often it is sent.
    onset, end: the bin in which the score reached the threshold. budget: false alarms a month, declared. realised: how
    many a month the threshold raised in `placebo_months` of quiet copies of the brand that had no part in choosing it.
    past_hours: how much of the brand's past was observed. last_hour: messages of the hour up to `end`. hourly_before:
    messages an hour over the day before that hour, None when nothing of it was observed.
    """

    id: str
    brand: str
    detector: str
    onset: str
    end: str
    score: float
    threshold: float
    budget: float
    realised: float
    placebo_months: int
    past_hours: int
    last_hour: int
    hourly_before: float | None
    version: int = VERSION

    def line(self) -> bytes:
        """One line of JSON, its newline included; the same alarm gives the same bytes."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True).encode() + b"\n"


def parsed(line: bytes) -> dict[str, Any]:
    """The fields of a line that `Alarm.line` wrote."""
    found: dict[str, Any] = json.loads(line)
    return found


def identity(brand: str, detector: str, onset: str) -> str:
    """The id: 20 hexadecimal digits of a SHA-256."""
    return hashlib.sha256(json.dumps([brand, detector, onset]).encode()).hexdigest()[:20]


@dataclass(frozen=True, slots=True)
class _Level:
    """One brand's threshold."""

    value: float
    realised: float
    months: float

    @classmethod
    def of(cls, levels: Levels, row: int) -> _Level:
        return cls(float(levels.value[row]), float(levels.realised[row]), float(levels.months[row]))


class Raiser:
    """Raises alarms over closed bins; after one, the brand is silent for `silence` minutes.

    last: for each row, the bin of its last alarm. recent: counts of the last 25 hours [rows, bins], NaN unobserved.
    seen: bins observed [rows].
    since: the first bin an alarm may be raised in.
    """

    def __init__(self, detector: str, budget: float, minutes: int, silence: int, since: int = NEVER):
        self.detector, self.budget, self.minutes, self.since = detector, budget, minutes, since
        self._quiet = silence // minutes
        self.last: Ints = np.zeros(0, np.int64)
        self.seen: Ints = np.zeros(0, np.int64)
        self.recent: Floats = np.zeros((0, (HOUR + DAY) // minutes - 1))

    def grow(self, rows: int) -> None:
        """More rows, nothing known of them."""
        more = rows - len(self.last)
        self.last = np.concatenate([self.last, np.full(more, NEVER)])
        self.seen = np.concatenate([self.seen, np.zeros(more, np.int64)])
        self.recent = np.concatenate([self.recent, np.full((more, self.recent.shape[1]), np.nan)])

    def forget(self) -> None:
        """Nothing that came before counts."""
        self.recent[:], self.seen[:] = np.nan, 0

    def look(self, block: Block, scores: Floats, levels: Levels, names: list[str]) -> list[Alarm]:
        """The alarms of a block, oldest first. scores: [rows, bins]."""
        counts = np.concatenate([self.recent, np.where(block.observed, block.counts, np.nan)], axis=1)
        with np.errstate(invalid="ignore"):
            over = np.argwhere((scores >= levels.value[:, None]).T)
        alarms = []
        for at, row in over.tolist():
            place = block.first + at
            if place < self.since or place < self.last[row] + self._quiet:
                continue
            self.last[row] = place
            upto = counts[row, at : at + self.recent.shape[1] + 1]
            past = int(self.seen[row] + block.observed[row, :at].sum()) * self.minutes // HOUR
            alarms.append(self._alarm(names[row], place, float(scores[row, at]), past, _Level.of(levels, row), upto))
        self.recent = counts[:, counts.shape[1] - self.recent.shape[1] :]
        self.seen = self.seen + block.observed.sum(axis=1)
        return alarms

    def arrays(self) -> Arrays:
        """What to keep, by name."""
        return {"raiser/last": self.last, "raiser/seen": self.seen, "raiser/recent": self.recent}

    def restore(self, arrays: Arrays) -> None:
        """Go on from what `arrays` gave."""
        self.last, self.seen = (np.asarray(arrays[f"raiser/{name}"], np.int64) for name in ("last", "seen"))
        self.recent = np.asarray(arrays["raiser/recent"], np.float64)

    def _alarm(self, brand: str, place: int, score: float, past: int, level: _Level, upto: Floats) -> Alarm:
        hour = HOUR // self.minutes
        before = upto[:-hour]
        known = int((~np.isnan(before)).sum())
        onset = iso(place * self.minutes * MINUTE)
        hourly = round(float(np.nansum(before)) / known * hour, 2) if known else None
        return Alarm(identity(brand, self.detector, onset), brand, self.detector, onset,
                     iso((place + 1) * self.minutes * MINUTE), round(score, 3), round(level.value, 3), self.budget,
                     round(level.realised, 3), round(level.months), past, int(np.nansum(upto[-hour:])), hourly)


def iso(moment: int) -> str:
    """Microseconds UTC as ISO 8601 with its Z."""
    return f"{np.datetime64(moment, 'us').astype('datetime64[s]')}Z"
