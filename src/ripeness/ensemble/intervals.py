"""How sure a number from draws is: shares, means and quantiles over an ensemble (MODEL.md, section 8).

The draws are eight independent replicates of a scrambled sequence, one after the other (`draws.replicates`), so the
spread of the replicates' means says how far off the overall mean may be [Owen 1997]. Eight means can agree by luck, and
do where a share is 0 or 1 in all draws; so each interval also covers the one that as many random draws would have.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ripeness.arrays import BoolArray, FloatArray
from ripeness.ensemble.draws import REPLICATES

PROBABILITIES = (0.05, 0.25, 0.5, 0.75, 0.95)

_Z = 1.959963984540054  # 97.5 % quantile of the normal distribution
_T = 2.364624251592785  # and of the t distribution with 7 degrees of freedom


@dataclass(frozen=True)
class Share:
    """A share of draws, 0 to 1, with its 95 % interval, which always has some width."""

    share: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.share:.1%} ({self.low:.1%} to {self.high:.1%})"


@dataclass(frozen=True)
class Mean:
    """A mean over draws with its 95 % interval, infinite where one draw says nothing of the spread."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True)
class Spread:
    """The mean of a quantity and its quantiles over the draws."""

    mean: Mean
    q05: float
    q25: float
    median: float
    q75: float
    q95: float


def wilson(share: float, n: int) -> tuple[float, float]:
    """The 95 % interval of a share of n random draws, within 0 and 1 [Wilson 1927].

    >>> [round(end, 4) for end in wilson(0.5, 100)]
    [0.4038, 0.5962]
    >>> [round(end, 4) for end in wilson(0.0, 100)]
    [0.0, 0.037]
    """
    z2 = _Z * _Z / n
    middle = (share + z2 / 2.0) / (1.0 + z2)
    half = _Z / (1.0 + z2) * np.sqrt(share * (1.0 - share) / n + z2 / (4.0 * n))
    # at 0 and 1 the end is exact but for rounding
    low = 0.0 if share == 0.0 else max(float(middle - half), 0.0)
    high = 1.0 if share == 1.0 else min(float(middle + half), 1.0)
    return low, high


def share_of(hits: BoolArray) -> Share:
    """The share of draws, in the order of their numbers from 0 on, in which something holds; (draws,), one at least.

    >>> import numpy as np
    >>> print(share_of(np.arange(1024) % 16 < 8))
    50.0% (46.9% to 53.1%)
    >>> print(share_of(np.zeros(1024, dtype=bool)))
    0.0% (0.0% to 0.4%)
    """
    share = float(hits.mean())
    low, high = wilson(share, len(hits))
    half = _half_of_replicates(hits.astype(np.float64))
    return Share(share, max(min(low, share - half), 0.0), min(max(high, share + half), 1.0))


def mean_of(values: FloatArray) -> Mean:
    """The mean over draws, in the order of their numbers from 0 on; (draws,), one at least.

    >>> import numpy as np
    >>> mean_of(np.array([1.0, 3.0] * 8))
    Mean(mean=2.0, low=1.106..., high=2.893...)
    """
    mean, n = float(values.mean()), len(values)
    if n == 1:
        return Mean(mean, -np.inf, np.inf)
    by_chance = _student(n - 1) * float(values.std(ddof=1)) / np.sqrt(n)
    half = float(max(by_chance, _half_of_replicates(values)))
    return Mean(mean, mean - half, mean + half)


def quantiles_of(values: NDArray[np.floating]) -> FloatArray:
    """Quantiles 5, 25, 50, 75 and 95 % over the last axis, which are the draws: (5, …).

    >>> import numpy as np
    >>> quantiles_of(np.arange(101.0))
    array([ 5., 25., 50., 75., 95.])
    """
    return np.quantile(values.astype(np.float64), PROBABILITIES, axis=-1)


def spread_of(values: FloatArray) -> Spread:
    """Mean and quantiles over the draws, in the order of their numbers from 0 on; (draws,), one at least."""
    return Spread(mean_of(values), *quantiles_of(values).tolist())


def _half_of_replicates(values: FloatArray) -> float:
    """Half the width of the t interval of the replicates' means; 0 with fewer than one draw of each."""
    if len(values) < REPLICATES:
        return 0.0
    means = np.array([values[replicate::REPLICATES].mean() for replicate in range(REPLICATES)])
    return float(_T * means.std(ddof=1) / np.sqrt(REPLICATES))


def _student(freedom: int) -> float:
    """97.5 % quantile of the t distribution."""
    from scipy.special import stdtrit  # pyright: ignore[reportMissingTypeStubs]

    return float(stdtrit(freedom, 0.975))
