"""What a job ad says, sentence by sentence: remnants of HTML taken off, lists cut at their bullets.

Of an ad of more than LONGEST characters nothing is read: it is a page with all that stood on it, and would weigh as
much as a hundred ads.
"""

from __future__ import annotations

import re
from html import unescape

from recul.text.sentences import sentences

LONGEST = 50_000
#: A line of fewer words says no task: a heading ("Profil :"), a contract, a place.
WORDS_LEAST = 2
TAG = re.compile(r"</?[a-zA-Z][a-zA-Z0-9]*(?:\s[^<>]*)?/?>|<!--")
_ESCAPED = re.compile(r"&lt;/?[a-zA-Z][^&]{0,200}&gt;")
# Lists whose lines were joined on the way: "Missions : • Animer … • Rédiger …"
# A run of spaces is entered at its beginning only: tried from each of 49,000 tabs, it took half a minute.
_INLINE = re.compile(r"(?:(?<![ \t\u00a0])[ \t\u00a0]+)?[•▪◦●■►▶✓✔‣·➤➢✅🔹👉][\ufe0f \t\u00a0]*")
_LINE = re.compile(r"(?:(?<!\s)\s+)?\n(?=[ \t\u00a0]*[^\W\d_a-zß-öø-ÿœ])")
_WORD = re.compile(r"[^\W\d_]{2,}")
_LONE = re.compile("[\ud800-\udfff]")


def advertised(text: str | None) -> list[str]:
    """The sentences of an ad, in order, each once; none where there is no text, no words, or too much of it."""
    if text is None or len(text) > LONGEST:
        return []
    plain = _LINE.sub("\n\n", _INLINE.sub("\n\n", _plain(text)))
    found = (" ".join(plain[start:end].split()) for start, end in sentences(plain))
    return list(dict.fromkeys(said for said in found if len(_WORD.findall(said)) >= WORDS_LEAST))


def _plain(text: str) -> str:
    """Without tags, whether they stand as such or escaped, as feeds have them."""
    from recul.documents.html import visible

    text = _LONE.sub("\ufffd", text)
    if _ESCAPED.search(text):
        text = unescape(text)
    return visible(text) if TAG.search(text) else unescape(text)
