"""Placebos of an alarm are earlier alarms: apart from each other, with a whole history, of units that were free."""

from __future__ import annotations

import numpy as np

from recul.panel import Case, Panel
from recul.placebo.alarms import draw
from recul.placebo.draw import Pool, Touch
from recul.placebo.judge import Reading
from recul.questions.panel import PanelQuestion

WINDOW, HISTORY, START = 10, 40, 200


def panel(units: int = 4, days: int = 240, seed: int = 0) -> Panel:
    value = 100 + np.random.default_rng(seed).standard_normal((units, days))
    times = np.datetime64("2024-02-01", "s") + np.arange(days) * np.timedelta64(86400, "s")
    return Panel(value, np.ones(value.shape, bool), tuple("abcd"[:units]), times, "day", "sales")


def case(start: int = START) -> Case:
    return Case((0,), (1, 2, 3), start, WINDOW, HISTORY, "alarm")


def test_the_latest_alarms_that_lie_apart() -> None:
    """195 overlaps the real window; 12 has too short a history; 180 is apart from 190 by a whole window, 176 is not."""
    alarms = {(0,): np.array([12, 60, 100, 176, 180, 190, 195, 215])}
    batch = draw(panel(), case(), Pool((1, 2, 3)), alarms, 1)
    counted = batch.placebo
    assert [c.start for c, used in zip(batch.items.cases, counted, strict=True) if used] == [190, 180, 100, 60]
    assert all(c.units == (0,) for c, used in zip(batch.items.cases, counted, strict=True) if used)
    assert batch.items.cases[0].start == START
    assert batch.drawn == "alarms"
    assert len(set(batch.cluster[counted])) == 4
    assert (~counted).sum() > 4  # the comparable units and dates, beside them


def test_other_units_alarms_count_and_touched_ones_do_not() -> None:
    alarms = {(0,): np.array([150]), (1,): np.array([100, 150]), (2,): np.array([120])}
    pool = Pool((1, 2, 3), touches=(Touch("campaign", (2,), 118, 125),))
    batch = draw(panel(), case(), pool, alarms, 1)
    found = [(c.units, c.start) for c, used in zip(batch.items.cases, batch.placebo, strict=True) if used]
    assert found == [((0,), 150), ((1,), 150), ((1,), 100)]
    assert all(0 not in c.units or c.start < START for c in batch.items.cases[1:])
    for c in batch.items.cases:
        assert not set(c.units) & set(c.donors)


def test_the_interval_is_as_wide_as_both_kinds_of_placebos_make_it() -> None:
    alarms = {(0,): np.arange(50, 195, 12)}
    batch = draw(panel(), case(), Pool((1, 2, 3)), alarms, 1)
    estimates = PanelQuestion.estimate(PanelQuestion.model_construct(estimator=None, scale="identity"), "did", batch)
    reading = Reading.of(batch, estimates)
    assert len(reading.scores) == int(batch.placebo.sum())
    beside = reading.calibration.beside
    assert beside is not None
    assert len(beside.size) == int((~batch.counted).sum())
    assert reading.calibration.bound() >= beside.bound()
    for z in (0.5, 1.5, 2.5, 4.0):
        assert (z > reading.calibration.bound()) == (reading.calibration.p(z) <= 0.05 + 1e-12)
