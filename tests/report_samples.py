"""Findings made up for the tests of the report: realistic shapes, known contents. Not a model of the engine."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import numpy as np

from recul.finding import Design, Estimate, FigureData, Finding, Limit, PlaceboRun, Rate, Table

HOSTILE = "=cmd|'/c calc'!A1</script><img src=x onerror=alert(1)>\u202e{{7*7}} **gras** [a](javascript:x) |"
ARABIC = "المبيعات"


def wilson(count: int, of: int) -> Rate:
    if not of:
        return Rate(None, None, None, count, of)
    p, z = count / of, 1.959964
    middle = (p + z * z / (2 * of)) / (1 + z * z / of)
    half = z * np.sqrt(p * (1 - p) / of + z * z / (4 * of * of)) / (1 + z * z / of)
    return Rate(p, max(0.0, float(middle - half)), min(1.0, float(middle + half)), count, of)


def world(effect: float, window: int, history: int, seed: int, days: int = 1, level: float = 1000.0,
          placebos: int = 62, bound: float = 2.1) -> tuple[FigureData, float, float]:
    """A figure, its estimate and half its interval: a season, a drift, noise and the effect."""
    rng = np.random.default_rng(seed)
    n = history + window
    t = np.arange(n)
    expected = level * (1 + 0.05 * np.sin(2 * np.pi * t / 7) + 0.0004 * t) + np.cumsum(rng.normal(0, level * 0.002, n))
    noise = rng.normal(0, level * 0.012, n)
    actual = expected + noise
    actual[history:] += effect * expected[history:]
    scale = level * 0.011
    scores = rng.standard_t(5, placebos) if placebos else np.zeros(0)
    value = float((actual - expected)[history:].mean())
    band = np.full(n, np.nan)
    band[history:] = scale * bound * 2.2
    start = date(2024, 9, 1) - timedelta(days=history * days)
    times = tuple((start + timedelta(days=i * days)).isoformat() for i in range(n))
    data = FigureData(times, actual, expected, expected - band, expected + band, history, value, scores * scale,
                      "sales", "EUR")
    return data, value, scale * bound


def run(placebos: int = 62, planned: int = 999, independent: int = 31, false: int = 3, rule: Any = "rank",
        detectable: float | None = 0.042, failed: int = 0, bound: float | None = 2.1, raw: int = 14) -> PlaceboRun:
    ran = placebos
    return PlaceboRun(
        planned=planned, ran=ran, failed=failed, independent=independent, raw_rate=wilson(min(raw, ran), ran),
        calibrated_rate=wilson(min(false, ran), ran), own_rate=wilson(min(1, ran // 5), ran // 5),
        detectable_effect=detectable, detectable_low=None if detectable is None else detectable * 0.8,
        detectable_high=None if detectable is None else detectable * 1.3, rule=rule, bound=bound, guaranteed_bound=None,
        correlation=0.31 if ran else None, spread=1.42 if ran else None, mean_score=0.9 if ran else None,
        dates=min(ran, 12), sources=17 if ran else 0, drawn="units_and_dates", seed=7,
        scores=tuple(np.linspace(-2, 2, ran).tolist()),
    )


def design(**changes: Any) -> Design:
    base = Design("structural", "first", "declared", "day", 30, 180, "2024-09-01", "2024-09-30",
                  ("Lyon", "Lille", "Nantes"), tuple(f"Marché {i}" for i in range(1, 18)), 0.05)
    return replace(base, **changes)


FILES = {"files": [{"source": "ventes", "path": "data/ventes.csv", "sha256": "9f" * 32, "bytes": 48211,
                    "rows_read": 4200, "rows_kept": 4188, "rows_refused": 9, "duplicates": 3,
                    "refused": [["not_a_date", 9, ["row 12: time '31/02/2024'"]]],
                    "notes": [["encoding_detected", "latin-1"]]}]}


def _estimate(value: float, half: float, level: float, window: int, p: float, unit: str = "EUR") -> Estimate:
    low, high = value - half, value + half
    return Estimate(value, low, high, value / level, low / level, high / level, value * window, 0.95, p, unit)


def seen(effect: float = 0.06, truth: float | None = None, label: str | None = None, **changes: Any) -> Finding:
    data, value, half = world(effect, 30, 180, 1)
    question = {"kind": "effect", "outcome": "sales", "action": "rentrée", "minimum_effect": 0.05}
    if label:
        question["label"] = label
    return replace(
        Finding(question, "seen", "rise" if effect > 0 else "fall", _estimate(value, half, 1000.0, 30, 0.002), run(),
                (Limit("donors_touched", {"units": ["Paris", "Nice"]}),
                 Limit("fewer_placebos", {"planned": 999, "drawn": 62})), design(), FILES, data,
                truth), **changes)


def not_seen(truth: float | None = None, **changes: Any) -> Finding:
    data, value, half = world(0.0, 30, 180, 2, placebos=400)
    return replace(
        Finding({"kind": "effect", "outcome": "messages", "action": "jeu-concours", "minimum_effect": 0.05}, "not_seen",
                "none", _estimate(value, half, 1000.0, 30, 0.4, "messages"), run(placebos=400, planned=999, false=19,
                                                                                   raw=121, independent=80),
                (), design(units=("France",)), FILES, data, truth), **changes)


def underpowered(truth: float | None = 0.06) -> Finding:
    data, value, half = world(0.06, 7, 40, 3, placebos=24)
    half = abs(value) * 2.5
    return Finding({"kind": "effect", "outcome": "sales", "action": "vitrine"}, "cannot_say", "unknown",
                   _estimate(value, half, 1000.0, 7, 0.6), run(24, 999, 11, 1, "student", 0.17, 2),
                   (Limit("underpowered", {"detectable": 0.17, "minimum": 0.05}),
                    Limit("student", {"placebos": 24, "needed": 39}),
                    Limit("fewer_placebos", {"planned": 999, "drawn": 26})),
                   design(window=7, history=40, units=("Brest",)), FILES, data, truth)


def few() -> Finding:
    """Volkswagen over all 79 weeks: few independent placebos, bounds null."""
    data, value, _ = world(-0.26, 79, 246, 4, days=7, level=180.0, placebos=3)
    estimate = Estimate(value, None, None, value / 180.0, None, None, value * 79, 0.95, None, "EUR")
    none = replace(run(3, 999, 3, 0, "none", None), bound=None, calibrated_rate=wilson(0, 0), own_rate=wilson(0, 0),
                   raw_rate=wilson(2, 3))
    return Finding({"kind": "effect", "outcome": "price", "action": "dieselgate", "window": "all"}, "cannot_say",
                   "unknown", estimate, none, (Limit("few_placebos", {"independent": 3, "needed": 5}, True),),
                   design(window=79, history=246, frequency="week", start="2015-09-20", end="2017-03-19",
                          units=("Volkswagen",), donors=("BMW", "Allianz")), {}, data)


def no_placebos() -> Finding:
    """Nothing could be estimated, nothing can be drawn."""
    estimate = Estimate(None, None, None, None, None, None, None, 0.95, None, "")
    empty = run(0, 0, 0, 0, "none", None, 0, None, 0)
    return Finding({"kind": "effect", "outcome": "sales", "action": "x"}, "cannot_say", "unknown", estimate, empty,
                   (Limit("estimate_failed", {"why": "no_variation"}, True),
                    Limit("no_placebo_rule", {"onset_rule": "alarm"}, True)), design(units=()), {}, None)


def with_table(text: str = "Lyon") -> Finding:
    """A question asked of no panel: no course over time, facts of its own, a table of its own, unknown to the words."""
    base = seen()
    data = base.figure_data
    assert data is not None
    empty = np.zeros(0)
    asked = Design("structural", "only", "declared", "", 0, 0, "", "", (), (), 0.05,
                   facts=(("horizon", "minutes", 360.0),))
    table = Table("shares", (("who", "name"), ("share", "percent"), ("wait", "minutes"), ("n", "count")),
                  ((text, 0.735, 75.0, 68), ("Lille", None, 3000.0, 0)))
    return replace(base, design=asked, figure_data=replace(data, times=(), actual=empty, counterfactual=empty,
                                                           band_low=empty, band_high=empty, start=0), tables=(table,))


def hostile(text: str = HOSTILE) -> Finding:
    """Everything a user can name, named with malice."""
    base = seen()
    data = base.figure_data
    assert data is not None
    files = {"files": [{**FILES["files"][0], "source": text, "path": text, "refused": [[text, 2, [text]]],
                        "notes": [[text, text]]}]}
    return replace(
        base, question={"kind": "effect", "outcome": text, "action": text, "label": text},
        estimate=replace(base.estimate, unit=text), figure_data=replace(data, measure=text, value_unit=text),
        limits=(Limit("donors_touched", {"units": [text]}), Limit(text, {"x": text}),
                Limit("estimate_failed", {"why": text})),
        design=design(units=(text, ARABIC), donors=(text,), estimator=text, estimator_choice=text), provenance=files)


def hours() -> Finding:
    """Thirty hours of `seen`, the last six of them the window, in UTC as hours always are."""
    base = seen()
    data = base.figure_data
    assert data is not None
    times = tuple(f"2024-09-{1 + i // 24:02d}T{i % 24:02d}:00:00" for i in range(30))
    day = replace(data, times=times, start=24, **{
        name: getattr(data, name)[156:186] for name in ("actual", "counterfactual", "band_low", "band_high")})
    asked = design(frequency="hour", window=6, history=24, start=times[24], end=times[29], zone="UTC")
    return replace(base, design=asked, figure_data=day)


def everything() -> list[Finding]:
    return [seen(truth=0.06), seen(-0.19, label="Grève de juin"), not_seen(truth=0.0), underpowered(), few(),
            no_placebos(), hostile()]


@dataclass(frozen=True)
class FakeStudy:
    """What the report reads of a Study."""

    title: str = "Rentrée 2024"
    brand: str = "Maison Bleue"
    language: str = "en"
    timezone: str = "Europe/Paris"
    period: Any = field(default_factory=lambda: SimpleNamespace(start=date(2024, 3, 5), end=date(2024, 9, 30)))
