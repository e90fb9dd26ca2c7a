"""A question asked on another scale: the panel goes there, the estimates are told how to come back."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from recul._mistakes import shown
from recul._phrases import phrase
from recul.batch import Estimates, PanelItems
from recul.errors import Mistake, QuestionError
from recul.estimators.base import with_groups
from recul.panel import Case, Panel
from recul.scale import Outcome, Scale, allowed, onto

# The method that compares units one by one, and not the mean of the treated ones.
BY_UNIT = "experiment"


def refuse_scale(panel: Panel, rows: tuple[int, ...], scale: Scale) -> None:
    """Raises QuestionError where a unit that is asked about or compared with has values the scale has no place for."""
    wrong = panel.observed[list(rows)] & ~allowed(panel.value[list(rows)], scale)
    if not wrong.any():
        return
    where = np.argwhere(wrong)
    unit, column = rows[where[0][0]], where[0][1]
    units = [panel.units[rows[i]] for i in np.flatnonzero(wrong.any(axis=1))]
    zeros = scale == "log" and (panel.value[list(rows)][wrong] == 0).all()
    raise QuestionError(Mistake("scale", phrase("{scale!r}, and {sum} values that it has no place for in {count} units,"
                                                " first {value:g} of {unit} on {day}", scale=scale,
                                                sum=int(wrong.sum()), count=len(units), value=panel.value[unit, column],
                                                unit=shown(panel.units[unit]), day=str(panel.times[column])[:10]),
                                "values above zero" if scale == "log" else "values of zero or above",
                                'Scale = "sqrt", which takes zeros, or leave these units out of the comparison.'
                                if zeros else "Leave `scale` out, or leave these units out of the comparison."))


def on_scale(items: PanelItems, scale: Scale, estimator: str) -> PanelItems:
    """The items on the scale. Treated units that are read as their mean are brought there as their mean: the effect is
    then the relative one of their total, on whatever scale."""
    if scale == "identity":
        return items
    panel, cases = items.panel, items.cases
    if estimator == BY_UNIT or all(len(c.units) == 1 or c.offsets for c in cases):
        return replace(items, panel=_moved(panel, panel, scale))
    value, observed, row = with_groups(panel, cases)
    groups: dict[int, tuple[int, ...]] = {int(r): c.units for r, c in zip(row, cases, strict=True) if len(c.units) > 1}
    names = tuple(" + ".join(panel.units[u] for u in groups[r]) for r in range(len(panel.units), len(value)))
    calendar = panel.calendar
    if calendar is not None:
        means = [calendar.active[:, list(groups[r])].mean(axis=1) for r in range(len(panel.units), len(value))]
        calendar = replace(calendar, active=np.concatenate([calendar.active, np.stack(means, axis=1)], axis=1))
    wide = replace(panel, value=value, observed=observed, units=panel.units + names, exposure=None, calendar=calendar)
    return PanelItems(_moved(wide, panel, scale), tuple(replace(c, units=(int(r),))
                                                        for r, c in zip(row, cases, strict=True)))


def _moved(panel: Panel, original: Panel, scale: Scale) -> Panel:
    """The panel with its values on the scale; what has no place there is nobody's, and not observed."""
    value = onto(panel.value, scale)
    return replace(panel, value=value, observed=~np.isnan(value))


def brought_back(estimates: Estimates, items: PanelItems, scale: Scale) -> Estimates:
    """The estimates with what the real case's window held, in the outcome's unit."""
    if scale == "identity":
        return estimates
    return replace(estimates, outcome=Outcome(scale, _held(estimates, items.panel, items.cases[0])))


def _held(estimates: Estimates, panel: Panel, case: Case) -> np.ndarray:
    if case.offsets:
        each = [panel.value[row, case.start + by : case.start + by + case.window]
                for row, by in zip(case.units, case.offsets, strict=True)]
        return np.concatenate([values[np.isfinite(values)] for values in each])
    columns = slice(case.start, case.start + case.window)
    rows = panel.value[list(case.units), columns]
    if estimates.estimator == BY_UNIT:
        return np.asarray(rows[panel.observed[list(case.units), columns]])
    seen = np.isfinite(estimates.gap[0, : case.window])
    return np.asarray(rows.mean(axis=0)[seen])
