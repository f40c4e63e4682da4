"""How solutions choose: by one key after the other, ties broken alike for all (MODEL.md, section 4)."""

from collections.abc import Iterable

import numpy as np

from ripeness.case.values import FloatArray, IntArray

DECIMALS = 12


def first_best(keys: Iterable[FloatArray], surplus: FloatArray, moved: IntArray) -> int:
    """The row largest by each key in turn, then by its smallest surplus, then of the fewest issues moved, then first.

    Keys equal to 12 decimals tie, so that the order of additions decides nothing. `surplus` has shape
    (deals, signatories), each key and `moved` (deals,). Raises ValueError without any deal.

    >>> first_best([np.array([1.0, 2.0, 2.0])], np.array([[0.0], [1.0], [3.0]]), np.array([1, 1, 1]))
    2
    """
    left = np.arange(len(moved))
    for key in (*keys, surplus.min(axis=1), -moved.astype(float)):
        rounded = np.round(key[left], DECIMALS)
        left = left[rounded == rounded.max()]
    return int(left[0])


def max_min_keys(shares: FloatArray) -> list[FloatArray]:
    """Keys of the lexicographic max-min rule: each deal's smallest share, its second smallest and so on."""
    return list(np.sort(shares, axis=1).T)
