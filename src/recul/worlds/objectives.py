"""Simulated brands with objectives whose outcome is known: the record ends, and the world goes on to the deadline.

A world of a seed: one measure, a day, a week or a month, over two to nine years, with t in years,

    log y[t] = slope·t + wander(t) + shifts(t) + year(t) + week(t) + n(t)
    slope ~ N(0.03, 0.1)                                       a year
    wander: a random walk, SD U(0, 0.08) after a year
    shifts: level shifts at uniform moments, 0.4 a year, each N(0, 0.1)
    year: two harmonics of amplitudes U(0, 0.2) and U(0, 0.08), and a rise of U(0, 0.25) in the weeks before Christmas
    week: of daily measures, seven weekdays ~ N(0, 0.15)
    n = memory·n[−1] + e, memory U(0, 0.8), SD U(0.02, 0.2) of a single period, e normal or t(3)

and an objective: a change of U(−0.15, 0.2) on the same periods of the year before, of their total, mean or last
period, set before the record's end or at it, at least or at most. So some are easy, some are out of reach, and most lie
between. Nothing here knows of the forecast that is tried on it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from recul.panel import Floats, Frequency, Panel

Over = Literal["total", "mean", "last"]
#: Periods a year, years of record (a third less to one more), and the least and most periods from its end to the
#: deadline.
KINDS: dict[Frequency, tuple[float, int, int, int]] = {
    "day": (365.25, 3, 10, 60), "week": (365.25 / 7, 4, 2, 13), "month": (12.0, 8, 1, 6)}


@dataclass(frozen=True, eq=False)
class ObjectiveWorld:
    """A record that ends, and what came after.

    panel: the record, the brand first. value: [time], the brand's record and the periods to the deadline. start, end:
    columns of the objective's first and last period. change: asked of the same periods a year before.
    """

    panel: Panel
    value: Floats
    times: np.ndarray
    start: int
    end: int
    over: Over
    change: float
    at_least: bool

    @property
    def baseline(self) -> float:
        """What is counted on the same dates a year before; for weeks, 52 of them before."""
        return self._counted(self._year_before(self.start), self._year_before(self.end))

    @property
    def target(self) -> float:
        return self.baseline * (1 + self.change)

    @property
    def final(self) -> float:
        """What is counted at the deadline: the truth."""
        return self._counted(self.start, self.end)

    @property
    def reached(self) -> bool:
        return self.final >= self.target if self.at_least else self.final <= self.target

    def _year_before(self, column: int) -> int:
        if self.panel.frequency != "day":
            return column - (52 if self.panel.frequency == "week" else 12)
        day = self.times[column].astype("datetime64[D]").item()
        before = day.replace(year=day.year - 1, day=min(day.day, 28) if day.month == 2 else day.day)
        return int(np.searchsorted(self.times, np.datetime64(before, "s")))

    def _counted(self, first: int, last: int) -> float:
        part = self.value[first : last + 1]
        return float(part.sum() if self.over == "total" else part.mean() if self.over == "mean" else part[-1])


def world(seed: int, others: int = 0) -> ObjectiveWorld:
    """The world of this seed. others: comparable units in the record; each unit's logarithm, the brand's too, is then
    0.7 times what all share and 0.7 times its own, both of the kind above."""
    random = np.random.default_rng([seed, 51])
    frequency: Frequency = random.choice(list(KINDS))
    a_year, years, least, most = KINDS[frequency]
    ahead = int(random.integers(least, most + 1))
    recorded = round(a_year * random.uniform(0.7 * years, years + 1))
    times = _times(frequency, recorded + ahead)
    moved = _log(random, times, a_year)[None]
    if others:
        own = np.array([_log(np.random.default_rng([seed, 52, unit]), times, a_year) for unit in range(others + 1)])
        moved = 0.7 * moved + 0.7 * own
    values = np.exp(np.log(1000.0) + moved).round(2)
    value = values[0]
    since = int(random.integers(0, ahead + 1))
    panel = Panel(values[:, :recorded], np.ones((others + 1, recorded), dtype=bool),
                  ("brand", *(f"unit {i}" for i in range(1, others + 1))), times[:recorded], frequency, "sales", "EUR")
    return ObjectiveWorld(panel, value, times, recorded - since, recorded + ahead - 1,
                          random.choice(["total", "mean", "last"]), float(random.uniform(-0.15, 0.2)),
                          bool(random.random() < 0.8))


def _times(frequency: Frequency, count: int) -> np.ndarray:
    if frequency == "month":
        return (np.datetime64("2015-01", "M") + np.arange(count)).astype("datetime64[s]")
    step = 7 if frequency == "week" else 1
    return (np.datetime64("2019-01-07", "D") + step * np.arange(count)).astype("datetime64[s]")


def _log(random: np.random.Generator, times: np.ndarray, a_year: float) -> Floats:
    """The logarithm of the measure, less that of its level [time]."""
    count = len(times)
    t = np.arange(count) / a_year
    slope, wander = random.normal(0.03, 0.1), random.uniform(0, 0.08) / np.sqrt(a_year)
    shifts = np.zeros(count)
    for _ in range(random.poisson(0.4 * t[-1])):
        shifts[random.integers(0, count) :] += random.normal(0, 0.1)
    days = times.astype("datetime64[D]")
    into = (days - days.astype("datetime64[Y]")).astype(int) / 365.25
    year = sum(amplitude * np.sin(2 * np.pi * (k * into + phase)) for k, amplitude, phase in
               ((1, random.uniform(0, 0.2), random.random()), (2, random.uniform(0, 0.08), random.random())))
    year = year + random.uniform(0, 0.25) * np.exp(-(((into - 0.96) / 0.03) ** 2))
    week = random.normal(0, 0.15, 7)[days.astype(int) % 7] if a_year > 300 else 0.0
    memory, size = random.uniform(0, 0.8), random.uniform(0.02, 0.2)
    shocks = random.standard_t(3, count) / np.sqrt(3) if random.random() < 0.5 else random.standard_normal(count)
    noise = np.empty(count)
    noise[0] = size * shocks[0]
    for i in range(1, count):
        noise[i] = memory * noise[i - 1] + size * np.sqrt(1 - memory**2) * shocks[i]
    moved: Floats = slope * t + np.cumsum(wander * random.standard_normal(count)) + shifts + year + week + noise
    return moved
