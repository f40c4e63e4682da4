"""All deals of a case and what can be agreed at the start: frontier, zone, solutions, or why there is none.

Three ways lead to the same answer. Where acceptance asks nothing but that each gets enough, the frontier tells all,
unless no deal leaves everybody a surplus; else deals are listed; where they are too many for that, they are searched
for.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from ripeness.answer.pipeline import run
from ripeness.answer.zones import NO_DEAL, ground_at_start, solve
from ripeness.arrays import BoolArray, FloatArray, IntArray
from ripeness.bargaining.acceptance import acceptable, constraints, satisfied
from ripeness.bargaining.diagnosis import Diagnosis, Violations, diagnose, violations
from ripeness.bargaining.frontier import Frontier, TooManyError, frontier
from ripeness.bargaining.linear import LinearGround, linear_ground
from ripeness.bargaining.on_frontier import choose, decides
from ripeness.bargaining.search import Search, diagnose_by_search
from ripeness.case.leadership import in_office
from ripeness.case.model import TRUST_LEVELS, Case
from ripeness.case.values import MODES
from ripeness.rules.constraints import TOLERANCE
from ripeness.rules.solutions import SOLUTIONS
from ripeness.settlements.ground import Ground
from ripeness.settlements.listing import LISTED_AT_MOST, can_be_listed, list_settlements, settlements_at
from ripeness.settlements.space import Space

FIRST_EPSILON = 0.005
LARGEST_EPSILON = 0.5


@dataclass(frozen=True)
class Chosen:
    """A deal that a solution chooses, with what it is worth to every party."""

    deal: Mapping[str, str]
    payoffs: Mapping[str, float]


@dataclass(frozen=True)
class Agreed:
    """What can be agreed at the start.

    `zone` is how many deals are acceptable to all, None where not counted; `solutions` what each chooses; `diagnosis`
    says why no deal is acceptable and what would have to change, None where one is.
    """

    zone: int | None
    solutions: Mapping[str, Chosen | None]
    diagnosis: Diagnosis | None


@dataclass(frozen=True)
class DealSpace:
    """All deals of a case at the modes, and what can be agreed at the start; each part computed when first asked for.

    `epsilon` is how coarse the frontier may be; 0 for exact.
    """

    case: Case
    epsilon: float | None = None

    @cached_property
    def linear(self) -> LinearGround:
        """The incumbents' space and rules at the start."""
        nothing = settlements_at(self.case, np.zeros((1, len(self.case.issues)), dtype=np.int64))
        return linear_ground(ground_at_start(self.case, MODES, nothing), self._trust, self.reservation)

    @cached_property
    def settlements(self) -> int:
        """The number of deals."""
        return self._space.count_deals()

    @cached_property
    def reservation(self) -> FloatArray:
        """The incumbents' reservation values at the start, (1, parties); only those of signatories count."""
        parties = in_office(self.case, 0).values()
        if all(party.reservation is not None for party in parties if party.signatory):
            # given, so that nothing of the crisis decides
            return MODES.stack(party.reservation for party in parties)
        return run(self.case).alternatives.at_start

    @cached_property
    def frontier(self) -> Frontier:
        """The Pareto frontier of all deals.

        Where there are too many points to keep, and no epsilon was asked for, an approximate one.
        """
        if self.epsilon is not None:
            return frontier(self._space, epsilon=self.epsilon)
        epsilon = 0.0
        while True:
            try:
                return frontier(self._space, epsilon=epsilon)
            except TooManyError:
                epsilon = max(FIRST_EPSILON, 2.0 * epsilon)
                if epsilon > LARGEST_EPSILON:
                    raise

    @cached_property
    def agreed(self) -> Agreed:
        """What can be agreed at the start, by the first way that is open."""
        if self._asks_enough_only and not (self._space.links and self._is_listable) and self._frontier_tells_all:
            return self._agreed_on_frontier()
        if self._is_listable:
            return self._agreed_on_list()
        return self._agreed_by_search()

    def told(self, payoffs: FloatArray) -> FloatArray:
        """Payoffs or reservation values, (..., parties), in the unit that the case tells them in."""
        unit = self.case.payoff_unit
        return unit.scale * payoffs + np.array([unit.zero.get(party, 0.0) for party in self.case.parties])

    def told_of(self, chosen: Chosen) -> dict[str, float]:
        """What a deal is worth to every party, in the unit that the case tells it in."""
        return {party: self.case.told(party, worth) for party, worth in chosen.payoffs.items()}

    def to_dict(self) -> dict[str, Any]:
        """The machine-readable deal space: plain dicts and lists at full precision, payoffs as they are told."""
        found = self.frontier
        parties = list(self.case.parties)
        return {
            "settlements": self.settlements,
            "zone": self.agreed.zone,
            "frontier": [
                {"payoffs": dict(zip(parties, payoffs, strict=True)), "deal": found.named(point)}
                for point, payoffs in enumerate(self.told(found.payoffs).tolist())
            ],
            "solutions": {
                name: None if chosen is None else {"deal": dict(chosen.deal), "payoffs": self.told_of(chosen)}
                for name, chosen in self.agreed.solutions.items()
            },
        }

    @property
    def _space(self) -> Space:
        return self.linear.space

    @property
    def _trust(self) -> int:
        return TRUST_LEVELS.index(self.case.dynamics.trust)

    @property
    def _is_listable(self) -> bool:
        return can_be_listed(self.case)

    @property
    def _asks_enough_only(self) -> bool:
        """Whether a deal is acceptable if it is better for everybody than an acceptable one.

        That is so where all constraints that can fail ask a party to be worth enough, and no deal is a small step.
        """
        separable = [issue.separable for issue in self.case.issues.values()]
        small_steps = all(separable) if self.case.complete else any(separable)
        may_fail = [rule for rule in self.linear.beyond if not rule.always_holds]
        asks_worth = all(self.linear.least_worth(rule) is not None for rule in may_fail)
        return asks_worth and not small_steps and not self.linear.without_form

    def _chosen(self, options: IntArray) -> Chosen:
        worth = self._space.worth(options[None])[0].tolist()
        return Chosen(self._space.named(options), dict(zip(self._space.parties, worth, strict=True)))

    @cached_property
    def _broken_on_frontier(self) -> Violations:
        """Which constraints the points of the frontier violate."""
        on = self.linear.on.at(settlements_at(self.case, self.frontier.options))
        return violations(satisfied(on, c, self._trust, self.reservation) for c in constraints(on.parties))

    @property
    def _zone_on_frontier(self) -> BoolArray:
        """The points that are acceptable to all, (points,)."""
        return ~np.any(self._broken_on_frontier.words[:, 0], axis=0)

    @property
    def _frontier_tells_all(self) -> bool:
        """Whether solutions choose from the frontier alone, or there is nothing to choose."""
        zone = self._zone_on_frontier
        exact = self.frontier.epsilon == 0.0
        return exact and (not zone.any() or decides(self.frontier, self.reservation[0], zone))

    def _agreed_on_frontier(self) -> Agreed:
        """Whatever any deal satisfies some point of the frontier does."""
        zone = self._zone_on_frontier
        if not zone.any():
            names = [c.name for c in constraints(self.linear.on.parties)]
            return Agreed(0, dict.fromkeys(SOLUTIONS), diagnose(names, self._broken_on_frontier.masks()))
        chosen = {name: self._chosen(choose(self.frontier, self.reservation[0], zone, name)) for name in SOLUTIONS}
        return Agreed(self._counted, chosen, None)

    @property
    def _counted(self) -> int | None:
        """How many deals give everybody enough; None where that is not counted: with linkages, or with very many."""
        if self._space.links or self.settlements > LISTED_AT_MOST:
            return None
        # what `acceptable` compares with: not below it
        least = np.full(len(self._space.parties), -np.inf)
        for rule in self.linear.beyond:
            worth = None if rule.always_holds else self.linear.least_worth(rule)
            if worth is not None:
                i = self.linear.on.index(rule.constraint.party)
                least[i] = max(least[i], np.nextafter(worth - TOLERANCE, -np.inf))
        return self._space.count_above(least)

    def _agreed_by_search(self) -> Agreed:
        on = self.linear.on
        found = Search(on, self._trust, self.reservation).shortlist()
        if not len(found):
            return Agreed(0, dict.fromkeys(SOLUTIONS), diagnose_by_search(on, self._trust, self.reservation))
        return Agreed(None, self._choices(on.at(found), np.ones((1, len(found)), dtype=bool)), None)

    def _choices(self, on: Ground, zone: BoolArray) -> dict[str, Chosen | None]:
        rows = {name: int(solve(on, zone, self.reservation, name)[0]) for name in SOLUTIONS}
        return {
            name: None if row == NO_DEAL else self._chosen(on.settlements.options[row]) for name, row in rows.items()
        }

    def _agreed_on_list(self) -> Agreed:
        settlements = list_settlements(self.case)
        on = ground_at_start(self.case, MODES, settlements)
        zone = acceptable(on, [self.reservation], trusts=[self._trust])[0, 0]
        if not zone.any():
            deals = on.only(np.flatnonzero(settlements.is_deal))
            of_all = constraints(on.parties)
            broken = violations(satisfied(deals, c, self._trust, self.reservation) for c in of_all)
            return Agreed(0, dict.fromkeys(SOLUTIONS), diagnose([c.name for c in of_all], broken.masks()))
        return Agreed(int(zone.sum()), self._choices(on, zone), None)
