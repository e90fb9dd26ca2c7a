"""Weights on the simplex, exactly and in batch: non-negative, summing to one.

Two shapes of one problem. `ridge_weights`: few weights and a ridge that matters, given by its Gram matrix.
`nearest_weights`: many weights, fewer rows and next to no ridge, where the answer is sparse and found by Wolfe's walk
from corner to corner, or, where the rows can be met exactly, the smallest weights that meet them.

Papers: Hintermüller, Ito & Kunisch (2002), SIAM Journal on Optimization 13(3) (primal-dual active set); Wolfe (1976),
Finding the nearest point in a polytope, Mathematical Programming 11.
"""

from __future__ import annotations

import numpy as np

from recul.estimators._walk import Polytopes, Walk
from recul.panel import Bools, Floats, Ints

# Of a problem whose numbers are near one: what counts as nothing.
NOTHING = 1e-10
ROUNDS, NEWTON, HALVINGS = 30, 50, 40
# Every so many dates one is solved from nothing; the others start from the nearest of these.
APART = 8
# Items that are done leave the batch once fewer than this share are still at work: copying costs more than idling.
CROWD = 0.6
# Newton's steps are many passes over few numbers: items whose rows fit the processor's cache take them together.
CACHE_CELLS = 200_000
# Walkers at once: their points and inverses take no more numbers than this.
WALK_CELLS = 2_000_000


def ridge_weights(gram: Floats, linear: Floats) -> Floats:
    """The w [n, p] on the simplex that minimise w'Gw/2 − c'w; gram: [n, p, p], positive definite; linear: [n, p].

    Active sets: solve on the positive weights, drop those that turn negative, take back those whose gradient asks for
    it. Items that have not settled after 30 rounds (none was met in simulation) go on by projected gradient.
    """
    n, p = linear.shape
    size = np.maximum(np.abs(gram).max(axis=(1, 2)), 1e-300)
    inside, w = np.ones((n, p), dtype=bool), np.empty((n, p))
    left = np.arange(n)
    for _ in range(ROUNDS):
        on = inside[left]
        w[left], price = _on_face(gram[left], linear[left], on)
        slope = (gram[left] @ w[left][:, :, None])[:, :, 0] - linear[left] + price
        keep = np.where(on, w[left] > 0, slope < -NOTHING * size[left, None])
        moved = (keep != on).any(axis=1)
        inside[left] = keep
        left = left[moved]
        if not len(left):
            return w
    w[left] = _projected_gradient(gram[left], linear[left])
    return w


def _on_face(gram: Floats, linear: Floats, on: Bools) -> tuple[Floats, Floats]:
    """The minimum over weights [n, p] that sum to one and are zero where not `on`, and the sum's multiplier [n, 1]."""
    system = gram * (on[:, :, None] & on[:, None, :])
    place = np.arange(on.shape[1])
    system[:, place, place] += ~on
    both = np.linalg.solve(system, np.stack([linear * on, on.astype(float)], axis=2))
    price = (both[:, :, 0].sum(axis=1, keepdims=True) - 1) / both[:, :, 1].sum(axis=1, keepdims=True)
    return both[:, :, 0] - price * both[:, :, 1], price


def _projected_gradient(gram: Floats, linear: Floats) -> Floats:
    """Nesterov's accelerated projected gradient, restarted where it turns back: always converges, more slowly."""
    step = 1 / np.linalg.norm(gram, 2, axis=(1, 2))[:, None]
    w = np.full(linear.shape, 1 / linear.shape[1])
    ahead, pace = w, np.ones((len(w), 1))
    for _ in range(5000):
        slope = (gram @ ahead[:, :, None])[:, :, 0] - linear
        after = _projected(ahead - step * slope)
        faster = (1 + np.sqrt(1 + 4 * pace**2)) / 2
        back = ((ahead - after) * (after - w)).sum(axis=1, keepdims=True) > 0
        ahead = np.where(back, after, after + (pace - 1) / faster * (after - w))
        w, pace = after, np.where(back, 1.0, faster)
    return w


def _projected(v: Floats) -> Floats:
    """The nearest point of the simplex to each row of v [n, p] (Held, Wolfe & Crowder 1974)."""
    ordered = -np.sort(-v, axis=1)
    excess = (np.cumsum(ordered, axis=1) - 1) / np.arange(1, v.shape[1] + 1)
    last = (ordered > excess).sum(axis=1) - 1
    return np.asarray(np.maximum(v - excess[np.arange(len(v)), last][:, None], 0.0))


def nearest_weights(polytopes: Polytopes, shift: Ints) -> Floats:
    """The λ [n, t] on the simplex whose point lies nearest to the origin, with the polytopes' ridge.

    First the polytope of all the series of a date, from which those of its items differ by a series or two: they start
    from where it ended. shift: int [d], the period of each date's first point: neighbouring dates share most points.
    """
    d, s, t = polytopes.series.shape
    _, one = np.unique(polytopes.date, return_index=True)
    whole = Polytopes.of(polytopes.series, np.arange(d), np.ones((d, s), dtype=bool), polytopes.ridge[one]
                         * polytopes.size[one] ** 2)
    parents, place = _whole(whole, shift), polytopes.date
    polytopes, weights = polytopes.sized_as(whole.size[place]), np.empty((len(place), t))
    dual = np.zeros((d, s + 1))
    dual[:, s] = -1 / t
    exact, reached = np.flatnonzero(parents.exact), parents.exact[place]
    _, dual[exact], known = smallest_weights(whole.some(exact), dual[exact])
    reached[reached] &= known[np.searchsorted(exact, place[reached])]
    easy = np.flatnonzero(reached)
    weights[easy], _, reached[easy] = smallest_weights(polytopes.some(easy), dual[place[easy]])
    hard, met = np.flatnonzero(~reached), np.zeros(len(place), dtype=bool)
    most = max(1, WALK_CELLS // ((s + parents.slot.shape[1]) * parents.slot.shape[1]))
    for some in (hard[first : first + most] for first in range(0, len(hard), most)):
        walk = _from(parents, polytopes.some(some)).go()
        weights[some], met[some] = walk.spread(), walk.exact
    met = np.flatnonzero(met)
    dual = np.zeros((len(met), s + 1))
    dual[:, s] = -1 / t
    smallest, _, good = smallest_weights(polytopes.some(met), dual)
    weights[met[good]] = smallest[good]
    return weights


def _whole(whole: Polytopes, shift: Ints) -> Walk:
    """The walks of the dates: a few from the corner, the others from where the nearest of these ended."""
    d, few = len(shift), np.arange(0, len(shift), APART)
    corner = Walk.at_corner(whole.some(few)).go()
    nearest = np.minimum((np.arange(d) + APART // 2) // APART, len(few) - 1)
    slot = corner.slot[nearest] - (shift - shift[few[nearest]])[:, None]
    there = (corner.slot[nearest] >= 0) & (slot >= 0) & (slot < whole.series.shape[2])
    weight = np.where(there, corner.weight[nearest], 0.0)
    # A date too far from any other begins anywhere.
    lost = weight.sum(axis=1) < 0.1
    slot, weight = np.where(there & ~lost[:, None], slot, -1), np.where(lost[:, None], 0.0, weight)
    slot[lost, 0], weight[lost, 0] = 0, 1.0
    return Walk.start(whole, slot, weight / weight.sum(axis=1, keepdims=True)).go()


def _from(parents: Walk, polytopes: Polytopes) -> Walk:
    """Walks from where those of the dates ended.

    Without one series the products of the others' deviations from their mean are those of all, less s / (s − 1) times
    its own deviations': a change of rank one. Where more is missing the walk finds the inverse wrong and makes its own.
    """
    date, s = polytopes.date, polytopes.own.shape[1]
    slot, whole = parents.slot[date], parents.on
    missing = (polytopes.own == 0).argmax(axis=1)
    columns = whole.series[np.arange(len(whole.date))[:, None], :, np.maximum(parents.slot, 0)].transpose(0, 2, 1)
    own = np.where(slot >= 0, whole.scaled(columns)[date, missing], 0.0)
    inverse = parents.inverse[date]
    along = (inverse @ own[:, :, None])[:, :, 0]
    left = (s - 1) / s - np.vecdot(own, along)
    inverse += (along / np.where(left > NOTHING, left, 1.0)[:, None])[:, :, None] * along[:, None]
    return Walk.start(polytopes, slot, parents.weight[date], inverse)


def smallest_weights(polytopes: Polytopes, dual: Floats) -> tuple[Floats, Floats, Bools]:
    """The same minimum where Pλ = 0 can be met: by Newton's method on the dual, whose unknowns are the rows.

    λ = max(0, −P'ρ − μ), with ρ and μ the minimum of a convex, piecewise quadratic function. dual: [n, s + 1], from
    where to begin. λ [n, t], ρ and μ [n, s + 1], and whether 50 steps reached them [n].
    """
    weights, dual, good = np.empty((len(dual), polytopes.series.shape[2])), dual.copy(), np.zeros(len(dual), dtype=bool)
    size = max(1, CACHE_CELLS // polytopes.series[0].size)
    for some in (np.arange(first, min(first + size, len(dual))) for first in range(0, len(dual), size)):
        few = polytopes.some(some)
        weights[some], dual[some], good[some] = _newton(few.points(), few.ridge, dual[some])
    return weights, dual, good


def _newton(rows: Floats, ridge: Floats, dual: Floats) -> tuple[Floats, Floats, Bools]:
    """The same for points [n, m + 1, t], a few at a time."""
    n, m, p = rows.shape[0], rows.shape[1] - 1, rows.shape[2]
    aim, place = np.concatenate([np.zeros(m), [1.0]]), np.arange(m + 1)
    damp = np.concatenate([np.repeat(ridge[:, None], m, axis=1), np.zeros((n, 1))], axis=1)
    weights = np.maximum(0.0, -(dual[:, None] @ rows)[:, 0])
    left, found, end, good = np.arange(n), np.empty((n, p)), dual.copy(), np.zeros(n, dtype=bool)
    for _ in range(NEWTON):
        slope = damp * dual + aim - (rows @ weights[:, :, None])[:, :, 0]
        alive = np.abs(slope).max(axis=1) >= NOTHING / 10
        done = left[~alive]
        found[done], end[done], good[done] = weights[~alive], dual[~alive], True
        if alive.mean() < CROWD:
            left, rows, damp, dual = left[alive], rows[alive], damp[alive], dual[alive]
            weights, slope = weights[alive], slope[alive]
        if not len(left):
            break
        bend = (rows * (weights > 0)[:, None, :]) @ np.swapaxes(rows, 1, 2)
        # The small term keeps rows that repeat each other from making the system singular; the slope stays exact.
        bend[:, place, place] += damp + 1e-12 * p
        move = -np.linalg.solve(bend, slope[:, :, None])[:, :, 0]
        _downhill(rows, aim, damp, dual, weights, move, (slope * move).sum(axis=1))
    return found, end, good


def _downhill(rows: Floats, aim: Floats, damp: Floats, dual: Floats, weights: Floats, move: Floats, fall: Floats
              ) -> None:
    """Move dual and weights, in place, by the longest of the steps 1, 1/2, 1/4 … that lowers the dual function enough
    (Armijo)."""

    def height(damp: Floats, dual: Floats, weights: Floats) -> Floats:
        return np.asarray(0.5 * ((dual**2 * damp).sum(axis=1) + (weights**2).sum(axis=1)) + dual @ aim)

    before, start = height(damp, dual, weights), dual.copy()
    todo, step = np.arange(len(dual)), 1.0
    for _ in range(HALVINGS):
        every = len(todo) == len(dual)
        at = start[todo] + step * move[todo]
        primal = np.maximum(0.0, -(at[:, None, :] @ (rows if every else rows[todo]))[:, 0])
        dual[todo], weights[todo] = at, primal
        fine = height(damp[todo], at, primal) <= before[todo] + 1e-4 * step * fall[todo] + 1e-14
        todo, step = todo[~fine], step / 2
        if not len(todo):
            return
