"""A way into the constrained likelihood: equilibrium conditions that are at first loose, then tightened.

Values of all dyads are free beside the parameters, and what they lack of an equilibrium is penalised, ever more
strongly (an augmented Lagrangian of the constrained problem [Su & Judd 2012]). Values start at what the observed
frequencies imply. No branch of equilibria has to be followed, so none is lost where it folds back.
"""

from typing import NamedTuple

import numpy as np

from crisis_game.game import UNKNOWNS, Expected, before_choice, expected, jacobian, of_choices
from crisis_game.likelihood import Simultaneous, by_player, smoothed
from crisis_game.newton import newton
from crisis_game.payoffs import ACTIONS, LOCAL
from ripeness.arrays import FloatArray

PENALTIES = tuple(10.0**power for power in np.arange(-3.0, 4.1, 0.5).tolist())

_ITERATIONS = 40  # at each penalty
_GAIN = 1e-3
_DAMPING = (1e-9, 1e9)
_TRIES = 15


class _Point(NamedTuple):
    height: float
    parameters: FloatArray
    values: FloatArray
    at: Expected
    lack: FloatArray


def relax(
    model: Simultaneous, counts: FloatArray, parameters: FloatArray, prior: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Parameters, and values near an equilibrium of each dyad, of high likelihood.

    Parameters
    ----------
    counts
        (dyads, states, actions, actions).
    parameters
        Where to start, (size,).
    prior
        Precision matrix of a normal prior of mean 0 on the parameters, (size, size).
    """
    values = of_choices(smoothed(counts), model.design.payoffs(parameters), model.discount)
    multipliers = np.zeros((len(counts), UNKNOWNS))
    damping = 1e-2
    for penalty in PENALTIES:
        problem = _Problem(model, counts, prior, penalty, multipliers)
        here = problem.point(parameters, values)
        for _ in range(_ITERATIONS):
            there, damping = problem.step(here, damping)
            gain, here = here.height - there.height, there
            if gain < _GAIN:
                break
        parameters, values = here.parameters, here.values
        multipliers = multipliers + penalty * here.lack
        damping = float(np.clip(damping, 1e-6, 1.0))
    solved, reached = newton(values, model.design.payoffs(parameters), model.discount)
    return parameters, np.where(reached[:, None, None, None], solved, values)


class _Problem:
    """The penalised problem, to be minimised, at one penalty and with given multipliers."""

    def __init__(
        self, model: Simultaneous, counts: FloatArray, prior: FloatArray, penalty: float, multipliers: FloatArray
    ) -> None:
        self._model, self._prior, self._penalty, self._multipliers = model, prior, penalty, multipliers
        self._chosen = by_player(counts)

    def point(self, parameters: FloatArray, values: FloatArray) -> _Point:
        at = expected(values, self._model.design.payoffs(parameters), self._model.discount)
        lack = (values - at.values).reshape(-1, UNKNOWNS)
        log_likelihood = (self._chosen * (values - before_choice(values)[..., None])).sum()
        penalties = (self._multipliers * lack).sum() + 0.5 * self._penalty * np.square(lack).sum()
        height = -log_likelihood + penalties + 0.5 * parameters @ self._prior @ parameters
        return _Point(float(height), parameters, values, at, lack)

    def step(self, here: _Point, damping: float) -> tuple[_Point, float]:
        """A step down, or none, with the damping for the next."""
        design, penalty = self._model.design, self._penalty
        by_values = np.eye(UNKNOWNS) - jacobian(here.at, self._model.discount)
        direct = np.einsum("nisb,nisabk->nisak", here.at.choices[:, ::-1], design.effects)
        by_parameters = -direct.reshape(-1, UNKNOWNS, LOCAL)
        gradient, information = self._likelihood(here)
        transposed = np.swapaxes(by_values, 1, 2)
        pull = (self._multipliers + penalty * here.lack)[..., None]
        gradient = gradient + transposed @ pull
        curvature = information + penalty * transposed @ by_values
        cross = penalty * transposed @ by_parameters
        own = penalty * np.swapaxes(by_parameters, 1, 2) @ by_parameters
        score = (np.swapaxes(by_parameters, 1, 2) @ pull)[..., 0]
        places = design.places
        for _ in range(_TRIES):
            # values are eliminated dyad by dyad, which leaves a system of the parameters alone
            damped = curvature + damping * np.eye(UNKNOWNS)
            out = np.asarray(np.linalg.solve(damped, np.concatenate([cross, gradient], axis=2)), dtype=np.float64)
            back = np.swapaxes(cross, 1, 2) @ out
            matrix = self._prior + 0.01 * damping * np.eye(design.size)
            np.add.at(matrix, (places[:, :, None], places[:, None, :]), own - back[..., :LOCAL])
            right = self._prior @ here.parameters
            np.add.at(right, places, score - back[..., LOCAL])
            change = -np.asarray(np.linalg.solve(matrix, right), dtype=np.float64)
            moved = -out[..., LOCAL] - np.einsum("nvk,nk->nv", out[..., :LOCAL], change[places])
            there = self.point(here.parameters + change, here.values + moved.reshape(here.values.shape))
            if there.height < here.height:
                return there, max(damping / 5, _DAMPING[0])
            damping = min(damping * 5, _DAMPING[1])
        return here, damping

    def _likelihood(self, here: _Point) -> tuple[FloatArray, FloatArray]:
        """Gradient (dyads, UNKNOWNS, 1) and expected curvature of the log-likelihood's negative, by the values."""
        seen = self._chosen.sum(axis=3, keepdims=True)
        choices = here.at.choices
        gradient = (seen * choices - self._chosen).reshape(-1, UNKNOWNS, 1)
        blocks = seen[..., None] * (
            choices[..., None] * np.eye(ACTIONS) - choices[..., :, None] * choices[..., None, :]
        )
        curvature = np.zeros((len(choices), UNKNOWNS, UNKNOWNS))
        for place, block in enumerate(np.moveaxis(blocks.reshape(len(choices), -1, ACTIONS, ACTIONS), 1, 0)):
            rows = slice(place * ACTIONS, (place + 1) * ACTIONS)
            curvature[:, rows, rows] = block
        return gradient, curvature
