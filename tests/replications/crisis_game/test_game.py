"""The simultaneous game: closed forms, and derivatives against differences."""

import numpy as np
import pytest

from crisis_game.game import expected, indices, jacobian, of_choices, slopes
from crisis_game.newton import newton
from crisis_games import DISCOUNT, mild, synthetic

ZERO = np.zeros((1, 2, 3, 3))


def drawn_game(games=3, scale=2.0, seed=0):
    rng = np.random.default_rng(seed)
    return rng.normal(0, scale, (games, 2, 3, 3)), rng.normal(0, scale, (games, 2, 3, 3, 3))


def test_without_payoffs_only_the_shocks_are_worth_something():
    worth = DISCOUNT * np.log(3) / (1 - DISCOUNT)
    same = np.full((1, 2, 3, 3), worth)
    assert np.allclose(expected(same, np.zeros((1, 2, 3, 3, 3)), DISCOUNT).values, same, atol=1e-12)


def test_without_a_future_values_are_payoffs_met_by_the_others_choices():
    values, payoffs = drawn_game()
    at = expected(values, payoffs, 0.0)
    n, state, own = 1, 2, 1
    wanted = sum(payoffs[n, 0, state, own, b] * at.choices[n, 1, state, b] for b in range(3))
    assert at.values[n, 0, state, own] == pytest.approx(wanted)


def test_expected_values_are_those_of_the_definition():
    values, payoffs = drawn_game(games=1)
    choices = np.exp(values) / np.exp(values).sum(axis=-1, keepdims=True)
    ahead = np.log(np.exp(values).sum(axis=-1))
    found = expected(values, payoffs, DISCOUNT).values[0]
    for player, state, own in np.ndindex(2, 3, 3):
        wanted = sum(
            choices[0, 1 - player, state, b]
            * (payoffs[0, player, state, own, b] + DISCOUNT * ahead[0, player, max(own, b)])
            for b in range(3)
        )
        assert found[player, state, own] == pytest.approx(wanted, abs=1e-12)


def test_the_jacobian_is_what_differences_say():
    values, payoffs = drawn_game()
    exact = jacobian(expected(values, payoffs, DISCOUNT), DISCOUNT)
    step = 1e-5
    for place in range(18):
        moved = np.zeros((1, 18))
        moved[0, place] = step
        moved = moved.reshape(1, 2, 3, 3)
        up, down = (expected(values + sign * moved, payoffs, DISCOUNT).values.reshape(-1, 18) for sign in (1, -1))
        assert np.allclose(exact[:, :, place], (up - down) / (2 * step), atol=1e-7)


def test_equilibria_move_with_parameters_as_differences_say():
    game, _, _ = synthetic(countries=3, months=2)
    parameters = mild(3)
    values, _ = newton(np.zeros((3, 2, 3, 3)), game.design.payoffs(parameters), DISCOUNT)
    exact = slopes(expected(values, game.design.payoffs(parameters), DISCOUNT), game.design.effects, DISCOUNT)
    step = 1e-5
    for place in (0, 5, 9, 13, 15, 17, 18):
        for n, own in enumerate(game.design.places):
            moved = np.zeros(game.design.size)
            moved[own[place]] = step
            ends = [newton(values, game.design.payoffs(parameters + s * moved), DISCOUNT).values for s in (1, -1)]
            assert np.allclose(exact[n, ..., place], (ends[0] - ends[1])[n] / (2 * step), atol=1e-6)


def test_choices_of_an_equilibrium_give_its_values_back():
    game, _, _ = synthetic(countries=3, months=2)
    payoffs = game.design.payoffs(mild(3))
    values, reached = newton(np.zeros((3, 2, 3, 3)), payoffs, DISCOUNT)
    assert reached.all()
    assert np.allclose(of_choices(expected(values, payoffs, DISCOUNT).choices, payoffs, DISCOUNT), values, atol=1e-9)


def test_the_only_equilibrium_of_a_game_without_payoffs_has_index_one():
    same = np.full((1, 2, 3, 3), DISCOUNT * np.log(3) / (1 - DISCOUNT))
    assert indices(same, np.zeros((1, 2, 3, 3, 3)), DISCOUNT).tolist() == [1.0]
