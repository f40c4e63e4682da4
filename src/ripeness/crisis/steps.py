"""A step: chances by which states move, read backward as an expectation and forward as a flow of probability."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np

from ripeness.arrays import BoolArray, FloatArray, IntArray


@dataclass(frozen=True)
class Move:
    """Every state goes to `target` (states,) with `chance` (draws, viewers, states).

    `reaches` says for each pass that looks for something whether this is it, and as what it is counted.
    """

    target: IntArray
    chance: FloatArray
    reaches: Mapping[str, str] = field(default_factory=dict[str, str])

    @cached_property
    def possible(self) -> BoolArray:
        """Whether anybody in any draw thinks that a state may move, (states,)."""
        return np.asarray(self.chance.any(axis=(0, 1)))

    @cached_property
    def is_certain(self) -> bool:
        """Whether everybody in every draw is sure that each state goes to its target."""
        return bool((self.chance[:, :, self.target != np.arange(len(self.target))] == 1.0).all())


@dataclass(frozen=True, eq=False)
class Step:
    """Moves that exclude each other; what is left stays. `cost` is what each viewer expects to pay, if anything.

    The last viewer is the analyst, who follows the probabilities forward; the others are the parties.
    """

    moves: tuple[Move, ...]
    cost: FloatArray | None = None

    @cached_property
    def looks(self) -> bool:
        """Whether it only looks where states are, for passes that count it, and moves nothing."""
        stays = [bool((move.target == np.arange(len(move.target))).all()) for move in self.moves]
        return any(move.reaches for move in self.moves) and all(stays)

    def expect(self, value: FloatArray) -> FloatArray:
        """Value before the step from value after it, both (draws, parties, states); each by its own beliefs."""
        before = value.copy()
        for move in self.moves:
            before += move.chance[:, :-1] * (value[..., move.target] - value)
        return before if self.cost is None else before - self.cost

    def push(self, mass: FloatArray, watch: "Watch | None" = None) -> FloatArray:
        """Probabilities after the step from those before it, (..., draws, states), by the analyst's chances.

        With a watch, the first axis is its passes, and what a pass looks for is counted and dropped from it.
        """
        after = mass.copy()
        for move in self.moves:
            moving = move.chance[:, -1] * mass
            after -= moving
            if watch is not None:
                watch.drop(moving, move)
            pour(moving, after, move.target)
        return after


@dataclass(frozen=True)
class Watch:
    """Forward passes side by side, each of which looks for something: a path is counted and dropped where it happens.

    `passes` names them in the order of the first axis, those that look for nothing by names that no move reaches;
    `counted` holds what was found, (draws,) each, by what moves count it as.
    """

    passes: tuple[str, ...]
    counted: dict[str, FloatArray] = field(default_factory=dict[str, FloatArray])

    def drop(self, moving: FloatArray, move: Move) -> None:
        """Count what is about to move in the passes that look for this move, and take it away, in place."""
        for sought, name in move.reaches.items():
            if sought in self.passes:
                of_pass = moving[self.passes.index(sought)]
                self.counted[name] = self.counted.get(name, 0.0) + of_pass.sum(axis=-1)
                of_pass[...] = 0.0


def pour(mass: FloatArray, into: FloatArray, target: IntArray) -> None:
    """Add the mass of each state to its target's, in place; several may share one target."""
    where: Any = (..., target)
    np.add.at(into, where, mass)


def exclusive(moves: Sequence[Move], cost: FloatArray | None = None) -> Step:
    """A step of these moves, each chance clipped to [0, 1], all scaled down together where they sum past 1."""
    chances = [np.clip(move.chance, 0.0, 1.0) for move in moves]
    scale = np.maximum(np.sum(chances, axis=0), 1.0)
    # a move that nobody thinks possible only costs time
    possible = [replace(m, chance=c / scale) for m, c in zip(moves, chances, strict=True) if c.any()]
    return Step(tuple(possible), cost if cost is not None and cost.any() else None)
