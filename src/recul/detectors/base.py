"""What detectors share: the grid of bins, the state, one bin or many at a time.

A detector is a file of this folder with `NAME`, `PAPER` and `DETECTOR`; discovery finds it. It is an online machine
over rows (brands, or quiet copies of them): it sees counts, and says how unusual the last hours are. What score is too
much is not its business: `threshold.py` says it, from a declared budget.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from recul._phrases import phrase
from recul.errors import Mistake, QuestionError
from recul.panel import Bools, Floats, Ints

#: Plain arrays by name, changed in place by `advance`; `numpy.savez(file, **state)` writes it, `dict(numpy.load(file))`
#: reads it back. Row-wise arrays have the rows as their first axis.
State = dict[str, NDArray[Any]]

Numbers = NDArray[np.floating[Any]]

HOURS_A_WEEK = 168


@dataclass(frozen=True, slots=True)
class Grid:
    """Bins of equal length. minutes: of a bin; it divides the hour (5 unless declared).

    Raises QuestionError for any other length.
    """

    minutes: int = 5

    def __post_init__(self) -> None:
        if not 1 <= self.minutes <= 60 or 60 % self.minutes:
            raise QuestionError(Mistake("bin", phrase("{minutes} minutes", minutes=self.minutes),
                                        "a divisor of 60: 1, 5, 15, 60 …", "Choose a bin that divides the hour."))

    @property
    def per_hour(self) -> int:
        """Bins an hour."""
        return 60 // self.minutes

    @property
    def per_month(self) -> float:
        """Bins a month of 30 days."""
        return 30 * 24 * self.per_hour

    def slots(self, local: NDArray[np.datetime64]) -> Ints:
        """Place of each bin in the local week, int [bins], 0 on Monday at midnight. local: the bins' local starts.

        Local, so that a daily profile stays in place when the clocks change. The bins themselves follow each other in
        absolute time: an hour the clock showed twice is there twice, one it jumped over is not there.
        """
        minute = local.astype("datetime64[m]").astype(np.int64)
        # 1970-01-01 was a Thursday.
        return np.asarray((minute + 3 * 1440) // self.minutes % (HOURS_A_WEEK * self.per_hour))


@dataclass(frozen=True, eq=False)
class Past:
    """Closed hours, oldest first, as a detector keeps them.

    sums, seen: [lengths, rows, hours], messages of each hour's last bins, one length that fits into an hour after the
    other, and how many of those bins were observed. places: of the hours in the week [hours]. lengths: of the
    detector's windows, in bins, rising; those shorter than an hour, and the hour, are the lengths of `sums`.
    """

    sums: NDArray[np.float32]
    seen: NDArray[np.float32]
    places: Ints
    lengths: tuple[int, ...]


class Detector(Protocol):
    """An online machine. It learns from the past only; an unobserved bin raises nothing and teaches nothing."""

    def start(self, rows: int, grid: Grid) -> State:
        """A state that has seen nothing."""

    def advance(self, state: State, counts: Numbers, observed: Bools, slots: Ints) -> Floats:
        """The scores [rows, bins] of bins that follow those seen so far; `state` is changed in place.

        counts: [rows, bins], messages; ignored where not observed. observed: bool [rows, bins].
        slots: int [bins], `Grid.slots`. A score is NaN where there is nothing to say: not observed, or too little past.
        The same whether bins come one by one or all at once.
        """

    def past(self, state: State) -> Past:
        """The closed hours that a state keeps."""

    def resumes(self, hours: int, grid: Grid) -> int:
        """After how many of so many hours a state can be had from `resume` that goes on as if it had seen them all."""

    def resume(self, past: Past, grid: Grid) -> State:
        """A state that has closed the hours of `past`, and no bin since; for a number that `resumes` gave."""


def step(detector: Detector, state: State, counts: Numbers, observed: Bools, slot: int) -> Floats:
    """The scores [rows] of one more bin; counts, observed: [rows]. `state` is changed in place."""
    return detector.advance(state, counts[:, None], observed[:, None], np.array([slot], np.int64))[:, 0]


def scores(detector: Detector, counts: Numbers, observed: Bools, slots: Ints, grid: Grid | None = None) -> Floats:
    """The scores [rows, bins] of whole series, from a state that has seen nothing."""
    return detector.advance(detector.start(len(counts), grid or Grid()), counts, observed, slots)
