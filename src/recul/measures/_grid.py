"""A measure as a panel: a value where everything was observed, nothing elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from recul._fields import closes, opens
from recul._mistakes import advice, listed
from recul._phrases import phrase, quoted
from recul.errors import Mistake, QuestionError
from recul.measures import _coverage, _series
from recul.measures._periods import Dates, Spacing, calendar, starts
from recul.measures.base import Measure, told
from recul.panel import Aggregate, Bools, Floats, Frequency, Panel

if TYPE_CHECKING:
    import pandas as pd

    from recul.record import Record

MOST_CELLS = 50_000_000


@dataclass(frozen=True)
class _Grid:
    """The periods of a panel. bounds: their starts, and the start of the one after [n + 1]. zone: of the bounds."""

    units: tuple[str, ...]
    bounds: Dates
    frequency: Frequency
    zone: str

    def fill(self, rows: pd.DataFrame, column: str, empty: float) -> Floats:
        """A column of (unit, time, …) rows, float64 [unit, time]; `empty` where there is no row."""
        values = np.full((len(self.units), len(self.bounds) - 1), empty)
        place = {unit: i for i, unit in enumerate(self.units)}
        times = rows["time"].to_numpy().astype("datetime64[s]")
        column_of = np.searchsorted(self.bounds, times)
        row_of = np.array([place.get(unit, -1) for unit in rows["unit"]], np.int64)
        inside = (row_of >= 0) & (column_of < len(self.bounds) - 1)
        inside[inside] &= self.bounds[column_of[inside]] == times[inside]
        values[row_of[inside], column_of[inside]] = rows[column].to_numpy(np.float64, na_value=np.nan)[inside]
        return values


def of_messages(record: Record, measure: Measure, frequency: Frequency | None, units: Sequence[str] | None,
                aggregate: Aggregate | None) -> Panel:
    """A measure of messages; by the day unless asked otherwise."""
    frequency = frequency or "day"
    zone = "UTC" if frequency == "hour" else record.study.timezone
    needs = measure.needs
    if needs and not record.table("messages").filter(lambda t: told(t, needs)).limit(1).count().execute():
        raise QuestionError(Mistake(phrase("measure {measure!r}", measure=measure.name),
                                    "messages whose tone no machine has read", "a table [tone] in study.toml",
                                    "Add it: see docs/study.md.")
                            if needs == "tone_by" else
                            Mistake(phrase("measure {measure!r}", measure=measure.name),
                                    phrase("messages without any {needs!r}", needs=needs),
                                    phrase("a column that says the {needs}", needs=needs),
                                    phrase("Declare `{needs}` under `columns`.", needs=needs)))
    found = _coverage.spoken(record)
    chosen = _units(measure.name, sorted({one.unit for one in found}), units)
    first, last = _coverage.ends(record, found, zone)
    grid = _grid(record, measure.name, chosen, first, last, frequency, zone, calendar(frequency))
    rows = measure.rows(record, frequency, zone).execute()
    observed = _coverage.observed(record, found, chosen, grid.bounds, frequency, zone)
    value = grid.fill(rows, "value", 0.0 if measure.counts else np.nan)
    exposure = grid.fill(rows, "exposure", 0.0) if "exposure" in rows else None
    return _panel(grid, value, observed & ~np.isnan(value), measure.name, measure.value_unit,
                  aggregate or measure.aggregate, exposure)


def of_series(record: Record, name: str, frequency: Frequency | None, units: Sequence[str] | None,
              aggregate: Aggregate | None) -> Panel:
    """An outcome; at its own spacing unless asked otherwise."""
    outcome = _series.outcome(record, name)
    frequency, spacing = _series.target(outcome, frequency)
    aggregate = aggregate or outcome.aggregate
    rows = _series.rows(outcome, frequency, aggregate).execute()
    every = outcome.local.select("unit").distinct().execute()["unit"]
    chosen = _units(name, sorted(every), units)
    if not len(rows):
        raise QuestionError(Mistake(phrase("measure {name!r}", name=name), "no value at all: every one is missing",
                                    "some values", "Check `columns` and `missing` of the source."))
    times = rows["time"].to_numpy().astype("datetime64[s]")
    zone = "UTC" if frequency == "hour" else record.study.timezone
    grid = _grid(record, name, chosen, times.min(), times.max(), frequency, zone, spacing)
    complete = grid.fill(rows, "n", 0.0) >= _series.expected(outcome, frequency, grid.bounds, zone)
    value = grid.fill(rows, "value", np.nan)
    return _panel(grid, value, complete & ~np.isnan(value), name, outcome.value_unit, aggregate, None)


def _units(measure: str, every: list[str], wanted: Sequence[str] | None) -> tuple[str, ...]:
    """The units asked for, else all, by name. Raises QuestionError for each that is not there."""
    if wanted is None:
        return tuple(every)
    mistakes = [Mistake(phrase("units of {measure!r}", measure=measure), quoted(unit),
                        phrase("one of {names}", names=listed(every)),
                        advice(unit, every, "Check the spelling in the file and in study.toml."))
                for unit in wanted if unit not in every]
    if mistakes:
        raise QuestionError(mistakes)
    return tuple(dict.fromkeys(wanted))


def _grid(record: Record, name: str, units: tuple[str, ...], first: np.datetime64, last: np.datetime64,
          frequency: Frequency, zone: str, spacing: Spacing) -> _Grid:
    """The periods from `first` to `last` (local), those that lie whole in the study's period."""
    bounds = starts(first, last, frequency, spacing)
    period = record.study.period
    if period is not None:
        low, high = (np.datetime64(m, "s") for m in (opens(period.start), closes(period.end)))
        whole = np.flatnonzero((bounds[:-1] >= low) & (bounds[1:] <= high))
        if not len(whole):
            raise QuestionError(Mistake(phrase("measure {name!r}", name=name),
                                        phrase("values from {first} to {last} only", first=first, last=last),
                                        phrase("a whole {frequency} inside the period {start} to {end}",
                                               frequency=phrase(frequency), start=period.start, end=period.end),
                                        "Mend `period`, or add the files that cover it."))
        bounds = bounds[whole[0]:whole[-1] + 2]
    if len(units) * len(bounds) > MOST_CELLS:
        raise QuestionError(Mistake(phrase("measure {name!r}", name=name),
                                    phrase("{count} units over {count2} periods", count=len(units),
                                           count2=len(bounds) - 1),
                                    phrase("at most {most_cells} values", most_cells=MOST_CELLS),
                                    "Ask for fewer units, a coarser frequency, or declare `period`."))
    return _Grid(units, bounds, frequency, zone)


def _panel(grid: _Grid, value: Floats, observed: Bools, name: str, value_unit: str, aggregate: Aggregate,
           exposure: Floats | None) -> Panel:
    if not observed.any():
        raise QuestionError(Mistake(phrase("measure {name!r}", name=name),
                                    phrase("no {frequency} that was observed whole", frequency=phrase(grid.frequency)),
                                    phrase("at least one whole {frequency}", frequency=phrase(grid.frequency)),
                                    "Ask by a finer frequency, or add the files that cover the rest."))
    return Panel(np.where(observed, value, np.nan), observed, grid.units, grid.bounds[:-1], grid.frequency, name,
                 value_unit, aggregate, exposure)
