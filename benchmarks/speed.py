"""What a fit costs: each of Recul's estimators beside the peers that do the same job, 180 + 30 days, 5 and 20 controls.

Every figure is taken in a process of its own, one thread, CPU seconds. `python speed.py ESTIMATOR CONTROLS ITEMS FILE`
writes one of Recul's into FILE as JSON. A peer's 1,000 is its mean over the fits that its CPU allowed, times 1,000:
peers have no call that takes many at once.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import mean, median
from typing import Any

import cells
from datasets import questions
from peers.worker import peak_mb

from recul.estimators import discover, run
from recul.panel import Case
from recul.worlds.panels import PanelWorld, panel

HISTORY, WINDOW = 180, 30
CONTROLS = (5, 20)
# Which peer's variant does the same job; POINT_TOO where the estimate alone is much cheaper than with its interval.
MATCHES: dict[str, tuple[tuple[str, str], ...]] = {
    "structural": (("bsts", "default"), ("bsts", "seasonal"), ("statsmodels_uc", "default"),
                   ("statsmodels_uc", "seasonal")),
    "synthetic": (("augsynth", "plain"), ("pysyncon_py", "plain")),
    "augmented": (("augsynth", "augmented"), ("pysyncon_py", "augmented")),
    "sdid": (("synthdid_py", "sdid"),),
    "did": (("synthdid_py", "did"),),
}
POINT_TOO = ("augsynth", "synthdid_py")


def cases(controls: int, items: int) -> tuple[Any, list[Case]]:
    """Every date of a long panel in turn, each unit against the others."""
    dates = items // (controls + 1) + 1
    world = panel(PanelWorld(controls, HISTORY + WINDOW + dates), 0)
    units = range(controls + 1)
    return world, [Case((unit,), tuple(u for u in units if u != unit), HISTORY + date, WINDOW, HISTORY)
                   for date in range(dates) for unit in units][:items]


def measured(estimator: str, controls: int, items: int) -> dict[str, float]:
    """CPU seconds of one fit (median of 20, after one to warm up), of all items in one call, and of the best of three
    more such calls of the same process; peak memory."""
    world, every = cases(controls, items)
    run(estimator, world, every[:1])
    alone = []
    for case in every[1:21]:
        start = time.process_time()
        run(estimator, world, [case])
        alone.append(time.process_time() - start)
    together = []
    for _ in range(4 if items <= 10_000 else 1):
        start = time.process_time()
        run(estimator, world, every)
        together.append(time.process_time() - start)
    return {"one": median(alone), "many": together[0], "warm": min(together[1:], default=together[0]),
            "peak_mb": peak_mb()}


def ours(estimator: str, controls: int, items: int = 1000) -> dict[str, Any]:
    """A row of the results: one of Recul's estimators, `items` at once."""
    told = cells.process([sys.executable, "speed.py", estimator, str(controls), str(items)], 60)
    row = {"estimator": estimator, "method": "recul", "controls": controls, "what": "with interval", "items": items}
    if "failed" in told:
        return {**row, "why": told["failed"]}
    return {**row, "cpu_one": told["one"], "cpu_all": told["many"], "cpu_warm": told["warm"],
            "peak_mb": told["peak_mb"]}


def theirs(estimator: str, peer: str, variant: str, controls: int, cap: float) -> dict[str, Any]:
    """The same of a peer's variant, over as many questions of the same worlds as its CPU allows."""
    told = cells.peer(peer, variant, questions(f"world{controls}", 200), cap)
    what = "estimate only" if variant.endswith(":point") else "with interval"
    row = {"estimator": estimator, "method": f"{cells.package(peer)}, {variant.split(':')[0]}", "controls": controls,
           "what": what}
    if "failed" in told:
        return {**row, "why": told["failed"]}
    spent = [a["cpu"] for a in told["answers"]]
    warm = spent[1:] or spent
    return {**row, "items": len(spent), "cpu_one": median(warm), "cpu_all": 1000 * mean(warm),
            "peak_mb": told["peak_mb"]}


def fits(cap: float) -> list[dict[str, Any]]:
    """Every estimator that discovery finds, and after it the peers that do its job, with ratios to Recul."""
    rows = []
    for controls in CONTROLS:
        for estimator in sorted(discover()):
            mine = ours(estimator, controls)
            rows.append(mine)
            for peer, variant in MATCHES.get(estimator, ()):
                for name in (variant, f"{variant}:point")[: 1 + (peer in POINT_TOO)]:
                    row = theirs(estimator, peer, name, controls, cap)
                    for figure in ("one", "all"):
                        if f"cpu_{figure}" in row and f"cpu_{figure}" in mine:
                            row[f"ratio_{figure}"] = row[f"cpu_{figure}"] / mine[f"cpu_{figure}"]
                    rows.append(row)
    return rows


def growth(most: int) -> list[dict[str, Any]]:
    """Cost and memory of 1,000, 10,000, … placebos in one call, 5 controls."""
    sizes = [n for n in (1_000, 10_000, 100_000) if n <= most]
    return [{**ours(estimator, 5, n), "what": "placebos in one call"} for estimator in sorted(discover())
            for n in sizes]


def wall(*command: str) -> float:
    """Seconds of one run of a command in a new process."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-m", "recul", *command], check=True, capture_output=True)
    return time.perf_counter() - start


def commands() -> list[dict[str, Any]]:
    """A first report, and the help: wall seconds of new processes."""
    wall("--help")
    with tempfile.TemporaryDirectory() as folder:
        timed = {"recul --help": min(wall("--help") for _ in range(5)),
                 "recul demo": wall("demo", "--quiet", "--out", str(Path(folder) / "demo"))}
    return [{"method": name, "what": "command", "wall": seconds} for name, seconds in timed.items()]


if __name__ == "__main__":
    Path(sys.argv[4]).write_text(json.dumps(measured(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))))
