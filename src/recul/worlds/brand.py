"""A simulated French brand, whose truth is known: a year of what people say of it, and two of what it sells.

Everything is drawn from `seed`; the same seed gives the same bytes. Nothing here has ever happened.

Sales: euros a day in 20 cities u, the 731 days t of 2024 and 2025, weekday w(t), years since the beginning of 2025
s = t / 365, day of the year d(t):

    log sales[u, t] = log level[u] + rhythm[u]·week[w(t)] + slope[u]·s + year(t) + load[u]·f[t] + n[u, t]
                      + log(1 + effect)·1{u touched by an action under way at t}
    year(t)  = 0.04·sin(2π(d / 365 − 0.2)) + 0.15·exp(−((d − 353) / 8)²)  the summer and Christmas
    f[t]     = 0.7·f[t−1] + 0.015·e[t],  e normal                          shocks common to all, SD 0.021
    n[u, t]  = 0.3·n[u, t−1] + 0.03·√(1 − 0.3²)·v[u, t],  v = t(3)/√3      the city's own noise, SD 0.03
    level from 3,000 down to 800 (geometric); rhythm ~ U(0.8, 1.2); slope ~ N(0.02, 0.02); load ~ U(0.6, 1.4)

rounded to the cent. One city's till was down for three days (TILL_DOWN): those days are missing, they are not zeros.

Visits: Poisson counts a day in three shops opened on 2025-10-20, with the same formula (levels 900, 650 and 500, own
noise of SD 0.06, no slope).

Messages: Poisson counts an hour, the logarithm of their mean being log 3 + day[hour] + week[weekday] + g, plus bursts:

    g = 0.97·g[−1] + 0.35·√(1 − 0.97²)·e                                   what people talk of, hour after hour
    about 18 bursts a year at uniform hours, of Pareto(1.3) size from 50 to 2,500 messages, halved every 4 hours,
    in half of which 65 % of the messages are negative instead of 15 %; and SURGES, of the same course, known by date.

Hours are those of Paris in winter (UTC+1). Authors follow a Zipf-Mandelbrot law, 1 / (rank + 10); the brand answers
one message in fifteen, after a log-normal delay of median 50 minutes.

The truth, which the study file carries so that a report can show it beside each verdict: CAMPAIGNS, and of the loudest
surges which one hurt: SURGES. What answering does on the brand's service accounts is `recul.worlds.answers`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.random import Generator, default_rng
from numpy.typing import NDArray

from recul.panel import Floats, Ints, Panel

Language = Literal["fr", "en"]

FIRST_DAY = np.datetime64("2025-01-01", "D")
DAYS = 365
SALES_FROM = np.datetime64("2024-01-01", "D")
YEAR_BEGINS = np.datetime64("2024-12-31T23:00:00", "s")  # in UTC
CITIES = ("Paris", "Lyon", "Marseille", "Toulouse", "Nice", "Nantes", "Strasbourg", "Montpellier", "Bordeaux", "Lille",
          "Rennes", "Reims", "Le Havre", "Saint-Étienne", "Toulon", "Grenoble", "Dijon", "Angers", "Nîmes", "Brest")
SHOPS = ("Bruxelles", "Genève", "Luxembourg")
SHOPS_OPEN = np.datetime64("2025-10-20", "D")
TILL_DOWN = ("Le Havre", np.datetime64("2025-03-11", "D"), np.datetime64("2025-03-13", "D"))
WEEK = np.log([0.94, 0.95, 0.97, 1.00, 1.06, 1.16, 0.92])  # Monday first
OWN, OWN_MEMORY, COMMON_SHOCK, COMMON_MEMORY = 0.03, 0.3, 0.015, 0.7

TALK_DAY = np.log([0.30, 0.18, 0.12, 0.10, 0.12, 0.25, 0.50, 0.85, 1.10, 1.20, 1.20, 1.25,
                   1.45, 1.35, 1.15, 1.10, 1.15, 1.30, 1.50, 1.65, 1.75, 1.70, 1.20, 0.65])  # midnight first
TALK_WEEK = np.log([1.00, 1.02, 1.05, 1.05, 1.00, 0.92, 0.96])
TALK_MEMORY, TALK_SPREAD = 0.97, 0.35
BURSTS, BURST_LEAST, BURST_MOST, BURST_TAIL, HALF_LIFE = 18, 50.0, 2500.0, 1.3, 4.0
AUTHORS, ANSWERED, ANSWER_MINUTES = 6000, 1 / 15, 50.0


@dataclass(frozen=True, slots=True)
class Campaign:
    """What the brand did. start, end: days, both included. effect: the true relative effect on `measure`. cost: what
    was paid, in euros, without hours of work (`_brand_worth`)."""

    id: str
    measure: Literal["sales", "visits"]
    units: tuple[str, ...]
    start: np.datetime64
    end: np.datetime64
    effect: float
    cost: int


#: One that worked, one that did nothing, one that worked where nobody can tell yet.
CAMPAIGNS = (
    Campaign("automne", "sales", ("Lyon", "Nantes", "Strasbourg"),
             np.datetime64("2025-11-03", "D"), np.datetime64("2025-11-30", "D"), 0.06, 900),
    Campaign("rentree", "sales", ("Rennes", "Toulon", "Grenoble"),
             np.datetime64("2025-09-08", "D"), np.datetime64("2025-10-05", "D"), 0.0, 120),
    Campaign("ouverture", "visits", ("Bruxelles",),
             np.datetime64("2025-12-01", "D"), np.datetime64("2025-12-28", "D"), 0.06, 6000),
)


@dataclass(frozen=True, slots=True)
class Surge:
    """A burst of messages. start: its first hour, UTC. size: messages. angry: whether most are negative. effect: the
    true relative effect on the sales of `units` from that day on, for `days`."""

    start: np.datetime64
    size: float
    angry: bool
    effect: float
    units: tuple[str, ...] = ("Bordeaux", "Lille")
    days: int = 14


#: Three that were loud and did nothing, and a crisis: a spoilt batch, sold in two cities.
SURGES = (
    Surge(np.datetime64("2025-02-20T18", "h"), 900.0, False, 0.0),
    Surge(np.datetime64("2025-05-22T07", "h"), 1000.0, True, 0.0),
    Surge(np.datetime64("2025-07-17T11", "h"), 700.0, False, 0.0),
    Surge(np.datetime64("2025-10-14T06", "h"), 800.0, True, -0.12),
)


@dataclass(frozen=True, eq=False)
class Messages:
    """A year of messages in order of time, [n] each.

    time: datetime64[s], UTC. author: a number, 0 the brand. incoming: False for what the brand wrote. tone: −1, 0, 1.
    answers: the row of the message answered, −1 for none. reach, likes, shares, replies: counts.
    """

    time: NDArray[np.datetime64]
    author: Ints
    incoming: NDArray[np.bool_]
    tone: Ints
    answers: Ints
    reach: Ints
    likes: Ints
    shares: Ints
    replies: Ints


def autoregressive(memory: float, shocks: Floats) -> Floats:
    """x[..., t] = memory·x[..., t−1] + shocks[..., t], begun in its stationary spread (as normal shocks have it)."""
    x = np.empty_like(shocks)
    x[..., 0] = shocks[..., 0] / np.sqrt(1 - memory**2)
    for t in range(1, shocks.shape[-1]):
        x[..., t] = memory * x[..., t - 1] + shocks[..., t]
    return x


def sales(seed: int, *, effects: bool = True) -> Panel:
    """Euros a day [20 cities, 731 days]; without the campaigns' effects when `effects` is False, same noise."""
    rng = default_rng([seed, 1])
    days = np.arange(SALES_FROM, FIRST_DAY + DAYS)
    level = np.geomspace(3000, 800, len(CITIES))
    log_mean = _log_outcome(rng, days, level, own=OWN, slope=rng.normal(0.02, 0.02, len(CITIES)))
    value: Floats = np.exp(log_mean + effects * _effects("sales", CITIES, days)).round(2)
    observed = np.ones(value.shape, bool)
    city, first, last = TILL_DOWN
    observed[CITIES.index(city), (days >= first) & (days <= last)] = False
    return _panel(value, observed, CITIES, days, "sales", "€")


def visits(seed: int, *, effects: bool = True) -> Panel:
    """Visitors a day [3 shops, days since they opened]."""
    rng = default_rng([seed, 2])
    days = np.arange(SHOPS_OPEN, FIRST_DAY + DAYS)
    log_mean = _log_outcome(rng, days, np.array([900.0, 650.0, 500.0]), own=0.06, slope=np.zeros(3))
    value = rng.poisson(np.exp(log_mean + effects * _effects("visits", SHOPS, days))).astype(np.float64)
    return _panel(value, np.ones(value.shape, bool), SHOPS, days, "visits", "")


def messages(seed: int) -> Messages:
    """Every message of the year."""
    rng = default_rng([seed, 3])
    usual, burst, angry = talk(seed)
    usual_count, burst_count = rng.poisson(usual), rng.poisson(burst)
    hour = np.repeat(np.arange(DAYS * 24), usual_count + burst_count)
    n = len(hour)
    share = np.repeat(burst_count / np.maximum(usual_count + burst_count, 1), usual_count + burst_count)
    negative = np.where(rng.random(n) < share * np.repeat(angry, usual_count + burst_count), 0.65, 0.15)
    draw = rng.random(n)
    tone = np.where(draw < negative, -1, np.where(draw < negative + 0.45 * (1 - negative), 1, 0))
    second = hour * 3600 + rng.integers(0, 3600, n)
    weight = 1 / (np.arange(AUTHORS) + 10)
    author = 1 + rng.choice(AUTHORS, n, p=weight / weight.sum())
    followers = default_rng([seed, 4]).lognormal(5.5, 1.6, AUTHORS + 1)
    reach = rng.poisson(followers[author] * 0.4)
    likes = rng.poisson(reach * 0.02)
    return _with_answers(rng, np.argsort(second, kind="stable"), second, author, tone, reach, likes)


def talk(seed: int) -> tuple[Floats, Floats, Floats]:
    """Expected messages an hour [8760]: the usual ones, those of bursts, and 1 where the burst is an angry one."""
    rng = default_rng([seed, 5])
    hours = np.arange(DAYS * 24)
    mood = autoregressive(TALK_MEMORY, TALK_SPREAD * np.sqrt(1 - TALK_MEMORY**2) * rng.standard_normal(len(hours)))
    weekday = _weekday(FIRST_DAY + hours // 24)
    usual = np.exp(np.log(3) + TALK_DAY[hours % 24] + TALK_WEEK[weekday] + mood)
    burst, angry = np.zeros(len(hours)), np.zeros(len(hours))
    for start in np.sort(rng.integers(0, len(hours) - 48, rng.poisson(BURSTS))):
        size = min(BURST_LEAST * (1 + rng.pareto(BURST_TAIL)), BURST_MOST)
        _burst(burst, int(start), size)
        angry[start:start + 48] = rng.random() < 0.5
    for surge in SURGES:
        start = int((surge.start - YEAR_BEGINS.astype("datetime64[h]")).astype(np.int64))
        _burst(burst, start, surge.size)
        angry[start:start + 48] = surge.angry
    return usual, burst, angry


def _burst(expected: Floats, start: int, size: float) -> None:
    """Adds a burst of so many messages from an hour on, halved every HALF_LIFE hours."""
    decay = 0.5 ** (np.arange(48) / HALF_LIFE)
    expected[start:start + 48] += size * decay / decay.sum()


def write(folder: Path, seed: int, language: Language = "fr") -> None:
    """A study folder: `study.toml` with the truth in it, `messages.csv`, `ventes.csv`, `visites.csv`, and the files of
    the service accounts (`recul.worlds.answers`), of clicks and reach (`_brand_worth`) and of claims.

    The sales are written as a French spreadsheet would export them (semicolons, decimal commas, day first).
    """
    from recul.worlds import _brand_files

    folder.mkdir(parents=True, exist_ok=True)
    _brand_files.write(folder, seed, language)


def _log_outcome(rng: Generator, days: NDArray[np.datetime64], level: Floats, *, own: float, slope: Floats) -> Floats:
    """The logarithm of an outcome without effects [units, days], as the module's docstring writes it."""
    units, count = len(level), len(days)
    t = (days - FIRST_DAY).astype(int)
    common = autoregressive(COMMON_MEMORY, COMMON_SHOCK * rng.standard_normal(count))
    shocks = rng.standard_t(3, (units, count)) / np.sqrt(3)
    noise = autoregressive(OWN_MEMORY, own * np.sqrt(1 - OWN_MEMORY**2) * shocks)
    rhythm, load = rng.uniform(0.8, 1.2, (units, 1)), rng.uniform(0.6, 1.4, (units, 1))
    log_mean: Floats = (np.log(level)[:, None] + rhythm * WEEK[_weekday(days)] + slope[:, None] * t / DAYS
                        + season(days) + load * common + noise)
    return log_mean


def season(days: NDArray[np.datetime64]) -> Floats:
    """The summer and Christmas, year(t) [days]."""
    into = (days - days.astype("datetime64[Y]")).astype(int)
    year: Floats = 0.04 * np.sin(2 * np.pi * (into / 365 - 0.2)) + 0.15 * np.exp(-(((into - 353) / 8) ** 2))
    return year


def _effects(measure: str, units: tuple[str, ...], days: NDArray[np.datetime64]) -> Floats:
    """log(1 + effect) wherever a campaign is under way, or a surge hurts, [units, days], else 0."""
    log_effect = np.zeros((len(units), len(days)))
    for campaign in (c for c in CAMPAIGNS if c.measure == measure):
        under_way = (days >= campaign.start) & (days <= campaign.end)
        log_effect[np.ix_(np.isin(units, campaign.units), under_way)] += np.log1p(campaign.effect)
    for surge in SURGES if measure == "sales" else ():
        first = surge.start.astype("datetime64[D]")
        after = (days >= first) & (days < first + surge.days)
        log_effect[np.ix_(np.isin(units, surge.units), after)] += np.log1p(surge.effect)
    return log_effect


def _weekday(days: NDArray[np.datetime64]) -> Ints:
    return (days.astype("datetime64[D]").astype(np.int64) + 3) % 7  # 1970-01-01 was a Thursday; Monday is 0


def _panel(value: Floats, observed: NDArray[np.bool_], units: tuple[str, ...], days: NDArray[np.datetime64],
           measure: str, unit: str) -> Panel:
    return Panel(value=np.where(observed, value, np.nan), observed=observed, units=units,
                 times=days.astype("datetime64[s]"), frequency="day", measure=measure, value_unit=unit)


def _with_answers(rng: Generator, order: Ints, second: Ints, author: Ints, tone: Ints, reach: Ints,
                  likes: Ints) -> Messages:
    """The messages put in order of time, with the brand's answers among them."""
    second, author, tone, reach, likes = (a[order] for a in (second, author, tone, reach, likes))
    n = len(second)
    answered = np.flatnonzero(rng.random(n) < ANSWERED)
    delay = np.ceil(60 * ANSWER_MINUTES * rng.lognormal(0, 1, len(answered))).astype(np.int64)
    in_time = second[answered] + delay < DAYS * 86400
    answered, delay = answered[in_time], delay[in_time]
    zeros = np.zeros(len(answered), np.int64)
    final = np.argsort(np.concatenate([second, second[answered] + delay]), kind="stable")
    place = np.argsort(final)  # where each message ends up
    target = np.concatenate([np.full(n, -1), place[answered]])[final]
    return Messages(
        time=YEAR_BEGINS + np.concatenate([second, second[answered] + delay])[final],
        author=np.concatenate([author, zeros])[final],
        incoming=np.concatenate([np.ones(n, bool), zeros.astype(bool)])[final],
        tone=np.concatenate([tone, zeros])[final],
        answers=target,
        reach=np.concatenate([reach, rng.poisson(4000, len(zeros))])[final],
        likes=np.concatenate([likes, rng.poisson(6, len(zeros))])[final],
        shares=np.concatenate([rng.poisson(likes * 0.15), zeros])[final],
        replies=np.bincount(target[target >= 0], minlength=len(final)).astype(np.int64),
    )
