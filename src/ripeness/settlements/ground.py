"""What deals are judged on: who is in office, what settlements are worth to each, how each sees power."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from ripeness.arrays import FloatArray, IntArray
from ripeness.case.model import Beliefs, Case, Party
from ripeness.case.values import Values
from ripeness.settlements.listing import Settlements
from ripeness.settlements.payoffs import Payoffs, capability_shares, payoffs
from ripeness.settlements.space import space_of


@dataclass(frozen=True)
class Ground:
    """What deals are judged on under one leadership: who is in office, their payoffs, how each sees power.

    `shares[viewer]` has shape (draws, parties), as `best` has: the most that any deal of the case is worth to each,
    -inf where there is none. `signing` are the parties whose signatures are asked for.
    """

    case: Case
    values: Values
    settlements: Settlements
    parties: Mapping[str, Party]
    payoffs: Payoffs
    shares: Mapping[str, FloatArray]
    best: FloatArray
    signing: tuple[str, ...]

    def only(self, rows: IntArray) -> "Ground":
        """The same ground with these settlements alone."""
        return replace(self, settlements=self.settlements.only(rows), payoffs=self.payoffs.only(rows))

    def at(self, settlements: Settlements) -> "Ground":
        """The same ground with other settlements."""
        worth = payoffs(self.case, self.parties, settlements, self.values)
        return replace(self, settlements=settlements, payoffs=worth)

    def in_draws(self, some: slice) -> "Ground":
        """The same ground with the payoffs of these draws alone."""
        return replace(self, payoffs=self.payoffs.in_draws(some))

    def among(self, signing: tuple[str, ...]) -> "Ground":
        """The same ground where these parties alone would sign."""
        return replace(self, signing=signing)

    def index(self, party: str) -> int:
        """Position of a party on the parties' axis."""
        return list(self.parties).index(party)


def ground(
    case: Case,
    values: Values,
    settlements: Settlements,
    parties: Mapping[str, Party],
    beliefs: Mapping[str, Beliefs],
) -> Ground:
    """The ground on which deals are judged when these parties are in office with these beliefs."""
    shares = {name: capability_shares(case, beliefs[name], values) for name in case.parties}
    worth = payoffs(case, parties, settlements, values)
    best = _best(case, values, settlements, parties, worth)
    return Ground(case, values, settlements, parties, worth, shares, best, case.signatories)


def _best(
    case: Case, values: Values, settlements: Settlements, parties: Mapping[str, Party], worth: Payoffs
) -> FloatArray:
    """The most that any deal is worth to each party, (draws, parties); at one draw where deals are not listed."""
    if settlements.are_all:
        is_deal = settlements.is_deal
        key = ("the most", is_deal.tobytes())
        return worth.known.of(key, lambda: worth.utility.max(axis=2, initial=-np.inf, where=is_deal))
    return np.broadcast_to(space_of(case, parties, values).best_worth(), (values.n, len(parties)))
