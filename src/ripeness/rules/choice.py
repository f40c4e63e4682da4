"""How solutions choose: by one key after the other, ties broken alike for all (MODEL.md, section 4).

Shapes below may have leading axes, such as the draws'; each position is then chosen for by itself. `utility` has shape
(..., deals, signatories), `reservation` (..., signatories), or that of utility where deals differ in it; `moved` is
(deals,). `among` (..., deals) leaves deals out. A choice is a row, (...); -1 where there is nothing to choose from.
"""

from collections.abc import Iterable

import numpy as np

from ripeness.arrays import BoolArray, FloatArray, IntArray
from ripeness.settlements.payoffs import DECIMALS

NO_DEAL = -1


def largest(keys: Iterable[FloatArray], among: BoolArray) -> BoolArray:
    """Which deals are largest by each key in turn, (..., deals); keys, (..., deals) each, tie if equal to 12 decimals.

    >>> largest([np.array([1.0, 2.0, 2.0]), np.array([9.0, 5.0, 5.0])], np.ones(3, dtype=bool)).tolist()
    [False, True, True]
    """
    left = among
    for key in keys:
        rounded = np.where(left, np.round(key, DECIMALS), -np.inf)
        left = left & (rounded == rounded.max(axis=-1, keepdims=True))
    return left


def first_best(
    keys: Iterable[FloatArray], surplus: FloatArray, moved: IntArray, among: BoolArray | None = None
) -> IntArray:
    """The row largest by each key in turn, then by its smallest surplus, then of the fewest issues moved, then first.

    Keys, (..., deals) each, tie if equal to 12 decimals, so that the order of additions decides nothing.

    >>> int(first_best([np.array([1.0, 2.0, 2.0])], np.array([[0.0], [1.0], [3.0]]), np.array([1, 1, 1])))
    2
    """
    if len(moved) == 0:
        return np.full(surplus.shape[:-2], NO_DEAL)
    among = np.ones(surplus.shape[:-1], dtype=bool) if among is None else among
    left = largest([*keys, surplus.min(axis=-1), -moved.astype(float)], among)
    return np.where(left.any(axis=-1), left.argmax(axis=-1), NO_DEAL)


def surpluses(utility: FloatArray, reservation: FloatArray) -> FloatArray:
    """Utility over the reservation values, (..., deals, signatories)."""
    return utility - (reservation if reservation.ndim == utility.ndim else reservation[..., None, :])


def max_min_keys(shares: FloatArray) -> list[FloatArray]:
    """Keys of the lexicographic max-min rule: each deal's smallest share, its second smallest and so on."""
    return list(np.moveaxis(np.sort(shares, axis=-1), -1, 0))
