"""What answering changed, by an emulated sequence of trials, doubly robust (Hernán & Robins 2016; METHODS §3).

Each row (conversation, half hour at risk) is answered, A = 1, or left for the moment. With h the hazard of being
answered given the history X, and Y the messages that follow,

    E₁ = mean of Y over the answered rows                         what followed
    E₀ = mean over the answered rows of Xγ                        what would have followed, had they been left then
    γ  = weighted least squares of Y on X over the rows left, with weights h / (1 − h)
    θ  = log(E₁ / E₀)

right when h or the regression is (Robins, Sued, Lei-Gomez & Rotnitzky 2007, Statist. Sci. 22(4), eq. 9 there: with
an intercept the weighted residuals add up to zero, so nothing is left to correct). Errors by conversation, from the
influence of each on E₁ and E₀. A row left may be answered later: θ compares an answer now with the team's usual later
or never. METHODS' first form followed rows left only as long as nobody answered, with weights Π 1/(1 − h): capped at
10 they left a bias of .24 in θ, and an SD of .14 against .056 here (`docs/methods.md`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recul.panel import Bools, Floats, Ints
from recul.threads._normal import moments
from recul.threads.hazard import logistic, probability
from recul.threads.lottery import Lottery
from recul.threads.trials import Trials

RIDGE = 1e-8  # of the mean diagonal: two columns that say the same share the credit
LEAST = 20  # answers below which nothing is fitted
MOST_CELLS = 3_000_000  # of (row, assignment) at a time


@dataclass(frozen=True, eq=False)
class Emulated:
    """For each assignment [k]: the mean of what followed and of what would have, in the half hour after the answer
    and from there to the horizon [k, 2]; the errors of both θ [k, 2], and of their difference [k]; answers [k]; the
    hazard's coefficients [k, p]. NaN where there was too little to fit."""

    followed: Floats
    expected: Floats
    error: Floats
    difference_error: Floats
    answers: Ints
    hazard: Floats

    @property
    def effect(self) -> Floats:
        """θ = log(E₁ / E₀) [k, 2]; NaN where either is not above zero."""
        with np.errstate(divide="ignore", invalid="ignore"):
            theta: Floats = np.array(np.log(self.followed / self.expected), np.float64)
        theta[(self.followed <= 0) | (self.expected <= 0)] = np.nan
        return theta


def emulate(trials: Trials, answered: Ints, start: Floats | None = None) -> Emulated:
    """Every assignment of answers, answered: int [k, n], the point of each conversation's answer, BINS for none.

    start: coefficients of the hazard to begin from [p]; the answer does not depend on it.
    """
    if start is None:
        start = hazard(trials)
    chunk = max(1, MOST_CELLS // max(len(trials.controls), 1))
    parts = [_emulate(trials, answered[i:i + chunk], start) for i in range(0, len(answered), chunk)]
    return Emulated(*(np.concatenate([getattr(p, f) for p in parts]) for f in Emulated.__dataclass_fields__))


def hazard(trials: Trials) -> Floats:
    """The coefficients [p] of the real answers' hazard."""
    zero = np.zeros((1, trials.design.shape[1]))
    risk = _at_risk(trials, trials.answered[None])
    found: Floats = logistic(trials.design, trials.controls, trials.weight, risk, [trials.row_of(trials.answered)],
                             zero)[0]
    return found


def _at_risk(trials: Trials, answered: Ints) -> Bools:
    """Which controls are at risk and left, in each assignment [c, k]."""
    whose, point = trials.conversation[trials.controls], trials.point[trials.controls]
    return np.asarray((point[:, None] < answered[:, whose].T) & (point < trials.stop[whose])[:, None])


def _emulate(trials: Trials, answered: Ints, start: Floats) -> Emulated:
    risk = _at_risk(trials, answered)
    treated = [trials.row_of(a) for a in answered]
    many = np.array([len(t) for t in treated])
    k, p = len(answered), trials.design.shape[1]
    b = logistic(trials.design, trials.controls, trials.weight, risk, treated, np.broadcast_to(start, (k, p)))
    x, y = trials.design[trials.controls], trials.outcome[trials.controls]
    h = probability(x @ b.T)
    odds = risk * (h / (1 - h)) * trials.weight[:, None]
    gram = moments(x, odds)
    gram[:, np.arange(p), np.arange(p)] += RIDGE * np.trace(gram, axis1=1, axis2=2)[:, None] / p + 1e-300
    cross = np.stack([(x.T @ (odds * y[:, q, None])).T for q in range(2)], axis=2)  # [k, p, 2]
    gamma: Floats = np.asarray(np.linalg.solve(gram, cross), np.float64)
    with np.errstate(invalid="ignore", divide="ignore"):
        means = np.stack([trials.design[t].sum(axis=0) for t in treated]) / many[:, None]
        followed = np.stack([trials.outcome[t].sum(axis=0) for t in treated]) / many[:, None]
    followed[many < LEAST] = np.nan
    expected: Floats = np.einsum("kp,kpq->kq", np.nan_to_num(means), gamma)
    share = x @ np.linalg.solve(gram, np.nan_to_num(means)[:, :, None])[:, :, 0].T * odds  # of each control in E₀
    influence = [_influence(trials, treated, share * (y[:, q, None] - x @ gamma[:, :, q].T), gamma[:, :, q],
                            followed[:, q], expected[:, q], q) for q in range(2)]
    error = np.stack([np.sqrt((i**2).sum(axis=1)) for i in influence], axis=1)
    return Emulated(followed, expected, error, np.sqrt(((influence[1] - influence[0]) ** 2).sum(axis=1)), many, b)


def _influence(trials: Trials, treated: list[Ints], residual: Floats, gamma: Floats, followed: Floats,
               expected: Floats, q: int) -> Floats:
    """Of each conversation on log(E₁ / E₀) [k, n]; residual: share × (Y − Xγ) of the controls [c, k]."""
    whose = trials.conversation[trials.controls]
    found = np.zeros((len(treated), len(trials)))
    if len(whose):
        begins = np.flatnonzero(np.diff(whose, prepend=-1))
        found[:, whose[begins]] = -np.add.reduceat(residual, begins, axis=0).T
    with np.errstate(invalid="ignore", divide="ignore"):
        found /= expected[:, None]
        for k, rows in enumerate(treated):
            y, fit = trials.outcome[rows, q], trials.design[rows] @ gamma[k]
            found[k, trials.conversation[rows]] += ((y - followed[k]) / followed[k]
                                                    - (fit - expected[k]) / expected[k]) / len(rows)
    return found


@dataclass(frozen=True, eq=False)
class Assigned:
    """What is asked a thousand times of observed answers: answered, int [k, n], the real one first. start: see
    `emulate`."""

    trials: Trials
    answered: Ints
    start: Floats


@dataclass(frozen=True, eq=False)
class Drawn:
    """What is asked a thousand times of answers held back by lot: arms, bool [k, n], the real one first."""

    lottery: Lottery
    arms: Bools
