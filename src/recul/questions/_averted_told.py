"""What stands beside the crisis argument: its parts on one axis, what each is made of, and what histories say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from recul.batch import NORMAL
from recul.estimators._crises import BASE, Belief, quantile
from recul.finding import Estimate, Rate, Table
from recul.panel import Floats
from recul.placebo.judge import Reading
from recul.questions._returns import bill_table

if TYPE_CHECKING:
    from recul.questions.averted import AvertedItems

# The 78 firestorms that the base rate is of.
FIRESTORMS = 78


def tables(items: AvertedItems, reading: Reading, estimate: Estimate, said: Mapping[tuple[str, str], Rate]
           ) -> list[Table]:
    """The amounts, where a number may be given; how often, the shares, the bill and what is said of histories; where
    the argument cannot be made, what is known of its parts."""
    found = [] if items.real is None else [_often(items.real, items)]
    if items.real is not None and estimate.value is not None:
        found.insert(0, _amounts(items.real, items, _half(reading)))
    return [*found, _shares(items), bill_table(items.bill), *([_said(said)] if said else [])]


def _half(reading: Reading) -> float:
    """Standard deviations of belief either side of the interval."""
    return reading.calibration.bound() * float(reading.estimates.scale[0])


def _row(draws: Floats, half: float) -> tuple[float, float, float]:
    return quantile(draws, 0.0), quantile(draws, -half), quantile(draws, half)


def _amounts(real: Belief, items: AvertedItems, half: float) -> Table:
    """Expected yearly loss, the part averted and what the work costs, of which the picture is drawn; and one crisis."""
    return Table("amounts", (("what", "code"), ("amount", "money"), ("amount_low", "money"), ("amount_high", "money")),
                 (("yearly_loss", *_row(real.loss[0], half)), ("averted_part", *_row(real.averted[0], half)),
                  ("yearly_cost", items.bill.total, None, None), ("one_crisis", *_row(real.cost[0], half))))


def _often(real: Belief, items: AvertedItems) -> Table:
    """Surges read and seen to hurt, and how many a year are believed to."""
    columns = (("years", "number"), ("read", "count"), ("hurt", "count"), ("yearly", "number"),
               ("yearly_low", "number"), ("yearly_high", "number"))
    losses = items.losses
    return Table("often", columns, ((losses.years, len(losses.loss), losses.seen, *_row(real.frequency[0], NORMAL)),))


def _shares(items: AvertedItems) -> Table:
    """The share that answering averts; of the surges those seen to hurt, here and elsewhere."""
    rows: list[tuple[object, ...]] = []
    answering, losses = items.answering, items.losses
    if answering.readable:
        ends = -np.expm1(answering.effect + answering.error * np.array([0.0, NORMAL, -NORMAL]))
        rows.append(("share_averted", *(float(x) for x in ends), None))
    if len(losses.loss):
        rows.append(("surges_hurt", losses.seen / len(losses.loss), None, None, len(losses.loss)))
    rows.append(("firestorms_hurt", BASE, None, None, FIRESTORMS))
    return Table("shares", (("share", "code"), ("value", "percent"), ("value_low", "percent"),
                            ("value_high", "percent"),
                            ("of", "count")), tuple(rows))


def _said(said: Mapping[tuple[str, str], Rate]) -> Table:
    columns = (("had", "code"), ("saying", "code"), ("count", "count"), ("of", "count"), ("rate", "percent"))
    return Table("said", columns, tuple((kind, word, r.count, r.of, r.value) for (kind, word), r in said.items()))
