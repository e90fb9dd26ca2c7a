"""Weights on the simplex, exactly and in batch: non-negative, summing to one.

Two shapes of one problem. `ridge_weights`: few weights and a ridge that matters, given by its Gram matrix.
`nearest_weights`: many weights, fewer rows and next to no ridge, where the answer is sparse and found by Wolfe's walk
from corner to corner, or, where the rows can be met exactly, the smallest weights that meet them.

Papers: Hintermüller, Ito & Kunisch (2002), SIAM Journal on Optimization 13(3) (primal-dual active set); Wolfe (1976),
Finding the nearest point in a polytope, Mathematical Programming 11.
"""

from __future__ import annotations

import numpy as np

from recul.panel import Bools, Floats, Ints

# Of a problem whose numbers are near one: what counts as nothing.
NOTHING = 1e-10
REACHED = 1e-8
RIDGE_LEAST = 1e-13
ROUNDS, WALK, NEWTON, HALVINGS = 30, 2000, 50, 40
# Items that are done leave the batch once fewer than this share are still at work: copying costs more than idling.
CROWD = 0.6
# Newton's steps are many passes over few numbers: items whose rows fit the processor's cache take them together.
CACHE_CELLS = 200_000


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


def nearest_weights(points: Floats, ridge: Floats, group: Ints) -> Floats:
    """The λ [n, p] on the simplex that minimise ‖Pλ‖² + ridge‖λ‖²; points: P [n, m, p]; ridge: [n].

    group: [n], items with the same number resemble each other: the first is solved, the others start from it.
    """
    n, m, p = points.shape
    size = np.sqrt(np.einsum("nmp,nmp->n", points, points) / (m * p))
    size = np.where(size > 0, size, 1.0)
    ridge = np.maximum(ridge / size**2, RIDGE_LEAST)
    # A row of ones: the sum of the weights then stands in every product.
    rows = np.ones((n, m + 1, p))
    np.divide(points, size[:, None, None], out=rows[:, :m])
    _, parent, place = np.unique(group, return_index=True, return_inverse=True)
    corner = Walk.at_corner(rows[parent], ridge[parent])
    corner.go()
    walk = Walk(rows, ridge, corner.slot[place], corner.weight[place])
    walk.go()
    weights, exact = walk.spread(), np.flatnonzero(walk.exact)
    size = max(1, CACHE_CELLS // ((m + 1) * p))
    for some in (exact[first : first + size] for first in range(0, len(exact), size)):
        weights[some] = smallest_weights(rows[some], ridge[some], weights[some])
    return weights


class Walk:
    """Wolfe's walk: the nearest point of a polytope's hull to the origin, many polytopes at once.

    rows [n, m + 1, p]: the p points, a one under each. slot [n, k]: which points are taken, -1 for none; weight [n, k].
    exact [n]: whether the origin was reached. Each step solves for the nearest point of the flat through the points
    taken: where a weight would turn negative it stops at zero and that point is dropped, else the point that reaches
    furthest beyond is taken, until none does. Items at their end stay there, and leave when they are many.
    """

    def __init__(self, rows: Floats, ridge: Floats, slot: Ints, weight: Floats):
        self.rows, self.ridge, self.slot, self.weight = rows, ridge, slot, weight
        self.exact = np.zeros(len(rows), dtype=bool)

    @classmethod
    def at_corner(cls, rows: Floats, ridge: Floats) -> Walk:
        """At the point nearest to the origin."""
        n, m, p = rows.shape
        slot, weight = np.full((n, min(m + 1, p)), -1, dtype=np.int64), np.zeros((n, min(m + 1, p)))
        slot[:, 0], weight[:, 0] = (rows**2).sum(axis=1).argmin(axis=1), 1.0
        return cls(rows, ridge, slot, weight)

    def go(self) -> None:
        """Walk to the end."""
        left, rows, ridge = np.arange(len(self.rows)), self.rows, self.ridge
        slot, weight = self.slot.copy(), self.weight.copy()
        taken = np.where(slot[:, None, :] >= 0, np.take_along_axis(rows, np.maximum(slot, 0)[:, None, :], axis=2), 0.0)
        for _ in range(WALK):
            used = np.s_[..., : int(np.flatnonzero((slot >= 0).any(axis=0))[-1]) + 1]
            settled = _towards(taken[used], ridge, slot[used], weight[used])
            here = (taken[used] @ weight[used][:, :, None])[:, :, 0]
            reach = (here[:, None, :] @ rows)[:, 0]
            point, near = reach.argmin(axis=1), (here[:, :-1] ** 2).sum(axis=1)
            exact = near < REACHED**2
            free = (slot < 0).argmax(axis=1)
            more = (1 + near - reach.min(axis=1) > NOTHING) & ~exact & (slot < 0).any(axis=1)
            item = np.flatnonzero(settled & more)
            slot[item, free[item]] = point[item]
            taken[item, :, free[item]] = rows[item, :, point[item]]
            alive = ~settled | more
            if alive.mean() < CROWD:
                self.slot[left], self.weight[left], self.exact[left] = slot, weight, exact & settled
                left, rows, ridge, taken = left[alive], rows[alive], ridge[alive], taken[alive]
                slot, weight = slot[alive], weight[alive]
            if not len(left):
                return

    def spread(self) -> Floats:
        """The weights in the places of their points [n, p]."""
        weights = np.zeros((len(self.rows), self.rows.shape[2]))
        np.add.at(weights, (np.arange(len(weights))[:, None], np.maximum(self.slot, 0)), self.weight)
        return weights


def _towards(taken: Floats, ridge: Floats, slot: Ints, weight: Floats) -> Bools:
    """One move, in place, towards the nearest point of each flat; whether it was reached [n]."""
    on = slot >= 0
    system = np.swapaxes(taken, 1, 2) @ taken
    place = np.arange(on.shape[1])
    system[:, place, place] += np.where(on, ridge[:, None], 1.0)
    aim = np.linalg.solve(system, on.astype(float)[:, :, None])[:, :, 0]
    aim /= aim.sum(axis=1, keepdims=True)
    short = on & (aim <= 0)
    step = np.min(weight / np.where(short, weight - aim, 1.0), axis=1, where=short, initial=1.0)
    weight += step[:, None] * (aim - weight)
    gone = short & (weight <= 1e-14)
    weight[gone], slot[gone] = 0.0, -1
    item, column = np.nonzero(gone)
    taken[item, :, column] = 0.0
    return np.asarray(~short.any(axis=1))


def smallest_weights(rows: Floats, ridge: Floats, otherwise: Floats) -> Floats:
    """The same minimum where Pλ = 0 can be met: by Newton's method on the dual, whose unknowns are the rows.

    λ = max(0, −P'ρ − μ), with ρ and μ the minimum of a convex, piecewise quadratic function. `otherwise` [n, p] stands
    where 50 steps do not reach it.
    """
    n, m, p = rows.shape[0], rows.shape[1] - 1, rows.shape[2]
    aim = np.concatenate([np.zeros(m), [1.0]])
    damp = np.concatenate([np.repeat(ridge[:, None], m, axis=1), np.zeros((n, 1))], axis=1)
    dual = np.zeros((n, m + 1))
    dual[:, m] = -1 / p
    weights, left, out = np.full((n, p), 1 / p), np.arange(n), otherwise.copy()
    for _ in range(NEWTON):
        slope = damp * dual + aim - (rows @ weights[:, :, None])[:, :, 0]
        alive = np.abs(slope).max(axis=1) >= NOTHING / 10
        out[left[~alive]] = weights[~alive]
        if alive.mean() < CROWD:
            left, rows, damp, dual = left[alive], rows[alive], damp[alive], dual[alive]
            weights, slope = weights[alive], slope[alive]
        if not len(left):
            break
        bend = (rows * (weights > 0)[:, None, :]) @ np.swapaxes(rows, 1, 2)
        # The small term keeps rows that repeat each other from making the system singular; the slope stays exact.
        bend[:, np.arange(m + 1), np.arange(m + 1)] += damp + 1e-12 * p
        move = -np.linalg.solve(bend, slope[:, :, None])[:, :, 0]
        _downhill(rows, aim, damp, dual, weights, move, (slope * move).sum(axis=1))
    return out


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
