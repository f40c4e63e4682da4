"""What an action leads to, composed from its steps, is what the steps give one after the other."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from drawn_steps import DRAWS, EVERYTHING, STATES, VALUE, VIEWERS, WHOLE, steps
from ripeness.crisis.compiled.step_rows import steps_as_rows
from ripeness.crisis.compiled.ways import ways_on
from ripeness.crisis.steps import Move, exclusive
from ripeness.settlements.memo import Memo

# states may be taken to and fro within one step, as pressing does
ANYWHERE = arrays(np.int64, STATES, elements=st.integers(0, STATES - 1))


def multiplied(drawn, factors, i, draw):
    product = 1.0
    for factor in factors:
        if factor != -1:
            kind, row = ("chance", factor) if factor >= 0 else ("stay", -2 - factor)
            product *= drawn[kind][i, row, draw]
    return product


def expected(laid_out, ways, kind, value):
    """What is expected of each state after the action, (draws, parties, states)."""
    drawn = {name: each[0] for name, each in laid_out.drawn.items()}
    found = np.zeros_like(value)
    for draw in range(DRAWS):
        for i in range(VIEWERS - 1):
            moved, paid = np.zeros(ways["moved_rows"]), np.zeros(ways["paid_rows"])
            for row, factors in zip(ways["into"], ways["factors"], strict=True):
                moved[row] += multiplied(drawn, factors, i, draw)
            for row, factors in zip(ways["paid_into"], ways["paid_factors"], strict=True):
                paid[row] += multiplied(drawn, factors[:-1], i, draw) * drawn["payment"][i, factors[-1], draw]
            for s in range(STATES):
                entries = slice(ways["moved_first"][kind, s], ways["moved_last"][kind, s])
                found[draw, i, s] = moved[ways["moved_at"][entries]] @ value[draw, i, ways["moved_target"][entries]]
                if ways["moved_paid"][kind, s] >= 0:
                    found[draw, i, s] -= paid[ways["moved_paid"][kind, s]]
    return found


@given(st.lists(st.lists(steps(ANYWHERE), min_size=1, max_size=3), min_size=1, max_size=2), VALUE)
def test_an_action_is_its_steps_one_after_the_other(actions, value):
    every_step = [step for action in actions for step in action]
    laid_out = steps_as_rows(Memo(), every_step, EVERYTHING, VIEWERS, DRAWS, WHOLE)
    begins = np.cumsum([0, *(len(action) for action in actions)])
    kinds = [list(range(begin, begin + len(action))) for begin, action in zip(begins, actions, strict=False)]
    ways = ways_on(laid_out.places, kinds, STATES, STATES)
    for kind, action in enumerate(actions):
        one_by_one = value
        for step in reversed(action):
            one_by_one = step.expect(one_by_one)
        assert expected(laid_out, ways, kind, value) == pytest.approx(one_by_one, abs=1e-12)


def test_states_with_the_same_chances_share_a_row():
    # for a few draws nobody looks
    draws = 9
    chance = np.full((draws, VIEWERS, STATES), 0.25)
    step = exclusive([Move(np.full(STATES, STATES - 1), chance)])
    laid_out = steps_as_rows(Memo(), [step], EVERYTHING, VIEWERS, draws, WHOLE)
    ways = ways_on(laid_out.places, [[0]], STATES, STATES)
    # going and staying of all but the last, and the last, which nothing happens to
    assert ways["moved_rows"] == 3
    assert len(ways["moved_target"]) == 2 * (STATES - 1) + 1


def test_what_a_pass_finds_first_on_a_way_is_counted_whatever_comes_after_it():
    half = np.full((DRAWS, VIEWERS, STATES), 0.5)
    at = [np.where(s == EVERYTHING, 0.5, 0.0) * np.ones_like(half) for s in (0, 1)]
    found = exclusive([Move(np.where(EVERYTHING == 0, 1, EVERYTHING), at[0], {"look": "first"})])
    onward = exclusive([Move(np.where(EVERYTHING == 1, 2, EVERYTHING), at[1], {"look": "second"})])
    counters = {"whole": {}, "look": {"first": 0, "second": 1}}
    laid_out = steps_as_rows(Memo(), [found, onward], EVERYTHING, VIEWERS, DRAWS, counters)
    ways = ways_on(laid_out.places, [[0, 1]], STATES, STATES)
    of_first = slice(ways["moved_first"][0, 0], ways["moved_last"][0, 0])
    from_first = zip(ways["moved_target"][of_first].tolist(), ways["moved_drops"][of_first].tolist(), strict=True)
    # staying is not counted, whatever is reached after the first find is counted as that
    assert sorted(from_first) == [(0, [-1, -1]), (1, [-1, 0]), (2, [-1, 0])]
    of_second = slice(ways["moved_first"][0, 1], ways["moved_last"][0, 1])
    from_second = zip(ways["moved_target"][of_second].tolist(), ways["moved_drops"][of_second].tolist(), strict=True)
    assert sorted(from_second) == [(1, [-1, -1]), (2, [-1, 1])]
