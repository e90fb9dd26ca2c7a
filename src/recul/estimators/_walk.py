"""Wolfe's walk: the points of many polytopes' hulls that lie nearest to the origin.

Polytopes that ask of other units at one date are cut out of the same series, and are not copied: what all their points
have to do with a direction is one product a date. Each step lets one point in or out, and the inverse of the system
that says where to go next follows by a change of rank one; where rounding has worn it out, it is made afresh.

Papers: Wolfe (1976), Finding the nearest point in a polytope, Mathematical Programming 11; Sherman & Morrison (1950).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from recul.estimators.base import by_date
from recul.panel import Bools, Floats, Ints

# Of points whose coordinates are near one: what counts as nothing.
NOTHING = 1e-10
REACHED = 1e-8
RIDGE_LEAST = 1e-13
# Points that differ by less than this share of their squares differ by rounding; sizes within this factor will do.
ROUNDING = 1e-13
ALIKE = 4.0
# A solution this far off by its equations says that the inverse is worn out.
WORN = 1e-6
STEPS_MOST = 2000
# Items that are done leave the batch once fewer than this share are still at work: copying costs more than idling.
CROWD = 0.7


@dataclass(frozen=True, eq=False)
class Polytopes:
    """n polytopes of t points each.

    series: float64 [d, s, t], the points of a date its columns. date: int [n], in order. own: float64 [n, s]: 1 for the
    rows that are a polytope's coordinates, else 0. size: [n]. A polytope's points are these rows, less their mean at
    each point, divided by its size; and a one under each, so that the sum of weights stands in every product.
    ridge: [n], added to the squared distance for each squared weight.
    """

    series: Floats
    date: Ints
    own: Floats
    size: Floats
    ridge: Floats

    @classmethod
    def of(cls, series: Floats, date: Ints, own: Bools, ridge: Floats) -> Polytopes:
        """size: the root mean square of the coordinates, 1 where they are nothing but rounding. ridge: before it."""
        rows, (squares, whole) = own.astype(float), spread(series @ series.transpose(0, 2, 1), date, own)
        known, cells = squares > ROUNDING * whole, rows.sum(axis=1) * series.shape[2]
        size = np.sqrt(np.where(known, squares, cells) / cells)
        return cls(series, date, rows, size, np.maximum(ridge / size**2, RIDGE_LEAST))

    def sized_as(self, others: Floats) -> Polytopes:
        """The same divided by these sizes [n] instead, where they are not much larger than what they measure."""
        size = np.where(others < ALIKE * self.size, others, self.size)
        return replace(self, size=size, ridge=np.maximum(self.ridge * (self.size / size) ** 2, RIDGE_LEAST))

    def some(self, items: Ints) -> Polytopes:
        """Only these items."""
        return Polytopes(self.series, self.date[items], self.own[items], self.size[items], self.ridge[items])

    @property
    def most(self) -> int:
        """The most points that the nearest can need."""
        return int(min(self.own.sum(axis=1).max(), self.series.shape[2]))

    def scaled(self, columns: Floats) -> Floats:
        """Columns [n, s, k] of the series as points [n, s + 1, k]."""
        own = self.own[:, :, None]
        points = np.ones((len(columns), columns.shape[1] + 1, columns.shape[2]))
        np.multiply(columns, own / self.size[:, None, None], out=points[:, :-1])
        points[:, :-1] -= own * (points[:, :-1].sum(axis=1, keepdims=True) / own.sum(axis=1, keepdims=True))
        return points

    def points(self) -> Floats:
        """All of them [n, s + 1, t]: large."""
        return self.scaled(self.series[self.date])

    def lowest(self, here: Floats, item: Ints) -> tuple[Ints, Floats]:
        """The point [m] that reaches least far along a vector [m, s + 1] of each of some items, and how far; the
        vectors' coordinates sum to zero, and what is under the points is not counted."""
        reach = np.empty((len(item), self.series.shape[2]))
        mix = here[:, :-1] * (self.own[item] / self.size[item, None])
        for day, some in by_date(self.date[item]):
            np.matmul(mix[some], self.series[day], out=reach[some])
        point = reach.argmin(axis=1)
        return point, reach[np.arange(len(item)), point]


def spread(gram: Floats, date: Ints, own: Bools) -> tuple[Floats, Floats]:
    """The sum of squares [n] of some rows [n, s] of a date's series about their mean at each period, and about zero.
    gram: [d, s, s], the products of the series."""
    rows, sums = own.astype(float), np.empty(len(date))
    for day, some in by_date(date):
        sums[some] = ((rows[some] @ gram[day]) * rows[some]).sum(axis=1)
    whole = (rows * np.einsum("dss->ds", gram)[date]).sum(axis=1)
    return np.maximum(whole - sums / rows.sum(axis=1), 0.0), whole


@dataclass(eq=False)
class Walk:
    """Where n polytopes stand. slot: int [n, k], the points taken, -1 for none. weight: [n, k].

    exact: [n], whether the origin was reached. inverse: [n, k, k], see `_Step`; other walks may start from it.
    Each step solves for the nearest point of the flat through the points taken: where a weight would turn negative it
    stops at zero and that point is dropped, else the point that reaches furthest beyond is taken, until none does.
    Items at their end stay there, and leave when they are many.
    """

    on: Polytopes
    slot: Ints
    weight: Floats
    exact: Bools
    inverse: Floats

    @classmethod
    def start(cls, on: Polytopes, slot: Ints, weight: Floats, inverse: Floats | None = None) -> Walk:
        """At these points. inverse: what may be near theirs; it is put right where it is not."""
        inverse = np.zeros((*slot.shape, slot.shape[1])) if inverse is None else inverse
        return cls(on, slot, weight, np.zeros(len(slot), dtype=bool), inverse)

    @classmethod
    def at_corner(cls, on: Polytopes) -> Walk:
        """At the point nearest to the origin; for few polytopes, since all their points are made."""
        slot = np.full((len(on.date), on.most), -1, dtype=np.int64)
        points = on.points()
        slot[:, 0] = np.einsum("nst,nst->nt", points, points).argmin(axis=1)
        return cls.start(on, slot, (slot >= 0).astype(float))

    def go(self) -> Walk:
        """Walk to the end."""
        left, step = np.arange(len(self.slot)), _Step.of(self)
        for _ in range(STEPS_MOST if len(left) else 0):
            settled = step.towards()
            item = np.flatnonzero(settled)
            if not len(item):
                continue
            here = (step.taken[item] @ step.weight[item, :, None])[:, :, 0]
            near, point, height = np.vecdot(here[:, :-1], here[:, :-1]), *step.on.lowest(here, item)
            # Coordinates that sum to zero span one dimension less than they are.
            full = (step.slot[item] >= 0).sum(axis=1) >= step.on.own[item].sum(axis=1)
            exact = near < REACHED**2
            more = (near - height > NOTHING) & ~exact & ~full
            step.take_in(item[more], point[more])
            ended, exact = item[~more], exact[~more]
            if len(ended) > (1 - CROWD) * len(left) or len(ended) == len(left):
                self._note(step, left, ended, exact)
                alive = np.ones(len(left), dtype=bool)
                alive[ended] = False
                left, step = left[alive], step.some(np.flatnonzero(alive))
            if not len(left):
                break
        return self

    def _note(self, step: _Step, left: Ints, ended: Ints, exact: Bools) -> None:
        """Where these items ended."""
        there = left[ended]
        self.slot[there], self.weight[there] = step.slot[ended], step.weight[ended]
        self.exact[there], self.inverse[there] = exact, step.inverse[ended]

    def spread(self) -> Floats:
        """The weights in the places of their points [n, t]."""
        weights = np.zeros((len(self.slot), self.on.series.shape[2]))
        np.add.at(weights, (np.arange(len(weights))[:, None], np.maximum(self.slot, 0)), self.weight)
        return weights


@dataclass(eq=False)
class _Step:
    """The items still on their way. columns: float64 [d, t, s], the series by point. taken: [n, s + 1, k], the points
    taken, zero where there is none. inverse: [n, k, k], of taken'taken + ridge, zero there. raw: [n, k], its row sums,
    in proportion to the weights of the nearest point of the flat."""

    on: Polytopes
    columns: Floats
    slot: Ints
    weight: Floats
    taken: Floats
    inverse: Floats
    raw: Floats

    @classmethod
    def of(cls, walk: Walk) -> _Step:
        columns = np.ascontiguousarray(walk.on.series.transpose(0, 2, 1))
        slot, weight = walk.slot.copy(), walk.weight.copy()
        points = columns[walk.on.date[:, None], np.maximum(slot, 0)].transpose(0, 2, 1)
        taken = walk.on.scaled(points)
        taken *= (slot >= 0)[:, None]
        return cls(walk.on, columns, slot, weight, taken, walk.inverse, walk.inverse.sum(axis=2))

    def some(self, items: Ints) -> _Step:
        """Only these."""
        return _Step(self.on.some(items), self.columns, self.slot[items], self.weight[items], self.taken[items],
                     self.inverse[items], self.raw[items])

    def towards(self) -> Bools:
        """One move towards the nearest point of each flat, and the point dropped that stopped it; whether it was
        reached [n]."""
        self.mend()
        aim = self.raw / self.raw.sum(axis=1, keepdims=True)
        short = (self.slot >= 0) & (aim <= 0)
        ratio = np.where(short, self.weight / np.where(short, self.weight - aim, 1.0), np.inf)
        step, stopped = np.minimum(ratio.min(axis=1), 1.0), np.flatnonzero(short.any(axis=1))
        self.weight += step[:, None] * (aim - self.weight)
        self._drop(stopped, ratio[stopped].argmin(axis=1))
        settled = np.ones(len(aim), dtype=bool)
        settled[stopped] = False
        return settled

    def _drop(self, item: Ints, column: Ints) -> None:
        """Drop the points in these columns, one an item."""
        bordered = self.inverse[item, :, column]
        self._rank_one(item, bordered, -1 / bordered[np.arange(len(item)), column])
        self.slot[item, column], self.weight[item, column], self.taken[item, :, column] = -1, 0.0, 0.0
        self.inverse[item, column], self.inverse[item, :, column], self.raw[item, column] = 0.0, 0.0, 0.0

    def take_in(self, item: Ints, point: Ints) -> None:
        """Take these points [n] into a free place, for some items."""
        free, place, ridge = (self.slot[item] < 0).argmax(axis=1), np.arange(len(item)), self.on.ridge[item]
        new = self.on.some(item).scaled(self.columns[self.on.date[item], point][:, :, None])[:, :, 0]
        along = (new[:, None] @ self.taken[item])[:, 0]
        bordered = (self.inverse[item] @ along[:, :, None])[:, :, 0]
        pivot = np.vecdot(new, new) + ridge - np.vecdot(along, bordered)
        bordered[place, free] = -1.0
        self.slot[item, free], self.taken[item, :, free] = point, new
        self._rank_one(item, bordered, 1 / np.maximum(pivot, ridge))

    def _rank_one(self, item: Ints, along: Floats, by: Floats) -> None:
        """Inverse + by · along along', and its row sums."""
        scaled = by[:, None] * along
        self.raw[item] += along.sum(axis=1)[:, None] * scaled
        self.inverse[item] += scaled[:, :, None] * along[:, None]

    def mend(self) -> None:
        """One step of refinement of what the inverse says, and a new inverse where that is not nearly enough."""
        taken = self.taken
        along = ((taken @ self.raw[:, :, None])[:, None, :, 0] @ taken)[:, 0] + self.on.ridge[:, None] * self.raw
        off = np.where(self.slot >= 0, 1.0 - along, 0.0)
        self.raw += (self.inverse @ off[:, :, None])[:, :, 0]
        self._afresh(np.flatnonzero(~(np.abs(off).max(axis=1) < WORN)))

    def _afresh(self, item: Ints) -> None:
        """The inverse and its row sums from the points themselves."""
        if not len(item):
            return
        taken, there = self.taken[item], self.slot[item] >= 0
        k = int(np.flatnonzero(there.any(axis=0))[-1]) + 1
        taken, there, place = taken[:, :, :k], there[:, :k], np.arange(k)
        system = taken.transpose(0, 2, 1) @ taken
        system[:, place, place] += np.where(there, self.on.ridge[item, None], 1.0)
        inverse = np.linalg.inv(system)
        inverse[:, place, place] -= ~there
        self.inverse[item], self.raw[item] = 0.0, 0.0
        self.inverse[item, :k, :k], self.raw[item, :k] = inverse, inverse.sum(axis=2)
