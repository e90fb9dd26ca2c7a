"""What answers are worth where the truth is zero: false alarms, interval score, power. Methods are all judged alike."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from recul.panel import Floats, Ints

LEVEL = 0.95
TWO_SIDED, ONE_SIDED = 1.959964, 1.644854
POWER = (0.5, 1.0, 2.0)


@dataclass(frozen=True, eq=False)
class Answers:
    """What one method said of the first n questions of a data set, in SDs of each question's residuals.

    low, high: [n], the 95 % interval of the mean effect; NaN where none was given. why: the reasons of those.
    """

    low: Floats
    high: Floats
    why: tuple[str, ...]

    @classmethod
    def of(cls, bounds: Sequence[tuple[float | None, float | None]], why: Sequence[str], sd: Floats) -> Answers:
        """bounds: in the outcome's unit, None where there is no interval. sd: [n or more]."""
        raw = np.array([[math.nan if b is None else b for b in pair] for pair in bounds], dtype=float).reshape(-1, 2)
        scaled = raw / sd[: len(raw), None]
        return cls(scaled[:, 0], scaled[:, 1], tuple(why))

    def __len__(self) -> int:
        return len(self.low)

    @property
    def given(self) -> np.ndarray:
        """bool [n]: where there is an interval."""
        return np.isfinite(self.low) & np.isfinite(self.high)

    def seen(self, effect: float = 0.0) -> np.ndarray:
        """bool [n]: where the interval leaves zero out, on the effect's side when there is one.

        An effect is added to the outcome in the window. Every method here moves its estimate and its bounds by just
        that (the workers add one to some questions and report the difference), so the answer need not be asked again.
        """
        if effect > 0:
            return self.given & (self.low + effect > 0)
        if effect < 0:
            return self.given & (self.high + effect < 0)
        return self.given & ((self.low > 0) | (self.high < 0))


def interval_score(answers: Answers) -> Floats:
    """Gneiting & Raftery (2007), JASA 102, eq. 43 [n]: width, and 2/α times the distance to a truth left out (zero)."""
    missed = np.maximum(answers.low, 0) + np.maximum(-answers.high, 0)
    return np.asarray(answers.high - answers.low + 2 / (1 - LEVEL) * missed)


def compared(one: Answers, other: Answers) -> dict[str, float]:
    """Two methods on the questions both were asked: mean interval scores of each.

    score, recul_score: a refusal is charged the worst score that either met on this common set. both_score,
    both_recul_score: on the questions that both answered. `other` is Recul.
    """
    n = min(len(one), len(other))
    scores = np.stack([interval_score(one)[:n], interval_score(other)[:n]])
    if not np.isfinite(scores).any():
        return {"common": n, "both": 0}
    charged = np.where(np.isfinite(scores), scores, np.nanmax(scores)).mean(axis=1)
    both = np.isfinite(scores).all(axis=0)
    found = {"common": n, "score": float(charged[0]), "recul_score": float(charged[1]), "both": int(both.sum())}
    if both.any():
        found |= {"both_score": float(scores[0, both].mean()), "both_recul_score": float(scores[1, both].mean())}
    return found


def wilson(share: float, size: float, z: float) -> tuple[float, float]:
    """Wilson's interval (1927) of a share of `size` cases, z standard errors wide."""
    centre = (share + z * z / (2 * size)) / (1 + z * z / size)
    half = z / (1 + z * z / size) * math.sqrt(share * (1 - share) / size + z * z / (4 * size * size))
    return max(0.0, centre - half), min(1.0, centre + half)


def effective(hits: np.ndarray, cluster: Ints) -> float:
    """How many independent cases n of them are worth: n over the design effect (Kish 1965), never more than n.

    hits: bool [n]. cluster: [n]; cases of one number share their moment. The design effect is the variance of the share
    between clusters over the binomial one.
    """
    n, share = len(hits), float(hits.mean())
    labels, place = np.unique(cluster, return_inverse=True)
    if len(labels) < 2 or not 0 < share < 1:
        return float(n)
    total = np.bincount(place, hits - share)
    variance = len(labels) / (len(labels) - 1) * float((total**2).sum()) / n**2
    return n / max(1.0, variance / (share * (1 - share) / n))


def false_alarms(answers: Answers, cluster: Ints) -> dict[str, float]:
    """Rates over asked and over answered; of the latter Wilson's 95 % interval and one-sided 95 % limits, with the
    number of cases that the clusters are worth."""
    seen, given, cluster = answers.seen(), answers.given, cluster[: len(answers)]
    count, n = int(seen.sum()), int(given.sum())
    found = {"asked": len(answers), "answered": n, "seen": count, "clusters": len(np.unique(cluster)),
             "rate_asked": count / len(answers)}
    if n:
        size = effective(seen[given], cluster[given])
        low, high = wilson(count / n, size, TWO_SIDED)
        at_least, at_most = wilson(count / n, size, ONE_SIDED)
        found |= {"rate_answered": count / n, "low": low, "high": high, "at_least": at_least, "at_most": at_most}
    return found


def power(answers: Answers) -> dict[str, float]:
    """Of all questions asked, how many see an effect of so many SDs as a rise, or its opposite as a fall."""
    return {f"power_{size:g}": float((answers.seen(size).mean() + answers.seen(-size).mean()) / 2) for size in POWER}


def refusals(answers: Answers) -> str:
    """The reasons for which no interval was given, and how often, the most frequent first."""
    reasons = (w or "none given" for w, given in zip(answers.why, answers.given, strict=True) if not given)
    return "; ".join(f"{reason} {n}" for reason, n in Counter(reasons).most_common(6))
