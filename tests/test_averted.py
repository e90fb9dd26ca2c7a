"""The crisis argument: multiplied from its parts, tried on histories of known truth, and asked through study files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import binom, gamma

from recul import engine
from recul.errors import QuestionError, StudyError
from recul.estimators._crises import NEVER, Arguments, believed, bunched, quantile
from recul.finding import Finding
from recul.placebo.histories import KINDS, Errors, histories
from recul.questions._averted import Losses, argument, gates
from recul.questions._bill import Bill
from recul.questions.averted import Averted
from recul.record import Record
from recul.report.page import finding_html
from recul.study import Study
from recul.worlds import answers, brand, crises

QUESTION = Averted(unit_margin=1.0)
ERRORS = Errors(np.full(80, 1e-9), (np.zeros(9),) * 80, 0.0, np.zeros(9))


def ask(seed: int, draws: int = 99, **world: object) -> Finding:
    w = crises.years(seed, **world)  # type: ignore[arg-type]
    return QUESTION.judge(QUESTION.asked_of(w.losses, w.answering, w.bill, seed, draws), {})


def codes(finding: Finding) -> set[str]:
    return {limit.code for limit in finding.limits}


def sure(count: int, years: float = 10.0, loss: float = 100.0) -> Arguments:
    """Crises that all cost the same, known nearly exactly, half of whose loss is averted for certain."""
    return Arguments(np.full((1, count), loss), np.full((1, count), loss / 50), np.ones((1, count), dtype=bool), years,
                     np.array([np.log(0.5)]), np.array([1e-9]))


def test_many_crises_known_exactly_give_their_sum_a_year() -> None:
    """400 in ten years at 100: 4,000 a year, of which half is averted; the frequency is a gamma's."""
    belief = believed(sure(400), 20_000, 1)
    assert quantile(belief.loss[0], 0.0) == pytest.approx(4000, rel=0.1)
    assert np.allclose(belief.averted, belief.loss / 2)
    low, high = np.quantile(belief.frequency[0], [0.05, 0.95])
    assert low == pytest.approx(gamma.ppf(0.05, 400.5, scale=0.1), rel=0.05)
    assert high == pytest.approx(gamma.ppf(0.95, 400.5, scale=0.1), rel=0.05)


def test_the_largest_of_many_harmless_surges_is_not_believed() -> None:
    """The worst of thirty errors, taken at its face, would be a crisis: the winner's curse."""
    rng = np.random.default_rng(5)
    found = rng.standard_normal((50, 30)) * 100
    many = Arguments(found, np.full((50, 30), 100.0), np.ones((50, 30), dtype=bool), 1.0, np.full(50, np.log(0.5)),
                     np.full(50, 0.1))
    belief = believed(many, 2000, 2)
    assert np.median(found.max(axis=1)) > 180
    assert (np.median(belief.cost, axis=1) < found.max(axis=1)).mean() > 0.8
    assert (np.quantile(belief.loss, 0.05, axis=1) == 0).mean() >= 0.8


def test_where_no_surge_hurts_none_is_within_the_interval() -> None:
    found = np.random.default_rng(6).standard_normal((100, 6)) * 100
    null = Arguments(found, np.full((100, 6), 100.0), np.ones((100, 6), dtype=bool), 1.0, np.full(100, -0.5),
                     np.full(100, 0.1))
    low = np.quantile(believed(null, 2000, 3).loss, 0.05, axis=1)
    assert (low == 0).mean() >= 0.85
    assert NEVER > 0


def test_a_rescaled_loss_rescales_the_belief_and_nothing_else() -> None:
    one = crises.years(4, length=4.0)
    small = argument(one.losses, one.answering)[0]
    large = replace(small, loss=small.loss * 1000, error=small.error * 1000)
    a, b = believed(small, 500, 1), believed(large, 500, 1)
    assert np.allclose(a.loss * 1000, b.loss)
    assert np.allclose(a.frequency, b.frequency)


def test_histories_that_just_cover_the_cost_avert_it_on_average() -> None:
    """What was planted, over many: the cost a year, as no history of so many surges is without one."""
    real = sure(80)
    belief = believed(real, 5000, 1)
    drawn = histories("just_covers", real, belief, ERRORS, 200.0, 400, 3)
    yearly = np.where(drawn.there, drawn.loss, 0.0).sum(axis=1) / drawn.years * -np.expm1(drawn.effect)
    assert yearly.mean() == pytest.approx(200, rel=0.1)
    for kind in KINDS[1:]:
        other = histories(kind, real, belief, ERRORS, 200.0, 50, 3)
        nothing = np.abs(np.where(other.there, other.loss, 0.0)).max() < 1 or np.allclose(other.effect, 0)
        assert nothing, kind


@pytest.mark.parametrize("nothing", ["lost", "averted"])
def test_where_there_is_nothing_the_work_is_never_justified(nothing: str) -> None:
    found = [ask(seed, nothing=nothing) for seed in range(25)]
    assert sum(f.answer == "justified" for f in found) <= binom.ppf(0.999, len(found), 0.05)
    assert all(f.estimate.value is None for f in found if f.verdict == "cannot_say")


def test_where_it_just_covers_its_cost_neither_is_said_often() -> None:
    found = [ask(seed) for seed in range(25)]
    assert sum(f.answer in ("justified", "not_justified") for f in found) <= binom.ppf(0.999, len(found), 0.05)


def test_eight_years_and_many_times_the_cost_are_told() -> None:
    found = [ask(seed, length=8.0, ratio=20.0) for seed in range(12)]
    made = [f for f in found if not codes(f) & {"no_loss_seen", "no_answer_seen"}]
    assert len(made) >= 4
    assert sum(f.answer == "justified" for f in made) >= 0.5 * len(made)
    for f in made:
        if f.estimate.relative is not None and f.estimate.relative_low is not None:
            assert f.estimate.relative_low > 0


def told() -> tuple[Losses, crises.Years]:
    one = next(w for w in (crises.years(s, length=8.0, ratio=0.02) for s in range(50))
               if not gates(w.losses, w.answering))
    return one.losses, one


def test_not_justified_must_hold_for_surges_that_nobody_read() -> None:
    losses, one = told()
    plain = QUESTION.judge(QUESTION.asked_of(losses, one.answering, one.bill, 1, 99), {})
    assert plain.answer == "not_justified"
    more = replace(losses, episodes=losses.episodes * 80, apart=losses.apart * 80)
    doubtful = QUESTION.judge(QUESTION.asked_of(more, one.answering, one.bill, 1, 99), {})
    assert doubtful.verdict == "cannot_say"
    assert "might_pay" in codes(doubtful)


def test_no_surge_says_how_many_may_have_been_missed() -> None:
    _, one = told()
    none = Losses(np.zeros(0), np.zeros(0), np.zeros(0), (), 0, 0, 0, 0, 0.5)
    finding = QUESTION.judge(QUESTION.asked_of(none, one.answering, one.bill, 1), {})
    (limit,) = [limit for limit in finding.limits if limit.code == "no_surges"]
    assert finding.verdict == "cannot_say"
    assert limit.values["most"] == pytest.approx(6.0)
    assert {"no_surges", "record_short"} <= codes(finding)
    assert "6" in finding.sentence("fr")
    assert "6" in finding.sentence("en")


@pytest.mark.parametrize("years", [0.0, 0.02, 0.4])
def test_one_crisis_in_a_few_weeks_of_record_makes_no_argument(years: float) -> None:
    """A record begun because of a crisis would pass for one of a crisis a week, and of any cheap work that pays."""
    _, one = told()
    losses = Losses(np.array([1e5]), np.array([1e4]), np.array([1e4]), (np.random.default_rng(1).standard_t(5, 500),),
                    1, 1, 1, 1, years)
    sharp = replace(one.answering, effect=float(np.log(0.5)), scale=0.05, error=0.05, seen=True)
    finding = QUESTION.judge(QUESTION.asked_of(losses, sharp, Bill({"(paid)": 100.0}, "EUR", None), 1, 99), {})
    assert finding.verdict == "cannot_say"
    assert "record_short" in {limit.code for limit in finding.limits if limit.forbids}
    assert "record_short" not in {limit.code for limit in finding.limits if not limit.forbids}
    assert not [t for t in finding.tables if t.code == "amounts"]
    longer = QUESTION.judge(QUESTION.asked_of(replace(losses, years=1.0), sharp, Bill({"(paid)": 100.0}, "EUR", None),
                                              1, 99), {})
    assert longer.answer == "justified"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_where_nothing_was_heard_no_number_is_made_up(language: str) -> None:
    _, one = told()
    none = Losses(np.zeros(0), np.zeros(0), np.zeros(0), (), 0, 0, 0, 0, 0.0)
    text = QUESTION.judge(QUESTION.asked_of(none, one.answering, one.bill, 1), {}).sentence(language)
    assert not {"unknown", "inconnu", "0"} & set(text.replace(",", " ").split())
    year = QUESTION.judge(QUESTION.asked_of(replace(none, years=1.0), one.answering, one.bill, 1), {})
    assert {"fr": "12 mois", "en": "12 months"}[language] in year.sentence(language)
    assert "(s)" not in year.sentence(language)


def test_an_effect_of_answering_that_is_not_seen_stops_it() -> None:
    losses, one = told()
    unseen = replace(one.answering, seen=False)
    finding = QUESTION.judge(QUESTION.asked_of(losses, unseen, one.bill, 1), {})
    assert finding.verdict == "cannot_say"
    assert "no_answer_seen" in codes(finding)
    assert not [t for t in finding.tables if t.code == "amounts"]
    unread = QUESTION.judge(QUESTION.asked_of(losses, replace(unseen, readable=False), one.bill, 1), {})
    assert "answers_unread" in codes(unread)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_it_is_drawn_and_said(language: str) -> None:
    losses, one = told()
    finding = QUESTION.judge(QUESTION.asked_of(losses, one.answering, one.bill, 1, 99), {})
    page = finding_html(finding, language)
    assert page.count("<svg") >= 2
    assert "NaN" not in page
    assert {"fr": "Le risque de crise", "en": "The risk of crises"}[language] in finding.sentence(language)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("averted")
    brand.write(out, 7, "en")
    return out


def opened(folder: Path, edit: tuple[tuple[str, str], ...] = ()) -> tuple[Study, Record, Averted]:
    text = (folder / "study.toml").read_text(encoding="utf-8")
    for old, new in edit:
        assert old in text, old
        text = text.replace(old, new)
    (folder / "other.toml").write_text(text, encoding="utf-8")
    study = Study.load(folder / "other.toml")
    (question,) = [q for q in study.questions if isinstance(q, Averted)]
    return study, Record.read(study), question


def test_the_demo_is_told_beside_its_truth(folder: Path) -> None:
    study, record, question = opened(folder)
    finding = engine.answer(question, record, study.seed)
    e = finding.estimate
    assert finding.answer in ("not_justified", "unknown")
    if e.relative_low is not None and e.relative_high is not None:
        assert e.relative_low <= (finding.truth or 0.0) <= e.relative_high


@pytest.mark.parametrize(("edit", "says"), [
    ((('outcome = "sales"\nunits = ["Bordeaux", "Lille"]', 'units = ["Bordeaux", "Lille"]'),), "no crisis question"),
    (((f'response = "{answers.WORDS["en"][answers.HELP]}"\n', ""),), "2 of them"),
    (((f'response = "{answers.WORDS["en"][answers.HELP]}"\n', 'response = "None such"\n'),), "None such"),
    ((("costs = { tools = 9600 }\nhours = 4800.0\n", ""),), "no `cost`"),
    ((("costs = { tools = 9600 }\nhours = 4800.0\n", 'costs = { tools = 9600 }\ncurrency = "USD"\n'),), "USD"),
    ((("costs = { tools = 9600 }\nhours = 4800.0\n", "hours = 0\n"),), "a full cost of 0"),
])
def test_bad_input_is_named_with_what_to_do(folder: Path, edit: tuple[tuple[str, str], ...], says: str) -> None:
    study, record, question = opened(folder, edit)
    with pytest.raises(QuestionError) as error:
        engine.answer(question, record, study.seed)
    assert says in str(error.value)
    assert all(m.todo for m in error.value.mistakes)


def test_one_margin_is_asked_for(folder: Path) -> None:
    with pytest.raises(StudyError, match="margin"):
        opened(folder, (("margin = 0.55\ncosts", "costs"),))


def test_moments_at_random_are_not_taken_for_bunches_and_bunches_are_told() -> None:
    rng = np.random.default_rng(3)
    random = [bunched(rng.random(8), 499) <= 0.05 for _ in range(200)]
    assert sum(random) <= binom.ppf(0.999, 200, 0.05)
    bunches = [bunched((rng.random((4, 1)) * 0.97 + rng.random((4, 4)) * 0.03).ravel(), 499) <= 0.05 for _ in range(30)]
    assert sum(bunches) >= 27
    assert bunched(np.array([0.5, 0.51])) == 1.0


def test_bunched_surges_make_no_argument() -> None:
    """Surges by five, all of which hurt or none: the frequency is known much worse than their number says."""
    losses, one = told()
    finding = QUESTION.judge(QUESTION.asked_of(replace(losses, bunched=0.01), one.answering, one.bill, 1, 99), {})
    assert finding.verdict == "cannot_say"
    assert "surges_bunched" in codes(finding)
    assert "séries" in finding.sentence("fr")
