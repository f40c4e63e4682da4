"""Loose equilibrium conditions: they end tight, and high."""

import numpy as np

from crisis_game.estimation import centred_prior
from crisis_game.game import expected
from crisis_game.likelihood import Simultaneous, count
from crisis_game.relaxed import relax
from crisis_games import DISCOUNT, synthetic


def test_it_ends_in_equilibria_in_which_the_data_are_likelier_than_where_they_come_from():
    game, _, _ = synthetic(countries=4, months=400, seed=3)
    model, counts = Simultaneous(game.design, DISCOUNT), count(game.months)
    prior = centred_prior(game.design, 3.0)
    parameters, values = relax(model, counts, np.zeros(game.design.size), prior)
    payoffs = game.design.payoffs(parameters)
    assert np.abs(expected(values, payoffs, DISCOUNT).values - values).max() < 1e-10
    found = model.fitted(counts, parameters, values)
    truth = model.fitted(counts, game.estimates, np.zeros_like(values))
    assert found is not None
    assert truth is not None
    prior_gain = 0.5 * (parameters @ prior @ parameters - game.estimates @ prior @ game.estimates)
    assert found.log_likelihoods.sum() - prior_gain > truth.log_likelihoods.sum()
