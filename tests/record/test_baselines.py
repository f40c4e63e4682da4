import sys

import numpy as np
import pytest

from ripeness.errors import InputError
from ripeness.record.baselines import base_rate, boosting, ridge
from ripeness.record.features import FEATURES, Known


def made_up(n, seed=1):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(n, len(FEATURES)))
    war = rng.uniform(size=n) < 1 / (1 + np.exp(1 - 1.5 * x[:, 0]))
    return Known(x, war, war, np.full(n, 1950))


def test_the_base_rate_is_the_share_with_one_added_either_way():
    known = made_up(8)
    outcome = np.array([1.0, 0, 0, 0, 0, 0, 0, 1])
    np.testing.assert_allclose(base_rate(known, outcome, made_up(3)), [0.3, 0.3, 0.3])


@pytest.mark.parametrize("baseline", [ridge, boosting])
def test_a_baseline_finds_what_there_is_to_find(baseline):
    past, then = made_up(400), made_up(200, seed=2)
    p = baseline(past, past.war.astype(float), then)
    assert p[then.war].mean() > p[~then.war].mean() + 0.2
    np.testing.assert_array_equal(p, baseline(past, past.war.astype(float), then))


def test_without_scikit_learn_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "sklearn.ensemble", None)
    with pytest.raises(InputError, match="needs scikit-learn"):
        boosting(made_up(5), np.zeros(5), made_up(2))
