"""Hold answers back by lot, at the moment of answering: how many conversations that takes.

In the past each conversation i was answered, and Y_i negative messages followed in the hours after. The effect to be
seen is a share δ: an answer spares each message that would have followed with probability δ. With the past as what
follows when nothing is spared, and Y'_i ~ Binomial(Y_i, 1 − δ) as what follows when it is,

    θ(δ) = mean of log(1 + Y) − E log(1 + Y')      n seen in 80 %: θ² ≥ (z₀.₉₇₅ + z₀.₈)² σ² / (n a (1 − a))

σ² the variance of log(1 + Y) less what the history foretells (`recul.threads.lottery`, which reads the test back), a
the share held back. Where answers spared something in the past already, more would have followed without them, and more
is seen than promised.

Source: METHODS §3 and §12; Cohen (1988), Statistical Power Analysis, for the formula; Fisher (1935) for the draw.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import ndtri
from scipy.stats import binom

from recul._phrases import joined, phrase
from recul.designs.asked import Asked
from recul.designs.plan import Choice, FalseAlarms, Plan, advised
from recul.designs.power import AGAIN, leave_one_out
from recul.errors import Mistake, QuestionError
from recul.finding import Limit
from recul.panel import Floats
from recul.placebo.power import POWER
from recul.threads.conversations import MICRO, NEVER, Conversations
from recul.threads.lottery import Lottery, compare, lottery

if TYPE_CHECKING:
    from recul.threads.hours import Office

LEAST = 60  # conversations answered in the past, fewer of which say nothing of how many messages follow
DRAWS = 400
EFFECTS = np.concatenate([np.arange(0.02, 0.96, 0.02), [0.99]])
UNJUDGED_MOST = 0.10
BLOCK = 10  # so many coins hold exactly the share
COINS_MOST = 20_000
WEEK = 168 * MICRO


def conversations(said: Conversations, office: Office, horizon: float, asked: Asked) -> Plan:
    """The plan, from the conversations answered in office hours. Raises QuestionError where there are too few."""
    _refuse_share(asked)
    at = said.answered()
    moment = np.where(at == NEVER, 0, at)
    chosen = np.flatnonzero((at < NEVER) & office.open(moment))
    past = _past(said, chosen, at[chosen], office, horizon)
    weeks = max(1.0, (said.end - int(said.time.min())) / WEEK)
    rate = len(past) / weeks
    tones = said.tone[said.public]
    unknown = float(np.isnan(tones).mean()) if len(tones) else 1.0
    limits = [Limit("tones_unknown", {"share": unknown, "allowed": UNJUDGED_MOST}, True)] if unknown > UNJUDGED_MOST \
        else []
    gain = _gains(past.outcome)
    residual = _residual(past)
    choices = tuple(_choice(past, gain, residual, rate, length, share, asked)
                    for length in asked.tried() for share in asked.shares)
    chosen_one = None if limits else advised(choices, asked.aim, asked.weeks)
    if chosen_one is None and not limits:
        limits.append(Limit("nothing_seen", {}, True))
    elif chosen_one and (chosen_one.detectable or 0) > asked.aim:
        limits.append(Limit("underpowered", {"detectable": chosen_one.detectable, "minimum": asked.aim}))
    return _plan(said, asked, choices, chosen_one, _false(past, asked), limits, rate, horizon)


def _past(said: Conversations, chosen: np.ndarray, moment: np.ndarray, office: Office, horizon: float) -> Lottery:
    if len(chosen):
        past = lottery(said, chosen, moment, np.ones(len(chosen), dtype=bool), office, horizon)
        if len(past) >= LEAST:
            return past
    raise QuestionError(Mistake("conversations",
                                phrase("{count} answered in office hours and followed to their end", count=len(chosen)),
                                phrase("{least} or more, to know what follows an answer", least=LEAST),
                                "Bring a longer record, or mend the office hours of the question of kind response."))


def _gains(outcome: Floats) -> Floats:
    """log(1 + Y) − E log(1 + Y') of each conversation and effect [n, g]."""
    values, place = np.unique(outcome.astype(np.int64), return_inverse=True)
    table = np.zeros((len(values), len(EFFECTS)))
    for row, y in enumerate(values):
        k = np.arange(y + 1)
        for g, effect in enumerate(EFFECTS):
            table[row, g] = np.log1p(y) - binom.pmf(k, y, 1 - effect) @ np.log1p(k)
    return table[place]


def _residual(past: Lottery) -> Floats:
    y = np.log1p(past.outcome)
    found: Floats = y - past.design @ np.linalg.lstsq(past.design, y, rcond=None)[0]
    return found


def needed_for(gain: float, variance: float, share: float) -> float:
    """How many conversations see a difference of logarithms in 80 % of cases."""
    return float((ndtri(0.975) + ndtri(POWER)) ** 2 * variance / (gain**2 * share * (1 - share)))


def _reached(gain: Floats, variance: float, n: float, share: float) -> float | None:
    """The smallest effect of those tried that n conversations see, read between two of them."""
    least = float((ndtri(0.975) + ndtri(POWER)) * np.sqrt(variance / (n * share * (1 - share)))) if n > 0 else np.inf
    if gain[-1] < least:
        return None
    return float(np.interp(least, np.concatenate([[0.0], gain]), np.concatenate([[0.0], EFFECTS])))


def _choice(past: Lottery, gain: Floats, residual: Floats, rate: float, weeks: int, share: float, asked: Asked
            ) -> Choice:
    n = round(rate * weeks)
    random = np.random.default_rng([asked.seed, weeks, round(1000 * share)])
    point = _reached(gain.mean(axis=0), float(residual.var()), n, share)
    again = random.integers(0, len(past), (AGAIN // 4, len(past)))
    ends = sorted(1.0 if d is None else d for d in
                  (_reached(gain[rows].mean(axis=0), float(residual[rows].var()), n, share) for rows in again))
    held = round(share * n)
    low, high = ends[round(0.025 * len(ends))], ends[round(0.975 * len(ends)) - 1]
    return Choice(weeks, share, held, n, point, low if low < 1 else None, high if high < 1 else None,
                  asked.aim * float(past.outcome.mean()) * held, None, len(past), 1)


def _false(past: Lottery, asked: Asked) -> FalseAlarms:
    """The planned analysis on the past, in which nothing was held back: arms drawn again and again."""
    random = np.random.default_rng([asked.seed, 4])
    half = np.arange(len(past)) < round(asked.shares[0] * len(past))
    arms = np.stack([random.permutation(half) for _ in range(DRAWS)])
    found = compare(past, arms)
    size = np.abs(found.effect / found.error)
    return FalseAlarms(int((size > leave_one_out(size)).sum()), DRAWS, 1)


def coins(many: int, share: float, seed: int) -> tuple[bool, ...]:
    """Whether each answer in turn is held back: in every ten the same number, in an order drawn from the seed."""
    random = np.random.default_rng([seed, 5])
    ends = np.floor(np.arange(many // BLOCK + 2) * BLOCK * share + 0.5).astype(int)
    found = [bool(c) for k in np.diff(ends) for c in random.permutation(np.arange(BLOCK) < k)]
    return tuple(found[:many])


def _plan(said: Conversations, asked: Asked, choices: tuple[Choice, ...], chosen: Choice | None, false: FalseAlarms,
          limits: list[Limit], rate: float, horizon: float) -> Plan:
    ends = tuple(str(np.datetime64(int(t), "us").astype("datetime64[D]")) for t in (said.time.min(), said.end))
    start = asked.start or asked.today + timedelta(days=7)
    end = None if chosen is None else start + timedelta(days=7 * chosen.weeks - 1)
    drawn = coins(min(round(1.5 * chosen.of), COINS_MOST), chosen.share, asked.seed) if chosen else ()
    return Plan("conversations", asked.id, True, "negatives", "messages", "", asked.seed, (ends[0], ends[1]), choices,
                chosen, asked.aim, asked.expected, asked.minimum, false, tuple(limits), asked.units,
                start=start if chosen else None, end=end, question={"kind": "response", "horizon": horizon,
                                                                   "minimum_effect": asked.minimum},
                weekly=rate, coins=drawn)


def _refuse_share(asked: Asked) -> None:
    if any(not 0.05 <= s <= 0.95 for s in asked.shares):
        raise QuestionError(Mistake("--share", joined(f'{s:g}' for s in asked.shares),
                                    "shares from 0.05 to 0.95, of answers held back", "Write 0.5 for every other one."))
