"""Partial pooling: what one group's few events say, drawn to what its class says (empirical Bayes).

The class's distribution is fitted to all of its groups by maximum likelihood under a wide prior [Robbins 1956; Efron &
Morris 1975] and then taken as known, but never for surer than all events of the class together: where its groups differ
by no more than chance, the interval is about that of the pooled mean.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

import numpy as np

from ripeness.arrays import BoolArray, FloatArray

_LEVEL = 0.9
# of the normal priors of the two logarithms: next to nothing, but finite where a class has no event at all
_PRIOR_WIDTH = 2.0
# of Newton at the least: how many, and to which sides slopes are compared
_STEPS, _OFFSET = 4, 1e-4


@dataclass(frozen=True)
class Interval:
    """Mean and the 90 % interval."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True)
class GammaRate:
    """Events per unit of exposure in the groups of a class: Gamma with this shape and rate."""

    shape: float
    rate: float

    def after(self, events: float, exposure: float) -> "GammaRate":
        """What is believed of a group in which so many events were seen.

        >>> GammaRate(2.0, 10.0).after(3, 10.0)
        GammaRate(shape=5.0, rate=20.0)
        """
        return GammaRate(self.shape + events, self.rate + exposure)

    def interval(self) -> Interval:
        """Of the events per unit of exposure."""
        from scipy.special import gammaincinv  # pyright: ignore[reportMissingTypeStubs, reportUnknownVariableType]

        tails = np.array([(1 - _LEVEL) / 2, (1 + _LEVEL) / 2])
        low, high = np.asarray(gammaincinv(self.shape, tails), dtype=np.float64) / self.rate
        return Interval(self.shape / self.rate, float(low), float(high))

    def interval_of_waits(self) -> Interval:
        """Of the exposure between events, the inverse; its mean is that of the group with the mean rate."""
        found = self.interval()
        return Interval(1.0 / found.mean, 1.0 / found.high, 1.0 / max(found.low, 1e-12))


@dataclass(frozen=True)
class BetaShare:
    """Share of trials that succeed in the groups of a class: Beta with these parameters."""

    alpha: float
    beta: float

    def after(self, successes: float, trials: float) -> "BetaShare":
        """What is believed of a group with so many trials.

        >>> BetaShare(1.0, 1.0).after(2, 3)
        BetaShare(alpha=3.0, beta=2.0)
        """
        return BetaShare(self.alpha + successes, self.beta + trials - successes)

    def interval(self) -> Interval:
        """Of the share."""
        from scipy.special import betaincinv  # pyright: ignore[reportMissingTypeStubs, reportUnknownVariableType]

        tails = np.array([(1 - _LEVEL) / 2, (1 + _LEVEL) / 2])
        low, high = np.asarray(betaincinv(self.alpha, self.beta, tails), dtype=np.float64)
        return Interval(self.alpha / (self.alpha + self.beta), float(low), float(high))


def pool_rates(events: FloatArray, exposure: FloatArray) -> GammaRate:
    """Fit the class to its groups' numbers of events and exposures, (groups,) each (Gamma-Poisson).

    The shape is at most the number of all events.
    """
    log_gamma, digamma = _log_gamma()
    start = (events.sum() + 0.5) / exposure.sum()

    def misfit(x: FloatArray) -> float:
        mean, shape = start * np.exp(x[0]), np.exp(x[1])
        rate = shape / mean
        fit = log_gamma(shape + events) - log_gamma(shape)
        fit += shape * np.log(rate / (rate + exposure)) + events * np.log(exposure / (rate + exposure))
        return -float(fit.sum())

    def slopes(x: FloatArray) -> FloatArray:
        shape, expected = np.exp(x[1]), start * np.exp(x[0]) * exposure
        seen = (shape + events) / (shape + expected)
        of_shape = digamma(shape + events) - digamma(shape) + np.log(shape / (shape + expected)) + 1.0 - seen
        return -np.array([(events - seen * expected).sum(), shape * of_shape.sum()])

    log_mean, log_shape = _least(misfit, slopes, events.sum() + 0.5)
    shape = float(np.exp(log_shape))
    return GammaRate(shape, shape / float(start * np.exp(log_mean)))


def pool_shares(successes: FloatArray, trials: FloatArray) -> BetaShare:
    """Fit the class to its groups' successes among trials, (groups,) each (Beta-Binomial).

    The two parameters sum to at most the number of all trials.
    """
    log_gamma, digamma = _log_gamma()
    share = (successes.sum() + 0.5) / (trials.sum() + 1.0)
    start = np.log(share / (1.0 - share))

    def split(x: FloatArray) -> tuple[float, float]:
        mean, size = 1.0 / (1.0 + np.exp(-start - x[0])), np.exp(x[1])
        return float(mean * size), float((1.0 - mean) * size)

    def misfit(x: FloatArray) -> float:
        a, b = split(x)
        fit = log_gamma(a + successes) - log_gamma(a) + log_gamma(b + trials - successes) - log_gamma(b)
        fit += log_gamma(a + b) - log_gamma(a + b + trials)
        return -float(fit.sum())

    def slopes(x: FloatArray) -> FloatArray:
        a, b = split(x)
        of_sum = digamma(a + b) - digamma(a + b + trials)
        of_a = float((digamma(a + successes) - digamma(a) + of_sum).sum())
        of_b = float((digamma(b + trials - successes) - digamma(b) + of_sum).sum())
        return -np.array([a * b / (a + b) * (of_a - of_b), a * of_a + b * of_b])

    return BetaShare(*split(_least(misfit, slopes, trials.sum() + 1.0)))


def _log_gamma() -> tuple[Callable[[Any], FloatArray], Callable[[Any], FloatArray]]:
    """Logarithm of the gamma function, and its slope."""
    import scipy.special  # pyright: ignore[reportMissingTypeStubs]

    functions = cast(Any, scipy.special)
    return functions.gammaln, functions.digamma


def _least(
    misfit: Callable[[FloatArray], float], slopes: Callable[[FloatArray], FloatArray], largest: float
) -> FloatArray:
    """Log of the mean's factor and of the size, at most `largest`, where the misfit is least."""
    from scipy.optimize import minimize  # pyright: ignore[reportMissingTypeStubs, reportUnknownVariableType]

    bounds = [(-5.0, 5.0), (-5.0, float(np.log(largest)))]
    start = np.array([0.0, min(0.0, bounds[1][1])])

    def with_prior(x: FloatArray) -> float:
        return misfit(x) + float(((x / _PRIOR_WIDTH) ** 2).sum()) / 2.0

    def with_prior_slopes(x: FloatArray) -> FloatArray:
        return slopes(x) + x / _PRIOR_WIDTH**2

    found: Any = cast(Any, minimize)(with_prior, start, jac=with_prior_slopes, method="L-BFGS-B", bounds=bounds)
    lowest, highest = np.array(bounds).T
    near = np.asarray(found.x, dtype=np.float64)
    return np.clip(_settled(with_prior_slopes, near, (near > lowest) & (near < highest)), lowest, highest)


def _settled(slopes: Callable[[FloatArray], FloatArray], near: FloatArray, free: BoolArray) -> FloatArray:
    """Newton's steps to where the slopes are zero, so that machines which round differently end in the same place.

    Values tell places apart to half of their digits, slopes to nearly all.
    """
    place = near.copy()
    offsets = _OFFSET * np.eye(len(near))[free]
    for _ in range(_STEPS if free.any() else 0):
        curvature = np.array([slopes(place + off) - slopes(place - off) for off in offsets]) / (2.0 * _OFFSET)
        place[free] -= np.linalg.solve(curvature[:, free], slopes(place)[free])
    return place
