"""One peer, one variant, in a process of its own: `python -m peers.worker PEER VARIANT QUESTIONS CAP OUT`.

VARIANT is a name among the adapter's VARIANTS, or `NAME:point` for the estimate without its interval.

Runs in .venv-peers and knows nothing of Recul. QUESTIONS is an .npz of `start`, `season` and one matrix [1 + donors,
time] a question, the treated series first. OUT is JSON: an answer a question (value, low, high, CPU seconds, or why
not), the peak memory of the process and the peer's version; or `failed`, the reason why the peer cannot be used.
Asking stops once CAP CPU seconds are spent.
"""

from __future__ import annotations

import importlib
import importlib.metadata
import json
import math
import re
import resource
import sys
import time
import warnings
from pathlib import Path
from typing import Any

import numpy as np

# How many questions are asked again with an effect added, to see that the answer moves by that effect and no more.
CHECKED = 2


def peak_mb() -> float:
    """Peak resident memory of this process, in MB.

    Linux's getrusage keeps through exec what the process that started this one held, so its own mark is read instead.
    """
    status = Path("/proc/self/status")
    if status.exists():
        return int(re.search(r"VmHWM:\s+(\d+) kB", status.read_text())[1]) / 1e3
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)


def answer(fit: Any, matrix: np.ndarray, start: int, season: int) -> dict[str, Any]:
    """One answer, or why there is none; a peer's own exception is its refusal."""
    begun = time.process_time()
    try:
        value, low, high = (float(v) for v in fit(matrix[0], matrix[1:], start, season))
        why = "" if math.isfinite(low) and math.isfinite(high) else "no interval"
    except Exception as error:  # noqa: BLE001 - whatever a peer raises is recorded as its refusal, by name
        value, low, high, why = math.nan, math.nan, math.nan, f"{type(error).__name__}: {error}"[:200]
    spent = time.process_time() - begun
    given = {"value": value, "low": low, "high": high}
    return {"cpu": spent, "why": why, **{k: None if why or not math.isfinite(v) else v for k, v in given.items()}}


def shift_error(fit: Any, matrix: np.ndarray, start: int, season: int, plain: dict[str, Any]) -> float:
    """By how much an effect of one SD, added to the window, fails to move value and bounds by itself, in that SD."""
    if plain["why"]:
        return 0.0
    size = float(matrix[0, :start].std())
    moved = matrix.copy()
    moved[0, start:] += size
    again = answer(fit, moved, start, season)
    if again["why"]:
        return math.inf
    return max(abs(again[k] - plain[k] - size) / size for k in ("value", "low", "high"))


def main(peer: str, variant: str, questions: Path, cap: float, out: Path) -> None:
    warnings.simplefilter("ignore")
    try:
        adapter = importlib.import_module(f"peers.{peer}")
        version = importlib.metadata.version(adapter.PACKAGE)
    except (ImportError, OSError) as error:
        out.write_text(json.dumps({"failed": f"{type(error).__name__}: {error}"[:300]}))
        return
    name, _, only = variant.partition(":")
    fit = (adapter.POINTS if only == "point" else adapter.VARIANTS)[name]
    with np.load(questions) as held:
        start, season = int(held["start"]), int(held["season"])
        matrices = [held[f"q{i}"] for i in range(int(held["count"]))]
    answers: list[dict[str, Any]] = []
    begun = time.process_time()
    for matrix in matrices:
        if answers and time.process_time() - begun > cap:
            break
        answers.append(answer(fit, matrix, start, season))
    checked = 0.0
    for matrix, plain in list(zip(matrices, answers, strict=False))[: 0 if only else CHECKED]:
        if time.process_time() - begun > 1.5 * cap:  # a fit of a minute is not asked again
            break
        checked = max(checked, shift_error(fit, matrix, start, season, plain))
    out.write_text(json.dumps({"answers": answers, "peak_mb": peak_mb(), "version": version,
                               "shift_error": checked if math.isfinite(checked) else None}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], Path(sys.argv[3]), float(sys.argv[4]), Path(sys.argv[5]))
