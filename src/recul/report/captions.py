"""What stands around figures and files: summaries for whoever cannot see them, notes, tables. Marked text."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Any

import numpy as np

from recul.finding import Finding
from recul.report.spread import MOST_DOTS, Spread
from recul.report.words import label, measure_name, numbers, say
from recul.report.words.files import NOTES, REASONS, ROW, SEPARATORS
from recul.report.words.text import user

Row = tuple[str, ...]


def time_rows(finding: Finding, language: str) -> tuple[Row, ...]:
    """(date, observed, expected, low, high) over the window: the first figure as a table."""
    data = finding.figure_data
    if data is None:
        return ()
    unit = data.value_unit or finding.estimate.unit

    digits = numbers.common_digits(data.actual[data.start :].tolist())

    def shown(value: float) -> str:
        return numbers.amount(value, unit, language, digits) if math.isfinite(value) else "–"

    columns = (data.actual, data.counterfactual, data.band_low, data.band_high)
    zone = finding.design.zone
    return tuple((numbers.day(data.times[i], language, zone), *(shown(float(column[i])) for column in columns))
                 for i in range(data.start, len(data.times)))


def time_summary(finding: Finding, language: str) -> str:
    """What the first figure shows, for whoever cannot see it."""
    data, kind = finding.figure_data, finding.question.get("kind")
    if data is None or not data.times:
        return label("figure_none", language, kind)
    both = np.isfinite(data.actual[data.start :]) & np.isfinite(data.counterfactual[data.start :])
    unit = data.value_unit or finding.estimate.unit

    def mean(column: Any) -> str:
        values = column[data.start :][both if both.any() else np.isfinite(column[data.start :])]
        return numbers.amount(float(values.mean()) if len(values) else None, unit, language)

    ends = (data.times[0], data.times[-1], data.times[min(data.start, len(data.times) - 1)])
    first, last, start = (numbers.day(text, language, finding.design.zone) for text in ends)
    return label("summary_time", language, kind, measure=measure_name(finding, language), first=first, last=last,
                 start=start, observed=numbers.number(int(both.sum()), language), actual=mean(data.actual),
                 expected=mean(data.counterfactual))


def placebo_summary(finding: Finding, spread: Spread, language: str) -> str:
    """What the second figure shows, for whoever cannot see it."""
    values, kind = spread.values, finding.question.get("kind")

    def shown(value: float) -> str:
        if spread.relative:
            return numbers.percent(value, language, numbers.percent_digits(value), sign=True)
        return numbers.amount(value, finding.estimate.unit, language)

    q1, q3 = np.quantile(values, [0.25, 0.75])
    beyond = int((np.abs(values) >= abs(spread.real)).sum())
    return label("summary_placebos", language, kind, n=numbers.number(len(values), language), q1=shown(float(q1)),
                 q3=shown(float(q3)), min=shown(float(values[0])), max=shown(float(values[-1])),
                 real=shown(spread.real), beyond=numbers.number(beyond, language))


def placebo_note(finding: Finding, spread: Spread, language: str) -> str:
    """How many placebos are drawn, and on how many of them the calibrated rate is counted: not the same number."""
    kind = finding.question.get("kind")
    drawn, of = len(spread.values) - spread.beyond, finding.placebo.calibrated_rate.of
    first = label("dots_note" if len(spread.values) <= MOST_DOTS else "bars_note", language, kind,
                  n=numbers.number(drawn, language))
    key = "counted_none" if not of else "counted_each" if of >= len(spread.values) else "counted_later"
    return f"{first} {label(key, language, kind, of=numbers.number(of, language))}"


def figure_notes(finding: Finding, spread: Spread | None, language: str) -> tuple[str, ...]:
    """What a reader of the figure must know and could miss."""
    if spread is not None:
        beyond = label("outliers", language, finding.question.get("kind"), n=numbers.number(spread.beyond, language))
        return (placebo_note(finding, spread, language), *((beyond,) if spread.beyond else ()))
    data = finding.figure_data
    if data is None:
        return ()
    notes = []
    if finding.design.zone:
        notes.append(label("zone_note", language, zone=user(finding.design.zone, 40)))
    if len(finding.design.units) > 1:
        notes.append(label("mean_of_units", language, n=numbers.number(len(finding.design.units), language)))
    values = np.concatenate([data.actual, data.counterfactual])
    values = values[np.isfinite(values)]
    if len(values) and (values.min() > 0 or values.max() < 0):
        notes.append(label("not_zero", language))
    return tuple(notes)


@dataclass(frozen=True)
class FileView:
    """One file read: marked text."""

    source: str
    path: str
    read: str
    kept: str
    refused: str
    duplicates: str
    sha256: str
    remarks: tuple[str, ...]


def file_view(item: dict[str, Any], language: str) -> FileView:
    """A file of `report_dict`, in the reader's words."""

    def shown(key: str) -> str:
        n = item.get(key)
        return numbers.number(n, language) if isinstance(n, int) else "–"

    path = user(item.get("path", ""))
    remarks = []
    for entry in item["refused"]:
        examples = ", ".join(_example(str(example), language) for example in entry["examples"][:3])
        text = label("refusal", language, path=path, reason=_known(REASONS, entry["reason"], language),
                     count=numbers.number(int(entry["count"]), language))
        remarks.append(f"{text} ({examples})" if examples else text)
    for note in item["notes"]:
        text = _known(NOTES, note["code"], language, value=_known(SEPARATORS, note["value"], language))
        remarks.append(label("file_note", language, path=path, note=text))
    return FileView(user(item.get("source", "")), path, shown("rows_read"), shown("rows_kept"), shown("rows_refused"),
                    shown("duplicates"), user(str(item.get("sha256", ""))[:12]), tuple(remarks))


def _example(text: str, language: str) -> str:
    """ "row 12: value 'abc'", the row in the reader's language and the rest as it stands in the file. """
    found = re.fullmatch(r"row (\d+): (.*)", text, re.DOTALL)
    return say(ROW, language, n=found[1], rest=user(found[2], 60)) if found else user(text, 60)


def _known(words: dict[str, dict[str, str]], name: object, language: str, **values: str) -> str:
    """A code in words; one that has none stands as it is, its values after it."""
    entry = words.get(str(name))
    return say(entry, language, **values) if entry else " ".join([user(name), *values.values()])
