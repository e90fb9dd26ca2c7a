"""A small study with daily sales, and a ledger beside it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from recul.ledger.claims import claim
from recul.ledger.store import Ledger
from recul.panel import Panel

FIRST = date(2025, 1, 1)
TOML = '''title = "Sales"
brand = "B"
timezone = "Europe/Paris"

[[source]]
name = "sales"
path = "sales.csv"
table = "series"
measure = "sales"
columns = { time = "day", unit = "city", value = "sales" }
'''


def amounts(days: int = 120) -> np.ndarray:
    """Of Lyon and Nice [2, days]: whole numbers that rise and fall by the week."""
    t = np.arange(days)
    return np.stack([100 + 10 * (t // 7 % 2) + t % 7, 50 + 0 * t]).astype(np.float64)


def study(folder: Path, days: int = 120, without: tuple[int, ...] = ()) -> Path:
    """The folder, with study.toml and sales.csv; the days of `without` are missing in Lyon."""
    folder.mkdir(exist_ok=True)
    (folder / "study.toml").write_text(TOML, encoding="utf-8")
    rows = ["day,city,sales"] + [f"{FIRST + timedelta(days=t)},{city},{value:.0f}"
                                 for city, values in zip(("Lyon", "Nice"), amounts(days), strict=True)
                                 for t, value in enumerate(values) if city == "Nice" or t not in without]
    (folder / "sales.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return folder


def panel(days: int = 120, without: tuple[int, ...] = ()) -> Panel:
    """The same in memory."""
    value, observed = amounts(days), np.ones((2, days), bool)
    observed[0, list(without)] = False
    times = (np.datetime64(FIRST) + np.arange(days)).astype("datetime64[s]")
    return Panel(np.where(observed, value, np.nan), observed, ("Lyon", "Nice"), times, "day", "sales")


def said(**changed: Any) -> dict[str, Any]:
    """The body of a claim: Lyon up in the week of 15 January, a week of the higher ones."""
    return claim({"by": "Nova", "measure": "sales", "units": ["Lyon"], "says": "up", "start": "2025-01-15",
                  "end": "2025-01-21", "probability": 0.8, "zone": "Europe/Paris"} | changed).body()


def at(text: str) -> Callable[[], datetime]:
    return lambda: datetime.fromisoformat(text).replace(tzinfo=UTC)


def book(folder: Path, *bodies: dict[str, Any], when: str = "2025-01-10T12:00:00") -> Ledger:
    """A ledger with these claims, all written at one time."""
    ledger = Ledger(folder, clock=at(when))
    ledger.append([("claim", body) for body in bodies])
    return ledger
