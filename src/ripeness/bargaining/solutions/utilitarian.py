"""The utilitarian solution."""

from ripeness.bargaining.solutions.choice import first_best, surpluses
from ripeness.case.values import BoolArray, FloatArray, IntArray


def utilitarian(
    utility: FloatArray, reservation: FloatArray, moved: IntArray, among: BoolArray | None = None
) -> IntArray:
    """The deal with the largest sum of utilities [Harsanyi 1955]. Shapes, ties and what is returned: see `choice`."""
    return first_best([utility.sum(axis=-1)], surpluses(utility, reservation), moved, among)
