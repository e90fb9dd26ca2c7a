"""`recul label`: its options, its terminal, and what it says at the end. Heavy libraries are imported when it runs."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from recul._group import common, misuse, printed, safe

if TYPE_CHECKING:
    from recul.labels.sentences import SentenceWork
    from recul.labels.session import Terminal
    from recul.labels.work import Work

    Reading = Work | SentenceWork

FILE = click.Path(dir_okay=False, path_type=Path)
WIDTH, MOST = 88, 2000
BATCH = 20


@click.command(short_help="Read messages or job ads by hand, so that shares can be corrected.")
@click.argument("study", type=click.Path(path_type=Path))
@click.option("--by", default="me", show_default=True, metavar="NAME", help="Who reads.")
@click.option("--audit", type=click.IntRange(50, 20_000), default=200, show_default=True,
              help="Messages drawn by lot of each group the study compares. Decide beforehand.")
@click.option("--train", type=click.IntRange(0, 20_000), default=100, show_default=True,
              help="Messages read afterwards because they teach the classifier most.")
@click.option("--ads", is_flag=True, help="Read sentences of job ads, for questions of kind duties. Needless where"
              " the study asks nothing else that is labelled.")
@click.option("--again", is_flag=True, help="Read what others have read, without seeing what they said: gives a kappa.")
@click.option("--export", "out", type=FILE, help="Write the messages to be read into a sheet, and stop.")
@click.option("--import", "sheet", type=FILE, help="Take the labels of such a sheet in, and stop.")
@common
def label(study: Path, by: str, audit: int, train: int, ads: bool, again: bool, out: Path | None,
          sheet: Path | None, quiet: bool) -> None:
    """Draw messages by lot, show them one at a time, and keep what a reader sees in them in STUDY/labels.csv.

    What is drawn is what the questions of kind tone compare: a sample of each side. Then come the messages that teach
    the classifier most. For questions of kind duties it is sentences of job ads, kept in STUDY/labels-ads.csv. Every
    label is written before the next text is shown: quit whenever you like.
    """
    if out and sheet:
        raise misuse("--export or --import, not both.")
    work = _work(study, by.strip(), audit, again, ads)
    if sheet:
        count, empty = work.take(sheet)
        _say(quiet, work, "imported", count=str(count), empty=str(empty))
    elif out:
        count = work.export(out, train)
        _say(quiet, work, "exported", count=str(count), file=str(out))
        return
    else:
        _read(work, train, quiet)
    _states(work, quiet)


def _work(study: Path, by: str, audit: int, again: bool, ads: bool) -> Reading:
    """Messages, or sentences of ads: as asked, else as the study's questions have it."""
    from recul.labels.sentences import SentenceWork
    from recul.labels.work import Work
    from recul.study import Study

    kinds = {question.kind for question in Study.load(study).questions}
    if ads or ("duties" in kinds and "tone" not in kinds):
        return SentenceWork.of(study, by, audit, again)
    return Work.of(study, by, audit, again)


def _read(work: Reading, train: int, quiet: bool) -> None:
    """The sample first, then what teaches; the state after each batch."""
    terminal = _terminal(work)
    rows = work.to_read()
    if len(rows):
        _say(quiet, work, "audit", count=str(len(rows)))
        click.echo(work.told("keys"))
        if not work.ask(rows, "random", terminal):
            _say(quiet, work, "left", count=str(len(work.to_read())))
            return
    _say(quiet, work, "audit_done")
    while work.needed and not work.again and (left := min(BATCH, train - work.chosen())) > 0:
        rows = work.useful(left)
        if not len(rows):
            _say(quiet, work, "no_chosen", needed=str(work.needed))
            return
        _states(work, quiet)
        _say(quiet, work, "chosen", count=str(len(rows)))
        click.echo(work.told("keys"))
        if not work.ask(rows, "chosen", terminal):
            return


def _terminal(work: Reading) -> Terminal:
    from recul.labels.session import Terminal

    def show(number: int, of: int, text: str) -> None:
        click.secho(f"\n[{printed(work.told('number', at=str(number), of=str(of)))}]", bold=True)
        click.echo(shown(text))

    def refuse(_: str) -> None:
        click.echo(f"{printed(work.told('unknown_key'))} {printed(work.told('keys'))}")

    return Terminal(show, _key, refuse)


def _key() -> str:
    """One key; "" where the input has ended. Ctrl-C and Ctrl-D leave as q does: nothing is lost."""
    try:
        return click.getchar()
    except (KeyboardInterrupt, EOFError):
        return ""
    except OSError as error:
        raise misuse("there is no terminal to read keys from: use --export and --import.") from error


def shown(text: str) -> str:
    """A message for the terminal: people's handles masked, nothing in it that moves the cursor, a readable width."""
    from recul.text.clean import HANDLE

    cut = text if len(text) <= MOST else text[:MOST] + " …"
    lines = HANDLE.sub("@…", cut).splitlines() or [""]
    return "\n".join(textwrap.fill(safe(line), WIDTH, initial_indent="  ", subsequent_indent="  ") for line in lines)


def _states(work: Reading, quiet: bool) -> None:
    for key, values in work.states():
        _say(quiet, work, key, **values)


def _say(quiet: bool, work: Reading, key: str, **values: Any) -> None:
    if not quiet:
        click.echo(printed(work.told(key, **values)))
