"""An outcome of the table `series`, at its own spacing or coarser."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from recul._mistakes import listed
from recul._phrases import phrase, quoted
from recul.errors import Mistake, QuestionError
from recul.measures._periods import MONTHS, Dates, Spacing, calendar, instants
from recul.panel import FREQUENCIES, Aggregate, Bools, Frequency, Ints

if TYPE_CHECKING:
    from recul.record import Record

HALF_DAY = 12 * 3600
WEEKS_TO_TELL = 5  # steps of a unit, all of whole weeks, that are no chance
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True)
class Outcome:
    """A measure of the series. local: an Ibis table (unit, value, stamp: the local clock, no zone)."""

    name: str
    local: Any
    spacing: Spacing
    aggregate: Aggregate
    value_unit: str


def names(record: Record) -> tuple[str, ...]:
    """The measures that the series hold."""
    return tuple(sorted(record.table("series").measure.name("m").as_table().distinct().execute()["m"]))


def outcome(record: Record, name: str) -> Outcome:
    """A measure by its name, with its spacing. Raises QuestionError when its units are stamped on different days."""
    table = record.table("series")
    table = table.filter(table.measure == name)
    about = table.select("source", "value_unit", "aggregate").distinct().execute()
    spacing = _within_day(table)
    local = _local(record, table, sorted(about["source"]), spacing is not None)
    spacing = spacing or _by_days(name, local)
    return Outcome(name, local, spacing, about["aggregate"].iloc[0], about["value_unit"].iloc[0])


def _within_day(table: Any) -> Spacing | None:
    """The usual time between two values of a unit, when that is less than half a day."""
    import ibis

    before = table.time.lag().over(ibis.window(group_by=table.unit, order_by=table.time))
    steps = table.select(step=table.time.delta(before, unit="second")).filter(lambda t: t.step > 0)
    found = steps.group_by("step").agg(n=steps.count()).order_by(ibis.desc("n"), "step").limit(1).execute()
    if not len(found) or found["step"].iloc[0] > HALF_DAY:
        return None
    seconds = int(found["step"].iloc[0])
    return Spacing("hour" if seconds == 3600 else None, seconds)


def _local(record: Record, table: Any, sources: list[str], within_day: bool) -> Any:
    """The local clock of each value. A date is a date wherever it was written: days are read in their source's zone."""
    import ibis

    from recul.record.engines import local

    study = record.study
    zones = {s.name: s.timezone or study.timezone for s in study.sources if s.name in sources}
    others = {name: zone for name, zone in zones.items() if zone != study.timezone and not within_day}
    stamp = local(table.time, study.timezone)
    for name, zone in others.items():
        stamp = ibis.ifelse(table.source == name, local(table.time, zone), stamp)
    return table.select("unit", "value", "time", stamp=stamp)


def _by_days(name: str, local: Any) -> Spacing:
    """Days, weeks, months, quarters or years, from the dates there are."""
    frame = local.select("unit", day=local.stamp.date()).distinct().order_by("unit", "day").execute()
    days = frame["day"].to_numpy().astype("datetime64[D]")
    units = frame["unit"].to_numpy()
    same = units[1:] == units[:-1]
    if not same.any():
        return Spacing("day")
    months = days.astype("datetime64[M]")
    place = (days - months.astype("datetime64[D]")).astype(np.int64)
    last = (months + 1).astype("datetime64[D]") - 1
    ends = bool((days == last).all())
    if ends or (place == place[0]).all():
        step = int(np.gcd.reduce(np.diff(months).astype(np.int64)[same]))
        frequency: Frequency = "year" if step % 12 == 0 else "quarter" if step % 3 == 0 else "month"
        if _one_anchor(months.astype(np.int64), MONTHS[frequency]):
            return Spacing(frequency, anchor=days[0], month_end=ends)
        return Spacing("month", anchor=days[0], month_end=ends)
    steps = np.diff(days).astype(np.int64)
    if int(np.gcd.reduce(steps[same])) % 7:
        _refuse_weeks_among_days(name, units, steps, same)
        return Spacing("day")
    weekday = (days.astype(np.int64) + 3) % 7
    if not (weekday == weekday[0]).all():
        examples = [phrase("{unit} on {weekday}", unit=u, weekday=phrase(WEEKDAYS[w]))
                    for u, w in dict(zip(units, weekday, strict=True)).items()]
        raise QuestionError(Mistake(phrase("measure {name!r}", name=name),
                                    phrase("weeks that begin on different days: {names}", names=listed(examples, 4)),
                                    "weeks that begin on the same day", "Ask by one of them, or mend the files."))
    return Spacing("week", anchor=days[0])


def _refuse_weeks_among_days(name: str, units: Any, steps: Ints, same: Bools) -> None:
    """A week's value taken for a day's would be wrong by a factor of seven, without a sign of it."""
    weekly = []
    for unit in dict.fromkeys(units):
        own = steps[same & (units[:-1] == unit)]
        if len(own) >= WEEKS_TO_TELL and not (own % 7).any():
            weekly.append(unit)
    if weekly:
        raise QuestionError(Mistake(phrase("measure {name!r}", name=name),
                                    phrase("values by the week for {names}, by the day for others",
                                           names=listed(weekly, 4)), "one spacing for all units",
                                    "Give the two different `measure` names."))


def _one_anchor(months: Ints, step: int) -> bool:
    return bool((months % step == months[0] % step).all())


def target(found: Outcome, frequency: Frequency | None) -> tuple[Frequency, Spacing]:
    """The frequency to answer at, and its calendar. Raises QuestionError when the series cannot be had so."""
    native = found.spacing
    fits_hours = native.seconds > 0 and 3600 % native.seconds == 0
    if frequency is None:
        frequency = native.frequency or ("hour" if fits_hours else "day")
    if frequency == native.frequency:
        return frequency, native
    if frequency == "hour" and native.seconds and not fits_hours:
        raise _too_fine(found, frequency, phrase("a value every {seconds} seconds", seconds=native.seconds))
    if native.frequency is not None and FREQUENCIES.index(frequency) < FREQUENCIES.index(native.frequency):
        raise _too_fine(found, frequency, phrase(native.frequency))
    if native.frequency == "week":
        raise QuestionError(Mistake(phrase("frequency of {found!r}", found=found.name), quoted(frequency),
                                    "week, as the series is", "Weeks do not fit in months: ask by the week, or give"
                                    " daily values."))
    return frequency, calendar(frequency)


def _too_fine(found: Outcome, frequency: str, native: str) -> QuestionError:
    return QuestionError(Mistake(phrase("frequency of {found!r}", found=found.name), quoted(frequency),
                                 phrase("{native}, as the series is, or coarser", native=native),
                                 "Leave `frequency` out, or ask for a coarser one."))


def expected(found: Outcome, frequency: Frequency, bounds: Dates, zone: str) -> Ints:
    """How many values each period holds when all were observed [n]; bounds: local starts [n + 1]."""
    native = found.spacing
    if frequency == native.frequency:
        return np.ones(len(bounds) - 1, np.int64)
    if native.seconds:
        seconds = np.diff(instants(bounds, "UTC" if frequency == "hour" else zone)) // 1_000_000
        whole: Ints = np.maximum(seconds // native.seconds, 1)
        return whole
    if native.frequency == "day":
        return np.diff(bounds).astype("timedelta64[D]").astype(np.int64)
    step = MONTHS[str(native.frequency)]
    return np.full(len(bounds) - 1, MONTHS[frequency] // step, np.int64)


def rows(found: Outcome, frequency: Frequency, aggregate: Aggregate) -> Any:
    """An Ibis table: unit, time (start of the period), value, n (values observed in it)."""
    from recul.record.engines import period, truncated_utc

    table = found.local
    if frequency == "hour":
        stamp = truncated_utc(table.time)
    elif frequency == found.spacing.frequency:
        stamp = period(table.stamp, "day")
    else:
        stamp = period(table.stamp, frequency)
    table = table.mutate(period=stamp)
    seen = table.filter(table.value.notnull())
    value = seen.value.sum() if aggregate == "sum" else seen.value.mean()
    return seen.group_by(unit=seen.unit, time=seen.period).agg(value=value, n=seen.count())
