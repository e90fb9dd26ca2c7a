"""Questions asked where nothing happened: of real series between known events, and of seeded worlds.

Each data set hands every method the same record: the treated series and its donors over `record` periods before the
start and the window. Questions come in an order drawn with a seed, so that a slow method may be asked the first few of
them and has then been asked a random part.

tweets: √ of the tweets an hour about NAB's 7 companies, 14 days before and a window of 12 hours, asked of each company
every 6 hours. Nothing happened: no labelled burst of it between one window before the start and the end; the others'
labelled bursts are declared, as a user would. Windows that start on one day are a cluster.

markets: daily sales of trimmed_match's 114 markets, 180 days before and 14 days, any market and day, 20 others drawn as
controls. Nothing happened: all of it lies before 2020-11-04, when their experiment began. A cluster is a fortnight.

geolift: daily sales of GeoLift's 38 markets, 49 days before and 7 days, any market and day. Nothing happened: the test
was in two others, which are left out. A cluster is a week.

world5, world20: `recul.worlds.panels`, 180 + 30 days, same-date correlation .3, unit 0. Nothing happened by
construction; the seeds are ones that `calibrate.py` never uses.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from recul.examples import data_folder
from recul.panel import Floats, Frequency, Panel
from recul.worlds.panels import PanelWorld, panel

SEED = 20260101
WORLD_SEEDS_FROM = 50_000
SEASON: dict[Frequency, int] = {"hour": 24, "day": 7}


@dataclass(frozen=True, eq=False)
class Question:
    """One question to which the true answer is zero.

    panel: the record and the window, nothing after; its first `start` columns are the record.
    unit, controls: names. donors: the controls that no burst touches from one window before the start on.
    bursts: (unit, first column, last column) of what the user knows happened elsewhere.
    cluster: questions of one number share their moment. sd: of the treated series before the start, after trend and
    season.
    """

    panel: Panel
    unit: str
    controls: tuple[str, ...]
    donors: tuple[str, ...]
    start: int
    bursts: tuple[tuple[str, int, int], ...]
    cluster: int
    sd: float

    @property
    def window(self) -> int:
        return len(self.panel.times) - self.start

    @property
    def season(self) -> int:
        return SEASON[self.panel.frequency]

    def matrix(self) -> Floats:
        """The treated series and, below it, its donors [1 + donors, time]."""
        return self.panel.value[[self.panel.row(name) for name in (self.unit, *self.donors)]]


def residual_sd(series: Floats, season: int) -> float:
    """SD of a series [t] after a straight line and a mean for each place in the season (least squares)."""
    t = np.arange(len(series))
    columns = np.column_stack([t - t.mean(), np.eye(season)[t % season]])
    left = series - columns @ np.linalg.lstsq(columns, series, rcond=None)[0]
    return float(np.sqrt((left**2).sum() / (len(series) - columns.shape[1])))


def cut(whole: Panel, unit: str, controls: tuple[str, ...], column: int, record: int, window: int, cluster: int,
        bursts: tuple[tuple[str, int, int], ...] = ()) -> Question:
    """The question asked at a column of a long panel, whose controls stay in the panel's order."""
    first = column - record
    span = slice(first, column + window)
    shown = tuple((u, max(a - first, 0), min(b - first, record + window - 1)) for u, a, b in bursts
                  if u in (unit, *controls) and b >= first and a < column + window)
    touched = {u for u, a, b in shown if b >= record - window}
    rows = [whole.row(name) for name in (unit, *controls)]
    part = replace(whole, value=whole.value[rows, span], observed=whole.observed[rows, span],
                   units=(unit, *controls), times=whole.times[span])
    sd = residual_sd(part.value[0, :record], SEASON[whole.frequency])
    return Question(part, unit, controls, tuple(c for c in controls if c not in touched), record, shown, cluster, sd)


def tweets(folder: Path) -> Iterator[Question]:
    """NAB's seven companies, hour by hour, between their labelled bursts."""
    record, window = 14 * 24, 12
    whole, bursts = nab(folder / "nab")
    places = [(unit, column) for column in range(record, len(whole.times) - window + 1, 6) for unit in whole.units
              if not any(u == unit and a < column + window and b >= column - window for u, a, b in bursts)]
    for i in np.random.default_rng(SEED).permutation(len(places)):
        unit, column = places[i]
        others = tuple(u for u in whole.units if u != unit)
        yield cut(whole, unit, others, column, record, window, column // 24, bursts)


def nab(folder: Path) -> tuple[Panel, tuple[tuple[str, int, int], ...]]:
    """√ of hourly counts over the whole hours that all seven files hold, and the labelled bursts in its columns.

    NAB's minutes are the same in every file; its hours here begin with the files' first minute (:42:53).
    """
    rows: dict[str, tuple[np.datetime64, Floats]] = {}
    for path in sorted(folder.glob("Twitter_volume_*.csv")):
        with path.open(newline="") as file:
            lines = [(np.datetime64(r["timestamp"], "s"), float(r["value"])) for r in csv.DictReader(file)]
        when = np.array([t for t, _ in lines])
        place = ((when - when[0]) // np.timedelta64(300, "s")).astype(int)
        counts = np.full(place[-1] + 1, np.nan)
        counts[place] = [v for _, v in lines]
        rows[path.stem.removeprefix("Twitter_volume_")] = (when[0], counts)
    first = max(t for t, _ in rows.values())
    shortest = min(len(c) - int((first - t) // np.timedelta64(300, "s")) for t, c in rows.values())
    hours = shortest // 12
    value = np.stack([np.sqrt(c[(skip := int((first - t) // np.timedelta64(300, "s"))) : skip + 12 * hours]
                              .reshape(hours, 12).sum(axis=1)) for t, c in rows.values()])
    times = first + np.arange(hours) * np.timedelta64(3600, "s")
    labels = json.loads((folder / "combined_windows.json").read_text())
    bursts = tuple((unit, int(np.searchsorted(times, np.datetime64(a, "s"), "right")) - 1,
                    int(np.searchsorted(times, np.datetime64(b, "s"), "right")) - 1)
                   for unit in rows for a, b in labels[f"Twitter_volume_{unit}.csv"])
    return Panel(value, ~np.isnan(value), tuple(rows), times, "hour", "tweets", "√tweets", "mean"), bursts


def long_panel(path: Path, unit: str, value: str) -> Panel:
    """A CSV of one row a unit and day as a panel, every cell observed."""
    with path.open(newline="") as file:
        lines = [(r[unit], np.datetime64(r["date"][:10], "s"), float(r[value])) for r in csv.DictReader(file)]
    units, times = sorted({u for u, _, _ in lines}), np.unique(np.array([t for _, t, _ in lines]))
    cells = np.full((len(units), len(times)), np.nan)
    row = {u: i for i, u in enumerate(units)}
    cells[[row[u] for u, _, _ in lines], np.searchsorted(times, [t for _, t, _ in lines])] = [v for *_, v in lines]
    return Panel(cells, ~np.isnan(cells), tuple(units), times, "day", "sales")


def markets(folder: Path) -> Iterator[Question]:
    """trimmed_match's markets before their experiment; each with 20 others, drawn."""
    record, window, controls = 180, 14, 20
    whole = long_panel(folder / "trimmed_match" / "example_data_for_post_analysis.csv", "geo", "response")
    began = int(np.searchsorted(whole.times, np.datetime64("2020-11-04", "s")))
    random = np.random.default_rng(SEED)
    places = [(u, c) for c in range(record, began - window + 1) for u in range(len(whole.units))]
    for i in random.permutation(len(places)):
        unit, column = places[i]
        others = np.sort(random.choice(np.delete(np.arange(len(whole.units)), unit), controls, replace=False))
        yield cut(whole, whole.units[unit], tuple(whole.units[o] for o in others), column, record, window,
                  (column - record) // window)


def geolift(folder: Path) -> Iterator[Question]:
    """GeoLift's 38 markets without a test, over all of its days."""
    record, window = 49, 7
    whole = long_panel(folder / "geolift" / "GeoLift_Test.csv", "location", "Y")
    kept = [i for i, u in enumerate(whole.units) if u not in ("chicago", "portland")]
    whole = replace(whole, value=whole.value[kept], observed=whole.observed[kept],
                    units=tuple(whole.units[i] for i in kept))
    places = [(u, c) for c in range(record, len(whole.times) - window + 1) for u in whole.units]
    for i in np.random.default_rng(SEED).permutation(len(places)):
        unit, column = places[i]
        yield cut(whole, unit, tuple(u for u in whole.units if u != unit), column, record, window,
                  (column - record) // window)


def worlds(controls: int) -> Iterator[Question]:
    """Seeded worlds of 180 + 30 days without end."""
    seed = WORLD_SEEDS_FROM
    while True:
        whole = panel(PanelWorld(controls, 210, correlation=0.3), seed)
        yield cut(whole, whole.units[0], whole.units[1:], 180, 180, 30, seed)
        seed += 1


NAMES = ("tweets", "markets", "geolift", "world5", "world20")


def questions(name: str, count: int) -> list[Question]:
    """The first `count` questions of a data set, in their drawn order. Raises FileNotFoundError without its files."""
    if name.startswith("world"):
        source = worlds(int(name.removeprefix("world")))
    else:
        folder = data_folder()
        if folder is None:
            raise FileNotFoundError("no folder of public files: set RECUL_DATA")
        source = {"tweets": tweets, "markets": markets, "geolift": geolift}[name](folder)
    return [q for q, _ in zip(source, range(count), strict=False)]
