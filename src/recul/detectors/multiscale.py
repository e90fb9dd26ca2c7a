"""How far the last minutes and hours lie above the usual, over several windows at once.

At each bin and for each window w (30 minutes, 1, 2 and 6 hours), with S the messages in the window and M those that
the usual level and profiles (`_usual.py`) let expect there:

    x_w = 2/√o_w · (asinh √(o_w·(S + .4)) − asinh √(o_w·(M + .4)))     excess, its variance stabilised (Anscombe 1948)
    z_w = (x_w − median_w) / max(q99_w − median_w, 1)                   by the series' own hours of the last six weeks
    score = mean over w of z_w

o_w is a share of the overdispersion of those hours; with none, x_w is 2(√(S + .4) − √(M + .4)) (`_scales.py`).
No window is shorter: one message passed on by many is a loud five minutes, and nothing follows it.
Profiles, medians and quantiles are taken again once a day, later every third day; the level moves hour by hour.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from recul.detectors import _scales, _usual
from recul.detectors._scales import excess, rolling
from recul.detectors._usual import TINY, Singles, usual_of
from recul.detectors.base import HOURS_A_WEEK, Grid, Numbers, Past, State
from recul.panel import Bools, Floats, Ints

NAME = "multiscale"
PAPER = "Recul's own; variance stabilisation: Anscombe (1948), Biometrika 35, 246-254"

HOURS = 6 * HOURS_A_WEEK
# Nothing is said before so many hours, nor of a row of which fewer than LEAST_HOURS were observed.
WARM_HOURS, LEAST_HOURS = 48, 40
# Half of a window must have been observed.
LEAST_SEEN = 0.5


@dataclass(frozen=True, slots=True)
class MultiScale:
    """The machine. windows: minutes, each dividing the next; those shorter than a bin are taken for one bin."""

    windows: tuple[int, ...] = (30, 60, 120, 360)

    def start(self, rows: int, grid: Grid) -> State:
        """A state that has seen nothing. Its arrays:

        lengths: the windows in bins [w]. bins: the open hour, NaN where not observed [rows, per_hour].
        sums, seen: of each closed hour's last bins, one length that fits into an hour after the other, and how many of
        them were observed [lengths, rows, HOURS], a ring; places: those hours' places in the week [HOURS].
        hours: closed so far; last: the slot of the last bin.
        num, den, day, week: the usual. median, spread: of the excess [rows, w]. ready: bool [rows].
        near: counts, expectations and observed bins just before the next bin, as long as the longest window.
        """
        lengths = sorted({max(1, w // grid.minutes) for w in self.windows})
        inside = len([n for n in lengths if n < grid.per_hour]) + 1
        return {
            "lengths": np.array(lengths, np.int64), "bins": np.full((rows, grid.per_hour), np.nan, np.float32),
            "sums": np.zeros((inside, rows, HOURS), np.float32), "seen": np.zeros((inside, rows, HOURS), np.float32),
            "places": np.zeros(HOURS, np.int64), "hours": np.zeros((), np.int64), "last": np.full((), -1, np.int64),
            "num": np.zeros(rows, np.float32), "den": np.zeros(rows, np.float32),
            "day": np.ones((rows, 24), np.float32), "week": np.ones((rows, 7), np.float32),
            "median": np.zeros((rows, len(lengths)), np.float32), "spread": np.ones((rows, len(lengths)), np.float32),
            "over": np.full((rows, len(lengths)), _scales.LEAST_OVER, np.float32),
            "ready": np.zeros(rows, bool), "near": np.zeros((3, rows, lengths[-1] - 1), np.float32),
        }

    def advance(self, state: State, counts: Numbers, observed: Bools, slots: Ints) -> Floats:
        """The scores [rows, bins] of the next bins: `base.Detector.advance`."""
        out = np.full(counts.shape, np.nan)
        known = np.where(observed, counts, np.nan).astype(np.float32)
        expected = np.empty(counts.shape, np.float32)
        scored = 0
        for first, end, opens in _hours(slots, state):
            if opens:
                _close(state)
                if _due(int(state["hours"])):
                    out[:, scored:first] = _score(state, known[:, scored:first], expected[:, scored:first])
                    scored = first
                    _refit(state)
            expected[:, first:end] = _expected(state, slots[first:end])
            state["bins"][:, slots[first:end] % state["bins"].shape[1]] = known[:, first:end]
            state["last"][()] = slots[end - 1]
        out[:, scored:] = _score(state, known[:, scored:], expected[:, scored:])
        return out

    def past(self, state: State) -> Past:
        """The closed hours that a state keeps: `base.Detector.past`."""
        hours = int(state["hours"])
        order = np.arange(max(0, hours - HOURS), hours) % HOURS
        return Past(state["sums"][:, :, order], state["seen"][:, :, order], state["places"][order],
                    tuple(state["lengths"].tolist()))

    def resumes(self, hours: int, grid: Grid) -> int:
        """The last fit of everything after which the longest window has passed: `base.Detector.resumes`."""
        latest = min(hours - -(-max(self.windows) // 60), HOURS)
        return next((h for h in range(latest, 0, -1) if _due(h)), 0)

    def resume(self, past: Past, grid: Grid) -> State:
        """A state that has closed the hours of `past`: `base.Detector.resume`."""
        state, hours = self.start(past.sums.shape[1], grid), len(past.places)
        if hours:
            state["sums"][:, :, :hours], state["seen"][:, :, :hours] = past.sums, past.seen
            state["places"][:hours], state["hours"][()] = past.places, hours
            _refit(state)
        return state


DETECTOR = MultiScale()


def _hours(slots: Ints, state: State) -> list[tuple[int, int, bool]]:
    """The bins cut where an hour begins: first, end, and whether an hour was open before it."""
    before = np.concatenate([[int(state["last"])], slots[:-1]])
    per_hour = state["bins"].shape[1]
    # The hour that the clock shows a second time is another hour.
    begins = (slots // per_hour != before // per_hour) | (slots <= before)
    cuts = [0, *(np.flatnonzero(begins[1:]) + 1).tolist(), len(slots)]
    return [(first, end, bool(begins[first] and before[first] >= 0))
            for first, end in pairwise(cuts) if end > first]


def _due(hours: int) -> bool:
    """Whether everything is fitted again after so many hours."""
    return hours >= WARM_HOURS and hours % (24 if hours < 2 * HOURS_A_WEEK else 72) == 0


def _expected(state: State, slots: Ints) -> Singles:
    """Messages expected in bins of the open hour [rows, bins], along straight lines between the middles of hours."""
    per_hour = state["bins"].shape[1]
    hour, part = int(slots[0]) // per_hour, (slots % per_hour + 0.5) / per_hour
    near = [usual_of(state["day"], state["week"], np.array([(hour + h) % HOURS_A_WEEK])) for h in (-1, 0, 1)]
    shape = sum(n * w.astype(np.float32) for n, w in zip(near, _scales.between(part), strict=True))
    level = state["num"] / (state["den"] + TINY)
    return np.asarray(level[:, None] * shape / np.float32(per_hour))


def _score(state: State, known: Singles, expected: Singles) -> Floats:
    """Scores [rows, bins] of bins between two fits, which become the nearest past."""
    seen = ~np.isnan(known)
    new = np.stack([np.where(seen, known, 0), np.where(seen, expected, 0), seen])
    sums = np.concatenate([state["near"], new], axis=2)
    state["near"][...] = sums[:, :, known.shape[1] :]
    parts, valid = [], np.zeros(known.shape, np.float32)
    size = 1
    for k, length in enumerate(state["lengths"].tolist()):
        # Sums of sums, in one order whatever the pieces the bins come in.
        sums = rolling(sums, length // size, size)
        size = length
        s, m, bins = sums[:, :, sums.shape[2] - known.shape[1] :]
        z = (excess(s, m, state["over"][:, k, None]) - state["median"][:, k, None]) / state["spread"][:, k, None]
        fine = bins >= LEAST_SEEN * length
        parts.append(np.where(fine, z, 0))
        valid += fine
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(seen & state["ready"][:, None], combined(parts) / valid, np.nan).astype(np.float64)


def combined(z: list[Singles]) -> Singles:
    """What the windows say together, over their number; zero where one was not observed."""
    return np.asarray(sum(z[1:], z[0]))


def _close(state: State) -> None:
    """The open hour is over: the level learns from it."""
    bins = state["bins"]
    hour, per_hour = int(state["hours"]) % HOURS, bins.shape[1]
    place = int(state["last"]) // per_hour
    seen = ~np.isnan(bins)
    counts = np.where(seen, bins, 0)
    for k, length in enumerate([*state["lengths"][: len(state["sums"]) - 1].tolist(), per_hour]):
        state["sums"][k, :, hour] = counts[:, per_hour - length :].sum(axis=1)
        state["seen"][k, :, hour] = seen[:, per_hour - length :].sum(axis=1)
    state["places"][hour] = place
    base = usual_of(state["day"], state["week"], np.array([place]))[:, 0] * (state["seen"][-1, :, hour] / per_hour)
    level = state["num"] / (state["den"] + TINY)
    state["num"][...] = _usual.FORGET * state["num"] + _usual.clip(state["sums"][-1, :, hour], level * base)
    state["den"][...] = _usual.FORGET * state["den"] + base
    state["hours"] += 1
    bins[...] = np.nan


def _refit(state: State) -> None:
    """Profiles, level, medians and spreads from the hours kept."""
    past = DETECTOR.past(state)
    sums, seen, places = past.sums, past.seen, past.places
    per_hour = state["bins"].shape[1]
    share = seen[-1] / np.float32(per_hour)
    usual = _usual.fit(sums[-1], share, places)
    for name in ("num", "den", "day", "week"):
        state[name][...] = getattr(usual, name)
    counts, expected = _scales.hourly(sums, seen, usual, places, past.lengths, per_hour)
    state["over"][...] = _scales.overdispersion(counts, expected)
    x = excess(counts, expected, state["over"].T[..., None])
    state["median"][...], state["spread"][...] = _scales.spreads(x)
    state["ready"][...] = share.sum(axis=1) >= LEAST_HOURS
