"""A year of claims by three authors of known skill, about the simulated brand's sales.

Every Friday at 15:00 UTC each of AUTHORS says of three cities how likely next week's sales are to be above this week's.
They see a hint of what will come, x ~ N(±μ, 1) with the sign of the truth, of which the honest probability is

    logit p = 2·μ·x        (half of the weeks rise)

The calibrated one says p; the overconfident one says logit⁻¹(3·logit p), of a hint of their own; the uninformed one
says p of a hint of something else. The truth that the study file carries is their expected squared error against a
half's:

    E[(said − y)²] / 0.25 − 1,  by quadrature over x.

Three claims more of the overconfident one are written in the week itself, with the answer nearly known: they are late,
and are not scored. One week is that of the till that was down: its claims cannot be settled.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.random import default_rng

from recul.ledger.claims import claim
from recul.ledger.settle import settle
from recul.ledger.store import Ledger
from recul.panel import Floats
from recul.worlds import brand

AUTHORS = ("Agence Nova", "Cabinet Volte", "Outil Présage")
HINT, BOAST = 0.8, 3.0
FIRST_MONDAY, WEEKS, CITIES_EACH = datetime(2025, 1, 6, tzinfo=UTC), 50, 3
SETTLED = datetime(2026, 1, 5, 8, tzinfo=UTC)
LATE_WEEKS = (11, 23, 37)
ZONE = "Europe/Paris"
QUESTION = {"fr": "Les pronostics de l’agence valent-ils mieux que l’habitude ?",
            "en": "Are the agency’s forecasts better than habit?"}


def write(folder: Path, seed: int, measure: str) -> None:
    """`ledger.sqlite`: the year's claims, written and settled in their time. What stood there is replaced."""
    path = Ledger(folder).path
    path.unlink(missing_ok=True)
    panel = replace(brand.sales(seed), measure=measure)
    told = _claims(seed, measure)
    times = iter([moment for moment, _ in told])
    Ledger(folder, clock=lambda: next(times)).append([("claim", body) for _, body in told])
    settle(Ledger(folder, clock=lambda: SETTLED), lambda _: panel)


def question_toml(language: brand.Language) -> str:
    """The question of the ledger, with the truth of each author."""
    true = ", ".join(f'"{name}" = {error:.4f}' for name, error in truth().items())
    return f'''
[[question]]
kind = "ledger"
label = "{QUESTION[language]}"
by = "{AUTHORS[0]}"
truth = {{ {true} }}
'''


@cache
def truth() -> dict[str, float]:
    """Author -> expected squared error, relative to that of whoever always says a half."""
    x = np.linspace(-9, 9, 20001)
    weight = np.exp(-((x - HINT) ** 2) / 2)
    weight /= weight.sum()
    # A hint of a truth is as far on the right side as that of a falsehood on the wrong one: one side is enough.
    said = (_said(x), _said(x, BOAST))
    nobody = 0.5 * ((1 - said[0]) ** 2 + said[0] ** 2)
    errors = ((weight * (1 - said[0]) ** 2).sum(), (weight * (1 - said[1]) ** 2).sum(), (weight * nobody).sum())
    return {name: round(float(error / 0.25 - 1), 4) for name, error in zip(AUTHORS, errors, strict=True)}


def _said(hint: Floats, boast: float = 1.0) -> Floats:
    """The probability of a rise, in whole per cents between 1 and 99 as people say it."""
    exact = 1 / (1 + np.exp(-2 * HINT * boast * hint))
    return np.clip(exact.round(2), 0.01, 0.99)


def _claims(seed: int, measure: str) -> list[tuple[datetime, dict[str, Any]]]:
    """(when, body) of every claim, in order of time."""
    rng = default_rng([seed, 60])
    panel = brand.sales(seed)
    down, _, last = brand.TILL_DOWN
    made = []
    for week in range(WEEKS):
        monday = FIRST_MONDAY + timedelta(weeks=week)
        cities = rng.choice(len(panel.units), CITIES_EACH, replace=False)
        if abs((last - np.datetime64(monday.date())).astype(int)) < 7 and panel.units.index(down) not in cities:
            cities[0] = panel.units.index(down)
        for city in cities.tolist():
            rises = _rises(panel, city, monday)
            truths = (rises, rises, rng.random() < 0.5)
            hints = np.array([HINT if one else -HINT for one in truths]) + rng.standard_normal(len(AUTHORS))
            said = (_said(hints[:1])[0], _said(hints[1:2], BOAST)[0], _said(hints[2:])[0])
            friday = monday - timedelta(days=3) + timedelta(hours=15)
            made += [(friday, _body(author, measure, panel.units[city], monday, p))
                     for author, p in zip(AUTHORS, said, strict=True)]
            if week in LATE_WEEKS and city == cities[0]:
                made.append((monday + timedelta(days=4, hours=15),
                             _body(AUTHORS[1], measure, panel.units[city], monday, 0.97 if rises else 0.03)))
    return sorted(made, key=lambda one: one[0])


def _rises(panel: Any, city: int, monday: datetime) -> bool:
    """Whether the week's sales are above those of the week before; with a day missing nothing is settled anyway."""
    at = int((np.datetime64(monday.date()) - panel.times[0].astype("datetime64[D]")).astype(int))
    weeks = np.nan_to_num(panel.value[city, at - 7:at + 7]).reshape(2, 7).sum(axis=1)
    return bool(weeks[1] > weeks[0])


def _body(author: str, measure: str, city: str, monday: datetime, probability: float) -> dict[str, Any]:
    start = datetime.combine(monday, time()).date()
    return claim({"by": author, "measure": measure, "units": [city], "says": "up", "start": start,
                  "end": start + timedelta(days=6), "probability": float(probability), "zone": ZONE}).body()
