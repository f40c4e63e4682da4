from math import prod

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generators import bargaining_sets
from ripeness.bargaining.solutions import nash

ONE = np.ones(3, dtype=int)


def product_of(row, reservation):
    return round(prod(max(u - r, 0.0) for u, r in zip(row, reservation, strict=True)), 12)


@settings(max_examples=200)
@given(bargaining_sets())
def test_nash_against_the_definition_deal_by_deal(drawn):
    utility, reservation, moved = drawn
    smallest = np.round((utility - reservation).min(axis=1), 12)
    order = [(product_of(row, reservation), smallest[d], -moved[d], -d) for d, row in enumerate(utility)]
    assert nash(*drawn) == order.index(max(order))


@given(bargaining_sets(positive=True), st.sampled_from([0.25, 2.0, 1024.0]))
def test_nash_does_not_depend_on_the_unit_of_one_partys_utility(drawn, unit):
    utility, reservation, moved = drawn
    rescaled = utility.copy()
    rescaled[:, 0] *= unit
    chosen, again = nash(*drawn), nash(rescaled, reservation, moved)
    # ties may fall otherwise, for the smallest surplus does depend on the unit
    assert product_of(utility[again], reservation) == product_of(utility[chosen], reservation)


@given(bargaining_sets(), st.sampled_from([-0.5, 0.25, 4.0]))
def test_nash_does_not_depend_on_where_utility_is_counted_from(drawn, shift):
    utility, reservation, moved = drawn
    assert nash(utility + shift, reservation + shift, moved) == nash(*drawn)


@pytest.mark.parametrize("reservation", [0.0, -1.0])
def test_a_reservation_below_the_minimum_is_not_replaced_by_it(reservation):
    # measured from the minimum (0.5, 0.5), the second would win; that is the trap
    points = np.array([[1, 0.5], [0.6, 0.8], [0.5, 0.9]])
    assert nash(points, np.full(2, reservation), ONE) == 0
    assert nash(points, points.min(axis=0), ONE) == 1


def test_a_party_indifferent_to_all_does_not_make_every_deal_a_solution():
    points = np.array([[0.2, 0.3], [0.2, 0.7], [0.2, 0.5]])
    assert nash(points, np.zeros(2), ONE) == 1
    assert nash(points, np.array([0.2, 0.0]), ONE) == 0  # no product above 0, all equal in the smallest surplus


def test_two_surpluses_below_zero_do_not_make_a_gain():
    points = np.array([[-0.9, -0.9], [0.1, 0.1], [-0.9, -0.9]])
    assert nash(points, np.zeros(2), ONE) == 1
