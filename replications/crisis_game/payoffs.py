"""Payoffs of the crisis game, linear in its parameters."""

from dataclasses import dataclass

import numpy as np

from ripeness.arrays import FloatArray, IntArray

STATES = ACTIONS = 3
# the state that own and other's action lead to
NEXT: IntArray = np.maximum.outer(np.arange(ACTIONS), np.arange(ACTIONS))

_STAKES, _COSTS = 4, 3  # covariates of a directed dyad, of a state
# where the common parameters stand: stakes of crisis and war, costs of actions 2 and 3, escalation of both by state
GROUPS = {
    "beta2": slice(0, 4),
    "beta3": slice(4, 8),
    "kappa2": slice(8, 11),
    "kappa3": slice(11, 14),
    "gamma": slice(14, 17),
}
COMMON = 17
LOCAL = COMMON + 2  # of one dyad: the common ones and both sides' audience costs


@dataclass(frozen=True)
class Design:
    """How payoffs follow from parameters: those in common first, then each country's audience cost.

    Parameters
    ----------
    effects
        (dyads, 2, states, own actions, other's actions, LOCAL): the derivative of each payoff.
    country
        (dyads, 2): which audience cost is whose.
    countries
        How many audience costs there are.
    """

    effects: FloatArray
    country: IntArray
    countries: int

    @property
    def size(self) -> int:
        """Number of parameters."""
        return COMMON + self.countries

    @property
    def places(self) -> IntArray:
        """Where a dyad's parameters stand among all, (dyads, LOCAL)."""
        common = np.broadcast_to(np.arange(COMMON), (len(self.country), COMMON))
        return np.concatenate([common, COMMON + self.country], axis=1)

    def payoffs(self, parameters: FloatArray) -> FloatArray:
        """Payoffs (dyads, 2, states, own actions, other's actions) at parameters (size,)."""
        return np.einsum("nisabk,nk->nisab", self.effects, parameters[self.places])


def design(stakes: FloatArray, costs: FloatArray, country: IntArray, countries: int) -> Design:
    """The payoffs' design, from stakes (dyads, 2, 4), costs (dyads, 2, 3) and whose they are (dyads, 2).

    In state s, own action a and other's action b: stakes · beta_s (none in peace), plus costs · kappa_a (none for the
    lowest action), plus gamma_s where both go beyond the lowest, plus the audience cost of who goes below the state
    where the other does not [Crisman-Cox & Gibilisco 2018].
    """
    dyads = len(stakes)
    effects = np.zeros((dyads, 2, STATES, ACTIONS, ACTIONS, LOCAL))
    for state, name in ((1, "beta2"), (2, "beta3")):
        effects[:, :, state, :, :, GROUPS[name]] = stakes[:, :, None, None, :]
    for action, name in ((1, "kappa2"), (2, "kappa3")):
        effects[:, :, :, action, :, GROUPS[name]] = costs[:, :, None, None, :]
    for state in range(STATES):
        effects[:, :, state, 1:, 1:, GROUPS["gamma"].start + state] = 1.0
        for player in range(2):
            # an empty slice in peace, where nobody can go below the state
            effects[:, player, state, :state, state:, COMMON + player] = 1.0
    return Design(effects, country, countries)
