"""What the crisis argument is made of: losses after surges and what answering does, as the study's own questions give
them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from scipy.special import ndtri

from recul._mistakes import listed
from recul._phrases import Phrase, phrase, quoted
from recul.batch import NORMAL
from recul.errors import Mistake, QuestionError
from recul.estimators._crises import Arguments, bunched
from recul.finding import Limit
from recul.panel import Bools, Floats
from recul.placebo.calibrate import LEVEL
from recul.placebo.histories import Errors
from recul.placebo.judge import Reading
from recul.questions import _loss
from recul.questions._alarms import Heard
from recul.questions.base import Question
from recul.questions.crisis import Crisis
from recul.questions.panel import unit_periods
from recul.questions.response import Response
from recul.threads.emulation import Drawn

if TYPE_CHECKING:
    from recul.panel import Panel
    from recul.record import Record

Asked = TypeVar("Asked", bound=Question)
YEAR_HOURS = 24 * 365.25
# Of a shorter record more of a year is guessed than seen, and records are often begun because of a crisis.
YEARS_LEAST = 0.5


@dataclass(frozen=True, eq=False)
class Losses:
    """Losses of the surges that could be read. loss, error: money [K]; scale, scores: as in `Errors`. seen: how many of
    them are seen. asked, episodes: surges asked about, and in all. apart: of all, those whose window no larger one's
    overlaps. years: in which a surge could be heard and its loss asked about. bunched: p that those apart come at
    random, as the belief takes for granted."""

    loss: Floats
    error: Floats
    scale: Floats
    scores: tuple[Floats, ...]
    seen: int
    asked: int
    episodes: int
    apart: int
    years: float
    bunched: float = 1.0


@dataclass(frozen=True, eq=False)
class Answering:
    """What answering does: θ̂ (the logarithm of what is left), its own scale and its error, scores of redraws, and
    whether it is seen to calm. by_lot: it was drawn whom to answer."""

    effect: float
    scale: float
    error: float
    redrawn: Floats
    seen: bool
    by_lot: bool
    readable: bool


def chosen(record: Record, kind: type[Asked], label: str | None, key: str, fit: Phrase) -> Asked:
    """The question of this kind that the argument rests on, by its label, else the only one. Raises QuestionError."""
    asked = [q for q in record.study.questions if isinstance(q, kind)]
    asked = [q for q in asked if not isinstance(q, Crisis) or q.outcome]
    found = [q for q in asked if label is None or q.label == label]
    names = listed([q.label for q in asked if q.label])
    if len(found) == 1:
        return found[0]
    if not asked:
        raise QuestionError(Mistake(phrase("question.{key}", key=key), phrase("no {fit} in this study", fit=fit),
                                    "one that is asked beside this one",
                                    phrase('Add a [[question]] of kind = "{kind}" with an `outcome`.' if kind is Crisis
                                           else 'Add a [[question]] of kind = "{kind}".', kind=kind.kind)))
    if not found:
        raise QuestionError(Mistake(phrase("question.{key}", key=key), quoted(label),
                                    phrase("the label of a {fit}: {names}", fit=fit, names=names),
                                    "Correct it, or leave it out where there is one only."))
    raise QuestionError(Mistake(phrase("question.{key}", key=key),
                                phrase("{count} of them", count=len(found)) if label
                                else phrase("nothing, and {count} of them in this study", count=len(found)),
                                phrase("the label of one {fit}: {names}", fit=fit, names=names),
                                phrase('Add a line such as `{key} = "…"`, the label of the one meant, each label once.',
                                       key=key)))


def losses_of(question: Crisis, record: Record, kept: float, seed: int) -> Losses:
    """Every surge's loss, in money; no moment is chosen, whatever the question beside asks about. kept: money of one of
    the outcome."""
    every = question.model_copy(update={"moment": None})
    batch = every.batch(record, seed)
    items, effect = batch.items, every.effect()
    read = [r for r in (_loss.read(effect, items.losses) if items.losses else ()) if r.readable]
    money = [(unit_periods(r.reading.batch.items) or 0) * kept for r in read]
    e = [r.reading.estimates for r in read]
    scale = np.array([m * float(x.scale[0]) for m, x in zip(money, e, strict=True)])
    bound = np.array([r.reading.calibration.bound() for r in read])
    panel = items.losses[0].batch.items.panel if items.losses else None
    window = items.losses[0].batch.items.cases[0].window if items.losses else 0
    watched, apart = _watched(items.heard, window, panel), _apart(items.heard, window, panel)
    return Losses(np.array([-m * float(x.value[0]) for m, x in zip(money, e, strict=True)]),
                  scale * np.maximum(bound / NORMAL, 1.0),
                  scale, tuple(r.reading.scores for r in read), sum(r.p <= _loss.LOSS_LEVEL for r in read),
                  len(items.asked), len(items.heard.episodes), len(apart), float(watched.sum()) / YEAR_HOURS,
                  bunched(_shares(watched, apart)))


def _watched(heard: Heard, window: int, panel: Panel | None) -> Bools:
    """The hours in which a surge could be heard and the outcome of the window after it is recorded."""
    if panel is None:
        return heard.listening
    last = panel.times[max(len(panel.times) - window, 0)]
    return np.asarray(heard.listening & (heard.times >= panel.times[0]) & (heard.times <= last))


def _apart(heard: Heard, window: int, panel: Panel | None) -> list[int]:
    """The hours of surges of which no larger one lies within a window: the losses of the others are in that one's."""
    step = np.timedelta64(1, "D") if panel is None or len(panel.times) < 2 else panel.times[1] - panel.times[0]
    taken: list[int] = []
    for e in sorted(heard.episodes, key=lambda e: e.rank):
        when = heard.times[e.first]
        if all(abs(when - heard.times[other]) >= window * step for other in taken):
            taken.append(e.first)
    return taken


def _shares(watched: Bools, hours: list[int]) -> Floats:
    """How much of the time watched had passed at each of these hours, those outside it left out."""
    at = [h for h in hours if watched[h]]
    return np.asarray(np.cumsum(watched)[at] / max(int(watched.sum()), 1), dtype=np.float64)


def answering_of(question: Response, record: Record, seed: int) -> Answering:
    """What the study's own question of answers says."""
    batch = question.batch(record, seed)
    e, doubts = question.read(batch)
    reading = Reading.of(batch, e, doubts)
    bound, by_lot = reading.calibration.bound(), isinstance(batch.items.asked, Drawn)
    came = float(e.value[0]) + float(e.baseline[0])
    if not (e.ok[0] and np.isfinite(bound) and came > 0):
        nan = float("nan")
        return Answering(nan, nan, nan, np.zeros(0), False, by_lot, False)
    effect, score = float(np.log(came / e.baseline[0])), float(e.score[0])
    scale = abs(effect / score) if score else float(e.scale[0] / e.baseline[0])
    return Answering(effect, scale, scale * max(bound / NORMAL, 1.0), reading.scores, reading.valid and score < -bound,
                     by_lot, reading.valid)


def argument(losses: Losses, answering: Answering) -> tuple[Arguments, Errors]:
    """The one real argument, and how far its parts stray where nothing happened."""
    k = len(losses.loss)
    return (Arguments(losses.loss[None], losses.error[None], np.ones((1, k), dtype=bool), losses.years,
                      np.array([answering.effect]), np.array([answering.error])),
            Errors(losses.scale, losses.scores, answering.scale, answering.redrawn))


def gates(losses: Losses, answering: Answering) -> list[Limit]:
    """Why the argument cannot be made (METHODS §4): no surge, no seen loss, no seen effect of answering; or what it
    cannot carry over: surges that come in bunches, hardly any record."""
    found = []
    if not losses.episodes:
        # None in T years: the rule of three (Hanley & Lippman-Hand 1983, JAMA 249, 1743-1745).
        found.append(Limit("no_surges", {"months": 12 * losses.years,
                                         "most": 3 / losses.years if losses.years else None}, True))
    elif not losses.seen:
        found.append(Limit("no_loss_seen", {"read": len(losses.loss), "episodes": losses.episodes}, True))
    if not answering.seen:
        found.append(Limit("no_answer_seen" if answering.readable else "answers_unread", {}, True))
    if losses.bunched <= 1 - LEVEL:
        found.append(Limit("surges_bunched", {"surges": losses.apart}, True))
    if losses.years < YEARS_LEAST:
        found.append(Limit("record_short", {"months": 12 * losses.years}, True))
    return found


def others(losses: Losses) -> int:
    """Surges whose loss nobody could read, and is in no other's."""
    return max(losses.apart - len(losses.loss), 0)


def seen_in(found: Arguments, level: float) -> Bools:
    """In which arguments a loss and an effect of answering would be seen: the strongest of K losses, one-sided and
    allowing for all of them, and answers that calm [n]."""
    score = np.where(found.there, found.loss / found.error, -np.inf).max(axis=1, initial=-np.inf)
    number = np.maximum(found.there.sum(axis=1), 1)
    return np.asarray((score > -ndtri(level / number)) & (found.effect / found.wrong < -NORMAL))

