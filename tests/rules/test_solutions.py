from math import prod

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generators import bargaining_sets
from ripeness.errors import InputError
from ripeness.rules.solutions import SOLUTIONS, solution_named

nash, egalitarian, kalai_smorodinsky, utilitarian = (
    SOLUTIONS[name].choose for name in ("nash", "egalitarian", "kalai-smorodinsky", "utilitarian")
)


def test_no_other_solution_is_taken_for_one_of_the_table():
    with pytest.raises(InputError, match="no such solution, expected: nash, egalitarian"):
        solution_named("egalitarien")


# --- nash ---


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


# --- egalitarian ---


@settings(max_examples=200)
@given(bargaining_sets())
def test_egalitarian_against_the_definition_deal_by_deal(drawn):
    utility, reservation, moved = drawn
    order = [(*sorted(np.round(row - reservation, 12).tolist()), -moved[d], -d) for d, row in enumerate(utility)]
    assert egalitarian(*drawn) == order.index(max(order))


@given(bargaining_sets(), st.data())
def test_egalitarian_does_not_ask_who_is_who(drawn, data):
    utility, reservation, moved = drawn
    order = data.draw(st.permutations(range(len(reservation))))
    assert egalitarian(utility[:, order], reservation[order], moved) == egalitarian(*drawn)


def test_where_the_worst_off_are_equal_the_next_worst_off_decides():
    assert egalitarian(np.array([[0.3, 0.4, 0.9], [0.3, 0.5, 0.5]]), np.zeros(3), np.array([1, 2])) == 1


def test_surpluses_count_not_utilities():
    assert egalitarian(np.array([[0.5, 0.5], [0.4, 0.8]]), np.array([0.0, 0.4]), np.array([1, 1])) == 1


# --- kalai-smorodinsky ---


def shares_of(utility, reservation):
    """Shares of the best surplus; a party that cannot gain has its surplus compared as it is."""
    surplus = utility - reservation
    best = surplus.max(axis=0)
    return np.round([[s / b if b > 0 else s for s, b in zip(row, best, strict=True)] for row in surplus], 12)


@settings(max_examples=200)
@given(bargaining_sets())
def test_kalai_smorodinsky_against_the_definition_deal_by_deal(drawn):
    utility, reservation, moved = drawn
    smallest = np.round((utility - reservation).min(axis=1), 12)
    shares = shares_of(utility, reservation)
    order = [(*sorted(shares[d].tolist()), smallest[d], -moved[d], -d) for d in range(len(moved))]
    assert kalai_smorodinsky(*drawn) == order.index(max(order))


@given(bargaining_sets(positive=True), st.sampled_from([0.25, 2.0, 1024.0]))
def test_kalai_smorodinsky_does_not_depend_on_the_unit_of_one_partys_utility(drawn, unit):
    utility, reservation, moved = drawn
    rescaled = utility.copy()
    rescaled[:, 0] *= unit
    shares = shares_of(utility, reservation)
    chosen, again = kalai_smorodinsky(*drawn), kalai_smorodinsky(rescaled, reservation, moved)
    assert sorted(shares[again].tolist()) == sorted(shares[chosen].tolist())


def test_the_smallest_share_of_the_ideal_decides_not_the_distance_from_the_diagonal():
    # both ideals are 1: (.5, .8) gives everybody at least half, (.55, .45) does not
    points = np.array([[0.55, 0.45], [0.5, 0.8], [1.0, 0.0], [0.0, 1.0]])
    assert kalai_smorodinsky(points, np.zeros(2), np.ones(4, dtype=int)) == 1


def test_a_party_indifferent_to_all_leaves_the_choice_to_the_others():
    points = np.array([[0.2, 0.3], [0.2, 0.7], [0.2, 0.5]])
    assert kalai_smorodinsky(points, np.array([0.2, 0.0]), np.ones(3, dtype=int)) == 1


# --- utilitarian ---


@settings(max_examples=200)
@given(bargaining_sets())
def test_utilitarian_against_the_definition_deal_by_deal(drawn):
    utility, reservation, moved = drawn
    smallest = np.round((utility - reservation).min(axis=1), 12)
    order = [(round(sum(row), 12), smallest[d], -moved[d], -d) for d, row in enumerate(utility.tolist())]
    assert utilitarian(*drawn) == order.index(max(order))


def test_reservations_decide_only_between_equal_sums():
    points, moved = np.array([[0.9, 0.1], [0.1, 0.9], [0.4, 0.5]]), np.ones(3, dtype=int)
    assert utilitarian(points, np.array([0.8, 0.0]), moved) == 0
    assert utilitarian(points, np.array([0.0, 0.8]), moved) == 1
