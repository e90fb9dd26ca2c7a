"""A randomised experiment: the difference in means of treated and other units, adjusted for what came before.

    Y_i = mean over the window, X_i = mean over the history, of what unit i stands above the mean of all units
    effect = [Ȳ_1 − b_1 (X̄_1 − X̄)] − [Ȳ_0 − b_0 (X̄_0 − X̄)]

b_1, b_0 are the least-squares slopes of Y on X among treated units and among the others: the coefficient of treatment
in the regression with every interaction. With fewer than 5 units in an arm, or drawn within blocks, the slope is one,
and Y, X and treatment are taken as differences from their block's mean. The variance is HC2:
Σ_i c_i² e_i² / (1 − h_i), c_i the weight of Y_i in the effect, h_i its leverage, e_i its residual. An arm of one unit
has no spread of its own: the residual variance of all units stands for it.

Papers: Lin (2013), Annals of Applied Statistics 7(1), doi:10.1214/12-AOAS583; MacKinnon & White (1985), Journal of
Econometrics 29(3); Wu & Ding (2021), JASA 116(536), on the studentised statistic redrawn; Frisch & Waugh (1933).
Assumes: the case's units were drawn at random among them and its donors (within `strata`, if any), and no unit's
treatment reaches another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from scipy.special import stdtrit

from recul.batch import Estimates
from recul.estimators.base import DONOR_GAPS, Block, Collector, closed_days
from recul.panel import Bools, Case, Floats, Ints, Panel

NAME = "experiment"
PAPER = "Lin 2013"
LEVEL = 0.95
UNITS_LEAST, ARM_LEAST = 4, 5


def estimate(panel: Panel, cases: Sequence[Case]) -> Estimates:
    """All cases in one call; shapes and fields as in `Estimates`. Deterministic; the panel is not changed.

    A unit unobserved in more than a tenth of the history or of the window is left out, whichever arm it is in. Fit,
    range and jump have no meaning here: the draw answers for all that differs.

    Refused, by code: `few_units` (fewer than 4, or none in an arm), `window_unobserved`, `no_variation`.
    """
    collector = Collector(NAME, panel, cases)
    groups: dict[tuple[object, ...], list[int]] = {}
    for i, case in enumerate(cases):
        everyone = tuple(sorted(case.units + case.donors))
        groups.setdefault((everyone, case.start, case.history, case.window, case.strata), []).append(i)
    for items in groups.values():
        _solve(collector, np.array(items, dtype=np.int64))
    return collector.done()


def _solve(out: Collector, items: Ints) -> None:
    """Cases that share everything but who was treated."""
    case, panel = out.cases[items[0]], out.panel
    rows = np.array(sorted(case.units + case.donors), dtype=np.int64)
    columns = slice(case.start - case.history, case.start + case.window)
    observed = panel.observed[rows, columns]
    opened = ~closed_days(panel)[columns]
    treated = np.zeros((len(items), len(rows)), dtype=bool)
    for place, i in enumerate(items):
        treated[place, np.searchsorted(rows, out.cases[i].units)] = True
    before, within = np.split(opened, [case.history])
    dark = 1 - observed[:, case.history :].sum(axis=1) / max(within.sum(), 1)
    kept = (dark <= DONOR_GAPS) & (observed[:, : case.history].sum(axis=1) >= (1 - DONOR_GAPS) * before.sum())
    missing = (treated * dark).sum(axis=1) / treated.sum(axis=1)
    rows, treated, observed = rows[kept], treated[:, kept], observed[kept]
    value = np.where(observed, panel.value[rows, columns], 0.0)
    none = np.zeros(len(items), dtype=np.int64)
    block = Block(items, np.zeros((len(items), case.history + case.window)), panel.value, none,
                  np.empty((len(items), 0), dtype=np.int64), none, observed.any(axis=0), case.history, missing)
    arms = np.stack([(~treated).sum(axis=1), treated.sum(axis=1)]).min(axis=0)
    # A draw that left an arm empty of observed units fails by itself, not for all others.
    out.refuse_some(block, arms < 1, "few_units")
    whole = arms >= 1
    if len(rows) < UNITS_LEAST or not whole.any():
        out.refuse(block, "window_unobserved" if not observed.size or not observed[:, case.history :].any() else
                   "few_units")
        return
    strata = [s for s in (np.flatnonzero(np.isin(rows, s)) for s in case.strata) if len(s)] or [np.arange(len(rows))]
    block = replace(block, item=items[whole], y=block.y[whole], treated=none[whole], donors=block.donors[whole],
                    first=none[whole], dark=missing[whole])
    _fill(out, block, value, observed, treated[whole], strata)


def _fill(out: Collector, block: Block, value: Floats, observed: Bools, treated: Bools, strata: list[Ints]) -> None:
    t, count = block.history, np.maximum(observed.sum(axis=0), 1)
    above, before, after = means(value, observed, t)
    weight, variance = adjusted(after, before, treated, strata)
    effect = weight @ after
    freedom = max(1, len(after) - 2 - len(strata))
    half = stdtrit(freedom, 0.5 + LEVEL / 2) * np.sqrt(variance)
    # The treated units' own mean over time; what would have been is that less each period's own difference.
    share = treated / treated.sum(axis=1, keepdims=True)
    whole = np.where(observed, value, value.sum(axis=0) / count)
    actual = share @ whole
    gap = weight @ above
    gap[:, t:] += (effect - gap[:, t:][:, block.seen[t:]].mean(axis=1))[:, None]
    # What rounding leaves of nothing is no level to set an effect against.
    gap = np.where(np.abs(actual - gap) > 1e-12 * np.abs(value).max(), gap, actual)
    block.y[:] = actual
    nothing = np.full((len(effect), int(block.seen[:t].sum())), np.nan)
    out.fill(block, predicted=(actual - gap)[:, t:], scale=np.sqrt(variance), low=effect - half, high=effect + half,
             residual=nothing, outside=np.full(len(effect), np.nan))
    if 0 in block.item:
        out.draw(block, (actual - gap)[np.flatnonzero(block.item == 0)[0]])


def means(value: Floats, observed: Bools, history: int) -> tuple[Floats, Floats, Floats]:
    """What each unit stands above the mean of all [u, t], and its means X and Y [u] before and after `history` columns.

    value: [u, t], 0 where not observed."""
    above = np.where(observed, value - value.sum(axis=0) / np.maximum(observed.sum(axis=0), 1), 0.0)
    before, after = (above[:, part].sum(axis=1) / observed[:, part].sum(axis=1)
                     for part in (np.s_[:history], np.s_[history:]))
    return above, before, after


def adjusted(y: Floats, x: Floats, treated: Bools, strata: list[Ints]) -> tuple[Floats, Floats]:
    """Weights [n, u] of y [u] in the adjusted difference of each assignment [n, u], and its HC2 variance [n]. Of
    several outcomes y [k, u] at once, the variance is [k, n]; the weights are those of all of them."""
    smallest = min(int(treated.sum(axis=1).min()), int((~treated).sum(axis=1).min()))
    if len(strata) > 1 or smallest < ARM_LEAST:
        return _one_slope(y, x, treated, strata)
    weight, variance = np.empty(treated.shape), np.zeros((*y.shape[:-1], len(treated)))
    for sign, arm in ((1.0, treated), (-1.0, ~treated)):
        size = arm.sum(axis=1, keepdims=True)
        dx = arm * (x - (arm @ x)[:, None] / size)
        spread = _inverse((dx**2).sum(axis=1, keepdims=True))
        c = arm / size + (x.mean() - (arm @ x)[:, None] / size) * dx * spread
        e = arm * (y[..., None, :] - (arm @ y.T).T[..., None] / size) - (dx @ y.T).T[..., None] * spread * dx
        weight = np.where(arm, sign * c, weight)
        variance += _hc2(c, e, arm / size + dx**2 * spread, arm)
    return weight, variance


def _one_slope(y: Floats, x: Floats, treated: Bools, strata: list[Ints]) -> tuple[Floats, Floats]:
    d, every = treated.astype(float), np.ones(treated.shape, dtype=bool)
    x, y, own = x.copy(), y.copy(), np.empty(len(x))
    for s in strata:
        x[s], own[s] = x[s] - x[s].mean(), 1 / len(s)
        y[..., s] -= y[..., s].mean(axis=-1, keepdims=True)
        d[:, s] -= d[:, s].mean(axis=1, keepdims=True)
    lean = _inverse(np.array([x @ x]))[0]
    free = d - (d @ x)[:, None] * lean * x
    size = (free**2).sum(axis=1, keepdims=True)
    c = free * _inverse(size)
    effect, level = (c @ y.T).T[..., None], y - lean * (y @ x)[..., None] * x
    e = level[..., None, :] - effect * free
    freedom = len(x) - len(strata) - 1 - (lean > 0)
    pooled = (e**2).sum(axis=-1) / max(1, freedom) * (c**2).sum(axis=1)
    lone = np.minimum(treated.sum(axis=1), (~treated).sum(axis=1)) == 1
    return c, np.where(lone, pooled, _hc2(c, e, own + lean * x**2 + free**2 * _inverse(size), every))


def _hc2(c: Floats, e: Floats, leverage: Floats, arm: Bools) -> Floats:
    """Σ c² e² / (1 − h) [n] of e [n, u], or [k, n] of [k, n, u]; where one unit alone settles a slope (h = 1) the arm's
    mean e² stands for its own."""
    free = 1 - leverage
    alone = arm & (free < 1e-9)
    mean = (e**2).sum(axis=-1, keepdims=True) / np.maximum((arm & ~alone).sum(axis=1, keepdims=True), 1)
    return np.asarray((c**2 * np.where(alone, mean, e**2 / np.where(alone, 1.0, free)) * arm).sum(axis=-1))


def _inverse(size: Floats) -> Floats:
    """1 / size, and 0 where there is nothing to divide by: a history without differences adjusts nothing."""
    return np.asarray(np.where(size > 1e-18, 1 / np.where(size > 1e-18, size, 1.0), 0.0))
