"""Answers drawn again: when every conversation might have been answered instead, or which arm it might have had.

Observed: each conversation keeps what was said in it, and is answered at a moment drawn along its own stream from the
hazard that the real answers follow; had answering no effect, the redrawn answers are as good as the real ones.
Held back by lot: the same number of conversations, drawn again for each arm.
"""

from __future__ import annotations

import numpy as np

from recul.batch import Batch
from recul.threads.emulation import Assigned, Drawn, hazard
from recul.threads.hazard import probability
from recul.threads.lottery import Lottery
from recul.threads.trials import BINS, Trials

PLANNED = 199


def redraw(trials: Trials, seed: int, planned: int = PLANNED) -> Batch[Assigned]:
    """The real answers first, then so many redrawn ones, each a moment and a source of its own."""
    random = np.random.default_rng([seed, 2])
    start = hazard(trials)
    h = probability(trials.design @ start)
    h[trials.point >= trials.stop[trials.conversation]] = 0
    answered = np.full((planned + 1, len(trials)), BINS)
    answered[0] = trials.answered
    for one in answered[1:]:
        hit = np.flatnonzero(random.random(len(h)) < h)[::-1]
        one[trials.conversation[hit]] = trials.point[hit]  # backwards: the first hit is written last
    number = np.arange(planned + 1)
    return Batch(Assigned(trials, answered, start), number, number, number, planned, "answer_times", seed)


def redraw_arms(lottery: Lottery, seed: int, planned: int = PLANNED) -> Batch[Drawn]:
    """The real arms first, then as many answered and held back as there were, drawn again."""
    random = np.random.default_rng([seed, 2])
    arms = np.stack([lottery.arm, *(random.permutation(lottery.arm) for _ in range(planned))])
    number = np.arange(planned + 1)
    return Batch(Drawn(lottery, arms), number, number, number, planned, "arms", seed, exact=True)
