"""Worlds with objectives: the truth is what the world comes to, and what is said of it is right as often as said."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from recul.worlds import brand, brand_objectives
from recul.worlds.objectives import KINDS, world

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))


@pytest.mark.parametrize("seed", range(12))
def test_the_truth_is_what_the_world_comes_to(seed: int) -> None:
    w = world(seed)
    recorded, (_, _, least, most) = len(w.panel.times), KINDS[w.panel.frequency]
    assert least <= w.end - recorded + 1 <= most
    assert w.start <= recorded
    np.testing.assert_array_equal(w.panel.value[0], w.value[:recorded])
    part = w.value[w.start : w.end + 1]
    assert w.final == pytest.approx({"total": part.sum(), "mean": part.mean(), "last": part[-1]}[w.over])
    assert w.reached == (w.final >= w.target) if w.at_least else w.reached == (w.final <= w.target)
    again = world(seed)
    np.testing.assert_array_equal(again.value, w.value)
    many = world(seed, 3)
    assert many.panel.value.shape == (4, recorded)
    assert not np.array_equal(many.value, w.value)


def test_objectives_are_of_every_difficulty() -> None:
    ahead = np.array([(w.final / w.target - 1) * (1 if w.at_least else -1) for w in map(world, range(300))])
    assert 0.35 < (ahead >= 0).mean() < 0.65
    assert (np.abs(ahead) < 0.05).mean() > 0.1
    assert (np.abs(ahead) > 0.15).mean() > 0.1


@pytest.mark.parametrize("seed", [0, 1, 7])
def test_the_brand_goes_on_from_where_its_record_ends(seed: int) -> None:
    """What is drawn again is the record itself, to the cent: so what follows is its own continuation."""
    recorded = brand.sales(seed, effects=False)
    whole = brand_objectives.whole(seed)
    count = recorded.value.shape[1]
    np.testing.assert_array_equal(whole[:, :count][recorded.observed], recorded.value[recorded.observed])
    assert whole.shape[1] == count + brand_objectives.AFTER
    january = whole[:, count : count + 31].sum() / whole[:, 366 : 366 + 31].sum()
    assert january == pytest.approx(1.02, abs=0.05)


def test_the_brands_truths() -> None:
    past = next(a for a in brand_objectives.AIMS if a.action)
    sales = brand.sales(1)
    days = sales.times.astype("datetime64[D]")
    inside = (days >= past.start) & (days <= past.end)
    rows = [sales.row(u) for u in past.units]
    assert brand_objectives.final(past, 1) == pytest.approx(sales.value[rows][:, inside].sum(), abs=0.02)
    campaign = next(c for c in brand.CAMPAIGNS if c.id == past.action)
    assert set(campaign.units) <= set(past.units)
    assert campaign.start >= past.start
    assert campaign.end <= past.end


def test_what_is_said_comes_true_as_often() -> None:
    """Sixty worlds; two thousand are in `benchmarks/objectives.py`. Intervals of 95 % that held in fewer than 52 of 60
    would happen once in a thousand times."""
    from objectives import of_world

    told = [r for r in map(of_world, range(1000, 1060)) if r["said"] is not None]
    said, came = np.array([r["said"] for r in told]), np.array([r["came"] for r in told], dtype=float)
    assert len(told) >= 50
    assert ((said - came) ** 2).mean() < 0.6 * came.mean() * (1 - came.mean())
    assert sum(r["low"] <= r["final"] <= r["high"] for r in told) >= len(told) - 8
    assert all(r["came"] for r in told if r["answer"] == "on_track") or np.mean(
        [r["came"] for r in told if r["answer"] == "on_track"]) > 0.9


def test_the_demos_objectives_are_answered_beside_their_truth(tmp_path: Path) -> None:
    from recul.api import open_study
    from recul.engine import provenance

    brand.write(tmp_path, 1, "en")
    study = open_study(tmp_path)
    found = [q.judge(q.batch(study.record, study.study.seed), provenance(study.record))
             for q in study.study.questions if q.kind == "objective"]
    assert [f.answer for f in found] == ["on_track", "at_risk", "met_thanks"]
    tables = [dict(zip((c for c, _ in f.tables[0].columns), f.tables[0].rows[0], strict=True)) for f in found]
    for f, told in zip(found[:2], tables[:2], strict=True):
        assert told["low"] <= f.question["truth"] <= told["high"]
    assert tables[2]["forecast"] == pytest.approx(found[2].question["truth"])
    credit = next(t for t in found[2].tables if t.code == "credit")
    row = dict(zip((c for c, _ in credit.columns), credit.rows[0], strict=True))
    aim = brand_objectives.AIMS[2]
    without = brand_objectives.whole(1)
    days = np.arange(brand.SALES_FROM, brand.SALES_FROM + without.shape[1])
    inside = (days >= aim.start) & (days <= aim.end)
    truth = without[[brand.CITIES.index(u) for u in aim.units]][:, inside].sum()
    assert row["without_low"] <= truth <= row["without_high"] < tables[2]["target"]
