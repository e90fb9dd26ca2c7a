"""One text at a time, one key an answer: the loop of `recul label`, whatever terminal it speaks through."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from recul.labels.audit import Labelled
from recul.labels.book import Book, Drawn, Label
from recul.labels.scheme import Legible
from recul.panel import Floats, Ints

BACK, QUIT = "b", ("q", "\x03", "\x04", "")


@dataclass(frozen=True)
class Terminal:
    """show(number, of, text): a message. key(): the key pressed, "" at the end of the input. refuse(key): it says
    nothing."""

    show: Callable[[int, int, str], None]
    key: Callable[[], str]
    refuse: Callable[[str], None]


def label(messages: Legible, rows: Ints, book: Book, labeller: str, drawn: Drawn, terminal: Terminal) -> bool:
    """Ask for the answer of each row, and write each answer before the next is asked. False when the labeller left."""
    given: list[Label] = []
    at = 0
    while at < len(rows):
        terminal.show(at + 1, len(rows), str(messages.text[rows[at]]))
        pressed = terminal.key()
        if pressed.lower() in QUIT:
            return False
        answer = book.scheme.keys.get(pressed.lower())
        if pressed.lower() == BACK and given:
            book.take_back(given.pop())
            at -= 1
        elif answer is None:
            terminal.refuse(pressed)
        else:
            given.append(Label(str(messages.key[rows[at]]), answer, labeller, drawn))
            book.add(given[-1:])
            at += 1
    return True


def most_useful(probability: Floats, labelled: Labelled, kept: Sequence[int] | Ints, size: int) -> Ints:
    """Rows the classifier is least sure of, of those not looked at: the two likeliest tones are nearest (margin
    sampling, Scheffer, Decomain & Wrobel 2001)."""
    rows = np.asarray(kept, np.int64)
    rows = rows[~labelled.looked[rows]]
    two = np.sort(probability[rows], axis=1)[:, -2:]
    return rows[np.argsort(two[:, 1] - two[:, 0], kind="stable")[:size]]
