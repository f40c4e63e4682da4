"""The rules: what may happen in a month, event by event, and what states are worth (MODEL.md, sections 6.2, 6.4, 6.7).

To change how the conflict moves, change it here: each function below is one line of the specification. What the parties
do is in `actions`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import wraps
from typing import ClassVar, Concatenate, ParamSpec, TypeVar

import numpy as np

from ripeness.arrays import BoolArray, FloatArray, IntArray
from ripeness.case.model import Circumstance, Trigger
from ripeness.crisis.outlook import Outlook
from ripeness.crisis.states import (
    COVERT,
    CRISIS,
    LOW_TRUST,
    MID_TRUST,
    NO_BARGAIN,
    NO_CHANNEL,
    OPEN,
    SETTLED,
    STALEMATE,
    STEP,
    WAR,
    StateSpace,
)
from ripeness.crisis.steps import Move, Step, exclusive
from ripeness.settlements.memo import Itself, Memo

INCIDENT_BY_TRUST = (1.25, 1.0, 0.75)
PACE_BY_TRUST = (0.5, 1.0, 1.75)

# When a trigger may happen: all circumstances that it names must hold. A settlement counts as a bargain without talks.
CIRCUMSTANCES: dict[Circumstance, Callable[[StateSpace], BoolArray]] = {
    "stalemate": lambda s: s.in_stalemate,
    "crisis": lambda s: s.in_crisis,
    "talks": lambda s: s.moves_on & (s.channel != NO_CHANNEL),
    "no-talks": lambda s: (s.moves_on & (s.channel == NO_CHANNEL)) | s.is_settled,
    "bargain": lambda s: s.with_step | s.with_signed | s.is_settled,
    "no-bargain": lambda s: s.moves_on & (s.bargain == NO_BARGAIN),
}

P = ParamSpec("P")
T = TypeVar("T")


def once(make: Callable[Concatenate["Rules", P], T]) -> Callable[Concatenate["Rules", P], T]:
    """Makes a step once for all rules that see alike what it reads of outlook and prospects; of nothing else it reads.

    The game of another posture takes the same step, although other rates and deals may be other ones.
    """

    @wraps(make)
    def made(self: "Rules", *args: P.args, **kwargs: P.kwargs) -> T:
        def of_these(outlook: Outlook, prospects: Prospects) -> T:
            return make(replace(self, outlook=outlook, prospects=prospects), *args, **kwargs)

        part = (make.__module__, make.__qualname__, Itself(self.space), *args, *sorted(kwargs.items()))
        return self.memo.read(part, of_these, self.outlook.values, self.outlook, self.prospects)

    return made


@dataclass(frozen=True)
class Effects:
    """Factors on one rate while a deal is in force: `step` (draws,), `signed` and `settled` (draws, signers)."""

    step: FloatArray
    signed: FloatArray
    settled: FloatArray
    is_read_by_parts: ClassVar[bool] = True


@dataclass(frozen=True)
class Prospects:
    """What talks can bring: which deals are to be had, and what those in force are worth and do.

    `step_open`, `partial_open` and `wide_open` (draws, phases, trusts, leaderships) say whether the step, a partial and
    a wide deal are acceptable; `step_worth` (draws, parties, leadership in office); `signed_worth` and `settled_worth`
    (draws, parties, leadership that signed, leadership in office). `signed_acceptable` (draws, phases, trusts,
    leadership in office, leadership that signed), `settled_acceptable` the same without trusts. Phase 0 is before the
    earliest transition, 1 after it. `has_step` (draws,) and `has_signed` (draws, leaderships) say whether there is a
    step, or a partial deal, that anybody would ever sign. `effects` are factors on rates, and on triggers as
    `triggers.NAME`.
    """

    step_open: BoolArray
    partial_open: BoolArray
    wide_open: BoolArray
    signed_acceptable: BoolArray
    settled_acceptable: BoolArray
    step_worth: FloatArray
    signed_worth: FloatArray
    settled_worth: FloatArray
    has_step: BoolArray
    has_signed: BoolArray
    effects: Mapping[str, Effects] = field(default_factory=dict[str, Effects])
    is_read_by_parts: ClassVar[bool] = True


@dataclass(frozen=True)
class Rules:
    """The rules of one case over its states; rules with the same `memo` share the steps that are the same."""

    space: StateSpace
    outlook: Outlook
    prospects: Prospects
    memo: Memo = field(default_factory=Memo, repr=False, compare=False)

    def rate(self, name: str) -> FloatArray:
        """A rate in each state, as each viewer believes it under the leadership of the state, by what is in force."""
        believed = self.outlook.rates[name][:, :, self.space.leadership]
        return believed if name not in self.prospects.effects else believed * self.effect(name)

    @once
    def effect(self, name: str) -> FloatArray:
        """The factor of what is in force on a rate or trigger, (draws, 1, states).

        Of a settlement's factors only those on its lapse and on triggers count, for all else has ended with it.
        """
        s, of = self.space, self.prospects.effects[name]
        factor = np.ones((self.outlook.values.n, len(s)))
        factor[:, s.with_step] = of.step[:, None]
        factor[:, s.with_signed] = of.signed[:, s.bargain[s.with_signed]]
        if name == "lapse" or name.startswith("triggers."):
            factor[:, s.is_settled] = of.settled[:, s.bargain[s.is_settled]]
        return factor[:, None]

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

    # --- war, and what keeps from it ---

    def outbreak(self, path: str, chance: FloatArray) -> Move:
        """War by a path; see `exclusive`."""
        return Move(self.ending(self.space.war(path)), chance, {"war": f"war.{path}"})

    def exclusive(self, moves: Sequence[Move], cost: FloatArray | None = None) -> Step:
        """A step of moves that exclude each other; a war that is not decided at once goes on (6.7)."""
        step = exclusive(moves, cost)
        if not self.space.war_goes_on:
            return step
        decided, s = self.rate("war_decided"), self.space
        going_on = s.moved(tension=WAR, channel=NO_CHANNEL, bargain=NO_BARGAIN, trust=LOW_TRUST)
        parts: list[Move] = []
        for move in step.moves:
            if "war" not in move.reaches:
                parts.append(move)
                continue
            parts.append(Move(move.target, move.chance * decided, move.reaches))
            parts.append(Move(going_on, move.chance * (1.0 - decided), move.reaches))
        return Step(tuple(parts), step.cost)

    @once
    def talks_calm(self) -> FloatArray:
        """The factor of talks in any channel on ways into a crisis and on miscalculation."""
        return np.where(self.space.channel != NO_CHANNEL, self.rate("talks_calm"), 1.0)

    @once
    def calm(self) -> FloatArray:
        """The factor of talks and of what is in force on ways into a crisis, and on triggers."""
        s = self.space
        kept = np.where(s.with_step, self.rate("step_calm"), 1.0)
        kept = np.where(s.with_signed, self.rate("partial_calm"), kept)
        return np.where(s.moves_on, self.talks_calm() * kept, 1.0)

    @once
    def relief(self) -> FloatArray:
        """The factor of talks on ways out of a crisis."""
        return 1.0 / self.talks_calm()

    # --- events of a month, in their order ---

    def events(self, arriving: tuple[int, ...], phase: int) -> list[Step]:
        """The events of a month in which the transitions `arriving` are due, in the order of section 6.4."""
        s = self.space
        of_talks = [self.opening(phase), self.talks(phase), self.leak(), self.in_force(phase)] if s.has_talks else []
        return [
            *(self.leadership(bit) for bit in arriving),
            *([self.end_of_war()] if s.war_goes_on else []),
            *(self.trigger(name, trigger) for name, trigger in self.outlook.case.dynamics.triggers.items()),
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
    def end_of_war(self) -> Step:
        """6.7: a war that goes on is decided, or halted by a ceasefire."""
        s = self.space
        in_talks = np.where(s.channel != NO_CHANNEL, self.rate("talks_ceasefire"), 1.0)
        return exclusive(
            [
                Move(self.ending(s.decided), self.chance(s.at_war, self.rate("war_decided"))),
                Move(
                    s.moved(tension=STALEMATE),
                    self.chance(s.at_war, self.rate("ceasefire") * in_talks),
                    {"ceasefire": "ceasefire"},
                ),
            ]
        )

    def trigger(self, name: str, trigger: Trigger) -> Step:
        """6.4, 2: an event elsewhere; its rate and what calms it are the analyst's for everybody."""
        return self._trigger(name, trigger.during)

    @once
    def _trigger(self, name: str, during: tuple[Circumstance, ...]) -> Step:
        s, values = self.space, self.outlook.values
        trigger = self.outlook.case.dynamics.triggers[name]
        rate = values(trigger.rate)[:, None, None] * self.calm()[:, -1:]
        if f"triggers.{name}" in self.prospects.effects:
            rate = rate * self.effect(f"triggers.{name}")
        reached = s.moves_on | (s.is_settled if "bargain" in during else False)
        for circumstance in during:
            reached = reached & CIRCUMSTANCES[circumstance](s)
        at_once = self.rate("trigger_war") if trigger.war is None else values(trigger.war)[:, None, None]
        collapse = values(trigger.collapse)[:, None, None]
        collapsed = s.moved(
            tension=np.where(s.is_settled, STALEMATE, s.tension),
            channel=NO_CHANNEL,
            bargain=NO_BARGAIN,
            trust=LOW_TRUST,
        )
        rest = rate * (1.0 - at_once)
        return self.exclusive(
            [
                self.outbreak("trigger", self.chance(reached, rate * at_once)),
                Move(collapsed, self.chance(reached, rest * collapse)),
                # in a crisis or a settlement this part happens like the others, and changes nothing
                Move(
                    np.where(s.in_stalemate, s.moved(tension=CRISIS), np.arange(len(s))),
                    self.chance(reached, rest * (1.0 - collapse)),
                ),
            ]
        )

    @once
    def incident(self) -> Step:
        """6.4, 3: an incident turns a stalemate into a crisis."""
        s = self.space
        chance = self.rate("incident") * self._by_trust(INCIDENT_BY_TRUST) * self.calm()
        return exclusive([Move(s.moved(tension=CRISIS), self.chance(s.in_stalemate, chance))])

    @once
    def misreading(self) -> Step:
        """6.4, 4: a crisis turns into war by miscommunication, less so where a channel is open."""
        s = self.space
        clarity = np.where(s.channel == COVERT, self.rate("covert_clarity"), 1.0)
        clarity = np.where(s.channel == OPEN, self.rate("open_clarity"), clarity)
        return self.exclusive(
            [self.outbreak("miscommunication", self.chance(s.in_crisis, self.rate("misreading") * clarity))]
        )

    @once
    def opening(self, phase: int) -> Step:
        """6.5: an opening, where event 5 finds a channel and a partial or wide deal; it moves nothing."""
        s, deals = self.space, self.prospects
        deal = (deals.partial_open | deals.wide_open)[:, phase, s.trust, s.leadership][:, None]
        found = self.chance((s.moves_on | s.at_war) & (s.channel != NO_CHANNEL), deal.astype(float))
        return Step((Move(np.arange(len(s)), found, {"opening": "opening"}),) if found.any() else ())

    @once
    def talks(self, phase: int) -> Step:
        """6.4, 5: talks agree on a step, sign a bargain or renew one, or reach a settlement; these two end a war."""
        s, deals = self.space, self.prospects
        pace = self._by_trust(PACE_BY_TRUST) * np.where(s.in_crisis, self.rate("crisis_pace"), 1.0)
        pace = pace * np.where(s.at_war, self.rate("war_pace"), 1.0)
        pace = pace * np.where(s.leadership != 0, self.rate("successor_pace"), 1.0)
        quiet = np.where(s.channel == COVERT, self.rate("covert_pace"), 1.0)
        direct = np.where(s.with_signed, 1.0, self.rate("direct_pace"))
        step, partial, wide = (
            of[:, phase, s.trust, s.leadership][:, None]
            for of in (deals.step_open, deals.partial_open, deals.wide_open)
        )
        talking = (s.moves_on | s.at_war) & (s.channel != NO_CHANNEL)
        of_others = s.with_signed & (s.bargain != s.leadership)
        trust = np.where(s.at_war, MID_TRUST, np.where(s.with_signed, s.trust, s.trust_up))
        settled = s.moved(tension=SETTLED, channel=NO_CHANNEL, bargain=s.leadership, trust=LOW_TRUST)
        return exclusive(
            [
                Move(
                    s.moved(bargain=STEP),
                    self.chance(talking & s.moves_on & (s.bargain == NO_BARGAIN), step * self.rate("step_rate") * pace),
                    {"step": "step"},
                ),
                Move(
                    s.moved(tension=STALEMATE, bargain=s.leadership, trust=trust),
                    self.chance(
                        talking & (~s.with_signed | of_others), partial * self.rate("partial_rate") * pace * quiet
                    ),
                    {"opening": "opening", "bargain": "bargain", "deal": "deal"},
                ),
                Move(
                    settled,
                    self.chance(
                        talking & (s.with_signed | (s.channel == OPEN)),
                        wide * self.rate("settlement_rate") * pace * direct,
                    ),
                    {"opening": "opening", "settled": "settled", "deal": "deal"},
                ),
            ]
        )

    @once
    def leak(self) -> Step:
        """6.4, 6: a covert channel leaks: it ends, trust falls, and each party pays."""
        s = self.space
        chance = self.chance(s.channel == COVERT, self.rate("leak"))
        cost = self.outlook.costs["leak_cost"][:, :, s.leadership]
        return exclusive([Move(s.moved(channel=NO_CHANNEL, trust=s.trust_down), chance)], chance[:, :-1] * cost)

    @once
    def in_force(self, phase: int) -> Step:
        """6.4, 7: a step or bargain erodes, or is kept and raises trust; a settlement lapses."""
        s, deals = self.space, self.prospects
        signer, is_settled = np.maximum(s.bargain, 0), s.is_settled
        kept = np.where(
            s.bargain == STEP,
            deals.step_open[:, phase, s.trust, s.leadership],
            deals.signed_acceptable[:, phase, s.trust, s.leadership, signer],
        )
        kept = np.where(is_settled, deals.settled_acceptable[:, phase, s.leadership, signer], kept)[:, None]
        expected = self.outlook.values.stack(p.expects for p in self.outlook.case.parties.values() if p.signatory)
        gap = (expected.max(axis=1) - expected.min(axis=1))[:, None, None]
        faith = (1.0 - self.rate("guarantee")) * np.where(kept, 1.0, self.rate("breach"))
        erosion = self.rate("erosion") + np.where(s.with_signed, self.rate("expectation_erosion") * gap, 0.0)
        erosion = np.clip(erosion * faith, 0.0, 1.0)
        lapsed = s.moved(tension=STALEMATE, channel=NO_CHANNEL, bargain=NO_BARGAIN, trust=LOW_TRUST)
        in_force = s.with_step | s.with_signed
        return exclusive(
            [
                Move(
                    np.where(is_settled, lapsed, s.moved(bargain=NO_BARGAIN, trust=s.trust_down)),
                    self.chance(in_force | is_settled, np.where(is_settled, self.rate("lapse") * faith, erosion)),
                ),
                Move(s.moved(trust=s.trust_up), self.chance(in_force, (1.0 - erosion) * self.rate("kept_promise"))),
            ]
        )

    @once
    def subsiding(self) -> Step:
        """6.4, 8: a crisis subsides by itself."""
        s = self.space
        chance = self.chance(s.in_crisis, self.rate("subside") * self.relief())
        return exclusive([Move(s.moved(tension=STALEMATE), chance)])

    # --- flows ---

    @once
    def flows(self) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Per year and (draws, parties, states): what does not change, its change per year, what a crisis takes."""
        s, view, deals = self.space, self.outlook, self.prospects
        signer = np.maximum(s.bargain, 0)
        in_force = np.where(s.with_step, deals.step_worth[:, :, s.leadership], 0.0)
        in_force = np.where(s.with_signed, deals.signed_worth[:, :, signer, s.leadership], in_force)
        in_force = np.where(s.is_settled, deals.settled_worth[:, :, signer, s.leadership], in_force)
        in_force = np.where(s.at_war, -view.fighting[:, :, None], in_force)
        return (
            in_force,
            np.where(s.moves_on & ~s.with_signed, view.trend[:, :, s.leadership], 0.0),
            np.where(s.in_crisis, view.costs["crisis_cost"][:, :, s.leadership], 0.0),
        )

    def flow(self, month: int, calm: bool = False) -> FloatArray:
        """Flow per year of each party in each live state, (draws, parties, states), at a month.

        `calm` leaves out what a crisis costs, as after the last computed month.
        """
        bargain, trend, crisis = self.flows()
        flow = bargain + trend * (month / 12.0)
        return flow if calm else flow - crisis

    def outcomes(self, capitulation: FloatArray, month: int) -> FloatArray:
        """Value of each outcome of a month for good, (draws, parties, states); zero in live states."""
        s, view = self.space, self.outlook
        flow = np.zeros((view.values.n, len(view.case.parties), len(s)))
        for war in s.wars:
            flow[:, :, war] = view.war_flows(month)
        for j in s.signatories:
            for m in s.signatories:
                flow[:, :, s.capitulation(j, m)] = capitulation[:, j, m]
        return view.for_good(flow)
