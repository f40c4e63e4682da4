"""What many equilibria mean: long-run shares, and sums over dyads."""

from dataclasses import replace

import numpy as np
import pytest

from crisis_game.equilibria import search
from crisis_game.game import before_choice
from crisis_game.likelihood import count, log_likelihoods
from crisis_game.multiplicity import multiplicity, war_shares
from crisis_games import synthetic


def test_the_share_of_war_is_what_many_months_lead_to():
    values = np.random.default_rng(0).normal(size=(3, 2, 3, 3))
    choices = np.exp(values - before_choice(values)[..., None])
    for n, share in enumerate(war_shares(values)):
        passes = np.zeros((3, 3))
        for state, first, second in np.ndindex(3, 3, 3):
            passes[state, max(first, second)] += choices[n, 0, state, first] * choices[n, 1, state, second]
        assert np.isclose(np.linalg.matrix_power(passes, 500)[0, 2], share)


def test_sums_are_over_the_equilibria_of_each_dyad():
    game, _, _ = synthetic(countries=3, months=40)
    found = search(game.design.payoffs(game.estimates), game.names, game.discount)
    told = multiplicity(game, found, game.estimates)
    counts = count(game.months)
    likely = [log_likelihoods(each.values, counts[n]) for n, each in enumerate(found)]
    assert told.best == sum(each.max() for each in likely)
    assert told.worst == sum(each.min() for each in likely)
    assert (told.published, told.published_found, told.indices_off) == (1, 1, 0)
    assert sum(told.numbers.values()) == 3
    assert told.best >= told.with_published >= told.worst
    assert np.isclose(told.best - told.with_published, told.gain)


@pytest.mark.parametrize("rounding", [1e-9, -1e-9])
def test_a_published_equilibrium_that_is_rounded_is_the_found_one(rounding):
    game, _, _ = synthetic(countries=3, months=40)
    found = search(game.design.payoffs(game.estimates), game.names, game.discount)
    off = rounding * np.arange(18).reshape(2, 3, 3)
    rounded = replace(game, published={0: game.published[0] + off})
    told = multiplicity(rounded, found, game.estimates)
    assert (told.published_found, told.published_best, told.gain) == (1, 1, 0.0)
    assert told.best == told.with_published == told.worst


def test_one_that_was_not_found_has_a_likelihood_of_its_own():
    game, _, _ = synthetic(countries=3, months=40)
    found = search(game.design.payoffs(game.estimates), game.names, game.discount)
    off = 0.01 * np.arange(18).reshape(2, 3, 3)
    told = multiplicity(replace(game, published={0: game.published[0] + off}), found, game.estimates)
    own = log_likelihoods(game.published[0][None] + off, count(game.months)[0])[0]
    assert (told.published, told.published_found) == (1, 0)
    assert np.isclose(told.gain, log_likelihoods(found[0].values, count(game.months)[0])[0] - own, atol=0)
