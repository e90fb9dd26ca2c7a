"""Which placebos keep a surge from being called a crisis falsely: worlds where a surge never hurts.

What people talk of and the outcome may share a driver: shocks to the treated unit's own outcome that also make people
talk, more when it is low ("complaints") or high ("fame"). The question is asked at the largest surge of the second part
of the record, over 12 days. One call of the method for the real moment and, as placebos: `arbitrary` dates of
comparable units; `lowest` days of the outcome in their month, of comparable units; `alarms` of the brand's own past.

Writes benchmarks/results/crisis.csv, one row a world: resumable, and made larger by a larger number of worlds.
"""

from __future__ import annotations

import csv
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from recul.estimators import run
from recul.panel import Case, Floats, Ints, Panel
from recul.placebo.calibrate import Calibration
from recul.placebo.draw import Pool, draw
from recul.placebo.judge import Reading
from recul.questions.panel import history_for

RESULTS = Path(__file__).parent / "results" / "crisis.csv"
DAYS, WINDOW, CONTROLS = 540, 12, 5
ASKED_FROM = 240


@dataclass(frozen=True, slots=True)
class World:
    """driver: none, complaints, fame. memory: autocorrelation a day of all noise, driver included. loss: true effect of
    the asked surge, in day-to-day SDs of the outcome."""

    driver: str
    memory: float
    loss: float = 0.0


WORLDS = (*(World(driver, memory) for driver in ("none", "complaints", "fame") for memory in (0.5, 0.9)),
          World("none", 0.5, 1.0), World("complaints", 0.5, 1.0))


def ar(random: np.random.Generator, rows: int, memory: float, heavy: bool = True) -> Floats:
    """Stationary AR(1) noise of unit variance [rows, DAYS]."""
    shape = (rows, DAYS + 60)
    shock = (random.standard_t(3, shape) / np.sqrt(3) if heavy else random.standard_normal(shape))
    shock *= np.sqrt(1 - memory**2)
    out, state = np.empty(shape), np.zeros(rows)
    for t in range(shape[1]):
        state = memory * state + shock[:, t]
        out[:, t] = state
    return out[:, 60:]


def world(w: World, seed: int) -> tuple[Floats, Floats]:
    """The outcome [units, days] and the brand's messages a day [days]; unit 0 is the brand's."""
    random = np.random.default_rng([seed, 41])
    common, own, driver = ar(random, 1, w.memory)[0], ar(random, CONTROLS + 1, w.memory), ar(random, 1, w.memory)[0]
    if w.driver != "none":
        own[0] = np.sqrt(0.5) * own[0] + np.sqrt(0.5) * driver
    load = 1 + 0.2 * random.standard_normal((CONTROLS + 1, 1))
    week = 8 * random.standard_normal(7)[np.arange(DAYS) % 7]
    outcome = 100 + week + 5 * (np.sqrt(0.3) * load * common + np.sqrt(0.7) * own)
    pull = {"none": 0.0, "complaints": -1.5, "fame": 1.5}[w.driver] * driver
    hazard = np.exp(pull)
    chance = random.random(DAYS) < np.minimum(24 / 365 * hazard / hazard.mean(), 1)
    size = 100 * (1 + random.pareto(1.3, DAYS)) * chance
    burst = np.minimum(size, 2500)
    burst[1:] += 0.3 * burst[:-1]
    mood = 0.3 * ar(random, 1, 0.8, heavy=False)[0]
    return outcome, random.poisson(70 * np.exp(mood + 0.1 * pull) + burst).astype(np.float64)


def alarms(counts: Floats) -> Ints:
    """Days on which a plain rule fires: 3 robust spreads over the last 28 days' median, then silent for three days."""
    found: list[int] = []
    for t in range(28, len(counts)):
        past = np.sqrt(counts[t - 28 : t])
        middle = np.median(past)
        if (np.sqrt(counts[t]) - middle) / (1.4826 * np.median(np.abs(past - middle)) + 0.5) > 3 \
                and (not found or t - found[-1] > 3):
            found.append(t)
    return np.array(found, np.int64)


def panel_of(outcome: Floats) -> Panel:
    times = np.datetime64("2022-02-05", "s") + np.arange(DAYS) * np.timedelta64(86400, "s")
    return Panel(outcome, np.ones(outcome.shape, bool), tuple(f"u{i}" for i in range(len(outcome))), times, "day",
                 "sales")


def spaced(starts: Ints, before: int, least: int) -> list[int]:
    """The latest starts whose windows neither overlap each other nor that at `before`."""
    kept: list[int] = []
    limit = before
    for start in starts[::-1]:
        if start + WINDOW <= limit and start >= least:
            kept.append(int(start))
            limit = int(start)
    return kept


def ask(w: World, seed: int) -> dict[str, object] | None:
    """One world: the score of the asked surge, and what each set of placebos makes of it."""
    outcome, counts = world(w, seed)
    fired = alarms(counts)
    able = fired[(fired >= ASKED_FROM) & (fired + WINDOW <= DAYS)]
    if not len(able):
        return None
    start = int(able[np.argmax(counts[able])])
    if w.loss:
        outcome[0, start : start + WINDOW] -= 5 * w.loss
    panel = panel_of(outcome)
    controls = tuple(range(1, CONTROLS + 1))
    real = Case((0,), controls, start, WINDOW, history_for(start, WINDOW, CONTROLS))
    arbitrary = draw(panel, real, Pool(controls), seed)
    lows = draw(panel_of(-outcome), replace(real, onset_rule="peak"), Pool(controls), seed).items.cases[1:]
    lows = [replace(c, onset_rule="declared") for c in lows if c.start < start and c.start >= c.history]
    own = [replace(real, start=s) for s in spaced(fired, start, real.history)]
    n = len(arbitrary)
    e = run("structural", panel, (*arbitrary.items.cases, *lows, *own))
    parts = {"arbitrary": np.arange(1, n), "lowest": np.arange(n, n + len(lows)),
             "alarms": np.arange(n + len(lows), len(e))}
    reading = Reading.of(arbitrary, _part(e, n))
    z = e.score
    row: dict[str, object] = {
        "driver": w.driver, "memory": w.memory, "loss": w.loss, "seed": seed, "start": start, "fired": len(fired),
        "z": round(float(z[0]), 4), "valid": int(reading.valid), "k": reading.calibration.k,
        "why": " ".join(limit.code for limit in reading.limits if limit.forbids),
        "bound": round(reading.calibration.bound(), 4),
        "own": " ".join(f"{v:.3f}" for v in z[parts["alarms"]]),
        "lowest": round(Calibration.of(z[parts["lowest"]], 0, max(1, len(lows))).bound(), 4),
        "pool": round(float(np.sqrt((z[parts["arbitrary"]] ** 2).mean())), 4), "n": n - 1, "lows": len(lows),
    }
    return row


def _part(e, n: int):
    """The first n items of Estimates."""
    diagnostics = type(e.diagnostics)(**{f: getattr(e.diagnostics, f)[:n] for f in e.diagnostics.__dataclass_fields__})
    return replace(e, diagnostics=diagnostics, why=e.why[:n], path=None, **{
        f: getattr(e, f)[:n] for f in ("value", "scale", "low", "high", "baseline", "norm", "ok", "gap")})


def tell() -> None:
    """Of each kind of world: falls called, by each set of placebos, among the worlds that could be read by it."""
    with RESULTS.open(newline="") as file:
        rows = [r for r in csv.DictReader(file) if r["valid"] == "1"]
    for w in WORLDS:
        mine = [r for r in rows if (r["driver"], float(r["memory"]), float(r["loss"])) == (w.driver, w.memory, w.loss)]
        own = [(float(r["z"]), float(r["bound"]), _by_alarms(r["own"])) for r in mine if len(r["own"].split()) >= 5]
        told = {"arbitrary": _share([-float(r["z"]) > float(r["bound"]) for r in mine]),
                "lowest": _share([-float(r["z"]) > float(r["lowest"]) for r in mine]),
                "alarms": _share([-z > alarm for z, _, alarm in own]),
                "both": _share([-z > max(bound, alarm) for z, bound, alarm in own])}
        sys.stdout.write(f"{w.driver:10} memory {w.memory} loss {w.loss}: "
                         + ", ".join(f"{name} {text}" for name, text in told.items()) + "\n")


def _by_alarms(scores: str) -> float:
    """Student's bound from the scores of the brand's own earlier alarms."""
    z = np.array([float(v) for v in scores.split()])
    return Calibration.of(z, 0, len(z)).bound()


def _share(hits: list[bool]) -> str:
    return f"{sum(hits)} of {len(hits)} ({sum(hits) / max(len(hits), 1):.1%})"


def main(worlds: int) -> None:
    """Every world not yet in the file, a row each; then what they say."""
    done = set()
    if RESULTS.exists():
        with RESULTS.open(newline="") as file:
            done = {(r["driver"], float(r["memory"]), float(r["loss"]), int(r["seed"])) for r in csv.DictReader(file)}
    for seed in range(worlds):
        for w in WORLDS:
            if (w.driver, w.memory, w.loss, seed) in done:
                continue
            row = ask(w, seed)
            if row is None:
                continue
            new = not RESULTS.exists()
            with RESULTS.open("a", newline="") as file:
                writer = csv.DictWriter(file, list(row))
                if new:
                    writer.writeheader()
                writer.writerow(row)
    tell()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
