"""Steps laid out as rows, read as the kernels read them, are the steps themselves."""

from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from drawn_steps import DRAWS, EVERYTHING, VALUE, VIEWERS, WHOLE, steps
from ripeness.crisis.compiled import kernel, step_rows
from ripeness.crisis.compiled.step_rows import distinct, lanes, steps_as_rows, within
from ripeness.crisis.steps import Move, exclusive
from ripeness.settlements.memo import Memo


def read_backward(laid_out, step, value):
    """Value before a step, (draws, parties, states), group by group as `backward` does it."""
    places, drawn = laid_out.places, {name: each[0] for name, each in laid_out.drawn.items()}
    begin, end, pay_begin, pay_end = places["steps"][step]
    value = value.copy()
    for draw in range(DRAWS):
        for i in range(VIEWERS - 1):
            row = value[draw, i]
            for g in range(begin, end):
                entries = range(places["first"][g], places["last"][g])
                row[places["source"][g]] = drawn["stay"][i, places["stay_at"][g], draw] * row[
                    places["source"][g]
                ] + sum(drawn["chance"][i, places["chance_at"][e], draw] * row[places["target"][e]] for e in entries)
            for k in range(pay_begin, pay_end):
                row[places["payer"][k]] -= drawn["payment"][i, places["payment_at"][k], draw]
    return value


@given(st.lists(steps(), min_size=1, max_size=3), VALUE)
def test_rows_read_in_place_give_the_expectation_of_each_step(some, value):
    laid_out = steps_as_rows(Memo(), some, EVERYTHING, VIEWERS, DRAWS, WHOLE)
    for number, step in enumerate(some):
        assert read_backward(laid_out, number, value) == pytest.approx(step.expect(value), abs=1e-12)


@given(steps())
def test_no_state_is_a_target_once_it_was_a_source(step):
    places = steps_as_rows(Memo(), [step], EVERYTHING, VIEWERS, DRAWS, WHOLE).places
    gone: set[int] = set()
    for g, source in enumerate(places["source"].tolist()):
        gone.add(source)
        assert gone.isdisjoint(places["target"][places["first"][g] : places["last"][g]].tolist())


def test_a_step_that_moves_states_to_and_fro_is_told():
    chance = np.full((DRAWS, VIEWERS, len(EVERYTHING)), 0.2)
    onward, to_and_fro = (exclusive([Move(np.array(to), chance)]) for to in ([1, 2, 2, 4, 5, 5], [1, 2, 0, 3, 4, 5]))
    laid_out = steps_as_rows(Memo(), [onward, to_and_fro, onward], EVERYTHING, VIEWERS, DRAWS, WHOLE)
    assert laid_out.to_and_fro == {1}


@given(steps())
def test_a_step_is_laid_out_once_for_all_that_take_it(step):
    memo = Memo()
    laid_out = partial(steps_as_rows, memo, [step], EVERYTHING, VIEWERS, DRAWS, WHOLE)
    first = laid_out()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(step_rows, "_laid_out", None)
        again = laid_out()
    assert all((first.drawn[name] == again.drawn[name]).all() for name in first.drawn)


@given(arrays(float, st.tuples(st.just(DRAWS), st.just(VIEWERS), st.integers(0, 9)), elements=st.sampled_from([0, 1])))
def test_what_is_the_same_for_several_states_is_kept_once_in_its_order(drawn):
    found, which = distinct(drawn)
    assert (found[:, :, which] == drawn).all()
    assert found.shape[2] == len({column.tobytes() for column in np.moveaxis(drawn, 2, 0)})
    # each row is first asked for by a later state than the one before it
    assert list(dict.fromkeys(which.tolist())) == list(range(found.shape[2]))


@pytest.mark.parametrize("draws", [1, 8, 11, kernel.MOST_LANES + 1])
def test_draws_go_side_by_side_and_the_last_one_fills_up(draws):
    given_draws = np.arange(draws * 6.0).reshape(draws, 3, 2)
    blocks = lanes(given_draws)
    assert blocks.shape == (1 + (draws > kernel.MOST_LANES), 3, 2, kernel.lanes_of(draws))
    in_order = np.moveaxis(blocks, -1, 1).reshape(-1, 3, 2)
    assert (in_order[:draws] == given_draws).all()
    assert (in_order[draws:] == given_draws[-1]).all()


def test_a_target_that_is_not_kept_stands_for_staying():
    assert within(np.array([1, 4, 5]), np.array([4, 2, 9])).tolist() == [1, 1, 2]
