import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generators import bargaining_sets
from ripeness.rules.choice import NO_DEAL, first_best, max_min_keys

FLAT = np.zeros((3, 2))


def test_ties_go_to_the_largest_smallest_surplus():
    surplus = np.array([[0.1, 0.9], [0.4, 0.4], [0.2, 0.8]])
    assert first_best([np.ones(3)], surplus, np.array([1, 3, 1])) == 1


def test_then_to_the_deal_that_moves_fewer_issues():
    assert first_best([np.ones(3)], FLAT, np.array([3, 2, 2])) == 1


def test_then_to_the_first():
    assert first_best([np.ones(3)], FLAT, np.array([2, 2, 2])) == 0


def test_an_earlier_key_outweighs_all_later_ones():
    assert first_best([np.array([0.0, 1.0]), np.array([9.0, 0.0])], np.array([[9, 9], [0, 0]]), np.array([1, 2])) == 1


@pytest.mark.parametrize(("apart", "chosen"), [(1e-11, 1), (1e-13, 0)])
def test_keys_equal_to_twelve_decimals_tie(apart, chosen):
    assert first_best([np.array([0.3, 0.3 + apart])], FLAT[:2], np.array([1, 1])) == chosen


def test_without_any_deal_there_is_nothing_to_choose():
    assert first_best([np.zeros(0)], np.zeros((0, 2)), np.zeros(0, dtype=int)) == NO_DEAL


def test_of_none_left_there_is_nothing_to_choose_and_others_are_chosen_for_by_themselves():
    among = np.array([[False, False, False], [True, False, True]])
    keys = np.array([[3.0, 2.0, 1.0], [1.0, 3.0, 2.0]])
    chosen = first_best([keys], np.stack([FLAT, FLAT]), np.array([1, 1, 1]), among)
    assert chosen.tolist() == [NO_DEAL, 2]


@given(bargaining_sets(), st.integers(0, 3))
def test_the_choice_is_the_largest_in_lexicographic_order(drawn, column):
    utility, reservation, moved = drawn
    surplus = np.round(utility - reservation, 12)
    key = surplus[:, column % surplus.shape[1]]
    order = [(key[d], surplus[d].min(), -moved[d], -d) for d in range(len(moved))]
    assert first_best([key], surplus, moved) == order.index(max(order))


@given(bargaining_sets())
def test_max_min_keys_are_each_deals_shares_from_the_smallest_up(drawn):
    shares = drawn[0]
    assert np.array_equal(np.stack(max_min_keys(shares), axis=1), [sorted(row) for row in shares.tolist()])
