"""How each viewer sees a case's numbers, under each leadership: rates, chances, costs, flows (MODEL.md, section 6).

Viewers are the parties, in their order, and last the analyst. What belongs to states is gathered by leadership.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np

from ripeness.arrays import FloatArray, IntArray
from ripeness.case.judgement import Judgement
from ripeness.case.leadership import NO_BELIEFS, beliefs_in_office, in_office, leaderships
from ripeness.case.model import Beliefs, Case, War
from ripeness.case.rates import RATES
from ripeness.case.values import Values
from ripeness.settlements.memo import Memo
from ripeness.settlements.payoffs import Payoffs, capability_shares

DEFAULT_CAPITULATION = 0.001


@dataclass(frozen=True)
class Outlook:
    """Numbers of the crisis game; the first axis is the draws'.

    `rates[name]` is (draws, viewers, leaderships); `capitulation` and `transitions` have one axis more, over parties
    and transitions; `costs[name]` and `trend` are (draws, parties, leaderships), `power` (draws, parties, parties): the
    shares that each of the first sees; the rest (draws, parties). `can_win`, `can_lose` and `war_cost` make the flow of
    a war.
    """

    case: Case
    values: Values
    rates: Mapping[str, FloatArray]
    capitulation: FloatArray
    transitions: FloatArray
    costs: Mapping[str, FloatArray]
    trend: FloatArray
    discount: FloatArray
    precision: FloatArray
    initiative: FloatArray
    power: FloatArray
    growth: FloatArray
    can_win: FloatArray
    can_lose: FloatArray
    war_cost: FloatArray
    fighting: FloatArray
    is_read_by_parts: ClassVar[bool] = True

    def war_flows(self, month: int) -> FloatArray:
        """Flow per year after a war that begins in a month, (draws, parties), by the power that each sees by then."""
        grown = self.power * ((1.0 + self.growth) ** (month / 12.0))[:, None]
        own: IntArray = np.arange(len(self.case.parties))
        share = grown[:, own, own] / grown.sum(axis=2)
        return share * self.can_win + (1.0 - share) * self.can_lose - self.war_cost

    @property
    def war_goes_on(self) -> bool:
        """Whether anybody in any draw thinks that a war may not be decided at once, or the analyst does in some."""
        # a case may start in a war where some draws alone let it go on
        return self.case.dynamics.rate("war_decided").low < 1.0 or bool((self.rates["war_decided"] < 1.0).any())

    def for_good(self, flow: FloatArray) -> FloatArray:
        """Value of a flow per year (draws, parties, ...) received for ever, from now on."""
        discount = self.discount.reshape(self.discount.shape + (1,) * (flow.ndim - 2))
        return flow / 12.0 / (1.0 - discount)


def outlook_of(case: Case, values: Values, memo: Memo) -> Outlook:
    """A case's outlook, with the numbers of another where all that it reads is the same in both."""
    found = memo.read("outlook", lambda of: outlook(of, values), values, case)
    return replace(found, case=case, values=values)


def outlook(case: Case, values: Values) -> Outlook:
    """Read a case's numbers for the crisis game."""
    offices = [in_office(case, leadership) for leadership in leaderships(case)]
    seen = [[*beliefs_in_office(case, leadership).values(), NO_BELIEFS] for leadership in leaderships(case)]
    viewers = range(len(case.parties) + 1)

    def by_office(cost: str) -> FloatArray:
        return np.stack([values.stack(getattr(p, cost) for p in parties.values()) for parties in offices], axis=2)

    def rate_by_viewer(name: str) -> FloatArray:
        """What each viewer believes of a rate; mostly they all believe the analyst's."""
        of_case = values(case.dynamics.rate(name))
        believed = np.broadcast_to(of_case[:, None, None], (values.n, len(viewers), len(offices)))
        differing = [(v, o, b) for o, of in enumerate(seen) for v, b in enumerate(of) if b.rate(name) is not None]
        if not differing:
            return believed
        believed = believed.copy()
        for viewer, office, beliefs in differing:
            believed[:, viewer, office] = values(beliefs.rate(name))
        return believed

    def by_viewer(read: Callable[[Beliefs], FloatArray]) -> FloatArray:
        return np.stack([np.stack([read(seen[office][v]) for v in viewers], axis=1) for office in range(len(seen))], 2)

    own = list(case.parties.values())
    beliefs = beliefs_in_office(case, 0)

    def of_war(read: Callable[[War], Judgement]) -> FloatArray:
        return values.stack(None if party.war is None else read(party.war) for party in own)

    return Outlook(
        case=case,
        values=values,
        rates={name: rate_by_viewer(name) for name in RATES},
        capitulation=by_viewer(
            lambda b: values.stack(
                (b.capitulation.get(p) or case.dynamics.capitulation.get(p) for p in case.parties), DEFAULT_CAPITULATION
            )
        ),
        transitions=by_viewer(
            lambda b: (
                values.stack(b.transitions.get(t.party) or t.probability for t in case.transitions)
                if case.transitions
                else np.zeros((values.n, 0))
            )
        ),
        costs={cost: by_office(cost) for cost in ("crisis_cost", "talk_cost", "audience_cost", "leak_cost")},
        trend=by_office("trend"),
        discount=(1.0 - values.stack(p.patience for p in own)) ** (1.0 / 12.0),
        precision=values.stack(p.precision for p in own),
        initiative=values.stack(p.initiative for p in own),
        power=np.stack([capability_shares(case, beliefs[name], values) for name in case.parties], axis=1),
        growth=values.stack(p.growth for p in own),
        can_win=of_war(lambda war: war.win),
        can_lose=of_war(lambda war: war.lose),
        war_cost=of_war(lambda war: war.cost),
        fighting=of_war(lambda war: war.cost if war.fighting is None else war.fighting),
    )


def capitulation_flows(case: Case, worth: Payoffs, values: Values) -> FloatArray:
    """Flows per year after j has capitulated to m, shape (draws, j, m, parties); `worth` is the incumbents'.

    The winner takes the allowed settlement that is best for it, or its spoils; the loser gives, and gets nothing.
    Where nothing is allowed, not even the status quo, there is nothing to take or to give.
    """
    n = len(case.parties)
    flows = np.zeros((values.n, n, n, n))
    draws, nothing = np.arange(values.n), np.zeros((values.n, n))
    for m, winner in enumerate(case.parties.values()):
        gain, given = nothing[:, m], nothing
        if worth.utility.shape[2]:
            taken = worth.best[:, m]
            gain, given = worth.utility[draws, m, taken], worth.loss[draws, :, taken]
        if winner.spoils is not None:
            gain = values(winner.spoils)
        for j in range(n):
            if j != m:
                flows[:, j, m, m] = gain
                flows[:, j, m, j] = -given[:, j]
    return flows
