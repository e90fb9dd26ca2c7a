"""Limits that come from how a question was put and what the record holds: see `limits.py` for the fields."""

from __future__ import annotations

from typing import Any

ASKED: dict[str, dict[str, Any]] = {
    "few_placebos": {
        "values": {"independent": "count", "needed": "count"},
        "says": {
            "en": "the number of independent comparisons is {independent}, and at least {needed} are needed to tell a"
            " change from chance",
            "fr": "le nombre de comparaisons indépendantes est de {independent}, et il en faut au moins {needed} pour"
            " distinguer un changement du hasard",
        },
        "then": {
            "en": "A longer record, a shorter window or more comparable units would help.",
            "fr": "Un historique plus long, une fenêtre plus courte ou davantage d’unités comparables aideraient.",
        },
    },
    "no_comparable_units": {
        "values": {},
        "says": {
            "en": "no other market, brand or series where nothing happened is compared with it; only its own past is",
            "fr": "aucun autre marché, marque ou série où rien ne s’est passé ne lui est comparé, seulement son propre"
            " passé",
        },
        "then": {
            "en": "Whatever moved the whole market at that moment would look like an effect. Add comparable units if"
            " there are any.",
            "fr": "Ce qui a touché tout le marché à ce moment passerait pour un effet. Ajoutez des unités comparables"
            " s’il en existe.",
        },
    },
    "window_unobserved": {
        "values": {"share": "percent", "allowed": "percent"},
        "says": {
            "en": "{share} of the window was not observed, and at most {allowed} may be missing",
            "fr": "{share} de la fenêtre n’a pas été observé, et il peut en manquer {allowed} au plus",
        },
        "then": {
            "en": "What was not observed is not filled in: find the missing data, or ask about another window.",
            "fr": "Ce qui n’a pas été observé n’est pas inventé : retrouvez les données, ou choisissez une autre"
            " fenêtre.",
        },
    },
    "no_placebo_rule": {
        "values": {"onset_rule": "code"},
        "says": {
            "en": "no placebos can be drawn the way this moment was chosen ({onset_rule})",
            "fr": "aucun placebo ne peut être tiré comme ce moment a été choisi ({onset_rule})",
        },
        "then": {
            "en": "Placebos drawn in another way would flatter the answer.",
            "fr": "Des placebos tirés autrement flatteraient la réponse.",
        },
    },
    "not_the_peak": {
        "values": {"start": "moment", "peak": "moment"},
        "says": {
            "en": "the moment is declared as chosen for its peak, but in that month the outcome peaked on {peak},"
            " not on {start}",
            "fr": "le moment est déclaré choisi pour son pic, mais ce mois-là la mesure a culminé le {peak}, et non le"
            " {start}",
        },
        "then": {
            "en": "Placebos picked at their peaks would not have been chosen as this moment was: start at the peak, or"
            " declare how the moment was really chosen.",
            "fr": "Des placebos pris à leur pic n’auraient pas été choisis comme ce moment : commencez au pic, ou"
            " déclarez comment le moment a vraiment été choisi.",
        },
    },
    "fewer_placebos": {
        "values": {"planned": "count", "drawn": "count"},
        "says": {
            "en": "the record has room for {drawn} placebos, not for the {planned} aimed at",
            "fr": "l’historique laisse place à {drawn} placebos, et non aux {planned} visés",
        },
        "then": {
            "en": "The interval is as wide as those make it.",
            "fr": "L’intervalle est aussi large que ceux-là l’imposent.",
        },
    },
    "short_history": {
        "values": {"history": "periods", "windows": "number"},
        "says": {
            "en": "too little is known of what came before: {history}, or {windows} times the window, where at least"
            " twice is needed",
            "fr": "on sait trop peu de ce qui a précédé : {history}, soit {windows} fois la fenêtre, quand il en faut"
            " au moins deux",
        },
        "then": {
            "en": "A season or a drift longer than that cannot be told from a change. A longer record or a shorter"
            " window would help.",
            "fr": "Une saison ou une dérive plus longue ne peut pas être distinguée d’un changement. Un historique plus"
            " long ou une fenêtre plus courte aideraient.",
        },
    },
    "season_unknown": {
        "values": {},
        "says": {
            "en": "the record does not reach back to the same time of an earlier year, with the history that it takes",
            "fr": "les données ne remontent pas à la même époque d’une année antérieure, avec l’historique qu’il y"
            " faut",
        },
        "then": {
            "en": "What that season does by itself, in one place more than in another, would pass for an effect.",
            "fr": "Ce que cette saison fait d’elle-même, ici plus que là, passerait pour un effet.",
        },
    },
    "year_end": {
        "values": {},
        "says": {
            "en": "the window holds the last days of a year, and no comparison does",
            "fr": "la fenêtre contient les derniers jours d’une année, et aucune comparaison n’en contient",
        },
        "then": {
            "en": "Every market has a Christmas of its own size. A record that holds an earlier one, or 19 comparable"
            " units, would help.",
            "fr": "Chaque marché a son Noël, plus ou moins grand. Un historique qui en contient un autre, ou 19 unités"
            " comparables, aideraient.",
        },
    },
    "rare_events": {
        "values": {"events": "count", "needed": "count"},
        "says": {
            "en": "the outcome differs from its usual value only {events} times in its history, and at least {needed}"
            " are needed",
            "fr": "la mesure ne s’écarte de sa valeur habituelle que {events} fois dans son historique, et il en faut"
            " au moins {needed}",
        },
        "then": {
            "en": "Events that rare tell no usual rate. Ask of a longer period, or of an outcome that moves more.",
            "fr": "Des événements aussi rares ne disent pas leur fréquence habituelle. Interrogez une période plus"
            " longue, ou une mesure qui bouge davantage.",
        },
    },
    "donors_touched": {
        "values": {"units": "names"},
        "says": {
            "en": "left out of the comparison, because something else was done there around that time: {units}",
            "fr": "écartés de la comparaison, car autre chose s’y est passé à cette époque : {units}",
        },
        "then": {
            "en": "If effects spilled over to the units that were kept, they are not seen here.",
            "fr": "Si des effets ont débordé sur les unités conservées, ils ne se voient pas ici.",
        },
    },
    "overlapping_actions": {
        "values": {"actions": "names"},
        "says": {
            "en": "something else happened in the same place during the window, or less than a window away: {actions}",
            "fr": "autre chose s’est passé au même endroit pendant la fenêtre, ou à moins d’une fenêtre de là :"
            " {actions}",
        },
        "then": {
            "en": "No data of this kind can tell the two apart.",
            "fr": "Aucune donnée de ce genre ne peut départager les deux.",
        },
    },
    "history_cut": {
        "values": {"history": "periods", "asked": "periods"},
        "says": {
            "en": "the record reaches back less far than asked: {history} instead of {asked}",
            "fr": "l’historique remonte moins loin que demandé : {history} au lieu de {asked}",
        },
        "then": {
            "en": "The real case and its placebos all see the same shorter past.",
            "fr": "Le cas réel et ses placebos voient tous le même passé, plus court.",
        },
    },
    "randomised_as_declared": {
        "values": {},
        "says": {
            "en": "the draw that chose the units is not used: the placebos treat the moment as fixed beforehand",
            "fr": "le tirage au sort des unités n’est pas exploité : les placebos traitent le moment comme fixé"
            " d’avance",
        },
        "then": {
            "en": "The answer is sound, but less sharp than the draw would allow.",
            "fr": "La réponse est valable, mais moins fine que le tirage ne le permettrait.",
        },
    },
    "few_assignments": {
        "values": {"assignments": "count", "needed": "count"},
        "says": {
            "en": "the draw could have fallen in {assignments} ways only, and {needed} are needed before any of them"
            " stands out",
            "fr": "le tirage ne pouvait donner que {assignments} résultats, et il en faut {needed} pour que l’un d’eux"
            " se distingue",
        },
        "then": {
            "en": "More units, or larger blocks, would help next time.",
            "fr": "Davantage d’unités, ou des blocs plus grands, aideraient la prochaine fois.",
        },
    },
    "sample_ratio": {
        "values": {"share": "percent", "planned": "percent", "units": "count"},
        "says": {
            "en": "{share} of the units ({units} in all) were treated, where {planned} were planned: chance alone"
            " hardly ever does that",
            "fr": "{share} des unités ({units} en tout) ont été traitées, quand {planned} étaient prévues : le hasard"
            " seul ne fait presque jamais cela",
        },
        "then": {
            "en": "Something kept units out, or let others in, after the draw. Find out what before comparing them.",
            "fr": "Quelque chose a écarté des unités, ou en a ajouté, après le tirage. Trouvez quoi avant de les"
            " comparer.",
        },
    },
}
