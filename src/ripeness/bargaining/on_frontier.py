"""Solutions on a Pareto frontier: what they choose of all deals that are no worse than the reservation values."""

import numpy as np

from ripeness.arrays import BoolArray, FloatArray, IntArray
from ripeness.bargaining.frontier import Frontier
from ripeness.bargaining.ties import ties
from ripeness.rules.choice import largest, surpluses
from ripeness.rules.solutions import solution_named
from ripeness.settlements.payoffs import DECIMALS


def decides(frontier: Frontier, reservation: FloatArray, zone: BoolArray) -> bool:
    """Whether all solutions choose from the frontier alone: where some acceptable point leaves everybody a surplus.

    Where none does, the product of surpluses is 0 for all, and a deal that another dominates may move fewer issues.
    Shapes are those of `choose`.
    """
    surplus = surpluses(frontier.of_signatories, reservation[list(frontier.space.signing)])[zone]
    products: FloatArray = np.maximum(surplus, 0.0).prod(axis=1)
    return bool((np.round(products, DECIMALS) > 0.0).any())


def choose(frontier: Frontier, reservation: FloatArray, zone: BoolArray, solution: str) -> IntArray:
    """The deal that a solution chooses, (issues,).

    `reservation` is (parties,), and `zone`, (points,), says which points are acceptable, at least one. The choice is
    that of the solution among all deals if with a deal each one is acceptable that is better for everybody, and if the
    frontier `decides`: no solution then takes a deal that another dominates.
    Ties are broken as on a list: the largest smallest surplus, the fewest issues moved, the first.
    """
    signing = list(frontier.space.signing)
    utility, reserved = frontier.of_signatories, reservation[signing]
    keys = solution_named(solution).keys(utility, reserved, zone)
    tied = largest([*keys, surpluses(utility, reserved).min(axis=-1)], zone)
    deals = [_fewest_moved(frontier, point) for point in np.flatnonzero(tied).tolist()]
    return min(deals, key=lambda deal: (int((deal > 0).sum()), deal.tolist()))


def _fewest_moved(frontier: Frontier, point: int) -> IntArray:
    # solutions often choose alike
    if point not in frontier.fewest_moved:
        frontier.fewest_moved[point] = ties(frontier, point).fewest_moved()
    return frontier.fewest_moved[point]
