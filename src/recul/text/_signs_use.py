"""How the words of a claim are used: what stands beside each, and what governs it.

"Sales rose", "raised sales", "a rise in sales" and "may raise sales" share a word, not a claim. Beside: the kind of
word before and after (article, preposition, auxiliary, negation …) and the ending of the word itself, adverbs left out.
Governing: hedges, negations, aims, refusals said earlier in the same clause. Both are read from closed lists of the
language and from the marks of `_signs_claims`; no other word leaves a trace.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

Token = tuple[str, int, int]
Mark = tuple[str, tuple[str, ...], int, int]
Named = list[tuple[str, tuple[tuple[int, int], ...]]]

RELATIONS = frozenset({"cause", "cause_run", "either", "change", "assoc", "works", "factor", "rate", "at_risk", "than",
                       "key", "because", "null"})
ACTING = frozenset({"cause", "cause_run", "either", "change", "works"})
GOVERNING = frozenset({"hedge", "modal", "can_not", "should", "not", "null", "refuse", "aim", "question", "condition",
                       "would", "further", "recommend", "feasible", "found", "need", "describe"})
NEAR = frozenset({"hedge", "modal", "can_not", "should", "not", "null", "refuse", "aim", "question", "further"})
HEDGES, NEGATIONS = frozenset({"hedge", "modal", "can_not"}), frozenset({"not", "null"})
PAUSES = frozenset({",", ":", "?", "!"})

KINDS = {
    "en": {
        "det": """a an the this that these those it its their our his her your my some any each every all both another
            such no most many several few more less""",
        "prep": """of in on at by for from with without into onto over under between among within during through across
            against about than as per via toward towards upon""",
        "be": "is are was were be been being am", "have": "has have had having", "to": "to", "do": "do does did",
        "modal": "may might can could should would will must cannot", "not": "not n't never",
        "pron": "they we you i he she which who whom whose what there", "and": "and or but nor",
        "that": "if whether because although while when after before since whereas so",
    },
    "fr": {
        "det": """le la les l' un une des du au aux ce cet cette ces son sa ses leur leurs notre nos votre vos mon ma
            mes ton ta tes chaque tout toute tous toutes aucun aucune plusieurs quelques""",
        "prep": """de d' à en dans sur pour par avec sans sous vers chez entre depuis pendant après avant dès contre
            parmi""",
        "be": "est sont était étaient été être sera seront serait seraient soit", "self": "se s'",
        "have": "a ont avait avaient aura auront aurait auraient ayant avoir ai avons avez",
        "modal": "peut peuvent pourrait pourraient doit doivent devrait devraient va vont",
        "not": "ne n' pas jamais rien plus", "and": "et ou mais ni",
        "pron": "il elle ils elles on nous vous je j' tu qui que qu' dont y c' ça cela",
        "that": "si s'il parce quand lorsque lorsqu' comme tandis alors puisque car donc",
    },
}
KIND = {language: {word: kind for kind, words in table.items() for word in words.split()}
        for language, table in KINDS.items()}
ADVERB = {
    "en": re.compile(r"\w{3,}ly\Z"),
    "fr": re.compile(r"(?:\w+(?:al|el|èl|il|iv|eus|iqu|bl|air|arg|ent|ant|èr|ort|ett|ect|id|ain|ond|eul)ement|"
                     r"\w+[ae]mment|bien|mal|très|déjà|aussi|même|presque|souvent|toujours|parfois)\Z"),
}
ENDING = {
    "en": re.compile(r"(ed|ing|s)\Z"),
    "fr": re.compile(r"(ées|ée|és|é|ent|er|ir|re|ait|ant|ra|ront|ez|e|t|s|i|u)\Z"),
}
TURNS = {"en": frozenset({"but", "although", "whereas", "while", "however"}),
         "fr": frozenset({"mais", "tandis", "alors", "cependant", "pourtant", "quoique", "bien"})}


def _kind(word: str, language: str) -> str:
    known = KIND[language].get(word)
    if known:
        return known
    return "num" if word == "0" else "x" if word[0].isalnum() else "punct"


def beside(found: Sequence[Token], said: Sequence[Mark], language: str) -> Named:
    """Signs of what stands on either side of each word of relation, and how it ends."""
    words = [word for word, _, _ in found]
    first, last = {t[1]: i for i, t in enumerate(found)}, {t[2]: i for i, t in enumerate(found)}
    out: Named = []
    for code, _, start, end in said:
        if code in RELATIONS:
            out += [(name, ((start, end),)) for name in _around(words, first[start], last[end], code, language)]
    return out


def _around(words: Sequence[str], i: int, j: int, code: str, language: str) -> list[str]:
    def at(k: int) -> tuple[str, str]:
        if not 0 <= k < len(words):
            return "^", "^"
        kind = _kind(words[k], language)
        return kind, kind if kind == "x" else words[k]

    before, after = i - 1, j + 1
    while before >= 0 and ADVERB[language].match(words[before]):
        before -= 1
    while after < len(words) and ADVERB[language].match(words[after]):
        after += 1
    (left, left_word), (right, right_word) = at(before), at(after)
    match = ENDING[language].search(words[j])
    form = f"{match.group() if match else '0'}:{code}"
    return [f"{left}<{code}", f"{code}<{right}", f"{left}<{code}<{right}", f"{left_word}<|{code}",
            f"{code}|<{right_word}", f"{at(before - 1)[0]} {left}<{code}", f"{code}<{right} {at(after + 1)[0]}", form,
            f"{left}<{form}", f"{form}<{right}", f"{left}<{form}<{right}", f"{left}<'{words[j][:5]}",
            f"'{words[j][:6]}<{right}"]


def governed(found: Sequence[Token], said: Sequence[Mark], language: str) -> Named:
    """Signs of what was said earlier in the clause (hedge, negation, aim …) of each word of relation; then which of
    those words the sentence has, with a hedge or a negation anywhere or not, and in what order."""
    at = {start: i for i, (_, start, _) in enumerate(found)}
    words = [word for word, _, _ in found]
    over: list[tuple[str, bool, tuple[int, int]]] = []  # what governs, still in the same breath, where
    keys: list[tuple[str, tuple[int, int]]] = []
    out: Named = []
    for code, groups, start, end in said:
        if code in PAUSES and not groups:
            over = [(name, False, place) for name, _, place in over]
            continue
        if words[at[start]] in TURNS[language]:
            over = []
        over += [(group, True, (start, end)) for group in groups if group in GOVERNING]
        if code not in RELATIONS:
            continue
        key = code + _noun(words, at[start], language) if code in ACTING else code
        places = ((start, end), *(place for _, _, place in over))
        close = sorted({name for name, near, _ in over if near} & NEAR)
        out.append((f"~{'+'.join(close)}~{key}", places))
        out += [(f"{name}~{key}", ((start, end), place)) for name, _, place in over]
        if not over:
            out.append((f"bare~{key}", ((start, end),)))
        keys.append((key, (start, end)))
    return out + _sorts(keys, {group for _, groups, _, _ in said for group in groups})


def _noun(words: Sequence[str], i: int, language: str) -> str:
    return "n" if i and _kind(words[i - 1], language) in {"det", "prep"} else "v"


def _sorts(keys: Sequence[tuple[str, tuple[int, int]]], groups: set[str]) -> Named:
    found = set()
    for key, _ in keys:
        acting = key[:-1] in ACTING
        found.add(key[-1] if acting else "a" if key in {"assoc", "than"} else "o")
    sorts, hedged, denied = "".join(sorted(found)), bool(groups & HEDGES), bool(groups & NEGATIONS)
    places = tuple(place for _, place in keys)
    out: Named = [(f"sorts {sorts}", places), (f"sorts {sorts} {hedged:d}", places),
                  (f"sorts {sorts} {hedged:d}{denied:d}", places)]
    if keys:
        out += [(f"begins~{keys[0][0]}", (keys[0][1],)), (f"ends~{keys[-1][0]}", (keys[-1][1],)),
                (f"order~{' '.join(key for key, _ in keys[:3])}", places[:3])]
    return out
