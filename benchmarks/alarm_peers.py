"""Detectors others use, on the same bins: `python benchmarks/alarm_peers.py IN OUT`, in .venv-peers.

IN is an .npz of `counts` [rows, bins] of five minutes (NaN where not observed). OUT is an .npz of scores [rows, bins],
one a detector, and of the threshold each would be used with. Nothing here knows of Recul, or of a label.

adwin           river's drift detector (Bifet & Gavaldà 2007), defaults, on five-minute counts; 1 where it says drift
                upwards
half_space      river's HalfSpaceTrees (Tan, Ting & Liu 2011), defaults, on min-max scaled counts
gaussian        river's GaussianScorer over the last day, above the mean only
stl             statsmodels' STL of the last 14 days of hours, fitted again each hour: its last residual in MADs
"""

from __future__ import annotations

import sys

import numpy as np
from river import anomaly, compose, drift, preprocessing
from statsmodels.tsa.seasonal import STL

NOMINAL = {"adwin": 1.0, "half_space": 0.95, "gaussian": 0.9973, "stl": 3.0}


def adwin(y: np.ndarray) -> np.ndarray:
    detector, out = drift.ADWIN(), np.zeros(len(y))
    for i, value in enumerate(y):
        if np.isnan(value):
            continue
        before = detector.estimation
        detector.update(float(value))
        if detector.drift_detected:
            out[i] = float(detector.estimation > before)
    return out


def half_space(y: np.ndarray) -> np.ndarray:
    model = compose.Pipeline(preprocessing.MinMaxScaler(), anomaly.HalfSpaceTrees(seed=1))
    out = np.zeros(len(y))
    for i, value in enumerate(y):
        if not np.isnan(value):
            out[i] = model.score_one({"y": float(value)})
            model.learn_one({"y": float(value)})
    return out


def gaussian(y: np.ndarray) -> np.ndarray:
    model, out, recent = anomaly.GaussianScorer(window_size=288, grace_period=288), np.zeros(len(y)), []
    for i, value in enumerate(y):
        if np.isnan(value):
            continue
        if recent and value > np.mean(recent):
            out[i] = model.score_one(None, float(value))
        model.learn_one(None, float(value))
        recent = [*recent[-287:], value]
    return out


def stl(y: np.ndarray) -> np.ndarray:
    hours = len(y) // 12
    sums = np.nansum(y[: hours * 12].reshape(hours, 12), axis=1)
    out = np.zeros(len(y))
    for hour in range(48, hours):
        past = sums[max(0, hour - 335) : hour + 1]
        residual = STL(past, period=24).fit().resid
        spread = 1.4826 * np.median(np.abs(residual - np.median(residual)))
        out[hour * 12 + 11] = residual[-1] / max(spread, 1e-9)
    return out


def main() -> None:
    counts = np.load(sys.argv[1])["counts"]
    scores = {f.__name__: np.stack([f(y) for y in counts]) for f in (adwin, half_space, gaussian, stl)}
    np.savez(sys.argv[2], **scores, **{f"nominal_{name}": np.array(level) for name, level in NOMINAL.items()})


if __name__ == "__main__":
    main()
