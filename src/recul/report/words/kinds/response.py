"""Did answering change anything? In words."""

from __future__ import annotations

from typing import Any

from recul.finding import Finding
from recul.report.words import capital, cry, main_reason, numbers, say
from recul.report.words.methods import Method
from recul.report.words.sizes import size_shown

Both = dict[str, str]

TITLE: Both = {"en": "Did answering change anything?", "fr": "Répondre a-t-il changé quelque chose ?"}
SENTENCES: dict[str, Both] = {
    "calmed": {
        "en": "after an answer, {size} fewer negative messages followed than would have otherwise{range}: {cry}.",
        "fr": "après une réponse, les messages négatifs ont été {size} moins nombreux qu’ils ne l’auraient été"
        " sinon{range} : {cry}.",
    },
    "worse": {
        "en": "after an answer, {size} more negative messages followed than would have otherwise{range}: {cry}.",
        "fr": "après une réponse, les messages négatifs ont été {size} plus nombreux qu’ils ne l’auraient été"
        " sinon{range} : {cry}.",
    },
    "calmed_by": {
        "en": "after an answer, a conversation had {size} negative messages fewer than it would have had"
        " otherwise{range}: {cry}.",
        "fr": "après une réponse, une conversation a compté {size} messages négatifs de moins qu’elle n’en aurait"
        " compté sinon{range} : {cry}.",
    },
    "worse_by": {
        "en": "after an answer, a conversation had {size} negative messages more than it would have had"
        " otherwise{range}: {cry}.",
        "fr": "après une réponse, une conversation a compté {size} messages négatifs de plus qu’elle n’en aurait"
        " compté sinon{range} : {cry}.",
    },
    # Beside "calmed" wherever no lot was drawn: benchmarks/results/response.csv, senses "ahead" and "decay".
    "but_chosen": {
        "en": " But people chose whom to answer, and choice can look just like this: in simulations where answering did"
        " nothing and teams preferred conversations that would soon have died down by themselves, up to 4 teams in 10"
        " were told the same. Before money rests on it, hold some answers back by lot.",
        "fr": " Mais ce sont des personnes qui ont choisi à qui répondre, et un choix peut produire exactement cela :"
        " dans des simulations où répondre ne changeait rien et où l’on répondait de préférence aux conversations qui"
        " allaient bientôt s’éteindre d’elles-mêmes, jusqu’à 4 équipes sur 10 ont reçu la même conclusion. Avant d’y"
        " engager de l’argent, retenez des réponses par tirage au sort.",
    },
    "not_seen": {
        "en": "No change in the negative messages that follow an answer was seen; an effect of {detectable} or more"
        " would have been, four times out of five.",
        "fr": "Aucun changement n’a été vu dans les messages négatifs qui suivent une réponse ; un effet de"
        " {detectable} ou plus l’aurait été, quatre fois sur cinq.",
    },
    "no_calming": {
        "en": "No calming effect of answers was seen; one of {detectable} or more would have been, four times out of"
        " five.",
        "fr": "Aucun effet apaisant des réponses n’a été vu ; un effet de {detectable} ou plus l’aurait été, quatre"
        " fois sur cinq.",
    },
    "cannot_say": {
        "en": "The data cannot say whether answering changed anything: {reason}.",
        "fr": "Les données ne permettent pas de dire si répondre a changé quelque chose : {reason}.",
    },
}
LABELS: dict[str, Both] = {
    "relative": {"en": "Negative messages, against what would have followed",
                 "fr": "Messages négatifs, par rapport à ce qui aurait suivi"},
    "per_period": {"en": "Mean difference, each conversation", "fr": "Écart moyen, par conversation"},
    "axis_effect": {"en": "Difference in negative messages that follow",
                    "fr": "Écart de messages négatifs qui suivent"},
    "limits_always": {
        "en": "An answer here is the first one, and what it is set against is the team’s usual course: a later answer"
        " or none. What an answer changes elsewhere, in what people buy or think, is another question.",
        "fr": "La réponse est ici la première, et elle est comparée à ce que l’équipe fait d’habitude : répondre plus"
        " tard ou pas du tout. Ce qu’une réponse change ailleurs, dans les achats ou les opinions, est une autre"
        " question.",
    },
}
CODES: dict[str, Both] = {
    "chosen": {"en": "chosen by whoever answered", "fr": "choisi par qui a répondu"},
    "answer_times": {"en": "the same conversations, answered at other moments",
                     "fr": "les mêmes conversations, avec réponse à d’autres moments"},
    "arms": {"en": "the same draw made again", "fr": "le même tirage au sort refait"},
    "few_answers": {"en": "too few conversations were answered, or too few were not",
                    "fr": "trop peu de conversations ont eu une réponse, ou trop peu n’en ont pas eu"},
    "nothing_followed": {"en": "nothing negative followed that could be compared",
                         "fr": "rien de négatif n’a suivi qui puisse être comparé"},
    "wait_first": {"en": "First answer by a person", "fr": "Première réponse d’une personne"},
    "wait_any": {"en": "First answer, programs included", "fr": "Première réponse, automates compris"},
    "wait_reopened": {"en": "Thread opened again", "fr": "Fil rouvert"},
    "clock_clock": {"en": "all hours", "fr": "jour et nuit"},
    "clock_office": {"en": "office hours", "fr": "heures d’ouverture"},
}
FACTS: dict[str, Both] = {
    "conversations": {"en": "Conversations", "fr": "Conversations"},
    "answers": {"en": "Answers in office hours, within two days",
                "fr": "Réponses aux heures d’ouverture, sous deux jours"},
    "in_lottery": {"en": "Conversations drawn", "fr": "Conversations tirées au sort"},
    "held_back": {"en": "Of them, answer held back", "fr": "Dont réponse retenue"},
    "horizon": {"en": "How long what follows is counted", "fr": "Durée sur laquelle on compte ce qui suit"},
    "opens": {"en": "Office opens at (hour)", "fr": "Ouverture (heure)"},
    "closes": {"en": "Office closes at (hour)", "fr": "Fermeture (heure)"},
}
TABLES: dict[str, Any] = {
    "service": {
        "title": {"en": "How long people waited for an answer", "fr": "Combien de temps on a attendu une réponse"},
        "note": {
            "en": "From the public’s first message to the brand’s first answer. Whoever still waited at the end of the"
            " record is counted as waiting at least that long, never left out. The second line of a cell is the 95%"
            " interval. A wait of zero office hours was answered outside of them.",
            "fr": "Du premier message du public à la première réponse de la marque. Qui attendait encore à la fin"
            " du relevé compte comme ayant attendu au moins jusque-là, et n’est jamais écarté. La deuxième"
            " ligne d’une case est l’intervalle à 95 %. Une attente de zéro heure d’ouverture a eu sa réponse en"
            " dehors.",
        },
        "columns": {
            "of": {"en": "Wait for", "fr": "Attente"}, "clock": {"en": "Counted in", "fr": "Comptée en"},
            "asked": {"en": "Conversations", "fr": "Conversations"},
            "answered": {"en": "Answered", "fr": "Avec réponse"},
            "median": {"en": "Median wait", "fr": "Attente médiane"},
            "median_low": {"en": "Low end", "fr": "Borne basse"},
            "median_high": {"en": "High end", "fr": "Borne haute"},
            "within_1": {"en": "Within 1 hour", "fr": "En 1 heure"},
            "within_1_low": {"en": "Low end", "fr": "Borne basse"},
            "within_1_high": {"en": "High end", "fr": "Borne haute"},
            "within_24": {"en": "Within 24 hours", "fr": "En 24 heures"},
            "within_24_low": {"en": "Low end", "fr": "Borne basse"},
            "within_24_high": {"en": "High end", "fr": "Borne haute"},
        },
    },
}
ORDER = ("tones_unknown", "times_coarse", "choice_visible", "harm_observed", "window_underpowered")
LIMITS: dict[str, dict[str, Any]] = {
    "choice_visible": {
        "values": {"blind": "percent", "later": "percent", "beyond": "number", "needed": "number"},
        "says": {
            "en": "the conversations answered were unlike the others from the first half hour on, before anybody could"
            " have read the answer: what was chosen is whom to answer, and that cannot be told from what answering did",
            "fr": "les conversations qui ont eu une réponse différaient des autres dès la première demi-heure, avant"
            " que quiconque ait pu la lire : on a choisi à qui répondre, et rien ne distingue ce choix de l’effet d’une"
            " réponse",
        },
        "then": {
            "en": "Negative messages: {blind} in that half hour, {later} after it; an effect must stand clear of what"
            " was there at once. The gap between the two, as a multiple of its own uncertainty, is {beyond}; it would"
            " have to be {needed} or lower. Only answers held back by lot can tell: toss a coin at the"
            " moment of answering, and keep the list.",
            "fr": "Messages négatifs : {blind} dans cette demi-heure, {later} ensuite ; un effet doit se détacher de ce"
            " qui était là d’emblée. L’écart entre les deux, rapporté à sa propre incertitude, est de {beyond} ; il"
            " devrait être de {needed} ou moins. Seules des réponses retenues au hasard peuvent le dire :"
            " tirez à pile ou face au moment de répondre, et gardez la liste.",
        },
    },
    "harm_observed": {
        "values": {"later": "percent"},
        "says": {
            "en": "more negative messages followed answers ({later}), but the brand answers what is getting worse, and"
            " no comparison of answers people chose to give can show harm",
            "fr": "les réponses ont été suivies de plus de messages négatifs ({later}), mais on répond à ce qui"
            " s’envenime, et aucune comparaison de réponses choisies ne peut montrer un tort",
        },
        "then": {
            "en": "Only answers held back by lot could show it.",
            "fr": "Seules des réponses retenues au hasard pourraient le montrer.",
        },
    },
    "window_underpowered": {
        "values": {"detectable": "percent", "minimum": "percent"},
        "says": {
            "en": "an effect below {detectable} could not have been told from the choice of whom to answer, and one of"
            " {minimum} would matter",
            "fr": "un effet de moins de {detectable} ne se distinguerait pas du choix de qui reçoit une réponse, et un"
            " effet de {minimum} compterait",
        },
        "without": {
            "en": "too little was said in the first half hour after an answer to tell an effect from the choice of whom"
            " to answer",
            "fr": "trop peu de messages suivent une réponse dans la première demi-heure pour distinguer un effet du"
            " choix de qui reçoit une réponse",
        },
        "then": {
            "en": "More conversations, or answers held back by lot, would tell.",
            "fr": "Davantage de conversations, ou des réponses retenues au hasard, le diraient.",
        },
    },
    "times_coarse": {
        "values": {},
        "says": {
            "en": "the times of the messages are rounded, so that the first half hour after an answer, in which choice"
            " would show, cannot be looked into",
            "fr": "les heures des messages sont arrondies : la première demi-heure après une réponse, où le choix se"
            " verrait, ne peut pas être examinée",
        },
        "then": {
            "en": "Export the messages with minutes and seconds.",
            "fr": "Exportez les messages avec les minutes et les secondes.",
        },
    },
    "tones_unknown": {
        "values": {"share": "percent", "allowed": "percent"},
        "says": {
            "en": "{share} of the public’s messages have no tone, and at most {allowed} may: negative ones cannot be"
            " counted",
            "fr": "{share} des messages du public n’ont pas de tonalité, et {allowed} au plus peuvent en manquer : les"
            " messages négatifs ne peuvent pas être comptés",
        },
        "then": {
            "en": "Export the tone, or have it judged first.",
            "fr": "Exportez la tonalité, ou faites-la juger d’abord.",
        },
    },
    "answers_chosen": {
        "values": {},
        "says": {
            "en": "whom to answer was chosen by people, who may have seen more than the record shows",
            "fr": "le choix de qui reçoit une réponse vient de personnes, qui ont pu voir plus que le relevé ne"
            " montre",
        },
        "then": {
            "en": "Choice by the mood of the moment is looked for in the first half hour; choice by what will happen"
            " hours later still passes for an effect: where answering did nothing, “it worked” was said of 4 in 10"
            " simulated teams that preferred conversations about to die down by themselves, of 3 in 10 that sensed the"
            " mood three hours ahead, and of 2 in 10 that did either by half.",
            "fr": "Le choix selon l’humeur du moment est cherché dans la première demi-heure ; un choix selon ce qui"
            " arrivera des heures plus tard passe encore pour un effet : là où répondre ne changeait rien, « cela a"
            " marché » a été dit de 4 équipes simulées sur 10 qui préféraient les conversations près de s’éteindre"
            " d’elles-mêmes, de 3 sur 10 qui pressentaient l’humeur trois heures à l’avance, et de 2 sur 10 qui"
            " faisaient l’un ou l’autre à moitié.",
        },
    },
}
METHODS: dict[str, Method] = {
    "trials": Method(
        name={"en": "Sequence of emulated trials", "fr": "Suite d’essais émulés"},
        text={
            "en": "Every half hour in which a conversation waits, it is answered or left for the moment. Those answered"
            " are set beside those left that looked the same until then: as loud, as negative, as old, as read, at the"
            " same hour. What counts is the negative messages from half an hour after the answer on. The first half"
            " hour, in which hardly anybody has read it, tells whether those answered differed anyway. The placebos"
            " are the same conversations, as if they had been answered at other moments, drawn as the team answers.",
            "fr": "À chaque demi-heure d’attente, une conversation reçoit une réponse ou est laissée pour le moment."
            " Celles qui en reçoivent une sont comparées à celles, laissées, qui leur ressemblaient jusque-là : aussi"
            " bruyantes, négatives, anciennes et lues, à la même heure. On compte les messages négatifs à partir d’une"
            " demi-heure après la réponse. La première demi-heure, où presque personne ne l’a lue, dit si elles"
            " différaient de toute façon. Les placebos sont les mêmes conversations, comme si la réponse était venue à"
            " d’autres moments, tirés comme l’équipe répond.",
        },
        paper="Hernán, M. A. & Robins, J. M. (2016). Using big data to emulate a target trial when a randomized trial"
        " is not available. American Journal of Epidemiology, 183(8), 758–764.",
    ),
    "lottery": Method(
        name={"en": "Answers held back by lot", "fr": "Réponses retenues au hasard"},
        text={
            "en": "At the moment of answering, chance decided which conversations were answered and which were not. The"
            " estimate sets the negative messages that follow in a typical conversation of the one group beside those"
            " of the other, corrected for how loud each already was. Its placebos are the draw made again.",
            "fr": "Au moment de répondre, le hasard a décidé quelles conversations recevaient une réponse. L’estimation"
            " compare les messages négatifs qui suivent dans une conversation typique de l’un et de l’autre groupe,"
            " corrigés du bruit que chacune faisait déjà. Ses placebos sont le tirage refait.",
        },
        paper="Lin, W. (2013). Agnostic notes on regression adjustments to experimental data: reexamining Freedman’s"
        " critique. Annals of Applied Statistics, 7(1), 295–318.",
    ),
}


def title(finding: Finding, language: str) -> str:
    """What was asked, marked text."""
    return say(TITLE, language)


def sentence(finding: Finding, language: str) -> str:
    """The sentence for a decision-maker, marked text."""
    if finding.verdict == "not_seen":
        # Observed answers can never show harm, so nothing is claimed of it.
        which = "not_seen" if finding.design.onset_rule == "randomised" else "no_calming"
        return say(SENTENCES[which], language, detectable=numbers.share(finding.placebo.detectable_effect, language))
    if finding.verdict == "cannot_say":
        return say(SENTENCES["cannot_say"], language, reason=main_reason(finding, language))
    value, relative, size, ends = size_shown(finding.estimate, language, unit="")
    which = ("calmed" if value < 0 else "worse") + ("" if relative else "_by")
    told = capital(say(SENTENCES[which], language, size=size, cry=cry(finding, language), range=ends))
    return told if finding.design.onset_rule == "randomised" else told + say(SENTENCES["but_chosen"], language)
