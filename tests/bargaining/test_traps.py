"""What other software gets wrong on deals, each by its name, with the right answer worked out by hand."""

import numpy as np
import pytest

from ripeness.bargaining.dominance import nondominated
from ripeness.bargaining.frontier import frontier
from ripeness.bargaining.on_frontier import choose
from ripeness.bargaining.ties import ties
from ripeness.rules.solutions import SOLUTIONS
from spaces import one_issue


def chosen(points, solution, reservation):
    """The number of the point that a solution chooses among those no worse than the reservation values, or None."""
    found, reserved = frontier(one_issue(points)), np.array(reservation, dtype=float)
    zone = (found.payoffs >= reserved - 1e-12).all(axis=1)
    return int(choose(found, reserved, zone, solution)[0]) - 1 if zone.any() else None


def test_a_reservation_below_the_smallest_utility_is_not_replaced_by_it():
    # products from 0: .5, .48, .45; from the minima (.5, .5) the second would win
    assert chosen([(1, 0.5), (0.6, 0.8), (0.5, 0.9)], "nash", [0, 0]) == 0
    assert chosen([(1, 0.5), (0.6, 0.8), (0.5, 0.9)], "nash", [0.5 - 1e-9, 0.5 - 1e-9]) == 1


def test_a_reservation_below_zero_is_taken_as_it_is():
    # from -1: 1.2 * 1.05 = 1.26 against 1.11 * 1.11 = 1.2321; clamped at 0, .01 against .0121
    assert chosen([(0.2, 0.05), (0.11, 0.11)], "nash", [-1, -1]) == 0
    assert chosen([(0.2, 0.05), (0.11, 0.11)], "nash", [0, 0]) == 1


def test_kalai_smorodinsky_does_not_take_what_another_deal_beats_in_its_smallest_share():
    # ideal (1, 1): the smallest share of (.5, .8) is .5, that of (.55, .45) is .45, though it is nearer to equal
    points = [(1, 0.05), (0.55, 0.45), (0.5, 0.8), (0.05, 1)]
    assert chosen(points, "kalai-smorodinsky", [0, 0]) == 2


def test_all_deals_of_a_point_are_kept_and_not_one_alone():
    found = frontier(one_issue([(0.5, 0.5), (0.2, 0.2), (0.5, 0.5), (0.5, 0.5)]))
    assert found.payoffs.tolist() == [[0.5, 0.5]]
    assert [int(deal[0]) for deal in ties(found, 0)] == [1, 3, 4]


def test_a_party_indifferent_to_all_does_not_make_every_point_a_solution():
    # the second gets nothing from any: what is best for the first is the frontier, and what each solution chooses
    points = [(0.2, 0.0), (0.9, 0.0), (0.5, 0.0)]
    assert frontier(one_issue(points)).payoffs.tolist() == [[0.9, 0.0]]
    for solution in SOLUTIONS:
        assert chosen(points, solution, [0, -0.1]) == 1
        # what gives it no less than its reservation value is a deal for it too
        assert chosen(points, solution, [0, 0]) == 1
        assert chosen(points, solution, [0, 0.1]) is None


@pytest.mark.parametrize("solution", SOLUTIONS)
def test_no_solution_lies_below_both_reservation_values(solution):
    # two surpluses below zero have a product above it
    assert chosen([(0.1, 0.1), (0.9, 0.2)], solution, [0.5, 0.5]) is None
    assert chosen([(0.1, 0.1), (0.6, 0.6)], solution, [0.5, 0.5]) == 1


def test_equal_worth_added_up_in_another_order_makes_no_point():
    assert nondominated(np.array([[0.1 + 0.2, 0.5], [0.3, 0.6]]), 1e-13).tolist() == [1]
