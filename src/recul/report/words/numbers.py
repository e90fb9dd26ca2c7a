"""Numbers, shares, amounts, dates and lists in the reader's own form (Babel). Unknown is said, never shown as zero."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import cache

from babel import Locale
from babel.dates import format_date, format_time
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal, format_percent
from babel.units import format_unit

from recul.report.words.text import user

LANGUAGES = ("fr", "en")
# British English: days before months, as most of the world writes them.
LOCALES = {"fr": "fr_FR", "en": "en_GB"}
UNKNOWN = {"en": "unknown", "fr": "inconnu"}
SYMBOLS = {"€": "EUR", "£": "GBP"}
NBSP, NARROW = "\u00a0", "\u202f"
# How periods are named: one, several, and one of them as a stretch of time ("over the day of", "sur la semaine du").
PERIODS: dict[str, dict[str, tuple[str, str, str]]] = {
    "hour": {"en": ("hour", "hours", "the hour of"), "fr": ("heure", "heures", "l’heure du")},
    "day": {"en": ("day", "days", "the day of"), "fr": ("jour", "jours", "la journée du")},
    "week": {"en": ("week", "weeks", "the week of"), "fr": ("semaine", "semaines", "la semaine du")},
    "month": {"en": ("month", "months", "the month of"), "fr": ("mois", "mois", "le mois du")},
    "quarter": {"en": ("quarter", "quarters", "the quarter of"), "fr": ("trimestre", "trimestres", "le trimestre du")},
    "year": {"en": ("year", "years", "the year of"), "fr": ("année", "années", "l’année du")},
}


@cache
def locale(language: str) -> Locale:
    return Locale.parse(LOCALES[language])


def plural(n: float, language: str) -> bool:
    """Whether n things are several: English 0, 2, 3…; French 2, 3…"""
    return str(locale(language).plural_form(n)) != "one"


def digits_for(values: Iterable[float | None], at_least: int = 1, at_most: int = 4) -> int:
    """Decimals that show none of these (nonzero, finite) numbers as zero."""
    digits = at_least
    numbers = [v for v in values if v is not None and math.isfinite(v) and v != 0]
    while digits < at_most and any(round(v, digits) == 0 for v in numbers):
        digits += 1
    return digits


def number(value: float | None, language: str, digits: int | None = None) -> str:
    """A plain number: about three significant digits when `digits` is None, thousands grouped."""
    if value is None or not math.isfinite(value):
        return UNKNOWN[language]
    if abs(value) >= 1e15 or 0 < abs(value) < 1e-6:
        return _scientific(value, language)
    if isinstance(value, int) or digits == 0:
        return _minus(format_decimal(value, "#,##0", locale(language)))
    if digits is None:
        size = abs(value)
        digits = 0 if size >= 1000 else 1 if size >= 100 else 2 if size >= 1 or size == 0 else _leading(size)
        return _minus(format_decimal(value, f"#,##0.{'#' * digits}", locale(language)))
    return _minus(format_decimal(value, f"#,##0.{'0' * digits}", locale(language)))


def _scientific(value: float, language: str) -> str:
    """The form 1.2 × 10²⁶, for what no column is wide enough for."""
    mantissa, power = f"{value:.1e}".split("e")
    raised = str(int(power)).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return f"{_minus(format_decimal(float(mantissa), '0.0', locale(language)))}{NBSP}×{NBSP}10{raised}"


def common_digits(values: Iterable[float | None]) -> int:
    """The decimals that suit a column of numbers shown one under the other."""
    size = max((abs(v) for v in values if v is not None and math.isfinite(v)), default=0.0)
    return 0 if size >= 1000 else 1 if size >= 100 else 2 if size >= 1 or size == 0 else _leading(size)


def _leading(size: float) -> int:
    return min(12, 2 - math.floor(math.log10(size)))


def _minus(text: str) -> str:
    return text.replace("-", "−")


def percent(value: float | None, language: str, digits: int = 1, sign: bool = False) -> str:
    """A share (0.06) as "6.0%" or "6,0 %" with its narrow space; `sign` writes + too."""
    if value is None or not math.isfinite(value):
        return UNKNOWN[language]
    if abs(value) >= 1e12:
        return f"{number(100 * value, language)}{NBSP}%"
    pattern = locale(language).percent_formats[None].pattern
    pattern = re.sub(r"0(?=\D*$)", "0." + "0" * digits if digits else "0", pattern, count=1)
    text = format_percent(value, pattern, locale(language))
    rounded = round(value, digits + 2)
    text = _minus(text) if rounded else text.lstrip("-")
    return f"+{text}" if sign and rounded > 0 else text


def percent_digits(*values: float | None) -> int:
    """Decimals for a group of shares shown together: 6.0 %, 0.34 %, 250 %."""
    shown = [100 * v for v in values if v is not None and math.isfinite(v)]
    if shown and min(abs(v) for v in shown) >= 100:
        return 0
    return digits_for(shown, 1, 3)


def share(value: float | None, language: str) -> str:
    """A share on its own, as short as it can be: "5%", "4.2%"."""
    if value is None or not math.isfinite(value):
        return UNKNOWN[language]
    whole = abs(value) < 1e12 and abs(round(100 * value) - 100 * value) < 1e-9
    return percent(value, language, 0 if whole else percent_digits(value))


def amount(value: float | None, unit: str, language: str, digits: int | None = None) -> str:
    """A number in its unit, marked text (the unit is the user's); currencies as the reader writes them."""
    if value is None or not math.isfinite(value):
        return UNKNOWN[language]
    code = SYMBOLS.get(unit.strip(), unit.strip().upper())
    if len(code) == 3 and code in locale(language).currencies and abs(value) < 1e12:
        decimals = digits if digits is not None else (0 if abs(value) >= 1000 else 2)
        pattern = locale(language).currency_formats["standard"].pattern
        pattern = re.sub(r"0\.00", "0." + "0" * decimals if decimals else "0", pattern)
        return _minus(format_currency(value, code, pattern, locale(language), currency_digits=False))
    text = number(value, language, digits)
    return f"{text}{NBSP}{user(unit, 24)}" if unit else text


def count(n: int, frequency: str, language: str) -> str:
    """ "30 days", "30 jours". """
    names = PERIODS.get(frequency, {}).get(language, (frequency, frequency, frequency))
    return f"{number(n, language)}{NBSP if language == 'fr' else ' '}{names[1 if plural(n, language) else 0]}"


def duration(minutes: float, language: str) -> str:
    """A length of time in the unit that suits it: "42 minutes", "1 hour", "3.5 hours", "2.3 days"."""
    if not math.isfinite(minutes):
        return UNKNOWN[language]
    whole = abs(minutes) % 60 == 0 and minutes != 0
    for unit, size, least in (("day", 1440, 2880), ("hour", 60, 60 if whole else 90), ("minute", 1, 0)):
        if abs(minutes) >= least:
            value = round(minutes / size, 0 if unit == "minute" else 1)
            break
    shown = format_unit(value, f"duration-{unit}", "long", locale=locale(language))
    return _minus(shown).replace(" ", NBSP)


def day(text: str, language: str, zone: str = "") -> str:
    """An ISO date or time as "1 September 2024", "1er septembre 2024 à 14:00"; what is no date stays as it is.

    zone: of the times, "" when they are local to the study; with one the time is always shown, midnight too.
    """
    moment = _moment(text)
    if moment is None:
        return user(text)
    shown = format_date(moment.date(), "d MMMM y", locale(language))
    if language == "fr":
        shown = ("1er" + shown[1:] if moment.day == 1 else shown).replace(" ", NBSP)
    if moment.hour or moment.minute or zone:
        clock = format_time(moment.time(), "HH:mm", locale=locale(language))
        shown += (f" à{NBSP}" if language == "fr" else " at ") + clock + (f"{NBSP}{user(zone, 40)}" if zone else "")
    return shown


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        try:
            found = date.fromisoformat(text[:10])
        except ValueError:
            return None
        return datetime(found.year, found.month, found.day)


def listing(items: Sequence[str], language: str, most: int = 5) -> str:
    """Marked names joined as the reader would, long lists shortened with how many are left out."""
    names = [user(item, 40) for item in items]
    if len(names) > most + 1:
        left = number(len(names) - most, language)
        others = f"{left}{NBSP}autres" if language == "fr" else f"{left} others"
        names = [*names[:most], others]
    return str(format_list(names, "standard", locale(language))) if names else ""
