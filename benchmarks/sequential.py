"""A sequential test with a guaranteed average run length, tried: does it hold its budget, and what does it see?

    python benchmarks/sequential.py [--brands 60] [--days 90]

e-detector (Shin, Ramdas & Rinaldo 2023) of the Shiryaev-Roberts kind on conformal ranks: the highest score of each
block of hours is ranked among those of the last 42 days, p = (those not lower + u)/(n + 1); e = mean of ε·p^(ε−1) over
ε of .2, .5, .8 (Shafer's calibrators); M = (M + 1)·e, an alarm where M reaches the declared run length in blocks, and M
is 0 again after 24 hours. If blocks were exchangeable, alarms would be no more frequent than declared. Blocks of one
hour are far from exchangeable, those of 24 hours nearly so.

Worlds, bursts and `seen` are those of benchmarks/bursts.py; realised over declared is counted where nothing happens.
"""

from __future__ import annotations

import argparse
import sys

import numpy as np
from bursts import BUDGETS, GRID, SEEN_WITHIN, with_bursts

from recul.detectors import multiscale
from recul.detectors.threshold import hourly_highest
from recul.worlds.chatter import chatter

PAST_HOURS, SILENT_HOURS = 1008, 24
FIRST_HOURS = 240
POWERS = (0.2, 0.5, 0.8)


def ranks(highest: np.ndarray, block: int, random: np.random.Generator) -> np.ndarray:
    """p of each block [rows, blocks] among those of the PAST_HOURS before it; one before FIRST_HOURS."""
    blocks = highest.shape[1] // block
    top = highest[:, : blocks * block].reshape(len(highest), blocks, block).max(axis=2)
    out = np.ones(top.shape)
    for at in range(FIRST_HOURS // block, blocks):
        past = top[:, max(0, at - PAST_HOURS // block) : at]
        not_lower = (past >= top[:, at, None]).sum(axis=1)
        out[:, at] = (not_lower + random.random(len(top))) / (past.shape[1] + 1)
    return out


def alarms(p: np.ndarray, block: int, budget: float) -> np.ndarray:
    """Blocks in which the test raises an alarm [rows, blocks]."""
    e = np.mean([power * p ** (power - 1) for power in POWERS], axis=0)
    limit = 720 / budget / block
    m, silent, out = np.zeros(len(p)), np.zeros(len(p)), np.zeros(p.shape, bool)
    for at in range(FIRST_HOURS // block, p.shape[1]):
        m = np.where(silent > 0, 0, (m + 1) * e[:, at])
        silent -= 1
        out[:, at] = m >= limit
        m[out[:, at]], silent[out[:, at]] = 0, SILENT_HOURS // block
    return out


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--brands", type=int, default=60)
    parser.add_argument("--days", type=int, default=90)
    told = parser.parse_args()
    random = np.random.default_rng(3)
    for number, world in enumerate(("calm", "growing", "harsh")):
        quiet, slots = chatter(world, told.brands, told.days, seed=50 + number)
        loud, bursts = with_bursts(quiet, seed=60 + number)
        highest = []
        for counts in (quiet, loud):
            state = multiscale.DETECTOR.start(told.brands, GRID)
            scores = multiscale.DETECTOR.advance(state, counts, np.ones(counts.shape, bool), slots)
            highest.append(hourly_highest(scores, GRID.per_hour))
        for block in (1, 6, 24):
            p_still, p_moved = (ranks(h, block, random) for h in highest)
            for budget in BUDGETS:
                still, moved = alarms(p_still, block, budget), alarms(p_moved, block, budget)
                months = told.brands * (highest[0].shape[1] - FIRST_HOURS) / 720
                late = [(b, f) for b, f, _, _ in bursts if f >= FIRST_HOURS * 12]
                size = block * GRID.per_hour
                seen = sum(moved[b, f // size : (f + SEEN_WITHIN) // size + 1].any() for b, f in late)
                ratio = still.sum() / months / budget
                sys.stdout.write(f"{world:>8}, blocks of {block:>2} h, budget {budget}: realised/declared {ratio:.2f}, "
                                 f"{months:.0f} months; seen {seen} of {len(late)}\n")
                sys.stdout.flush()


if __name__ == "__main__":
    main()
