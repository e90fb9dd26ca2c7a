"""How far the last minutes and hours lie above the usual, over several windows at once.

At each bin t and for each window w (5 and 30 minutes, 2 and 6 hours), with S the messages in the window and M those
that the usual level and profiles expect there (`_usual.py`):

    x_w = 2(√(S + .4) − √(M + .4))                      variance-stabilised excess (Anscombe 1948; here of a Poisson)
    z_w = (x_w − median_w) / max(q99_w − median_w, 1)    by the series' own hours of the last six weeks
    score = mean over w of sign(z_w)·log(1 + |z_w|)

Profiles, medians and quantiles are taken again every 24 hours from the bins kept in the state; the level moves hour by
hour. Hours of a burst (two hours together further out than BURST times what the 90 % quantile lets expect) are left out
of them, so that an early burst does not mask a later one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recul.detectors import _usual
from recul.detectors._usual import TINY, Singles, Usual
from recul.detectors.base import HOURS_A_WEEK, Grid, State
from recul.panel import Bools, Floats, Ints

NAME = "multiscale"
PAPER = "Project's own; variance stabilisation: Anscombe (1948), Biometrika 35, 246-254"

HOURS = 6 * HOURS_A_WEEK
WINDOWS_MINUTES = (5, 30, 120, 360)
# Nothing is said before this many hours were observed; the usual is fitted again every so many hours.
WARM_HOURS, FIT_HOURS = 48, 24
BURST = 3.0
# Half of a window must have been observed.
LEAST_SEEN = 0.5
LEAST_SPREAD = 1.0
# A normal's q99 − median over its q90 − median.
FAR = 1.815


@dataclass(frozen=True, slots=True)
class MultiScale:
    """The machine. windows: minutes; those shorter than a bin are taken for one bin."""

    windows: tuple[int, ...] = WINDOWS_MINUTES

    def start(self, rows: int, grid: Grid) -> State:
        """A state that has seen nothing."""
        lengths = sorted({max(1, w // grid.minutes) for w in self.windows})
        past = lengths[-1] - 1
        return {
            "ring": np.full((rows, HOURS, grid.per_hour), np.nan, np.float32),
            "ring_slot": np.zeros(HOURS, np.int64), "hours": np.zeros((), np.int64), "last": np.full((), -1, np.int64),
            "lengths": np.array(lengths, np.int64),
            "num": np.zeros(rows, np.float32), "den": np.zeros(rows, np.float32),
            "day": np.ones((rows, 24), np.float32), "week": np.ones((rows, 7), np.float32),
            "median": np.zeros((rows, len(lengths)), np.float32), "spread": np.ones((rows, len(lengths)), np.float32),
            "ready": np.zeros(rows, bool),
            "counts": np.zeros((rows, past), np.float32), "expected": np.zeros((rows, past), np.float32),
            "seen": np.zeros((rows, past), np.float32),
        }

    def advance(self, state: State, counts: Floats, observed: Bools, slots: Ints) -> Floats:
        """The scores [rows, bins] of the next bins: `base.Detector.advance`."""
        out = np.full(counts.shape, np.nan)
        per_hour = state["ring"].shape[2]
        for first, end in _hours(slots, per_hour, int(state["last"])):
            if end - first and _begins(slots[first], per_hour, int(state["last"])):
                _close(state)
            out[:, first:end] = _within(state, counts[:, first:end], observed[:, first:end], slots[first:end])
        return out


DETECTOR = MultiScale()


def _begins(slot: int, per_hour: int, last: int) -> bool:
    """Whether a bin at `slot` opens another hour than the bin before it, at `last` (−1: none)."""
    return last >= 0 and (slot // per_hour != last // per_hour or slot <= last)


def _hours(slots: Ints, per_hour: int, last: int) -> list[tuple[int, int]]:
    """The bins cut where an hour begins: (first, end) of each piece."""
    cuts = [i for i in range(1, len(slots)) if _begins(slots[i], per_hour, slots[i - 1])]
    return list(zip([0, *cuts], [*cuts, len(slots)], strict=True))


def _within(state: State, counts: Floats, observed: Bools, slots: Ints) -> Floats:
    """Scores of bins of one hour, which are also put into the state."""
    per_hour = state["ring"].shape[2]
    hour, place = int(state["hours"]) % HOURS, slots % per_hour
    state["ring_slot"][hour] = slots[0] // per_hour
    state["ring"][:, hour, place[0] : place[-1] + 1] = np.where(observed, counts, np.nan)
    state["last"][()] = slots[-1]
    seen = observed.astype(np.float32)
    level = state["num"] / (state["den"] + TINY)
    shape = _shape(state["day"], state["week"], int(slots[0]) // per_hour, (place + 0.5) / per_hour)
    expected = level[:, None] * shape / np.float32(per_hour) * seen
    series = {"counts": np.where(observed, counts, 0).astype(np.float32), "expected": expected, "seen": seen}
    joined = {name: np.concatenate([state[name], new], axis=1) for name, new in series.items()}
    for name, whole in joined.items():
        state[name][...] = whole[:, len(slots) :]
    return _score(state, joined, observed)


def _shape(day: Singles, week: Singles, hour: int, part: Floats) -> Singles:
    """The profile at parts (0 to 1) of an hour of the week, along straight lines between the middles of hours."""
    near = [day[:, h % 24] * week[:, h // 24 % 7] for h in (hour - 1, hour, hour + 1)]
    before, after = np.maximum(0.5 - part, 0), np.maximum(part - 0.5, 0)
    weights = np.stack([before, 1 - before - after, after]).astype(np.float32)
    return np.asarray(sum(n[:, None] * w for n, w in zip(near, weights, strict=True)))


def _score(state: State, joined: dict[str, Singles], observed: Bools) -> Floats:
    total = np.zeros(observed.shape, np.float32)
    valid = np.zeros(observed.shape, np.float32)
    sums, size = dict(joined), 1
    bins = observed.shape[1]
    for k, length in enumerate(state["lengths"].tolist()):
        # Sums of sums, in one order whatever the pieces the bins came in.
        sums = {name: _rolling(x, length, size) for name, x in sums.items()}
        size = length
        m, s, seen = (sums[name][:, -bins:] for name in ("expected", "counts", "seen"))
        z = (_excess(s, m) - state["median"][:, k, None]) / state["spread"][:, k, None]
        fine = seen >= LEAST_SEEN * length
        total += np.where(fine, np.sign(z) * np.log1p(np.abs(z)), 0)
        valid += fine
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(observed & state["ready"][:, None], total / valid, np.nan).astype(np.float64)


def _rolling(x: Singles, length: int, size: int) -> Singles:
    """Sums over `length` bins, of sums over `size` bins, where `size` divides `length`; shorter by what is unknown."""
    out = x[:, length - size :].copy()
    for back in range(size, length, size):
        out += x[:, length - size - back : x.shape[1] - back]
    return out


def _excess(counts: Singles, expected: Singles) -> Singles:
    return np.asarray(2 * (np.sqrt(counts + np.float32(0.4)) - np.sqrt(expected + np.float32(0.4))))


def _close(state: State) -> None:
    """The open hour is over: the level learns from it, and now and then everything is fitted again."""
    hour = int(state["hours"]) % HOURS
    slot = int(state["ring_slot"][hour])
    bins = state["ring"][:, hour]
    share = np.mean(~np.isnan(bins), axis=1, dtype=np.float32)
    base = state["day"][:, slot % 24] * state["week"][:, slot // 24] * share
    level = state["num"] / (state["den"] + TINY)
    clipped = np.minimum(np.nansum(bins, axis=1), _usual.CAP * level * base + _usual.CAP_MORE)
    state["num"][...] = _usual.FORGET * state["num"] + clipped
    state["den"][...] = _usual.FORGET * state["den"] + base
    state["hours"] += 1
    state["ring"][:, int(state["hours"]) % HOURS] = np.nan
    if int(state["hours"]) % FIT_HOURS == 0 and int(state["hours"]) >= WARM_HOURS:
        _refit(state)


def _refit(state: State) -> None:
    """Profiles, level, medians and spreads from the hours kept."""
    ring, slots = past(state)
    known = ~np.isnan(ring)
    share = known.mean(axis=2, dtype=np.float32)
    usual = _usual.fit(np.nansum(ring, axis=2), share, slots)
    state["num"][...], state["den"][...] = usual.num, usual.den
    state["day"][...], state["week"][...] = usual.day, usual.week
    excess = excesses(ring, usual, slots, state["lengths"].tolist())
    median, spread = spreads(excess)
    state["median"][...], state["spread"][...] = median, spread
    state["ready"][...] = share.sum(axis=1) >= WARM_HOURS


def past(state: State) -> tuple[Singles, Ints]:
    """The closed hours kept, oldest first: counts [rows, hours, per_hour], NaN where unobserved; slots [hours]."""
    hours = int(state["hours"])
    order = np.arange(max(0, hours - HOURS + 1), hours) % HOURS
    return state["ring"][:, order].astype(np.float32, copy=False), state["ring_slot"][order].astype(np.int64)


def excesses(ring: Singles, usual: Usual, slots: Ints, lengths: list[int]) -> Singles:
    """The excess over each window at the end of each hour [windows, rows, hours]; NaN where it is not known."""
    per_hour = ring.shape[2]
    near = [usual.profile((slots + h) % HOURS_A_WEEK) for h in (-1, 0, 1)]
    out = np.full((len(lengths), *ring.shape[:2]), np.nan, np.float32)
    part = (np.arange(per_hour) + 0.5) / per_hour
    for k, length in enumerate(lengths):
        size = min(length, per_hour)
        last = ring[:, :, per_hour - size :]
        seen = (~np.isnan(last)).sum(axis=2, dtype=np.float32)
        before, after = np.maximum(0.5 - part[-size:], 0).mean(), np.maximum(part[-size:] - 0.5, 0).mean()
        shape = sum(n * np.float32(w) for n, w in zip(near, (before, 1 - before - after, after), strict=True))
        series = [np.nansum(last, axis=2), usual.level * shape * seen / per_hour, seen]
        s, m, seen = (_rolling(x, length // size, 1) for x in series)
        x = np.where(seen >= LEAST_SEEN * length, _excess(s, m), np.nan)
        out[k, :, ring.shape[1] - x.shape[1] :] = x
    # The first day's level is a guess.
    out[:, :, :24] = np.nan
    return out


def spreads(excess: Singles) -> tuple[Singles, Singles]:
    """Median and q99 − median of each window [rows, windows], hours of a burst left out."""
    x = excess.transpose(1, 0, 2)
    two_hours = x[:, -2]
    half, high = _quantiles(two_hours, (0.5, 0.9))
    far = half + BURST * np.maximum(FAR * (high - half), LEAST_SPREAD)
    median, top = _quantiles(np.where((two_hours > far[:, None])[:, None], np.nan, x), (0.5, 0.99))
    return np.nan_to_num(median), np.maximum(np.nan_to_num(top - median), LEAST_SPREAD)


def _quantiles(x: Singles, levels: tuple[float, ...]) -> list[Singles]:
    """Quantiles along the last axis of what is not NaN, between order statistics as NumPy does; NaN where all is."""
    ordered = np.sort(x, axis=-1)
    known = (~np.isnan(x)).sum(axis=-1, keepdims=True)
    out = []
    for level in levels:
        place = np.maximum(known - 1, 0) * level
        low = place.astype(np.int64)
        below, above = (np.take_along_axis(ordered, np.minimum(low + i, np.maximum(known - 1, 0)), -1) for i in (0, 1))
        out.append((below + (place - low).astype(np.float32) * (above - below))[..., 0])
    return out
