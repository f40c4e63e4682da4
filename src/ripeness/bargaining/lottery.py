"""The classical Kalai-Smorodinsky solution, which allows lotteries over deals."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from ripeness.arrays import FloatArray, IntArray

LEAST_WEIGHT = 1e-9


@dataclass(frozen=True)
class Lottery:
    """Deals by row with the probability of each, what it is worth to each signatory, and which share each gets.

    `share` is how far everybody gets from the reservation value to the best that is to be had; `ideal` is that best.
    """

    rows: IntArray
    weights: FloatArray
    payoffs: FloatArray
    share: float
    ideal: FloatArray


def classical_kalai_smorodinsky(points: FloatArray, reservation: FloatArray) -> Lottery | None:
    """The lottery at which all get the same, largest share of their best surplus [Kalai & Smorodinsky 1975].

    `points` (deals, signatories) are the deals of the Pareto frontier, `reservation` is (signatories,). The set
    bargained over is the convex hull of the points with what is worse; its ideal point holds the most that each can
    get while nobody falls below the reservation value. Of lotteries with that share, one of the largest sum is taken.
    None where every lottery leaves somebody below the reservation value.

    >>> found = classical_kalai_smorodinsky(np.array([[1.0, 0.0], [0.0, 1.0]]), np.zeros(2))
    >>> found.payoffs.round(6).tolist(), round(found.share, 6)
    ([0.5, 0.5], 0.5)
    """
    from scipy.optimize import linprog  # pyright: ignore[reportMissingTypeStubs, reportUnknownVariableType]

    deals, parties = points.shape
    if deals == 0:
        return None
    one = np.ones((1, deals))
    ideal = np.empty(parties)
    for party in range(parties):
        best: Any = linprog(-points[:, party], A_ub=-points.T, b_ub=-reservation, A_eq=one, b_eq=[1.0])
        if best.status != 0:
            return None
        ideal[party] = -best.fun
    # the last variable is the share
    goal, rows = np.append(np.zeros(deals), -1.0), np.column_stack([-points.T, ideal - reservation])
    equal = np.column_stack([one, [[0.0]]])
    bounds = [(0.0, None)] * deals + [(0.0, 1.0)]
    largest: Any = linprog(goal, A_ub=rows, b_ub=-reservation, A_eq=equal, b_eq=[1.0], bounds=bounds)
    share = float(largest.x[-1])
    needed = reservation + share * (ideal - reservation) - LEAST_WEIGHT
    most: Any = linprog(-points.sum(axis=1), A_ub=-points.T, b_ub=-needed, A_eq=one, b_eq=[1.0])
    weights: FloatArray = most.x if most.status == 0 else largest.x[:-1]
    kept = np.flatnonzero(weights > LEAST_WEIGHT)
    drawn = weights[kept] / weights[kept].sum()
    return Lottery(kept, drawn, drawn @ points[kept], share, ideal)
