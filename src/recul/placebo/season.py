"""The same time of the year: where the record holds it, it is asked too; where it does not, that is said.

Placebos of other months know nothing of Christmas. A window a year earlier does, and so do untouched units now.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from recul.finding import Limit
from recul.panel import Bools, Case, Panel

# The season that every market shares: what lies in it is like nothing else in the year.
YEAR_END = (12, 18), (12, 31)
# So many untouched units at the moment itself vouch for it without the help of any other year (no rank can show 5 %
# with fewer).
UNITS_ENOUGH = 39


def same_season(panel: Panel, cases: Sequence[Case]) -> Bools:
    """Which cases lie, in part at least, where the first one's window lay in an earlier year [n]."""
    real = cases[0]
    first, last = panel.times[real.start], panel.times[real.start + real.window - 1]
    begins = panel.times[[c.start for c in cases]]
    ends = panel.times[[c.start + c.window - 1 for c in cases]]
    found = np.zeros(len(cases), dtype=bool)
    for years in range(1, 1 + int((first - panel.times[0]) / np.timedelta64(365, "D"))):
        found |= (begins <= years_before(last, years)) & (ends >= years_before(first, years))
    return found


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
    if panel.frequency == "year" or here >= UNITS_ENOUGH or same_season(panel, cases).any():
        return None
    return Limit("year_end", {}, True) if _year_end(panel, cases[0]) else Limit("season_unknown", {})


def _year_end(panel: Panel, case: Case) -> bool:
    """Whether a period that begins in the window falls in the last days of a year, for periods of up to a week."""
    if panel.frequency not in ("hour", "day", "week"):
        return False
    days = panel.times[case.start : case.start + case.window].astype("datetime64[D]")
    month = days.astype("datetime64[M]")
    number = month.astype(int) % 12 + 1
    day = (days - month).astype(int) + 1
    (low_month, low), (_, high) = YEAR_END
    return bool(((number == low_month) & (day >= low) & (day <= high)).any())
