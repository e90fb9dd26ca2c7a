"""What a reader without statistics would trip over in a table, a title or a truth."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

import report_samples as samples
from recul.finding import Finding, Table
from recul.questions._moments import touches
from recul.report import view
from recul.report.words.kinds import own
from recul.report.words.kinds.objective import BESIDE, truth
from recul.report.words.text import plain
from recul.study import Action
from test_objectives import PAST, acted, action, ask, row, weekly
from test_objectives import panel as made


def told(kind: str, table: Table) -> view.TableView:
    finding = samples.seen()
    return view.table_view(table, replace(finding, question={**finding.question, "kind": kind}), "en")


def test_a_value_and_its_two_ends_take_one_column() -> None:
    columns = (("of", "code"), ("median", "minutes"), ("median_low", "minutes"), ("median_high", "minutes"))
    shown = told("response", Table("service", columns, (
        ("wait_first", 600.0, 540.0, 720.0), ("wait_first", None, 540.0, None), ("wait_first", None, None, None),
        ("wait_first", 0.0, 0.0, None))))
    assert len(shown.heads) == len(shown.numeric) == 2
    assert [r[1].replace("\u00a0", " ") for r in shown.rows] == [
        "10 hours\n9 hours to 12 hours", "unknown\n9 hours or more", "unknown", "0 minutes"]


@pytest.mark.parametrize(("p", "said"), [(5.7e-50, "under 0.1%"), (0.00268, "0.3%"), (1.0, "100.0%"),
                                         (None, "unknown")])
def test_a_probability_is_a_percentage_and_never_next_to_nothing(p: float | None, said: str) -> None:
    assert told("crisis", Table("losses", (("p", "number"),), ((p,),))).rows == ((said,),)


@pytest.mark.parametrize(("chance", "said"), [(0.9999, "more than 99%"), (0.016, "2%"), (0.001, "less than 1%"),
                                              (None, "–")])
def test_a_chance_stands_in_the_table_as_in_the_sentence(chance: float | None, said: str) -> None:
    assert told("objective", Table("objective", (("probability", "percent"),), ((chance,),))).rows == ((said,),)


def test_no_line_begins_with_the_question_mark_of_a_label() -> None:
    assert plain(view.question_title(samples.seen(label="Et les ventes ?"), "fr")) == "Et les ventes\u00a0?"


def test_the_true_return_is_in_the_unit_of_the_sentence() -> None:
    finding = samples.seen(truth=2.41)
    said = view.truth_text(replace(finding, question={**finding.question, "kind": "worth"}), "fr")
    assert said is not None
    assert "3,4 fois son coût" in plain(said)


@pytest.mark.parametrize(("beside", "key"), [(0.0, "holds"), (1e6, "misses")])
def test_the_truth_of_a_forecast_says_whether_the_interval_held_it(beside: float, key: str) -> None:
    finding: Finding = ask(made(weekly()[0]), target=1.0, start="2025-01-01", deadline="2025-01-31")
    known = {**finding.question, "truth": row(finding)["forecast"] + beside}
    said = truth(replace(finding, question=known), "en")
    assert said is not None
    assert said.endswith(BESIDE[key]["en"].removeprefix("{first} "))


def test_an_action_is_called_by_its_label() -> None:
    p, named = acted(0.2), action(0.2).model_copy(update={"label": "Autumn treats"})
    count = p.value[0, 191:199].sum()
    finding = ask(p, (named,), units=["a"], action="autumn", target=0.97 * count, **PAST)
    assert "Without “Autumn treats”" in finding.sentence("en")
    assert [t.name for t in touches(p, (named,), "UTC")] == ["Autumn treats"]
    bare = Action(id="autumn", kind="campaign", start=date(2024, 9, 9), units=("a",))
    assert [t.name for t in touches(p, (bare,), "UTC")] == ["autumn"]


def test_cells_are_columns_of_the_tables() -> None:
    for kind in ("crisis", "objective"):
        columns = {name for table in own(kind, "TABLES").values() for name in table["columns"]}
        assert set(own(kind, "CELLS")) <= columns
