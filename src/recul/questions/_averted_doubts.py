"""What could make the crisis argument say too much: histories that pay, surges unread, crises larger than any seen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from recul.batch import Estimates
from recul.estimators._crises import evidence
from recul.finding import Limit, Rate
from recul.placebo.calibrate import LEVEL, Calibration
from recul.questions._averted import others

if TYPE_CHECKING:
    from recul.questions.averted import AvertedItems

# A crisis larger than all that were seen is taken for so many times the largest: the mean of a Pareto law of tail 1.3
# lies within that of every crisis it brings.
TIMES = 5


def doubted(items: AvertedItems, said: Mapping[tuple[str, str], Rate], e: Estimates, calibration: Calibration
            ) -> list[Limit]:
    """All of them. said: how often histories of each kind were said to justify the work, or not to."""
    return [*_pays_often(said), *_left_out(items, e, calibration), *_heavier(items, e, calibration)]


def _pays_often(said: Mapping[tuple[str, str], Rate]) -> list[Limit]:
    """Histories without a loss, or without any effect of answering, that would have justified the work."""
    worst = max((r for (kind, _), r in said.items() if kind != "just_covers"), key=lambda r: r.value or 0.0,
                default=None)
    if worst is None or (worst.value or 0.0) <= 1 - LEVEL:
        return []
    return [Limit("histories_pay", {"count": worst.count, "of": worst.of}, True)]


def _left_out(items: AvertedItems, e: Estimates, calibration: Calibration) -> list[Limit]:
    """Not enough is averted, unless the surges that nobody could read hurt as the others do."""
    bound = calibration.bound()
    if items.every is None or not e.score[0] < -bound:
        return []
    if evidence(items.every.averted, items.bill.total)[0] / float(e.scale[0]) < -bound:
        return []
    return [Limit("might_pay", {"left": others(items.losses), "episodes": items.losses.episodes}, True)]


def _heavier(items: AvertedItems, e: Estimates, calibration: Calibration) -> list[Limit]:
    """Not enough is averted, unless there are larger crises than any seen: as many as n seen leave possible (the rule
    of three: 3/n of them), each TIMES the largest. The belief takes costs for exponential; a few losses cannot tell."""
    bound, believed_of = calibration.bound(), items.every or items.real
    if believed_of is None or not e.score[0] < -bound:
        return []
    more = min(3 / items.losses.seen, 1) * TIMES * float(items.losses.loss.max())
    averted = believed_of.averted * (1 + more / believed_of.cost)
    if evidence(averted, items.bill.total)[0] / float(e.scale[0]) < -bound:
        return []
    return [Limit("might_cost_more", {"seen": items.losses.seen, "times": TIMES}, True)]
