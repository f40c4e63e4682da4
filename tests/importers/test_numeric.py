"""Numeric issues as options."""

import pytest

from ripeness.errors import InputError
from ripeness.importers.numeric import MOST_OPTIONS, grid, integers, steps


def test_integers_come_one_by_one():
    issue = integers("n", -1, 2, "f")
    assert issue.options == ("-1", "0", "1", "2")
    assert issue.numbers == (-1, 0, 1, 2)


def test_as_many_as_a_case_can_hold_and_no_more():
    assert len(integers("n", 1, MOST_OPTIONS, "f").options) == MOST_OPTIONS
    with pytest.raises(InputError, match="1,001 numbers are too many options, expected: at most 1,000"):
        integers("n", 0, MOST_OPTIONS, "f")


def test_steps_reach_the_upper_end_though_a_tenth_is_not_exact():
    assert steps("n", 0, 0.3, 0.1, "f").options == ("0", "0.1", "0.2", "0.3")
    assert steps("n", 0, 1, 0.4, "f").options == ("0", "0.4", "0.8")


def test_a_grid_has_both_ends():
    issue, note = grid("n", 0.5, 2.5, 5, "f")
    assert issue.numbers == (0.5, 1, 1.5, 2, 2.5)
    assert "grid of 5 points" in note


@pytest.mark.parametrize(
    "made",
    [
        lambda: integers("n", 3, 1, "f"),
        lambda: integers("n", 0.5, 1, "f"),
        lambda: integers("n", float("nan"), 1, "f"),
        lambda: integers("n", 0, float("inf"), "f"),
        lambda: steps("n", 0, 1, 0, "f"),
        lambda: steps("n", 0, float("inf"), 1, "f"),
        lambda: grid("n", 1, 1, 5, "f"),
        lambda: grid("n", 0, float("nan"), 5, "f"),
        lambda: grid("n", 1, 1 + 1e-13, 5, "f"),
    ],
)
def test_what_is_no_range_is_told(made):
    with pytest.raises(InputError, match=r"no range of|too close together"):
        made()
