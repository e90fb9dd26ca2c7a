"""What stands beside the answer: the two directions, and whether the brand's has changed over the years."""

from __future__ import annotations

import numpy as np

from recul.estimators._change import by_week, change, interval
from recul.estimators._excitation import REACH, Excitation
from recul.finding import Finding, Limit, Table
from recul.placebo.calibrate import LEVEL

# A change over the years takes years: two of them at least.
WEEKS_FOR_CHANGE = 104


def directions(to_public: Finding, to_brand: Finding) -> Table:
    """Both directions side by side: what each message calls for on the other side.

    A brand answers within the hour, which hides part of what the public calls for: its row has a lower end only.
    """
    rows = []
    for who, finding in (("brand_to_public", to_public), ("public_to_brand", to_brand)):
        e = finding.estimate
        high = e.high if finding is to_public else None
        rows.append((who, f"voices_{finding.verdict}", e.value, e.low, high, e.relative,
                     finding.placebo.detectable_effect))
    return Table("directions", (("who", "code"), ("verdict", "code"), ("value", "number"), ("low", "number"),
                                ("high", "number"), ("relative", "percent"), ("detectable", "percent")), tuple(rows))


def changes(found: Excitation, answered: Finding) -> tuple[tuple[Table, ...], tuple[Limit, ...]]:
    """Whether the brand's pull on the public changed, and when; only of two years or more, and only where the answer
    itself is not forbidden: a common cause that quickens would pass for a change."""
    score, information = (by_week(v, found.days) for v in (found.score, found.information))
    weeks = score.shape[1]
    if weeks < WEEKS_FOR_CHANGE:
        return (), (Limit("no_change_asked", {"weeks": weeks, "needed": WEEKS_FOR_CHANGE}),)
    if any(limit.forbids for limit in answered.limits):
        return (), ()
    told = change(score, information)
    row: tuple[object, ...] = ("unchanged", None, None, None, None, None, told.p)
    if told.p <= 1 - LEVEL:
        dates = (str(np.datetime64(int(found.days[0]) + 7 * week, "D"))
                 for week in (told.at, *interval(score, information, told.at)))
        row = ("changed", *dates, REACH * told.before, REACH * told.after, told.p)
    return (Table("change", (("changed", "code"), ("date", "moment"), ("low", "moment"), ("high", "moment"),
                             ("before", "number"), ("after", "number"), ("p", "percent")), (row,)),), ()
