"""What is to be known of a test before it runs, and what forbids it. English beside French."""

from __future__ import annotations

import math
from typing import Any

from recul.finding import Limit
from recul.report.words import capital, numbers, say

Both = dict[str, str]

LIMITS: dict[str, Both] = {
    "few_units": {
        "en": "there are {units} units to draw from, and {needed} are needed for a draw to show anything; add --by"
        " weeks to draw weeks instead",
        "fr": "il y a {units} unités à tirer au sort, et il en faut {needed} pour qu’un tirage montre quelque chose ;"
        " ajoutez --by weeks pour tirer des semaines",
    },
    "few_pairs": {
        "en": "{pairs} pairs of spells can fall in too few ways: {needed} pairs are needed, {weeks} weeks",
        "fr": "{pairs} paires de périodes ne laissent que trop peu de tirages : il en faut {needed}, soit {weeks}"
        " semaines",
    },
    "few_past_tests": {
        "en": "the past holds {tests} stretches in which such a test could be tried, and {needed} are needed",
        "fr": "le passé contient {tests} tranches où un tel test peut s’essayer, et il en faut {needed}",
    },
    "unequal_units": {
        "en": "the largest unit is {ratio} times the usual one ({usual} is much): each unit weighs the same in what is"
        " found, so that the share found is that of the usual unit, and not that of the total",
        "fr": "la plus grande unité fait {ratio} fois l’unité médiane ({usual}, c’est déjà beaucoup) : chacune pèse"
        " autant dans ce qui est trouvé, si bien que la part trouvée est celle de l’unité habituelle, non du total",
    },
    "units_left_out": {
        "en": "{units} are not drawn: they were not observed in the last two weeks",
        "fr": "{units} ne sont pas du tirage : ces unités n’ont pas été observées ces deux dernières semaines",
    },
    "units_with_zeros": {
        "en": "{units} are not drawn: they have values of zero or below, of which no share can be taken",
        "fr": "{units} ne sont pas du tirage : ces unités ont des valeurs nulles ou négatives, dont on ne peut prendre"
        " une part",
    },
    "units_touched": {
        "en": "the past was left out where actions touched it ({actions}, of {units}), and for one length of the test"
        " after",
        "fr": "le passé touché par des actions ({actions} ; {units}) a été écarté, et autant que la durée du test"
        " ensuite",
    },
    "under_way": {
        "en": "another action is less than one length of the test away from it, on the same units ({actions}): the"
        " question will refuse to tell the two apart; begin later (--start)",
        "fr": "une autre action est à moins d’une durée du test, sur les mêmes unités ({actions}) : la question"
        " refusera de distinguer les deux ; commencez plus tard (--start)",
    },
    "season_unknown": {
        "en": "the past is of {past} days, less than a year ({needed}): the test’s own season may be calmer or wilder",
        "fr": "le passé est de {past} jours, moins d’un an ({needed}) : la saison du test peut être plus calme ou plus"
        " agitée",
    },
    "no_washout": {
        "en": "nothing is left out after each change: what carries over from one spell into the next makes the effect"
        " look smaller; declare --washout, or longer spells",
        "fr": "rien n’est laissé de côté après chaque bascule : ce qui déborde d’une période sur la suivante fait"
        " paraître l’effet plus petit ; déclarez --washout, ou des périodes plus longues",
    },
    "underpowered": {
        "en": "an effect of {minimum} would be missed more than 2 times in 10: only {detectable} or more is safe",
        "fr": "un effet de {minimum} échapperait plus de 2 fois sur 10 : seul {detectable} ou plus est sûr",
    },
    "nothing_seen": {
        "en": "none of the lengths and shares tried would see any effect 8 times in 10",
        "fr": "aucune des durées et des parts essayées ne verrait un effet 8 fois sur 10",
    },
    "period_ends": {
        "en": "the study’s period ends on {end}: carry it on to the end of the test, or its days are not read",
        "fr": "la période de l’étude finit le {end} : prolongez-la jusqu’à la fin du test, sans quoi ses jours ne"
        " seront pas lus",
    },
    "tones_unknown": {
        "en": "{share} of public messages have no tone (at most {allowed} may): negatives cannot be counted",
        "fr": "{share} des messages du public n’ont pas de tonalité ({allowed} au plus) : les négatifs ne peuvent être"
        " comptés",
    },
}
SHOWN = {"share": "share", "allowed": "share", "detectable": "effect", "minimum": "share", "end": "day"}


def effect(value: float | None, language: str) -> str:
    """A detectable effect, rounded up so that no more is promised than was found."""
    if value is None:
        return numbers.UNKNOWN[language]
    return numbers.share(math.ceil(value * 1000 - 1e-9) / 1000, language)


def limit_text(limit: Limit, language: str) -> str:
    """A limit as a sentence, marked text."""
    shown = {name: _shown(SHOWN.get(name), value, language) for name, value in limit.values.items()}
    return capital(say(LIMITS[limit.code], language, **shown)) + "."


def _shown(kind: str | None, value: Any, language: str) -> str:
    if isinstance(value, list):
        return numbers.listing(value, language)
    if kind == "share":
        return numbers.share(value, language)
    if kind == "effect":
        return effect(value, language)
    if kind == "day":
        return numbers.day(value, language)
    return numbers.number(round(value, 1) if isinstance(value, float) else value, language)
