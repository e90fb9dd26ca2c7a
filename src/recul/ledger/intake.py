"""Claims from a file: one a row, read as any source is (CSV and its kin, NDJSON, Parquet, XLSX)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from recul._mistakes import advice, listed, shown
from recul._phrases import phrase
from recul.errors import LedgerError, Mistake, SourceError
from recul.ledger.claims import Claim, claim

COLUMNS = ("by", "measure", "unit", "claim", "low", "high", "against", "from", "to", "probability", "note")
REQUIRED = ("by", "measure", "claim", "from", "to", "probability")
SAYS = {"up": "up", "down": "down", "at least": "at_least", "at most": "at_most", "between": "between"}
SEPARATOR = ";"
# Called with the column, what is expected, and what to do.
Wrong = Callable[[str, str, str], None]


def claims_of(file: Path, zone: str) -> list[Claim]:
    """Every claim of a file. Raises LedgerError with the mistakes of all rows, or SourceError when it is no such file.

    Columns: those of COLUMNS; `unit` holds one name, or several with a semicolon between them.
    """
    made: list[Claim] = []
    mistakes: list[Mistake] = []
    for row, cells in _rows(file):
        where = phrase("{file} row {row}: ", file=file.name, row=row)
        try:
            made.append(told(cells, {"zone": zone}, where))
        except LedgerError as error:
            mistakes += error.mistakes
    if mistakes:
        raise LedgerError(mistakes)
    return made


def told(cells: dict[str, str | None], given: dict[str, Any], where: str = "") -> Claim:
    """A claim out of texts and what is known besides. Raises LedgerError with every mistake there is."""
    mistakes: list[Mistake] = []

    def refuse(name: str, expected: str, todo: str) -> None:
        mistakes.append(Mistake(phrase("{where}{name}", where=where, name=name), shown(cells.get(name)), expected,
                                todo))

    fields = _fields(cells, refuse) | given
    try:
        made = claim(fields, where)
    except LedgerError as error:
        named = {m.where for m in mistakes}  # of a text that cannot be read, that it is missing says nothing
        mistakes += [m for m in error.mistakes if m.where not in named]
    if mistakes:
        raise LedgerError(mistakes)
    return made


def _fields(cells: dict[str, str | None], refuse: Wrong) -> dict[str, Any]:
    """The fields of a claim; None where there is no text, or one that is told to `refuse`."""
    fields: dict[str, Any] = {"by": cells.get("by"), "measure": cells.get("measure"), "note": cells.get("note"),
                              "start": cells.get("from"), "end": cells.get("to")}
    units = [name.strip() for name in (cells.get("unit") or "").split(SEPARATOR) if name.strip()]
    fields["units"] = units or None
    word = (cells.get("claim") or "").strip().lower().replace("_", " ").replace("-", " ")
    fields["says"] = SAYS.get(word)
    if cells.get("claim") and fields["says"] is None:
        refuse("claim", phrase("one of {names}", names=", ".join(SAYS)), advice(word, SAYS, "Choose one of these."))
    fields["probability"] = _probability(cells.get("probability"), refuse)
    said = (cells.get("against") or "").strip().lower()
    against = said.replace("_", " ").replace("-", " ")  # of a word only: of a number the dash is its sign
    fields["against"] = {"": None, "before": "before", "last year": "last_year"}.get(against, "number")
    if fields["against"] == "number":
        fields["level"] = _number(said)
        if fields["level"] is None:
            fields["against"] = None
            refuse("against", "before, last-year, or a number", advice(against, ("before", "last year"), "Choose one."))
    for name in ("low", "high"):
        fields[name] = _bound(name, cells.get(name), fields["against"], refuse)
    return fields


def _probability(text: str | None, refuse: Wrong) -> float | None:
    """0.8 or 80 %."""
    if not text:
        return None
    share = text.strip().endswith("%")
    found = _number(text.strip().removesuffix("%").strip())
    if found is None or not 0 < (found / 100 if share else found) < 1:
        refuse("probability", "a probability above 0 and below 1, such as 0.8 or 80%",
             "Write how sure you are; nothing is certain beforehand.")
        return None
    return found / 100 if share else found


def _bound(name: str, text: str | None, against: str | None, refuse: Wrong) -> float | None:
    """A number, or where there is a baseline a relative change: 5 % is 0.05."""
    if not text:
        return None
    share, relative = text.strip().endswith("%"), against in ("before", "last_year")
    found = _number(text.strip().removesuffix("%").strip())
    if found is None:
        refuse(name, "a number such as 12000 or 0.5", "Write it with a dot, without spaces or a currency.")
    elif share and not relative:
        refuse(name, "a number in the measure's unit", "Say what it is a change from: against before or last-year.")
    elif relative and not share:
        refuse(name, "a change in per cent, such as 5%", "Write it with %, or leave `against` out.")
    else:
        return found / 100 if share else found
    return None


def _number(text: str) -> float | None:
    import math

    try:
        found = float(text)
    except ValueError:
        return None
    return found if math.isfinite(found) and "_" not in text else None


def _rows(file: Path) -> Iterator[tuple[int, dict[str, str | None]]]:
    """The cells of every row that is not blank, by the names of COLUMNS, with its number."""
    from recul.record.tables import Column, Table
    from recul.sources import format_of
    from recul.sources.base import Reading, Tally
    from recul.sources.tabular import open_raw
    from recul.study import Source

    if not file.is_file():
        raise LedgerError(Mistake("file", shown(str(file)), "a file of claims", "Check the name."))
    table = Table("claims", "claims", (), tuple(Column(name, "text", name, name in REQUIRED) for name in COLUMNS))
    source = Source(name="claims", path=file.name, table="series")
    reading = Reading(source, table, "UTC", "", "", lambda name: name)
    opened = open_raw(file, format_of(source, file), reading, tally := Tally())
    missing = [name for name in REQUIRED if name not in opened.names]
    odd = [name for name in opened.names if name not in COLUMNS]
    if missing or odd:
        found = phrase("the columns {names}", names=listed(opened.names))
        raise LedgerError(Mistake(file.name, found, phrase("the columns {names}", names=", ".join(COLUMNS)),
                                  phrase("Add {names}." if missing else "Remove {names}.",
                                         names=listed(missing or odd))))
    for raw in opened.rows:
        columns = {name: raw.columns[name].to_pylist() for name in opened.names}
        for i, row in enumerate(raw.row.tolist()):
            cells = {name: _text(column[i]) for name, column in columns.items()}
            if any(cells.values()):
                yield row, cells
    if tally.counts:
        reason, count = next(iter(tally.counts.items()))
        raise SourceError(Mistake(file.name,
                                  phrase("{count} rows refused: {reason}", count=count,
                                         reason=phrase(reason.replace("_", " "))),
                                  "rows that can be read", "Mend the file."))


def _text(value: Any) -> str | None:
    return None if value is None or not str(value).strip() else str(value).strip()
