"""How the command line ends: 0 an answer, whatever the verdict; 2 a user's mistake; 1 a fault of ours."""

from __future__ import annotations

import functools
import io
import logging
import sys
import traceback
import unicodedata
from collections.abc import Callable
from typing import Any, TypeVar, cast

import click
from click.core import ParameterSource

from recul._language import language_of
from recul._phrases import phrase, plural, told
from recul.errors import Mistake, ReculError

F = TypeVar("F", bound=Callable[..., Any])
DIRECTION = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2069\u200e\u200f\u061c")


class Group(click.Group):
    """Commands whose errors are told as mistakes, never as a traceback unless one was asked for."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command. Ends with 2 on a ReculError, with 1 on anything unforeseen."""
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="backslashreplace")  # a narrow terminal is no reason to fail
        try:
            return super().invoke(ctx)
        except (click.exceptions.Exit, click.ClickException, click.Abort, BrokenPipeError):
            raise
        except KeyboardInterrupt:
            click.echo(spoken(phrase("recul: stopped.")), err=True)
            ctx.exit(130)
        except ReculError as error:
            if type(error) is not ReculError:  # the bare class is raised where Recul contradicts itself
                _tell(error.mistakes)
                ctx.exit(2)
            _ours(ctx, error)
        except Exception as error:  # noqa: BLE001 - the one place where everything unforeseen ends
            _ours(ctx, error)


def _ours(ctx: click.Context, error: Exception) -> None:
    if ctx.meta.get("recul.traceback"):
        traceback.print_exception(error)
    first = safe(str(error).splitlines()[0] if str(error) else "")[:200]
    click.echo(spoken(phrase("recul: a fault of Recul, not yours ({kind}: {first}). Add --traceback to see where, and"
                             " please report it.", kind=type(error).__name__, first=first)), err=True)
    ctx.exit(1)


def _tell(mistakes: tuple[Mistake, ...]) -> None:
    """Every mistake on standard error: where, what was found, what is expected, what to do."""
    click.echo(spoken(plural(len(mistakes), "recul: {n} mistake to mend.", "recul: {n} mistakes to mend.")), err=True)
    heads = [spoken(phrase(head)) for head in ("found", "expected", "to do")]
    for m in mistakes:
        where, *parts = (safe(part) for part in m.parts(tongue()))
        click.secho(f"\n{where}", bold=True, err=True)
        for head, part in zip(heads, parts, strict=True):
            click.echo(f"  {head:<8}  {part}", err=True)


def tongue() -> str:
    """The language of the command that runs: that of --language, of the study, of the computer; else English."""
    context = click.get_current_context(silent=True)
    if context is None:
        return language_of({})
    if "recul.language" not in context.meta:
        context.meta["recul.language"] = language_of(context.meta.get("recul.asked", {}))
    return str(context.meta["recul.language"])


def spoken(text: str) -> str:
    """A sentence of ours in the language of the command; other text as it is."""
    return told(text, tongue())


def misuse(text: str) -> click.UsageError:
    """Options that do not go together, or a place that cannot be used: told beside the usage of the command."""
    return click.UsageError(spoken(text))


def safe(text: str) -> str:
    """Text for a terminal: nothing in it moves the cursor, changes a colour or turns the reading order."""
    return "".join(c if unicodedata.category(c) not in ("Cc", "Cs", "Zl", "Zp") and c not in DIRECTION
                   else c.encode("unicode_escape").decode() for c in text)


def printed(text: str) -> str:
    """`plain` text isolates right-to-left words by marks a terminal may not know: those two are dropped."""
    return safe(text.replace("\u2068", "").replace("\u2069", ""))


def common(command: F) -> F:
    """The options every command has: --quiet, -v, --traceback."""
    @functools.wraps(command)
    def heard(*values: Any, **options: Any) -> Any:
        """The command, once it is known in what language it was asked."""
        context = click.get_current_context()
        said = context.get_parameter_source("language") in (ParameterSource.COMMANDLINE, ParameterSource.ENVIRONMENT)
        context.meta["recul.asked"] = options if said else {**options, "language": None}
        return command(*values, **options)

    def quiet(ctx: click.Context, _: click.Parameter, value: bool) -> bool:
        ctx.meta["recul.quiet"] = value
        return value

    def verbose(ctx: click.Context, _: click.Parameter, value: int) -> None:
        level = (logging.WARNING, logging.INFO, logging.DEBUG)[min(value, 2)]
        logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
        logging.getLogger("recul").setLevel(level)

    def trace(ctx: click.Context, _: click.Parameter, value: bool) -> None:
        ctx.meta["recul.traceback"] = value

    for option in (
        click.option("--traceback", is_flag=True, expose_value=False, callback=trace,
                     help="On a fault of Recul's, show where it happened."),
        click.option("-v", "--verbose", count=True, expose_value=False, callback=verbose,
                     help="Say what is being done; -vv says everything."),
        click.option("-q", "--quiet", is_flag=True, callback=quiet, help="No progress and no table: only mistakes."),
    ):
        heard = option(heard)
    return cast("F", heard)
