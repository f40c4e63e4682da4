import numpy as np
import pytest
from scipy import stats

from ripeness.case.read.load import load_text, with_changes
from ripeness.errors import InputError
from ripeness.record.calibration import NOTHING, TOTALS, Evidence, Points, calibrate, calibrated_paths, ranks, sample
from terminal import GOLDEN

EXAMPLE = load_text((GOLDEN / "example.yaml").read_text(encoding="utf-8"))
BASED = with_changes(
    EXAMPLE,
    {
        "dynamics.incident": {"mode": 0.02, "basis": "base-rate"},
        "dynamics.misreading": {"mode": 0.01, "basis": "base-rate"},
        "dynamics.subside": {"mode": 0.15, "basis": "base-rate"},
    },
)


def test_the_rates_are_those_of_the_basis_or_all():
    assert calibrated_paths(BASED) == {
        "crises_per_year": ("dynamics.incident",),
        "months_per_crisis": ("dynamics.subside",),
        "war_per_crisis": ("dynamics.misreading",),
    }
    assert sum(map(len, calibrated_paths(EXAMPLE, every=True).values())) == sum(map(len, TOTALS.values()))
    with pytest.raises(InputError, match="no rate has the basis base-rate"):
        calibrated_paths(EXAMPLE)


def test_the_likelihood_is_poisson_exponential_and_binomial():
    evidence = Evidence(4.0, 40.0, 4.0, 20.0, 1.0, 4.0)
    one, two = np.array([[0.1, 5.0, 0.25]]), np.array([[0.2, 3.0, 0.5]])

    def exact(rate, months, war):
        return (
            stats.poisson.logpmf(4, 40 * rate) + stats.gamma.logpdf(20, 4, scale=months) + stats.binom.logpmf(1, 4, war)
        )

    apart = evidence.log_likelihood(one) - evidence.log_likelihood(two)
    assert apart[0] == pytest.approx(exact(*one[0]) - exact(*two[0]))


def test_evidence_adds_up():
    assert (Evidence(1, 2, 3, 4, 5, 6) + NOTHING) == Evidence(1, 2, 3, 4, 5, 6)


def test_much_evidence_brings_the_totals_there_and_narrows_the_rates():
    paths = calibrated_paths(BASED)
    true_factors = np.log([1.5, 0.7, 2.0])
    truths = sample(BASED, paths, true_factors, np.eye(3) * 1e-12, 8, 1).totals[0]
    rate, months, war = truths
    few = Evidence(3.0, 3.0 / rate, 3.0, 3.0 * months, 3.0 * war, 3.0)
    many = Evidence(*(100 * each for each in vars(few).values()))
    done = calibrate(BASED, many, paths, points=512)
    for total, truth in zip(TOTALS, truths, strict=True):
        low, middle, high = done.posterior[total]
        assert low <= middle <= high
        assert middle == pytest.approx(truth, rel=0.1)
    vague = calibrate(BASED, few, paths, points=256)
    # a single rate may stay as wide where others carry the same total
    widths = [
        sum(np.log(of.rates[path][2] / of.rates[path][0]) for each in paths.values() for path in each)
        for of in (done, vague)
    ]
    assert widths[0] < widths[1]
    assert done.effective > 30


def test_a_rate_of_another_basis_stays_and_the_same_seed_gives_the_same():
    paths = calibrated_paths(BASED) | {"war_per_crisis": ()}
    evidence = Evidence(3.0, 30.0, 3.0, 9.0, 1.0, 3.0)
    one, two = (calibrate(BASED, evidence, paths, points=64) for _ in range(2))
    assert one == two
    assert set(one.rates) == {"dynamics.incident", "dynamics.subside"}


@pytest.fixture(scope="module")
def points():
    return sample(BASED, calibrated_paths(BASED), np.zeros(3), np.eye(3) * 0.98**2, 2048, 5)


@pytest.mark.slow
def test_ranks_of_truths_in_their_posteriors_are_uniform(points):
    found = ranks(points, Evidence(0.0, 40.0, 0.0, 0.0, 0.0, 0.0), 800, np.random.default_rng(11))
    for k in range(3):
        assert stats.kstest(found[:, k], "uniform").pvalue > 0.01


@pytest.mark.slow
def test_ranks_tell_a_wrong_likelihood(points):
    class Bold(Points):
        def weights(self, evidence):
            twice = Evidence(*(3 * each for each in vars(evidence).values()))
            return super().weights(twice)

    bold = Bold(points.log_factors, points.log_prior, points.totals)
    found = ranks(bold, Evidence(0.0, 40.0, 0.0, 0.0, 0.0, 0.0), 800, np.random.default_rng(11))
    assert min(stats.kstest(found[:, k], "uniform").pvalue for k in range(3)) < 0.01
