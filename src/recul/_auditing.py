"""`recul audit`: its options, what it prints, what it writes. Heavy libraries are imported when it runs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from recul._group import common, printed
from recul._phrases import phrase, quoted, reason_of

if TYPE_CHECKING:
    from recul._bars import Bars
    from recul.audit import Audit
    from recul.audit.base import ReaderName

Findings = list[tuple[dict[str, Any], dict[str, str]]]


@click.command(short_help="Which claims of a document go beyond what it offers.")
@click.argument("files", nargs=-1, required=True, metavar="FILE…", type=click.Path(path_type=Path))
@click.option("--study", type=click.Path(path_type=Path), help="A study, or its report.json: claims beside findings.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), default=Path("recul-audit"),
              show_default=True, help="Where to write.")
@click.option("--language", type=click.Choice(["fr", "en"]), help="Of the answer; default the documents' own.")
@click.option("--reader", type=click.Choice(["fast", "tuned"]), default="fast", show_default=True,
              help="Of claims; tuned is slower and better, and needs recul[text].")
@click.option("--encoding", help="Of texts and pages; default what their bytes say.")
@common
def audit(files: tuple[Path, ...], study: Path | None, out: Path, language: str | None, encoding: str | None,
          reader: ReaderName, quiet: bool) -> None:
    """Find the claims of each FILE (text, Markdown, HTML, DOCX, PDF), how strong they are, and what they offer.

    Writes audit.html, the text with each claim marked and its reason beside it; audit.json; audit.sarif, for editors.
    """
    from recul._bars import Bars
    from recul.report.audit import write

    with Bars(quiet) as bars:
        audits, uris, findings = audited(files, study, encoding, bars, reader)
        shown = language or next((name for a in audits for name in a.spoken), "en")
        bars.at("Writing the page", 0, None)
        from recul.cli import _ready

        _ready(out)
        paths = write(audits, out, shown, findings, uris)
    if not quiet:
        tell(audits, paths, shown)


def audited(files: Sequence[Path], study: Path | None, encoding: str | None, bars: Bars,
            reader: ReaderName = "fast") -> tuple[list[Audit], list[str], Findings]:
    """The audits, how editors find the files, and the study's findings. Raises SourceError, of all files."""
    from recul.audit import audit as judged
    from recul.audit.reader import Reader
    from recul.documents import read
    from recul.errors import Mistake, ReculError, SourceError
    from recul.record.store import sha256_of
    from recul.text.claims_tuned import installed, refusal

    mistakes: list[Mistake] = [refusal("--reader")] if reader == "tuned" and not installed() else []
    documents = []
    if encoding is not None and not _known(encoding):
        raise SourceError(Mistake("--encoding", quoted(encoding), "the name of an encoding", "Try utf-8 or cp1252."))
    for number, path in enumerate(files):
        bars.at("Reading", number, len(files))
        try:
            documents.append((path, read(path, encoding=encoding)))
        except ReculError as error:
            mistakes += error.mistakes
    if mistakes:
        raise SourceError(mistakes)
    findings = findings_of(study, bars) if study else []
    audits, auditor = [], Reader(reader)
    for number, (path, document) in enumerate(documents):
        bars.at("Looking for claims", number, len(documents))
        audits.append(judged(document, auditor, [f for f, _ in findings], sha256_of(path), study is not None))
    return audits, [path.as_posix() for path in files], findings


def _known(encoding: str) -> bool:
    import codecs

    try:
        codecs.lookup(encoding)
    except (LookupError, ValueError):
        return False
    return True


def findings_of(study: Path, bars: Bars) -> Findings:
    """Of a report.json, or of a study, whose questions are then answered. Raises StudyError when it is neither."""
    if study.suffix.lower() == ".json":
        return _of_report(study)
    from recul.api import OpenStudy, open_study

    opened = OpenStudy(open_study(study).study, bars.at)
    bars.at("Asking the questions and their placebos", 0, None)
    return [(f.to_dict(), {language: f.sentence(language) for language in ("fr", "en")}) for f in opened.findings()]


def _of_report(path: Path) -> Findings:
    import json

    from recul.errors import Mistake, StudyError

    try:
        return [_finding(f) for f in json.loads(path.read_bytes())["findings"]]
    except OSError as error:
        raise StudyError(Mistake(str(path), phrase("a file that cannot be opened ({reason})", reason=reason_of(error)),
                                 "a report.json", "Check the name and the permissions.")) from error
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise StudyError(Mistake(str(path), phrase("no report of Recul ({__name__}: {error})",
                                                   __name__=type(error).__name__, error=error),
                                 "a report.json, as `recul report` writes it", "Name that file, or the study's"
                                 " folder.")) from error


def _finding(given: Any) -> tuple[dict[str, Any], dict[str, str]]:
    """What an audit reads of a finding, its numbers finite or null. Raises KeyError, TypeError or ValueError."""
    import math

    question, verdict = dict(given["question"]), given["verdict"]
    if verdict not in ("seen", "not_seen", "cannot_say"):
        raise ValueError(f"verdict {str(verdict)[:40]!r}")
    numbers = {"estimate": ("value", "relative_low", "relative_high"), "placebo": ("detectable_effect",)}
    held = {part: {key: given[part][key] for key in keys} for part, keys in numbers.items()}
    smallest = question.get("minimum_effect")
    for value in (*held["estimate"].values(), *held["placebo"].values(), smallest):
        if value is not None and not (type(value) in (int, float) and math.isfinite(value)):
            raise ValueError(f"{str(value)[:40]!r} where a number is due")
    if verdict == "seen" and held["estimate"]["value"] is None:
        raise ValueError("seen, without an estimate")
    return ({"question": {**question, "kind": str(question["kind"])}, "verdict": verdict, **held},
            {language: str(given["sentence"][language]) for language in ("fr", "en")})


def tell(audits: Sequence[Audit], paths: dict[str, Path], language: str) -> None:
    """In short, a table of the documents where there are several, how often it is mistaken, and where the files are."""
    from rich.table import Table
    from rich.text import Text

    from recul._tables import console, line
    from recul.report.audit import corpus_heads, corpus_row, merged, type_table
    from recul.report.words import audit as words
    from recul.report.words.text import plain

    whole = merged(audits)
    for text in (words.summary(whole, language), words.rests(whole, language), words.beside(whole, language)):
        if text:
            line(printed(plain(text)))
    heads, rows = type_table(whole, language)
    tables = [(heads, [(name, *counts) for name, counts in rows])] if rows else []
    if len(audits) > 1:
        tables.append((corpus_heads(language), [corpus_row(a, language) for a in audits]))
    for columns, told in tables:
        table = Table(box=None, pad_edge=False)
        for number, head in enumerate(columns):
            table.add_column(Text(printed(plain(head))), justify="right" if number else "left")
        for row in told:
            table.add_row(*(Text(printed(plain(value))) for value in row))
        console().print(table)
    notes = [words.note(code, value, language) for a in audits for code, value in a.document.notes]
    for flags in whole.flags:
        spoken = sum(s.language == flags.language for s in whole.sentences)
        notes.append(words.flags(flags, spoken, language))
    for text in (*notes, words.unread(whole, language)):
        if text:
            line(printed(plain(text)))
    for path in paths.values():
        line(str(path))
