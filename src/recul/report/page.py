"""Findings -> report.html (one file, no network), report.md and report.json; a Finding -> a notebook card.

The page holds both languages; a pair of radio buttons shows one, by CSS alone. Each figure stands twice: as a picture
that needs no JavaScript (shown at once, and in print), and as a Vega-Lite specification that a script, when it may run,
draws in its place with tooltips. Vega's own expression interpreter is used, so the page's security policy can forbid
`eval` and every connection.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from recul._phrases import phrase
from recul.errors import Mistake, ReculError
from recul.finding import Finding
from recul.report import captions, contract, view
from recul.report.board import boards
from recul.report.spread import MOST_DOTS
from recul.report.spread import spread as spread_of
from recul.report.words import label, numbers, say
from recul.report.words.sentences import PIECES
from recul.report.words.text import cell, clean, html, markdown, plain, user

if TYPE_CHECKING:
    from recul.report.figures import Palette

LANGUAGES = ("en", "fr")


@cache
def environment() -> Environment:
    """Templates escape everything but what `html` and `cell` have already made safe; a missing name is an error."""

    def escapes(name: str | None) -> bool:
        return name is None or ".html" in name

    env = Environment(loader=PackageLoader("recul.report"), autoescape=escapes, undefined=StrictUndefined,
                      trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True)
    env.filters.update(h=html, cell=cell, md=markdown, plain=plain)
    env.globals.update(label=label, user=user)
    return env


def template_text(name: str) -> str:
    return files("recul.report").joinpath("templates", name).read_text(encoding="utf-8")


@cache
def vega_bundle() -> str:
    """Vega, Vega-Lite and Vega-Embed as one script, from vl-convert; nothing is fetched."""
    import vl_convert

    bundle: str = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;")
    return bundle.replace("</script", "<\\/script").replace("<!--", "<\\!--")


def script_json(value: Any) -> Markup:
    """JSON that can stand in a script element: no `<`, `>` or `&` for the page's parser to see."""
    text = json.dumps(value, ensure_ascii=True, sort_keys=True, allow_nan=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))


@dataclass(frozen=True)
class Drawing:
    """One figure in one language: its picture, its specification, its words (marked text)."""

    name: str
    key: str
    title: str
    summary: str
    picture: Markup
    narrow: Markup
    spec: Markup
    notes: tuple[str, ...]
    dots: bool
    quiet: bool


def drawings(finding: Finding, v: view.View, palette: Palette | None = None) -> tuple[Drawing, ...]:
    """The figures of a finding, in the page's colours unless others are given; none when there is nothing to draw."""
    from recul.report import figures, ranges

    style = figures.Style(v.language, palette or figures.PAGE, width=None, kind=v.kind)
    out = []
    for name, draw in (("ranges", ranges.range_figure), ("time", figures.time_figure),
                       ("placebos", figures.placebo_figure)):
        chart = draw(finding, style)
        if chart is None:
            continue
        spec = figures.spec(chart)
        key = f"{v.anchor}-{name}"
        spread = spread_of(finding) if name == "placebos" else None
        out.append(Drawing(
            name, key, label(f"figure_{name}", v.language, v.kind),
            ranges.summary(finding, v.language) if name == "ranges" else
            captions.placebo_summary(finding, spread, v.language) if spread else v.time_summary,
            Markup(figures.svg(figures.still(spec), v.language, key)),
            Markup(figures.svg(figures.still(spec, figures.NARROW), v.language, f"{key}-narrow")), script_json(spec),
            () if name == "ranges" else captions.figure_notes(finding, spread, v.language),
            dots=spread is not None and len(spread.values) <= MOST_DOTS,
            quiet=spread is not None and spread.quiet is not None,
        ))
    return tuple(out)


@dataclass(frozen=True)
class Sheet:
    """The whole report in one language."""

    language: str
    title: str
    brand: str
    period: str
    false_seen: tuple[str, ...]
    items: tuple[tuple[view.View, tuple[Drawing, ...]], ...]
    boards: tuple[view.TableView, ...]
    files: tuple[captions.FileView, ...]


def sheet(study: Any, findings: Sequence[Finding], report: dict[str, Any], language: str, draw: bool = True) -> Sheet:
    views = [view.finding_view(finding, language, n) for n, finding in enumerate(findings, 1)]
    return Sheet(
        language, user(study.title), user(study.brand), period(study, language), false_seen(report, language),
        tuple((v, drawings(finding, v) if draw else ()) for v, finding in zip(views, findings, strict=True)),
        boards(findings, language),
        tuple(captions.file_view(item, language) for item in report["files"]),
    )


def period(study: Any, language: str) -> str:
    if study.period is None:
        return label("whole_record", language)
    ends = (numbers.day(str(study.period.start), language), numbers.day(str(study.period.end), language))
    return label("from_to", language, start=ends[0], end=ends[1])


def false_seen(report: dict[str, Any], language: str) -> tuple[str, ...]:
    """How many false "seen" these questions give on average, and how that is known."""
    expected = report["expected_false_seen"]
    n = expected["questions"]
    if not n:
        return ()
    answerable = expected["counted"] + expected["promised"]
    if not answerable:
        return (say(PIECES["false_seen_impossible"], language),)
    value = numbers.number(expected["value"], language,
                           1 if expected["value"] >= 1 else numbers.digits_for([expected["value"]], 2, 6))
    asked = say(PIECES["questions"], language, n=numbers.number(n, language))
    first = say(PIECES["false_seen" if n > 1 else "false_seen_one"], language, questions=asked, value=value)
    why = [say(PIECES["false_seen_why"], language)]
    if expected["promised"]:
        why.append(say(PIECES["false_seen_promised"], language))
    if answerable < n:
        why.append(say(PIECES["false_seen_nothing"], language))
    return (first, *why)


def policy(scripts: Sequence[str]) -> str:
    """The page's security policy: only its own scripts, by hash; no eval; no connection of any kind."""
    hashes = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(text.encode('utf-8')).digest()).decode()}'" for text in scripts)
    return (f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
            "form-action 'none'")


def report_html(study: Any, findings: Sequence[Finding], report: dict[str, Any]) -> str:
    """The page. Raises ReculError when a finding cannot be put into words."""
    from recul import __version__
    from recul.report import figures

    first = study.language if study.language in LANGUAGES else "en"
    order = (first, *(language for language in LANGUAGES if language != first))
    sheets = [sheet(study, findings, report, language) for language in order]
    drawn = any(parts for one in sheets for _, parts in one.items)
    scripts = [template_text("report.js"), *([vega_bundle()] if drawn else [])]
    locales = {language: {"number": figures.format_locale(language), "time": figures.time_locale(language)}
               for language in LANGUAGES}
    return environment().get_template("report.html.j2").render(
        sheets=sheets, first=first, page_title=clean(f"{study.title} · {study.brand}"), policy=policy(scripts),
        css=Markup(template_text("report.css")), scripts=[Markup(text) for text in scripts],
        locales=script_json(locales), version=__version__)


def report_markdown(study: Any, findings: Sequence[Finding], report: dict[str, Any]) -> str:
    """report.md, in the study's language."""
    from recul import __version__

    language = study.language if study.language in LANGUAGES else "en"
    return environment().get_template("report.md.j2").render(
        s=sheet(study, findings, report, language, draw=False), language=language, version=__version__)


def finding_html(finding: Finding, language: str = "en") -> str:
    """A card for a notebook: verdict, sentence, pictures, the placebo run. No script, nothing fetched."""
    from recul.report import figures

    v = view.finding_view(finding, language)
    # Several cards share one notebook: what they name must not clash.
    v = replace(v, anchor="c" + hashlib.sha256(v.sentence.encode("utf-8", "replace")).hexdigest()[:8])
    colours = ";".join(f"--{role}:{colour}" for role, colour in vars(figures.LIGHT).items())
    return environment().get_template("card.html.j2").render(
        v=v, drawn=drawings(finding, v, figures.LIGHT), colours=Markup(colours))


def write(study: Any, record: Any, findings: Sequence[Finding], out: Path) -> dict[str, Path]:
    """Write report.html, report.md and report.json into `out` (made when missing); each appears whole or not at all.

    study: title, brand, language, timezone, period are read. record: its `provenance`, or None.
    Returns {"html": path, "md": path, "json": path}. Raises ReculError when a file cannot be written.
    """
    report = contract.report_dict(study, record, findings)
    texts = {
        "html": report_html(study, findings, report),
        "md": report_markdown(study, findings, report),
        "json": contract.dumps(report),
    }
    paths = {kind: out / f"report.{kind}" for kind in texts}
    for kind, text in texts.items():
        put(paths[kind], text.encode("utf-8", "backslashreplace"))
    return paths


def put(path: Path, content: bytes) -> None:
    """Write a file whole or not at all. Raises ReculError when the disk or the folder does not let it."""
    # Two reports may be written into one folder at once: each has its own file aside.
    aside = path.with_name(f".{path.name}.{os.getpid()}-{secrets.token_hex(4)}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            aside.write_bytes(content)
            os.replace(aside, path)
        finally:
            aside.unlink(missing_ok=True)
    except OSError as error:
        raise ReculError(Mistake(shown_path(path), error.strerror or type(error).__name__,
                                 phrase("a folder that can be written to, with room for {count:,} bytes",
                                        count=len(content)), "Free some space, or write the report elsewhere (--out"
                                 " FOLDER).")) from error


def shown_path(path: Path) -> str:
    """The path from where the command runs; from its own folder when it lies elsewhere. Never an absolute one."""
    whole, here = path.absolute(), Path.cwd()
    return (whole.relative_to(here) if whole.is_relative_to(here) else Path(whole.parent.name, whole.name)).as_posix()
