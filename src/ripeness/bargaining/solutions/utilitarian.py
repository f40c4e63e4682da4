"""The utilitarian solution."""

from ripeness.bargaining.solutions.choice import first_best, surpluses
from ripeness.case.values import BoolArray, FloatArray, IntArray


def utilitarian_keys(utility: FloatArray, reservation: FloatArray, among: BoolArray | None = None) -> list[FloatArray]:
    """What the utilitarian solution makes largest: the sum of utilities."""
    return [utility.sum(axis=-1)]


def utilitarian(
    utility: FloatArray, reservation: FloatArray, moved: IntArray, among: BoolArray | None = None
) -> IntArray:
    """The deal with the largest sum of utilities [Harsanyi 1955]. Shapes, ties and what is returned: see `choice`."""
    return first_best(utilitarian_keys(utility, reservation, among), surpluses(utility, reservation), moved, among)
