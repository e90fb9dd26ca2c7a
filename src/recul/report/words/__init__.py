"""Every sentence a reader sees, French beside English. The only way from a code and its values to words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from recul._budget import read
from recul._phrases import quoted
from recul.errors import Mistake, ReculError
from recul.finding import Finding, Limit
from recul.report.words import numbers
from recul.report.words.kinds import kinds, merged, own
from recul.report.words.labels import CODES, LABELS, VERDICTS
from recul.report.words.limits import LIMITS, ORDER, UNKNOWN_LIMIT
from recul.report.words.numbers import LANGUAGES
from recul.report.words.sentences import MEASURES, PER, PIECES
from recul.report.words.text import OPEN, plain, user

# Of fewer placebos than this nothing is told: "none of one" reads as reassurance, and says nothing.
COUNTED_FROM = 5
_SIMPLE = re.compile(r"[^\W_][\w .%/-]*", re.UNICODE)


@cache
def typography(text: str, language: str) -> str:
    """French spaces that do not break, set once in the template, never in what a user wrote."""
    if language != "fr":
        return text
    text = re.sub(r" (?=[;!?])", "\u202f", text)
    text = re.sub(r" (?=[:»%])", "\u00a0", text)
    return text.replace("« ", "«\u00a0")


def say(entry: Mapping[str, str], language: str, **values: str) -> str:
    """A template in the reader's language, its placeholders filled with marked text."""
    return typography(entry[language], language).format(**values)


def check_language(language: str) -> None:
    """Raises ReculError for a language the words do not exist in."""
    if language not in LANGUAGES:
        raise ReculError(Mistake("language", quoted(language), "'fr' or 'en'", "Ask for one of the two."))


def capital(marked: str) -> str:
    """The first letter of a sentence, also when it begins with a user's word."""
    at = 1 if marked.startswith(OPEN) else 0
    return marked[:at] + marked[at : at + 1].upper() + marked[at + 1 :]


def outcome(finding: Finding) -> str:
    """The name of what was measured, as the user wrote it."""
    data = finding.figure_data
    asked = finding.question
    return str(asked.get("outcome") or asked.get("measure") or (data.measure if data else asked.get("kind", "")))


def measure_name(finding: Finding, language: str) -> str:
    """How the outcome stands in a sentence, marked: "sales", "la mesure « sales »", "the number of messages"."""
    name = outcome(finding)
    if name in MEASURES:
        return typography(MEASURES[name][language], language)
    shown = name.replace("_", " ") if _SIMPLE.fullmatch(name) else name
    piece = "measure" if _SIMPLE.fullmatch(name) else "measure_odd"
    return say(PIECES[piece], language, name=user(shown, 60))


def measure_title(finding: Finding, language: str) -> str:
    """The outcome and its unit as the title of an axis, marked."""
    data = finding.figure_data
    name = outcome(finding)
    if name in MEASURES:
        return capital(re.sub(r"^(the|le|la) ", "", typography(MEASURES[name][language], language)))
    unit = (data.value_unit if data else "") or finding.estimate.unit
    shown = capital(user(name.replace("_", " ") if _SIMPLE.fullmatch(name) else name, 60))
    return f"{shown} ({user(unit, 20)})" if unit else shown


def label(key: str, language: str, kind: object = None, **values: str) -> str:
    """A label of the page, as a kind of question says it where it has its own way. Marked text."""
    return say(own(kind, "LABELS").get(key) or LABELS[key], language, **values)


def when(finding: Finding, language: str) -> str:
    """ "over the 30 days from 1 September 2024". """
    design = finding.design
    start = numbers.day(design.start, language, design.zone)
    if design.window == 1 and design.frequency in numbers.PERIODS:
        return say(PIECES["when_one"], language, one=numbers.PERIODS[design.frequency][language][2], start=start)
    return say(PIECES["when"], language, count=numbers.count(design.window, design.frequency, language), start=start)


def where(finding: Finding, language: str, piece: str = "where") -> str:
    """ " for Lyon and Lille", or nothing when no unit is named, or the only one is the measure itself. """
    units = finding.design.units
    if units == (outcome(finding),):
        return ""
    return say(PIECES[piece], language, units=numbers.listing(units, language)) if units else ""


def code(name: object, language: str) -> str:
    """A code of the engine in words; one that has none stands as it is."""
    entry = CODES.get(str(name)) or merged("CODES").get(str(name))
    return typography(entry[language], language) if entry else user(name)


def shown(kind: str, value: Any, finding: Finding, language: str) -> str:
    """One value of a limit, a table or a design, shown as its kind asks (see `recul.finding.Table`). Marked text."""
    if value is None:
        return numbers.UNKNOWN[language]
    if kind == "name":
        return user(value, 60)
    if kind == "item":
        entry = own(finding.question.get("kind"), "ITEMS").get(str(value))
        return typography(entry[language], language) if entry else user(value, 60)
    if kind == "budget":
        return budget(str(value), language)
    if kind == "names":
        return numbers.listing([value] if isinstance(value, str) else [str(v) for v in value], language)
    if kind == "moment":
        return numbers.day(str(value), language, finding.design.zone)
    if kind == "code" or not isinstance(value, (int, float)):
        return code(value, language)
    if kind == "percent":
        return numbers.share(float(value), language)
    if kind == "change":
        return numbers.percent(float(value), language, numbers.percent_digits(float(value)), sign=True)
    if kind == "periods":
        return numbers.count(int(value), finding.design.frequency, language)
    if kind == "size":
        return numbers.number(abs(float(value)), language)
    if kind == "amount":
        return numbers.amount(float(value), finding.estimate.unit, language)
    if kind == "money":
        return numbers.amount(float(value), finding.estimate.unit, language, 2 if abs(value) < 10 else 0)
    if kind == "minutes":
        return numbers.duration(float(value), language)
    return numbers.number(int(value) if kind == "count" else float(value), language)


def budget(declared: str, language: str) -> str:
    """ "1 false alarm a month", of a budget as it was declared. """
    found = read(declared)
    if found is None:
        return user(declared)
    n, period = found
    shown = numbers.number(int(n) if n == int(n) else n, language)
    entry = PIECES["budgets" if numbers.plural(n, language) else "budget"]
    return say(entry, language, n=shown, per=say(PER[period], language))


def known_limit(name: str) -> dict[str, Any] | None:
    """The words of a limit: of those any finding can carry, or of one kind of question only."""
    return LIMITS.get(name) or merged("LIMITS").get(name)


def _entry(limit: Limit, finding: Finding) -> dict[str, Any] | None:
    """The words of a limit as this kind of question says it: of a share, nothing is "an effect"."""
    return own(finding.question.get("kind"), "LIMITS").get(limit.code) or known_limit(limit.code)


def limit_clause(limit: Limit, finding: Finding, language: str) -> str:
    """The limit as a clause, marked text. A code without words is shown, not hidden."""
    entry = _entry(limit, finding)
    if entry is None:
        return say(UNKNOWN_LIMIT, language, code=user(limit.code))
    unknown = any(limit.values.get(name) is None for name in entry["values"]) and "without" in entry
    return say(entry["without" if unknown else "says"], language, **_values(limit, entry, finding, language))


def _values(limit: Limit, entry: Mapping[str, Any], finding: Finding, language: str) -> dict[str, Any]:
    """What a limit comes with, as it is shown."""
    return {name: shown(how, limit.values.get(name), finding, language) for name, how in entry["values"].items()}


def limit_text(limit: Limit, finding: Finding, language: str) -> str:
    """The limit as it stands under "What cannot be said": a sentence, and what follows from it. Marked text."""
    entry = _entry(limit, finding)
    first = f"{capital(limit_clause(limit, finding, language))}."
    return f"{first} {say(entry['then'], language, **_values(limit, entry, finding, language))}" if entry else first


def main_reason(finding: Finding, language: str) -> str:
    """Why nothing can be said: the first forbidding limit, by how much it takes away."""
    rank = {name: place for place, name in enumerate((*own(finding.question.get("kind"), "ORDER"), *ORDER))}
    forbidding = [limit for limit in finding.limits if limit.forbids]
    forbidding = forbidding or [limit for limit in finding.limits if limit.code == "underpowered"]
    if not forbidding:
        return say(PIECES["no_reason"], language)
    return limit_clause(min(forbidding, key=lambda limit: rank.get(limit.code, 99)), finding, language)


def cry(finding: Finding, language: str) -> str:
    """How often the calibrated method cried wolf, as a clause."""
    rate = finding.placebo.calibrated_rate
    piece = "cry_uncounted" if rate.of < COUNTED_FROM else "cry" if rate.count else "cry_never"
    counted = {"of": numbers.number(rate.of, language), "count": numbers.number(rate.count, language)}
    return say(PIECES[piece], language, **counted)


def marked_sentence(finding: Finding, language: str) -> str:
    """The sentence as marked text (see `words.text`), for pages that protect the user's part themselves."""
    check_language(language)
    words = kinds().get(str(finding.question.get("kind")))
    if words is None:
        return f"{typography(VERDICTS[finding.verdict][language], language)}."
    told: str = words.sentence(finding, language)
    return told


def chip_text(finding: Finding, language: str) -> str:
    """What stands at the head of a finding: the verdict, or the kind's own words where it has a `chip`. Marked text."""
    check_language(language)
    own_chip = own(finding.question.get("kind"), "chip")
    if own_chip:
        told: str = own_chip(finding, language)
        return told
    return typography(VERDICTS[finding.verdict][language], language)


def marked_title(finding: Finding, language: str) -> str:
    """What was asked, as the kind of question says it, marked text."""
    kind = str(finding.question.get("kind", ""))
    words = kinds().get(kind)
    told: str = words.title(finding, language) if words else label("other_kind", language, kind=user(kind))
    return told


def sentence(finding: Finding, language: str = "en") -> str:
    """One sentence for a decision-maker, plain text. Raises ReculError for a language it does not exist in."""
    return plain(marked_sentence(finding, language))


__all__ = ["LANGUAGES", "label", "limit_text", "marked_sentence", "say", "sentence"]
