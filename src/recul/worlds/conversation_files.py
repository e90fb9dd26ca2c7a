"""A world of conversations as files: `messages.csv`, and the draw of a lottery as `draw.csv`."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np

from recul.threads.conversations import MICRO
from recul.worlds.conversations import FIRST_DAY, Threads, said

SECOND = 1_000_000


def write(folder: Path, world: Threads) -> None:
    """Messages with their thread, tone and reach; of a lottery, every conversation drawn, its moment and its arm.
    Times are UTC."""
    messages = said(world)
    names = [f"c{i:05d}" for i in range(len(messages))]
    with (folder / "messages.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(("message_id", "time", "direction", "conversation", "tone", "reach"))
        for i, whose in enumerate(messages.conversation):
            incoming = bool(messages.incoming[i])
            writer.writerow((f"m{i}", _iso(int(messages.time[i])), "in" if incoming else "out", names[whose],
                             int(messages.tone[i]), int(messages.reach[i]) if incoming else ""))
    drawn = np.flatnonzero(np.isfinite(world.moment))
    if not world.held.any():
        return
    with (folder / "draw.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(("action_id", "kind", "unit", "start", "onset_rule"))
        first = FIRST_DAY.astype("datetime64[us]").astype(np.int64).item()
        for i in drawn.tolist():
            writer.writerow((f"draw-{names[i]}", "hold back" if world.held[i] else "answer", names[i],
                             _iso(first + round(float(world.began[i] + world.moment[i]) * MICRO)), "randomised"))


def _iso(time: int) -> str:
    return f"{np.datetime64(time // SECOND, 's')}Z"
