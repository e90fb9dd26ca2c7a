"""Will the objective be reached, or was it? In words; more in `objective_shown.py`, `objective_limits.py`."""

from __future__ import annotations

from typing import Any

from recul.finding import Finding
from recul.report.words import (
    COUNTED_FROM,
    capital,
    code,
    limit_clause,
    main_reason,
    measure_name,
    numbers,
    say,
    shown,
    where,
)
from recul.report.words.objective_limits import LIMITS, ORDER
from recul.report.words.objective_shown import (
    BOARD,
    CODES,
    FACTS,
    LABELS,
    METHODS,
    PLACEBOS,
    STATES,
    TABLES,
)
from recul.report.words.text import user

Both = dict[str, str]

TITLES: dict[str, Both] = {
    "at_least": {"en": "{measure}: at least {target} by {deadline}?",
                 "fr": "{measure} : au moins {target} d’ici au {deadline} ?"},
    "at_most": {"en": "{measure}: at most {target} by {deadline}?",
                "fr": "{measure} : au plus {target} d’ici au {deadline} ?"},
}
FORECAST: Both = {
    "en": "{state}: by {deadline}, {where}{measure} should come to {forecast} {over}{range}, where {direction} {target}"
    " is aimed at; the chance of reaching it is put at {chance}",
    "fr": "{state} : d’ici au {deadline}, {where}{measure} devrait atteindre {forecast} {over}{range}, pour un objectif"
    " de {target} {direction} ; la probabilité d’y parvenir est estimée à {chance}",
}
RANGE: Both = {"en": " (between {low} and {high})", "fr": " (entre {low} et {high})"}
MISSES: Both = {"en": "{first}. Of {of} earlier forecasts, {count} missed by more than their interval.",
                "fr": "{first}. Sur {of} prévisions antérieures, {count} sont sorties de leur intervalle."}
NONE_MISSED: Both = {"en": "{first}. Of {of} earlier forecasts, none missed by more than its interval.",
                     "fr": "{first}. Sur {of} prévisions antérieures, aucune n’est sortie de son intervalle."}
ONE_MISSED: Both = {"en": "{first}. Of {of} earlier forecasts, one missed by more than its interval.",
                    "fr": "{first}. Sur {of} prévisions antérieures, une est sortie de son intervalle."}
CHANCES: dict[str, Both] = {"high": {"en": "more than 99%", "fr": "plus de 99 %"},
                            "low": {"en": "less than 1%", "fr": "moins de 1 %"}}
UNCOUNTED: Both = {"en": "{first}. The earlier forecasts are too few to count how often they missed.",
                   "fr": "{first}. Les prévisions antérieures sont trop peu nombreuses pour compter combien de fois"
                   " elles se sont trompées."}
RESULTS: dict[str, Both] = {
    "met": {
        "en": "Met: from {start} to {deadline}, {where}{measure} came to {forecast} {over}, where {direction} {target}"
        " was aimed at.",
        "fr": "Atteint : du {start} au {deadline}, {where}{measure} a atteint {forecast} {over}, pour un objectif de"
        " {target} {direction}.",
    },
    "missed": {
        "en": "Missed: from {start} to {deadline}, {where}{measure} came to {forecast} {over}, where {direction}"
        " {target} was aimed at.",
        "fr": "Manqué : du {start} au {deadline}, {where}{measure} a atteint {forecast} {over}, pour un objectif de"
        " {target} {direction}.",
    },
}
CREDITS: dict[str, Both] = {
    "credit_anyway": {
        "en": "{first} Without “{action}” it would have come to {without}{range}: the target would have been met"
        " anyway.",
        "fr": "{first} Sans « {action} », le résultat aurait été de {without}{range} : l’objectif aurait été atteint de"
        " toute façon.",
    },
    "credit_thanks": {
        "en": "{first} Without “{action}” it would have come to {without}{range}: the target would have been missed.",
        "fr": "{first} Sans « {action} », le résultat aurait été de {without}{range} : l’objectif aurait été manqué.",
    },
    "credit_unknown": {
        "en": "{first} Whether it would have been met without “{action}”, the data cannot say.",
        "fr": "{first} Les données ne permettent pas de dire s’il aurait été atteint sans « {action} ».",
    },
}
CANNOT: dict[str, Both] = {
    "ahead": {
        "en": "The data cannot say whether {where}{measure} will reach {direction} {target} by {deadline}: {reason}.",
        "fr": "Les données ne permettent pas de dire si {where}{measure} atteindra {target} {direction} d’ici au"
        " {deadline} : {reason}.",
    },
    "past": {
        "en": "The data cannot say whether {where}{measure} reached {direction} {target} by {deadline}: {reason}.",
        "fr": "Les données ne permettent pas de dire si {where}{measure} a atteint {target} {direction} au"
        " {deadline} : {reason}.",
    },
}
TRUTH: dict[str, Both] = {
    "reached": {"en": "Simulated world: the truth is known, {truth} at the deadline, and the target is reached.",
                "fr": "Monde simulé : la vérité est connue, {truth} à l’échéance, et l’objectif est atteint."},
    "missed": {"en": "Simulated world: the truth is known, {truth} at the deadline, and the target is missed.",
               "fr": "Monde simulé : la vérité est connue, {truth} à l’échéance, et l’objectif est manqué."},
}


BESIDE: dict[str, Both] = {
    "holds": {"en": "{first} The forecast’s interval contains it.",
              "fr": "{first} L’intervalle de la prévision la contient."},
    "misses": {"en": "{first} The forecast’s interval misses it.",
               "fr": "{first} L’intervalle de la prévision ne la contient pas."},
}


def title(finding: Finding, language: str) -> str:
    """What was asked, marked text."""
    facts = _facts(finding)
    return capital(say(TITLES[str(facts["direction"])], language, measure=measure_name(finding, language),
                       target=shown("amount", facts["target"], finding, language),
                       deadline=numbers.day(str(facts["deadline"]), language)))


def chip(finding: Finding, language: str) -> str:
    """The state of the objective, marked text."""
    return say(STATES[finding.answer], language)


def truth(finding: Finding, language: str) -> str | None:
    """In simulated worlds: what is counted at the deadline, and whether the forecast held it. Marked text."""
    known, facts = finding.question.get("truth"), _facts(finding)
    if known is None or facts["target"] is None:
        return None
    ahead = float(known) - float(str(facts["target"]))
    reached = ahead >= 0 if facts["direction"] == "at_least" else ahead <= 0
    first = say(TRUTH["reached" if reached else "missed"], language, truth=shown("amount", known, finding, language))
    row = _row(finding, "objective")
    low, high = row.get("low"), row.get("high")
    if low is None or high is None:  # what is counted is what is true
        return first
    return say(BESIDE["holds" if low <= float(known) <= high else "misses"], language, first=first)


def sentence(finding: Finding, language: str) -> str:
    """The sentence for a decision-maker, marked text."""
    facts, row = _facts(finding), _row(finding, "objective")
    told = {"where": where(finding, language, "where_first"), "measure": measure_name(finding, language),
            "start": numbers.day(str(facts["set_on"]), language),
            "deadline": numbers.day(str(facts["deadline"]), language), "direction": code(facts["direction"], language),
            "over": code(facts["over"], language), **{name: shown("amount", row.get(name), finding, language)
                                                      for name in ("forecast", "target")}}
    if finding.answer.startswith(("met", "missed")):
        return _result(finding, language, told)
    if row.get("probability") is None:
        piece = "past" if finding.design.estimator == "count" else "ahead"
        return capital(say(CANNOT[piece], language, reason=main_reason(finding, language), **told))
    first = say(FORECAST, language, state=say(STATES[finding.answer], language),
                range=_range(finding, row.get("low"), row.get("high"), language),
                chance=_chance(float(str(row["probability"])), language), **told)
    passed = [f" {capital(limit_clause(limit, finding, language))}." for limit in finding.limits
              if limit.code == "target_passed"]
    rate = finding.placebo.calibrated_rate
    if rate.of < COUNTED_FROM:
        return say(UNCOUNTED, language, first=first) + "".join(passed)
    entry = MISSES if rate.count > 1 else ONE_MISSED if rate.count else NONE_MISSED
    return say(entry, language, first=first, of=numbers.number(rate.of, language),
               count=numbers.number(rate.count, language)) + "".join(passed)


def _result(finding: Finding, language: str, told: dict[str, str]) -> str:
    """A deadline that has passed, and to what the result is owed."""
    first = say(RESULTS["missed" if finding.answer == "missed" else "met"], language, **told)
    row = _row(finding, "credit")
    entry = CREDITS.get(str(row.get("credit")))
    if entry is None:
        return first
    named = _facts(finding).get("action") or finding.question.get("action")
    return say(entry, language, first=first, action=user(named, 60),
               without=shown("amount", row.get("without"), finding, language),
               range=_range(finding, row.get("without_low"), row.get("without_high"), language))


def _chance(chance: float, language: str) -> str:
    """ "84%", and never nearer to certainty than a hundredth. """
    if 0.01 <= chance <= 0.99:
        return numbers.percent(chance, language, 0)
    return say(CHANCES["high" if chance > 0.5 else "low"], language)


def _told_chance(value: Any, finding: Finding, language: str) -> str:
    """As the sentence says it; a dash where there is none."""
    return "–" if value is None else _chance(float(value), language)


def _told_end(value: Any, finding: Finding, language: str) -> str:
    """An end of the forecast's interval: what is counted has none, and nothing about it is unknown."""
    return "–" if value is None else shown("amount", value, finding, language)


CELLS = {"probability": _told_chance, "low": _told_end, "high": _told_end}


def _range(finding: Finding, low: Any, high: Any, language: str) -> str:
    if low is None or high is None:
        return ""
    ends = (shown("amount", v, finding, language) for v in (low, high))
    return say(RANGE, language, **dict(zip(("low", "high"), ends, strict=True)))


def _facts(finding: Finding) -> dict[str, object]:
    """Name -> value; a design without them (a sample, an older report) has none, and shows as unknown."""
    none: dict[str, object] = {"direction": "at_least", "target": None, "deadline": "", "set_on": "", "over": ""}
    return {**none, **{name: value for name, _, value in finding.design.facts}}


def _row(finding: Finding, name: str) -> dict[str, Any]:
    """The one row of a table of the question's own, by column; empty where there is no such table."""
    for table in finding.tables:
        if table.code == name and table.rows:
            return dict(zip((column for column, _ in table.columns), table.rows[0], strict=True))
    return {}


__all__ = ["BOARD", "CODES", "FACTS", "LABELS", "LIMITS", "METHODS", "ORDER", "PLACEBOS", "TABLES"]
