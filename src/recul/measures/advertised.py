"""From the record to the work that job ads describe: their sentences, in an order drawn by lot."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from recul.errors import Mistake, QuestionError
from recul.measures.ads import Texts, texts
from recul.panel import Bools, Ints

if TYPE_CHECKING:
    from recul.record import Record


@dataclass(frozen=True, eq=False)
class Advertised:
    """Sentences of ads that can be read [n], in an order that is random and stays the same.

    key: what a label names a sentence by. occupation: of its ad; None where it is not stated. ad, employer: numbers;
    an ad whose employer is not stated is an employer of its own. named: whether it is stated. text: the sentence.
    unread: [m] occupations of sentences in neither French nor English. blank: of ads without a sentence, or too long;
    repeated: of ads whose words are those of an earlier one of the occupation. ads: of all ads, as they came.
    """

    key: NDArray[np.str_]
    occupation: Texts
    ad: Ints
    employer: Ints
    named: Bools
    text: Texts
    unread: Texts
    blank: Texts
    repeated: Texts
    ads: Texts

    def __len__(self) -> int:
        return len(self.key)

    def of(self, kept: Bools) -> Advertised:
        """Some of the sentences, in the same order."""
        return Advertised(self.key[kept], self.occupation[kept], self.ad[kept], self.employer[kept], self.named[kept],
                          self.text[kept], self.unread, self.blank, self.repeated, self.ads)


def key_of(source: str, ad_id: str, sentence: str) -> str:
    """The name of a sentence in a file of labels: it lasts as long as the ad says so, whatever else it says."""
    name = f"recul label\0{source}\0{ad_id}\0{sentence}".encode("utf-8", "surrogatepass")
    return "s" + hashlib.sha256(name).hexdigest()[:20]


def advertised(record: Record) -> Advertised:
    """The sentences of the record's ads, each once an ad, of ads that say the same words once an occupation.

    The order is that of a digest of the key (permanent random numbers, as in `measures.texts`): the first of any group
    are a random sample of it. Raises QuestionError when the record holds no ad.
    """
    from recul.text.advertised import advertised as said
    from recul.text.tasks import readable

    table = record.table("ads")
    rows = table.select("source", "ad_id", "time", "occupation", "employer", "text").execute()
    if not len(rows):
        raise QuestionError(Mistake("ads", "none in the record", "job ads",
                                    'Declare a source with table = "ads", or mend its `columns`.'))
    # The first posting of an ad is the one that is kept, so that a later one takes no label away.
    rows = rows.sort_values(["time", "source", "ad_id"], na_position="last", kind="stable")
    names = {name: texts(rows[name]) for name in ("occupation", "employer", "text")}
    found: list[tuple[str, int, str]] = []
    unread, blank, repeated, seen = [], [], [], set()
    for at, (source, ad) in enumerate(zip(rows["source"], rows["ad_id"], strict=True)):
        occupation, lines = names["occupation"][at], said(names["text"][at])
        words = hashlib.sha256("\n".join(_same(lines)).encode("utf-8", "surrogatepass")).digest()
        if not lines:
            blank.append(occupation)
        elif (occupation, words) in seen:
            repeated.append(occupation)
        else:
            seen.add((occupation, words))
            for line in lines:
                if readable(line, None):
                    found.append((key_of(source, ad, line), at, line))
                else:
                    unread.append(occupation)
    found.sort(key=lambda one: hashlib.sha256(f"recul audit\0{one[0]}".encode()).digest())
    ad = np.array([one[1] for one in found], dtype=np.int64)
    return Advertised(np.array([one[0] for one in found], dtype=np.str_), names["occupation"][ad], ad,
                      _employers(names["employer"])[ad], _stated(names["employer"])[ad],
                      _objects(one[2] for one in found), _objects(unread), _objects(blank), _objects(repeated),
                      names["occupation"])


def _same(lines: list[str]) -> list[str]:
    """What two postings of one ad have in common: their words, whatever their case and marks."""
    return ["".join(c for c in line.casefold() if c.isalnum()) for line in lines]


def _employers(names: Texts) -> Ints:
    """A number for each employer; ads that name none have one each."""
    from recul.measures.ads import plain_word

    plain = [f"ad {i}" if name is None else f"= {plain_word(name)}" for i, name in enumerate(names)]
    return np.unique(plain, return_inverse=True)[1].astype(np.int64)


def _stated(names: Texts) -> Bools:
    return np.array([name is not None for name in names], dtype=bool)


def _objects(values: Iterator[Any] | list[Any]) -> Texts:
    kept = list(values)
    made = np.empty(len(kept), dtype=object)
    made[:] = kept
    return made
