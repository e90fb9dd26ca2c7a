"""Questions that compare two shares of what was read by hand and by a classifier: one judge, one word, one picture."""

from __future__ import annotations

from typing import Any

from recul.batch import Batch
from recul.finding import Design, FigureData, Finding
from recul.placebo.judge import Reading, judge
from recul.questions._figure import among_placebos
from recul.questions.base import Question


class Compared(Question):
    """A difference of shares in points of a hundred. The items of a batch hold `facts` and `tables`."""

    def judge(self, batch: Batch[Any], provenance: dict[str, Any]) -> Finding:
        """Before the one judge; without an audit sample nothing was estimated and nothing is compared."""
        items = batch.items
        return judge(self.asked(), batch, [self.estimate(self.estimators[0], batch)], word=self.word,
                     minimum_effect=self.minimum_effect, provenance=provenance, figure=self._figure,
                     design=lambda name, choice: Design(name, choice, "", "", 0, 0, "", "", (), (), self.minimum_effect,
                                                        facts=items.facts), tables=items.tables)

    def word(self, verdict: str, value: float | None) -> str:
        """`more` or `less` when seen, `alike` when not, else `unknown`."""
        if verdict == "seen" and value is not None:
            return "more" if value > 0 else "less"
        return "alike" if verdict == "not_seen" else "unknown"

    def _figure(self, reading: Reading) -> FigureData | None:
        return among_placebos(self.kind)(reading) if reading.valid else None
