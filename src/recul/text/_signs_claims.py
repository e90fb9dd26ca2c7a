"""Signs of a claim: words by what they do in one (acting on, hedge, before and after, refusal, outcome, figure …).

A sentence becomes a skeleton: each word of the lexicon by its group's name, every other word a gap. Groups, runs of
groups and pairs of groups in order are counted by name; brands, people and amounts leave no trace in it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import import_module
from typing import Any

from recul.text._signs_use import beside, governed

BITS = 14  # columns of each block of signs, in powers of two
# Length of a row of each block: the skeleton, what stands beside, what governs. Words and pieces of words have one.
WEIGHTS = (2.0, 0.7, 0.7)
WIDTH = len(WEIGHTS) * 2**BITS
LONGEST = 600  # characters of a sentence read; a claim stands nearer than that to its words
FAR = 12  # groups apart: pairs further away are not counted

LAYERS = {
    "says": (
        "null", "refuse", "risk", "at_risk", "can_not", "hedge", "modal", "should", "because", "so",
        "cause_run", "key", "the_more", "among", "since", "works", "rate", "factor", "further", "feasible", "recommend",
        "describe", "common", "need", "result", "assoc", "cause", "either", "change", "than",
        "condition", "aim", "irony", "thanks_all", "should_be", "question", "how", "would", "conditional",
        "definition", "cert", "found", "said", "not", "with", "you", "we", "this", "and",
    ),
    "topic": ("crisis", "roi", "governance", "strategy", "reach"),
    "shown": ("design", "from_to", "source", "figure", "own", "time"),
}
SMALL = frozenset({"and", "this", "we", "with", "said", "cert", "result"})  # left out of the pairs at a distance

_WORD = r"[^\W_][\w\u0300-\u036f]*"
_MARKS = "[→?!:;,«»\"“”%€$£🙄😂]"
TOKENS = {
    "en": re.compile(rf"{_WORD}(?:[-'’/]{_WORD})*|=>|{_MARKS}|\.{{3}}|…"),
    "fr": re.compile(rf"(?:\b(?:[dlnsjmtcç]|qu|jusqu|lorsqu|puisqu)['’])|{_WORD}(?:-{_WORD})*|a/b|=>|{_MARKS}|…",
                     re.IGNORECASE),
}
NUMBER = re.compile(r"\d")
CAPITAL = re.compile(r"[^\W\d_][\w'’-]*")
_NAME = r"[A-ZÀ-ÖØ-ÞŒ][\w’'&.-]*\w|[A-ZÀ-ÖØ-ÞŒ]"
NAMES = re.compile(rf"(?<=[\w,;»”)] )(?:{_NAME})(?: (?:(?:de|du|of|and|et|&|the) )?(?:{_NAME}))*|"
                   rf"(?<=\b[dlDL]['’])(?:{_NAME})")
CONDITIONAL = re.compile(r"\w{3,}r(?:ait|aient)\Z")  # French: -rait, -raient; the imperfect seldom ends so
Trie = dict[str, Any]
Token = tuple[str, int, int]


@dataclass(frozen=True)
class Lexicon:
    """layer -> the words and runs in it; stems: beginnings that stand for any ending."""

    tries: dict[str, Trie]
    stems: frozenset[str]
    shortest: int


def tokens(text: str, language: str) -> list[Token]:
    """Words in lower case, one spelling for each accent and apostrophe, with where they stand in `text`."""
    found = []
    for match in TOKENS[language].finditer(text[:LONGEST]):
        word = unicodedata.normalize("NFC", match.group()).lower().replace("’", "'")
        found.append(("0" if NUMBER.match(word) else word, match.start(), match.end()))
    return found


def nameless(text: str, language: str) -> str:
    """Names of brands and people become one word, so that no reading hangs on them: words with a capital that do not
    begin the sentence and are not in the lexicon. A title in capitals throughout is left as it is."""
    words = CAPITAL.findall(text)
    if sum(word[:1].isupper() for word in words) > 0.7 * len(words):
        return text

    def hidden(match: re.Match[str]) -> str:
        known = all(known_word(part.lower().replace("’", "'"), language) for part in match.group().split())
        return match.group() if known else "@user"

    return NAMES.sub(hidden, text)


@lru_cache(maxsize=100_000)
def known_word(word: str, language: str) -> bool:
    tries = lexicon(language).tries.values()
    return any(key in trie for trie in tries for key in _keys(word, language)[:-1])


@cache
def lexicon(language: str) -> Lexicon:
    groups = import_module(f"recul.text._lexicon_{language}").LEXICON
    tries: dict[str, Trie] = {}
    stems: set[str] = set()
    for layer, names in LAYERS.items():
        root = tries.setdefault(layer, {})
        for name in names:
            singles, _, runs = groups.get(name, "").partition("|")
            for entry in [*singles.split(), *(run.strip() for run in runs.split(",") if run.strip())]:
                at = root
                for word in _entry(entry, language):
                    if word.endswith("*"):
                        stems.add(word[:-1])
                    at = at.setdefault(word, {})
                at.setdefault("", []).append(name)
    return Lexicon(tries, frozenset(stems), min(map(len, stems), default=1))


def _entry(entry: str, language: str) -> list[str]:
    """A run of the lexicon cut as a text is; `*` stays with its word, `_` is any word."""
    found = []
    for part in entry.split():
        if part == "_":
            found.append("_")
            continue
        if part == "-rait":
            found.append(part)
            continue
        cut = [word for word, _, _ in tokens(part.rstrip("*"), language)] or [part]
        found += [*cut[:-1], cut[-1] + ("*" if part.endswith("*") else "")]
    return found


@lru_cache(maxsize=100_000)
def _keys(word: str, language: str) -> tuple[str, ...]:
    """The word itself, then the beginnings of it that the lexicon has, longest first."""
    known = lexicon(language)
    found = [word]
    if language == "fr" and CONDITIONAL.match(word):
        found.append("-rait")
    found += [word[:n] + "*" for n in range(len(word), known.shortest - 1, -1) if word[:n] in known.stems]
    return (*found, "_")


def _longest(trie: Trie, words: list[str], start: int, language: str) -> tuple[int, list[str]]:
    """How many words from here are a run of the lexicon, and its groups; (0, []) when none is."""
    best: tuple[int, list[str]] = (0, [])
    waiting = [(trie, start)]
    while waiting:
        at, i = waiting.pop()
        if at.get("") and i - start > best[0]:
            best = i - start, at[""]
        if i < len(words):
            waiting += [(at[key], i + 1) for key in _keys(words[i], language) if key in at]
    return best


Marks = list[tuple[str, tuple[str, ...], int, int]]  # code, all its groups, where it stands


def marks(text: str, language: str, layer: str, found: list[Token] | None = None) -> Marks:
    """The text as its marks in one layer; a gap of other words is one `_`."""
    found = tokens(text, language) if found is None else found
    words = [word for word, _, _ in found]
    trie = lexicon(language).tries[layer]
    out: Marks = []
    i = 0
    while i < len(words):
        n, groups = _longest(trie, words, i, language)
        if n:
            out.append((groups[0], tuple(groups), found[i][1], found[i + n - 1][2]))
        elif words[i] in {"0", ",", ":", "%", '"', "«", "!", "?"}:
            out.append((words[i], (), found[i][1], found[i][2]))
        elif not out or out[-1][0] != "_":
            out.append(("_", (), found[i][1], found[i][2]))
        i += max(n, 1)
    return out


Named = list[tuple[str, tuple[tuple[int, int], ...]]]  # a sign by name, and where it stands


def named(text: str, language: str) -> tuple[Named, Named, Named]:
    """Every sign of the sentence with its places, a list a block: groups, skeleton and pairs in order; what stands
    beside the words of relation; what governs them. Names repeat when signs do."""
    found = tokens(text, language)
    said = {layer: marks(text, language, layer, found) for layer in LAYERS}
    says = said["says"]
    return _skeleton(text, found, said), beside(found, says, language), governed(found, says, language)


def _skeleton(text: str, found: list[Token], said: dict[str, Marks]) -> Named:
    out: Named = []
    for layer, seen in said.items():
        for _, groups, start, end in seen:
            out += [(f"{group}", ((start, end),)) for group in groups]
        out += [(f"{layer[0]}:0", ((start, end),)) for code, _, start, end in seen if code in {"0", "%"}]
    if found:
        out.append((f"first:{said['says'][0][0]}", ((found[0][1], found[0][2]),)))
        out.append((f"last:{said['says'][-1][0]}", ((found[-1][1], found[-1][2]),)))
    merged = _merged(said)
    out += _runs(said["says"], "g") + _runs([m for m in merged if m[0] != "_"], "m")
    out += _pairs([m for m in merged if m[0] not in SMALL and m[0] != "_"])
    out += _runs([(word if groups else "_", groups, start, end)
                  for word, groups, start, end in _worded(said["says"], text)], "w")
    return out


def _merged(said: dict[str, Marks]) -> Marks:
    """What is said and what it is said of, in the order of the sentence; every outcome is the same."""
    topics = [("OUT", g, s, e) for c, g, s, e in said["topic"] if g]
    shown = [(c, g, s, e) for c, g, s, e in said["shown"] if g and c in {"own", "from_to", "design"}]
    kept = [m for m in said["says"] if m[1] or m[0] in {"_", "0", ",", ":", "?", "!", '"', "«"}]
    return sorted([*kept, *topics, *shown], key=lambda m: (m[2], m[3]))


def _worded(seen: Marks, text: str) -> Marks:
    return [(text[s:e].lower().replace("’", "'"), g, s, e) for _, g, s, e in seen]


def _runs(seen: Marks, kind: str) -> Named:
    """One to four marks in a row."""
    rows = [seen[i:i + n] for n in (1, 2, 3, 4) for i in range(len(seen) - n + 1)]
    return [(kind + " ".join(m[0] for m in row), tuple(m[2:] for m in row if m[0] != "_")) for row in rows]


def _pairs(seen: Marks) -> Named:
    """One mark somewhere before another."""
    return [(f"{a[0]}>{b[0]}", ((a[2], a[3]), (b[2], b[3])))
            for i, a in enumerate(seen) for b in seen[i + 1:i + FAR]]


def hashed(name: str, block: int = 0) -> int:
    """The column of a sign: 0 to WIDTH."""
    from sklearn.utils import murmurhash3_32

    return int(block * 2**BITS + abs(murmurhash3_32(name.encode(), seed=0)) % 2**BITS)


def signs(texts: Sequence[str], language: str) -> Any:
    """[text, WIDTH] sparse: the signs of each, hashed by name, each block of a row of its length in `WEIGHTS`."""
    from scipy import sparse
    from sklearn.feature_extraction import FeatureHasher
    from sklearn.preprocessing import normalize

    hasher = FeatureHasher(2**BITS, input_type="string", alternate_sign=False, dtype="float32")
    rows = [named(text, language) for text in texts]
    blocks = [normalize(hasher.transform([sorted({name for name, _ in row[k]}) for row in rows])) * WEIGHTS[k]
              for k in range(len(WEIGHTS))]
    return sparse.hstack(blocks, format="csr", dtype="float32")


def claims_en(texts: Sequence[str]) -> Any:
    return signs(texts, "en")


def claims_fr(texts: Sequence[str]) -> Any:
    return signs(texts, "fr")
