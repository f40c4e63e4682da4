"""A step: chances by which states move, read backward as an expectation and forward as a flow of probability."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from ripeness.arrays import BoolArray, FloatArray, IntArray


@dataclass(frozen=True)
class Move:
    """Every state goes to `target` (states,) with `chance` (draws, viewers, states)."""

    target: IntArray
    chance: FloatArray

    @cached_property
    def possible(self) -> BoolArray:
        """Whether anybody in any draw thinks that a state may move, (states,)."""
        return np.asarray(self.chance.any(axis=(0, 1)))

    @cached_property
    def is_certain(self) -> bool:
        """Whether everybody in every draw is sure that each state goes to its target."""
        return bool((self.chance[:, :, self.target != np.arange(len(self.target))] == 1.0).all())


@dataclass(frozen=True)
class Step:
    """Moves that exclude each other; what is left stays. `cost` is what each viewer expects to pay, if anything.

    The last viewer is the analyst, who follows the probabilities forward; the others are the parties.
    """

    moves: tuple[Move, ...]
    cost: FloatArray | None = None

    def expect(self, value: FloatArray) -> FloatArray:
        """Value before the step from value after it, both (draws, parties, states); each by its own beliefs."""
        before = value.copy()
        for move in self.moves:
            before += move.chance[:, :-1] * (value[..., move.target] - value)
        return before if self.cost is None else before - self.cost

    def push(self, mass: FloatArray) -> FloatArray:
        """Probabilities after the step from those before it, (..., draws, states), by the analyst's chances."""
        after = mass.copy()
        for move in self.moves:
            moving = move.chance[:, -1] * mass
            after -= moving
            pour(moving, after, move.target)
        return after


def pour(mass: FloatArray, into: FloatArray, target: IntArray) -> None:
    """Add the mass of each state to its target's, in place; several may share one target."""
    where: Any = (..., target)
    np.add.at(into, where, mass)


def exclusive(moves: Sequence[Move], cost: FloatArray | None = None) -> Step:
    """A step of these moves, each chance clipped to [0, 1], all scaled down together where they sum past 1."""
    chances = [np.clip(move.chance, 0.0, 1.0) for move in moves]
    scale = np.maximum(np.sum(chances, axis=0), 1.0)
    # a move that nobody thinks possible only costs time
    possible = [Move(m.target, c / scale) for m, c in zip(moves, chances, strict=True) if c.any()]
    return Step(tuple(possible), cost if cost is not None and cost.any() else None)
