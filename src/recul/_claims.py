"""`recul claim`: claims written down beforehand, settled from the record, scored. Heavy libraries come when it runs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from recul._group import F, common, misuse
from recul._phrases import phrase

if TYPE_CHECKING:
    from recul.api import OpenStudy
    from recul.finding import Finding
    from recul.ledger.claims import Claim
    from recul.ledger.settle import Stand
    from recul.ledger.store import Ledger

STUDY = click.argument("study", type=click.Path(path_type=Path))
FILE = click.Path(dir_okay=False, path_type=Path)

OPTIONS: tuple[Callable[[Any], Any], ...] = (
    click.option("--by", metavar="NAME", help="Who says it: a person, an agency, a tool."),
    click.option("--measure", metavar="NAME", help="What is measured, as in a question: sales, messages."),
    click.option("--unit", "units", metavar="NAME", multiple=True, help="Of which unit; may be repeated. All, else."),
    click.option("--up", "says", flag_value="up", help="It will be above the baseline."),
    click.option("--down", "says", flag_value="down", help="It will be below the baseline."),
    click.option("--at-least", metavar="N", help="It will be N or more; N% against a baseline."),
    click.option("--at-most", metavar="N", help="It will be N or less."),
    click.option("--between", metavar="LOW HIGH", nargs=2, help="It will be between the two, both included."),
    click.option("--against", metavar="WHAT", help="The baseline: before (the default of --up and --down), last-year, "
                                                   "or a number."),
    click.option("--from", "start", metavar="DAY", help="The first day."),
    click.option("--to", "end", metavar="DAY", help="The last day, included."),
    click.option("--probability", metavar="P", help="How sure: 0.8, or 80%."),
    click.option("--note", metavar="TEXT", help="Why."),
    click.option("--file", "file", type=FILE, help="Claims from a file instead, one a row (docs/ledger.md)."),
)


def _declared(command: F) -> F:
    for option in reversed(OPTIONS):
        command = option(command)
    return command


@click.group(short_help="Claims written down beforehand, settled, and scored.")
def claim() -> None:
    """Claims written down beforehand, settled from the record, and scored against the base rate.

    They are kept in ledger.sqlite beside study.toml, each entry locked to the one before it.
    """


@claim.command(short_help="Write a claim down.")
@STUDY
@_declared
@common
def add(study: Path, quiet: bool, file: Path | None, **said: Any) -> None:
    """Write a claim about the future down: who says it, what, when, and how sure they are."""
    from recul._tables import line
    from recul.report.words.claims import told, written_text

    opened, ledger = _open(study)
    language, zone = opened.study.language, opened.study.timezone
    claims = _from_file(file, zone, said) if file else [_said(said, zone)]
    _check(opened, claims, file, ledger.clock())
    made = [e for e in ledger.append([("claim", c.body()) for c in claims]) if e is not None]
    if quiet:
        return
    for e, c in zip(made, claims, strict=True):
        line(written_text(e.number, c, language))
        if c.late(e.moment):
            line(f"  {told('written_late', language)}")
    if made:
        line(told("head", language, head=made[-1].head))
        line(told("keep", language))


@claim.command("list", short_help="Every claim: open, due, settled.")
@STUDY
@click.option("--state", type=click.Choice(["open", "due", "settled"]), help="Only those.")
@click.option("--by", metavar="NAME", help="Only of this author.")
@click.option("--json", "as_json", is_flag=True, help="Print the entries as JSON.")
@common
def list_(study: Path, state: str | None, by: str | None, as_json: bool, quiet: bool) -> None:
    """Every claim, and what became of it: open, due (its window is over), or settled."""
    from recul.ledger.settle import sound, stands
    from recul.report.words.claims import told

    opened, ledger = _open(study)
    entries, now = sound(ledger.entries()), ledger.clock()
    every = stands(entries)
    _refuse_author(by, sorted({s.claim.by for s in every}))
    shown = [s for s in every if state in (None, s.state(now)) and by in (None, s.claim.by)]
    if as_json:
        _json([_plain(s, now) for s in shown])
    elif not quiet:
        from recul._tables import claims, line

        found = [e.content["verdict"] for e in entries if e.kind == "finding"]
        if every and not shown:
            line(told("none_such", opened.study.language))
        else:
            claims(shown, now, opened.study.language)
        if found:
            line(told("findings", opened.study.language, count=len(found), seen=found.count("seen"),
                      not_seen=found.count("not_seen")))


@claim.command(short_help="Settle every claim whose window is over and recorded.")
@STUDY
@common
def settle(study: Path, quiet: bool) -> None:
    """Settle from the record every claim whose window is over and recorded whole; say why of the others.

    A claim is settled once. Where the record says otherwise today, that is told, and nothing is written over.
    """
    from recul import _tables
    from recul.engine import provenance
    from recul.ledger.settle import panels_of
    from recul.ledger.settle import settle as settled
    from recul.ledger.track_record import data_digest
    from recul.report.words import claims as words

    opened, ledger = _open(study)
    language, now = opened.study.language, ledger.clock()
    new, every = settled(ledger, panels_of(opened.record), data_digest(provenance(opened.record)))
    if quiet:
        return
    for s in new:
        _tables.line(words.settled_text(s, language))
    for s in every:
        if s.state(now) == "due":
            _tables.line(words.told("stays", language, number=s.number, why=words.why_text(s, now, language)))
        elif s.differs:
            _tables.line(words.differs_text(s, language))
    waiting = sum(s.state(now) == "open" for s in every)
    if not new:
        _tables.line(words.told("nothing", language))
    if waiting:
        _tables.line(words.told("waiting", language, count=waiting))
    if new:
        _tables.line(words.told("head", language, head=ledger.entries()[-1].head))


@claim.command(short_help="How good the claims were, against the base rate.")
@STUDY
@click.option("--by", metavar="NAME", help="Of this author; default all together, and each in the table.")
@click.option("--json", "as_json", is_flag=True, help='Print only {"findings": [one]}, as in report.json.')
@common
def score(study: Path, by: str | None, as_json: bool, quiet: bool) -> None:
    """Brier and log score of every author against the base rate, with intervals, and the calibration curve.

    The same as a [[question]] of kind ledger in study.toml; claims marked late are not scored.
    """
    from recul import _tables
    from recul.questions.ledger import Ledger as Question

    opened, _ = _open(study)
    asked = Question(by=by)
    finding = asked.judge(asked.batch_in(opened.study.root, opened.study.seed), {"files": []})
    if as_json:
        _json({"findings": [finding.to_dict()]})
    elif not quiet:
        _tables.verdicts([finding], opened.study.language)
        _tables.beside(finding, opened.study.language)


@claim.command(short_help="Walk the chain, and name every entry that does not fit.")
@STUDY
@click.option("--head", metavar="DIGEST", help="A head kept from earlier: was the end cut off, or all written anew?")
@common
def verify(study: Path, head: str | None, quiet: bool) -> None:
    """Walk the chain, and name every entry that was changed, removed, moved or put in."""
    from recul._tables import line
    from recul.errors import LedgerError, Mistake
    from recul.ledger.verify import head_at, is_head, mistake_of
    from recul.ledger.verify import verify as walked
    from recul.report.words.claims import told

    opened, ledger = _open(study)
    language = opened.study.language
    if head is not None and not is_head(head):
        raise misuse("--head is a digest of 12 to 64 hexadecimal digits, with its entry's number and a colon "
                     "before it or not.")
    if head is None and not ledger.exists():
        # Of a ledger that is gone it must not be said that its chain holds.
        raise LedgerError(Mistake(ledger.path.name, "nothing", "a ledger of claims beside study.toml",
                                  "Restore your copy of it, if there was one; else write a first claim: recul claim "
                                  "add."))
    entries = ledger.entries()
    found = walked(entries, ledger.once() if entries else {}, head)
    breaches = [b for b in found if not b.doubt]
    if breaches:
        raise LedgerError([mistake_of(b) for b in breaches])
    if quiet:
        return
    line(told("sound", language, count=len(entries)))
    for b in found:
        line(told("clock_back", language, number=b.number))
    if head is not None:
        number = head_at(entries, head)
        line(told("head_found", language, number=number, since=len(entries) - number))
    if entries:
        line(told("head", language, head=entries[-1].head))


def enter(opened: OpenStudy, findings: Sequence[Finding], quiet: bool) -> None:
    """Findings into the ledger of their study, where there is one: none is begun without being asked for."""
    from recul.ledger.store import Ledger

    ledger = Ledger(opened.study.root)
    if not ledger.exists():
        return
    from recul._tables import line
    from recul.ledger.track_record import enter as entered
    from recul.report.words.claims import told

    made = entered(ledger, findings)
    if made and not quiet:
        line(told("entered", opened.study.language, count=len(made)))


def _open(folder: Path) -> tuple[OpenStudy, Ledger]:
    from recul.api import open_study
    from recul.ledger.store import Ledger

    opened = open_study(folder)
    return opened, Ledger(opened.study.root)


def _said(said: dict[str, Any], zone: str) -> Claim:
    """The claim of the options. Raises LedgerError with every mistake."""
    from recul.ledger.intake import told

    ways = [name for name in ("says", "at_least", "at_most", "between") if said[name]]
    if len(ways) > 1:
        raise misuse("say one thing: --up, --down, --at-least, --at-most or --between.")
    low, high = said["between"] or (said["at_least"], said["at_most"])
    cells = {"by": said["by"], "measure": said["measure"], "claim": said["says"] or next(iter(ways), None), "low": low,
             "high": high, "against": said["against"], "from": said["start"], "to": said["end"],
             "probability": said["probability"], "note": said["note"]}
    return told(cells, {"units": said["units"] or None, "zone": zone})


def _from_file(file: Path, zone: str, said: dict[str, Any]) -> list[Claim]:
    from recul.ledger.intake import claims_of

    if any(said.values()):
        raise misuse("--file stands alone: its columns say all the rest.")
    return claims_of(file, zone)


def _check(opened: OpenStudy, claims: list[Claim], file: Path | None, now: datetime) -> None:
    """Raises LedgerError or QuestionError when the record has no such measure or unit, or holds what is foretold."""
    from recul.ledger.settle import panels_of
    from recul.ledger.windows import check_all

    check_all(claims, panels_of(opened.record), "" if file is None else f"{file.name}: ", now)


def _refuse_author(by: str | None, authors: list[str]) -> None:
    """Raises LedgerError where claims are asked for of somebody who wrote none."""
    from recul._mistakes import advice, listed, shown
    from recul.errors import LedgerError, Mistake

    if by is not None and authors and by not in authors:
        raise LedgerError(Mistake("--by", shown(by),
                                  phrase("one who has written claims: {names}", names=listed(authors)),
                                  advice(by, authors, "Write the name as it stands in the ledger.")))


def _plain(stand: Stand, now: Any) -> dict[str, Any]:
    return {"number": stand.number, "written": stand.written.isoformat(), "state": stand.state(now), "late": stand.late,
            "claim": stand.claim.body(), "settlement": stand.settled and dict(stand.settled[1])}


def _json(value: Any) -> None:
    from recul.report.contract import dumps

    click.echo(dumps(value).encode(), nl=False)
