"""What deals are judged on: who is in office, what settlements are worth to each, how each sees power."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from ripeness.arrays import FloatArray, IntArray
from ripeness.case.model import Beliefs, Case, Party
from ripeness.case.values import Values
from ripeness.settlements.listing import Settlements
from ripeness.settlements.payoffs import Payoffs, capability_shares, payoffs


@dataclass(frozen=True)
class Ground:
    """What deals are judged on under one leadership: who is in office, their payoffs, how each sees power.

    `shares[viewer]` has shape (draws, parties).
    """

    case: Case
    values: Values
    settlements: Settlements
    parties: Mapping[str, Party]
    payoffs: Payoffs
    shares: Mapping[str, FloatArray]

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
    return Ground(case, values, settlements, parties, payoffs(case, parties, settlements, values), shares)
