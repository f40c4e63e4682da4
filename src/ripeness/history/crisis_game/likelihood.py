"""How likely the observed months are in an equilibrium of the simultaneous game."""

from dataclasses import dataclass

import numpy as np

from ripeness.case.values import FloatArray, IntArray
from ripeness.history.crisis_game.game import before_choice, expected, slopes
from ripeness.history.crisis_game.newton import newton
from ripeness.history.crisis_game.payoffs import ACTIONS, LOCAL, STATES, Design

_STEPS = 20  # of Newton's method, from the equilibrium of parameters nearby


@dataclass(frozen=True)
class Fitted:
    """A model at some parameters, dyad by dyad.

    Parameters
    ----------
    log_likelihoods
        (dyads,).
    scores
        Their derivative by the dyad's parameters, (dyads, LOCAL).
    information
        Fisher's, expected over the actions in the states observed, (dyads, LOCAL, LOCAL).
    values
        What is passed on when parameters nearby are tried; (dyads, …).
    changes
        Derivative of these values by the dyad's parameters, (dyads, …, LOCAL).
    """

    log_likelihoods: FloatArray
    scores: FloatArray
    information: FloatArray
    values: FloatArray
    changes: FloatArray


def count(months: IntArray) -> FloatArray:
    """How often each pair of actions was seen in each state, (dyads, states, first's action, second's action)."""
    counts = np.zeros((len(months), STATES, ACTIONS, ACTIONS))
    dyads = np.broadcast_to(np.arange(len(months))[:, None], months.shape[:2])
    np.add.at(counts, (dyads, months[..., 0], months[..., 1], months[..., 2]), 1.0)
    return counts


def by_player(counts: FloatArray) -> FloatArray:
    """How often each side was seen to choose each action, (dyads, 2, states, actions)."""
    return np.stack([counts.sum(axis=3), counts.sum(axis=2)], axis=1)


def log_likelihoods(values: FloatArray, counts: FloatArray) -> FloatArray:
    """Log-likelihood of a dyad's counts (states, actions, actions) in each of its equilibria, (equilibria,)."""
    log_choices = values - before_choice(values)[..., None]
    return (log_choices * by_player(counts[None])).sum(axis=(1, 2, 3))


@dataclass(frozen=True)
class Simultaneous:
    """The published model: both sides at once, in the equilibrium of each dyad that continues a given one."""

    design: Design
    discount: float

    def fitted(self, counts: FloatArray, parameters: FloatArray, guess: FloatArray) -> Fitted | None:
        """The model at these parameters, in the equilibria that the guess leads to; None where it leads to none.

        The derivatives are exact, by the implicit function theorem.
        """
        payoffs = self.design.payoffs(parameters)
        values, reached = newton(guess, payoffs, self.discount, _STEPS)
        if not reached.all():
            return None
        at = expected(values, payoffs, self.discount)
        try:
            changes = slopes(at, self.design.effects, self.discount)
        except np.linalg.LinAlgError:
            return None
        chosen = by_player(counts)
        log_changes = changes - (at.choices[..., None] * changes).sum(axis=3, keepdims=True)
        weight = chosen.sum(axis=3, keepdims=True) * at.choices
        flat = log_changes.reshape(len(counts), -1, LOCAL)
        weighted = flat * weight.reshape(len(counts), -1, 1)
        return Fitted(
            (chosen * (values - before_choice(values)[..., None])).sum(axis=(1, 2, 3)),
            np.einsum("nisa,nisak->nk", chosen, log_changes),
            np.swapaxes(flat, 1, 2) @ weighted,
            values,
            changes,
        )
