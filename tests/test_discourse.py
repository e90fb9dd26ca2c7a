"""How much of a text goes beyond its evidence: the correction, its placebos, and what it must not say."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from benchmarks.audit import judged, known, world

from recul.api import open_study
from recul.audit.base import LANGUAGES
from recul.errors import QuestionError, SourceError
from recul.estimators._misread import _between, corrected, misread
from recul.finding import Finding
from recul.questions._discourse import authors
from recul.text import claims
from recul.worlds import discourse

DULL_EN = [f"We met the team of shop number {n} on the second floor of the old building." for n in range(40)]


def ask(folder: Path, text: str, name: str = "a.md", language: str = "en", **keys: object) -> Finding:
    (folder / name).write_text(text, encoding="utf-8")
    more = "".join(f"{k} = {v}\n" for k, v in keys.items())
    (folder / "study.toml").write_text(
        f'title = "T"\nbrand = "B"\nlanguage = "{language}"\n[[source]]\nname = "d"\npath = "{name}"\n'
        'table = "documents"\n'
        f'[[question]]\nkind = "discourse"\n{more}', encoding="utf-8")
    return open_study(folder).ask("discourse")


def known_texts(hits: Sequence[int], of: Sequence[int]) -> np.ndarray:
    return np.stack([hits, of], 1)[None, None].astype(np.int64)


def test_the_least_share_in_closed_form() -> None:
    f = (10 + 0.5) / (200 + 1)
    found = misread(np.array([[30]]), np.array([[100]]), known_texts([5] * 2, [100] * 2))
    assert found.false[0] == pytest.approx(f)
    assert found.value[0] == pytest.approx((0.3 - f) / (1 - f))
    near = (30 + 4 * f) / 104
    held = found.value[0]
    variance = (near * (1 - near) / 104 + (1 - held) ** 2 * f * (1 - f) / 201) / (1 - f) ** 2
    assert found.scale[0] == pytest.approx(variance**0.5)  # texts alike: nothing between them


def test_two_languages_are_weighted_by_their_sentences() -> None:
    false = np.concatenate([known_texts([5], [100]), known_texts([20], [100])], axis=1)
    both = misread(np.array([[30, 40]]), np.array([[100, 300]]), false)
    alone = [misread(np.array([[k]]), np.array([[n]]), false[:, i:i + 1])
             for i, (k, n) in enumerate(((30, 100), (40, 300)))]
    assert both.value[0] == pytest.approx(0.25 * alone[0].value[0] + 0.75 * alone[1].value[0])
    nobody = misread(np.array([[30, 0]]), np.array([[100, 0]]), false)
    assert nobody.value[0] == pytest.approx(alone[0].value[0])
    assert nobody.ok[0]
    assert not misread(np.array([[0, 0]]), np.array([[0, 0]]), false).ok[0]


def test_the_variance_between_texts_makes_q_what_it_is_set_to() -> None:
    from scipy.stats import chi2

    counts = np.array([[0, 30], [9, 30], [1, 30], [6, 30], [2, 30]])
    rate = np.array(18.5 / 151)
    between = float(_between(counts, rate, 0.5))
    q = ((counts[:, 0] / 30 - 18 / 150) ** 2 / (rate * (1 - rate) / 30 + between)).sum()
    assert q == pytest.approx(chi2.ppf(0.5, 4), rel=1e-6)
    assert float(_between(counts, rate, 0.9)) > between
    alike = np.array([[4, 30]] * 5)
    assert float(_between(alike, np.array(4.5 / 31), 0.5)) == 0.0


def test_what_is_missed_only_adds() -> None:
    found = misread(np.array([[30]]), np.array([[100]]), known_texts([5] * 6, [100] * 6))
    more = corrected(found, np.array([100]), np.array([[[6, 10]] * 6]))
    assert more.share is not None
    assert more.low is not None
    assert more.high is not None
    assert float(found.value[0]) < more.share
    assert more.low < more.share < more.high <= 1
    blind = corrected(found, np.array([100]), np.array([[[0, 10]] * 6]))
    assert blind.share is None


def test_the_placebos_are_those_of_the_reader_that_ships() -> None:
    """Run `python benchmarks/held_out.py` after `benchmarks/train_claims.py`."""
    import csv

    from recul.questions._discourse import HELD_OUT

    with HELD_OUT.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["strength"] == "none"]
    for language in LANGUAGES:
        mine = [row["said_strength"] for row in rows if row["language"] == language]
        told = claims.ABOUT[language]["false_flags_all_authors"]
        assert len(mine) == told["any"]["of"]
        assert sum(s != "none" for s in mine) == told["any"]["flagged"]
        assert sum(s == "causal" for s in mine) == told["causal"]["flagged"]
        assert len(authors(language).free) == 14


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_demos_pitch_is_found_beside_its_truth(language: str, tmp_path: Path) -> None:
    finding = ask(tmp_path, discourse.text(language), language=language, truth=round(discourse.truth(language), 4))  # type: ignore[arg-type]
    assert (finding.verdict, finding.answer) == ("seen", "beyond")
    e = finding.estimate
    assert e.relative_low is not None
    assert e.relative_low > 0
    assert e.low == pytest.approx(100 * e.relative_low)
    assert e.high == pytest.approx(100 * (e.relative_high or 0))
    assert finding.truth is not None
    assert finding.truth >= e.relative_low
    assert finding.placebo.ran == 14
    for spoken in LANGUAGES:
        assert "{" not in finding.sentence(spoken)
    tables = {t.code: t for t in finding.tables}
    assert set(tables) == {"claims", "documents", "quoted"}
    assert sum(row[-2] for row in tables["claims"].rows) == {n: v for n, _, v in finding.design.facts}["claims"]


def test_a_text_that_claims_nothing_is_not_accused(tmp_path: Path) -> None:
    finding = ask(tmp_path, " ".join(DULL_EN))
    assert finding.verdict != "seen"


def test_too_few_sentences_and_another_language_give_no_verdict(tmp_path: Path) -> None:
    few = ask(tmp_path, "Thanks to us sales rose by 12%. Our posts drove orders. We prevented every crisis.")
    assert few.verdict == "cannot_say"
    assert [limit.code for limit in few.limits if limit.forbids] == ["few_sentences"]
    assert "only 3 sentences" in few.sentence("en")
    german = " ".join(f"Die Kampagne Nummer {n} hat den Umsatz im ganzen Land deutlich erhöht, sagt die Agentur."
                      for n in range(30))
    mixed = ask(tmp_path, " ".join(DULL_EN) + "\n\n" + german)
    assert "sentences_unread" in {limit.code for limit in mixed.limits if limit.forbids}
    alone = ask(tmp_path, german)
    assert alone.verdict == "cannot_say"
    assert "few_sentences" in {limit.code for limit in alone.limits}


def test_a_document_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(QuestionError, match=r"Did you mean 'a\.md'"):
        ask(tmp_path, "Some text.", documents='["a.mf"]')


def test_a_document_is_no_table_of_messages(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("Text.")
    (tmp_path / "study.toml").write_text('title = "T"\nbrand = "B"\n[[source]]\nname = "d"\npath = "a.md"\n'
                                         'table = "messages"\n')
    with pytest.raises(SourceError, match="for the table messages"):
        _ = open_study(tmp_path).record


def test_the_same_document_gives_the_same_finding(tmp_path: Path) -> None:
    one, two = (ask(tmp_path, discourse.text("en")) for _ in range(2))
    assert one.to_json() == two.to_json()


def test_authors_without_such_sentences_are_seldom_accused() -> None:
    """The 28 real authors, each with the others vouching for the reader."""
    told = list(known())
    none = [row for row in told if "whole" not in row["cell"]]
    assert sum(row["seen"] for row in none) <= 4
    whole = [row for row in told if "whole" in row["cell"]]
    assert sum(row["seen"] for row in whole) >= 4
    assert sum(row["covered"] for row in told) >= 0.9 * sum(row["asked"] for row in told)


@pytest.mark.parametrize("size", [40, 400])
def test_simulated_texts_without_such_sentences(size: int) -> None:
    rng = np.random.default_rng(3)
    assert sum(world(rng, 0.02, size, 0.0)[0] for _ in range(100)) <= 8
    assert sum(world(rng, 0.02, size, 0.6)[0] for _ in range(50)) >= 40


def test_nobody_vouches_for_himself() -> None:
    a = authors("en")
    worst = int(np.argmax(a.not_beyond_flagged / a.not_beyond))
    keep = np.arange(len(a.free)) != worst
    with_self = judged(a, np.ones(len(a.free), bool), int(a.not_beyond_flagged[worst]), int(a.not_beyond[worst]))
    without = judged(a, keep, int(a.not_beyond_flagged[worst]), int(a.not_beyond[worst]))
    assert without[1] > with_self[1]
