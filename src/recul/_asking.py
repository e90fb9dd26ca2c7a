"""What is asked in Python: checked as far as it can be before the data are looked at, then set beside them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from recul._mistakes import One, advice, listed, mistakes_of, shown
from recul._phrases import phrase
from recul.errors import Mistake, QuestionError

if TYPE_CHECKING:
    from recul.panel import Panel
    from recul.questions.effect import Effect
    from recul.study import Action, Event

# What a panel says of itself, so that it is not said again beside it.
OF_THE_PANEL = ("time", "unit", "frequency", "aggregate", "value_unit")


def names_of(outcome: Any) -> tuple[Any, ...]:
    """The treated units: one name, or a list of them."""
    return tuple(outcome) if isinstance(outcome, (list, tuple)) else (outcome,)


def spoken(treated: Sequence[Any]) -> Any:
    """What the report calls the outcome: its column, or all of them."""
    return treated[0] if len(treated) == 1 else ", ".join(map(str, treated))


def default_controls(data: Any, controls: Any) -> Any:
    """As they are; where none are named, none of a frame, whose columns may be anything, and of a panel all others."""
    from recul.panel import Panel

    return () if controls is None and not isinstance(data, Panel) else controls


def asked_panel(data: Any, outcome: Any, controls: Sequence[str] | None, said: dict[str, Any]) -> Panel:
    """The treated units and their controls as a panel, in this order: out of a frame, or rows of a panel.

    said: time, frequency, aggregate and value_unit, None where they were left out. Raises QuestionError.
    """
    from recul.panel import Panel

    if isinstance(data, Panel):
        refuse_said(said)
        return rows_of(data, outcome, controls)
    from recul._frames import panel_of

    refuse_unsaid("time", said["time"])
    panel = panel_of(data, outcome, controls or (), said["time"], said["frequency"])
    return described(panel, said["aggregate"], said["value_unit"])


def described(panel: Panel, aggregate: Any, value_unit: Any) -> Panel:
    """The panel with how its values add up and what they are counted in; None leaves it as it is.

    Raises QuestionError when they are no such thing."""
    from typing import get_args

    from recul.panel import Aggregate

    problems = []
    if aggregate is not None and aggregate not in (known := get_args(Aggregate)):
        problems.append(Mistake("aggregate", shown(aggregate), phrase("one of {names}", names=listed(known)),
                                advice(str(aggregate), known, "Choose one of these.")))
    if value_unit is not None and not isinstance(value_unit, str):
        problems.append(Mistake("value_unit", shown(value_unit), "text in quotes, like \"EUR\"", "Put it in quotes."))
    if problems:
        raise QuestionError(problems)
    return replace(panel, value_unit=panel.value_unit if value_unit is None else value_unit,
                   aggregate=panel.aggregate if aggregate is None else aggregate)


def refuse_unsaid(name: str, column: Any) -> None:
    """Raises QuestionError where a frame is given without the name of a column it cannot do without."""
    if column is None:
        raise QuestionError(Mistake(name, "nothing", "the name of a column of the frame",
                                    phrase('Add {name}="...".', name=name)))


def refuse_said(said: dict[str, Any], *more: str) -> None:
    """Raises QuestionError where a panel is given and what it holds is said again."""
    again = [name for name in (*more, *OF_THE_PANEL) if said.get(name) is not None]
    if again:
        raise QuestionError([Mistake(name, shown(said[name]), "nothing: the panel says it",
                                     phrase("Leave {name} out, or say it to recul.panel.",
                                            name=name)) for name in again])


def rows_of(panel: Panel, outcome: Any, controls: Sequence[str] | None) -> Panel:
    """These units of a panel, in this order; all the others as controls where none are named.

    Raises QuestionError naming every unit that is not there, or named twice.
    """
    treated, known = names_of(outcome), panel.units
    places = ["outcome"] if len(treated) == 1 else [f"outcome[{i}]" for i in range(len(treated))]
    named = [*treated, *(controls if controls is not None else (u for u in known if u not in treated))]
    problems = []
    for place, name in zip([*places, *(f"controls[{i}]" for i in range(len(named) - len(treated)))], named,
                           strict=True):
        if name not in known:
            problems.append(Mistake(place, shown(name), phrase("a unit of the panel: {names}", names=listed(known)),
                                    advice(str(name), known, "Name a unit.")))
    twice = [u for i, u in enumerate(named) if u in named[:i]]
    if twice and not problems:
        problems.append(Mistake("outcome", phrase("{twice} more than once", twice=shown(twice[0])), "each unit once",
                                "Name each unit in one place only."))
    if problems:
        raise QuestionError(problems)
    at = [known.index(name) for name in named]
    exposure = None if panel.exposure is None else panel.exposure[at]
    return replace(panel, value=panel.value[at], observed=panel.observed[at], units=tuple(named), exposure=exposure)


def declared(asked: dict[str, Any], action: dict[str, Any], seed: Any) -> tuple[Effect, Action]:
    """The question and the action, checked before the frame is looked at. Raises QuestionError with every mistake."""
    from pydantic import ValidationError

    from recul._crosscheck import touched_controls
    from recul.questions.effect import Effect
    from recul.study import Action

    problems: list[Mistake] = []
    for name in ("controls", "unaffected"):
        names = asked[name]
        if names is None:
            continue
        if isinstance(names, str) or not isinstance(names, Sequence):
            problems.append(Mistake(name, shown(names), "a list of columns",
                                    phrase("Write {name}=[{names}].", name=name, names=str(shown(names)))))
            asked[name] = []
    valid = [str(c) for c in asked["controls"] or ()]
    for i, unit in enumerate(asked["unaffected"]):
        if asked["controls"] is not None and unit not in valid:
            problems.append(Mistake(phrase("unaffected[{i}]", i=i), shown(unit),
                                    phrase("one of the controls: {names}", names=listed(valid)),
                                    advice(str(unit), valid, "Add it to the controls.")))
    problems += touched_controls("controls", action["units"][0], action["units"], asked["controls"] or ())
    if isinstance(seed, bool) or not isinstance(seed, int) or not 0 <= seed < 2**63:
        problems.append(Mistake("seed", shown(seed), "a whole number, 0 or more", "Change the seed."))
    estimator = asked["estimator"]
    if isinstance(estimator, str) and estimator not in (known := Effect.forceable()):
        problems.append(Mistake("estimator", shown(estimator), phrase("one of {names}", names=listed(known)),
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


def events_of(said: Any) -> tuple[Event, ...]:
    """Known events as a study declares them, from name -> dates or (first, last). Raises QuestionError."""
    from pydantic import ValidationError

    from recul.study import Event

    if said is None:
        return ()
    if not isinstance(said, Mapping):
        raise QuestionError(Mistake("events", shown(said), "a mapping from a name to its dates",
                                    'Write events={"Easter": ["2024-04-01", "2025-04-21"]}.'))
    found, problems = [], []
    for name, dates in said.items():
        listed_dates = [dates] if isinstance(dates, (str, date)) else dates
        values = {"id": name, "dates": [_day_of(d) for d in listed_dates] if isinstance(listed_dates, Iterable)
                  else listed_dates}
        try:
            found.append(Event.model_validate(values))
        except ValidationError as error:
            problems += [replace(m, where=f"events[{name!r}].{m.where}") for m in
                         mistakes_of(error, values, One(Event))]
    if problems:
        raise QuestionError(problems)
    return tuple(found)


def _day_of(value: Any) -> Any:
    """A date where the moment is a midnight, as an index of days gives it; a pair as the span it is."""
    if isinstance(value, (tuple, list)) and len(value) == 2:
        return {"start": _day_of(value[0]), "end": _day_of(value[1])}
    value = value.item() if type(value).__module__ == "numpy" and hasattr(value, "item") else value
    return value.date() if isinstance(value, datetime) and value.time() == time() else value


def placed(question: Effect, action: Action, panel: Panel, start: Any, end: Any) -> tuple[Effect, Action]:
    """The question and the action with the window that the two moments are in this panel. Raises QuestionError."""
    starts = start if isinstance(start, Mapping) else {None: start}
    if isinstance(start, Mapping) and set(start) != set(action.units):
        raise QuestionError(Mistake("start", phrase("starts of {names}", names=listed(map(str, start))),
                                    phrase("a start of each treated unit: {names}", names=listed(action.units)),
                                    "Name the same units in `outcome` and in `start`."))
    if isinstance(start, Mapping) and action.onset_rule != "declared":
        raise QuestionError(Mistake("start", phrase("several, of moments chosen by {onset_rule!r}",
                                                    onset_rule=action.onset_rule),
                                    'one start, or onset_rule="declared"', "Ask about one start at a time."))
    spans: dict[Any, tuple[int, int]] = {}
    problems: list[Mistake] = []
    for unit, moment in starts.items():
        try:
            spans[unit] = window_of(panel, moment, end, "start" if unit is None else f"start[{unit!r}]")
        except QuestionError as error:
            problems += error.mistakes
    if problems:
        raise QuestionError(list(dict.fromkeys(problems)))
    window = min(last - first + 1 for first, last in spans.values())
    began = {unit: panel.times[first].astype("datetime64[s]").astype(datetime) for unit, (first, _) in spans.items()}
    question = question.model_copy(update={"frequency": panel.frequency, "window": window})
    each = {unit: began[unit] for unit in action.units} if isinstance(start, Mapping) else {}
    return question, action.model_copy(update={"start": min(began.values()), "starts": each})


def window_of(panel: Panel, start: Any, end: Any, begins: str = "start") -> tuple[int, int]:
    """The columns that hold the two moments. Raises QuestionError, naming the span, when one lies outside the data."""
    import numpy as np

    from recul._times import said

    step = panel.times[-1] - panel.times[-2] if len(panel.times) > 1 else np.timedelta64(1, "D")
    close, problems, columns = panel.times[-1] + step, [], []
    span = phrase("a moment from {first} to {last}", first=said(panel.times[0]),
                  last=said(close - np.timedelta64(1, "s")))
    for where, value in ((begins, start), ("end", end)):
        moment = _asked_moment(value, panel.frequency == "hour", where == "end")
        if moment is None:
            problems.append(Mistake(where, shown(str(value)), "a date like 2024-09-01", "Write year-month-day."))
        elif not panel.times[0] <= moment < close:
            problems.append(Mistake(where, said(moment), span, "Choose a moment inside the data, or bring more rows."))
        else:
            columns.append(int(np.searchsorted(panel.times, moment, side="right")) - 1)
    if len(columns) == 2 and columns[1] < columns[0]:
        problems.append(Mistake("end", shown(str(end)), phrase("a moment after the start, {start}", start=start),
                                "Exchange the two."))
    if columns and not problems and columns[0] == 0:
        problems.append(Mistake(begins, shown(str(start)), phrase("a moment after the first {frequency} of the data,"
                                                                  " {times}", frequency=phrase(panel.frequency),
                                                                  times=said(panel.times[0])),
                                "Leave some history before it, the more the better."))
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
