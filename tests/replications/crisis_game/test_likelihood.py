"""Likelihoods against counting by hand, and their derivatives against differences."""

import numpy as np

from crisis_game.game import before_choice
from crisis_game.likelihood import Simultaneous, TwoStep, by_player, count, log_likelihoods, smoothed
from crisis_games import DISCOUNT, mild, synthetic


def test_counts_are_those_of_a_loop():
    game, _, _ = synthetic(countries=3, months=30)
    counts = count(game.months)
    wanted = np.zeros_like(counts)
    for n, months in enumerate(game.months):
        for state, first, second in months:
            wanted[n, state, first, second] += 1
    assert np.array_equal(counts, wanted)
    assert by_player(counts)[0, 1, 0, 2] == wanted[0, 0, :, 2].sum()


def test_the_likelihood_is_the_product_of_what_was_chosen():
    game, _, _ = synthetic(countries=3, months=30)
    values = np.random.default_rng(0).normal(size=(1, 2, 3, 3))
    log_choices = values - before_choice(values)[..., None]
    wanted = sum(
        log_choices[0, 0, state, first] + log_choices[0, 1, state, second] for state, first, second in game.months[1]
    )
    assert np.isclose(log_likelihoods(values, count(game.months)[1])[0], wanted)


def agrees_with_differences(model, counts, parameters, guess):
    at = model.fitted(counts, parameters, guess)
    step = 1e-5
    for n, own in enumerate(model.design.places):
        for local, place in enumerate(own):
            moved = np.zeros(model.design.size)
            moved[place] = step
            up, down = (model.fitted(counts, parameters + s * moved, at.values).log_likelihoods[n] for s in (1, -1))
            assert np.isclose(at.scores[n, local], (up - down) / (2 * step), rtol=1e-5, atol=1e-5)


def test_scores_of_the_simultaneous_game_are_what_differences_say():
    game, _, _ = synthetic(countries=3, months=60)
    model = Simultaneous(game.design, DISCOUNT)
    agrees_with_differences(model, count(game.months), mild(3, seed=1), np.zeros((3, 2, 3, 3)))


def test_scores_of_the_first_step_are_what_differences_say():
    game, _, _ = synthetic(countries=3, months=60)
    counts = count(game.months)
    model = TwoStep(game.design, DISCOUNT, smoothed(counts))
    agrees_with_differences(model, counts, mild(3, seed=1), np.zeros((3, 2, 3, 3)))


def test_where_no_equilibrium_is_reached_there_is_no_likelihood():
    game, _, _ = synthetic(countries=3, months=6)
    far = np.full((3, 2, 3, 3), 1e6) * np.random.default_rng(0).normal(size=(3, 2, 3, 3))
    assert Simultaneous(game.design, DISCOUNT).fitted(count(game.months), 50 * mild(3), far) is None


def test_smoothing_draws_frequencies_to_those_of_all():
    counts = np.zeros((2, 3, 3, 3))
    counts[0, 0, 0, 0], counts[1, 0, 2, 2] = 30, 10
    own, common = smoothed(counts, weight=1e-9), smoothed(counts, weight=1e9)
    assert np.allclose(own[0, 0, 0], [1, 0, 0], atol=1e-9)
    assert np.allclose(common[:, :, 0], np.array([61, 1, 21]) / 83, atol=1e-6)  # 80 choices and one more of each
