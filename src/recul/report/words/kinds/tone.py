"""Is the tone worse here than there? Shares corrected by messages read by hand, in words."""

from __future__ import annotations

from typing import Any

from recul.finding import Finding
from recul.report.words import COUNTED_FROM, capital, main_reason, numbers, say, typography
from recul.report.words.methods import Method
from recul.report.words.text import user
from recul.report.words.tone_limits import LIMITS

__all__ = ["LIMITS"]

Both = dict[str, str]

TITLES: dict[str, Both] = {
    "negative": {"en": "Are more of the messages about {own} negative than of those about {other}?",
                 "fr": "Les messages sur {own} sont-ils plus souvent négatifs que ceux sur {other} ?"},
    "positive": {"en": "Are more of the messages about {own} positive than of those about {other}?",
                 "fr": "Les messages sur {own} sont-ils plus souvent positifs que ceux sur {other} ?"},
    "balance": {"en": "Of the messages about {own}, are more positive or negative?",
                "fr": "Les messages sur {own} sont-ils plus souvent positifs ou négatifs ?"},
}

TONES: dict[str, Both] = {
    "tone_negative": {"en": "negative", "fr": "négatifs"},
    "tone_positive": {"en": "positive", "fr": "positifs"},
}

SENTENCES: dict[str, Both] = {
    "shares": {
        "en": "{share} of the messages about {own} are {tone} (between {low} and {high}), against {other_share} of"
        " those about {other} (between {other_low} and {other_high})",
        "fr": "{share} des messages sur {own} sont {tone} (entre {low} et {high}), contre {other_share} de ceux sur"
        " {other} (entre {other_low} et {other_high})",
    },
    "seen": {"en": "{shares}: {gap} {side}, with {audited} messages read by hand; {cry}.",
             "fr": "{shares} : {gap} {side}, avec {audited} messages lus à la main ; {cry}."},
    "not_seen": {"en": "{shares}: no difference was seen, with {audited} messages read by hand; one of {detectable}"
                 " would have been, four times out of five.",
                 "fr": "{shares} : aucun écart n’a été vu, avec {audited} messages lus à la main ; un écart de"
                 " {detectable} l’aurait été quatre fois sur cinq."},
    "cannot_say": {"en": "{shares}. The data cannot say whether the two differ: {reason}.",
                   "fr": "{shares}. Les données ne permettent pas de dire si les deux diffèrent : {reason}."},
    "withheld": {"en": "The data cannot say whether the messages about {own} and about {other} differ in tone:"
                 " {reason}.",
                 "fr": "Les données ne permettent pas de dire si les messages sur {own} et sur {other} diffèrent de"
                 " ton : {reason}."},
    "withheld_alone": {"en": "The data cannot say whether the messages about {own} are more often positive or negative:"
                       " {reason}.",
                       "fr": "Les données ne permettent pas de dire si les messages sur {own} sont plus souvent"
                       " positifs ou négatifs : {reason}."},
    "balance_seen": {"en": "Messages about {own} are more often {tone}: {gap} more of them than {other_tone}, with"
                     " {audited} messages read by hand; {cry}.",
                     "fr": "Les messages sur {own} sont plus souvent {tone} : {gap} de plus que de {other_tone}, avec"
                     " {audited} messages lus à la main ; {cry}."},
    "balance_not_seen": {"en": "Messages about {own} are not seen to be more often positive or negative; a difference"
                         " of {detectable} would have been, four times out of five, with {audited} messages read by"
                         " hand.",
                         "fr": "On ne voit pas que les messages sur {own} soient plus souvent positifs ou négatifs ; un"
                         " écart de {detectable} l’aurait été quatre fois sur cinq, avec {audited} messages lus à la"
                         " main."},
    "more": {"en": "more", "fr": "de plus"},
    "less": {"en": "fewer", "fr": "de moins"},
    "points": {"en": "{value} points (between {low} and {high})", "fr": "{value} points (entre {low} et {high})"},
    "size": {"en": "{value} points", "fr": "{value} points"},
    "cry": {"en": "where whole days change sides by lot, the same method would have cried wolf in {count} of {of}",
            "fr": "là où des jours entiers changent de côté par tirage au sort, la même méthode aurait crié au loup"
            " {count} fois sur {of}"},
    "cry_uncounted": {"en": "how often the same method cries wolf could not be counted",
                      "fr": "on n’a pas pu compter combien de fois la même méthode crie au loup"},
}

CODES: dict[str, Both] = {
    **TONES,
    "relabelled": {"en": "whole days that change sides by lot, both sides first brought to one share",
                   "fr": "jours entiers qui changent de côté par tirage au sort, les deux côtés d’abord ramenés à une"
                   " même part"},
    "turned": {"en": "whole days on which negative and positive are exchanged by lot",
               "fr": "jours entiers où le négatif et le positif sont échangés par tirage au sort"},
    "not_audited": {"en": "too few messages were read by hand", "fr": "trop peu de messages ont été lus à la main"},
    "by_none": {"en": "none: the labels alone", "fr": "aucun : les étiquettes seules"},
    "by_file": {"en": "the one of the files", "fr": "celui des fichiers"},
    "by_both": {"en": "the one of the files, and Recul’s where they have none",
                "fr": "celui des fichiers, et celui de Recul là où ils n’en ont pas"},
    "by_recul": {"en": "Recul’s", "fr": "celui de Recul"},
    "would_differ": {"en": "that the two differ", "fr": "que les deux diffèrent"},
    "would_not": {"en": "that the two do not differ", "fr": "que les deux ne diffèrent pas"},
}

ORDER = ("not_corrected", "few_labels", "few_days")

IN_POINTS = True
LABELS: dict[str, Both] = {
    "per_period": {"en": "Difference, of a hundred messages", "fr": "Écart, sur cent messages"},
    "axis_effect": {"en": "Difference between the two shares", "fr": "Écart entre les deux parts"},
    "detectable": {"en": "Smallest difference it could have seen", "fr": "Plus petit écart qu’elle aurait pu voir"},
    "placebo": {"en": "Placebo (nothing differs)", "fr": "Placebo (rien ne diffère)"},
    "placebo_bar": {"en": "Placebos (nothing differs)", "fr": "Placebos (rien ne diffère)"},
    "limits_always": {
        "en": "In any case: a share is of the messages that were collected, not of what people think, and a difference"
        " says nothing of its cause; for that, ask what an action changed. The messages read by hand say what a"
        " reader sees in them, irony included or missed. Days are taken one by one: an event that lasts"
        " several is counted as several, and the next month may hold another one. Decide beforehand how many messages"
        " to read: whoever stops when the answer pleases finds more than there is.",
        "fr": "Dans tous les cas : une part est celle des messages recueillis, non de ce que pensent les gens, et un"
        " écart ne dit rien de sa cause ; pour cela, demandez ce qu’une action a changé. Les messages lus à la main"
        " disent ce qu’un lecteur y voit, ironie comprise ou manquée. Les jours sont pris un à un : un événement"
        " qui en dure plusieurs compte pour plusieurs, et le mois suivant peut en avoir un autre. Décidez d’avance"
        " combien de messages lire : qui s’arrête quand la réponse lui plaît trouve plus qu’il n’y a.",
    },
}

FACTS: dict[str, Both] = {
    "tone": {"en": "Tone counted", "fr": "Ton compté"},
    "own": {"en": "Messages about", "fr": "Messages sur"},
    "other": {"en": "Set beside those about", "fr": "Comparés à ceux sur"},
    "messages": {"en": "Messages with a text", "fr": "Messages avec un texte"},
    "audited": {"en": "Drawn by lot and read by hand", "fr": "Tirés au sort et lus à la main"},
    "chosen": {"en": "Read by hand because they teach most (correct nothing)",
               "fr": "Lus à la main car les plus instructifs (ne corrigent rien)"},
    "classifier": {"en": "Classifier", "fr": "Classifieur"},
    "taught": {"en": "Labels that teach it, in folds", "fr": "Étiquettes qui l’instruisent, par plis"},
    "kappa": {"en": "Agreement of two readers (kappa)", "fr": "Accord de deux lecteurs (kappa)"},
    "both": {"en": "Messages that both read", "fr": "Messages lus par les deux"},
    "own_share": {"en": "Share, corrected", "fr": "Part, corrigée"},
    "own_low": {"en": "At least", "fr": "Au moins"},
    "own_high": {"en": "At most", "fr": "Au plus"},
    "other_share": {"en": "Share of the others, corrected", "fr": "Part des autres, corrigée"},
    "other_low": {"en": "Of the others, at least", "fr": "Des autres, au moins"},
    "other_high": {"en": "Of the others, at most", "fr": "Des autres, au plus"},
    "raw_share": {"en": "As the classifier counts, NOT corrected", "fr": "D’après le classifieur, NON corrigée"},
}

TABLES: dict[str, dict[str, Any]] = {
    "corrected": {
        "title": {"en": "The shares, corrected by what was read by hand",
                  "fr": "Les parts, corrigées par ce qui a été lu à la main"},
        "note": {"en": "Each with its 95% interval. What the classifier alone would have said stands at the right, and"
                 " is no answer.",
                 "fr": "Chacune avec son intervalle à 95 %. Ce que le classifieur seul aurait dit est à droite, et"
                 " n’est pas une réponse."},
        "columns": {
            "group": {"en": "Messages about", "fr": "Messages sur"}, "tone": {"en": "Tone", "fr": "Ton"},
            "messages": {"en": "Messages", "fr": "Messages"}, "audited": {"en": "Read by hand", "fr": "Lus à la main"},
            "skipped": {"en": "Could not be told", "fr": "Non jugés"}, "share": {"en": "Share", "fr": "Part"},
            "raw": {"en": "Classifier alone", "fr": "Classifieur seul"},
        },
    },
    "uncorrected": {
        "title": {"en": "What the classifier alone would have claimed",
                  "fr": "Ce que le classifieur seul aurait prétendu"},
        "note": {"en": "With the interval of a plain count, as dashboards compare brands.",
                 "fr": "Avec l’intervalle d’un simple comptage, comme les tableaux de bord comparent les marques."},
        "columns": {"difference": {"en": "Difference", "fr": "Écart"},
                    "told": {"en": "It would have claimed", "fr": "Il aurait prétendu"}},
    },
}

METHODS: dict[str, Method] = {
    "powered": Method(
        name={"en": "Shares corrected by labels", "fr": "Des parts corrigées par des étiquettes"},
        text={
            "en": "A classifier reads every message; of messages drawn by lot, a person reads each one. The share is"
            " what the classifier says of all, plus what it gets wrong on average among those drawn, believed as far as"
            " it agrees with the reader there. So the answer is right on average however bad the classifier, and all"
            " the sharper the better it is. Messages read for another reason than the lot teach the classifier and"
            " correct nothing, and no label corrects what was learnt from it.",
            "fr": "Un classifieur lit tous les messages ; une personne lit chacun de ceux qu’un tirage au sort désigne."
            " La part est ce que dit le classifieur de l’ensemble, plus ce en quoi il se trompe en moyenne parmi les"
            " messages tirés, cru dans la mesure où il s’y accorde avec le lecteur. La réponse est donc juste en"
            " moyenne si mauvais que soit le classifieur, et d’autant plus fine qu’il est bon. Les messages lus pour"
            " une autre raison que le tirage instruisent le classifieur et ne corrigent rien, et aucune étiquette ne"
            " corrige ce qui a été appris d’elle.",
        },
        paper="Angelopoulos, A. N., Bates, S., Fannjiang, C., Jordan, M. I. & Zrnic, T. (2023). Prediction-powered"
        " inference. Science, 382(6671), 669–674.",
    ),
}

PLACEBOS = Method(
    name={"en": "Days exchanged by lot", "fr": "Des jours échangés par tirage au sort"},
    text={
        "en": "Both groups are first brought to one share, so that there is nothing to find. Then whole"
        " days change sides by lot, 999 times, with all that was said in them, as the messages of a day are about the"
        " same events. Each time the same difference is taken in the same way.",
        "fr": "Les deux groupes sont d’abord ramenés à une même part, de sorte qu’il n’y a rien à trouver. Puis des"
        " jours entiers changent de côté par tirage au sort, 999 fois, avec tout ce qui s’y est dit, car les messages"
        " d’un jour parlent des mêmes événements. Chaque fois le même écart est calculé de la même façon.",
    },
    paper="Janssen, A. (1997). Studentized permutation tests for non-i.i.d. hypotheses and the generalized"
    " Behrens-Fisher problem. Statistics & Probability Letters, 36(1), 9–21.",
)


def title(finding: Finding, language: str) -> str:
    """What was asked, marked text."""
    facts = _facts(finding)
    piece = "balance" if "other" not in facts else str(finding.question.get("tone", "negative"))
    return say(TITLES[piece], language, own=user(facts["own"], 60), other=user(facts.get("other", ""), 60))


def sentence(finding: Finding, language: str) -> str:
    """The sentence for a decision-maker, marked text."""
    facts = _facts(finding)
    named = {name: user(facts.get(name, ""), 60) for name in ("own", "other")}
    alone = "other" not in facts
    if "own_share" not in facts or (alone and finding.verdict == "cannot_say"):
        told = say(SENTENCES["withheld_alone" if alone else "withheld"], language, **named,
                   reason=main_reason(finding, language))
    elif alone:
        told = _balance(finding, named, language)
    else:
        told = _beside(finding, facts, named, language)
    return capital(typography(told, language))


def _facts(finding: Finding) -> dict[str, Any]:
    return {name: value for name, _, value in finding.design.facts}


def _beside(finding: Finding, facts: dict[str, Any], named: dict[str, str], language: str) -> str:
    shown = {"share": "own_share", "low": "own_low", "high": "own_high", "other_share": "other_share",
             "other_low": "other_low", "other_high": "other_high"}
    shares = say(SENTENCES["shares"], language, **named, tone=TONES[facts["tone"]][language],
                 **{name: numbers.percent(facts[fact], language) for name, fact in shown.items()})
    values = _values(finding, facts, language)
    if finding.verdict == "cannot_say":
        return say(SENTENCES["cannot_say"], language, shares=shares, reason=main_reason(finding, language))
    return say(SENTENCES[finding.verdict], language, shares=shares, **values)


def _balance(finding: Finding, named: dict[str, str], language: str) -> str:
    tones = ["tone_positive", "tone_negative"]
    if (finding.estimate.value or 0) < 0:
        tones.reverse()
    one, other = (TONES[t][language] for t in tones)
    return say(SENTENCES[f"balance_{finding.verdict}"], language, **named, tone=one, other_tone=other,
               **_values(finding, _facts(finding), language))


def _values(finding: Finding, facts: dict[str, Any], language: str) -> dict[str, str]:
    """The difference without its sign, and what else a verdict is told with."""
    e, rate = finding.estimate, finding.placebo.calibrated_rate
    ends = sorted(abs(v) for v in (e.low or 0.0, e.high or 0.0))
    value, low, high = (numbers.number(abs(v or 0.0), language, 1) for v in (e.value, *ends))
    wolf = "cry" if rate.of >= COUNTED_FROM else "cry_uncounted"
    least = finding.placebo.detectable_effect
    return {
        "gap": say(SENTENCES["points"], language, value=value, low=low, high=high),
        "side": SENTENCES["more" if (e.value or 0) > 0 else "less"][language],
        "audited": numbers.number(facts["audited"], language),
        "detectable": say(SENTENCES["size"], language,
                          value=numbers.number(None if least is None else 100 * least, language, 1)),
        "cry": say(SENTENCES[wolf], language, count=numbers.number(rate.count, language),
                   of=numbers.number(rate.of, language)),
    }
