"""Conversations in which the true effect of answering is known.

Conversation i begins at a local time drawn from the hours of TALK, with the intensity of public messages at age a hours

    rate_i(a) = size_i · 2^(−a / half_i) · exp(mood_i(a) + common(t)) · TALK[hour]
    mood: AR(1) of half hours, SD 0.7; common: the same to all conversations, AR(1) that remembers a day, SD `common`
    size ~ lognormal(log 1.2, 0.9) an hour, half ~ lognormal(log 4, 0.4) hours, reach ~ lognormal(5.5, 1.5)

and every message excites EXCITED more, after exponential delays of half an hour (the cluster form of Hawkes' process,
1971). A message is negative with the conversation's own probability, Beta(2, 2), lower when the mood is low. The brand
answers in office hours, in steps of ten minutes, preferentially the loud, the angry and those that reach many:

    log hazard = HAZARD + 0.5·log(1 + messages of the last hour) + 0.3·log(1 + negatives of the last 3 hours)
                 + 0.6·negative share + 0.15·(log reach − 5.5) − 0.04·age
                 + quick·1{a message in the last ten minutes} + staff·normal(day) − choice·hidden_i(a)
    hidden_i(a) = mood_i(a), mood_i(a + 3 hours) or log(half_i / 4) · 0.7 / 0.4      as `sense` says

The last term is hidden choice: people answer the conversations whose mood they feel is low, or will be low hours later
("ahead"), or those that will die soon of themselves ("decay"). Nobody else sees mood or decay.

From the answer at age s on, messages at age a are multiplied: by 1 (effect "none"), by 2^(−(a − s)/half) ("halved":
the time to decay is halved), or by min(2^((a − s)/(2·half)), 3) ("worse": it is doubled), whatever excited them.

With `held`, a coin tossed at the moment of answering holds back the answer in that share of the conversations.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.random import Generator, default_rng
from numpy.typing import NDArray
from scipy.signal import lfilter

from recul.panel import Bools, Floats, Ints
from recul.record.zones import microseconds
from recul.threads.conversations import MICRO, Conversations

Effect = Literal["none", "halved", "worse"]
Sense = Literal["mood", "ahead", "decay"]

FIRST_DAY = np.datetime64("2025-01-06T00:00:00", "s")  # a Monday
DAYS, LONGEST = 364, 72.0
AHEAD, HALF, HALF_SD = 3.0, 4.0, 0.4  # hours; the SD of the logarithm
STEP, STEPS = 1 / 6, 288  # of the answer's hazard: ten minutes, for two days
MOOD_MEMORY, MOOD_SD, COMMON_MEMORY = 0.97, 0.7, 0.98
EXCITED, EXCITED_HOURS = 0.3, 0.5
HAZARD = -4.0
OFFICE = (9, 18)
WORST = 3.0
#: choice: how strongly hidden moods are chosen by.
CHOICE = {"none": 0.0, "moderate": 0.5, "strong": 1.0, "very strong": 2.0}
TALK = np.array([0.30, 0.18, 0.12, 0.10, 0.12, 0.25, 0.50, 0.85, 1.10, 1.20, 1.20, 1.25,
                 1.45, 1.35, 1.15, 1.10, 1.15, 1.30, 1.50, 1.65, 1.75, 1.70, 1.20, 0.65])  # midnight first


@dataclass(frozen=True, slots=True)
class World:
    """count: conversations. effect: of answering. choice: hidden choice, see CHOICE, by what `sense` says. held: the
    share held back by a coin at the moment of answering. quick: how much a new message hastens the answer. common:
    SD of the mood that all conversations share; staff: SD of the day's haste, which knows nothing of it."""

    count: int
    effect: Effect = "none"
    choice: float = 0.0
    sense: Sense = "mood"
    held: float = 0.0
    quick: float = 0.0
    common: float = 0.0
    staff: float = 0.0


@dataclass(frozen=True, eq=False)
class Threads:
    """What was said, local clock. Messages [m] sorted by conversation and time; conversations [n].

    conversation: int [m]. age: hours since the conversation began [m]. negative: bool [m]. began: hours since
    FIRST_DAY, a Monday's midnight [n]. reach [n]. answered: age of the answer, inf without one [n]. moment: age at
    which it was to be answered, whether held back or not, inf without [n]. held: bool [n].
    """

    conversation: Ints
    age: Floats
    negative: Bools
    began: Floats
    reach: Floats
    answered: Floats
    moment: Floats
    held: Bools


def threads(world: World, seed: int) -> Threads:
    """Every conversation of this world."""
    rng = default_rng([seed, 11])
    n = world.count
    size, half = rng.lognormal(np.log(1.2), 0.9, n), rng.lognormal(np.log(HALF), HALF_SD, n)
    reach, bad = np.ceil(rng.lognormal(5.5, 1.5, n)), rng.beta(2, 2, n)
    hour = rng.choice(24, n, p=TALK / TALK.sum())
    began = rng.integers(0, DAYS, n) * 24 + hour + rng.random(n)
    mood = _moods(rng, n)
    if world.common:
        mood += world.common * _common(rng, began)
    owner, age, extra = _messages(rng, size * (WORST if world.effect == "worse" else 1), half, mood, began)
    low = mood[owner, (2 * age).astype(int)]
    negative = rng.random(len(owner)) < 1 / (1 + (1 / bad[owner] - 1) * np.exp(-0.5 * low))
    keep = rng.random(len(owner))
    usual = keep < 1 / (WORST if world.effect == "worse" else 1)
    usual[extra] = True  # the first message of each conversation is there in any case
    moment = _answers(rng, world, owner[usual], age[usual], negative[usual], reach, began, half, mood)
    held = (rng.random(n) < world.held) & np.isfinite(moment)
    answered = np.where(held, np.inf, moment)
    since = np.maximum(age - answered[owner], 0)
    factor = {"none": np.ones_like(since), "halved": 2 ** (-since / half[owner]),
              "worse": np.minimum(2 ** (since / (2 * half[owner])), WORST) / WORST}[world.effect]
    there = (keep < factor) | extra
    return Threads(owner[there], age[there], negative[there], began, reach, answered, moment, held)


def _moods(rng: Generator, n: int) -> NDArray[np.float32]:
    """AR(1) of half hours [n, half hours], begun in its stationary spread."""
    steps = int(2 * LONGEST) + 1
    mood = rng.standard_normal((steps, n), dtype=np.float32)
    mood *= MOOD_SD
    for t in range(1, steps):
        mood[t] = MOOD_MEMORY * mood[t - 1] + np.float32(np.sqrt(1 - MOOD_MEMORY**2)) * mood[t]
    return np.ascontiguousarray(mood.T)


def _common(rng: Generator, began: Floats) -> NDArray[np.float32]:
    """The mood of everybody, of unit variance, along each conversation [n, half hours]."""
    steps = int(2 * LONGEST) + 1
    shock = rng.standard_normal(2 * 24 * DAYS + steps)
    shock[1:] *= np.sqrt(1 - COMMON_MEMORY**2)
    mood = lfilter([1.0], [1.0, -COMMON_MEMORY], shock).astype(np.float32)
    found: NDArray[np.float32] = mood[(2 * began).astype(int)[:, None] + np.arange(steps)]
    return found


def _messages(rng: Generator, size: Floats, half: Floats, mood: NDArray[np.float32], began: Floats
              ) -> tuple[Ints, Floats, Bools]:
    """Owner, age and whether it is the first, sorted by owner and age."""
    n = len(size)
    # A Poisson number under the bound of the intensity, thinned by mood and hour (Lewis & Shedler 1979).
    top = np.exp(mood.max(axis=1)) * TALK.max()
    number = rng.poisson(size * half / np.log(2) * top)
    owner = np.repeat(np.arange(n), number)
    age = rng.exponential(size=len(owner)) * half[owner] / np.log(2)
    kept = age < LONGEST
    owner, age = owner[kept], age[kept]
    talk = TALK[((began[owner] + age) % 24).astype(int)]
    kept = rng.random(len(owner)) < np.exp(mood[owner, (2 * age).astype(int)]) * talk / top[owner]
    owners, ages = [np.arange(n), owner[kept]], [np.zeros(n), age[kept]]
    new = 0, 1
    while len(owners[-1]):
        parent, when = (np.concatenate(x[-2:] if new == (0, 1) else x[-1:]) for x in (owners, ages))
        new = 1, 1
        children = rng.poisson(EXCITED, len(parent))
        owner = np.repeat(parent, children)
        age = np.repeat(when, children) + rng.exponential(EXCITED_HOURS, len(owner))
        owners.append(owner[age < LONGEST])
        ages.append(age[age < LONGEST])
    owner, age = np.concatenate(owners), np.concatenate(ages)
    first = np.arange(len(owner)) < n
    order = np.lexsort((age, owner))
    return owner[order], age[order], first[order]


def _answers(rng: Generator, world: World, owner: Ints, age: Floats, negative: Bools, reach: Floats, began: Floats,
             half: Floats, mood: NDArray[np.float32]) -> Floats:
    """The age at which the brand answers, inf where it never does [n]."""
    n = world.count
    step = np.minimum(np.floor(age / STEP).astype(int) + 1, STEPS)  # known from the next step on
    flat = owner * (STEPS + 1) + step
    count = np.bincount(flat, minlength=n * (STEPS + 1)).reshape(n, -1)[:, :STEPS].cumsum(axis=1)
    bad = np.bincount(flat, negative, n * (STEPS + 1)).reshape(n, -1)[:, :STEPS].cumsum(axis=1)
    count[:, 0] = 1  # the first message is known at once
    recent, worse = count.astype(np.float32), bad.astype(np.float32)
    recent[:, 6:] -= count[:, :-6]
    worse[:, 18:] -= bad[:, :-18]
    at = np.arange(STEPS) * STEP
    log = HAZARD + 0.5 * np.log1p(recent) + 0.3 * np.log1p(worse) + 0.6 * bad / np.maximum(count, 1)
    log += 0.15 * (np.log(reach)[:, None] - 5.5) - 0.04 * at
    if world.quick:
        log[:, 1:] += world.quick * (np.diff(count, axis=1) > 0)
    if world.staff:
        log += world.staff * rng.standard_normal(DAYS + 4)[((began[:, None] + at) // 24).astype(int)]
    if world.choice:
        later = AHEAD if world.sense == "ahead" else 0.0
        log -= world.choice * (np.log(half / HALF)[:, None] * MOOD_SD / HALF_SD if world.sense == "decay" else
                               mood[:, np.minimum(((at + later) * 2).astype(int), mood.shape[1] - 1)])
    clock = began[:, None] + at
    office = (clock % 24 >= OFFICE[0]) & (clock % 24 < OFFICE[1]) & (clock // 24 % 7 < 5)
    hit = (rng.random((n, STEPS), dtype=np.float32) < 1 - np.exp(-np.exp(log))) & office
    answered = hit.any(axis=1)
    return np.where(answered, (hit.argmax(axis=1) + rng.random(n)) * STEP, np.inf)


def said(world: Threads) -> Conversations:
    """The same as a measure would hand it over: the public's messages and the brand's answers, in UTC."""
    n, first = len(world.began), np.flatnonzero(np.isfinite(world.answered))
    owner = np.concatenate([world.conversation, first])
    hours = world.began[owner] + np.concatenate([world.age, world.answered[first]])
    time = microseconds(np.array([FIRST_DAY]))[0] + np.round(hours * MICRO).astype(np.int64)
    incoming = np.arange(len(owner)) < len(world.age)
    tone = np.concatenate([np.where(world.negative, -1.0, 0.0), np.zeros(len(first))])
    order = np.lexsort((~incoming, time, owner))
    nothing = np.zeros(len(owner), dtype=bool)
    end = int(time.max() + LONGEST * MICRO)
    return Conversations(tuple(map(str, range(n))), owner[order], time[order], incoming[order], tone[order],
                         world.reach[owner[order]], nothing, nothing, end)
