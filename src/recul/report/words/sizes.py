"""How large a change is: as a share wherever that has a meaning, else as an amount."""

from __future__ import annotations

import math

from recul.errors import Mistake, ReculError
from recul.finding import Estimate
from recul.report.words import numbers, say
from recul.report.words.sentences import PIECES


def sizes(e: Estimate) -> tuple[bool, float, float, float]:
    """(relative?, estimate, smaller end, larger end) of a change seen; relative wherever that has a meaning."""
    for relative, triple in ((True, (e.relative, e.relative_low, e.relative_high)), (False, (e.value, e.low, e.high))):
        found = [v for v in triple if v is not None and math.isfinite(v)]
        if len(found) == 3:
            smaller, larger = sorted((abs(found[1]), abs(found[2])))
            return relative, found[0], smaller, larger
    raise ReculError(Mistake("finding", "a change seen without an interval", "an estimate with its interval",
                             "This is a fault of Recul: please report it."))


def size_shown(e: Estimate, language: str, unit: str | None = None) -> tuple[float, bool, str, str]:
    """(the change, relative?, its size, " (between … and …)"), marked text, of a change seen; without a sign.

    unit: of an amount, where it is not the estimate's own; "" for a bare number.
    """
    relative, value, *ends = sizes(e)
    digits = numbers.percent_digits(value, *ends)
    size, low, high = (numbers.percent(abs(v), language, digits) if relative
                       else numbers.amount(abs(v), e.unit if unit is None else unit, language) for v in (value, *ends))
    return value, relative, size, say(PIECES["range"], language, low=low, high=high)
