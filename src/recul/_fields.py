"""The kinds of value a study is made of: each one refuses what it cannot read, in plain words."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Annotated, Any, TypeVar
from unicodedata import category
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, PlainValidator, StrictStr, ValidationInfo

from recul._budget import LEAST, MOST, a_month
from recul._mistakes import advice, listed, wrong
from recul._phrases import phrase

A_DATE = "a date like 2024-09-01"
A_MOMENT = "a date like 2024-09-01, or a date and time like 2024-09-01T18:30:00"
ENCODINGS = ("utf-8", "utf-16", "latin-1", "cp1252", "iso-8859-15", "mac-roman")
SEPARATORS = (",", ";", "\t", " ", "|")
FIRST_YEAR, LAST_YEAR = 1800, 2200
# Time zones that are another thing on another machine, or nothing anywhere: a study must mean the same everywhere.
NO_PLACE = ("localtime", "Factory", "posixrules", "posix/", "right/")
# "1 a month", "0.5 per month", "12 a year".
Several = TypeVar("Several", tuple[str, ...], tuple[str, ...] | dict[str, str] | None)


def _checked(value: date, expected: str) -> date:
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise wrong(phrase("{expected} between the years {first_year} and {last_year}", expected=expected,
                           first_year=FIRST_YEAR, last_year=LAST_YEAR), "Check the year.")
    return value


def _moment(value: Any, info: ValidationInfo) -> date | datetime:
    """A date, or a naive datetime local to the study; one with an offset is moved to the study's time zone."""
    if isinstance(value, str):
        try:
            text = value.strip()
            value = date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else datetime.fromisoformat(text)
        except ValueError:
            raise wrong(A_MOMENT, "Write year-month-day.") from None
    if not isinstance(value, date):
        raise wrong(A_MOMENT, "Write year-month-day, without quotes.")
    _checked(value, A_MOMENT)
    if isinstance(value, datetime) and value.tzinfo is not None:
        zone = (info.context or {}).get("timezone", "UTC")
        return value.astimezone(UTC if zone == "UTC" else ZoneInfo(zone)).replace(tzinfo=None)
    return value


def _day(value: Any) -> date:
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value.strip())
        except ValueError:
            raise wrong(A_DATE, "Write year-month-day.") from None
    if not isinstance(value, date) or isinstance(value, datetime):
        raise wrong(A_DATE, "Write year-month-day, without quotes and without a time.")
    return _checked(value, A_DATE)


def opens(start: date | datetime) -> datetime:
    """The first instant: a date's midnight; a datetime as it is."""
    return start if isinstance(start, datetime) else datetime(start.year, start.month, start.day)


def closes(end: date | datetime) -> datetime:
    """The instant just after: the midnight that ends a date, which is included; a datetime as it is, excluded."""
    return end if isinstance(end, datetime) else opens(end) + timedelta(days=1)


@cache
def _zones() -> frozenset[str]:
    return frozenset(z for z in available_timezones() if not z.startswith(NO_PLACE))


def known_zone(name: str) -> bool:
    """Whether a name is in the IANA list, and means the same on every machine."""
    return name in _zones()


def _zone(name: str) -> str:
    if not known_zone(name):
        raise wrong("a time zone of the IANA list, like Europe/Paris or UTC",
                    advice(name, _zones(), "See https://en.wikipedia.org/wiki/List_of_tz_database_time_zones."))
    return name


def _encoding(name: str) -> str:
    try:
        codecs.lookup(name)
        "".encode(name)
    except (LookupError, ValueError):
        raise wrong(phrase("a text encoding such as {names}", names=", ".join(ENCODINGS)),
                    advice(name, ENCODINGS, "Leave it out to let Recul find it.")) from None
    return name


def _one_character(text: str) -> str:
    if len(text) != 1 or text in '\r\n"\0':
        raise wrong('one character, such as "," or ";" or "\\t"', "Leave it out to let Recul find it.")
    return text


def _thousands(text: str) -> str:
    if len(text) != 1 or text.isalnum() or text in "+-\r\n\0":
        raise wrong("one character, such as a space, a comma or a dot", "Leave it out if there is none.")
    return text


def _date_format(text: str) -> str:
    """A format that can read back what it writes."""
    try:
        if "%" not in text:
            raise ValueError(text)
        datetime.strptime(datetime(2024, 9, 1, 13, 5, tzinfo=UTC).strftime(text), text)
    except (ValueError, re.error):
        raise wrong("a date format such as %d/%m/%Y or %d/%m/%Y %H:%M",
                    "Leave it out if the dates look like 2024-09-01.") from None
    return text


def _filled(text: str) -> str:
    if not text.strip() or len(text) > 200 or any(category(c) in ("Cc", "Zl", "Zp", "Cs") for c in text):
        raise wrong("some text, on one line, of at most 200 characters", "Write it between quotes.")
    return text


def _name(text: str) -> str:
    if not re.fullmatch(r"[\w][\w .+&'-]{0,79}", text):
        raise wrong("a short name of letters, digits, spaces, dots, dashes and underscores", "Choose a plainer name.")
    return text


def _currency(text: str) -> str:
    if not re.fullmatch("[A-Z]{3}", text):
        raise wrong("a currency of three capital letters, like EUR or USD",
                    advice(text, ("EUR", "USD", "GBP", "CHF"), "See the list of ISO 4217."))
    return text


def _distinct(names: Several) -> Several:
    """A unit named twice, or two units read from one column, would count twice."""
    times = Counter(names.values() if isinstance(names, dict) else names or ())
    twice = [n for n, many in times.items() if many > 1]
    if twice:
        raise wrong("each name once", "Remove what is repeated.",
                    found=phrase("{names} more than once", names=listed(twice, 4)))
    return names


def _share(value: float) -> float:
    if value >= 1:
        raise wrong("a share below 1: 0.05 for 5 %", "It is a share: write 0.05 for 5 %.")
    return value


def per_month(budget: str) -> float:
    """How many a month of 30 days is "1 a month", "0.5 a month", "12 a year"."""
    many = a_month(budget)
    if many is None:
        raise wrong('a number of false alarms and how often, such as "1 a month", "0.5 a month" or "12 a year"',
                    "Write how many false alarms you can live with, between quotes.")
    return many


def _budget(text: str) -> str:
    """How many false alarms are put up with, and how often: `per_month` reads it."""
    if not LEAST <= per_month(text) <= MOST:
        raise wrong('between "1 a year" and "0.5 a day"', "Choose a rate whose keeping can be checked.")
    return text.strip()


def _seasons(periods: tuple[float, ...]) -> tuple[float, ...]:
    if any(not 2 <= p < 10**6 for p in periods) or len(set(periods)) < len(periods) or len(periods) > 4:
        raise wrong("at most four lengths of a season, in periods, each 2 or more, below a million, and given once",
                    "For hours write [24, 168]; for days [7, 365.25].")
    return periods


def _no_bool(value: Any) -> Any:
    """true is not 1."""
    if isinstance(value, bool):
        raise wrong("a number", "Write a number.")
    return value


def _money(value: Any) -> Any:
    """An amount, never the text of one: "1 200 €" says a currency that nothing would read."""
    if isinstance(value, str):
        raise wrong("a number, without quotes, spaces or a currency sign",
                    phrase('Write {write}, and its currency on a line of its own, such as `currency = "EUR"`.',
                           write=_digits(value) or "1200"))
    return _no_bool(value)


def _number(value: Any) -> Any:
    """A number, and what to write instead of the text of one, such as "9 000 €" or "55 %"."""
    if isinstance(value, str) and (plain := _digits(value)):
        sign = "-" if value.strip()[0] in "-−" else ""
        raise wrong("a number, without quotes, spaces or a unit",
                    phrase("Write {write}.", write=sign + (f"{float(plain) / 100:g}" if "%" in value else plain)))
    return _no_bool(value)


def _digits(value: str) -> str:
    """The number that a text holds, as TOML writes it; nothing where it is not plainly one."""
    digits = re.sub(r"[^\d.,]", "", value)
    plain = re.sub(r"[.,](?=\d{3}(\D|$))", "", digits).replace(",", ".")
    return plain if re.fullmatch(r"[0-9]{1,300}(\.[0-9]+)?", plain) else ""


def _bill(value: Any) -> Any:
    if not isinstance(value, dict):
        raise wrong("a table of amounts, like { tools = 200, spend = 4000 }", "Write it so, or use `cost` for one sum.")
    return value


Day = Annotated[date, PlainValidator(_day)]
Moment = Annotated[date | datetime, PlainValidator(_moment), PlainSerializer(date.isoformat, when_used="json")]
Zone = Annotated[StrictStr, AfterValidator(_zone)]
Encoding = Annotated[StrictStr, AfterValidator(_encoding)]
Separator = Annotated[StrictStr, AfterValidator(_one_character)]
Thousands = Annotated[StrictStr, AfterValidator(_thousands)]
DateFormat = Annotated[StrictStr, AfterValidator(_date_format)]
Text = Annotated[StrictStr, AfterValidator(_filled)]
Name = Annotated[StrictStr, AfterValidator(_name)]
Budget = Annotated[StrictStr, AfterValidator(_budget)]
Currency = Annotated[StrictStr, AfterValidator(_currency)]
Names = Annotated[tuple[StrictStr, ...], AfterValidator(_distinct)]
Columns = Annotated[tuple[StrictStr, ...] | dict[StrictStr, StrictStr] | None, AfterValidator(_distinct)]
Share = Annotated[float, Field(gt=0, strict=True, allow_inf_nan=False), AfterValidator(_share)]
Number = Annotated[float, Field(strict=True, allow_inf_nan=False), BeforeValidator(_number)]
Money = Annotated[Number, Field(ge=0), BeforeValidator(_money)]
Above = Annotated[Number, Field(gt=0), BeforeValidator(_money)]
Bill = Annotated[dict[Name, Money], BeforeValidator(_bill)]
Seasons = Annotated[tuple[Number, ...], AfterValidator(_seasons)]
Count = Annotated[int, Field(strict=True, ge=0, lt=2**63)]
