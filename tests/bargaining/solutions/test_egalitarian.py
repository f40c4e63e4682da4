import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from generators import bargaining_sets
from ripeness.bargaining.solutions import egalitarian


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
