"""`recul watch`: its options, what it prints, and how it ends. Heavy libraries are imported when it runs."""

from __future__ import annotations

import signal
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from recul._group import F, common, misuse, printed
from recul._phrases import phrase

if TYPE_CHECKING:
    from recul.watch.feeds import Tell
    from recul.watch.loop import Watch
    from recul.watch.settings import Settings
    from recul.watch.sinks import Form, Sink
    from recul.watch.source import Stream

OUT = click.Path(dir_okay=False, allow_dash=True)
HOURS_A_DAY = 24

OPTIONS: tuple[Callable[[Any], Any], ...] = (
    click.option("--budget", default="1 a month", show_default=True, help="False alarms each brand may raise."),
    click.option("--lines", type=OUT, help="Where alarms go as sentences; - is standard output, the default."),
    click.option("--json", "as_json", type=OUT, help="Where alarms go as JSON, one a line; - is standard output."),
    click.option("--webhook", metavar="URL", envvar="RECUL_WEBHOOK_URL", help="Where alarms are posted, signed."),
    click.option("--secret-file", type=click.Path(dir_okay=False, path_type=Path),
                 help="Holds the webhook's secret; else the variable RECUL_WEBHOOK_SECRET does."),
    click.option("--command", metavar="WORDS", help="A program that gets each alarm as JSON on its standard input; "
                                                    "no shell runs it."),
    click.option("--state", type=click.Path(file_okay=False, path_type=Path),
                 help="Folder of what is kept; default SOURCE.watch beside a file, .recul/watch in a study."),
    click.option("--once", is_flag=True, help="Stop at the end of the file, instead of waiting for more."),
    click.option("--since", metavar="TIME", help="No alarm before this time, or now: what came earlier only teaches."),
    click.option("--time", "time_field", metavar="KEY", help="Where a line holds its time; default time."),
    click.option("--brand", "brand_field", metavar="KEY", help="Where it holds its brand; default brand."),
    click.option("--count", "count_field", metavar="KEY", help="Where it holds how many messages it stands for."),
    click.option("--only", metavar="NAME", help="The brand of lines that name none."),
    click.option("--known", metavar="NAME", multiple=True, help="A brand watched from the start, even when silent."),
    click.option("--time-format", metavar="FORMAT", help="epoch, epoch-ms or a strptime pattern; default ISO 8601."),
    click.option("--zone", metavar="ZONE", help="Of times without an offset, and of days; default UTC or the study's."),
    click.option("--source", "which", metavar="NAME", help="Which source of messages of the study."),
    click.option("--lateness", type=click.IntRange(0, 1440), default=5, show_default=True,
                 help="Minutes a message may come after a later one."),
    click.option("--silence", type=click.IntRange(1, 24 * 365), default=HOURS_A_DAY, show_default=True,
                 help="Hours without anything after which the source was down; less is zero messages."),
    click.option("--wall", is_flag=True, help="Let the clock close a moment too, not only the next message."),
    click.option("--bin", "minutes", type=click.Choice(["1", "5", "15", "60"]), default="5", show_default=True,
                 help="Minutes counted together."),
    click.option("--most", type=click.IntRange(1, 100_000), default=1000, show_default=True,
                 help="Brands at the most."),
    click.option("--detector", default="multiscale", show_default=True),
    click.option("--checkpoint", type=click.FloatRange(0), default=30.0, show_default=True,
                 help="Seconds between two notes of where it stands."),
    click.option("--language", type=click.Choice(["fr", "en"]), help="Of the alarms; default the study's, or en."),
)


def _declared(command: F) -> F:
    for option in reversed(OPTIONS):
        command = option(command)
    return command


@click.command(short_help="Watch a stream and raise alarms within a budget.")
@click.argument("source")
@_declared
@common
def watch(source: str, quiet: bool, **options: Any) -> None:
    """Watch SOURCE, and raise an alarm where a brand is spoken of far more than usual.

    SOURCE is a file of JSON lines that grows, - for standard input, or a study with a source of messages. It can be
    killed at any moment and started again: no alarm is lost or repeated.
    """
    from recul.watch.source import Asked, stream

    asked = Asked(source, options["which"], options["time_field"], options["brand_field"], options["count_field"],
                  options["only"], options["time_format"], options["zone"])
    found = stream(asked)
    language = options["language"] or found.language
    _run(found, language, quiet, options)


def _run(stream: Stream, language: str, quiet: bool, options: dict[str, Any]) -> None:
    from recul.report.words.watch import told
    from recul.watch.build import machine
    from recul.watch.loop import Watch
    from recul.watch.state import StateFolder

    def tell(code: str, **values: Any) -> None:
        if not quiet:
            click.echo(f"recul: {printed(told(code, language, **values))}", err=True)

    with ExitStack() as stack:
        home = options["state"] or stream.home
        if home is None:
            tell("no_state")
            home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="recul-watch-")))
        folder = StateFolder(home)
        stack.enter_context(folder.locked())
        settings = _settings(stream, folder, options)
        sinks = _sinks(stream, language, settings.zone, options)
        watching = Watch(settings, machine(settings), folder, tell)
        _begin(watching, language, tell)
        for number in (signal.SIGTERM, signal.SIGINT):
            stack.callback(signal.signal, number, signal.signal(number, lambda *_: watching.stop()))
        feed = stream.feed(watching.position, options["once"], tell)
        for name, many in watching.run(feed, sinks, not stream.rereadable).items():
            tell("waiting", sink=name, count=many)
        _end(watching, tell)


def _settings(stream: Stream, folder: Any, options: dict[str, Any]) -> Settings:
    from recul.watch.settings import Settings, budget, since

    return Settings(stream.name, stream.reading, stream.fields, stream.zone, options["detector"],
                    budget(options["budget"]), int(options["minutes"]), options["lateness"], options["silence"] * 60,
                    since(options["since"], stream.zone, folder), tuple(options["known"]), options["most"],
                    options["wall"], options["checkpoint"])


def _begin(watching: Watch, language: str, tell: Tell) -> None:
    from recul.report.words.numbers import duration
    from recul.report.words.watch import budget_text
    from recul.watch.levels import WARM_HOURS

    settings = watching.settings
    tell("begins", stream=settings.stream, budget=budget_text(settings.budget, language),
         silence=duration(settings.silence, language))
    if watching.totals["lines"]:
        tell("goes_on", lines=watching.totals["lines"], alarms=watching.totals["alarms"])
    if not watching.machine.levels.fits:
        tell("warming", hours=WARM_HOURS)


def _end(watching: Watch, tell: Tell) -> None:
    totals = watching.totals
    own = ("lines", "events", "late", "alarms")
    tell("ended", **{name: totals[name] for name in own}, brands=len(watching.names),
         refused=sum(many for name, many in totals.items() if name not in own))


def _sinks(stream: Stream, language: str, zone: str, options: dict[str, Any]) -> list[Sink]:
    """The ways out asked for; sentences on standard output when there is none."""
    from recul.report.words.watch import alarm_text
    from recul.watch.alarms import parsed
    from recul.watch.sinks import Command, Lines, StandardOutput, Webhook

    def sentence(line: bytes) -> bytes:
        return printed(alarm_text(parsed(line), language, zone)).encode() + b"\n"

    found: list[Sink] = []
    asked = {"lines": options["lines"], "as_json": options["as_json"]}
    if not any((*asked.values(), options["webhook"], options["command"])):
        asked["lines"] = "-"
    forms: dict[str, Form] = {"lines": sentence, "as_json": lambda line: line}
    for name, form in forms.items():
        where = asked[name]
        if where == "-":
            found.append(StandardOutput(sys.stdout.buffer, form, name))
        elif where:
            found.append(Lines(Path(where), form))
    if options["webhook"]:
        found.append(Webhook(options["webhook"], _secret(options["secret_file"])))
    if options["command"]:
        found.append(Command.of(options["command"]))
    return found


def _secret(file: Path | None) -> str:
    import os

    if file is None:
        return os.environ.get("RECUL_WEBHOOK_SECRET", "")
    try:
        return file.read_text("utf-8")
    except (OSError, ValueError) as error:
        raise misuse(phrase("cannot read the --secret-file {file}.",
                            file=click.format_filename(file))) from error
