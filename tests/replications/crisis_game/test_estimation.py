"""Estimates: parameters that made the data come back, and climbing never goes down."""

import numpy as np
import pytest

from crisis_game.data import load
from crisis_game.equilibria import search
from crisis_game.estimation import centred_prior, climb, estimate, first_step, relax_and_climb
from crisis_game.likelihood import Simultaneous, count
from crisis_games import DISCOUNT, mild, synthetic
from record import record
from ripeness.errors import RipenessError

FREE = 1e-9


def many_months():
    game, _, _ = synthetic(countries=6, months=4000, seed=4)
    return game, Simultaneous(game.design, DISCOUNT), count(game.months)


def test_the_prior_pulls_audience_costs_together_and_no_further():
    game, _, _ = synthetic(countries=4, months=2)
    prior = centred_prior(game.design, 2.0) - 1e-6 * np.eye(game.design.size)
    same = np.concatenate([np.ones(17), np.full(4, -9.0)])
    assert np.allclose(prior @ same, 0, atol=1e-12)
    apart = np.concatenate([np.zeros(17), [2.0, -2.0, 0.0, 0.0]])
    assert np.isclose(apart @ prior @ apart, 2.0)  # two costs, each one standard deviation off


@pytest.mark.slow
def test_parameters_that_made_the_data_come_back():
    game, model, counts = many_months()
    truth = game.estimates
    prior = FREE * np.eye(game.design.size)
    nowhere = np.zeros(game.design.size)
    at_truth = model.fitted(counts, truth, np.zeros((len(counts), 2, 3, 3)))
    found = relax_and_climb(model, counts, nowhere, game.names, prior)
    assert at_truth is not None
    assert found.log_likelihood >= at_truth.log_likelihoods.sum()
    # within 4 standard errors, from the information at the truth
    information = np.zeros((game.design.size, game.design.size))
    places = game.design.places
    np.add.at(information, (places[:, :, None], places[:, None, :]), at_truth.information)
    errors = np.sqrt(np.diag(np.linalg.inv(information)))
    assert (np.abs(found.parameters - truth) < 4 * errors).all()


def test_climbing_ends_higher_and_flat():
    game, _, _ = synthetic(countries=4, months=300, seed=2)
    model, counts = Simultaneous(game.design, DISCOUNT), count(game.months)
    prior = centred_prior(game.design, 3.0)
    start = mild(4, seed=9)
    values = np.zeros((len(counts), 2, 3, 3))
    began, found = model.fitted(counts, start, values), estimate(model, counts, start, values, prior)
    assert began is not None
    assert found is not None
    assert found.log_likelihood > began.log_likelihoods.sum()
    ended = model.fitted(counts, found.parameters, found.values)
    assert ended is not None
    gradient = np.zeros(game.design.size)
    np.add.at(gradient, game.design.places, ended.scores)
    assert np.abs(gradient - prior @ found.parameters).max() < 1e-2


def test_the_first_step_comes_near_what_made_the_data():
    game, model, counts = many_months()
    found = first_step(model, counts, FREE * np.eye(game.design.size))
    # what goes with covariates; constants trade off against each other, and smoothing moves them
    slopes = [1, 2, 3, 5, 6, 7, 9, 10, 12, 13]
    assert np.abs(found - game.estimates)[slopes].max() < 0.1


def test_a_start_without_equilibria_is_refused():
    game, _, _ = synthetic(countries=3, months=5)
    model = Simultaneous(game.design, DISCOUNT)
    with pytest.raises(RipenessError, match="could be followed"):
        climb(model, count(game.months), mild(3), [np.zeros((1, 2, 3, 3))] * 3, game.names, np.eye(20), rounds=0)


@pytest.mark.slow
def test_the_published_log_likelihood_is_reached_from_the_published_estimates():
    game = load(record("crisis_game"))
    model, counts = Simultaneous(game.design, game.discount), count(game.months)
    found = relax_and_climb(model, counts, game.estimates, game.names, centred_prior(game.design, 10.0), rounds=2)
    assert found.log_likelihood > -8190.526
    payoffs = game.design.payoffs(found.parameters)[:2]
    again = search(payoffs, game.names[:2], game.discount)
    assert all(np.abs(each.values - found.values[n]).max(axis=(1, 2, 3)).min() < 1e-6 for n, each in enumerate(again))
