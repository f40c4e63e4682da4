"""Maximum likelihood for the crisis game, by Fisher scoring along branches of equilibria.

The equilibrium conditions hold at every step (nested Newton), so likelihood and derivatives are those of the
constrained problem [Su & Judd 2012]: where the equilibria are regular, both have the same local maxima.
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from ripeness.case.values import FloatArray
from ripeness.history.crisis_game.likelihood import Fitted
from ripeness.history.crisis_game.payoffs import Design

_ITERATIONS = 300
_GAIN = 1e-7  # of log-likelihood, below which a step is the last
_DAMPING = (1e-9, 1e12)


class Model(Protocol):
    """What can be fitted: a design, and what it gives at parameters."""

    @property
    def design(self) -> Design:
        """How payoffs follow from parameters."""
        ...

    def fitted(self, counts: FloatArray, parameters: FloatArray, guess: FloatArray) -> Fitted | None:
        """The model at parameters; None where it cannot be followed from the guess."""
        ...


@dataclass(frozen=True)
class Estimate:
    """Where a fit ended."""

    parameters: FloatArray
    log_likelihoods: FloatArray
    values: FloatArray
    iterations: int
    converged: bool

    @property
    def log_likelihood(self) -> float:
        """Of all dyads."""
        return float(self.log_likelihoods.sum())


def estimate(
    model: Model,
    counts: FloatArray,
    parameters: FloatArray,
    values: FloatArray,
    precision: FloatArray | None = None,
    iterations: int = _ITERATIONS,
) -> Estimate | None:
    """Climb from parameters and equilibrium values; None where the model cannot be computed at the start.

    Parameters
    ----------
    counts
        (dyads, states, actions, actions).
    precision
        Of a normal prior of mean 0 on each parameter, (size,); none if not given.
    """
    prior = np.zeros(model.design.size) if precision is None else precision
    at = model.fitted(counts, parameters, values)
    if at is None:
        return None
    damping = 1e-2

    def objective(fitted: Fitted, where: FloatArray) -> float:
        return float(fitted.log_likelihoods.sum() - 0.5 * (prior * where**2).sum())

    height = objective(at, parameters)
    places = model.design.places
    small_gains = 0
    for turn in range(iterations):
        gradient, information = _assemble(at, model.design)
        gradient = gradient - prior * parameters
        information = information + np.diag(prior)
        accepted = False
        while not accepted and damping < _DAMPING[1]:
            scale = damping * (np.diag(information) + 1e-6)
            step = np.linalg.solve(information + np.diag(scale), gradient)
            guess = at.values + np.einsum("n...k,nk->n...", at.changes, step[places])
            tried = model.fitted(counts, parameters + step, guess)
            gained = -np.inf if tried is None else objective(tried, parameters + step) - height
            accepted = bool(gained > 0)
            if accepted and tried is not None:
                at, parameters, height = tried, parameters + step, height + gained
                damping = max(damping / 5, _DAMPING[0])
                small_gains = small_gains + 1 if gained < _GAIN else 0
            else:
                damping *= 4
        if not accepted or small_gains >= 2:
            return Estimate(parameters, at.log_likelihoods, at.values, turn + 1, True)
    return Estimate(parameters, at.log_likelihoods, at.values, iterations, False)


def _assemble(at: Fitted, design: Design) -> tuple[FloatArray, FloatArray]:
    """Gradient and information of all dyads together, by all parameters."""
    places = design.places
    gradient = np.zeros(design.size)
    np.add.at(gradient, places, at.scores)
    information = np.zeros((design.size, design.size))
    np.add.at(information, (places[:, :, None], places[:, None, :]), at.information)
    return gradient, information
