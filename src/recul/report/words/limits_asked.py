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
            "en": "the record does not go back far enough to try the method at the same time of an earlier year",
            "fr": "les données ne remontent pas assez loin pour éprouver la méthode à la même époque d’une année"
            " antérieure",
        },
        "then": {
            "en": "If the season by itself weighs more in one place than in another, that would pass for an effect.",
            "fr": "Si la saison pèse d’elle-même plus ici qu’ailleurs, cela passerait pour un effet.",
        },
    },
    "year_end": {
        "values": {},
        "says": {
            "en": "the window takes in the end of a year, and the record does not go back far enough to try the method"
            " at an earlier one",
            "fr": "la fenêtre comprend une fin d’année, et les données ne remontent pas assez loin pour éprouver la"
            " méthode sur une fin d’année antérieure",
        },
        "then": {
            "en": "Christmas does not weigh the same in every market. A longer record, a window without those days, or"
            " at least 39 comparable units would help.",
            "fr": "Noël ne pèse pas autant sur tous les marchés. Des données plus anciennes, une fenêtre sans ces"
            " jours-là ou au moins 39 unités comparables aideraient.",
        },
    },
    "staggered": {
        "values": {"first": "moment", "last": "moment"},
        "says": {
            "en": "the units did not begin together: the first did on {first}, the last on {last}",
            "fr": "les unités n’ont pas commencé ensemble : la première le {first}, la dernière le {last}",
        },
        "then": {
            "en": "Each is compared from its own start on, for as long as the others; the answer is their mean.",
            "fr": "Chacune est comparée à partir de son propre début, aussi longtemps que les autres ; la réponse est"
            " leur moyenne.",
        },
    },
    "event_unknown": {
        "values": {"names": "names"},
        "says": {
            "en": "the window holds a known event that the history does not, so that nothing tells what it does by"
            " itself: {names}",
            "fr": "la fenêtre contient un événement connu que le passé retenu ne contient pas, et rien ne dit ce qu’il"
            " fait de lui-même : {names}",
        },
        "then": {
            "en": "What it does is told from the effect only as far as the units compared with lived through it too. A"
            " history that holds an earlier one would help.",
            "fr": "Ce qu’il fait n’est distingué de l’effet que si les unités de comparaison l’ont vécu aussi. Un passé"
            " qui en contienne un plus ancien aiderait.",
        },
    },
    "season_too_long": {
        "values": {"season": "periods", "history": "periods"},
        "says": {
            "en": "the declared season of {season} is left out: the history of {history} does not hold two of it",
            "fr": "la saison déclarée de {season} n’est pas retenue : le passé de {history} n’en contient pas deux",
        },
        "then": {
            "en": "Set a longer `history`, or bring a longer record.",
            "fr": "Donnez un `history` plus long, ou des données plus anciennes.",
        },
    },
    "calendar_unused": {
        "values": {},
        "says": {
            "en": "the method that was asked for makes no use of the declared events and seasons",
            "fr": "la méthode demandée ne tient pas compte des événements et des saisons déclarés",
        },
        "then": {
            "en": "Leave `estimator` out, and they are taken into account.",
            "fr": "Ne précisez pas `estimator`, et ils seront pris en compte.",
        },
    },
    "rare_events": {
        "values": {"events": "periods", "needed": "count"},
        "says": {
            "en": "before the window the outcome leaves its usual value in {events} only, and at least {needed} are"
            " needed",
            "fr": "avant la fenêtre, la mesure ne quitte sa valeur habituelle que pendant {events}, et il en faut au"
            " moins {needed}",
        },
        "then": {
            "en": "So few events do not show how often they come by themselves. A longer history, or an outcome that"
            " moves more, would help.",
            "fr": "Si peu d’événements ne montrent pas à quel rythme ils viennent d’eux-mêmes. Un historique plus long,"
            " ou une mesure qui bouge davantage, aideraient.",
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
            "en": "the number of ways in which the draw could have fallen is {assignments}, and at least {needed} are"
            " needed to tell an effect from the luck of the draw",
            "fr": "le nombre d’issues possibles du tirage au sort est de {assignments}, et il en faut au moins {needed}"
            " pour distinguer un effet du hasard du tirage",
        },
        "then": {
            "en": "More units, or larger blocks, would help next time.",
            "fr": "Davantage d’unités, ou des blocs plus grands, aideraient la prochaine fois.",
        },
    },
    "tone_uncorrected": {
        "values": {},
        "says": {
            "en": "a machine read the tone, and no sample labelled by people corrects what it gets wrong",
            "fr": "une machine a lu le ton, et aucun échantillon étiqueté par des personnes ne corrige ses erreurs",
        },
        "then": {
            "en": "A machine errs more on some subjects than on others, so a change of subject looks like a change of"
            " tone. Have people label a random sample of the messages.",
            "fr": "Une machine se trompe plus sur certains sujets que sur d’autres : un changement de sujet passe pour"
            " un changement de ton. Faites étiqueter un échantillon de messages tiré au hasard.",
        },
    },
    "sample_ratio": {
        "values": {"share": "percent", "planned": "percent", "units": "count"},
        "says": {
            "en": "the action reached {share} of the units ({units} in all) where {planned} was planned, a gap that the"
            " luck of the draw hardly ever leaves",
            "fr": "l’action a touché {share} des unités ({units} en tout) quand la part prévue était de {planned}, un"
            " écart que le hasard du tirage ne laisse presque jamais",
        },
        "then": {
            "en": "Unless the planned share is declared wrongly, something kept units out, or let others in, after the"
            " draw. Find out what before comparing them.",
            "fr": "À moins que la part prévue soit mal déclarée, quelque chose a écarté des unités, ou en a ajouté,"
            " après le tirage. Trouvez quoi avant de les comparer.",
        },
    },
}

#: `underpowered`, where two shares of messages are set apart.
APART: dict[str, Any] = {
    "values": {"detectable": "percent", "minimum": "percent"},
    "says": {"en": "only a difference of {detectable} of all messages or more would have been seen, and the"
             " question is about {minimum}",
             "fr": "seul un écart d’au moins {detectable} de l’ensemble des messages aurait été vu, et la question"
             " porte sur {minimum}"},
    "without": {"en": "no difference, however large, was sure of being seen, and the question is about {minimum} of"
                " all messages",
                "fr": "aucun écart, même grand, n’était sûr d’être vu, et la question porte sur {minimum} de"
                " l’ensemble des messages"},
    "then": {"en": "Seeing no difference here does not mean that there is none: read more messages.",
             "fr": "Ne voir aucun écart ici ne veut pas dire qu’il n’y en a pas : lisez davantage de messages."},
}
