"""The Nash bargaining solution."""

import numpy as np

from ripeness.bargaining.solutions.choice import first_best
from ripeness.case.values import FloatArray, IntArray


def nash(utility: FloatArray, reservation: FloatArray, moved: IntArray) -> int:
    """The deal with the largest product of surpluses over reservation values [Nash 1950].

    `utility` has shape (deals, signatories), `reservation` (signatories,), `moved` (deals,); the row is returned.
    Surpluses below zero, which small steps may leave, count as zero. Raises ValueError without any deal.

    >>> nash(np.array([[1, 0.5], [0.6, 0.8], [0.5, 0.9]]), np.zeros(2), np.array([1, 1, 1]))
    0
    """
    surplus = utility - reservation
    return first_best([np.maximum(surplus, 0.0).prod(axis=1)], surplus, moved)
