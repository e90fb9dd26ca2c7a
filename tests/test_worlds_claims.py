"""The year of claims of the simulated brand: the truth it carries, and what is found of it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from recul.ledger.settle import sound, stands
from recul.ledger.store import Ledger
from recul.ledger.tracks import track
from recul.questions.ledger import Ledger as Question
from recul.worlds import brand, claims


def test_the_truth_is_what_a_hundred_thousand_claims_give() -> None:
    rng = np.random.default_rng(1)
    true = rng.random(100_000) < 0.5
    hint, other = (np.where(side, claims.HINT, -claims.HINT) + rng.standard_normal(len(true))
                   for side in (true, rng.random(len(true)) < 0.5))
    said = {"Agence Nova": 1 / (1 + np.exp(-2 * claims.HINT * hint)),
            "Cabinet Volte": 1 / (1 + np.exp(-6 * claims.HINT * hint)),
            "Outil Présage": 1 / (1 + np.exp(-2 * claims.HINT * other))}
    for name, probability in said.items():
        error = ((probability.clip(0.01, 0.99) - true) ** 2).mean()
        assert error / 0.25 - 1 == pytest.approx(claims.truth()[name], abs=0.02), name


def test_the_year_is_sound_settled_and_the_same_for_the_same_seed(tmp_path: Path) -> None:
    heads = []
    for name in ("one", "two"):
        folder = tmp_path / name
        folder.mkdir()
        claims.write(folder, 1, "ventes")
        entries = sound(Ledger(folder).entries())
        heads.append(entries[-1].digest)
    assert heads[0] == heads[1]
    every = stands(entries)
    assert sum(s.late for s in every) == 3
    open_ = [s for s in every if s.settled is None]
    assert open_  # the till that was down
    assert {s.claim.units for s in open_} == {(brand.TILL_DOWN[0],)}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_each_author_is_found_out(seed: int, tmp_path: Path) -> None:
    """The truth lies in the interval; who knows is seen to be better, who does not to be worse."""
    claims.write(tmp_path, seed, "ventes")
    found = track(Ledger(tmp_path).entries())
    for name, true in claims.truth().items():
        question = Question(by=name, truth=claims.truth())
        told = question.judge(question.asked_of(found, seed, claims.SETTLED.date()), {"files": []})
        assert told.truth == pytest.approx(true)
        if told.verdict == "seen":
            assert told.answer == ("better" if true < 0 else "worse"), name
    nova = Question(by="Agence Nova")
    assert nova.judge(nova.asked_of(found, seed, claims.SETTLED.date()), {"files": []}).answer == "better"
