"""Which points no other one dominates: at least as good for everybody and better for somebody.

Worth is a sum of floating-point numbers, so that equal ones may differ in their last digits, by the order of additions.
Numbers closer than a tolerance are therefore made equal first, party by party; what is compared is their order alone.
"""

from bisect import bisect_left

import numpy as np

from ripeness.arrays import FloatArray, IntArray

BLOCK = 256


def ranks(points: FloatArray, tolerance: float) -> IntArray:
    """The order of each number among those of its column, (points, parties); numbers within the tolerance are equal.

    >>> ranks(np.array([[0.3], [0.1 + 0.2], [0.5]]), 1e-12).ravel().tolist()
    [0, 0, 1]
    """
    found = np.empty(points.shape, dtype=np.int64)
    for party, column in enumerate(points.T):
        order = np.argsort(column, kind="stable")
        found[order, party] = np.concatenate([[0], np.cumsum(np.diff(column[order]) > tolerance)])
    return found


def nondominated(points: FloatArray, tolerance: float) -> IntArray:
    """Rows of the points (points, parties) that none dominates, ascending; of equal points the first.

    >>> nondominated(np.array([[1.0, 0.0], [0.5, 0.5], [0.4, 0.5], [0.5, 0.5]]), 1e-12).tolist()
    [0, 1]
    """
    if len(points) == 0:
        return np.zeros(0, dtype=np.int64)
    return best_ranked(ranks(points, tolerance))


def best_ranked(ranked: IntArray) -> IntArray:
    """The same for points that are given by their ranks."""
    # the best for the first party first, then for the second; equal ones in their order, for sorting is stable
    order = np.lexsort(tuple(-column for column in ranked.T[::-1]))
    parties = ranked.shape[1]
    if parties == 1:
        kept = np.zeros(1, dtype=np.int64)
    elif parties == 2:
        second = ranked[order, 1]
        kept = np.flatnonzero(second > np.concatenate([[-1], np.maximum.accumulate(second)[:-1]]))
    elif parties == 3:
        kept = _staircase(ranked[order, 1].tolist(), ranked[order, 2].tolist())
    else:
        kept = _in_blocks(ranked[order])
    return np.sort(order[kept])


def _staircase(second: list[int], third: list[int]) -> IntArray:
    """Of points in falling order, those that no earlier one dominates in the other two coordinates.

    Kept is the staircase of the earlier points: seconds rising, thirds falling [Kung, Luccio & Preparata 1975].
    """
    seconds: list[int] = []
    thirds: list[int] = []
    kept: list[int] = []
    for row, (y, z) in enumerate(zip(second, third, strict=True)):
        place = bisect_left(seconds, y)
        if place < len(seconds) and thirds[place] >= z:
            continue
        kept.append(row)
        end = place + 1 if place < len(seconds) and seconds[place] == y else place
        start = place
        while start and thirds[start - 1] <= z:
            start -= 1
        seconds[start:end] = [y]
        thirds[start:end] = [z]
    return np.array(kept, dtype=np.int64)


def _in_blocks(ranked: IntArray) -> IntArray:
    """The same for any number of parties: blocks in falling order against what is kept, then within themselves."""
    # one dominates or equals another only if it stands before it in the falling order
    kept = np.zeros((0, ranked.shape[1]), dtype=ranked.dtype)
    rows: list[IntArray] = []
    for start in range(0, len(ranked), BLOCK):
        block = ranked[start : start + BLOCK]
        left = np.flatnonzero(~_beaten(block, kept))
        within = _at_least(block[left], block[left])
        # of two that are equal the first stays
        beaten = (within & np.tri(len(left), k=-1, dtype=bool)).any(axis=1)
        left = left[~beaten]
        kept = np.concatenate([kept, block[left]])
        rows.append(left + start)
    return np.concatenate(rows)


def _at_least(points: IntArray, others: IntArray) -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
    """Whether each of the others is at least as good for everybody as each of the points, (points, others)."""
    found = others[None, :, 0] >= points[:, None, 0]
    for party in range(1, points.shape[1]):
        found &= others[None, :, party] >= points[:, None, party]
    return found


def _beaten(points: IntArray, others: IntArray) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    beaten = np.zeros(len(points), dtype=bool)
    for start in range(0, len(others), 4096):
        open_ = np.flatnonzero(~beaten)
        if len(open_) == 0:
            break
        beaten[open_] = _at_least(points[open_], others[start : start + 4096]).any(axis=1)
    return beaten
