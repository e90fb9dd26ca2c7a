"""What stands beside the answer: every channel, what more or less of it would bring, and what tests changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from recul.estimators._mix import Credit, Fitted, credit, fit, likeness, together
from recul.estimators._shapes import at_level
from recul.finding import Table
from recul.placebo.calibrate import LEVEL, Calibration
from recul.placebo.holm import adjusted
from recul.questions._spend import other_money

if TYPE_CHECKING:
    from recul.questions.channels import MixItems

# The model's own interval beside the answer, as in the field: 90 %, by the normal quantile of its ends.
INSIDE = 1.645
# Two channels that move so much together are not told apart.
ALIKE_MOST = 0.9
# A placebo channel's spend to come tells today's outcome as well as the real one's does so rarely.
FOLLOWS_LEVEL = 0.05
MULTIPLES = (0.5, 1.0, 1.5, 2.0)


def follows(found: Credit) -> bool:
    """Whether the real channel's spend to come tells the outcome better than nearly all of its placebos' does."""
    return bool((1 + (found.ahead[1:] >= found.ahead[0]).sum()) / len(found.ahead) <= FOLLOWS_LEVEL)


def twin(items: MixItems, fitted: Fitted, channel: int) -> int | None:
    """The other channel that moves most like this one; None where it is alone."""
    others = [c for c in items.place if c != channel]
    if not others:
        return None
    alike = np.abs(likeness(fitted)[items.place[channel]])
    return max(others, key=lambda c: alike[items.place[c]])


def tables(items: MixItems, fitted: Fitted, credits: Mapping[int, Credit], truth: Mapping[str, float]
           ) -> tuple[Table, ...]:
    """Contributions, pairs that move alike, response, and tests."""
    told = _verdicts(items, fitted, credits)
    found = [_mix(items, fitted, credits, truth, told), *_pairs(items, fitted)]
    found += _response(items, {c: credits[c] for c in credits if told[c] == "mix_seen"})
    if fitted.mix.tests:
        found.append(_lifts(items, fitted, credits))
    return tuple(found)


def _mix(items: MixItems, fitted: Fitted, credits: Mapping[int, Credit], truth: Mapping[str, float],
         told: Mapping[int, str]) -> Table:
    """A row a channel, the one asked about first; verdicts of the others allow for all of them (Holm)."""
    weeks, order = items.weeks, sorted(credits, key=lambda c: (c != items.focus, c))
    number = int(np.isfinite(weeks.outcome).sum())
    total = float(np.nansum(weeks.outcome))
    rows, foreign = [], {weeks.names.index(n) for n in other_money(weeks)}
    for c in order:
        found, spent = credits[c], float(weeks.spend[c][fitted.rows].sum())
        value, low, high = (float(v[0]) * number for v in (
            found.quantile(0.0), found.quantile(-INSIDE), found.quantile(INSIDE)))
        placebo = _placebo(found) * number
        true = (truth[weeks.names[c]] * total / (1 + truth[weeks.names[c]]),) if weeks.names[c] in truth else (None,)
        rows.append((weeks.names[c], value, low, high, placebo, value / total if total > 0 else None,
                     None if c in foreign else value / spent, told[c], *(true if truth else ())))
    for c in sorted(set(range(len(weeks.names))) - set(credits)):
        rows.append((weeks.names[c], *[None] * 6, "mix_unknown", *((None,) if truth else ())))
    return Table("mix", (("channel", "name"), ("value", "amount"), ("low", "amount"), ("high", "amount"),
                         ("placebo", "amount"), ("share", "percent"), ("each", "number"), ("answer", "code"),
                         *((("truth", "amount"),) if truth else ())), tuple(rows))


def _verdicts(items: MixItems, fitted: Fitted, credits: Mapping[int, Credit]) -> dict[int, str]:
    """`mix_seen`, `mix_not_told` or `mix_alike` for each channel. The one asked about stands alone; it is the finding
    that says of it what else forbids. What is credited to the others must also exceed what placebos are credited with,
    which stands beside it (METHODS §6)."""
    from recul.questions.channels import scores

    p = {}
    for c, found in credits.items():
        score, scale = scores(found)
        z = score / scale
        p[c] = Calibration.of(z[1:], 0, len(z) - 1).p(float(z[0])) if z[0] > 0 else 1.0
    others = [c for c in credits if c != items.focus]
    if others:
        p.update(zip(others, adjusted(np.array([p[c] for c in others])).tolist(), strict=True))
    out = {}
    for c, found in credits.items():
        other = twin(items, fitted, c)
        alike = 0.0 if other is None else abs(float(likeness(fitted)[items.place[c], items.place[other]]))
        out[c] = "mix_alike" if alike > ALIKE_MOST else "mix_follows" if follows(found) else \
            "mix_seen" if p[c] <= 1 - LEVEL and (c == items.focus or found.quantile(0.0)[0] > _placebo(found)) else \
            "mix_not_told"
    return out


def _placebo(found: Credit) -> float:
    """What a week of a channel that does nothing is credited with at most, 95 times in 100."""
    return float(np.quantile(found.quantile(0.0)[1:], LEVEL))


def _pairs(items: MixItems, fitted: Fitted) -> list[Table]:
    """What channels that are not told apart bring together."""
    alike, number = likeness(fitted), int(np.isfinite(items.weeks.outcome).sum())
    rows = []
    for a, i in items.place.items():
        for b, j in items.place.items():
            if a < b and abs(alike[i, j]) > ALIKE_MOST:
                mean, spread = together(fitted, (i, j))
                half = INSIDE * spread
                rows.append(([items.weeks.names[a], items.weeks.names[b]], abs(float(alike[i, j])), mean * number,
                             (mean - half) * number, (mean + half) * number))
    return [Table("pairs", (("pair", "names"), ("likeness", "number"), ("value", "amount"), ("low", "amount"),
                            ("high", "amount")), tuple(rows))] if rows else []


def _response(items: MixItems, credits: Mapping[int, Credit]) -> list[Table]:
    """What a week brings at half, as much, half as much again and twice the usual spend, for good; and what a tenth
    more would bring."""
    rows = []
    for c in sorted(credits, key=lambda c: (c != items.focus, c)):
        spend, found = items.weeks.spend[c], credits[c]
        more = at_level(spend, 1.1) - at_level(spend, 1.0)
        rows.append((items.weeks.names[c], *(found.at(spend, m) for m in MULTIPLES),
                     *(float(found.first().quantile(z, more)[0]) for z in (0.0, -INSIDE, INSIDE))))
    return [Table("response_curve", (("channel", "name"), ("half", "amount"), ("same", "amount"), ("more", "amount"),
                                     ("twice", "amount"), ("tenth", "amount"), ("low", "amount"), ("high", "amount")),
                  tuple(rows))] if rows else []


def _lifts(items: MixItems, fitted: Fitted, credits: Mapping[int, Credit]) -> Table:
    """Each test, and the channel's contribution without and with it."""
    number = int(np.isfinite(items.weeks.outcome).sum())
    before = fit(replace(fitted.mix, tests=()))
    rows = []
    for test in items.tests:
        if test.channel not in credits:
            continue
        place = items.place[test.channel]
        alone = credit(before, fitted.mix.spend[place][None], np.array([place]))
        parts = []
        for found in (alone, credits[test.channel]):
            parts += [float(found.first().quantile(z)[0]) * number for z in (0.0, -INSIDE, INSIDE)]
        rows.append((items.weeks.names[test.channel], test.name, test.total, test.low, test.high, *parts))
    return Table("lifts", (("channel", "name"), ("test", "name"), ("total", "amount"), ("total_low", "amount"),
                           ("total_high", "amount"), ("prior", "amount"), ("prior_low", "amount"),
                           ("prior_high", "amount"), ("posterior", "amount"), ("posterior_low", "amount"),
                           ("posterior_high", "amount")), tuple(rows))
