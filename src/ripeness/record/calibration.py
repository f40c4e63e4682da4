"""Takes the rates of a case from the record: three totals that the record knows, fitted through the exact engine.

The record knows how many crises a year there are, how long they last and how many turn into war; how each total splits
into its rates it does not know, so the split stays as the case has it and one factor moves all rates of a total.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ripeness.answer.implied import implied
from ripeness.answer.pipeline import run
from ripeness.arrays import FloatArray
from ripeness.case.fields import at
from ripeness.case.judgement import Judgement, Within
from ripeness.case.model import Case
from ripeness.case.read.changes import keys_of
from ripeness.case.read.load import judgements, with_changes
from ripeness.case.values import Values
from ripeness.ensemble.draws import uniforms
from ripeness.errors import InputError, Problem

# By total the rates that make it
TOTALS: dict[str, tuple[str, ...]] = {
    "crises_per_year": ("incident", "press_crisis"),
    "months_per_crisis": ("subside", "deescalation", "backdown_rate"),
    "war_per_crisis": ("misreading", "miscalculation"),
}
BASIS = "base-rate"
# 90 % of the prior of a factor lies within so many times either way
PRIOR_FACTOR = 5.0
_SPREAD = float(np.log(PRIOR_FACTOR)) / 1.645
_QUANTILES = (0.05, 0.5, 0.95)
# of the proposal in the second pass against the posterior of the first
_WIDER = 1.3


@dataclass(frozen=True)
class Evidence:
    """Events seen, as counts that need not be whole: crises in years, crises ended in months, wars in crises."""

    crises: float
    years: float
    ended: float
    months: float
    wars: float
    war_crises: float

    def __add__(self, other: "Evidence") -> "Evidence":
        return Evidence(*(a + b for a, b in zip(vars(self).values(), vars(other).values(), strict=True)))

    def log_likelihood(self, totals: FloatArray) -> FloatArray:
        """Of totals (points, 3): Poisson onsets, exponential lengths, binomial wars; constants left out."""
        rate, months, war = np.clip(totals, 1e-12, None).T
        war = np.clip(war, 1e-12, 1.0 - 1e-12)
        return (
            self.crises * np.log(rate)
            - self.years * rate
            - self.ended * np.log(months)
            - self.months / months
            + self.wars * np.log(war)
            + (self.war_crises - self.wars) * np.log(1.0 - war)
        )


NOTHING = Evidence(0.0, 0.0, 0.0, 0.0, 0.0, 0.0)


def of_class(found: Mapping[str, Any]) -> Evidence:
    """What a class of the carried base rates counts for: as the events of its distribution over pairs."""
    return Evidence(**found["counts_for"])


def of_pair(record: Mapping[str, Any]) -> Evidence:
    """The events of one pair of the carried base rates."""
    crises = float(record["crises"])
    return Evidence(crises, float(record["years"]), crises, record["months"], float(record["wars"]), crises)


@dataclass(frozen=True)
class Points:
    """Factors tried (points, 3), their log prior less log proposal, and the totals the engine gives (points, 3)."""

    log_factors: FloatArray
    log_prior: FloatArray
    totals: FloatArray

    def weights(self, evidence: Evidence) -> FloatArray:
        """Posterior weights of the points, (points,), of sum 1."""
        log = self.log_prior + evidence.log_likelihood(self.totals)
        weight = np.exp(log - log.max())
        return weight / weight.sum()


@dataclass(frozen=True)
class Calibrated:
    """What the record makes of a case: each rate's range, the totals before and after, and how good the sample is.

    `rates` by path and `prior`, `posterior` by total have low, middle and high: 5, 50 and 95 %. `effective` is how many
    independent points the weighted ones are worth.
    """

    rates: dict[str, tuple[float, float, float]]
    prior: dict[str, tuple[float, float, float]]
    posterior: dict[str, tuple[float, float, float]]
    evidence: Evidence
    points: int
    effective: float


def calibrated_paths(case: Case, every: bool = False) -> dict[str, tuple[str, ...]]:
    """By total the paths of the rates to be taken from the record: those with the basis `base-rate`, or every one.

    Raises `InputError` where there is none.
    """
    given = {judgement.path: judgement for judgement in judgements(case)}

    def taken(path: str) -> bool:
        return every or (path in given and given[path].source_id == BASIS)

    found = {
        total: tuple(path for path in (f"dynamics.{name}" for name in names) if taken(path))
        for total, names in TOTALS.items()
    }
    if not any(found.values()):
        rates = ", ".join(name for names in TOTALS.values() for name in names)
        what = f"no rate has the basis {BASIS}, expected: that basis at one of {rates}; or --all"
        raise InputError(Problem("dynamics", what))
    return found


def calibrate(
    case: Case, evidence: Evidence, paths: Mapping[str, Sequence[str]], points: int = 512, seed: int = 1
) -> Calibrated:
    """Fit the factors of the totals to the evidence; rates outside `paths` stay as the case has them.

    Two passes of importance sampling, `points` each: from the prior, then from a normal about what that has found.
    """
    placed = with_changes(case, _absent(case, paths))
    free = np.array([bool(paths[total]) for total in TOTALS])
    first = sample(placed, paths, np.zeros(3), np.diag(free * _SPREAD**2), points, seed)
    weight = first.weights(evidence)
    mean = weight @ first.log_factors
    away = first.log_factors - mean
    spread = (away * weight[:, None]).T @ away * _WIDER**2 + np.diag(free * 1e-4)
    second = sample(placed, paths, mean, spread, points, seed + 1)
    weight = second.weights(evidence)
    modes = {j.path: j for j in judgements(placed)}
    rates = {
        path: _quantiles(_scaled(modes[path], second.log_factors[:, k]), weight)
        for k, total in enumerate(TOTALS)
        for path in paths[total]
    }
    equal = np.full(points, 1.0 / points)
    return Calibrated(
        rates=rates,
        prior={total: _quantiles(first.totals[:, k], equal) for k, total in enumerate(TOTALS)},
        posterior={total: _quantiles(second.totals[:, k], weight) for k, total in enumerate(TOTALS)},
        evidence=evidence,
        points=points,
        effective=float(1.0 / (weight**2).sum()),
    )


def sample(
    case: Case, paths: Mapping[str, Sequence[str]], mean: FloatArray, spread: FloatArray, points: int, seed: int
) -> Points:
    """Factors from a normal of the logarithms, and what the exact engine makes of them; every path must be given."""
    free = np.diag(spread) > 0
    normal = np.stack([_normal(uniforms(seed, f"factor.{total}", 0, points)) for total in TOTALS], axis=1)
    log_factors: FloatArray = np.zeros((points, 3))
    root = np.linalg.cholesky(spread[np.ix_(free, free)])
    log_factors[:, free] = mean[free] + normal[:, free] @ root.T
    log_proposal = -(normal[:, free] ** 2).sum(axis=1) / 2.0 - np.log(np.diag(root)).sum()
    log_prior = -((log_factors[:, free] / _SPREAD) ** 2).sum(axis=1) / 2.0 - free.sum() * np.log(_SPREAD)
    given = {judgement.path: judgement for judgement in judgements(case)}
    columns = {path: _scaled(given[path], log_factors[:, k]) for k, total in enumerate(TOTALS) for path in paths[total]}
    numbers = implied(run(case, Values(points, columns)).as_is.futures.curves)
    totals = np.stack([numbers[total] for total in TOTALS], axis=1)
    return Points(log_factors, np.asarray(log_prior - log_proposal, dtype=np.float64), totals)


def ranks(points: Points, exposure: Evidence, truths: int, rng: np.random.Generator) -> FloatArray:
    """Simulation-based calibration [Talts et al. 2018]: ranks of true factors in their posteriors, (truths, 3).

    Truths are drawn by the prior, evidence is made up for each as `exposure` says (its years, and a crisis for each one
    begun), and where calibration is right the ranks, between 0 and 1, are uniform.
    """
    prior = points.weights(NOTHING)
    found = np.empty((truths, 3))
    drawn: list[int] = np.asarray(rng.choice(len(prior), truths, p=prior), dtype=np.int64).tolist()
    for k, truth in enumerate(drawn):
        rate, months, war = (float(points.totals[truth, column]) for column in range(3))
        crises = float(rng.poisson(rate * exposure.years))
        lasted = float(rng.gamma(crises, months)) if crises else 0.0
        wars = float(rng.binomial(int(crises), min(war, 1.0)))
        weight = points.weights(Evidence(crises, exposure.years, crises, lasted, wars, crises))
        below = points.log_factors < points.log_factors[truth]
        equal = points.log_factors == points.log_factors[truth]
        found[k] = weight @ below + rng.uniform(size=3) * (weight @ equal)
    return found


def _absent(case: Case, paths: Mapping[str, Sequence[str]]) -> dict[str, object]:
    """Rates that the file does not give, at their defaults, so that they have a path."""
    given = {judgement.path for judgement in judgements(case)}
    wanted = [path for each in paths.values() for path in each if path not in given]
    return {path: case.dynamics.rate(path.removeprefix("dynamics.")).mode for path in wanted}


def _scaled(judgement: Judgement, log_factor: FloatArray) -> FloatArray:
    """A rate a month as a hazard times the factor, which never passes 1."""
    kind = at(keys_of(judgement.path))
    within = next((c for c in kind.constraints if isinstance(c, Within)), Within()) if kind else Within()
    base = min(judgement.mode, 1.0 - 1e-9)
    return np.clip(1.0 - (1.0 - base) ** np.exp(log_factor), within.lowest, within.highest)


def _quantiles(values: FloatArray, weight: FloatArray) -> tuple[float, float, float]:
    low, middle, high = np.quantile(values, _QUANTILES, weights=weight, method="inverted_cdf").tolist()
    return low, middle, high


def _normal(uniform: FloatArray) -> FloatArray:
    from scipy.special import ndtri  # pyright: ignore[reportMissingTypeStubs, reportUnknownVariableType]

    return np.asarray(ndtri(uniform), dtype=np.float64)
