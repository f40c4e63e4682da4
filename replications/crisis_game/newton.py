"""Newton's method for equilibria, side by side from many starts and for many games."""

from typing import NamedTuple

import numpy as np

from crisis_game.game import UNKNOWNS, Expected, expected, jacobian
from ripeness.arrays import BoolArray, FloatArray, IntArray

RESIDUAL = 1e-11  # of an accepted equilibrium, in any value

_ITERATIONS = 40
_LONGEST_STEP = 10.0
_CUTS = (0.5, 0.25, 0.125, 0.03, 0.01)
_BLOCK = 1024  # games side by side: their matrices stay in the processor's cache


class Solved(NamedTuple):
    """Where Newton's method ended, (games, 2, states, actions), and which games have reached an equilibrium."""

    values: FloatArray
    reached: BoolArray


def newton(starts: FloatArray, payoffs: FloatArray, discount: float, iterations: int = _ITERATIONS) -> Solved:
    """Newton's method with a line search, one start a game.

    Parameters
    ----------
    starts
        Values (games, 2, states, actions).
    payoffs
        (games, 2, states, own actions, other's actions).
    iterations
        At most so many steps.
    """
    ended, reached = starts.copy(), np.zeros(len(starts), dtype=np.bool_)
    for first in range(0, len(starts), _BLOCK):
        block = slice(first, first + _BLOCK)
        ended[block], reached[block] = _newton(starts[block], payoffs[block], discount, iterations)
    return Solved(ended, reached)


def _newton(values: FloatArray, payoffs: FloatArray, discount: float, iterations: int) -> Solved:
    ended, reached = values.copy(), np.zeros(len(values), dtype=np.bool_)
    games: IntArray = np.arange(len(values))
    at = expected(values, payoffs, discount)
    for _ in range(iterations):
        values, at = _step(values, payoffs, at, discount)
        done = np.abs(at.values - values).max(axis=(1, 2, 3)) < RESIDUAL
        if done.any():
            # one step more, since where the matrix is nearly singular a small gap is still far off
            ended[games[done]], _ = _step(values[done], payoffs[done], Expected(*(part[done] for part in at)), discount)
            reached[games[done]] = True
            games, values, payoffs = games[~done], values[~done], payoffs[~done]
            at = Expected(*(part[~done] for part in at))
        if len(games) == 0:
            break
    return Solved(ended, reached)


def _step(values: FloatArray, payoffs: FloatArray, at: Expected, discount: float) -> tuple[FloatArray, Expected]:
    """One step, cut until the gap is smaller; the last cut is taken as it is, to get out of a dead end."""
    gap = at.values - values
    step = _solve(np.eye(UNKNOWNS) - jacobian(at, discount), gap.reshape(-1, UNKNOWNS, 1)).reshape(values.shape)
    length = _LONGEST_STEP / np.maximum(np.abs(step).max(axis=(1, 2, 3)), _LONGEST_STEP)
    before = np.square(gap).sum(axis=(1, 2, 3))
    moved = values + length[:, None, None, None] * step
    after = expected(moved, payoffs, discount)
    for cut in _CUTS:
        worse = np.flatnonzero(~(np.square(after.values - moved).sum(axis=(1, 2, 3)) <= before))
        if len(worse) == 0:
            break
        moved[worse] = values[worse] + (cut * length[worse])[:, None, None, None] * step[worse]
        again = expected(moved[worse], payoffs[worse], discount)
        for part, new in zip(after, again, strict=True):
            part[worse] = new
    return moved, after


def _solve(matrix: FloatArray, right: FloatArray) -> FloatArray:
    """Solutions of many systems; a little off the diagonal where one of them is singular."""
    try:
        return np.asarray(np.linalg.solve(matrix, right), dtype=np.float64)
    except np.linalg.LinAlgError:
        shifted = matrix + 1e-9 * np.eye(UNKNOWNS)
        return np.asarray(np.linalg.solve(shifted, right), dtype=np.float64)
