import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ripeness.record.claims.comparing import Sample, compare, holm, odds_ratio, thirds

NONE = np.empty


def cases(a, b, c, d):
    """a and b with and without the outcome in the lower group, c and d in the higher."""
    outcome = np.repeat([True, False, True, False], [a, b, c, d])
    return outcome, np.repeat([False, True], [a + b, c + d])


@given(*[st.integers(1, 60)] * 4)
def test_a_table_of_four_cells_has_its_closed_form(a, b, c, d):
    outcome, higher = cases(a, b, c, d)
    n = a + b + c + d
    found = odds_ratio(outcome, higher, NONE((n, 0)), np.arange(n))
    # the robust variance of a saturated logit is Woolf's, but for the correction for few clusters
    error = math.sqrt((1 / a + 1 / b + 1 / c + 1 / d) * n / (n - 1) * (n - 1) / max(n - 2, 1))
    middle = math.log(c * b / (d * a))
    assert found.ratio == pytest.approx(math.exp(middle), rel=1e-6)
    assert found.low == pytest.approx(math.exp(middle - 1.96 * error), rel=1e-3)
    assert found.p == pytest.approx(math.erfc(abs(middle / error) / math.sqrt(2)), abs=1e-6)


def test_cases_that_are_copies_of_each_other_are_no_more_evidence():
    outcome, higher = cases(20, 30, 28, 22)
    once = odds_ratio(outcome, higher, NONE((100, 0)), np.arange(100))
    thrice = odds_ratio(np.repeat(outcome, 3), np.repeat(higher, 3), NONE((300, 0)), np.repeat(np.arange(100), 3))
    assert thrice.ratio == pytest.approx(once.ratio)
    assert math.log(thrice.high / thrice.low) == pytest.approx(math.log(once.high / once.low), rel=0.02)
    assert thrice.clusters == 100


def test_what_cannot_be_estimated_is_none():
    outcome, higher = cases(10, 0, 4, 6)
    assert odds_ratio(outcome, higher, NONE((20, 0)), np.arange(20)) is None


def test_holding_a_confounder_equal_takes_its_effect_away():
    rng = np.random.default_rng(5)
    confounder = rng.normal(size=4000)
    higher = rng.random(4000) < 1 / (1 + np.exp(-1.5 * confounder))
    outcome = rng.random(4000) < 1 / (1 + np.exp(-1.0 * confounder))
    found = compare(Sample(outcome, higher, confounder[:, None], np.arange(4000), {}))
    assert found.raw.low > 1.5
    assert found.adjusted.low < 1.0 < found.adjusted.high


def test_cases_without_a_control_are_out_of_the_adjusted_comparison_alone_and_counted():
    outcome, higher = cases(20, 30, 28, 22)
    control = np.random.default_rng(1).normal(size=(100, 1))
    control[::10] = np.nan
    found = compare(Sample(outcome, higher, control, np.arange(100), {"gone": 7}))
    assert (found.raw.n, found.adjusted.n) == (100, 90)
    assert found.missing == {"gone": 7, "a control, from the adjusted comparison": 10}
    assert (found.lower_share, found.higher_share) == (0.4, 0.56)


@given(st.lists(st.floats(0.0005, 1.0), min_size=1, max_size=5), st.floats(0.01, 0.4))
def test_holm_rejects_what_the_closed_test_of_bonferronis_rejects(p, level):
    """Brute force: a hypothesis is rejected when every set of hypotheses that it belongs to is, by Bonferroni."""
    sets = [s for k in range(1, len(p) + 1) for s in itertools.combinations(range(len(p)), k)]
    for i, corrected in enumerate(holm(p)):
        closed = max(min(1.0, len(s) * min(p[j] for j in s)) for s in sets if i in s)
        assert corrected == pytest.approx(closed)


def test_thirds_share_no_case_and_leave_out_what_is_not_known():
    values = np.array([1.0, 2.0, 3.0, 4.0, 5.0, 6.0, np.nan])
    bottom, top = thirds(values)
    assert list(np.flatnonzero(bottom)) == [0, 1]
    assert list(np.flatnonzero(top)) == [4, 5]
    same_bottom, same_top = thirds(np.ones(6))
    assert not same_bottom.any()
    assert not same_top.any()


def test_a_group_with_nothing_in_it_has_no_share_and_no_odds_ratio():
    outcome = np.array([True, False, True])
    for n in (3, 0):
        of = Sample(outcome[:n], np.zeros(n, dtype=bool), np.ones((n, 2)), np.arange(n), {})
        found = compare(of)
        assert (found.lower_n, found.higher_n, found.higher_share, found.raw, found.adjusted) == (
            n,
            0,
            None,
            None,
            None,
        )
        assert found.lower_share == (pytest.approx(2 / 3) if n else None)
