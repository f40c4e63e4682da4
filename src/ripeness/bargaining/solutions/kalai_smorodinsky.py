"""The Kalai-Smorodinsky solution, discrete and lexicographic."""

import numpy as np

from ripeness.bargaining.solutions.choice import first_best, max_min_keys, surpluses
from ripeness.case.values import BoolArray, FloatArray, IntArray


def kalai_smorodinsky_keys(
    utility: FloatArray, reservation: FloatArray, among: BoolArray | None = None
) -> list[FloatArray]:
    """What the solution makes largest in turn: the smallest share, the second smallest and so on."""
    surplus = surpluses(utility, reservation)
    counted = surplus if among is None else np.where(among[..., None], surplus, -np.inf)
    best = counted.max(axis=-2, keepdims=True, initial=-np.inf)
    return max_min_keys(surplus / np.where(best > 0.0, best, 1.0))


def kalai_smorodinsky(
    utility: FloatArray, reservation: FloatArray, moved: IntArray, among: BoolArray | None = None
) -> IntArray:
    """The deal whose smallest share of the best attainable surplus is largest [Kalai & Smorodinsky 1975].

    A signatory whose best surplus is not above zero, which happens where only small steps are acceptable, has no
    share to speak of: its surplus itself is compared. Shapes, ties and what is returned: see `choice`.

    >>> int(kalai_smorodinsky(np.array([[0.55, 0.45], [0.5, 0.8], [1, 0], [0, 1]]), np.zeros(2), np.ones(4, int)))
    1
    """
    keys = kalai_smorodinsky_keys(utility, reservation, among)
    return first_best(keys, surpluses(utility, reservation), moved, among)
