"""The side-by-side bench: its arithmetic, its questions, and that its page says what its files say."""

from __future__ import annotations

import ast
import csv
import math
import re
import sys
from pathlib import Path

import numpy as np
import pytest
from statsmodels.stats.proportion import proportion_confint

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "benchmarks"))

import bench
import cells
import datasets
import ours
import page
import response
import score
from peers import install, worker

ROOT = Path(__file__).resolve().parents[1]
BENCH = ROOT / "benchmarks"


def answers(*bounds: tuple[float | None, float | None]) -> score.Answers:
    return score.Answers.of(bounds, ["" if b[0] is not None else "refused" for b in bounds], np.ones(len(bounds)))


@pytest.mark.parametrize(("count", "of"), [(0, 30), (3, 40), (66, 300), (124, 300), (30, 30)])
def test_wilson_is_statsmodels_wilson(count: int, of: int) -> None:
    low, high = score.wilson(count / of, of, score.TWO_SIDED)
    assert (low, high) == pytest.approx(proportion_confint(count, of, 0.05, "wilson"), abs=1e-6)


def test_questions_of_one_moment_count_once_when_they_agree() -> None:
    """Ten moments of 30 questions with one answer each are worth about ten questions; independent ones, about all."""
    moments = np.repeat(np.arange(10), 30)
    together = np.repeat(np.arange(10) < 3, 30)
    # The variance of a share of 3 in 10 with n − 1 below: .7 · .3 / 9, against .7 · .3 / 300.
    assert score.effective(together, moments) == pytest.approx(9, rel=1e-9)
    alone = np.random.default_rng(1).random(300) < 0.3
    assert score.effective(alone, np.arange(300)) == pytest.approx(300, rel=0.01)


def test_the_interval_score_is_gneiting_and_rafterys() -> None:
    """Width where zero is inside; width plus 2/α times the distance where it is not."""
    found = score.interval_score(answers((-1.0, 2.0), (0.5, 2.0), (-3.0, -0.25), (None, None)))
    assert found[:3] == pytest.approx([3.0, 1.5 + 40 * 0.5, 2.75 + 40 * 0.25])
    assert math.isnan(found[3])


def test_a_refusal_is_charged_the_worst_met_on_the_common_questions() -> None:
    peer = answers((-1, 1), (1, 2))
    recul = answers((None, None), (-2, 2), (-50, 50))
    found = score.compared(peer, recul)
    assert found == pytest.approx({"common": 2, "score": (2 + 41) / 2, "recul_score": (41 + 4) / 2, "both": 1,
                                   "both_score": 41, "both_recul_score": 4})


def test_power_counts_both_signs_and_refusals_as_unseen() -> None:
    given = answers((-0.4, 0.4), (-0.9, 0.6), (-3.0, 3.0), (None, None))
    assert score.power(given) == pytest.approx({"power_0.5": 0.25, "power_1": 0.5, "power_2": 0.5})
    assert score.false_alarms(answers((0.1, 1), (-1, 1), (None, None)), np.arange(3))["rate_answered"] == 0.5


def test_an_effect_of_the_wrong_sign_is_not_seen() -> None:
    assert not answers((-4.0, -3.0)).seen(1.0).any()
    assert answers((-4.0, -3.0)).seen().all()


def test_the_yardstick_leaves_trend_and_season_out() -> None:
    random = np.random.default_rng(0)
    noise = random.standard_normal(700)
    t = np.arange(700)
    assert datasets.residual_sd(noise + 0.3 * t + 50 * (t % 7), 7) == pytest.approx(1.0, abs=0.06)


def test_worlds_are_drawn_again_alike_and_recul_answers_of_their_donors() -> None:
    first, again = datasets.questions("world5", 2), datasets.questions("world5", 2)
    assert np.array_equal(first[1].panel.value, again[1].panel.value)
    assert ours.ask(first[0], None, 0).design.donors == first[0].donors


@pytest.mark.parametrize("dataset", ["world5", pytest.param("tweets", marks=pytest.mark.real_data)])
def test_an_effect_moves_reculs_answer_by_itself(dataset: str, data_dir: Path) -> None:
    """Power is read off the null answers; asking again with the effect in the data says the same."""
    for seed, q in enumerate(datasets.questions(dataset, 4)):
        plain = ours.one(q, None, seed)
        assert ours.shift_error(q, None, seed, plain) < 1e-9


@pytest.mark.real_data
def test_nothing_is_labelled_where_tweets_are_asked(data_dir: Path) -> None:
    """Read off the label file anew: no burst of the brand overlaps from one window before the start to the end."""
    import json

    labels = json.loads((data_dir / "nab" / "combined_windows.json").read_text())
    for q in datasets.questions("tweets", 300):
        first, last = q.panel.times[q.start - q.window], q.panel.times[-1] + np.timedelta64(1, "h")
        for name in (q.unit, *q.donors):
            for a, b in labels[f"Twitter_volume_{name}.csv"]:
                assert np.datetime64(b, "s") < first or np.datetime64(a, "s") >= last, (name, a, b)


@pytest.mark.real_data
def test_tweets_are_the_files_counts_and_recul_gets_the_same_donors(data_dir: Path) -> None:
    with (data_dir / "nab" / "Twitter_volume_GOOG.csv").open(newline="") as file:
        counts = [float(r["value"]) for r in csv.DictReader(file)]
    whole, _ = datasets.nab(data_dir / "nab")
    assert whole.value[whole.row("GOOG")][:20] ** 2 == pytest.approx(np.reshape(counts[:240], (20, 12)).sum(axis=1))
    for q in datasets.questions("tweets", 12):
        assert ours.ask(q, None, 0).design.donors == q.donors


@pytest.mark.real_data
def test_markets_and_geolift_are_asked_where_no_test_ran(data_dir: Path) -> None:
    assert max(q.panel.times[-1] for q in datasets.questions("markets", 300)) < np.datetime64("2020-11-04")
    for q in datasets.questions("geolift", 300):
        assert not {"chicago", "portland"} & set(q.panel.units)


def test_the_page_says_what_the_files_say() -> None:
    assert (ROOT / "docs" / "bench.md").read_text(encoding="utf-8") == page.render(BENCH / "results")
    picture = (ROOT / "docs" / "bench.svg").read_text(encoding="utf-8")
    rows = page.load(BENCH / "results" / "bench.csv")
    assert {r["dataset"] for r in rows} == set(datasets.NAMES)
    assert all(name in picture for name in datasets.NAMES)
    drawn = [r for r in rows if int(r["answered"] or 0) >= page.DRAWN_FROM]
    assert len(re.findall('aria-roledescription="point"', picture)) == len(drawn)


def test_every_peer_is_in_the_results_by_name() -> None:
    """Named with figures or with the reason why not, on every data set."""
    rows = page.load(BENCH / "results" / "bench.csv")
    for dataset in datasets.NAMES:
        for cell in cells.cells(dataset):
            if cell.peer is not None:
                mine = [r for r in rows if (r["dataset"], r["method"]) == (dataset, cell.name)]
                assert len(mine) == 1, (dataset, cell.name)
                assert mine[0]["asked"] != "0" or mine[0]["why"]


def test_a_peer_that_did_not_install_is_named_with_its_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = datasets.questions("world5", 1)
    monkeypatch.setattr(cells, "VENV", tmp_path)
    monkeypatch.setattr(cells, "OUT", tmp_path)
    assert "no .venv-peers" in cells.peer("bsts", "default", asked, 1)["failed"]
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python").symlink_to(sys.executable)
    (tmp_path / "failed.json").write_text('{"bsts-causalimpact": "does not install: no wheel"}')
    told = cells.peer("bsts", "default", asked, 1)
    assert told == {"failed": "does not install: no wheel"}
    # Nothing noted, yet not there: the import says so.
    told = cells.run(cells.Cell("world5", "augsynth", "plain"), asked, 1)
    assert "ModuleNotFoundError" in told["failed"]
    (row,) = bench.rows(cells.Cell("world5", "augsynth", "plain"), told, None, asked)
    assert (row["method"], row["asked"], row["why"]) == ("augsynth-py, plain", 0, told["failed"])


def test_a_peers_exception_is_its_refusal_and_its_shift_is_checked() -> None:
    matrix = np.random.default_rng(0).standard_normal((3, 40))

    def breaks(*_: object) -> tuple[float, float, float]:
        raise ValueError("singular")

    def blind(y: np.ndarray, x: np.ndarray, start: int, season: int) -> tuple[float, float, float]:
        return 0.0, -1.0, 1.0

    assert worker.answer(breaks, matrix, 30, 7)["why"] == "ValueError: singular"
    plain = worker.answer(blind, matrix, 30, 7)
    assert worker.shift_error(blind, matrix, 30, 7, plain) == pytest.approx(1.0)


def test_a_cell_is_asked_again_only_when_what_it_rests_on_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch
                                                                  ) -> None:
    monkeypatch.setattr(cells, "OUT", tmp_path)
    asked, told = datasets.questions("world5", 2), []
    monkeypatch.setattr(cells, "_ours", lambda *_: told.append(1) or {"answers": []})
    cell = cells.Cell("world5", None, "recul")
    first = cells.run(cell, asked, 1)
    assert cells.run(cell, asked, 1) == first
    assert len(told) == 1
    cells.run(cell, asked[:1], 1)
    monkeypatch.setattr(cells, "of_recul", lambda: "other sources")
    cells.run(cell, asked[:1], 1)
    cells.run(cell, asked[:1], 1, fresh=True)
    assert len(told) == 4
    assert len(list(tmp_path.glob("*.json"))) == 1


def test_adapters_know_nothing_of_recul_and_are_all_in_the_lock() -> None:
    """They run where Recul is not installed, and what they import is pinned with its hashes."""
    pins = install.blocks((ROOT / "requirements" / "peers.txt").read_text())
    wanted = (ROOT / "requirements" / "peers.in").read_text().splitlines()
    alarms = {"river"}  # what alarm_peers.py runs
    assert {line for line in wanted if not line.startswith("#")} == {cells.package(p) for p in cells.PEERS} | alarms
    assert {cells.package(p) for p in cells.PEERS} <= set(pins)
    assert all("--hash=sha256:" in block for block in pins.values())
    for path in (BENCH / "peers").glob("*.py"):
        tree = ast.parse(path.read_text())
        named = {a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
        named |= {n.module or "" for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
        assert not {n for n in named if re.match(r"recul\b", n)}, path
    for peer, variants in cells.PEERS.items():
        source = (BENCH / "peers" / f"{peer}.py").read_text()
        table = re.search(r"^VARIANTS = \{(.+)\}$", source, re.MULTILINE)
        assert table is not None
        assert tuple(re.findall(r'"(\w+)":', table.group(1))) == variants


def test_peak_memory_is_the_workers_own(tmp_path: Path) -> None:
    """Started by a process that holds 300 MB, a small one says that it is small."""
    import subprocess

    held = np.ones(40_000_000)
    told = subprocess.run([sys.executable, "-c", "from peers.worker import peak_mb; print(peak_mb())"], cwd=BENCH,
                          capture_output=True, text=True, check=True)
    assert 5 < float(told.stdout) < held.nbytes / 1e6 / 2


def test_a_world_of_answers_is_asked_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that is stopped in the middle of a line goes on, and what was asked is not asked again."""
    monkeypatch.setattr(response, "KEPT", tmp_path)
    monkeypatch.setattr(response, "RESULTS", tmp_path / "response.csv")
    monkeypatch.setattr(response, "cells", lambda: iter([response.cell("held back", 150, "none", "none")]))
    monkeypatch.setattr(sys, "argv", ["response.py", "--worlds", "3"])
    response.main()
    (kept,) = tmp_path.glob("*.ndjson")
    first = kept.read_text(encoding="utf-8")
    kept.write_text(first[:-20], encoding="utf-8")  # cut while the third was written
    asked = []
    monkeypatch.setattr(response, "ask", lambda cell, seed, ask=response.ask: asked.append(seed) or ask(cell, seed))
    response.main()
    assert asked == [2]
    with (tmp_path / "response.csv").open(newline="", encoding="utf-8") as file:
        (row,) = csv.DictReader(file)
    assert (row["asked"], row["design"]) == ("3", "held back")
    assert float(row["low"]) <= float(row["rate"]) <= float(row["high"])
