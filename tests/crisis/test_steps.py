import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from ripeness.crisis.steps import Move, Watch, exclusive

STATES, VIEWERS = 5, 3
CHANCES = arrays(float, (1, VIEWERS, STATES), elements=st.floats(-0.5, 1.5))
TARGETS = arrays(np.int64, STATES, elements=st.integers(0, STATES - 1))
MOVES = st.lists(st.builds(Move, TARGETS, CHANCES), min_size=1, max_size=4)
MASS = arrays(float, (1, STATES), elements=st.floats(0, 1)).filter(lambda m: m.sum() > 0.01).map(lambda m: m / m.sum())
VALUE = arrays(float, (1, VIEWERS - 1, STATES), elements=st.floats(-10, 10))


@given(MOVES, MASS)
def test_pushing_probabilities_loses_none_and_makes_none_negative(moves, mass):
    after = exclusive(moves).push(mass)
    assert after.sum() == pytest.approx(1.0, abs=1e-12)
    assert after.min() >= -1e-15
    assert after.max() <= 1 + 1e-12


@given(MOVES, MASS, VALUE)
def test_expecting_and_pushing_are_one_step_read_both_ways(moves, mass, value):
    # let every viewer believe what the analyst, the last one, does
    shared = [Move(m.target, np.repeat(m.chance[:, -1:], VIEWERS, axis=1)) for m in moves]
    step = exclusive(shared)
    assert (step.expect(value) * mass[:, None]).sum(axis=-1) == pytest.approx(
        (value * step.push(mass)[:, None]).sum(axis=-1), abs=1e-12
    )


@given(MOVES, VALUE)
def test_an_expectation_is_no_better_than_the_best_and_no_worse_than_the_worst(moves, value):
    expected = exclusive(moves).expect(value)
    assert (expected <= value.max(axis=-1, keepdims=True) + 1e-12).all()
    assert (expected >= value.min(axis=-1, keepdims=True) - 1e-12).all()


@given(MOVES, VALUE, arrays(float, (1, VIEWERS - 1, STATES), elements=st.floats(-1, 1)))
def test_costs_come_off_the_expectation(moves, value, cost):
    assert exclusive(moves, cost).expect(value) == pytest.approx(exclusive(moves).expect(value) - cost, abs=1e-12)


def moved(*chances):
    """What a step of these moves, each to a place of its own, leaves in place and brings to each."""
    states = len(chances) + 1
    moves = [Move(np.full(states, place), np.full((1, 1, states), c)) for place, c in enumerate(chances, start=1)]
    return exclusive(moves).push(np.eye(1, states))[0].tolist()


def test_moves_that_sum_past_one_are_scaled_down_together():
    assert moved(0.9, 0.6) == pytest.approx([0, 0.6, 0.4])


def test_each_chance_is_clipped_before_they_are_scaled():
    assert moved(3.0, 1.0, -0.5) == pytest.approx([0, 0.5, 0.5, 0])


def test_moves_that_sum_to_less_than_one_stay_as_they_are():
    assert moved(0.3, 0.6) == pytest.approx([0.1, 0.3, 0.6])


def test_each_party_expects_by_its_own_chances_and_the_analysts_move_the_mass():
    move = Move(np.array([1, 1]), np.array([[[0.2, 0.0], [0.5, 0.0], [1.0, 0.0]]]))
    step = exclusive([move])
    assert step.expect(np.array([[[0.0, 1.0], [0.0, 1.0]]]))[0, :, 0].tolist() == [0.2, 0.5]
    assert step.push(np.array([[1.0, 0.0]])).tolist() == [[0.0, 1.0]]


# --- what passes look for ---

PASSES = ("whole", "signing", "ending")
REACHES = st.sampled_from([{}, {"signing": "signed"}, {"ending": "won", "signing": "signed"}, {"ending": "lost"}])
WATCHED = st.lists(st.builds(Move, TARGETS, CHANCES, REACHES), min_size=1, max_size=4)


@given(WATCHED, MASS)
def test_each_pass_keeps_or_has_counted_all_of_its_probability(moves, mass):
    watch = Watch(PASSES)
    left = exclusive(moves).push(np.repeat(mass[None], len(PASSES), axis=0), watch).sum(axis=-1)[:, 0]
    assert left[0] == pytest.approx(1.0, abs=1e-12)
    assert left[1] + watch.counted.get("signed", 0.0) == pytest.approx(1.0, abs=1e-12)
    assert left[2] + watch.counted.get("won", 0.0) + watch.counted.get("lost", 0.0) == pytest.approx(1.0, abs=1e-12)


@given(WATCHED, MASS)
def test_a_pass_that_looks_for_nothing_moves_as_without_a_watch(moves, mass):
    step = exclusive(moves)
    assert np.array_equal(step.push(np.repeat(mass[None], len(PASSES), axis=0), Watch(PASSES))[0], step.push(mass))


def test_a_path_is_counted_once_where_it_first_happens_and_leaves_its_pass_alone():
    there_and_back = [
        exclusive([Move(np.array([1, 1]), np.array([[[0.4, 0.0]]]), {"signing": "signed"})]),
        exclusive([Move(np.array([0, 0]), np.array([[[0.0, 1.0]]]))]),
    ]
    watch, mass = Watch(PASSES), np.tile([1.0, 0.0], (len(PASSES), 1, 1))
    for _ in range(2):
        for step in there_and_back:
            mass = step.push(mass, watch)
    # what signed in the first round is back at once, and would sign again
    assert watch.counted["signed"] == pytest.approx([0.4 + 0.6 * 0.4])
    assert mass[:, 0].tolist() == [[1.0, 0.0], pytest.approx([0.36, 0.0]), [1.0, 0.0]]


def test_what_moves_nothing_can_be_what_a_pass_looks_for():
    found = exclusive([Move(np.arange(2), np.array([[[1.0, 0.0]]]), {"signing": "signed"})])
    watch = Watch(PASSES)
    mass = found.push(np.tile([0.3, 0.7], (len(PASSES), 1, 1)), watch)
    assert watch.counted["signed"] == pytest.approx([0.3])
    assert mass[:, 0].tolist() == [[0.3, 0.7], [0.0, 0.7], [0.3, 0.7]]
