"""Which judgements matter, where that is known."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from ripeness.ensemble.draws import uniforms
from ripeness.ensemble.tornado import tornado

N = 3 * 1024


def tables(rule, n=N, names=("a", "b", "c")):
    """Draws of uniform judgements, and outcomes of two postures: the rule's value, and its opposite under `talks`."""
    draws = {"draw": np.arange(n)} | {name: uniforms(1, name, 0, n) for name in names}
    values = rule(draws)
    outcomes = {
        "draw": np.arange(n).repeat(2),
        "posture": np.array(["as-is", "talks"] * n),
        "war": np.stack([values, -values], axis=1).ravel(),
    }
    return draws, outcomes


def test_the_judgement_that_moves_most_comes_first():
    found = tornado(*tables(lambda d: d["a"] + 3 * d["b"]))
    assert [bar.judgement for bar in found] == ["b", "a", "c"]
    # the mean of a uniform over its outer thirds is 1/6 and 5/6
    assert [bar.difference for bar in found] == pytest.approx([2, 2 / 3, 0], abs=0.1)
    assert [bar.stands_out for bar in found] == [True, True, False]
    assert found[0].in_lowest == pytest.approx(1 / 2 + 1 / 2, abs=0.05)


def test_directions_are_those_of_the_posture_asked_for():
    draws, outcomes = tables(lambda d: 1 - d["a"])
    down, up = tornado(draws, outcomes)[0], tornado(draws, outcomes, posture="talks")[0]
    assert (down.judgement, up.judgement) == ("a", "a")
    assert (down.difference, down.rank_correlation) == pytest.approx((-up.difference, -up.rank_correlation))
    assert down.rank_correlation == pytest.approx(-1)


@given(st.integers(6, 60), st.integers(1, 5))
def test_the_correlation_is_spearman_s_with_ties_and_all(n, levels):
    draws, outcomes = tables(lambda d: np.floor(levels * (d["a"] + d["b"])), n)
    for bar in tornado(draws, outcomes):
        values = outcomes["war"][::2]
        expected = stats.spearmanr(draws[bar.judgement], values).statistic if np.ptp(values) else 0.0
        assert bar.rank_correlation == pytest.approx(expected)


def test_what_never_changes_is_moved_by_nothing():
    assert {bar.rank_correlation for bar in tornado(*tables(lambda d: 0 * d["a"]))} == {0}
    assert not any(bar.stands_out for bar in tornado(*tables(lambda d: 0 * d["a"])))


def test_too_few_draws_say_nothing():
    with pytest.raises(ValueError, match="5 draws say nothing of what matters, expected: 6 or more"):
        tornado(*tables(lambda d: d["a"], 5))
