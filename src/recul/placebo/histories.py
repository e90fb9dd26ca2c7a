"""Histories of a record's length, made of moments where nothing happened: what the crisis argument is tried on.

Each history has its own surges, losses and answers, all planted, and errors that are nobody's model: the score of a
placebo moment of one of the record's own surges, and of the answers drawn again. So its truth is known.

    nothing_lost      as many surges as there were, none of which hurts; answering averts what it is believed to
    nothing_averted   crises as they are believed to come and to cost; answering averts nothing
    neither           none of the surges hurts, and answering averts nothing
    just_covers       both, and the yearly loss averted is the yearly cost: crises as much rarer as that takes, or,
                      where too little would be averted, as much costlier; of these, histories with a crisis at least

The argument is only ever made of a record with a seen loss, in which answering is seen to calm. What it is tried on is
chosen by the same rule (METHODS §0.3): of `just_covers`, the caller keeps those in which it would have been made.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, get_args

import numpy as np

from recul.estimators._crises import Arguments, Belief
from recul.panel import Floats, Ints

Kind = Literal["just_covers", "nothing_lost", "nothing_averted", "neither"]
KINDS: tuple[Kind, ...] = get_args(Kind)
# No history is expected to have more crises than this.
MOST = 1000


@dataclass(frozen=True, eq=False)
class Errors:
    """How far the estimates stray where nothing happened. scale: of each surge's loss, money [K]; scores: of its
    placebos, one array a surge. wrong: of the logarithm of what answering leaves; redrawn: scores of answers drawn
    again."""

    scale: Floats
    scores: tuple[Floats, ...]
    wrong: float
    redrawn: Floats


def histories(kind: Kind, real: Arguments, belief: Belief, errors: Errors, cost: float, number: int, seed: int
              ) -> Arguments:
    """`number` histories of a kind. real: one argument, as it is believed (`belief`, of it alone). cost: a year."""
    rng = np.random.default_rng([seed, KINDS.index(kind)])
    surges = int(real.there[0].sum())
    at = rng.integers(0, belief.averted.shape[1], number)
    if kind == "just_covers":
        at = np.flatnonzero(belief.averted[0] > 0)[rng.integers(0, int((belief.averted[0] > 0).sum()), number)]
    often, size, loss, averted = (a[0, at] for a in (belief.frequency, belief.cost, belief.loss, belief.averted))
    with np.errstate(invalid="ignore", divide="ignore"):
        left = np.where(loss > 0, 1 - averted / loss, np.exp(real.effect[0]))
        off = np.where(averted > 0, cost / averted, 1.0)
    hurting = often * real.years
    if kind == "just_covers":
        hurting, size = hurting * np.minimum(off, 1), size * np.maximum(off, 1)
    hurt = np.zeros(number, dtype=np.int64)
    calm = np.full(number, surges)
    if kind in ("just_covers", "nothing_averted"):
        hurting = np.minimum(hurting, MOST)
        # At least one: the first comes before the end, the others after it as they will.
        first = -np.log1p(rng.random(number) * np.expm1(-hurting)) if kind == "just_covers" else 0.0
        hurt = (kind == "just_covers") + rng.poisson(np.maximum(hurting - first, 0.0))
        calm = rng.poisson(np.maximum(surges - often * real.years, 0.0))
    there = np.arange(int((hurt + calm).max(initial=1))) < (hurt + calm)[:, None]
    which = rng.integers(0, surges, there.shape)
    noise = np.empty(there.shape)
    for k, scores in enumerate(errors.scores):
        mine = which == k
        noise[mine] = errors.scale[k] * scores[rng.integers(0, len(scores), int(mine.sum()))]
    hit = np.arange(there.shape[1]) < hurt[:, None]
    planted = np.where(hit, rng.exponential(1.0, there.shape) * size[:, None], 0.0)
    effect = np.log(np.maximum(left, 1e-6)) if kind in ("just_covers", "nothing_lost") else np.zeros(number)
    effect = effect + errors.wrong * errors.redrawn[rng.integers(0, len(errors.redrawn), number)]
    return Arguments(planted + noise, real.error[0][which], there, real.years, effect, np.full(number, real.wrong[0]))


def kept(found: Arguments, rows: Ints) -> Arguments:
    """Some of them."""
    return replace(found, loss=found.loss[rows], error=found.error[rows], there=found.there[rows],
                   effect=found.effect[rows], wrong=found.wrong[rows])


def together(parts: list[Arguments]) -> Arguments:
    """Several, one after the other, as one."""
    width = max(p.loss.shape[1] for p in parts)

    def wide(values: Floats, by: float) -> Floats:
        return np.pad(values, ((0, 0), (0, width - values.shape[1])), constant_values=by)

    return Arguments(np.concatenate([wide(p.loss, 0.0) for p in parts]),
                     np.concatenate([wide(p.error, 1.0) for p in parts]),
                     np.concatenate([np.pad(p.there, ((0, 0), (0, width - p.there.shape[1]))) for p in parts]),
                     parts[0].years, np.concatenate([p.effect for p in parts]),
                     np.concatenate([p.wrong for p in parts]))
