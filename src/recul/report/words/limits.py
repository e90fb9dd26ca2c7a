"""What bounds an answer, in words: one entry a limit code, English beside French.

values: how each value is shown (number, size, count, percent, periods, code, moment, names). says: a clause that can
stand after a colon or, capitalised, alone. without: the clause when a value is unknown. then: what follows for the
reader.
"""

from __future__ import annotations

from typing import Any

LIMITS: dict[str, dict[str, Any]] = {
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
    "poor_fit": {
        "values": {"fit": "number", "worse_than": "percent"},
        "says": {
            "en": "already before the window the method follows the outcome badly, worse than in {worse_than} of the"
            " placebos (error of {fit} times the usual movement)",
            "fr": "avant la fenêtre déjà, la méthode suit mal la mesure, moins bien que dans {worse_than} des placebos"
            " (erreur de {fit} fois le mouvement habituel)",
        },
        "then": {
            "en": "A method that cannot follow what happened before cannot say what would have happened after.",
            "fr": "Une méthode qui ne suit pas ce qui a précédé ne peut pas dire ce qui aurait suivi.",
        },
    },
    "outside_donors": {
        "values": {"share": "percent", "allowed": "percent"},
        "says": {
            "en": "it lies outside the range of the units it is compared with during {share} of the time before the"
            " window (at most {allowed} is allowed)",
            "fr": "la série sort de l’étendue des unités de comparaison pendant {share} du temps avant la fenêtre"
            " ({allowed} au plus est admis)",
        },
        "then": {
            "en": "No mixture of those units can stand for it: choose units more like it.",
            "fr": "Aucun mélange de ces unités ne peut en tenir lieu : choisissez des unités plus proches.",
        },
    },
    "break_before": {
        "values": {"jump": "size", "bound": "size"},
        "says": {
            "en": "something had already changed just before the window (a jump of {jump} times its usual size, where"
            " 99% of the placebos stay under {bound})",
            "fr": "quelque chose avait déjà changé juste avant la fenêtre (un saut de {jump} fois la taille habituelle,"
            " quand 99 % des placebos restent sous {bound})",
        },
        "then": {
            "en": "What follows cannot be told apart from that earlier change. Is the start date right?",
            "fr": "La suite ne peut pas être séparée de ce changement antérieur. La date de début est-elle juste ?",
        },
    },
    "unlike_placebos": {
        "values": {"own": "number", "pool": "number"},
        "says": {
            "en": "its own past surprises the method more than its placebos do ({own} against {pool})",
            "fr": "son propre passé surprend la méthode davantage que les placebos ({own} contre {pool})",
        },
        "then": {
            "en": "The placebos may make it look calmer than it is.",
            "fr": "Les placebos peuvent la faire croire plus calme qu’elle n’est.",
        },
    },
    "calibration_dominates": {
        "values": {"spread": "number", "allowed": "number"},
        "says": {
            "en": "the method is {spread} times less certain than it claims (at most {allowed} times is allowed)",
            "fr": "la méthode est {spread} fois moins sûre qu’elle ne le prétend ({allowed} fois au plus est admis)",
        },
        "then": {
            "en": "The placebos correct for it, but a correction that large is no longer a measurement.",
            "fr": "Les placebos le corrigent, mais une telle correction n’est plus une mesure.",
        },
    },
    "placebos_failed": {
        "values": {"failed": "count", "planned": "count"},
        "says": {
            "en": "the method gave no answer in {failed} of the {planned} placebos",
            "fr": "la méthode n’a pas donné de réponse dans {failed} des {planned} placebos",
        },
        "then": {
            "en": "They are counted as failures, not left out.",
            "fr": "Ils sont comptés comme des échecs, et non écartés.",
        },
    },
    "estimate_failed": {
        "values": {"why": "code"},
        "says": {
            "en": "the method could give no estimate ({why})",
            "fr": "la méthode n’a pu donner aucune estimation ({why})",
        },
        "then": {
            "en": "Check the data around the window.",
            "fr": "Vérifiez les données autour de la fenêtre.",
        },
    },
    "underpowered": {
        "values": {"detectable": "percent", "minimum": "percent"},
        "says": {
            "en": "only an effect of {detectable} or more would have been seen, and the question is about {minimum}",
            "fr": "seul un effet de {detectable} ou plus aurait été vu, et la question porte sur {minimum}",
        },
        "without": {
            "en": "no effect, however large, was sure of being seen, and the question is about {minimum}",
            "fr": "aucun effet, même grand, n’était sûr d’être vu, et la question porte sur {minimum}",
        },
        "then": {
            "en": "Seeing nothing here does not mean that nothing happened.",
            "fr": "Ne rien voir ici ne veut pas dire que rien ne s’est passé.",
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
    "student": {
        "values": {"placebos": "count", "needed": "count"},
        "says": {
            "en": "the interval supposes that chance is bell-shaped: {placebos} separate placebos ran, and {needed} are"
            " needed to do without that",
            "fr": "l’intervalle suppose un hasard en forme de cloche : {placebos} placebos distincts ont été menés, et"
            " il en faut {needed} pour s’en passer",
        },
        "then": {
            "en": "Rare large shocks may be more frequent than it allows for.",
            "fr": "De rares grands chocs peuvent être plus fréquents qu’il ne le prévoit.",
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
    "unusual_moment": {
        "values": {"here": "number", "elsewhere": "number"},
        "says": {
            "en": "at that very moment the units where nothing was done strayed further than usual too: by {here} of"
            " their own standard deviations, against {elsewhere} at other moments",
            "fr": "à ce moment précis, les unités où rien n’a été fait se sont elles aussi écartées plus que"
            " d’ordinaire : de {here} de leurs propres écarts-types, contre {elsewhere} à d’autres moments",
        },
        "then": {
            "en": "Something shook them all then (a season, a shock), so other moments cannot vouch for this one. More"
            " comparable units, or the same season of earlier years, would help.",
            "fr": "Quelque chose les a toutes secouées alors (une saison, un choc) : d’autres moments ne peuvent donc"
            " pas répondre de celui-ci. Davantage d’unités comparables, ou la même saison d’années antérieures,"
            " aideraient.",
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
# The reason given in the sentence is the first of these among the limits that forbid a verdict.
ORDER = (
    "sample_ratio", "few_assignments", "estimate_failed", "overlapping_actions", "window_unobserved",
    "no_placebo_rule", "not_the_peak", "short_history", "few_placebos", "placebos_failed", "unusual_moment",
    "outside_donors", "break_before", "poor_fit", "unlike_placebos", "calibration_dominates", "underpowered",
)
UNKNOWN_LIMIT = {
    "en": "a limit this report has no words for: {code}",
    "fr": "une limite que ce rapport ne sait pas nommer : {code}",
}
