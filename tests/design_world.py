"""A study of weekly sales whose truth is known, and the weeks that follow it: for the tests of `recul design`."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np

FIRST = date(2024, 1, 1)  # a Monday
PAST, FUTURE = 80, 40
TODAY = FIRST + timedelta(days=7 * PAST)
STUDY = '''title = "A test planned"
brand = "Brindelune"
language = "en"

[[source]]
name = "sales"
path = "sales.csv"
table = "series"
measure = "sales"
value_unit = "€"
columns = { time = "week", unit = "city", value = "amount" }
'''


def names(units: int) -> list[str]:
    return [f"City {chr(65 + i // 26)}{chr(65 + i % 26)}" for i in range(units)]


def values(units: int, seed: int = 1, noise: float = 0.04) -> np.ndarray:
    """Euros a week [units, PAST + FUTURE]: sizes from 1 to 4, a common walk, each unit's own AR(1)."""
    random = np.random.default_rng([seed, units])
    weeks = PAST + FUTURE
    own = random.standard_normal((units, weeks)) * noise
    for t in range(1, weeks):
        own[:, t] += 0.3 * own[:, t - 1]
    common = np.cumsum(0.01 * random.standard_normal(weeks))
    return 1000 * np.geomspace(1, 4, units)[:, None] * np.exp(common + own)


def write(folder: Path, table: np.ndarray, weeks: int = PAST, more: str = "", gaps: tuple[str, ...] = ()) -> Path:
    """The study with the first `weeks` of the table; `gaps`: units never observed."""
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / "study.toml").exists():
        (folder / "study.toml").write_text(STUDY + more, encoding="utf-8", newline="\n")
    with (folder / "sales.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("week", "city", "amount"))
        for unit, row in zip(names(len(table)), table, strict=True):
            writer.writerows((FIRST + timedelta(days=7 * t), unit, "" if unit in gaps else f"{row[t]:.4f}")
                             for t in range(weeks))
    return folder


def week_of(day: date) -> int:
    return (day - FIRST).days // 7


def acted(table: np.ndarray, actions: list[dict[str, Any]], effect: float) -> np.ndarray:
    """The table with a relative effect where the actions were: on their units, between their days."""
    changed = table.copy()
    every = names(len(table))
    for action in actions:
        rows = [every.index(u) for u in action["units"]]
        changed[rows, week_of(action["start"]) : week_of(action["end"]) + 1] *= 1 + effect
    return changed
