"""What was known of a conversation when it was answered or left: counts by half hours, and the columns made of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recul.panel import Bools, Floats, Ints
from recul.threads.conversations import MICRO, Conversations
from recul.threads.hours import Office

HALF = MICRO // 2


@dataclass(frozen=True, eq=False)
class Counts:
    """Running counts at the points of each conversation's grid, [n, points]: messages and negatives of the public, the
    outcome, and the time of the last message (microseconds)."""

    messages: Ints
    negatives: Ints
    outcome: Ints
    last: Ints

    @classmethod
    def of(cls, said: Conversations, first: Ints, points: int, counted: Bools) -> Counts:
        """first: the first point of each grid, microseconds [n]. counted: the messages that are the outcome [m]."""
        n = len(said)
        # Point j knows what was said up to and at it.
        point = np.maximum(-((first[said.conversation] - said.time) // HALF), 0)
        inside = point < points
        flat = said.conversation * points + point

        def running(which: Bools) -> Ints:
            counts: Ints = np.bincount(flat[which & inside], minlength=n * points).reshape(n, points).cumsum(axis=1)
            return counts

        public = said.public
        last = np.zeros(n * points, np.int64)
        rows = np.flatnonzero(public & inside)
        last[flat[rows]] = said.time[rows]  # in order of time: the latest holds
        return cls(running(public), running(public & (said.tone < 0)), running(counted),
                   np.maximum.accumulate(last.reshape(n, points), axis=1))

    def recent(self, points: int, negatives: bool = False) -> Ints:
        """How many in the last so many half hours, at each point."""
        counts = self.negatives if negatives else self.messages
        found = counts.copy()
        found[:, points:] -= counts[:, :-points]
        return found

    def after(self, conversation: Ints, point: Ints, bounds: tuple[int, ...]) -> Floats:
        """The outcome between the point and so many half hours after it, then up to the next bound … [r, bounds]."""
        at = [self.outcome[conversation, point + b] for b in (0, *bounds)]
        return np.diff(np.stack(at, axis=1), axis=1).astype(np.float64)


def design(said: Conversations, counts: Counts, office: Office, conversation: Ints, point: Ints, at: Ints
           ) -> tuple[Floats, tuple[str, ...]]:
    """The history before each row, standardised [r, p], a column of ones first; constant columns are left out."""
    def taken(table: Ints) -> Floats:
        found: Floats = table[conversation, point].astype(np.float64)
        return found

    one, three, eight = (taken(counts.recent(k)) for k in (2, 6, 16))
    bad_one, bad_three = (taken(counts.recent(k, negatives=True)) for k in (2, 6))
    total, bad = taken(counts.messages), taken(counts.negatives)
    began = said.began()
    age = (at - began[conversation]) / MICRO
    silence = (at - counts.last[conversation, point]) / MICRO
    growth = np.log1p(one) - np.log1p((three - one) / 2)
    hour, day = office.hour(at) / 24, office.weekday(at)
    tone, reach = _first_message(said, began)
    columns = {
        "tone": np.nan_to_num(tone)[conversation], "tone unknown": np.isnan(tone)[conversation],
        "reach": np.log1p(np.nan_to_num(reach))[conversation], "reach unknown": np.isnan(reach)[conversation],
        "messages": np.log1p(total), "messages 1 h": np.log1p(one), "messages 3 h": np.log1p(three),
        "messages 8 h": np.log1p(eight), "negatives 1 h": np.log1p(bad_one), "negatives 3 h": np.log1p(bad_three),
        "negatives": np.log1p(bad), "negative share": (bad + 1) / (total + 2), "age": age,
        "log age": np.log(age + 0.25), "silence": np.log1p(silence), "growth": growth,
        "growth × age": growth * np.log(age + 0.25), "hour": hour, "hour²": (hour - 0.5) ** 2,
        "root 1 h": np.sqrt(one), "root 3 h": np.sqrt(three), "root 8 h": np.sqrt(eight),
        "root negatives 3 h": np.sqrt(bad_three), **{f"day {d}": day == d for d in office.days[1:]}}
    x = np.stack([c.astype(np.float64) for c in columns.values()], axis=1)
    spread = x.std(axis=0)
    varies = spread > 1e-9
    x = (x[:, varies] - x[:, varies].mean(axis=0)) / spread[varies]
    names = ("one", *(name for name, v in zip(columns, varies, strict=True) if v))
    return np.concatenate([np.ones((len(x), 1)), x], axis=1), names


def _first_message(said: Conversations, began: Ints) -> tuple[Floats, Floats]:
    """Tone and reach of the public's first message [n]; NaN where not known."""
    tone, reach = np.full((2, len(said)), np.nan)
    rows = np.flatnonzero(said.public & (said.time == began[said.conversation]))[::-1]
    tone[said.conversation[rows]] = said.tone[rows]
    reach[said.conversation[rows]] = said.reach[rows]
    return tone, reach
