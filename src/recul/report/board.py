"""Findings of one kind together in one table at the head of the report, for whoever reads nothing else."""

from __future__ import annotations

from collections.abc import Sequence

from recul.finding import Finding
from recul.report.view import TableView, question_title
from recul.report.words import say, shown
from recul.report.words.kinds import own


def boards(findings: Sequence[Finding], language: str) -> tuple[TableView, ...]:
    """For each kind that has one, its findings as the rows of one table, where there are several; each value is taken
    from the finding's own table, as it is shown there."""
    out = []
    for kind in dict.fromkeys(str(f.question.get("kind")) for f in findings):
        board, alike = own(kind, "BOARD"), [f for f in findings if f.question.get("kind") == kind]
        if not board or len(alike) < 2:
            continue
        names, rows, numeric = own(kind, "TABLES")[board["table"]]["columns"], [], (False,) * len(board["columns"])
        for finding in alike:
            table = next(t for t in finding.tables if t.code == board["table"])
            told = {name: (how, value) for (name, how), value in zip(table.columns, table.rows[0], strict=True)}
            cells = [told[name] for name in board["columns"]]
            numeric = tuple(how in ("amount", "percent", "number", "count") for how, _ in cells)
            rows.append((question_title(finding, language), *(shown(how, value, finding, language) if value is not None
                                                              else "–" for how, value in cells)))
        heads = (say(board["first"], language), *(say(names[name], language) for name in board["columns"]))
        out.append(TableView(say(board["title"], language), say(board["note"], language), heads, (False, *numeric),
                             tuple(rows)))
    return tuple(out)
