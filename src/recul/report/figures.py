"""Finding -> Altair charts: what happened over time, and the real case among its placebos. Nothing is estimated here.

Colours come from a palette: real colours for a notebook, CSS variables for a page (one drawing, light and dark). Every
difference in colour is also one of dash, shape or position.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import altair as alt

from recul.finding import Finding
from recul.report.spread import BINS, MOST_DOTS, Spread, bars, dots, rounded, spread
from recul.report.words import label, measure_title, numbers
from recul.report.words.text import plain, user

Sets = dict[str, list[dict[str, Any]]]
# NARROW: the picture of a telephone, so that its lettering need not shrink nor the reader scroll sideways.
WIDTH, NARROW, TIME_HEIGHT, PLACEBO_HEIGHT = 680, 340, 270, 210


@dataclass(frozen=True)
class Palette:
    """Colours by role; any CSS colour. Default: Okabe & Ito's, on white."""

    ink: str = "#1b1f24"
    soft: str = "#5b6470"
    grid: str = "#e3e6ea"
    expected: str = "#0072b2"
    band: str = "#9ecae9"
    window: str = "#f1ede2"
    placebo: str = "#7a8593"
    real: str = "#c04f00"


PAGE = Palette(*(f"var(--{role})" for role in Palette.__dataclass_fields__))
LIGHT = Palette()


@dataclass(frozen=True)
class Style:
    """How a chart is drawn: language, palette, fixed width (None: its container's), with tooltips or not; kind: of the
    question, which may have labels of its own."""

    language: str
    palette: Palette = LIGHT
    width: int | None = WIDTH
    tooltips: bool = True
    kind: str | None = None


def format_locale(language: str) -> dict[str, Any]:
    """d3's number locale, written as Babel writes."""
    if language == "fr":
        return {"decimal": ",", "thousands": "\u202f", "grouping": [3], "currency": ["", "\u00a0€"],
                "percent": "\u00a0%", "minus": "−"}
    return {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["£", ""], "percent": "%", "minus": "−"}


def time_locale(language: str) -> dict[str, Any]:
    import vl_convert

    return dict(vl_convert.get_time_format_locale("fr-FR" if language == "fr" else "en-GB"))


def _moments(times: tuple[str, ...]) -> list[datetime]:
    return [datetime.fromisoformat(text).replace(tzinfo=None) for text in times]


def _utc(moment: datetime) -> str:
    """Local times are drawn as they stand: the page must not shift them into the reader's own time zone."""
    return f"{moment.isoformat(timespec='seconds')}Z"


def _ticks(values: list[float]) -> str:
    """A d3 format with as many decimals as the axis needs."""
    spread = max(values) - min(values) if values else 1.0
    step = spread / 5 if spread > 0 else abs(values[0]) / 5 if values and values[0] else 1.0
    return f",.{max(0, min(8, -math.floor(math.log10(step))))}f"


def _date_format(moments: list[datetime]) -> str:
    days = (moments[-1] - moments[0]).days
    if days <= 3:
        return "%-d %b %H:%M"
    return "%-d %b" if days <= 200 else "%b %Y" if days <= 1500 else "%Y"


def _time_title(finding: Finding, language: str) -> str | None:
    zone = finding.design.zone
    return plain(label("axis_time", language, zone=user(zone, 40))) if zone else None


def named(name: str) -> alt.Chart:
    """A chart on a data set attached later, by name: Altair copies inline data at every step."""
    return alt.Chart(alt.NamedData(name=name))


def time_figure(finding: Finding, style: Style) -> alt.LayerChart | None:
    """Actual and counterfactual over time, the placebo band behind, the window marked. None without data."""
    data = finding.figure_data
    if data is None or not data.times:
        return None
    moments = _moments(data.times)
    step = moments[-1] - moments[-2] if len(moments) > 1 else moments[0] - moments[0]
    c, last = style.palette, moments[-1] + step
    start = moments[min(data.start, len(moments) - 1)]
    columns = (data.actual, data.counterfactual, data.band_low, data.band_high)
    rows: list[dict[str, Any]] = [
        {"t": _utc(t), "a": rounded(a), "c": rounded(e), "lo": rounded(lo), "hi": rounded(hi)}
        for t, a, e, lo, hi in zip(moments, *columns, strict=True)
    ]
    x = alt.X(
        "t:T",
        scale=alt.Scale(type="utc", nice=False),
        axis=alt.Axis(title=_time_title(finding, style.language), format=_date_format(moments), grid=False,
                      labelOverlap="greedy", labelSeparation=10, labelFlush=True,
                      tickCount=alt.ExprRef("max(3, floor(width / 105))")),
    )
    shown = [v for row in rows for v in (row["a"], row["c"], row["lo"], row["hi"]) if v is not None]
    y = alt.Y("a:Q", scale=alt.Scale(zero=False, nice=True, padding=6),
              axis=alt.Axis(title=plain(measure_title(finding, style.language)), format=_ticks(shown), titleLimit=190))
    base, ends, inside = (named(name).encode(x=alt.X("t:T")) for name in ("rows", "ends", "inside"))
    sets: Sets = {"rows": rows, "inside": rows[data.start :],
                  "ends": [{"t": _utc(start), "t2": _utc(last)}]}
    one = len(rows) - data.start < 2
    band = inside.mark_rule(strokeWidth=14, color=c.band) if one else inside.mark_area(color=c.band)
    line = base.mark_line(color=c.ink, strokeWidth=1.8, point=_points(rows, c))
    layers = [
        ends.mark_rect(color=c.window).encode(x=x, x2="t2:T"),
        band.encode(y=alt.Y("lo:Q"), y2="hi:Q"),
        ends.mark_rule(color=c.soft, strokeDash=[2, 3]),
        base.mark_line(color=c.expected, strokeWidth=2, strokeDash=[7, 4]).encode(y=alt.Y("c:Q")),
        line.encode(y=y),
    ]
    if style.tooltips:
        sets["tips"] = _time_tips(finding, rows, style)
        layers.append(named("tips").mark_rule(opacity=0, strokeWidth=10).encode(x=alt.X("t:T"), tooltip=_tooltips(
            style, d="date", a="actual", c="counterfactual", b="band")))
    return dressed(layers, sets, style, TIME_HEIGHT)


def _points(rows: list[dict[str, Any]], c: Palette) -> Any:
    """Dots on short series, and where an observation stands alone between gaps and would have no line."""
    values = [row["a"] for row in rows]
    alone = any(v is not None and (i == 0 or values[i - 1] is None) and (i + 1 == len(values) or values[i + 1] is None)
                for i, v in enumerate(values))
    return alt.OverlayMarkDef(color=c.ink, filled=True, size=22) if alone or len(rows) <= 40 else False


def _tooltips(style: Style, **fields: str) -> list[alt.Tooltip]:
    return [alt.Tooltip(f"{name}:N", title=label(key, style.language, style.kind)) for name, key in fields.items()]


def _time_tips(finding: Finding, rows: list[dict[str, Any]], style: Style) -> list[dict[str, Any]]:
    """What hovering a period shows, written as the reader writes."""
    data, language = finding.figure_data, style.language
    if data is None:
        return []
    unit, zone = data.value_unit or finding.estimate.unit, finding.design.zone
    digits = numbers.common_digits(data.actual.tolist())

    def shown(value: float | None) -> str:
        return plain(numbers.amount(value, unit, language, digits))

    return [
        {"t": row["t"], "d": plain(numbers.day(text, language, zone)), "a": shown(row["a"]), "c": shown(row["c"]),
         "b": "–" if row["lo"] is None else f"{shown(row['lo'])} – {shown(row['hi'])}"}
        for row, text in zip(rows, data.times, strict=True)
    ]


def _effect(value: float, s: Spread, finding: Finding, language: str) -> str:
    if s.relative:
        return numbers.percent(value, language, numbers.percent_digits(value), sign=True)
    return plain(numbers.amount(value, finding.estimate.unit, language))


def placebo_figure(finding: Finding, style: Style) -> alt.LayerChart | None:
    """The placebos as dots (or bars when they are many), the real case marked. None without placebos."""
    s = spread(finding)
    if s is None:
        return None
    c, language = style.palette, style.language
    dotted = len(s.values) <= MOST_DOTS
    rows, tallest = dots(s) if dotted else bars(s)
    top = max(tallest * 1.18, 6.0)
    kind = f".{0 if s.edge >= 0.05 else 1 if s.edge >= 0.005 else 2}%" if s.relative else _ticks([-s.edge, s.edge])
    x = alt.X("x:Q", scale=alt.Scale(domain=[-s.edge, s.edge], nice=False, zero=False),
              axis=alt.Axis(title=plain(label("axis_effect", language, finding.question.get("kind"))), format=kind,
                            grid=False, labelFlush=True,
                            tickCount=alt.ExprRef("max(3, floor(width / 75))")))
    y = alt.Y("y:Q", scale=alt.Scale(domain=[0, top], nice=False),
              axis=alt.Axis(title=label("axis_count", language, finding.question.get("kind")), format="d",
                            tickMinStep=1, tickCount=4))
    sets: Sets = {"zero": [{"x": 0}], "placebos": rows}
    layers = [named("zero").mark_rule(color=c.soft).encode(x=x)]
    if s.quiet is not None:
        sets["quiet"] = [{"x": rounded(-min(s.quiet, s.edge)), "x2": rounded(min(s.quiet, s.edge))}]
        layers.insert(0, named("quiet").mark_rect(color=c.window).encode(x=x, x2="x2:Q"))
    if dotted:
        size = f"pow(min(10, width / {BINS}, height / {top:.6g}) * 0.86, 2)"
        marks = named("placebos").mark_circle(color=c.placebo, opacity=1, size=alt.ExprRef(size)).encode(x=x, y=y)
    else:
        marks = named("placebos").mark_bar(color=c.placebo, binSpacing=1).encode(x=x, x2="x2:Q", y=y, y2=alt.datum(0))
    if style.tooltips:
        for row in rows:
            row["v"] = _effect(row["v"], s, finding, language) if dotted else (
                f"{_effect(row['x'], s, finding, language)} – {_effect(row['x2'], s, finding, language)}")
        counted = {} if dotted else {"y": "axis_count"}
        marks = marks.encode(tooltip=_tooltips(style, **counted, v="placebo" if dotted else "axis_effect"))
    sets["real"] = [_real_row(s, top, finding, language)]
    real = _real_mark(s, x, y, style)
    return dressed([*layers, marks, *real], sets, style, PLACEBO_HEIGHT)


def _real_row(s: Spread, top: float, finding: Finding, language: str) -> dict[str, Any]:
    colon = "\u00a0: " if language == "fr" else ": "
    name = label("real", language, finding.question.get("kind"))
    return {"x": rounded(s.real), "y": top * 0.93,
            "label": f"{name}{colon}{_effect(s.real, s, finding, language)}"}


def _real_mark(s: Spread, x: alt.X, y: alt.Y, style: Style) -> list[alt.Chart]:
    c, chart = style.palette, named("real")
    left = s.real > 0.25 * s.edge
    return [
        chart.mark_rule(color=c.real, strokeWidth=2).encode(x=x, y=y, y2=alt.datum(0)),
        chart.mark_point(color=c.real, filled=True, opacity=1, shape="diamond", size=150).encode(x=x, y=y),
        chart.mark_text(color=c.real, fontWeight="bold", fontSize=13, align="right" if left else "left",
                        dx=-11 if left else 11, baseline="middle").encode(x=x, y=y, text="label:N"),
    ]


def dressed(layers: list[alt.Chart], sets: Sets, style: Style, height: int) -> alt.LayerChart:
    """Data sets, sizes, fonts and axes, the same for every figure."""
    c = style.palette
    width: Any = "container" if style.width is None else style.width
    chart = alt.LayerChart(layer=layers)
    sized = chart.properties(width=width, height=height, background="transparent",
                             autosize=alt.AutoSizeParams(type="fit", contains="padding"), padding=4)
    dressed: alt.LayerChart = (
        sized.configure_view(stroke=None)
        .configure_axis(labelColor=c.soft, titleColor=c.soft, gridColor=c.grid, domainColor=c.soft, tickColor=c.soft,
                        labelFontSize=12, titleFontSize=12, titleFontWeight="normal", labelFont="sans-serif",
                        titleFont="sans-serif", titleLimit=300)
        .configure_text(font="sans-serif")
    )
    dressed.datasets = sets
    return dressed


def figure(finding: Finding, language: str = "en") -> alt.VConcatChart:
    """Both figures one above the other, for a notebook. Raises ReculError when there is nothing to draw."""
    from recul.errors import Mistake, ReculError

    style = Style(language, kind=str(finding.question.get("kind")))
    charts = [chart for chart in (time_figure(finding, style), placebo_figure(finding, style)) if chart is not None]
    if not charts:
        raise ReculError(Mistake("figure", "a finding without data to draw", "a finding with `figure_data`",
                                 "Ask the question again with the data at hand."))
    sets: dict[str, Any] = {}
    for n, chart in enumerate(charts):  # a concatenated chart takes its looks and its data from the top
        for layer in chart.layer:
            if isinstance(layer.data, alt.NamedData):
                layer.data = alt.NamedData(name=f"{layer.data['name']}{n}")
        sets.update({f"{name}{n}": rows for name, rows in chart.datasets.items()})
        chart.config = chart.autosize = chart.background = chart.padding = chart.datasets = alt.Undefined
    both: alt.VConcatChart = alt.VConcatChart(vconcat=charts).configure_view(stroke=None)
    both.datasets = sets
    return both


def spec(chart: alt.LayerChart) -> dict[str, Any]:
    """The Vega-Lite specification, plain JSON values."""
    out: dict[str, Any] = chart.to_dict(validate=False)
    out.pop("$schema", None)
    return out


def still(drawn: dict[str, Any], width: int = WIDTH) -> dict[str, Any]:
    """The same drawing for paper: a fixed width, nothing that answers to a pointer."""
    layers = [{**layer, "encoding": {k: v for k, v in layer["encoding"].items() if k != "tooltip"}}
              for layer in drawn["layer"] if layer["data"]["name"] != "tips"]
    return {**drawn, "layer": layers, "width": width}


def svg(drawn: dict[str, Any], language: str, prefix: str) -> str:
    """A picture of a specification that needs no JavaScript. `prefix` keeps the ids of pictures on one page apart."""
    import vl_convert

    text: str = vl_convert.vegalite_to_svg(drawn, format_locale=format_locale(language),
                                           time_format_locale=time_locale(language))
    text = re.sub(r'(id="|url\(#|href="#)(?=(?:clip|gradient))', rf"\g<1>{prefix}-", text)
    return re.sub(r"\s(?:role|aria-[a-z]+)=\"[^\"]*\"", "", text)
