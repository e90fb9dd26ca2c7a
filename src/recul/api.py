"""Recul in Python: a study opened, or a question asked of a frame."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from recul._mistakes import One, advice, listed, mistakes_of, shown
from recul.errors import Mistake, QuestionError

if TYPE_CHECKING:
    from recul.finding import Finding
    from recul.panel import Panel
    from recul.questions.base import Question
    from recul.questions.effect import Effect
    from recul.record import Record
    from recul.study import Action, Study

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
        raise QuestionError(Mistake("kind of question", shown(kind), f"one of {', '.join(kinds)}",
                                    advice(kind, kinds, "Choose one of these.")))
    fitting = [q for i, q in enumerate(study.questions, 1) if q.kind == kind
               and (which is None or q.label == which or str(i) == str(which))]
    if len(fitting) == 1:
        return fitting[0]
    choices = [n for n, q in zip(named(study), study.questions, strict=True) if q.kind == kind]
    found = f"{len(fitting)} questions" if which is None or fitting else f"no question {shown(which)}"
    todo = "Name one by its number or its label." if choices else f"Add a [[question]] with kind = \"{kind}\"."
    expected = f"one of {'; '.join(choices)}" if choices else "a question of this kind in the study"
    raise QuestionError(Mistake(f"questions of kind {kind!r}", found, expected, todo))


def effect(
    frame: Any,
    *,
    outcome: str,
    time: str,
    start: str | date | datetime,
    end: str | date | datetime,
    controls: Sequence[str] = (),
    frequency: str | None = None,
    minimum_effect: float = 0.05,
    onset_rule: str = "declared",
    history: int | None = None,
    estimator: str | None = None,
    seed: int = 0,
    unaffected: Sequence[str] = (),
    aggregate: str = "sum",
    value_unit: str = "",
) -> Finding:
    """Did something between `start` and `end` change the outcome? Asked of a frame, without files.

    frame: pandas, polars or pyarrow; one row a period, in any order. time: the column of times, each the start of its
    period. outcome, controls: columns of numbers; NaN and missing rows are periods nobody observed.
    start, end: the first and the last moment of the window; the periods that hold them belong to it. Hours that carry
    an offset are kept in UTC, and moments without one are then UTC too.
    frequency: hour, day, week, month, quarter or year; default the spacing of the rows.
    minimum_effect, history, estimator, unaffected: as in a `[[question]]` of kind effect. onset_rule: as in an action.
    aggregate: "sum" for counts and amounts, "mean" for rates and prices, which have no total. value_unit: "EUR", "%".
    Raises QuestionError with what was found, what is expected, and what to do.
    """
    from recul._frames import panel_of
    from recul.engine import answer_panel

    asked = {"outcome": outcome, "action": THE_ACTION, "controls": controls, "unaffected": unaffected,
             "minimum_effect": minimum_effect, "history": history, "estimator": estimator, "frequency": frequency,
             "aggregate": aggregate}
    action = {"id": THE_ACTION, "kind": THE_ACTION, "units": [outcome], "onset_rule": onset_rule, "start": "2000-01-01"}
    question, happened = _declared(asked, action, seed)
    panel = replace(panel_of(frame, outcome, question.controls or (), time, frequency), value_unit=value_unit,
                    aggregate=question.aggregate or "sum")
    first, last = _window(panel, start, end)
    moment = panel.times[first].astype("datetime64[s]").astype(datetime)
    question = question.model_copy(update={"frequency": panel.frequency, "window": last - first + 1})
    return answer_panel(question, panel, (happened.model_copy(update={"start": moment}),), seed)


def experiment(
    frame: Any,
    *,
    outcome: str,
    unit: str,
    time: str,
    assignment: str,
    start: str | date | datetime,
    end: str | date | datetime,
    planned_share: float | None = None,
    blocks: str | None = None,
    treated: Any = 1,
    frequency: str | None = None,
    minimum_effect: float = 0.05,
    history: int | None = None,
    seed: int = 0,
    aggregate: str = "sum",
    value_unit: str = "",
) -> Finding:
    """Did what was given to units drawn at random change the outcome? Asked of a long frame: one row a unit and period.

    frame: pandas, polars or pyarrow, in any order; a missing row or number is a period nobody observed.
    outcome, unit, time, assignment, blocks: names of columns. assignment: what was drawn for the unit, the same in all
    its rows; `treated` is the value that means treated. blocks: the pair or group within which the unit was drawn.
    planned_share: the share of units that was to be drawn. When chance hardly ever gives the share that was (p below
    0.001), something came between the draw and the record, and nothing is said.
    The placebos are the same draw made again at the real moment; where it could have fallen in too few ways for any to
    stand out at 5 %, nothing is said. The rest is as in `effect`; history only sharpens the answer.
    Raises QuestionError with what was found, what is expected, and what to do.
    """
    from recul._long import experiment_of
    from recul.engine import answer_panel

    columns = {"outcome": outcome, "unit": unit, "time": time, "assignment": assignment}
    panel, units, groups = experiment_of(frame, columns | ({"blocks": blocks} if blocks is not None else {}), treated,
                                         frequency)
    asked = {"outcome": outcome, "action": THE_ACTION, "minimum_effect": minimum_effect, "history": history,
             "estimator": "experiment", "frequency": frequency, "aggregate": aggregate, "controls": (),
             "unaffected": ()}
    action = {"id": THE_ACTION, "kind": THE_ACTION, "units": units, "onset_rule": "randomised", "start": "2000-01-01",
              "planned_share": planned_share, "blocks": tuple(groups.values())}
    question, happened = _declared(asked, action, seed)
    panel = replace(panel, value_unit=value_unit, aggregate=question.aggregate or "sum")
    first, last = _window(panel, start, end)
    moment = panel.times[first].astype("datetime64[s]").astype(datetime)
    question = question.model_copy(update={"frequency": panel.frequency, "window": last - first + 1, "controls": None})
    return answer_panel(question, panel, (happened.model_copy(update={"start": moment}),), seed)


def _declared(asked: dict[str, Any], action: dict[str, Any], seed: Any) -> tuple[Effect, Action]:
    """The question and the action, checked before the frame is looked at. Raises QuestionError with every mistake."""
    from pydantic import ValidationError

    from recul._crosscheck import touched_controls
    from recul.questions.effect import Effect
    from recul.study import Action

    problems: list[Mistake] = []
    for name in ("controls", "unaffected"):
        names = asked[name]
        if isinstance(names, str) or not isinstance(names, Sequence):
            problems.append(Mistake(name, shown(names), "a list of columns", f"Write {name}=[{shown(names)}]."))
            asked[name] = []
    valid = [str(c) for c in asked["controls"]]
    for i, unit in enumerate(asked["unaffected"]):
        if unit not in valid:
            problems.append(Mistake(f"unaffected[{i}]", shown(unit), f"one of the controls: {listed(valid)}",
                                    advice(str(unit), valid, "Add it to the controls.")))
    problems += touched_controls("controls", action["units"][0], action["units"], asked["controls"])
    if isinstance(seed, bool) or not isinstance(seed, int) or not 0 <= seed < 2**63:
        problems.append(Mistake("seed", shown(seed), "a whole number, 0 or more", "Change the seed."))
    estimator = asked["estimator"]
    if isinstance(estimator, str) and estimator not in (known := Effect.forceable()):
        problems.append(Mistake("estimator", shown(estimator), f"one of {listed(known)}",
                                advice(estimator, known, "Leave it out: Recul chooses.")))
    built: list[Any] = []
    for model, values in ((Effect, asked), (Action, action)):
        try:
            built.append(model.model_validate(values))
        except ValidationError as error:
            problems += mistakes_of(error, values, One(model))
    if problems:
        raise QuestionError(problems)
    return built[0], built[1]


def _window(panel: Panel, start: Any, end: Any) -> tuple[int, int]:
    """The columns that hold the two moments. Raises QuestionError, naming the span, when one lies outside the data."""
    import numpy as np

    from recul._times import said

    step = panel.times[-1] - panel.times[-2] if len(panel.times) > 1 else np.timedelta64(1, "D")
    close, problems, columns = panel.times[-1] + step, [], []
    span = f"a moment from {said(panel.times[0])} to {said(close - np.timedelta64(1, 's'))}"
    for where, value in (("start", start), ("end", end)):
        moment = _asked_moment(value, panel.frequency == "hour", where == "end")
        if moment is None:
            problems.append(Mistake(where, shown(str(value)), "a date like 2024-09-01", "Write year-month-day."))
        elif not panel.times[0] <= moment < close:
            problems.append(Mistake(where, said(moment), span, "Choose a moment inside the data, or bring more rows."))
        else:
            columns.append(int(np.searchsorted(panel.times, moment, side="right")) - 1)
    if len(columns) == 2 and columns[1] < columns[0]:
        problems.append(Mistake("end", shown(str(end)), f"a moment after the start, {start}", "Exchange the two."))
    if columns and not problems and columns[0] == 0:
        problems.append(Mistake("start", shown(str(start)), f"a moment after the first {panel.frequency} of the data, "
                                f"{said(panel.times[0])}", "Leave some history before it, the more the better."))
    if problems:
        raise QuestionError(problems)
    return columns[0], columns[1]


def _asked_moment(value: Any, hours: bool, last: bool) -> Any:
    """A moment as datetime64[s], None when it is none. For hours, a date that ends a window ends with its day."""
    import numpy as np

    from recul._frames import times_of

    if isinstance(value, (bool, int)):
        return None
    times, problems = times_of([value], "", hours)
    if problems:
        return None
    bare = len(value) == 10 if isinstance(value, str) else not isinstance(value, datetime)  # a date, without a time
    return times[0] + np.timedelta64(23, "h") if hours and last and bare else times[0]
