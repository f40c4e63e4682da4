"""The crisis game: solved backward for its one equilibrium, followed forward exactly (MODEL.md, section 6)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ripeness.case.leadership import earliest_transition
from ripeness.case.model import TRUST_LEVELS, Case, Posture
from ripeness.case.values import FloatArray, IntArray
from ripeness.crisis.actions import ACTIONS, Conduct, conduct, in_months
from ripeness.crisis.rules import Rules
from ripeness.crisis.states import (
    CHANNELS,
    COVERT,
    NO_BARGAIN,
    NO_CHANNEL,
    OPEN,
    STALEMATE,
    TENSIONS,
    StateSpace,
)
from ripeness.crisis.steps import Step, pour

BEYOND_HORIZON_MONTHS = 24
A: dict[str, int] = {action: number for number, action in enumerate(ACTIONS)}


@dataclass(frozen=True)
class Play:
    """What the signatories do in one month.

    `chosen` (draws, signatories, actions, states), closed and barred actions counted as waiting; `agreed_covert` and
    `agreed_open` (draws, signatories, states): the others accept the offer of this signatory.
    """

    chosen: FloatArray
    agreed_covert: FloatArray
    agreed_open: FloatArray


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
        self.outcome_values = rules.outcomes(capitulation)
        self.press = {m: rules.press(m) for m in self.space.signatories}
        self.deescalate, self.reassure = rules.deescalate(), rules.reassure()
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

    @cached_property
    def channel_moves(self) -> Mapping[str, IntArray]:
        """Where the actions without chances lead."""
        s = self.space
        return {
            "covert": s.moved(channel=COVERT),
            "open": s.moved(channel=OPEN),
            "walk_out": s.moved(channel=NO_CHANNEL, trust=s.trust_down),
            "renege": s.moved(bargain=NO_BARGAIN, trust=0),
        }

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
    def costs(self) -> Mapping[str, FloatArray]:
        """What actions cost whoever takes them, (draws, parties, states)."""
        s, view = self.space, self.rules.outlook
        audience = view.costs["audience_cost"][:, :, s.leadership]
        return {
            "deescalate": audience * np.where(s.channel == NO_CHANNEL, 1.0, 0.5),
            "reassure": self.rules.rate("reassure_cost")[:, :-1],
            "talk": view.costs["talk_cost"][:, :, s.leadership],
        }

    @cached_property
    def sharpness(self) -> FloatArray:
        """Precision per flow, (draws, parties, 1): so that patience does not act as precision."""
        view = self.rules.outlook
        return (view.precision * 12.0 * (1.0 - view.discount))[:, :, None]

    # --- backward ---

    def solve(self, keep_months: int = 0) -> Equilibrium:
        """Backward induction; what is played is kept for the first `keep_months` months."""
        view = self.rules.outlook
        value = self._with_outcomes(view.for_good(self.rules.flow(self.months, calm=True)))
        plays: list[Play] = []
        for month in reversed(range(self.months)):
            after = value
            for step in reversed(self.events(month)):
                after = step.expect(after)
            play, expected = self._month(after, month)
            flow = self.rules.flow(month) / 12.0
            value = self._with_outcomes(flow + view.discount[:, :, None] * expected)
            if month < keep_months:
                plays.append(play)
        return Equilibrium(value, tuple(reversed(plays)))

    def _with_outcomes(self, live: FloatArray) -> FloatArray:
        return np.where(self.space.is_live, live, self.outcome_values)

    def _month(self, after: FloatArray, month: int) -> tuple[Play, FloatArray]:
        """What is played, and each party's value before it, from the value before the events of the month."""
        gains = {channel: after[..., self.channel_moves[channel]] - after for channel in ("covert", "open")}
        agreed = {channel: self._agreed(gain, channel) for channel, gain in gains.items()}
        alike = self._worth_of_anybodys(after)
        expected = np.zeros_like(after)
        chosen: list[FloatArray] = []
        for place, m, may in self.conducts(month):
            worth = alike.copy()
            self._add_movers_own(worth, after, m, {c: (gains[c], agreed[c][:, place]) for c in gains})
            probabilities = self._choice(worth[:, m], m, may)
            chosen.append(probabilities)
            drawn = (probabilities[:, None] * worth).sum(axis=2)
            expected += self.turn[:, place, None, None] * drawn
        return Play(np.stack(chosen, axis=1), agreed["covert"], agreed["open"]), expected

    def _agreed(self, gain: FloatArray, channel: str) -> FloatArray:
        """How likely all others accept each signatory's offer, (draws, signatories, states), given their gain."""
        signing = list(self.space.signatories)
        if not self.space.has_talks:
            return np.zeros((gain.shape[0], len(signing), gain.shape[2]))
        accepting = _logistic(self.sharpness * (gain - self.costs["talk"] if channel == "open" else gain))[:, signing]
        others = ~np.eye(len(signing), dtype=bool)
        return np.stack([accepting[:, of_these].prod(axis=1) for of_these in others], axis=1)

    def _worth_of_anybodys(self, after: FloatArray) -> FloatArray:
        """What each action is worth to each party if the mover does not matter, (draws, parties, actions, states)."""
        worth = np.repeat(after[:, :, None], len(ACTIONS), axis=2)
        worth[:, :, A["deescalate"]] = self.deescalate.expect(after)
        worth[:, :, A["reassure"]] = self.reassure.expect(after)
        worth[:, :, A["attack"]] = self.outcome_values[:, :, self.space.war("intention"), None]
        if self.space.has_talks:
            worth[:, :, A["walk_out"]] = after[:, :, self.channel_moves["walk_out"]]
            worth[:, :, A["renege"]] = after[:, :, self.channel_moves["renege"]]
        return worth

    def _add_movers_own(
        self, worth: FloatArray, after: FloatArray, m: int, offers: Mapping[str, tuple[FloatArray, FloatArray]]
    ) -> None:
        """What depends on the mover: pressing, costs, and offers with their gain and how likely they are accepted."""
        pressed = after
        for step in reversed(self.press[m]):
            pressed = step.expect(pressed)
        worth[:, :, A["press"]] = pressed
        worth[:, m, A["deescalate"]] -= self.costs["deescalate"][:, m]
        worth[:, m, A["reassure"]] -= self.costs["reassure"][:, m]
        if self.space.has_talks:
            for channel, (gain, agreed) in offers.items():
                worth[:, :, A[f"offer_{channel}"]] += agreed[:, None] * gain
            for j in self.space.signatories:
                share = 1.0 if j == m else offers["open"][1]
                worth[:, j, A["offer_open"]] -= share * self.costs["talk"][:, j]

    def _choice(self, worth: FloatArray, m: int, may: Conduct) -> FloatArray:
        """Logit choice, or the policy; what is closed or barred acts as waiting and keeps its place."""
        if may.policy is None:
            worth = np.where(may.is_open, worth, worth[:, A["wait"], None])
            exponent = self.sharpness[:, m, None] * worth
            odds = np.exp(exponent - exponent.max(axis=1, keepdims=True))
            drawn = odds / odds.sum(axis=1, keepdims=True)
        else:
            drawn = np.broadcast_to(may.policy[:, None], worth.shape)
        chosen = np.where(may.is_open, drawn, 0.0)
        chosen[:, A["wait"]] += np.where(may.is_open, 0.0, drawn).sum(axis=1)
        return chosen

    # --- forward ---

    def act(self, mass: FloatArray, play: Play) -> FloatArray:
        """Probabilities after the actions of a month, (..., draws, states), by the analyst's chances."""
        after = np.where(self.space.is_live, 0.0, mass)
        live = np.where(self.space.is_live, mass, 0.0)
        for place, m in enumerate(self.space.signatories):
            share = self.turn[:, place, None] * live

            def taken(action: str, share: FloatArray = share, place: int = place) -> FloatArray:
                return share * play.chosen[:, place, A[action]]

            pressed = taken("press")
            for step in self.press[m]:
                pressed = step.push(pressed)
            after += taken("wait") + pressed
            after += self.deescalate.push(taken("deescalate")) + self.reassure.push(taken("reassure"))
            for channel, agreed in (("covert", play.agreed_covert), ("open", play.agreed_open)):
                offered = taken(f"offer_{channel}")
                going = offered * agreed[:, place]
                after += offered - going
                pour(going, after, self.channel_moves[channel])
            for action in ("walk_out", "renege"):
                pour(taken(action), after, self.channel_moves[action])
            after[..., self.space.war("intention")] += taken("attack").sum(axis=-1)
        return after


def phase_of(case: Case, month: int) -> int:
    """0 before the earliest transition, 1 in its month and later."""
    earliest = earliest_transition(case)
    return int(earliest is not None and month >= earliest[1])


def start_state(case: Case, space: StateSpace, leadership: int = 0, at_rest: bool = False) -> int:
    """The state of a case at month 0; `at_rest` in a stalemate without a channel, whatever the case says."""
    tension = STALEMATE if at_rest else TENSIONS.index(case.dynamics.tension)
    channel = NO_CHANNEL if at_rest else CHANNELS.index(case.dynamics.channel)
    return space.at(tension, channel, NO_BARGAIN, TRUST_LEVELS.index(case.dynamics.trust), leadership)


def _logistic(x: FloatArray) -> FloatArray:
    # both branches stay finite: exp of minus an absolute value
    decayed = np.exp(-np.abs(x))
    return np.where(x >= 0, 1.0 / (1.0 + decayed), decayed / (1.0 + decayed))
