"""One mover at a time: the month written out, closed forms, and derivatives against differences."""

import numpy as np
import pytest

from crisis_game.likelihood import count
from crisis_game.sequential import OneMover, month, pair_chances, solve
from crisis_games import DISCOUNT, mild, synthetic


def logit(worth):
    odds = np.exp(worth - np.max(worth))
    return odds / odds.sum()


def test_a_month_is_a_lot_a_move_and_an_answer():
    rng = np.random.default_rng(0)
    payoffs, ahead = rng.normal(0, 2, (1, 2, 3, 3, 3)), rng.normal(0, 2, (1, 2, 3))
    at = month(ahead, payoffs, DISCOUNT)
    state = 1
    worth = [
        [[payoffs[0, i, state, own, other] + DISCOUNT * ahead[0, i, max(own, other)] for other in range(3)]
         for own in range(3)] for i in range(2)
    ]  # fmt: skip
    worth = np.array(worth)
    chances, values = np.zeros((3, 3)), np.zeros(2)
    for mover in range(2):
        other = 1 - mover
        answers = [logit(worth[other][:, move]) for move in range(3)]
        expects = np.array([answers[move] @ worth[mover][move] for move in range(3)])
        moves = logit(expects)
        values[mover] += 0.5 * np.log(np.exp(expects).sum())
        values[other] += 0.5 * sum(moves[move] * np.log(np.exp(worth[other][:, move]).sum()) for move in range(3))
        for move in range(3):
            for answer in range(3):
                pair = (move, answer) if mover == 0 else (answer, move)
                chances[pair] += 0.5 * moves[move] * answers[move][answer]
    assert np.allclose(at.values[0, :, state], values, atol=1e-12)
    assert np.allclose(pair_chances(at)[0, state], chances, atol=1e-12)


def test_without_payoffs_all_pairs_are_alike():
    values = solve(np.zeros((1, 2, 3, 3, 3)), DISCOUNT)
    assert values is not None
    assert np.allclose(values, np.log(3) / (1 - DISCOUNT), atol=1e-9)
    assert np.allclose(pair_chances(month(values, np.zeros((1, 2, 3, 3, 3)), DISCOUNT)), 1 / 9)


def test_chances_of_pairs_sum_to_one():
    rng = np.random.default_rng(2)
    at = month(rng.normal(0, 3, (5, 2, 3)), rng.normal(0, 3, (5, 2, 3, 3, 3)), DISCOUNT)
    assert np.allclose(pair_chances(at).sum(axis=(2, 3)), 1)


def test_values_settle_where_a_month_gives_them_back():
    payoffs = np.random.default_rng(3).normal(0, 2, (4, 2, 3, 3, 3))
    values = solve(payoffs, DISCOUNT)
    assert values is not None
    assert np.allclose(month(values, payoffs, DISCOUNT).values, values, atol=1e-10)


@pytest.mark.parametrize("start", ["by backward induction", "from a guess"])
def test_scores_are_what_differences_say(start):
    game, _, _ = synthetic(countries=3, months=60)
    counts, model, parameters = count(game.months), OneMover(game.design, DISCOUNT), mild(3, seed=1)
    none = np.zeros((3, 2, 3))
    at = model.fitted(counts, parameters, none)
    guess = none if start == "by backward induction" else at.values
    step = 1e-5
    for place in range(game.design.size):
        moved = np.zeros(game.design.size)
        moved[place] = step
        up, down = (model.fitted(counts, parameters + s * moved, guess).log_likelihoods.sum() for s in (1, -1))
        gradient = np.zeros(game.design.size)
        np.add.at(gradient, game.design.places, at.scores)
        assert np.isclose(gradient[place], (up - down) / (2 * step), rtol=1e-5, atol=1e-4)


def test_information_is_that_of_the_chances():
    game, _, _ = synthetic(countries=3, months=60)
    counts, model, parameters = count(game.months), OneMover(game.design, DISCOUNT), mild(3, seed=1)
    at = model.fitted(counts, parameters, np.zeros((3, 2, 3)))
    chances = pair_chances(month(at.values, game.design.payoffs(parameters), DISCOUNT))
    # the data that are expected have scores of zero
    mean = model.fitted(counts.sum(axis=(2, 3), keepdims=True) * chances, parameters, np.zeros((3, 2, 3)))
    assert np.abs(mean.scores).max() < 1e-8
    assert np.linalg.eigvalsh(at.information).min() > -1e-8
