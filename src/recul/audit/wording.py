"""Words of a claim that rules can be sure of: which way something went, by how much, whom it names. French, English."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

Way = Literal["up", "down", "no_change"]

# Of words without their accents; a stem stands for all that begins with it.
_UP = re.compile(r"\b(?:rais|rose\b|ris(?:e|es|en|ing)\b|increas|grew\b|grow|boost|lift|doubl|tripl|gain|improv|up by|"
                 r"pays? (?:off|for itself)|paid (?:off|for itself)|profitab|worthwhile|"
                 r"augment|hauss|accr[ou]|progress|"
                 r"dop[ae]|boost|doubl|tripl|gagn|amelior|rentab|rapport(?:e|es|ent|ee|ait|aient)\b|rapporte|"
                 r"fait grimper|fait decoller)")
_DOWN = re.compile(r"\b(?:fell\b|fall|drop|declin|decreas|reduc|cut(?:s|ting)?\b|lower|halv|lost\b|los(?:e|es|ing|s)\b|"
                   r"collaps|plung|calm|defus|sooth|baiss|chut|recul(?:e|er|ent|ait)\b|diminu|redui|perdu|perd\b|"
                   r"perdre|effondr|divis|apais|desamorc|deterior)")
_NONE = re.compile(r"\b(?:no|any|without|aucun|aucune|sans|nul|pas d)\b[\w' ]{0,15}\b(?:effect|impact|influence|"
                   r"difference|change|effet|incidence)|\b(?:did not|didn't|does not|doesn't) (?:change|affect|move)|"
                   r"\bn'a(?:vait)? rien change|\bn'a pas (?:change|modifie|affecte)|\bmade no difference")
_DENIED = re.compile(r"\b(?:not|never|nor|neither|cannot|without|no longer|failed to|ne|n'\w+|pas|jamais|aucune?|"
                     r"sans)\b"
                     r"|n't\b")
_PERCENT = re.compile(r"([+\-]?\d+(?:[.,]\d+)?)\s*(?:%|per ?cent|pour ?cent)")
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
    if _NONE.search(plain):
        return "no_change"
    up, down = bool(_UP.search(plain)), bool(_DOWN.search(plain))
    if up == down or _DENIED.search(plain):
        return None
    return "up" if up else "down"


def percent(text: str) -> float | None:
    """The one share that a sentence names ("12 %" -> 0.12); None where there is none, or more than one."""
    found = _PERCENT.findall(folded(text))
    return abs(float(found[0].replace(",", "."))) / 100 if len(found) == 1 else None


def names(text: str, name: str) -> bool:
    """Whether a sentence names something: all words of the name that mean anything, but for their last two letters."""
    wanted = [w for w in re.findall(r"\w+", folded(name)) if w not in _EMPTY and len(w) > 2]
    words = re.findall(r"\w+", folded(text))
    return bool(wanted) and all(any(_alike(w, word) for word in words) for w in wanted)


def _alike(wanted: str, word: str) -> bool:
    stem = wanted[: max(4, len(wanted) - 2)]
    return word.startswith(stem) and abs(len(word) - len(wanted)) <= 2
