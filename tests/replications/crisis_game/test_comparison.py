"""The comparison: differences by dyad, and the right game wins where data come from it."""

import numpy as np
import pytest

from crisis_game import comparison
from crisis_game.comparison import FROM_PUBLISHED, ONE_MOVER, SIMULTANEOUS, compare, difference
from crisis_games import synthetic


def test_the_interval_is_that_of_a_mean():
    rng = np.random.default_rng(0)
    one, other = rng.normal(1.0, 1.0, 400), np.zeros(400)
    found = difference(one, other)
    wide = 1.96 * one.std() / np.sqrt(400)
    assert np.isclose(found.mean, one.mean())
    assert np.isclose(found.low, one.mean() - wide, atol=0.02)
    assert np.isclose(found.high, one.mean() + wide, atol=0.02)
    assert found.better == (one > 0).sum()


@pytest.mark.slow
def test_the_simultaneous_game_wins_on_months_that_it_made(monkeypatch):
    game, _, _ = synthetic(countries=6, months=3000, seed=4)
    monkeypatch.setattr(comparison, "FITTED_MONTHS", 2000)
    made = compare(game)
    assert set(made.fitted) == set(made.held_out)
    assert made.held_out[SIMULTANEOUS].sum() > made.held_out[ONE_MOVER].sum()
    assert np.isclose(made.held_out[SIMULTANEOUS].sum(), made.held_out[FROM_PUBLISHED].sum(), atol=1.0)
