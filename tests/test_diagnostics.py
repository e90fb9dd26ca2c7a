"""What estimators report beside the estimate, against loops over one item at a time."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from recul.batch import Estimates
from recul.estimators import _diagnostics, augmented, did, sdid, synthetic
from recul.panel import Case
from test_structural import make_panel, world


def newey_west(series: np.ndarray) -> float:
    """The textbook's sum over lags."""
    t, e = len(series), series - series.mean()
    lags = int(4 * (t / 100) ** (2 / 9))
    return float(sum((2 - (lag == 0)) * (1 - lag / (lags + 1)) * (e[lag:] @ e[: t - lag]) / t
                     for lag in range(lags + 1)))


@pytest.mark.parametrize(("t", "window"), [(8, 3), (20, 12), (60, 7), (180, 30), (400, 2)])
def test_the_last_stretch_is_that_of_a_loop(t: int, window: int) -> None:
    kinds = [world(5, t, 1), np.random.default_rng(2).standard_normal((5, t))]
    kinds[1][0, -2:] += 50
    found = _diagnostics.last_stretch(kinds, window)
    for i in range(5):
        jumps = []
        for length in {max(1, min(window // part, t // 4)) for part in (2, 4, 8)}:
            for kind in kinds:
                before, last = kind[i, :-length], kind[i, -length:]
                spread = np.sqrt(newey_west(before) * (1 / length + 1 / len(before)))
                jumps.append((last.mean() - before.mean()) / spread)
        assert found[i] == pytest.approx(max(jumps, key=abs), rel=1e-9)


def test_a_break_after_a_history_without_any_change_is_endless() -> None:
    series = np.zeros((1, 40))
    series[0, -3:] = 1
    assert _diagnostics.last_stretch([series], 12)[0] == np.inf


@pytest.mark.parametrize("estimate", [did.estimate, synthetic.estimate, augmented.estimate, sdid.estimate])
@pytest.mark.parametrize("donors", [(1, 2, 3, 4), (1, 2)])
def test_counts_that_equal_a_donors_are_not_outside(estimate: Callable[..., Estimates], donors: tuple[int, ...]
                                                    ) -> None:
    """In whole numbers: t·y less the sum of y. Rounding must not tell apart what is equal."""
    counts = np.random.default_rng(3).poisson(0.4, (5, 60))
    estimates = estimate(make_panel(counts.astype(float)), [Case((0,), donors, 50, 10, 50)] * 2)
    exact = 50 * counts[:, :50] - counts[:, :50].sum(axis=1, keepdims=True)
    y, x = exact[0], exact[list(donors)]
    assert estimates.diagnostics.outside[0] == np.mean((y < x.min(axis=0)) | (y > x.max(axis=0)))


def test_where_no_penalty_foretells_better_rounding_does_not_choose_one() -> None:
    """Every donor in use: the synthetic control is least squares, and the loss is the same for every penalty."""
    value = world(6, 140, 17) + 0.1 * np.arange(140) * np.arange(6)[:, None]
    cases = [Case((u,), tuple(o for o in range(6) if o != u), 120, 20, 100) for u in range(6)]
    plain = augmented.estimate(make_panel(value), cases)
    for factor in (3.0, 0.7):
        other = augmented.estimate(make_panel(value * factor), cases)
        np.testing.assert_allclose(other.scale, plain.scale * factor, rtol=1e-7)
