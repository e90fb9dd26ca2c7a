"""Finding -> the words of its part of the report, one language at a time: marked text that templates only lay out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from recul.finding import Finding, Rate, Table
from recul.report.captions import time_rows, time_summary
from recul.report.words import (
    chip_text,
    code,
    label,
    limit_text,
    marked_sentence,
    marked_title,
    numbers,
    say,
    shown,
)
from recul.report.words.kinds import merged, own
from recul.report.words.methods import METHODS, PLACEBOS
from recul.report.words.sentences import PIECES
from recul.report.words.text import user

Row = tuple[str, ...]


@dataclass(frozen=True)
class TableView:
    """A table of the question's own, in words. numeric: which columns are numbers. note: "" when there is none. A cell
    may have two lines: a value, and its interval."""

    title: str
    note: str
    heads: Row
    numeric: tuple[bool, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class View:
    """One finding in one language. All strings are marked text (see `words.text`); kind: of its question."""

    number: int
    kind: str
    anchor: str
    language: str
    title: str
    title_is_users: bool
    verdict: str
    chip: str
    sentence: str
    truth: str | None
    numbers_caption: str
    numbers: tuple[Row, ...]
    placebos: tuple[Row, ...]
    limits: tuple[tuple[str, bool], ...]
    method_name: str
    method_text: str
    placebo_text: str
    papers: tuple[str, ...]
    design: tuple[Row, ...]
    time_summary: str
    time_rows: tuple[Row, ...]
    always: str
    tables: tuple[TableView, ...]


def finding_view(finding: Finding, language: str, number: int = 1) -> View:
    """Everything the page says of one finding. Raises ReculError for an unknown language."""
    name, kind = finding.design.estimator, finding.question.get("kind")
    method = METHODS.get(name) or merged("METHODS").get(name)
    placebos = own(kind, "PLACEBOS") or PLACEBOS
    unknown = label("method_unknown", language, name=user(finding.design.estimator))
    return View(
        number=number,
        kind=str(kind),
        anchor=f"{language}-question-{number}",
        language=language,
        title=question_title(finding, language),
        title_is_users=bool(finding.question.get("label")),
        verdict=finding.verdict,
        chip=chip_text(finding, language),
        sentence=marked_sentence(finding, language),
        truth=truth_text(finding, language),
        numbers_caption=numbers_caption(finding, language),
        numbers=number_rows(finding, language),
        placebos=placebo_rows(finding, language),
        limits=tuple((limit_text(limit, finding, language), limit.forbids)
                     for limit in sorted(finding.limits, key=lambda limit: not limit.forbids)),
        method_name=say(method.name, language) if method else user(finding.design.estimator),
        method_text=say(method.text, language) if method else unknown,
        placebo_text=say(placebos.text, language),
        papers=(*((method.paper,) if method else ()), placebos.paper),
        always=label("limits_always", language, kind),
        tables=tuple(table_view(table, finding, language) for table in finding.tables),
        design=design_rows(finding, language),
        time_summary=time_summary(finding, language),
        time_rows=time_rows(finding, language),
    )


def forbidden(finding: Finding) -> bool:
    """Whether what was computed must not be read as an answer."""
    return finding.verdict == "cannot_say" and any(limit.forbids for limit in finding.limits)


def numbers_caption(finding: Finding, language: str) -> str:
    if forbidden(finding):
        return label("numbers_forbidden", language)
    return label("numbers_caption", language, level=numbers.share(finding.estimate.level, language))


def question_title(finding: Finding, language: str) -> str:
    """The user's own label, else what was asked. No line is to begin with the label's question mark."""
    label_of = finding.question.get("label")
    return user(re.sub(r" (?=[?!:;%»])", numbers.NBSP, str(label_of))) if label_of else marked_title(finding, language)


def table_view(table: Table, finding: Finding, language: str) -> TableView:
    """A table of the question's own; a code that has no words stands as it is. A value followed by its two ends
    (`x`, `x_low`, `x_high`) takes one column, not three: what is cut off at the right is not read."""
    words = own(finding.question.get("kind"), "TABLES").get(table.code, {})
    names = words.get("columns", {})
    place = {name: i for i, (name, _) in enumerate(table.columns)}
    ends = {name: (place[f"{name}_low"], place[f"{name}_high"]) for name in place
            if f"{name}_low" in place and f"{name}_high" in place}
    folded = {i for pair in ends.values() for i in pair}
    kept = [(i, name, how) for i, (name, how) in enumerate(table.columns) if i not in folded]
    heads = tuple(say(names[name], language) if name in names else user(name) for _, name, _ in kept)
    rows = tuple(tuple(cell(name, how, row[i], finding, language)
                       + _ends([cell(name, how, row[j], finding, language) if row[j] is not None else None
                                for j in ends.get(name, ())], row[i] is not None, language) for i, name, how in kept)
                 for row in table.rows)
    return TableView(say(words["title"], language) if words else user(table.code),
                     say(words["note"], language) if "note" in words else "", heads,
                     tuple(how not in ("code", "name", "names", "moment", "item") for _, _, how in kept), rows)


def cell(name: str, how: str, value: object, finding: Finding, language: str) -> str:
    """One value of a table, as its kind of question shows this column where it has its own way."""
    own_way = own(finding.question.get("kind"), "CELLS").get(name)
    return str(own_way(value, finding, language)) if own_way else shown(how, value, finding, language)


def _ends(ends: Sequence[str | None], known: bool, language: str) -> str:
    """The interval of a value as the second line of its cell; nothing where it has none. known: the value is; of one
    that is not, the low end alone still says something."""
    if not ends or ends[0] is None or (known and ends[1] is None):
        return ""
    return "\n" + (label("or_more", language, low=ends[0]) if ends[1] is None
                   else label("to", language, low=ends[0], high=ends[1]))


def truth_text(finding: Finding, language: str) -> str | None:
    """In simulated worlds: what is true, and how the answer stands beside it."""
    own_truth = own(finding.question.get("kind"), "truth")
    if own_truth:
        told: str | None = own_truth(finding, language)
        return told
    if finding.truth is None:
        return None
    own_way = own(finding.question.get("kind"), "shown_truth")
    shown = own_way(finding.truth, language) if own_way else numbers.percent(
        finding.truth, language, numbers.percent_digits(finding.truth), sign=True)
    pieces = {**PIECES, **own(finding.question.get("kind"), "PIECES")}
    first = say(pieces["truth" if finding.truth else "truth_none"], language, truth=shown)
    return f"{first} {say(pieces[_compared(finding, finding.truth)], language)}"


def _compared(finding: Finding, truth: float) -> str:
    e, own_way = finding.estimate, own(finding.question.get("kind"), "compared")
    if finding.verdict == "cannot_say":
        return "truth_withheld"
    if own_way:
        told: str = own_way(finding, truth)
        return told
    if finding.verdict == "not_seen":
        detectable = finding.placebo.detectable_effect
        small = detectable is not None and abs(truth) < detectable
        return "truth_quiet" if truth == 0 else "truth_small" if small else "truth_missed"
    if truth == 0:
        return "truth_false_alarm"
    if e.value is not None and e.value * truth < 0:
        return "truth_wrong_side"
    low, high = e.relative_low, e.relative_high
    holds = low is not None and high is not None and low <= truth <= high
    return "truth_found" if holds else "truth_seen_outside"


def number_rows(finding: Finding, language: str) -> tuple[Row, ...]:
    """(quantity, estimate, interval): relative, per period, total."""
    e, kind = finding.estimate, finding.question.get("kind")
    rows: list[Row] = []
    if own(kind, "IN_POINTS"):
        return () if e.value is None else (
            _amounts(label("per_period", language, kind), (e.value, e.low, e.high), e.unit, language),)
    if e.relative is not None:
        digits = numbers.percent_digits(e.relative)
        ends = [None if v is None else numbers.percent(v, language, digits, sign=True)
                for v in (e.relative_low, e.relative_high)]
        rows.append((label("relative", language, kind), numbers.percent(e.relative, language, digits, sign=True),
                     interval(ends, language)))
    if e.value is not None:
        name = label("per_period", language, kind, per=_per(finding, language))
        rows.append(_amounts(name, (e.value, e.low, e.high), e.unit, language))
    if e.value and e.total is not None:
        scale = e.total / e.value
        sums = [None if v is None else v * scale for v in (e.low, e.high)]
        rows.append(_amounts(label("total", language, kind), (e.total, *sums), e.unit, language))
    return tuple(rows)


def _amounts(name: str, values: tuple[float | None, ...], unit: str, language: str) -> Row:
    """An estimate and its two ends in the outcome's unit, with as many decimals each."""
    digits = numbers.common_digits(values)
    shown, *ends = (None if v is None else numbers.amount(v, unit, language, digits) for v in values)
    return name, shown or numbers.UNKNOWN[language], interval(ends, language)


def _per(finding: Finding, language: str) -> str:
    frequency = finding.design.frequency
    per = label(f"per_{frequency}", language) if frequency in numbers.PERIODS else user(frequency)
    return label("each_unit", language, per=per) if len(finding.design.units) > 1 else per


def interval(ends: Sequence[str | None], language: str) -> str:
    if ends[0] is None or ends[1] is None:
        return label("no_interval", language)
    return label("to", language, low=ends[0], high=ends[1])


def rate(r: Rate, language: str) -> str:
    """ "4.8%: 3 of 62 (1.0% to 13.5%)". """
    if not r.of or r.value is None:
        return label("rate_none", language)
    counts = {"count": numbers.number(r.count, language), "of": numbers.number(r.of, language)}
    return label("rate", language, rate=numbers.percent(r.value, language), low=numbers.percent(r.low, language),
                 high=numbers.percent(r.high, language), **counts)


def placebo_rows(finding: Finding, language: str) -> tuple[Row, ...]:
    """(what, value): the placebo run as a small table."""
    run, kind = finding.placebo, finding.question.get("kind")
    counts = [(label(key, language), numbers.number(n, language))
              for key, n in (("planned", run.planned), ("ran", run.ran), ("failed", run.failed))]
    rule = code(run.drawn, language)
    drawn = label("dates_sources", language, dates=numbers.number(run.dates, language),
                  sources=numbers.number(run.sources, language))
    # A draw made again has neither a date nor a series of its own.
    where = rule if 1 < run.ran == run.dates == run.sources else f"{drawn} ({rule})"
    return (
        *counts,
        (label("spread_over", language), where),
        (label("independent", language), numbers.number(run.independent, language)),
        *((label(f"{key}_rate", language, kind), rate(getattr(run, f"{key}_rate"), language))
          for key in ("raw", "calibrated", "own")),
        (label("detectable", language, kind), detectable(finding, language)),
    )


def detectable(finding: Finding, language: str) -> str:
    run = finding.placebo
    if run.detectable_effect is None:
        return label("detectable_none", language)
    digits = numbers.percent_digits(run.detectable_effect)

    def size(value: float) -> str:
        if own(finding.question.get("kind"), "IN_POINTS"):
            return numbers.amount(100 * value, finding.estimate.unit, language, 1)
        return numbers.percent(value, language, digits)

    low, high = (None if v is None else size(v) for v in (run.detectable_low, run.detectable_high))
    shown = size(run.detectable_effect)
    if low is None:
        return shown
    ends = label("or_more", language, low=low) if high is None else label("to", language, low=low, high=high)
    return f"{shown} ({ends})"


def design_rows(finding: Finding, language: str) -> tuple[Row, ...]:
    """(what, value): how the question was asked and judged."""
    d, run = finding.design, finding.placebo
    rows = [("chosen", code(d.estimator_choice, language))]
    if d.onset_rule:
        rows.append(("onset", code(d.onset_rule, language)))
    if d.window:
        first, last = (numbers.day(text, language, d.zone) for text in (d.start, d.end))
        period = label("from_to", language, start=first, end=last)
        rows += [("window_row", f"{numbers.count(d.window, d.frequency, language)} ({period})"),
                 ("history_row", numbers.count(d.history, d.frequency, language)),
                 ("units_row", numbers.listing(d.units, language, 12) or label("all_units", language,
                                                                                   finding.question.get("kind"))),
                 ("donors_row", numbers.listing(d.donors, language, 12) or label("all_units", language))]
    asked = finding.question
    if asked.get("seasons"):
        rows.append(("seasons_row", ", ".join(numbers.count(s, d.frequency, language) for s in asked["seasons"])))
    if asked.get("scale", "identity") != "identity":
        rows.append(("scale_row", code(asked["scale"], language)))
    rows += [("minimum_row", numbers.share(d.minimum_effect, language)), ("rule_row", code(run.rule, language))]
    if run.bound is not None:
        bound = label("bound_value", language, bound=numbers.number(run.bound, language))
        if run.guaranteed_bound is not None:
            bound += " – " + label("guaranteed", language, bound=numbers.number(run.guaranteed_bound, language))
        rows.append(("bound_row", bound))
    if run.spread is not None:
        rows.append(("spread_row", f"× {numbers.number(run.spread, language)}"))
    if run.correlation is not None:
        rows.append(("correlation_row", numbers.number(run.correlation, language, 2)))
    rows.append(("seed_row", str(run.seed)))
    kind = finding.question.get("kind")
    names = own(kind, "FACTS")
    facts = tuple((say(names[name], language) if name in names else user(name), shown(how, value, finding, language))
                  for name, how, value in d.facts)
    return (*facts, *((label(key, language, kind), value) for key, value in rows))
