"""What cannot be answered, 200 of each: how often it is refused.

`python benchmarks/hopeless.py` prints a line a kind and number of controls: refused (`cannot_say`, or a mistake named),
seen, not seen. Kinds: the treated series outside its donors' range, an unrelated walk, a break of four SD eight days
before the start (as in `calibrate.py`); and donors touched by the action, as far as a study can know of it:

- `controls named`: the controls it names are among the units of the action (refused as put);
- `every unit`: the action touched every unit, so there is none to compare with;
- `another action`: something else was done in all the controls within the window;
- `spilled, unsaid`: a spill of half of the effect into each control, of another size in each, that nobody declares;
- `spilled alike, unsaid`: the same in each. **This one nothing in the data can give away**: it halves the effect.

`--wide` asks one question of 10,000 units and 2,000 days, and prints the peak of memory.
"""

from __future__ import annotations

import argparse
import resource
import sys
from collections import Counter
from dataclasses import replace

import numpy as np
from calibrate import Cell, ask, spoiled

from recul.engine import answer_panel
from recul.errors import QuestionError
from recul.panel import Panel
from recul.questions.effect import Effect
from recul.study import Action
from recul.worlds.panels import PanelWorld, panel

DAYS, WINDOW = 210, 30
OLD = ("outside", "walk", "break", "curve")
TOUCHED = ("controls named", "every unit", "another action", "spilled, unsaid", "spilled alike, unsaid")


def touched(kind: str, controls: int, seed: int) -> str:
    """The verdict where the action touched the donors too, or `refused`."""
    start = DAYS - WINDOW
    world = spoiled(panel(PanelWorld(controls, DAYS), seed), "two", start, seed)
    value, names = world.value.copy(), list(world.units)
    random = np.random.default_rng(seed + 10**6)
    units: tuple[str, ...] = (names[0],)
    asked: tuple[str, ...] | None = None
    if kind.startswith("spilled"):
        sizes = random.exponential(1.0, (controls, 1)) if kind == "spilled, unsaid" else np.ones((controls, 1))
        value[1:, start:] += 5 * sizes
    elif kind == "controls named":
        units, asked = (names[0], names[1]), tuple(names[1:])
    elif kind == "every unit":
        units = ()
    at = [world.times[i].item().date() for i in (start, DAYS - 1)]
    actions = [Action(id="done", kind="campaign", start=at[0], end=at[1], units=units)]
    if kind == "another action":
        actions.append(Action(id="other", kind="campaign", start=at[0], end=at[1], units=tuple(names[1:])))
    try:
        return answer_panel(Effect(outcome="sales", action="done", controls=asked), replace(world, value=value),
                            tuple(actions), seed).verdict
    except QuestionError:
        return "refused"


def wide() -> None:
    """One question of 10,000 units and 2,000 days."""
    random = np.random.default_rng(0)
    value = 100 + random.normal(0, 4, (1, 2000)) + random.normal(0, 3, (10_000, 2000))
    times = np.datetime64("2018-01-01", "s") + np.arange(2000) * np.timedelta64(86400, "s")
    world = Panel(value, np.ones(value.shape, dtype=bool), tuple(f"v{i}" for i in range(10_000)), times, "day", "sales")
    began = times[1970].item().date()
    for estimator in (None, "did", "synthetic"):
        finding = answer_panel(Effect(outcome="sales", action="done", estimator=estimator), world,
                               (Action(id="done", kind="campaign", start=began, end=times[1999].item().date(),
                                       units=("v0",)),), 0)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        sys.stdout.write(f"wide, {estimator or 'structural'}: {finding.verdict}, {finding.placebo.ran} placebos, "
                         f"peak so far {peak:.0f} MB (the panel itself: {value.nbytes / 2**20:.0f})\n")
        sys.stdout.flush()


def main() -> None:
    """A line a kind."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--wide", action="store_true")
    parser.add_argument("--only", default="", help="kinds whose name begins so")
    arguments = parser.parse_args()
    if arguments.wide:
        wide()
        return
    for kind in (*TOUCHED, *OLD):
        for controls in (2, 5, 20):
            if not kind.startswith(arguments.only):
                continue
            cell = Cell("hopeless", PanelWorld(controls, DAYS, correlation=0.5), WINDOW, spoil=kind)
            verdicts = Counter(touched(kind, controls, seed) if kind in TOUCHED else ask(cell, seed).verdict
                               for seed in range(arguments.questions))
            refused = verdicts["refused"] + verdicts["cannot_say"]
            sys.stdout.write(f"{kind}, {controls} controls: refused {refused} of {arguments.questions}; seen "
                             f"{verdicts['seen']}, not seen {verdicts['not_seen']}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
