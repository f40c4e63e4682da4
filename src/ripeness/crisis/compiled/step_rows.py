"""Steps laid out for the kernels, side by side: groups of entries, and the rows that many of them share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

import numpy as np
from numpy.typing import NDArray

from ripeness.arrays import FloatArray, IntArray
from ripeness.crisis.compiled import kernel
from ripeness.crisis.steps import Step
from ripeness.settlements.memo import Itself, Memo

# draws for which rows are not looked through for others that are the same
_FEW = 8


@dataclass(frozen=True)
class StepRows:
    """Steps side by side: `places` and `drawn` are those fields of `kernel.Plan` and `kernel.Drawn`.

    Those that move states `to_and_fro` have no order in which they could be taken in place.
    """

    places: dict[str, IntArray]
    drawn: dict[str, FloatArray]
    to_and_fro: frozenset[int]


def lanes(draws: FloatArray) -> FloatArray:
    """Draws in blocks side by side, (blocks, ..., lanes); the last block is filled up with the last draw."""
    n, side_by_side = len(draws), kernel.lanes_of(len(draws))
    blocks = -(-n // side_by_side)
    if n != blocks * side_by_side:
        draws = draws[np.minimum(np.arange(blocks * side_by_side), n - 1)]
    return np.ascontiguousarray(np.moveaxis(draws.reshape(blocks, side_by_side, *draws.shape[1:]), 1, -1))


def distinct(drawn: FloatArray) -> tuple[FloatArray, IntArray]:
    """Those of (draws, viewers, places) that are not the same as another place, (draws, viewers, rows), and which.

    Most of what states have belongs to their leadership, tension or trust, so that they share it.
    """
    n, viewers, places = drawn.shape
    bits = np.ascontiguousarray(drawn).reshape(n * viewers, places).view(np.uint64)
    _, first, same_as = np.unique(_odd_numbers(n * viewers) @ bits, return_index=True, return_inverse=True)
    # in their order among the places, so that rows are the same for all chunks of an ensemble
    order = np.argsort(first)
    which = cast(IntArray, np.argsort(order)[same_as])
    found = drawn[:, :, first[order]]
    if not np.array_equal(found[:, :, which], drawn):
        # two that only look the same, which next to never happens
        return drawn, np.arange(int(places))
    return found, which


@lru_cache(maxsize=8)
def _odd_numbers(count: int) -> NDArray[np.uint64]:
    """Random odd numbers: a sum of products with them, all bits kept, tells almost any two columns apart."""
    return np.random.default_rng(count).integers(0, 2**63, count, dtype=np.uint64) * np.uint64(2) + np.uint64(1)


def steps_as_rows(
    memo: Memo, steps: Sequence[Step], keep: IntArray, viewers: int, n: int, counters: Mapping[str, Mapping[str, int]]
) -> StepRows:
    """Steps as groups of entries, one group for each state that may move; see `kernel`.

    `counters` are the passes, the one that drops nothing first, each with the numbers of what it counts.
    """
    found = [_kept(memo, step, keep, viewers, n) for step in steps]

    def joined(name: str, rows: str = "") -> IntArray:
        """Places of all steps, moved on by the rows of those before."""
        counts = [getattr(f, rows).shape[2] if rows else 0 for f in found]
        begins = np.cumsum([0, *counts])
        return np.concatenate([getattr(f, name) + begin for f, begin in zip(found, begins, strict=False)])

    groups, entries, pays = (np.cumsum([0, *counts]) for counts in zip(*(f.counts for f in found), strict=True))
    last = np.concatenate([f.last + begin for f, begin in zip(found, entries, strict=False)])
    return StepRows(
        {
            "steps": np.stack([groups[:-1], groups[1:], pays[:-1], pays[1:]], axis=1),
            "source": joined("source"),
            "first": np.concatenate([[0], last[:-1]]).astype(np.int64)[: len(last)],
            "last": last,
            "target": joined("target"),
            "payer": joined("payer"),
            "chance_at": joined("chance_at", "chance"),
            "stay_at": joined("stay_at", "stay"),
            "payment_at": joined("payment_at", "payment"),
            "drops": np.concatenate([_drops(step, f, counters) for step, f in zip(steps, found, strict=True)]),
            "looks": np.array([f.looks for f in found]),
        },
        {name: np.concatenate([getattr(f, name) for f in found], axis=2) for name in ("chance", "stay", "payment")},
        frozenset(number for number, f in enumerate(found) if f.to_and_fro),
    )


@dataclass(frozen=True)
class _OneStep:
    """One step: groups with their `source`, where each ends among the entries, and what is drawn of them.

    `chance_at`, `stay_at`, `payment_at` are the rows of each entry, group and payer among what is drawn of viewers or
    parties: `chance`, `stay` and `payment`, (blocks, viewers, rows, lanes). `move` (entries,) is the number of the move
    that an entry is of; a step that `looks` leads each state to itself.
    """

    source: IntArray
    last: IntArray
    target: IntArray
    chance_at: IntArray
    stay_at: IntArray
    payer: IntArray
    payment_at: IntArray
    chance: FloatArray
    stay: FloatArray
    payment: FloatArray
    to_and_fro: bool
    move: IntArray
    looks: bool

    @property
    def counts(self) -> tuple[int, int, int]:
        """How many groups, entries and states that pay."""
        return len(self.source), len(self.target), len(self.payer)


def _kept(memo: Memo, step: Step, keep: IntArray, viewers: int, n: int) -> _OneStep:
    """The arrays of a step, laid out once for all games that take it over the same states."""
    return memo.of(("step", Itself(step), keep.tobytes()), lambda: _laid_out(step, keep, viewers, n))


_NONE = np.zeros(0, dtype=np.int64)


def _drops(step: Step, of: _OneStep, counters: Mapping[str, Mapping[str, int]]) -> IntArray:
    """Under which number each pass counts each entry, (entries, passes), -1 where it does not."""
    of_moves = [
        [numbers.get(move.reaches.get(name, ""), -1) for name, numbers in counters.items()] for move in step.moves
    ]
    return np.array(of_moves, dtype=np.int64).reshape(-1, len(counters))[of.move]


# what the steps of a game lead to hangs on its states alone, not on its numbers, and is laid out once
_PLACES_KEPT = 4096


@dataclass(frozen=True)
class _Places:
    """Where the entries of a step are: by entry its move, state kept, and target; by group its source and its end."""

    move: IntArray
    state: IntArray
    target: IntArray
    source: IntArray
    last: IntArray
    to_and_fro: bool


def _laid_out(step: Step, keep: IntArray, viewers: int, n: int) -> _OneStep:
    """Only what some draw may move, and each state before those that it may move to where that can be."""
    possible = [move.possible[keep] for move in step.moves]
    targets = tuple(move.target.tobytes() for move in step.moves)
    at = _places(targets, np.array(possible).tobytes(), keep.tobytes(), step.looks)
    chance = np.empty((n, viewers, len(at.move)))
    for number, move in enumerate(step.moves):
        of_move = np.flatnonzero(at.move == number)
        chance[:, :, of_move] = move.chance[:, :, keep[at.state[of_move]]]
    chance, chance_at = _shared_rows(chance)
    begins = np.append(0, at.last[:-1]) if len(at.last) else at.last
    stay, stay_at = _staying(chance, chance_at, begins, at.last)
    payer, payment, payment_at = _NONE, np.zeros((n, viewers - 1, 0)), _NONE
    if step.cost is not None:
        payer = np.flatnonzero(np.asarray(step.cost.any(axis=(0, 1)))[keep])
        payment, payment_at = _shared_rows(step.cost[:, :, keep[payer]])
    return _OneStep(
        at.source,
        at.last,
        at.target,
        chance_at,
        stay_at,
        payer,
        payment_at,
        lanes(chance),
        lanes(stay),
        lanes(payment),
        at.to_and_fro,
        at.move,
        step.looks,
    )


@lru_cache(maxsize=_PLACES_KEPT)
def _places(targets: tuple[bytes, ...], possible: bytes, kept: bytes, looks: bool) -> _Places:
    keep = np.frombuffer(kept, dtype=np.int64)
    may = np.frombuffer(possible, dtype=bool).reshape(len(targets), len(keep))
    sources, reached, moves = [_NONE], [_NONE], [_NONE]
    for number, target in enumerate(targets):
        everywhere = np.frombuffer(target, dtype=np.int64)
        to = within(keep, everywhere[keep])
        moving = np.flatnonzero(may[number] & (looks | (to != np.arange(len(keep)))))
        sources.append(moving)
        reached.append(to[moving])
        moves.append(np.full(len(moving), number))
    source, target, move = np.concatenate(sources), np.concatenate(reached), np.concatenate(moves)
    no_order = np.zeros(len(keep), dtype=np.int64), False
    ranks, to_and_fro = no_order if looks else _ranked(source, target, len(keep))
    order = np.lexsort((source, ranks[source]))
    source, target, move = source[order], target[order], move[order]
    begins = np.flatnonzero(np.diff(source, prepend=-1))
    return _Places(move, source, target, source[begins], np.append(begins, len(source))[1:], to_and_fro)


def _shared_rows(drawn: FloatArray) -> tuple[FloatArray, IntArray]:
    """Rows that are the same are kept once where there are many draws; for a few, finding them takes longer."""
    if len(drawn) <= _FEW:
        same: IntArray = np.arange(int(drawn.shape[2]))
        return drawn, same
    return distinct(drawn)


def _staying(chance: FloatArray, at: IntArray, begins: IntArray, ends: IntArray) -> tuple[FloatArray, IntArray]:
    """How likely nothing happens, (draws, viewers, rows), and which row is each group's."""
    if not len(begins):
        return chance[:, :, :0], _NONE
    # the last row is no chance at all, for groups with fewer entries than others
    padded = np.concatenate([chance, np.zeros((*chance.shape[:2], 1))], axis=2)
    entry = begins[:, None] + np.arange(int((ends - begins).max()))
    rows = np.where(entry < ends[:, None], at[np.minimum(entry, len(at) - 1)], padded.shape[2] - 1)
    which: IntArray = np.arange(len(rows))
    if len(chance) > _FEW:
        rows, same_as = np.unique(rows, axis=0, return_inverse=True)
        which = cast(IntArray, same_as)
    moving = padded[:, :, rows[:, 0]]
    for column in rows.T[1:]:
        moving = moving + padded[:, :, column]
    # a sum of chances may exceed 1 by a rounding error
    return np.maximum(1.0 - moving, 0.0), which.reshape(-1)


def _ranked(source: IntArray, target: IntArray, states: int) -> tuple[IntArray, bool]:
    """An order of the states in which every source comes before its targets, and whether there is none."""
    ranks, rank = np.zeros(states, dtype=np.int64), 0
    left = np.ones(len(source), dtype=bool)
    while left.any():
        is_target = np.zeros(states, dtype=bool)
        is_target[target[left]] = True
        free = left & ~is_target[source]
        if not free.any():
            ranks[source[left]] = rank
            return ranks, True
        ranks[source[free]] = rank
        left &= ~free
        rank += 1
    return ranks, False


def within(keep: IntArray, target: IntArray) -> IntArray:
    """Targets as places among the states kept; one that is not kept is never reached, and stands for staying."""
    place = np.minimum(np.searchsorted(keep, target), len(keep) - 1)
    return np.where(keep[place] == target, place, np.arange(len(target)))
