"""The three published panels of the synthetic control literature, as panels and cases."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np

from recul.panel import Case, Panel

# file, delimiter, unit, time, outcome, the treated unit, its first year of treatment, what is no unit
PUBLISHED = {
    "prop99": ("california_prop99.csv", ";", "State", "Year", "PacksPerCapita", "California", 1989, ""),
    "germany": ("germany.csv", ",", "country", "year", "gdp", "West Germany", 1990, ""),
    "basque": ("basque.csv", ",", "regionname", "year", "gdpcap", "Basque Country (Pais Vasco)", 1970,
               "Spain (Espana)"),
}


def published(folder: Path, name: str) -> tuple[Panel, Case]:
    """The panel, and the treated unit against all others, over all years after its treatment."""
    file, delimiter, unit, time, outcome, treated, since, no_unit = PUBLISHED[name]
    with (folder / "panels" / file).open() as lines:
        rows = [r for r in csv.DictReader(lines, delimiter=delimiter) if r[unit] != no_unit]
    units, years = sorted({r[unit] for r in rows}), sorted({int(float(r[time])) for r in rows})
    value = np.full((len(units), len(years)), np.nan)
    for r in rows:
        value[units.index(r[unit]), years.index(int(float(r[time])))] = float(r[outcome])
    times = np.array([f"{y}-01-01" for y in years], dtype="datetime64[s]")
    panel = Panel(value, ~np.isnan(value), tuple(units), times, "year", outcome, "", "mean")
    start, row = years.index(since), units.index(treated)
    donors = tuple(i for i in range(len(units)) if i != row)
    return panel, Case((row,), donors, start, len(years) - start, start)
