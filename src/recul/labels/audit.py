"""Which messages, or sentences, are read by hand, and what their labels amount to.

Their order is random and lasting (`measures.texts.written`, `measures.advertised.advertised`): the audit sample of any
group of them is the first of that order, as far as all have been looked at. So a sample needs no file of its own, no
label can be slipped into it, and the same labels serve a brand, a month of it, and the next export, in which what is
new in the sample's reach is simply still to be read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from recul.labels.book import Label
from recul.labels.scheme import SKIP, TONE, Legible
from recul.panel import Bools, Floats, Ints

#: So many of a group's messages are run through the classifier: drawn at random, the rest would move its mean by less
#: than a third of a point.
READ_MOST = 20_000


@dataclass(frozen=True, eq=False)
class Labelled:
    """What the labels say of some messages [n]. looked: read by somebody. told: whoever read it could tell the tone.
    chosen: it was read because it was useful. share: [n, answers], the share of labellers, of those who could tell,
    that gave each answer of the scheme (each tone). first: the first given, an index of these, −1 for none."""

    looked: Bools
    told: Bools
    chosen: Bools
    share: Floats
    first: Ints

    @classmethod
    def of(cls, messages: Legible, labels: Sequence[Label], answers: Sequence[str] = TONE.answers) -> Labelled:
        n = len(messages.key)
        place = {key: i for i, key in enumerate(messages.key.tolist())}
        looked, chosen, share = np.zeros(n, bool), np.zeros(n, bool), np.zeros((n, len(answers)))
        first = np.full(n, -1, np.int64)
        for label in labels:
            at = place.get(label.key)
            if at is None:
                continue
            if not looked[at]:
                looked[at], chosen[at] = True, label.drawn == "chosen"
            if label.answer != SKIP:
                share[at, answers.index(label.answer)] += 1
                first[at] = answers.index(label.answer) if first[at] < 0 else first[at]
        given = share.sum(axis=1, keepdims=True)
        return cls(looked, given[:, 0] > 0, chosen, share / np.maximum(given, 1), first)


@dataclass(frozen=True, eq=False)
class Audit:
    """Of one group: rows of `Written`. audited: the first of the lot, all looked at, the last of them because it was
    drawn. rest: the others that are run through the classifier. chosen: of them, those read because they were useful.
    beyond: of them, those drawn by lot whose label does not count yet, as messages before them have not been read."""

    audited: Ints
    rest: Ints
    chosen: int
    beyond: int
    size: int


def in_reach(groups: Sequence[Bools], most: int = READ_MOST) -> Bools:
    """Which messages any group's lot reaches [n], `most` of each: the others are not run through the classifier."""
    found = np.zeros(len(groups[0]), bool)
    for group in groups:
        found[np.flatnonzero(group)[:most]] = True
    return found


def audit(group: Bools, labelled: Labelled, size: int, most: int = READ_MOST) -> Audit:
    """group: bool [n], which messages in reach are of it. size: how many there are in all. most: as in `in_reach`."""
    read = np.flatnonzero(group)[:most]
    looked = labelled.looked[read]
    reach = len(read) if looked.all() else int(np.argmin(looked))
    # What was picked right behind the lot's last would lengthen the sample by texts that are hard to read.
    lot = np.flatnonzero(~labelled.chosen[read[:reach]])
    reach = int(lot[-1]) + 1 if len(lot) else 0
    rest = read[reach:]
    chosen = int(labelled.chosen[rest].sum())
    return Audit(read[:reach], rest, chosen, int(labelled.looked[rest].sum()) - chosen, size)


def to_read(groups: Sequence[Bools], labelled: Labelled, size: int, mine: Bools | None = None) -> Ints:
    """Rows still to be looked at for every group to have `size` of its lot audited, in the order of the lot.

    mine: bool [n], read by the labeller; given it, what only others have read is to be read again.
    """
    done = labelled.looked if mine is None else mine
    wanted = np.zeros(len(done), bool)
    for group in groups:
        rows = np.flatnonzero(group)[:size]
        wanted[rows[~done[rows]]] = True
    return np.flatnonzero(wanted)


def kappa(labels: Sequence[Label]) -> tuple[float | None, int]:
    """Cohen's kappa (1960) of the two labellers who share most messages, skips as a fourth answer; of how many
    messages. None where they share none, or where chance alone would make them agree."""
    by: dict[str, dict[str, str]] = {}
    for label in labels:
        by.setdefault(label.labeller, {})[label.key] = label.answer
    pairs = [(len(by[a].keys() & by[b].keys()), a, b) for i, a in enumerate(sorted(by)) for b in sorted(by)[i + 1:]]
    many, one, other = max(pairs, default=(0, "", ""))
    if not many:
        return None, 0
    keys = sorted(by[one].keys() & by[other].keys())
    a, b = (np.array([by[who][k] for k in keys]) for who in (one, other))
    agreed = float((a == b).mean())
    chance = sum(float((a == t).mean() * (b == t).mean()) for t in np.unique(np.concatenate([a, b])))
    return (None if chance >= 1 else (agreed - chance) / (1 - chance)), many
