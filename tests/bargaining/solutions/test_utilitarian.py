import numpy as np
from hypothesis import given, settings

from generators import bargaining_sets
from ripeness.bargaining.solutions import utilitarian


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
