"""The picture of a question that has no course over time: the real case among its placebos."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from recul.finding import FigureData
from recul.placebo.judge import Reading


def among_placebos(measure: str, unit: str | None = None) -> Callable[[Reading], FigureData | None]:
    """Draws every placebo at the real case's scale; nothing where the real case has no estimate. unit: instead of the
    estimate's."""

    def figure(reading: Reading) -> FigureData | None:
        e, empty = reading.estimates, np.zeros(0)
        if not e.ok[0]:
            return None
        return FigureData((), empty, empty, empty, empty, 0, float(e.value[0]), reading.scores * float(e.scale[0]),
                          measure, e.unit if unit is None else unit)

    return figure
