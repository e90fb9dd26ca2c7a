"""From a study's record to a plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from recul.designs.asked import Asked
from recul.designs.plan import Plan
from recul.finding import Limit

if TYPE_CHECKING:
    from recul.panel import Panel
    from recul.questions.response import Response
    from recul.record import Record
    from recul.study import Study


def design(record: Record, asked: Asked) -> Plan:
    """The test to run next, planned on this record. The same record and options give the same plan.

    Raises QuestionError, with every mistake of the options, or where no test of the kind can be planned at all.
    """
    asked = asked.checked()
    plan = _answers(record, asked) if asked.by == "conversations" else _panel(record, asked)
    ahead = _ahead(record, plan) if plan.by == "units" else []
    if ahead:
        plan = replace(plan, limits=(*plan.limits, Limit("under_way", {"actions": ahead})))
    period = record.study.period
    if period is not None and plan.end is not None and plan.end > period.end:
        plan = replace(plan, limits=(*plan.limits, Limit("period_ends", {"end": period.end.isoformat()})))
    return plan


def _ahead(record: Record, plan: Plan) -> list[str]:
    """Actions declared for days after the record, on units treated in the test and less than its length away from it:
    the effect question will not tell the two apart."""
    from recul._fields import opens
    from recul.measures import actions

    if plan.start is None or plan.end is None:
        return []
    treated = {unit for action in plan.actions for unit in action["units"]}
    length = plan.end - plan.start + timedelta(days=1)
    found = []
    for action in actions(record):
        first, last = (opens(m).date() for m in (action.start, action.end or action.start))
        if first.isoformat() > plan.past[1] and (not action.units or treated & set(action.units)) \
                and last + length >= plan.start and first - length <= plan.end:
            found.append(action.id)
    return sorted(found)


def _panel(record: Record, asked: Asked) -> Plan:
    from recul.designs.markets import markets
    from recul.designs.record import past_of
    from recul.designs.weeks import weeks
    from recul.measures import actions
    from recul.questions._moments import touches

    found = _values(record, asked)
    known = touches(found, actions(record), record.study.timezone)
    past = past_of(found, known, asked)
    return markets(past, asked) if asked.by == "units" else weeks(past, asked)


def _values(record: Record, asked: Asked) -> Panel:
    """By weeks where the record is long enough, else by days; as it is where it is coarser."""
    from recul.designs.record import by_weeks
    from recul.measures import panel

    names = asked.units or None
    if asked.frequency is not None:
        return panel(record, asked.measure, asked.frequency, names)  # type: ignore[arg-type]
    found = panel(record, asked.measure, None, names)
    if found.frequency == "hour":
        found = panel(record, asked.measure, "day", names)
    if found.frequency == "day" and by_weeks(found) and asked.by == "units":
        found = panel(record, asked.measure, "week", names)
    return found


def _answers(record: Record, asked: Asked) -> Plan:
    """Office hours, horizon and programs are those of the study's own question about answers, where there is one."""
    from recul.designs.held import conversations
    from recul.measures import threads

    question = _response(record.study)
    said = threads.conversations(record, asked.units or question.units, question.bots, question.reopened)
    return conversations(said, question.office(said.zone), question.horizon, asked)


def _response(study: Study) -> Response:
    from recul.questions.response import Response

    return next((q for q in study.questions if isinstance(q, Response)), Response())
