"""Several channels at once: what each brings, beside the others, whatever its carry-over and its saturation.

    y[t] = fixed columns + Σ_c β_c·S_c[t] + u[t]                (u: `_demand`; S_c: one of `SHAPES` shapes of channel c)

The channel that is asked about keeps its sign free, so that one that does nothing can be told from one that does: its β
is integrated over all its shapes and over the grid of u. The others are held to what is not negative (non-negative
least squares), each as the mean of its shapes weighted by their likelihood given the rest (mean field, a few rounds).
β has a normal prior: a channel may account for three times the spread of what is to be explained, and its contribution
has a standard deviation of 30 % of the mean outcome at most, where that is above zero. Without the latter a channel
whose spend is nearly constant, and saturated, could be all there is.

A regularised marketing-mix model in the manner of Jin et al. (2017); lift tests enter as observations of what the
channel brought in their window, as in Runge, Patter & Skokan (2023), A new gold standard for digital ad measurement?
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from scipy.optimize import nnls
from scipy.special import log_ndtr, ndtr, ndtri

from recul.estimators import _demand
from recul.estimators._demand import Point
from recul.estimators._shapes import BELIEF, SHAPES, at_level, shapes
from recul.panel import Floats, Ints

PRIOR = 3.0
MOST = 0.3
ROUNDS = 4
# How many periods ahead the spend is looked at, where it may follow the outcome.
AHEAD = 4
HALVINGS = 50


@dataclass(frozen=True, eq=False)
class Lift:
    """What a test says a channel brought. spared: [T], the channel's spend without what was tested. first, last:
    columns of the test's window, both included. total: over it, with its standard error `scale`."""

    channel: int
    spared: Floats
    first: int
    last: int
    total: float
    scale: float


@dataclass(frozen=True, eq=False)
class Mix:
    """What is known of every period. outcome: [T], NaN where not observed. spend: [C, T], never negative, each with a
    mean above zero. controls: [k, T]. day: [T], the middle of the period in days since 1970-01-01."""

    outcome: Floats
    spend: Floats
    controls: Floats
    day: Floats
    tests: tuple[Lift, ...] = ()


@dataclass(frozen=True, eq=False)
class Node:
    """The real channels at one point of the grid. weight: of the point. y: [R], rows observed, then one a test.
    columns: [C, shape, R]. share: [C, shape], how much each shape is believed. degrees: of freedom, before channels.
    least: of the prior's precision, in units of 1 / σ²."""

    point: Point
    weight: float
    y: Floats
    columns: Floats
    share: Floats
    degrees: int
    least: float = 0.0

    @cached_property
    def usual(self) -> Floats:
        """Each channel's mean column [C, R]."""
        return np.asarray(np.einsum("cg,cgr->cr", self.share, self.columns))


@dataclass(frozen=True, eq=False)
class Fitted:
    """The real channels, fitted once; every channel asked about is set beside them. rows: columns of the mix that were
    observed. sigma: spread of what no column explains, whitened."""

    mix: Mix
    rows: Ints
    nodes: tuple[Node, ...]
    sigma: float

    @property
    def best(self) -> Node:
        return max(self.nodes, key=lambda node: node.weight)


@dataclass(frozen=True, eq=False)
class Credit:
    """What each channel asked about brings a period. chance, mean, variance: [n, shape · points], a mixture.
    ahead: [n], how far its spend of the next weeks tells today's outcome, in standard errors."""

    chance: Floats
    mean: Floats
    variance: Floats
    ahead: Floats

    @cached_property
    def score(self) -> Floats:
        """[n], the normal quantile of the belief that the contribution is above zero: 1.96 for 97.5 %."""
        spread = np.sqrt(self.variance)
        below, above = ((self.chance * ndtr(sign * self.mean / spread)).sum(axis=1) for sign in (-1, 1))
        least = np.maximum(np.minimum(below, above), 1e-300)
        return np.asarray(np.where(below < above, -ndtri(least), ndtri(least)))

    def quantile(self, z: float, factor: Floats | None = None) -> Floats:
        """[n], of the contribution, or of it times a factor for each shape [shape]; z: the normal quantile of the same
        rank, 0 for the median."""
        times = np.ones(1) if factor is None else np.tile(factor, self.mean.shape[1] // len(factor))
        side = 1.0 if z <= 0 else -1.0  # tails are counted from their own end, where small chances are exact
        mean, spread = side * self.mean * times, np.maximum(np.sqrt(self.variance) * np.abs(times), 1e-300)
        reach = abs(z) + 8
        low, high = (mean - reach * spread).min(axis=1), (mean + reach * spread).max(axis=1)
        rank = float(ndtr(-abs(z)))
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            under = (self.chance * ndtr((middle[:, None] - mean) / spread)).sum(axis=1) < rank
            low, high = np.where(under, middle, low), np.where(under, high, middle)
        return np.asarray(side * (low + high) / 2)

    def first(self) -> Credit:
        """The first alone."""
        return Credit(self.chance[:1], self.mean[:1], self.variance[:1], self.ahead[:1])

    def at(self, spend: Floats, multiple: float) -> float:
        """What the first brings a period, if `multiple` times its mean spend [T] went on for ever: the median."""
        return float(self.first().quantile(0.0, at_level(spend, multiple))[0])


def fit(mix: Mix) -> Fitted:
    """The real channels by themselves; with tests, once more with them, in units of what was left over."""
    plain = _fit(replace(mix, tests=()), 1.0)
    return _fit(mix, plain.sigma) if mix.tests else plain


def _fit(mix: Mix, sigma: float) -> Fitted:
    rows = np.flatnonzero(np.isfinite(mix.outcome))
    day, kept = mix.day[rows], rows.astype(np.float64)
    base = _demand.columns(day, mix.controls[:, rows])
    grid = _demand.points(day, kept, base)
    raw, degrees = shapes(mix.spend), len(rows) - base.shape[1]
    share = np.full(raw.shape[:2], 1 / SHAPES)
    for _ in range(2):  # which errors are likely depends on the shapes, and the other way round
        usual = np.einsum("cg,cgt->ct", share, raw[:, :, rows])
        found = [_evidence(p.free(mix.outcome[rows]), p.free(usual), degrees) + p.log_size for p in grid]
        likely, weight = _demand.likeliest(np.array(found))
        node = _node(mix, rows, grid[likely[0]], 1.0, raw, share, degrees, sigma)
        share = node.share
    nodes = tuple(_node(mix, rows, grid[i], float(w), raw, share, degrees, sigma)
                  for i, w in zip(likely, weight, strict=True))
    left = nodes[0].y - _fitted(nodes[0])
    return Fitted(mix, rows, nodes, float(np.sqrt(left @ left / max(degrees - len(mix.spend), 1))))


def _node(mix: Mix, rows: Ints, point: Point, weight: float, raw: Floats, share: Floats, degrees: int, sigma: float
          ) -> Node:
    y = np.concatenate([point.free(mix.outcome[rows]), [t.total * sigma / t.scale for t in mix.tests]])
    columns = _with_tests(mix, point.free(raw[:, :, rows]), np.arange(len(raw)), sigma)
    node = Node(point, weight, y, columns, share.copy(), degrees + len(mix.tests))
    left, level = y - _fitted(node), float(np.nanmean(mix.outcome))
    if level > 0:
        node = replace(node, least=float(left @ left) / max(degrees - len(raw), 1) / (MOST * level) ** 2)
    for _ in range(ROUNDS):
        for c in range(len(columns)):
            others = _beside(node, c)
            mean, variance, log = _scan(node, columns[c], others)
            log = log + log_ndtr(mean / np.sqrt(variance))
            node.share[c] = (node.share[c] + _chances(log)) / 2
            node = replace(node)  # forgets the mean columns
    return node


def _with_tests(mix: Mix, columns: Floats, channel: Ints, sigma: float) -> Floats:
    """Columns [n, shape, rows] with one more row a test [n, shape, rows + tests]; channel: of which real channel each
    is, −1 for none."""
    more = np.zeros((*columns.shape[:2], len(mix.tests)))
    for j, test in enumerate(mix.tests):
        spend, window = mix.spend[test.channel], slice(test.first, test.last + 1)
        brought = (shapes(spend) - shapes(test.spared, spend))[:, window].sum(axis=1)
        more[channel == test.channel, :, j] = brought * sigma / test.scale
    return np.concatenate([columns, more], axis=2)


def _fitted(node: Node) -> Floats:
    usual = node.usual
    size = np.sqrt((usual**2).mean(axis=1))
    weight = np.asarray(nnls((usual / size[:, None]).T, node.y)[0])
    return np.asarray(weight / size @ usual)


def _beside(node: Node, left_out: int) -> Floats:
    """The other channels' mean columns [m, R], those that would be negative left out, scaled by their prior."""
    usual = np.delete(node.usual, left_out, axis=0) if left_out >= 0 else node.usual
    size = np.sqrt((usual**2).mean(axis=1))
    usual = usual[size > 0] / size[size > 0, None]
    if not len(usual):
        return np.asarray(usual)
    weight, _ = nnls(usual.T, node.y)
    return np.asarray(PRIOR * usual[weight > 0])


def _evidence(y: Floats, columns: Floats, degrees: int) -> float:
    """Log marginal likelihood, up to a constant, of channels [C, T] with their prior."""
    scaled = PRIOR * columns / np.sqrt((columns**2).mean(axis=1, keepdims=True))
    root = np.linalg.cholesky(scaled @ scaled.T + np.eye(len(scaled)))
    told = np.linalg.solve(root, scaled @ y)
    return float(-np.log(np.diag(root)).sum() - degrees / 2 * np.log(y @ y - told @ told))


def _scan(node: Node, columns: Floats, others: Floats) -> tuple[Floats, Floats, Floats]:
    """Mean, variance and log belief of the coefficient of each column [..., shape, R], one at a time, beside the others
    [m, R]."""
    flat = columns.reshape(-1, columns.shape[-1])
    half = np.linalg.solve(np.linalg.cholesky(others @ others.T + np.eye(len(others))), others)
    told, known = half @ node.y, flat @ half.T
    own = (flat * flat).sum(axis=1)
    prior = np.maximum(np.maximum(own / len(node.y), 1e-300) / PRIOR**2, node.least)
    left = np.maximum(own - (known**2).sum(axis=1), 0.0) + prior
    with_y = flat @ node.y - known @ told
    rest = node.y @ node.y - told @ told - with_y**2 / left
    mean, variance = with_y / left, rest / max(node.degrees - 1 - len(others), 1) / left
    log = -0.5 * np.log(left / prior) - node.degrees / 2 * np.log(rest)
    shape = columns.shape[:-1]
    return mean.reshape(shape), variance.reshape(shape), log.reshape(shape) + BELIEF


def _chances(log: Floats) -> Floats:
    found = np.exp(log - log.max(axis=-1, keepdims=True))
    return np.asarray(found / found.sum(axis=-1, keepdims=True))


def credit(fitted: Fitted, spend: Floats, instead: Ints) -> Credit:
    """Each spend [n, T] as a channel beside the real ones. instead: [n], the real channel that it is, or −1 where it is
    none of them and all stand beside it."""
    raw = shapes(spend)[:, :, fitted.rows]
    parts: list[tuple[Floats, Floats, Floats]] = []
    best, ahead = fitted.best, np.empty(len(spend))
    coming = _coming(spend)[:, fitted.rows]
    for node in fitted.nodes:
        columns = _with_tests(fitted.mix, node.point.free(raw), instead, fitted.sigma)
        mean, variance, log = (np.empty(raw.shape[:2]) for _ in range(3))
        for c in np.unique(instead):
            those, others = instead == c, _beside(node, int(c))
            mean[those], variance[those], log[those] = _scan(node, columns[those], others)
            if node is best:
                own = np.einsum("ng,ngr->nr", _chances(log[those]), columns[those])
                ahead[those] = _tells(node, node.point.free(coming[those]), own, others)
        parts.append((node.weight * _chances(log), mean, variance))
    chance, mean, variance = (np.concatenate(p, axis=1) for p in zip(*parts, strict=True))
    return Credit(chance, mean, variance, ahead)


def _coming(spend: Floats) -> Floats:
    """Mean spend of the next weeks [n, T], of as many as there are; in the last week, its own."""
    total = np.concatenate([np.zeros((len(spend), 1)), np.cumsum(spend, axis=1)], axis=1)
    t = np.arange(spend.shape[1] - 1)
    end = np.minimum(t + 1 + AHEAD, spend.shape[1])
    return np.concatenate([(total[:, end] - total[:, t + 1]) / (end - t - 1), spend[:, -1:]], axis=1)


def _tells(node: Node, coming: Floats, own: Floats, others: Floats) -> Floats:
    """The t of each spend to come [n, rows] beside its own channel [n, R] and the others [m, R]."""
    coming = np.pad(coming, ((0, 0), (0, own.shape[1] - coming.shape[1])))
    half = np.linalg.solve(np.linalg.cholesky(others @ others.T + np.eye(len(others))), others)
    y, coming, own = (v - (v @ half.T) @ half for v in (node.y, coming, own))
    size = np.maximum((own**2).sum(axis=1, keepdims=True), 1e-300)
    y, coming = y - (own @ y)[:, None] / size * own, coming - (coming * own).sum(axis=1, keepdims=True) / size * own
    with_y, left = (coming * y).sum(axis=1), np.maximum((coming**2).sum(axis=1), 1e-300)
    rest = (y**2).sum(axis=1) - with_y**2 / left
    return np.asarray(with_y / np.sqrt(left * rest / max(node.degrees - len(others) - 2, 1)))


def likeness(fitted: Fitted) -> Floats:
    """How alike the channels' own movements are [C, C]: correlations of their mean columns, whitened."""
    usual = fitted.best.usual
    size = np.sqrt((usual**2).sum(axis=1))
    return np.asarray(usual @ usual.T / np.maximum(size[:, None] * size, 1e-300))


def together(fitted: Fitted, pair: tuple[int, int]) -> tuple[float, float]:
    """What two channels bring a period together: mean and standard deviation, both signs free, at the best point."""
    node = fitted.best
    share, columns = (np.delete(v, pair, axis=0) for v in (node.share, node.columns))
    rest = _beside(replace(node, share=share, columns=columns), -1)
    two = node.usual[list(pair)]
    size = PRIOR / np.sqrt((two**2).mean(axis=1))
    design = np.concatenate([two * size[:, None], rest])
    precision = design @ design.T + np.eye(len(design))
    mean = np.linalg.solve(precision, design @ node.y)
    left = node.y @ node.y - mean @ (design @ node.y)
    spread = np.linalg.inv(precision)[:2, :2] * left / max(node.degrees - len(design), 1)
    return float(size @ mean[:2]), float(np.sqrt(size @ spread @ size))
