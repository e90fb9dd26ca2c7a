"""`recul claim`, from the command line: what is written, what is refused, what a user sees."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
from click.testing import Result

from ledger_samples import study
from recul.ledger.store import Ledger
from test_cli import run

CLAIM = ("--by", "Agence Nova", "--measure", "sales", "--unit", "Lyon", "--up", "--from", "2025-02-03", "--to",
         "2025-02-09", "--probability", "0.8")


def changed(**options: str | None) -> list[str]:
    """The options of CLAIM with some changed, or left out."""
    found = dict(zip([*CLAIM[0:6:2], *CLAIM[7::2]], [*CLAIM[1:6:2], *CLAIM[8::2]], strict=True)) | {
        f"--{name}": value for name, value in options.items()}
    words = [word for name, value in found.items() if value is not None for word in (name, value)]
    return words if {"--at-least", "--between"} & set(words) else ["--up", *words]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return study(tmp_path / "study")


def written(folder: Path) -> int:
    return len(Ledger(folder).entries())


def refused(result: Result) -> str:
    assert result.exit_code == 2, result.output
    return result.stderr


def test_from_a_claim_to_its_score(folder: Path) -> None:
    added = run("claim", "add", folder, *CLAIM, "--note", "l’automne")
    assert added.exit_code == 0, added.output
    head = Ledger(folder).entries()[0].head
    assert head in added.stdout
    assert "Claim 1 is written: Sales for Lyon: up" in added.stdout
    assert "marked late" in added.stdout  # 2025 is past
    assert (folder / "ledger.sqlite").exists()
    listed = run("claim", "list", folder)
    assert "due (late)" in listed.stdout
    settled = run("claim", "settle", folder)
    assert "Claim 1 " in settled.stdout
    assert run("claim", "settle", folder).stdout == "Nothing to settle.\n"
    assert "Cannot say" in run("claim", "score", folder).stdout
    verified = run("claim", "verify", folder, "--head", head)
    assert verified.exit_code == 0
    assert "entries written since: 1" in verified.stdout
    (kept,) = json.loads(run("claim", "list", folder, "--json").stdout)
    assert (kept["state"], kept["late"], kept["claim"]["note"]) == ("settled", True, "l’automne")
    (finding,) = json.loads(run("claim", "score", folder, "--json").stdout)["findings"]
    assert finding["verdict"] == "cannot_say"
    assert [row["record"] for t in finding["tables"] if t["code"] == "authors" for row in t["rows"]] == ["claims_none"]


def test_it_speaks_the_language_of_the_study(folder: Path) -> None:
    toml = folder / "study.toml"
    toml.write_text('language = "fr"\n' + toml.read_text(encoding="utf-8"), encoding="utf-8")
    said = run("claim", "add", folder, *CLAIM).stdout
    assert "Pronostic 1 écrit" in said
    assert "80\u202f%" in said or "80\u00a0%" in said


@pytest.mark.parametrize(("options", "words"), [
    ({"probability": "0"}, "above 0 and below 1"), ({"probability": "1"}, "above 0 and below 1"),
    ({"probability": "120 %"}, "above 0 and below 1"), ({"probability": "80"}, "above 0 and below 1"),
    ({"from": "2025-02-19"}, "Exchange the two"), ({"measure": "sale"}, "Did you mean 'sales'"),
    ({"unit": "Lyn"}, "Did you mean 'Lyon'"), ({"by": None}, "who says it"), ({"from": "soon"}, "a date like"),
    ({"note": "caf\udce9"}, "some text"), ({"against": "yesterday"}, "before, last-year, or a number"),
    ({"at-least": "5%"}, "Say what it is a change from"),
    ({"at-least": "5", "against": "last-year"}, "Write it with %"),
    ({"at-least": "1 000"}, "without spaces"),
])
def test_bad_claims_are_refused_and_nothing_is_written(options: dict[str, str | None], words: str, folder: Path
                                                       ) -> None:
    assert words in refused(run("claim", "add", folder, *changed(**options)))
    assert not (folder / "ledger.sqlite").exists()


@pytest.mark.parametrize(("text", "level"), [("-5", -5.0), ("1e-3", 0.001), ("+12000", 12000.0)])
def test_a_baseline_keeps_its_sign(text: str, level: float, folder: Path) -> None:
    done = run("claim", "add", folder, *changed(against=text))
    assert done.exit_code == 0, done.output
    assert Ledger(folder).entries()[0].content["level"] == level


def test_what_the_record_holds_is_not_foretold(folder: Path) -> None:
    """A budget for the year to come among the sales, as spreadsheets have them, or a clock set back."""
    with (folder / "sales.csv").open("a", encoding="utf-8") as file:
        file.writelines(f"2150-02-{day:02d},Lyon,900\n" for day in range(1, 11))
    there = changed(**{"from": "2150-02-03", "to": "2150-02-09"})
    assert "holds values already (to 2150-02-10)" in refused(run("claim", "add", folder, *there))
    assert written(folder) == 0
    assert run("claim", "add", folder, *changed(**{"from": "2150-02-11", "to": "2150-02-17"})).exit_code == 0


def test_a_state_in_which_no_claim_is(folder: Path) -> None:
    run("claim", "add", folder, *CLAIM)
    assert run("claim", "list", folder, "--state", "settled").stdout == "No claim is in that state.\n"


def test_a_ledger_that_is_gone_is_not_said_to_hold(folder: Path) -> None:
    assert "Restore your copy" in refused(run("claim", "verify", folder))


def test_nobody_of_that_name_is_not_no_claim_at_all(folder: Path) -> None:
    run("claim", "add", folder, *CLAIM)
    assert "Did you mean 'Agence Nova'" in refused(run("claim", "list", folder, "--by", "Agence Nove"))


def test_every_mistake_is_told_at_once(folder: Path) -> None:
    said = refused(run("claim", "add", folder, *changed(probability="120 %", against="foo", by=None)))
    assert said.startswith("recul: 3 mistakes to mend.")


def test_claims_from_a_file_all_or_none(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "claims.csv"
    head = "by;measure;unit;claim;low;high;against;from;to;probability;note\n"
    file.write_text(head + 'Nova;sales;"Lyon;Nice";up;;;;2027-02-01;2027-02-07;80%;été\n'
                    "Volte;sales;;at least;5%;;last-year;2027-02-01;2027-02-07;0.3;\n", encoding="utf-8")
    assert run("claim", "add", folder, "--file", file).exit_code == 0
    bodies = [e.content for e in Ledger(folder).entries()]
    assert bodies[0]["units"] == ["Lyon", "Nice"]
    assert (bodies[1]["low"], bodies[1]["against"], "units" in bodies[1]) == (0.05, "last_year", False)
    file.write_text(head + "Nova;sales;;up;;;;2027-02-01;2027-02-07;80%;\nNova;sales;;up;;;;2027-02-01;2027-01-07;2;\n"
                    "Nova;sales;;sideways;;;;2027-02-01;2027-02-07;0.5;\n", encoding="utf-8")
    said = refused(run("claim", "add", folder, "--file", file))
    assert "row 3: probability" in said
    assert "row 4: claim" in said
    assert written(folder) == 2


@pytest.mark.parametrize(("content", "words"), [
    (b"by,measure\nNova,sales\n", "Add 'claim'"), (b"", "an empty file"),
    (b"by,measure,claim,from,to,probability,mood\nNova,sales,up,2027-02-01,2027-02-07,0.8,good\n", "Remove 'mood'"),
    (b"by,measure,claim,from,to,probability,note\nNova,sales,up,2027-02-01,2027-02-07,0.8,a\x00b\n", "some text"),
])
def test_files_that_cannot_be_read_are_refused(content: bytes, words: str, folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "claims.csv"
    file.write_bytes(content)
    assert words in refused(run("claim", "add", folder, "--file", file))
    assert not (folder / "ledger.sqlite").exists()


def test_what_keeps_a_claim_open_is_told(tmp_path: Path) -> None:
    folder = study(tmp_path / "study", without=(35,))
    assert run("claim", "add", folder, *CLAIM).exit_code == 0
    said = run("claim", "settle", folder).stdout
    assert "Claim 1 stays open: 1 of the 7 values of the window were not observed, and missing is not zero." in said
    assert written(folder) == 1


def test_a_record_that_shrank_is_named(folder: Path) -> None:
    assert run("claim", "add", folder, *CLAIM).exit_code == 0
    assert run("claim", "settle", folder).exit_code == 0
    study(folder, days=36)
    said = run("claim", "settle", folder).stdout
    assert "Claim 1 was settled" in said
    assert "does not hold the whole window" in said
    assert written(folder) == 2


def test_a_changed_entry_is_named_by_every_command(folder: Path) -> None:
    assert run("claim", "add", folder, *CLAIM).exit_code == 0
    with sqlite3.connect(folder / "ledger.sqlite") as connection:
        connection.executescript("DROP TRIGGER no_update; UPDATE entries SET body = replace(body, '0.8', '0.9')")
    for words in (("verify", folder), ("settle", folder), ("list", folder)):
        said = refused(run("claim", *words))
        assert "ledger.sqlite, entry 1" in said
        assert "a changed entry: probability" in said


def test_a_head_that_is_none_is_refused(folder: Path) -> None:
    assert run("claim", "add", folder, *CLAIM).exit_code == 0
    assert "hexadecimal" in refused(run("claim", "verify", folder, "--head", "xyz"))
    assert "the end was cut off" in refused(run("claim", "verify", folder, "--head", "7:" + "a" * 64))


def test_two_ways_at_once_are_refused(folder: Path) -> None:
    assert "say one thing" in refused(run("claim", "add", folder, *CLAIM, "--at-least", "5"))
    assert "stands alone" in refused(run("claim", "add", folder, *CLAIM, "--file", "x.csv"))


ASKED = '''
[[action]]
id = "a"
kind = "campaign"
start = 2025-03-10
end = 2025-03-16
units = ["Lyon"]

[[question]]
kind = "effect"
outcome = "sales"
action = "a"
estimator = "did"
'''


def test_findings_enter_once_and_only_where_there_is_a_ledger(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every verdict is taken for one that says something: what is asked here is what becomes of it."""
    from dataclasses import replace

    from report_samples import seen

    finding = replace(seen(), provenance={"files": [{"sha256": "a"}]})
    monkeypatch.setattr("recul.engine.answer_all", lambda *_: (finding,))
    with (folder / "study.toml").open("a", encoding="utf-8") as file:
        file.write(ASKED)
    assert run("report", folder).exit_code == 0
    assert not (folder / "ledger.sqlite").exists()
    assert run("claim", "add", folder, *CLAIM).exit_code == 0
    assert run("report", folder, "--no-ledger").exit_code == 0
    assert written(folder) == 1
    assert "Findings entered in the ledger: 1." in run("report", folder).stdout
    assert run("report", folder).exit_code == 0
    entries = Ledger(folder).entries()
    assert [e.kind for e in entries] == ["claim", "finding"]
    body = entries[1].content
    assert (body["verdict"], body["promised"]) == ("seen", 0.05)
    assert body["of"] == finding.placebo.calibrated_rate.of
    assert "Findings of Recul in the ledger: 1 (seen 1, not seen 0)." in run("claim", "list", folder).stdout


def test_help_of_claims_reads_no_heavy_library() -> None:
    import subprocess
    import sys

    code = ("import sys; from recul.cli import main; main(['claim', 'add', '--help'], standalone_mode=False); "
            "print([m for m in ('numpy', 'pydantic', 'rich', 'pandas', 'sqlite3', 'ibis') if m in sys.modules])")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.endswith("[]\n")
