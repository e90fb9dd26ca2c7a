"""Did an action change an outcome? In words."""

from __future__ import annotations

from recul.finding import Finding
from recul.report.words import capital, cry, label, main_reason, measure_name, numbers, say, when, where
from recul.report.words.sentences import PIECES
from recul.report.words.sizes import size_shown
from recul.report.words.text import user

Both = dict[str, str]

SENTENCES: dict[str, Both] = {
    "seen": {
        "en": "{where}{measure} stood {size} {side} what would have been expected{range} {when}: {cry}.",
        "fr": "{where}{measure} se situait {size} {side} du niveau attendu{range} {when} : {cry}.",
    },
    "not_seen": {
        "en": "No change in {measure} was seen{where} {when}; an effect of {detectable} or more would have been,"
        " four times out of five.",
        "fr": "Aucun changement n’a été vu dans {measure}{where} {when} ; un effet de {detectable} ou plus l’aurait"
        " été, quatre fois sur cinq.",
    },
    "cannot_say": {
        "en": "The data cannot say whether {measure} changed{where} {when}: {reason}.",
        "fr": "Les données ne permettent pas de dire si {measure} a changé{where} {when} : {reason}.",
    },
}


def title(finding: Finding, language: str) -> str:
    """What was asked, marked text."""
    measure, action = measure_name(finding, language), finding.question.get("action")
    if not action:
        return label("effect_no_action", language, measure=measure)
    return label("effect", language, action=user(action), measure=measure)


def sentence(finding: Finding, language: str) -> str:
    """The sentence for a decision-maker, marked text."""
    if finding.verdict == "seen":
        return _seen(finding, language)
    shown = {"measure": measure_name(finding, language), "where": where(finding, language),
             "when": when(finding, language)}
    if finding.verdict == "not_seen":
        detectable = numbers.share(finding.placebo.detectable_effect, language)
        return capital(say(SENTENCES["not_seen"], language, detectable=detectable, **shown))
    return say(SENTENCES["cannot_say"], language, reason=main_reason(finding, language), **shown)


def _seen(finding: Finding, language: str) -> str:
    value, relative, size, ends = size_shown(finding.estimate, language)
    size = size if relative else say(PIECES["on_average"], language, size=size)
    side = say(PIECES["above" if value > 0 else "below"], language)
    return capital(say(SENTENCES["seen"], language, measure=measure_name(finding, language), size=size, side=side,
                       range=ends, cry=cry(finding, language),
                       where=where(finding, language, "where_first"), when=when(finding, language)))
