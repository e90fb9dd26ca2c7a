"""Small conversations for the tests of the rooms that follow them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recul.threads.conversations import MICRO, Conversations

MONDAY = np.datetime64("2025-01-06T00:00:00", "us").astype(np.int64)


@dataclass(frozen=True)
class Said:
    """One message: conversation, hours since Monday's midnight, who, tone, and whether by a bot."""

    whose: int
    hour: float
    who: str = "in"
    tone: float = -1.0
    bot: bool = False
    reopened: bool = False
    reach: float = 10.0


def conversations(*messages: Said, end: float = 200.0, zone: str = "UTC") -> Conversations:
    rows = sorted(messages, key=lambda m: (m.whose, m.hour))
    count = max(m.whose for m in rows) + 1

    def column(name: str, kind: type) -> np.ndarray:
        return np.array([getattr(m, name) for m in rows], kind)

    return Conversations(tuple(f"c{i}" for i in range(count)), column("whose", np.int64),
                         MONDAY + np.round(column("hour", float) * MICRO).astype(np.int64),
                         column("who", object) == "in", column("tone", float), column("reach", float),
                         column("bot", bool), column("reopened", bool), int(MONDAY + end * MICRO), zone)
