"""The utilitarian solution."""

from ripeness.bargaining.solutions.choice import first_best
from ripeness.case.values import FloatArray, IntArray


def utilitarian(utility: FloatArray, reservation: FloatArray, moved: IntArray) -> int:
    """The deal with the largest sum of utilities [Harsanyi 1955].

    `utility` has shape (deals, signatories), `reservation` (signatories,), `moved` (deals,); the row is returned.
    Raises ValueError without any deal.
    """
    return first_best([utility.sum(axis=1)], utility - reservation, moved)
