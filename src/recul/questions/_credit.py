"""Would the target have been reached without the action? The effect question, asked of the same measure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from recul._fields import closes, opens
from recul._phrases import joined, phrase, quoted
from recul.batch import Batch, PanelItems
from recul.errors import Mistake, QuestionError
from recul.finding import Finding, Table
from recul.panel import Panel
from recul.questions._moments import column_of
from recul.questions._objective import Counted
from recul.questions.effect import Effect

if TYPE_CHECKING:
    from recul.study import Action, Event

COLUMNS = (("verdict", "code"), ("brought", "amount"), ("brought_low", "amount"), ("brought_high", "amount"),
           ("without", "amount"), ("without_low", "amount"), ("without_high", "amount"), ("credit", "code"))


@dataclass(frozen=True, eq=False)
class Credited:
    """The work an objective is credited to. why: a code where its effect is not asked for, else "". factor: what a unit
    of its mean effect adds to what is counted. named: how the action is called."""

    question: Effect
    batch: Batch[PanelItems] | None
    why: str
    factor: float = 0.0
    named: str = ""


def credited(question: Effect, panel: Panel, asked: Counted, actions: Sequence[Action], events: Sequence[Event],
             timezone: str, seed: int) -> Credited:
    """The effect question of the action, when its window lies within what is counted. Raises QuestionError when there
    is no such action, or its effect cannot be asked as it is put."""
    action = _action(question.action, actions)
    end = min(asked.recorded[1], asked.last) - asked.shift  # what the action does after the deadline counts no more
    starts = [action.start, *action.starts.values()]
    if max(map(_naive, starts)) > panel.times[end].astype("datetime64[s]").item():
        return Credited(question, None, "action_not_begun")
    first, start = (column_of(panel, ends(starts, key=_naive), timezone, phrase("action {action!r}: start",
                                                                                action=action.id))
                    for ends in (min, max))
    # What has no end declared acts to the last day that counts: of twelve periods of forty, the effect of the others
    # would pass for what would have come anyway.
    window = (end if action.end is None else min(_columns(panel, action.end, timezone, end), end)) - start + 1
    rows = tuple(panel.row(u) for u in action.units) or tuple(range(len(panel.units)))
    if not set(rows) <= set(asked.rows) or first + asked.shift < asked.first or window < 1 or first == 0:
        return Credited(question, None, "action_outside")
    if first != start:  # each unit is judged over as many periods as the last one: the first ones did more than that
        return Credited(question, None, "action_staggered")
    if asked.over == "last" and start + window - 1 + asked.shift < asked.last:
        return Credited(question, None, "action_over")
    question = question.model_copy(update={"window": window})
    batch = question.asked_of(panel, actions, timezone, events).batch(seed)
    share = len(rows) / (1 if panel.aggregate == "sum" else len(asked.rows))
    return Credited(question, batch, "", share * (1 if asked.over == "last" else window) * asked.weight)


def _naive(moment: date | datetime) -> datetime:
    return opens(moment).replace(tzinfo=None)


def _columns(panel: Panel, end: date | datetime, timezone: str, most: int) -> int:
    """The column of the last instant before an end, no later than the last one recorded."""
    instant = closes(end) - timedelta(seconds=1)
    if _naive(instant) > panel.times[most].astype("datetime64[s]").item():
        return most
    return column_of(panel, instant, timezone, "action: end")


def _action(name: str, actions: Sequence[Action]) -> Action:
    for action in actions:
        if action.id == name:
            return action
    raise QuestionError(Mistake("question.action", quoted(name),
                                phrase("one of {names}",
                                       names=joined(quoted(a.id) for a in actions) if actions
                                       else phrase("no action at all")),
                                "Declare it as an [[action]] with this id, or correct the name."))


@dataclass(frozen=True)
class Without:
    """What would be counted without the action, with its interval. credit: a code."""

    credit: str
    table: Table


def without(credit: Credited, provenance: dict[str, Any], final: float, half: float, target: float, sign: float,
            reached: bool) -> Without:
    """The credit of a result, or of a forecast. final: what is counted; half: half the width of its interval, 0 of a
    result. sign: 1 where more is better. reached: whether there is anything to credit.

    Credit is given only where the effect was seen and the target lies beyond what would be without it; and
    `anyway` is said only where the effect has a verdict and all of that interval reaches the target.
    """
    if credit.batch is None:
        return Without("credit_unknown", Table("credit", COLUMNS, ((credit.why, *[None] * 6, "credit_unknown"),)))
    found = credit.question.judge(credit.batch, provenance)
    e, by = found.estimate, credit.factor
    code = f"effect_{found.verdict}"
    if e.value is None or e.low is None or e.high is None or found.verdict == "cannot_say":
        told = None if e.value is None else by * e.value
        return Without("credit_unknown", Table("credit", COLUMNS, (
            (code, told, None, None, None if told is None else final - told, None, None, "credit_unknown"),)))
    brought = [by * x for x in (e.value, e.low, e.high)]
    middle = final - brought[0]
    low = middle - math.hypot(brought[2] - brought[0], half)
    high = middle + math.hypot(brought[0] - brought[1], half)
    word = _word(found, sign * (low - target), sign * (high - target)) if reached else "credit_none"
    return Without(word, Table("credit", COLUMNS, ((code, *brought, middle, low, high, word),)))


def _word(found: Finding, one: float, other: float) -> str:
    """one, other: by how much the two ends of what would be without the action reach the target."""
    if min(one, other) >= 0:
        return "credit_anyway"
    return "credit_thanks" if max(one, other) < 0 and found.verdict == "seen" else "credit_unknown"
