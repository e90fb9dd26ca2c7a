"""What follows a moment of a surge, told from what follows the same moment of other surges. Arrays only.

Of surge i, with A the messages above the usual in the window that follows, B those of the last three hours, L those of
the last one, and a = 1 + √(what is usual in the window), the noise below which nothing is told:

    r = log((A⁺ + a) / (B⁺ + a))        g = log((L⁺ + a/4) / (B⁺/3 + a/4))
    r = α + β·g + e, least squares over all surges but i
    θᵢ = rᵢ − (α + β·gᵢ)        σᵢ = s·√(1 + h), h the leverage of surge i among the others

so that θ/σ is the externally studentised residual (Cook & Weisberg 1982, Residuals and Influence in Regression,
§2.2.1). e^θ is the share of what would have come that came. Every surge, the real one too, is told from all the others:
where nothing happened, and surges are alike but for chance, the real score is any one of n that have the same law.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recul.panel import Floats, Ints

BEFORE_HOURS = 3
LEAST = 6  # surges, the one told among them: fewer, and a line through the others leaves no spread
ROUNDING = 1e-9


@dataclass(frozen=True, eq=False)
class Moments:
    """One moment of each surge: A, B, L and a of the module's docstring [n]. after in `window` hours."""

    after: Floats
    before: Floats
    last: Floats
    noise: Floats
    window: int

    def __len__(self) -> int:
        return len(self.after)


def moments(count: Floats, usual: Floats, columns: Ints, window: int) -> Moments:
    """count, usual [hours], an hour that was not observed as usual. columns: of each moment, the last hour that counts
    as before it; at least BEFORE_HOURS lie before its end, and `window` after it."""
    above = count - usual
    after = np.array([above[m + 1 : m + 1 + window].sum() for m in columns], dtype=np.float64)
    before = np.array([above[m + 1 - BEFORE_HOURS : m + 1].sum() for m in columns], dtype=np.float64)
    noise = np.array([1 + np.sqrt(usual[m + 1 : m + 1 + window].sum()) for m in columns], dtype=np.float64)
    return Moments(after, before, above[columns].astype(np.float64), noise, window)


def aftermath(m: Moments) -> tuple[Floats, Floats]:
    """θ and σ of each surge, told from all the others [n]; NaN of fewer than LEAST."""
    n, a = len(m), m.noise
    if n < LEAST:
        return np.full(n, np.nan), np.full(n, np.nan)
    r = np.log((np.maximum(m.after, 0) + a) / (np.maximum(m.before, 0) + a))
    g = np.log((np.maximum(m.last, 0) + a / 4) / (np.maximum(m.before, 0) / BEFORE_HOURS + a / 4))
    design = np.column_stack([np.ones(n), g - g.mean()])
    design = design if np.ptp(g) > 0 else design[:, :1]
    basis = np.linalg.qr(design)[0]
    inside = (basis**2).sum(axis=1)  # leverage among all of them, the surge itself included
    left = r - basis @ (basis.T @ r)
    apart = 1 - inside
    # Leaving one out by the well-known updates (Cook & Weisberg, as above).
    with np.errstate(divide="ignore", invalid="ignore"):
        theta = left / apart
        spread = np.maximum((left**2).sum() - left**2 / apart, 0) / (n - 1 - design.shape[1])
        sigma = np.sqrt(spread / apart)
    told = (apart > ROUNDING) & (sigma > ROUNDING)
    return np.where(told, theta, np.nan), np.where(told, sigma, np.nan)
