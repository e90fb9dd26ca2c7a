"""The world of channels as files: `canaux.csv`, money a week, and `animation.csv`, hours of community work a week."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Literal

import numpy as np

from recul.worlds.channels import NAMES, Drawn, MixWorld, draw

# Two years of weeks, in which the community work brings a tenth.
WORLD = MixWorld(weeks=104, community=0.10, first=np.datetime64("2024-01-01", "D"))
# Euros a unit of sales, and for a unit of spend; then hours.
EUROS, PRICES, HOURS = 400.0, (2600.0, 1500.0, 900.0, 700.0, 500.0), 35.0
COLUMNS = ("tele", "referencement", "affichage", "reseaux", "radio")
WORDS: dict[str, dict[str, str]] = {
    "en": {"outcome": "online sales", "names": "tv, search, posters, social, radio, community",
           "hours": "hours of community work", "spend": "{} spend", "hour": "h",
           "label": "What does the community work bring, beside what is paid for?"},
    "fr": {"outcome": "ventes en ligne", "names": "télé, référencement, affichage, réseaux, radio, communauté",
           "hours": "heures d’animation", "spend": "dépense {}", "hour": "h",
           "label": "Qu’apporte l’animation de la communauté, à côté de ce qui se paie ?"},
}


def write(folder: Path, seed: int) -> None:
    """Both files, a row a week."""
    drawn = draw(WORLD, seed)
    days = [str(day) for day in drawn.times.astype("datetime64[D]")]
    money = np.concatenate([EUROS * drawn.sales[None], drawn.spend[:5] * np.array(PRICES)[:, None]])
    _rows(folder / "canaux.csv", ("semaine", "ventes_en_ligne", *COLUMNS),
          [(day, *(f"{v:.2f}" for v in row)) for day, row in zip(days, money.T, strict=True)])
    _rows(folder / "animation.csv", ("semaine", "heures"),
          [(day, f"{HOURS * v:.1f}") for day, v in zip(days, drawn.spend[5], strict=True)])


def truth(drawn: Drawn) -> dict[str, float]:
    """What each channel truly brings, relative to what would have been without it."""
    mean, total = drawn.contribution.mean(axis=1), float(drawn.sales.mean())
    return {name: float(one / (total - one)) for name, one in zip(NAMES, mean, strict=True)}


def study_toml(seed: int, language: Literal["fr", "en"]) -> str:
    """The sources, and the question with the truth."""
    word, known = WORDS[language], truth(draw(WORLD, seed))
    names = word["names"].split(", ")
    spends = [word["spend"].format(n) for n in names[:5]]
    measures = ", ".join(f'"{m}" = "{c}"' for m, c in zip((word["outcome"], *spends), ("ventes_en_ligne", *COLUMNS),
                                                          strict=True))
    channels = ", ".join(f'"{n}" = "{m}"' for n, m in zip(names, (*spends, word["hours"]), strict=True))
    true = ", ".join(f'"{n}" = {known[k]:.4f}' for n, k in zip(names, NAMES, strict=True))
    return f'''
[[source]]
name = "canaux"
path = "canaux.csv"
table = "series"
value_unit = "€"
unit = "Brindelune"
columns = {{ time = "semaine" }}
measures = {{ {measures} }}

[[source]]
name = "animation"
path = "animation.csv"
table = "series"
measure = "{word["hours"]}"
value_unit = "{word["hour"]}"
unit = "Brindelune"
columns = {{ time = "semaine", value = "heures" }}

[[question]]
kind = "channels"
label = "{word["label"]}"
outcome = "{word["outcome"]}"
channels = {{ {channels} }}
truth = {{ {true} }}
'''


def _rows(path: Path, head: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([head, *rows])
