"""Two groups compared: odds ratios whose intervals allow for cases of one pair being alike; Holm's correction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ripeness.arrays import BoolArray, FloatArray, IntArray
from ripeness.record.score import logit_fit

_Z = 1.959963984540054  # 97.5 % quantile of the normal distribution
_NO_PENALTY = 1e-9  # next to none: it keeps a fit that runs off finite
_RUNS_OFF = 15.0


@dataclass(frozen=True)
class Sample:
    """Cases of two groups: whether the outcome came about (n,), whether in the higher group (n,), controls (n, k).

    `cluster` numbers what belongs together, such as a pair of states. `missing` counts what was left out, by reason;
    cases without one of the controls are left out of the adjusted comparison alone.
    """

    outcome: BoolArray
    higher: BoolArray
    controls: FloatArray
    cluster: IntArray
    missing: Mapping[str, int]


@dataclass(frozen=True)
class OddsRatio:
    """How much larger the odds of the outcome are in the higher group, with the 95 % interval and two-sided p."""

    ratio: float
    low: float
    high: float
    p: float
    n: int
    clusters: int


@dataclass(frozen=True)
class Comparison:
    """Shares of both groups with their sizes; the odds ratio as it stands and with the controls held equal.

    The share of an empty group is None.
    """

    lower_share: float | None
    lower_n: int
    higher_share: float | None
    higher_n: int
    raw: OddsRatio | None
    adjusted: OddsRatio | None
    missing: Mapping[str, int]


def compare(of: Sample) -> Comparison:
    """Compare the two groups; an odds ratio that cannot be estimated is None."""
    lower, higher = of.outcome[~of.higher], of.outcome[of.higher]
    known = ~np.isnan(of.controls).any(axis=1)
    controls = of.controls[known]
    scaled = _scaled(controls) if len(controls) else controls
    return Comparison(
        lower_share=_share(lower),
        lower_n=len(lower),
        higher_share=_share(higher),
        higher_n=len(higher),
        raw=odds_ratio(of.outcome, of.higher, np.empty((len(of.outcome), 0)), of.cluster),
        adjusted=odds_ratio(of.outcome[known], of.higher[known], scaled, of.cluster[known]),
        missing={**of.missing, "a control, from the adjusted comparison": int((~known).sum())},
    )


def _share(outcome: BoolArray) -> float | None:
    return float(outcome.mean()) if len(outcome) else None


def _scaled(controls: FloatArray) -> FloatArray:
    """In their own spread, so that the steps of Newton's method are of one size; without those that do not vary."""
    spread = controls.std(axis=0)
    return (controls - controls.mean(axis=0))[:, spread > 0] / spread[spread > 0]


def odds_ratio(outcome: BoolArray, higher: BoolArray, controls: FloatArray, cluster: IntArray) -> OddsRatio | None:
    """Odds ratio of a logit, its covariance robust to cases of one cluster being alike [Liang & Zeger 1986].

    None where a group or an outcome is empty or the fit runs off, as it does where the groups are told apart wholly.
    """
    y = outcome.astype(np.float64)
    x = np.column_stack([np.ones(len(y)), higher.astype(np.float64), controls])
    table = [int((outcome[higher == which] == came).sum()) for which in (False, True) for came in (False, True)]
    if min(table) == 0:
        return None
    b = logit_fit(x, y, _NO_PENALTY * np.ones(x.shape[1]))
    if np.abs(b).max() > _RUNS_OFF:
        return None
    p = 1.0 / (1.0 + np.exp(-(x @ b)))
    bread = np.linalg.inv((x * (p * (1.0 - p))[:, None]).T @ x)
    _, which = np.unique(cluster, return_inverse=True)
    clusters = int(which.max()) + 1
    scores = np.zeros((clusters, x.shape[1]))
    np.add.at(scores, which, x * (y - p)[:, None])
    n, k = x.shape
    correction = clusters / (clusters - 1) * (n - 1) / (n - k)
    covariance = correction * bread @ scores.T @ scores @ bread
    error = float(np.sqrt(covariance[1, 1]))
    middle = float(b[1])
    return OddsRatio(
        ratio=float(np.exp(middle)),
        low=float(np.exp(middle - _Z * error)),
        high=float(np.exp(middle + _Z * error)),
        p=two_sided(middle / error),
        n=n,
        clusters=clusters,
    )


def two_sided(z: float) -> float:
    """Two-sided p of a standard normal.

    >>> round(two_sided(1.959963984540054), 6)
    0.05
    """
    from math import erfc, sqrt

    return erfc(abs(z) / sqrt(2.0))


def holm(p: Sequence[float]) -> list[float]:
    """P values corrected for their number, so that any false alarm among all has at most the level [Holm 1979].

    >>> holm([0.01, 0.04, 0.03])
    [0.03, 0.06, 0.06]
    """
    order = sorted(range(len(p)), key=lambda i: p[i])
    corrected, so_far = [0.0] * len(p), 0.0
    for rank, i in enumerate(order):
        so_far = max(so_far, min(1.0, (len(p) - rank) * p[i]))
        corrected[i] = so_far
    return corrected


def thirds(values: FloatArray) -> tuple[BoolArray, BoolArray]:
    """The bottom and the top third of known values, by their quantiles; ties at a bound belong to the outer third."""
    low, high = np.nanquantile(values, [1 / 3, 2 / 3]).tolist()
    bottom, top = values <= low, values >= high
    return bottom & ~top, top & ~bottom
