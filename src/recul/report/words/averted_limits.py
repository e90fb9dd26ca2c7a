"""What bounds the crisis argument: see `limits.py` for the fields."""

from __future__ import annotations

from typing import Any

LIMITS: dict[str, dict[str, Any]] = {
    "no_surges": {
        "values": {"months": "number", "most": "number"},
        "says": {
            "en": "no surge stood out over a record of {months} months, so what a crisis would cost here is not known;"
            " with none in that time, there could still be up to {most} a year, and nobody would have met one",
            "fr": "aucun pic ne s’est détaché sur un relevé de {months} mois, et ce qu’une crise coûterait ici n’est"
            " pas connu ; sans aucun pic sur cette durée, il pourrait encore y en avoir jusqu’à {most} par an sans"
            " qu’on en ait rencontré",
        },
        "without": {
            "en": "at no moment could both a surge be heard and the loss after it be read, so nothing is known of"
            " crises here",
            "fr": "à aucun moment un pic ne pouvait à la fois être entendu et sa perte être lue : on ne sait rien des"
            " crises ici",
        },
        "then": {"en": "Only a longer record can say more.", "fr": "Seul un relevé plus long peut en dire plus."},
    },
    "no_loss_seen": {
        "values": {"read": "count", "episodes": "count"},
        "says": {
            "en": "no loss was seen after any surge (surges: {episodes}; losses that could be read: {read})",
            "fr": "aucune perte n’a été vue après un pic (pics : {episodes} ; pertes qui ont pu être lues : {read})",
        },
        "then": {
            "en": "Without a loss, the cost of a crisis would be a story told, not a figure.",
            "fr": "Sans perte, le coût d’une crise serait un récit, pas un chiffre.",
        },
    },
    "no_answer_seen": {
        "values": {},
        "says": {
            "en": "answering was not seen to avert anything",
            "fr": "rien ne montre que répondre évite quoi que ce soit",
        },
        "then": {
            "en": "Hold some answers back by lot, and the share they avert can be told.",
            "fr": "Retenez des réponses par tirage au sort, et la part qu’elles évitent pourra se dire.",
        },
    },
    "answers_unread": {
        "values": {},
        "says": {
            "en": "the question about answers could not be answered, so nobody knows what answering averts",
            "fr": "la question sur les réponses n’a pas pu recevoir de réponse : on ne sait pas ce que répondre évite",
        },
        "then": {
            "en": "Its own part of this report says why.",
            "fr": "Sa propre partie du rapport dit pourquoi.",
        },
    },
    "surges_bunched": {
        "values": {"surges": "count"},
        "says": {
            "en": "the surges of the record ({surges} far enough apart) come in bunches, and how many to expect in a"
            " year is then not known as well as the argument needs",
            "fr": "les pics du relevé ({surges} assez éloignés les uns des autres) viennent par séries, et le nombre à"
            " en attendre par an n’est alors pas connu aussi bien que l’argument le demande",
        },
        "then": {
            "en": "A bunch counts as little more than one event: it takes many of them, over years, to know how often"
            " they come.",
            "fr": "Une série ne vaut guère plus qu’un seul événement : il en faut beaucoup, sur des années, pour savoir"
            " à quelle fréquence elles viennent.",
        },
    },
    "argument_unclear": {
        "values": {"low": "money", "high": "money"},
        "says": {
            "en": "what answering averts in crises may be anything from {low} to {high} a year, and the cost of the"
            " work lies in between",
            "fr": "ce que répondre évite dans les crises peut aller de {low} à {high} par an, et le coût du travail se"
            " trouve entre les deux",
        },
        "then": {
            "en": "Crises are rare: it takes years of record, and several losses seen, to know how often they come and"
            " what they cost.",
            "fr": "Les crises sont rares : il faut des années de relevé, et plusieurs pertes vues, pour savoir combien"
            " il en vient et ce qu’elles coûtent.",
        },
    },
    "losses_left_out": {
        "values": {"left": "count", "episodes": "count"},
        "says": {
            "en": "the loss was not looked for or could not be read for {left} of the surges ({episodes} in all); it"
            " counts as none",
            "fr": "la perte n’a pas été cherchée ou n’a pas pu être lue pour {left} des pics ({episodes} en tout) ;"
            " elle compte pour nulle",
        },
        "then": {
            "en": "The yearly loss may be larger than said. `episodes` of the crisis question says how many are looked"
            " at.",
            "fr": "La perte annuelle peut être plus grande qu’annoncé. `episodes`, dans la question de crise, dit"
            " combien de pics sont examinés.",
        },
    },
    "might_pay": {
        "values": {"left": "count", "episodes": "count"},
        "says": {
            "en": "what is averted would not cover the cost, but the loss of {left} of the surges ({episodes} in all)"
            " could not be read, and if they hurt as the others do it might",
            "fr": "ce qui est évité ne couvrirait pas le coût, mais la perte de {left} des pics ({episodes} en tout)"
            " n’a pas pu être lue : s’ils coûtent comme les autres, le coût pourrait être couvert",
        },
        "then": {
            "en": "Ask the crisis question about more surges (`episodes`).",
            "fr": "Faites porter la question de crise sur plus de pics (`episodes`).",
        },
    },
    "might_cost_more": {
        "values": {"seen": "count", "times": "count"},
        "says": {
            "en": "what is averted would not cover the cost, but losses seen after surges are few ({seen}), and with"
            " crises larger than those, {times} times the largest, it might",
            "fr": "ce qui est évité ne couvrirait pas le coût, mais on a vu peu de pertes après un pic ({seen}) : s’il"
            " vient des crises plus grandes, de {times} fois la plus grande, le coût pourrait être couvert",
        },
        "then": {
            "en": "It takes more losses seen to know that none is much larger.",
            "fr": "Il faut avoir vu plus de pertes pour savoir qu’aucune n’est bien plus grande.",
        },
    },
    "histories_pay": {
        "values": {"count": "count", "of": "count"},
        "says": {
            "en": "the same argument speaks for the work in {count} of {of} placebos where nothing is lost or nothing"
            " averted",
            "fr": "le même argument plaide pour le travail dans {count} placebos sur {of} où rien n’est perdu ou rien"
            " évité",
        },
        "then": {
            "en": "More than one time in twenty is too often to trust it.",
            "fr": "Plus d’une fois sur vingt, c’est trop pour s’y fier.",
        },
    },
    "record_short": {
        "values": {"months": "number"},
        "says": {
            "en": "the record in which a loss could be told is {months} months long, less than a year",
            "fr": "le relevé où une perte pouvait se lire est de {months} mois, moins d’un an",
        },
        "then": {
            "en": "How many crises come in a year is carried over from a part of one; the interval says how badly it is"
            " known, but not what the other seasons hold.",
            "fr": "Le nombre de crises par an est extrapolé d’une partie d’année ; l’intervalle dit combien il est mal"
            " connu, mais non ce que réservent les autres saisons.",
        },
    },
    "carried_over": {
        "values": {},
        "says": {
            "en": "that a crisis costs less in proportion to the negative messages averted is taken for granted, not"
            " shown",
            "fr": "qu’une crise coûte moins en proportion des messages négatifs évités est admis, et non montré",
        },
        "then": {
            "en": "Answering was seen to spare negative messages, in conversations like those it was tried in; nobody"
            " has seen it spare a loss.",
            "fr": "On a vu que répondre épargne des messages négatifs, dans les conversations où cela a été essayé ;"
            " personne n’a vu que cela épargne une perte.",
        },
    },
    "answers_observed": {
        "values": {},
        "says": {
            "en": "whom to answer was chosen by people, not by lot, so the share averted may be partly their choice",
            "fr": "le choix de qui reçoit une réponse vient de personnes et non du sort : la part évitée peut tenir en"
            " partie à ce choix",
        },
        "then": {"en": "Answers held back by lot would settle it.",
                 "fr": "Des réponses retenues au hasard trancheraient."},
    },
}
