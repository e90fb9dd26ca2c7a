"""The only place that opens a backend: DuckDB, through Ibis."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from recul._phrases import phrase
from recul.errors import Mistake, RecordError

if TYPE_CHECKING:
    import ibis
    import pyarrow as pa

    from recul.panel import Frequency

UNITS: dict[str, str] = {"hour": "h", "day": "D", "week": "W", "month": "M", "quarter": "Q", "year": "Y"}
MEMORY = "700MB"


class Engine:
    """A DuckDB session in UTC that keeps to a modest memory and spills what is larger to `spill`, when given.

    With one thread, sums of floats come out the same to the last bit every time; more are for work without sums.
    """

    def __init__(self, spill: Path | None = None):
        import ibis

        # Nothing is fetched from the network: what is needed ships with DuckDB's own package.
        config: dict[str, Any] = {"memory_limit": MEMORY, "threads": 1, "autoinstall_known_extensions": False}
        if spill is not None:
            config["temp_directory"] = str(spill)
        self.backend = ibis.duckdb.connect(**config)
        self.sql("SET TimeZone = 'UTC'")

    def use_threads(self, threads: int) -> None:
        """From now on: one for sums that come out the same every time."""
        self.sql(f"SET threads = {int(threads)}")

    def view(self, name: str, files: Sequence[Path], schema: pa.Schema) -> ibis.Table:
        """The canonical columns of Parquet files, none of them or many, as one table."""
        if not files:
            return self.table(name, schema.empty_table())
        columns = ", ".join(f'"{c}"' for c in schema.names)
        self.sql(f'CREATE OR REPLACE VIEW "{name}" AS SELECT {columns} FROM {scan(files)}')
        return self.backend.table(name)

    def table(self, name: str, data: pa.Table) -> ibis.Table:
        """An Arrow table, kept in memory."""
        return self.backend.create_table(name, data, overwrite=True)

    def sql(self, query: str) -> list[tuple[Any, ...]]:
        """The rows of a query. Values go in through `literal` and `scan` only."""
        import duckdb

        try:
            rows: list[tuple[Any, ...]] = self.backend.raw_sql(query).fetchall()
        except duckdb.Error as error:
            raise RecordError(Mistake(".recul", phrase("a record that DuckDB cannot work on ({error})", error=error),
                                      "files as they were written", "Make room on the disk; if it stays so, delete"
                                      " .recul.")) from error
        return rows

    def close(self) -> None:
        self.backend.disconnect()


def literal(text: str | Path) -> str:
    """A string for SQL."""
    return "'" + str(text).replace("'", "''") + "'"


def scan(files: Sequence[Path], extra: str = "") -> str:
    """Parquet files in SQL; a path is a path even when it holds characters of patterns."""
    return f"read_parquet([{', '.join(literal(_plain(f)) for f in files)}]{extra})"


def _plain(path: Path) -> str:
    """`*`, `?` and `[` of a folder's name are no pattern."""
    return "".join(f"[{c}]" if c in "*?[" else c for c in str(path))


@cache
def _timezone() -> Any:
    import ibis

    @ibis.udf.scalar.builtin(name="timezone", signature=(("string", "timestamp('UTC')"), "timestamp"))  # type: ignore[untyped-decorator]
    def timezone(zone: Any, time: Any) -> Any:
        raise NotImplementedError  # only its signature matters: the engine has the function

    return timezone


def local(time: ibis.expr.types.TimestampValue, zone: str) -> ibis.expr.types.TimestampValue:
    """The local clock of `zone`, without a zone, of a UTC timestamp: SQL's AT TIME ZONE."""
    found: ibis.expr.types.TimestampValue = _timezone()(zone, time)
    return found


def period(time: ibis.expr.types.TimestampValue, frequency: Frequency) -> ibis.expr.types.TimestampValue:
    """The start of the period a local time is in; weeks begin on Monday."""
    start: ibis.expr.types.TimestampValue = time.truncate(UNITS[frequency])
    return start


def truncated_utc(time: ibis.expr.types.TimestampValue) -> ibis.expr.types.TimestampValue:
    """The hour a UTC timestamp is in, without a zone."""
    return period(local(time, "UTC"), "hour")
