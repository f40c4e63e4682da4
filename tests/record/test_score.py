import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ripeness.record.score import auc, curve, logit_fit, paired, score, slope


def test_scores_by_hand():
    found = score(np.array([0.2, 0.7, 0.5]), np.array([0.0, 1.0, 1.0]))
    assert found.brier == pytest.approx((0.04 + 0.09 + 0.25) / 3)
    assert found.log == pytest.approx(-(np.log(0.8) + np.log(0.7) + np.log(0.5)) / 3)
    assert found.auc == 1.0
    assert found.interval[0] <= found.brier <= found.interval[1]


def test_what_is_undefined_is_none():
    same = score(np.full(4, 0.3), np.array([0.0, 1.0, 0.0, 1.0]))
    assert (same.auc, same.slope) == (None, None)
    assert auc(np.array([0.1, 0.9]), np.array([1.0, 1.0])) is None


def test_a_calibrated_forecast_has_slope_one_and_a_bold_one_less():
    rng = np.random.default_rng(3)
    p = rng.uniform(0.05, 0.95, 40_000)
    y = (rng.uniform(size=len(p)) < p).astype(float)
    logits = np.log(p / (1 - p))
    assert slope(p, y) == pytest.approx(1.0, abs=0.03)
    assert slope(1 / (1 + np.exp(-2 * logits)), y) == pytest.approx(0.5, abs=0.02)
    for part in curve(p, y):
        assert part["low"] <= part["forecast"] <= part["high"] or abs(part["forecast"] - part["happened"]) < 0.02


@given(st.lists(st.tuples(st.integers(0, 4), st.booleans()), min_size=2, max_size=12))
def test_the_area_is_that_of_all_pairs(given_pairs):
    p = np.array([k / 5 for k, _ in given_pairs])
    y = np.array([float(b) for _, b in given_pairs])
    wins = [(a > b) + (a == b) / 2 for a in p[y == 1] for b in p[y == 0]]
    assert auc(p, y) == (None if not wins or np.ptp(p) == 0 else pytest.approx(np.mean(wins)))


def test_a_gain_over_another_forecaster_is_of_the_same_resamples():
    p, y = np.array([0.1, 0.9, 0.2, 0.8]), np.array([0.0, 1.0, 0.0, 1.0])
    assert paired(p, p, y) == (0.0, 0.0, 0.0)
    gain, low, high = paired(p, np.full(4, 0.5), y)
    assert gain == pytest.approx(0.25 - score(p, y).brier)
    assert low <= gain <= high


def test_without_features_the_logit_is_the_share():
    y = np.array([1.0, 0.0, 0.0, 0.0])
    intercept = logit_fit(np.ones((4, 1)), y, np.array([1e-12]))
    assert 1 / (1 + np.exp(-intercept[0])) == pytest.approx(0.25)
