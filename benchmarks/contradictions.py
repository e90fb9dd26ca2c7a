"""Estimate, interval, p, verdict and word of a finding never contradict each other: so many hypothesis cases.

`python benchmarks/contradictions.py` asks 10,000 (`--cases`), shared among all estimators, and prints how many findings
of each verdict there were, how many questions were refused as put, and every contradiction. A case is a small panel of
some kind (normal, counts, heavy tails, a walk, constants, repeated donors, gaps, extremes), some effect, some scale.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections import Counter
from typing import Any

import numpy as np
import pandas as pd
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

import recul
from recul.errors import QuestionError, ReculError
from recul.finding import Finding
from recul.questions.effect import Effect

KINDS = ("normal", "counts", "heavy", "walk", "huge", "tiny", "twins", "steps", "gaps", "constant")


@st.composite
def cases(draw: st.DrawFn) -> dict[str, Any]:
    """What a case is made of; `asked` makes the data of it."""
    window = draw(st.integers(1, 9))
    return {"seed": draw(st.integers(0, 2**32 - 1)), "kind": draw(st.sampled_from(KINDS)), "window": window,
            "days": window + draw(st.integers(12, 70)), "units": draw(st.integers(2, 24)),
            "effect": draw(st.sampled_from([0.0, 0.0, 0.02, -0.1, 0.5, -0.9, 30.0])),
            "scale": draw(st.sampled_from(["identity", "identity", "log", "sqrt"])),
            "minimum_effect": draw(st.sampled_from([0.01, 0.05, 0.5])), "treated": draw(st.sampled_from([1, 1, 1, 2]))}


def values(case: dict[str, Any]) -> np.ndarray:
    """The series of a case [unit, day], the treated ones first, NaN where nobody looked."""
    random = np.random.default_rng(case["seed"])
    shape = (case["units"], case["days"])
    value = 100 + 4 * random.standard_normal(shape[1]) + 5 * random.standard_normal(shape)
    kind = case["kind"]
    if kind == "counts":
        value = random.poisson(random.choice([0.3, 3, 40]), shape).astype(float)
    elif kind == "heavy":
        value = 100 + 3 * random.standard_t(2, shape)
    elif kind == "walk":
        value = 200 + np.cumsum(random.standard_normal(shape), axis=1)
    elif kind in ("huge", "tiny"):
        value = value * (1e200 if kind == "huge" else 1e-200)
    elif kind == "twins":
        value[1:] = value[0] if random.random() < 0.3 else value[-1]
    elif kind == "steps":
        value = np.round(value / 20) * 20
    elif kind == "gaps":
        value[random.random(shape) < 0.06] = np.nan
    elif kind == "constant":
        value[random.random(shape[0]) < 0.6] = 7.0
    value[: case["treated"], -case["window"] :] *= 1 + case["effect"]
    return value


def asked(case: dict[str, Any], estimator: str) -> Finding:
    """The question of a case, put to one estimator. Raises QuestionError where it cannot be put."""
    value, units = values(case), [f"u{i}" for i in range(case["units"])]
    days = pd.date_range("2023-02-06", periods=case["days"])
    start, end = str(days[-case["window"]].date()), str(days[-1].date())
    frame = pd.DataFrame(value.T, columns=units).assign(day=days)
    more = {"scale": case["scale"], "minimum_effect": case["minimum_effect"], "start": start, "end": end}
    if estimator == "experiment":
        panel = recul.panel(frame, time="day")
        return recul.experiment(panel, assignment={u: int(i < max(1, len(units) // 3)) for i, u in enumerate(units)},
                                **more)
    treated = units[: min(case["treated"], len(units) - 1)]
    return recul.effect(frame, outcome=treated if len(treated) > 1 else treated[0], controls=units[len(treated) :],
                        time="day", estimator=estimator, **more)


def contradiction(finding: Finding) -> str | None:
    """What two parts of a finding say that cannot both be; None where nothing does. Written without the judge."""
    e, run = finding.estimate, finding.placebo
    forbidden = [limit.code for limit in finding.limits if limit.forbids]
    bounds = (e.low, e.high, e.p)
    claims = {
        "a verdict beside what forbids it": bool(forbidden) and (
            finding.verdict != "cannot_say" or bounds != (None, None, None)),
        "a part of an interval": len({v is None for v in bounds}) > 1,
        "a number that is none": any(v is not None and not math.isfinite(v) for v in (*bounds, e.value, e.relative)),
        "more placebos than planned": run.ran + run.failed > run.planned,
        "an interval without placebos": e.low is not None and (run.rule == "none" or run.independent < 1),
        "a verdict without an interval": e.low is None and finding.verdict != "cannot_say",
        "a word of another verdict": finding.answer not in {
            "seen": ("rise", "fall"), "not_seen": ("none",), "cannot_say": ("unknown",)}[finding.verdict],
    }
    if e.value is not None and e.low is not None and e.high is not None and e.p is not None:
        excludes = e.low > 0 or e.high < 0
        claims |= {
            "an estimate outside its interval": not e.low <= e.value <= e.high,
            "seen, and an interval that holds zero": (finding.verdict == "seen") != excludes,
            "a p and an interval that disagree": (e.p <= 1 - e.level + 1e-12) != excludes,
            "a p that is none": not 0 <= e.p <= 1,
            "a rise that is a fall": finding.verdict == "seen" and (finding.answer == "rise") != (e.value > 0),
            "not seen, and too little to see it": finding.verdict == "not_seen" and not (
                run.detectable_effect is not None and run.detectable_effect <= finding.design.minimum_effect),
            "neither, and nothing that says why": finding.verdict == "cannot_say" and "underpowered" not in {
                limit.code for limit in finding.limits},
            "relative bounds out of order": e.relative is not None and not (
                (e.relative_low is None or e.relative_low <= e.relative + 1e-9)
                and (e.relative_high is None or e.relative <= e.relative_high + 1e-9)),
            "a share of the other sign": e.relative is not None and e.relative * e.value < 0,
        }
    return next((name for name, found in claims.items() if found), None)


def tried(case: dict[str, Any], estimator: str) -> tuple[str, str | None]:
    """The verdict, or `refused`, and what contradicts what. Only QuestionError is a way to refuse."""
    try:
        finding = asked(case, estimator)
    except QuestionError as error:
        return "refused", None if all(m.todo for m in error.mistakes) else f"a mistake without advice: {error}"
    except ReculError as error:
        return "fault", str(error)
    return finding.verdict, contradiction(finding)


def run(estimator: str, number: int, first: int) -> tuple[Counter[str], list[tuple[dict[str, Any], str]]]:
    """So many cases of one estimator: how many of each verdict, and what contradicted itself. Nothing is shrunk."""
    counts: Counter[str] = Counter()
    wrong: list[tuple[dict[str, Any], str]] = []

    @seed(first)
    @settings(max_examples=number, deadline=None, database=None, phases=[Phase.generate],
              suppress_health_check=list(HealthCheck))
    @given(case=cases())
    def one(case: dict[str, Any]) -> None:
        verdict, problem = tried(case, estimator)
        counts[verdict] += 1
        if problem:
            wrong.append((case, problem))

    one()
    return counts, wrong


def main() -> int:
    """Ask them all; the exit status is 1 when anything contradicts itself."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    names, total, contradictions = Effect.forceable(), 0, 0
    for name in names:
        counts, wrong = run(name, math.ceil(arguments.cases / len(names)), arguments.seed)
        total, contradictions = total + counts.total(), contradictions + len(wrong)
        sys.stdout.write(f"{name}: {counts.total()} cases, {dict(sorted(counts.items()))}\n")
        for case, problem in wrong:
            sys.stdout.write(f"CONTRADICTION {problem}: {name}, {case}\n")
        sys.stdout.flush()
    sys.stdout.write(f"{total} cases, {contradictions} contradictions\n")
    return int(contradictions > 0)


if __name__ == "__main__":
    sys.exit(main())
