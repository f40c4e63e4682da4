"""What settlements are worth to each party, what they cost it, and how power is seen (MODEL.md, sections 3 and 4)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ripeness.bargaining.settlements import Settlements
from ripeness.bargaining.solutions.choice import DECIMALS
from ripeness.case.model import Beliefs, Case, Party
from ripeness.case.values import FloatArray, IntArray, Values


@dataclass(frozen=True)
class Payoffs:
    """Flows per year against the status quo, shape (draws, parties, settlements) each."""

    utility: FloatArray
    loss: FloatArray
    public_gain: FloatArray
    public_loss: FloatArray

    @cached_property
    def best(self) -> IntArray:
        """The row that is best for each party, the first of those that are equal to 12 decimals, (draws, parties)."""
        return np.round(self.utility, DECIMALS).argmax(axis=2)

    def only(self, rows: IntArray) -> "Payoffs":
        """Those of some settlements."""
        arrays = (self.utility, self.loss, self.public_gain, self.public_loss)
        return Payoffs(*(array[:, :, rows] for array in arrays))


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
        return Payoffs(utility, settlements.sums(losses), public_gain, public_loss)

    given = [array.reshape(values.n, -1) for array in (*flows, *shown, *(value for _, value in linked))]
    return settlements.known.of(np.concatenate(given, axis=1), computed)


def capability_shares(case: Case, beliefs: Beliefs, values: Values) -> FloatArray:
    """Shares of power over all parties, shape (draws, parties), as somebody with these beliefs sees them."""
    shares = normalised(values.stack(party.capability for party in case.parties.values()))
    for i, name in enumerate(case.parties):
        if name in beliefs.capability:
            shares[:, i] = values(beliefs.capability[name])
    return normalised(shares)
