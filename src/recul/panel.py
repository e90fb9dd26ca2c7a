"""A measure over units and time, and the cases in which a question is asked of it."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from types import ModuleType
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from recul._phrases import joined, phrase, quoted
from recul.errors import Mistake, QuestionError

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]

Frequency = Literal["hour", "day", "week", "month", "quarter", "year"]
OnsetRule = Literal["declared", "alarm", "peak", "randomised"]
Aggregate = Literal["sum", "mean"]
FREQUENCIES: tuple[Frequency, ...] = get_args(Frequency)
ONSET_RULES: tuple[OnsetRule, ...] = get_args(OnsetRule)


@dataclass(frozen=True, eq=False)
class Calendar:
    """What is known of a panel's dates beforehand, and not of its values.

    events: names. active: float64 [event, unit, time], 1 in the periods in which the event touched the unit, else 0.
    seasons: lengths of the seasons, in periods; None is the frequency's own.
    """

    events: tuple[str, ...]
    active: Floats
    seasons: tuple[float, ...] | None = None


@dataclass(frozen=True, eq=False)
class Panel:
    """A measure over units and time, in memory.

    value: float64 [unit, time]; NaN exactly where `observed` is False.
    observed: bool [unit, time]. Missing is never zero.
    units: names, one a row. times: datetime64[s], the local start of each period, increasing and without holes
    (a period nobody observed is a column that is not observed).
    aggregate: whether values add up over units and periods (`sum`: counts, amounts) or not (`mean`: rates, prices).
    exposure: a denominator of the same shape, for shares. calendar: known events and seasons, where declared.
    Raises QuestionError when shapes, times or values do not fit together.
    """

    value: Floats
    observed: Bools
    units: tuple[str, ...]
    times: NDArray[np.datetime64]
    frequency: Frequency
    measure: str
    value_unit: str = ""
    aggregate: Aggregate = "sum"
    exposure: Floats | None = None
    calendar: Calendar | None = None

    def __post_init__(self) -> None:
        shape = (len(self.units), len(self.times))
        mistakes = []
        if self.value.shape != shape or self.observed.shape != shape:
            mistakes.append(Mistake("panel", phrase("values of shape {shape}", shape=self.value.shape),
                                    phrase("{shape}: units by times", shape=shape),
                                    "Give one row a unit and one column a period."))
        elif (np.isnan(self.value) == self.observed).any() or np.isinf(self.value).any():
            mistakes.append(Mistake("panel", "values that are NaN where observed, or infinite",
                                    "a finite number wherever something was observed", "Mark the missing periods."))
        if len(set(self.units)) != len(self.units):
            mistakes.append(Mistake("panel", "the same unit twice", "one row a unit", "Rename or add up the doubles."))
        if len(self.times) > 1 and not (np.diff(self.times) > np.timedelta64(0, "s")).all():
            mistakes.append(Mistake("panel", "times that do not increase", "one column a period, in order",
                                    "Sort the times and remove the doubles."))
        if mistakes:
            raise QuestionError(mistakes)

    def __repr__(self) -> str:
        ends = " to ".join(str(t)[:16].replace("T00:00", "") for t in (*self.times[:1], *self.times[-1:]))
        return (f"<panel of {self.measure!r}: {len(self.units)} units x {len(self.times)} periods of a {self.frequency}"
                f", {ends}; {int((~self.observed).sum())} of {self.observed.size} values not observed>")

    def row(self, unit: str) -> int:
        """The row of a unit. Raises QuestionError, naming the nearest unit, when there is none."""
        if unit in self.units:
            return self.units.index(unit)
        from difflib import get_close_matches

        near = get_close_matches(unit, self.units, 1, 0.5)
        hint = phrase("Did you mean {near!r}?", near=near[0]) if near \
            else "Check the spelling in the file and in study.toml."
        raise QuestionError(Mistake(phrase("units of {measure!r}", measure=self.measure), quoted(unit),
                                    phrase("one of {names}", names=joined(map(quoted, self.units[:12]))), hint))


@dataclass(frozen=True, slots=True)
class Case:
    """Where and when a panel question is asked.

    units: rows of the panel, together the treated series. donors: rows that may help to say what would have been.
    start: the column of the first period of the window. window, history: periods from it on, and before it.
    onset_rule: how the moment was chosen. strata: rows within which the units were drawn at random; none: all together.
    offsets: periods after `start` at which each of the units began; none: all at once, and they are read as their mean.
    """

    units: tuple[int, ...]
    donors: tuple[int, ...]
    start: int
    window: int
    history: int
    onset_rule: OnsetRule = "declared"
    strata: tuple[tuple[int, ...], ...] = ()
    offsets: tuple[int, ...] = ()

    @property
    def span(self) -> int:
        """Periods from the first unit's start to the end of the last one's window."""
        return self.window + max(self.offsets, default=0)


class _Called(ModuleType):
    """`recul.panel` is this module and, to who works with data, what makes a panel of a frame: both must answer."""

    def __call__(self, frame: Any, **options: Any) -> Panel:
        from recul.api import panel

        return panel(frame, **options)


sys.modules[__name__].__class__ = _Called
