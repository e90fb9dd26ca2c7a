"""Who drives the conversation, the brand or the public? In words."""

from __future__ import annotations

from typing import Any

from recul.finding import Finding
from recul.report.words import capital, cry, main_reason, numbers, say, typography
from recul.report.words.methods import Method
from recul.report.words.text import user

Both = dict[str, str]

TITLES: dict[str, Both] = {
    "all": {"en": "Who drives the conversation, the brand or the public?",
            "fr": "Qui mène la conversation, la marque ou le public ?"},
    "unit": {"en": "Who drives the conversation, the brand or the public, for {unit}?",
             "fr": "Qui mène la conversation, la marque ou le public, pour {unit} ?"},
}

SENTENCES: dict[str, Both] = {
    "seen": {
        "en": "Each hundred messages of the brand are followed by {value} more from the public one to three hours later"
        " (between {low} and {high}), beyond what the hour and what both talk of explain: {cry}.",
        "fr": "Cent messages de la marque sont suivis de {value} de plus du public une à trois heures plus tard (entre"
        " {low} et {high}), au-delà de ce qu’expliquent l’heure et ce dont tous parlent : {cry}.",
    },
    "not_seen": {
        "en": "The brand’s messages are not seen to be followed by more from the public one to three hours later;"
        " {detectable} more than usual would have been, four times out of five.",
        "fr": "On ne voit pas que les messages de la marque soient suivis de davantage du public une à trois heures"
        " plus tard ; {detectable} de plus que d’ordinaire se serait vu, quatre fois sur cinq.",
    },
    "cannot_say": {
        "en": "The data cannot say whether more comes from the public after the brand’s messages: {reason}.",
        "fr": "Les données ne permettent pas de dire s’il vient davantage du public après les messages de la marque :"
        " {reason}.",
    },
    "public": {"en": "{first} The reverse is seen: the brand’s messages follow the public’s.",
               "fr": "{first} L’inverse se voit : les messages de la marque suivent ceux du public."},
    "both": {"en": "{first} The reverse is seen too.", "fr": "{first} L’inverse se voit aussi."},
    "neither": {"en": "{first} Nor is the reverse.", "fr": "{first} L’inverse ne se voit pas non plus."},
}

CODES: dict[str, Both] = {
    "redistributed": {"en": "the same messages at other hours of the same half day",
                      "fr": "les mêmes messages à d’autres heures de la même demi-journée"},
    "brand_to_public": {"en": "the brand’s messages bring the public’s", "fr": "la marque fait parler le public"},
    "public_to_brand": {"en": "the public’s messages bring the brand’s", "fr": "le public fait parler la marque"},
    "voices_seen": {"en": "seen", "fr": "vu"},
    "voices_not_seen": {"en": "not seen", "fr": "pas vu"},
    "voices_cannot_say": {"en": "cannot say", "fr": "on ne peut pas dire"},
    "changed": {"en": "it has changed", "fr": "il a changé"},
    "unchanged": {"en": "no change seen", "fr": "aucun changement vu"},
}

LIMITS: dict[str, dict[str, Any]] = {
    "common_cause": {
        "values": {"after": "number", "contrast": "number"},
        "says": {
            "en": "both sides move together so closely that neither is told to come first (what follows the messages"
            " scores {after}, what follows less what comes before {contrast})",
            "fr": "les deux côtés bougent de si près ensemble qu’aucun ne passe devant (ce qui suit les messages est à"
            " {after}, ce qui suit moins ce qui précède à {contrast})",
        },
        "then": {
            "en": "A common cause as fast as an answer, such as a match or the news, leaves this very trace. Only"
            " messages sent at hours drawn at random would tell.",
            "fr": "Une cause commune aussi rapide qu’une réponse, comme un match ou l’actualité, laisse cette même"
            " trace. Seuls des messages envoyés à des heures tirées au sort le diraient.",
        },
    },
    "led_by_other": {
        "values": {"score": "number"},
        "says": {
            "en": "these messages answer the other side’s, and what comes after them is the end of what they answer"
            " (its score is {score})",
            "fr": "ces messages répondent à l’autre côté, et ce qui vient après eux est la fin de ce à quoi ils"
            " répondent (son score est de {score})",
        },
        "then": {
            "en": "Whether they also make the other side speak would take messages sent at hours drawn at random.",
            "fr": "Pour savoir s’ils font aussi parler l’autre côté, il faudrait des messages envoyés à des heures"
            " tirées au sort.",
        },
    },
    "few_weeks": {
        "values": {"weeks": "number", "needed": "count"},
        "says": {
            "en": "the record holds {weeks} weeks of observed hours, and {needed} are needed to know a usual week",
            "fr": "le relevé tient {weeks} semaines d’heures observées, et il en faut {needed} pour connaître une"
            " semaine ordinaire",
        },
        "then": {"en": "A longer record would help.", "fr": "Un relevé plus long aiderait."},
    },
    "one_side_silent": {
        "values": {"messages": "count", "needed": "count"},
        "says": {
            "en": "one of the two sides wrote only {messages} messages, and {needed} are needed",
            "fr": "l’un des deux côtés n’a écrit que {messages} messages, et il en faut {needed}",
        },
        "then": {"en": "A longer record, or all accounts together, would help.",
                 "fr": "Un relevé plus long, ou tous les comptes ensemble, aideraient."},
    },
    "no_change_asked": {
        "values": {"weeks": "count", "needed": "count"},
        "says": {
            "en": "whether the brand’s pull has changed over the years is not asked of {weeks} weeks, for {needed} are"
            " needed",
            "fr": "si l’entraînement par la marque a changé au fil des ans ne se demande pas sur {weeks} semaines, car"
            " il en faut {needed}",
        },
        "then": {"en": "Ask again with a record of two years or more.",
                 "fr": "Reposez la question avec un relevé de deux ans ou plus."},
    },
}
ORDER = ("few_weeks", "one_side_silent", "led_by_other", "common_cause")

LABELS: dict[str, Both] = {
    "relative": {"en": "Against the messages that would have come anyway",
                 "fr": "Par rapport aux messages qui seraient venus de toute façon"},
    "per_period": {"en": "For each message of the brand, one to three hours later",
                   "fr": "Pour chaque message de la marque, une à trois heures plus tard"},
    "total": {"en": "Over the whole record", "fr": "Sur tout le relevé"},
    "axis_effect": {"en": "Messages of the public for each of the brand’s",
                    "fr": "Messages du public pour chacun de la marque"},
    "limits_always": {
        "en": "In any case: if one side hears of what moves both an hour or more before the other, it seems to drive"
        " it. Answers within the same hour are not counted and hide part of the later ones: sizes are then too small."
        " Who introduces a topic is not told: it takes the texts.",
        "fr": "Dans tous les cas : si un côté apprend ce qui remue les deux une heure ou plus avant l’autre, il semble"
        " le mener. Les réponses dans la même heure ne sont pas comptées et cachent une partie des suivantes : les"
        " tailles sont alors trop petites. Qui amène un sujet n’est pas dit : il y faut les textes.",
    },
}

FACTS: dict[str, Both] = {
    "from": {"en": "From", "fr": "Du"},
    "to": {"en": "To", "fr": "Au"},
    "hours": {"en": "Hours observed", "fr": "Heures observées"},
    "brand_messages": {"en": "Messages of the brand", "fr": "Messages de la marque"},
    "public_messages": {"en": "Messages of the public", "fr": "Messages du public"},
    "reach": {"en": "How long after a message", "fr": "Combien de temps après un message"},
    "block": {"en": "Within how long messages are redistributed", "fr": "Durée dans laquelle on redistribue"},
}

_SIDES: dict[str, Both] = {
    "year": {"en": "Year", "fr": "Année"},
    "brand": {"en": "Brand", "fr": "Marque"},
    "public": {"en": "Public", "fr": "Public"},
    "share": {"en": "Brand’s share", "fr": "Part de la marque"},
    "low": {"en": "At least", "fr": "Au moins"},
    "high": {"en": "At most", "fr": "Au plus"},
}
_RANGE: dict[str, Both] = {"low": _SIDES["low"], "high": _SIDES["high"]}

TABLES: dict[str, dict[str, Any]] = {
    "directions": {
        "title": {"en": "Both directions", "fr": "Les deux sens"},
        "note": {
            "en": "Messages on the other side for each one, one to three hours later. The smallest effect is what is"
            " seen four times out of five. What the public brings is more than is shown, and has no upper end: answers"
            " within the hour hide part of the later ones.",
            "fr": "Messages de l’autre côté pour chacun, une à trois heures plus tard. Le plus petit effet est celui"
            " qu’on voit quatre fois sur cinq. Ce que le public amène dépasse ce qui est montré et n’a pas de borne"
            " haute : les réponses dans l’heure cachent une partie des suivantes.",
        },
        "columns": {
            "who": {"en": "Who", "fr": "Qui"},
            "verdict": {"en": "Answer", "fr": "Réponse"},
            "value": {"en": "Messages for each", "fr": "Messages pour chacun"},
            **_RANGE,
            "relative": {"en": "Against the usual", "fr": "Par rapport à l’ordinaire"},
            "detectable": {"en": "Smallest effect", "fr": "Plus petit effet"},
        },
    },
    "change": {
        "title": {"en": "Has the brand’s pull changed?", "fr": "L’entraînement par la marque a-t-il changé ?"},
        "note": {
            "en": "Messages of the public for each of the brand’s, before and after the week when it changed most.",
            "fr": "Messages du public pour chacun de la marque, avant et après la semaine du plus grand changement.",
        },
        "columns": {
            "changed": {"en": "Answer", "fr": "Réponse"},
            "date": {"en": "Week from", "fr": "Semaine du"},
            "low": {"en": "Not before", "fr": "Pas avant"},
            "high": {"en": "Not after", "fr": "Pas après"},
            "before": {"en": "Before", "fr": "Avant"},
            "after": {"en": "After", "fr": "Après"},
            "p": {"en": "Placebos that change as much", "fr": "Placebos qui changent autant"},
        },
    },
    "messages": {
        "title": {"en": "Who speaks", "fr": "Qui parle"},
        "note": {"en": "Messages in the hours when both sides were observed.",
                 "fr": "Messages des heures où les deux côtés ont été observés."},
        "columns": _SIDES,
    },
    "starts": {
        "title": {"en": "Who begins the conversations", "fr": "Qui commence les conversations"},
        "note": {"en": "By the first message of each in the record.",
                 "fr": "D’après le premier message de chacune dans le relevé."},
        "columns": _SIDES,
    },
}

METHODS: dict[str, Method] = {
    "excitation": Method(
        name={"en": "Messages that call for messages", "fr": "Des messages qui en appellent d’autres"},
        text={
            "en": "What the public says in an hour is told from the hour of the week and from its own past hours and"
            " days. What it says beyond that, in the three hours after a message of the brand, is set against the same"
            " for messages placed otherwise in their half day. A common cause acts before a message as much as after"
            " it: what follows is read a second time less what comes before, and what the two readings differ by counts"
            " as error. The reverse is asked in the same way.",
            "fr": "Ce que dit le public en une heure se déduit de l’heure de la semaine et de ses propres heures et"
            " jours passés. Ce qu’il dit de plus, dans les trois heures qui suivent un message de la marque, est"
            " comparé à la même chose pour des messages placés autrement dans leur demi-journée. Une cause commune"
            " agit avant un message autant qu’après : ce qui suit est donc lu une seconde fois, moins ce qui précède,"
            " et l’écart entre les deux lectures compte comme erreur. L’inverse est demandé de la même manière.",
        },
        paper="Fokianos, K. & Tjøstheim, D. (2011). Log-linear Poisson autoregression. Journal of Multivariate"
        " Analysis, 102(3), 563–578.",
    ),
}

PLACEBOS = Method(
    name={"en": "Redistributed messages", "fr": "Messages redistribués"},
    text={
        "en": "The placebos are the same messages, as many in every half day, thrown again over its hours as the side"
        " usually writes. Shifting the whole record in time would not do: whatever both sides follow would be undone"
        " with it, and nearly every record would seem to be driven.",
        "fr": "Les placebos sont les mêmes messages, aussi nombreux dans chaque demi-journée, relancés sur ses heures"
        " comme ce côté écrit d’ordinaire. Décaler tout le relevé dans le temps ne suffirait pas : ce que les deux"
        " côtés suivent serait défait avec le reste, et presque tout relevé paraîtrait mené.",
    },
    paper="Harrison, M. T. & Geman, S. (2009). A rate and history-preserving resampling algorithm for neural spike"
    " trains. Neural Computation, 21(5), 1244–1258.",
)


def title(finding: Finding, language: str) -> str:
    """What was asked, marked text."""
    unit = finding.question.get("unit")
    return say(TITLES["unit" if unit else "all"], language, **({"unit": user(unit, 60)} if unit else {}))


def sentence(finding: Finding, language: str) -> str:
    """The sentence for a decision-maker, marked text."""
    e = finding.estimate
    if finding.verdict == "seen":
        digits = numbers.common_digits(100 * v for v in (e.value, e.low, e.high) if v is not None)
        told = {name: numbers.number(100 * v, language, digits) for name, v in
                (("value", e.value), ("low", e.low), ("high", e.high)) if v is not None}
        first = say(SENTENCES["seen"], language, cry=cry(finding, language), **told)
    elif finding.verdict == "not_seen":
        first = say(SENTENCES["not_seen"], language,
                    detectable=numbers.share(finding.placebo.detectable_effect, language))
    else:
        first = say(SENTENCES["cannot_say"], language, reason=main_reason(finding, language))
    if finding.answer in ("public", "both", "neither"):
        first = say(SENTENCES[finding.answer], language, first=first)
    return capital(typography(first, language))

