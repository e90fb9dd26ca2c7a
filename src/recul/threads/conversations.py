"""What was said in every conversation, in memory."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recul.panel import Bools, Floats, Ints

MICRO = 3_600_000_000  # microseconds in an hour
ROUND_MOST = 0.5
NEVER = np.iinfo(np.int64).max


@dataclass(frozen=True, eq=False)
class Conversations:
    """Messages [m] of n conversations, sorted by conversation and then by time.

    names: the conversations' ids [n]. conversation: int [m], whose message it is. time: int64 [m], microseconds UTC.
    incoming: True from the public, False from the brand [m]; messages of neither are left out beforehand.
    tone: −1, 0, 1, NaN where not judged [m]. reach: accounts reached, NaN where not known [m].
    bot: by an account declared a bot [m]. reopened: public messages that open the thread again, after an answer and a
    long silence [m]. end: microseconds UTC, when the record ends: what was not answered by then may still be.
    zone: the IANA time zone of the office.
    """

    names: tuple[str, ...]
    conversation: Ints
    time: Ints
    incoming: Bools
    tone: Floats
    reach: Floats
    bot: Bools
    reopened: Bools
    end: int
    zone: str = "UTC"

    def __len__(self) -> int:
        return len(self.names)

    @property
    def public(self) -> Bools:
        """Messages of people [m]: incoming, and by no bot."""
        return self.incoming & ~self.bot

    @property
    def coarse(self) -> bool:
        """Whether half an hour cannot be told: most times are rounded to a quarter of an hour, an hour or a day."""
        return bool((self.time % (MICRO // 4) == 0).mean() > ROUND_MOST) if len(self.time) else True

    def began(self) -> Ints:
        """When the public first spoke, int64 [n]; NEVER where it did not."""
        return self._first(self.public)

    def answered(self) -> Ints:
        """When the brand, and no bot of its own, first spoke after the public did, int64 [n]; NEVER where not."""
        return self._first(~self.incoming & ~self.bot & (self.time >= self.began()[self.conversation]))

    def _first(self, which: Bools) -> Ints:
        first = np.full(len(self), NEVER)
        # Of equal indices the last assignment holds: backwards, that is the earliest message.
        rows = np.flatnonzero(which)[::-1]
        first[self.conversation[rows]] = self.time[rows]
        return first
