"""The sentence for a decision-maker, piece by piece. Every entry has English and French with the same placeholders."""

from __future__ import annotations

Both = dict[str, str]

# Measures Recul knows by name: how they stand as a subject ("the number of messages"). Others are the user's words.
MEASURES: dict[str, Both] = {
    "messages": {"en": "the number of messages", "fr": "le nombre de messages"},
    "authors": {"en": "the number of authors", "fr": "le nombre d’auteurs"},
    "negative_share": {"en": "the share of negative messages", "fr": "la part de messages négatifs"},
    "positive_share": {"en": "the share of positive messages", "fr": "la part de messages positifs"},
    "negative_share_read": {
        "en": "the share of negative messages as read by a machine, not corrected",
        "fr": "la part de messages négatifs lue par une machine, sans correction",
    },
    "positive_share_read": {
        "en": "the share of positive messages as read by a machine, not corrected",
        "fr": "la part de messages positifs lue par une machine, sans correction",
    },
    "reach": {"en": "the number of people reached", "fr": "le nombre de personnes touchées"},
    "likes": {"en": "the number of likes", "fr": "le nombre de mentions « j’aime »"},
    "shares": {"en": "the number of shares", "fr": "le nombre de partages"},
    "replies": {"en": "the number of replies", "fr": "le nombre de réponses"},
}

# How often: of a budget of false alarms.
PER: dict[str, Both] = {
    "day": {"en": "a day", "fr": "par jour"},
    "week": {"en": "a week", "fr": "par semaine"},
    "month": {"en": "a month", "fr": "par mois"},
    "quarter": {"en": "a quarter", "fr": "par trimestre"},
    "year": {"en": "a year", "fr": "par an"},
}

PIECES: dict[str, Both] = {
    "measure": {"en": "{name}", "fr": "la mesure « {name} »"},
    "measure_odd": {"en": "“{name}”", "fr": "la mesure « {name} »"},
    "where": {"en": " for {units}", "fr": " pour {units}"},
    "where_first": {"en": "for {units}, ", "fr": "pour {units}, "},
    "when": {"en": "over the {count} from {start}", "fr": "sur les {count} à partir du {start}"},
    "when_one": {"en": "over {one} {start}", "fr": "sur {one} {start}"},
    "above": {"en": "above", "fr": "au-dessus"},
    "below": {"en": "below", "fr": "au-dessous"},
    "range": {"en": " (between {low} and {high})", "fr": " (entre {low} et {high})"},
    "on_average": {"en": "{size} on average", "fr": "{size} en moyenne"},
    "cry": {
        "en": "of {of} placebos where nothing happened, the same method would have cried wolf in {count}",
        "fr": "sur {of} placebos où rien ne s’est passé, la même méthode aurait crié au loup {count} fois",
    },
    "cry_never": {
        "en": "of {of} placebos where nothing happened, the same method would have cried wolf in none",
        "fr": "sur {of} placebos où rien ne s’est passé, la même méthode n’aurait jamais crié au loup",
    },
    "cry_uncounted": {
        "en": "the placebos are too few to count how often the same method cries wolf",
        "fr": "les placebos sont trop peu nombreux pour compter combien de fois la même méthode crie au loup",
    },
    "budget": {"en": "{n} false alarm {per}", "fr": "{n} fausse alarme {per}"},
    "budgets": {"en": "{n} false alarms {per}", "fr": "{n} fausses alarmes {per}"},
    "no_reason": {"en": "the evidence is not strong enough", "fr": "les indices ne sont pas assez forts"},
    "false_seen": {
        "en": "If nothing at all had happened, the {questions} of this report would still give about {value} false"
        " “seen” on average.",
        "fr": "Si rien ne s’était passé nulle part, les {questions} de ce rapport donneraient quand même environ"
        " {value} faux « vu » en moyenne.",
    },
    "false_seen_one": {
        "en": "If nothing at all had happened, the one question of this report would still give about {value} false"
        " “seen” on average.",
        "fr": "Si rien ne s’était passé, l’unique question de ce rapport donnerait quand même environ {value} faux"
        " « vu » en moyenne.",
    },
    "false_seen_why": {
        "en": "Each question adds how often it cries wolf among its placebos, and never less than the rate its interval"
        " promises: none in a handful of placebos does not mean never.",
        "fr": "Chaque question ajoute la fréquence à laquelle elle crie au loup parmi ses placebos, et jamais moins que"
        " celle que promet son intervalle : zéro fois sur une poignée de placebos ne veut pas dire jamais.",
    },
    "false_seen_promised": {
        "en": "Where that could not be counted, the promised rate is taken instead.",
        "fr": "Là où elle n’a pas pu être comptée, la fréquence promise en tient lieu.",
    },
    "false_seen_impossible": {
        "en": "No question of this report could be answered, whatever happened: none could give a false “seen”.",
        "fr": "Aucune question de ce rapport n’avait de réponse possible, quoi qu’il arrive : aucune ne pouvait donner"
        " un faux « vu ».",
    },
    "false_seen_nothing": {
        "en": "Questions that could not be answered whatever happened, and results that are only counted, add"
        " nothing.",
        "fr": "Les questions sans réponse possible, quoi qu’il arrive, et les résultats simplement comptés,"
        " n’ajoutent rien.",
    },
    "questions": {"en": "{n} questions", "fr": "{n} questions"},
    "truth": {
        "en": "Simulated world: the truth is known, an effect of {truth}.",
        "fr": "Monde simulé : la vérité est connue, un effet de {truth}.",
    },
    "truth_none": {
        "en": "Simulated world: the truth is known, no effect at all.",
        "fr": "Monde simulé : la vérité est connue, aucun effet.",
    },
    "truth_found": {"en": "The interval contains it.", "fr": "L’intervalle la contient."},
    "truth_seen_outside": {
        "en": "A change was rightly seen, but the interval misses its size.",
        "fr": "Un changement a été vu à raison, mais sa taille est hors de l’intervalle.",
    },
    "truth_false_alarm": {"en": "This is a false alarm.", "fr": "C’est une fausse alerte."},
    "truth_wrong_side": {"en": "A change was seen in the wrong direction.",
                         "fr": "Un changement a été vu dans le mauvais sens."},
    "truth_quiet": {"en": "Rightly, nothing was seen.", "fr": "À juste titre, rien n’a été vu."},
    "truth_small": {
        "en": "It was missed; it is smaller than the smallest effect that could have been seen.",
        "fr": "Il n’a pas été vu ; il est plus petit que le plus petit effet visible.",
    },
    "truth_missed": {"en": "It was missed.", "fr": "Il n’a pas été vu."},
    "truth_withheld": {
        "en": "The answer was withheld, as these data cannot show it.",
        "fr": "La réponse a été retenue, car ces données ne peuvent pas le montrer.",
    },
}
