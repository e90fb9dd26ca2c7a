"""From the record to documents: whose text, in their order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from recul._phrases import phrase, quoted
from recul.errors import Mistake, QuestionError

if TYPE_CHECKING:
    from recul.record import Record


@dataclass(frozen=True, slots=True)
class Prose:
    """A document of the record. id, title: as the file or the table has them; text: paragraphs between blank lines."""

    id: str
    title: str
    text: str


def documents(record: Record, wanted: Sequence[str] = ()) -> tuple[Prose, ...]:
    """The documents named, or all, in the order of their ids.

    Raises QuestionError when the record holds none, or none of a name.
    """
    rows = record.table("documents").select("source", "document_id", "title", "text").order_by(
        "source", "document_id").execute()
    found = [Prose(str(r.document_id), str(r.title) if isinstance(r.title, str) else str(r.document_id), str(r.text))
             for r in rows.itertuples()]
    if not found:
        raise QuestionError(Mistake("documents", "none in the record", "documents",
                                    'Declare a source with table = "documents": a file of text, a page, a PDF …'))
    known = [name for one in found for name in (one.id, one.title)]
    mistakes = []
    for name in wanted:
        if name not in known:
            near = get_close_matches(name, known, 1, 0.4)
            mistakes.append(Mistake("documents", quoted(name),
                                    phrase("one of {names}", names=", ".join(dict.fromkeys(known))[:300]),
                                    phrase("Did you mean {near!r}?", near=near[0]) if near
                                    else "Write it as the record has it."))
    if mistakes:
        raise QuestionError(mistakes)
    return tuple(one for one in found if not wanted or one.id in wanted or one.title in wanted)
