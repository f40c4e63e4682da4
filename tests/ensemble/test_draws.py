"""Draws: stratified, independent between judgements, and the same however they are cut."""

import itertools
import pickle
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from builders import quiet_case
from generators import cases
from ripeness.case.judgement import Judgement, fixed
from ripeness.case.read.load import judgements, with_changes
from ripeness.ensemble.draws import MOST_DRAWS, REPLICATES, drawn, pert_quantile, replicates, uniforms

PATHS = [f"parties.p{number}.pride" for number in range(100)]


def judged(low, mode, high, path="parties.ann.pride"):
    return Judgement(low=low, mode=mode, high=high).placed(path)


@given(seed=st.integers(0, 2**63), path=st.text(max_size=20), replicate=st.integers(0, REPLICATES - 1))
def test_every_power_of_two_prefix_of_a_replicate_is_stratified(seed, path, replicate):
    points = uniforms(seed, path, 0, REPLICATES << 9)[replicate::REPLICATES]
    for bits in range(10):
        assert sorted((points[: 1 << bits] * (1 << bits)).astype(int)) == list(range(1 << bits))


@given(seed=st.integers(0, 99), aligned=st.integers(0, 15), bits=st.integers(0, 6))
def test_so_is_every_aligned_block_of_it(seed, aligned, bits):
    first = (aligned << bits) * REPLICATES
    points = uniforms(seed, "x", first, REPLICATES << bits)[::REPLICATES]
    assert sorted((points * (1 << bits)).astype(int)) == list(range(1 << bits))


@given(seed=st.integers(0, 99), first=st.integers(0, 5000), count=st.integers(0, 300), more=st.integers(0, 5000))
def test_a_draw_is_the_same_whichever_others_are_asked_for(seed, first, count, more):
    alone = uniforms(seed, "x", first, count)
    assert np.array_equal(alone, uniforms(seed, "x", 0, first + count + more)[first : first + count])


def test_draws_past_those_that_a_scramble_is_first_computed_for_continue_it():
    whole = uniforms(3, "x", 0, 1 << 15)
    assert np.array_equal(whole[:100], uniforms(3, "x", 0, 100))
    assert np.array_equal(whole[20_000:20_100], uniforms(3, "x", 20_000, 100))


def test_numbers_beyond_the_last_draw_are_refused():
    assert len(uniforms(1, "x", MOST_DRAWS, 0)) == 0
    with pytest.raises(ValueError, match=f"expected: numbers from 0 to {MOST_DRAWS}"):
        uniforms(1, "x", MOST_DRAWS - 1, 2)
    with pytest.raises(ValueError, match="draws -1 to 1"):
        uniforms(1, "x", -1, 2)


def test_uniforms_are_uniform():
    u = np.concatenate([uniforms(1, path, 0, 512) for path in PATHS[:20]])
    assert 0 < u.min() < u.max() < 1
    assert stats.kstest(u, "uniform").pvalue > 0.01


def correlations(columns):
    """Of all pairs of columns, (pairs,)."""
    upper = np.triu_indices(columns.shape[1], 1)
    return np.corrcoef(columns, rowvar=False)[upper]


@pytest.mark.parametrize("digit", [1, 2, 3])
def test_leading_digits_of_two_judgements_do_not_depend_on_each_other(digit):
    # Scrambles of one Sobol dimension alone would have a correlation of 1 or -1 here in every pair and replicate.
    n = 1 << 9
    every = np.stack([uniforms(1, path, 0, n * REPLICATES) for path in PATHS], axis=1)
    signs = 2.0 * ((every * (1 << digit)).astype(int) & 1) - 1.0
    within = np.stack([correlations(signs[replicate::REPLICATES]) for replicate in range(REPLICATES)])
    # Digits of two random digital sequences are equal up to a shift with probability about 2 / n, else independent.
    assert (np.abs(within) > 0.5).mean() < 6 / n
    assert np.abs(correlations(signs)).max() <= 3 / REPLICATES


def test_judgements_are_no_more_correlated_than_at_random():
    n = 1 << 12
    every = np.stack([uniforms(2, path, 0, n) for path in PATHS], axis=1)
    found = correlations(every)
    assert abs(found.mean()) < 4 / np.sqrt(n * len(found))
    assert np.sqrt((found**2).mean()) < 2 / np.sqrt(n)


def test_replicates_and_seeds_of_a_judgement_are_independent_too():
    whole = uniforms(1, "x", 0, REPLICATES << 11)
    by_replicate = np.stack([whole[r::REPLICATES] for r in range(REPLICATES)], axis=1)
    by_seed = np.stack([uniforms(seed, "x", 0, 1 << 11) for seed in range(20)], axis=1)
    for found in (correlations(by_replicate), correlations(by_seed)):
        assert np.sqrt((found**2).mean()) < 2 / np.sqrt(1 << 11)


def test_products_average_what_independence_says():
    # E[16 (u - 1/2)(v - 1/2) ...] over many pairs: a pair that moved together would show as 4/3
    n = 1 << 12
    u = np.stack([uniforms(5, path, 0, n) for path in PATHS[:30]], axis=1) - 0.5
    for one, other, third in itertools.combinations(range(0, 30, 3), 3):
        assert abs((u[:, one] * u[:, other] * u[:, third]).mean()) < 0.01


def test_adding_a_judgement_moves_no_other():
    case = quiet_case({"parties.ann.pride": [0, 1, 2], "parties.bob.pride": [0, 1, 2]})
    more = with_changes(case, {"parties.ann.concession_limit": [0.1, 0.2, 0.3], "parties.bob.pride": [1, 2, 3]})
    before, after = ({j.path: drawn(1, 0, 64)(j) for j in judgements(each)} for each in (case, more))
    assert np.array_equal(before["parties.ann.pride"], after["parties.ann.pride"])
    # another range is drawn from the same uniforms, and so in the same order
    assert np.array_equal(np.argsort(before["parties.bob.pride"]), np.argsort(after["parties.bob.pride"]))
    assert np.all(after["parties.bob.pride"] > 1)


RANGES = st.lists(
    st.one_of(st.integers(-300, 300).map(lambda n: n / 100), st.sampled_from([1e-12, 1e6])), min_size=3, max_size=3
).map(sorted)


@given(RANGES, st.lists(st.floats(0, 1), min_size=1, max_size=9))
def test_quantiles_rise_from_the_low_to_the_high_end(ends, probabilities):
    low, _, high = ends
    u = np.array([0.0, *sorted(probabilities), 1.0])
    found = pert_quantile(u, *ends)
    assert np.all(np.diff(found) >= 0)
    assert found[0] == low if low < high else found[0] == ends[1]
    assert found[-1] == pytest.approx(high)
    assert np.all((low <= found) & (found <= high))


@pytest.mark.parametrize(("low", "mode", "high"), [(0, 0.2, 1), (-1, -1, 2), (3, 5, 5), (1e-9, 2e-9, 1e-8)])
def test_the_distribution_is_pert_with_shape_4(low, mode, high):
    u = (np.arange(20_000) + 0.5) / 20_000
    found = pert_quantile(u, low, mode, high)
    assert found.mean() == pytest.approx((low + 4 * mode + high) / 6, rel=1e-4)
    mean = (low + 4 * mode + high) / 6
    assert found.var() == pytest.approx((mean - low) * (high - mean) / 7, rel=1e-3)
    a, b = 1 + 4 * (mode - low) / (high - low), 1 + 4 * (high - mode) / (high - low)
    assert found[::500] == pytest.approx(stats.beta(a, b, low, high - low).ppf(u[::500]))


def test_a_number_without_a_range_is_fixed():
    assert pert_quantile([0.1, 0.9], 2, 2, 2).tolist() == [2, 2]
    assert drawn(1, 0, 3)(fixed(0.4)).tolist() == [0.4] * 3
    assert drawn(1, 0, 3)(None, 7).tolist() == [7] * 3
    assert drawn(1, 0, 2).stack([fixed(1), None], 5).tolist() == [[1, 5]] * 2


def test_a_judgement_is_worth_the_quantiles_of_its_uniforms():
    of = judged(0, 1, 5)
    assert np.array_equal(drawn(4, 10, 30)(of), pert_quantile(uniforms(4, of.path, 10, 30), 0, 1, 5))


def test_a_judgement_in_place_of_another_has_its_own_range():
    values = drawn(1, 0, 16)
    assert values(judged(0, 1, 2)).max() <= 2
    assert values(judged(3, 4, 5)).min() >= 3
    assert values.without(["parties.ann"]) is values


def test_what_is_drawn_is_kept_and_cannot_be_changed():
    values = drawn(1, 0, 8)
    assert values(judged(0, 1, 2)) is values(judged(0, 1, 2))
    with pytest.raises(ValueError, match="read-only"):
        values(judged(0, 1, 2))[0] = 9


def test_draws_travel_between_processes_without_their_arrays():
    values = drawn(7, 100, 5000)
    there = values(judged(0, 1, 2))
    packed = pickle.dumps(values)
    assert len(packed) < 200
    again = pickle.loads(packed)
    assert again == values
    assert np.array_equal(again(judged(0, 1, 2)), there)


@given(cases(), st.integers(0, 3000))
def test_every_judgement_of_a_case_stays_in_its_range(case, first):
    values = drawn(0, first, 20)
    for j in judgements(case):
        assert np.all((j.low <= values(j)) & (values(j) <= j.high))


def test_replicates_take_turns():
    assert replicates(0, 10).tolist() == [0, 1, 2, 3, 4, 5, 6, 7, 0, 1]


def test_scipy_waits_until_something_is_drawn():
    code = "import sys; import ripeness.ensemble.draws as d; d.drawn(1, 0, 4); assert 'scipy' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
