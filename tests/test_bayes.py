"""PyMC-Marketing as an optional extra: its arithmetic and what is made of it always, a real fit where it is installed.

The stand-in sampler is least squares with one shape a channel and nothing below zero: what it draws is known in closed
form, so that whatever is wrong here is Recul's own.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from scipy.special import ndtr, ndtri
from scipy.stats import binom

from recul import engine
from recul.errors import QuestionError, StudyError
from recul.estimators._demand import columns
from recul.estimators._mix import Lift, Mix
from recul.finding import Finding
from recul.panel import Floats
from recul.questions import _bayes
from recul.questions._bayes import BESIDE, CHAINS, FITS, LAGS, PLACEBOS, Sampler, Shape
from recul.questions._lifts import Test as Held
from recul.questions._spend import Weeks
from recul.questions.channels import Channels
from recul.record import Record
from recul.study import Study
from recul.worlds import channel_files
from recul.worlds.channels import NAMES, MixWorld, draw

QUESTION = Channels(outcome="sales", channels={name: f"{name} spend" for name in NAMES}, estimator="pymc")
HEAD = 'title = "Mix"\nbrand = "Brindelune"\nlanguage = "en"\ntimezone = "Europe/Paris"\nseed = 7\n'


def weeks_of(world: MixWorld, seed: int) -> Weeks:
    drawn = draw(world, seed)
    return Weeks(NAMES, drawn.times, drawn.sales, drawn.spend, np.zeros((0, world.weeks)), "sales", "€", ("€",) * 6)


def codes(finding: Finding) -> set[str]:
    return {limit.code for limit in finding.limits}


Change = Callable[[Floats, Floats, Floats, Floats], tuple[Floats, Floats, Floats, Floats]]


def standing_in(change: Change | None = None, draws: int = 400) -> Callable[[Mix, int], Sampler]:
    """Least squares with α = .3 and λ = 1, each coefficient's draws from its normal law above zero."""

    def sampler(mix: Mix, beside: int) -> Sampler:
        assert beside == BESIDE

        def ask(spend: Floats, seed: int) -> tuple[Floats, Floats, Floats, Floats]:
            assert spend.shape == (len(mix.spend) + beside, len(mix.outcome))
            assert spend.max() <= 1
            rng, base = np.random.default_rng(seed), columns(mix.day, mix.controls)
            acts = np.stack([np.tanh(_bayes.carried(x, np.array([0.3]))[0] / 2) for x in spend])
            moves = spend.max(axis=1) > 0
            design = np.concatenate([base, acts[moves].T], axis=1)
            y = mix.outcome / mix.outcome.max()
            coefficient, *_ = np.linalg.lstsq(design, y, rcond=None)
            left = y - design @ coefficient
            spread = np.sqrt(np.diag(np.linalg.inv(design.T @ design)) * (left @ left) / (len(y) - design.shape[1]))
            mean, sd = np.zeros(len(spend)), np.ones(len(spend))
            mean[moves], sd[moves] = coefficient[base.shape[1] :], spread[base.shape[1] :]
            shape = (CHAINS, draws, len(spend))
            below = ndtr(-mean / sd)
            top = mean + sd * ndtri(below + (1 - below) * rng.uniform(1e-9, 1 - 1e-9, shape))
            found = (np.full(shape, 0.3), np.ones(shape), top, np.zeros(shape[:2], dtype=bool))
            return change(*found) if change else found

        return ask

    return sampler


def ask(weeks: Weeks, question: Channels = QUESTION, held: tuple[Held, ...] = ()) -> Finding:
    return question.judge(question.asked_of(weeks, 3, held), engine.provenance(None))


@pytest.fixture
def weeks(monkeypatch: pytest.MonkeyPatch) -> Weeks:
    """A brand whose community work brings a fifth, and the stand-in for the library."""
    monkeypatch.setattr(_bayes, "sampler", standing_in())
    return weeks_of(MixWorld(community=0.20, memory=0.3), 5)


# -- arithmetic

def test_what_channels_bring_is_what_a_loop_says() -> None:
    rng = np.random.default_rng(1)
    spend = rng.gamma(2.0, 3.0, (2, 30))
    shape = Shape(rng.uniform(0, 0.9, (2, 3)), rng.uniform(0.5, 4, (2, 3)), rng.uniform(1, 9, (2, 3)))
    found = _bayes.brought(spend, shape)
    for c in range(2):
        x = spend[c] / spend[c].max()
        for d in range(3):
            kept, total = shape.kept[c, d], 0.0
            for t in range(30):
                weights = [kept**lag for lag in range(LAGS)]
                a = sum(w * x[t - lag] for lag, w in enumerate(weights) if t >= lag) / sum(weights)
                total += shape.most[c, d] * (1 - np.exp(-shape.bent[c, d] * a)) / (1 + np.exp(-shape.bent[c, d] * a))
            assert found[c, d] == pytest.approx(total / 30)


def test_a_constant_spend_brings_what_the_curve_says() -> None:
    shape = Shape(np.array([[0.5]]), np.array([[2.0]]), np.array([[10.0]]))
    level = dict(zip(_bayes.MULTIPLES, _bayes.steady(np.full((1, 300), 7.0), shape, 0)[:, 0], strict=True))
    assert level[1.0] == pytest.approx(10 * np.tanh(1.0))
    assert level[0.5] == pytest.approx(10 * np.tanh(0.5))
    assert float(_bayes.brought(np.full((1, 3000), 7.0), shape)[0, 0]) == pytest.approx(level[1.0], rel=0.002)


def test_draws_are_diagnosed_as_closed_forms_say() -> None:
    rng = np.random.default_rng(2)
    apart, worth = _bayes.diagnosed(rng.standard_normal((2, 2000)))
    assert apart < 1.01
    assert worth == pytest.approx(4000, rel=0.15)
    slow = np.zeros((2, 20000))
    for t in range(1, 20000):
        slow[:, t] = 0.8 * slow[:, t - 1] + rng.standard_normal(2)
    assert _bayes.diagnosed(slow)[1] == pytest.approx(40000 * 0.2 / 1.8, rel=0.15)
    assert _bayes.diagnosed(rng.standard_normal((2, 500)) + np.array([[0.0], [1.0]]))[0] > 1.1
    assert _bayes.diagnosed(np.ones((2, 500))) == (float("inf"), 0.0)


def test_a_test_is_handed_over_by_the_week() -> None:
    spend = np.array([[2.0, 4.0, 4.0, 8.0], [1.0, 1.0, 1.0, 1.0]])
    test = Lift(0, np.array([2.0, 1.0, 3.0, 8.0]), 1, 2, 30.0, 4.0)
    assert _bayes.lift_row(test, spend, ["c0", "c1"]) == {
        "channel": "c0", "x": 0.25, "delta_x": 0.25, "delta_y": 15.0, "sigma": 2.0}


# -- the question

def test_a_fifth_is_seen_beside_its_placebos_and_all_is_shown(weeks: Weeks) -> None:
    finding = ask(weeks, QUESTION.model_copy(update={"truth": {"community": 0.2}}))
    e, run = finding.estimate, finding.placebo
    assert finding.verdict == "seen"
    assert finding.design.estimator == "pymc"
    assert (run.planned, run.ran, run.failed, run.independent, run.rule) == (PLACEBOS, PLACEBOS, 0, PLACEBOS, "student")
    assert run.raw_rate.count == run.raw_rate.of > 0  # nothing below zero: each is credited with something
    assert e.low is not None
    assert e.high is not None
    assert e.low < 20 < e.high
    assert finding.figure_data is not None
    assert len(finding.figure_data.placebos) == PLACEBOS
    table = {t.code: t for t in finding.tables}
    assert set(table) == {"ways", "prior_posterior", "sampled_curve", "sampled_tenth"}
    assert [row[0] for row in table["ways"].rows] == ["beside_placebos", "without_placebos", "light_model"]
    for row in (*table["ways"].rows, *table["prior_posterior"].rows):
        value, low, high = row[1:4]
        assert low < value < high
    for code in ("prior_posterior", "sampled_curve", "sampled_tenth"):  # the others have no placebos
        assert [row[0] for row in table[code].rows] == ["community"]
    own = table["prior_posterior"].rows[0]
    assert own[0] == "community"
    assert own[6] - own[5] < own[3] - own[2]  # the record has told something
    assert own[7] == pytest.approx(weeks.outcome.sum() / 6)
    half, same, twice = (table["sampled_curve"].rows[0][i] for i in (1, 4, 7))
    assert half < same < twice < 2 * same
    assert 0 < table["sampled_tenth"].rows[0][1] < 0.1 * same


def test_the_same_question_twice_and_in_another_currency(weeks: Weeks) -> None:
    plain, again = ask(weeks), ask(weeks)
    assert plain.to_json() == again.to_json()
    dear = ask(replace(weeks, outcome=weeks.outcome * 7, spend=weeks.spend * 130))
    for name in ("value", "low", "high", "total"):
        assert getattr(dear.estimate, name) == pytest.approx(7 * getattr(plain.estimate, name), rel=1e-6)
    assert dear.verdict == plain.verdict


def test_work_that_does_nothing_is_rarely_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """No more than .05 would give 999 times in 1,000."""
    monkeypatch.setattr(_bayes, "sampler", standing_in())
    found = [ask(weeks_of(MixWorld(memory=0.3), seed)) for seed in range(12)]
    assert sum(f.verdict == "seen" for f in found) <= binom.ppf(0.999, len(found), 0.05)
    assert all(f.estimate.value is not None and f.estimate.value > 0 for f in found)


def astray(kept: Floats, bent: Floats, top: Floats, gone: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    gone[:, :50] = True
    return kept, bent, top, gone


def apart(kept: Floats, bent: Floats, top: Floats, gone: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    return kept, bent, top * np.array([1.0, 1.5])[:, None, None], gone


def sticky(kept: Floats, bent: Floats, top: Floats, gone: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    return kept, bent, np.repeat(top[:, ::20], 20, axis=1), gone


@pytest.mark.parametrize(("change", "code"), [(astray, "draws_astray"), (apart, "chains_apart"),
                                              (sticky, "few_draws")])
def test_a_sampler_that_failed_is_not_believed(change: Change, code: str, weeks: Weeks,
                                               monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_bayes, "sampler", standing_in(change))
    finding = ask(weeks)
    assert finding.verdict == "cannot_say"
    assert code in codes(finding)
    assert finding.estimate.low is None
    assert finding.sentence("fr") != finding.sentence("en")


def test_placebos_that_move_the_answer_forbid_it(weeks: Weeks, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = standing_in()

    def sampler(mix: Mix, beside: int) -> Sampler:
        inner = plain(mix, beside)

        def ask(spend: Floats, seed: int) -> tuple[Floats, Floats, Floats, Floats]:
            kept, bent, top, gone = inner(spend, seed)
            return kept, bent, top * (1.0 if spend[-1].max() else 1.5), gone

        return ask

    monkeypatch.setattr(_bayes, "sampler", sampler)
    finding = ask(weeks)
    (limit,) = [limit for limit in finding.limits if limit.code == "placebos_move"]
    assert finding.verdict == "cannot_say"
    assert limit.values["alone"] == pytest.approx(1.5 * limit.values["beside"], rel=0.1)


def never(mix: Mix, beside: int) -> Sampler:
    raise AssertionError("nothing may be fitted")


@pytest.mark.parametrize(("change", "code"), [
    (lambda y: np.where(np.arange(len(y)) == 40, np.nan, y), "outcome_gaps"),
    (lambda y: y - 200, "outcome_not_positive"), (lambda y: y * 0, "outcome_constant")])
def test_an_outcome_it_cannot_take_is_refused_before_sampling(change: Callable[[Floats], Floats], code: str,
                                                              weeks: Weeks, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_bayes, "sampler", never)
    finding = ask(replace(weeks, outcome=change(weeks.outcome)))
    assert (finding.verdict, finding.estimate.value) == ("cannot_say", None)
    assert code in codes(finding)
    assert finding.design.estimator == "pymc"
    assert finding.sentence("en")


def test_a_test_without_a_rise_is_said_and_not_taken(weeks: Weeks, monkeypatch: pytest.MonkeyPatch) -> None:
    taken = []

    def sampler(mix: Mix, beside: int) -> Sampler:
        taken.append([test.total for test in mix.tests])
        return standing_in()(mix, beside)

    monkeypatch.setattr(_bayes, "sampler", sampler)
    spared = weeks.spend[0] * 0.5
    held = tuple(Held(0, name, total, total - 9, total + 9, Lift(0, spared, 60, 67, total, 5.0))
                 for name, total in (("up", 30.0), ("down", -4.0)))
    finding = ask(weeks, held=held)
    assert taken == [[30.0]]
    (limit,) = [limit for limit in finding.limits if limit.code == "lift_negative"]
    assert limit.values["names"] == ["down"]
    assert not limit.forbids


# -- the extra

def test_without_the_extra_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "nutpie", None)
    channel_files.write(tmp_path, 7)
    kind = 'kind = "channels"\n'
    text = HEAD + channel_files.study_toml(7, "en").replace(kind, kind + 'estimator = "pymc"\n')
    (tmp_path / "study.toml").write_text(text, encoding="utf-8")
    study = Study.load(tmp_path)
    with pytest.raises(QuestionError) as told:
        engine.answer(study.questions[0], Record.read(study), 7)
    (mistake,) = told.value.mistakes
    assert mistake.where == "estimator"
    assert "pip install recul[channels]" in mistake.todo
    assert "nutpie" in mistake.found


def test_a_method_that_is_none_is_named(tmp_path: Path) -> None:
    raw = {"title": "Mix", "brand": "B", "question": [
        {"kind": "channels", "outcome": "sales", "channels": {"tv": "a"}, "estimator": "pmyc"}]}
    with pytest.raises(StudyError) as told:
        Study.from_dict(raw, tmp_path)
    (mistake,) = [m for m in told.value.mistakes if m.where == "question[0].estimator"]
    assert "pymc" in mistake.expected


@pytest.fixture
def real() -> tuple[Weeks, Mix]:
    """Two channels of a brand, where the extra is installed; else the test is passed over."""
    reason = "the optional extra recul[channels] is not installed"
    pytest.importorskip("nutpie", reason=reason)
    pytest.importorskip("pymc_marketing", reason=reason)
    weeks = weeks_of(MixWorld(weeks=104, community=0.10, memory=0.3), 5)
    return weeks, Mix(weeks.outcome, weeks.spend[[0, 5]], weeks.controls, weeks.day)


def test_a_test_reaches_the_library_as_it_was_meant(real: tuple[Weeks, Mix]) -> None:
    """200 in eight weeks, ± 16, while three quarters of the spend were on trial: by the week, over the largest week."""
    _, mix = real
    test = Lift(1, mix.spend[1] * 0.25, 40, 47, 200.0, 16.0)
    model = _bayes.built(replace(mix, tests=(test,)), 1)
    told = model["lift_measurements"]
    mean, sigma = told.owner.inputs[-2:]
    most, beta, lam = mix.outcome.max(), np.array([0.1, 0.3, 0.2]), np.array([1.0, 2.0, 3.0])
    found = mean.eval({model["saturation_beta"]: beta, model["saturation_lam"]: lam}, mode="FAST_COMPILE")
    more = mix.spend[1, 40:48].mean() / mix.spend[1].max()
    assert float(found[0]) == pytest.approx(0.3 * (np.tanh(more) - np.tanh(more / 4)))
    assert float(sigma.eval(mode="FAST_COMPILE")[0]) == pytest.approx(2 / most)
    assert float(model.rvs_to_values[told].data[0]) == pytest.approx(25 / most)


def test_a_real_fit_is_seeded_and_takes_other_spends(real: tuple[Weeks, Mix], monkeypatch: pytest.MonkeyPatch) -> None:
    """Compiled once, handed other spends; a place without spend learns nothing, the real channel what it brings."""
    monkeypatch.setattr(_bayes, "TUNE", 200)
    monkeypatch.setattr(_bayes, "DRAWS", 150)
    weeks, mix = real
    ask = _bayes.sampler(mix, 1)
    scaled = np.concatenate([mix.spend / mix.spend.max(axis=1, keepdims=True), np.zeros((1, 104))])
    kept, bent, top, astray = ask(scaled, 4)
    assert (kept == ask(scaled, 4)[0]).all()
    assert kept.shape == (CHAINS, 150, 3)
    assert astray.shape == (CHAINS, 150)
    assert top[..., 2].mean() == pytest.approx(_bayes.SPREAD * np.sqrt(2 / np.pi), rel=0.2)
    own = Shape(*(v[:, :, 1].reshape(1, -1) for v in (kept, bent, weeks.outcome.max() * top)))
    low, high = np.quantile(_bayes.brought(mix.spend[[1]], own), [0.025, 0.975])
    assert low < 10 < high
    assert high < 30
    other = ask(np.concatenate([scaled[:2], scaled[[0]][:, ::-1]]), 4)[2]
    assert other[..., 2].mean() < 0.5 * top[..., 2].mean()


def test_as_many_placebos_as_are_promised_can_bear_an_answer() -> None:
    assert FITS * BESIDE == PLACEBOS >= 19
