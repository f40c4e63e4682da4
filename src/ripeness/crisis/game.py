"""The crisis game: solved backward for its one equilibrium, followed forward exactly (MODEL.md, section 6)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np

from ripeness.arrays import FloatArray, IntArray
from ripeness.case.leadership import earliest_transition
from ripeness.case.model import TRUST_LEVELS, ActionName, Case, Posture
from ripeness.crisis.actions import ACTIONS, WAIT, Action, Conduct, conduct, in_months, leanings, leanings_to_accept
from ripeness.crisis.rules import Rules
from ripeness.crisis.states import CHANNELS, NO_BARGAIN, NO_CHANNEL, STALEMATE, STEP, TENSIONS, StateSpace
from ripeness.crisis.steps import Step, Watch

BEYOND_HORIZON_MONTHS = 24


@dataclass(frozen=True, eq=False)
class Way:
    """An action as one signatory takes it, or several alike.

    `steps`, once all have accepted where it needs consent; what it costs whoever takes it, and each other signatory
    once all have accepted, (draws, parties, states), if anything.
    """

    name: ActionName
    steps: tuple[Step, ...]
    needs_consent: bool
    mover_pays: FloatArray | None
    others_pay: FloatArray | None

    def expect(self, value: FloatArray) -> FloatArray:
        """Value before the steps from value after them."""
        for step in reversed(self.steps):
            value = step.expect(value)
        return value

    def push(self, mass: FloatArray, watch: Watch | None = None) -> FloatArray:
        """Probabilities after the steps from those before them; with a watch, the first axis is its passes."""
        for step in self.steps:
            mass = step.push(mass, watch)
        return mass


@dataclass(frozen=True)
class Play:
    """What the signatories do in one month.

    `chosen` (draws, signatories, actions, states), closed and barred actions counted as waiting; `agreed` by action
    that needs consent (draws, signatories, states): all others accept it of this signatory, 0 where it never may.
    """

    chosen: FloatArray
    agreed: Mapping[ActionName, FloatArray]


@dataclass(frozen=True)
class Equilibrium:
    """Values at month 0, (draws, parties, states), and what is played in each month asked for."""

    value: FloatArray
    plays: tuple[Play, ...]


class CrisisGame:
    """One case's game under one posture; `months` are computed.

    `case` says where and when it starts; rules may be those of another that moves alike.
    """

    def __init__(self, case: Case, rules: Rules, capitulation: FloatArray, posture: Posture, months: int) -> None:
        self.case = case
        self.rules = rules
        self.posture = posture
        self.months = months
        self.capitulation = capitulation
        self.ways = _ways(rules)
        self._events: dict[tuple[tuple[int, ...], int], list[Step]] = {}
        self._conducts: dict[bool, list[tuple[int, int, Conduct]]] = {}

    @property
    def space(self) -> StateSpace:
        """The states."""
        return self.rules.space

    @cached_property
    def turn(self) -> FloatArray:
        """How likely each signatory is the one to move, (draws, signatories)."""
        weights = self.rules.outlook.initiative[:, list(self.space.signatories)]
        return weights / weights.sum(axis=1, keepdims=True)

    def events(self, month: int) -> list[Step]:
        """The events of a month."""
        arriving = tuple(b for b, t in enumerate(self.case.transitions) if self.case.transition_month(t) == month)
        phase = phase_of(self.case, month)
        if (arriving, phase) not in self._events:
            self._events[arriving, phase] = self.rules.events(arriving, phase)
        return self._events[arriving, phase]

    def conducts(self, month: int) -> list[tuple[int, int, Conduct]]:
        """Each signatory: its place among them, among the parties, and what it may do."""
        applies = in_months(self.posture, month)
        if applies not in self._conducts:
            names = list(self.case.parties)
            self._conducts[applies] = [
                (place, m, conduct(self.case, self.posture if applies else None, self.space, names[m]))
                for place, m in enumerate(self.space.signatories)
            ]
        return self._conducts[applies]

    @cached_property
    def sharpness(self) -> FloatArray:
        """Precision per flow, (draws, parties, 1): so that patience does not act as precision."""
        view = self.rules.outlook
        return (view.precision * 12.0 * (1.0 - view.discount))[:, :, None]

    @cached_property
    def leanings(self) -> FloatArray:
        """The weights of each party's actions, (draws, parties, actions)."""
        return leanings(self.rules.outlook)

    @cached_property
    def leaning_to_accept(self) -> FloatArray:
        """The weight of each party's accepting, (draws, parties)."""
        return leanings_to_accept(self.rules.outlook)

    # --- backward ---

    def solve(self, keep_months: int = 0) -> Equilibrium:
        """Backward induction; what is played is kept for the first `keep_months` months."""
        view = self.rules.outlook
        value = view.for_good(self.rules.flow(self.months, calm=True))
        plays: list[Play] = []
        for month in reversed(range(self.months)):
            # a war that begins in this month is worth what the power of this month makes it
            after = np.where(self.space.is_live, value, self.rules.outcomes(self.capitulation, month))
            for step in reversed(self.events(month)):
                after = step.expect(after)
            play, expected = self._month(after, month)
            flow = self.rules.flow(month) / 12.0
            value = flow + view.discount[:, :, None] * expected
            if month < keep_months:
                plays.append(play)
        return Equilibrium(value, tuple(reversed(plays)))

    def _month(self, after: FloatArray, month: int) -> tuple[Play, FloatArray]:
        """What is played, and each party's value before it, from the value before the events of the month."""

        @cache
        def led(way: Way) -> FloatArray:
            return way.expect(after)

        @cache
        def accepting(way: Way) -> FloatArray:
            return self._accepting(way, led(way) - after)

        expected = np.zeros_like(after)
        chosen: list[FloatArray] = []
        agreed: dict[ActionName, FloatArray] = {
            way.name: np.zeros(self._by_signatory) for way in self.ways[0] if way.needs_consent
        }
        for place, m, may in self.conducts(month):
            worth = np.repeat(after[:, :, None], len(ACTIONS), axis=2)
            for a, way in enumerate(self.ways[place]):
                if not may.somewhere[a]:
                    continue
                if way.needs_consent:
                    consent = agreed[way.name][:, place] = np.delete(accepting(way), place, axis=1).prod(axis=1)
                    worth[:, :, a] = self._offered(way, m, after, led(way), consent)
                else:
                    worth[:, :, a] = led(way)
                if way.mover_pays is not None:
                    worth[:, m, a] -= way.mover_pays[:, m]
            probabilities = self._choice(worth[:, m], m, may)
            chosen.append(probabilities)
            drawn = (probabilities[:, None] * worth).sum(axis=2)
            expected += self.turn[:, place, None, None] * drawn
        return Play(np.stack(chosen, axis=1), agreed), expected

    @property
    def _by_signatory(self) -> tuple[int, int, int]:
        return self.rules.outlook.values.n, len(self.space.signatories), len(self.space)

    def _accepting(self, way: Way, gain: FloatArray) -> FloatArray:
        """How likely each signatory accepts what leads to this gain, (draws, signatories, states)."""
        surplus = gain if way.others_pay is None else gain - way.others_pay
        return _accepts(self.sharpness * surplus, self.leaning_to_accept[:, :, None])[:, list(self.space.signatories)]

    def _offered(self, way: Way, m: int, before: FloatArray, led: FloatArray, consent: FloatArray) -> FloatArray:
        """What an offer is worth to each party, (draws, parties, states), `led` being what it is once all accept."""
        worth = before + consent[:, None] * (led - before)
        if way.others_pay is not None:
            for j in self.space.signatories:
                if j != m:
                    worth[:, j] -= consent * way.others_pay[:, j]
        return worth

    def _choice(self, worth: FloatArray, m: int, may: Conduct) -> FloatArray:
        """Logit choice, or the policy; what is closed or barred acts as waiting and keeps its place."""
        if may.policy is None:
            worth = np.where(may.is_open, worth, worth[:, WAIT, None])
            weights = self.leanings[:, m, :, None]
            exponent = self.sharpness[:, m, None] * worth
            # an action of no weight is never taken, however good, and must not decide what the others are set against
            top = np.where(weights > 0.0, exponent, -np.inf).max(axis=1, keepdims=True)
            odds = np.where(weights > 0.0, weights * np.exp(np.minimum(exponent - top, 0.0)), 0.0)
            drawn = odds / odds.sum(axis=1, keepdims=True)
        else:
            drawn = np.broadcast_to(may.policy[:, None], worth.shape)
        chosen = np.where(may.is_open, drawn, 0.0)
        chosen[:, WAIT] += np.where(may.is_open, 0.0, drawn).sum(axis=1)
        return chosen

    # --- forward ---

    def act(self, mass: FloatArray, play: Play, watch: Watch | None = None) -> FloatArray:
        """Probabilities after the actions of a month, (..., draws, states), by the analyst's chances.

        With a watch, the first axis is its passes.
        """
        after = np.where(self.space.is_live, 0.0, mass)
        for _, way, going, staying in self.taken(mass, play):
            if staying is not None:
                after += staying
            after += way.push(going, watch)
        return after

    def taken(self, mass: FloatArray, play: Play) -> Iterator[tuple[int, Way, FloatArray, FloatArray | None]]:
        """Each signatory's place, each way that it may take, and the probabilities that take it, (..., draws, states).

        Last those that stay where they are, since not all others have accepted, where a way needs consent.
        """
        live = np.where(self.space.is_live, mass, 0.0)
        for place in range(len(self.space.signatories)):
            share = self.turn[:, place, None] * live
            for a, way in enumerate(self.ways[place]):
                taken = share * play.chosen[:, place, a]
                if way.needs_consent:
                    going = taken * play.agreed[way.name][:, place]
                    yield place, way, going, taken - going
                else:
                    yield place, way, taken, None


def _ways(rules: Rules) -> list[list[Way]]:
    """The ways of each signatory, in the order of the table; those that are the same whoever moves are one."""
    known: dict[tuple[ActionName, tuple[Step, ...]], Way] = {}

    def way(name: ActionName, action: Action, mover: int) -> Way:
        steps = tuple(action.steps(rules, mover))
        pays = [None if charge is None else charge(rules) for charge in (action.mover_pays, action.others_pay)]
        return known.setdefault((name, steps), Way(name, steps, action.needs_consent, *pays))

    return [[way(name, action, m) for name, action in ACTIONS.items()] for m in rules.space.signatories]


def phase_of(case: Case, month: int) -> int:
    """0 before the earliest transition, 1 in its month and later."""
    earliest = earliest_transition(case)
    return int(earliest is not None and month >= earliest[1])


def start_state(case: Case, space: StateSpace, leadership: int = 0, at_rest: bool = False) -> int:
    """The state of a case at month 0, if no deal is in force.

    `at_rest` in a stalemate without a channel, whatever the case says; in a war without a channel where it is in one.
    """
    dynamics = case.dynamics
    tension = STALEMATE if at_rest and dynamics.tension != "war" else TENSIONS.index(dynamics.tension)
    channel = NO_CHANNEL if at_rest else CHANNELS.index(dynamics.channel)
    return space.at(tension, channel, NO_BARGAIN, TRUST_LEVELS.index(dynamics.trust), leadership)


def start_states(game: "CrisisGame") -> IntArray:
    """The state of each draw at month 0, (draws,); without the deal that the case starts with where there is none."""
    case, space, prospects = game.case, game.space, game.rules.prospects
    dynamics, n = case.dynamics, game.rules.outlook.values.n
    silent = game.posture.talks is not None and in_months(game.posture, 0)
    tension = TENSIONS.index(dynamics.tension)
    channel = NO_CHANNEL if silent else CHANNELS.index(dynamics.channel)
    trust = TRUST_LEVELS.index(dynamics.trust)
    without = space.at(tension, channel, NO_BARGAIN, trust, 0)
    if dynamics.bargain == "none":
        return np.full(n, without)
    in_force = STEP if dynamics.bargain == "step" else 0
    exists = prospects.has_step if in_force == STEP else prospects.has_signed[:, 0]
    return np.where(exists, space.at(tension, channel, in_force, trust, 0), without)


def _accepts(x: FloatArray, weight: FloatArray) -> FloatArray:
    """How likely is what has the odds weight · exp(x) to 1."""
    # both branches stay finite: exp of minus an absolute value
    decayed = np.exp(-np.abs(x))
    return np.where(x >= 0, weight / (weight + decayed), weight * decayed / (1.0 + weight * decayed))
