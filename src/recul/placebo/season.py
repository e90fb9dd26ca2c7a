"""The same time of the year: where the record holds it, it is asked too; where it does not, that is said.

Placebos of other months know nothing of Christmas. A window a year earlier does, and so do untouched units now.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from recul.finding import Limit
from recul.panel import Bools, Case, Panel

Moments = NDArray[np.datetime64]

# The season that every market shares: what lies in it is like nothing else in the year.
YEAR_END_FROM = 18  # December
# So many untouched units at the moment itself, as many as the rank rule takes, vouch for it without the help of any
# other year. With 20, and a Christmas another in each unit, 9 of 71 answers were false.
UNITS_ENOUGH = 39


def same_season(panel: Panel, cases: Sequence[Case]) -> Bools:
    """Which cases lie, in part at least, where the first one's window lay in an earlier year [n]."""
    first, last = _spans(panel, cases)
    found = np.zeros(len(cases), dtype=bool)
    for years in range(1, 1 + int((first[0] - panel.times[0]) / np.timedelta64(365, "D"))):
        found |= (first <= years_before(last[0], years)) & (last >= years_before(first[0], years))
    return found


def _spans(panel: Panel, cases: Sequence[Case]) -> tuple[Moments, Moments]:
    """First and last instant of each window [n]; a period is as long as the shortest of the panel."""
    length = np.diff(panel.times).min() if len(panel.times) > 1 else np.timedelta64(86400, "s")
    start = np.array([c.start for c in cases])
    last = panel.times[start + np.array([c.span for c in cases]) - 1] + length - np.timedelta64(1, "s")
    return panel.times[start], last


def years_before(moment: np.datetime64, years: int) -> np.datetime64:
    """The same date so many years earlier; 29 February becomes 1 March."""
    month = moment.astype("datetime64[M]")
    into: np.datetime64 = (month - 12 * years).astype("datetime64[s]") + (moment - month.astype("datetime64[s]"))
    return into


def season_limit(panel: Panel, cases: Sequence[Case], here: int) -> Limit | None:
    """What the placebos do not know of the time of the year; here: how many of them lie at the real moment itself.

    The end of the year without another one to set beside it forbids a verdict: in simulation, where each unit took a
    Christmas of 25 ± 7.5 of 100 in its own way, 30 to 52 % of the answers called it an effect.
    """
    if panel.frequency == "year" or here >= UNITS_ENOUGH:
        return None
    if not _year_end_known(panel, cases):
        return Limit("year_end", {}, True)
    return None if same_season(panel, cases).any() else Limit("season_unknown", {})


def _year_end_known(panel: Panel, cases: Sequence[Case]) -> bool:
    """Whether what the first window holds of the last days of a year is, in some earlier year, held by other windows;
    true where it holds nothing of them, and for periods longer than a week."""
    if panel.frequency not in ("hour", "day", "week"):
        return True
    first, last = (moments.astype("datetime64[D]") for moments in _spans(panel, cases))
    december = first[0].astype("datetime64[Y]").astype("datetime64[M]") + 11
    held = np.arange(max(first[0], december.astype("datetime64[D]") + (YEAR_END_FROM - 1)),
                     min(last[0], (december + 1).astype("datetime64[D]") - 1) + 1)
    for years in range(1, 1 + int((first[0] - panel.times[0].astype("datetime64[D]")).astype(int) / 365)):
        then = np.array([years_before(day.astype("datetime64[s]"), years) for day in held], dtype="datetime64[D]")
        if len(held) and ((first[1:, None] <= then) & (last[1:, None] >= then)).any(axis=0).all():
            return True
    return len(held) == 0
