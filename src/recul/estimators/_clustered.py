"""A share corrected by labels, of rows that come in clusters: sentences of job ads, ads of employers.

The share is that of `_powered`. Its variance is linearised and summed by cluster: with s_c the sums of cluster c and
β the derivative of the share by the sums of all,

    u_c = β · s_c,   Σ u_c = 0,   V = G / (G − 1) · Σ u_c²

so that it holds whatever the rows of a cluster have in common, and whatever the lot drew of each (Binder 1983,
International Statistical Review 51(3), 279-292; Liang & Zeger 1986, Biometrika 73(1), 13-22). It is the variance of
clusters that might as well have been others, had as many come.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from recul.estimators._powered import FLOOR, Sample, shares
from recul.panel import Floats, Ints

NAMES = tuple(x.name for x in fields(Sample))
#: What the share is made of, once λ is known; and those that change sign with labels and scores taken as distances.
PARTS = ("audited", "t", "ty", "f", "rest", "rest_f")
ODD = ("ty", "tf", "f", "rest_f")


@dataclass(frozen=True, eq=False)
class Clusters:
    """sums: [clusters, fields of `Sample`], of the rows of each cluster of one group."""

    sums: Floats

    @classmethod
    def of(cls, t: Floats, y: Floats, f: Floats, cluster: Ints, rest: Floats, rest_cluster: Ints) -> Clusters:
        """t, y, f, cluster: of the audited rows [n]; rest, rest_cluster: scores and clusters of the others. Clusters
        are numbered as one likes."""
        names = np.union1d(cluster, rest_cluster)
        at, rest_at = np.searchsorted(names, cluster), np.searchsorted(names, rest_cluster)
        y = np.where(t > 0, y, 0.0)
        audited = (None, t, t * y, t * y * y, t * f, t * y * f, f, f * f)
        columns = [np.bincount(at, part, len(names)) for part in audited]
        columns += [np.bincount(rest_at, part, len(names)) for part in (None, rest)]
        return cls(np.stack(columns, axis=1).astype(np.float64))

    def __len__(self) -> int:
        return len(self.sums)

    @property
    def degrees(self) -> float:
        """Of freedom, of what the labels say: clusters of unequal weight tell as much as so many equal ones (Kish
        1965), less one."""
        told = self.sums[:, NAMES.index("t")]
        return max(float(told.sum() ** 2 / max((told**2).sum(), 1e-12)) - 1, 1.0)

    def summed(self, sign: Floats) -> tuple[Sample, Floats]:
        """The group's sums where each cluster's labels and scores change sign or do not, and the products of PARTS
        summed over clusters [m, parts, parts]. sign: [m, clusters], of 1 and −1; all 1 leaves the group as it is."""
        odd = np.array([name in ODD for name in NAMES])
        total = np.where(odd, sign @ self.sums, self.sums.sum(axis=0))
        at = [NAMES.index(name) for name in PARTS]
        part, sided = self.sums[:, at], odd[at]
        products = np.einsum("ci,cj->cij", part, part).reshape(len(part), -1)
        mixed = (sided[:, None] != sided[None, :]).ravel()
        summed = np.where(mixed, sign @ products, products.sum(axis=0))
        return Sample(*total.T), summed.reshape(len(sign), len(PARTS), len(PARTS))


@dataclass(frozen=True, eq=False)
class Clustered:
    """[m] each. value: the share. scale: its standard error, of clusters that might as well have been others."""

    value: Floats
    scale: Floats


def clustered(clusters: Clusters, sign: Floats | None = None) -> Clustered:
    """sign: as in `Clusters.summed`; none for the group as it is, one item. NaN where `shares` gives none, or there are
    fewer than two clusters."""
    count = len(clusters)
    sample, products = clusters.summed(np.ones((1, count)) if sign is None else sign)
    found = shares(sample)
    n, N = sample.audited, sample.audited + sample.rest
    with np.errstate(divide="ignore", invalid="ignore"):
        told, mean = sample.t / n, (sample.f + sample.rest_f) / N
        slope, value = found.tuning, found.value
        by = np.stack([slope * mean * (1 / n - 1 / N), -value / n, 1 / n, slope * (1 / N - 1 / n), -slope * mean / N,
                       slope / N], axis=1) / told[:, None]
        variance = np.einsum("mi,mij,mj->m", by, products, by) * count / max(count - 1, 1)
        variance = np.maximum(variance, FLOOR / n / n / told**2)
    none = ~np.isfinite(value) | (count < 2)
    return Clustered(value, np.where(none, np.nan, np.sqrt(variance)))


def jackknifed(clusters: Clusters) -> Clustered:
    """The group as it is, its standard error by leaving out one cluster after the other, λ kept (MacKinnon, Nielsen &
    Webb 2023, Journal of Applied Econometrics 38(5), 671-694): where few clusters hold much, `clustered` is too sure.
    Never less than that one."""
    plain, total = clustered(clusters), clusters.sums.sum(axis=0)
    whole = Sample(*total[None].T)
    slope, s = float(shares(whole).tuning[0]), Sample(*(total - clusters.sums).T)
    with np.errstate(divide="ignore", invalid="ignore"):
        without = (slope * (s.f + s.rest_f) / (s.audited + s.rest) * s.audited + s.ty - slope * s.f) / s.t
        apart = without - plain.value[0]
        # A cluster without which nothing is left to tell makes the error unbounded.
        square = float(np.where(np.isfinite(apart), apart**2, np.inf).sum())
    left = np.sqrt(square * (len(clusters) - 1) / len(clusters))
    return Clustered(plain.value, np.maximum(plain.scale, left))
