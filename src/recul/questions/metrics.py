"""Which metrics deserve attention? What each foretells of an outcome, beside shifted copies of itself (METHODS §10)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from recul._fields import Names, Share, Text
from recul.batch import Batch, Estimates
from recul.errors import Mistake, QuestionError
from recul.estimators._foretelling import Foretelling, foretelling
from recul.finding import Design, Finding, Table
from recul.placebo.judge import judge
from recul.questions._figure import among_placebos
from recul.questions._metrics import (
    Metric,
    MetricItems,
    batch_of,
    beside,
    closest,
    estimates_of,
    on_grid,
    series,
)
from recul.questions.base import Question

if TYPE_CHECKING:
    from recul.panel import Floats, Panel
    from recul.record import Record

NAME = "foretelling"


class Metrics(Question):
    """Whether any of the metrics foretells the outcome of the next period beyond what its own past does.

    outcome: what the work is for. metrics: measures of the record; default all that it holds but the outcome.
    units: of the outcome, all when empty; metrics are of all of theirs. minimum_effect: a correlation, the smallest
    that would matter. The verdict is that of the metric that foretells most, and allows for there being several; each
    has its own in the table.
    """

    kind: ClassVar[str] = "metrics"
    estimators: ClassVar[tuple[str, ...]] = (NAME,)
    limit_codes: ClassVar[dict[str, tuple[str, ...]]] = {
        "metric_unobserved": ("metric", "share", "allowed"),
        "metric_constant": ("metric",),
        "outcome_constant": (),
        "short_record": ("metric", "periods", "needed"),
        "year_untold": ("metric", "periods", "needed"),
    }

    minimum_effect: Share = 0.3
    outcome: Text
    metrics: Names = ()
    units: Names = ()
    frequency: Literal["day", "week", "month", "quarter"] = "week"

    def batch(self, record: Record, seed: int) -> Batch[MetricItems]:
        """The metrics, each with its copies. Raises QuestionError when a measure cannot be had, or none is left."""
        from recul.measures import names

        wanted = self.metrics or tuple(n for n in names(record) if n != self.outcome)
        if not wanted or self.outcome in wanted:
            raise QuestionError(Mistake("metrics", "the outcome itself" if wanted else "no measure but the outcome",
                                        "metrics beside the outcome", "Name measures of the record under `metrics`."))
        panels = self._panels(record, wanted)
        outcome, times = series(panels[0]), panels[0].times
        found = tuple(beside(panel.measure, on_grid(panel, times), _halves(record, panel, times), outcome,
                             self.frequency, seed) for panel in panels[1:])
        items = MetricItems(found, self.outcome, self.frequency, str(times[0].astype("datetime64[D]")),
                            str(times[-1].astype("datetime64[D]")), len(outcome))
        return batch_of(items, found[0], seed)

    def _panels(self, record: Record, wanted: tuple[str, ...]) -> list[Panel]:
        """The outcome, then each metric: the mistakes of all of them at once."""
        from recul.measures import panel

        found, mistakes = [], []
        for name in (self.outcome, *wanted):
            try:
                units = self.units if name == self.outcome else ()
                found.append(panel(record, name, self.frequency, units or None))
            except QuestionError as error:
                mistakes += [m for m in error.mistakes if m not in mistakes]
        if mistakes:
            raise QuestionError(mistakes)
        return found

    def estimate(self, estimator: str, batch: Batch[MetricItems]) -> Estimates:
        """The first metric and its copies in one call."""
        return estimates_of(_foretold(batch.items.metrics[0]))

    def judge(self, batch: Batch[MetricItems], provenance: dict[str, Any]) -> Finding:
        """Each metric before the judge, all allowed for; the finding is that of the one furthest from its copies."""
        items = batch.items
        told = []
        for metric in items.metrics:
            one, found = batch_of(items, metric, batch.seed), _foretold(metric)
            told.append((metric, one, found, self._judged(one, found, provenance, ())))
        rows = tuple(_row(items, metric, found, finding) for metric, _, found, finding in told)
        table = Table("metrics", (("metric", "name"), ("verdict", "code"), ("correlation", "number"),
                                  ("gain", "change"), ("p", "percent"), ("reliability", "percent"),
                                  ("noise", "percent"), ("closest", "name"), ("shared", "number")), rows)
        metric, one, found, _ = min(told, key=lambda t: (not _asked(t[3]), t[3].estimate.p or 1.0, -_size(t[2])))
        return self._judged(one, found, provenance, (table,), metric.name)

    def _judged(self, batch: Batch[MetricItems], found: Foretelling | None, provenance: dict[str, Any],
                tables: tuple[Table, ...], name: str = "") -> Finding:
        family = max(1, sum(m.why is None for m in batch.items.metrics))
        return judge(self.asked(), batch, [estimates_of(found)], word=self.word,
                     design=lambda estimator, choice: self._design(batch.items, estimator, choice, name),
                     minimum_effect=self.minimum_effect, provenance=provenance, tables=tables,
                     figure=among_placebos("foretelling"), family=family)

    def word(self, verdict: str, value: float | None) -> str:
        """`foretells`, `misleads` (it foretold the wrong way round, again and again), `vanity` or `unknown`."""
        if verdict == "seen" and value is not None:
            return "foretells" if value > 0 else "misleads"
        return "vanity" if verdict == "not_seen" else "unknown"

    def _design(self, items: MetricItems, estimator: str, choice: str, name: str) -> Design:
        facts = (("metric", "name", name), ("outcome", "name", self.outcome), ("from", "moment", items.first),
                 ("to", "moment", items.last), ("periods", "count", items.periods),
                 ("metrics", "count", len(items.metrics)))
        return Design(estimator, choice, "", self.frequency, 0, 0, "", "", (), (), self.minimum_effect, facts=facts)


def _foretold(metric: Metric) -> Foretelling | None:
    return None if metric.why else foretelling(metric.outcome, metric.told)


def _asked(finding: Finding) -> bool:
    return not any(limit.forbids for limit in finding.limits)


def _size(found: Foretelling | None) -> float:
    return -1.0 if found is None else abs(float(found.value[0] / found.scale[0]))


def _row(items: MetricItems, metric: Metric, found: Foretelling | None, finding: Finding) -> tuple[Any, ...]:
    def told(value: float) -> float | None:
        return value if np.isfinite(value) else None

    name, shared = closest(items, metric) if metric.why is None else (None, None)
    return (metric.name, f"metric_{finding.answer}", finding.estimate.value, told(float(found.gain[0])) if found
            else None, finding.estimate.p, told(metric.reliability), told(metric.noise), name, shared)


def _halves(record: Record, weekly: Panel, times: NDArray[np.datetime64]) -> Floats | None:
    """Odd and even days of each of these weeks [2, weeks] of a metric that adds up by the day, None where it does not.
    """
    from recul.measures import panel

    if weekly.aggregate != "sum" or weekly.frequency != "week":
        return None
    try:
        daily = panel(record, weekly.measure, "day")
    except QuestionError:
        return None  # it is measured by the week: there are no days to set against each other
    value = series(daily)
    day = daily.times.astype("datetime64[D]").astype(np.int64)
    start = times.astype("datetime64[D]").astype(np.int64)
    week = np.searchsorted(start, day, side="right") - 1
    inside = (week >= 0) & (day < start[-1] + 7)
    found, days = np.zeros((2, len(start))), np.zeros(len(start))
    np.add.at(found, (day[inside] % 2, week[inside]), value[inside])
    np.add.at(days, week[inside], 1)
    return np.where(days == 7, found, np.nan)
