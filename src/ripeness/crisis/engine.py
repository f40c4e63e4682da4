"""Which of the two engines plays a game: the compiled one for many draws, or for one where its kernels are compiled."""

from collections.abc import Sequence
from functools import cache

from ripeness.arrays import FloatArray
from ripeness.case.values import Values
from ripeness.crisis.futures import Futures, follow
from ripeness.crisis.game import CrisisGame


def futures_of(game: CrisisGame, horizon: int) -> Futures:
    """The game solved, and followed to the horizon."""
    if takes_kernels(game.rules.outlook.values):
        # compiled, and so imported only where it is used
        from ripeness.crisis.compiled.batch import solve_and_follow

        return solve_and_follow(game, horizon)
    return follow(game, game.solve(keep_months=horizon), horizon)


def values_of(game: CrisisGame, states: Sequence[int]) -> FloatArray:
    """What these states are worth at month 0, (draws, parties, states)."""
    if takes_kernels(game.rules.outlook.values):
        from ripeness.crisis.compiled.batch import solve_values

        return solve_values(game, list(states))
    return game.solve().value[:, :, list(states)]


def takes_kernels(values: Values) -> bool:
    """Whether these draws are worth the compiled engine: one is where nothing has to be compiled for it.

    Draws of a seed always are, however few, so that their last digits do not hang on what was compiled before.
    """
    return values.n > 1 or values.are_drawn or _are_ready()


@cache
def _are_ready() -> bool:
    from ripeness.crisis.compiled.kernel_cache import are_compiled

    return are_compiled()
