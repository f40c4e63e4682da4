"""The crisis game with one mover at a time: each month a lot says who moves, and the other answers what it sees.

States, actions, payoffs and discount are the published ones; only the timing differs. So both games have the same
parameters and both say how likely each pair of actions is, though here the second action depends on the first. By
backward induction over a finite number of months there is one equilibrium [McKelvey & Palfrey 1998; Doraszelski & Judd
2012]; the choices used are those of the first of so many months that the end no longer matters.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from crisis_game.game import before_choice
from crisis_game.likelihood import Fitted
from crisis_game.payoffs import ACTIONS, LOCAL, NEXT, STATES, Design
from ripeness.arrays import FloatArray

MONTHS = 2000
SETTLED = 1e-12  # change of any value from one month to the next

_AHEAD = 2 * STATES
_RARE = 1e-300
_STEPS = 8  # of Newton's method from a guess


class Month(NamedTuple):
    """One month: worth of pairs of actions, answers, choices and worth of who moves, values at the month's start.

    Arrays are (games, 2, states, own, other's) for worth and answers, without the last axis for choices and of-moves,
    (games, 2, states, other's) for what an answer is worth, and (games, 2, states) for values.
    """

    worth: FloatArray
    answers: FloatArray
    answered: FloatArray
    of_moves: FloatArray
    choices: FloatArray
    values: FloatArray


def month(ahead: FloatArray, payoffs: FloatArray, discount: float) -> Month:
    """A month before one with values `ahead` (games, 2, states)."""
    worth = payoffs + discount * ahead[..., NEXT][:, :, None]
    answered = before_choice(np.swapaxes(worth, 3, 4))
    answers = np.exp(worth - answered[:, :, :, None])
    of_moves = (_met_by(answers) * worth).sum(axis=-1)
    moving = before_choice(of_moves)
    choices = np.exp(of_moves - moving[..., None])
    values = 0.5 * moving + 0.5 * (choices[:, ::-1] * answered).sum(axis=-1)
    return Month(worth, answers, answered, of_moves, choices, values)


def solve(payoffs: FloatArray, discount: float) -> FloatArray | None:
    """Values (games, 2, states) long before the end, by backward induction; None where they do not settle."""
    values = np.zeros(payoffs.shape[:3])
    for _ in range(MONTHS):
        before, values = values, month(values, payoffs, discount).values
        if np.abs(values - before).max() < SETTLED * (1 + np.abs(values).max()):
            return values
    return None


def pair_chances(at: Month) -> FloatArray:
    """Probability of each pair of actions, (games, states, first's action, second's action)."""
    return 0.5 * at.choices[:, 0, :, :, None] * _met_by(at.answers)[:, 0] + 0.5 * (
        at.choices[:, 1, :, None, :] * at.answers[:, 0]
    )


@dataclass(frozen=True)
class OneMover:
    """The model with one mover at a time."""

    design: Design
    discount: float

    def fitted(self, counts: FloatArray, parameters: FloatArray, guess: FloatArray) -> Fitted | None:
        """The model at these parameters; None where backward induction does not settle.

        From a guess (dyads, 2, states) that is not all zero, Newton's method is tried first. It can end in values that
        backward induction does not lead to, so what is reported in the end has to come from a guess of zeros.
        """
        payoffs = self.design.payoffs(parameters)
        values = self._near(guess, payoffs) if guess.any() else None
        values = solve(payoffs, self.discount) if values is None else values
        if values is None:
            return None
        at = month(values, payoffs, self.discount)
        chances = np.maximum(pair_chances(at), _RARE)
        changes, log_changes = self._changes(at, chances)
        weight = counts.sum(axis=(2, 3), keepdims=True) * chances
        flat = log_changes.reshape(len(counts), -1, LOCAL)
        return Fitted(
            (counts * np.log(chances)).sum(axis=(1, 2, 3)),
            np.einsum("nsab,nsabk->nk", counts, log_changes),
            np.swapaxes(flat, 1, 2) @ (flat * weight.reshape(len(counts), -1, 1)),
            values,
            changes,
        )

    def _near(self, values: FloatArray, payoffs: FloatArray) -> FloatArray | None:
        for _ in range(_STEPS):
            at = month(values, payoffs, self.discount)
            gap = (at.values - values).reshape(len(values), _AHEAD, 1)
            if np.abs(gap).max() < SETTLED * (1 + np.abs(values).max()):
                return values
            by_values, _ = _tangents(at, self._ahead(len(values)))
            step: FloatArray = np.asarray(np.linalg.solve(np.eye(_AHEAD) - by_values, gap), dtype=np.float64)
            values = values + step.reshape(values.shape)
        return None

    def _ahead(self, games: int) -> FloatArray:
        """Derivative of what pairs of actions are worth by each value ahead."""
        worth = np.zeros((games, 2, STATES, ACTIONS, ACTIONS, _AHEAD))
        for player in range(2):
            for state in range(STATES):
                worth[:, player, :, :, :, player * STATES + state] = self.discount * (state == NEXT)
        return worth

    def _changes(self, at: Month, chances: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Derivatives of values and of log-chances by the dyad's parameters, last axis: implicit function."""
        games = len(at.values)
        worth = np.concatenate([self.design.effects, self._ahead(games)], axis=-1)
        values, pairs = _tangents(at, worth)
        matrix = np.eye(_AHEAD) - values[:, :, LOCAL:]
        changes: FloatArray = np.asarray(np.linalg.solve(matrix, values[:, :, :LOCAL]), dtype=np.float64)
        by_parameters = pairs[..., :LOCAL] + np.einsum("nsabv,nvk->nsabk", pairs[..., LOCAL:], changes)
        return changes.reshape(games, 2, STATES, LOCAL), by_parameters / chances[..., None]


def _tangents(at: Month, worth: FloatArray) -> tuple[FloatArray, FloatArray]:
    """How values (games, 2 · states, directions) and chances of pairs move with what pairs are worth, last axis."""
    answered = (at.answers[..., None] * worth).sum(axis=3)
    answers = at.answers[..., None] * (worth - answered[:, :, :, None])
    met = _met_by(at.answers)[..., None]
    of_moves = (_met_by(answers) * at.worth[..., None] + met * worth).sum(axis=4)
    moving = (at.choices[..., None] * of_moves).sum(axis=3)
    choices = at.choices[..., None] * (of_moves - moving[:, :, :, None])
    answering = choices[:, ::-1] * at.answered[..., None] + at.choices[:, ::-1, ..., None] * answered
    values = (0.5 * moving + 0.5 * answering.sum(axis=3)).reshape(len(worth), _AHEAD, worth.shape[-1])
    pairs = 0.5 * (
        choices[:, 0, :, :, None] * met[:, 0]
        + at.choices[:, 0, :, :, None, None] * _met_by(answers)[:, 0]
        + choices[:, 1, :, None] * at.answers[:, 0, ..., None]
        + at.choices[:, 1, :, None, :, None] * answers[:, 0]
    )
    return values, pairs


def _met_by(answers: FloatArray) -> FloatArray:
    """The other side's answers, seen by who moves: (games, 2, states, own, other's, …)."""
    return np.swapaxes(answers[:, ::-1], 3, 4)
