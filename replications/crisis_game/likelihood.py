"""How likely the observed months are in an equilibrium of the simultaneous game."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from crisis_game.game import before_choice, expected, of_choices, slopes
from crisis_game.newton import newton
from crisis_game.payoffs import ACTIONS, LOCAL, STATES, Design
from ripeness.arrays import FloatArray, IntArray

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
        return _fitted(counts, values, changes)


def _fitted(counts: FloatArray, values: FloatArray, changes: FloatArray) -> Fitted:
    """Likelihood and its derivatives, from values and theirs."""
    log_choices = values - before_choice(values)[..., None]
    chosen = by_player(counts)
    choices = np.exp(log_choices)
    log_changes = changes - (choices[..., None] * changes).sum(axis=3, keepdims=True)
    flat = log_changes.reshape(len(counts), -1, LOCAL)
    weight = (chosen.sum(axis=3, keepdims=True) * choices).reshape(len(counts), -1, 1)
    return Fitted(
        (chosen * log_choices).sum(axis=(1, 2, 3)),
        np.einsum("nisa,nisak->nk", chosen, log_changes),
        np.swapaxes(flat, 1, 2) @ (flat * weight),
        values,
        changes,
    )


@dataclass(frozen=True)
class TwoStep:
    """The published model with each side's beliefs of the other's choices, and of its own later ones, held fixed.

    With choices estimated from frequencies it is the first of two steps, concave, and needs no equilibrium
    [Aguirregabiria & Mira 2007].

    Parameters
    ----------
    choices
        (dyads, 2, states, actions), none of them 0.
    """

    design: Design
    discount: float
    choices: FloatArray

    @cached_property
    def _changes(self) -> FloatArray:
        effects = np.moveaxis(self.design.effects, -1, 0)
        none = of_choices(self.choices, np.zeros_like(effects[0]), self.discount)
        return np.stack([of_choices(self.choices, each, self.discount) - none for each in effects], axis=-1)

    def fitted(self, counts: FloatArray, parameters: FloatArray, guess: FloatArray) -> Fitted:
        """The model at these parameters; the guess is not needed."""
        values = of_choices(self.choices, self.design.payoffs(parameters), self.discount)
        return _fitted(counts, values, self._changes)


def smoothed(counts: FloatArray, weight: float = 10.0) -> FloatArray:
    """Frequencies of actions of each side in each state, drawn towards those of all by so many months' weight."""
    chosen = by_player(counts)
    pooled = chosen.sum(axis=(0, 1)) + 1.0
    pooled = pooled / pooled.sum(axis=-1, keepdims=True)
    made = chosen + weight * pooled
    return made / made.sum(axis=-1, keepdims=True)
