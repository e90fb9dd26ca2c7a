"""What the command line prints: the verdicts, and where the rows come from."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from recul._group import printed, safe

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
    table = Table(title="Files read", title_justify="left")
    for heading in ("Source", "File"):
        table.add_column(heading)
    for heading in ("Rows read", "Kept", "Refused", "Doubles"):
        table.add_column(heading, justify="right")
    for f in files:
        counts = (f.rows_read, f.rows_kept, f.rows_refused, f.duplicates)
        table.add_row(Text(safe(f.source)), Text(safe(f.path)), *(f"{n:,}" for n in counts))
    console().print(table)
    for f in files:
        for code, value in f.notes:
            line(f"  {f.path}: {code.replace('_', ' ')}: {value}")
        for reason in f.refused:
            line(f"  {f.path}: {reason.count:,} rows refused, {reason.reason.replace('_', ' ')}: "
                 f"{'; '.join(reason.examples)}")


def spoken_of(sources: Sequence[Spoken]) -> None:
    """One line a source: its first and last date, and how many units it speaks of."""
    for s in sources:
        when = f"{s.first} to {s.last}" if s.first else "no row with a date"
        many = "" if s.units is None else f", {s.units:,} unit{'' if s.units == 1 else 's'}"
        line(f"  {s.source}: {when}{many}")


def line(text: str = "") -> None:
    """One line on standard output, wrapped nowhere, whatever is in it."""
    console().print(Text(safe(text)), soft_wrap=True)


def console() -> Console:
    """Made anew each time: standard output may have been replaced."""
    return Console(highlight=False, markup=False, emoji=False)
