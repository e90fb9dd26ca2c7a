"""Is the tone of a surge worse than the brand's usual? Asked of stretches of the same length where nothing surged, too.

Messages of one hour share their subject, and hours of one day their mood: the share of negatives moves more than
independent messages would let it. Of a stretch with n judged messages, on the scale of log-odds,

    z = (logit share − logit usual) / √(φ/(n·p(1 − p)) + τ²)

p the usual share, φ the overdispersion of hours (of the quiet ones, or of the stretch's own where that is larger), τ²
the variance of quiet stretches of that length beyond what φ explains (method of moments). The z of the quiet stretches,
end to end, are the placebos; Student's law over them gives p and interval. On the scale of shares the same rule called
10 to 16 % of families of eight usual surges worse, where moods move log-odds; on this one, 1 to 3 %.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import stdtr, stdtrit

from recul.finding import Rate
from recul.panel import Bools, Floats
from recul.placebo.calibrate import LEVEL
from recul.placebo.holm import adjusted
from recul.placebo.rates import EMPTY, rate

# A share of fewer judged messages, or a usual one of fewer quiet stretches, is not given.
JUDGED_LEAST, STRETCHES_LEAST = 20, 19


@dataclass(frozen=True, slots=True)
class Tone:
    """Of one episode. share: of its judged messages that are negative, with its 95 % interval against what quiet
    stretches do. p: one-sided, that no quiet stretch's tone is as bad, allowing for all episodes asked about (Holm).
    """

    judged: int
    share: float
    low: float
    high: float
    p: float


@dataclass(frozen=True, slots=True)
class Tones:
    """usual: the share of negatives where nothing surged. rate: how often a quiet stretch would be called worse than
    the usual by this rule, calibrated on the earlier stretches and counted on the later ones. by: one an episode, None
    where too little was judged."""

    usual: float
    rate: Rate
    by: tuple[Tone | None, ...]


def tones(negative: Floats, judged: Floats, quiet: Bools, spans: Sequence[tuple[int, int]]) -> Tones | None:
    """negative, judged: messages an hour [hours]. quiet: hours outside every episode. spans: first and last hour of
    each episode. None where the usual cannot be told."""
    usable = quiet & (judged > 0)
    if judged[usable].sum() < JUDGED_LEAST * STRETCHES_LEAST:
        return None
    usual = float(negative[usable].sum() / judged[usable].sum())
    if not 0 < usual < 1:
        return None
    rough = _overdispersion(negative[usable], judged[usable], usual)
    found, rates = [], []
    for first, last in spans:
        answer = _one(negative, judged, quiet, slice(first, last + 1), usual, rough)
        found.append(answer[0] if answer else None)
        rates += [answer[1]] if answer else []
    told = [t for t in found if t]
    p = iter(adjusted(np.array([t.p for t in told])).tolist())
    by = tuple(None if t is None else Tone(t.judged, t.share, t.low, t.high, next(p)) for t in found)
    return Tones(usual, max(rates, key=lambda r: r.of, default=EMPTY), by)


def _one(negative: Floats, judged: Floats, quiet: Bools, inside: slice, usual: float, rough: float
         ) -> tuple[Tone, Rate] | None:
    """An episode beside the quiet stretches of its length; its p alone."""
    n = float(judged[inside].sum())
    stretches = _stretches(negative, judged, quiet, inside.stop - inside.start)
    if n < JUDGED_LEAST or len(stretches) < STRETCHES_LEAST:
        return None
    apart = _log_odds(stretches[:, 0], stretches[:, 1]) - _log_odds(usual, 1.0, 0.0)
    chance = rough / (stretches[:, 1] * usual * (1 - usual))
    between = max(0.0, float((apart**2 - chance).mean()))
    z = apart / np.sqrt(chance + between)
    at = float(_log_odds(float(negative[inside].sum()), n))
    share = float(negative[inside].sum() / n)
    own = _overdispersion(negative[inside], judged[inside], share)
    spread = min(usual * (1 - usual), 1 / (1 + math.exp(-at)) / (1 + math.exp(at)))
    scale = math.sqrt(max(rough, own) / (n * spread) + between)
    m, size = len(z), max(1.0, float(np.sqrt((z**2).mean())))
    half = float(stdtrit(m, 0.5 + LEVEL / 2)) * size * scale
    low, high = (1 / (1 + math.exp(-(at + side))) for side in (-half, half))
    p = float(stdtr(m, -(at - _log_odds(usual, 1.0, 0.0)) / (size * scale)))
    return Tone(int(n), share, min(low, share), max(high, share), p), _false(z)


def _log_odds(count: Floats | float, of: Floats | float, more: float = 0.5) -> Floats:
    """The logarithm of the odds, of counts with half a message more on either side (Haldane 1955; Anscombe 1956)."""
    return np.asarray(np.log((np.asarray(count) + more) / (np.asarray(of) - count + more)))


def _overdispersion(negative: Floats, judged: Floats, share: float) -> float:
    """Pearson's: the mean squared residual of the hours over what independent messages give; at least 1."""
    seen = judged > 0
    variance = judged[seen] * share * (1 - share)
    if seen.sum() < 2 or not variance.all():
        return 1.0
    return max(1.0, float((((negative[seen] - judged[seen] * share) ** 2) / variance).mean()))


def _stretches(negative: Floats, judged: Floats, quiet: Bools, hours: int) -> Floats:
    """Negative and judged messages of quiet stretches of so many hours, end to end [stretch, 2]."""
    whole = len(quiet) // hours * hours
    shape = (-1, hours)
    kept = quiet[:whole].reshape(shape).all(axis=1)
    sums = np.stack([x[:whole].reshape(shape).sum(axis=1)[kept] for x in (negative, judged)], axis=1)
    return np.asarray(sums[sums[:, 1] >= JUDGED_LEAST / 4])


def _false(z: Floats) -> Rate:
    """How often the later stretches would be called worse by the spread of the earlier ones, one-sided at 5 %."""
    half = len(z) // 2
    if half < STRETCHES_LEAST:
        return EMPTY
    size = max(1.0, float(np.sqrt((z[:half] ** 2).mean())))
    return rate(stdtr(half, -z[half:] / size) <= 1 - LEVEL, np.arange(len(z) - half, dtype=np.int64))
