"""The Nash bargaining solution."""

import numpy as np

from ripeness.bargaining.solutions.choice import first_best, surpluses
from ripeness.case.values import BoolArray, FloatArray, IntArray


def nash(utility: FloatArray, reservation: FloatArray, moved: IntArray, among: BoolArray | None = None) -> IntArray:
    """The deal with the largest product of surpluses over reservation values [Nash 1950].

    Surpluses below zero, which small steps may leave, count as zero. Shapes, ties and what is returned: see `choice`.

    >>> int(nash(np.array([[1, 0.5], [0.6, 0.8], [0.5, 0.9]]), np.zeros(2), np.array([1, 1, 1])))
    0
    """
    surplus = surpluses(utility, reservation)
    return first_best([np.maximum(surplus, 0.0).prod(axis=-1)], surplus, moved, among)
