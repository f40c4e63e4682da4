"""Which game says better what happens next: both sides at once, or one mover at a time.

Both are fitted to the first months and judged by the likelihood of the last ones, dyad by dyad. They have the same
payoffs, parameters, discount and prior. The simultaneous game also has a choice among equilibria; each dyad is given the
one in which its first months are likeliest. Two rules without any game stand beside them.
"""

from dataclasses import dataclass

import numpy as np

from ripeness.case.values import FloatArray

FITTED_MONTHS = 120
SPREAD = 10.0  # of audience costs, in both fits

_RESAMPLES = 10_000


@dataclass(frozen=True)
class Comparison:
    """Log-likelihoods of dyads under each model, in the months fitted and in those held out, (dyads,)."""

    fitted: dict[str, FloatArray]
    held_out: dict[str, FloatArray]
    seconds: dict[str, float]


@dataclass(frozen=True)
class Difference:
    """By how much one model is better than another in the months held out.

    Parameters
    ----------
    better, dyads
        In how many dyads it is better, of how many.
    mean, low, high
        Mean difference of log-likelihood a dyad, and its 95 % interval by resampling dyads in pairs.
    """

    better: int
    dyads: int
    mean: float
    low: float
    high: float


def difference(one: FloatArray, other: FloatArray, seed: int = 1) -> Difference:
    """Compare log-likelihoods (dyads,) of one model and another.

    >>> found = difference(np.array([1.0, 2.0, 3.0]), np.array([0.0, 1.0, 2.0]))
    >>> found.better, found.mean, found.low, found.high
    (3, 1.0, 1.0, 1.0)
    """
    gap = one - other
    drawn = np.random.default_rng(seed).integers(0, len(gap), (_RESAMPLES, len(gap)))
    low, high = np.quantile(gap[drawn].mean(axis=1), (0.025, 0.975))
    return Difference(int((gap > 0).sum()), len(gap), float(gap.mean()), float(low), float(high))
