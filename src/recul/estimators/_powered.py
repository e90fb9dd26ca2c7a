"""Shares built on a classifier, corrected by a random sample of labels (prediction-powered inference).

    θ = [λ·mean of f over all + mean of (t·y − λ·f) over the audited] / mean of t over the audited

f: what the classifier says, of every row; y: the label, of the audited ones; t: 1 where whoever labels could tell, 0
where they could not. λ = cov(t·(y − θ), f) / var(f), within 0 and 1: a classifier that knows nothing costs nothing
(Angelopoulos, Bates, Fannjiang, Jordan & Zrnic 2023, Science 382, 669-674; Angelopoulos, Duchi & Zrnic 2023,
PPI++, arXiv:2311.01453). Over a finite population it is the regression estimator of survey sampling (Cassel, Särndal &
Wretman 1976, Biometrika 63, 615-620): right whatever the classifier, as the sample is random.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from scipy.special import stdtrit

from recul.panel import Bools, Floats

LEAST = 2
#: No error among n labels still leaves room for 3 / n of them (the rule of three): a variance of residuals is never
#: taken for less than what a half-width of 3 / n stands for.
FLOOR = (3 / 1.96) ** 2


@dataclass(frozen=True, eq=False)
class Sample:
    """Sums over one group of rows, of m items: each [m] or a number.

    audited: how many were drawn at random and looked at; t, ty, tyy, tf, tyf: sums over them of t, t·y, t·y², t·f,
    t·y·f; f, ff: of f and f². rest: the rows that were not, with `rest_f` the sum of their f. A row labelled for
    another reason than the lot is one of the rest: rows like it were left among the audited, and would count twice.
    """

    audited: Floats
    t: Floats
    ty: Floats
    tyy: Floats
    tf: Floats
    tyf: Floats
    f: Floats
    ff: Floats
    rest: Floats
    rest_f: Floats

    @classmethod
    def of(cls, t: Floats, y: Floats, f: Floats, rest: tuple[float, Floats], weight: Floats | None = None) -> Sample:
        """t, y, f: of the audited rows [n]; y where t is 0 is not read. rest: rows, sum of f. weight: [m, n], 1 where a
        row belongs to the item (default one item with all of them)."""
        y = np.where(t > 0, y, 0.0)
        columns = np.stack([np.ones_like(f), t, t * y, t * y * y, t * f, t * y * f, f, f * f], axis=1)
        sums = (np.ones((1, len(f))) if weight is None else weight) @ columns
        number, *others = np.moveaxis(sums, -1, 0)
        return cls(number, *others, *(np.asarray(v, float) + np.zeros(len(number)) for v in rest))

    def less(self, other: Sample) -> Sample:
        """The rows of this one that are not of the other."""
        return Sample(*(getattr(self, x.name) - getattr(other, x.name) for x in fields(self)))


@dataclass(frozen=True, eq=False)
class Shares:
    """[m] each. value: the share. scale: standard error over these very rows, from the audit alone. chance: of rows
    that might as well have been others, had as many come. degrees: of freedom. tuning: λ. labels: from the labels
    alone, raw: as the classifier has it. size: of rows whose labels would leave the same scale, to bound it by."""

    value: Floats
    scale: Floats
    chance: Floats
    degrees: Floats
    tuning: Floats
    labels: Floats
    raw: Floats
    size: Floats


def shares(s: Sample, of: float | None = None) -> Shares:
    """of: rows in all, where those read were drawn at random from more. NaN where fewer than LEAST + 1 were audited or
    nobody could tell."""
    frame, n = s.audited + s.rest, s.audited
    with np.errstate(divide="ignore", invalid="ignore"):
        first = s.ty / s.t
        spread = s.ff - s.f**2 / n
        together = s.tyf - first * s.tf - (s.ty - first * s.t) * s.f / n
        tuning = np.where(spread > 1e-12, np.clip(together / np.maximum(spread, 1e-12), 0, 1), 0.0)
        mean_f = (s.f + s.rest_f) / frame
        told = s.t / n
        value = (tuning * mean_f + (s.ty - tuning * s.f) / n) / told
        left = _left(s, tuning, value) / np.maximum(n - LEAST, np.nan_to_num(n) * 0 + 1)
        left = np.maximum(left, FLOOR / n)
        sampling = np.maximum(1 - n / frame, 0) * left / n / told**2
        own = (s.tyy - 2 * value * s.ty + value**2 * s.t) / n / told**2
        more = 0.0 if of is None else np.maximum(1 - frame / of, 0) * own / frame
        few = (n <= LEAST) | (s.t <= 0)
        scale = np.where(few, np.nan, np.sqrt(sampling + more))
        chance = np.where(few, np.nan, np.sqrt(sampling + np.maximum(own, FLOOR / n) / frame))
        # Of rows that could all be told: `own` is already larger by those that could not.
        size = np.where(own > 0, own * told / np.maximum(scale**2, 1e-12), n)
    return Shares(np.where(few, np.nan, value), scale, chance, n - LEAST, tuning, np.where(few, np.nan, first),
                  mean_f, size)


def _left(s: Sample, tuning: Floats, value: Floats) -> Floats:
    """Sum of squares, about their mean, of t·(y − θ) − λ·f over the audited."""
    square = (s.tyy - 2 * value * s.ty + value**2 * s.t) - 2 * tuning * (s.tyf - value * s.tf) + tuning**2 * s.ff
    total = s.ty - value * s.t - tuning * s.f
    return np.maximum(square - total**2 / s.audited, 0.0)


def bounded(found: Shares, least: float = 0.0, most: float = 1.0) -> tuple[float, float, float]:
    """The first share with its 95 % interval: Wilson's, with as many rows as would leave the same scale and Student's
    quantile, so that it neither leaves 0 to 1 nor closes where no label of the tone was met. least, most: what the
    labels leave possible. NaN where there is no scale."""
    p, size = float(found.value[0]), float(found.size[0])
    if not (np.isfinite(p) and np.isfinite(found.scale[0])):
        return np.nan, np.nan, np.nan
    if found.scale[0] == 0:
        return p, p, p
    quantile = float(stdtrit(max(float(found.degrees[0]), 1), 0.975)) ** 2
    p = min(max(p, least), most)
    centre = (p + quantile / 2 / size) / (1 + quantile / size)
    half = np.sqrt(quantile * (p * (1 - p) / size + quantile / 4 / size**2)) / (1 + quantile / size)
    return p, float(max(least, min(centre - half, p))), float(min(most, max(centre + half, p)))


@dataclass(frozen=True)
class Powered:
    """value, scale, low, high: the corrected share, its standard error and 95 % interval. raw: uncorrected.
    labels_only: of the audited rows alone. n of N rows were audited."""

    value: float
    scale: float
    low: float
    high: float
    raw: float
    labels_only: float
    n: int
    N: int


def powered(score: Floats, label: Floats, audited: Bools, weight: Floats | None = None) -> Powered:
    """The weighted share Σ w·y / Σ w of a finite list, a random part of which was audited.

    score: [N], the classifier's, in 0 to 1. label: [N], read where `audited` [N] is true. weight: [N], not negative.
    The correction is a ratio of sums over the audited (Hájek 1971); its variance is linearised, and nothing is left of
    it when all were audited. NaN where fewer than two were, or these weigh nothing.
    """
    w = np.ones(len(score)) if weight is None else weight
    n, N = int(audited.sum()), len(score)
    raw = float(w @ score / w.sum()) if w.sum() > 0 else np.nan
    v, y, f = w[audited], label[audited], score[audited]
    if n < LEAST or not v.sum() > 0:
        return Powered(np.nan, np.nan, np.nan, np.nan, raw, np.nan, n, N)
    only, mean = float(v @ y / v.sum()), float(v @ f / v.sum())
    spread = float((v * (f - mean)) @ (v * (f - mean)))
    tuning = float(np.clip((v * (y - only)) @ (v * (f - mean)) / spread, 0, 1)) if spread > 1e-12 else 0.0
    value = tuning * raw + only - tuning * mean
    left = v * ((y - only) - tuning * (f - mean)) / v.mean()
    variance = max(float(left @ left) / max(n - LEAST, 1), FLOOR / n) * (1 - n / N) / n
    own = float(v @ (y - only) ** 2 / v.sum())
    scale = np.sqrt(variance)
    size = own / variance if own > 0 and variance > 0 else float(n)
    known = float((w[audited] * y).sum() / w.sum()), 1 - float((w[audited] * (1 - y)).sum() / w.sum())
    found = Shares(*(np.array([x]) for x in (value, scale, scale, n - LEAST, tuning, only, raw, size)))
    told, low, high = bounded(found, *known)
    return Powered(told, float(scale), low, high, raw, only, n, N)
