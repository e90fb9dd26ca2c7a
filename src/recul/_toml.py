"""A TOML file as a dictionary, or what is wrong with it, by line and column."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path
from typing import Any

from recul._phrases import Phrase, phrase, quoted, reason_of
from recul.errors import Mistake, StudyError

MOST_BYTES = 4_000_000
# What tomllib says, for its French; what it says otherwise is told as it stands.
TOLD = ("Invalid statement", "Expected newline or end of document after a statement", r"Illegal character '\n'",
        "Found invalid character {what}", "Cannot declare {what} twice", "Cannot overwrite a value",
        "Cannot mutate immutable namespace {what}", "Cannot redefine namespace {what}", "Unclosed array",
        "Duplicate inline table key {what}", "Unclosed inline table", "Invalid hex value", "Unterminated string",
        "Illegal character {what}", "Invalid date or datetime", "Invalid value", "end of document",
        "Invalid initial character for a key part", "Unescaped '\\' in a string",
        "Expected '=' after a key in a key/value pair", "Expected ']' at the end of a table declaration",
        "Expected ']]' at the end of an array declaration", "Expected {what}")
MOST_DOTS = 20  # of one key; no key of a study has more than three
# A text or a comment, closed or not: what it takes up is never looked at twice, however it is written.
QUOTED = re.compile(r'''"""(?:[^"\\]|\\.|"(?!""))*+(?:""")?|"(?:[^"\\\n]|\\.)*+"?'''
                    r"""|'''(?:[^']|'(?!''))*+(?:''')?|'[^'\n]*+'?|#[^\n]*+""", re.DOTALL)


def read_toml(file: Path) -> dict[str, Any]:
    """The file as a dictionary. Raises StudyError when it is not there, not text or not TOML."""
    path = str(file)
    name = quoted(path) if len(path) < 60 else phrase("…{end}", end=str(quoted(path[-50:])).strip("'"))
    try:
        data = file.read_bytes()
    except (OSError, ValueError) as error:
        found = reason_of(error)
        raise StudyError(Mistake(name, found, "a folder with a study.toml",
                                 "Check the folder, or begin one with `recul new DIR`.")) from error
    if len(data) > MOST_BYTES:
        raise StudyError(Mistake(name, phrase("{count} bytes", count=len(data)),
                                 phrase("at most {most_bytes}", most_bytes=MOST_BYTES), "Put the data in other files."))
    try:
        text = data.decode("utf-8-sig")
        _refuse_long_keys(name, text)
        return tomllib.loads(text)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise StudyError(Mistake(phrase("{name} line {line}", name=name, line=line), "a byte that is not UTF-8",
                                 "text saved as UTF-8", "Save the file again, with the encoding UTF-8.")) from error
    except RecursionError as error:
        raise StudyError(Mistake(name, "brackets nested too deep", "a plain study file", "Unnest them.")) from error
    except ValueError as error:
        raise StudyError(_syntax(name, str(error))) from error


def _refuse_long_keys(name: str, text: str) -> None:
    """tomllib takes minutes over a key of some thousand dots. Raises StudyError."""
    bare = QUOTED.sub(lambda quoted: "\n" * quoted.group().count("\n"), text)
    for number, line in enumerate(bare.split("\n"), 1):
        dots = max(part.count(".") for part in re.split(r"[=,\[\]{}]", line))
        if dots > MOST_DOTS:
            raise StudyError(Mistake(phrase("{name} line {number}", name=name, number=number),
                                     phrase("{dots} dots in one key", dots=dots),
                                     phrase("at most {most_dots}", most_dots=MOST_DOTS),
                                     "Write the name between quotes, or choose a plainer one."))


def _syntax(name: str, message: str) -> Mistake:
    """tomllib says `what (at line 3, column 5)`, or `(at end of document)`."""
    place = re.search(r"\s*\(at (.*)\)$", message)
    what = message[: place.start()] if place else message
    at = re.fullmatch(r"line (\d+), column (\d+)", place[1]) if place else None
    where: str = name
    if at:
        where = phrase("{name} line {line}, column {column}", name=name, line=at[1], column=at[2])
    elif place:
        where = phrase("{name} {place}", name=name, place=phrase(place[1]))
    return Mistake(where, phrase("a mistake of writing: {what}", what=_told(what)),
                   'TOML, such as `title = "My study"`',
                   "Look at that place, and just before it: a quote or a bracket is often missing.")


def _told(what: str) -> Phrase:
    """What tomllib says, as a phrase: the first of the templates that fits."""
    for template in TOLD:
        found = re.fullmatch(re.escape(template).replace(r"\{what\}", "(.*)"), what, re.DOTALL)
        if found:
            return phrase(template, what=_written(found[1])) if found.groups() else phrase(template)
    return phrase("{what}", what=what)


def _written(what: str) -> str:
    """A key as its user wrote it: tomllib names one as Python does, 'b' or ('a', 'b')."""
    try:
        key = ast.literal_eval(what)
    except (SyntaxError, ValueError):
        return what
    parts = key if isinstance(key, tuple) else (key,)
    return quoted(".".join(parts)) if all(isinstance(part, str) for part in parts) else what
