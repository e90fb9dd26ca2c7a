"""The tables, facts, limits and methods of a crisis question: see `words/kinds/__init__.py` for what each is."""

from __future__ import annotations

from typing import Any

from recul.report.words.methods import Method

Both = dict[str, str]

CODES: dict[str, Both] = {
    "noise": {"en": "the usual noise", "fr": "bruit habituel"},
    "surge": {"en": "surge", "fr": "emballement"},
    "bad_buzz": {"en": "bad buzz", "fr": "bad buzz"},
    "crisis": {"en": "crisis", "fr": "crise"},
    "loss_seen": {"en": "seen", "fr": "vue"},
    "loss_not_told": {"en": "none told from chance", "fr": "rien de distinct du hasard"},
    "loss_unknown": {"en": "cannot say", "fr": "on ne peut pas dire"},
    "alarms": {"en": "other alarms of the same brand, at earlier dates",
               "fr": "d’autres alarmes de la même marque, à des dates antérieures"},
    "quiet_stretches": {"en": "stretches without an alarm", "fr": "des périodes sans alarme"},
    "alarms_declared": {"en": "False alarms, as declared", "fr": "Fausses alarmes, comme déclaré"},
    "alarms_raised": {"en": "Alarms on this record, true and false", "fr": "Alarmes sur ces données, vraies ou"
    " fausses"},
    "alarms_quiet": {"en": "False alarms in quiet worlds made after this record",
                     "fr": "Fausses alarmes dans des mondes calmes tirés de ces données"},
    "halved_soon": {"en": "This brand: the excess had halved within 6 hours of the peak",
                    "fr": "Cette marque : l’excès avait diminué de moitié 6 heures après le pic"},
    "hurt_short": {"en": "Online firestorms that hurt how the brand is seen, in the short term (Hansen, Kupfer &"
                   " Hennig-Thurau 2018)",
                   "fr": "Tempêtes en ligne qui ont nui à l’image de la marque à court terme (Hansen, Kupfer et"
                   " Hennig-Thurau 2018)"},
    "hurt_long": {"en": "The same, in the long term", "fr": "Les mêmes, à long terme"},
    "went_viral": {"en": "Negative posts to a brand that went viral (Herhausen et al. 2019)",
                   "fr": "Messages négatifs adressés à une marque devenus viraux (Herhausen et al. 2019)"},
}

FACTS: dict[str, Both] = {
    "budget": {"en": "False alarms put up with", "fr": "Fausses alarmes acceptées"},
    "listened": {"en": "Whose messages", "fr": "Messages de"},
    "episodes": {"en": "Surges in the record", "fr": "Emballements dans les données"},
    "surge": {"en": "The surge whose loss is shown", "fr": "L’emballement dont la perte est montrée"},
    "losses_asked": {"en": "Losses asked about together (Holm)", "fr": "Pertes recherchées ensemble (Holm)"},
    "tone_usual": {"en": "Usual share of negative messages", "fr": "Part habituelle de messages négatifs"},
    "tone_false": {"en": "Quiet stretches the same rule would call a bad buzz",
                   "fr": "Périodes calmes que la même règle appellerait bad buzz"},
}

TABLES: dict[str, dict[str, Any]] = {
    "episodes": {
        "title": {"en": "The surges", "fr": "Les emballements"},
        "note": {
            "en": "Read by the hour. A surge begins where messages stand out from the usual and ends once six hours"
            " together no longer"
            " do."
            " A bad buzz is a surge whose tone is worse than what quiet stretches do (5% of them by chance, over all"
            " surges together); a crisis is a surge followed by a loss.",
            "fr": "Lu heure par heure. Un emballement commence quand les messages dépassent l’ordinaire et finit quand"
            " six heures de suite"
            " ne le dépassent plus. Un bad buzz est un emballement au ton pire que celui des périodes calmes (5 % par"
            " hasard, sur l’ensemble des emballements) ; une crise est un emballement suivi d’une perte.",
        },
        "columns": {
            "start": {"en": "From", "fr": "Début"},
            "answer": {"en": "Answer", "fr": "Réponse"},
            "excess": {"en": "Messages above the usual", "fr": "Messages au-delà de l’ordinaire"},
            "authors": {"en": "Authors", "fr": "Auteurs"},
            "reach": {"en": "Reach", "fr": "Portée"},
            "hours": {"en": "Lasted", "fr": "Durée"},
            "to_peak": {"en": "To its peak", "fr": "Jusqu’au pic"},
            "half_life": {"en": "Halved in", "fr": "Moitié en"},
            "rank": {"en": "Rank by size", "fr": "Rang par taille"},
        },
    },
    "tones": {
        "title": {"en": "The tone of each surge", "fr": "Le ton de chaque emballement"},
        "note": {
            "en": "The interval is as wide as quiet stretches of the same length move by themselves; the chance is that"
            " of quiet stretches alone giving a tone as bad, and allows for all surges of the table (p of Holm).",
            "fr": "L’intervalle est aussi large que le ton des périodes calmes de même durée varie de lui-même ; la"
            " probabilité est celle qu’un ton aussi mauvais vienne des seules périodes calmes, et tient compte de"
            " tous les emballements du tableau (p de Holm).",
        },
        "columns": {
            "start": {"en": "Surge", "fr": "Emballement"},
            "judged": {"en": "Messages judged", "fr": "Messages évalués"},
            "negative": {"en": "Negative", "fr": "Négatifs"},
            "low": {"en": "from", "fr": "de"},
            "high": {"en": "to", "fr": "à"},
            "p": {"en": "As bad by chance", "fr": "Aussi mauvais par hasard"},
        },
    },
    "losses": {
        "title": {"en": "Was there a loss?", "fr": "Y a-t-il eu une perte ?"},
        "note": {
            "en": "The change of the outcome over the window, against what would have been expected; the interval and"
            " the chance of a fall as large where nothing happened (p of Holm) allow for all losses asked about"
            " together. A loss is seen when that chance is at most 2.5%.",
            "fr": "Le changement de la mesure sur la fenêtre, par rapport au niveau attendu ; l’intervalle et"
            " la probabilité d’une baisse aussi forte là où rien ne s’est passé (p de Holm) tiennent compte de toutes"
            " les pertes recherchées ensemble. Une perte est vue quand cette probabilité ne dépasse pas 2,5 %.",
        },
        "columns": {
            "start": {"en": "Surge", "fr": "Emballement"},
            "change": {"en": "Change", "fr": "Changement"},
            "low": {"en": "from", "fr": "de"},
            "high": {"en": "to", "fr": "à"},
            "p": {"en": "As large by chance", "fr": "Aussi forte par hasard"},
            "loss": {"en": "Loss", "fr": "Perte"},
            "truth": {"en": "The truth", "fr": "La vérité"},
        },
    },
    "alarm": {
        "title": {"en": "Does the alarm keep its word?", "fr": "L’alarme tient-elle parole ?"},
        "note": {
            "en": "Months are of 30 days. On the record itself nobody knows which alarms are false: no more than all of"
            " them.",
            "fr": "Les mois comptent 30 jours. Sur les données elles-mêmes, personne ne sait quelles alarmes sont"
            " fausses : pas plus que leur total.",
        },
        "columns": {
            "where": {"en": "Where", "fr": "Où"},
            "alarms": {"en": "Alarms", "fr": "Alarmes"},
            "months": {"en": "Months", "fr": "Mois"},
            "rate": {"en": "A month", "fr": "Par mois"},
        },
    },
    "base_rates": {
        "title": {"en": "What usually becomes of it", "fr": "Ce qu’il en advient d’habitude"},
        "note": {
            "en": "Surges die by themselves: a reply at the peak is always followed by calm, whatever it says.",
            "fr": "Les emballements retombent d’eux-mêmes : une réponse donnée au pic est toujours suivie d’un calme,"
            " quoi qu’elle dise.",
        },
        "columns": {
            "what": {"en": "What", "fr": "Quoi"},
            "share": {"en": "Share", "fr": "Part"},
            "of": {"en": "Of how many", "fr": "Sur combien"},
        },
    },
}

LIMITS: dict[str, dict[str, Any]] = {
    "no_outcome": {
        "values": {},
        "says": {
            "en": "no outcome that it could have hurt is in the study",
            "fr": "l’étude ne contient aucune mesure qui aurait pu en souffrir",
        },
        "then": {
            "en": "How loud it was does not tell whether it hurt. Add sales, visits, ratings or another outcome.",
            "fr": "Le bruit ne dit pas le mal. Ajoutez des ventes, des visites, des notes ou une autre mesure.",
        },
    },
    "no_alarm": {
        "values": {"budget": "budget"},
        "says": {
            "en": "no alarm was raised at that moment, with a budget of {budget}, so there is no surge whose loss could"
            " be looked for",
            "fr": "aucune alarme ne s’est déclenchée à ce moment, avec un budget de {budget} : il n’y a pas"
            " d’emballement dont chercher la perte",
        },
        "then": {
            "en": "A larger budget makes the alarm more sensitive, and more often wrong.",
            "fr": "Un budget plus large rend l’alarme plus sensible, et plus souvent fausse.",
        },
    },
    "no_episodes": {
        "values": {"budget": "budget"},
        "says": {
            "en": "no alarm was raised in the whole record, with a budget of {budget}, so there is no surge whose loss"
            " could be looked for",
            "fr": "aucune alarme ne s’est déclenchée dans les données, avec un budget de {budget} : il n’y a pas"
            " d’emballement dont chercher la perte",
        },
        "then": {
            "en": "A larger budget makes the alarm more sensitive, and more often wrong.",
            "fr": "Un budget plus large rend l’alarme plus sensible, et plus souvent fausse.",
        },
    },
    "outcome_not_covered": {
        "values": {"moment": "moment"},
        "says": {
            "en": "the outcome is not recorded over the whole window that follows the surge of {moment}",
            "fr": "la mesure n’est pas enregistrée sur toute la fenêtre qui suit l’emballement du {moment}",
        },
        "then": {
            "en": "Wait until the window is over, choose a shorter one, or bring data that cover it.",
            "fr": "Attendez la fin de la fenêtre, choisissez-en une plus courte ou apportez des données qui la"
            " couvrent.",
        },
    },
    "largest_only": {
        "values": {"asked": "count", "episodes": "count"},
        "says": {
            "en": "a loss was looked for after the {asked} largest of the {episodes} surges only",
            "fr": "une perte n’a été recherchée qu’après les {asked} plus grands des {episodes} emballements",
        },
        "then": {
            "en": "Each loss asked about makes all of them harder to see; ask about one moment to know of another.",
            "fr": "Chaque perte recherchée rend toutes les autres plus difficiles à voir ; demandez un moment précis"
            " pour"
            " en connaître un autre.",
        },
    },
    "losses_untold": {
        "values": {"untold": "count", "asked": "count"},
        "says": {
            "en": "of {asked} surges whose loss was asked about, a fall that matters could not have been told after"
            " {untold} of those not named here",
            "fr": "sur {asked} emballements dont la perte a été recherchée, une baisse qui compte n’aurait pas pu être"
            " vue après {untold} de ceux qui ne sont pas nommés ici",
        },
        "then": {
            "en": "That none was seen there does not mean that there was none; the table of losses says which.",
            "fr": "N’en avoir pas vu là ne veut pas dire qu’il n’y en a pas eu ; le tableau des pertes dit lesquels.",
        },
    },
    "tone_unknown": {
        "values": {},
        "says": {
            "en": "too few messages have a tone to tell a bad buzz from any other surge",
            "fr": "trop peu de messages ont un ton pour distinguer un bad buzz d’un autre emballement",
        },
        "then": {
            "en": "A surge is therefore never called a bad buzz here.",
            "fr": "Aucun emballement n’est donc appelé bad buzz ici.",
        },
    },
}
ORDER = ("no_alarm", "no_episodes", "no_outcome", "outcome_not_covered")

METHODS: dict[str, Method] = {
    "usual": Method(
        name={"en": "Messages beside the usual", "fr": "Les messages face à l’ordinaire"},
        text={
            "en": "What an hour usually holds is a slow level times a daily and a weekly profile, learnt from what came"
            " before, bursts cut short. The surge is what stands above it.",
            "fr": "Ce qu’une heure contient d’ordinaire est un niveau lent multiplié par un profil du jour et un profil"
            " de la semaine, appris de ce qui précède, pics écrêtés. L’emballement est ce qui le dépasse.",
        },
        paper="Anscombe, F. J. (1948). The transformation of Poisson, binomial and negative-binomial data. Biometrika,"
        " 35(3/4), 246–254.",
    ),
}
PLACEBOS = Method(
    name={"en": "Placebos", "fr": "Placebos"},
    text={
        "en": "A surge is chosen because an alarm was raised, so its placebos are other alarms: what makes people talk"
        " may move the outcome by itself, and dates without an alarm know nothing of that. Where no loss is asked"
        " about,"
        " the placebos are quiet stretches of the same length.",
        "fr": "Un emballement est choisi parce qu’une alarme s’est déclenchée ; ses placebos sont donc d’autres"
        " alarmes :"
        " ce qui fait parler peut faire bouger la mesure de lui-même, et les dates sans alarme n’en savent rien. Quand"
        " aucune perte n’est recherchée, les placebos sont des périodes calmes de même durée.",
    },
    paper="Abadie, A., Diamond, A. & Hainmueller, J. (2010). Synthetic control methods for comparative case studies."
    " Journal of the American Statistical Association, 105(490), 493–505.",
)
