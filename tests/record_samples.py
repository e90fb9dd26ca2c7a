"""Small studies and records for the tests of the record, its sources and its measures."""

from __future__ import annotations

import zipfile
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape
from zoneinfo import ZoneInfo

import pyarrow as pa

from recul.errors import SourceError
from recul.panel import Panel
from recul.record import FileProvenance, Record
from recul.study import Study

PARIS = ZoneInfo("Europe/Paris")


def study(root: Path, *sources: dict[str, Any], **rest: Any) -> Study:
    if not sources:  # only a study in memory has none
        return Study(title="A test", brand="Brand", root=root, **rest)
    return Study.from_dict({"title": "A test", "brand": "Brand", "source": list(sources), **rest}, root)


def series(path: str, **rest: Any) -> dict[str, Any]:
    return {"name": "sales", "path": path, "table": "series", "measure": "sales", **rest}


def messages(path: str, **rest: Any) -> dict[str, Any]:
    return {"name": "posts", "path": path, "table": "messages", **rest}


def written(root: Path, name: str, content: str | bytes, encoding: str = "utf-8") -> Path:
    path = root / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


def read(
    root: Path, source: dict[str, Any], content: str | bytes | None = None, name: str = "a.csv", **rest: Any
) -> tuple[list[dict[str, Any]], FileProvenance]:
    """Write one file, read it, and give its rows (in the file's order) and its provenance."""
    if content is not None:
        written(root, name, content)
    record = Record.read(study(root, source, **rest))
    return rows(record, source["table"]), record.provenance[0]


def rows(record: Record, table: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = record.table(table).to_pyarrow().to_pylist()
    return found


def refused(provenance: FileProvenance) -> dict[str, int]:
    return {reason: count for reason, count, _ in provenance.refused}


def mistakes(root: Path, source: dict[str, Any], content: str | bytes, name: str = "a.csv", **rest: Any) -> str:
    """What SourceError says of a file that must not be read."""
    try:
        read(root, source, content, name, **rest)
    except SourceError as error:
        return str(error)
    raise AssertionError("the file was read")


def posts(rows: list[dict[str, Any]], root: Path = Path(), **rest: Any) -> Record:
    """A record of messages in memory."""
    full = [{"source": "posts", "unit": "u", "message_id": str(i), **row} for i, row in enumerate(rows)]
    columns = {key: [row.get(key) for row in full] for key in {k for row in full for k in row}}
    return Record.in_memory({"messages": pa.table(columns)}, study(root, **rest))


def values(rows: list[tuple[str, datetime, float | None]], aggregate: str = "sum", **rest: Any) -> Record:
    """A record of one series `m` in memory."""
    units, times, numbers = zip(*rows, strict=True)
    table = {
        "source": ["s"] * len(rows),
        "unit": units,
        "measure": ["m"] * len(rows),
        "time": times,
        "value": numbers,
        "value_unit": ["x"] * len(rows),
        "aggregate": [aggregate] * len(rows),
    }
    return Record.in_memory({"series": pa.table(table)}, study(Path(), **rest))


def daily(count: int, first: date = date(2024, 1, 1), step: int = 1, zone: ZoneInfo = PARIS) -> list[datetime]:
    return [datetime.combine(first + timedelta(step * i), datetime.min.time(), zone) for i in range(count)]


def days(found: Panel) -> list[str]:
    return [str(t) for t in found.times.astype("datetime64[D]")]


def xlsx(path: Path, sheets: dict[str, list[list[Any]]]) -> Path:
    """A workbook by hand: text as inline strings, numbers as numbers, a ("date", serial) as a date."""
    names = list(sheets)
    kinds = "".join(
        f'<Override PartName="/xl/worksheets/sheet{i}.xml" ContentType="application/vnd.openxmlformats-'
        f'officedocument.spreadsheetml.worksheet+xml"/>'
        for i in range(1, len(names) + 1)
    )
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    pack = "http://schemas.openxmlformats.org/package/2006"
    listed = "".join(f'<sheet name="{n}" sheetId="{i}" r:id="rId{i}"/>' for i, n in enumerate(names, 1))
    links = "".join(
        f'<Relationship Id="rId{i}" Type="{rel}/worksheet" Target="worksheets/sheet{i}.xml"/>'
        for i in range(1, len(names) + 1)
    )
    with zipfile.ZipFile(path, "w") as book:
        book.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{pack}/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
            'ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.'
            f'openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>{kinds}</Types>',
        )
        book.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{pack}/relationships"><Relationship Id="r" '
            f'Type="{rel}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        book.writestr(
            "xl/workbook.xml", f'<workbook xmlns="{main}" xmlns:r="{rel}"><sheets>{listed}</sheets></workbook>'
        )
        book.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{pack}/relationships">{links}<Relationship '
            f'Id="s" Type="{rel}/styles" Target="styles.xml"/></Relationships>',
        )
        book.writestr(
            "xl/styles.xml",
            f'<styleSheet xmlns="{main}"><cellXfs count="2"><xf numFmtId="0"/>'
            '<xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>',
        )
        for i, name in enumerate(names, 1):
            lines = "".join(
                f'<row r="{r}">{"".join(_cell(v, c, r) for c, v in enumerate(row))}</row>'
                for r, row in enumerate(sheets[name], 1)
            )
            book.writestr(
                f"xl/worksheets/sheet{i}.xml", f'<worksheet xmlns="{main}"><sheetData>{lines}</sheetData></worksheet>'
            )
    return path


def _cell(value: Any, column: int, row: int) -> str:
    place = f"{chr(65 + column)}{row}"
    if value is None:
        return ""
    if isinstance(value, tuple):
        return f'<c r="{place}" s="1"><v>{value[1]}</v></c>'
    if isinstance(value, str):
        return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
    return f'<c r="{place}"><v>{value!r}</v></c>'
