import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from generators import bargaining_sets
from ripeness.bargaining.solutions import kalai_smorodinsky


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
