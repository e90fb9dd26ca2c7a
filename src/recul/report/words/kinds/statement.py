"""Did a statement calm a surge? In words."""

from __future__ import annotations

from typing import Any

from recul.finding import Finding
from recul.report.words import capital, cry, main_reason, numbers, say
from recul.report.words.methods import Method
from recul.report.words.sizes import size_shown

Both = dict[str, str]

TITLE: Both = {"en": "Did the statement calm the surge?", "fr": "La déclaration a-t-elle calmé l’emballement ?"}
SENTENCES: dict[str, Both] = {
    "calmed": {
        "en": "in the {hours} hours after the statement, {size} less was said above the usual than other surges let"
        " expect{range}: {cry}.",
        "fr": "dans les {hours} heures qui ont suivi la déclaration, il s’est dit, au-delà de l’ordinaire, {size} de"
        " moins que d’autres emballements ne le laissaient attendre{range} : {cry}.",
    },
    "not_seen": {
        "en": "No calm after the statement was seen; an effect of {detectable} or more would have been, four times out"
        " of five.",
        "fr": "Aucun apaisement n’a été vu après la déclaration ; un effet de {detectable} ou plus l’aurait été, quatre"
        " fois sur cinq.",
    },
    "cannot_say": {
        "en": "The data cannot say whether the statement calmed the surge: {reason}.",
        "fr": "Les données ne permettent pas de dire si la déclaration a calmé l’emballement : {reason}.",
    },
}
LABELS: dict[str, Both] = {
    "relative": {"en": "Said above the usual, against what other surges let expect",
                 "fr": "Au-delà de l’ordinaire, par rapport à ce que d’autres emballements laissaient attendre"},
    "per_period": {"en": "Mean difference, each hour", "fr": "Écart moyen, par heure"},
    "axis_effect": {"en": "Difference in messages an hour", "fr": "Écart de messages par heure"},
    "limits_always": {
        "en": "Surges die by themselves: that less was said afterwards proves nothing. What is counted is how much was"
        " said, not what, nor what it did to the brand.",
        "fr": "Les emballements retombent d’eux-mêmes : qu’il se soit dit moins de choses ensuite ne prouve rien. On"
        " compte combien il s’en est dit, et non quoi, ni ce que la marque en a retiré.",
    },
}
CODES: dict[str, Both] = {
    "surges": {"en": "other surges, at the same moment of theirs", "fr": "d’autres emballements, au même moment"},
    "few_alike": {"en": "too few other surges, or none unlike another",
                  "fr": "trop peu d’autres emballements, ou tous pareils"},
    "this_surge": {"en": "This surge", "fr": "Cet emballement"},
    "own_surges": {"en": "Other surges of the same brand", "fr": "Autres emballements de la même marque"},
    "other_surges": {"en": "Surges of other brands", "fr": "Emballements d’autres marques"},
}
FACTS: dict[str, Both] = {
    "budget": {"en": "False alarms put up with", "fr": "Fausses alarmes acceptées"},
    "episodes": {"en": "Surges in the record", "fr": "Emballements du relevé"},
    "compared": {"en": "Of them, under way at the same moment", "fr": "Dont en cours au même moment"},
    "from_peak": {"en": "Moment of the statement, after the fullest hour",
                  "fr": "Moment de la déclaration, après l’heure la plus pleine"},
    "from_alarm": {"en": "Moment of the statement, after the alarm", "fr": "Moment de la déclaration, après l’alarme"},
}
TABLES: dict[str, Any] = {
    "aftermaths": {
        "title": {"en": "What followed the same moment", "fr": "Ce qui a suivi le même moment"},
        "note": {
            "en": "Messages above the usual, an hour of the window, as a share of an hour just before. Of several"
            " surges: the middle one, and the range of eight in ten.",
            "fr": "Messages au-delà de l’ordinaire, par heure de la fenêtre, en part de ceux d’une heure juste avant."
            " De plusieurs emballements : celui du milieu, et l’étendue de huit sur dix.",
        },
        "columns": {
            "what": {"en": "Of", "fr": "De"}, "surges": {"en": "Surges", "fr": "Emballements"},
            "share": {"en": "Left", "fr": "Reste"}, "low": {"en": "from", "fr": "de"},
            "high": {"en": "to", "fr": "à"},
        },
    },
}
ORDER = ("no_surge", "before_the_peak", "hours_missing", "done_besides", "few_surges", "grew_after", "cut_unseen")
LIMITS: dict[str, dict[str, Any]] = {
    "no_surge": {
        "values": {"moment": "moment"},
        "says": {
            "en": "no surge was under way on {moment}: no alarm had been raised, or no more was said than usual",
            "fr": "aucun emballement n’était en cours le {moment} : aucune alarme ne s’était déclenchée, ou il ne se"
            " disait pas plus que d’ordinaire",
        },
        "then": {
            "en": "A larger budget of false alarms finds smaller surges.",
            "fr": "Un budget de fausses alarmes plus large trouve de plus petits emballements.",
        },
    },
    "done_besides": {
        "values": {"actions": "names"},
        "says": {
            "en": "something else was done in the day before the statement or in the hours that followed: {actions}",
            "fr": "autre chose a été fait dans la journée précédant la déclaration ou dans les heures qui l’ont"
            " suivie : {actions}",
        },
        "then": {
            "en": "No data of this kind can tell the two apart.",
            "fr": "Aucune donnée de ce genre ne peut départager les deux.",
        },
    },
    "hours_missing": {
        "values": {"hours": "count"},
        "says": {
            "en": "not all was recorded around the statement: {hours} of those hours are missing, and would pass for"
            " calm",
            "fr": "tout n’a pas été relevé autour de la déclaration : il manque {hours} de ces heures, qui passeraient"
            " pour du calme",
        },
        "then": {
            "en": "Bring the messages of those hours, or a shorter window.",
            "fr": "Apportez les messages de ces heures, ou une fenêtre plus courte.",
        },
    },
    "before_the_peak": {
        "values": {},
        "says": {
            "en": "the moment is declared as chosen for its peak, but the surge went on growing after it",
            "fr": "le moment est déclaré choisi pour son pic, mais l’emballement a continué de grandir ensuite",
        },
        "then": {
            "en": "Other surges cannot be taken as this one was: declare how the moment was really chosen.",
            "fr": "D’autres emballements ne peuvent pas être pris comme celui-ci : déclarez comment le moment a"
            " vraiment été choisi.",
        },
    },
    "few_surges": {
        "values": {"surges": "count", "needed": "count"},
        "says": {
            "en": "what surges do by themselves must be learnt from others, at the same moment of theirs: the record"
            " holds {surges}, and at least {needed} are needed",
            "fr": "ce que font les emballements d’eux-mêmes s’apprend d’autres, au même moment : le relevé en"
            " contient {surges}, et il en faut au moins {needed}",
        },
        "then": {
            "en": "Messages of other brands of the same kind, or a longer record, bring more of them.",
            "fr": "Les messages d’autres marques du même genre, ou un relevé plus long, en apportent d’autres.",
        },
    },
    "grew_after": {
        "values": {"change": "change"},
        "says": {
            "en": "more was said after the statement than other surges let expect ({change}), but a brand speaks when"
            " things get worse, and nothing tells that from harm done",
            "fr": "il s’en est dit plus après la déclaration que d’autres emballements ne le laissaient attendre"
            " ({change}), mais une marque parle quand cela s’envenime, et rien ne distingue cela d’un tort causé",
        },
        "then": {
            "en": "Only statements whose moment is drawn by lot could show it.",
            "fr": "Seules des déclarations dont le moment est tiré au sort pourraient le montrer.",
        },
    },
    "cut_unseen": {
        "values": {"left": "percent", "surges": "count", "minimum": "percent", "statements": "count"},
        "says": {
            "en": "surges die in so many ways that, beside {surges} others, one statement stands out only where it"
            " leaves {left} or less of what would have been said; for a cut of {minimum}, some {statements} statements"
            " like it would be needed",
            "fr": "les emballements retombent de tant de façons qu’à côté de {surges} autres, une seule déclaration ne"
            " se distingue que si elle laisse {left} ou moins de ce qui se serait dit ; pour une baisse de {minimum},"
            " il faudrait quelque {statements} déclarations semblables",
        },
        "without": {
            "en": "beside {surges} other surges no cut, however strong, could have been told from what surges do by"
            " themselves",
            "fr": "à côté de {surges} autres emballements, aucune baisse, si forte soit-elle, ne se distinguerait de ce"
            " que les emballements font d’eux-mêmes",
        },
        "then": {
            "en": "That nothing was seen does not mean that nothing happened.",
            "fr": "Ne rien voir ne veut pas dire que rien ne s’est passé.",
        },
    },
    "statement_chosen": {
        "values": {},
        "says": {
            "en": "whether to speak, and when, was chosen by people, who may have seen more than the counts show",
            "fr": "parler ou non, et quand, a été choisi par des personnes, qui ont pu voir plus que les comptages ne"
            " montrent",
        },
        "then": {
            "en": "Whoever speaks when the worst feels over will seem to have ended it.",
            "fr": "Qui parle quand il sent le pire passé semblera y avoir mis fin.",
        },
    },
}
METHODS: dict[str, Method] = {
    "aftermath": Method(
        name={"en": "Other surges, at the same moment", "fr": "D’autres emballements, au même moment"},
        text={
            "en": "What followed the statement, above the usual, is set beside what followed the same moment of every"
            " other surge in the record, of this brand and of the others: as many hours after the fullest hour where"
            " the statement came in that hour, or was made for it, else as many hours after the alarm. Each is told"
            " from how loud the surge was in the three hours before, and from whether it was growing.",
            "fr": "Ce qui a suivi la déclaration, au-delà de l’ordinaire, est comparé à ce qui a suivi le même moment"
            " de tous les autres emballements du relevé, de cette marque et des autres : autant d’heures"
            " après l’heure la plus pleine si la déclaration est venue pendant celle-ci ou a été faite pour elle, sinon"
            " autant d’heures après l’alarme. Chacun se juge d’après son bruit des trois heures d’avant, et d’après sa"
            " croissance.",
        },
        paper="Cook, R. D. & Weisberg, S. (1982). Residuals and Influence in Regression. Chapman & Hall.",
    ),
}
PLACEBOS = Method(
    name={"en": "Placebos", "fr": "Placebos"},
    text={
        "en": "The placebos are those other surges: at the same moment of theirs nobody is known to have done anything,"
        " from a day before it to the end of the window. A statement made at the worst moment is set beside worst"
        " moments, since calm follows those whatever is said.",
        "fr": "Les placebos sont ces autres emballements : au même moment, rien n’est connu pour y avoir été fait, d’un"
        " jour avant à la fin de la fenêtre. Une déclaration faite au pire moment est comparée à de pires moments,"
        " puisque le calme y succède quoi qu’on dise.",
    },
    paper="Abadie, A., Diamond, A. & Hainmueller, J. (2010). Synthetic control methods for comparative case studies."
    " Journal of the American Statistical Association, 105(490), 493–505.",
)


def title(finding: Finding, language: str) -> str:
    """What was asked, marked text."""
    return say(TITLE, language)


def sentence(finding: Finding, language: str) -> str:
    """The sentence for a decision-maker, marked text."""
    if finding.verdict == "not_seen":
        return say(SENTENCES["not_seen"], language,
                   detectable=numbers.share(finding.placebo.detectable_effect, language))
    if finding.verdict == "cannot_say":
        return say(SENTENCES["cannot_say"], language, reason=main_reason(finding, language))
    _, _, size, ends = size_shown(finding.estimate, language)
    return capital(say(SENTENCES["calmed"], language, size=size, cry=cry(finding, language),
                       hours=numbers.number(finding.design.window, language),
                       range=ends))
