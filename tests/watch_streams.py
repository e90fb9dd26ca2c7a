"""Streams for the tests of `recul watch`: brands whose rate is known, with bursts at known moments."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

START = 1_735_689_600  # Wednesday 2025-01-01T00:00:00Z
BIN = 300


def stream(brands: int, days: float, rate: float, bursts: dict[tuple[int, int], int], seed: int = 1) -> list[str]:
    """Lines in the order of their time. rate: messages an hour of each brand, swinging with the hour of the day.

    bursts: (brand, bin since the start) to how many messages an hour more, for an hour.
    """
    random = np.random.default_rng(seed)
    lines = []
    for at in range(int(days * 288)):
        hourly = np.full(brands, rate * (1 + 0.5 * np.sin(2 * np.pi * (at / 288 - 0.375))))
        for (brand, first), more in bursts.items():
            if first <= at < first + 12:
                hourly[brand] += more
        brand = np.repeat(np.arange(brands), random.poisson(hourly / 12))
        second = np.sort(random.integers(0, BIN, len(brand)))
        lines += [line(f"brand {b}", at * BIN + int(s)) for b, s in zip(random.permutation(brand), second, strict=True)]
    return lines


def line(brand: str | None, second: float, **more: object) -> str:
    """One line; second: since START."""
    named = {} if brand is None else {"brand": brand}
    return json.dumps({"time": moment(second), **named, "text": "bonjour", "author": {"name": "Zoé"}, **more})


def moment(second: float) -> str:
    return f"{np.datetime64(int((START + second) * 1000), 'ms')}Z"


def write(path: Path, lines: list[str]) -> Path:
    path.write_text("".join(f"{text}\n" for text in lines), encoding="utf-8")
    return path
