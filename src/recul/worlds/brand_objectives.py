"""The objectives of the simulated brand, and what becomes of them: its sales go on after the record's end.

One of January 2026 that is easy, one that is out of reach, and one of last November that the autumn campaign made. The
days after the record follow the formula of `recul.worlds.brand`, each series from where it stood on the last day.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import default_rng

from recul.panel import Floats
from recul.worlds import brand
from recul.worlds.brand import CITIES, DAYS, FIRST_DAY, Language

AFTER = 59  # days of which the truth is known: January and February 2026


@dataclass(frozen=True, slots=True)
class Aim:
    """At least `change` above the same days of the year before. owner: a key of WORDS."""

    id: str
    units: tuple[str, ...]
    start: np.datetime64
    end: np.datetime64
    change: float
    owner: str
    level: str
    action: str | None = None


AIMS = (
    Aim("hold", (), np.datetime64("2026-01-01", "D"), np.datetime64("2026-01-31", "D"), -0.03, "sales_head", "impact"),
    Aim("leap", ("Paris", "Marseille", "Toulouse"), np.datetime64("2026-01-01", "D"),
        np.datetime64("2026-01-31", "D"), 0.12, "community", "impact"),
    Aim("autumn", ("Lyon", "Nantes", "Strasbourg"), np.datetime64("2025-11-03", "D"), np.datetime64("2025-11-30", "D"),
        0.07, "community", "outcome", "automne"),
)
WORDS: dict[Language, dict[str, str]] = {
    "fr": {
        "hold": "Ventes de janvier : perdre moins de 3 % sur un an", "leap": "Grandes villes : +12 % en janvier",
        "autumn": "Novembre dans les villes de la campagne : +7 % sur un an", "sales_head": "Direction des ventes",
        "community": "Responsable de communauté",
    },
    "en": {
        "hold": "January sales: down on the year by less than 3%", "leap": "Large cities: +12% in January",
        "autumn": "November in the campaign’s cities: +7% on the year", "sales_head": "Head of sales",
        "community": "Community manager",
    },
}


def sales_after(seed: int) -> Floats:
    """Euros a day [20 cities, AFTER days] from 1 January 2026 on, without effects; the record's own noise goes on."""
    return whole(seed)[:, -AFTER:]


def whole(seed: int) -> Floats:
    """The record without effects, and what came after [20 cities, recorded days + AFTER]."""
    recorded = np.arange(brand.SALES_FROM, FIRST_DAY + DAYS)
    rng, count = default_rng([seed, 1]), len(recorded)
    # What `brand.sales` draws, in its order.
    slope = rng.normal(0.02, 0.02, len(CITIES))
    common = brand.COMMON_SHOCK * rng.standard_normal(count)
    own_size = brand.OWN * np.sqrt(1 - brand.OWN_MEMORY**2)
    own = own_size * rng.standard_t(3, (len(CITIES), count)) / np.sqrt(3)
    rhythm, load = rng.uniform(0.8, 1.2, (len(CITIES), 1)), rng.uniform(0.6, 1.4, (len(CITIES), 1))
    after = default_rng([seed, 51])
    common = np.append(common, brand.COMMON_SHOCK * after.standard_normal(AFTER))
    own = np.hstack([own, own_size * after.standard_t(3, (len(CITIES), AFTER)) / np.sqrt(3)])
    days = np.arange(brand.SALES_FROM, FIRST_DAY + DAYS + AFTER)
    log_mean = (np.log(np.geomspace(3000, 800, len(CITIES)))[:, None] + rhythm * brand.WEEK[brand._weekday(days)]
                + slope[:, None] * (days - FIRST_DAY).astype(int) / DAYS + brand.season(days)
                + load * brand.autoregressive(brand.COMMON_MEMORY, common)
                + brand.autoregressive(brand.OWN_MEMORY, own))
    value: Floats = np.exp(log_mean).round(2)
    return value


def final(aim: Aim, seed: int) -> float:
    """What the objective comes to, of the record and of what came after."""
    recorded = brand.sales(seed)
    value = np.hstack([recorded.value, sales_after(seed)])
    days = np.arange(brand.SALES_FROM, FIRST_DAY + DAYS + AFTER)
    rows = np.isin(CITIES, aim.units or CITIES)
    return float(value[np.ix_(rows, (days >= aim.start) & (days <= aim.end))].sum().round(2))


def questions(seed: int, language: Language, measure: str) -> str:
    """The [[question]]s, each with its truth."""
    word = WORDS[language]
    return "".join(f'''
[[question]]
kind = "objective"
label = "{word[aim.id]}"
measure = "{measure}"
units = [{", ".join(f'"{u}"' for u in aim.units)}]
start = {aim.start}
deadline = {aim.end}
change = {aim.change}
baseline = "year before"
owner = "{word[aim.owner]}"
level = "{aim.level}"
{f'action = "{aim.action}"' if aim.action else "# action: none"}
truth = {final(aim, seed)}
''' for aim in AIMS)
