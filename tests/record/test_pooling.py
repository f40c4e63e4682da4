from dataclasses import astuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from ripeness.record.pooling import BetaShare, GammaRate, pool_rates, pool_shares


def test_the_class_of_groups_that_differ_is_found_again():
    rng = np.random.default_rng(1)
    exposure = rng.uniform(20, 60, 4000)
    fitted = pool_rates(rng.poisson(rng.gamma(2.0, 1 / 40, 4000) * exposure).astype(float), exposure)
    assert fitted.shape == pytest.approx(2.0, rel=0.1)
    assert fitted.rate == pytest.approx(40.0, rel=0.1)
    trials = rng.integers(5, 20, 4000).astype(float)
    share = pool_shares(rng.binomial(trials.astype(int), rng.beta(2, 6, 4000)).astype(float), trials)
    assert (share.alpha, share.beta) == pytest.approx((2.0, 6.0), rel=0.15)


def test_equal_groups_are_no_surer_than_all_their_events_together():
    events = np.full(50, 3.0)
    found = pool_rates(events, np.full(50, 10.0)).interval()
    pooled = stats.gamma(150.5, scale=1 / 500)
    low, high = pooled.interval(0.9)
    assert found.low <= low < high <= found.high
    assert (found.low, found.high) == pytest.approx((low, high), rel=0.1)


def test_an_interval_is_that_of_the_distribution_and_a_wait_is_the_inverse():
    found = GammaRate(3.0, 12.0).interval()
    assert (found.low, found.high) == pytest.approx(stats.gamma(3.0, scale=1 / 12).interval(0.9))
    assert found.mean == 0.25
    wait = GammaRate(3.0, 12.0).interval_of_waits()
    assert (wait.low, wait.mean, wait.high) == pytest.approx((1 / found.high, 4.0, 1 / found.low))
    share = BetaShare(2.0, 5.0).interval()
    assert (share.low, share.high) == pytest.approx(stats.beta(2, 5).interval(0.9))


@given(st.lists(st.tuples(st.integers(0, 9), st.floats(1, 50)), min_size=3, max_size=20))
def test_a_group_is_drawn_between_its_own_rate_and_that_of_its_class(groups):
    events = np.array([k for k, _ in groups], dtype=float)
    exposure = np.array([t for _, t in groups])
    fitted = pool_rates(events, exposure)
    of_class = fitted.interval().mean
    for k, t in zip(events, exposure, strict=True):
        mean = fitted.after(k, t).interval().mean
        assert min(k / t, of_class) - 1e-9 <= mean <= max(k / t, of_class) + 1e-9


def test_groups_without_any_event_still_give_numbers():
    found = pool_rates(np.zeros(5), np.full(5, 10.0)).interval()
    assert 0 <= found.low < found.mean < found.high < 0.2
    share = pool_shares(np.zeros(5), np.full(5, 4.0)).interval()
    assert 0 <= share.low < share.high < 0.5


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("fit", ["rates", "shares"])
def test_rounding_in_the_data_is_no_larger_in_the_fit(fit, seed):
    # a sixth digit that depends on the processor makes a carried table that nobody can make again
    rng = np.random.default_rng(seed)
    trials = rng.integers(1, 9, 60).astype(float)
    events = rng.binomial(trials.astype(int), rng.beta(2, 4, 60)).astype(float)
    off = 1 + 1e-12 * rng.choice([-1, 1], 60)
    made = pool_rates if fit == "rates" else pool_shares
    np.testing.assert_allclose(astuple(made(events * off, trials)), astuple(made(events, trials)), rtol=1e-9)
