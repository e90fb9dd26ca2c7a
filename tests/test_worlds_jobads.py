"""The simulated job ads hold what they are said to hold, and the demo's answer holds their truth."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from recul import engine
from recul.finding import Finding
from recul.record import Record
from recul.study import Study
from recul.worlds import brand, jobads

HEAD = 'title = "T"\nbrand = "B"\ntimezone = "Europe/Paris"\n'


def answer(folder: Path, seed: int, language: brand.Language = "en") -> Finding:
    jobads.write(folder, seed)
    (folder / "study.toml").write_text(HEAD + jobads.study_toml(seed, language), encoding="utf-8")
    study = Study.load(folder)
    return engine.answer(study.questions[0], Record.read(study), seed)


def test_shares_are_the_true_ones(tmp_path: Path) -> None:
    counted, stated = Counter[str](), Counter[str]()
    for seed in range(20):
        jobads.write(tmp_path, seed)
        with (tmp_path / "annonces.csv").open(encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        assert len(rows) == sum(jobads.SIZES)
        assert len({row["annonce"] for row in rows}) == len(rows)
        stated.update(row["metier"] for row in rows if row["contrat"])
        counted.update(row["metier"] for row in rows if row["contrat"] == "Stage")
    name = jobads.OCCUPATION
    assert counted[name] / stated[name] == pytest.approx(jobads.SHARE, abs=0.04)
    others = [g for g in jobads.OCCUPATIONS if g != name]
    expected = np.mean([np.average(jobads.shares(s)[1:], weights=jobads.SIZES[1:]) for s in range(20)])
    assert sum(counted[g] for g in others) / sum(stated[g] for g in others) == pytest.approx(expected, abs=0.01)


def test_the_truth_is_the_share_against_all_others() -> None:
    share, size = jobads.shares(3), np.array(jobads.SIZES)
    others = (share[1:] * size[1:]).sum() / size[1:].sum()
    assert jobads.truth(3) == pytest.approx((jobads.SHARE - others) / others)
    assert len(jobads.OCCUPATIONS) == len(set(jobads.OCCUPATIONS)) == len(jobads.SIZES) == 40


def test_the_demos_answer_holds_the_truth(tmp_path: Path) -> None:
    seen = held = 0
    for seed in range(10):
        found = answer(tmp_path, seed)
        e = found.estimate
        assert found.truth == pytest.approx(jobads.truth(seed), abs=1e-4)
        seen += found.verdict == "seen"
        held += e.relative_low is not None and e.relative_high is not None and \
            e.relative_low <= (found.truth or 0) <= e.relative_high
    assert seen >= 8
    assert held >= 8


def test_the_demo_asks_it_in_both_languages(tmp_path: Path) -> None:
    for language in ("fr", "en"):
        brand.write(tmp_path, 0, language)
        (asked,) = [q for q in Study.load(tmp_path).questions if q.kind == "practice"]
        assert asked.label == jobads.QUESTION[language]
