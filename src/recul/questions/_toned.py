"""From messages and their labels to two groups, one corrected share each, and the same exchanged by lot."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from recul._fields import closes, opens
from recul._mistakes import advice, listed
from recul._phrases import phrase, quoted
from recul.batch import NORMAL, Batch, Estimates
from recul.errors import Mistake, QuestionError
from recul.estimators._powered import Sample, bounded, shares
from recul.finding import Limit, Table
from recul.labels.audit import Audit, Labelled, audit, in_reach, kappa
from recul.labels.book import Book, Label
from recul.labels.reading import Read, read
from recul.measures.texts import TONES, Written, written
from recul.panel import Bools, Floats, Ints
from recul.placebo.draw import PLANNED
from recul.placebo.relabel import Side, exchanged, turned, ways, widening

if TYPE_CHECKING:
    from recul._declared import Span
    from recul.questions.tone import Tone
    from recul.record import Record

POINTS = 100.0
#: With fewer the normal law is far, and so is any difference worth knowing: ± 10 points at the best.
LABELS_LEAST = 50
#: Landis and Koch (1977) call what lies below "fair" at the best: two people who agree less read two different things.
KAPPA_LEAST = 0.4
#: Of the messages read by hand, how many the classifier may have learnt from: the same words are said twice by chance.
TAUGHT_MOST = 0.02


#: Ways in which days can change sides: with fewer, one time in twenty is too coarse to be told.
WAYS_LEAST = 200


@dataclass(frozen=True, eq=False)
class Group:
    """One side of the comparison. name: a unit, or units. when: the period's first and last day, "" for all. rows:
    bool [n], its messages. size: how many it has, in reach of the lot or not. blank: how many more have no text."""

    name: str
    when: tuple[str, str]
    rows: Bools
    size: int
    blank: int

    @classmethod
    def of(cls, units: Sequence[str], span: Span | None, messages: Written) -> Group:
        rows = np.isin(messages.unit.astype(str), units) & _within(messages.time, span)
        blank = np.isin(messages.blank.astype(str), units) & _within(messages.blank_time, span)
        return cls(", ".join(units), _days(span), rows, int(rows.sum()), int(blank.sum()))


@dataclass(frozen=True, eq=False)
class ToneItems:
    """first, second: sums of both sides [n]; second None where one side's positive stand against its negative ones;
    first None where nothing was audited. wider: how much wider the real item's scale is made (`relabel.widening`)."""

    first: Sample | None
    second: Sample | None
    facts: tuple[tuple[str, str, Any], ...]
    tables: tuple[Table, ...]
    wider: float = 1.0


def groups(asked: Tone, messages: Written, brand: str) -> tuple[Group, ...]:
    """The one or two groups. Raises QuestionError, with every mistake, when one has no message."""
    known = sorted(set(messages.unit.tolist()))
    unit = asked.unit or (brand if brand in known or len(known) != 1 else known[0])
    named = [("unit", unit), *(("against", u) for u in asked.against or ())]
    mistakes = [Mistake(key, quoted(u), phrase("one that messages with a text are about: {names}",
                                               names=listed(known)),
                        advice(u, known, "Write the name as the files do.")) for key, u in named if u not in known]
    if asked.against and unit in asked.against:
        mistakes.append(Mistake("against", quoted(unit), "other units than the one asked about", "Leave it out."))
    if mistakes:
        raise QuestionError(mistakes)
    found = [Group.of([unit], asked.period, messages)]
    if asked.against_period is not None:
        found.append(Group.of([unit], asked.against_period, messages))
    else:
        others = [u for u in known if u != unit] if asked.against is None else list(asked.against)
        if others:
            found.append(Group.of(others, asked.period, messages))
    empty = [Mistake("messages", phrase("none of {g}", g=_called(g)), "some in each group", "Check the dates.")
             for g in found if not g.rows.any()]
    if empty:
        raise QuestionError(empty)
    return tuple(found)


def _within(time: NDArray[np.datetime64], span: Span | None) -> Bools:
    if span is None:
        return np.ones(len(time), bool)
    first, after = (np.datetime64(x, "us") for x in (opens(span.start), closes(span.end)))
    return np.asarray((time >= first) & (time < after))


def _days(span: Span | None) -> tuple[str, str]:
    return ("", "") if span is None else (span.start.isoformat(), span.end.isoformat())


def draw(asked: Tone, record: Record, seed: int) -> Batch[ToneItems]:
    """The real item, then its placebos; nothing but the real item where a group has no audit sample."""
    messages = written(record)
    labels = Book(record.study.root).read()
    unknown = len({x.key for x in labels} - set(messages.key.tolist()))
    messages, sides = reached(messages, groups(asked, messages, record.study.brand))
    labelled = Labelled.of(messages, labels)
    audits = [audit(g.rows, labelled, g.size) for g in sides]
    found, source, taught = below(record, messages)
    scores = read(messages, labelled, (found, source), asked.retrain)
    notes = (*_taught(audits, labelled, taught), *_notes(sides, audits, labelled, messages, labels, unknown))
    corrected = not any(limit.forbids for limit in notes)
    day = messages.time.astype("datetime64[D]").astype(np.int64)
    made = [_side(a, labelled, scores, asked.tone, day) for a in audits]
    first, second = None, None
    if corrected:
        notes += _few_days(made)
    if corrected and len(sides) == 2:
        first, second = exchanged(made[0], made[1], seed)
    elif corrected:
        first = turned(_side(audits[0], labelled, scores, None, day), seed)
    items = ToneItems(first, second, _facts(asked, sides, audits, scores, made, corrected, labels),
                      _tables(asked, sides, audits, labelled, scores, corrected, day),
                      widening(made[0], made[1]) if second else 1.0)
    number = np.arange(1 + (PLANNED if corrected else 0), dtype=np.int64)
    return Batch(items, number, number, number, PLANNED, "relabelled" if second else "turned", seed, notes=notes)


def reached(messages: Written, sides: Sequence[Group]) -> tuple[Written, tuple[Group, ...]]:
    """The messages that the lot reaches, and the groups among them."""
    kept = in_reach([g.rows for g in sides])
    return messages.of(kept), tuple(replace(g, rows=g.rows[kept]) for g in sides)


def below(record: Record, messages: Written) -> tuple[Floats, str, Bools]:
    """What a classifier that should have seen none of the labels says, [n, 3], and whose it is: the tone of the files,
    and where they have none the reader that the study declares, else Recul's own. Then which of these very texts that
    reader learnt from [n]."""
    from recul.text.tone import Tone as Reader

    found, missing = messages.tone.copy(), np.isnan(messages.tone[:, 0])
    taught = np.zeros(len(messages), bool)
    if not missing.any():
        return found, "file", taught
    reader = Reader.declared(record.study) or Reader.by_default()
    texts = [str(text) for text in messages.text[missing]]
    found[missing], taught[missing] = reader.read(texts), reader.taught(texts)
    return found, "recul" if missing.all() else "both", taught


def _taught(audits: Sequence[Audit], labelled: Labelled, taught: Bools) -> tuple[Limit, ...]:
    """The reader has been shown the answers by which its errors are to be counted: on them it errs too little."""
    looked = np.concatenate([a.audited for a in audits])
    looked = looked[labelled.told[looked]]
    count = int(taught[looked].sum())
    if not count:
        return ()
    return (Limit("labels_taught", {"count": count, "of": len(looked), "allowed": TAUGHT_MOST},
                  count > TAUGHT_MOST * len(looked)),)


def _few_days(made: Sequence[Side]) -> tuple[Limit, ...]:
    """Days that could change sides in too few ways to tell chance from a difference."""
    found = ways(made[0], made[1] if len(made) > 1 else None)
    if found >= WAYS_LEAST:
        return ()
    days = len(np.unique(np.concatenate([side.days for side in made])))
    return (Limit("few_days", {"days": days, "ways": int(found), "needed": WAYS_LEAST}, True),)


def _side(found: Audit, labelled: Labelled, scores: Read, tone: str | None, day: Ints) -> Side:
    """tone None: positive less negative. day: int [n], of each message."""
    weight = np.array([-1.0, 0.0, 1.0]) if tone is None else np.eye(3)[TONES.index(tone)]
    f, y, t = scores.probability @ weight, labelled.share @ weight, labelled.told.astype(float)
    a = found.audited
    return Side(t[a], y[a], f[a], day[a], f[found.rest], day[found.rest], found.size)


def _notes(sides: Sequence[Group], audits: Sequence[Audit], labelled: Labelled, messages: Written,
           labels: Sequence[Label], unknown: int) -> tuple[Limit, ...]:
    notes = []
    without = [_called(g) for g, a in zip(sides, audits, strict=True) if not len(a.audited)]
    if without:
        notes.append(Limit("not_corrected", {"names": without}, True))
    for g, a in zip(sides, audits, strict=True):
        told = int(labelled.told[a.audited].sum())
        if len(a.audited) and told < min(LABELS_LEAST, a.size):
            notes.append(Limit("few_labels", {"labels": told, "needed": LABELS_LEAST, "name": _called(g)}, True))
    looked = np.concatenate([a.audited for a in audits])
    skipped = int((~labelled.told[looked]).sum())
    if skipped:
        notes.append(Limit("labels_skipped", {"count": skipped, "of": len(looked)}))
    beyond = sum(a.beyond for a in audits)
    if beyond:
        notes.append(Limit("labels_beyond", {"count": beyond}))
    if unknown:
        notes.append(Limit("labels_unknown", {"count": unknown}))
    agreed, both = kappa(labels)
    if agreed is not None and agreed < KAPPA_LEAST:
        notes.append(Limit("labellers_differ", {"kappa": agreed, "messages": both}))
    if labels and not both:
        notes.append(Limit("one_labeller", {}))
    blank = sum(g.blank for g in sides)
    if blank:
        notes.append(Limit("texts_missing", {"count": blank, "of": blank + sum(a.size for a in audits)}))
    return tuple(notes)


def _called(group: Group) -> str:
    return f"{group.name} ({group.when[0]} – {group.when[1]})" if group.when[0] else group.name


def _facts(asked: Tone, sides: Sequence[Group], audits: Sequence[Audit], scores: Read, made: Sequence[Side],
           corrected: bool, labels: Sequence[Label]) -> tuple[tuple[str, str, Any], ...]:
    """What the sentence needs, and how it was read. The raw share is given of the group asked about alone, so that
    nobody compares what is not corrected."""
    found: list[tuple[str, str, Any]] = [
        ("tone", "code", f"tone_{asked.tone}"), ("own", "name", _called(sides[0])),
        ("other", "name", _called(sides[1]) if len(sides) > 1 else ""), ("messages", "count", audits[0].size),
        ("audited", "count", sum(len(a.audited) for a in audits)),
        ("chosen", "count", sum(a.chosen for a in audits)),
        ("classifier", "code", f"by_{scores.source}"), ("taught", "count", scores.taught)]
    agreed, both = kappa(labels)
    if agreed is not None:
        found += [("kappa", "number", round(agreed, 2)), ("both", "count", both)]
    if corrected:
        for code, side in zip(("own", "other"), made, strict=False):
            told = _interval(side)
            found += [(f"{code}_share", "percent", told[0]), (f"{code}_low", "percent", told[1]),
                      (f"{code}_high", "percent", told[2])]
    elif scores.source != "none":
        found.append(("raw_share", "percent", _raw(audits[0], scores, asked.tone)))
    return tuple(x for x in found if x[2] != "")


def _raw(found: Audit, scores: Read, tone: str) -> float | None:
    """What the classifier says by itself, before any label taught it."""
    if scores.source == "none":
        return None
    rows = np.concatenate([found.audited, found.rest])
    return float(scores.below[rows, TONES.index(tone)].mean())


def _interval(side: Side) -> tuple[float, float, float]:
    """The corrected share of one side and its 95 % interval, within what the labels leave possible."""
    y = side.y[side.t > 0]
    of = max(side.of - len(side.y) + len(y), 1)
    return bounded(shares(side.sample, side.of), float(y.sum()) / of, 1 - float((1 - y).sum()) / of)


def _tables(asked: Tone, sides: Sequence[Group], audits: Sequence[Audit], labelled: Labelled, scores: Read,
            corrected: bool, day: Ints) -> tuple[Table, ...]:
    """Each group's shares, corrected, beside what the classifier alone would have said; then what it would have
    claimed of the difference. None without an audit sample."""
    if not corrected:
        return ()
    rows: list[tuple[Any, ...]] = []
    claims: list[tuple[float | None, int]] = []
    for g, a in zip(sides, audits, strict=True):
        for tone in (asked.tone,) if len(sides) > 1 else ("negative", "positive"):
            side = _side(a, labelled, scores, tone, day)
            raw = _raw(a, scores, tone)
            rows.append((_called(g), f"tone_{tone}", a.size, len(a.audited), int((~labelled.told[a.audited]).sum()),
                         *_interval(side), raw))
            claims.append((raw, len(side.f) + len(side.rest)))
    head = (("group", "name"), ("tone", "code"), ("messages", "count"), ("audited", "count"), ("skipped", "count"),
            ("share", "percent"), ("share_low", "percent"), ("share_high", "percent"), ("raw", "percent"))
    found = [Table("corrected", head, tuple(rows))]
    (one, n), (other, m) = claims[0], claims[-1]
    if len(sides) == 2 and one is not None and other is not None:
        apart, half = one - other, NORMAL * math.sqrt(one * (1 - one) / n + other * (1 - other) / m)
        told = "would_differ" if abs(apart) > half else "would_not"
        found.append(Table("uncorrected", (("difference", "change"), ("difference_low", "change"),
                                           ("difference_high", "change"), ("told", "code")),
                           ((apart, apart - half, apart + half, told),)))
    return tuple(found)


def estimates_of(items: ToneItems) -> Estimates:
    """The first group's share less the second's, or positive less negative, in points. The scale allows for messages
    that might as well have been others: a difference is of more than which ones happened to come."""
    if items.first is None:
        nothing = np.full(1, np.nan)
        return Estimates.simple("powered", nothing, nothing, baseline=nothing, norm=nothing, unit="points",
                                why="not_audited")
    one = shares(items.first)
    value, variance = one.value, one.chance**2
    if items.second is not None:
        other = shares(items.second)
        value, variance = value - other.value, variance + other.chance**2
    whole, wider = np.full(len(value), POINTS), np.ones(len(value))
    wider[0] = items.wider
    found = Estimates.simple("powered", POINTS * value, POINTS * np.sqrt(variance) * wider, baseline=whole, norm=whole,
                             unit="points")
    return replace(found, over=POINTS)
