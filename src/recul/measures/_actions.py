"""The table `actions` as the study's own type."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from recul._mistakes import accepted, shown
from recul._phrases import joined, phrase
from recul.errors import Mistake, QuestionError

if TYPE_CHECKING:
    from recul.record import Record
    from recul.study import Action

ONE_A_ROW = ("kind", "label", "start", "end", "cost", "currency", "onset_rule")


def from_table(record: Record) -> tuple[Action, ...]:
    """One action an id: the rows of one id name its units and agree on all else."""
    from recul.record.engines import local

    table, zone = record.table("actions"), record.study.timezone
    table = table.mutate(start=local(table.start, zone), end=local(table.end, zone))
    rows = table.order_by("start", "action_id", "unit").to_pyarrow().to_pylist()
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        groups.setdefault(row["action_id"], []).append(row)
    taken, mistakes, made = {a.id for a in record.study.actions}, [], []
    for name, group in groups.items():
        wrong = _wrong(name, group, taken)
        if wrong is not None:
            mistakes.append(wrong)
        else:
            made.append(_action(name, group, mistakes))
    if mistakes:
        raise QuestionError(mistakes)
    return tuple(a for a in made if a is not None)


def _wrong(name: str, group: list[dict[str, Any]], taken: set[str]) -> Mistake | None:
    where = phrase("table actions, {name!r}", name=name)
    if name in taken:
        return Mistake(where, "an id that study.toml uses too", "ids used once", "Rename one of the two.")
    for column in ONE_A_ROW:
        values = {row[column] for row in group}
        if len(values) > 1:
            return Mistake(phrase("{where}, {column}", where=where, column=column),
                           joined(sorted(map(shown, values)), " and "), "the same in all its rows",
                           "Mend the rows, or give them different ids.")
    if len(group) > 1 and any(row["unit"] is None for row in group):
        return Mistake(phrase("{where}, unit", where=where), "rows with a unit and rows without",
                       "a unit in every row, or one row without", "Fill the units, or keep the one row.")
    return None


def _action(name: str, group: list[dict[str, Any]], mistakes: list[Mistake]) -> Action | None:
    from pydantic import ValidationError

    from recul.study import Action

    row = {column: group[0][column] for column in ONE_A_ROW if group[0][column] is not None}
    row |= {key: _moment(row[key]) for key in ("start", "end") if key in row}
    try:
        return Action(id=name, units=tuple(r["unit"] for r in group if r["unit"] is not None), **row)
    except ValidationError as error:
        for one in error.errors():
            key = ".".join(map(str, one["loc"]))
            mistakes.append(Mistake(phrase("table actions, {name!r}, {key}", name=name, key=key),
                                    shown(one.get("input")), accepted(one), "Mend it in the file."))
        return None


def _moment(value: datetime) -> date | datetime:
    """A local midnight is a date: dates are kept so."""
    return value.date() if value.time() == time() else value
