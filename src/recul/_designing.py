"""`recul design`: its options, what it prints, what it writes. Heavy libraries are imported when it runs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from recul._group import F, common, printed
from recul._phrases import quoted

if TYPE_CHECKING:
    from recul.designs.asked import Asked
    from recul.designs.plan import Plan
    from recul.record import Record
    from recul.study import Study

FOLDER = click.Path(file_okay=False, path_type=Path)
OPTIONS: tuple[Callable[[Any], Any], ...] = (
    click.option("--measure", help="What would change: the measure of a series, or messages, authors, …"),
    click.option("--by", type=click.Choice(["units", "weeks", "conversations"]), default="units", show_default=True,
                 help="What is drawn at random and held out."),
    click.option("--withdraw", is_flag=True,
                 help="What happens if we stop? Stop in those drawn, else begin elsewhere."),
    click.option("--units", metavar="A,B,…", help="Who may be drawn; default all that were observed."),
    click.option("--weeks", type=int, help="Length of the test; default the cheapest that sees the effect."),
    click.option("--share", default="0.5,0.25", show_default=True, metavar="S,…", help="Shares held out to compare."),
    click.option("--start", type=click.DateTime(["%Y-%m-%d"]), help="First day; default a week or more from today."),
    click.option("--expected-effect", type=float, metavar="SHARE", help="What the work is thought to be worth: 0.05."),
    click.option("--minimum-effect", type=float, default=0.05, show_default=True, help="Smallest effect that matters."),
    click.option("--cost-per-unit-week", type=float, help="Cost of the work, of one unit and week."),
    click.option("--currency", default="", help="Of that cost, such as EUR."),
    click.option("--frequency", type=click.Choice(["day", "week"]), help="Default by weeks where there are enough."),
    click.option("--spell", type=int, default=1, show_default=True, help="Weeks of each spell (--by weeks)."),
    click.option("--washout", type=int, help="Periods left out after each change (--by weeks)."),
    click.option("--seed", type=int, default=0, show_default=True, help="Of the draw: the same gives the same."),
    click.option("--id", "name", default="test", show_default=True, help="The action's id in study.toml."),
    click.option("--out", type=FOLDER, help="Where to write; default STUDY/design."),
    click.option("--write", "add", is_flag=True, help="Add the [[action]] at the end of study.toml, too."),
    click.option("--language", type=click.Choice(["fr", "en"]), help="Of the answer; default the study's."),
)


def _declared(command: F) -> F:
    for option in reversed(OPTIONS):
        command = option(command)
    return command


@click.command(short_help="Plan the test that would tell: whom to hold out, and what it could see.")
@click.argument("study", type=click.Path(path_type=Path))
@_declared
@common
def design(study: Path, quiet: bool, **options: Any) -> None:
    """How to know next time: plan a test on the past of STUDY, draw it, and write what to declare.

    The first question to ask of work that goes on is what happens if it stops (--withdraw). Writes design.html,
    design.toml, design.ics; with --by conversations the list of draws, coins.csv.
    """
    from recul._bars import Bars
    from recul.api import OpenStudy, open_study
    from recul.designs.make import design as planned

    asked = asked_of(options, today())
    with Bars(quiet) as bars:
        opened = open_study(study).study
        opened = opened.model_copy(update={"language": options["language"]}) if options["language"] else opened
        record = OpenStudy(opened, bars.at).record
        bars.at("Trying the test on the past", 0, None)
        plan = planned(record, asked)
        paths = write(opened, plan, options["out"] or opened.root / "design", asked.today)
        if options["add"]:
            paths["study.toml"] = _add(plan, opened)
    if not quiet:
        tell(plan, paths, opened.language)


def today() -> date:
    """The day by this computer's clock: no test can begin on it or before."""
    return date.today()


def asked_of(options: dict[str, Any], today: date) -> Asked:
    """The options as a design is asked. Raises QuestionError for what is no number, or where a measure is missing."""
    from recul.designs.asked import Asked
    from recul.errors import Mistake, QuestionError

    mistakes, shares = [], []
    for text in str(options["share"]).split(","):
        try:
            shares.append(float(text))
        except ValueError:
            mistakes.append(Mistake("--share", quoted(text.strip()), "shares with commas between, like 0.5,0.25",
                                    "Write numbers with a point."))
    by = options["by"]
    if by != "conversations" and not options["measure"]:
        mistakes.append(Mistake("--measure", "nothing", "the name of a measure of the study", "Add --measure sales."))
    if mistakes:
        raise QuestionError(mistakes)
    start = options["start"]
    return Asked(
        options["measure"] or "negatives", today, by, _names(options["units"]), options["weeks"], tuple(shares),
        options["withdraw"], start.date() if isinstance(start, datetime) else start, options["seed"], options["name"],
        "withdrawal" if options["withdraw"] else "launch", options["expected_effect"], options["minimum_effect"],
        options["cost_per_unit_week"], options["currency"], options["frequency"], options["spell"], options["washout"])


def _names(text: str | None) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip()) if text else ()


def write(study: Study, plan: Plan, out: Path, stamp: date, truth: dict[str, str] | None = None) -> dict[str, Path]:
    """The files of a plan."""
    from recul.report.design import write as written

    return written(study, plan, out, stamp, truth)


def of_demo(study: Study, record: Record, seed: int, out: Path) -> tuple[Plan, dict[str, Path]]:
    """The demo's test to come, its truth beside it."""
    from recul.designs.make import design as planned
    from recul.report.words import design as words
    from recul.worlds import withdrawal

    plan = planned(record, withdrawal.asked(study.questions[0].outcome, seed))  # type: ignore[attr-defined]
    there = withdrawal.truth(plan, seed)
    told = {language: words.truth(plan, there, withdrawal.OTHERS, language) for language in ("fr", "en")}
    return plan, write(study, plan, out / "design", withdrawal.TODAY, told)


def _add(plan: Plan, study: Study) -> Path:
    from recul.designs.declared import add
    from recul.errors import Mistake, QuestionError

    if not plan.possible or not plan.actions:
        raise QuestionError(Mistake("--write", "a test that has no action to declare", "a test that can be advised",
                                    "Leave --write out, and read design.html."))
    return add(plan, study.root)


def told_shortly(plan: Plan, paths: dict[str, Path], language: str) -> None:
    """The advice in a line, and where its page is."""
    from recul._tables import line
    from recul.report.words import design as words
    from recul.report.words.text import plain

    line(printed(plain(words.sentence(plan, language))))
    line(str(paths["design.html"]))


def tell(plan: Plan, paths: dict[str, Path], language: str) -> None:
    """The advice, the choices, what to know, and where the files are."""
    from rich.table import Table
    from rich.text import Text

    from recul._tables import console, line
    from recul.report.design import columns, row
    from recul.report.words import design as words
    from recul.report.words.text import plain

    line(printed(plain(words.sentence(plan, language))))
    if plan.choices:
        table = Table()
        for number, head in enumerate(columns(plan, language)):
            table.add_column(printed(plain(head)), justify="right" if number else "left")
        for choice in plan.choices:
            cells = [printed(plain(cell)) for cell in row(plan, choice, language)]
            table.add_row(*(Text(cell, "bold" if choice is plan.chosen else "") for cell in cells))
        console().print(table)
    for text in (words.false_alarms(plan, language), *(words.limit_text(limit, language) for limit in plan.limits)):
        if text:
            line(printed(plain(text)))
    for path in paths.values():
        line(str(path))
