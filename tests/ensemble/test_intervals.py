"""Intervals: closed forms, laws, and coverage of what a far larger run says."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from builders import ROAD, quiet_case
from ripeness.answer.pipeline import run
from ripeness.answer.quantities import quantity_values
from ripeness.case.quantity import Quantity
from ripeness.ensemble.draws import REPLICATES, drawn, uniforms
from ripeness.ensemble.intervals import mean_of, quantiles_of, share_of, spread_of, wilson

HITS = st.lists(st.booleans(), min_size=1, max_size=200).map(np.array)
NUMBERS = st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=100).map(np.array)


@given(HITS)
def test_a_share_lies_in_its_interval_which_has_some_width_and_lies_between_0_and_1(hits):
    found = share_of(hits)
    assert 0 <= found.low <= found.share <= found.high <= 1
    assert found.low < found.high
    low, high = wilson(found.share, len(hits))
    assert found.low <= low
    assert found.high >= high


@given(HITS)
def test_the_share_of_the_opposite_has_the_opposite_interval(hits):
    found, opposite = share_of(hits), share_of(~hits)
    assert found.low == pytest.approx(1 - opposite.high, abs=1e-12)
    assert found.share == pytest.approx(1 - opposite.share)


@pytest.mark.parametrize(("hits", "n"), [(0, 10), (1, 10), (50, 100), (100, 100), (2048, 16384)])
def test_the_wilson_interval_is_where_the_score_test_is_just_passed(hits, n):
    share = hits / n
    for end in wilson(share, n):
        if 0 < end < 1:
            assert abs(share - end) / np.sqrt(end * (1 - end) / n) == pytest.approx(stats.norm.ppf(0.975))


def test_replicates_that_disagree_widen_the_interval_to_student_s():
    means = np.array([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8])
    hits = (np.arange(100)[:, None] < means * 100).ravel()
    found = share_of(hits)
    low, high = stats.t(7, 0.45, means.std(ddof=1) / np.sqrt(8)).interval(0.95)
    assert (found.share, found.low, found.high) == pytest.approx((0.45, low, high))
    wide = mean_of(hits.astype(float))
    assert (wide.low, wide.high) == pytest.approx((low, high))


def test_replicates_that_agree_do_not_narrow_it_below_what_chance_allows():
    values = np.repeat(np.arange(20.0), REPLICATES)
    found = mean_of(values)
    assert (found.low, found.high) == pytest.approx(stats.t(159, 9.5, values.std(ddof=1) / np.sqrt(160)).interval(0.95))


def test_few_draws_say_little():
    assert (mean_of(np.array([3.0])).low, mean_of(np.array([3.0])).high) == (-np.inf, np.inf)
    assert mean_of(np.array([1.0, 3.0])).high == pytest.approx(2 + stats.t(1).ppf(0.975))
    assert share_of(np.array([True])).low < 0.25


@given(NUMBERS, st.floats(-10, 10))
def test_means_shift_with_what_they_are_of(values, by):
    found, shifted = mean_of(values), mean_of(values + by)
    assert found.low <= found.mean <= found.high
    near = {"rel": 1e-9, "abs": 1e-6}
    assert (shifted.mean, shifted.low) == (
        pytest.approx(found.mean + by, **near),
        pytest.approx(found.low + by, **near),
    )


@given(NUMBERS)
def test_quantiles_rise_and_stay_within_the_values(values):
    found = quantiles_of(values)
    assert np.all(np.diff(found) >= 0)
    assert values.min() <= found[0] <= found[-1] <= values.max()
    spread = spread_of(values)
    assert [spread.q05, spread.q25, spread.median, spread.q75, spread.q95] == found.tolist()


def test_quantiles_are_over_the_last_axis():
    assert quantiles_of(np.stack([np.arange(101), np.arange(101) + 7]).astype(np.float32))[:, 1].tolist() == [
        12, 32, 57, 82, 102,
    ]  # fmt: skip


SEEDS = 40


def covered(intervals, truth):
    return sum(i.low <= truth <= i.high for i in intervals)


@pytest.mark.parametrize(
    "rule",
    [lambda u: u[0] < 0.3, lambda u: u[0] + u[1] * u[2] < 0.9, lambda u: u.sum(axis=0) > 4.6, lambda u: u[3] < 0.004],
)
@pytest.mark.parametrize("n", [64, 1024])
def test_intervals_of_shares_cover_what_a_far_larger_run_says(rule, n):
    paths = [f"p{number}" for number in range(8)]
    truth = rule(np.random.default_rng(1).random((8, 1_000_000))).mean()
    found = [share_of(rule(np.stack([uniforms(seed, p, 0, n) for p in paths]))) for seed in range(SEEDS)]
    assert covered(found, truth) >= 0.95 * SEEDS


@pytest.mark.slow
def test_intervals_cover_what_a_far_larger_run_of_a_case_says():
    # The deal needs a limit and an alternative that only some draws have.
    case = quiet_case(
        {
            "horizon": 3,
            "issues.field.options.shared.value": {"ann": -0.8, "bob": 0.6},
            "issues.road": ROAD,
            "issues.road.options.free.value.ann": 1,
            "parties.ann.salience": {"field": 1, "road": 1},
            "dynamics.recognition": 0,
            "parties.ann.concession_limit": [0.2, 0.4, 0.7],
            "parties.ann.exposure_tolerance": [0.1, 0.25, 0.6],
            "parties.ann.reservation": -1,
            "parties.bob.reservation": [0, 0.5, 0.8],
            "parties.bob.war": {"win": 0.1, "lose": -0.5, "cost": [0, 0.1, 0.4]},
            "dynamics.incident": [0, 0.1, 0.3],
            "dynamics.miscalculation": [0, 0.05, 0.2],
        }
    )

    def judged(seed, n):
        runs = [run(case, drawn(seed, first, 128)) for first in range(0, n, 128)]
        opens, war, crisis = (
            np.concatenate([quantity_values(of, Quantity(name)) for of in runs])
            for name in ("deal_now", "war", "crisis_months")
        )
        return share_of(opens == 1), mean_of(war), mean_of(crisis)

    truths = judged(10**6, 8192)
    assert 0.02 < truths[0].share < 0.98
    assert truths[1].mean > 0.001
    found = [judged(seed, 128) for seed in range(SEEDS)]
    for which, truth in enumerate(truths):
        value = truth.share if which == 0 else truth.mean
        assert covered([each[which] for each in found], value) >= 0.95 * SEEDS
