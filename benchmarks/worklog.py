"""How often a log without a change seems to have changed, how often a change is seen, and how often a share is right.

`python benchmarks/worklog.py` draws, in each cell, so many logs (`--worlds`, 300 by default; three minutes), asks each
with 299 shuffles and writes results/worklog.csv. A log has about 40 tasks a month of log-normal hours; the log-odds
that one is strategic, −1.4 on average, wander from week to week with a memory (.9: half is forgotten in six and a half
weeks) and a spread of .6. Where something changed they are one higher in the later half (a share of .2 becomes .4). The
audit sample is 200 tasks, the classifier one that tells four strategic tasks in five. `told` counts shares of the whole
log whose 95 % interval holds the truth.
"""

from __future__ import annotations

import argparse
import csv
import sys
from pathlib import Path

import numpy as np
from numpy.random import Generator

from recul.estimators._powered import powered
from recul.estimators._shift import Spans, lingering, shift
from recul.placebo.calibrate import Calibration

RESULTS = Path(__file__).parent / "results" / "worklog.csv"
SHUFFLES, AUDITED, TASKS_A_WEEK, WEEKS_A_QUARTER = 299, 200, 40 / 4.345, 13


def asked(rng: Generator, quarters: int, memory: float, change: float, audit: bool) -> tuple[bool, bool]:
    """Whether a change is seen, and whether the interval of the whole share holds the truth."""
    weeks = quarters * WEEKS_A_QUARTER
    mood = np.empty(weeks)
    mood[0] = rng.standard_normal()
    for t in range(1, weeks):
        mood[t] = memory * mood[t - 1] + np.sqrt(1 - memory**2) * rng.standard_normal()
    week = np.repeat(np.arange(weeks), rng.poisson(TASKS_A_WEEK, weeks))
    odds = -1.4 + 0.6 * mood[week] * (memory > 0) + change * (week >= weeks / 2)
    label = (rng.random(len(week)) < 1 / (1 + np.exp(-odds))).astype(float)
    hours = rng.lognormal(0, 0.7, len(week))
    score = np.where(label > 0, rng.beta(4, 2, len(week)), rng.beta(1.2, 5, len(week)))
    seen_by_hand = np.ones(len(week), bool)
    if audit:
        seen_by_hand = np.zeros(len(week), bool)
        seen_by_hand[rng.choice(len(week), AUDITED, replace=False)] = True
    spans = Spans.of(week // WEEKS_A_QUARTER, quarters, hours, score, label, seen_by_hand)
    order = np.stack([np.arange(quarters), *(rng.permutation(quarters) for _ in range(SHUFFLES))])
    found = shift(spans, order, 4 * (quarters // 8))
    z = found.value / found.scale
    told = powered(score, label, seen_by_hand, hours)
    truth = float(hours @ label / hours.sum())
    bound = Calibration.of(z[1:], 0, SHUFFLES).bound() * lingering(float(found.alike[0]))
    return bool(abs(z[0]) > bound), told.low - 1e-9 <= truth <= told.high + 1e-9


def main() -> None:
    """A row a cell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--worlds", type=int, default=300)
    worlds, rows = parser.parse_args().worlds, []
    for audit in (False, True):
        for quarters in (8, 12, 16):
            for memory in (0.0, 0.8, 0.9, 0.95):
                for change in (0.0, 1.0):
                    rng = np.random.default_rng([len(rows), 8])
                    answers = [asked(rng, quarters, memory, change, audit) for _ in range(worlds)]
                    rows.append(("audit sample" if audit else "team column", quarters, memory, change, worlds,
                                 sum(seen for seen, _ in answers), sum(held for _, held in answers)))
                    sys.stdout.write("{}, {} quarters, memory {}, change {}: {} logs, {} seen, {} told\n".format(
                        *rows[-1]))
    with RESULTS.open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("natures", "quarters", "memory", "change", "worlds", "seen", "told"))
        writer.writerows(rows)


if __name__ == "__main__":
    main()
