"""The words of each kind of question, one file a kind, named after it and found by discovery.

A file holds two functions, `title(finding, language)` and `sentence(finding, language)`, both giving marked text, and
may hold `chip(finding, language)`, what stands at its head, and `compared(finding, truth)`, how an answer stands beside
the truth of a simulated world (a key of `PIECES`), `shown_truth(truth, language)`, that truth in the unit of the
kind's sentence; and what the kind needs of these dictionaries, English beside
French in every entry:

- `LABELS`: labels of the page that this kind says in another way ("per_period", "axis_effect", "limits_always", …);
- `CODES`: its own codes. `LIMITS`: its own limits, as in `words.limits`; `ORDER`: which of them to name first;
- `METHODS`: its estimators. `PLACEBOS`: how its placebos are made, where that differs;
- `PIECES`: pieces of sentences, such as those about the truth of a simulated world, that it says in another way;
- `ITEMS`: names that it has words for, in a column of kind `item`;
- `CELLS`: how a column of its tables is shown, by name: a function of the value, the finding and the language;
- `IN_POINTS`: a difference of shares is told in points of a hundred, never as a percentage of a share;
- `FACTS`: names of what `Design.facts` holds. `TABLES`: a title and the names of the columns for each `Table`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import ModuleType
from typing import Any

from recul.discovery import modules


@cache
def kinds() -> Mapping[str, ModuleType]:
    """The words of every kind."""
    return {module.__name__.rpartition(".")[2]: module for module in modules(__name__)}


def own(kind: object, name: str) -> Any:
    """What a kind's file holds under this name; empty where there is no such file or nothing of that name."""
    return getattr(kinds().get(str(kind)), name, {})


@cache
def merged(name: str) -> Mapping[str, Any]:
    """The entries of this name of all kinds together."""
    return {key: value for kind in kinds() for key, value in own(kind, name).items()}
