"""The settled claims as columns, to be scored."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from recul.ledger.entries import Entry
from recul.panel import Bools, Floats, Ints

# The record's past stands for the base rate where so many of its windows lie apart.
WINDOWS_LEAST = 10


@dataclass(frozen=True, eq=False)
class Track:
    """Claims by number, [n] each; those not settled have no outcome.

    by: the author's place in `authors`. start, end: days since 1970. past: the base rate read off the record's past,
    smoothed; NaN where it is too short. late: the window had begun when it was written.
    """

    authors: tuple[str, ...]
    by: Ints
    probability: Floats
    start: Ints
    end: Ints
    late: Bools
    settled: Bools
    outcome: Bools
    past: Floats

    def of(self, author: str | None) -> Bools:
        """Which claims are scored: in time, settled, and of this author (None: of anyone) [n]."""
        kept = self.settled & ~self.late
        return kept if author is None else kept & (self.by == self.authors.index(author))

    def base(self, kept: Bools) -> Floats:
        """The base-rate forecaster of these claims [m]: the record's past, else the share of these that came true."""
        past = self.past[kept]
        return np.where(np.isfinite(past), past, self.outcome[kept].mean() if kept.any() else np.nan)


@cache
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def track(entries: Sequence[Entry]) -> Track:
    """Of a chain that was verified; in one pass, as there may be very many."""
    from datetime import datetime

    claims = [e for e in entries if e.kind == "claim"]
    place = {e.number: i for i, e in enumerate(claims)}
    bodies: list[dict[str, Any]] = json.loads(f"[{','.join(e.body for e in claims)}]")
    n = len(bodies)
    settled, outcome = np.zeros(n, bool), np.zeros(n, bool)
    past = np.full(n, np.nan)
    told = json.loads(f"[{','.join(e.body for e in entries if e.kind == 'settlement')}]")
    for body in reversed(told):  # of two, the first one stands
        i = place.get(body["claim"])
        if i is None:
            continue
        settled[i], outcome[i] = True, body["outcome"]
        windows = body.get("windows", 0)
        # Laplace's rule of succession on windows that lie apart: no claim is certain because its few likes came true.
        past[i] = (body["past"] * windows + 1) / (windows + 2) if windows >= WINDOWS_LEAST else np.nan
    authors = tuple(sorted({b["by"] for b in bodies}))
    number = {name: i for i, name in enumerate(authors)}
    starts = [b["start"] for b in bodies]
    late = np.zeros(n, bool)
    for i, (e, b) in enumerate(zip(claims, bodies, strict=True)):
        # A window that begins two days after the day of writing, in UTC, had begun in no time zone.
        if e.written[:10] >= _day_before(starts[i]):
            written = datetime.fromisoformat(e.written).astimezone(_zone(b.get("zone", "UTC")))
            late[i] = written.date().isoformat() >= starts[i]
    start, end = (np.array(column, "datetime64[D]").astype(np.int64) for column in (starts, [b["end"] for b in bodies]))
    return Track(authors, np.array([number[b["by"]] for b in bodies], np.int64),
                 np.array([b["probability"] for b in bodies], np.float64), start, end, late, settled, outcome, past)


@cache
def _day_before(day: str) -> str:
    return str(np.datetime64(day, "D") - 1)
