"""Answers held back by lot at the moment of answering: the difference between the arms (METHODS §3).

With Y what follows the moment and X the history before it, γ the least squares of Y on X over both arms together
(which no redrawing changes), R = Y − Xγ,

    E₁ = mean of Xγ + mean of R over the answered        E₀ = the same over the held back        θ = log(E₁ / E₀)

The adjustment only sharpens (Lin 2013, Ann. Appl. Stat. 7(1)); the draw drawn again makes the inference (Fisher 1935).
Both arms are taken as they were drawn, whatever was done later (intention to treat).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recul.panel import Bools, Floats, Ints
from recul.threads._history import HALF, Counts, design
from recul.threads.conversations import MICRO, Conversations
from recul.threads.hours import Office

REACH_BACK = 16  # half hours before the moment that the history looks into
ROWS_A_COLUMN = 10  # fewer rows than this for each column of the history: the adjustment is left out


@dataclass(frozen=True, eq=False)
class Lottery:
    """One row a conversation of the draw [n]: design [n, p], what followed up to the horizon, the arm (True: answered),
    its number, and the horizon in hours."""

    design: Floats
    outcome: Floats
    arm: Bools
    conversation: Ints
    hours: float

    def __len__(self) -> int:
        return len(self.arm)


@dataclass(frozen=True, eq=False)
class Arms:
    """For each drawing of the arms [k]: E₁, E₀ and the error of θ."""

    followed: Floats
    expected: Floats
    error: Floats


def lottery(said: Conversations, conversation: Ints, moment: Ints, arm: Bools, office: Office, horizon: float,
            counted: Bools | None = None) -> Lottery:
    """conversation, moment, arm [n]: which, when (microseconds UTC), and whether answered. Moments whose horizon lies
    beyond the record's end, or before anything was said, are left out of both arms."""
    first = np.full(len(said), said.end)
    first[conversation] = moment - REACH_BACK * HALF
    steps = round(2 * horizon)
    kept = (moment + round(horizon * MICRO) <= said.end) & (said.began()[conversation] <= moment)
    conversation, moment, arm = conversation[kept], moment[kept], arm[kept]
    counts = Counts.of(said, first, REACH_BACK + steps + 1, said.public & (said.tone < 0) if counted is None else counted)
    point = np.full(len(moment), REACH_BACK)
    x, _ = design(said, counts, office, conversation, point, moment)
    if len(x) < ROWS_A_COLUMN * x.shape[1]:
        x = x[:, :1]
    return Lottery(x, counts.after(conversation, point, (steps,))[:, 0], arm, conversation, horizon)


def compare(drawn: Lottery, arms: Bools) -> Arms:
    """Every drawing of the arms, bool [k, n]."""
    gamma = np.linalg.lstsq(drawn.design, drawn.outcome, rcond=None)[0]
    fit = drawn.design @ gamma
    residual = drawn.outcome - fit
    means, spreads = [], []
    for arm in (arms, ~arms):
        n = arm.sum(axis=1)
        with np.errstate(invalid="ignore", divide="ignore"):
            mean = arm @ residual / n
            variance = (arm @ residual**2 - n * mean**2) / (n - 1) / n
        means.append(fit.mean() + mean)
        spreads.append(np.maximum(variance, 0))
    with np.errstate(invalid="ignore", divide="ignore"):
        error = np.sqrt(spreads[0] / means[0] ** 2 + spreads[1] / means[1] ** 2)
    return Arms(means[0], means[1], error)
