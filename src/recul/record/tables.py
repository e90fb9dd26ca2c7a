"""The tables of the record: their columns, units, null rules and keys.

Times are `timestamp[us, UTC]`; a pure date is the first instant of that day in its source's time zone.
A null means "not known", never zero. Every text is kept exactly as the file has it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from recul._phrases import phrase, quoted
from recul.errors import Mistake, RecordError

if TYPE_CHECKING:
    import pyarrow as pa

# text: kept as it is. name: text that says what a row is about; only an empty cell is missing. id: refused when a
# spreadsheet has rounded it. word: a short label. author: kept as a pseudonym only. code: one of a few words.
Kind = Literal["text", "name", "id", "word", "author", "number", "count", "time", "tone", "direction"]

CODES: dict[str, dict[str, str]] = {
    "tone": {"negative": "negative", "neutral": "neutral",
             "négatif": "negative", "négative": "negative", "negatif": "negative", "neutre": "neutral",
             "positif": "positive", "positive": "positive",
             "-1": "negative", "−1": "negative", "0": "neutral", "1": "positive", "+1": "positive"},
    "direction": {"in": "in", "out": "out"},
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column. required: the row is refused when it has none. filled: Recul writes it, no file does."""

    name: str
    kind: Kind
    about: str
    required: bool = False
    filled: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table. key: two rows that agree on it are the same fact (nulls count as equal)."""

    name: str
    about: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(c.name for c in self.columns)

    @property
    def declarable(self) -> tuple[str, ...]:
        """What `columns` of a source may name."""
        return tuple(c.name for c in self.columns if not c.filled)

    def schema(self) -> pa.Schema:
        """The Arrow schema of the canonical columns."""
        import pyarrow as pa

        types = {"number": pa.float64(), "count": pa.int64(), "time": pa.timestamp("us", "UTC")}
        return pa.schema([(c.name, types.get(c.kind, pa.string())) for c in self.columns])


_SOURCE = Column("source", "word", "the name of the source in study.toml", filled=True)

SERIES = Table("series", "a measured value of a unit at a time, one row each", ("unit", "measure", "time"), (
    _SOURCE,
    Column("unit", "name", "what was measured: a market, a brand, an account", required=True),
    Column("measure", "name", "the name of the measure", required=True),
    Column("time", "time", "the start of the period measured", required=True),
    Column("value", "number", "in value_unit; null: not observed"),
    Column("value_unit", "word", "the unit the value is in", filled=True),
    Column("aggregate", "word", "sum for amounts, mean for rates and prices", filled=True),
))

MESSAGES = Table("messages", "a message published or received", ("source", "message_id"), (
    Column("message_id", "id", "the platform's id; without one, a digest of the row, beginning with ~"),
    _SOURCE,
    Column("time", "time", "when it was published", required=True),
    Column("author", "author", "a pseudonym (HMAC-SHA256 under the study's key); null: not known"),
    Column("unit", "name", "the account, brand or market it belongs to; default the source's unit, else the brand"),
    Column("direction", "direction", "in: from the public; out: from the brand; null: not known"),
    Column("conversation", "id", "the id of the thread"),
    Column("reply_to", "id", "the id of the message answered"),
    Column("text", "text", "as published, untouched"),
    Column("language", "word", "a language tag"),
    Column("reach", "count", "accounts reached, at the moment of export"),
    Column("likes", "count", "likes or reactions, at the moment of export"),
    Column("shares", "count", "shares, reposts, at the moment of export"),
    Column("replies", "count", "replies, comments, at the moment of export"),
    Column("tone", "tone", "negative, neutral or positive, or -1, 0, 1; null: not judged"),
    Column("tone_by", "word", "who judged the tone: source, or the digest of the machine that read it", filled=True),
))

ADS = Table("ads", "a job advertisement", ("source", "ad_id"), (
    Column("ad_id", "id", "the site's id; without one, a digest of the row, beginning with ~"),
    _SOURCE,
    Column("time", "time", "when it was published"),
    Column("occupation", "name", "the occupation advertised; null: not stated"),
    Column("title", "text", "the title of the ad"),
    Column("contract", "word", "the kind of contract, as the site writes it"),
    Column("seniority", "word", "the experience required, as the site writes it"),
    Column("employer", "word", "who hires"),
    Column("place", "word", "where"),
    Column("text", "text", "the ad itself, untouched"),
))

TASKS = Table("tasks", "a task of a team's own log", ("source", "task_id"), (
    Column("task_id", "id", "the log's id; without one, a digest of the row, beginning with ~"),
    _SOURCE,
    Column("time", "time", "when it was done, or begun", required=True),
    Column("end", "time", "when it ended"),
    Column("author", "author", "who did it, as a pseudonym"),
    Column("unit", "name", "the account, brand or market it was for; default the source's unit, else the brand"),
    Column("nature", "word", "the team's own word for its nature"),
    Column("text", "text", "what was done, untouched"),
    Column("hours", "number", "hours spent"),
))

DOCUMENTS = Table("documents", "a report, pitch or article to be audited", ("source", "document_id"), (
    Column("document_id", "id", "an id; without one, a digest of the row, beginning with ~"),
    _SOURCE,
    Column("time", "time", "when it was published"),
    Column("kind", "word", "report, pitch, article, …"),
    Column("title", "text", "its title"),
    Column("language", "word", "a language tag"),
    Column("text", "text", "the text itself, untouched", required=True),
))

ACTIONS = Table("actions", "something done, or that happened; one row a unit touched", ("action_id", "unit"), (
    Column("action_id", "id", "the name questions use", required=True),
    _SOURCE,
    Column("kind", "name", "what kind of action it was", required=True),
    Column("label", "text", "how to call it in a report"),
    Column("start", "time", "when it began", required=True),
    Column("end", "time", "when it ended; a date includes that day"),
    Column("unit", "name", "the unit touched; null: all"),
    Column("cost", "number", "what was paid, in `currency`, hours of work left out"),
    Column("currency", "word", "three letters of ISO 4217"),
    Column("onset_rule", "word", "declared, alarm, peak or randomised; default declared"),
))

TABLES: dict[str, Table] = {t.name: t for t in (MESSAGES, SERIES, ACTIONS, ADS, TASKS, DOCUMENTS)}


def table(name: str) -> Table:
    """The definition of a table. Raises RecordError, naming the nearest, when there is none."""
    from difflib import get_close_matches

    if name in TABLES:
        return TABLES[name]
    near = get_close_matches(str(name), TABLES, 1, 0.5)
    raise RecordError(Mistake("table", quoted(name), phrase("one of {names}", names=", ".join(TABLES)),
                              phrase("Did you mean {near!r}?", near=near[0]) if near else "Choose one of these."))


def conform(name: str, data: Any) -> pa.Table:
    """An Arrow table with exactly the canonical columns; those left out are null.

    Raises RecordError when a column is unknown, a required one is absent or holds nulls, or a type does not fit.
    """
    import pyarrow as pa

    spec, mistakes, arrays = table(name), [], []
    for column in sorted(set(data.column_names) - set(spec.names)):
        mistakes.append(Mistake(phrase("table {name}", name=name), phrase("a column {column!r}", column=column),
                                phrase("columns among {names}", names=", ".join(spec.names)), "Rename or drop it."))
    for column, field in zip(spec.columns, spec.schema(), strict=True):
        given = data.column(column.name) if column.name in data.column_names else pa.nulls(data.num_rows, field.type)
        if column.required and given.null_count:
            mistakes.append(Mistake(phrase("table {name}", name=name),
                                    phrase("{null_count} rows without {column!r}", null_count=given.null_count,
                                           column=column.name), "a value in every row", "Fill it, or drop these rows."))
        try:
            arrays.append(given.cast(field.type))
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
            mistakes.append(Mistake(phrase("table {name}, column {column!r}", name=name, column=column.name),
                                    str(given.type), str(field.type),
                                    phrase("Convert it first ({error}).", error=error)))
    if mistakes:
        raise RecordError(mistakes)
    return pa.table(arrays, schema=spec.schema())
