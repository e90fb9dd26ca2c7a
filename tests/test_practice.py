"""Who is hired for the work: shares of job ads, against naive versions, worlds whose truth is known, and real ads."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from scipy.stats import binom, binomtest

from example_runs import load
from recul import engine, examples
from recul.errors import QuestionError, SourceError, StudyError
from recul.estimators._shares import shares
from recul.finding import Finding
from recul.measures.ads import CONTRACTS, ads, plain_word
from recul.placebo.rates import share_interval
from recul.questions._occupations import draw
from recul.questions.practice import Practice
from recul.record import Record
from recul.study import Study

STUDY = Study(title="T", brand="B", timezone="Europe/Paris")


def record(rows: list[dict[str, Any]]) -> Record:
    """Ads in memory, each with an id."""
    full = [{"ad_id": f"a{i}", "source": "ads", "occupation": None, "contract": None, "seniority": None, "time": None}
            | row for i, row in enumerate(rows)]
    names = {name: [row[name] for row in full] for name in full[0]}
    table = pa.table({k: pa.array(v, pa.timestamp("us", "UTC") if k == "time" else pa.string())
                      for k, v in names.items()})
    return Record.in_memory({"ads": table}, STUDY)


def occupations(count: list[int], size: list[int], contract: str = "stage") -> list[dict[str, Any]]:
    """So many of so many ads of occupation 0, 1, … are internships, the others permanent."""
    return [{"occupation": f"job {g}", "contract": contract if i < c else "CDI"}
            for g, (c, n) in enumerate(zip(count, size, strict=True)) for i in range(n)]


def ask(rows: list[dict[str, Any]], occupation: str = "job 0", **keys: Any) -> Finding:
    return engine.answer(Practice(occupation=occupation, **keys), record(rows), seed=1)


def codes(finding: Finding) -> set[str]:
    return {limit.code for limit in finding.limits}


def test_the_estimate_is_the_naive_one() -> None:
    """One group at a time, the sums written out."""
    rng = np.random.default_rng(3)
    size = rng.integers(1, 90, 12)
    count = rng.binomial(size, 0.3)
    found = shares(np.tile(count, (12, 1)), size, np.arange(12))
    total, p = size.sum(), count.sum() / size.sum()
    weight = size / (p * (1 - p))
    q = sum(w * (c / n - p) ** 2 for w, c, n in zip(weight, count, size, strict=True))
    between = max(0.0, (q - 11) / (weight.sum() - (weight**2).sum() / weight.sum()))
    for g in range(12):
        others = [k for k in range(12) if k != g]
        rest = sum(size[k] for k in others)
        assert found.value[g] == pytest.approx(count[g] / size[g] - sum(count[k] for k in others) / rest)
        sampling = p * (1 - p) * (1 / size[g] + 1 / rest)
        spread = between * (1 + sum((size[k] / rest) ** 2 for k in others))
        assert found.scale[g] == pytest.approx(np.sqrt(sampling + spread))
        assert rest + size[g] == total


@pytest.mark.parametrize(("count", "of"), [(50, 68), (0, 5), (7, 7), (1, 300)])
def test_the_interval_of_a_share_is_scipys(count: int, of: int) -> None:
    exact = binomtest(count, of).proportion_ci(0.95, "exact")
    assert share_interval(count, of) == pytest.approx((exact.low, exact.high))


@pytest.mark.parametrize("others", [300, 1200])
def test_occupations_of_one_ad_do_not_make_an_ordinary_one_unusual(others: int) -> None:
    """None or all of one ad: they say nothing of how much larger occupations differ."""
    rng = np.random.default_rng(5)
    rows = occupations([12, *rng.binomial(1, 0.04, others)], [200, *[1] * others])
    found = ask(rows)
    assert found.verdict == "cannot_say"
    assert "few_placebos" in codes(found)
    assert found.placebo.ran == 0


def test_occupations_of_one_ad_leave_the_answer_to_those_of_ten() -> None:
    rng = np.random.default_rng(6)
    size = [60, *[40] * 50]
    count = [50, *rng.binomial(40, 0.2, 50)]
    found = ask(occupations([*count, *rng.binomial(1, 0.2, 1500)], [*size, *[1] * 1500]))
    assert (found.verdict, found.placebo.ran) == ("seen", 50)


def test_of_many_occupations_some_are_placebos_and_shuffles_still_stand_beside() -> None:
    rng = np.random.default_rng(7)
    found = draw(ads(record(occupations(rng.binomial(10, 0.2, 700).tolist(), [10] * 700)), {}), "job 0", "internship",
                 1)
    assert (found.planned, len(found)) == (500, 1000)
    assert found.counted is not None
    assert found.counted.sum() == 501


def test_ordinary_occupations_are_seldom_unusual() -> None:
    """Shares drawn from one distribution: no more than .05 would give 999 times in 1,000."""
    rng, asked, seen = np.random.default_rng(5), 300, 0
    size = rng.integers(8, 400, 40)
    for _ in range(asked):
        count = rng.binomial(size, 1 / (1 + np.exp(1.2 - rng.standard_normal(40))))
        found = shares(np.tile(count, (40, 1)), size, np.arange(40))
        z = np.abs(found.value / found.scale)
        seen += z[0] > np.sort(z[1:])[37]  # rank 38 of 39: 5 % of forty
    assert seen <= binom.ppf(0.999, asked, 0.05)


def test_an_unusual_occupation_is_seen_and_an_ordinary_one_is_not() -> None:
    rng = np.random.default_rng(7)
    size = rng.integers(30, 200, 40).tolist()
    count = [int(rng.binomial(n, 0.25)) for n in size]
    count[0] = int(0.8 * size[0])
    found = ask(occupations(count, size))
    assert (found.verdict, found.answer) == ("seen", "more")
    assert found.estimate.value == pytest.approx(100 * (count[0] / size[0] - sum(count[1:]) / sum(size[1:])))
    assert found.placebo.ran == 39
    assert ask(occupations(count, size), "job 5").verdict != "seen"


def test_renaming_and_reordering_change_nothing() -> None:
    rows = occupations([20, 9, 8, 7, 12, 9, 10, 3, 5, 8], [30] * 10)
    first = ask(rows)
    again = ask([{**row, "occupation": f"x {row['occupation']}"} for row in reversed(rows)], "x job 0")
    assert again.verdict == first.verdict
    assert again.estimate == first.estimate


def test_what_ads_do_not_say_is_counted_and_never_guessed() -> None:
    rows = occupations([20, 9, 8, 7, 12, 9, 10, 3, 5, 8], [30] * 10)
    rows += [{"occupation": "job 0", "contract": None}, {"occupation": "job 0", "contract": "Mission"},
             {"occupation": None, "contract": "stage"}]
    found = ask(rows)
    facts = {name: value for name, _, value in found.design.facts}
    assert (facts["ads"], facts["counted"], facts["all_ads"]) == (30, 20, 301)
    told = {limit.code: limit.values for limit in found.limits}
    assert told["contracts_unstated"]["count"] == 2
    assert told["contracts_unknown"] == {"count": 1, "words": ["Mission"]}
    assert told["occupations_unstated"] == {"count": 1, "of": 303}
    declared = ask(rows, contracts={"freelance": ("mission",)})
    assert "contracts_unknown" not in codes(declared)


def test_an_occupation_whose_ads_mostly_say_nothing_has_no_verdict() -> None:
    rows = occupations([20, 9, 8, 7, 12, 9, 10, 3, 5, 8], [30] * 10)
    found = ask(rows + [{"occupation": "job 0", "contract": "?"}] * 20)
    assert found.verdict == "cannot_say"
    assert any(limit.code == "contracts_unstated" and limit.forbids for limit in found.limits)


def test_an_occupation_written_in_two_ways_is_not_split_in_silence() -> None:
    rows = occupations([20, 9, 8, 7, 12, 9, 10, 3, 5, 8], [30] * 10)
    halved = [{**row, "occupation": "JOB-0 "} if row["occupation"] == "job 0" and i % 2 else row
              for i, row in enumerate(rows)]
    found = ask(halved)
    assert found.verdict == "cannot_say"
    (told,) = [limit for limit in found.limits if limit.code == "occupation_spelled"]
    assert told.values == {"count": 15, "words": ["JOB-0 "]}


@pytest.mark.parametrize(("count", "size", "code"), [
    ([5, 2, 3, 1, 2, 2, 3], [6, 30, 30, 30, 30, 30, 30], "few_ads"),
    ([9, 3, 2], [30, 30, 30], "few_placebos"),
    ([3, 0, 1, 0, 0, 1, 0], [60] * 7, "rare_contract"),
])
def test_what_cannot_be_told_is_said(count: list[int], size: list[int], code: str) -> None:
    found = ask(occupations(count, size))
    assert found.verdict == "cannot_say"
    assert code in codes(found)


def test_no_internship_at_all_is_no_verdict() -> None:
    assert ask(occupations([0] * 40, [30] * 40)).verdict == "cannot_say"


def test_mistakes_say_what_to_write() -> None:
    rows = occupations([9, 3, 2, 4, 5, 6], [30] * 6)
    with pytest.raises(QuestionError, match="Did you mean 'job 1'"):
        ask(rows, "Job 1")
    with pytest.raises(QuestionError, match="none in the record"):
        engine.answer(Practice(occupation="job 0"), Record.in_memory({}, STUDY), seed=1)
    with pytest.raises(QuestionError, match="no known contract"):
        ask([{"occupation": "job 0", "contract": "Mission"}, *rows[30:]])
    with pytest.raises(StudyError, match="more than once"):
        Study.from_dict({"title": "T", "brand": "B", "question": [
            {"kind": "practice", "occupation": "a", "contracts": {"internship": ["X"], "freelance": ["x "]}}]}, Path())


def test_years_stand_beside_the_answer_where_ads_have_dates() -> None:
    rows = occupations([20, 9, 8, 7, 12, 9, 10, 3, 5, 8], [30] * 10)
    dated = [{**row, "time": datetime(2016 + i % 2, 6, 1, tzinfo=UTC)} for i, row in enumerate(rows)]
    found = ask(dated)
    assert "no_dates" not in codes(found)
    (years,) = (table for table in found.tables if table.code == "years")
    assert [row[:2] for row in years.rows] == [("2016", 15), ("2017", 15)]


def test_words_of_contracts_mean_one_thing_each() -> None:
    words = [word for words in CONTRACTS.values() for word in words]
    assert len(set(words)) == len(words)
    assert all(plain_word(word) == word for word in words)
    assert plain_word("Contrat d’apprentissage") == "contrat d apprentissage"


@pytest.mark.real_data
def test_the_real_ads(tmp_path: Path) -> None:
    """METHODS §8: 50 internships of 68 (73.5 %), all ads 25.5 %, rank 1 of 40 occupations."""
    try:
        folder = load("job-ads").prepare(tmp_path)
    except SourceError as error:
        pytest.skip(str(error))
    study = Study.load(folder)
    held = Record.read(study)
    found, marketing, _ = engine.answer_all(study, held)
    facts = {name: value for name, _, value in found.design.facts}
    assert (facts["counted"], facts["ads"], facts["rank"], facts["occupations"]) == (50, 68, 1, 40)
    assert facts["all_ads"] == 5069
    assert facts["all_share"] == pytest.approx(0.255, abs=0.0005)
    assert (found.verdict, found.answer) == ("seen", "more")
    assert "73.5%" in found.sentence("en")
    assert "73,5" in found.sentence("fr")
    assert marketing.verdict == "cannot_say"
    assert len(ads(held)) == 5069
    assert examples.FILES["job ads jobs"].repository == "gbaelen/wttj_backend_test"
