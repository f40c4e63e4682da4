"""The rules: what may happen in a month, event by event, and what states are worth (MODEL.md, sections 6.2 and 6.4).

To change how the conflict moves, change it here: each function below is one line of the specification. What the parties
do is in `actions`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

import numpy as np

from ripeness.arrays import BoolArray, FloatArray, IntArray
from ripeness.crisis.outlook import Outlook
from ripeness.crisis.states import COVERT, CRISIS, NO_BARGAIN, NO_CHANNEL, OPEN, STALEMATE, StateSpace
from ripeness.crisis.steps import Move, Step, exclusive

INCIDENT_BY_TRUST = (1.25, 1.0, 0.75)
PACE_BY_TRUST = (0.5, 1.0, 1.75)


P = ParamSpec("P")
T = TypeVar("T")


def once(make: Callable[Concatenate["Rules", P], T]) -> Callable[Concatenate["Rules", P], T]:
    """Makes a step once for all rules with the same outlook: it must read nothing of the prospects."""

    @wraps(make)
    def made(self: "Rules", *args: P.args, **kwargs: P.kwargs) -> T:
        return _kept(
            self.outlook.known,
            (make.__module__, make.__qualname__, id(self.space), *args),
            lambda: make(self, *args, **kwargs),
        )

    return made


def once_each(make: Callable[Concatenate["Rules", P], T]) -> Callable[Concatenate["Rules", P], T]:
    """Makes a step once for the rules that it is of."""

    @wraps(make)
    def made(self: "Rules", *args: P.args, **kwargs: P.kwargs) -> T:
        return _kept(self.known, (make.__module__, make.__qualname__, *args), lambda: make(self, *args, **kwargs))

    return made


def _kept(known: dict[tuple[object, ...], Any], key: tuple[object, ...], make: Callable[[], T]) -> T:
    if key not in known:
        known[key] = make()
    return known[key]


@dataclass(frozen=True)
class Prospects:
    """What talks can bring: which deals are to be had, and what the deals signed and settled are worth.

    `partial_open` and `wide_open` (draws, phases, trusts, leaderships); `still_acceptable` (draws, phases, trusts,
    leadership in office, leadership that signed); `signed_worth` (draws, parties, leadership that signed, leadership in
    office); `settled_worth` (draws, parties, leaderships). Phase 0 is before the earliest transition, 1 after it.
    """

    partial_open: BoolArray
    wide_open: BoolArray
    still_acceptable: BoolArray
    signed_worth: FloatArray
    settled_worth: FloatArray


@dataclass(frozen=True)
class Rules:
    """The rules of one case over its states."""

    space: StateSpace
    outlook: Outlook
    prospects: Prospects
    known: dict[tuple[object, ...], Any] = field(
        default_factory=dict[tuple[object, ...], Any], repr=False, compare=False
    )

    def rate(self, name: str) -> FloatArray:
        """A rate in each state, as each viewer believes it under the leadership of the state."""
        return self.outlook.rates[name][:, :, self.space.leadership]

    def _by_trust(self, factors: tuple[float, ...]) -> FloatArray:
        effect = self.rate("trust_effect")
        return np.array(factors)[self.space.trust] ** effect

    def chance(self, condition: BoolArray, chance: FloatArray) -> FloatArray:
        """A chance in the live states that meet a condition and none in others, (draws, viewers, states)."""
        viewers = len(self.outlook.case.parties) + 1
        shape = (self.outlook.values.n, viewers, len(self.space))
        return np.broadcast_to(np.where(self.space.is_live & condition, chance, 0.0), shape)

    def ending(self, outcome: int) -> IntArray:
        """Where each state leads when it ends in an outcome; what has ended stays."""
        return np.where(self.space.is_live, outcome, np.arange(len(self.space)))

    # --- events of a month, in their order ---

    def events(self, arriving: tuple[int, ...], phase: int) -> list[Step]:
        """The events of a month in which the transitions `arriving` are due, in the order of section 6.4."""
        of_talks = [self.talks(phase), self.leak(), self.bargain(phase)] if self.space.has_talks else []
        return [
            *(self.leadership(bit) for bit in arriving),
            *self.triggers(),
            self.incident(),
            self.misreading(),
            *of_talks,
            self.subsiding(),
        ]

    @once
    def leadership(self, bit: int) -> Step:
        """6.4, 1: a transition brings its successor, unless it has."""
        s = self.space
        chance = self.outlook.transitions[:, :, s.leadership, bit]
        to_come: BoolArray = (s.leadership >> bit) % 2 == 0
        return exclusive([Move(s.moved(leadership=s.leadership | 1 << bit), self.chance(to_come, chance))])

    @once
    def triggers(self) -> list[Step]:
        """6.4, 2: events elsewhere, in the file's order; their rates are the analyst's for everybody."""
        s, values = self.space, self.outlook.values
        steps: list[Step] = []
        for trigger in self.outlook.case.dynamics.triggers.values():
            rate = values(trigger.rate)[:, None, None]
            at_once = self.rate("trigger_war") if trigger.war is None else values(trigger.war)[:, None, None]
            steps.append(
                exclusive(
                    [
                        Move(self.ending(s.war("trigger")), self.chance(s.tension >= STALEMATE, rate * at_once)),
                        Move(s.moved(tension=CRISIS), self.chance(s.tension == STALEMATE, rate * (1.0 - at_once))),
                    ]
                )
            )
        return steps

    @once
    def incident(self) -> Step:
        """6.4, 3: an incident turns a stalemate into a crisis."""
        s = self.space
        calm = np.where(s.bargain != NO_BARGAIN, self.rate("partial_calm"), 1.0)
        chance = self.rate("incident") * self._by_trust(INCIDENT_BY_TRUST) * calm
        return exclusive([Move(s.moved(tension=CRISIS), self.chance(s.tension == STALEMATE, chance))])

    @once
    def misreading(self) -> Step:
        """6.4, 4: a crisis turns into war by miscommunication, less so where a channel is open."""
        s = self.space
        clarity = np.where(s.channel == COVERT, self.rate("covert_clarity"), 1.0)
        clarity = np.where(s.channel == OPEN, self.rate("open_clarity"), clarity)
        chance = self.rate("misreading") * clarity
        return exclusive([Move(self.ending(s.war("miscommunication")), self.chance(s.tension == CRISIS, chance))])

    @once_each
    def talks(self, phase: int) -> Step:
        """6.4, 5: talks strike a partial bargain, or reach a settlement."""
        s, open_deals = self.space, self.prospects
        pace = self._by_trust(PACE_BY_TRUST) * np.where(s.tension == CRISIS, self.rate("crisis_pace"), 1.0)
        pace = pace * np.where(s.leadership != 0, self.rate("successor_pace"), 1.0)
        quiet = np.where(s.channel == COVERT, self.rate("covert_pace"), 1.0)
        direct = np.where(s.bargain == NO_BARGAIN, self.rate("direct_pace"), 1.0)
        partial = open_deals.partial_open[:, phase, s.trust, s.leadership][:, None]
        wide = open_deals.wide_open[:, phase, s.trust, s.leadership][:, None]
        free = s.bargain == NO_BARGAIN
        signing = self.chance((s.channel != NO_CHANNEL) & free, partial * self.rate("partial_rate") * pace * quiet)
        talking = (s.channel == OPEN) | (~free & (s.channel == COVERT))
        settling = self.chance(
            talking,
            wide * self.rate("settlement_rate") * pace * direct,
        )
        return exclusive(
            [
                Move(s.moved(bargain=s.leadership, trust=s.trust_up), signing),
                Move(np.where(s.is_live, s.settled(0) + s.leadership, np.arange(len(s))), settling),
            ]
        )

    @once
    def leak(self) -> Step:
        """6.4, 6: a covert channel leaks: it ends, trust falls, and each party pays."""
        s = self.space
        chance = self.chance(s.channel == COVERT, self.rate("leak"))
        cost = self.outlook.costs["leak_cost"][:, :, s.leadership]
        return exclusive([Move(s.moved(channel=NO_CHANNEL, trust=s.trust_down), chance)], chance[:, :-1] * cost)

    @once_each
    def bargain(self, phase: int) -> Step:
        """6.4, 7: a bargain erodes, or is kept and raises trust."""
        s = self.space
        signed = np.maximum(s.bargain, 0)
        kept = self.prospects.still_acceptable[:, phase, s.trust, s.leadership, signed][:, None]
        expected = self.outlook.values.stack(p.expects for p in self.outlook.case.parties.values() if p.signatory)
        gap = (expected.max(axis=1) - expected.min(axis=1))[:, None, None]
        erosion = (self.rate("erosion") + self.rate("expectation_erosion") * gap) * (1.0 - self.rate("guarantee"))
        erosion = np.clip(erosion * np.where(kept, 1.0, self.rate("breach")), 0.0, 1.0)
        in_force = s.bargain != NO_BARGAIN
        return exclusive(
            [
                Move(s.moved(bargain=NO_BARGAIN, trust=s.trust_down), self.chance(in_force, erosion)),
                Move(s.moved(trust=s.trust_up), self.chance(in_force, (1.0 - erosion) * self.rate("kept_promise"))),
            ]
        )

    @once
    def subsiding(self) -> Step:
        """6.4, 8: a crisis subsides by itself."""
        s = self.space
        return exclusive([Move(s.moved(tension=STALEMATE), self.chance(s.tension == CRISIS, self.rate("subside")))])

    # --- flows ---

    @cached_property
    def flows(self) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Per year and (draws, parties, states): what does not change, its change per year, what a crisis takes."""
        s, view = self.space, self.outlook
        free = s.is_live & (s.bargain == NO_BARGAIN)
        bargain = self.prospects.signed_worth[:, :, np.maximum(s.bargain, 0), s.leadership]
        crisis = s.is_live & (s.tension == CRISIS)
        return (
            np.where(s.is_live & ~free, bargain, 0.0),
            np.where(free, view.trend[:, :, s.leadership], 0.0),
            np.where(crisis, view.costs["crisis_cost"][:, :, s.leadership], 0.0),
        )

    def flow(self, month: int, calm: bool = False) -> FloatArray:
        """Flow per year of each party in each live state, (draws, parties, states), at a month.

        `calm` leaves out what a crisis costs, as after the last computed month.
        """
        bargain, trend, crisis = self.flows
        flow = bargain + trend * (month / 12.0)
        return flow if calm else flow - crisis

    def outcomes(self, capitulation: FloatArray) -> FloatArray:
        """Value of each outcome for good, (draws, parties, states); zero in live states."""
        s, view = self.space, self.outlook
        flow = np.zeros((view.values.n, len(view.case.parties), len(s)))
        for leadership in range(s.leaderships):
            flow[:, :, s.settled(leadership)] = self.prospects.settled_worth[:, :, leadership]
        for path in ("intention", "miscalculation", "miscommunication", "trigger"):
            flow[:, :, s.war(path)] = view.war
        for j in s.signatories:
            for m in s.signatories:
                flow[:, :, s.capitulation(j, m)] = capitulation[:, j, m]
        return view.for_good(flow)
