"""A weighted share in the later spans against the earlier ones, corrected by a random audit sample."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recul.panel import Bools, Floats, Ints

MOST_ALIKE = 0.8
#: What a span keeps of the one before it may always be this, as eight or sixteen of them cannot show that it is not.
ASSUMED_ALIKE = 0.3


@dataclass(frozen=True, eq=False)
class Spans:
    """Sums by stretch of time (a quarter), float64 [spans] each. hours: Σ w over all tasks; told: Σ w·λ·f, what the
    classifier says of them; audited: Σ w over the audited; left: Σ w·(y − λ·f) over the audited.

    Where every task is labelled there is nothing to correct: told = Σ w·y, audited and left are then zero.
    """

    hours: Floats
    told: Floats
    audited: Floats
    left: Floats

    @classmethod
    def of(cls, span: Ints, spans: int, weight: Floats, score: Floats, label: Floats, audited: Bools) -> Spans:
        """span: [n], 0 to spans − 1. score, label: [n], the latter read where audited. All audited: labels alone."""
        if audited.all():
            return cls(_sums(span, spans, weight), _sums(span, spans, weight * label), np.zeros(spans), np.zeros(spans))
        tuned = tuning(weight[audited], label[audited], score[audited])
        own = np.where(audited, weight, 0.0)
        rest = np.where(audited, label - tuned * score, 0.0)
        parts = (weight, weight * tuned * score, own, own * rest)
        return cls(*(_sums(span, spans, part) for part in parts))


def _sums(span: Ints, spans: int, part: Floats) -> Floats:
    return np.bincount(span, weights=part, minlength=spans).astype(np.float64)


@dataclass(frozen=True, eq=False)
class Shift:
    """[n] each: the later share less the earlier, its standard error, the two shares, how alike neighbours are."""

    value: Floats
    scale: Floats
    later: Floats
    earlier: Floats
    alike: Floats


def tuning(weight: Floats, label: Floats, score: Floats) -> float:
    """λ of PPI++ (Angelopoulos, Duchi & Zrnic 2023), within 0 and 1: how far the classifier may be leant upon."""
    if len(weight) < 2 or not weight.sum() > 0:
        return 1.0
    y, f = (v - (weight @ v) / weight.sum() for v in (label, score))
    spread = float((weight * f) @ (weight * f))
    return float(np.clip((weight * y) @ (weight * f) / spread, 0, 1)) if spread > 1e-12 else 0.0


def lingering(alike: float) -> float:
    """By how much the standard error grows if neighbours are as alike as may always be; 1 where they already are."""
    widest, own = ((1 + rho) / (1 - rho) for rho in (max(ASSUMED_ALIKE, alike), alike))
    return float(np.sqrt(widest / own))


def shift(spans: Spans, order: Ints, half: int) -> Shift:
    """order: int [n, spans], each item's spans as they follow each other; the first `half` of them are the earlier, the
    last `half` the later, and what lies between is neither.

    A share is Σ told / Σ hours + Σ left / Σ audited. Its variance is linearised and clustered by span, and widened by
    how much a span is like the one before it, (1 + ρ)/(1 − ρ), ρ the correlation of neighbours about their half's
    share with its bias in short series put back (Kendall 1954, Biometrika 41, 403-404). A difference so studentised
    keeps its level under shuffling though the halves' spreads differ (Chung & Romano 2013, Annals of Statistics 41,
    484-507). NaN where a half has fewer than two spans with hours, or nothing audited.
    """
    early, late = (_half(spans, order[:, at]) for at in (slice(None, half), slice(order.shape[1] - half, None)))
    variance = early[1] + late[1]
    strays = np.concatenate([early[2], late[2]], axis=1)
    rho = _alike(strays, half)
    return Shift(late[0] - early[0], np.sqrt(variance * (1 + rho) / (1 - rho)), late[0], early[0], rho)


def _half(spans: Spans, at: Ints) -> tuple[Floats, Floats, Floats]:
    """Share and variance [n], and how far each span takes the share from itself [n, spans of the half]."""
    hours, told, audited, left = (part[at] for part in (spans.hours, spans.told, spans.audited, spans.left))
    corrects = bool(spans.audited.any())
    with np.errstate(divide="ignore", invalid="ignore"):
        whole, checked = hours.sum(axis=1, keepdims=True), audited.sum(axis=1, keepdims=True)
        share = told.sum(axis=1, keepdims=True) / whole
        strays = (told - share * hours) / whole
        if corrects:
            correction = left.sum(axis=1, keepdims=True) / checked
            share, strays = share + correction, strays + (left - correction * audited) / checked
        count = (hours > 0).sum(axis=1)
        variance = np.where(count > 1, count / (count - 1), np.nan) * (strays**2).sum(axis=1)
    return share[:, 0], variance, strays


def _alike(strays: Floats, cut: int) -> Floats:
    """Correlation of a span with the one before it, in the same half [n]; none below zero."""
    length = strays.shape[1]
    pairs = np.ones(length - 1, dtype=bool)
    pairs[cut - 1] = False
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = (strays[:, 1:] * strays[:, :-1])[:, pairs].sum(axis=1) / max(int(pairs.sum()), 1)
        rho = np.nan_to_num(mean / (strays**2).mean(axis=1))
    return np.asarray(np.clip(rho + (1 + 3 * rho) / (length / 2), 0.0, MOST_ALIKE))
