"""The demo's test to come: what happens to Brindelune's sales if the work stops in some cities, and what it could see.

The truth beside the promise is counted on OTHERS other runs of the same world (`recul.worlds.brand`, other seeds, no
campaign in them), one stretch of each, drawn and analysed as the plan says.
"""

from __future__ import annotations

from datetime import date

import numpy as np

from recul.designs.asked import Asked
from recul.designs.past import Stretch, last_test
from recul.designs.plan import Plan, change
from recul.designs.power import power_of
from recul.panel import Floats
from recul.worlds import brand

OTHERS = 16
TODAY = date(2025, 12, 31)
FIRST_MONDAY = int((np.datetime64("2024-01-01", "D") - brand.SALES_FROM).astype(int))


def asked(measure: str, seed: int) -> Asked:
    """What the demo asks: stop for four weeks, of work thought to be worth 4 % and paid 120 a city and week."""
    return Asked(measure, TODAY, weeks=4, withdraw=True, seed=seed, id="pause", kind="withdrawal", expected=0.04,
                 cost=120.0, currency="EUR", lengths=(2, 4, 8))


def by_weeks(seed: int) -> Floats:
    """Sales of the whole weeks of a run without campaigns [20, 104]."""
    value = brand.sales(seed, effects=False).value[:, FIRST_MONDAY:]
    weeks = value.shape[1] // 7
    whole: Floats = value[:, : 7 * weeks].reshape(len(value), weeks, 7).sum(axis=2)
    return whole


def truth(plan: Plan, seed: int) -> float | None:
    """The effect seen 8 times in 10 in other runs, of the test that is advised; None where none is."""
    if plan.chosen is None:
        return None
    stretch = Stretch(plan.question["window"], plan.question["history"], plan.chosen.share)
    tests = [last_test(np.log(by_weeks(1000 * (seed + 1) + other)), stretch) for other in range(OTHERS)]
    return change(power_of([t for t in tests if t is not None], seed).detectable(), plan.withdraw)
