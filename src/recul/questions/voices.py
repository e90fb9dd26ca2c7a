"""Who drives the conversation, the brand or the public? (METHODS §7)"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from recul._phrases import phrase
from recul.batch import Batch, Estimates
from recul.errors import Mistake, QuestionError
from recul.estimators._excitation import REACH, Excitation, excitation
from recul.finding import Design, Finding, Limit, Table
from recul.panel import Floats
from recul.placebo.calibrate import Calibration
from recul.placebo.judge import Passes, judge
from recul.placebo.power import Detectable, passing
from recul.placebo.redistribute import BLOCK_HOURS
from recul.questions._figure import among_placebos
from recul.questions._voices import VoiceItems, draw, estimates_of, heard, shares
from recul.questions._voices_tables import changes, directions
from recul.questions.base import Question

if TYPE_CHECKING:
    from recul.record import Record

NAME = "excitation"


class Voices(Question):
    """Whether each message of the brand raises the public's in the three hours after it, beyond the usual hour of the
    week and what both sides follow; and the reverse.

    The verdict and the estimate are of the brand raising the public. The answer is `brand`, `public`, `both`,
    `neither` or `unknown`, by the verdicts of the two directions. minimum_effect: relative to the messages that would
    have come in those hours anyway.

    unit: whose messages; default all units together.
    """

    kind: ClassVar[str] = "voices"
    estimators: ClassVar[tuple[str, ...]] = (NAME,)
    limit_codes: ClassVar[dict[str, tuple[str, ...]]] = {
        "common_cause": ("after", "contrast"),
        "led_by_other": ("score",),
        "few_weeks": ("weeks", "needed"),
        "one_side_silent": ("messages", "needed"),
        "no_change_asked": ("weeks", "needed"),
    }

    unit: str | None = None

    def batch(self, record: Record, seed: int) -> Batch[VoiceItems]:
        """The messages as they were, then redistributed within half days, both sides' anew in each item.

        Raises QuestionError when the record does not say whose messages are whose, or holds those of one side only.
        """
        from recul.measures import panel

        units = None if self.unit is None else (self.unit,)
        received, sent = (panel(record, name, "hour", units) for name in ("received", "sent"))
        for name, side, word in ((phrase("the public"), received, "in"), (phrase("the brand"), sent, "out")):
            if not np.nansum(side.value) > 0:
                raise QuestionError(Mistake("messages",
                                            phrase("none of {name}'s (direction {word!r})", name=name, word=word),
                                            "messages of both sides", "Declare the source that holds them, or its"
                                            " `direction` column."))
        asked = heard(received, sent, record.study.timezone)
        return draw(asked, seed, shares(asked, record, received.units))

    def estimate(self, estimator: str, batch: Batch[VoiceItems]) -> Estimates:
        """Whether the brand raises the public, of all items in one call."""
        items = batch.items
        return estimates_of(excitation(items.brand, items.public.counts[0], items.hours), "messages")

    def judge(self, batch: Batch[VoiceItems], provenance: dict[str, Any]) -> Finding:
        """Both directions before the judge; the finding is the one of the brand raising the public."""
        items = batch.items
        to_public = excitation(items.brand, items.public.counts[0], items.hours)
        to_brand = excitation(items.public, items.brand.counts[0], items.hours)
        brand, public = (int(side.counts[0].sum()) for side in (items.brand, items.public))
        reverse = self._judged(batch, to_brand, public, provenance)
        alone = self._judged(batch, to_public, brand, provenance, reverse.verdict)
        told, notes = changes(to_public, alone)
        batch = replace(batch, notes=(*batch.notes, *notes))
        tables = (directions(alone, reverse), *told, *items.tables)
        return self._judged(batch, to_public, brand, provenance, reverse.verdict, tables)

    def _judged(self, batch: Batch[VoiceItems], found: Excitation, messages: int, provenance: dict[str, Any],
                reverse: str = "cannot_say", tables: Sequence[Table] = ()) -> Finding:
        return judge(self.asked(), batch, [estimates_of(found, "messages")],
                     word=lambda verdict, _: answer(verdict, reverse),
                     design=lambda name, choice: _design(batch.items, self.minimum_effect, name, choice),
                     minimum_effect=self.minimum_effect, provenance=provenance, add_up=messages,
                     figure=among_placebos("messages"),
                     doubts=common_cause(found, reverse == "seen"), passes=both_readings(found), tables=tables)

    def word(self, verdict: str, value: float | None) -> str:
        """The answer as far as the brand's direction alone can give it."""
        return answer(verdict, "cannot_say")


def answer(to_public: str, to_brand: str) -> str:
    """The word for two verdicts: does the brand raise the public, does the public raise the brand?"""
    if to_public == "seen":
        return "both" if to_brand == "seen" else "brand"
    if to_brand == "seen":
        return "public"
    return "neither" if (to_public, to_brand) == ("not_seen", "not_seen") else "unknown"


def common_cause(found: Excitation, led: bool = False) -> Callable[[Estimates, Calibration], list[Limit]]:
    """Where more messages follow than usual, but not more than come before; or more by one reading alone; or fewer: a
    common cause may be all there is. led: the other side was seen to lead this one; the end of what is answered follows
    an answer."""

    def doubts(estimates: Estimates, calibration: Calibration) -> list[Limit]:
        z, bound = float(estimates.score[0]), calibration.bound()
        after, contrast = (_beyond(reading, calibration.k) for reading in (found.after, found.contrast))
        if (z > bound and contrast == 1) or (abs(z) <= bound and 1 not in (after, contrast)):
            return []
        if led and z < -bound:
            return [Limit("led_by_other", {"score": z}, True)]
        return [Limit("common_cause", {"after": float(found.after[0]), "contrast": float(found.contrast[0])}, True)]

    return doubts


def both_readings(found: Excitation) -> Passes:
    """What is seen must pass by the contrast too, whose error is the larger. In simulated years without a driver (16
    answers) what the score alone promised to show four times out of five passed both in 57 % of placebos."""

    def passes(estimates: Estimates, calibration: Calibration) -> Detectable:
        baseline, bound = float(estimates.baseline[0]), _bound(found.contrast, calibration.k)
        if not (baseline > 0 and math.isfinite(bound) and math.isfinite(calibration.bound())):
            return None, None, None
        score, contrast = estimates.score[1:], found.contrast[1:]
        needed = np.maximum((calibration.bound() - score) * estimates.scale[0],
                            (bound - contrast) * found.contrast_scale[0]) / baseline
        return passing(np.where(np.isfinite(needed), needed, np.inf), calibration.k)

    return passes


def _bound(z: Floats, k: int) -> float:
    """What the size of the first item must exceed to be beyond the others'."""
    others = z[1:][np.isfinite(z[1:])]
    return Calibration.of(others, len(z) - 1 - len(others), k).bound()


def _beyond(z: Floats, k: int) -> int:
    """1 or −1 where the first item is beyond the others' bound, 0 where it is not."""
    bound = _bound(z, k)
    return int(np.sign(z[0])) if abs(z[0]) > bound else 0


def _design(items: VoiceItems, minimum_effect: float, estimator: str, choice: str) -> Design:
    facts = (("from", "moment", str(items.first)), ("to", "moment", str(items.last)),
             ("hours", "count", int(items.hours.observed.sum())),
             ("brand_messages", "count", int(items.brand.counts[0].sum())),
             ("public_messages", "count", int(items.public.counts[0].sum())),
             ("reach", "minutes", 60.0 * REACH), ("block", "minutes", 60.0 * BLOCK_HOURS))
    return Design(estimator, choice, "", "", 0, 0, "", "", (), (), minimum_effect, facts=facts)
