"""How long things take. `make bench` prints each figure beside its bound; compare ratios, machines differ.

Bounds: 1,000 placebos on 180 + 30 days once warm in, of CPU, 1 s (structural, 5 controls), 0.0125 s (synthetic, as a
sketch with a compiler reached) and 0.6 s (augmented, its penalty cross-validated); a cold first `recul demo` under
60 s; `recul --help` under 0.5 s.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable

from recul.estimators import discover, run
from recul.panel import Case, Panel
from recul.placebo.draw import Pool, draw
from recul.worlds.panels import PanelWorld, panel

HISTORY, WINDOW, ITEMS = 180, 30, 1000
# Seconds of CPU, by estimator and number of controls.
BOUNDS = {("structural", 5): 1.0, ("synthetic", 5): 0.0125, ("synthetic", 20): 0.0125, ("augmented", 5): 0.6,
          ("augmented", 20): 0.6}


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


def every_date(controls: int) -> tuple[Panel, list[Case]]:
    """Every date of a long panel in turn, each unit against all the others."""
    dates = ITEMS // (controls + 1) + 1
    world = panel(PanelWorld(controls=controls, days=HISTORY + WINDOW + dates), 0)
    units = range(controls + 1)
    return world, [Case((unit,), tuple(u for u in units if u != unit), HISTORY + date, WINDOW, HISTORY)
                   for date in range(dates) for unit in units][:ITEMS]


def placebos(controls: int) -> tuple[Panel, list[Case]]:
    """A batch as a question draws it: all units at moments one window apart, as many as make 1,000."""
    world = panel(PanelWorld(controls=controls, days=HISTORY + WINDOW * (ITEMS // controls + 1)), 0)
    others = tuple(range(1, controls + 1))
    real = Case((0,), others, world.value.shape[1] - WINDOW, WINDOW, HISTORY)
    return world, list(draw(world, real, Pool(others), 0).items.cases)


def estimators() -> None:
    """1,000 items a method, drawn in two ways, with 5 and 20 controls."""
    for controls in (5, 20):
        for drawn in (every_date, placebos):
            world, cases = drawn(controls)
            for name in discover():
                seconds = cpu(lambda name=name, world=world, cases=cases: run(name, world, cases))
                bound = BOUNDS.get((name, controls))
                print(f"{len(cases):4} items of {name:10} {controls:2} controls, {drawn.__name__:10} {seconds:7.4f} s"
                      f" of CPU{f'  (bound {bound})' if bound else ''}")


if __name__ == "__main__":
    estimators()
    wall("--help")
    print(f"recul --help               {min(wall('--help') for _ in range(5)):7.3f} s  (bound 0.5)")
    with tempfile.TemporaryDirectory() as folder:
        print(f"recul demo, new process    {wall('demo', '--quiet', '--out', folder + '/demo'):7.3f} s  (bound 60)")
