"""Cases cut into blocks, against a loop that cuts them one at a time."""

from __future__ import annotations

import numpy as np
import pytest

from recul.estimators import base
from recul.estimators.base import blocks
from recul.panel import Case, Panel
from test_structural import make_panel


def cut(panel: Panel, case: Case) -> tuple[np.ndarray, np.ndarray, np.ndarray, float]:
    """y, x, where all were observed, and the share of the window in which the treated series was not."""
    span = slice(case.start - case.history, case.start + case.window)
    units, t = list(case.units), case.history
    lit = panel.observed[units, span].all(axis=0)
    donors = [d for d in case.donors if panel.observed[d, span][:t].mean() >= 0.9
              and panel.observed[d, span][t:].mean() >= 0.9]
    seen = lit & panel.observed[donors, span].all(axis=0)
    dark = 1 - lit[t:].mean() if seen[t:].mean() >= 0.5 else 1.0
    y = np.where(seen, panel.value[units, span].mean(axis=0), 0)
    return y, np.where(seen, panel.value[donors, span], 0), seen, dark


@pytest.mark.parametrize("gaps", [0.0, 0.01, 0.1])
@pytest.mark.parametrize("cells", [base.SLICE_CELLS, 500])
def test_blocks_are_the_cases_cut_one_at_a_time(gaps: float, cells: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(base, "SLICE_CELLS", cells)
    random = np.random.default_rng(1)
    value = random.standard_normal((7, 120))
    panel = make_panel(value, random.random(value.shape) >= gaps)
    cases = []
    for _ in range(60):
        rows = random.permutation(7).tolist()
        size, history, window = int(random.integers(1, 4)), int(random.choice([20, 30])), int(random.choice([1, 10]))
        donors = tuple(sorted(rows[size : size + int(random.integers(0, 8 - size))]))
        start = int(random.integers(history, 121 - window))
        cases.append(Case(tuple(rows[:size]), donors, start, window, history))
    found = []
    for block in blocks(panel, cases):
        for row, item in enumerate(block.item.tolist()):
            y, x, seen, dark = cut(panel, cases[item])
            np.testing.assert_array_equal(block.seen, seen)
            np.testing.assert_allclose(block.y[row], y, rtol=1e-15)
            np.testing.assert_array_equal(block.x[row], x)
            assert block.dark[row] == pytest.approx(dark)
            assert (block.history, block.window) == (cases[item].history, cases[item].window)
            found.append(item)
    assert sorted(found) == list(range(60))
