"""Brands that did something once, at a known cost: what it truly returned is known.

Sales: euros a week in `cities` cities u, over `weeks` weeks t, of which the campaign is the last `window`:

    log sales[u, t] = log level[u] + 0.08·a·sin(2π(t / 52.18 + φ)) + 0.15·xmas(t) + load[u]·f[t] + n[u, t]
                      + log(1 + effect)·1{u had the campaign, t in its window}
    f, n: AR(1) with memory 0.6 and 0.4, shocks t(3)/√3; SD of f 0.02, of n `noise`; load ~ U(0.6, 1.4)
    level geometric from 40,000 down to 10,000; a, φ ~ U(0.5, 1.5), U(0, 1); xmas: the two weeks before the new year

    true return = (margin · Σ over the campaign's cities and weeks of (sales − sales without it) − cost) / cost

What each brand is like is drawn from its seed: 6 to 16 cities, of which 1 to 3 had the campaign, of 4 to 8 weeks, after
two years and a half; own noise log-uniform from 1.5 to 5 % a week; no effect at all one time in three, else a share of
Gamma(2, 0.03) (mean 6 %); a margin of 20 to 80 %. The cost knows nothing of the effect: the effect that would have paid
for it is log-uniform from 0.5 to 10 %. So every return is met, from −100 % to many times the cost.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
from numpy.random import Generator, default_rng

from recul.panel import Floats, Panel

if TYPE_CHECKING:
    from recul.study import Action, Costs

# Begun in March, two and a half years before: campaigns end in the autumn, before the turn of the year.
FIRST, WEEKS = date(2023, 3, 6), 134
COMMON, MEMORY, OWN_MEMORY = 0.02, 0.6, 0.4
HOUR = 40.0


@dataclass(frozen=True, eq=False)
class Brand:
    """panel: sales [cities, weeks], € a week. treated: rows. start, window: weeks. effect: true, relative. margin,
    cost: as declared. back: what it truly brought, times the margin, in €."""

    panel: Panel
    treated: tuple[int, ...]
    start: int
    window: int
    effect: float
    margin: float
    cost: float
    back: float

    @property
    def truth(self) -> float:
        """The true return."""
        return (self.back - self.cost) / self.cost

    def action(self) -> Action:
        """The campaign, a third of its cost in hours of work."""
        from recul.study import Action

        first = FIRST + timedelta(weeks=self.start)
        hours = self.cost / 3 / HOUR
        return Action(id="campaign", kind="campaign", start=first, currency="EUR", hours=hours,
                      end=first + timedelta(weeks=self.window, days=-1), units=tuple(self.panel.units[r]
                                                                                    for r in self.treated),
                      costs={"content": self.cost / 3, "spend": self.cost - 2 * self.cost / 3})


def costs() -> Costs:
    """What an hour costs in these worlds."""
    from recul.study import Costs

    return Costs(currency="EUR", hour=HOUR)


def brand(seed: int) -> Brand:
    """The brand of this seed."""
    rng = default_rng([seed, 5, 1])
    cities, window = int(rng.integers(6, 17)), int(rng.integers(4, 9))
    treated = tuple(sorted(rng.choice(cities, int(rng.integers(1, 4)), replace=False).tolist()))
    noise = float(np.exp(rng.uniform(np.log(0.015), np.log(0.05))))
    effect = 0.0 if rng.random() < 1 / 3 else float(rng.gamma(2.0, 0.03))
    margin, pays = float(rng.uniform(0.2, 0.8)), float(np.exp(rng.uniform(np.log(0.005), np.log(0.10))))
    quiet = _sales(rng, cities, noise)
    start = WEEKS - window
    rows = np.ix_(treated, np.arange(start, WEEKS))
    value = quiet.copy()
    value[rows] = (quiet[rows] * (1 + effect)).round(2)
    cost = round(pays * margin * float(quiet[rows].sum()), 2)
    times = np.datetime64(FIRST, "s") + np.arange(WEEKS) * np.timedelta64(7 * 86400, "s")
    panel = Panel(value, np.ones(value.shape, bool), tuple(f"city {i:02d}" for i in range(cities)), times, "week",
                  "sales", "€")
    return Brand(panel, treated, start, window, effect, margin, cost, margin * float((value - quiet)[rows].sum()))


def _sales(rng: Generator, cities: int, noise: float) -> Floats:
    """Sales without the campaign [cities, weeks], to the cent."""
    t = np.arange(WEEKS)
    into = np.array([(FIRST + timedelta(weeks=int(w))).timetuple().tm_yday for w in t])
    season = 0.08 * rng.uniform(0.5, 1.5) * np.sin(2 * np.pi * (t / 52.18 + rng.uniform())) + 0.15 * (into > 350)
    common = COMMON * _ar(rng, 1, MEMORY)
    own = noise * _ar(rng, cities, OWN_MEMORY)
    level = rng.permutation(np.geomspace(40_000, 10_000, cities))[:, None]
    sales: Floats = (level * np.exp(season + rng.uniform(0.6, 1.4, (cities, 1)) * common + own)).round(2)
    return sales


def _ar(rng: Generator, rows: int, memory: float) -> Floats:
    """AR(1) of unit variance [rows, weeks], after a run-in, shocks t(3)."""
    shock = rng.standard_t(3, (rows, WEEKS + 50)) / np.sqrt(3) * np.sqrt(1 - memory**2)
    out = np.zeros_like(shock)
    for i in range(1, shock.shape[1]):
        out[:, i] = memory * out[:, i - 1] + shock[:, i]
    series: Floats = out[:, 50:]
    return series
