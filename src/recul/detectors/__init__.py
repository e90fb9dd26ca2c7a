"""One file a method: past -> score, online. Pure NumPy and SciPy, no I/O."""

from __future__ import annotations

from recul.detectors.base import Detector
from recul.discovery import modules


def discover() -> dict[str, Detector]:
    """Every detector, by its NAME."""
    return {m.NAME: m.DETECTOR for m in modules(__name__) if hasattr(m, "DETECTOR")}
