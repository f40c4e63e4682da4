"""Fits the few coefficients that turn what was known of a crisis into the engine's numbers.

The likelihood is that of the outcomes, war and agreement, under the exact engine. A crisis enters the engine through
three numbers alone, so one more pass for each gives all derivatives, and scoring steps need few passes.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from ripeness.arrays import FloatArray
from ripeness.record.features import FEATURES, Known, Scale, scale
from ripeness.record.minimal import Situation

# Which features move which number of the engine. What is at stake in a grave crisis makes the same war a lesser evil;
# the rest was chosen by cross-validation in the crises before 1990.
MECHANISMS: dict[str, tuple[str, ...]] = {
    "danger": tuple(FEATURES),
    "cost": ("gravity",),
    "pace": tuple(FEATURES),
}
AUDIENCE_COST = 0.03
EVEN = 0.5

_COEFFICIENT_SPREAD = 0.5
_INTERCEPT_SPREAD = 2.0
_STEP = 1e-3
_MOST_STEPS = 25
_CLOSE_ENOUGH = 1e-5

Forecaster = Callable[[Situation], tuple[FloatArray, FloatArray]]


@dataclass(frozen=True)
class Design:
    """How crises enter the engine: which features move which number, and which parts of it are switched off."""

    mechanisms: Mapping[str, Sequence[str]] = field(default_factory=lambda: MECHANISMS)
    capability: bool = True
    audience: bool = True

    @property
    def names(self) -> list[str]:
        """A name for each coefficient, such as `danger:gravity`; the intercept is `danger:`."""
        return [f"{number}:{feature}" for number, features in self.mechanisms.items() for feature in ("", *features)]

    def columns(self, x: FloatArray) -> dict[str, FloatArray]:
        """For each number the features that move it, (crises, 1 + features), the first being 1."""
        order = list(FEATURES)
        return {
            number: np.column_stack([np.ones(len(x)), *(x[:, order.index(name)] for name in features)])
            for number, features in self.mechanisms.items()
        }

    def situation(self, known: Known, by: Scale, coefficients: FloatArray) -> Situation:
        """The engine's numbers for these crises."""
        numbers: dict[str, FloatArray] = {}
        start = 0
        for number, columns in self.columns(by(known.features)).items():
            numbers[number] = columns @ coefficients[start : start + columns.shape[1]]
            start += columns.shape[1]
        order = list(FEATURES)
        parity = known.features[:, order.index("parity")]
        weaker = np.where(np.isnan(parity), by.mean[order.index("parity")], parity)
        # rulers pay for backing down as far as they answer to a public [Fearon 1994]
        polity = np.nan_to_num(known.features[:, order.index("democracy")], nan=0.0)
        audience = AUDIENCE_COST * (1.0 + polity / 10.0)
        nobody = np.zeros(len(known))
        return Situation(
            **({"danger": nobody, "cost": nobody, "pace": nobody} | numbers),
            weaker=weaker if self.capability else np.full(len(known), EVEN),
            audience=audience if self.audience else np.full(len(known), AUDIENCE_COST),
        )


@dataclass(frozen=True)
class Fit:
    """Coefficients with their covariance, both by the names of the design, and the scale that they are meant for."""

    design: Design
    by: Scale
    coefficients: FloatArray
    covariance: FloatArray
    passes: int

    def forecast(self, engine: Forecaster, known: Known) -> tuple[FloatArray, FloatArray]:
        """Probabilities of war and of an agreement for these crises."""
        return engine(self.design.situation(known, self.by, self.coefficients))


def fit(engine: Forecaster, known: Known, design: Design | None = None, start: FloatArray | None = None) -> Fit:
    """Fit to the outcomes of these crises: the mode of the posterior, with the covariance there.

    Priors are normal about 0, of spread 0.5 for a coefficient per spread of its feature (a ridge) and 2 for an
    intercept, on the logarithms of rates, paces and costs.
    """
    used = design or Design()
    by = scale(known.features)
    columns = used.columns(by(known.features))
    spread = np.concatenate(
        [[_INTERCEPT_SPREAD] + [_COEFFICIENT_SPREAD] * (each.shape[1] - 1) for each in columns.values()]
    )
    outcomes = np.stack([known.war, known.agreement]).astype(np.float64)
    passes = 0

    def probabilities(situation: Situation) -> FloatArray:
        nonlocal passes
        passes += 1
        return np.stack(engine(situation))

    def loss(p: FloatArray, x: FloatArray) -> float:
        likelihood = outcomes * np.log(p) + (1.0 - outcomes) * np.log(1.0 - p)
        return float(-likelihood.sum() + ((x / spread) ** 2).sum() / 2.0)

    x = np.zeros(len(spread)) if start is None else start
    situation = used.situation(known, by, x)
    p = probabilities(situation)
    now = loss(p, x)
    information = np.diag(1.0 / spread**2)
    for _ in range(_MOST_STEPS):
        change = {name: (probabilities(situation.moved(name, _STEP)) - p) / _STEP for name in columns}
        jacobian = np.concatenate([change[name][:, :, None] * each for name, each in columns.items()], axis=2)
        weight = 1.0 / (p * (1.0 - p))
        slope = np.tensordot(weight * (outcomes - p), jacobian, 2) - x / spread**2
        information = np.tensordot(jacobian * weight[:, :, None], jacobian, ((0, 1), (0, 1))) + np.diag(1.0 / spread**2)
        step = _solved(information, slope)
        length = 1.0
        while length > 1e-3:
            tried = x + length * step
            then = used.situation(known, by, tried)
            q = probabilities(then)
            if (better := loss(q, tried)) <= now:
                break
            length /= 2.0
        else:
            break
        gained, x, situation, p, now = now - better, tried, then, q, better
        if gained < _CLOSE_ENOUGH * len(known):
            break
    return Fit(used, by, x, _solved(information, np.eye(len(x))), passes)


def _solved(matrix: FloatArray, right: FloatArray) -> FloatArray:
    return np.asarray(np.linalg.solve(matrix, right), dtype=np.float64)
