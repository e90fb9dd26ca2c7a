"""Is this a crisis, or the usual noise? In words; its tables and limits stand in `words/crisis_shown.py`."""

from __future__ import annotations

from typing import Any

from recul.finding import Finding
from recul.report.words import capital, cry, main_reason, measure_name, numbers, say, shown, when, where
from recul.report.words.crisis_shown import CODES, FACTS, LIMITS, METHODS, ORDER, PLACEBOS, TABLES
from recul.report.words.sentences import PIECES
from recul.report.words.sizes import size_shown

Both = dict[str, str]

# The chip at the head of the finding: the question's own word; the verdict, beside it, is that of the loss.
CHIPS: dict[str, Both] = {
    "noise": {"en": "The usual noise", "fr": "Le bruit habituel"},
    "surge": {"en": "A surge", "fr": "Un emballement"},
    "bad_buzz": {"en": "A bad buzz", "fr": "Un bad buzz"},
    "crisis": {"en": "A crisis", "fr": "Une crise"},
}
RARE: Both = {"en": "under 0.1%", "fr": "moins de 0,1 %"}
SENTENCES: dict[str, Both] = {
    "noise_moment": {
        "en": "The usual noise: at that moment no alarm was raised, with a budget of {budget}.",
        "fr": "Le bruit habituel : à ce moment, aucune alarme ne s’est déclenchée, avec un budget de {budget}.",
    },
    "noise": {
        "en": "The usual noise: over {months} months of messages no alarm was raised, with a budget of {budget}.",
        "fr": "Le bruit habituel : sur {months} mois de messages, aucune alarme ne s’est déclenchée, avec un budget de"
        " {budget}.",
    },
    "crisis": {
        "en": "A crisis: after the surge of {surge}, {where}{measure} stood {size} below what would have been"
        " expected{range} {when}: {cry}.",
        "fr": "Une crise : après l’emballement du {surge}, {where}{measure} se situait {size} au-dessous du niveau"
        " attendu{range} {when} : {cry}.",
    },
    "rise": {
        "en": "{answer}, and no crisis: after the surge of {surge}, {where}{measure} did not fall but stood {size}"
        " above"
        " what would have been expected{range} {when}.",
        "fr": "{answer}, et non une crise : après l’emballement du {surge}, {where}{measure} n’a pas baissé et se"
        " situait {size} au-dessus du niveau attendu{range} {when}.",
    },
    "not_seen": {
        "en": "{answer}, and no crisis seen: after the surge of {surge}, no fall in {measure} showed{where} {when}; a"
        " fall of {detectable} or more would have, four times out of five.",
        "fr": "{answer}, sans crise visible : après l’emballement du {surge}, {measure} n’a pas montré de baisse{where}"
        " {when} ; une baisse de {detectable} ou plus l’aurait fait, quatre fois sur cinq.",
    },
    "cannot_say": {
        "en": "{answer}; the data cannot say whether it hurt {measure}{where}: {reason}.",
        "fr": "{answer} ; les données ne permettent pas de dire si {measure} en a souffert{where} : {reason}.",
    },
    "cannot_say_several": {
        "en": "{answer}; the data cannot say whether any of them hurt {measure}{where}: {reason}.",
        "fr": "{answer} ; les données ne permettent pas de dire si {measure} a souffert de l’un d’eux{where} :"
        " {reason}.",
    },
    "loud": {
        "en": "{answer}, {excess} messages above the usual from {start} on; nobody can say whether it was a crisis:"
        " {reason}.",
        "fr": "{answer}, {excess} messages au-delà de l’ordinaire à partir du {start} ; personne ne peut dire si"
        " c’était une crise : {reason}.",
    },
    "loud_several": {
        "en": "{answer}; the largest, from {start} on, brought {excess} messages above the usual. Nobody can say"
        " whether any of them was a crisis: {reason}.",
        "fr": "{answer} ; le plus grand, à partir du {start}, a apporté {excess} messages au-delà de l’ordinaire."
        " Personne ne peut dire si l’un d’eux était une crise : {reason}.",
    },
}
TITLES: dict[str, Both] = {
    "moment": {"en": "{day}: a crisis, or the usual noise?", "fr": "Le {day} : une crise, ou le bruit habituel ?"},
    "every": {"en": "Crises, or the usual noise?", "fr": "Des crises, ou le bruit habituel ?"},
}
# How an answer stands at the head of a sentence: of the episode asked about, and of the worst of several.
ONE: dict[str, Both] = {
    "surge": {"en": "A surge", "fr": "Un emballement"},
    "bad_buzz": {"en": "A bad buzz", "fr": "Un bad buzz"},
    "crisis": {"en": "A crisis", "fr": "Une crise"},
}
SEVERAL: dict[str, Both] = {
    "surge": {"en": "{n} surges", "fr": "{n} emballements"},
    "bad_buzz": {"en": "{n} surges, of which the worst is a bad buzz",
                 "fr": "{n} emballements, dont le pire est un bad buzz"},
    "crisis": {"en": "{n} surges, one of them a crisis", "fr": "{n} emballements, dont une crise"},
}
LABELS: dict[str, Both] = {
    "limits_always": {
        "en": "In any case: a surge and a fall may share a cause, and the fall need not come from what was said. A loss"
        " elsewhere, or later than the window, is not looked for. The tone is that of the messages judged.",
        "fr": "Dans tous les cas : un emballement et une baisse peuvent avoir une cause commune, et la baisse ne vient"
        " pas forcément de ce qui s’est dit. Une perte ailleurs, ou après la fenêtre, n’est pas recherchée. Le ton est"
        " celui des messages évalués.",
    },
}


def title(finding: Finding, language: str) -> str:
    """What was asked, marked text."""
    asked = finding.question
    if asked.get("moment"):
        return say(TITLES["moment"], language, day=numbers.day(str(asked["moment"]), language))
    return say(TITLES["every"], language)


def chip(finding: Finding, language: str) -> str:
    """The question's own word; the mark beside it is that of the verdict, which is of the loss. Marked text."""
    return say(CHIPS[finding.answer], language)


def sentence(finding: Finding, language: str) -> str:
    """The sentence for a decision-maker, marked text."""
    facts = {name: value for name, _, value in finding.design.facts}
    if finding.answer == "noise":
        entry = SENTENCES["noise_moment" if finding.question.get("moment") else "noise"]
        months = next((t.rows[1][2] for t in finding.tables if t.code == "alarm" and len(t.rows) > 1), None)
        return say(entry, language, budget=shown("budget", facts.get("budget"), finding, language),
                   months=numbers.number(months, language, 1))
    answer = _answer(finding, facts, language)
    if "surge" not in facts:
        several = not finding.question.get("moment") and facts.get("episodes", 1) != 1
        return say(SENTENCES["loud_several" if several else "loud"], language, answer=answer,
                   reason=main_reason(finding, language), excess=numbers.number(_excess(finding), language),
                   start=numbers.day(finding.design.start, language, finding.design.zone))
    told = {"answer": answer, "surge": numbers.day(str(facts["surge"]), language),
            "measure": measure_name(finding, language), "when": when(finding, language)}
    if finding.verdict == "seen":
        return _seen(finding, language, told)
    if finding.verdict == "not_seen":
        return say(SENTENCES["not_seen"], language, where=where(finding, language),
                   detectable=numbers.share(finding.placebo.detectable_effect, language), **told)
    several = not finding.question.get("moment") and int(str(facts.get("episodes", 1))) > 1
    return say(SENTENCES["cannot_say_several" if several else "cannot_say"], language, where=where(finding, language),
               reason=main_reason(finding, language), **told)


def _answer(finding: Finding, facts: dict[str, object], language: str) -> str:
    n = int(str(facts.get("episodes", 1)))
    if finding.question.get("moment") or n < 2:
        return say(ONE[finding.answer], language)
    return say(SEVERAL[finding.answer], language, n=numbers.number(n, language))


def _excess(finding: Finding) -> int | None:
    """Messages above the usual, of the episode shown."""
    value = finding.estimate.value
    return None if value is None else round(value * finding.design.window)


def _seen(finding: Finding, language: str, told: dict[str, str]) -> str:
    value, relative, size, ends = size_shown(finding.estimate, language)
    size = size if relative else say(PIECES["on_average"], language, size=size)
    entry = SENTENCES["crisis" if value < 0 else "rise"]
    return capital(say(entry, language, size=size, cry=cry(finding, language), range=ends,
                       where=where(finding, language, "where_first"), **told))


def _told_p(value: Any, finding: Finding, language: str) -> str:
    """A probability, never nearer to none than a thousandth."""
    if value is None:
        return numbers.UNKNOWN[language]
    return say(RARE, language) if float(value) < 0.001 else numbers.percent(float(value), language)


CELLS = {"p": _told_p}

__all__ = ["CHIPS", "CODES", "FACTS", "LABELS", "LIMITS", "METHODS", "ORDER", "PLACEBOS", "TABLES"]
