"""A long frame, one row a unit and period, becomes a panel, and tells which units were drawn."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from recul._asking import refuse_said, refuse_unsaid
from recul._frames import _cells, _missing, _native, _plain, numbers_of, times_of
from recul._mistakes import advice, listed, shown
from recul._phrases import phrase
from recul._times import checked_frequency, frequency_of, grid
from recul.errors import Mistake, QuestionError
from recul.panel import Panel


def long(frame: Any, outcome: Any, unit: Any, time: Any, frequency: str | None, units: Any = None) -> Panel:
    """The panel of a long frame: as many units as the column holds."""
    if units is not None:
        raise QuestionError(Mistake("units", phrase("{units} beside `unit`", units=shown(units)), "one of the two",
                                    "Leave `units` out of a long frame, and its rows that are not wanted."))
    refuse_unsaid("outcome", outcome)
    return _read(frame, {"outcome": outcome, "unit": unit, "time": time}, frequency)[0]


def drawn_of(data: Any, said: dict[str, Any], assignment: Any, blocks: Any, treated: Any
             ) -> tuple[Panel, tuple[str, ...], dict[str, tuple[str, ...]]]:
    """The panel, the units that were treated, and the units of each block.

    data: a long frame, of which outcome, unit and time (in `said`), assignment and blocks are columns; or a panel, of
    whose units assignment and blocks say it. treated: the value of the assignment that means treated. A unit's
    assignment and block are the same in all its rows. Raises QuestionError with what is wrong with the columns, then
    with the rows.
    """
    if isinstance(data, Panel):
        refuse_said(said, "outcome")
        drawn = _said_of_units(data, "assignment", assignment)
        groups = {} if blocks is None else _said_of_units(data, "blocks", blocks)
        return data, _treated(drawn, treated, "assignment"), _grouped(groups)
    for name in ("outcome", "unit", "time"):
        refuse_unsaid(name, said[name])
    columns = {"outcome": said["outcome"], "unit": said["unit"], "time": said["time"], "assignment": assignment}
    columns |= {"blocks": blocks} if blocks is not None else {}
    panel, cells, row = _read(frame=data, columns=columns, frequency=said["frequency"])
    drawn = _one_a_unit(cells["assignment"], row, panel.units, assignment)
    groups = _one_a_unit(cells["blocks"], row, panel.units, blocks) if "blocks" in cells else {}
    return panel, _treated(drawn, treated, phrase("column {assignment!r}", assignment=assignment)), _grouped(groups)


def _grouped(block_of: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    """The units of each block."""
    blocks: dict[str, list[str]] = {}
    for unit, block in block_of.items():
        blocks.setdefault(str(block), []).append(unit)
    return {k: tuple(v) for k, v in blocks.items()}


def _said_of_units(panel: Panel, name: str, said: Any) -> dict[str, Any]:
    """What a mapping says of every unit of the panel. Raises QuestionError when it leaves one out, or knows others."""
    if not isinstance(said, Mapping):
        raise QuestionError(Mistake(name, shown(said), "what was drawn for each unit of the panel",
                                    phrase("Write {name}={{{unit}: ..., and so on}}.", name=name,
                                           unit=repr(panel.units[0]))))
    wrong = [u for u in (*panel.units, *said) if u not in panel.units or u not in said or _missing(said[u])]
    if wrong:
        raise QuestionError(Mistake(name, phrase("something else than the units of the panel: {names}",
                                                 names=listed(map(str, wrong), 4)),
                                    "a value for each unit of the panel, and for no other",
                                    "Say it of every unit; leave the others out."))
    return {unit: said[unit] for unit in panel.units}


def _read(frame: Any, columns: dict[str, str], frequency: str | None) -> tuple[Panel, dict[str, list[Any]], Any]:
    """The panel, the cells of every column, and the panel's row of each of the frame's rows.

    columns: what each column is (`outcome`, `unit`, `time`, perhaps others) -> its name.
    """
    table = _native(frame)
    _refuse_unknown(table.columns, columns)
    cells = {what: _cells(table, name) for what, name in columns.items()}
    names = [None if _missing(v) else str(v) for v in cells["unit"]]
    units = tuple(dict.fromkeys(n for n in names if n is not None))
    problems = [] if None not in names else [Mistake(phrase("column {unit!r}, row {value}", unit=columns["unit"],
                                                            value=names.index(None)), "nothing", "a unit in every row",
                                                     "Fill it in, or remove the row.")]
    utc, wrong = times_of(cells["time"], columns["time"], True)
    values = numbers_of(cells["outcome"], columns["outcome"])
    problems += [*wrong, *([values] if isinstance(values, Mistake) else [])]
    if problems or isinstance(values, Mistake):
        raise QuestionError(problems)
    every = checked_frequency(frequency) if frequency is not None else frequency_of(np.unique(utc), columns["time"])
    rows = utc if every == "hour" else times_of(cells["time"], columns["time"], False)[0]
    moments, of_moment = np.unique(rows, return_inverse=True)
    starts, place = grid(moments, every, columns["time"])
    number = {name: i for i, name in enumerate(units)}
    row = np.array([number[n] for n in names if n is not None])
    value = np.full((len(units), len(starts)), math.nan)
    _refuse_doubles(row, place[of_moment], units, columns)
    value[row, place[of_moment]] = values
    return Panel(value, ~np.isnan(value), units, starts, every, columns["outcome"]), cells, row


def _refuse_unknown(known: Sequence[str], columns: dict[str, str]) -> None:
    problems = [Mistake(what, shown(name), phrase("a column of the frame: {names}", names=listed(map(str, known))),
                        advice(str(name), map(str, known), "Name a column; reset an index."))
                for what, name in columns.items() if not isinstance(name, str) or name not in known]
    twice = [n for n in columns.values() if list(columns.values()).count(n) > 1]
    if twice and not problems:
        problems.append(Mistake("columns", phrase("{twice} a second time", twice=shown(twice[0])), "a column used once",
                                "Name each column in one place only."))
    if problems:
        raise QuestionError(problems)


def _refuse_doubles(row: Any, place: Any, units: Sequence[str], columns: dict[str, str]) -> None:
    pair, count = np.unique(np.stack([row, place]), axis=1, return_counts=True)
    if (count > 1).any():
        unit = units[int(pair[0, count.argmax()])]
        raise QuestionError(Mistake(phrase("columns {unit!r} and {time!r}", unit=columns["unit"], time=columns["time"]),
                                    phrase("{sum} periods that stand twice, first of {unit}",
                                           sum=int((count > 1).sum()), unit=shown(unit)), "one row a unit and period",
                                    "Add up or remove the doubles."))


def _one_a_unit(cells: Sequence[Any], row: Any, units: Sequence[str], column: str) -> dict[str, Any]:
    """The value of each unit. Raises QuestionError where a unit has two, or none in some row."""
    found: dict[str, Any] = {}
    for at, value in zip(row.tolist(), cells, strict=True):
        first = found.setdefault(units[at], value)
        if _missing(value) or first != value:
            raise QuestionError(Mistake(phrase("column {column!r}, unit {units!r}", column=column, units=units[at]),
                                        phrase("{first} and {value}", first=shown(_plain(first)),
                                               value=shown(_plain(value))), "the same in all rows of a unit: what was"
                                        " drawn for it", "Say what was drawn, in every row, before the start as after"
                                        " it."))
    return found


def _treated(drawn: dict[str, Any], treated: Any, column: str) -> tuple[str, ...]:
    values = list(dict.fromkeys(drawn.values()))
    if treated not in values or len(values) != 2:
        raise QuestionError(Mistake(column, phrase("the values {names}, and treated={treated!r}",
                                                   names=listed(map(str, values)), treated=treated),
                                    "two values, one of them `treated`", "Name the value that means treated"
                                    " (treated=...), and keep two arms only."))
    return tuple(unit for unit, value in drawn.items() if value == treated)
