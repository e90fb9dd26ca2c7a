"""What PyMC-Marketing's mix says, read for the judge: scores, what forbids, and the tables beside the answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from recul.batch import NORMAL, Batch, Estimates
from recul.estimators._mix import Credit, Mix
from recul.finding import Limit, Table
from recul.panel import Floats
from recul.placebo.calibrate import LEVEL, Calibration
from recul.questions._bayes import MULTIPLES, NAME, Sampled, fits_library, steady

if TYPE_CHECKING:
    from recul.questions.channels import MixItems

# Draws gone astray: of all, at most. R-hat and effective draws of what channels bring: of two chains, so that the limit
# of Vehtari et al. (2021) for four, 1.01, is out of reach by chance.
ASTRAY_MOST, APART_MOST, WORTH_LEAST = 0.005, 1.05, 100.0
# By how many of its own spreads an answer may move when placebos are set beside it: any five columns more move it by a
# quarter of its spread or so.
MOVED_MOST = 1.0


def estimates(sampled: Sampled, place: int, unit: str, outcome: Floats) -> Estimates:
    """The mean of what is brought a week, over its spread. The real channel's draws are those beside placebos; its
    interval is never narrower than its own."""
    draws = [sampled.real(place), *sampled.placebos()]
    value, spread = np.array([d.mean() for d in draws]), np.array([d.std() for d in draws])
    scale = spread.copy()
    bound = Calibration.of(value[1:] / spread[1:], 0, len(value) - 1).bound()
    scale[0] *= max(1.0, NORMAL / bound)
    own = np.array([np.quantile(d, [(1 - LEVEL) / 2, (1 + LEVEL) / 2]) for d in draws])
    found = Estimates.simple(NAME, value, scale, baseline=float(outcome.mean()) - value,
                             norm=np.full(len(value), float(outcome.std())), unit=unit)
    return replace(found, low=own[:, 0], high=own[:, 1])


def unfit(batch: Batch[MixItems]) -> tuple[Limit, ...]:
    """What this model cannot take, beyond what forbids any."""
    outcome = batch.items.weeks.outcome
    seen, notes = np.isfinite(outcome), []
    if not seen.all() and not any(n.code == "outcome_gaps" for n in batch.notes):
        notes.append(Limit("outcome_gaps", {"share": float((~seen).mean()), "allowed": 0.0}, True))
    if seen.any() and float(outcome[seen].mean()) <= 0:
        notes.append(Limit("outcome_not_positive", {}, True))
    odd = [t.name for t in batch.items.tests if not fits_library(t.lift)]
    return (*notes, *((Limit("lift_negative", {"names": odd}),) if odd else ()))


def limits(sampled: Sampled, place: int, name: str) -> list[Limit]:
    """What forbids to trust the sampling, and an answer that placebos move."""
    found = []
    astray, draws = (sum(v) for v in zip(*((f.divergent, f.draws) for f in sampled.fits), strict=True))
    if astray > ASTRAY_MOST * draws:
        found.append(Limit("draws_astray", {"count": astray, "of": draws, "allowed": ASTRAY_MOST}, True))
    apart, worth = max(f.apart for f in sampled.fits), min(f.worth for f in sampled.fits)
    if not apart <= APART_MOST:
        found.append(Limit("chains_apart", {"apart": apart, "allowed": APART_MOST}, True))
    if not worth >= WORTH_LEAST:
        found.append(Limit("few_draws", {"draws": int(worth), "needed": int(WORTH_LEAST)}, True))
    alone, beside = sampled.alone.brought[place], sampled.real(place)
    moved = abs(float(alone.mean() - beside.mean())) / float(beside.std())
    if moved > MOVED_MOST:
        found.append(Limit("placebos_move", {"channel": name, "alone": float(alone.mean()),
                                             "beside": float(beside.mean()), "moved": moved,
                                             "allowed": MOVED_MOST}, True))
    return found


def taken(mix: Mix) -> Mix:
    """The mix with those tests that the library takes."""
    return replace(mix, tests=tuple(t for t in mix.tests if fits_library(t)))


def tables(items: MixItems, sampled: Sampled, light: Credit, truth: Mapping[str, float]) -> tuple[Table, ...]:
    """The same question put three ways; what was believed before and after; and response curves. Of the channel asked
    about only: the others have no placebos here, and without them what a model that lets no channel take away says of
    one tells nothing."""
    names, weeks = items.weeks.names, len(items.weeks.outcome)
    own, total = items.place[items.focus], float(items.weeks.outcome.sum())
    light_ends = tuple(weeks * float(light.quantile(z)[0]) for z in (0.0, -1.645, 1.645))
    ways = Table("ways", (("way", "code"), ("value", "amount"), ("low", "amount"), ("high", "amount")), (
        ("beside_placebos", *_ends(sampled.real(own) * weeks)),
        ("without_placebos", *_ends(sampled.alone.brought[own] * weeks)),
        ("light_model", *light_ends)))
    name = names[items.focus]
    true = truth.get(name)
    row = (name, *_ends(sampled.prior[own] * weeks), *_ends(sampled.real(own) * weeks),
           *(() if true is None else (true * total / (1 + true),)))
    learnt = Table("prior_posterior", (
        ("channel", "name"), ("prior", "amount"), ("prior_low", "amount"), ("prior_high", "amount"),
        ("posterior", "amount"), ("posterior_low", "amount"), ("posterior_high", "amount"),
        *(() if true is None else (("truth", "amount"),))), (row,))
    return ways, learnt, *_curves(sampled, own, name)


def _ends(draws: Floats) -> tuple[float, ...]:
    low, middle, high = np.quantile(draws, [0.05, 0.5, 0.95])
    return float(middle), float(low), float(high)


def _curves(sampled: Sampled, place: int, name: str) -> tuple[Table, Table]:
    """What a week brings at half, as much and twice the usual spend, for good; and what a tenth more would bring."""
    parts = [steady(sampled.spend, f.shape, place) for f in sampled.beside]
    at = dict(zip(MULTIPLES, np.concatenate(parts, axis=1), strict=True))
    curve = (name, *(v for m in (0.5, 1.0, 2.0) for v in _ends(at[m])))
    tenth = (name, *_ends(at[1.1] - at[1.0]))
    names = [(f"{at}{end}", "amount") for at in ("half", "same", "twice", "tenth") for end in ("", "_low", "_high")]
    return (Table("sampled_curve", (("channel", "name"), *names[:9]), (curve,)),
            Table("sampled_tenth", (("channel", "name"), *names[9:]), (tenth,)))
