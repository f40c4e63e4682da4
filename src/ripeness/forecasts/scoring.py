"""How good forecasts were: Brier and log score, calibration, and beside them a crowd and a constant.

Intervals are 95 % percentile bootstraps [Efron & Tibshirani 1993] over groups of forecasts, since those of one case
made for one day stand or fall together; None with fewer than two groups.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ripeness.arrays import BoolArray, FloatArray, IntArray
from ripeness.ensemble.intervals import wilson
from ripeness.ensemble.wording import ESTIMATES

RESAMPLES = 10_000
_SEED = 1
_CHUNK = 1_000
_TAILS = (0.025, 0.975)

Interval = tuple[float, float]


@dataclass(frozen=True)
class Answered:
    """Forecasts with their outcomes: probabilities of yes (n,), whether yes (n,), group and year of each (n,).

    `crowd` is NaN where there is none.
    """

    probability: FloatArray
    happened: BoolArray
    group: IntArray
    year: IntArray
    crowd: FloatArray

    def __len__(self) -> int:
        return len(self.probability)

    def only(self, rows: BoolArray) -> "Answered":
        """Some of them."""
        return Answered(
            self.probability[rows], self.happened[rows], self.group[rows], self.year[rows], self.crowd[rows]
        )


@dataclass(frozen=True)
class Score:
    """Scores of n forecasts.

    `brier` is 0 to 1, lower is better; `log` in nats, infinite where the impossible happened, of which `impossible`
    counts the times; `constant` the Brier score of always saying `base`, the share that came out yes: a constant that
    knew it beforehand.
    """

    n: int
    groups: int
    base: float
    brier: float
    brier_interval: Interval | None
    log: float
    impossible: int
    constant: float


@dataclass(frozen=True)
class BesideCrowd:
    """Forecasts that have a crowd beside them: our Brier score, its, and ours less its with an interval."""

    n: int
    ours: float
    crowd: float
    difference: float
    interval: Interval | None


@dataclass(frozen=True)
class Bin:
    """The forecasts that one estimative word covers: said on average, came out yes, with a 95 % interval."""

    word: str
    low: float
    high: float
    n: int
    said: float
    happened: float
    interval: Interval


@dataclass(frozen=True)
class Scores:
    """All of them: overall, beside the crowd, by the year of the outcome, and how well calibrated."""

    overall: Score
    crowd: BesideCrowd | None
    by_year: Mapping[int, Score]
    calibration: tuple[Bin, ...]


def scores(of: Answered) -> Scores:
    """Score forecasts; one at least."""
    years = np.unique(of.year).tolist()
    return Scores(score(of), beside_crowd(of), {y: score(of.only(of.year == y)) for y in years}, calibration(of))


def score(of: Answered) -> Score:
    """Brier and log score of forecasts; one at least.

    >>> yes, said = np.array([True, False]), np.array([0.5, 0.5])
    >>> found = score(Answered(said, yes, np.arange(2), np.zeros(2, int), said))
    >>> found.brier, round(found.log, 4), found.constant
    (0.25, 0.6931, 0.25)
    """
    happened = of.happened.astype(np.float64)
    squared = (of.probability - happened) ** 2
    given = np.where(of.happened, of.probability, 1.0 - of.probability)
    base = float(happened.mean())
    with np.errstate(divide="ignore"):
        log = float(-np.log(given).mean())
    return Score(
        n=len(of),
        groups=len(np.unique(of.group)),
        base=base,
        brier=float(squared.mean()),
        brier_interval=bootstrap(squared, of.group),
        log=log + 0.0,
        impossible=int((given == 0.0).sum()),
        constant=base * (1.0 - base),
    )


def beside_crowd(of: Answered) -> BesideCrowd | None:
    """Our Brier score less the crowd's on the same forecasts; None where no crowd stands beside any."""
    both = of.only(~np.isnan(of.crowd))
    if not len(both):
        return None
    ours, crowd = ((p - both.happened) ** 2 for p in (both.probability, both.crowd))
    difference = ours - crowd
    interval = bootstrap(difference, both.group)
    return BesideCrowd(len(both), float(ours.mean()), float(crowd.mean()), float(difference.mean()), interval)


def calibration(of: Answered) -> tuple[Bin, ...]:
    """What was said against what happened, by the ranges of the estimative words; only those with a forecast."""
    found: list[Bin] = []
    low = 0.0
    for bound, word in ESTIMATES:
        rows = (of.probability >= low) & (of.probability < bound)
        if n := int(rows.sum()):
            said, happened = float(of.probability[rows].mean()), float(of.happened[rows].mean())
            found.append(Bin(word, low, min(bound, 1.0), n, said, happened, wilson(happened, n)))
        low = bound
    return tuple(found)


def bootstrap(values: FloatArray, group: IntArray) -> Interval | None:
    """The 95 % interval of a mean whose terms come in groups: (n,), (n,)."""
    _, which = np.unique(group, return_inverse=True)
    size = np.bincount(which).astype(np.float64)
    if len(size) < 2:
        return None
    total = np.bincount(which, values)
    rng = np.random.default_rng(_SEED)
    means: list[FloatArray] = []
    for _ in range(RESAMPLES // _CHUNK):
        drawn = rng.integers(len(size), size=(_CHUNK, len(size)))
        means.append(total[drawn].sum(axis=1) / size[drawn].sum(axis=1))
    low, high = np.quantile(np.concatenate(means), _TAILS).tolist()
    return low, high


def numbered(groups: Sequence[str]) -> IntArray:
    """Groups by name as numbers."""
    _, which = np.unique(np.array(groups, dtype=str), return_inverse=True)
    return which.astype(np.int64)
