"""A budget of false alarms as people write it, for studies and for the watch: "1 a month", "0,5 par mois"."""

from __future__ import annotations

import re

_BUDGET = re.compile(r"(\d{1,6}(?:[.,]\d{1,6})?)\s+(?:a|an|per|par)\s+(\w+?)s?", re.IGNORECASE)
_PERIODS = {"jour": "day", "semaine": "week", "moi": "month", "trimestre": "quarter", "an": "year"}
_DAYS = {"day": 1.0, "week": 7.0, "month": 30.0, "quarter": 91.25, "year": 365.0}
# A month. An alarm silences its brand for a day: a budget near one a day says nothing; nor does one in many years.
LEAST, MOST = 30 / 365, 15.0


def read(text: str) -> tuple[float, str] | None:
    """How many, and in which period (day, week, month, quarter, year); None for what is no budget."""
    found = _BUDGET.fullmatch(text.strip())
    if found is None:
        return None
    period, many = found[2].lower(), float(found[1].replace(",", "."))
    period = _PERIODS.get(period, period)
    return (many, period) if many and period in _DAYS else None


def a_month(text: str) -> float | None:
    """How many false alarms a month of 30 days; None for what is no budget."""
    found = read(text)
    return found[0] * 30 / _DAYS[found[1]] if found else None
