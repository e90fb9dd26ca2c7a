"""The design columns that dates alone tell: seasons, and known events.

A season is its first harmonics, the same columns for all items of a block. An event is one column an item, since each
item sees its own dates; it is a column only where it happened in the history that the item sees, for elsewhere nothing
says what it does.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.linalg import qr

from recul.estimators.base import Block
from recul.panel import Bools, Calendar, Case, Floats, Frequency, Ints, Panel

# Periods in a season, and harmonics kept: all of them for a week or a year of months, the smooth ones for long seasons.
SEASONS: dict[Frequency, tuple[float, int]] = {"hour": (24, 6), "day": (7, 3), "week": (365.25 / 7, 2),
                                               "month": (12, 6), "quarter": (4, 2)}
# Of a declared season: as many harmonics as it has, up to six in a short one and three in a long one.
SHORT, HARMONICS_SHORT, HARMONICS_LONG = 24, 6, 3
# A season is known from two of it.
SEASONS_LEAST = 2
# A seasonal column whose own part is smaller than this, of one, is none.
DISTINCT = 1e-8


def seasons_of(panel: Panel, history: int, total: int) -> Floats:
    """Sines and cosines [total, k] of the panel's declared seasons, else of its frequency's own."""
    if panel.calendar is None or panel.calendar.seasons is None:
        return season(panel.frequency, history, total)
    own, kept = SEASONS.get(panel.frequency, (0.0, 0))
    columns = [np.empty((total, 0))]
    for period in panel.calendar.seasons:
        most = HARMONICS_SHORT if period <= SHORT else HARMONICS_LONG
        columns.append(_harmonics(period, kept if period == own else min(int(period // 2), most), history, total))
    return np.concatenate(columns, axis=1)


def season(frequency: Frequency, history: int, total: int) -> Floats:
    """Sines and cosines [total, k] of the season; none unless the history holds two whole ones."""
    period, harmonics = SEASONS.get(frequency, (0.0, 0))
    return _harmonics(period, harmonics, history, total)


def _harmonics(period: float, harmonics: int, history: int, total: int) -> Floats:
    if not period or history < SEASONS_LEAST * period:
        return np.empty((total, 0))
    angle = 2 * np.pi * np.arange(total)[:, None] * np.arange(1, harmonics + 1) / period
    columns = np.concatenate([np.cos(angle), np.sin(angle)], axis=1)
    # The sine of the fastest harmonic of an even season is zero at every period.
    return np.asarray(columns[:, np.abs(columns).max(axis=0) > 1e-6])


def told_apart(seasonal: Floats, past: Ints) -> Floats:
    """The level and the seasonal columns [total, 1 + k] that the observed past can tell apart.

    Where everyone is closed on Sundays, six columns describe five differences: the sixth would be rounding.
    """
    fixed = np.concatenate([np.ones((len(seasonal), 1)), seasonal], axis=1)
    if not len(past) or not seasonal.shape[1]:
        return fixed
    centred = seasonal[past] - seasonal[past].mean(axis=0)
    r, order = qr(centred, mode="r", pivoting=True)
    pivots = np.abs(np.diag(r))
    return fixed[:, [0, *sorted(1 + order[: len(pivots)][pivots > DISTINCT * np.sqrt(len(past))])]]


def events_of(panel: Panel, cases: Sequence[Case], block: Block) -> Floats:
    """The events' columns [n, e, t + w] of the items of a block, zero where an item's history does not tell them apart
    from the level; those that are zero for every item are left out."""
    total = len(block.seen)
    columns = np.zeros((len(block.item), 0, total))
    if panel.calendar is None or not len(panel.calendar.events):
        return columns
    touched = {units: touched_by(panel.calendar, units) for units in {cases[i].units for i in block.item}}
    columns = np.stack([touched[cases[i].units][:, first : first + total]
                        for i, first in zip(block.item, block.first, strict=True)])
    columns = columns * known(columns[:, :, : block.history], block.seen[: block.history])[:, :, None]
    return np.asarray(columns[:, columns.any(axis=(0, 2))])


def touched_by(calendar: Calendar, units: Sequence[int]) -> Floats:
    """The share of a group of units that each event touched [event, time]."""
    return np.asarray(calendar.active[:, list(units)].mean(axis=1))


def known(history: Floats, seen: Bools) -> Bools:
    """Whether an event's column [..., t] came and went in the observed history."""
    past = history[..., seen]
    if not past.shape[-1]:
        return np.zeros(past.shape[:-1], dtype=bool)
    return np.asarray(past.max(axis=-1) > past.min(axis=-1))
