"""Which one of the acceptable deals is chosen: the table of solutions, one entry each (MODEL.md, section 4)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from ripeness.arrays import BoolArray, FloatArray, IntArray
from ripeness.errors import InputError, Problem
from ripeness.rules.choice import first_best, max_min_keys, surpluses
from ripeness.rules.constraints import TOLERANCE


@dataclass(frozen=True)
class Total:
    """A goal of a search: the sum of surpluses, each times its weight (signatories,)."""

    weights: FloatArray


@dataclass(frozen=True)
class Smallest:
    """A goal of a search: the sum of the `count` smallest surpluses, or of their shares in the `best` payoffs.

    A share is the surplus over what the best payoff (signatories,) is above the reservation value.
    """

    count: int
    best: FloatArray | None = None

    def scale(self, reservation: FloatArray) -> FloatArray:
        """What surpluses over these reservation values, (signatories,), are divided by."""
        return np.ones_like(reservation) if self.best is None else share_scale(self.best - reservation)


@dataclass(frozen=True)
class Product:
    """A goal of a search: the product of surpluses, of deals that leave everybody one."""


Goal = Total | Smallest | Product


class Searched(Protocol):
    """What the goals of a solution may ask of the acceptable deals, which nobody has listed."""

    @property
    def signatories(self) -> int:
        """How many parties sign."""
        ...

    def best_payoffs(self) -> FloatArray:
        """The most that any acceptable deal is worth to each signatory, (signatories,)."""
        ...

    def all_can_gain(self) -> bool:
        """Whether some acceptable deal leaves everybody a surplus."""
        ...


Keys = Callable[[FloatArray, FloatArray, BoolArray | None], Sequence[FloatArray]]
Goals = Callable[[Searched], Sequence[Goal]]


@dataclass(frozen=True)
class Solution:
    """A way to choose one of the acceptable deals.

    Parameters
    ----------
    name
        Its name in a sentence.
    words
        What it makes largest.
    source
        Whose it is: [Author Year], an entry of `docs/references.md`.
    keys
        From utility (..., deals, signatories), reservation values (..., signatories), or as utility where deals differ
        in them, and `among` (..., deals), which leaves deals out, to what is made largest in turn: (..., deals) each.
    goals
        The same for a search of deals that are too many to list. Instead of a function None, if it cannot be searched
        by: then deals can be listed only.
    """

    name: str
    words: str
    source: str
    keys: Keys
    goals: Goals | None

    def choose(
        self, utility: FloatArray, reservation: FloatArray, moved: IntArray, among: BoolArray | None = None
    ) -> IntArray:
        """The row of the deal that is chosen, (...); -1 where there is nothing to choose from.

        Parameters
        ----------
        utility, reservation, moved
            (..., deals, signatories), (..., signatories) or as utility where deals differ in it, and how many issues
            each deal moves, (deals,).
        among
            (..., deals), which deals count; all if None.
        """
        keys = self.keys(utility, reservation, among)
        return first_best(keys, surpluses(utility, reservation), moved, among)


def solution_named(name: str) -> Solution:
    """A solution of the table; raises InputError for another."""
    if name not in SOLUTIONS:
        raise InputError(Problem(name, f"no such solution, expected: {', '.join(SOLUTIONS)}"))
    return SOLUTIONS[name]


def _product(utility: FloatArray, reservation: FloatArray, among: BoolArray | None) -> list[FloatArray]:
    # a product of two that lose is none
    return [np.maximum(surpluses(utility, reservation), 0.0).prod(axis=-1)]


def _product_searched(deals: Searched) -> list[Goal]:
    # where no deal leaves everybody a surplus the product is 0 for all, and decides nothing
    return [Product()] if deals.all_can_gain() else []


def _smallest(utility: FloatArray, reservation: FloatArray, among: BoolArray | None) -> list[FloatArray]:
    return max_min_keys(surpluses(utility, reservation))


def _smallest_by(signatories: int, best: FloatArray | None = None) -> list[Goal]:
    """The lexicographic max-min rule: for each k, the sum of the k smallest [Ogryczak & Sliwinski 2003]."""
    return [Smallest(count, best) for count in range(1, signatories + 1)]


def _smallest_searched(deals: Searched) -> list[Goal]:
    return _smallest_by(deals.signatories)


def _shares(utility: FloatArray, reservation: FloatArray, among: BoolArray | None) -> list[FloatArray]:
    counted = utility if among is None else np.where(among[..., None], utility, -np.inf)
    best = counted.max(axis=-2, keepdims=True, initial=-np.inf)
    reserved = reservation if reservation.ndim == utility.ndim else reservation[..., None, :]
    return max_min_keys((utility - reserved) / share_scale(best - reserved))


def share_scale(best: FloatArray) -> FloatArray:
    """Best surpluses to divide by: whoever cannot gain has no share to speak of, and its surplus itself counts."""
    return np.where(best > TOLERANCE, best, 1.0)


def _shares_searched(deals: Searched) -> list[Goal]:
    return _smallest_by(deals.signatories, deals.best_payoffs())


def _total(utility: FloatArray, reservation: FloatArray, among: BoolArray | None) -> list[FloatArray]:
    # reservation values would add the same to all
    return [utility.sum(axis=-1)]


def _total_searched(deals: Searched) -> list[Goal]:
    return [Total(np.ones(deals.signatories))]


SOLUTIONS: dict[str, Solution] = {
    "nash": Solution(
        name="Nash",
        words="the largest product of what each gains above its reservation value",
        source="[Nash 1950]",
        keys=_product,
        goals=_product_searched,
    ),
    "egalitarian": Solution(
        name="egalitarian",
        words="the most for whoever gains least above its reservation value, then for the next, and so on",
        source="[Kalai 1977]",
        keys=_smallest,
        goals=_smallest_searched,
    ),
    "kalai-smorodinsky": Solution(
        name="Kalai-Smorodinsky",
        words="the most for whoever gets the smallest part of the gain that it could have at best",
        source="[Kalai & Smorodinsky 1975]",
        keys=_shares,
        goals=_shares_searched,
    ),
    "utilitarian": Solution(
        name="utilitarian",
        words="the largest sum of payoffs",
        source="[Harsanyi 1955]",
        keys=_total,
        goals=_total_searched,
    ),
}
# what the parties agree on, unless another one is asked for
DEFAULT = "nash"
