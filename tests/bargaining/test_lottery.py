import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generators import bargaining_sets
from ripeness.bargaining.dominance import nondominated
from ripeness.bargaining.lottery import classical_kalai_smorodinsky


def of(points, reservation=None):
    points = np.array(points, dtype=float)
    return classical_kalai_smorodinsky(points, np.zeros(points.shape[1]) if reservation is None else reservation)


def test_on_a_segment_it_is_where_the_line_to_the_ideal_point_crosses():
    # the hull of (4, 0), (2, 2), (0, 3) from 0: ideal (4, 3), the line x = 4t, y = 3t meets x + y = 4 at t = 4/7
    found = of([[4, 0], [2, 2], [0, 3]])
    assert found.ideal.tolist() == [4, 3]
    assert found.share == pytest.approx(4 / 7)
    assert found.payoffs == pytest.approx([16 / 7, 12 / 7])
    assert dict(zip(found.rows.tolist(), found.weights.tolist(), strict=True)) == pytest.approx({0: 1 / 7, 1: 6 / 7})


def test_the_ideal_point_is_of_what_leaves_nobody_below_the_reservation_value():
    # (1, 0) leaves the second below 0.25; on the segment the first can have 0.75
    found = of([[1, 0], [0, 1]], np.array([0.0, 0.25]))
    assert found.ideal == pytest.approx([0.75, 1.0])
    assert found.payoffs == pytest.approx([0.375, 0.625])


def test_it_differs_from_the_solution_that_allows_no_lottery():
    found = of([[0.55, 0.45], [0.5, 0.8], [1, 0], [0, 1]])
    assert found.payoffs[0] == pytest.approx(found.payoffs[1])
    assert found.payoffs[0] == pytest.approx(0.8 / 1.3)


def test_nothing_to_be_had_is_none():
    assert of([[-1, 1]]) is None
    assert classical_kalai_smorodinsky(np.zeros((0, 2)), np.zeros(2)) is None


@settings(max_examples=200, deadline=None)
@given(bargaining_sets(positive=True), st.floats(0.2, 5), st.floats(-2, 2))
def test_scales_do_not_matter_and_shares_are_equal(drawn, factor, shift):
    utility, reservation, _ = drawn
    points = utility[nondominated(utility, 1e-12)]
    found = classical_kalai_smorodinsky(points, reservation)
    assert (found.payoffs >= reservation + found.share * (found.ideal - reservation) - 1e-7).all()
    assert found.weights.sum() == pytest.approx(1)
    assert found.payoffs == pytest.approx(found.weights @ points[found.rows])
    scale = np.ones(points.shape[1])
    scale[0] = factor
    move = np.zeros(points.shape[1])
    move[0] = shift
    other = classical_kalai_smorodinsky(points * scale + move, reservation * scale + move)
    assert other.share == pytest.approx(found.share, abs=1e-6)
