"""What settlements are worth and cost as linear functions of what is picked, for spaces too large to list."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ripeness.arrays import FloatArray
from ripeness.settlements.ground import Ground
from ripeness.settlements.payoffs import option_visibility
from ripeness.settlements.space import Space, space_of


@dataclass(frozen=True)
class Linear:
    """A number that is linear in what is picked: a constant, a part for each option, one for each linkage that holds.

    `parts[k]` is (options of issue k,), `links` (linkages,).
    """

    constant: float
    parts: tuple[FloatArray, ...]
    links: FloatArray

    @property
    def lowest(self) -> float:
        """No settlement has less."""
        return self.constant + sum(float(part.min()) for part in self.parts) + float(np.minimum(self.links, 0.0).sum())

    @property
    def highest(self) -> float:
        """No settlement has more."""
        return self.constant + sum(float(part.max()) for part in self.parts) + float(np.maximum(self.links, 0.0).sum())

    def plus(self, constant: float) -> "Linear":
        """The same and a constant."""
        return Linear(self.constant + constant, self.parts, self.links)

    def times(self, factor: float) -> "Linear":
        """So many times the same."""
        return Linear(factor * self.constant, tuple(factor * part for part in self.parts), factor * self.links)

    def minus(self, other: "Linear") -> "Linear":
        """The same less another one."""
        parts = tuple(one - less for one, less in zip(self.parts, other.parts, strict=True))
        return Linear(self.constant - other.constant, parts, self.links - other.links)

    def differs_by_a_constant(self, other: "Linear") -> bool:
        """Whether it is another one and a constant."""
        parts = zip((*self.parts, self.links), (*other.parts, other.links), strict=True)
        return all(np.array_equal(one, its) for one, its in parts)


@dataclass(frozen=True)
class LinearPayoffs:
    """What the settlements of a ground are worth and cost, as linear numbers at its first draw.

    Methods that take `i` are of the party at that position.
    """

    on: Ground

    @cached_property
    def space(self) -> Space:
        """The settlements that are meant."""
        return space_of(self.on.case, self.on.parties, self.on.values)

    @cached_property
    def utility(self) -> tuple[Linear, ...]:
        """What settlements are worth to each party, linkages included."""
        links, parties = self.space.links, range(len(self.space.parties))
        bonus = np.array([np.zeros(len(parties)) if link.requires else link.value for link in links])
        bonus = bonus.reshape(len(links), len(parties))
        return tuple(Linear(0.0, tuple(flow[i] for flow in self.space.flows), bonus[:, i]) for i in parties)

    def sum_of(self, parts: Sequence[FloatArray]) -> Linear:
        """What settlements add up to, from one array (options,) for each issue; no linkages."""
        return Linear(0.0, tuple(parts), np.zeros(len(self.space.links)))

    def loss(self, i: int) -> Linear:
        """What is conceded in them."""
        return self._by_option(i, lambda flow, shown: np.maximum(-flow, 0.0))

    def public_gain(self, i: int) -> Linear:
        """What is gained for all to see."""
        return self._by_option(i, lambda flow, shown: shown * np.maximum(flow, 0.0))

    def public_loss(self, i: int) -> Linear:
        """What is conceded for all to see."""
        return self._by_option(i, lambda flow, shown: shown * np.maximum(-flow, 0.0))

    def takes_one_of(self, issue: str, options: Sequence[str]) -> Linear:
        """1 where one of these options of the issue is picked, else 0."""
        return self.sum_of([
            np.array([float(name == issue and option in options) for option in names])
            for name, names in zip(self.space.issues, self.space.option_names, strict=True)
        ])  # fmt: skip

    def _by_option(self, i: int, of: Callable[[FloatArray, FloatArray], FloatArray]) -> Linear:
        shown = option_visibility(self.on.case, self.on.values)
        return self.sum_of([of(flow[i], seen[0, 0]) for flow, seen in zip(self.space.flows, shown, strict=True)])
