"""All deals of a frontier point: those worth the same to everybody who is compared, to 12 decimals.

A deal of a point passes, at every issue, through a partial deal that was kept, or through one that equals it. So the
levels of the merging are a graph whose paths to the point are its deals; none of them is looked for in vain.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ripeness.arrays import BoolArray, FloatArray, IntArray
from ripeness.bargaining.frontier import SAME, Frontier

Steps = dict[int, list[tuple[int, int]]]


@dataclass(frozen=True)
class Ties:
    """The deals of one point of an exact frontier.

    `steps[issue]` gives, for each row of the level before the issue from which the point is reached, the options that
    lead on and the row that each leads to; `fewest[issue]` how many issues have to be moved from there on.
    """

    frontier: Frontier
    point: int
    steps: tuple[Steps, ...]
    fewest: tuple[dict[int, int], ...]

    def __iter__(self) -> Iterator[IntArray]:
        """Every deal of the point, (issues,), in lexicographic order of option numbers; found when asked for."""
        return (deal for deal in self._from(0, 0, ()) if self._is_same(deal))

    def _from(self, issue: int, row: int, picked: tuple[int, ...]) -> Iterator[IntArray]:
        if issue == len(self.steps):
            yield np.array(picked, dtype=np.int64)
            return
        for option, then in self.steps[issue].get(row, ()):
            yield from self._from(issue + 1, then, (*picked, option))

    def _is_same(self, deal: IntArray) -> bool:
        columns = list(self.frontier.compared)
        worth = self.frontier.space.worth(deal[None])[0, columns]
        return bool((np.abs(worth - self.frontier.payoffs[self.point, columns]) <= SAME).all())

    def fewest_moved(self) -> IntArray:
        """The deal of the point that moves the fewest issues, the first of those, (issues,)."""
        picked, row = list[int](), 0
        for issue, steps in enumerate(self.steps):
            needed = self.fewest[issue][row]
            for option, then in steps[row]:
                if (option > 0) + self.fewest[issue + 1][then] == needed:
                    picked.append(option)
                    row = then
                    break
        return np.array(picked, dtype=np.int64)


def ties(frontier: Frontier, point: int) -> Ties:
    """The deals of a point.

    Raises ValueError for an approximate frontier, which does not know them.
    """
    if frontier.epsilon:
        raise ValueError("only an exact frontier knows all deals of a point")
    space, levels, columns = frontier.space, frontier.levels, list(frontier.compared)
    target = frontier.payoffs[point, columns]
    last = levels[-1]
    alive = np.flatnonzero((np.abs(last.worth - target) <= SAME).all(axis=1))
    steps: list[Steps] = []
    fewest: list[dict[int, int]] = [dict.fromkeys(alive.tolist(), 0)]
    for issue in range(len(space.issues) - 1, -1, -1):
        before, after = levels[issue], levels[issue + 1]
        found: Steps = {}
        for option in range(space.sizes[issue]):
            states, may, bonus = space.next_states(before.states, issue, option)
            worth = before.worth + space.flows[issue][columns, option] + bonus[:, columns]
            rows = np.flatnonzero(may)
            reached = _equal(worth[rows], states[rows], after.worth[alive], after.states[alive], frontier.noise)
            hits = np.flatnonzero(reached >= 0)
            for row, then in zip(rows[hits].tolist(), alive[reached[hits]].tolist(), strict=True):
                found.setdefault(row, []).append((option, then))
        steps.insert(0, found)
        after_fewest = fewest[0]
        fewest.insert(
            0, {row: min((o > 0) + after_fewest[then] for o, then in options) for row, options in found.items()}
        )
        alive = np.array(sorted(found), dtype=np.int64)
    return Ties(frontier, point, tuple(steps), tuple(fewest))


def _equal(worth: FloatArray, states: BoolArray, of_worth: FloatArray, of_states: BoolArray, noise: float) -> IntArray:
    """The first of some partial deals that each equals in worth and state, -1 for none."""
    found = np.full(len(worth), -1)
    for number in range(len(of_worth) - 1, -1, -1):
        equal = (np.abs(worth - of_worth[number]) <= noise).all(axis=1) & (states == of_states[number]).all(axis=1)
        found[equal] = number
    return found
