"""The egalitarian solution."""

from ripeness.bargaining.solutions.choice import first_best, max_min_keys
from ripeness.case.values import FloatArray, IntArray


def egalitarian(utility: FloatArray, reservation: FloatArray, moved: IntArray) -> int:
    """The deal whose smallest surplus is largest, then its second smallest and so on [Kalai 1977].

    `utility` has shape (deals, signatories), `reservation` (signatories,), `moved` (deals,); the row is returned.
    Raises ValueError without any deal.
    """
    surplus = utility - reservation
    return first_best(max_min_keys(surplus), surplus, moved)
