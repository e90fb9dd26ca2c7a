"""From the record to job ads: whose occupation, what kind of contract, when."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from recul.errors import Mistake, QuestionError

if TYPE_CHECKING:
    from recul.record import Record

Texts = NDArray[np.object_]

Contract = Literal["internship", "apprenticeship", "permanent", "fixed_term", "full_time", "part_time", "freelance",
                   "volunteer"]
#: What sites write, as `plain_word` has it, for each kind of contract. A word that is not here is never guessed at.
CONTRACTS: dict[Contract, tuple[str, ...]] = {
    "internship": ("internship", "intern", "stage", "stagiaire", "convention de stage", "praktikum"),
    "apprenticeship": ("apprenticeship", "apprentice", "apprentissage", "alternance", "work study",
                       "contrat d apprentissage", "contrat de professionnalisation", "professionnalisation"),
    "permanent": ("permanent", "cdi", "open ended", "contrat a duree indeterminee"),
    "fixed_term": ("fixed term", "cdd", "temporary", "contrat a duree determinee", "interim", "vie", "seasonal",
                   "saisonnier"),
    "full_time": ("full time", "temps plein"),
    "part_time": ("part time", "temps partiel"),
    "freelance": ("freelance", "freelancer", "independant", "self employed", "contractor"),
    "volunteer": ("volunteer", "volunteering", "benevole", "benevolat", "service civique"),
}


@dataclass(frozen=True, eq=False)
class Ads:
    """Every ad of the record, [n] each, in the order of their ids.

    occupation: as written, None where it is not stated. contract: a key of CONTRACTS, None where it is not stated or
    its word is unknown. word: the contract as written, None where it is not stated. seniority: as written, or None.
    year: of the ad, 0 where its date is not known.
    """

    occupation: Texts
    contract: Texts
    word: Texts
    seniority: Texts
    year: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.occupation)


def plain_word(text: str) -> str:
    """A word as sites vary it: accents, case, hyphens and underscores set aside ("FULL_TIME" -> "full time")."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in bare.casefold()).split())


def ads(record: Record, declared: Mapping[Contract, Sequence[str]] | None = None) -> Ads:
    """The ads of the record. declared: kind of contract -> what the site writes for it, before what Recul knows.

    Raises QuestionError when the record holds no ad.
    """
    table = record.table("ads")
    local = table.select("source", "ad_id", "time", "occupation", "contract", "seniority")
    rows = local.order_by("source", "ad_id").execute()
    if not len(rows):
        raise QuestionError(Mistake("ads", "none in the record", "job ads",
                                    'Declare a source with table = "ads", or mend its `columns`.'))
    meaning: dict[str, str] = {plain_word(word): kind for kind, words in CONTRACTS.items() for word in words}
    meaning |= {plain_word(word): kind for kind, words in (declared or {}).items() for word in words}
    word = texts(rows["contract"])
    contract = np.array([None if w is None else meaning.get(plain_word(w)) for w in word], dtype=object)
    time = rows["time"].dt.tz_convert(record.study.timezone)
    year = np.asarray(time.dt.year.fillna(0), dtype=np.int64)
    return Ads(texts(rows["occupation"]), contract, word, texts(rows["seniority"]), year)


def texts(column: Sequence[object]) -> Texts:
    """Texts, or None where there is none."""
    return np.array([value if isinstance(value, str) and value.strip() else None for value in column], dtype=object)
