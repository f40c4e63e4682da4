"""The egalitarian solution."""

from ripeness.bargaining.solutions.choice import first_best, max_min_keys, surpluses
from ripeness.case.values import BoolArray, FloatArray, IntArray


def egalitarian_keys(utility: FloatArray, reservation: FloatArray, among: BoolArray | None = None) -> list[FloatArray]:
    """What the egalitarian solution makes largest in turn: the smallest surplus, the second smallest and so on."""
    return max_min_keys(surpluses(utility, reservation))


def egalitarian(
    utility: FloatArray, reservation: FloatArray, moved: IntArray, among: BoolArray | None = None
) -> IntArray:
    """The deal whose smallest surplus is largest, then its second smallest and so on [Kalai 1977].

    Shapes, ties and what is returned: see `choice`.
    """
    return first_best(egalitarian_keys(utility, reservation, among), surpluses(utility, reservation), moved, among)
