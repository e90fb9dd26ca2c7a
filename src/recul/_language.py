"""In what language a command speaks: that of --language, else the study's, else the computer's, else English."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

LANGUAGES = ("fr", "en")
FILE_NAME, MOST_BYTES = "study.toml", 100_000
# Read as text: the mistake to be told may be that the file is no TOML.
_KEY = re.compile(r"""^[ \t]*language[ \t]*=[ \t]*(["'])(fr|en)\1""", re.MULTILINE)
_TABLE = re.compile(r"^[ \t]*\[", re.MULTILINE)


def language_of(asked: Mapping[str, Any]) -> str:
    """ "fr" or "en", of the options and arguments of a command. """
    named = asked.get("language")
    folder = asked.get("study") or asked.get("source") or asked.get("folder")
    # `recul tone train` asks for the language of its messages, which is not that of who trains.
    if named in LANGUAGES and "label" not in asked:
        return str(named)
    return (declared(Path(folder)) if folder else None) or of_computer()


def declared(folder: Path) -> str | None:
    """What a study says, be it otherwise full of mistakes; None where it says nothing, or is none."""
    try:
        file = folder / FILE_NAME if os.path.isdir(folder) else folder
        if file.suffix != ".toml":  # a stream to watch may be long, or without end
            return None
        with file.open("rb") as opened:
            text = opened.read(MOST_BYTES).decode("utf-8", "replace")
    except (OSError, ValueError):
        return None
    table = _TABLE.search(text)
    found = _KEY.search(text[: table.start()] if table else text)
    return found.group(2) if found else None


def of_computer() -> str:
    """The language that the environment asks for, French or else English."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(name):
            return "fr" if os.environ[name].lower().startswith("fr") else "en"
    return "en"
