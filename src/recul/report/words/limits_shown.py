"""Limits that come from what the method and its placebos showed: see `limits.py` for the fields."""

from __future__ import annotations

from typing import Any

SHOWN: dict[str, dict[str, Any]] = {
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
    "growing_apart": {
        "values": {"drift": "size", "allowed": "size"},
        "says": {
            "en": "it was already moving away from the units it is compared with, and the expected level takes for"
            " granted that this slope goes on (which shifts it by {drift} times the usual movement, where at most"
            " {allowed} is allowed)",
            "fr": "la série s’éloignait déjà des unités de comparaison, et le niveau attendu suppose que cette pente se"
            " poursuit (ce qui le déplace de {drift} fois le mouvement habituel, quand on en admet {allowed} au plus)",
        },
        "then": {
            "en": "A slope that steep need not go on. Choose units that grew as it did, or a shorter history.",
            "fr": "Rien ne dit qu’une pente aussi forte se poursuive. Choisissez des unités qui ont évolué comme elle,"
            " ou un historique plus court.",
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
    "cries_often": {
        "values": {"count": "count", "of": "count", "promised": "percent"},
        "says": {
            "en": "it cried wolf in {count} of the {of} placebos that could test it, more often than the {promised}"
            " promised",
            "fr": "elle a crié au loup dans {count} des {of} placebos qui pouvaient l’éprouver, plus souvent que les"
            " {promised} promis",
        },
        "then": {
            "en": "An effect seen here may be one of those: wait for a second sign of it.",
            "fr": "Un effet vu ici peut être de ceux-là : attendez-en un second signe.",
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
    "unusual_moment": {
        "values": {"here": "number", "elsewhere": "number"},
        "says": {
            "en": "at that very moment the units where nothing was done strayed further than usual too: by {here}"
            " times what the method expects, against {elsewhere} at other moments",
            "fr": "à ce moment précis, les unités où rien n’a été fait se sont elles aussi écartées plus que"
            " d’ordinaire : de {here} fois ce que la méthode prévoit, contre {elsewhere} à d’autres moments",
        },
        "then": {
            "en": "Something shook them all then (a season, a shock), so other moments cannot vouch for this one. More"
            " comparable units, or the same season of earlier years, would help.",
            "fr": "Quelque chose les a toutes secouées alors (une saison, un choc) : d’autres moments ne peuvent donc"
            " pas répondre de celui-ci. Davantage d’unités comparables, ou la même saison d’années antérieures,"
            " aideraient.",
        },
    },
    "unusual_season": {
        "values": {"then": "number", "elsewhere": "number"},
        "says": {
            "en": "at the same time of an earlier year, when nothing was done, the series strayed further than usual as"
            " well: by {then} times what the method expects, against {elsewhere} at other moments",
            "fr": "à la même époque d’une année antérieure, alors que rien n’avait été fait, les séries s’étaient déjà"
            " écartées plus que d’ordinaire : de {then} fois ce que la méthode prévoit, contre {elsewhere} à d’autres"
            " moments",
        },
        "then": {
            "en": "What the season does by itself cannot be told apart from what was done.",
            "fr": "Ce que la saison fait d’elle-même ne peut pas être séparé de ce qui a été fait.",
        },
    },
}
