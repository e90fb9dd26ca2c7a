"""What bounds the answer about an objective, in words, as in `words/limits.py`."""

from __future__ import annotations

from typing import Any

LIMITS: dict[str, dict[str, Any]] = {
    "horizon_long": {
        "values": {"horizon": "periods", "history": "periods"},
        "says": {"en": "the deadline is {horizon} away, and the record holds only {history}",
                 "fr": "l’échéance est à {horizon}, et les données n’en couvrent que {history}"},
        "then": {"en": "Nothing so far off can be tried on such a past. Ask again nearer to the deadline.",
                 "fr": "Rien d’aussi lointain ne peut s’éprouver sur un tel passé. Reposez la question plus près de"
                 " l’échéance."},
    },
    "no_season": {
        "values": {"history": "periods", "needed": "periods"},
        "says": {"en": "the record holds {history}, and {needed} are needed to know the season a forecast goes by",
                 "fr": "les données couvrent {history}, et il en faut {needed} pour connaître la saison sur laquelle"
                 " une prévision s’appuie"},
        "then": {"en": "Bring older data; or, if the year has no seasons here, declare so by `seasons`.",
                 "fr": "Apportez des données plus anciennes ; ou, si l’année n’a pas de saisons ici, dites-le par"
                 " `seasons`."},
    },
    "coverage_differs": {
        "values": {"units": "names"},
        "says": {"en": "the record of {units} stops before that of the others",
                 "fr": "les données s’arrêtent plus tôt pour {units} que pour les autres"},
        "then": {"en": "A total of other units than before is no forecast of it. Bring what is missing, or leave that"
                 " unit out.",
                 "fr": "Un total sur d’autres unités qu’avant n’en est pas la prévision. Apportez ce qui manque, ou"
                 " laissez cette unité de côté."},
    },
    "count_incomplete": {
        "values": {"share": "percent"},
        "says": {"en": "{share} of the periods to be counted was not observed",
                 "fr": "{share} des périodes à compter n’a pas été observé"},
        "then": {"en": "What is missing is not zero, and is not made up: find it.",
                 "fr": "Ce qui manque n’est pas nul, et ne s’invente pas : retrouvez-le."},
    },
    "gaps_filled": {
        "values": {"share": "percent"},
        "says": {"en": "{share} of the periods to be counted so far was not observed, and is taken at the mean of the"
                 " others",
                 "fr": "{share} des périodes à compter jusqu’ici n’a pas été observé, et compte pour la moyenne des"
                 " autres"},
        "then": {"en": "Once the deadline has passed, only a complete count will tell.",
                 "fr": "Une fois l’échéance passée, seul un compte complet tranchera."},
    },
    "baseline_incomplete": {
        "values": {"share": "percent"},
        "says": {"en": "{share} of the same periods a year before was not observed: there is no baseline",
                 "fr": "{share} des mêmes périodes un an plus tôt n’a pas été observé : il n’y a pas de base de"
                 " comparaison"},
        "then": {"en": "Bring older data, or declare the baseline as a number.",
                 "fr": "Apportez des données plus anciennes, ou donnez la base de comparaison en chiffres."},
    },
    "baseline_gaps": {
        "values": {"share": "percent"},
        "says": {"en": "{share} of the same periods a year before was not observed, and is taken at the mean of the"
                 " others",
                 "fr": "{share} des mêmes périodes un an plus tôt n’a pas été observé, et compte pour la moyenne des"
                 " autres"},
        "then": {"en": "The target is as uncertain as that.", "fr": "L’objectif est incertain d’autant."},
    },
    "year_end_once": {
        "values": {},
        "says": {"en": "what is foretold takes in the end of a year, and the record does not go back far enough to"
                 " have tried the forecast on an earlier one",
                 "fr": "ce qui est prévu comprend une fin d’année, et les données ne remontent pas assez loin pour"
                 " avoir éprouvé la prévision sur une fin d’année antérieure"},
        "then": {"en": "How much Christmas changes from one year to the next is not known from one Christmas.",
                 "fr": "Un seul Noël ne dit pas combien Noël change d’une année à l’autre."},
    },
    "season_once": {
        "values": {},
        "says": {"en": "the record does not go back far enough to have tried the forecast at the same time of an"
                 " earlier year",
                 "fr": "les données ne remontent pas assez loin pour avoir éprouvé la prévision à la même époque d’une"
                 " année antérieure"},
        "then": {"en": "If this time of the year changes more from one year to the next than others do, the interval is"
                 " too narrow.",
                 "fr": "Si cette époque change plus que d’autres d’une année à l’autre, l’intervalle est trop"
                 " étroit."},
    },
}
ORDER = ("horizon_long", "no_season", "coverage_differs", "count_incomplete", "baseline_incomplete", "year_end_once")
