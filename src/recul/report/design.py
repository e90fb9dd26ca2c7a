"""A Plan -> design.html (both languages, no script, no network), design.toml, design.ics, and the list of draws."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import altair as alt
from markupsafe import Markup

from recul.designs.declared import coins_csv, toml_of
from recul.designs.ical import calendar
from recul.designs.plan import Choice, Plan
from recul.report import figures
from recul.report.page import LANGUAGES, environment, put, template_text
from recul.report.spread import rounded
from recul.report.words import design as words
from recul.report.words import numbers, say
from recul.report.words.text import clean, plain, user

HEIGHT = 280
DASHES = ([1, 0], [7, 4], [2, 3], [10, 3, 2, 3])


@dataclass(frozen=True)
class DesignSheet:
    """The page in one language, marked text."""

    language: str
    brand: str
    title: str
    past: str
    sentence: str
    possible: bool
    truth: str
    picture: Markup
    narrow: Markup
    summary: str
    shares: tuple[tuple[str, str, str], ...]
    heads: tuple[str, ...]
    choices: tuple[tuple[bool, tuple[str, ...]], ...]
    draw_heads: tuple[str, ...]
    draw: tuple[tuple[str, ...], ...]
    false: str
    limits: tuple[tuple[bool, str], ...]
    how: str
    coins: str
    toml: str


def write(study: Any, plan: Plan, out: Path, stamp: date, truth: dict[str, str] | None = None) -> dict[str, Path]:
    """Write the files into `out`, each whole or not at all; which is where. stamp: the day it is made. truth: in
    simulated worlds, what is known to be true, by language. Raises ReculError when a file cannot be written."""
    language = study.language if study.language in LANGUAGES else "en"
    texts: dict[str, bytes] = {"design.html": html(study, plan, truth or {}).encode("utf-8", "backslashreplace")}
    if plan.possible:
        texts["design.toml"] = toml_of(plan).encode("utf-8")
        texts["design.ics"] = calendar(words.entries(plan, language), stamp, f"{study.brand}\n{plan.id}\n{plan.seed}")
        if plan.coins:
            texts["coins.csv"] = coins_csv(plan).encode("utf-8")
    for name, content in texts.items():
        put(out / name, content)
    return {name: out / name for name in texts}


def html(study: Any, plan: Plan, truth: dict[str, str]) -> str:
    """The page."""
    from recul import __version__

    first = study.language if study.language in LANGUAGES else "en"
    order = (first, *(language for language in LANGUAGES if language != first))
    sheets = [sheet(study, plan, language, truth.get(language, "")) for language in order]
    return environment().get_template("design.html.j2").render(
        sheets=sheets, first=first, page_title=clean(f"{study.title} · {plan.id}"),
        css=Markup(template_text("report.css")), version=__version__, word=words.label)


def sheet(study: Any, plan: Plan, language: str, truth: str) -> DesignSheet:
    """Everything the page says in one language."""
    first, last = (numbers.day(day, language) for day in plan.past)
    how = {"units": "how_about", "weeks": "how_weeks", "conversations": "how_conversations"}[plan.by]
    chart, narrow = (picture(plan, language, width) for width in (figures.WIDTH, figures.NARROW))
    heads, draw = drawn(plan, language)
    return DesignSheet(
        language, user(study.brand), user(study.title),
        say(words.PIECES["past"], language, measure=words.measure(plan), first=first, last=last),
        words.sentence(plan, language), plan.possible, truth, chart, narrow, summary(plan, language),
        tuple((words.label("share", language, share=numbers.share(share, language)), colour, " ".join(map(str, dash)))
              for share, colour, dash in lines(plan)),
        columns(plan, language), tuple((c is plan.chosen, row(plan, c, language)) for c in plan.choices), heads, draw,
        words.false_alarms(plan, language),
        tuple((limit.forbids, words.limit_text(limit, language)) for limit in plan.limits),
        words.label(how, language), words.label("coins_about", language) if plan.coins else "",
        toml_of(plan) if plan.possible else "")


def lines(plan: Plan) -> list[tuple[float, str, list[int]]]:
    """Each share held out with its colour and dash, by the shares asked for: a line a share."""
    palette = (figures.PAGE.expected, figures.PAGE.real, figures.PAGE.ink, figures.PAGE.placebo)
    return [(share, palette[i % 4], DASHES[i % 4]) for i, share in enumerate(shares(plan))]


def shares(plan: Plan) -> list[float]:
    return sorted({round(c.share, 2) for c in plan.choices if c.detectable is not None}, reverse=True)


def columns(plan: Plan, language: str) -> tuple[str, ...]:
    """The heads of the table of choices."""
    heads = [words.label(key, language) for key in ("length", "held", "detectable", "range")]
    if any(c.given_up is not None for c in plan.choices):
        heads.append(words.label("given_up", language, aim=numbers.share(plan.aim, language)))
    if any(c.spent is not None for c in plan.choices):
        heads.append(words.label("saved" if plan.withdraw else "spent", language))
    return tuple(heads)


def row(plan: Plan, c: Choice, language: str) -> tuple[str, ...]:
    """One choice, as the heads ask."""
    held = say(words.PIECES["held_of"], language, held=numbers.number(c.held, language),
               of=numbers.number(c.of, language))
    cells = [numbers.count(c.weeks, "week", language), held, words.effect(c.detectable, language),
             words.spread(c, language)]
    if any(x.given_up is not None for x in plan.choices):
        cells.append("–" if c.given_up is None else words.about(c.given_up, plan.value_unit, language))
    if any(x.spent is not None for x in plan.choices):
        cells.append("–" if c.spent is None else words.about(c.spent, words.money(plan), language))
    return tuple(cells)


def drawn(plan: Plan, language: str) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """The draw as a table: a block a row, or a spell a row."""
    if plan.by == "weeks" and plan.spells:
        heads = tuple(words.label(key, language) for key in ("spell", "what"))
        return heads, tuple(
            (f"{numbers.day(a.isoformat(), language)} – {numbers.day(b.isoformat(), language)}",
             words.label(f"{'off' if off else 'on'}_{'withdraw' if plan.withdraw else 'launch'}", language))
            for a, b, off in plan.spells)
    if plan.by == "units" and plan.blocks:
        held = set(plan.drawn)
        keys = ("stop", "goes_on") if plan.withdraw else ("without", "with")
        rows = tuple(tuple(numbers.listing([u for u in block if (u in held) == out], language, 60)
                           for out in (True, False)) for block in plan.blocks)
        return tuple(words.label(key, language) for key in keys), rows
    return (), ()


def summary(plan: Plan, language: str) -> str:
    """The picture in words, for who does not see it."""
    points = [say(words.PIECES["point"], language, weeks=numbers.count(c.weeks, "week", language),
                  share=numbers.share(round(c.share, 2), language), effect=words.effect(c.detectable, language))
              for c in plan.choices if c.detectable is not None]
    return say(words.PIECES["summary"], language, points=" ; ".join(points)) if points else ""


def picture(plan: Plan, language: str, width: int) -> Markup:
    """The detectable effect against the length, a line a share held out; nothing where nothing could be seen."""
    usable = [c for c in plan.choices if c.detectable is not None]
    if not usable:
        return Markup("")
    c = figures.PAGE
    x = alt.X("x:Q", scale=alt.Scale(nice=False, zero=True),
              axis=alt.Axis(title=words.label("axis_weeks", language), format="d", tickMinStep=1, grid=False))
    y = alt.Y("y:Q", scale=alt.Scale(zero=True, nice=True),
              axis=alt.Axis(title=words.label("axis_effect", language), format=".0%" if max(
                  p.detectable or 0 for p in usable) >= 0.05 else ".1%", titleLimit=240))
    sets: figures.Sets = {"aim": [{"y": plan.aim, "label": plain(say(words.PIECES["aim"], language, aim=numbers.share(
        plan.aim, language)))}]}
    layers = [figures.named("aim").mark_rule(color=c.soft, strokeDash=[2, 3]).encode(y=alt.Y("y:Q")),
              figures.named("aim").mark_text(color=c.soft, align="left", x=6, dy=-7).encode(y=alt.Y("y:Q"),
                                                                                           text="label:N")]
    for number, (share, colour, dash) in enumerate(lines(plan)):
        rows = [{"x": p.weeks, "y": rounded(p.detectable)} for p in usable
                if p.detectable is not None and round(p.share, 2) == share]
        sets[f"line{number}"] = rows
        layers.append(figures.named(f"line{number}").mark_line(
            color=colour, strokeWidth=2.2, strokeDash=dash,
            point=alt.OverlayMarkDef(color=colour, filled=True, size=36)).encode(x=x, y=y))
    if plan.chosen is not None and plan.chosen.detectable is not None:
        sets["advised"] = [{"x": plan.chosen.weeks, "y": rounded(plan.chosen.detectable),
                            "label": words.label("advised", language)}]
        mark = figures.named("advised")
        layers += [mark.mark_point(color=c.real, filled=True, opacity=1, shape="diamond", size=190).encode(x=x, y=y),
                   mark.mark_text(color=c.ink, fontWeight="bold", fontSize=13, dy=-16).encode(x=x, y=y, text="label:N")]
    chart = figures.dressed(layers, sets, figures.Style(language, c, width=None, tooltips=False), HEIGHT)
    drawing = figures.still(figures.spec(chart), width)
    return Markup(figures.svg(drawing, language, f"{language}-design-{width}"))
