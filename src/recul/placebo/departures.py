"""Where nothing differs: each cluster's departure from the share of both groups changes sign by lot (METHODS §8).

The ads of one occupation are few and read closely, those of all others many and read thinly. Exchanged between the
groups (`relabel.exchanged`), the occupation would be left with ads that nobody read: in simulation up to 22 % of
occupations that do not differ then passed for different (docs/methods.md). So every ad stays where it is. Under the
hypothesis that the groups share one share, the departures of an ad from it might as well have been the other way: a
wild bootstrap of clusters that imposes the hypothesis (Cameron, Gelbach & Miller 2008, Review of Economics and
Statistics 90(3), 414-427), each draw through the very estimator that the real case goes through.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.special import stdtrit

from recul.batch import NORMAL
from recul.estimators._clustered import Clusters, clustered, jackknifed
from recul.panel import Floats
from recul.placebo.draw import PLANNED
from recul.placebo.relabel import Side

AT_ONCE = 111


@dataclass(frozen=True, eq=False)
class Apart:
    """[1 + planned] each, the real item first. value: the first group's share less the second's; scale: its standard
    error. The real one's is a jackknife's, and widened to Student's law at the clusters' degrees of freedom."""

    value: Floats
    scale: Floats


def clusters_of(side: Side) -> Clusters:
    """`day` of the side is the cluster of each row."""
    return Clusters.of(side.t, side.y, side.f, side.day, side.rest, side.rest_day)


def apart(one: Side, other: Side, seed: int, planned: int = PLANNED) -> Apart:
    """Both sides must have a share (`estimators._powered.shares`)."""
    random = np.random.default_rng([seed, 37])
    groups = [clusters_of(side) for side in (one, other)]
    real = [jackknifed(group) for group in groups]
    variance = [float(r.scale[0]) ** 2 for r in real]
    weight = 1 / np.array([float(clustered(group).scale[0]) ** 2 for group in groups])
    common = float(weight @ [float(r.value[0]) for r in real] / weight.sum())
    value, scale = [real[0].value - real[1].value], [np.sqrt([sum(variance)]) * _widening(groups, variance)]
    centred = [clusters_of(_about(side, common)) for side in (one, other)]
    for start in range(0, planned, AT_ONCE):
        many = min(AT_ONCE, planned - start)
        drawn = [clustered(group, _signs(random, many, len(group))) for group in centred]
        value.append(drawn[0].value - drawn[1].value)
        scale.append(np.hypot(drawn[0].scale, drawn[1].scale))
    return Apart(np.concatenate(value), np.concatenate(scale))


def _signs(random: np.random.Generator, many: int, clusters: int) -> Floats:
    return np.where(random.integers(0, 2, (many, clusters)) > 0, 1.0, -1.0)


def _about(side: Side, share: float) -> Side:
    """Labels as distances from the share of both groups, scores from the side's own mean: of these nothing says that
    the groups should agree."""
    mean = float(np.concatenate([side.f, side.rest]).mean())
    return replace(side, y=side.y - share, f=side.f - mean, rest=side.rest - mean)


def _widening(groups: list[Clusters], variance: list[float]) -> float:
    """Student's quantile over a bell's, at the degrees of freedom of a difference (Welch 1947)."""
    together = sum(v**2 / group.degrees for v, group in zip(variance, groups, strict=True))
    degrees = sum(variance) ** 2 / together if 0 < together < np.inf else 1.0
    return float(stdtrit(max(degrees, 1.0), 0.975)) / NORMAL
