"""Amounts with their intervals on one axis, from a table of the question's own. Nothing is computed."""

from __future__ import annotations

from typing import Any

import altair as alt

from recul.finding import Finding, Table
from recul.report.figures import Sets, Style, dressed, named
from recul.report.spread import rounded
from recul.report.words import code, label, numbers
from recul.report.words.kinds import own
from recul.report.words.text import plain

ROW = 62
Row = tuple[str, float, float | None, float | None]


def rows_of(finding: Finding) -> tuple[Row, ...]:
    """(code, amount, low, high) of what is drawn: the rows that the kind names in `RANGES`; none where it names none,
    or has no such table."""
    wanted = own(finding.question.get("kind"), "RANGES")
    table: Table | None = next((t for t in finding.tables if wanted and t.code == wanted["table"]), None)
    if table is None:
        return ()
    return tuple(row for row in table.rows if row[0] in wanted["rows"])


def told(row: Row, finding: Finding, language: str) -> str:
    """One of them in words: its name, the amount, its interval."""
    name, *values = row
    amount, *ends = (None if v is None else numbers.amount(v, finding.estimate.unit, language, 0) for v in values)
    first = f"{code(name, language)}{numbers.NBSP if language == 'fr' else ''}: {amount}"
    return f"{first} ({label('to', language, low=ends[0], high=ends[1])})" if ends[0] and ends[1] else first


def summary(finding: Finding, language: str) -> str:
    """The picture for whoever cannot see it."""
    parts = "; ".join(told(row, finding, language) for row in rows_of(finding))
    return label("summary_ranges", language, finding.question.get("kind"), parts=parts)


def range_figure(finding: Finding, style: Style) -> alt.LayerChart | None:
    """A line an amount, from its low to its high end, and one through all of them where there is no interval."""
    found = rows_of(finding)
    if not found:
        return None
    c, language = style.palette, style.language
    drawn: list[dict[str, Any]] = [
        {"y": len(found) - i, "x": rounded(max(value, 0.0)), "lo": rounded(max(value if low is None else low, 0.0)),
         "hi": rounded(value if high is None else high), "zero": 0, "label": plain(told(row, finding, language))}
        for i, row in enumerate(found) for _, value, low, high in [row]]
    exact = [d for d, row in zip(drawn, found, strict=True) if row[2] is None]
    most = max(d["hi"] for d in drawn) or 1.0
    # Roots: a yearly loss may be known within a factor of a hundred, and none is an amount too.
    x = alt.X("x:Q", scale=alt.Scale(type="sqrt", domain=[0, most * 1.05], nice=False),
              axis=alt.Axis(title=plain(label("axis_ranges", language, finding.question.get("kind"),
                                              unit=finding.estimate.unit)),
                            format=",.0f", grid=False, labelOverlap="greedy", labelSeparation=8, tickCount=6))
    y = alt.Y("y:Q", scale=alt.Scale(domain=[0.5, len(found) + 0.7], nice=False), axis=None)
    sets: Sets = {"amounts": drawn, "exact": exact, "known": [d for d in drawn if d not in exact]}
    layers = [
        named("exact").mark_rule(color=c.real, strokeWidth=2, strokeDash=[6, 4]).encode(x=x),
        named("known").mark_rule(color=c.expected, strokeWidth=7, opacity=0.55).encode(
            x=alt.X("lo:Q"), x2="hi:Q", y=y),
        named("known").mark_point(color=c.ink, filled=True, opacity=1, size=90).encode(x=x, y=y),
        named("exact").mark_point(color=c.real, filled=True, opacity=1, shape="diamond", size=150).encode(x=x, y=y),
        named("amounts").mark_text(color=c.ink, fontSize=12, align="left", dx=4, dy=-15).encode(
            x=alt.X("zero:Q"), y=y, text="label:N"),
    ]
    return dressed(layers, sets, style, ROW * len(found) + 20)
