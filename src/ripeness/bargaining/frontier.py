"""The Pareto frontier of all deals, without listing them: exact for any number of issues [Nemhauser & Ullmann 1969].

Issues are merged one at a time. Of partial deals in one state (see `space`), those that another dominates can be part
of no deal on the frontier, for whatever completes the one completes the other; they are dropped. Where there are few,
nothing is dropped before the end, which is to list all deals.

An **approximate** frontier drops more: of partial deals in one box of a grid it keeps one, so that for every deal some
point is at most ε worse for anybody [Papadimitriou & Yannakakis 2000].
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from ripeness.arrays import BoolArray, FloatArray, IntArray
from ripeness.bargaining.dominance import best_ranked, nondominated, ranks
from ripeness.errors import InputError, Problem
from ripeness.settlements.payoffs import DECIMALS
from ripeness.settlements.space import Space

LISTED = 512
MERGED = 1 << 18
KEPT_AT_MOST = {2: 2_000_000, 3: 200_000}
KEPT_OF_MANY_PARTIES = 30_000
SAME = 10.0**-DECIMALS
# more than additions lose, less than any difference that counts
NOISE = 1e-13


@dataclass(frozen=True)
class Level:
    """The partial deals kept on the first issues, in lexicographic order: worth to those compared, state, last pick.

    `parents` are rows of the level before, `picks` options of the level's issue; the level before all issues has none.
    """

    worth: FloatArray
    states: BoolArray
    parents: IntArray
    picks: IntArray


@dataclass(frozen=True)
class Frontier:
    """The deals that no other one dominates for the signatories, each point once.

    `payoffs` has shape (points, parties), `options` (points, issues): the first deal of each point; points are in the
    order of these. `epsilon` is 0 where the frontier is exact; else every deal is at most so much better, for
    anybody, than some point.
    """

    space: Space
    payoffs: FloatArray
    options: IntArray
    epsilon: float
    compared: tuple[int, ...]
    noise: float
    levels: Sequence[Level]

    def __len__(self) -> int:
        return len(self.payoffs)

    @cached_property
    def of_signatories(self) -> FloatArray:
        """What the points are worth to those who sign, (points, signatories)."""
        return self.payoffs[:, list(self.space.signing)]

    @cached_property
    def fewest_moved(self) -> dict[int, IntArray]:
        """For points that were asked for, the deal that moves the fewest issues, the first of those, (issues,)."""
        return {}

    def named(self, point: int) -> dict[str, str]:
        """The first deal of a point as issue: option."""
        return self.space.named(self.options[point])


class TooManyError(InputError):
    """A frontier of more points than are kept: an approximate one is smaller."""


def frontier(
    space: Space,
    epsilon: float = 0.0,
    compared: Sequence[int] | None = None,
    listed: int = LISTED,
    kept_at_most: int | None = None,
) -> Frontier:
    """The Pareto frontier of a space for the signatories, or for the parties `compared`.

    Up to `listed` partial deals are kept without comparing them. Raises TooManyError where more than `kept_at_most`
    would be left after comparing.
    """
    columns = list(space.signing if compared is None else compared)
    most = kept_at_most or KEPT_AT_MOST.get(len(columns), KEPT_OF_MANY_PARTIES)
    noise = NOISE * max(1.0, _largest(space, columns))
    box = epsilon / len(space.issues)
    root = Level(
        np.zeros((1, len(columns))), space.first_state(), np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    )
    levels = [root]
    for issue in range(len(space.issues)):
        level = _merged(space, levels[-1], issue, columns, noise, box, listed)
        if len(level.worth) > max(most, listed):
            raise TooManyError(
                Problem("issues", f"more than {most:,} deals on the frontier, expected: an approximate frontier")
            )
        levels.append(level)
    options = settlements_of(levels, np.arange(len(levels[-1].worth)))
    payoffs = space.worth(options) if len(options) else np.zeros((0, len(space.parties)))
    # the sums that a list would have, so that nothing hangs on how the points were found
    kept = nondominated(payoffs[:, columns], SAME / 2)
    return Frontier(space, payoffs[kept], options[kept], epsilon, tuple(columns), noise, levels)


def _largest(space: Space, columns: Sequence[int]) -> float:
    per_issue = sum(float(np.abs(flow[columns]).max(initial=0.0)) for flow in space.flows)
    return per_issue + sum(float(np.abs(link.value).max(initial=0.0)) for link in space.links)


def _merged(
    space: Space, level: Level, issue: int, columns: Sequence[int], noise: float, box: float, listed: int
) -> Level:
    """The next level: every partial deal with every option of the issue, less what is dominated."""
    size, rows = space.sizes[issue], len(level.worth)
    flow = space.flows[issue][columns]
    pool: Level | None = None
    at_once = max(1, MERGED // max(rows, 1))
    for first in range(0, size, at_once):
        parts: list[Level] = [] if pool is None else [pool]
        for option in range(first, min(first + at_once, size)):
            states, may, bonus = space.next_states(level.states, issue, option)
            worth = level.worth + flow[:, option] + bonus[:, columns]
            going = np.flatnonzero(may)
            parts.append(Level(worth[going], states[going], going, np.full(len(going), option)))
        pool = _joined(parts)
        if len(pool.worth) > listed or box:
            pool = _only(pool, _undominated(pool, noise, box))
    assert pool is not None
    # lexicographic: by the partial deal before, which is in that order already, then by option
    return _only(pool, np.lexsort((pool.picks, pool.parents)))


def _joined(parts: Sequence[Level]) -> Level:
    return Level(
        np.concatenate([part.worth for part in parts]),
        np.concatenate([part.states for part in parts]),
        np.concatenate([part.parents for part in parts]),
        np.concatenate([part.picks for part in parts]),
    )


def _only(level: Level, rows: IntArray) -> Level:
    return Level(level.worth[rows], level.states[rows], level.parents[rows], level.picks[rows])


def state_numbers(states: BoolArray) -> IntArray:
    """A number for each state, (rows,): equal numbers, equal states."""
    numbers = np.zeros(len(states), dtype=np.int64)
    for column in states.T:
        if column.any() and not column.all():
            # made small again, so that no number of linkages is too many
            numbers = np.unique(numbers * 2 + column, return_inverse=True)[1]
    return numbers


def _undominated(pool: Level, noise: float, box: float) -> IntArray:
    numbers = state_numbers(pool.states)
    order = np.lexsort((pool.picks, pool.parents, numbers))
    found: list[IntArray] = []
    bounds = np.flatnonzero(np.diff(numbers[order], prepend=-1, append=-1))
    for start, end in pairwise(bounds):
        rows = order[start:end]
        worth = pool.worth[rows]
        ranked = ranks(worth, noise) if not box else _boxes(worth, box)
        found.append(rows[best_ranked(ranked)])
    return np.concatenate(found) if found else order


def _boxes(worth: FloatArray, box: float) -> IntArray:
    lowest = worth.min(axis=0, initial=np.inf)
    return np.floor((worth - lowest) / box).astype(np.int64)


def settlements_of(levels: Sequence[Level], rows: IntArray) -> IntArray:
    """The options that partial deals of the last level have, (rows, issues)."""
    options = np.zeros((len(rows), len(levels) - 1), dtype=np.int64)
    for issue in range(len(levels) - 2, -1, -1):
        level = levels[issue + 1]
        options[:, issue] = level.picks[rows]
        rows = level.parents[rows]
    return options
