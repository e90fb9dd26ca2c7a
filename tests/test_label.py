"""Messages read by hand: what is drawn, what is kept, and what a hostile text or sheet can do. No terminal needed."""

from __future__ import annotations

import csv
import os
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from click.testing import CliRunner

import recul._labelling as labelling
from recul.api import open_study
from recul.cli import main
from recul.engine import answer_all
from recul.errors import LabelError
from recul.finding import Finding
from recul.labels.audit import Labelled, audit, kappa, to_read
from recul.labels.book import Book, Label
from recul.labels.sheet import export, imported
from recul.measures.texts import key_of, written
from recul.questions.tone import Tone
from recul.report.words import labelling as words
from recul.text.tone import train

ESCAPES = "\x1b]0;owned\x07\x1b[2Jgood\x00 \u202eevil\u2066 @somebody says hi\r\nsecond line"
SHARES = {"Brindelune": 0.45, "Clairmont": 0.2}
WORDS = {"negative": "awful rude late broken", "neutral": "gate flight today", "positive": "great love thanks"}


def study(folder: Path, rows: int = 400, tool: bool = True, asked: str = "") -> dict[str, str]:
    """Two brands whose share of negative messages is known, and a tool that guesses four in ten; key -> truth."""
    rng, truth = np.random.default_rng(1), {}
    folder.mkdir(exist_ok=True)
    with (folder / "m.csv").open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(("message_id", "time", "unit", "text", "tone"))
        for i in range(2 * rows):
            unit = list(SHARES)[i % 2]
            tone = str(rng.choice(list(WORDS), p=[SHARES[unit], 0.3, 0.7 - SHARES[unit]]))
            said = tone if rng.random() < 0.6 else str(rng.choice(list(WORDS)))
            text = f"{rng.choice(WORDS[tone].split())} {i}" if i else ESCAPES
            out.writerow((str(i), f"2025-10-{1 + i % 30:02d}T10:00:00", unit, text, said if tool else ""))
            truth[key_of("m", str(i))] = tone
        out.writerow(("blank", "2025-10-01T10:00:00", "Clairmont", "", ""))
    (folder / "study.toml").write_text(
        'title = "T"\nbrand = "Brindelune"\n[[source]]\nname = "m"\npath = "m.csv"\ntable = "messages"\n'
        f'[[question]]\nkind = "tone"\n{asked}', encoding="utf-8")
    return truth


def label_all(folder: Path, truth: dict[str, str], size: int, by: str = "a") -> None:
    opened = open_study(folder)
    messages, book = written(opened.record), Book(folder)
    rows = to_read([messages.unit == unit for unit in SHARES], Labelled.of(messages, book.read()), size)
    book.add(Label(k, truth[k], by, "random") for k in messages.key[rows].tolist())  # type: ignore[arg-type]


def answers(folder: Path) -> tuple[Finding, ...]:
    opened = open_study(folder)
    return answer_all(opened.study, opened.record)


def codes(finding: Finding) -> set[str]:
    return {limit.code for limit in finding.limits}


@pytest.fixture
def keys(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the fake terminal's user will press, one after the other; then the input ends."""
    pressed: list[str] = []

    def getchar() -> str:
        if not pressed:
            raise EOFError
        return pressed.pop(0)

    monkeypatch.setattr(labelling.click, "getchar", getchar)
    return pressed


def test_nothing_is_compared_without_a_sample(tmp_path: Path) -> None:
    study(tmp_path / "s")
    (found,) = answers(tmp_path / "s")
    assert (found.verdict, found.estimate.value) == ("cannot_say", None)
    assert "not_corrected" in codes(found)
    assert found.tables == ()
    for language in ("en", "fr"):
        assert not any(c.isdigit() for c in found.sentence(language))
    assert "Clairmont" not in [fact[0] for fact in found.design.facts]
    assert {"raw_share"} == {name for name, kind, _ in found.design.facts if kind == "percent"}


def test_a_model_taught_on_the_audited_messages_tells_nothing(tmp_path: Path) -> None:
    """It errs less on what it has seen, so that its errors elsewhere would be corrected too little."""
    folder = tmp_path / "s"
    truth = study(folder, tool=False)
    with (folder / "m.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row["text"] = row["text"] and f"{row['text']}, the boat from the old harbour"
    with (folder / "m.csv").open("w", newline="", encoding="utf-8") as file:
        out = csv.DictWriter(file, list(rows[0]))
        out.writeheader()
        out.writerows(rows)
    label_all(folder, truth, 150)
    toml = (folder / "study.toml").read_text(encoding="utf-8") + '\n[tone]\nmodels = { en = "own.model" }\n'
    (folder / "study.toml").write_text(toml, encoding="utf-8")
    known = [(r["text"].upper(), truth[key_of("m", r["message_id"])]) for r in rows if r["text"]]
    for share, refused in ((1, True), (80, False)):
        train(*zip(*known[::share], strict=True), "en", "mine").save(folder / "own.model")
        (found,) = answers(folder)
        (told,) = [limit for limit in found.limits if limit.code == "labels_taught"]
        assert told.forbids == refused
        assert (found.verdict == "cannot_say", found.estimate.value is None) == (refused, refused)
        for language in ("en", "fr"):
            assert not refused or not any(c.isdigit() for c in found.sentence(language))


@pytest.mark.parametrize("tool", [True, False])
def test_a_difference_is_seen_with_a_sample(tmp_path: Path, tool: bool) -> None:
    """45 % of one, 20 % of the other, by a tool that puts them 15 points apart; or by no tool but the lexicons."""
    truth = study(tmp_path / "s", tool=tool)
    label_all(tmp_path / "s", truth, 150)
    (found,) = answers(tmp_path / "s")
    e = found.estimate
    assert (found.verdict, found.answer) == ("seen", "more")
    assert e.low is not None
    assert e.high is not None
    assert e.low < 100 * (SHARES["Brindelune"] - SHARES["Clairmont"]) < e.high
    rows = {row[0]: row for row in found.tables[0].rows}
    for unit in SHARES:
        real = np.mean([t == "negative" for i, t in enumerate(truth.values()) if list(SHARES)[i % 2] == unit])
        assert rows[unit][6] <= real <= rows[unit][7]
    assert found.question["kind"] == "tone"
    assert found.placebo.ran == 999
    assert {"one_labeller", "texts_missing"} <= codes(found)


@pytest.mark.parametrize(("first", "missing"), [(1, True), (2, False)])
def test_messages_without_a_text_are_counted_in_the_period_asked_about(tmp_path: Path, first: int, missing: bool
                                                                       ) -> None:
    """One has none, of October 1st."""
    study(tmp_path / "s", asked=f"period = {{ start = 2025-10-{first:02d}, end = 2025-10-15 }}\n")
    (found,) = answers(tmp_path / "s")
    said = [limit.values for limit in found.limits if limit.code == "texts_missing"]
    messages = written(open_study(tmp_path / "s").record)
    size = int((messages.time < np.datetime64("2025-10-16")).sum())
    assert said == ([{"count": 1, "of": size + 1}] if missing else [])


def test_what_could_not_have_been_seen_is_a_difference_of_shares(tmp_path: Path) -> None:
    truth = study(tmp_path / "s")
    label_all(tmp_path / "s", dict.fromkeys(truth, "neutral") | dict(list(truth.items())[:400:3]), 60)
    (found,) = answers(tmp_path / "s")
    assert (found.verdict, "underpowered" in codes(found)) == ("cannot_say", True)
    assert "of all messages or more would have been seen" in found.sentence("en")
    assert "de l’ensemble des messages aurait été vu" in found.sentence("fr").replace("\u00a0", " ")


def test_one_group_alone_is_read_both_ways(tmp_path: Path) -> None:
    truth = study(tmp_path / "s", asked='unit = "Clairmont"\nagainst = []\n')
    label_all(tmp_path / "s", truth, 150)
    (found,) = answers(tmp_path / "s")
    assert (found.verdict, found.answer) == ("seen", "more")
    assert "more often positive" in found.sentence("en")
    assert "plus souvent positifs" in found.sentence("fr")


def test_skips_are_missing_and_few_labels_forbid(tmp_path: Path) -> None:
    truth = study(tmp_path / "s")
    label_all(tmp_path / "s", truth, 60)
    book = Book(tmp_path / "s")
    labels = [Label(x.key, "skip", x.labeller, x.drawn) if i % 3 == 0 else x for i, x in enumerate(book.read())]
    book.path.unlink()
    book.add(labels)
    (found,) = answers(tmp_path / "s")
    assert (found.verdict, found.estimate.value) == ("cannot_say", None)
    assert {"few_labels", "labels_skipped"} <= codes(found)
    (skipped,) = [x.values for x in found.limits if x.code == "labels_skipped"]
    assert skipped["count"] == sum(x.answer == "skip" for x in labels)


def test_a_few_days_cannot_tell(tmp_path: Path) -> None:
    """Three days of one brand and two of the other change sides in 10 ways, too few for one in twenty."""
    truth = study(tmp_path / "s", rows=1200, asked="period = { start = 2025-10-01, end = 2025-10-05 }\n")
    label_all(tmp_path / "s", truth, 500)
    (found,) = answers(tmp_path / "s")
    (limit,) = [limit for limit in found.limits if limit.code == "few_days"]
    assert found.verdict == "cannot_say"
    assert limit.values == {"days": 5, "ways": 10, "needed": 200}
    assert "5 jours" in found.sentence("fr").replace("\u202f", " ").replace("\xa0", " ")


def test_a_label_out_of_turn_does_not_count(tmp_path: Path) -> None:
    """The sample is the first of the lot as far as all were read: what comes after a gap waits."""
    truth = study(tmp_path / "s")
    label_all(tmp_path / "s", truth, 100)
    book = Book(tmp_path / "s")
    kept = [x for i, x in enumerate(book.read()) if i != 5]
    book.path.unlink()
    book.add(kept)
    messages = written(open_study(tmp_path / "s").record)
    labelled = Labelled.of(messages, book.read())
    sizes = [len(audit(messages.unit == unit, labelled, 400).audited) for unit in SHARES]
    assert min(sizes) < 10
    assert max(sizes) == 100
    assert "labels_beyond" in codes(answers(tmp_path / "s")[0])


def test_what_was_picked_right_behind_the_lot_does_not_lengthen_it() -> None:
    keys, looked = np.array(list("abcdef")), ["a", "b", "c", "d"]
    labels = [Label(k, "negative", "x", "random" if k in "ac" else "chosen") for k in looked]
    messages = SimpleNamespace(key=keys, text=keys.astype(object))
    found = audit(np.ones(6, bool), Labelled.of(messages, labels), 6)
    assert found.audited.tolist() == [0, 1, 2]
    assert (found.rest.tolist(), found.chosen) == ([3, 4, 5], 1)


def test_the_lot_does_not_depend_on_what_else_there_is(tmp_path: Path) -> None:
    study(tmp_path / "one", 100)
    study(tmp_path / "two", 300)
    one, two = (written(open_study(tmp_path / name).record).key.tolist() for name in ("one", "two"))
    assert [k for k in two if k in set(one)] == one


def test_keys_are_written_one_by_one_and_taken_back(tmp_path: Path, keys: list[str]) -> None:
    study(tmp_path / "s")
    keys += ["n", "?", "P", "b", "s", "u", "q"]
    result = CliRunner().invoke(main, ["label", str(tmp_path / "s"), "--audit", "60", "--by", "Ada"])
    assert result.exit_code == 0, result.output
    labels = Book(tmp_path / "s").read()
    assert [x.answer for x in labels] == ["negative", "skip", "neutral"]
    assert {x.labeller for x in labels} == {"Ada"}
    assert {x.drawn for x in labels} == {"random"}
    assert "This key says nothing" in result.output
    assert "117 messages drawn by lot remain" in result.output
    keys += ["n"]  # and then the input ends: one more is kept
    CliRunner().invoke(main, ["label", str(tmp_path / "s"), "--audit", "60", "--by", "Ada"])
    assert len(Book(tmp_path / "s").read()) == 4


def test_after_the_sample_come_those_that_teach(tmp_path: Path, keys: list[str]) -> None:
    truth = study(tmp_path / "s")
    label_all(tmp_path / "s", truth, 100)
    keys += ["n"] * 25
    result = CliRunner().invoke(main, ["label", str(tmp_path / "s"), "--audit", "100", "--train", "22"])
    assert result.exit_code == 0, result.output
    chosen = [x for x in Book(tmp_path / "s").read() if x.drawn == "chosen"]
    assert len(chosen) == 22
    assert result.output.count("known to within ±") == 6  # before each batch, and at the end, of two groups
    messages = written(open_study(tmp_path / "s").record)
    found = [audit(messages.unit == u, Labelled.of(messages, Book(tmp_path / "s").read()), 400) for u in SHARES]
    assert [len(a.audited) >= 100 for a in found] == [True, True]
    assert sum(a.chosen for a in found) <= 22


def test_a_second_reader_sees_what_the_first_saw(tmp_path: Path, keys: list[str]) -> None:
    study(tmp_path / "s")
    keys += ["n", "u", "p", "q"]
    CliRunner().invoke(main, ["label", str(tmp_path / "s"), "--by", "Ada"])
    keys += ["n", "u", "n", "q"]
    result = CliRunner().invoke(main, ["label", str(tmp_path / "s"), "--by", "Bob", "--again"])
    assert result.exit_code == 0, result.output
    labels = Book(tmp_path / "s").read()
    assert len({x.key for x in labels}) == 3
    assert kappa(labels)[1] == 3


def test_kappa_is_cohens() -> None:
    """His table of 1960: 25 and 20 agreed, 10 and 15 not, of a hundred: po = .7, pe = .5, kappa .4."""
    pairs = [("positive", "positive", 20), ("positive", "negative", 5), ("negative", "positive", 10),
             ("negative", "negative", 15)]
    labels, number = [], 0
    for one, other, many in pairs:
        for _ in range(many):
            labels += [Label(str(number), one, "a", "random"), Label(str(number), other, "b", "random")]  # type: ignore[arg-type]
            number += 1
    assert kappa(labels) == (pytest.approx(0.4), 50)
    assert kappa(labels[:1]) == (None, 0)


def test_no_text_moves_the_terminal(tmp_path: Path, keys: list[str]) -> None:
    said = labelling.shown(ESCAPES)
    assert "\x1b" not in said
    assert "\x07" not in said
    assert "\x00" not in said
    assert "\u202e" not in said
    assert "@somebody" not in said
    assert "second line" in said
    assert len(labelling.shown("x" * 10**6)) < 3000
    keys += ["n"] * 500
    study(tmp_path / "s", rows=30)
    result = CliRunner().invoke(main, ["label", str(tmp_path / "s"), "--audit", "60"])
    assert "\x1b]0" not in result.output
    assert "\x07" not in result.output


def test_a_sheet_goes_out_and_comes_back(tmp_path: Path) -> None:
    truth = study(tmp_path / "s")
    sheet = tmp_path / "sheet.csv"
    run = CliRunner().invoke(main, ["label", str(tmp_path / "s"), "--audit", "60", "--export", str(sheet)])
    assert run.exit_code == 0, run.output
    with sheet.open(newline="", encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 120
    with sheet.open("w", newline="", encoding="utf-8") as file:
        out = csv.DictWriter(file, list(rows[0]), delimiter=";")
        out.writeheader()
        out.writerows({**row, "tone": truth[row["key"]].upper() if i else " "} for i, row in enumerate(rows))
    run = CliRunner().invoke(main, ["label", str(tmp_path / "s"), "--import", str(sheet), "--by", "Ada"])
    assert run.exit_code == 0, run.output
    assert "Labels taken in: 119; rows left empty: 1." in run.output
    assert len(Book(tmp_path / "s").read()) == 119
    again = CliRunner().invoke(main, ["label", str(tmp_path / "s"), "--import", str(sheet), "--by", "Ada"])
    assert "Labels taken in: 0;" in again.output
    twice = CliRunner().invoke(main, ["label", str(tmp_path / "s"), "--export", str(sheet)])
    assert twice.exit_code == 2
    assert "is there already" in twice.output


def test_no_cell_of_a_sheet_is_a_formula(tmp_path: Path) -> None:
    texts = ["=cmd|'/c calc'!A1", "+1", "-1", "@SUM(A1)", "\t=1", "\n=1", "＝1", "plain, \"quoted\"\nline"]
    export(tmp_path / "x.csv", [f"m{i}" for i in range(len(texts))], texts, "random")
    with (tmp_path / "x.csv").open(newline="", encoding="utf-8-sig") as file:
        cells = [row["text"] for row in csv.DictReader(file)]
    assert not any(c[0] in "=+-@\t\n＝" for c in cells)
    assert cells[-1] == texts[-1]


def test_every_mistake_of_a_sheet_at_once(tmp_path: Path) -> None:
    sheet = tmp_path / "x.csv"
    sheet.write_text("key,drawn,text,tone\nm1,random,a,n\nm1,random,a,p\nm9,random,a,n\nm2,lucky,a,fine\n"
                     "m3,random,a,\n")
    with pytest.raises(LabelError) as told:
        imported(sheet, frozenset({"m1", "m2", "m3"}), "a", [])
    assert [m.where.split()[-1] for m in told.value.mistakes] == ["3", "key", "tone", "drawn"]
    for content, found in ((b"\xff\xfe\x00", "UTF-8"), (b"a,b\n1,2\n", "no column"), (b"", "no column")):
        sheet.write_bytes(content)
        with pytest.raises(LabelError, match=found):
            imported(sheet, frozenset(), "a", [])


def test_every_mistake_of_the_book_at_once(tmp_path: Path) -> None:
    (tmp_path / "labels.csv").write_text("key,tone,labeller,drawn\nm1,happy,a,random\nm1,skip,a,picked\n"
                                         ",skip,,random\n")
    with pytest.raises(LabelError) as told:
        Book(tmp_path).read()
    assert len(told.value.mistakes) == 4


def test_numbers_are_told_as_french_writes_them() -> None:
    for scheme in ("tone", "nature"):
        said = words.told("state", "fr", scheme, name="v2.0", audited="9", skipped="0", error="5 %", tasks="8",
                          half="2.5")
        assert said.endswith("± 2,5 points.")
        assert said.startswith("v2.0")
        assert "0,85" in words.told("kappa", "fr", scheme, count="3", kappa="0.85")
        assert "0.85" in words.told("kappa", "en", scheme, count="3", kappa="0.85")


def test_labels_that_are_a_device_or_a_folder_are_not_read(tmp_path: Path) -> None:
    """Of a pipe, or of a link to a device, no end may ever come; os.devnull stands for both, as it would not hang."""
    (tmp_path / "labels.csv").symlink_to(os.devnull)
    with pytest.raises(LabelError, match="no ordinary file"):
        Book(tmp_path).read()
    with pytest.raises(LabelError, match="no ordinary file"):
        imported(tmp_path, frozenset(), "a", [])


@pytest.mark.parametrize(("asked", "found"), [
    ('unit = "Nobody"\n', "Nobody"), ('against = ["Brindelune"]\n', "other units"),
    ('period = { start = 2031-01-01, end = 2031-01-02 }\n', "some in each group"),
])
def test_a_question_that_cannot_be_asked(tmp_path: Path, asked: str, found: str) -> None:
    study(tmp_path / "s", asked=asked)
    for command in (["check"], ["label"]):
        result = CliRunner().invoke(main, [*command, str(tmp_path / "s")])
        assert result.exit_code == 2
        assert found in result.output


def test_periods_that_overlap_are_refused() -> None:
    span = {"start": "2025-10-01", "end": "2025-10-15"}
    with pytest.raises(ValueError, match="overlap"):
        Tone(period=span, against_period={"start": "2025-10-15", "end": "2025-10-20"})  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="not both"):
        Tone(period=span, against=("x",), against_period=span)  # type: ignore[arg-type]


def test_without_a_question_nothing_is_drawn(tmp_path: Path) -> None:
    study(tmp_path / "s")
    path = tmp_path / "s" / "study.toml"
    path.write_text(path.read_text().split("[[question]]")[0])
    result = CliRunner().invoke(main, ["label", str(tmp_path / "s")])
    assert result.exit_code == 2
    assert "kind tone" in result.output
