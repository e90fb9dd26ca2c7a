"""What did weeks on and off do to an outcome? In words."""

from __future__ import annotations

from typing import Any

from recul.finding import Finding
from recul.report.words import capital, main_reason, measure_name, numbers, say, when, where
from recul.report.words.sizes import size_shown
from recul.report.words.text import user

Both = dict[str, str]

TITLE: Both = {"en": "What does stopping “{test}” do to {measure}?",
               "fr": "« {test} » : que fait l’arrêt dans {measure} ?"}
SENTENCES: dict[str, Both] = {
    "seen": {
        "en": "{where}{measure} stood {size} {side} in the spells off than in the spells on{range} {when}: chance alone"
        " does as much in {p} of draws.",
        "fr": "{where}{measure} se situait {size} {side} pendant les périodes d’arrêt que pendant les autres{range}"
        " {when} : le hasard seul en fait autant dans {p} des tirages.",
    },
    "not_seen": {
        "en": "No difference in {measure} between the spells off and on was seen{where} {when}; one of {detectable} or"
        " more would have been, four times out of five.",
        "fr": "Aucun écart dans {measure} n’a été vu entre les périodes d’arrêt et les autres{where} {when} ; un écart"
        " de {detectable} ou plus l’aurait été, quatre fois sur cinq.",
    },
    "cannot_say": {
        "en": "The data cannot say whether {measure} differed between the spells off and on{where} {when}: {reason}.",
        "fr": "Les données ne permettent pas de dire si {measure} différait entre les périodes d’arrêt et les"
        " autres{where} {when} : {reason}.",
    },
}
SIDES: dict[str, Both] = {"higher": {"en": "higher", "fr": "plus haut"}, "lower": {"en": "lower", "fr": "plus bas"}}
LABELS: dict[str, Both] = {
    "relative": {"en": "Off, against on", "fr": "À l’arrêt, par rapport au reste"},
    "per_period": {"en": "Mean difference, off less on, {per}", "fr": "Écart moyen, arrêt moins marche, {per}"},
    "total": {"en": "Total over the spells off", "fr": "Total sur les périodes d’arrêt"},
    "axis_effect": {"en": "Difference, off less on", "fr": "Écart, arrêt moins marche"},
    "window_row": {"en": "Test", "fr": "Test"},
    "history_row": {"en": "Past used", "fr": "Passé utilisé"},
    "donors_row": {"en": "Compared with other units", "fr": "Comparées à d’autres unités"},
    "limits_always": {
        "en": "In any case: what is found is what a spell of this length does. Effects that need longer to build up or"
        " to fade are not in it.",
        "fr": "Dans tous les cas : ce qui est trouvé est ce que fait un arrêt de cette durée. Les effets plus lents à"
        " s’installer ou à s’éteindre n’y sont pas.",
    },
}
FACTS: dict[str, Both] = {
    "spells_off": {"en": "Spells off, from", "fr": "Périodes d’arrêt, dès le"},
    "spells_on": {"en": "Spells on, from", "fr": "Périodes de marche, dès le"},
    "washout": {"en": "Left out after each change", "fr": "Laissé de côté après chaque bascule"},
}
ORDER = ("few_assignments",)
LIMITS: dict[str, dict[str, Any]] = {
    "carry_over": {
        "values": {},
        "says": {
            "en": "what carries over from one spell into the next was not left out: it makes the difference smaller",
            "fr": "ce qui déborde d’une période sur la suivante n’a pas été laissé de côté : l’écart en est réduit",
        },
        "then": {
            "en": "Declare a washout where the last spell may still act.",
            "fr": "Déclarez une marge (washout) si la période précédente peut agir encore.",
        },
    },
}


def title(finding: Finding, language: str) -> str:
    """What was asked, marked text."""
    return say(TITLE, language, test=user(finding.question.get("test", "")), measure=measure_name(finding, language))


def sentence(finding: Finding, language: str) -> str:
    """The sentence for a decision-maker, marked text."""
    shown = {"measure": measure_name(finding, language), "where": where(finding, language),
             "when": when(finding, language)}
    if finding.verdict == "seen":
        return _seen(finding, language)
    if finding.verdict == "not_seen":
        detectable = numbers.share(finding.placebo.detectable_effect, language)
        return capital(say(SENTENCES["not_seen"], language, detectable=detectable, **shown))
    return say(SENTENCES["cannot_say"], language, reason=main_reason(finding, language), **shown)


def _seen(finding: Finding, language: str) -> str:
    value, _, size, ends = size_shown(finding.estimate, language)
    return capital(say(SENTENCES["seen"], language, measure=measure_name(finding, language), size=size,
                       side=say(SIDES["higher" if value > 0 else "lower"], language),
                       range=ends,
                       p=numbers.share(finding.estimate.p, language), where=where(finding, language, "where_first"),
                       when=when(finding, language)))


