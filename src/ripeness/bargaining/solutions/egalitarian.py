"""The egalitarian solution."""

from ripeness.bargaining.solutions.choice import first_best, max_min_keys, surpluses
from ripeness.case.values import BoolArray, FloatArray, IntArray


def egalitarian(
    utility: FloatArray, reservation: FloatArray, moved: IntArray, among: BoolArray | None = None
) -> IntArray:
    """The deal whose smallest surplus is largest, then its second smallest and so on [Kalai 1977].

    Shapes, ties and what is returned: see `choice`.
    """
    surplus = surpluses(utility, reservation)
    return first_best(max_min_keys(surplus), surplus, moved, among)
