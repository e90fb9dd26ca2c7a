"""From the record to conversations: rebuilt from the ids of threads and from chains of replies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from recul._phrases import phrase
from recul.errors import Mistake, QuestionError
from recul.measures import _coverage
from recul.panel import Bools, Floats, Ints
from recul.threads.conversations import MICRO, Conversations

if TYPE_CHECKING:
    import pandas as pd
    from ibis.expr.types import Table

    from recul.record import Record

COLUMNS = ("source", "message_id", "time", "author", "unit", "direction", "conversation", "reply_to", "reach", "tone",
           "tone_by")
FOLLOWED = 72 * MICRO
TONES = {"negative": -1.0, "neutral": 0.0, "positive": 1.0}
#: Kinds of action, one row a conversation: what a lottery decided at the moment of answering.
ANSWERED, HELD_BACK = "answer", "hold back"


def conversations(record: Record, units: Sequence[str] = (), bots: Sequence[str] = (), reopened: float = 24.0
                  ) -> Conversations:
    """Every conversation of these units, of all where none is named.

    Two messages are of one conversation when they bear the same `conversation`, when one replies to the other, or when
    both reply to the same message, known or not. A message of neither direction is left out, and so are conversations
    that a declared gap in collection may have cut: what was said in it is not known, and not nothing. bots: authors, as
    the files have them. reopened: hours of silence after an answer that make a new message open the thread again.
    Raises QuestionError when there are no messages, none of the brand, or no threads.
    """
    table = record.table("messages").select(*COLUMNS)
    if units:
        table = table.filter(table.unit.isin(list(units)))
    rows: pd.DataFrame = table.order_by("time", "source", "message_id").execute()
    _refuse(rows, units)
    whose = _threads(rows)
    names = _names(rows, whose)
    known = rows["direction"].notna().to_numpy() & ~_in_gaps(record, rows, whose)
    rows, whose = rows[known], whose[known]
    if not len(rows):
        raise QuestionError(Mistake("messages", "conversations in declared gaps only", "some outside of them",
                                    "Check `gaps` of the source."))
    order = np.lexsort((np.arange(len(whose)), whose))
    rows, whose = rows.iloc[order], whose[order]
    incoming = (rows["direction"] == "in").to_numpy()
    automatic = rows["author"].isin([record.pseudonym(b) for b in bots]).to_numpy()
    time = _microseconds(rows["time"])
    end = _coverage.ends(record, _coverage.spoken(record), "UTC")[1].astype("datetime64[us]").astype(np.int64)
    tone: Floats = np.asarray(rows["tone"].map(TONES).where(rows["tone_by"].isna() | (rows["tone_by"] == "source")),
                              np.float64)
    reach: Floats = rows["reach"].to_numpy(np.float64, na_value=np.nan)
    return Conversations(names, whose, time, incoming, tone, reach, automatic,
                         _reopened(whose, time, incoming, automatic, reopened), int(max(end, time.max())),
                         record.study.timezone)


def lotteries(record: Record, said: Conversations, units: Sequence[str] = ()) -> tuple[Ints, Ints, Bools]:
    """What a lottery decided: conversation, moment (microseconds UTC) and whether it was answered, [n] each.

    From the table `actions`: rows of kind "answer" or "hold back" with onset_rule "randomised", whose unit is the
    conversation (its id, or the id of the message it began with). Where `units` are named, what was drawn of others is
    left to questions of theirs.
    """
    table = record.table("actions")
    found = table.filter((table.onset_rule == "randomised") & table.kind.isin([ANSWERED, HELD_BACK]))
    rows = found.select("unit", "start", "kind").order_by("start", "unit").execute()
    place = {name: i for i, name in enumerate(said.names)}
    _refuse_half_declared(table, place)
    if units:
        rows = rows[~rows["unit"].isin(_elsewhere(record, units, [u for u in rows["unit"] if u not in place]))]
    unknown = [u for u in rows["unit"] if u not in place]
    twice = rows["unit"][rows["unit"].duplicated()].tolist()
    mistakes = [Mistake("table actions, unit", phrase("{text} ({named!r} among them)", text=text, named=named[0]),
                        "each a conversation of the record, once", "Give the id of the conversation, or of the message"
                        " it began with.")
                for text, named in ((phrase("{count} that are no conversation", count=len(unknown)), unknown),
                                    (phrase("{count} drawn twice", count=len(twice)), twice)) if named]
    if mistakes:
        raise QuestionError(mistakes)
    moment = _microseconds(rows["start"])
    return np.array([place[u] for u in rows["unit"]], np.int64), moment, (rows["kind"] == ANSWERED).to_numpy()


def _elsewhere(record: Record, units: Sequence[str], names: Sequence[str]) -> set[str]:
    """Which of these name a conversation, or a message, of units other than these."""
    if not names:
        return set()
    table = record.table("messages")
    table = table.filter(~table.unit.isin(list(units)))
    found: set[str] = set()
    for column in ("conversation", "message_id"):
        ids = table.filter(table[column].isin(list(names))).select(column).distinct()
        found.update(ids.execute()[column])
    return found


def _refuse_half_declared(table: Table, place: Mapping[str, int]) -> None:
    """A draw that would be passed over without a word, and chosen answers be read in its stead."""
    rows = table.select("action_id", "unit", "kind", "onset_rule").order_by("action_id").execute()
    by_lot, named = rows["onset_rule"] == "randomised", rows["kind"].isin([ANSWERED, HELD_BACK])
    kinds, rules = rows[by_lot & ~named & rows["unit"].isin(list(place))], rows[~by_lot & (rows["kind"] == HELD_BACK)]
    mistakes = [Mistake(phrase("table actions, {key}", key=key),
                        phrase("{count} such as {cell!r} (action_id {action!r})", count=len(some),
                               cell=some[key].iloc[0], action=some["action_id"].iloc[0]), expected,
                        "Mend it in the file, or take these rows out.")
                for key, some, expected in (
                    ("kind", kinds, phrase("{answered!r} or {held_back!r} for a conversation that was drawn",
                                           answered=ANSWERED, held_back=HELD_BACK)),
                    ("onset_rule", rules,
                     phrase("'randomised' for a row of kind {held_back!r}", held_back=HELD_BACK))) if len(some)]
    if mistakes:
        raise QuestionError(mistakes)


def _refuse(rows: pd.DataFrame, units: Sequence[str]) -> None:
    where = phrase("messages of {names}", names=", ".join(units)) if units else "messages"
    if not len(rows):
        raise QuestionError(Mistake(where, "none", "some messages", "Check the names of the units and the source."))
    mistakes = []
    for direction, whose in (("in", "none of the public (direction {direction!r})"),
                             ("out", "none of the brand (direction {direction!r})")):
        if not (rows["direction"] == direction).any():
            mistakes.append(Mistake(where,
                                    phrase(whose, direction=direction),
                                    "messages of both directions", "Declare `direction` under `columns`, and export the"
                                    " brand's own messages too."))
    if rows["conversation"].isna().all() and rows["reply_to"].isna().all():
        mistakes.append(Mistake(where, "neither `conversation` nor `reply_to`", "one of the two, to rebuild threads",
                                "Declare the column that holds the thread or the message answered."))
    if mistakes:
        raise QuestionError(mistakes)


def _threads(rows: pd.DataFrame) -> Ints:
    """The number of each message's conversation, in order of first message: connected components of messages, threads
    and messages answered (which need not be in the record)."""
    import pandas as pd
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    n = len(rows)
    message = rows["source"] + "\0m" + rows["message_id"]
    answered = rows["source"] + "\0m" + rows["reply_to"]
    thread = rows["source"] + "\0c" + rows["conversation"]
    codes = pd.factorize(pd.concat([message, answered, thread]), use_na_sentinel=True)[0]
    own = codes[:n]
    ends = [(own[other >= 0], other[other >= 0]) for other in (codes[n:2 * n], codes[2 * n:])]
    one, other = (np.concatenate(side) for side in zip(*ends, strict=True))
    size = int(codes.max()) + 1
    component = connected_components(coo_array((np.ones(len(one), np.int8), (one, other)), (size, size)),
                                     directed=False)[1][own]
    numbered: Ints = pd.factorize(component)[0].astype(np.int64)
    return numbered


def _names(rows: pd.DataFrame, whose: Ints) -> tuple[str, ...]:
    """The id of each thread where there is one, else that of its first message."""
    import pandas as pd

    by = pd.DataFrame({"whose": whose, "thread": rows["conversation"].to_numpy(), "id": rows["message_id"].to_numpy()})
    first = by.groupby("whose", sort=True).first()  # the first that is not missing
    return tuple(first["thread"].fillna(first["id"]))


def _microseconds(time: pd.Series) -> Ints:
    """Of a column of times in UTC."""
    found: Ints = time.dt.tz_convert(None).to_numpy().astype("datetime64[us]").astype(np.int64)
    return found


def _in_gaps(record: Record, rows: pd.DataFrame, whose: Ints) -> Bools:
    """Messages of conversations under way, or less than FOLLOWED after their beginning, in a gap of their source."""
    time = _microseconds(rows["time"])
    first, last = np.full(whose.max() + 1, np.iinfo(np.int64).max), np.zeros(whose.max() + 1, np.int64)
    np.minimum.at(first, whose, time)
    np.maximum.at(last, whose, time)
    last = np.maximum(last, first + FOLLOWED)
    cut = np.zeros(len(first), dtype=bool)
    for source in record.study.sources:
        for gap in source.gaps:
            begin, end = _coverage.span_of(gap, record.study.timezone)
            here = whose[(rows["source"] == source.name).to_numpy()]
            cut[here] |= ((first < end) & (last > begin))[here]
    found: Bools = cut[whose]
    return found


def _reopened(whose: Ints, time: Ints, incoming: Bools, automatic: Bools, hours: float) -> Bools:
    """Public messages after an answer, when nobody had said anything for so long."""
    silence = np.diff(time, prepend=time[:1])
    same = np.diff(whose, prepend=-1) == 0
    answered = ~incoming & ~automatic
    before: Ints = np.cumsum(answered) - answered
    begins = np.flatnonzero(~same)
    so_far = before - np.repeat(before[begins], np.diff(np.append(begins, len(whose))))
    found: Bools = same & incoming & ~automatic & (so_far > 0) & (silence >= hours * MICRO)
    return found
