"""Words of a claim that rules can be sure of: which way something went, by how much, whom it names. French, English."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

Way = Literal["up", "down", "no_change"]

# Of words without their accents; a stem stands for all that begins with it.
_UP = re.compile(r"\b(?:rais(?:e|es|ed|ing)\b|rose\b|ris(?:e|es|en|ing)\b|increas|grew\b|grow|boost|lift|gain|"
                 r"improv(?:e|es|ed|ing)\b|up by|"
                 r"pays? (?:off|for itself)|paid (?:off|for itself)|profitab|worthwhile|"
                 r"augment|hauss|accroi|accru|progress|"
                 r"dop[ae]|doubl|tripl|gagn|amelior|rentab|rapport(?:e|es|ent|ee|ait|aient)\b|"
                 r"fait grimper|fait decoller)")
_DOWN = re.compile(r"\b(?:fell\b|fall(?:s|en|ing)?\b|drop(?:s|ped|ping)?\b|declin|decreas|reduc(?:e|es|ed|ing)\b|"
                   r"cut(?:s|ting)?\b|lower(?:s|ed|ing)?\b|halv|lost\b|los(?:e|es|ing|s)\b|"
                   r"collaps|plung|calm|defus|sooth|baiss|chut|recul(?:e|er|ent|ait)\b|diminu|redui|perdu|perd\b|"
                   r"perdre|effondr|divise|apais|desamorc|deterior)")
_NONE = re.compile(r"\b(?:no|any|without|aucun|aucune|sans|nul|pas d)\b[\w' ]{0,15}\b(?:effect|impact|influence|"
                   r"difference|change|effet|incidence)|\b(?:did not|didn't|does not|doesn't) (?:change|affect|move)|"
                   r"\bn'a(?:vait)? rien change|\bn'a pas (?:change|modifie|affecte)|\bmade no difference")
# "Not without effect", "no doubt the effect": what looks like a refusal is none.
_TURNED = re.compile(r"(?:\b(?:not|pas|non|never|jamais)|n't) (?:\w+ )?(?:without|sans)\b|\bdoubt|\bdoute|"
                     r"\bno (?:small|little|mean|minor)\b|\bonly\b|\bseulement\b")
_DENIED = re.compile(r"\b(?:not|never|nor|neither|cannot|without|no longer|failed to|ne|n'\w+|pas|jamais|aucune?|"
                     r"sans)\b"
                     r"|n't\b")
_PERCENT = re.compile(r"(\d{1,3}(?:[ .,]\d{3})+|\d+(?:[.,]\d+)?)\s*(?:%|per ?cent|pour ?cent)")
_MULTIPLE = re.compile(r"\bdoubl|\btripl|\bquadrupl|\bhalv|\btwice\b|fold\b|\bdivise|"
                       r"\bby (?:a|one|two)? ?(?:half|third|quarter)|\b(?:d'un|de deux) (?:tiers|quart)|\bde moitie|"
                       r"\bx ?\d|\d ?x\b|\bfois\b|\btimes\b")
_MULTIPLES = {"doubl": 1.0, "tripl": 2.0, "halv": 0.5}
_EMPTY = frozenset(["the", "a", "an", "of", "in", "to", "and", "for", "our", "la", "le", "les", "l", "de", "du",
                    "des", "d", "un", "une", "et", "en", "au", "aux", "notre", "did", "does", "raise", "campaign",
                    "campagne", "action", "on"])


def folded(text: str) -> str:
    """Lower case, accents and typographer's apostrophes set aside."""
    plain = unicodedata.normalize("NFKD", text.replace("’", "'").replace("−", "-"))
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold()


def way(text: str) -> Way | None:
    """Which way the claim says that things went; None wherever that is not sure: both ways, none, or a denial."""
    plain = folded(text)
    up, down = bool(_UP.search(plain)), bool(_DOWN.search(plain))
    if _NONE.search(plain):
        return None if up or down or _TURNED.search(plain) else "no_change"
    if up == down or _DENIED.search(plain):
        return None
    return "up" if up else "down"


def percent(text: str) -> float | None:
    """The one size that a sentence names ("12 %" -> 0.12, "doubled" -> 1.0); None where there is none, more than one,
    or one that can be read two ways ("1,200 %")."""
    plain = folded(text)
    found, multiples = _PERCENT.findall(plain), _MULTIPLE.findall(plain)
    if len(found) + len(multiples) != 1:
        return None
    if multiples:
        return _MULTIPLES.get(multiples[0])
    return None if re.search(r"[.,]\d{3}$", found[0]) else float(found[0].replace(" ", "").replace(",", ".")) / 100


def sized(text: str) -> bool:
    """Whether a sentence names a size, readable or not."""
    plain = folded(text)
    return bool(_PERCENT.search(plain) or _MULTIPLE.search(plain))


def names(text: str, name: str) -> bool:
    """Whether a sentence names something: all words of the name that mean anything, but for their last two letters."""
    wanted = [w for w in re.findall(r"\w+", folded(name)) if w not in _EMPTY and len(w) > 2]
    words = re.findall(r"\w+", folded(text))
    return bool(wanted) and all(any(_alike(w, word) for word in words) for w in wanted)


def _alike(wanted: str, word: str) -> bool:
    stem = wanted[: max(4, len(wanted) - 2)]
    return word.startswith(stem) and abs(len(word) - len(wanted)) <= 2
