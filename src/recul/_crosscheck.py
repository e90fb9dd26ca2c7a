"""What no single key can tell: doubles, names that answer to nothing, files outside the folder.

It reads the raw file rather than the validated study, so that these mistakes are named beside all the others.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

from recul._mistakes import advice, listed, shown
from recul._phrases import phrase
from recul.errors import Mistake

FORMATS = {".csv": "csv", ".txt": "csv", ".tsv": "tsv", ".tab": "tsv", ".ndjson": "ndjson", ".jsonl": "ndjson",
           ".parquet": "parquet", ".pq": "parquet", ".xlsx": "xlsx", ".text": "text", ".md": "markdown",
           ".markdown": "markdown", ".html": "html", ".htm": "html", ".xhtml": "html", ".docx": "docx", ".docm": "docx",
           ".pdf": "pdf"}


def crosscheck(raw: Mapping[str, Any], root: Path) -> list[Mistake]:
    """Every mistake that lies between the keys of a study."""
    sources, actions, questions = (list(_tables(raw, key)) for key in ("source", "action", "question"))
    mistakes = [*_doubles("source", "name", sources), *_doubles("action", "id", actions),
                *_doubles("event", "id", list(_tables(raw, "event"))), *_doubles("question", "label", questions)]
    if not raw.get("source"):
        mistakes.append(Mistake("source", "nothing", "at least one [[source]]", "Declare a file to read."))
    for number, source in sources:
        mistakes += [*_of_source(number, source, root), *_unknown_columns(number, source)]
    if not any(s.get("table") == "actions" for _, s in sources):  # else the actions are known only once read
        mistakes += _unknown_actions(actions, questions)
    mistakes += _touched_controls(actions, questions)
    mistakes += _of_tone(raw, [s for _, s in sources], root)
    return [*mistakes, *_unknown_estimators(questions)]


def _tables(raw: Mapping[str, Any], key: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    tables = raw.get(key)
    if isinstance(tables, list):
        yield from ((i, t) for i, t in enumerate(tables) if isinstance(t, Mapping))


def _doubles(table: str, key: str, tables: list[tuple[int, Mapping[str, Any]]]) -> Iterator[Mistake]:
    first: dict[str, int] = {}
    for number, entry in tables:
        name = entry.get(key)
        if not isinstance(name, str):
            continue
        if name in first:
            yield Mistake(phrase("{table}[{number}].{key}", table=table, number=number, key=key),
                          phrase("{name}, already the {key} of {table}[{first}]", name=shown(name), key=key,
                                 table=table, first=first[name]), phrase("a {key} used once", key=key),
                          phrase("Rename one of the two {table}s.", table=table))
        first.setdefault(name, number)


def _unknown_actions(actions: list[tuple[int, Mapping[str, Any]]],
                     questions: list[tuple[int, Mapping[str, Any]]]) -> Iterator[Mistake]:
    ids = [a["id"] for _, a in actions if isinstance(a.get("id"), str)]
    for number, question in questions:
        name = question.get("action")
        if isinstance(name, str) and name not in ids:
            yield Mistake(phrase("question[{number}].action", number=number), shown(name),
                          phrase("the id of an [[action]]: {names}", names=listed(ids)),
                          advice(name, ids, "Declare this action under [[action]]."))


def _of_tone(raw: Mapping[str, Any], sources: list[Mapping[str, Any]], root: Path) -> Iterator[Mistake]:
    """Models that are no files of the folder, and sources that hold no messages."""
    tone = raw.get("tone")
    if not isinstance(tone, Mapping):
        return
    models, named = tone.get("models"), tone.get("sources")
    for language, path in (models.items() if isinstance(models, Mapping) else ()):
        if isinstance(path, str) and path != "lexicon":
            found = files(path, root, f"tone.models.{language}")
            if isinstance(found, Mistake):
                yield found
    known = [s["name"] for s in sources if s.get("table") == "messages" and isinstance(s.get("name"), str)]
    for name in named if isinstance(named, list) else ():
        if isinstance(name, str) and name not in known:
            yield Mistake("tone.sources", shown(name),
                          phrase("the name of a [[source]] of messages: {names}", names=listed(known)),
                          advice(name, known, "Leave `sources` out to read all messages."))


def _touched_controls(actions: list[tuple[int, Mapping[str, Any]]],
                      questions: list[tuple[int, Mapping[str, Any]]]) -> Iterator[Mistake]:
    """A unit that the action touched shows nothing of what would have been without it."""
    for number, question in questions:
        controls, name = question.get("controls"), question.get("action")
        for _, action in actions:
            if isinstance(controls, list) and isinstance(name, str) and action.get("id") == name:
                units = action.get("units") or list(action.get("starts") or ())
                yield from touched_controls(f"question[{number}].controls", name, units, controls)


def touched_controls(where: str, action: str, units: Any, controls: Sequence[Any]) -> Iterator[Mistake]:
    """The mistake of comparing an action (its id, and its units: none are all of them) with units it touched."""
    every = not units
    both = list(controls) if every else [c for c in controls if isinstance(units, (list, tuple)) and c in units]
    if both:
        found = "{names}, asked about {action}, which touched every unit" if every \
            else "{names}, asked about {action}, which touched them"
        yield Mistake(where, phrase(found, names=listed(map(str, both), 4), action=shown(action)),
                      "units that the action did not touch",
                      "Name the units it touched in its `units`." if every else "Remove them from one of the two.")


def _unknown_estimators(questions: list[tuple[int, Mapping[str, Any]]]) -> Iterator[Mistake]:
    from recul.questions import discover

    for number, question in questions:
        kind, name = question.get("kind"), question.get("estimator")
        asked = discover().get(kind) if isinstance(kind, str) else None
        if asked and isinstance(name, str) and name not in (known := asked.forceable()):
            yield Mistake(phrase("question[{number}].estimator", number=number), shown(name),
                          phrase("one of {names}", names=listed(known)),
                          advice(name, known, "Leave it out: Recul chooses."))


def _of_source(number: int, source: Mapping[str, Any], root: Path) -> Iterator[Mistake]:
    path, where = source.get("path"), phrase("source[{number}].path", number=number)
    if not isinstance(path, str):
        return
    found = files(path, root, where)
    if isinstance(found, Mistake):
        yield found
    elif "format" not in source:
        odd = [f.name for f in found if f.suffix.lower() not in FORMATS]
        if odd:
            yield Mistake(where, phrase("{odd}, whose ending does not tell the format", odd=shown(odd[0])),
                          phrase("a file ending in {names}", names=", ".join(FORMATS)),
                          'Add a line such as `format = "csv"`.')


def _unknown_columns(number: int, source: Mapping[str, Any]) -> Iterator[Mistake]:
    from recul.record.tables import TABLES

    table, columns = source.get("table"), source.get("columns")
    if not isinstance(table, str) or table not in TABLES or not isinstance(columns, Mapping):
        return
    valid = TABLES[table].declarable
    for name in columns:
        if name not in valid:
            yield Mistake(phrase("source[{number}].columns", number=number),
                          phrase("{name} before the equals sign", name=shown(name)),
                          phrase("a column of the table {table}: {names}", table=table, names=", ".join(valid)),
                          advice(name, valid, 'Write: name in Recul = "column of the file".'))


def files(path: str, root: Path, where: str) -> tuple[Path, ...] | Mistake:
    """The files a path or pattern names, sorted; or what is wrong with it. Nothing outside the folder is looked at."""
    outside = Mistake(where, phrase("{path}, outside the study's folder", path=shown(path)),
                      "a file inside the folder of study.toml", "Copy the file into the folder, and name it from"
                      " there.")
    if _leaves(path):
        return outside
    try:
        pattern = any(c in path for c in "*?[")
        named = root / path
        exact = not pattern or named.is_file()
        found = [named] if exact else sorted(f for f in root.glob(path) if ".recul" not in f.relative_to(root).parts)
        home = os.path.realpath(root)
        if any(os.path.commonpath((home, os.path.realpath(f))) != home for f in found):
            return outside
        found = [f for f in found if f.is_file()]
    except (OSError, ValueError, IndexError, NotImplementedError, RecursionError) as error:
        return Mistake(where, phrase("{path}: {error}", path=shown(path), error=error),
                       "a file inside the folder of study.toml", "Change the name.")
    if found:
        return tuple(found)
    near = _neighbours(root)
    return Mistake(where, phrase("{path}, which is not there", path=shown(path)),
                   phrase("a file of the folder: {names}", names=listed(near)),
                   advice(path, near, "Copy the file into the folder, or mend the name."))


def _leaves(path: str) -> bool:
    """Whether a path is absolute, climbs out, or is no path at all, on any system."""
    kinds = (PurePosixPath(path), PureWindowsPath(path))
    return not path.strip() or any(p.is_absolute() or p.drive or p.root or ".." in p.parts for p in kinds)


def _neighbours(root: Path) -> list[str]:
    """Names of files that could have been meant, two folders deep."""
    try:
        every = [f for pattern in ("*", "*/*") for f in root.glob(pattern) if f.suffix.lower() in FORMATS]
    except OSError:
        return []
    return sorted(f.relative_to(root).as_posix() for f in every if not f.relative_to(root).parts[0].startswith("."))
