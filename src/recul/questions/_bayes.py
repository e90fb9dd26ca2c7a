"""PyMC-Marketing's mix (the extra `recul[channels]`): the real channels, and placebo channels beside them, sampled.

    y[t] / max y = fixed columns + Σ_c β_c·tanh(λ_c·a_c[t] / 2) + σ·e[t],   e[t] normal, free of each other
    a_c[t] = Σ_l α_c^l·x_c[t − l] / Σ_l α_c^l,   l = 0 … 7,   x_c: the spend over its largest

Geometric adstock and logistic saturation, as the library's own guide has them, with its priors: α Beta(1, 3), λ
Gamma(3, 1); but β half-normal with a spread of .5 of the largest outcome, where the library's 2 would let one channel
bring twice the best week. Trend, season, Christmas and controls are those of the light model (`_demand.columns`), so
that the two differ by the channels only. A spend before the record is taken for nothing, as in the library.

β is never below zero: **every channel is credited with something**, one that does nothing too. That is what the placebo
channels are for: spends of the channel asked about moved to other weeks, `BESIDE` of them fitted beside all the real
channels at once, `FITS` times over. The model is compiled once; a fit without placebos is the same with spends of zero.

Jin, Wang, Sun, Chan & Koehler (2017), Bayesian methods for media mix modeling with carryover and shape effects
(Google); Vehtari, Gelman, Simpson, Carpenter & Bürkner (2021), Rank-normalization, folding, and localization,
Bayesian Analysis 16 (R-hat, effective sample size).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from recul._phrases import phrase
from recul.errors import Mistake, QuestionError
from recul.estimators._demand import columns
from recul.estimators._mix import Lift, Mix
from recul.panel import Floats

NAME = "pymc"
FITS, BESIDE = 4, 5
PLACEBOS = FITS * BESIDE
LAGS = 8
SPREAD = 0.5
CHAINS, TUNE, DRAWS, ACCEPT = 2, 400, 400, 0.85
PRIOR_DRAWS = 2000
MULTIPLES = (0.5, 1.0, 1.1, 2.0)


@dataclass(frozen=True, eq=False)
class Shape:
    """Draws of how channels act [channel, draw]: kept from a week to the next, bent, and the most they bring (in the
    outcome's unit)."""

    kept: Floats
    bent: Floats
    most: Floats


@dataclass(frozen=True, eq=False)
class Fit:
    """One fit. brought: a period, mean over the record [channel, draw], in the outcome's unit. divergent: draws that
    went astray, of `draws`. apart: the largest R-hat of what channels bring. worth: the smallest effective number of
    draws of it."""

    shape: Shape
    brought: Floats
    divergent: int
    draws: int
    apart: float
    worth: float


@dataclass(frozen=True, eq=False)
class Sampled:
    """Every fit of a mix. alone: without placebos. beside: with `BESIDE` of them each, after the real channels. prior:
    what channels would bring before the outcome is seen [channel, draw]. spend: of the real channels [C, T]."""

    alone: Fit
    beside: tuple[Fit, ...]
    prior: Floats
    spend: Floats

    def real(self, channel: int) -> Floats:
        """Draws of what a channel brings beside placebos, all fits together."""
        return np.concatenate([fit.brought[channel] for fit in self.beside])

    def placebos(self) -> list[Floats]:
        """Draws of what each placebo is credited with, in the order they were handed in."""
        return [row for fit in self.beside for row in fit.brought[len(self.spend) :]]

    @property
    def fits(self) -> tuple[Fit, ...]:
        return (self.alone, *self.beside)


# Spends [C + BESIDE, T], each at most 1, and a seed → draws of α, λ and β / max y [chain, draw, channel], and which
# draws diverged [chain, draw].
Sampler = Callable[[Floats, int], tuple[Floats, Floats, Floats, Floats]]


def carried(spend: Floats, kept: Floats) -> Floats:
    """Spend [T] carried on, for each of the draws of α [n]: [n, T]."""
    lags = np.stack([np.concatenate([np.zeros(lag), spend[: len(spend) - lag]]) for lag in range(LAGS)])
    weight = kept[:, None] ** np.arange(LAGS)
    return np.asarray(weight / weight.sum(axis=1, keepdims=True) @ lags)


def brought(spend: Floats, shape: Shape) -> Floats:
    """What each channel brings a period on average [channel, draw]. spend: [channel, T]."""
    return np.stack([(most[:, None] * np.tanh(bent[:, None] * carried(_scaled(x), kept) / 2)).mean(axis=1)
                     for x, kept, bent, most in zip(spend, shape.kept, shape.bent, shape.most, strict=True)])


def steady(spend: Floats, shape: Shape, channel: int) -> Floats:
    """What a channel brings a week if so many times its mean spend went on for good [multiple, draw]."""
    level = np.array(MULTIPLES)[:, None] * _scaled(spend[channel]).mean()
    return np.asarray(shape.most[channel] * np.tanh(shape.bent[channel] * level / 2))


def _scaled(spend: Floats) -> Floats:
    return np.asarray(spend / max(float(spend.max()), 1e-300))


def fit(mix: Mix, placebos: Floats, seed: int) -> Sampled:
    """All fits. placebos: [PLACEBOS, T]. The outcome must be known in every week, with a mean above zero. Raises
    QuestionError without the extra."""
    ask, most = sampler(mix, BESIDE), float(mix.outcome.max())
    count, nothing = len(mix.spend), np.zeros((BESIDE, len(mix.outcome)))
    rounds = [nothing, *placebos.reshape(FITS, BESIDE, -1)]
    found = []
    for number, beside in enumerate(rounds):
        spend = np.concatenate([mix.spend, beside])
        kept, bent, top, astray = ask(np.stack([_scaled(x) for x in spend]), seed + number)
        held = count if number == 0 else len(spend)
        found.append(_fit(spend[:held], kept[..., :held], bent[..., :held], most * top[..., :held], astray))
    random = np.random.default_rng([seed, 61])
    shape = Shape(random.beta(1, 3, (count, PRIOR_DRAWS)), random.gamma(3.0, 1.0, (count, PRIOR_DRAWS)),
                  most * SPREAD * np.abs(random.standard_normal((count, PRIOR_DRAWS))))
    return Sampled(found[0], tuple(found[1:]), brought(mix.spend, shape), mix.spend)


def _fit(spend: Floats, kept: Floats, bent: Floats, top: Floats, astray: Floats) -> Fit:
    """kept, bent, top: [chain, draw, channel]."""
    flat = Shape(*(np.ascontiguousarray(v.reshape(-1, v.shape[-1]).T) for v in (kept, bent, top)))
    total = brought(spend, flat)
    chains = total.reshape(len(spend), *kept.shape[:2])
    mixing = [diagnosed(one) for one in chains]
    return Fit(flat, total, int(astray.sum()), total.shape[1], max(r for r, _ in mixing), min(n for _, n in mixing))


def diagnosed(draws: Floats) -> tuple[float, float]:
    """R-hat by ranks, and the effective number of draws (bulk), of draws [chain, draw]: Vehtari et al. (2021)."""
    from scipy.special import ndtri
    from scipy.stats import rankdata

    half = draws.shape[1] // 2
    split = np.concatenate([draws[:, :half], draws[:, -half:]])
    z = ndtri((rankdata(split).reshape(split.shape) - 0.375) / (split.size + 0.25))
    m, n = z.shape
    within, between = float(z.var(axis=1, ddof=1).mean()), float(n * z.mean(axis=1).var(ddof=1))
    if within <= 0:
        return float("inf"), 0.0
    total = (n - 1) / n * within + between / n
    centred = z - z.mean(axis=1, keepdims=True)
    spectrum = np.fft.rfft(centred, 2 * n, axis=1)
    auto = np.fft.irfft(np.abs(spectrum) ** 2, 2 * n, axis=1)[:, :n].mean(axis=0) / n
    rho = 1 - (within - auto * n / (n - 1)) / total
    pairs = rho[: n // 2 * 2].reshape(-1, 2).sum(axis=1)
    pairs[0] = 1 + rho[1]
    ends = np.flatnonzero(pairs <= 0)
    kept = np.minimum.accumulate(pairs[: ends[0]] if len(ends) else pairs)  # Geyer's initial monotone sequence
    time = max(2 * float(kept.sum()) - 1, 1 / np.log10(m * n))
    return float(np.sqrt(total / within)), m * n / time


def library() -> tuple[Any, ...]:
    """What is needed of PyMC-Marketing. Raises QuestionError where the extra is not installed."""
    try:
        import nutpie
        import pandas
        from pymc import dims
        from pymc_extras.prior import Prior
        from pymc_marketing.mmm import GeometricAdstock, LogisticSaturation
        from pymc_marketing.mmm.multidimensional import MMM
    except ImportError as error:
        raise QuestionError(Mistake("estimator", phrase('"{name}", and {error} is not installed', name=NAME,
                                                        error=error.name or "a library"),
                                    "PyMC-Marketing, an optional extra", "Run `pip install recul[channels]`, or leave"
                                    " `estimator` out: Recul's own model needs nothing more.")) from error
    return nutpie, pandas, dims, Prior, MMM, GeometricAdstock, LogisticSaturation


def built(mix: Mix, beside: int) -> Any:
    """The library's model of the real channels, `c0` and on, and of so many places beside them, not yet sampled."""
    _, pandas, dims, prior, mmm, adstock, saturation = library()
    fixed = columns(mix.day, mix.controls)[:, 1:]
    fixed = (fixed - fixed.mean(axis=0)) / fixed.std(axis=0)
    names = [f"c{i}" for i in range(len(mix.spend) + beside)]
    known = [f"k{i}" for i in range(fixed.shape[1])]
    frame = pandas.DataFrame(np.ones((len(mix.outcome), len(names))), columns=names)  # spends come later, at most 1
    frame[known] = fixed
    frame["date"] = mix.day.astype("datetime64[D]").astype("datetime64[ns]")
    model = mmm(date_column="date", target_column="y", channel_columns=names, control_columns=known,
                adstock=adstock(l_max=LAGS), saturation=saturation(priors={
                    "lam": prior("Gamma", alpha=3, beta=1, dims="channel"),
                    "beta": prior("HalfNormal", sigma=SPREAD, dims="channel")}))
    model.build_model(frame, pandas.Series(mix.outcome, name="y"))
    if mix.tests:
        model.add_lift_test_measurements(pandas.DataFrame([lift_row(test, mix.spend, names) for test in mix.tests]),
                                         dist=dims.Normal)
    return model.model


def sampler(mix: Mix, beside: int) -> Sampler:
    """The model, compiled once: it is handed other spends afterwards."""
    nutpie, *_ = library()
    compiled = nutpie.compile_pymc_model(built(mix, beside))

    def ask(spend: Floats, seed: int) -> tuple[Floats, Floats, Floats, Floats]:
        found = nutpie.sample(compiled.with_data(channel_data=np.ascontiguousarray(spend.T)), draws=DRAWS, tune=TUNE,
                              chains=CHAINS, cores=1, seed=seed, target_accept=ACCEPT, progress_bar=False)
        kept, bent, top = (found.posterior[name].transpose("chain", "draw", "channel").to_numpy()
                           for name in ("adstock_alpha", "saturation_lam", "saturation_beta"))
        return kept, bent, top, found.sample_stats["diverging"].to_numpy()

    return ask


def lift_row(test: Lift, spend: Floats, names: list[str]) -> dict[str, Any]:
    """A test as `add_lift_test_measurements` takes it: from what a week's spend would have been to what it was, and
    what that brought a week. Weeks of the window are taken alike, and spend to act within it."""
    window, own = slice(test.first, test.last + 1), spend[test.channel]
    weeks, largest = test.last + 1 - test.first, float(own.max())
    less, more = float(test.spared[window].mean()) / largest, float(own[window].mean()) / largest
    return {"channel": names[test.channel], "x": less, "delta_x": more - less, "delta_y": test.total / weeks,
            "sigma": test.scale / weeks}


def fits_library(test: Lift) -> bool:
    """Whether the library takes a test: it holds no channel that takes away."""
    return test.total > 0
