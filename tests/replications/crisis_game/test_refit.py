"""Starts of the published model: each ends no lower than where the data come from."""

import pytest

from crisis_game.equilibria import search
from crisis_game.refit import UNIFORM_STARTS, refit
from crisis_games import synthetic


@pytest.mark.slow
def test_from_the_estimates_the_log_likelihood_only_rises():
    game, _, _ = synthetic(countries=5, months=500, seed=4)
    found = search(game.design.payoffs(game.estimates), game.names, game.discount)
    made = refit(game, found, seed=1)
    heights = [each.log_likelihood for each in made]
    assert len(made) == 4 + UNIFORM_STARTS
    # a mild game: one maximum, but for the prior, and all starts come to it
    assert max(heights) - min(heights) < 5
