"""The pictures show what the finding holds, and Vega-Lite accepts them."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

import report_samples as samples
from recul.errors import ReculError
from recul.finding import FigureData, Finding
from recul.report import figures
from recul.report.spread import BINS, dots, spread


def rows(chart: Any, name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = figures.spec(chart)["datasets"][name]
    return found


def data_of(finding: Finding) -> FigureData:
    assert finding.figure_data is not None
    return finding.figure_data


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("make", [samples.seen, samples.not_seen, samples.few, samples.hostile])
def test_vega_lite_accepts_the_specification(make: Any, language: str) -> None:
    for draw in (figures.time_figure, figures.placebo_figure):
        draw(make(), figures.Style(language, figures.PAGE, None)).to_dict(validate=True)
    figures.figure(make(), language).to_dict(validate=True)


def test_the_lines_are_the_data_and_gaps_stay_gaps() -> None:
    data = data_of(samples.seen())
    actual = data.actual.copy()
    actual[5] = np.nan
    finding = replace(samples.seen(), figure_data=replace(data, actual=actual))
    drawn = rows(figures.time_figure(finding, figures.Style("en")), "rows")
    assert [row["a"] for row in drawn][5] is None
    np.testing.assert_allclose([row["c"] for row in drawn], data.counterfactual, rtol=1e-5)
    assert [row["lo"] is None for row in drawn] == [i < data.start for i in range(len(drawn))]
    assert drawn[data.start]["t"] == "2024-09-01T00:00:00Z"
    assert "NaN" not in json.dumps(drawn)


def test_every_placebo_is_drawn_or_counted_as_beyond() -> None:
    data = data_of(samples.seen())
    far = replace(samples.seen(), figure_data=replace(data, placebos=np.append(data.placebos, [1e6, -1e6, np.nan])))
    s = spread(far)
    assert s is not None
    assert s.beyond == 2
    assert len(dots(s)[0]) + s.beyond == len(data.placebos) + 2
    assert all(abs(row["x"]) <= s.edge for row in dots(s)[0])
    many = figures.placebo_figure(samples.not_seen(), figures.Style("en"))
    assert len(rows(many, "placebos")) <= BINS, "bars when there are many"
    s = spread(samples.not_seen())
    assert s is not None
    assert sum(row["y"] for row in rows(many, "placebos")) + s.beyond == 400


def test_the_real_case_is_inside_the_frame_and_relative() -> None:
    finding = samples.seen()
    s = spread(finding)
    assert s is not None
    assert s.relative
    assert s.real == pytest.approx(finding.estimate.relative)
    assert abs(s.real) < s.edge
    assert s.quiet == pytest.approx(finding.estimate.value / 1000 - finding.estimate.relative_low)


def test_nothing_to_draw_is_said() -> None:
    assert figures.time_figure(samples.no_placebos(), figures.Style("en")) is None
    assert figures.placebo_figure(samples.no_placebos(), figures.Style("en")) is None
    with pytest.raises(ReculError, match="figure_data"):
        samples.no_placebos().figure()


def test_one_period_and_hours_can_be_drawn() -> None:
    data = data_of(samples.seen())
    short = replace(data, times=data.times[:181], **{
        name: getattr(data, name)[:181] for name in ("actual", "counterfactual", "band_low", "band_high")})
    chart = figures.time_figure(replace(samples.seen(), figure_data=short), figures.Style("fr"))
    assert "<svg" in figures.svg(figures.spec(chart), "fr", "x")
    hours = tuple(f"2024-09-{1 + i // 24:02d}T{i % 24:02d}:00" for i in range(30))
    day = replace(data, times=hours, start=24, **{
        name: getattr(data, name)[170:200] for name in ("actual", "counterfactual", "band_low", "band_high")})
    chart = figures.time_figure(replace(samples.seen(), figure_data=day), figures.Style("en"))
    assert rows(chart, "rows")[25]["t"] == "2024-09-02T01:00:00Z"


def test_the_picture_needs_no_script_and_keeps_hostile_text_as_text() -> None:
    chart = figures.time_figure(samples.hostile(), figures.Style("fr", figures.PAGE))
    picture = figures.svg(figures.spec(chart), "fr", "p1")
    assert "&lt;/script&gt;" in picture
    assert not re.search(r"<(script|img|foreignObject)|\son\w+=", picture)
    assert "var(--expected)" in picture, "one drawing for light and dark"
    assert "\u202e" not in picture
    assert not re.search(r'id="(?!p1-)', picture)
