"""The Nash bargaining solution."""

import numpy as np

from ripeness.bargaining.solutions.choice import first_best, surpluses
from ripeness.case.values import BoolArray, FloatArray, IntArray


def nash_keys(utility: FloatArray, reservation: FloatArray, among: BoolArray | None = None) -> list[FloatArray]:
    """What the Nash solution makes largest: the product of surpluses."""
    return [np.maximum(surpluses(utility, reservation), 0.0).prod(axis=-1)]


def nash(utility: FloatArray, reservation: FloatArray, moved: IntArray, among: BoolArray | None = None) -> IntArray:
    """The deal with the largest product of surpluses over reservation values [Nash 1950].

    Surpluses below zero, which small steps may leave, count as zero. Shapes, ties and what is returned: see `choice`.

    >>> int(nash(np.array([[1, 0.5], [0.6, 0.8], [0.5, 0.9]]), np.zeros(2), np.array([1, 1, 1])))
    0
    """
    return first_best(nash_keys(utility, reservation, among), surpluses(utility, reservation), moved, among)
