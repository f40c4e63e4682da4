"""Maximum likelihood for the crisis game, by Fisher scoring along branches of equilibria.

The equilibrium conditions hold at every step (nested Newton), so likelihood and derivatives are those of the
constrained problem [Su & Judd 2012]: where the equilibria are regular, both have the same local maxima.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from crisis_game.equilibria import renew
from crisis_game.likelihood import Fitted, Simultaneous, TwoStep, log_likelihoods, smoothed
from crisis_game.payoffs import COMMON, Design
from crisis_game.relaxed import relax
from ripeness.arrays import FloatArray
from ripeness.errors import RipenessError

_ITERATIONS = 300
_GAIN = 1e-7  # of log-likelihood, below which a step is the last
_DAMPING = (1e-9, 1e12)
_ALONG_A_BRANCH = 25  # steps before equilibria are searched for again
_LITTLE = 0.01  # of log-likelihood, gained in a round, after which climbing ends


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

    @property
    def log_likelihood(self) -> float:
        """Of all dyads."""
        return float(self.log_likelihoods.sum())


def centred_prior(design: Design, spread: float) -> FloatArray:
    """Precision matrix of a prior that draws audience costs together, (size, size).

    Their distances from their common mean have this standard deviation; the mean itself and the other parameters are
    all but free.
    """
    precision = 1e-6 * np.eye(design.size)
    precision[COMMON:, COMMON:] += (np.eye(design.countries) - 1 / design.countries) / spread**2
    return precision


def estimate(
    model: Model,
    counts: FloatArray,
    parameters: FloatArray,
    values: FloatArray,
    prior: FloatArray,
    iterations: int = _ITERATIONS,
) -> Estimate | None:
    """Climb from parameters and equilibrium values; None where the model cannot be computed at the start.

    Parameters
    ----------
    counts
        (dyads, states, actions, actions).
    prior
        Precision matrix of a normal prior of mean 0 on the parameters, (size, size).
    """
    at = model.fitted(counts, parameters, values)
    if at is None:
        return None
    damping = 1e-2
    height = _height(at, parameters, prior)
    few = 0
    for turn in range(iterations):
        gradient, information = _assemble(at, model.design)
        gradient, information = gradient - prior @ parameters, information + prior
        gained = 0.0
        while gained <= 0 and damping < _DAMPING[1]:
            damped = information + np.diag(damping * (np.diag(information) + 1e-6))
            step: FloatArray = np.asarray(np.linalg.solve(damped, gradient), dtype=np.float64)
            guess = at.values + np.einsum("n...k,nk->n...", at.changes, step[model.design.places])
            tried = model.fitted(counts, parameters + step, guess)
            gained = -np.inf if tried is None else _height(tried, parameters + step, prior) - height
            if tried is not None and gained > 0:
                at, parameters, height = tried, parameters + step, height + gained
            damping = max(damping / 5, _DAMPING[0]) if gained > 0 else damping * 4
        few = few + 1 if gained < _GAIN else 0
        if gained <= 0 or few >= 2:
            return Estimate(parameters, at.log_likelihoods, at.values, turn + 1)
    return Estimate(parameters, at.log_likelihoods, at.values, iterations)


def climb(
    model: Simultaneous,
    counts: FloatArray,
    parameters: FloatArray,
    known: Sequence[FloatArray],
    names: Sequence[tuple[int, int]],
    prior: FloatArray,
    rounds: int = 8,
) -> Estimate:
    """Climb along branches, and change to each dyad's likeliest equilibrium on the way.

    Parameters
    ----------
    known
        Equilibria of each dyad at the parameters, or values near some, (equilibria, 2, states, actions).
    rounds
        How often equilibria are searched for; each time some dozens of steps are taken along their branches.
    """
    best: Estimate | None = None
    for turn in range(rounds):
        known = renew(known, model.design.payoffs(parameters), names, model.discount, turn)
        values = np.array([each[log_likelihoods(each, counts[n]).argmax()] for n, each in enumerate(known)])
        found = estimate(model, counts, parameters, values, prior, _ALONG_A_BRANCH)
        if found is None:  # an equilibrium where two branches end
            break
        before, best = best, found
        parameters = found.parameters
        if before is not None and found.log_likelihood - before.log_likelihood < _LITTLE:
            break
        known = [np.concatenate([found.values[n][None], each]) for n, each in enumerate(known)]
    if best is None:
        raise RipenessError("no equilibrium could be followed from the start of this estimate")
    return best


def first_step(model: Simultaneous, counts: FloatArray, prior: FloatArray) -> FloatArray:
    """Parameters at which smoothed frequencies are believed and best explained, (size,): a start for others."""
    beliefs = TwoStep(model.design, model.discount, smoothed(counts))
    found = estimate(beliefs, counts, np.zeros(model.design.size), smoothed(counts), prior)
    if found is None:
        raise RipenessError("the first of two steps could not be computed")
    return found.parameters


def relax_and_climb(
    model: Simultaneous,
    counts: FloatArray,
    start: FloatArray,
    names: Sequence[tuple[int, int]],
    prior: FloatArray,
    rounds: int = 8,
) -> Estimate:
    """Maximum likelihood from parameters alone: loose equilibrium conditions tightened, then along branches."""
    parameters, values = relax(model, counts, start, prior)
    return climb(model, counts, parameters, list(values[:, None]), names, prior, rounds)


def _height(at: Fitted, parameters: FloatArray, prior: FloatArray) -> float:
    return float(at.log_likelihoods.sum() - 0.5 * parameters @ prior @ parameters)


def _assemble(at: Fitted, design: Design) -> tuple[FloatArray, FloatArray]:
    """Gradient and information of all dyads together, by all parameters."""
    places = design.places
    gradient = np.zeros(design.size)
    np.add.at(gradient, places, at.scores)
    information = np.zeros((design.size, design.size))
    np.add.at(information, (places[:, :, None], places[:, None, :]), at.information)
    return gradient, information
