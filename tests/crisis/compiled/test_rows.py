"""The arithmetic of the kernels against the library's, and against fractions."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numba import njit

from ripeness.crisis.compiled import rows
from ripeness.crisis.compiled.compiler import fused

NUMBERS = st.floats(-1e6, 1e6)


@njit
def fused_once(a, b, c):
    return fused(a, b, c)


@given(NUMBERS, NUMBERS, NUMBERS)
def test_fused_rounds_once(a, b, c):
    assert fused_once(a, b, c) == float(Fraction(a) * Fraction(b) + Fraction(c))


def odds_of(worth):
    """Odds against a best worth of 0, by the kernels."""
    worths = np.array([worth, np.zeros_like(worth)])
    odds, total, sharpness = np.empty((1, len(worth))), np.zeros((1, len(worth))), np.ones((1, len(worth)))
    weight = np.full((1, len(worth)), 3.0)
    rows.weigh(odds, 0, worths, 0, worths, 1, sharpness, 0, total, 0, weight, 0)
    assert (total == odds).all()
    return odds[0] / 3.0


def test_odds_are_exponentials_to_the_last_bits():
    worth = np.concatenate([-np.logspace(-18, np.log10(699.0), 5001), [0.0]])
    assert odds_of(worth) == pytest.approx(np.exp(worth), rel=1e-15, abs=0)


def test_odds_end_where_they_would_be_no_normal_number():
    assert (odds_of(np.array([-1e300, -701.0, -800.0])) == odds_of(np.array([-700.0] * 3))).all()


def test_a_gain_and_the_same_loss_are_taken_with_chances_that_sum_to_one():
    gain = np.concatenate([np.logspace(-9, 3, 301), [0.0]])
    taken, refused = np.empty((1, len(gain))), np.empty((1, len(gain)))
    sharpness, even = np.full((1, len(gain)), 2.0), np.ones((1, len(gain)))
    rows.logistic(taken, 0, gain[None], 0, sharpness, 0, even, 0)
    rows.logistic(refused, 0, -gain[None], 0, sharpness, 0, even, 0)
    assert taken + refused == pytest.approx(1.0, abs=1e-15)
    assert taken[0, -1] == 0.5
    assert taken[0] == pytest.approx(1.0 / (1.0 + np.exp(-2.0 * gain)), rel=1e-15)


def test_the_weight_of_taking_multiplies_the_odds():
    gain = np.array([-3.0, -0.1, 0.0, 0.1, 3.0, 300.0])
    weights = np.array([[0.0] * 6, [0.25] * 6, [4.0] * 6])
    taken, sharpness = np.empty((1, 6)), np.full((1, 6), 2.0)
    for number, weight in enumerate((0.0, 0.25, 4.0)):
        rows.logistic(taken, 0, gain[None], 0, sharpness, 0, weights, number)
        odds = weight * np.exp(2.0 * gain)
        assert taken[0] == pytest.approx(odds / (1.0 + odds), rel=1e-15)
