"""Do the messages of one side make the other side speak? The efficient score of a Poisson regression (METHODS §7).

Of the side that may be made to speak, `mean[t]` is what its hour of the week and its own past tell of hour t, and
e[t] = y[t]/mean[t] − 1 its surprise. Were each message of the other side x followed by β more an hour for REACH hours,
the score of β at 0 would be

    Σ_t e[t] Σ_{l=1..3} d[t − l]  =  Σ_s d[s]·after[s],   after[s] = Σ_{l=1..3} e[s + l],

with d the messages of the other side less what moving them about within their blocks gives on average. So the profile
and everything slower than a block are orthogonal to d by the way it is made, and a thousand redistributions cost a
product each. Information I = Σ_t (Σ_l d[t − l])² / mean[t]; the value is 3·score/I, messages of the one side for each
of the other's within three hours; its standard deviation is the sandwich's, clustered by day (Liang & Zeger 1986).

**A common cause as fast as the answer leaves the same trace.** But it leaves it before a message as much as after it,
for the covariance of two series that follow one driver is symmetric in the lag. So there is a second reading of β, the
same score with

    after[s] − before[s],   before[s] = Σ_{l=1..3} e[s − l],

once with surprises told from the hour of the week only and once with those told from the own past too, added up, over
the two informations. Alone, the first leans to the side that echoes itself more (an echo comes after), the second away
from the side whose past tells more of the driver.

**The value is the mean of the two readings, and half of what they differ by counts as error**: the scale is the larger
of their SDs and |difference| / (2 · 1.96), so that the interval reaches both. Simulated in docs/methods.md.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recul.batch import NORMAL
from recul.estimators._hours import Hours, expected
from recul.panel import Floats, Ints

REACH = 3
CHUNK = 64


@dataclass(frozen=True, eq=False)
class Side:
    """counts: integers [n, T], messages an hour, the real ones first, then redistributed ones. usual: float64 [T],
    what redistributing them gives on average."""

    counts: Ints
    usual: Floats


@dataclass(frozen=True, eq=False)
class Excitation:
    """One answer an item, float64 [n]. value: messages that a message calls for, one to three hours later.

    scale: its SD. after, contrast: z of the two readings, what follows, and what follows less what comes before.
    contrast_scale: the SD of the second one's value. days: the local days [m]. score, information: of the first reading
    by day [n, m], 3·Σscore/Σinformation its value. followed: messages of the other side in the three hours after one,
    on average [n].
    """

    value: Floats
    scale: Floats
    after: Floats
    contrast: Floats
    contrast_scale: Floats
    days: Ints
    score: Floats
    information: Floats
    followed: Floats


def excitation(cause: Side, effect: Ints, hours: Hours) -> Excitation:
    """All items of `cause` against one `effect`, integers [T]: the model of the effect is fitted once."""
    own, plain = (expected(effect, hours, own_past) for own_past in (True, False))
    after = _ahead(own.surprise)
    contrast = after - _behind(own.surprise) + _ahead(plain.surprise) - _behind(plain.surprise)
    begin = np.flatnonzero(np.diff(hours.day, prepend=hours.day[0] - 1))
    heard = _ahead(np.where(hours.observed, effect, 0).astype(np.float64))
    parts = []
    for i in range(0, len(cause.counts), CHUNK):
        counts = cause.counts[i:i + CHUNK]
        d = counts - cause.usual
        parts.append((*(np.add.reduceat(d * part, begin, axis=1) for part in (
            after, _spread(d, own.weight), contrast, _spread(d, own.weight + plain.weight))),
            counts @ heard, counts.sum(axis=1)))
    score, information, contrasts, informations, followed, messages = (
        np.concatenate(p) for p in zip(*parts, strict=True))
    with np.errstate(divide="ignore", invalid="ignore"):
        (first, error), (second, second_error) = _slope(score, information), _slope(contrasts, informations)
        apart = np.abs(first - second) / (2 * NORMAL)
        return Excitation(REACH * (first + second) / 2, REACH * (np.maximum(error, second_error) + apart),
                          first / error, second / second_error, REACH * second_error, hours.day[begin], score,
                          information, followed / messages)


def _slope(score: Floats, information: Floats) -> tuple[Floats, Floats]:
    """Σscore/Σinformation over days [n, m], and its sandwich SD, [n] each."""
    total = information.sum(axis=1)
    slope = score.sum(axis=1) / total
    return slope, np.sqrt(((score - slope[:, None] * information) ** 2).sum(axis=1)) / total


def _spread(d: Floats, weight: Floats) -> Floats:
    """What d[s] is multiplied by so that the sum is Σ_t (Σ_l d[t − l])²·weight[t]: each message paired with itself and
    with those one and two hours apart, over the hours that follow both [n, T]."""
    spread: Floats = _ahead(weight) * d
    spread[:, :-1] += 2 * (_shift(weight, 2) + _shift(weight, 3))[:-1] * d[:, 1:]
    spread[:, :-2] += 2 * _shift(weight, 3)[:-2] * d[:, 2:]
    return spread


def _shift(values: Floats, lead: int) -> Floats:
    """values[t + lead], 0 beyond the ends."""
    out = np.zeros_like(values)
    if lead > 0:
        out[:-lead] = values[lead:]
    else:
        out[-lead:] = values[:lead]
    return out


def _ahead(values: Floats) -> Floats:
    """The sum over the three hours after each [T]."""
    return np.asarray(sum(_shift(values, lag) for lag in range(1, REACH + 1)))


def _behind(values: Floats) -> Floats:
    """The sum over the three hours before each [T]."""
    return np.asarray(sum(_shift(values, -lag) for lag in range(1, REACH + 1)))
