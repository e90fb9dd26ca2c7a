"""Messages that come without a tone, read by a machine where the study says so; each tone says who judged it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

    from recul.study import Source, Study
    from recul.text.tone import Tone

#: `tone_by` of a tone that the file itself gave.
PEOPLE = "source"


class Toned:
    """Fills `tone` and `tone_by` of messages. What the brand wrote itself is not read: nobody asks for its tone."""

    def __init__(self, study: Study):
        self._sources = None if study.tone is None else set(study.tone.sources)
        self._tone: Tone | None = None
        if study.tone is not None:
            from recul.text.tone import Tone

            self._tone = Tone.declared(study)

    @property
    def digest(self) -> str:
        """Of all that reads; empty where nothing does."""
        return "" if self._tone is None else self._tone.digest

    def reads(self, source: Source) -> bool:
        """Whether messages of this source are read."""
        return source.table == "messages" and self._sources is not None and (not self._sources
                                                                             or source.name in self._sources)

    def __call__(self, rows: pa.Table, source: Source, counts: dict[str, int]) -> pa.Table:
        """The same rows, with the tones read. counts: how many were, and how many were not for each reason, so far."""
        import pyarrow as pa
        import pyarrow.compute as pc

        if source.table != "messages":
            return rows
        by = pc.if_else(pc.is_valid(rows["tone"]), PEOPLE, pa.scalar(None, pa.string()))
        tone = rows["tone"]
        if self._tone is not None and self.reads(source):
            ours = pc.equal(rows["direction"], "out")
            asked = pc.and_(pc.is_null(tone), pc.invert(pc.fill_null(ours, False)))
            table = rows.select(["text", "language"]).filter(asked)
            judged = self._tone.judge(table["text"].to_pylist(), table["language"].to_pylist())
            told = {"read": table.num_rows - sum(judged.unjudged.values()), **judged.unjudged}
            counts.update({why: counts.get(why, 0) + n for why, n in told.items()})
            read = pa.array(judged.tones, pa.string())
            tone = pc.replace_with_mask(_one(tone), _one(asked), read)
            mine = pc.if_else(pc.is_valid(read), self._tone.digest, pa.scalar(None, pa.string()))
            by = pc.replace_with_mask(_one(by), _one(asked), _one(mine))
        place = rows.schema.get_field_index
        rows = rows.set_column(place("tone"), rows.schema.field("tone"), tone)
        return rows.set_column(place("tone_by"), rows.schema.field("tone_by"), by)

    def notes(self, counts: dict[str, int]) -> list[tuple[str, str]]:
        """Of one file: how many tones were read, and by what; how many texts were not, and why."""
        if not counts:
            return []
        refused = [(f"tone_{why}", str(n)) for why, n in sorted(counts.items()) if why != "read"]
        return [("tones_read", f"{counts['read']} ({self.digest})"), *refused]


def _one(column: pa.ChunkedArray | pa.Array) -> pa.Array:
    import pyarrow as pa

    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
