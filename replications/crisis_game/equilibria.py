"""All equilibria that can be found: Newton's method from many starts, for all dyads.

Where a game has many equilibria, damped best responses reach few of them; Newton's method also reaches those that best
responses run away from [Su & Judd 2012]. No number of starts proves that none is missing, so a search reports what its
last quarter added, how much each half of the starts found of what the other did, and whether the indices sum to 1.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from crisis_game.game import indices, of_choices
from crisis_game.newton import newton
from crisis_game.payoffs import ACTIONS, STATES
from ripeness.arrays import BoolArray, FloatArray, IntArray

SAME = 1e-6  # equilibria no further apart than this, in any value, are one

_SHAPE = (2, STATES, ACTIONS)
_ROUND = 64  # random starts of each half in a round
_QUIET = 4  # rounds without a new equilibrium after which a dyad is left
_ROUNDS = 24
_NEAREST = 16
_RENEWED = 32  # random starts of a quick search


@dataclass
class Found:
    """The equilibria of one dyad, and how they were found.

    Parameters
    ----------
    values
        (equilibria, 2, states, actions), in the order of the first side's value of peace kept.
    first
        The start, counted from 0, that found each.
    halves
        Which half of the random starts found each: bit 0 and bit 1; 0 where only a neighbour's equilibrium led to it.
    starts
        How many starts there were.
    """

    values: FloatArray = field(default_factory=lambda: np.empty((0, *_SHAPE)))
    first: IntArray = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    halves: IntArray = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    starts: int = 0

    @property
    def late(self) -> int:
        """How many the last quarter of the starts added."""
        return int((self.first >= 0.75 * self.starts).sum())


def search(payoffs: FloatArray, names: Sequence[tuple[int, int]], discount: float, seed: int = 1) -> list[Found]:
    """Equilibria of every dyad, from random starts and from each other's equilibria.

    Each dyad draws its own starts, from the seed and its name, until some hundreds in a row bring nothing new and the
    indices sum to 1, or a limit is reached. Then every dyad starts from the equilibria of those with the most similar
    payoffs, as long as that brings anything new.

    Parameters
    ----------
    payoffs
        (dyads, 2, states, own actions, other's actions).
    names
        A pair of numbers for each dyad, not negative.
    """
    found = [Found() for _ in names]
    draws = [np.random.default_rng((seed, *name)) for name in names]
    _at_random(found, payoffs, discount, draws)
    _from_neighbours(found, payoffs, discount)
    for each in found:
        order = np.lexsort(each.values.reshape(len(each.values), -1).T[::-1])
        each.values, each.first, each.halves = each.values[order], each.first[order], each.halves[order]
    return found


def renew(
    known: Sequence[FloatArray], payoffs: FloatArray, names: Sequence[tuple[int, int]], discount: float, seed: int
) -> list[FloatArray]:
    """Equilibria at payoffs not far from those that had the known ones: a quick search around these, with a few more.

    What is no equilibrium any more is gone. Every dyad has at least one, for there is always one.
    """
    found = [Found() for _ in names]
    starts: dict[int, FloatArray] = {}
    for n, name in enumerate(names):
        rng = np.random.default_rng((seed, *name))
        near = known[n] + rng.normal(0.0, 0.3, known[n].shape)
        starts[n] = np.concatenate([known[n], near, _random_starts(seed, rng, payoffs[n], discount)[:_RENEWED]])
    _follow(found, starts, payoffs, discount, 0)
    turn = 0
    while lacking := [n for n, each in enumerate(found) if len(each.values) == 0]:
        turn += 1
        draws = {n: np.random.default_rng((seed, *names[n], turn)) for n in lacking}
        starts = {n: _random_starts(turn, rng, payoffs[n], discount) for n, rng in draws.items()}
        _follow(found, starts, payoffs, discount, 0)
    return [each.values for each in found]


def index_sums(found: Sequence[Found], payoffs: FloatArray, discount: float) -> IntArray:
    """The sum of the indices of each dyad's equilibria; not 1 where one is missing or singular."""
    return np.array([_index_sum(each.values, payoffs[n], discount) for n, each in enumerate(found)], dtype=np.int64)


def _at_random(found: list[Found], payoffs: FloatArray, discount: float, draws: Sequence[np.random.Generator]) -> None:
    quiet = np.zeros(len(found), dtype=np.int64)
    for turn in range(_ROUNDS):
        active = [n for n in range(len(found)) if quiet[n] < _QUIET]
        if not active:
            return
        new = np.zeros(len(found), dtype=np.int64)
        for half in (1, 2):
            starts = {n: _random_starts(turn, draws[n], payoffs[n], discount) for n in active}
            new += _follow(found, starts, payoffs, discount, half)
        quiet = np.where(new > 0, 0, quiet + 1)
        for n in active:
            if quiet[n] == _QUIET and _index_sum(found[n].values, payoffs[n], discount) != 1:
                quiet[n] = 0


def _random_starts(turn: int, rng: np.random.Generator, payoffs: FloatArray, discount: float) -> FloatArray:
    """Values of several scales, and values of random choices that are nearly sure."""
    kind = turn % 4
    if kind == 3:
        choices = rng.dirichlet(np.full(ACTIONS, 0.3), size=(_ROUND, 2, STATES))
        choices = np.maximum(choices, 1e-6)
        return of_choices(choices, _for_all(payoffs, _ROUND), discount)
    return rng.normal(0.0, (10.0, 3.0, 20.0)[kind], (_ROUND, *_SHAPE))


def _from_neighbours(found: list[Found], payoffs: FloatArray, discount: float) -> None:
    flat = payoffs.reshape(len(payoffs), -1)
    distance = np.abs(flat[:, None] - flat[None]).sum(axis=-1)
    nearest: list[list[int]] = np.argsort(distance, axis=1, kind="stable")[:, 1 : 1 + _NEAREST].tolist()
    # a dyad is asked again only for what its neighbours have found since
    asked: dict[tuple[int, int], int] = {}
    brought = True
    while brought:
        starts: dict[int, FloatArray] = {}
        for n in range(len(found)):
            theirs = [found[m].values[asked.get((n, m), 0) :] for m in nearest[n]]
            starts[n] = np.concatenate([np.empty((0, *_SHAPE)), *theirs])
        asked = {(n, m): len(found[m].values) for n in range(len(found)) for m in nearest[n]}
        brought = bool(_follow(found, starts, payoffs, discount, 0).any())


def _follow(
    found: list[Found], starts: dict[int, FloatArray], payoffs: FloatArray, discount: float, half: int
) -> IntArray:
    """Follow the starts of these dyads and keep what is new; returns how many that were, for each dyad."""
    new = np.zeros(len(found), dtype=np.int64)
    dyads = np.repeat(list(starts), [len(each) for each in starts.values()])
    values, reached = newton(np.concatenate(list(starts.values())), payoffs[dyads], discount)
    for n, given in starts.items():
        own = dyads == n
        new[n] = _keep(found[n], values[own], reached[own], half)
        found[n].starts += len(given)
    return new


def _keep(found: Found, values: FloatArray, reached: BoolArray, half: int) -> int:
    new = 0
    for place, value in _distinct(values, np.flatnonzero(reached)):
        same = np.flatnonzero(np.abs(found.values - value).max(axis=(1, 2, 3)) < SAME)
        if len(same):
            found.halves[same[0]] |= half
            continue
        found.values = np.concatenate([found.values, value[None]])
        found.first = np.append(found.first, found.starts + place)
        found.halves = np.append(found.halves, half)
        new += 1
    return new


def _distinct(values: FloatArray, places: IntArray) -> Iterator[tuple[int, FloatArray]]:
    """Those of the values at these places that differ, each with its first place."""
    while len(places):
        value = values[places[0]]
        yield int(places[0]), value
        places = places[np.abs(values[places] - value).max(axis=(1, 2, 3)) >= SAME]


def _for_all(payoffs: FloatArray, games: int) -> FloatArray:
    return np.broadcast_to(payoffs, (games, *payoffs.shape))


def _index_sum(values: FloatArray, payoffs: FloatArray, discount: float) -> int:
    return round(float(indices(values, _for_all(payoffs, len(values)), discount).sum()))
