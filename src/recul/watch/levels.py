"""The threshold of each brand, from the declared budget and the brand's own past, taken again as that past grows."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from recul.detectors.base import State
from recul.detectors.threshold import AGES, Threshold
from recul.panel import Floats, Ints
from recul.watch.state import Arrays

DAY_HOURS = 24
# No brand has a threshold before so many of its hours were observed.
WARM_HOURS = AGES[0]
#: A detector's state, of the rows to be fitted alone, to their thresholds.
Fit = Callable[[State], Threshold]


class Levels:
    """value: [rows], infinite before there is one. realised, months: [rows], see `recul.detectors.threshold.Threshold`.

    until: hours of past at which all are taken again. A brand met in between gets its first one on the day it is ready.
    fits: how many times any was taken.
    """

    def __init__(self, fit: Fit):
        self._fit, self.until, self.fits = fit, AGES[0], 0
        self.value: Floats = np.zeros(0)
        self.realised: Floats = np.zeros(0)
        self.months: Floats = np.zeros(0)

    def grow(self, rows: int) -> None:
        """More rows, without a threshold."""
        more = rows - len(self.value)
        self.value = np.concatenate([self.value, np.full(more, np.inf)])
        self.realised = np.concatenate([self.realised, np.zeros(more)])
        self.months = np.concatenate([self.months, np.zeros(more)])

    def forget(self) -> None:
        """What was fitted is of another past."""
        self.value[:], self.until = np.inf, AGES[0]

    def ahead(self, hours: int) -> int:
        """Hours until the next moment at which something may be due, when so many have passed."""
        return max(1, min(self.until, (hours // DAY_HOURS + 1) * DAY_HOURS) - hours)

    def due(self, hours: int, ready: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Ints:
        """Which rows are due after so many hours. ready: bool [rows], whether the detector has past enough."""
        if hours >= self.until:
            return np.flatnonzero(ready)
        return np.flatnonzero(ready & np.isinf(self.value)) if hours % DAY_HOURS == 0 else np.zeros(0, np.int64)

    def take(self, state: State, rows: Ints, hours: int, after: int) -> None:
        """Take the thresholds of rows. state: theirs alone. after: when all are due next, if this time they are."""
        if hours >= self.until:
            self.until = after
        if not len(rows):
            return
        found = self._fit(state)
        self.value[rows], self.realised[rows], self.months[rows] = found.value, found.realised, found.months
        self.fits += 1

    def arrays(self) -> Arrays:
        """What to keep, by name."""
        return {"levels/value": self.value, "levels/realised": self.realised, "levels/months": self.months,
                "levels/until": np.array([self.until, self.fits])}

    def restore(self, arrays: Arrays) -> None:
        """Go on from what `arrays` gave."""
        self.value, self.realised, self.months = (np.asarray(arrays[f"levels/{name}"], np.float64)
                                                  for name in ("value", "realised", "months"))
        self.until, self.fits = (int(n) for n in arrays["levels/until"])
