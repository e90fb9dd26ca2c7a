"""The command line. Only click is read at the top: `recul --help` is to answer at once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from recul import __version__
from recul._auditing import audit
from recul._claims import claim, enter
from recul._designing import design, of_demo, told_shortly
from recul._group import Group, common, misuse
from recul._labelling import label
from recul._phrases import Phrase, phrase, plural, reason_of
from recul._toning import tone
from recul._watching import watch

if TYPE_CHECKING:
    from collections.abc import Callable

    from recul._bars import Bars
    from recul.api import OpenStudy
    from recul.questions.base import Question

FOLDER = click.Path(file_okay=False, path_type=Path)
STUDY = click.argument("study", type=click.Path(path_type=Path))
LANGUAGE = click.option("--language", type=click.Choice(["fr", "en"]), help="Of the answers; default the study's.")
STARTER = ("study.toml", "sales.csv")


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, "-V", "--version", prog_name="recul")
def main() -> None:
    """Every question asked a thousand times: once where something happened, and 999 times where nothing did.

    STUDY is a folder with a study.toml. Exit status: 0 when an answer was given, whatever the verdict; 2 for a mistake
    in the study, the data or the command; 1 for a fault of Recul. Answers and mistakes are told in the language of
    --language, else of the study, else of the computer where it is French; the usage of a command in English.
    """


@main.command(short_help="Answer every question and write the report.")
@STUDY
@click.option("--out", type=FOLDER, help="Where to write; default STUDY/report.")
@LANGUAGE
@click.option("--no-ledger", is_flag=True, help="Leave the ledger of claims as it is, where there is one.")
@common
def report(study: Path, out: Path | None, language: str | None, no_ledger: bool, quiet: bool) -> None:
    """Answer every question; write report.html, report.md and report.json; print a table of verdicts.

    Where the study has a ledger of claims, what was found enters it too, once for its question and its data.
    """
    from recul._bars import Bars

    with Bars(quiet) as bars:
        opened = _open(study, language, bars)
        _report(opened, out or opened.study.root / "report", bars, quiet, not no_ledger)


@main.command(short_help="Validate the study and read its files.")
@STUDY
@common
def check(study: Path, quiet: bool) -> None:
    """Validate the study, read its files, and say what would be asked. Nothing is answered."""
    from recul import _tables
    from recul._bars import Bars
    from recul.engine import Told
    from recul.measures._spans import spans

    with Bars(quiet) as bars:
        opened = _open(study, None, bars)
        files, declared = opened.record.provenance, opened.study
        told, asked = Told(declared), []
        for number, question in enumerate(declared.questions):
            with told.by(number):
                placebos = len(question.batch(opened.record, declared.seed)) - 1
                asked.append(plural(placebos, "  {number}. {question}: {n} placebo can be drawn",
                                    "  {number}. {question}: {n} placebos can be drawn", number=number + 1,
                                    question=_in_words(question)))
    if not quiet:
        _tables.line(f"{declared.title} ({declared.brand})")
        _tables.provenance(files)
        _tables.spoken_of(spans(opened.record))
        _tables.line(phrase("Questions: {count}", count=len(declared.questions)))
        for words in asked:
            _tables.line(words)
    told.end()


@main.command()
@click.argument("kind")
@STUDY
@click.option("--question", "which", metavar="N|LABEL", help="Which one, by its number in the study or its label.")
@click.option("--json", "as_json", is_flag=True, help='Print only {"findings": [one]}, each as in report.json.')
@LANGUAGE
@common
def ask(kind: str, study: Path, which: str | None, as_json: bool, language: str | None, quiet: bool) -> None:
    """Answer one question of a KIND, such as crisis, effect, objective, response or worth (docs/study.md has all)."""
    from recul._bars import Bars

    with Bars(quiet or as_json) as bars:
        opened = _open(study, language, bars)
        finding = opened.ask(kind, which)
    if as_json:
        from recul.report.contract import dumps

        click.echo(dumps({"findings": [finding.to_dict()]}).encode(), nl=False)  # UTF-8 wherever it goes
    elif not quiet:
        from recul._tables import verdicts

        verdicts([finding], opened.study.language)


@main.command(short_help="Write a commented study to start from.")
@click.argument("folder", metavar="DIR", type=FOLDER)
@common
def new(folder: Path, quiet: bool) -> None:
    """Write a commented study to start from, with invented numbers, into an empty or new folder."""
    from importlib.resources import files

    _ready(folder)
    _refuse_full(folder, phrase("Name a new folder."))
    for name in STARTER:
        (folder / name).write_bytes(files("recul").joinpath("starter", name).read_bytes())
    if not quiet:
        from recul._tables import line

        line(phrase("Written: {file}. Next: recul check {folder}", file=folder / STARTER[0], folder=folder))


@main.command(short_help="A report about a simulated brand whose truth is known.")
@click.option("--out", type=FOLDER, default=Path("recul-demo"), show_default=True, help="Where to write.")
@click.option("--seed", type=click.IntRange(0, 2**31 - 1), default=1, show_default=True, help="Of the simulated world.")
@click.option("--language", type=click.Choice(["fr", "en"]), default="fr", show_default=True)
@common
def demo(out: Path, seed: int, language: str, quiet: bool) -> None:
    """A report about a simulated brand whose truth is known: its study in DIR/study, the report in DIR."""
    from recul._bars import Bars
    from recul.worlds import brand

    folder = out / "study"
    mark = folder / ".recul-demo"  # only a folder of this command's own making is written over
    _ready(folder)
    if not mark.exists():
        _refuse_full(folder, phrase("Name another --out."))
    with Bars(quiet) as bars:
        bars.at("Simulating a brand", 0, None)
        mark.touch()
        brand.write(folder, seed, "fr" if language == "fr" else "en")
        opened = _open(folder, language, bars)
        _report(opened, out, bars, quiet)
        bars.at("Planning a test", 0, None)
        plan, paths = of_demo(opened.study, opened.record, seed, out)
    if not quiet:
        told_shortly(plan, paths, opened.study.language)


main.add_command(audit)
main.add_command(watch)
main.add_command(claim)
main.add_command(design)
main.add_command(label)
main.add_command(tone)


def _open(folder: Path, language: str | None, bars: Bars) -> OpenStudy:
    """The study, in the language asked for. Raises StudyError with every mistake."""
    from recul.api import OpenStudy, open_study

    study = open_study(folder).study
    return OpenStudy(study.model_copy(update={"language": language}) if language else study, bars.at)


def _report(opened: OpenStudy, out: Path, bars: Bars, quiet: bool, entering: bool = True) -> None:
    """Answer, write, and print the table and where the report is. entering: into the ledger, where there is one."""
    from recul.engine import answer_all
    from recul.report import write

    _ready(out)
    study, record = opened.study, opened.record
    findings = answer_all(study, record, _asking(bars, len(study.questions)))
    bars.at("Writing the report", 0, None)
    paths = write(study, record, findings, out)
    if not quiet:
        from recul._tables import line, verdicts

        verdicts(findings, study.language)
        for path in paths.values():
            line(str(path))
    if entering:
        enter(opened, findings, quiet)


def _asking(bars: Bars, total: int) -> Callable[[Question], None]:
    asked = iter(range(total))
    return lambda question: bars.at("Asking the questions and their placebos", next(asked, total), total)


def _in_words(question: Question) -> str:
    """A question as it was declared, on one line."""
    declared = question.model_dump(exclude_defaults=True)
    rest = ", ".join(f"{k} {', '.join(map(str, v)) if isinstance(v, tuple) else v}"
                     for k, v in declared.items() if k != "label")
    label = phrase(" {label!r}", label=question.label) if question.label else ""
    return phrase("{kind}{label}{rest}", kind=question.kind, label=label, rest=f" ({rest})" if rest else "")


def _refuse_full(folder: Path, todo: Phrase) -> None:
    if any(folder.iterdir()):
        raise misuse(phrase("{folder} is not empty: nothing was written. {todo}",
                            folder=click.format_filename(folder), todo=todo))


def _ready(folder: Path) -> None:
    """Make a folder and see that it can be written in, before anything long begins."""
    import tempfile

    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except (OSError, ValueError) as error:
        reason = reason_of(error)
        raise misuse(phrase("cannot write in {folder}: {reason}.", folder=click.format_filename(folder),
                            reason=reason)) from error


if __name__ == "__main__":
    main()
