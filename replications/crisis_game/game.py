"""The simultaneous game of many dyads at once: what each side expects of its actions, and how that moves.

`values` v_i(s, a), (games, 2, states, actions), are what a side expects of an action before its private shock, which is
extreme-valued; so choices are logit in them [McKelvey & Palfrey 1995]. An equilibrium is v = expected(v).
"""

from typing import NamedTuple

import numpy as np

from crisis_game.payoffs import ACTIONS, NEXT, STATES
from ripeness.arrays import FloatArray

UNKNOWNS = 2 * STATES * ACTIONS
# (own action, other's action, next state)
_LEADS: FloatArray = (NEXT[..., None] == np.arange(STATES)).astype(np.float64)
_BY_OTHER = np.ascontiguousarray(_LEADS.transpose(1, 0, 2)).reshape(ACTIONS, ACTIONS * STATES)


class Expected(NamedTuple):
    """What values lead to: values expected anew, choices, and worth of each pair of actions, (…, own, other's)."""

    values: FloatArray
    choices: FloatArray
    worth: FloatArray


def before_choice(values: FloatArray) -> FloatArray:
    """Expected value of a choice among the actions of the last axis, less a constant: log Σ exp.

    >>> float(before_choice(np.zeros(3)) - np.log(3))
    0.0
    """
    most = values.max(axis=-1, keepdims=True)
    return (most + np.log(np.exp(values - most).sum(axis=-1, keepdims=True)))[..., 0]


def expected(values: FloatArray, payoffs: FloatArray, discount: float) -> Expected:
    """What each side expects of each action, if all go on as the values say."""
    ahead = before_choice(values)
    choices = np.exp(values - ahead[..., None])
    worth = payoffs + discount * ahead[..., NEXT][:, :, None]
    return Expected((worth * choices[:, ::-1, :, None, :]).sum(axis=-1), choices, worth)


def jacobian(at: Expected, discount: float) -> FloatArray:
    """Derivative of the values expected by the values, (games, UNKNOWNS, UNKNOWNS)."""
    games = len(at.values)
    others = at.choices[:, ::-1]
    made = np.zeros((games, 2, STATES, ACTIONS, 2, STATES, ACTIONS))
    leads = (others.reshape(-1, ACTIONS) @ _BY_OTHER).reshape(games, 2, STATES, ACTIONS, STATES)
    by_other = others[:, :, :, None, :] * (at.worth - at.values[..., None])
    for player in range(2):
        own = at.choices[:, player, None, None]
        made[:, player, :, :, player] = discount * leads[:, player, ..., None] * own
        for state in range(STATES):
            made[:, player, state, :, 1 - player, state] = by_other[:, player, state]
    return made.reshape(games, UNKNOWNS, UNKNOWNS)


def of_choices(choices: FloatArray, payoffs: FloatArray, discount: float) -> FloatArray:
    """What each side expects of its actions if both choose like this for ever; choices must not be 0."""
    others = choices[:, ::-1]
    leads = np.einsum("nisb,abt->nisat", others, _LEADS)
    flow = (payoffs * others[:, :, :, None, :]).sum(axis=-1)
    passes = np.einsum("nisa,nisat->nist", choices, leads)
    chosen = (choices * (flow - np.log(choices))).sum(axis=-1)
    matrix = np.eye(STATES) - discount * passes
    ahead: FloatArray = np.asarray(np.linalg.solve(matrix, chosen[..., None]), dtype=np.float64)
    return flow + discount * np.einsum("nisat,nit->nisa", leads, ahead[..., 0])


def slopes(at: Expected, effects: FloatArray, discount: float) -> FloatArray:
    """Derivative of equilibrium values by parameters, (games, 2, states, actions, parameters): implicit function.

    `effects` (games, 2, states, own, other's, parameters) is that of the payoffs. Raises `numpy.linalg.LinAlgError`
    where the equilibrium is singular.
    """
    games, parameters = len(effects), effects.shape[-1]
    direct = np.einsum("nisb,nisabk->nisak", at.choices[:, ::-1], effects)
    matrix = np.eye(UNKNOWNS) - jacobian(at, discount)
    right = direct.reshape(games, UNKNOWNS, parameters)
    return np.asarray(np.linalg.solve(matrix, right), dtype=np.float64).reshape(direct.shape)


def indices(values: FloatArray, payoffs: FloatArray, discount: float) -> FloatArray:
    """The index of each equilibrium, 1 or -1: the sign of det(1 - jacobian).

    Values less those expected point outward on a large sphere, so the indices of all equilibria of a game sum to 1,
    unless one is singular [Milnor 1965].
    """
    at = expected(values, payoffs, discount)
    return np.linalg.slogdet(np.eye(UNKNOWNS) - jacobian(at, discount)).sign
