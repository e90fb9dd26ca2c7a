"""Conversations as a sequence of trials (Hernán & Robins 2016, Am. J. Epidemiol. 183(8)): every half hour in which a
conversation is unanswered it is answered or left for the moment, and what follows is compared.

Each conversation has its own grid of half hours, moved so that its answer falls on a point of it (at random where it
was not answered): half an hour after an answer is then half an hour, to the second, and so is half an hour after
having been left alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recul._phrases import phrase
from recul.errors import Mistake, QuestionError
from recul.panel import Bools, Floats, Ints
from recul.threads._history import Counts, design
from recul.threads.conversations import MICRO, NEVER, Conversations
from recul.threads.hours import Office

HALF = MICRO // 2
BINS = 96  # half hours a conversation is followed while unanswered: two days
# Rows not answered that the regressions are fitted on, for each conversation: far more than there are answers.
ROWS_EACH = 8


@dataclass(frozen=True, eq=False)
class Trials:
    """Rows: (conversation, point) in office hours, up to two days after the public first spoke, in that order [r].

    conversation, point: int [r]. design: history up to the point [r, p], the first column one. outcome: [r, 2],
    what is counted in the half hour after the point, and from there to the horizon. answered: point at which each
    conversation was answered in a trial, BINS where in none [n]. stop: the first point at which it was no longer at
    risk for another reason (answered out of hours) [n]. controls: rows that stand for all those not answered, int [c];
    weight: how many each stands for [c]. names: of the columns of the design. hours: the horizon.
    """

    conversation: Ints
    point: Ints
    design: Floats
    outcome: Floats
    answered: Ints
    stop: Ints
    controls: Ints
    weight: Floats
    names: tuple[str, ...]
    hours: float

    def __len__(self) -> int:
        return len(self.answered)

    def row_of(self, answered: Ints) -> Ints:
        """The row at which each conversation answered at these points [n] was answered, int [answers]."""
        key = self.conversation * (BINS + 1) + self.point
        wanted = np.flatnonzero(answered < BINS)
        found: Ints = np.searchsorted(key, wanted * (BINS + 1) + answered[wanted])
        return found


def trials(said: Conversations, office: Office, horizon: float, seed: int, counted: Bools | None = None) -> Trials:
    """The trials of these conversations. horizon: hours, a multiple of a half. counted: the messages that are the
    outcome [m]; default the negative ones of the public. Raises QuestionError when no conversation can be followed."""
    random = np.random.default_rng([seed, 1])
    steps = round(2 * horizon)
    began, answer = said.began(), said.answered()
    there = began < NEVER
    in_trial = there & (answer < NEVER) & (answer - began <= BINS * HALF)
    in_trial[in_trial] = office.open(answer[in_trial])
    shift = random.integers(0, HALF, len(said))
    shift[in_trial] = (answer - began)[in_trial] % HALF
    first = np.where(there, began, said.end) + shift
    counts = Counts.of(said, first, BINS + steps, said.public & (said.tone < 0) if counted is None else counted)
    at = first[:, None] + HALF * np.arange(BINS)
    answered = np.where(in_trial, (np.where(in_trial, answer, 0) - first) // HALF, BINS)
    # Answered out of hours, or after two days: at risk until then.
    stop = np.where(in_trial | (answer == NEVER), BINS, np.clip(-((first - np.where(in_trial, first, answer)) // HALF),
                                                                 0, BINS))
    rows = office.open(at) & (at + round(horizon * MICRO) <= said.end) & there[:, None]
    answered[~rows[np.arange(len(said)), np.minimum(answered, BINS - 1)]] = BINS
    conversation, point = np.nonzero(rows)
    if not len(point):
        raise QuestionError(Mistake("conversations", "none that waited in office hours and was followed long enough",
                                    phrase("some followed for {horizon:g} hours while nobody answered",
                                           horizon=horizon), "Check `office_hours`, shorten `horizon`, or bring a"
                                    " longer record."))
    x, names = design(said, counts, office, conversation, point, at[conversation, point])
    kept, weight = _controls(counts.recent(16)[conversation, point], len(said), random)
    return Trials(conversation, point, x, counts.after(conversation, point, (1, steps)), answered, stop, kept, weight,
                  names, horizon)


def _controls(recent: Ints, n: int, random: np.random.Generator) -> tuple[Ints, Floats]:
    """Rows drawn to stand for all, the livelier the likelier: where nobody speaks there is little to compare."""
    size = np.sqrt(1.0 + recent)
    share = np.minimum(1.0, ROWS_EACH * n * size / max(size.sum(), 1e-9))
    kept = np.flatnonzero(random.random(len(recent)) < share)
    return kept, 1 / share[kept]
