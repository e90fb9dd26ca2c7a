"""The simulated brand's two service accounts: conversations in which the true effect of answering is known.

On HELP answers truly halve the time in which a conversation dies, and a coin tossed at the moment of answering held
half of them back: `recul.worlds.conversations` with effect "halved" and held .5. On SHOP answering changes nothing;
people answer the loud and the angry first, and leave alone those whose mood they feel is high, which no record shows:
effect "none", very strong hidden choice. Local time is that of Paris; conversations that a change of clocks would cut
are left out.

As files: `conversations.csv`, and the list of the coins, `tirage.csv`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import numpy as np

from recul.panel import Bools, Ints
from recul.record import zones
from recul.threads.conversations import MICRO
from recul.worlds.conversations import CHOICE, FIRST_DAY, LONGEST, Threads, World, said, threads

ZONE = "Europe/Paris"
HORIZON = 6.0  # hours after the moment of answering in which the question counts
LAST_DAY = 340  # after FIRST_DAY: all is said before the record of the brand's own messages ends
HELP, SHOP = "@BrindeluneAide", "@BrindeluneBoutique"
ACCOUNTS = {HELP: World(2000, "halved", held=0.5), SHOP: World(2000, "none", CHOICE["very strong"])}
FILES = ("conversations.csv", "tirage.csv")
WORDS = {
    "fr": {"draw": "tirage", HELP: "Répondre calme-t-il sur @BrindeluneAide, où des réponses ont été retenues au"
                                   " hasard ?",
           SHOP: "Répondre calme-t-il sur @BrindeluneBoutique, où chacun choisit à qui répondre ?"},
    "en": {"draw": "draw", HELP: "Does answering calm on @BrindeluneAide, where answers were held back by lot?",
           SHOP: "Does answering calm on @BrindeluneBoutique, where people choose whom to answer?"},
}


@dataclass(frozen=True, eq=False)
class Account:
    """What was said on one account: threads in local time, and when each began, microseconds UTC [n]."""

    unit: str
    said: Threads
    began: Ints


def account(unit: str, seed: int) -> Account:
    """One of ACCOUNTS."""
    return _placed(unit, threads(ACCOUNTS[unit], _seed(unit, seed)))


def truth(unit: str, seed: int) -> float:
    """The true relative effect of answering on the negative messages of the next HORIZON hours, in a typical one of the
    conversations that somebody was about to answer: the same conversations, all answered and none."""
    world = ACCOUNTS[unit]
    if world.effect == "none":
        return 0.0
    means = []
    for effect in (world.effect, "none"):
        one = _placed(unit, threads(replace(world, effect=effect, held=0.0), _seed(unit, seed))).said
        since = one.age - one.moment[one.conversation]
        followed = one.negative & (since >= 0) & (since < HORIZON)
        count = np.bincount(one.conversation, followed, len(one.moment))[np.isfinite(one.moment)]
        means.append(float(np.expm1(np.log1p(count).mean())))
    return means[0] / means[1] - 1


def write(folder: Path, seed: int) -> None:
    """Both files, times in UTC."""
    accounts = [account(unit, seed) for unit in ACCOUNTS]
    messages = sorted((row for one in accounts for row in _messages(one)), key=lambda row: str(row[1]))
    for name, header, rows in (
            (FILES[0], ("id", "date", "compte", "sens", "fil", "portee", "ton"), messages),
            (FILES[1], ("id", "decision", "fil", "date", "regle"), [row for one in accounts for row in _draws(one)])):
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([header, *rows])


def study_toml(seed: int, language: Literal["fr", "en"]) -> tuple[str, str]:
    """What the study file says of them: the sources, and the questions."""
    word = WORDS[language]
    sources = f'''
[[source]]
name = "conversations"
path = "{FILES[0]}"
table = "messages"
columns = {{ message_id = "id", time = "date", unit = "compte", direction = "sens", conversation = "fil", \
reach = "portee", tone = "ton" }}

[[source]]
name = "{word["draw"]}"
path = "{FILES[1]}"
table = "actions"
columns = {{ action_id = "id", kind = "decision", unit = "fil", start = "date", onset_rule = "regle" }}
'''
    questions = "".join(f'''
[[question]]
kind = "response"
label = "{word[unit]}"
units = ["{unit}"]
truth = {truth(unit, seed):.3f}
''' for unit in ACCOUNTS)
    return sources, questions


def _seed(unit: str, seed: int) -> int:
    return len(ACCOUNTS) * seed + list(ACCOUNTS).index(unit)


def _placed(unit: str, world: Threads) -> Account:
    """Whole conversations, the year's last weeks and the changes of clocks left out."""
    clock, last = _local(world), round(LONGEST * MICRO)
    began = zones.first_instant(clock, ZONE)
    kept = (zones.first_instant(clock + last, ZONE) - began == last) & (world.began < 24 * LAST_DAY)
    return Account(unit, _kept(world, kept), began[kept])


def _local(world: Threads) -> Ints:
    """When each conversation began, microseconds by the local clock [n]."""
    first: Ints = zones.microseconds(np.array([FIRST_DAY])) + np.round(world.began * MICRO).astype(np.int64)
    return first


def _kept(world: Threads, kept: Bools) -> Threads:
    rows = kept[world.conversation]
    number = np.cumsum(kept) - 1
    return Threads(number[world.conversation[rows]], world.age[rows], world.negative[rows],
                   world.began[kept], world.reach[kept], world.answered[kept], world.moment[kept], world.held[kept])


def _messages(one: Account) -> Iterator[Sequence[object]]:
    """One row a message; the tone of the brand's own is not judged."""
    messages = said(one.said)
    time = messages.time + (one.began - _local(one.said))[messages.conversation]
    mark = _mark(one)
    for i, (whose, when) in enumerate(zip(messages.conversation.tolist(), _iso(time), strict=True)):
        incoming = bool(messages.incoming[i])
        yield (f"{mark}{i:05d}", when, one.unit, "in" if incoming else "out", f"{mark}-fil{whose:04d}",
               int(messages.reach[i]) if incoming else "", int(messages.tone[i]) if incoming else "")


def _draws(one: Account) -> Iterator[Sequence[object]]:
    """One row a coin."""
    if not one.said.held.any():
        return
    drawn = np.flatnonzero(np.isfinite(one.said.moment))
    time = one.began[drawn] + np.round(one.said.moment[drawn] * MICRO).astype(np.int64)
    mark = _mark(one)
    for whose, when in sorted(zip(drawn.tolist(), _iso(time), strict=True), key=lambda row: row[1]):
        yield (f"tirage-{whose:04d}", "hold back" if one.said.held[whose] else "answer", f"{mark}-fil{whose:04d}", when,
               "randomised")


def _mark(one: Account) -> str:
    """A letter that the ids of an account begin with."""
    return one.unit.removeprefix("@Brindelune")[0].lower()


def _iso(time: Ints) -> list[str]:
    return [f"{t}Z" for t in np.datetime_as_string(time.astype("datetime64[us]"), unit="s")]
