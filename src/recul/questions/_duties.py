"""From the sentences of job ads and their labels to two groups, one corrected share each, and placebos."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from recul._mistakes import advice, listed
from recul._phrases import phrase, quoted
from recul.batch import Batch, Estimates
from recul.errors import Mistake, QuestionError
from recul.estimators._powered import LEAST, bounded, shares
from recul.finding import Limit, Table
from recul.labels.audit import Audit, Labelled, audit, in_reach, kappa
from recul.labels.book import Book, Label
from recul.labels.scheme import NATURE
from recul.measures.ads import Texts, plain_word
from recul.measures.advertised import Advertised, advertised
from recul.panel import Bools, Floats
from recul.placebo.departures import apart
from recul.placebo.draw import PLANNED
from recul.placebo.relabel import Side
from recul.questions._occupations import POINTS, SHOWN, UNSTATED_MOST
from recul.questions._toned import KAPPA_LEAST

if TYPE_CHECKING:
    from recul.questions.duties import Duties
    from recul.record import Record

#: Sentences of each group that are run through the classifier, which takes half a millisecond for each: drawn at
#: random, they know the mean of its scores to within a point or so, and the interval allows for it.
REACH = 5_000
#: Labelled sentences that say a task, of each group: with fewer the share is known to ± 15 points at the best.
TASKS_LEAST = 40
#: Employers named by the ads of each group: with fewer, what they have in common passes for the occupation's.
EMPLOYERS_LEAST = 20
#: Of a group's ads that count, those that may name no employer. Each is then an employer of its own, although a few
#: agencies may have written them all: of 68 such ads of 8 employers that do not differ 21 % were said to (31 of 150).
UNNAMED_MOST = 0.5
#: Tasks of the rarer kind among the labelled ones, in each group: with fewer, shares stray on one side only.
OF_EACH_LEAST = 5
#: The name of all other occupations together, which the words say.
ALL_OTHERS = "all_others"
#: Of a task: a mixed one is half of each. Of `neither` there is no task. In the order of NATURE.answers.
STRATEGIC, TASK = np.array([0.5, 0.0, 0.0, 1.0]), np.array([1.0, 0.0, 1.0, 1.0])


@dataclass(frozen=True, eq=False)
class Group:
    """One side. name: its occupations. rows: bool [n], its sentences. size: how many it has, in reach of the lot or
    not. ads, blank, repeated, unread: ads in all, ads without a sentence, ads that repeat another, sentences that are
    in another language."""

    name: str
    rows: Bools
    size: int
    ads: int
    blank: int
    repeated: int
    unread: int

    @property
    def counted(self) -> int:
        """Ads that count: with a sentence, each once."""
        return self.ads - self.blank - self.repeated


@dataclass(frozen=True, eq=False)
class DutiesItems:
    """sides: the two groups, the occupation asked about first; None where nothing corrects their shares."""

    sides: tuple[Side, Side] | None
    facts: tuple[tuple[str, str, Any], ...]
    tables: tuple[Table, ...]


def groups(asked: Duties, sentences: Advertised) -> tuple[Group, Group]:
    """The occupation, and what it is set beside. Raises QuestionError, with every mistake, where a name is unknown or a
    group has no sentence."""
    known = sorted({o for o in sentences.ads if o is not None})
    named = [("occupation", asked.occupation), *(("against", o) for o in asked.against or ())]
    mistakes = [Mistake(key, quoted(o), phrase("an occupation of the ads: {names}", names=listed(known, SHOWN)),
                        advice(o, known, "Write it as the file does.")) for key, o in named if o not in known]
    if asked.occupation in (asked.against or ()):
        mistakes.append(Mistake("against", quoted(asked.occupation), "other occupations than the one asked about",
                                "Leave it out."))
    if mistakes:
        raise QuestionError(mistakes)
    others = [o for o in known if o != asked.occupation] if asked.against is None else list(asked.against)
    own, other = (_group(names, sentences) for names in ([asked.occupation], others))
    if asked.against is None:
        other = replace(other, name=ALL_OTHERS)
    empty = [Mistake("ads", phrase("no sentence that can be read in the ads of {what}", what=what),
                     "ads with their text, in French or English",
                     "Name the `text` column of the source, or ask about another occupation.")
             for group, what in ((own, quoted(asked.occupation)),
                                 (other, listed(asked.against) if asked.against else phrase("all other occupations")))
             if not group.rows.any()]
    if empty:
        raise QuestionError(empty)
    return own, other


def _group(names: Sequence[str], sentences: Advertised) -> Group:
    def of(values: Texts) -> Bools:
        return np.array([value in names for value in values], dtype=bool)

    rows = of(sentences.occupation)
    return Group(", ".join(names), rows, int(rows.sum()), *(
        int(of(values).sum()) for values in (sentences.ads, sentences.blank, sentences.repeated, sentences.unread)))


def reached(sentences: Advertised, sides: Sequence[Group]) -> tuple[Advertised, tuple[Group, ...]]:
    """The sentences that the lot reaches, and the groups among them."""
    kept = in_reach([g.rows for g in sides], REACH)
    return sentences.of(kept), tuple(replace(g, rows=g.rows[kept]) for g in sides)


def audits_of(sides: Sequence[Group], labelled: Labelled) -> list[Audit]:
    """Of each group, what was drawn and read."""
    return [audit(g.rows, labelled, g.size, REACH) for g in sides]


def draw(asked: Duties, record: Record, seed: int) -> Batch[DutiesItems]:
    """The real item, then its placebos; nothing but the real item where a group has no audit sample."""
    whole = advertised(record)
    both = groups(asked, whole)
    labels = Book(record.study.root, NATURE).read()
    unknown = len({x.key for x in labels} - set(whole.key.tolist()))
    sentences, sides = reached(whole, both)
    labelled = Labelled.of(sentences, labels, NATURE.answers)
    audits = audits_of(sides, labelled)
    made = sides_of(sentences, labelled, audits)
    notes = (*_notes(sides, audits, labelled, made, labels, unknown), *_of_ads(asked, whole, both))
    corrected = not any(limit.code in CORRECTS and limit.forbids for limit in notes)
    items = DutiesItems((made[0], made[1]) if corrected else None, _facts(sides, audits, made, labels, corrected),
                        (_table(sides, sentences, audits, made),) if corrected else ())
    number = np.arange(1 + (PLANNED if corrected else 0), dtype=np.int64)
    return Batch(items, number, number, number, PLANNED, "departures", seed, notes=notes)


#: Without these there is no share to tell.
CORRECTS = ("sentences_not_corrected", "few_tasks_labelled")


def sides_of(sentences: Advertised, labelled: Labelled, audits: Sequence[Audit]) -> list[Side]:
    """What is known of each group's sentences, their employers for clusters.

    The label that counts is the first one given. The score is what the classifier expects of a sentence's departure
    from the share it sees in all: p(strategic) + p(mixed)/2 − share·p(task), which no label has a hand in.
    """
    score = _scores(sentences) if all(len(a.audited) for a in audits) else np.zeros(len(sentences))
    first = labelled.first
    t, y = np.where(first >= 0, TASK[first], 0.0), np.where(first >= 0, STRATEGIC[first], 0.0)
    by = sentences.employer
    return [Side(t[a.audited], y[a.audited], score[a.audited], by[a.audited], score[a.rest], by[a.rest], a.size)
            for a in audits]


def _scores(sentences: Advertised) -> Floats:
    from recul.text import tasks

    # They were found to be French or English when they were cut: no need to look again.
    read = tasks.read([str(text) for text in sentences.text], [tasks.LANGUAGES[0]] * len(sentences))
    worth, task = read @ STRATEGIC, read @ TASK
    return np.asarray(worth - task * float(worth.sum() / max(task.sum(), 1e-12)))


def estimates_of(items: DutiesItems, seed: int, planned: int = PLANNED) -> Estimates:
    """The occupation's share less the others', in points, and the same of the placebos."""
    if items.sides is None:
        nothing = np.full(1, np.nan)
        return Estimates.simple("clustered", nothing, nothing, baseline=nothing, norm=nothing, unit="points",
                                why="sentences_not_audited")
    found = apart(*items.sides, seed, planned)
    whole = np.full(len(found.value), POINTS)
    made = Estimates.simple("clustered", POINTS * found.value, POINTS * found.scale, baseline=whole, norm=whole,
                            unit="points")
    return replace(made, over=POINTS)


def _notes(sides: Sequence[Group], audits: Sequence[Audit], labelled: Labelled, made: Sequence[Side],
           labels: Sequence[Label], unknown: int) -> list[Limit]:
    """What the labels allow to say."""
    notes = []
    for g, a, side in zip(sides, audits, made, strict=True):
        name, tasks = g.name, int(side.t.sum())
        if not len(a.audited):
            notes.append(Limit("sentences_not_corrected", {"name": name}, True))
        elif not enough(side):
            notes.append(Limit("few_tasks_labelled", {"labels": tasks, "needed": TASKS_LEAST, "name": name}, True))
        elif min(float(side.y.sum()), float((side.t - side.y).sum())) < OF_EACH_LEAST:
            notes.append(Limit("one_kind_only", {"needed": OF_EACH_LEAST, "name": name}, True))
    looked = np.concatenate([a.audited for a in audits])
    skipped = int((~labelled.told[looked]).sum())
    notes += [Limit("labels_skipped", {"count": skipped, "of": len(looked)})] if skipped else []
    beyond = sum(a.beyond for a in audits)
    notes += [Limit("labels_beyond", {"count": beyond})] if beyond else []
    notes += [Limit("labels_unknown", {"count": unknown})] if unknown else []
    agreed, both = kappa(labels)
    if agreed is not None and agreed < KAPPA_LEAST:
        notes.append(Limit("labellers_differ", {"kappa": agreed, "messages": both}))
    return notes + ([Limit("one_labeller", {})] if labels and not both else [])


def _of_ads(asked: Duties, whole: Advertised, sides: Sequence[Group]) -> list[Limit]:
    """What the ads allow to say."""
    notes = []
    for g in sides:
        name, read = g.name, g.size + g.unread
        employers = len(np.unique(whole.employer[g.rows & whole.named]))
        if employers < EMPLOYERS_LEAST:
            few = {"employers": employers, "needed": EMPLOYERS_LEAST, "name": name}
            notes.append(Limit("few_employers", few, True))
        unnamed, ads = (len(np.unique(whole.ad[rows])) for rows in (g.rows & ~whole.named, g.rows))
        if unnamed:
            without = {"count": unnamed, "of": ads, "allowed": UNNAMED_MOST, "name": name}
            notes.append(Limit("employers_unnamed", without, unnamed > UNNAMED_MOST * ads))
        for code, count, of in (("ads_without_sentences", g.blank, g.ads), ("sentences_foreign", g.unread, read)):
            if count:
                notes.append(Limit(code, {"count": count, "of": of, "allowed": UNSTATED_MOST, "name": name},
                                   count > UNSTATED_MOST * of))
    repeated = sum(g.repeated for g in sides)
    notes += [Limit("ads_repeated", {"count": repeated, "of": sum(g.ads for g in sides)})] if repeated else []
    unplaced = sum(o is None for o in whole.ads)
    if unplaced and asked.against is None:
        notes.append(Limit("ads_unplaced", {"count": unplaced, "of": len(whole.ads)}))
    alike = {o for o in whole.ads if o is not None and o != asked.occupation
             and plain_word(o) == plain_word(asked.occupation)}
    if alike:
        notes.append(Limit("occupation_spelled", {"count": sum(o in alike for o in whole.ads),
                                                  "words": sorted(alike)[:SHOWN]}, True))
    return notes


def enough(side: Side) -> bool:
    """Whether what was read of a group has a share and an interval: tasks enough, or all of a small group's."""
    return len(side.t) > LEAST and bool(side.t.sum() >= min(TASKS_LEAST, side.of))


def interval(side: Side) -> tuple[float, float, float]:
    """The corrected share of these very ads and its 95 % interval, within what the labels leave possible."""
    of = max(side.of - len(side.t) + float(side.t.sum()), 1.0)
    return bounded(shares(side.sample, side.of), float(side.y.sum()) / of, 1 - float((side.t - side.y).sum()) / of)


def _facts(sides: Sequence[Group], audits: Sequence[Audit], made: Sequence[Side], labels: Sequence[Label],
           corrected: bool) -> tuple[tuple[str, str, Any], ...]:
    """What the sentence needs, and how it was read. Nothing that is not corrected is told."""
    found: list[tuple[str, str, Any]] = [
        ("own", "name", sides[0].name), ("other", "item", sides[1].name),
        ("own_ads", "count", sides[0].counted), ("other_ads", "count", sides[1].counted),
        ("own_sentences", "count", sides[0].size), ("other_sentences", "count", sides[1].size),
        ("audited", "count", sum(len(a.audited) for a in audits)),
        ("tasks", "count", int(sum(side.t.sum() for side in made)))]
    agreed, both = kappa(labels)
    if agreed is not None:
        found += [("kappa", "number", round(agreed, 2)), ("both", "count", both)]
    for code, side in zip(("own", "other"), made, strict=True) if corrected else ():
        found += [(f"{code}_{end}", "percent", value)
                  for end, value in zip(("share", "low", "high"), interval(side), strict=True)]
    return tuple(found)


def _table(sides: Sequence[Group], sentences: Advertised, audits: Sequence[Audit], made: Sequence[Side]) -> Table:
    """Each group's share, corrected, and what was read for it."""
    rows = []
    for g, a, side in zip(sides, audits, made, strict=True):
        rows.append((g.name, g.counted, len(np.unique(sentences.employer[g.rows])), g.size, len(a.audited),
                     int(side.t.sum()), *interval(side)))
    return Table("advertised", (("group", "item"), ("ads", "count"), ("employers", "count"), ("sentences", "count"),
                                ("audited", "count"), ("tasks", "count"), ("share", "percent"),
                                ("share_low", "percent"), ("share_high", "percent")), tuple(rows))
