"""The Kalai-Smorodinsky solution, discrete and lexicographic."""

import numpy as np

from ripeness.bargaining.solutions.choice import first_best, max_min_keys
from ripeness.case.values import FloatArray, IntArray


def kalai_smorodinsky(utility: FloatArray, reservation: FloatArray, moved: IntArray) -> int:
    """The deal whose smallest share of the best attainable surplus is largest [Kalai & Smorodinsky 1975].

    `utility` has shape (deals, signatories), `reservation` (signatories,), `moved` (deals,); the row is returned.
    A signatory whose best surplus is not above zero, which happens where only small steps are acceptable, has no
    share to speak of: its surplus itself is compared. Raises ValueError without any deal.

    >>> kalai_smorodinsky(np.array([[0.55, 0.45], [0.5, 0.8], [1, 0], [0, 1]]), np.zeros(2), np.ones(4, int))
    1
    """
    surplus = utility - reservation
    best = surplus.max(axis=0)
    shares = surplus / np.where(best > 0.0, best, 1.0)
    return first_best(max_min_keys(shares), surplus, moved)
