"""What forbids a verdict, whatever the estimate (METHODS §0.10)."""

from __future__ import annotations

import math

import numpy as np
from scipy.special import fdtri, stdtrit

from recul.batch import Batch, Estimates
from recul.finding import Limit
from recul.panel import Bools, Floats
from recul.placebo.calibrate import INDEPENDENT_LEAST, Calibration
from recul.placebo.wilder import chance, reach

UNOBSERVED_MOST = 0.10
FAILED_MOST = 0.10
SPREAD_MOST = 5.0
# The worst of twenty alike is no bad fit: it must also be half as large again as the placebos' usual one. Simulated
# where all units are alike, the rank alone refused 7 % with 5 controls and 11 % with 2; with the size, 2 and 3 %.
FIT_WORSE_THAN, FIT_LARGER = 0.95, 1.5
BREAK_LEVEL = 0.99
OUTSIDE_MOST, OUTSIDE_LEVEL = 0.50, 0.99
DRIFT_USUAL, DRIFT_MOST = 1.8, 2.0
OWN_DATES_LEAST = 3
# So many placebos, and the largest of them is a bound that one more of the same kind passes once in twenty times.
RANKED_LEAST = 19
# Placebos of one moment only: no rank among fewer can show 5 %, and Student's law cannot stand for it. Simulated with
# histories of two windows: 8 to 10 % of answers were false with 5 such placebos, 7 to 9 % with 8, 6.5 to 7 % with 20.
ONE_MOMENT_LEAST = 19


def forbidden(batch: Batch[object], estimates: Estimates, calibration: Calibration) -> list[Limit]:
    """Every reason for which nothing can be said, each with its values; empty when the judge may go on."""
    if not estimates.ok[0]:
        return [Limit("estimate_failed", {"why": estimates.why[0]}, True)]
    ran = estimates.ok.copy()
    ran[0] = False
    drawn, failed = len(batch) - 1, len(batch) - 1 - int(ran.sum())
    found = []
    one_moment = bool(ran.any() and (batch.cluster[ran] == batch.cluster[0]).all())
    needed = ONE_MOMENT_LEAST if one_moment and not batch.exact else INDEPENDENT_LEAST
    if calibration.k < needed:
        found.append(Limit("few_placebos", {"independent": calibration.k, "needed": needed}, True))
    if failed > FAILED_MOST * drawn:
        found.append(Limit("placebos_failed", {"failed": failed, "planned": drawn}, True))
    # A wild treated series is wild at its earlier dates too: it is set beside other sources, where there are any.
    strangers = ran & (batch.source != batch.source[0])
    beside = strangers if strangers.sum() >= INDEPENDENT_LEAST else ran
    diagnostics = estimates.diagnostics
    if diagnostics.unobserved[0] > UNOBSERVED_MOST:
        found.append(Limit("window_unobserved", {"share": float(diagnostics.unobserved[0]),
                                                 "allowed": UNOBSERVED_MOST}, True))
    if not found:
        found += [reason for reason in (
            _poor_fit(diagnostics.fit, beside), _outside(diagnostics.outside, beside),
            _break_before(diagnostics.jump, beside, calibration.k),
            _growing_apart(diagnostics.drift, beside, calibration.k), _unlike(batch, estimates, ran),
            _unusual_moment(batch, estimates, ran),
            _unusual_season(batch, estimates, ran, calibration.k), _calibration_dominates(batch, calibration))
            if reason]
    return found


def _poor_fit(fit: Floats, ran: Bools) -> Limit | None:
    """The history is fitted worse than that of 95 % of the placebos (by rank, or with fewer than 19, which no rank can
    show, by a Student bound on the logarithms), and by half as much again as theirs usually is."""
    placebos = fit[ran][np.isfinite(fit[ran]) & (fit[ran] > 0)]
    if not np.isfinite(fit[0]) or fit[0] <= 0 or len(placebos) < INDEPENDENT_LEAST:
        return None
    if len(placebos) >= RANKED_LEAST:
        poor = (1 + (placebos >= fit[0]).sum()) / (1 + len(placebos)) <= 1 - FIT_WORSE_THAN + 1e-12
    else:
        poor = math.log(fit[0]) > _upper(np.log(placebos), FIT_WORSE_THAN)
    if not poor or fit[0] <= FIT_LARGER * np.median(placebos):
        return None
    return Limit("poor_fit", {"fit": float(fit[0]), "worse_than": float((placebos < fit[0]).mean())}, True)


def _upper(values: Floats, level: float) -> float:
    """What one more value of the same kind would stay under so often, were they bell-shaped."""
    m = len(values)
    return float(values.mean() + values.std(ddof=1) * math.sqrt(1 + 1 / m) * stdtrit(m - 1, level))


def _outside(outside: Floats, ran: Bools) -> Limit | None:
    """The treated series lies outside its donors' range in most of the history, and more than placebos do."""
    placebos = outside[ran][np.isfinite(outside[ran])]
    if not np.isfinite(outside[0]) or outside[0] <= OUTSIDE_MOST or len(placebos) < INDEPENDENT_LEAST:
        return None
    allowed = max(_upper(placebos, OUTSIDE_LEVEL), OUTSIDE_MOST)
    if outside[0] <= allowed:
        return None
    return Limit("outside_donors", {"share": float(outside[0]), "allowed": allowed}, True)


def _break_before(jump: Floats, ran: Bools, k: int) -> Limit | None:
    """The last stretch before the start breaks with the rest beyond what 99 % of the placebos show."""
    bound = _beyond(jump, ran, k)
    if not abs(jump[0]) > bound:
        return None
    return Limit("break_before", {"jump": float(jump[0]), "bound": bound}, True)


def _growing_apart(drift: Floats, ran: Bools, k: int) -> Limit | None:
    """The counterfactual rests on a line of the treated series' own, steeper than 99 % of the placebos' lines and
    not slight; one that carries very far is too much, unless one of 19 placebos or more carried as far."""
    placebos = np.abs(drift[ran][np.isfinite(drift[ran])])
    most = max(DRIFT_MOST, float(placebos.max())) if len(placebos) >= RANKED_LEAST else DRIFT_MOST
    allowed = min(max(_beyond(drift, ran, k), DRIFT_USUAL), most)
    if not abs(drift[0]) > allowed:
        return None
    return Limit("growing_apart", {"drift": float(drift[0]), "allowed": allowed}, True)


def _beyond(values: Floats, ran: Bools, k: int) -> float:
    """What 99 % of the placebos' values stay under in size: by rank, or by Student's law; infinite with too few."""
    placebos = values[ran][np.isfinite(values[ran])]
    if len(placebos) < INDEPENDENT_LEAST:
        return math.inf
    bound = Calibration.of(placebos, 0, k).bound(BREAK_LEVEL)
    return bound if math.isfinite(bound) else float(np.sqrt((placebos**2).mean()) * stdtrit(k, 0.5 + BREAK_LEVEL / 2))


def _unlike(batch: Batch[object], estimates: Estimates, ran: Bools) -> Limit | None:
    """The treated source's own earlier scores are wilder than its placebos': they cannot vouch for it (F test, 1 %)."""
    own = ran & (batch.source == batch.source[0])
    others = ran & ~own
    if own.sum() < OWN_DATES_LEAST or others.sum() < INDEPENDENT_LEAST:
        return None
    score = estimates.score
    mine, theirs = float((score[own] ** 2).mean()), float((score[others] ** 2).mean())
    if mine <= theirs * chance(score[others], int(own.sum())):
        return None
    return Limit("unlike_placebos", {"own": math.sqrt(mine), "pool": math.sqrt(theirs)}, True)


def _unusual_moment(batch: Batch[object], estimates: Estimates, ran: Bools) -> Limit | None:
    """Untouched units are wilder at the real moment than at others (F test, 1 %): a season or a shock that every unit
    took in its own way, of which other moments know nothing. With nine other moments or more, wilder also than what one
    more of them would be 99 times in 100: nights are calmer than days.

    Simulated: a shock of 25 ± 7.5 of 100 in the window, another in each unit. With 2, 5 and 20 controls it was "seen"
    in 8 of 19, 14 of 51 and 18 of 90 answers while scores of a moment were taken to be half alike in any case; in 6 of
    12, 9 of 28 and 11 of 56 (of 200, 150 and 100 asked) now that it is read off them.
    """
    here = ran & (batch.cluster == batch.cluster[0])
    elsewhere = ran & ~here
    if not here.any() or elsewhere.sum() < INDEPENDENT_LEAST:
        return None
    score, moment = estimates.score, batch.cluster[elsewhere]
    now, then = float((score[here] ** 2).mean()), float((score[elsewhere] ** 2).mean())
    if now <= max(then * chance(score[elsewhere], int(here.sum()), moment), reach(score[elsewhere], moment)):
        return None
    return Limit("unusual_moment", {"here": math.sqrt(now), "elsewhere": math.sqrt(then)}, True)


def _unusual_season(batch: Batch[object], estimates: Estimates, ran: Bools, k: int) -> Limit | None:
    """At the same time of an earlier year, when nothing was done, scores are wilder than at others (F test, 1 %)."""
    elsewhere = ran & (batch.cluster != batch.cluster[0])
    season = np.zeros(len(ran), dtype=bool) if batch.season is None else batch.season
    if not (elsewhere & season).any() or (elsewhere & ~season).sum() < OWN_DATES_LEAST:
        return None
    square = estimates.score**2
    then = [float(square[elsewhere & (batch.cluster == c)].mean())
            for c in np.unique(batch.cluster[elsewhere & season])]
    usual = float(square[elsewhere & ~season].mean())
    # Of the independent placebos elsewhere, each moment holds its share.
    free = max(k - int((ran & ~elsewhere).sum()), 1)
    share = max(free / len(np.unique(batch.cluster[elsewhere])), 1.0)
    others = max(free - share * len(then), 1.0)
    if usual == 0 or max(then) / usual <= fdtri(share, others, 1 - 0.01 / len(then)):
        return None
    return Limit("unusual_season", {"then": math.sqrt(max(then)), "elsewhere": math.sqrt(usual)}, True)


def _calibration_dominates(batch: Batch[object], calibration: Calibration) -> Limit | None:
    """Scores spread so wide that the placebos, not the method, make the interval: no fault where they are the real
    lottery drawn again, which is the whole of the inference."""
    if batch.exact or calibration.spread <= SPREAD_MOST:
        return None
    return Limit("calibration_dominates", {"spread": calibration.spread, "allowed": SPREAD_MOST}, True)
