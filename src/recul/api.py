"""Recul in Python: a study opened, or a question asked of a frame."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from recul._asking import asked_panel, declared, default_controls, described, events_of, names_of, placed, spoken
from recul._mistakes import advice, shown
from recul._phrases import joined, phrase, plural
from recul.errors import Mistake, QuestionError

if TYPE_CHECKING:
    from recul.finding import Finding
    from recul.panel import Panel
    from recul.questions.base import Question
    from recul.record import Record
    from recul.study import Study

THE_ACTION = "event"


class OpenStudy:
    """A study and its record, which is read when first needed."""

    def __init__(self, study: Study, progress: Callable[..., None] | None = None):
        self.study = study
        self._progress = progress

    def __repr__(self) -> str:
        return f"<study {self.study.title!r}: {len(self.study.questions)} questions, {len(self.study.sources)} sources>"

    @cached_property
    def record(self) -> Record:
        """The facts. Raises SourceError when a file cannot be read as declared."""
        from recul.record import Record

        return Record.read(self.study, self._progress)

    def ask(self, kind: str, label: str | int | None = None) -> Finding:
        """Answer one question: of this kind and, where there are several, of this label or number (1 is the first).

        Raises QuestionError, listing the choices, when none or more than one fits.
        """
        from recul.engine import answer

        return answer(pick(self.study, kind, label), self.record, self.study.seed)

    def findings(self) -> tuple[Finding, ...]:
        """Answer every question, in the order of the study."""
        from recul.engine import answer_all

        return answer_all(self.study, self.record)

    def report(self, out: str | Path) -> dict[str, Path]:
        """Answer every question and write `report.html`, `report.md` and `report.json`; which is where."""
        from recul.report import write

        return write(self.study, self.record, self.findings(), Path(out))


def open_study(folder: str | Path) -> OpenStudy:
    """Open a folder that holds a `study.toml`. Raises StudyError with every mistake there is."""
    from recul.study import Study

    return OpenStudy(Study.load(folder))


def named(study: Study) -> list[str]:
    """The questions of a study as they can be asked for: number, kind, label."""
    return [f"{i} ({q.kind}: {q.label or getattr(q, 'outcome', 'no label')})" for i, q in enumerate(study.questions, 1)]


def pick(study: Study, kind: str, which: str | int | None = None) -> Question:
    """The question of a kind and, if given, of a label or number. Raises QuestionError listing the choices."""
    from recul.questions import discover

    kinds = discover()
    if kind not in kinds:
        raise QuestionError(Mistake(phrase("kind of question"), shown(kind),
                                    phrase("one of {names}", names=", ".join(kinds)),
                                    advice(kind, kinds, "Choose one of these.")))
    fitting = [q for i, q in enumerate(study.questions, 1) if q.kind == kind
               and (which is None or q.label == which or str(i) == str(which))]
    if len(fitting) == 1:
        return fitting[0]
    choices = [n for n, q in zip(named(study), study.questions, strict=True) if q.kind == kind]
    found = phrase("no question {which}", which=shown(which)) if which is not None and not fitting \
        else plural(len(fitting), "{n} question", "{n} questions")
    todo = "Name one by its number or its label." if choices \
        else phrase('Add a [[question]] with kind = "{kind}".', kind=kind)
    expected = phrase("one of {names}", names=joined(choices, "; ")) if choices \
        else "a question of this kind in the study"
    raise QuestionError(Mistake(phrase("questions of kind {kind!r}", kind=kind), found, expected, todo))



def panel(
    frame: Any,
    *,
    time: str,
    units: Sequence[str] | None = None,
    unit: str | None = None,
    outcome: str | None = None,
    frequency: str | None = None,
    aggregate: str = "sum",
    value_unit: str = "",
) -> Panel:
    """A measure over units and time, out of a frame: to look at, and to give to `effect` or `experiment` in its place.

    frame: pandas, polars or pyarrow, in any order; a missing row or number is a period nobody observed.
    Wide, one row a period: `units` are the columns, one a unit; default all but the column of times. outcome: what they
    hold, a name for the report. Long, one row a unit and period: `unit` and `outcome` are the columns that hold them.
    time, frequency, aggregate, value_unit: as in `effect`, where they are then left out.
    The result: `value` and `observed` [unit, time], `units`, `times`, `frequency`.
    Raises QuestionError with what was found, what is expected, and what to do.

    >>> import pandas as pd
    >>> rows = pd.DataFrame({"day": ["2025-11-01", "2025-11-02", "2025-11-03"] * 2, "city": ["Lyon"] * 3 + ["Nice"] * 3,
    ...                      "sales": [10, 12, 11, 20, None, 22]})
    >>> recul.panel(rows, time="day", unit="city", outcome="sales")
    <panel of 'sales': 2 units x 3 periods of a day, 2025-11-01 to 2025-11-03; 1 of 6 values not observed>
    >>> recul.panel(rows.pivot(index="day", columns="city", values="sales").reset_index(), time="day").units
    ('Lyon', 'Nice')
    """
    from recul._frames import wide
    from recul._long import long

    made = long(frame, outcome, unit, time, frequency, units) if unit is not None \
        else wide(frame, outcome, units, time, frequency)
    return described(made, aggregate, value_unit)


def effect(
    frame: Any,
    *,
    outcome: str | Sequence[str],
    start: str | date | datetime | Mapping[str, Any],
    end: str | date | datetime,
    time: str | None = None,
    controls: Sequence[str] | None = None,
    frequency: str | None = None,
    minimum_effect: float = 0.05,
    onset_rule: str = "declared",
    history: int | None = None,
    estimator: str | None = None,
    scale: str = "identity",
    seed: int = 0,
    unaffected: Sequence[str] = (),
    events: Mapping[str, Sequence[Any]] | None = None,
    seasons: Sequence[float] | None = None,
    aggregate: str | None = None,
    value_unit: str | None = None,
) -> Finding:
    """Did something between `start` and `end` change the outcome? Asked of a frame, without files.

    frame: pandas, polars or pyarrow; one row a period, in any order. time: the column of times, each the start of its
    period. outcome, controls: columns of numbers; NaN and missing rows are periods nobody observed. outcome: one
    column, or a list of them, which are read as their mean, and their total is given; controls: default none.
    In place of a frame, a panel made by `recul.panel`: outcome and controls are then units, the controls by default all
    the other units; time, frequency, aggregate and value_unit are the panel's.
    start, end: the first and the last moment of the window; the periods that hold them belong to it. start may be a
    mapping from treated units to their starts: each is then followed for as long, the last one until `end`. Hours that
    carry an offset are kept in UTC, and moments without one are then UTC too.
    frequency: hour, day, week, month, quarter or year; default the spacing of the rows.
    minimum_effect, history, estimator, scale, unaffected: as in a `[[question]]` of kind effect. onset_rule: as in an
    action.
    events: known events that move the outcome whatever is done: name -> its dates, or (first, last) of longer ones; a
    date is the whole day. seasons: their lengths in periods, such as [24, 168] for hours; default the frequency's own.
    aggregate: "sum" (the default) for counts and amounts, "mean" for rates and prices, which have no total.
    value_unit: "EUR", "%".
    Raises QuestionError with what was found, what is expected, and what to do.
    """
    from recul.engine import answer_panel

    treated, said = names_of(outcome), {"time": time, "frequency": frequency, "aggregate": aggregate,
                                        "value_unit": value_unit}
    asked = {"outcome": spoken(treated), "action": THE_ACTION, "controls": default_controls(frame, controls),
             "unaffected": unaffected, "minimum_effect": minimum_effect, "history": history, "estimator": estimator,
             "frequency": frequency, "aggregate": aggregate, "seasons": seasons, "scale": scale}
    action = {"id": THE_ACTION, "kind": THE_ACTION, "units": treated, "onset_rule": onset_rule, "start": "2000-01-01"}
    question, happened = declared(asked, action, seed)
    known = events_of(events)
    panel = asked_panel(frame, outcome, question.controls, said)
    question, happened = placed(question, happened, panel, start, end)
    return answer_panel(question, panel, (happened,), seed, known)


def experiment(
    frame: Any,
    *,
    assignment: str | Mapping[str, Any],
    start: str | date | datetime,
    end: str | date | datetime,
    outcome: str | None = None,
    unit: str | None = None,
    time: str | None = None,
    planned_share: float | None = None,
    blocks: str | Mapping[str, Any] | None = None,
    treated: Any = 1,
    frequency: str | None = None,
    minimum_effect: float = 0.05,
    history: int | None = None,
    scale: str = "identity",
    seed: int = 0,
    aggregate: str | None = None,
    value_unit: str | None = None,
) -> Finding:
    """Did what was given to units drawn at random change the outcome? Asked of a long frame: one row a unit and period.

    frame: pandas, polars or pyarrow, in any order; a missing row or number is a period nobody observed.
    outcome, unit, time, assignment, blocks: names of columns. assignment: what was drawn for the unit, the same in all
    its rows; `treated` is the value that means treated. blocks: the pair or group within which the unit was drawn.
    In place of a frame, a panel made by `recul.panel`: assignment and blocks then say it of each unit, as in
    {"Lyon": 1, "Nantes": 0}; outcome, unit, time, frequency, aggregate and value_unit are the panel's.
    planned_share: the share of units that was to be drawn. When chance hardly ever gives the share that was (p below
    0.001), something came between the draw and the record, and nothing is said.
    The placebos are the same draw made again at the real moment; where it could have fallen in too few ways for any to
    stand out at 5 %, nothing is said. The rest is as in `effect`; history only sharpens the answer.
    Raises QuestionError with what was found, what is expected, and what to do.
    """
    from recul._long import drawn_of
    from recul.engine import answer_panel

    panel, units, groups = drawn_of(frame, {"outcome": outcome, "unit": unit, "time": time, "frequency": frequency,
                                            "aggregate": aggregate, "value_unit": value_unit},
                                    assignment, blocks, treated)
    asked = {"outcome": panel.measure, "action": THE_ACTION, "minimum_effect": minimum_effect, "history": history,
             "estimator": "experiment", "frequency": frequency, "aggregate": aggregate, "controls": None,
             "unaffected": (), "scale": scale}
    action = {"id": THE_ACTION, "kind": THE_ACTION, "units": units, "onset_rule": "randomised", "start": "2000-01-01",
              "planned_share": planned_share, "blocks": tuple(groups.values())}
    question, happened = declared(asked, action, seed)
    panel = described(panel, question.aggregate, value_unit)
    question, happened = placed(question, happened, panel, start, end)
    return answer_panel(question, panel, (happened,), seed)
