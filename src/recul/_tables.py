"""What the command line prints: the verdicts, and where the rows come from."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from recul._group import printed, safe, spoken
from recul._phrases import Phrase, joined, phrase, plural

if TYPE_CHECKING:
    from datetime import datetime

    from recul.finding import Finding
    from recul.ledger.settle import Stand
    from recul.measures._spans import Spoken
    from recul.record.provenance import FileProvenance

STYLES = {"seen": "bold green", "not_seen": "bold blue", "cannot_say": "bold yellow"}
TITLES, FRAME = 24, 10


def verdicts(findings: Sequence[Finding], language: str) -> None:
    """A table of verdicts on standard output: the question, the verdict in words, the sentence; the truth if known."""
    from recul.report.view import question_title, truth_text
    from recul.report.words import chip_text, label
    from recul.report.words.text import plain

    table = Table(show_lines=True, expand=False)
    table.add_column("", justify="right")
    table.add_column("Question", max_width=TITLES, overflow="fold")
    table.add_column(plain(label("answer", language)), overflow="fold")
    titles = [printed(plain(question_title(finding, language))) for finding in findings]
    # What is left beside the number, the titles, and the table's own lines and margins.
    room = console().width - FRAME - len(str(len(titles))) - min(max(map(len, titles), default=0), TITLES)
    for number, (title, finding) in enumerate(zip(titles, findings, strict=True), 1):
        answer = Text.assemble((printed(plain(chip_text(finding, language))), STYLES[finding.verdict]), "\n",
                               _wrapped(printed(finding.sentence(language)), room))
        truth = truth_text(finding, language)
        if truth:
            answer.append(f"\n{_wrapped(printed(plain(truth)), room)}", "dim")
        table.add_row(str(number), Text(title), answer)
    if findings:
        console().print(table)
    else:
        console().print(Text(plain(label("no_findings", language))))


def beside(finding: Finding, language: str) -> None:
    """The tables that stand beside an answer."""
    from recul.report.view import table_view
    from recul.report.words.text import plain

    for one in finding.tables:
        view = table_view(one, finding, language)
        table = Table(title=Text(printed(plain(view.title))), title_justify="left")
        for head, numeric in zip(view.heads, view.numeric, strict=True):
            table.add_column(printed(plain(head)), justify="right" if numeric else "left", overflow="fold")
        for row in view.rows:
            table.add_row(*(Text(printed(plain(cell))) for cell in row))
        console().print(table)


def claims(stands: Sequence[Stand], now: datetime, language: str) -> None:
    """Every claim on a line: its number, who says what, how sure, and what became of it."""
    from recul.report.words import claims as words
    from recul.report.words.text import plain

    if not stands:
        line(words.told("none", language))
        return
    table = Table(expand=False)
    for name, head in words.HEADS.items():
        table.add_column(head[language], justify="right" if name in ("number", "probability") else "left",
                         overflow="fold")
    for s in stands:
        told = (words.claim_text(s.claim, language), words.probability(s.claim, language))
        table.add_row(str(s.number), Text(safe(s.claim.by)), *(Text(printed(plain(t))) for t in told),
                      Text(words.state_text(s, now, language)))
    console().print(table)


def _wrapped(text: str, room: int) -> str:
    """Broken at ordinary spaces only: Rich would break at French ones too, and leave « alone at the end of a line."""
    return textwrap.fill(text, room, break_long_words=False, break_on_hyphens=False) if room > TITLES else text


def provenance(files: Sequence[FileProvenance]) -> None:
    """One line a file: rows read, kept, refused, doubled. Then why rows were refused, with the first of them."""
    table = Table(title=spoken(phrase("Files read")), title_justify="left")
    for heading in (phrase("Source"), phrase("File")):
        table.add_column(spoken(heading))
    for heading in (phrase("Rows read"), phrase("Kept"), phrase("Refused"), phrase("Doubles")):
        table.add_column(spoken(heading), justify="right")
    for f in files:
        counts = (f.rows_read, f.rows_kept, f.rows_refused, f.duplicates)
        table.add_row(Text(safe(f.source)), Text(safe(f.path)), *(spoken(phrase("{n:,}", n=n)) for n in counts))
    console().print(table)
    for f in files:
        for code, value in f.notes:
            known = phrase(value) if code == "separator_detected" else value
            note = phrase(code, value=known).instead_of(f"{code.replace('_', ' ')}: {value}")
            line(phrase("  {path}: {note}", path=f.path, note=note))
        for reason in f.refused:
            many = plural(reason.count, "{n:,} row refused", "{n:,} rows refused").instead_of(
                f"{reason.count:,} rows refused")
            line(phrase("  {path}: {many}, {reason}: {examples}", path=f.path, many=many,
                        reason=phrase(reason.reason.replace("_", " ")),
                        examples=joined(map(example, reason.examples), "; ")))


def example(told: str) -> Phrase:
    """What the record keeps of a refused row, `row 7: time 'x'`, in words that have their French."""
    found = re.fullmatch(r"row (\d+)(?:: (.*))?", told, re.DOTALL)
    if found is None:
        return phrase("{told}", told=told)
    return phrase("row {row}: {rest}", row=found[1], rest=found[2]) if found[2] else phrase("row {row}", row=found[1])


def spoken_of(sources: Sequence[Spoken]) -> None:
    """One line a source: its first and last date, and how many units it speaks of."""
    for s in sources:
        when = phrase("{first} to {last}", first=s.first, last=s.last) if s.first else phrase("no row with a date")
        many = "" if s.units is None else plural(s.units, ", {n:,} unit", ", {n:,} units")
        line(phrase("  {source}: {when}{many}", source=s.source, when=when, many=many))


def line(text: str = "") -> None:
    """One line on standard output, wrapped nowhere, whatever is in it; phrases in the language of the command."""
    console().print(Text(safe(spoken(text))), soft_wrap=True)


def console() -> Console:
    """Made anew each time: standard output may have been replaced."""
    return Console(highlight=False, markup=False, emoji=False)
