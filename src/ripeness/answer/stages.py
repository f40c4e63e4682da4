"""How far diplomacy gets by the horizon, in stages of which exactly one is the case (MODEL.md, section 6.5)."""

from collections.abc import Mapping
from itertools import pairwise

# each stage with what it says, in the order in which they are passed
STAGES: Mapping[str, str] = {
    "no_talks": "no talks begin",
    "no_opening": "talks begin, but no larger deal is ever open to all",
    "not_in_time": "a larger deal is open, but none is struck in time",
    "lost": "a larger deal is struck, and lost again",
    "in_force": "a larger deal is in force at the end",
}


def stages(ever: Mapping[str, float], in_force: float) -> dict[str, float]:
    """The probability of each stage; they add up to 1.

    Parameters
    ----------
    ever
        The probabilities that `talks`, an `opening` and a `deal` were ever reached by the horizon.
    in_force
        That a signed bargain or a settlement is in force at the horizon, none having been signed at the start.

    >>> stages({"talks": 0.75, "opening": 0.5, "deal": 0.375}, 0.25)
    {'no_talks': 0.25, 'no_opening': 0.25, 'not_in_time': 0.125, 'lost': 0.125, 'in_force': 0.25}
    """
    reached = (1.0, ever["talks"], ever["opening"], ever["deal"], in_force, 0.0)
    # rounding may carry a difference a hair below 0
    left = (max(one - further, 0.0) for one, further in pairwise(reached))
    return dict(zip(STAGES, left, strict=True))
