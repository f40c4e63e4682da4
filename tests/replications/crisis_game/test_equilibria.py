"""The search for equilibria: known games, properties of all games, and the published ones."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import brentq

from crisis_game.data import load
from crisis_game.equilibria import SAME, index_sums, renew, search
from crisis_game.game import expected
from crisis_games import DISCOUNT
from record import record

NEVER = -60.0


def coordination(prize):
    """In war both gain by fighting together; war is all there is to play, and there is no future."""
    payoffs = np.full((1, 2, 3, 3, 3), 0.0)
    payoffs[:, :, :, 1:, :] = NEVER  # peace and crisis: one action
    payoffs[:, :, 2, 2, :] = -prize / 2
    payoffs[:, :, 2, 2, 2] = prize / 2
    return payoffs


def test_a_game_of_coordination_has_its_three_equilibria():
    prize = 6.0
    # symmetric: q = 1 / (1 + exp(-prize (q - 1/2))), by bisection on either side of the middle
    low = brentq(lambda q: q - 1 / (1 + np.exp(-prize * (q - 0.5))), 1e-9, 0.4)
    (found,) = search(coordination(prize), [(1, 2)], 0.0)
    fights = np.sort(expected(found.values, np.repeat(coordination(prize), 3, axis=0), 0.0).choices[:, 0, 2, 2])
    assert np.allclose(fights, [low, 0.5, 1 - low], atol=1e-9)


def test_a_weak_prize_leaves_one_equilibrium():
    (found,) = search(coordination(3.0), [(1, 2)], 0.0)  # logit choice of slope 3/4 at the middle
    assert len(found.values) == 1


@given(st.integers(0, 10_000), st.floats(0.5, 8.0))
def test_what_is_found_solves_the_equations_and_is_complete_by_index(seed, scale):
    payoffs = np.random.default_rng(seed).normal(0, scale, (1, 2, 3, 3, 3))
    found = search(payoffs, [(1, 2)], DISCOUNT)
    values = found[0].values
    again = expected(values, np.repeat(payoffs, len(values), axis=0), DISCOUNT).values
    assert np.abs(again - values).max() < 1e-10
    assert index_sums(found, payoffs, DISCOUNT).tolist() == [1]
    apart = np.abs(values[:, None] - values[None]).max(axis=(2, 3, 4)) + np.eye(len(values))
    assert apart.min() >= SAME


def test_the_same_seed_finds_the_same_in_whatever_company():
    payoffs = np.random.default_rng(5).normal(0, 5, (2, 2, 3, 3, 3))
    pair = search(payoffs, [(1, 2), (1, 3)], DISCOUNT)
    again = search(payoffs, [(1, 2), (1, 3)], DISCOUNT)
    alone = search(payoffs[1:], [(1, 3)], DISCOUNT)
    assert all(np.array_equal(a.values, b.values) for a, b in zip(pair, again, strict=True))
    assert np.allclose(pair[1].values, alone[0].values, atol=1e-9)


def test_equilibria_are_found_again_at_payoffs_nearby():
    payoffs = np.random.default_rng(7).normal(0, 5, (1, 2, 3, 3, 3))
    known = search(payoffs, [(1, 2)], DISCOUNT)[0].values
    near = payoffs + 1e-4
    (found,) = renew([known], near, [(1, 2)], DISCOUNT, seed=0)
    assert len(found) == len(known)
    assert np.abs(expected(found, np.repeat(near, len(found), axis=0), DISCOUNT).values - found).max() < 1e-10


def test_a_dyad_that_nothing_is_known_of_still_gets_an_equilibrium():
    payoffs = np.random.default_rng(7).normal(0, 5, (1, 2, 3, 3, 3))
    (found,) = renew([np.empty((0, 2, 3, 3))], payoffs, [(1, 2)], DISCOUNT, seed=0)
    assert len(found) >= 1


@pytest.mark.slow
def test_the_published_equilibria_are_among_those_found():
    game = load(record("crisis_game"))
    payoffs = game.design.payoffs(game.estimates)
    places = sorted(game.published)
    found = search(payoffs[places], [game.names[n] for n in places], game.discount)
    gaps = [
        np.abs(each.values - game.published[n]).max(axis=(1, 2, 3)).min() for n, each in zip(places, found, strict=True)
    ]
    assert len(gaps) == 60
    assert max(gaps) < 1e-6
    assert (index_sums(found, payoffs[places], game.discount) == 1).all()
