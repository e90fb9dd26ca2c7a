"""Rows that say the same thing twice, and rows that contradict each other; found by the table's key, in SQL."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from recul._phrases import joined, phrase
from recul.errors import Mistake
from recul.record.engines import Engine, literal, scan
from recul.record.tables import Table

EXAMPLES = 5


@dataclass(frozen=True, slots=True)
class Doubles:
    """Of one file: rows that repeat a row kept, rows with its key and other content, examples of the latter."""

    duplicates: int = 0
    differing: int = 0
    examples: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.duplicates or self.differing)


def examine(engine: Engine, table: Table, files: Sequence[Path],
            names: Sequence[str]) -> tuple[list[Doubles], list[Mistake]]:
    """Per file the rows to drop, which stay listed for `write_without`; and what contradicts itself. names: of files.

    The first row of a key is kept, in the order of the files; of a series the first that has a value. Of messages with
    one id and different content the first stays; a series with two values is a mistake.
    """
    mistakes = _mixed(engine, _rows(files), names) if table.name == "series" and len(files) > 1 else []
    key = ", ".join(_quoted(table.key))
    # By hashes first: it takes little memory, and as a rule there is nothing to look at more closely.
    engine.sql(f"""CREATE OR REPLACE TEMP TABLE twins AS
                   SELECT hash({key}) AS h FROM {_rows(files)} GROUP BY h HAVING count(*) > 1""")
    if not engine.sql("SELECT count(*) FROM twins")[0][0]:
        return [Doubles() for _ in files], mistakes
    twins = f"(SELECT * FROM {_rows(files)} WHERE hash({key}) IN (SELECT h FROM twins))"
    if table.name == "series":
        mistakes += _conflicts(engine, twins, names)
    _list_dropped(engine, table, twins, key)
    return _count(engine, len(files)), mistakes


def _list_dropped(engine: Engine, table: Table, twins: str, key: str) -> None:
    content = ", ".join(_quoted([c for c in table.names if c not in (*table.key, "source")]))
    first = '("value" IS NULL), file, row' if table.name == "series" else "file, row"
    # Values of a series that differ are mistakes; what is left is a value beside a null, which contradicts nothing.
    differs = "false" if table.name == "series" else "content <> kept"
    engine.sql(f"""
        CREATE OR REPLACE TEMP TABLE dropped AS
        WITH told AS (SELECT file, row, file_row, hash({content}) AS content,
                             row_number() OVER (PARTITION BY {key} ORDER BY {first}) AS place,
                             first_value(hash({content})) OVER (PARTITION BY {key} ORDER BY {first}) AS kept
                      FROM {twins})
        SELECT file, row, file_row, {differs} AS differs FROM told WHERE place > 1""")


def _count(engine: Engine, files: int) -> list[Doubles]:
    found = {}
    for file, duplicates, differing in engine.sql(
            "SELECT file, count(*) FILTER (NOT differs), count(*) FILTER (differs) FROM dropped GROUP BY file"):
        examples = engine.sql(f"SELECT file_row FROM dropped WHERE differs AND file = {int(file)} "
                              f"ORDER BY file_row LIMIT {EXAMPLES}")
        found[file] = Doubles(duplicates, differing, tuple(f"row {row}" for (row,) in examples))
    return [found.get(i, Doubles()) for i in range(files)]


def _conflicts(engine: Engine, twins: str, names: Sequence[str]) -> list[Mistake]:
    """Two values for one unit, measure and time."""
    clash = f"""SELECT unit, measure, time, list(DISTINCT value ORDER BY value)[:3] AS told,
                       list(DISTINCT file ORDER BY file)[:3] AS files,
                       list(DISTINCT file_row ORDER BY file_row)[:3] AS places
                FROM {twins} GROUP BY unit, measure, time HAVING count(DISTINCT value) > 1"""
    found = engine.sql(f"""SELECT count(*) OVER (), unit, measure, strftime(time, '%Y-%m-%d %H:%M'), told, files, places
                           FROM ({clash}) ORDER BY measure, unit, time LIMIT {EXAMPLES}""")
    mistakes = []
    for count, unit, measure, time, values, files, places in found:
        several = phrase(", one of {count} such conflicts", count=count) if count > 1 else ""
        told = joined((f"{value:g}" for value in values), " and ")
        mistakes.append(Mistake(phrase("{names}, rows {names2}", names=joined((names[i] for i in files), " and "),
                                       names2=", ".join(map(str, places))),
                                phrase("the values {told} of {measure!r} for {unit!r}, both at {time} UTC{several}",
                                       told=told, measure=measure, unit=unit, time=time, several=several),
                                "one value a unit, measure and time", "Remove the wrong one, or declare the column that"
                                " tells them apart."))
    return mistakes


def _mixed(engine: Engine, rows: str, names: Sequence[str]) -> list[Mistake]:
    """Measures whose sources do not agree on the unit of the values, or on how they add up."""
    mistakes = []
    for column in ("value_unit", "aggregate"):
        found = engine.sql(f"""SELECT measure, min({column}), max({column}), list(DISTINCT file ORDER BY file)
                               FROM {rows} GROUP BY measure HAVING min({column}) <> max({column}) ORDER BY measure""")
        for measure, one, other, places in found:
            mistakes.append(Mistake(phrase("{names}, {column}", names=joined((names[i] for i in places[:5]), " and "),
                                           column=column), phrase("{one!r} and {other!r} for the measure {measure!r}",
                                                                  one=one, other=other, measure=measure),
                                    "the same in every source",
                                    phrase("Declare the same `{column}`, or give the measures two names.",
                                           column=column)))
    return mistakes


def write_without(engine: Engine, files: Sequence[Path], target: Path) -> None:
    """Copy the files into one Parquet file, less the rows that `examine` listed."""
    engine.sql(f"""COPY (SELECT * EXCLUDE (file, row) FROM {_rows(files)} ANTI JOIN dropped USING (file, row))
                   TO {literal(target)} (FORMAT parquet, COMPRESSION zstd)""")


def _rows(files: Sequence[Path]) -> str:
    """The files one under the other, with `file` (its place in the list) and `row` (its place in the file)."""
    parts = (f"SELECT *, {i} AS file, file_row_number AS row FROM {scan([f], ', file_row_number = true')}"
             for i, f in enumerate(files))
    return f"(SELECT * EXCLUDE (file_row_number) FROM ({' UNION ALL '.join(parts)}))"


def _quoted(names: Sequence[str]) -> list[str]:
    return [f'"{name}"' for name in names]
