"""Sentences that know their other language: English where they stand, French when they are asked for it.

A `Phrase` *is* its English sentence, so that Python, tests and logs see plain text. It also keeps the template and the
values it was made of, from which `told` makes the French one: the templates stand in `report/words/mistakes/`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from string import Formatter
from typing import Any

NO_BREAK, THIN = "\u00a0", "\u202f"
COUNTED = re.compile(r",|f$|\.\d+g$")  # numbers that we computed, not those that a user wrote, whose point stays


class Phrase(str):
    """An English sentence made of a template and its values."""

    key: str
    values: Mapping[str, object]

    def told(self, language: str) -> str:
        """The sentence in "fr" or "en"; values that are phrases are told in the same language."""
        from recul.report.words.mistakes import template

        if language == "en":
            return str(self)
        found = template(self.key, language)
        return _Filled().format(found, **self.values) if self.values else found


    def instead_of(self, english: str) -> Phrase:
        """The same in French; in English these words."""
        made = type(self)(english)
        made.key, made.values = self.key, self.values
        return made


class _Joined(Phrase):
    """Several phrases in a row, and what stands between them."""

    def told(self, language: str) -> str:
        """The same in "fr" or "en"."""
        from recul.report.words.mistakes import template

        parts: Any = self.values["parts"]
        return template(self.key, language).join(told(part, language) for part in parts)


class _Filled(Formatter):
    """Values as French writes them: « quoted », 12 000, 0,5."""

    def convert_field(self, value: Any, conversion: Any) -> Any:
        if conversion == "r" and isinstance(value, str):
            inside = repr(value.told("fr") if isinstance(value, Phrase) else value)[1:-1].replace("\\'", "'")
            return f"«{NO_BREAK}{inside}{NO_BREAK}»"
        return super().convert_field(value, conversion)

    def format_field(self, value: Any, format_spec: str) -> str:
        if isinstance(value, Phrase):
            return value.told("fr")
        text = format(value, format_spec)
        if isinstance(value, (int, float)) and COUNTED.search(format_spec):
            return text.replace(",", THIN).replace(".", ",")
        return text


def phrase(template: str, /, **values: object) -> Phrase:
    """A sentence: `phrase("a {suffix} file", suffix=".pdf")`. Without values the template stands as it is."""
    made = Phrase(template.format(**values) if values else template)
    made.key, made.values = template, values
    return made


def plural(n: int, one: str, many: str, /, **values: object) -> Phrase:
    """Of `n` things, which both templates call {n}: English says "0 rows" where French says « 0 ligne »."""
    values["n"] = n
    made = phrase(one if n == 1 else many, **values)
    made.key = one if n in (0, 1) else many
    return made


def joined(parts: Iterable[str], by: str = ", ") -> Phrase:
    """Phrases or names in a row. by: what stands between them."""
    every = tuple(parts)
    made = _Joined(by.join(every))
    made.key, made.values = by, {"parts": every}
    return made


def worded(text: str) -> Phrase:
    """A text that may be a phrase, or a sentence of ours without values, as a phrase to be put into another."""
    return text if isinstance(text, Phrase) else phrase(text)


def quoted(value: object) -> Phrase:
    """What a user wrote: 'in these' in English, « in those » in French."""
    return phrase("{value!r}", value=value)


def reason_of(error: BaseException) -> Phrase:
    """Why the system refused, in its own words; or a reader of ours, in the phrase that it raised."""
    if error.args and isinstance(error.args[0], Phrase):
        return error.args[0]
    return phrase(str(getattr(error, "strerror", None) or error))


def told(text: str, language: str) -> str:
    """A phrase in a language. Of other text, what the words know as it stands is told, all else is a name: it stays."""
    if isinstance(text, Phrase):
        return text.told(language)
    if language == "en":
        return text
    from recul.report.words.mistakes import known

    return known(text, language)
