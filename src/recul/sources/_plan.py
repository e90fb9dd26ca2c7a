"""Which column of the file is which of the table. Every mistake at once, with what the file has."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from recul._mistakes import advice, listed
from recul._phrases import phrase, quoted
from recul.errors import Mistake, SourceError
from recul.sources.base import Reading

HEADER_WITHIN = 30  # lines, in which the columns declared are looked for


@dataclass(frozen=True, slots=True)
class Cell:
    """One value a row of a series: its column, and the unit and measure where they are fixed (else in a column)."""

    column: str
    unit: str | None
    measure: str | None


@dataclass(frozen=True)
class Plan:
    """columns: canonical name -> the file's. cells: of a series, one a declared unit or measure."""

    columns: dict[str, str]
    cells: tuple[Cell, ...] = ()

    @property
    def used(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self.columns.values(), *(c.column for c in self.cells))))


class _Header:
    """The file's columns, and the mistakes made about them."""

    def __init__(self, names: tuple[str, ...], where: str, hint: str = ""):
        self.names, self.where, self.hint = names, where, hint
        self.mistakes: list[Mistake] = []

    def find(self, wanted: str, key: str) -> str:
        """The file's own spelling of a declared column: exactly, else blanks around it aside."""
        same = [n for n in self.names if n == wanted] or [n for n in self.names if n.strip() == wanted.strip()]
        if len(same) == 1:
            return same[0]
        if same:
            self.mistakes.append(Mistake(phrase("{where}, {key}", where=self.where, key=key),
                                         phrase("{count} columns named {wanted!r}", count=len(same), wanted=wanted),
                                         "a name that only one column has", "Rename or drop the others in the file."))
        else:
            self.missing(phrase("{where}, {key}", where=self.where, key=key),
                         phrase("no column {wanted!r}", wanted=wanted), wanted)
        return wanted

    def missing(self, where: str, found: str, wanted: str) -> None:
        self.mistakes.append(Mistake(where, found,
                                     phrase("one of the file's columns: {names}", names=listed(self.names, 30)),
                                     self._hint(wanted)))

    def _hint(self, wanted: str) -> str:
        if self.hint:
            return self.hint
        if len(self.names) == 1 and any(mark in self.names[0] for mark in ",;\t|"):
            return ("Each row stands in a single cell: declare `separator`, or, if a spreadsheet has put quotes around "
                    "whole rows, export the file again.")
        return advice(wanted, self.names, "Declare it under `columns`; the header comes right after `skip_rows` lines.")


def named(reading: Reading) -> frozenset[str]:
    """The columns of the file that the study names."""
    source = reading.source
    declared = (*source.columns.values(), *(source.wide_units() or {}).values(), *(source.measures or {}).values())
    return frozenset(name.strip() for name in declared if name)


def elsewhere(lines: Iterable[tuple[int, Iterable[str]]], reading: Reading) -> str:
    """What to do when the columns that the study names stand on a later line. lines: their numbers and cells."""
    wanted = named(reading)
    for number, cells in lines:
        if wanted and wanted <= {cell.strip() for cell in cells}:
            return phrase("They stand on line {number}: declare `skip_rows = {skipped}`.", number=number,
                          skipped=number - 1)
    return ""


def plan(names: tuple[str, ...], reading: Reading, where: str, hint: str = "") -> Plan:
    """Match what is declared with a file's header. Raises SourceError with every mistake."""
    source, table = reading.source, reading.table
    header = _Header(names, where, hint)
    chosen: dict[str, str] = {}
    for canonical, column in source.columns.items():
        if canonical not in table.declarable:
            header.mistakes.append(Mistake(phrase("source {source!r}, columns", source=source.name), quoted(canonical),
                                           phrase("one of {names}", names=listed(table.declarable)),
                                           advice(canonical, table.declarable, "Remove it.")))
        elif column:  # an empty name means: not in this file, whatever its columns are called
            chosen[canonical] = header.find(column, phrase("columns.{canonical}", canonical=canonical))
    for canonical in table.declarable:
        if canonical not in source.columns and canonical in [n.strip() for n in names]:
            chosen[canonical] = header.find(canonical, canonical)
    cells = _cells(reading, header, chosen) if table.name == "series" else ()
    _required(reading, header, chosen)
    if header.mistakes:
        raise SourceError(header.mistakes)
    return Plan(chosen, cells)


def _cells(reading: Reading, header: _Header, chosen: dict[str, str]) -> tuple[Cell, ...]:
    """The value columns of a series, long or wide; unit and measure leave `chosen` where they are fixed."""
    source = reading.source
    unit = source.unit or (None if "unit" in chosen else reading.unit)
    units, measures = source.wide_units(), source.measures
    if source.unit is not None or units is not None:
        chosen.pop("unit", None)
    if source.measure is not None or measures is not None:
        chosen.pop("measure", None)
    if measures is None and source.measure is None and "measure" not in chosen:
        header.mistakes.append(Mistake(phrase("source {source!r}", source=source.name), "no measure",
                                       "the name of what the values measure", 'Declare `measure = "sales"`, or a column'
                                       " of measures under `columns`."))
    if units is not None:
        chosen.pop("value", None)
        return tuple(Cell(header.find(c, phrase("units, {u!r}", u=u)), u, source.measure) for u, c in units.items())
    if measures is not None:
        chosen.pop("value", None)
        return tuple(Cell(header.find(c, phrase("measures.{m}", m=m)), unit, m) for m, c in measures.items())
    column = chosen.pop("value", None)
    if column is None:
        header.missing(header.where, phrase("no column for {column!r}", column="value"), "value")
        return ()
    return (Cell(column, unit, source.measure),)


def _required(reading: Reading, header: _Header, chosen: dict[str, str]) -> None:
    """What the table cannot do without."""
    for column in reading.table.columns:
        fixed = reading.table.name == "series" and column.name in ("unit", "measure")
        named = reading.source.columns.get(column.name)  # and then not found, which has been said
        if column.required and not fixed and column.name not in chosen and not named:
            header.missing(header.where, phrase("no column for {column!r} ({about})", column=column.name,
                                                about=phrase(column.about)), column.name)
