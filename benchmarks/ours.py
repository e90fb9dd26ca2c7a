"""Recul's side of the bench, in a process of its own: one data set, one method, the questions whole.

`python ours.py METHOD DATASET COUNT CAP OUT`: METHOD is `recul` (its own choice of estimator) or an estimator's name,
forced. Raw is that estimator's own 95 % interval of the real case, calibrated the engine's whole answer: the question
with its placebos, the donors' known bursts declared as actions.
"""

from __future__ import annotations

import json
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from datasets import Question, questions
from peers.worker import CHECKED, peak_mb

from recul import __version__
from recul.engine import answer_panel
from recul.estimators import run
from recul.finding import Finding
from recul.panel import Case
from recul.questions.effect import Effect
from recul.study import Action

MANY = 1000


def declared(q: Question) -> tuple[Action, ...]:
    """What the user would write: the action that did nothing, and what is known to have happened elsewhere."""
    def moment(column: int) -> Any:
        step = q.panel.times[1] - q.panel.times[0]
        return (q.panel.times[0] + column * step).item()

    nothing = Action(id="nothing", kind="placebo", start=moment(q.start), units=(q.unit,))
    return (nothing, *(Action(id=f"burst {i}", kind="burst", start=moment(a), end=moment(b + 1), units=(u,))
                       for i, (u, a, b) in enumerate(q.bursts)))


def ask(q: Question, estimator: str | None, seed: int) -> Finding:
    """The question through the engine, as `recul.effect` would put it."""
    question = Effect(outcome=q.panel.measure, action="nothing", controls=q.controls, window=q.window,
                      estimator=estimator)
    return answer_panel(question, q.panel, declared(q), seed)


def case_of(q: Question, finding: Finding) -> Case:
    """The real case as the finding says that it was asked."""
    design = finding.design
    return Case((q.panel.row(q.unit),), tuple(q.panel.row(d) for d in design.donors), q.start, design.window,
                design.history)


def one(q: Question, estimator: str | None, seed: int) -> dict[str, Any]:
    """The answer, raw and calibrated, and what it cost."""
    start = time.process_time()
    finding = ask(q, estimator, seed)
    whole = time.process_time() - start
    case = case_of(q, finding)
    start = time.process_time()
    raw = run(finding.design.estimator, q.panel, [case])
    e = finding.estimate
    return {"cpu": time.process_time() - start, "cpu_answer": whole, "estimator": finding.design.estimator,
            "value": e.value, "low": e.low, "high": e.high, "verdict": finding.verdict,
            "raw_low": float(raw.low[0]) if raw.ok[0] else None, "raw_high": float(raw.high[0]) if raw.ok[0] else None,
            "why": " ".join(limit.code for limit in finding.limits if limit.forbids) or raw.why[0],
            "placebos": finding.placebo.ran, "independent": finding.placebo.independent}


def shift_error(q: Question, estimator: str | None, seed: int, plain: dict[str, Any]) -> float:
    """By how much an effect of one SD, added to the window, fails to move value and bounds by itself, in that SD.

    The bound that zero is nearest to may be moved to zero by rounding; an interval taken away or given counts as 1.
    """
    value = q.panel.value.copy()
    value[q.panel.row(q.unit), q.start :] += q.sd
    e = ask(replace(q, panel=replace(q.panel, value=value)), estimator, seed).estimate
    if (e.low is None) != (plain["low"] is None):
        return 1.0
    if e.value is None or e.low is None or e.high is None:
        return 0.0
    return max(abs(now - plain[k] - q.sd) / q.sd for k, now in (("value", e.value), ("low", e.low), ("high", e.high)))


def many(q: Question, estimator: str, case: Case) -> float:
    """CPU seconds of one call with 1,000 cases: the case at as many starts as the record holds, again and again."""
    starts = range(case.history, len(q.panel.times) - case.window + 1)
    cases = [Case(case.units, case.donors, starts[i % len(starts)], case.window, case.history) for i in range(MANY)]
    start = time.process_time()
    run(estimator, q.panel, cases)
    return time.process_time() - start


def main(method: str, dataset: str, count: int, cap: float, out: Path) -> None:
    estimator = None if method == "recul" else method
    asked = questions(dataset, count)
    answers: list[dict[str, Any]] = []
    begun = time.process_time()
    for i, q in enumerate(asked):
        if answers and time.process_time() - begun > cap:
            break
        answers.append(one(q, estimator, i))
    peak = peak_mb()
    moved = max(shift_error(q, estimator, i, a)
                for i, (q, a) in enumerate(zip(asked[: 5 * CHECKED], answers, strict=False)))
    first = asked[0]
    name = answers[0]["estimator"]
    whole = many(first, name, case_of(first, ask(first, estimator, 0)))
    out.write_text(json.dumps({"answers": answers, "peak_mb": peak, "cpu_1000": whole, "version": __version__,
                               "shift_error": moved}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), float(sys.argv[4]), Path(sys.argv[5]))
