"""Newton's method: it ends in equilibria, or says that it does not."""

import numpy as np

from crisis_game.game import expected
from crisis_game.newton import RESIDUAL, newton
from crisis_games import DISCOUNT


def test_what_is_called_reached_is_an_equilibrium():
    rng = np.random.default_rng(1)
    payoffs = rng.normal(0, 5, (200, 2, 3, 3, 3))
    values, reached = newton(rng.normal(0, 5, (200, 2, 3, 3)), payoffs, DISCOUNT)
    gap = np.abs(expected(values, payoffs, DISCOUNT).values - values).max(axis=(1, 2, 3))
    assert reached.sum() > 50  # far from all: starts are many because of it
    assert (gap[reached] < RESIDUAL).all()


def test_too_few_steps_reach_nothing():
    rng = np.random.default_rng(1)
    _, reached = newton(rng.normal(0, 5, (9, 2, 3, 3)), rng.normal(0, 5, (9, 2, 3, 3, 3)), DISCOUNT, iterations=1)
    assert not reached.any()


def test_no_game_is_no_trouble():
    values, reached = newton(np.zeros((0, 2, 3, 3)), np.zeros((0, 2, 3, 3, 3)), DISCOUNT)
    assert (len(values), len(reached)) == (0, 0)
