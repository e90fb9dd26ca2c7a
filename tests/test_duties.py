"""The work that job ads describe: sentences cut, labels that correct, shares against a truth known by construction."""

from __future__ import annotations

import csv
import time
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from scipy.stats import binom

import recul._labelling as labelling
from recul.api import open_study
from recul.cli import main
from recul.engine import answer_all
from recul.errors import QuestionError, ReculError
from recul.estimators._clustered import Clusters, clustered, jackknifed
from recul.estimators._powered import Sample, shares
from recul.finding import Finding
from recul.labels.audit import Labelled, to_read
from recul.labels.book import Book, Label
from recul.labels.scheme import NATURE
from recul.measures.advertised import advertised as of_record
from recul.panel import Floats, Ints
from recul.placebo.calibrate import Calibration
from recul.placebo.departures import apart
from recul.placebo.relabel import Side
from recul.questions._duties import groups
from recul.text.advertised import LONGEST, advertised

DATA = Path(__file__).parent / "data" / "task_nature"
OWN, OTHERS = "Community management", ("Vente", "Données", "Comptabilité")
PERKS = ("Free fruit every day and a view of the river.", "We are a family firm founded in a garage.",
         "Vous aimez travailler en équipe et parlez anglais.",
         "Le poste est basé à Nantes, tickets restaurant compris.")


@cache
def phrases() -> dict[str, list[str]]:
    """Nature -> sentences that stand as one sentence in an ad."""
    with (DATA / "labels_first.csv").open(encoding="utf-8", newline="") as file:
        nature = {row["id"]: row["nature"] for row in csv.DictReader(file)}
    found: dict[str, list[str]] = {}
    with (DATA / "sentences.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if advertised(row["text"]) == [row["text"]]:
                found.setdefault(nature[row["id"]], []).append(row["text"])
    return found


def study(folder: Path, shares: dict[str, float], ads: int = 40, asked: str = "", employers: bool = True,
          rows: tuple[tuple[str, ...], ...] = (), question: str = OWN) -> dict[str, str]:
    """Ads of some occupations whose tasks are strategic in a share that is known; text -> nature."""
    rng, truth = np.random.default_rng(4), dict.fromkeys(PERKS, "neither")
    truth |= {text: nature for nature, texts in phrases().items() for text in texts}
    folder.mkdir(exist_ok=True)
    with (folder / "ads.csv").open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(("ad_id", "occupation", "employer", "text"))
        number = 0
        for occupation, share in shares.items():
            for k in range(ads):
                lines = [str(rng.choice(phrases()["strategic" if rng.random() < share else "operational"]))
                         for _ in range(rng.integers(6, 16))]
                lines += list(rng.choice(PERKS, 2, replace=False))
                out.writerow((f"a{number}", occupation, f"firm {k}" if employers else "", "\n".join(
                    f"• {line}" for line in lines)))
                number += 1
        out.writerows(rows)
    (folder / "study.toml").write_text(
        'title = "T"\nbrand = "Brindelune"\n[[source]]\nname = "ads"\npath = "ads.csv"\ntable = "ads"\n'
        f'[[question]]\nkind = "duties"\noccupation = "{question}"\n{asked}', encoding="utf-8")
    return truth


def label_all(folder: Path, truth: dict[str, str], size: int, by: str = "a") -> int:
    opened, book = open_study(folder), Book(folder, NATURE)
    sentences = of_record(opened.record)
    sides = groups(opened.study.questions[0], sentences)  # type: ignore[arg-type]
    rows = to_read([g.rows for g in sides], Labelled.of(sentences, book.read(), NATURE.answers), size)
    book.add(Label(sentences.key[i], truth[str(sentences.text[i])], by, "random") for i in rows)
    return len(rows)


def answer(folder: Path) -> Finding:
    opened = open_study(folder)
    (found,) = answer_all(opened.study, opened.record)
    return found


def codes(finding: Finding) -> set[str]:
    return {limit.code for limit in finding.limits}


MANY = {OWN: 0.15, **dict.fromkeys(OTHERS, 0.45)}


def test_no_share_is_told_without_labels(tmp_path: Path) -> None:
    """Sentence, tables, figure, facts and estimate alike; nor any rank."""
    study(tmp_path / "s", MANY)
    found = answer(tmp_path / "s")
    assert (found.verdict, found.estimate.value, found.tables) == ("cannot_say", None, ())
    assert found.figure_data is None
    assert "sentences_not_corrected" in codes(found)
    assert not [fact for fact in found.design.facts if fact[1] == "percent"]
    assert found.placebo.ran == 0
    for language in ("en", "fr"):
        assert not any(c.isdigit() for c in found.sentence(language))


def test_a_difference_is_seen_with_a_sample(tmp_path: Path) -> None:
    truth = study(tmp_path / "s", MANY)
    assert label_all(tmp_path / "s", truth, 200) == 400
    found = answer(tmp_path / "s")
    e = found.estimate
    assert (found.verdict, found.answer, found.placebo.ran) == ("seen", "less", 999)
    assert e.low is not None
    assert e.high is not None
    assert e.low < -30 < e.high
    rows = {row[0]: row for row in found.tables[0].rows}
    for name, share in ((OWN, 0.15), ("all_others", 0.45)):
        assert rows[name][-2] <= share <= rows[name][-1]
    assert rows[OWN][1:3] == (40, 40)
    assert rows["all_others"][1:3] == (120, 40)
    assert "towards operations" in found.sentence("en")
    assert "en faveur de l’opérationnel" in found.sentence("fr")
    assert "tous les autres métiers" in found.sentence("fr")
    assert "one_labeller" in codes(found)


def test_occupations_alike_are_not_said_to_differ(tmp_path: Path) -> None:
    truth = study(tmp_path / "s", dict.fromkeys((OWN, *OTHERS), 0.3), asked=f'against = ["{OTHERS[0]}"]\n')
    label_all(tmp_path / "s", truth, 200)
    found = answer(tmp_path / "s")
    assert found.verdict != "seen"
    assert f"« {OTHERS[0]} »" in found.sentence("fr").replace("\u00a0", " ")
    assert [row[0] for row in found.tables[0].rows] == [OWN, OTHERS[0]]


@pytest.mark.parametrize(("size", "code"), [(60, "few_tasks_labelled"), (200, "few_employers")])
def test_too_little_gives_no_verdict(tmp_path: Path, size: int, code: str) -> None:
    """Half of the sentences of so few ads say no task; ten employers are ten, however many ads they have."""
    truth = study(tmp_path / "s", MANY, ads=10)
    label_all(tmp_path / "s", dict.fromkeys(truth, "neither") | dict(list(truth.items())[::2]), size)
    found = answer(tmp_path / "s")
    assert found.verdict == "cannot_say"
    assert code in codes(found)
    assert ("own_share" in {fact[0] for fact in found.design.facts}) == (code == "few_employers")


def test_ads_that_name_no_employer_may_all_be_of_one(tmp_path: Path) -> None:
    """Forty ads without a name are not forty employers; twenty beside forty named ones forbid nothing."""
    truth = study(tmp_path / "s", MANY, employers=False)
    label_all(tmp_path / "s", truth, 200)
    found = answer(tmp_path / "s")
    assert found.verdict == "cannot_say"
    assert {"few_employers", "employers_unnamed"} <= codes(found)
    assert "name no employer" in found.sentence("en")
    lines = [f"Write the post number {k} of the brand and answer every comment." for k in range(20)]
    truth = study(tmp_path / "t", MANY, rows=tuple((f"u{k}", OWN, "", line) for k, line in enumerate(lines)))
    label_all(tmp_path / "t", truth | dict.fromkeys(lines, "operational"), 200)
    found = answer(tmp_path / "t")
    told = {limit.code: limit for limit in found.limits}
    assert told["employers_unnamed"].values["count"] == 20
    assert told["employers_unnamed"].values["of"] == 60
    assert not told["employers_unnamed"].forbids
    assert found.verdict == "seen"


def test_a_group_of_two_sentences_has_no_share(tmp_path: Path) -> None:
    """All of it was read, and yet "unknown are strategic (between unknown and unknown)" is no answer."""
    lines = ("Define the strategy of the brand for the year.", "Answer every comment of the day, please.")
    truth = study(tmp_path / "s", MANY, rows=tuple((line[:3], "Achats", line[:3], line) for line in lines),
                  question="Achats")
    label_all(tmp_path / "s", truth | dict(zip(lines, ("strategic", "operational"), strict=True)), 200)
    found = answer(tmp_path / "s")
    assert "few_tasks_labelled" in codes(found)
    assert (found.verdict, found.tables) == ("cannot_say", ())
    for language, word in (("en", "unknown"), ("fr", "inconnu")):
        assert word not in found.sentence(language)
    done = CliRunner().invoke(main, ["label", str(tmp_path / "s"), "--by", "a"])
    assert "nan" not in done.output


def test_ads_posted_twice_count_once_and_employers_are_clusters(tmp_path: Path) -> None:
    text = "• Write the posts of the week.\n• Answer every comment."
    rows = (("x1", OWN, "firm 1", text), ("x2", OWN, "firm 9", "<ul><li>Write the posts of the week.</li><li>Answer"
                                         " every comment!</li></ul>"), ("x3", OTHERS[0], "firm 1", text))
    study(tmp_path / "s", MANY, rows=rows)
    found = answer(tmp_path / "s")
    (told,) = [limit.values for limit in found.limits if limit.code == "ads_repeated"]
    assert told == {"count": 1, "of": 163}
    sentences = of_record(open_study(tmp_path / "s").record)
    assert len(np.unique(sentences.employer)) == 40
    assert len(set(sentences.key.tolist())) == len(sentences)


def test_what_cannot_be_read_is_counted_and_forbids_beyond_a_tenth(tmp_path: Path) -> None:
    rows = [(f"e{i}", OWN, "", said) for i, said in enumerate(
        ("", "🎉🎉", "<div><br/></div>", "x " * 600_000, "<p></p>", "35 000 €"))]
    german = "Du betreust unsere Kanäle und beantwortest jeden Tag die Fragen der Kundinnen und Kunden in"
    rows += [(f"g{i}", OTHERS[0], "", f"{german} {town}.") for i, town in enumerate(("Bonn", "Trier", "Ulm"))]
    truth = study(tmp_path / "s", MANY, rows=tuple(rows))
    label_all(tmp_path / "s", truth, 200)
    found = answer(tmp_path / "s")
    told = {(limit.code, limit.values.get("name")): limit for limit in found.limits}
    assert told["ads_without_sentences", OWN].values["count"] == 6
    assert told["ads_without_sentences", OWN].forbids
    assert told["sentences_foreign", "all_others"].values["count"] == 3
    assert not told["sentences_foreign", "all_others"].forbids
    assert found.verdict == "cannot_say"


def test_labels_of_sentences_that_are_gone_are_counted_and_those_that_stay_serve(tmp_path: Path) -> None:
    truth = study(tmp_path / "s", MANY)
    label_all(tmp_path / "s", truth, 200)
    before = answer(tmp_path / "s")
    path = tmp_path / "s" / "ads.csv"
    said = path.read_text("utf-8")
    for perk in PERKS[:1]:
        said = said.replace(f"• {perk}", "• A sentence nobody has read, about the office.")
    path.write_text(said, "utf-8")
    after = answer(tmp_path / "s")
    (gone,) = [limit.values["count"] for limit in after.limits if limit.code == "labels_unknown"]
    assert 0 < gone < 60
    assert "labels_unknown" not in codes(before)
    facts = {name: value for name, _, value in after.design.facts}
    assert facts["audited"] < 400


def test_mistakes_say_what_to_write(tmp_path: Path) -> None:
    study(tmp_path / "s", MANY, question="Comunity management", asked='against = ["Vent"]\n')
    with pytest.raises(QuestionError, match="Community management") as raised:
        answer(tmp_path / "s")
    assert len(raised.value.mistakes) == 2
    study(tmp_path / "s", MANY, asked=f'against = ["{OWN}"]\n')
    with pytest.raises(QuestionError, match="other occupations"):
        answer(tmp_path / "s")
    study(tmp_path / "s", {OWN: 0.2}, asked="")
    with pytest.raises(QuestionError, match="other occupations"):
        answer(tmp_path / "s")
    study(tmp_path / "s", MANY, ads=1, rows=(("y", "Achats", "", "🎉"),), question="Achats")
    with pytest.raises(QuestionError, match="no sentence that can be read"):
        answer(tmp_path / "s")
    for asked, said, there in (("", "all other occupations", "tous les autres métiers"),
                               ('against = ["Achats"]\n', "'Achats'", "«\u00a0Achats\u00a0»")):
        study(tmp_path / "s", {OWN: 0.2}, ads=1, rows=(("y", "Achats", "", "🎉"),), asked=asked)
        with pytest.raises(QuestionError, match=f"in the ads of {said}") as raised:
            answer(tmp_path / "s")
        assert f"dans les annonces de {there}" in raised.value.told("fr")


def test_labels_that_cannot_be_are_refused(tmp_path: Path) -> None:
    study(tmp_path / "s", MANY)
    (tmp_path / "s" / "labels-ads.csv").write_text("key,nature,labeller,drawn\ns1,negative,a,random\n", "utf-8")
    with pytest.raises(ReculError, match="mixed, neither, operational, strategic, skip"):
        answer(tmp_path / "s")


def test_sentences_are_labelled_in_the_terminal_and_in_a_sheet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, sheet = tmp_path / "s", tmp_path / "sheet.csv"
    truth, pressed = study(folder, MANY), list("toxbmsq")
    monkeypatch.setattr(labelling.click, "getchar", lambda: pressed.pop(0))
    done = CliRunner().invoke(main, ["label", str(folder), "--by", "ada"])
    assert done.exit_code == 0, done.output
    assert "400 sentences drawn by lot" in done.output
    assert [x.answer for x in Book(folder, NATURE).read()] == ["strategic", "mixed", "skip"]
    done = CliRunner().invoke(main, ["label", str(folder), "--by", "ada", "--export", str(sheet)])
    assert done.exit_code == 0, done.output
    with sheet.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 397
    for row in rows:
        row["nature"] = truth[row["text"].removeprefix("'")]
    with sheet.open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, list(rows[0]))
        out.writeheader()
        out.writerows(rows)
    done = CliRunner().invoke(main, ["label", str(folder), "--by", "ada", "--import", str(sheet)])
    assert done.exit_code == 0, done.output
    assert "the share is known to within" in done.output
    assert "all other occupations: 200 read by lot" in done.output
    assert len(Book(folder, NATURE).read()) == 400


@pytest.mark.parametrize(("text", "said"), [
    ("<p>Missions&nbsp;:</p><ul><li>Animer la <b>communauté</b></li><li>Rédiger les posts</li></ul><script>x</script>",
     ["Animer la communauté", "Rédiger les posts"]),
    ("Missions : • Animer les réseaux • Définir la stratégie", ["Animer les réseaux", "Définir la stratégie"]),
    ("&lt;p&gt;You own the roadmap.&lt;/p&gt;&lt;p&gt;You post daily&lt;/p&gt;",
     ["You own the roadmap.", "You post daily"]),
    ("Tu animes nos réseaux\nTu définis la stratégie\net la feuille de route",
     ["Tu animes nos réseaux", "Tu définis la stratégie et la feuille de route"]),
    ("Write posts. Write posts. Answer &amp; thank people.", ["Write posts.", "Answer & thank people."]),
    ("🎉🎉", []), ("<br><div></div>", []), ("CDI\n35 h", []), (None, []), ("a b " * LONGEST, []),
    ("<div>" * 9000 + "too deep", []), ("half a pair \ud800 here", ["half a pair \ufffd here"]),
])
def test_ads_are_cut_into_what_they_say(text: str | None, said: list[str]) -> None:
    assert advertised(text) == said


def world(rng: np.random.Generator, ads: int, share: float, wrong: float, labels: int) -> Side:
    """Ads of 3 to 40 sentences, half of them tasks; log-odds of a strategic one of SD 1 between ads; a classifier that
    errs so often on tasks. Its score is centred on nothing in particular."""
    size = rng.integers(3, 40, ads)
    ad = np.repeat(np.arange(ads), size)
    odds = np.log(share / (1 - share)) + rng.standard_normal(ads)
    t = (rng.random(len(ad)) < 0.5).astype(float)
    y = t * (rng.random(len(ad)) < 1 / (1 + np.exp(-odds[ad])))
    f = np.where(rng.random(len(ad)) < wrong, 1 - y, y) * t - 0.2 * t
    at = rng.permutation(len(ad))
    a, rest = at[:labels], at[labels:]
    return Side(t[a], y[a], f[a], ad[a], f[rest], ad[rest], len(ad))


def _sums(side: Side, kept: Floats) -> Sample:
    """Of the rows of the clusters kept, one by one."""
    a, r = kept[side.day] > 0, kept[side.rest_day] > 0
    return Sample.of(side.t[a], side.y[a], side.f[a], (float(r.sum()), np.array([side.rest[r].sum()])))


def test_the_clustered_error_is_the_naive_derivative_and_the_jackknife_is_one() -> None:
    """Each cluster's pull found by weighing it a little more, the sums written out; the jackknife by leaving it out."""
    side = world(np.random.default_rng(1), 30, 0.3, 0.2, 150)
    group = Clusters.of(side.t, side.y, side.f, side.day, side.rest, side.rest_day)
    total = group.sums.sum(axis=0)
    plain = shares(Sample(*total[None].T))
    slope, g = float(plain.tuning[0]), len(group)

    def value(sums: Floats) -> float:
        s = Sample(*sums)
        frame = s.audited + s.rest
        return float((slope * (s.f + s.rest_f) / frame + (s.ty - slope * s.f) / s.audited) / (s.t / s.audited))

    pull = [(value(total + 1e-6 * one) - value(total)) / 1e-6 for one in group.sums]
    found = clustered(group)
    assert found.value[0] == pytest.approx(plain.value[0])
    assert found.scale[0] == pytest.approx(np.sqrt(g / (g - 1) * np.square(pull).sum()), rel=1e-3)
    left = [value(total - one) - value(total) for one in group.sums]
    assert jackknifed(group).scale[0] == pytest.approx(np.sqrt((g - 1) / g * np.square(left).sum()))
    assert value(total) == pytest.approx(float(shares(_sums(side, np.ones(g))).value[0]))


def test_turned_clusters_are_the_same_rows_with_their_signs_changed() -> None:
    """The sums and products of a draw, against those of rows whose labels and scores were turned one by one."""
    rng = np.random.default_rng(2)
    side = world(rng, 25, 0.4, 0.2, 120)
    sign = 2.0 * rng.integers(0, 2, (3, 25)) - 1
    group = Clusters.of(side.t, side.y - 0.3, side.f, side.day, side.rest, side.rest_day)
    many = clustered(group, sign)
    for k, s in enumerate(sign):
        turned = Clusters.of(side.t, (side.y - 0.3) * s[side.day], side.f * s[side.day], side.day,
                             side.rest * s[side.rest_day], side.rest_day)
        one = clustered(turned)
        assert (many.value[k], many.scale[k]) == pytest.approx((one.value[0], one.scale[0]))


@pytest.mark.parametrize(("ads", "others", "labels"), [(60, 300, 200), (25, 300, 100)])
def test_ads_that_do_not_differ_are_seldom_said_to(ads: int, others: int, labels: int) -> None:
    """One share, two classifiers, a few ads read closely beside many read thinly: no more than .06 gives 999 times in
    1,000. With .45 against .15 most are seen."""
    worlds = 250
    hits = {0.25: 0, 0.6: 0}
    for share in hits:
        for number in range(worlds if share == 0.25 else 60):
            rng = np.random.default_rng([number, 3])
            one, other = world(rng, ads, share, 0.3, labels), world(rng, others, 0.25, 0.1, labels)
            found = apart(one, other, number, 199)
            z = found.value / found.scale
            hits[share] += bool(abs(z[0]) > Calibration.of(z[1:], 0, 199).bound())
    assert hits[0.25] <= binom.ppf(0.999, worlds, 0.06)
    assert hits[0.6] >= 45


def test_the_same_seed_gives_the_same_placebos_and_renaming_clusters_changes_nothing() -> None:
    side, other = (world(np.random.default_rng(k), 30, 0.3, 0.2, 100) for k in (5, 6))
    found = apart(side, other, 1, 50)
    again = apart(side, other, 1, 50)
    assert np.array_equal(found.value, again.value)

    def renamed(numbers: Ints) -> Ints:
        return numbers * 7 + 3

    moved = Side(side.t, side.y, side.f, renamed(side.day), side.rest, renamed(side.rest_day), side.of)
    assert np.allclose(apart(moved, other, 1, 50).scale, found.scale)


@pytest.mark.parametrize("space", ["\t", "\u00a0", "<a" + " " * 9])
def test_a_long_run_of_spaces_is_read_at_once(space: str) -> None:
    begun = time.process_time()
    assert advertised(space * (49_000 // len(space)) + " Vous gérez les comptes.") != []
    assert time.process_time() - begun < 5
