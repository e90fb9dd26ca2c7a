"""What does each channel bring, paid, owned and earned together? (METHODS §6)"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

import numpy as np
from pydantic import Field, StrictStr, model_validator

from recul._fields import Names, Number
from recul._mistakes import advice, listed, wrong
from recul._phrases import phrase, quoted
from recul.batch import NORMAL, Batch, Estimates
from recul.estimators._mix import Credit, Fitted, Mix, credit, fit, likeness
from recul.finding import Design, FigureData, Finding, Limit
from recul.panel import Floats
from recul.placebo.calibrate import Calibration
from recul.placebo.judge import Doubts, Reading, judge
from recul.placebo.rebudget import BLOCK_WEEKS, rebudget, usual
from recul.questions import _bayes, _bayes_told, _channels_told
from recul.questions._lifts import Test, tests
from recul.questions._spend import Weeks, unfit, weeks
from recul.questions.base import Question
from recul.scale import Outcome

if TYPE_CHECKING:
    from recul.record import Record

NAME = "mix"
PLACEBOS = 199
OWNED = ("communi", "communaut", "owned")


@dataclass(frozen=True, eq=False)
class MixItems:
    """The weeks, and placebo spends [channel, n, T] of every channel that moves. mix: without and with tests; None
    where nothing may be fitted. place: of each channel that moves, its row in the mix."""

    weeks: Weeks
    focus: int
    mix: Mix | None
    place: dict[int, int]
    tests: tuple[Test, ...]
    placebos: tuple[Floats, ...]


class Channels(Question):
    """What one channel brings beside the others, a week: the outcome as it was, less what it would have been without.

    outcome: a measure. channels: name → the measure of what was put into it, money or activity. focus: the channel
    asked about; default the only one whose name says community or owned. controls: measures that move the outcome by
    themselves (price, a competitor). units: of the outcome. lift: channel → the label or action of an effect asked in
    the same study, which tells what that channel brought in its window. estimator: `pymc` asks PyMC-Marketing, an
    optional extra, which samples for minutes and draws fewer placebos; default the light model. truth: channel → what
    it truly brings, relative to what would have been without it; in simulated worlds only.
    """

    kind: ClassVar[str] = "channels"
    estimators: ClassVar[tuple[str, ...]] = (NAME,)
    on_request: ClassVar[tuple[str, ...]] = (_bayes.NAME,)
    limit_codes: ClassVar[dict[str, tuple[str, ...]]] = {
        "few_weeks_mix": ("weeks", "needed"),
        "outcome_gaps": ("share", "allowed"),
        "outcome_constant": (),
        "spend_gaps": ("channel", "weeks", "first"),
        "spend_negative": ("channel", "weeks", "first"),
        "spend_constant": ("channel", "share", "needed"),
        "channels_constant": ("names",),
        "spend_currency": ("names",),
        "channels_alike": ("names", "likeness", "allowed"),
        "spend_follows": ("channel",),
        "negative_credit": ("channel",),
        "lift_unread": ("names",),
        "lift_negative": ("names",),
        "outcome_not_positive": (),
        "draws_astray": ("count", "of", "allowed"),
        "chains_apart": ("apart", "allowed"),
        "few_draws": ("draws", "needed"),
        "placebos_move": ("channel", "alone", "beside", "moved", "allowed"),
    }

    outcome: str
    channels: Annotated[dict[StrictStr, StrictStr], Field(min_length=1, max_length=20)]
    focus: str | None = None
    controls: Names = ()
    units: Names = ()
    frequency: Literal["week"] = "week"
    lift: dict[StrictStr, StrictStr] = Field(default={})
    estimator: str | None = None
    truth: dict[StrictStr, Annotated[Number, Field(ge=0)]] = Field(default={})

    @model_validator(mode="after")
    def _names(self) -> Channels:
        if self.focus is None and len(self.channels) > 1 and len(self._owned()) != 1:
            raise wrong(phrase("one of {names}", names=listed(self.channels)), "Add a line such as `focus ="
                        ' "community"`.', key="focus", found="nothing, and no single channel whose name says community"
                        " or owned")
        names = [("focus", self.focus)] if self.focus else []
        for key, name in [*names, *(("lift", n) for n in self.lift), *(("truth", n) for n in self.truth)]:
            if name not in self.channels:
                raise wrong(phrase("one of {names}", names=listed(self.channels)),
                            advice(str(name), self.channels, "Correct the name."), key=key, found=quoted(name))
        used = [self.outcome, *self.channels.values(), *self.controls]
        twice = sorted({m for m in used if used.count(m) > 1})
        if twice:
            raise wrong("each measure once: as outcome, as a channel or as a control", "Remove it from all but one.",
                        key="channels", found=phrase("{names} more than once", names=listed(twice)))
        return self

    def _owned(self) -> list[str]:
        return [n for n in self.channels if any(word in n.lower() for word in OWNED)]

    def asked(self) -> dict[str, Any]:
        """What was asked, with the channel it is about."""
        return super().asked() | {"focus": self._focus()}

    def _focus(self) -> str:
        return self.focus or (self._owned() or list(self.channels))[0]

    def batch(self, record: Record, seed: int) -> Batch[MixItems]:
        """The weeks as they were, and every channel's spend moved about. Raises QuestionError when a measure or a test
        is not there, weeks do not fit together, or the extra asked for is not installed."""
        if self.estimator == _bayes.NAME:
            _bayes.library()
        found = weeks(record, self.outcome, self.units, self.channels, self.controls)
        held, unread = tests(record, self.lift, found, seed, self.units)
        batch = self.asked_of(found, seed, held)
        return replace(batch, notes=(*batch.notes, *unread))

    def asked_of(self, found: Weeks, seed: int, held: tuple[Test, ...] = (), draws: int = PLACEBOS) -> Batch[MixItems]:
        """The batch of weeks in memory. draws: placebos; as many as PyMC-Marketing can be asked, where it is."""
        draws = _bayes.PLACEBOS if self.estimator == _bayes.NAME else draws
        focus = found.names.index(self._focus())
        notes, moves = unfit(found, focus, self.controls)
        mix: Mix | None = None
        placebos: tuple[Floats, ...] = ()
        place = {int(c): i for i, c in enumerate(np.flatnonzero(moves))}
        if not any(n.forbids for n in notes):
            spend = found.spend[moves]
            mix = Mix(found.outcome, spend, found.controls, found.day,
                      tuple(replace(t.lift, channel=place[t.channel]) for t in held if t.channel in place))
            placebos = tuple(rebudget(own, usual(own, np.delete(spend, c, axis=0), found.controls, found.day), draws,
                                      np.random.default_rng([seed, c])) for c, own in enumerate(spend))
        number = np.arange(1 + (draws if mix else 0), dtype=np.int64)
        return Batch(MixItems(found, focus, mix, place, held, placebos), number, number, number, draws, "rebudgeted",
                     seed, notes, truth=self.truth.get(self._focus()))

    def estimate(self, estimator: str, batch: Batch[MixItems]) -> Estimates:
        """The channel asked about and its placebos, in one call."""
        items = batch.items
        if items.mix is None:
            return nothing(items.weeks.unit)
        place = items.place[items.focus]
        if estimator == _bayes.NAME:
            sampled = _bayes.fit(_bayes_told.taken(items.mix), items.placebos[place], batch.seed)
            return _bayes_told.estimates(sampled, place, items.weeks.unit, items.weeks.outcome)
        return estimates_of(credited(fit(items.mix), items, place), items)

    def judge(self, batch: Batch[MixItems], provenance: dict[str, Any]) -> Finding:
        """The channel asked about before the judge; every other one beside it, in tables."""
        items = batch.items
        if items.mix is None:
            return self._judged(batch, nothing(items.weeks.unit, self.estimator or NAME), None, (), provenance)
        if self.estimator == _bayes.NAME:
            return self._sampled(batch, items.mix, provenance)
        fitted = fit(items.mix)
        credits = {c: credited(fitted, items, place) for c, place in items.place.items()}
        own = credits[items.focus]
        tables = _channels_told.tables(items, fitted, credits, self.truth)
        return self._judged(batch, estimates_of(own, items), doubts_of(items, fitted, own), tables, provenance)

    def _sampled(self, batch: Batch[MixItems], mix: Mix, provenance: dict[str, Any]) -> Finding:
        """PyMC-Marketing's answer. What the light model knows could mislead it is asked of the light model."""
        items = batch.items
        notes = (*batch.notes, *_bayes_told.unfit(batch))
        if any(n.forbids for n in notes):
            alone = replace(batch, cluster=batch.cluster[:1], source=batch.source[:1], order=batch.order[:1],
                            notes=notes)
            return self._judged(alone, nothing(items.weeks.unit, _bayes.NAME), None, (), provenance)
        place, light = items.place[items.focus], fit(mix)
        own = credited(light, items, place)
        sampled = _bayes.fit(_bayes_told.taken(mix), items.placebos[place], batch.seed)
        estimates = _bayes_told.estimates(sampled, place, items.weeks.unit, items.weeks.outcome)
        of_light = estimates_of(own, items)
        warned = doubts_of(items, light, own)(of_light, Calibration.of(of_light.score[1:], 0, len(of_light) - 1))
        warned += _bayes_told.limits(sampled, place, items.weeks.names[items.focus])
        tables = _bayes_told.tables(items, sampled, own, self.truth)
        return self._judged(replace(batch, notes=notes), estimates, lambda *_: warned, tables, provenance)

    def _judged(self, batch: Batch[MixItems], estimates: Estimates, doubts: Doubts | None, tables: tuple[Any, ...],
                provenance: dict[str, Any]) -> Finding:
        items = batch.items
        return judge(self.asked(), batch, [estimates], word=self.word, minimum_effect=self.minimum_effect,
                     design=lambda name, choice: self._design(items, name, choice), provenance=provenance,
                     figure=lambda reading: _figure(reading, items), doubts=doubts, tables=tables,
                     add_up=int(np.isfinite(items.weeks.outcome).sum()))

    def word(self, verdict: str, value: float | None) -> str:
        """`brings` when seen, `none` when not, else `unknown`."""
        return {"seen": "brings", "not_seen": "none"}.get(verdict, "unknown")

    def _design(self, items: MixItems, estimator: str, choice: str) -> Design:
        found = items.weeks
        facts = (("focus", "name", found.names[items.focus]), ("channels", "names", list(found.names)),
                 *((("controls", "names", list(self.controls)),) if self.controls else ()),
                 ("from", "moment", found.date(0)), ("to", "moment", found.date(-1)),
                 ("weeks", "count", int(np.isfinite(found.outcome).sum())), ("block", "count", BLOCK_WEEKS))
        return Design(estimator, choice, "", "", 0, 0, "", "", (), (), self.minimum_effect, facts=facts)


def credited(fitted: Fitted, items: MixItems, place: int) -> Credit:
    """A channel and its placebos, the real one first, in one call."""
    placebos = items.placebos[place]
    spend = np.concatenate([fitted.mix.spend[place][None], placebos])
    return credit(fitted, spend, np.array([place, *[-1] * len(placebos)]))


@dataclass(frozen=True, eq=False)
class Believed(Outcome):
    """A score of belief, read in the outcome's unit: v stands for the contribution that is believed to be exceeded as
    surely as the score exceeds v. Zero stands for zero, and bounds keep their order."""

    credit: Credit

    def effect(self, shift: float) -> float:
        """The contribution a week, of the sign of the score."""
        if shift == 0 or not math.isfinite(shift):
            return shift
        found = float(self.credit.quantile(shift - float(self.credit.score[0]))[0])
        return found if found * shift > 0 else math.copysign(1e-12 * self.spread, shift)

    @property
    def spread(self) -> float:
        """Half of what the middle 68 % of the belief span."""
        return float(self.credit.quantile(1.0)[0] - self.credit.quantile(-1.0)[0]) / 2


def scores(found: Credit) -> tuple[Floats, Floats]:
    """Scores [n] and their scales [n]: one, but for the real channel where its placebos would make its interval
    narrower than the method's own: there more is asked of it than its placebos ask."""
    score, scale = found.score, np.ones(len(found.score))
    bound = Calibration.of(score[1:], 0, len(score) - 1).bound()
    scale[0] = max(1.0, NORMAL / bound)
    return score, scale


def estimates_of(found: Credit, items: MixItems) -> Estimates:
    """What the judge reads: scores of belief, and how they read in the outcome's unit."""
    score, scale = scores(found)
    first, n = found.first(), len(score)
    read = Believed("identity", items.weeks.outcome[np.isfinite(items.weeks.outcome)], first)
    # What would have been without the channel, in units of a score: what a contribution adds to it depends on its
    # shape.
    baseline = read.baseline(float(score[0])) / float((first.chance * np.sqrt(first.variance)).sum())
    return Estimates.simple(NAME, score, scale, nominal=np.ones(n), baseline=np.full(n, baseline), norm=np.ones(n),
                            ok=np.ones(n, dtype=bool), unit=items.weeks.unit, outcome=read)


def nothing(unit: str, name: str = NAME) -> Estimates:
    """Where nothing may be fitted. name: of the method that was to."""
    blank = np.full(1, np.nan)
    return Estimates.simple(name, blank, blank, baseline=blank, norm=blank, why="not_estimated", unit=unit)


def doubts_of(items: MixItems, fitted: Fitted, own: Credit) -> Callable[[Estimates, Calibration], list[Limit]]:
    """Where what is credited to the channel may be another's, or the outcome's own doing."""

    def doubts(estimates: Estimates, calibration: Calibration) -> list[Limit]:
        name, found = items.weeks.names[items.focus], []
        twin = _channels_told.twin(items, fitted, items.focus)
        if twin is not None:
            alike = float(likeness(fitted)[items.place[items.focus], items.place[twin]])
            if abs(alike) > _channels_told.ALIKE_MOST:
                found.append(Limit("channels_alike", {"names": [name, items.weeks.names[twin]], "likeness": abs(alike),
                                                      "allowed": _channels_told.ALIKE_MOST}, True))
        if _channels_told.follows(own):
            found.append(Limit("spend_follows", {"channel": name}, True))
        if estimates.score[0] < -calibration.bound():
            found.append(Limit("negative_credit", {"channel": name}, True))
        return found

    return doubts


def _figure(reading: Reading, items: MixItems) -> FigureData | None:
    """The placebos' picture, in the spread of the real channel's contribution."""
    e, empty = reading.estimates, np.zeros(0)
    if not e.ok[0]:
        return None
    real, spread = float(e.value[0]), float(e.scale[0])
    if isinstance(e.outcome, Believed):
        real, spread = e.outcome.effect(real), e.outcome.spread
    return FigureData((), empty, empty, empty, empty, 0, real, reading.scores * spread, items.weeks.measure, e.unit)
