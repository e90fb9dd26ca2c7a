"""Rows in time become columns of a panel: how often they come, and which period each belongs to."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from recul._mistakes import advice, shown
from recul._phrases import phrase
from recul.errors import Mistake, QuestionError
from recul.panel import FREQUENCIES, Frequency, Ints

Times = NDArray[np.datetime64]

# Median spacing in days from which a frequency is recognised; a change of clocks may move it by an hour.
SPACINGS: dict[Frequency, tuple[float, float]] = {"hour": (0.041, 0.042), "day": (0.95, 1.05),
                                                  "week": (6.9, 7.1), "month": (27.9, 31.1),
                                                  "quarter": (88.9, 92.1), "year": (364.9, 366.1)}
MOST_PERIODS = 5_000_000


def frequency_of(times: Times, column: str) -> Frequency:
    """The frequency of sorted, distinct times, by their median spacing. Raises QuestionError when none fits."""
    if len(times) < 3:
        raise QuestionError(Mistake(phrase("column {column!r}", column=column),
                                    phrase("{count} times", count=len(times)), "at least 3 to tell how often they come",
                                    "Say it: frequency=\"week\"."))
    days = float(np.median(np.diff(times) / np.timedelta64(1, "s"))) / 86400
    for name, (least, most) in SPACINGS.items():
        if least <= days <= most:
            return name
    raise QuestionError(Mistake(phrase("column {column!r}", column=column),
                                phrase("a row every {days:.4g} days (median)", days=days),
                                phrase("one row a period: {names}", names=", ".join(FREQUENCIES)),
                                "Add the rows up into such periods first, or say which it is: frequency=\"day\"."))


def checked_frequency(frequency: Any) -> Frequency:
    """The frequency as given. Raises QuestionError, naming the nearest, when it is not one."""
    if frequency not in FREQUENCIES:
        raise QuestionError(Mistake("frequency", shown(frequency),
                                    phrase("one of {names}", names=", ".join(FREQUENCIES)),
                                    advice(str(frequency), FREQUENCIES, "Choose one of these.")))
    return frequency  # type: ignore[no-any-return]


def grid(times: Times, frequency: Frequency, column: str) -> tuple[Times, Ints]:
    """The periods from the first row to the last, without holes, and the period each row belongs to.

    times: datetime64[s] [row], sorted. Returns starts datetime64[s] [period] and place int64 [row]. A week begins on
    the day of the first row when every row falls on that day, else on Monday; a quarter likewise.
    Raises QuestionError when two rows share a period, or when the periods are far too many.
    """
    number, first = _numbered(times, frequency)
    place = number - number[0]
    if int(place[-1]) >= MOST_PERIODS:
        raise QuestionError(Mistake(phrase("column {column!r}", column=column),
                                    phrase("{place} periods of one {frequency}", place=int(place[-1]) + 1,
                                           frequency=frequency),
                                    phrase("at most {most_periods}", most_periods=MOST_PERIODS),
                                    "Check the first and the last time, or the frequency."))
    doubles = np.flatnonzero(np.diff(place) == 0)
    if len(doubles):
        pair = phrase("{times} and {times2}", times=said(times[doubles[0]]), times2=said(times[doubles[0] + 1]))
        raise QuestionError(Mistake(phrase("column {column!r}", column=column),
                                    phrase("{count} pairs of rows in one {frequency} ({pair})", count=len(doubles),
                                           frequency=frequency, pair=pair),
                                    phrase("one row a {frequency}", frequency=phrase(frequency)),
                                    "Add them up first, or choose a finer frequency."))
    return first(np.arange(int(number[0]), int(number[-1]) + 1)), place


def _numbered(times: Times, frequency: Frequency) -> tuple[Ints, Any]:
    """The period number of each row, and the way back from a number to the period's start."""
    if frequency in ("hour", "day", "week"):
        size = {"hour": 3600, "day": 86400, "week": 7 * 86400}[frequency]
        shift = 0
        if frequency == "week":
            days = times.astype("datetime64[D]").astype(np.int64)
            shift = (int(days[0]) if (days % 7 == days[0] % 7).all() else 4) % 7 * 86400  # 1970-01-05 was a Monday
        number = (times.astype(np.int64) - shift) // size
        return number, lambda n: (n * size + shift).astype("datetime64[s]")
    months = times.astype("datetime64[M]").astype(np.int64)
    size, shift = {"month": 1, "quarter": 3, "year": 12}[frequency], 0
    first_days = (times.astype("datetime64[D]") == times.astype("datetime64[M]").astype("datetime64[D]")).all()
    if first_days and (months % size == months[0] % size).all():
        shift = int(months[0]) % size  # a year of its own, begun elsewhere than in January
    return (months - shift) // size, lambda n: (n * size + shift).astype("datetime64[M]").astype("datetime64[s]")


def said(time: np.datetime64) -> str:
    """A time as people write it, without a midnight."""
    return str(time.astype("datetime64[m]")).replace("T00:00", "").replace("T", " ")
