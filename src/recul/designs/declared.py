"""The plan as the study file wants it: `[[action]]` and `[[question]]`, to paste, or added to `study.toml` on request.

A study is never changed without being asked to, and never rewritten: what is there stays byte for byte, the action is
added at its end, the whole is read as a study before anything is written, and the file is renamed over the old one.
"""

from __future__ import annotations

import csv
import io
import os
import secrets
import shutil
from pathlib import Path
from typing import Any

import tomlkit

from recul._mistakes import shown
from recul._phrases import phrase, reason_of
from recul.designs.plan import Plan
from recul.errors import Mistake, StudyError
from recul.measures.threads import ANSWERED, HELD_BACK

COINS = ("action_id", "kind", "unit", "start", "onset_rule")


def toml_of(plan: Plan) -> str:
    """The `[[action]]` tables, then the `[[question]]` to ask once the test is over."""
    return (tables("action", plan.actions) if plan.actions else "") + tables("question", (plan.question,))


def tables(name: str, rows: tuple[dict[str, Any], ...]) -> str:
    """An array of tables."""
    document = tomlkit.document()
    every = tomlkit.aot()
    for row in rows:
        table = tomlkit.table()
        for key, value in row.items():
            table.add(key, _item(value))
        every.append(table)
    document.add(name, every)
    return document.as_string().strip("\n") + "\n\n"


def _item(value: Any) -> Any:
    """Lists of lists one a line: they are read by people."""
    if isinstance(value, list) and value and isinstance(value[0], list):
        array = tomlkit.array()
        array.extend(value)
        return array.multiline(True)
    return value


def added(plan: Plan, text: str) -> str:
    """What is added to a study: the actions, and the question as a comment, since a study is not to ask about what the
    record does not hold yet."""
    asked = tables("question", (plan.question,)).rstrip("\n").split("\n")
    question = "".join(f"# {line}\n" for line in asked)
    lines = ("\n" if text.endswith("\n") or not text else "\n\n") + tables("action", plan.actions) \
        + "# Once the test is over, and its days are in the files:\n" + question
    return lines.replace("\n", "\r\n") if "\r\n" in text else lines


def add(plan: Plan, root: Path) -> Path:
    """Add the actions to `study.toml`. Raises StudyError, with nothing changed, where the result would be no study."""
    import tomllib

    from recul.study import FILE_NAME, Study

    file = root / FILE_NAME
    try:
        old = file.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise StudyError(Mistake(str(file), phrase("a file that cannot be read ({error})", error=error),
                                 "a study file in UTF-8", "Paste the action yourself.")) from error
    new = old + added(plan, old)
    try:
        raw = tomllib.loads(new.removeprefix("\ufeff"))  # of a byte order mark, which a study file may begin with
    except tomllib.TOMLDecodeError as error:
        raise StudyError(Mistake(str(file), phrase("a study to which no [[action]] can be added at its end ({error})",
                                                   error=error), "actions written as [[action]] tables",
                                 "Paste the action yourself.")) from error
    Study.from_dict(raw, root)
    target = file.resolve()  # of a link, the file it leads to is written, and the link stays
    aside = target.with_name(f".{file.name}.{os.getpid()}-{secrets.token_hex(4)}.part")
    try:
        try:
            aside.write_bytes(new.encode("utf-8"))
            shutil.copymode(target, aside)  # who may read the study stays as it is
            os.replace(aside, target)
        finally:
            aside.unlink(missing_ok=True)
    except OSError as error:
        raise StudyError(Mistake(str(file), phrase("a file that cannot be written ({reason})", reason=reason_of(error)),
                                 "one that can", phrase("Paste the action yourself, or mend the rights of {root}.",
                                                        root=shown(str(root))))) from error
    return file


def coins_csv(plan: Plan) -> str:
    """The list of draws, one a line in order, to be filled with the conversation and the moment as answers come: a file
    of the table `actions`."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COINS)
    for number, held in enumerate(plan.coins, 1):
        writer.writerow((f"{plan.id}-{number:05d}", HELD_BACK if held else ANSWERED, "", "", "randomised"))
    return out.getvalue()
