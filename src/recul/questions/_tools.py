"""What other tools would have said of the same action: last click, first click, media-value equivalents.

None of them asks what would have happened otherwise. They stand beside the answer, labelled for what they are, and only
where their inputs exist.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from recul._phrases import joined, phrase, quoted
from recul.errors import Mistake, QuestionError
from recul.finding import Table
from recul.panel import Case, Panel

if TYPE_CHECKING:
    from recul.questions.panel import Asked
    from recul.record import Record


@dataclass(frozen=True)
class Credit:
    """What a tool credits the action with. tool: a code. credited: in the currency of the bill; None: not known of
    every period of the window."""

    tool: str
    credited: float | None


def credits_of(record: Record, asked: Asked, kept: float, channel: str | None, clicks: Mapping[str, str],
              reach: str | None, price: float | None) -> tuple[Credit, ...]:
    """Every credit whose inputs are declared. kept: money of one of the outcome. clicks: tool -> measure. price: of a
    thousand reached. Raises QuestionError as `credited` does."""
    panel, case = asked.panel, asked.case
    found = []
    for tool, measure in clicks.items():
        total = credited(record, measure, channel, panel, case, panel.value_unit)
        found.append(Credit(tool, None if total is None else total * kept))
    if reach is not None and price is not None:
        total = credited(record, reach, channel, panel, case, None)
        found.append(Credit("media_value", None if total is None else total / 1000 * price))
    return tuple(found)


def credited(record: Record, measure: str, channel: str | None, panel: Panel, case: Case, unit: str | None
             ) -> float | None:
    """A measure's total over the window of a case, of one of its units; None where a period was not observed.

    unit: what the measure must be counted in, None for anything. Raises QuestionError when the measure cannot be had at
    that frequency, is not in that unit, or has several units and none of them is named.
    """
    from recul.measures import panel as measured

    found = measured(record, measure, panel.frequency)
    if unit is not None and found.value_unit.strip() != unit.strip():
        raise QuestionError(Mistake(phrase("measure {measure!r}", measure=measure),
                                    phrase("values in {value_unit!r}",
                                           value_unit=found.value_unit or phrase("no unit")),
                                    phrase("the outcome's own unit, {unit!r}", unit=unit),
                                    "Correct the `value_unit` of its source, or leave this measure out."))
    if channel is None and len(found.units) > 1:
        raise QuestionError(Mistake("question.channel",
                                    phrase("{measure!r} of {count} units", measure=measure, count=len(found.units)),
                                    phrase("one of {names}", names=joined(map(quoted, found.units[:12]))),
                                    phrase("Add a line such as `channel = \"{units}\"`, the one that is the action's.",
                                           units=found.units[0])))
    # What has one unit alone is the action's where it speaks of no channel: a reach, or the clicks of the whole brand.
    alone = len(found.units) == 1 and (unit is None or found.units[0] == record.study.brand)
    row = 0 if channel is None or (alone and channel not in found.units) else found.row(channel)
    window = panel.times[case.start : case.start + case.span]
    inside = np.isin(found.times, window)
    if inside.sum() < len(window) or not found.observed[row, inside].all():
        return None
    return float(found.value[row, inside].sum())


def tools_table(credits: tuple[Credit, ...], cost: float) -> Table:
    """What each tool credits, and the return that it would make."""
    rows = tuple((c.tool, c.credited, None if c.credited is None else (c.credited - cost) / cost) for c in credits)
    return Table("tools", (("tool", "code"), ("credited", "money"), ("return", "change")), rows)
