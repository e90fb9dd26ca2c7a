"""Is the record of a forecaster judged rightly, and how fast is a large ledger scored?

`python benchmarks/ledger.py` asks 400 simulated authors a cell (`--authors`), with 199 exchanges, and prints for each
how often one was called better or worse than the base rate; then it writes a ledger of 100,000 claims, settles it, and
prints how long it takes to read, verify and score it.

Cells where neither is nearer: author and base rate stray from each claim's true chance by as much, on either side; the
same with claims of one moment sharing their luck; rare things; and skewed gains (the author always a little above the
chance, the base rate a little below). `boasts`: an author who knows something, and says so three times too loudly, so
that they are as far from what happens as the base rate is. Columns: how many were answered (the others have too few
claims), better, worse; and, where the base rate is the share of the other claims that came true (`left out`) or the
outcomes are dealt among the claims (`dealt`), how many those would have called better.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
from scipy.special import ndtr

from recul.estimators._scores import blocks_of, brier, by_block, compared
from recul.ledger.store import Ledger
from recul.ledger.tracks import Track, track
from recul.ledger.verify import verify
from recul.panel import Bools, Floats
from recul.placebo.calibrate import Calibration
from recul.placebo.exchange import signs
from recul.questions._ledger import Items, against_constant, enough, estimates_of

DRAWS = 199
Made = tuple[Floats, Floats, Bools]
Make = Callable[[np.random.Generator, int, int], Made]
SIZES = ((20, 1), (40, 1), (100, 1), (40, 4), (100, 4))


def straying(by: float, low: float, high: float, shared: float = 0.0) -> Make:
    """Author and base rate as far from each chance, which lies between low and high."""
    def make(rng: np.random.Generator, n: int, each: int) -> Made:
        chance = rng.uniform(low, high, n)
        said, base = (np.clip(chance + by * rng.choice([-1, 1], n), 0.01, 0.99) for _ in range(2))
        return said, base, _happen(rng, chance, each, shared)

    return make


def constant(said: float, base: float, chance: float) -> Make:
    """The same probability, base rate and chance in every claim."""
    def make(rng: np.random.Generator, n: int, each: int) -> Made:
        return np.full(n, said), np.full(n, base), _happen(rng, np.full(n, chance), each, 0.0)

    return make


def boasting(rng: np.random.Generator, n: int, each: int) -> Made:
    """A hint of the outcome, told with three times the sureness it deserves: expected error that of a half."""
    outcome = rng.random(n) < 0.5
    hint = np.where(outcome, 0.3415, -0.3415) + rng.standard_normal(n)
    return np.clip(1 / (1 + np.exp(-3 * 2 * 0.3415 * hint)), 0.01, 0.99), np.full(n, 0.5), outcome


def _happen(rng: np.random.Generator, chance: Floats, each: int, shared: float) -> Bools:
    moment = rng.standard_normal(len(chance) // each + 1)[np.arange(len(chance)) // each]
    return np.asarray(ndtr(np.sqrt(shared) * moment + np.sqrt(1 - shared) * rng.standard_normal(len(chance))) < chance)


CELLS = {"as far": straying(0.15, 0.3, 0.7), "as far, shared luck": straying(0.15, 0.3, 0.7, 0.5),
         "as far, wide": straying(0.1, 0.15, 0.85), "rare": straying(0.04, 0.05, 0.15),
         "skewed": constant(0.95, 0.75, 0.85), "the right constant": constant(0.7, np.nan, 0.7), "boasts": boasting}


def one_track(made: Made, each: int) -> Track:
    said, base, outcome = made
    n = len(said)
    start = 7 * (np.arange(n) // each)
    return Track(("author",), np.zeros(n, int), said, start, start + 6, np.zeros(n, bool), np.ones(n, bool), outcome,
                 base)


def asked(name: str, n: int, each: int, authors: int) -> str:
    """A line of the table."""
    rng = np.random.default_rng([n, each, len(name)])
    answered = better = worse = left = dealt = 0
    for seed in range(authors):
        made = CELLS[name](rng, n, each)
        found = one_track(made, each)
        items = Items.of(found, found.of(None))
        if enough(items):
            continue
        answered += 1
        items = replace(items, signs=signs(len(items.author), seed, DRAWS))
        z, bound = _z(items)
        better += bool(z < -bound and against_constant(items) < 0)
        worse += bool(z > bound)
        left += _left_out(made, each, seed)
        dealt += _dealt(made, rng)
    return f"{name:22}{n:5}{each:4}{answered:9}{better:8}{worse:7}{left:10}{dealt:7}"


def _z(items: Items) -> tuple[float, float]:
    e = estimates_of(items)
    return float(e.score[0]), Calibration.of(e.score[1:][e.ok[1:]], int((~e.ok[1:]).sum()), DRAWS).bound()


def _left_out(made: Made, each: int, seed: int) -> bool:
    """Whether the author beats the share of the other claims that came true."""
    said, _, outcome = made
    n = len(said)
    base = (outcome.sum() - outcome) / (n - 1)
    block = blocks_of(7 * (np.arange(n) // each), 7 * (np.arange(n) // each) + 6)
    value, scale = compared(by_block(brier(said, outcome), block), by_block(brier(base, outcome), block),
                            signs(int(block.max()) + 1, seed, DRAWS))
    with np.errstate(divide="ignore", invalid="ignore"):
        z = value / scale
    ok = np.isfinite(z)
    return bool(ok[0] and z[0] < -Calibration.of(z[1:][ok[1:]], int((~ok[1:]).sum()), DRAWS).bound())


def _dealt(made: Made, rng: np.random.Generator) -> bool:
    """Whether the error is below that of 97.5 % of the outcomes dealt at random among the claims."""
    said, _, outcome = made
    real = brier(said, outcome).mean()
    others = np.array([brier(said, rng.permutation(outcome)).mean() for _ in range(DRAWS)])
    return bool((others <= real).sum() < 0.025 * (DRAWS + 1))


def speed(claims: int) -> None:
    """Read, verify and score so many claims of 20 authors."""
    from recul.questions.ledger import Ledger as Question

    rng = np.random.default_rng(5)
    with tempfile.TemporaryDirectory() as folder:
        ledger = Ledger(Path(folder), clock=lambda: datetime(2014, 1, 1, tzinfo=UTC))
        chance, first = rng.random(claims).clip(0.02, 0.98).round(3), datetime(2015, 1, 5, tzinfo=UTC).date()
        week = rng.integers(0, 520, claims)
        bodies = [{"by": f"author {i % 20}", "measure": "sales", "units": ["Lyon"], "says": "up", "against": "before",
                   "start": str(first + timedelta(weeks=int(w))), "end": str(first + timedelta(weeks=int(w), days=6)),
                   "probability": float(p), "zone": "Europe/Paris"}
                  for i, (p, w) in enumerate(zip(chance, week, strict=True))]
        ledger.append([("claim", body) for body in bodies])
        true = rng.random(claims) < chance
        ledger.append([("settlement", {"claim": i, "value": 1.0, "baseline": 0.5, "outcome": bool(t), "past": 0.5,
                                       "windows": 50}) for i, t in enumerate(true, 1)])
        marks = [time.process_time()]
        entries = ledger.entries()
        marks.append(time.process_time())
        faults = verify(entries)
        marks.append(time.process_time())
        found = track(entries)
        question = Question()
        today = datetime(2026, 1, 1, tzinfo=UTC).date()
        finding = question.judge(question.asked_of(found, 1, today=today), {"files": []})
        marks.append(time.process_time())
        read, walked, scored = np.diff(marks)
        print(f"{claims:,} claims of 20 authors ({len(entries):,} entries, {ledger.path.stat().st_size / 1e6:.0f} MB): "
              f"read {read:.2f} s, verified {walked:.2f} s ({len(faults)} faults), scored {scored:.2f} s "
              f"({finding.verdict}); in all {read + walked + scored:.2f} s of one processor")


def main() -> int:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--authors", type=int, default=400)
    parser.add_argument("--claims", type=int, default=100_000)
    options = parser.parse_args()
    if options.claims:
        speed(options.claims)
    if options.authors:
        print(f"{'cell':22}{'n':>5}{'each':>5}{'answered':>9}{'better':>8}{'worse':>7}{'left out':>10}{'dealt':>7}"
              f"   of {options.authors}")
        for name in CELLS:
            for n, each in SIZES:
                print(asked(name, n, each, options.authors), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
