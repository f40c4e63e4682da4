"""Payoffs against the definition, written out action by action."""

import numpy as np

from crisis_game.payoffs import GROUPS, LOCAL, NEXT
from crisis_games import mild, synthetic


def test_payoffs_are_those_of_the_definition():
    game, costs, stakes = synthetic(countries=4, months=2)
    parameters = mild(4, seed=3)
    given = {name: parameters[place] for name, place in GROUPS.items()}
    found = game.design.payoffs(parameters)
    for n, player, state, own, other in np.ndindex(found.shape):
        country = game.design.country[n, player]
        wanted = 0.0
        if state > 0:
            wanted += stakes[n, player] @ given[("beta2", "beta3")[state - 1]]
        if own > 0:
            wanted += costs[country] @ given[("kappa2", "kappa3")[own - 1]]
        if own > 0 and other > 0:
            wanted += given["gamma"][state]
        if state > 0 and other >= state and own < state:
            wanted += parameters[17 + country]
        assert np.isclose(found[n, player, state, own, other], wanted, atol=1e-12)


def test_in_peace_nobody_pays_an_audience_cost():
    game, _, _ = synthetic(countries=3, months=2)
    assert not game.design.effects[:, :, 0, :, :, 17:].any()
    assert game.design.effects.shape[-1] == LOCAL == 19


def test_the_next_state_is_the_larger_action():
    assert NEXT.tolist() == [[0, 1, 2], [1, 1, 2], [2, 2, 2]]
