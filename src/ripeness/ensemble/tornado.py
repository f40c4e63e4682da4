"""Which judgements move an answer most, read off draws already computed (a tornado diagram)."""

from dataclasses import dataclass

import numpy as np

from ripeness.arrays import FloatArray, IntArray
from ripeness.case.quantity import AS_IS
from ripeness.ensemble.distribution import amounts, under
from ripeness.ensemble.ensemble import Table

FEWEST_DRAWS = 6


@dataclass(frozen=True)
class Bar:
    """How a quantity goes with one judgement: its mean over the third of draws where that is lowest and highest.

    `noise` is how far the difference of two such means is off by chance, at most, in 95 % of cases; `rank_correlation`
    is Spearman's, 0 where the quantity never changes.
    """

    judgement: str
    in_lowest: float
    in_highest: float
    noise: float
    rank_correlation: float

    @property
    def difference(self) -> float:
        """How much higher the quantity is where the judgement is high."""
        return self.in_highest - self.in_lowest

    @property
    def stands_out(self) -> bool:
        """Whether the difference is more than chance would make it."""
        return abs(self.difference) > self.noise


def tornado(draws: Table, outcomes: Table, quantity: str = "war", posture: str = AS_IS) -> tuple[Bar, ...]:
    """A bar for each judgement that has a range, the longest first.

    `draws` and `outcomes` are the tables of all draws, as `ensemble.chunk` gives them; `quantity` is any number of
    `outcomes`, such as `war` or `deal_now`. Judgements are drawn independently of each other, so that a difference is
    an effect of its own [Saltelli et al. 2008]. Raises ValueError for fewer than 6 draws.
    """
    values = amounts(under(outcomes, posture), quantity)
    if len(values) < FEWEST_DRAWS:
        raise ValueError(f"{len(values)} draws say nothing of what matters, expected: {FEWEST_DRAWS} or more")
    ranks = _ranks(values, np.argsort(values))
    bars = [_bar(path, column.astype(np.float64), values, ranks) for path, column in draws.items() if path != "draw"]
    return tuple(sorted(bars, key=lambda bar: (-abs(bar.difference), bar.judgement)))


def _bar(path: str, column: FloatArray, values: FloatArray, ranks: FloatArray) -> Bar:
    order, third = np.argsort(column, kind="stable"), len(values) // 3
    lowest, highest = values[order[:third]], values[order[-third:]]
    noise = 1.96 * np.sqrt((lowest.var(ddof=1) + highest.var(ddof=1)) / third)
    return Bar(
        path, float(lowest.mean()), float(highest.mean()), float(noise), _correlation(_ranks(column, order), ranks)
    )


def _ranks(values: FloatArray, order: IntArray) -> FloatArray:
    """Ranks from 0, ties sharing their mean rank, less the mean of all; `order` sorts the values."""
    rises = np.diff(values[order]) > 0
    first = np.concatenate([[0], np.flatnonzero(rises) + 1, [len(values)]])
    ranks = np.empty(len(values))
    ranks[order] = np.repeat((first[:-1] + first[1:] - 1) / 2.0, np.diff(first))
    return ranks - (len(values) - 1) / 2.0


def _correlation(one: FloatArray, other: FloatArray) -> float:
    scale = float(np.sqrt((one @ one) * (other @ other)))
    return float(one @ other) / scale if scale > 0 else 0.0
