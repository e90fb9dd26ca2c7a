"""How long things take. `make bench` prints each figure beside its bound; compare ratios, machines differ.

Bounds, from the project's first issue: 1,000 placebos of the structural estimator on 180 + 30 days with 5 controls in
under 1 s of CPU once warm; a cold first `recul demo` under 60 s; `recul --help` under 0.5 s.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable

from recul.estimators import discover, run
from recul.panel import Case
from recul.worlds.panels import PanelWorld, panel

HISTORY, WINDOW, CONTROLS, ITEMS = 180, 30, 5, 1000


def cpu(work: Callable[[], object]) -> float:
    """CPU seconds of the best of three runs after one to warm up."""
    work()
    spent = []
    for _ in range(3):
        start = time.process_time()
        work()
        spent.append(time.process_time() - start)
    return min(spent)


def wall(*command: str) -> float:
    """Seconds of one run of a command in a new process."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-m", "recul", *command], check=True, capture_output=True)
    return time.perf_counter() - start


def estimators() -> None:
    """1,000 items a method: every date of a long panel in turn, each unit against the five others."""
    dates = ITEMS // (CONTROLS + 1) + 1
    world = panel(PanelWorld(controls=CONTROLS, days=HISTORY + WINDOW + dates), 0)
    units = range(CONTROLS + 1)
    cases = [Case((unit,), tuple(u for u in units if u != unit), HISTORY + date, WINDOW, HISTORY)
             for date in range(dates) for unit in units][:ITEMS]
    for name in discover():
        seconds = cpu(lambda name=name: run(name, world, cases))
        bound = "  (bound 1)" if name == "structural" else ""
        print(f"{ITEMS} items of {name:12} {seconds:7.3f} s of CPU{bound}")


if __name__ == "__main__":
    estimators()
    wall("--help")
    print(f"recul --help               {min(wall('--help') for _ in range(5)):7.3f} s  (bound 0.5)")
    with tempfile.TemporaryDirectory() as folder:
        print(f"recul demo, new process    {wall('demo', '--quiet', '--out', folder + '/demo'):7.3f} s  (bound 60)")
