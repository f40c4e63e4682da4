"""What settlements are worth to each party, what they cost it, and how power is seen (MODEL.md, sections 3 and 4)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ripeness.arrays import FloatArray, IntArray
from ripeness.case.model import Beliefs, Case, Party
from ripeness.case.values import Values
from ripeness.settlements.listing import Settlements
from ripeness.settlements.memo import Memo

# payoffs that are equal to so many decimals tie, so that the order of additions decides nothing
DECIMALS = 12
_JUDGED_KEPT = 64


@dataclass(frozen=True)
class Payoffs:
    """Flows per year against the status quo, shape (draws, parties, settlements) each.

    Those of some settlements only, `rows` of the `whole`, are taken from it when they are first asked for.
    """

    whole: tuple[FloatArray, FloatArray, FloatArray, FloatArray]
    rows: IntArray | None = None

    @cached_property
    def known(self) -> Memo:
        """What was judged of them."""
        return Memo(_JUDGED_KEPT)

    @cached_property
    def utility(self) -> FloatArray:
        """What settlements are worth."""
        return self._taken(0)

    @cached_property
    def loss(self) -> FloatArray:
        """What is conceded in them."""
        return self._taken(1)

    @cached_property
    def public_gain(self) -> FloatArray:
        """What is gained for all to see."""
        return self._taken(2)

    @cached_property
    def public_loss(self) -> FloatArray:
        """What is conceded for all to see."""
        return self._taken(3)

    def _taken(self, kind: int) -> FloatArray:
        array = self.whole[kind]
        return array if self.rows is None else array[:, :, self.rows]

    @cached_property
    def best(self) -> IntArray:
        """The row that is best for each party, the first of those that are equal to 12 decimals, (draws, parties)."""
        return np.round(self.utility, DECIMALS).argmax(axis=2)

    def in_draws(self, some: slice) -> "Payoffs":
        """Those of some draws."""
        utility, loss, public_gain, public_loss = self.whole
        return Payoffs((utility[some], loss[some], public_gain[some], public_loss[some]), self.rows)

    def only(self, rows: IntArray) -> "Payoffs":
        """Those of some settlements."""
        return Payoffs(self.whole, rows if self.rows is None else self.rows[rows])


def normalised(weights: FloatArray) -> FloatArray:
    """Weights over the last axis made to sum to 1."""
    return weights / weights.sum(axis=-1, keepdims=True)


def option_flows(case: Case, parties: Mapping[str, Party], values: Values) -> list[FloatArray]:
    """What each option is worth to each party, weighed by its salience: (draws, parties, options) for each issue."""
    salience = np.stack(
        [normalised(values.stack(party.salience.get(issue) for issue in case.issues)) for party in parties.values()],
        axis=1,
    )
    flows: list[FloatArray] = []
    for k, issue in enumerate(case.issues.values()):
        options = issue.options.values()
        worth = np.stack([values.stack(option.value.get(name) for option in options) for name in parties], axis=1)
        flows.append(salience[:, :, k, None] * worth)
    return flows


def option_visibility(case: Case, values: Values) -> list[FloatArray]:
    """How public each option is, (draws, 1, options) for each issue."""
    return [
        values.stack(option.visibility or issue.visibility for option in issue.options.values())[:, None]
        for issue in case.issues.values()
    ]


def payoffs(case: Case, parties: Mapping[str, Party], settlements: Settlements, values: Values) -> Payoffs:
    """Worth, loss and their public parts for every party and listed settlement."""
    flows, shown = option_flows(case, parties, values), option_visibility(case, values)
    linked = [
        (linkage.when, values.stack(linkage.value.get(name) for name in parties))
        for linkage in case.linkages
        if linkage.when and linkage.value
    ]

    def computed() -> Payoffs:
        gains, losses = [np.maximum(flow, 0.0) for flow in flows], [np.maximum(-flow, 0.0) for flow in flows]
        utility = settlements.sums(flows)
        for when, value in linked:
            holds = np.flatnonzero(settlements.with_options(when))
            utility[:, :, holds] += value[:, :, None]
        public_gain = settlements.sums([v * gain for v, gain in zip(shown, gains, strict=True)])
        public_loss = settlements.sums([v * loss for v, loss in zip(shown, losses, strict=True)])
        return Payoffs((utility, settlements.sums(losses), public_gain, public_loss))

    given = [array.tobytes() for array in (*flows, *shown, *(value for _, value in linked))]
    where = [tuple(sorted(when.items())) for when, _ in linked]
    return settlements.known.of((*given, *where), computed)


def capability_shares(case: Case, beliefs: Beliefs, values: Values) -> FloatArray:
    """Shares of power over all parties, shape (draws, parties), as somebody with these beliefs sees them."""
    shares = normalised(values.stack(party.capability for party in case.parties.values()))
    for i, name in enumerate(case.parties):
        if name in beliefs.capability:
            shares[:, i] = values(beliefs.capability[name])
    return normalised(shares)
