"""The judge: one reading of interval, p and verdict, whatever comes in; refusals by name."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recul.batch import Batch, Diagnostics, Estimates
from recul.errors import ReculError
from recul.finding import LIMIT_CODES, Design, Estimate, Finding
from recul.panel import Case, Panel
from recul.placebo.draw import Pool
from recul.placebo.judge import Reading, choose, judge
from recul.questions.effect import Effect
from recul.questions.panel import Asked, history_for
from test_structural import make_panel, world

DESIGN = Design("structural", "only", "declared", "day", 12, 60, "2024-01-01", "2024-01-12", ("a",), ("b",), 0.05)


def invented(score: np.ndarray, scale: np.ndarray | float = 1.0, baseline: float = 100.0, name: str = "structural"
             ) -> Estimates:
    """Estimates with given scores, as an estimator would return them; NaN scores are refusals."""
    n = len(score)
    scale = np.broadcast_to(np.asarray(scale, dtype=float), n)
    ok = np.isfinite(score)
    value = np.where(ok, score * scale, np.nan)
    return Estimates(name, value, np.where(ok, scale, np.nan), value - 1.96 * scale, value + 1.96 * scale,
                     np.full(n, baseline), np.ones(n), ok, tuple("" if o else "no_variation" for o in ok), "EUR",
                     Diagnostics(*(np.full(n, v) for v in (1.0, 0.2, 0.1, 0.0, 0.0))), np.zeros((n, 1)))


def batch_of(n: int, dates: int, seed: int = 0) -> Batch[None]:
    cluster = np.concatenate([[0], np.arange(n - 1) % (dates + 1)])
    return Batch(None, cluster, np.concatenate([[0], np.arange(n - 1) // (dates + 1)]), -cluster, 999, "test", seed)


def ask(batch: Batch[None], estimates: Estimates, minimum: float = 0.05) -> Finding:
    return judge({"kind": "effect"}, batch, [estimates], word=lambda v, _: v, design=lambda *_: DESIGN,
                 minimum_effect=minimum, provenance={})


def test_random_inputs_never_contradict_themselves() -> None:
    random = np.random.default_rng(0)
    verdicts = set()
    for i in range(3000):  # benchmarks/contradictions.py asks ten thousand
        n = int(random.integers(1, 80))
        score = random.standard_t(2, n) * 10 ** random.uniform(-2, 2)
        score[random.random(n) < random.choice([0, 0, 0.05, 0.5])] = np.nan
        finding = ask(batch_of(n, int(random.integers(0, 12)), i),
                      invented(score, 10 ** random.uniform(-6, 6), random.choice([-5.0, 100.0, 1e6])))
        e, run = finding.estimate, finding.placebo
        verdicts.add(finding.verdict)
        assert run.ran + run.failed == n - 1
        assert all(limit.code in LIMIT_CODES and set(limit.values) == set(LIMIT_CODES[limit.code])
                   for limit in finding.limits)
        if e.low is not None and e.value is not None and e.high is not None and e.p is not None:
            assert e.low <= e.value <= e.high
            assert (finding.verdict == "seen") == (e.low > 0 or e.high < 0) == (e.p <= 0.05 + 1e-12)
        else:
            assert finding.verdict == "cannot_say"
        if any(limit.forbids for limit in finding.limits):
            assert finding.verdict == "cannot_say"
            assert (e.low, e.high, e.p) == (None, None, None)
        for r in (run.raw_rate, run.calibrated_rate, run.own_rate):
            assert r.of == 0 or (r.low is not None and r.value is not None and r.high is not None
                                 and r.low <= r.value <= r.high)
    assert verdicts == {"seen", "not_seen", "cannot_say"}


@settings(max_examples=300, deadline=None)
@given(seed=st.integers(0, 10**6), units=st.integers(1, 6), days=st.integers(2, 130), window=st.integers(1, 40),
       at=st.floats(0.05, 0.98), onset=st.sampled_from(["declared", "peak", "alarm", "randomised"]),
       holes=st.sampled_from([0.0, 0.05, 0.5, 1.0]), kind=st.sampled_from(["noise", "walk", "zeros", "huge", "counts"]))
def test_any_panel_gives_a_finding_or_a_recul_error(seed: int, units: int, days: int, window: int, at: float,
                                                    onset: str, holes: float, kind: str) -> None:
    random = np.random.default_rng(seed)
    value = {"noise": lambda: random.standard_normal((units, days)),
             "walk": lambda: np.cumsum(random.standard_normal((units, days)), axis=1),
             "zeros": lambda: np.zeros((units, days)), "huge": lambda: random.standard_normal((units, days)) * 1e150,
             "counts": lambda: random.poisson(0.2, (units, days)).astype(float)}[kind]()
    seen = random.random((units, days)) >= holes
    panel = make_panel(value, seen)
    start = max(1, int(at * days))
    if start + window > days:
        return
    case = Case((0,), tuple(range(1, units)), start, window, history_for(start, window, units - 1), onset)  # type: ignore[arg-type]
    finding = Effect(outcome="sales", action="a").judge(Asked(panel, case, Pool(case.donors)).batch(seed), {})
    assert finding.verdict in {"seen", "not_seen", "cannot_say"}


def finding_of(panel: Panel, start: int, window: int) -> Finding:
    controls = tuple(range(1, len(panel.units)))
    case = Case((0,), controls, start, window, history_for(start, window, len(controls)))
    return Effect(outcome="sales", action="a").judge(Asked(panel, case, Pool(controls)).batch(0), {})


def test_few_placebos_cannot_say_however_large_the_effect() -> None:
    value = world(1, 100, 0)
    value[0, 70:] += 1e6
    finding = finding_of(make_panel(value), 70, 30)
    assert finding.verdict == "cannot_say"
    assert "few_placebos" in {limit.code for limit in finding.limits}
    assert finding.estimate.low is None


def test_a_dark_window_cannot_say() -> None:
    value = world(8, 200, 0)
    seen = np.ones(value.shape, bool)
    seen[0, 175:180] = False
    finding = finding_of(make_panel(value, seen), 170, 30)
    assert {limit.code for limit in finding.limits} >= {"window_unobserved"}
    assert finding.verdict == "cannot_say"


def test_a_wild_history_beside_calm_placebos_is_refused() -> None:
    random = np.random.default_rng(0)
    batch = batch_of(80, 7)
    estimates = invented(random.standard_normal(80))
    fit = np.ones(80) + 0.01 * random.standard_normal(80)
    fit[0] = 3
    finding = ask(batch, replace(estimates, diagnostics=replace(estimates.diagnostics, fit=fit)))
    assert [limit.code for limit in finding.limits if limit.forbids] == ["poor_fit"]


def test_scores_that_the_method_cannot_vouch_for_are_refused() -> None:
    finding = ask(batch_of(100, 9), invented(20 * np.random.default_rng(0).standard_normal(100)))
    assert "calibration_dominates" in {limit.code for limit in finding.limits}


def test_the_sharper_estimator_is_chosen_by_the_placebos_and_not_by_the_answer() -> None:
    random = np.random.default_rng(0)
    score = random.standard_normal(200)
    batch = batch_of(200, 9)
    wide, sharp = invented(score, 3.0, name="wide"), invented(score, 1.0, name="sharp")
    for real in (0.0, 9.0):
        wide.value[0], sharp.value[0] = real * 3, real
        reading, why = choose([Reading.of(batch, wide), Reading.of(batch, sharp)])
        assert (reading.estimates.estimator, why) == ("sharp", "placebos")
    few = batch_of(40, 9)
    reading, why = choose([Reading.of(few, invented(score[:40], 3.0, name="wide")),
                           Reading.of(few, invented(score[:40], 1.0, name="sharp"))])
    assert (reading.estimates.estimator, why) == ("wide", "first")


def test_no_finding_without_a_placebo_run_nor_against_itself() -> None:
    finding = ask(batch_of(60, 9), invented(np.random.default_rng(1).standard_normal(60)))
    with pytest.raises(TypeError):
        Finding({"kind": "effect"}, "seen", "rise", finding.estimate, limits=(), design=DESIGN, provenance={})  # type: ignore[call-arg]
    with pytest.raises(ReculError, match="no placebo run"):
        replace(finding, placebo=None)  # type: ignore[arg-type]
    with pytest.raises(ReculError, match="verdict seen"):
        replace(finding, verdict="seen", estimate=Estimate(1, -1, 3, None, None, None, None, 0.95, 0.4, ""))
    with pytest.raises(ReculError, match="outside its interval"):
        replace(finding, estimate=Estimate(9, -1, 3, None, None, None, None, 0.95, 0.4, ""))
