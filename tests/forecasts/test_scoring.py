import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ripeness.forecasts.scoring import Answered, beside_crowd, bootstrap, calibration, score, scores


def answered(said, happened, group=None, year=None, crowd=None):
    n = len(said)
    return Answered(
        np.array(said, dtype=float),
        np.array(happened, dtype=bool),
        np.array(range(n) if group is None else group),
        np.array([2026] * n if year is None else year),
        np.array([np.nan] * n if crowd is None else crowd, dtype=float),
    )


def test_scores_by_hand():
    found = score(answered([0.8, 0.3, 0.5], [True, False, True]))
    assert found.brier == pytest.approx((0.04 + 0.09 + 0.25) / 3)
    assert found.log == pytest.approx(-(math.log(0.8) + math.log(0.7) + math.log(0.5)) / 3)
    assert found.constant == pytest.approx(2 / 9)
    assert found.n == 3


def test_the_impossible_that_happened_is_infinite_and_counted():
    found = score(answered([0.0, 1.0, 0.5], [True, True, False]))
    assert found.log == math.inf
    assert found.impossible == 1


@given(st.lists(st.tuples(st.floats(0.01, 0.99), st.booleans()), min_size=1, max_size=30))
def test_no_constant_beats_the_one_that_knew_the_share(pairs):
    happened = [yes for _, yes in pairs]
    best = score(answered([0.5] * len(pairs), happened)).constant
    assert score(answered([pairs[0][0]] * len(pairs), happened)).brier >= best - 1e-12


def test_the_bootstrap_agrees_with_the_normal_approximation():
    values = np.random.default_rng(3).random(400)
    low, high = bootstrap(values, np.arange(400))
    half = 1.96 * values.std() / math.sqrt(400)
    assert low == pytest.approx(values.mean() - half, abs=0.1 * half)
    assert high == pytest.approx(values.mean() + half, abs=0.1 * half)


def test_what_stands_or_falls_together_is_no_more_evidence_than_one():
    values = np.array([0.1, 0.9])
    assert bootstrap(np.repeat(values, 50), np.repeat([0, 1], 50)) == pytest.approx(bootstrap(values, np.arange(2)))
    assert bootstrap(np.repeat(values, 50), np.zeros(100, dtype=int)) is None


def test_a_crowd_is_compared_on_the_forecasts_that_it_has():
    of = answered([0.9, 0.2, 0.6], [True, False, True], crowd=[0.7, np.nan, 0.8])
    found = beside_crowd(of)
    assert found.n == 2
    assert found.ours == pytest.approx((0.01 + 0.16) / 2)
    assert found.crowd == pytest.approx((0.09 + 0.04) / 2)
    assert found.difference == pytest.approx(found.ours - found.crowd)
    assert beside_crowd(answered([0.5], [True])) is None


def test_bins_are_those_of_the_estimative_words_and_hold_every_forecast_once():
    said = np.linspace(0, 1, 101)
    bins = calibration(answered(said, said > 0.5))
    assert sum(each.n for each in bins) == 101
    assert all(each.low <= each.said <= each.high for each in bins)
    assert bins[0].word == "remote"
    assert bins[0].happened == 0.0
    assert bins[-1].interval[1] == 1.0


def test_years_are_scored_apart():
    found = scores(answered([0.9, 0.1, 0.4], [True, False, True], year=[2025, 2026, 2026]))
    assert {year: of.n for year, of in found.by_year.items()} == {2025: 1, 2026: 2}
    assert found.by_year[2025].brier == pytest.approx(0.01)
