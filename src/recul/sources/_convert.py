"""A stretch of a file to canonical rows: each cell as declared, or its row refused with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from recul._mistakes import listed
from recul._phrases import phrase
from recul.errors import Mistake, SourceError
from recul.panel import Bools
from recul.record.tables import Column
from recul.sources import _dates, _numbers, _words
from recul.sources._numbers import to_numpy
from recul.sources._plan import Cell, Plan
from recul.sources.base import Raw, Reading, Tally, Verdicts

if TYPE_CHECKING:
    import pyarrow as pa

# Tables whose cells may say who somebody is: their refusals name rows, never what stands in them.
SECRET = frozenset({"messages", "tasks", "documents"})
SCALE = frozenset({"-1", "−1", "0", "1", "+1"})
# With the time, what tells a row that has no id from another.
_TELLING = ("author", "unit", "text", "title", "occupation", "contract", "employer", "place", "conversation")


class Converter:
    """Converts stretches of one file, all by the same plan."""

    def __init__(self, reading: Reading, plan: Plan, tally: Tally):
        self.reading, self.plan, self.tally = reading, plan, tally
        self.source = reading.source
        self._scale: set[str] = set()  # tones written as numbers
        self._moments: dict[str, _dates.Moments] = {}  # of the stretch in hand: its cells share their times

    def __call__(self, raw: Raw) -> pa.Table:
        """The rows kept, canonical columns and `file_row`; the others are counted."""
        import pyarrow as pa

        self._moments.clear()
        if not self.plan.cells:
            return self._one(raw, None)
        return pa.concat_tables([self._one(raw, cell) for cell in self.plan.cells])

    def finish(self, where: str) -> None:
        """Once the file is through. Raises SourceError when its tones are numbers on a scale that cannot be told."""
        # Of 0 and 1 alone, or of 0, 1 and 2, nobody can say which is the negative one.
        if self._scale and not (self._scale <= SCALE and self._scale & {"-1", "−1"}):
            raise SourceError(Mistake(phrase("{where}, {tone}", where=where, tone=self.plan.columns["tone"]),
                                      phrase("tones {names}", names=listed(sorted(self._scale), 6)),
                                      "negative, neutral, positive, or the scale -1, 0, 1",
                                      'Write the tones in words, or leave them out by `tone = ""` under `columns`.'))

    def _one(self, raw: Raw, cell: Cell | None) -> pa.Table:
        import pyarrow as pa

        verdicts = Verdicts(raw.row, self.reading.table.name in SECRET)
        made: dict[str, pa.Array] = {}
        for column in self.reading.table.columns:
            made[column.name] = self._column(raw, column, cell, verdicts)
        self._identify(raw, made, verdicts)
        self.tally.read += len(raw)
        verdicts.report(self.tally)
        table = pa.table([*made.values(), pa.array(raw.row)],
                         schema=self.reading.table.schema().append(pa.field("file_row", pa.int64())))
        return table if verdicts.kept.all() else table.filter(pa.array(verdicts.kept))

    def _column(self, raw: Raw, column: Column, cell: Cell | None, verdicts: Verdicts) -> pa.Array:
        import pyarrow as pa

        fixed = self._fixed(column.name, cell)
        if fixed is not None:
            return pa.repeat(pa.scalar(fixed, pa.string()), len(raw))
        name = cell.column if cell is not None and column.name == "value" else self.plan.columns.get(column.name)
        if name is None:
            return pa.nulls(len(raw), self.reading.table.schema().field(column.name).type)
        array = raw.columns[name]
        if column.kind == "time":
            return self._time(array, column, name, verdicts)
        if column.kind in ("number", "count"):
            return self._number(array, column, name, verdicts)
        return self._text(_words.text(array), column, name, verdicts)

    def _fixed(self, name: str, cell: Cell | None) -> str | None:
        """What the study says of every row alike."""
        if name == "source":
            return str(self.source.name)
        if cell is not None:
            return {"unit": cell.unit, "measure": cell.measure, "value_unit": self.source.value_unit,
                    "aggregate": self.source.aggregate}.get(name)
        if name == "unit" and self.reading.table.name in ("messages", "tasks"):
            return self.source.unit or (None if "unit" in self.plan.columns else self.reading.unit)
        return None

    def _time(self, array: pa.Array, column: Column, name: str, verdicts: Verdicts) -> pa.Array:
        import pyarrow as pa

        if name not in self._moments:
            self._moments[name] = _dates.parse(array, self.source, self.reading.zone)
        moments = self._moments[name]
        for reason, mask in (("not_a_date", moments.bad), ("ambiguous_time", moments.ambiguous),
                             ("nonexistent_time", moments.nonexistent)):
            verdicts.refuse(reason, mask, name, array)
        if column.required:
            verdicts.refuse("missing_time", moments.missing, name)
        return pa.array(moments.utc, mask=moments.missing).cast(pa.timestamp("us", "UTC"))

    def _number(self, array: pa.Array, column: Column, name: str, verdicts: Verdicts) -> pa.Array:
        import pyarrow as pa

        numbers = _numbers.parse(array, self.source)
        verdicts.refuse("not_a_number", numbers.bad, name, array)
        blank = numbers.missing | numbers.bad
        if column.kind == "number":
            return pa.array(numbers.value, mask=blank)
        whole = np.where(blank, 0.0, numbers.value)
        wrong = (whole < 0) | (whole != np.floor(whole)) | (whole >= 2.0**53)
        verdicts.refuse("not_a_count", wrong, name, array)
        return pa.array(np.where(wrong, 0.0, whole).astype(np.int64), mask=blank)

    def _text(self, array: pa.Array, column: Column, name: str, verdicts: Verdicts) -> pa.Array:
        import pyarrow.compute as pc

        if column.kind in ("text", "name"):
            kept = _words.filled(array)
            if column.kind == "name":
                breaks = pc.fill_null(pc.match_substring_regex(kept, r"[\r\n]"), False)
                verdicts.refuse("line_break_in_name", to_numpy(breaks), name, array)
        else:
            kept = _words.known(array, self.source.missing)
        if column.required:
            reason = {"id": "missing_id", "text": "missing_text"}.get(column.kind, "missing_name")
            verdicts.refuse(reason, to_numpy(pc.is_null(kept)), name)
        elif column.kind == "name" and self.reading.table.name in ("messages", "tasks"):
            verdicts.refuse("missing_name", to_numpy(pc.is_null(kept)), name)
        return self._special(kept, column, name, verdicts)

    def _special(self, kept: pa.Array, column: Column, name: str, verdicts: Verdicts) -> pa.Array:
        import pyarrow as pa
        import pyarrow.compute as pc

        if column.kind == "id":
            verdicts.refuse("damaged_id", _words.damaged(kept), name, kept)
        elif column.kind in ("tone", "direction"):
            self._scale |= _words.numerals(kept) if column.kind == "tone" else set()
            found, unknown = _words.code(kept, column.kind)
            verdicts.refuse("not_a_code", unknown, name, kept)
            return found
        elif column.kind == "author":
            hidden = _words.pseudonyms(kept, self.reading.pseudonym)
            if self.reading.erased:
                gone = pc.is_in(hidden, value_set=pa.array(sorted(self.reading.erased), pa.string()))
                verdicts.refuse("erased", to_numpy(gone), name)
            return hidden
        return kept

    def _identify(self, raw: Raw, made: dict[str, pa.Array], verdicts: Verdicts) -> None:
        """Give an id to rows that have none: a digest of their content, or, where that says too little, their place."""
        import pyarrow as pa
        import pyarrow.compute as pc

        own = self.reading.table.columns[0]
        if own.kind != "id" or own.required:
            return
        lacking: Bools = to_numpy(pc.is_null(made[own.name])) & verdicts.kept
        if not lacking.any():
            return
        told = lacking & self._telling(own.name)
        if (lacking & ~told).any() and ("rows_taken_as_distinct", own.name) not in self.tally.notes:
            self.tally.notes.append(("rows_taken_as_distinct", own.name))
        parts = [made["time"].cast("int64"), *(made[n] for n in _TELLING if n in made)]
        given = _words.numbered(self.reading.digest, raw.row)
        if told.any():
            given = pc.if_else(pa.array(told), _words.digests(parts, told), given)
        made[own.name] = pc.coalesce(made[own.name], given)

    def _telling(self, own: str) -> Bools | np.bool_:
        """Whether the content of a row tells it from any other: the rows [n], or all alike."""
        columns, name = self.plan.columns, self.reading.table.name
        # The same task twice a day is two tasks, and a thousand people write "thank you" on one day. The same words of
        # the same author in the same second are one message, copied.
        if "text" not in columns or name == "tasks":
            return np.False_
        if name != "messages":
            return np.True_
        if not {"author", own} & columns.keys():
            return np.False_
        return self._moments[columns["time"]].clocked
