"""The answer, which cannot be built without its placebo record."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field, fields
from typing import Any, Literal, get_args

import numpy as np

from recul._phrases import phrase
from recul.errors import Mistake, ReculError

Verdict = Literal["seen", "not_seen", "cannot_say"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)

# The limits any finding can carry, with the values each comes with; those of one kind of question only are declared by
# its class (`Question.limit_codes`). report/words says each in both languages.
LIMIT_CODES: dict[str, tuple[str, ...]] = {
    "few_placebos": ("independent", "needed"),
    "no_comparable_units": (),
    "window_unobserved": ("share", "allowed"),
    "poor_fit": ("fit", "worse_than"),
    "outside_donors": ("share", "allowed"),
    "break_before": ("jump", "bound"),
    "growing_apart": ("drift", "allowed"),
    "unlike_placebos": ("own", "pool"),
    "unusual_moment": ("here", "elsewhere"),
    "unusual_season": ("then", "elsewhere"),
    "season_unknown": (),
    "tone_uncorrected": (),
    "year_end": (),
    "event_unknown": ("names",),
    "season_too_long": ("season", "history"),
    "calendar_unused": (),
    "rare_events": ("events", "needed"),
    "calibration_dominates": ("spread", "allowed"),
    "cries_often": ("count", "of", "promised"),
    "placebos_failed": ("failed", "planned"),
    "estimate_failed": ("why",),
    "underpowered": ("detectable", "minimum"),
    "no_placebo_rule": ("onset_rule",),
    "not_the_peak": ("start", "peak"),
    "student": ("placebos", "needed"),
    "fewer_placebos": ("planned", "drawn"),
    "short_history": ("history", "windows"),
    "donors_touched": ("units",),
    "overlapping_actions": ("actions",),
    "staggered": ("first", "last"),
    "history_cut": ("history", "asked"),
    "randomised_as_declared": (),
    "few_assignments": ("assignments", "needed"),
    "sample_ratio": ("share", "planned", "units"),
}


@dataclass(frozen=True, slots=True)
class Rate:
    """A share of cases with its 95 % interval. count, of: the cases; `value` is None when `of` is 0."""

    value: float | None
    low: float | None
    high: float | None
    count: int
    of: int


@dataclass(frozen=True, slots=True)
class Estimate:
    """The number: value per period, interval, the same relative to the counterfactual, the total over the window.

    Bounds are None when no interval can be given; `value` is None when nothing could be estimated at all.
    p: the smallest α at which the interval would exclude zero.
    """

    value: float | None
    low: float | None
    high: float | None
    relative: float | None
    relative_low: float | None
    relative_high: float | None
    total: float | None
    level: float
    p: float | None
    unit: str


@dataclass(frozen=True, slots=True)
class PlaceboRun:
    """The same method where nothing happened.

    planned, ran, failed: placebos wished for, answered, refused by the method. independent: k of METHODS §0.5.
    raw_rate: how often the method's own interval excluded zero; calibrated_rate: the same after calibration on other
    units and earlier dates; own_rate: the calibrated rate on the treated unit's own earlier dates.
    detectable_effect: the smallest relative effect seen in 80 % of placebos, with its 95 % interval.
    rule: `student`, `rank` or `none`. bound: what |z| had to exceed. guaranteed_bound: the hierarchical conformal one.
    correlation: of same-date scores. spread: λ̂, how much wider than claimed the scores are. mean_score: mean
    interval score over the pre-period spread, the yardstick between estimators.
    dates, sources: how many distinct. scores: the placebos' z. drawn: the rule that drew them.
    """

    planned: int
    ran: int
    failed: int
    independent: int
    raw_rate: Rate
    calibrated_rate: Rate
    own_rate: Rate
    detectable_effect: float | None
    detectable_low: float | None
    detectable_high: float | None
    rule: Literal["student", "rank", "none"]
    bound: float | None
    guaranteed_bound: float | None
    correlation: float | None
    spread: float | None
    mean_score: float | None
    dates: int
    sources: int
    drawn: str
    seed: int
    scores: tuple[float, ...] = field(repr=False, default=())


@dataclass(frozen=True, slots=True)
class Limit:
    """What bounds the answer: a code (report/words says it in words), its values, whether it forbids any verdict."""

    code: str
    values: dict[str, Any]
    forbids: bool = False


@dataclass(frozen=True, slots=True)
class Design:
    """How it was asked. Times are ISO strings, local to the study, or in `zone` when it names one (hours are UTC).

    A question that is not asked of a panel leaves what it has no use for empty (`""`, 0, no names), and the report
    leaves it out. facts: what else was declared or chosen, in the order shown: (code, kind of value, value), the kind
    as in `Table`.
    """

    estimator: str
    estimator_choice: str
    onset_rule: str
    frequency: str
    window: int
    history: int
    start: str
    end: str
    units: tuple[str, ...]
    donors: tuple[str, ...]
    minimum_effect: float
    zone: str = ""
    facts: tuple[tuple[str, str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """Figures of a question's own that stand beside its answer: episodes, service figures, shares.

    code: names the table. columns: (code, kind) each; kind is how a value is shown: count, number, size, percent,
    change (a percent with its sign), amount (in the estimate's unit), money (the same, whole), minutes, periods,
    moment, budget, code, name, names, item (a name, or one that the kind has words for).
    rows: one value a column; None where not known. The words for the codes stand in `report/words/kinds`, in the file
    of the question's kind.
    """

    code: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[Any, ...], ...]


@dataclass(frozen=True, eq=False, slots=True)
class FigureData:
    """What the two pictures need.

    times: ISO strings [history + window], none where the question has no course over time; actual, counterfactual
    [history + window], None-able floats as NaN.
    band_low, band_high: where the actual would have been in 95 % of the placebos [history + window], NaN before the
    window. start: index of the window's first period. real, placebos: effects on the scale of the real case
    (score × the real case's own SD), in the outcome's unit. measure, value_unit: of the vertical axis.
    """

    times: tuple[str, ...]
    actual: np.ndarray
    counterfactual: np.ndarray
    band_low: np.ndarray
    band_high: np.ndarray
    start: int
    real: float
    placebos: np.ndarray
    measure: str
    value_unit: str


@dataclass(frozen=True, eq=False, slots=True)
class Finding:
    """The answer to one question. Built by `recul.placebo.judge` and nowhere else.

    question: what was asked, `kind` first. answer: the question's own word (a code, a share, a rank).
    tables: the question's own figures beside the answer; no verdict rests on them.
    truth: what is known to be true, in simulated worlds only (relative effect).
    Raises ReculError when the verdict, the estimate and the placebo run do not say the same thing.
    """

    question: dict[str, Any]
    verdict: Verdict
    answer: str
    estimate: Estimate
    placebo: PlaceboRun
    limits: tuple[Limit, ...]
    design: Design
    provenance: dict[str, Any]
    figure_data: FigureData | None = None
    truth: float | None = None
    tables: tuple[Table, ...] = ()

    def __post_init__(self) -> None:
        problem = self._contradiction()
        if problem:
            raise ReculError(Mistake("finding", problem, "one reading of interval, p and verdict",
                                     "This is a fault of Recul: please report it."))

    def _contradiction(self) -> str | None:
        e = self.estimate
        if not isinstance(self.placebo, PlaceboRun):
            return "no placebo run"
        if e.value is None or e.low is None or e.high is None or e.p is None:
            return None if self.verdict == "cannot_say" else phrase("verdict {verdict} without an interval",
                                                                    verdict=self.verdict)
        if self.placebo.rule == "none":
            return "an interval without placebos"
        if not e.low <= e.value <= e.high:
            return phrase("an estimate {value} outside its interval [{low}, {high}]", value=e.value, low=e.low,
                          high=e.high)
        excludes = e.low > 0 or e.high < 0
        if (self.verdict == "seen") != excludes or excludes != (e.p <= 1 - e.level + 1e-12):
            return phrase("verdict {verdict}, interval [{low}, {high}], p {p}", verdict=self.verdict, low=e.low,
                          high=e.high, p=e.p)
        return None

    def sentence(self, language: str = "en") -> str:
        """One sentence for a decision-maker, in French (`fr`) or English (`en`)."""
        from recul.report.words import sentence

        return sentence(self, language)

    def to_dict(self) -> dict[str, Any]:
        """The contract of `report.json` (docs/report-json.md): plain numbers, strings, lists; never NaN."""
        from recul.report.contract import finding_dict

        return finding_dict(self)

    def to_json(self) -> str:
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=2, sort_keys=True, allow_nan=False)

    def figure(self, language: str = "en") -> Any:
        """An Altair chart: actual against counterfactual, and the placebos with the real case marked."""
        from recul.report.figures import figure

        return figure(self, language)

    def _repr_html_(self) -> str:
        from recul.report.page import finding_html

        return finding_html(self)


def plain(value: Any) -> Any:
    """A value JSON can hold: dataclasses to dicts, arrays to lists, NaN and infinities to None."""
    if hasattr(value, "__dataclass_fields__"):
        return {f.name: plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, dict):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    if isinstance(value, np.ndarray):
        return plain(value.tolist())
    if isinstance(value, np.generic):
        return plain(value.item())
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
