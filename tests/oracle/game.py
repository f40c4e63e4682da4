"""Sections 6.2, 6.3 and 6.5: the game of one posture, solved backward and followed forward."""

import functools
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from .board import Board, Table
from .rules import (
    ACTIONS,
    CRISIS,
    DECIDED,
    NO_CHANNEL,
    OFFERS,
    PATHS,
    SETTLED,
    STALEMATE,
    WAR,
    Outcome,
    State,
    signed,
)

WAIT = ACTIONS.index("wait")


class Posture:
    """What a posture bars and what it prescribes, month by month."""

    def __init__(self, raw: Mapping[str, Any]) -> None:
        self.months = raw.get("months")
        self.silent = raw.get("talks") == "none"
        self.bars: Mapping[str, list[str]] = raw.get("bars") or {}
        self.policy: Mapping[str, Mapping[str, float]] = raw.get("policy") or {}

    def within(self, month: int) -> bool:
        return self.months is None or self.months[0] <= month < self.months[1]

    def barred(self, party: str, action: str, month: int) -> bool:
        if not self.within(month):
            return False
        return action in (self.bars.get(party) or []) or (self.silent and action in OFFERS)

    def weights(self, party: str, month: int) -> Mapping[str, float] | None:
        return self.policy.get(party) if self.within(month) else None


class Game:
    """The game under a posture, solved for a number of months."""

    def __init__(self, board: Board, posture: Mapping[str, Any], months: int) -> None:
        self.board, self.case, self.posture, self.months = board, board.case, Posture(posture), months
        case = self.case
        total = sum(case.field(m, "initiative") for m in case.signatories)
        self.initiative = {m: case.field(m, "initiative") / total for m in case.signatories}
        self.delta = {i: case.discount(i) for i in case.parties}
        self._fixed: dict[tuple[str, str, str], np.ndarray | float] = {}
        self._moves: dict[int, Table] = {}
        self.choices: list[dict[str, np.ndarray]] = []
        self.acceptance: list[dict[tuple[str, str], np.ndarray]] = []
        self.values = self._solve()

    def _end_outcomes(self, values: dict[str, np.ndarray], month: int) -> None:
        """Give the outcomes that a month may bring what they are worth for good."""
        for i in self.case.parties:
            war = self.case.war_flow(i, month)
            for outcome in self.board.outcomes:
                number = self.board.index[outcome]
                flow = self.board.flows[i][number] if outcome.kind == "capitulation" else war
                values[i][number] = flow / 12.0 / (1.0 - self.delta[i])

    # Backward.

    def _solve(self) -> dict[str, np.ndarray]:
        case = self.case
        values = {i: self.board.flow(i, self.months) / 12.0 / (1.0 - self.delta[i]) for i in case.parties}
        crisis = self.board.in_tension(CRISIS)
        crisis_cost = {i: self.board.costs[i, "crisis_cost"] * crisis for i in case.parties}
        for month in reversed(range(self.months)):
            self._end_outcomes(values, month)
            W = {i: self._before_events(i, values[i], month) for i in case.parties}
            acceptance = self._accept(W)
            worth = {i: self._worth(i, W[i], acceptance) for i in case.parties}
            choices = {m: self._choose(m, worth[m], W[m], month) for m in self.board.movers}
            self.choices.insert(0, choices)
            self.acceptance.insert(0, acceptance)
            for i in case.parties:
                expected = np.zeros(len(self.board.nodes))
                for m in self.board.movers:
                    expected += self.initiative[m] * (choices[m] * self._or_wait(m, worth[i][m], W[i], month)).sum(0)
                values[i] = (self.board.flow(i, month) - crisis_cost[i]) / 12.0 + self.delta[i] * expected
        return values

    def _before_events(self, party: str, values: np.ndarray, month: int) -> np.ndarray:
        for event in reversed(self.board.events(self.board.views[party], month)):
            values = event.expect(values) - event.chance("leak") * self.board.costs[party, "leak_cost"]
        return values

    def _accept(self, W: Mapping[str, np.ndarray]) -> dict[tuple[str, str], np.ndarray]:
        """For each party and offer, the probability that it accepts, by state."""
        answer = {}
        for offer in OFFERS:
            then = self.board.offered[offer]
            for j in self.board.movers:
                cost = self.board.costs[j, "talk_cost"] if offer == "offer_open" else 0.0
                weight = self.case.fields(j, 0).get("propensity", {}).get("accept", 1.0)
                stakes = self._scale(j) * (W[j][then] - cost - W[j])
                small = np.exp(-np.abs(stakes))
                yes, no = np.where(stakes >= 0.0, weight, weight * small), np.where(stakes >= 0.0, small, 1.0)
                answer[j, offer] = yes / (yes + no)
        return answer

    def _scale(self, party: str) -> float:
        return self.case.field(party, "precision") * 12.0 * (1.0 - self.delta[party])

    def _all_accept(self, mover: str, offer: str, acceptance: Mapping[tuple[str, str], np.ndarray]) -> np.ndarray:
        others = [acceptance[j, offer] for j in self.board.movers if j != mover]
        return functools.reduce(np.multiply, others) * self.board.opened[mover, offer]

    def _worth(
        self, party: str, W: np.ndarray, acceptance: Mapping[tuple[str, str], np.ndarray]
    ) -> dict[str, np.ndarray]:
        """For each mover, what each of its actions is worth to a party in each state, costs taken off."""
        view, answer = self.board.views[party], {}
        for mover in self.board.movers:
            rows = []
            for action in ACTIONS:
                if action in OFFERS:
                    p = self._all_accept(mover, action, acceptance)
                    expected = p * W[self.board.offered[action]] + (1.0 - p) * W
                else:
                    p = None
                    expected = self.board.action(view, mover, action).expect(W)
                rows.append(expected - self._paid(party, mover, action, p) * self.board.opened[mover, action])
            answer[mover] = np.array(rows)
        return answer

    def _paid(self, party: str, mover: str, action: str, accepted: np.ndarray | None) -> np.ndarray | float:
        """What a party can expect to pay for an action of a mover."""
        if action == "offer_open" and party in self.board.movers:
            return self.board.costs[party, "talk_cost"] * (1.0 if party == mover else accepted)
        if (party, mover, action) not in self._fixed:
            self._fixed[party, mover, action] = self._fixed_cost(party, mover, action)
        return self._fixed[party, mover, action]

    def _fixed_cost(self, party: str, mover: str, action: str) -> np.ndarray | float:
        own, view = party == mover, self.board.views[party]
        if party not in self.board.movers:
            return 0.0
        if action == "press":
            backdown = self.board.action(view, mover, "press").chance("backdown")
            gain = self.board.each(lambda s: self.board.rules.rate(view, "coercion_gain", s))
            return backdown * (-gain if own else self.board.costs[party, "audience_cost"])
        if action == "deescalate" and own:
            return self.board.costs[party, "audience_cost"] * self.board.each(
                lambda s: 1.0 if s.channel == NO_CHANNEL else 0.5
            )
        if action == "reassure" and own:
            return self.board.each(lambda s: self.board.rules.rate(view, "reassure_cost", s))
        return 0.0

    def _usable(self, mover: str, month: int) -> np.ndarray:
        """By action and node: open and not barred."""
        barred = [self.posture.barred(mover, action, month) for action in ACTIONS]
        return np.array([self.board.opened[mover, a] & (not b) for a, b in zip(ACTIONS, barred, strict=True)])

    def _or_wait(self, mover: str, worth: np.ndarray, W: np.ndarray, month: int) -> np.ndarray:
        return np.where(self._usable(mover, month), worth, W)

    def _choose(self, mover: str, worth: Mapping[str, np.ndarray], W: np.ndarray, month: int) -> np.ndarray:
        """The probability of each action in each state."""
        policy = self.posture.weights(mover, month)
        if policy is not None:
            weights = np.array([float(policy.get(action, 0.0)) for action in ACTIONS])
            return np.repeat(weights[:, None] / weights.sum(), len(self.board.nodes), axis=1)
        given = self.case.fields(mover, 0).get("propensity") or {}
        weights = np.array([float(given.get(a, 0.1 if a == "attack" else 1.0)) for a in ACTIONS])[:, None]
        Q = self._scale(mover) * self._or_wait(mover, worth[mover], W, month)
        best = np.where(weights > 0.0, Q, -np.inf).max(axis=0)
        odds = weights * np.exp(np.minimum(Q - best, 0.0))
        return odds / odds.sum(axis=0)

    # The start.

    def start(self) -> int:
        case = self.case
        channel = NO_CHANNEL if self.posture.silent and self.posture.within(0) else case.channel
        if case.tension == WAR:
            return self.board.index[State(WAR, channel, None, 0, 0)]
        bargain: str | int | None = None
        if case.bargain == "step" and self.board.rules.step is not None:
            bargain = "step"
        if case.bargain == "signed" and 0 in self.board.rules.partial:
            bargain = 0
        return self.board.index[State(case.tension, channel, bargain, case.trust, 0)]

    # Forward, with the analyst's rates.

    def push(self, mass: np.ndarray, month: int, dropped: dict[str, float]) -> np.ndarray:
        """The mass at the end of a month. What happens of the things named in `dropped` is counted and leaves it."""
        for event in [self._acting(month), *self.board.events(self.board.rules.analyst, month)]:
            mass = event.push(mass, dropped)
        return mass

    def _acting(self, month: int) -> Table:
        """Who moves, what it does and whether offers are accepted, all in one table."""
        if month not in self._moves:
            moves = [self._moving(m, a, month) for m in self.board.movers for a in ACTIONS]
            self._moves[month] = Table.joined(moves)
        return self._moves[month]

    def _moving(self, mover: str, action: str, month: int) -> Table:
        a = ACTIONS.index(action)
        chance = self.initiative[mover] * self.choices[month][mover][a]
        if action in OFFERS:
            table = self._offering(mover, action, month)
        elif self.posture.barred(mover, action, month):
            table = self.board.action(self.board.rules.analyst, mover, "wait")
        else:
            table = self.board.action(self.board.rules.analyst, mover, action)
        return table.weighted(chance)

    def _offering(self, mover: str, offer: str, month: int) -> Table:
        accepted = (
            self._all_accept(mover, offer, self.acceptance[month]) * self._usable(mover, month)[ACTIONS.index(offer)]
        )
        here = np.arange(len(self.board.nodes))
        made = Table(here, self.board.offered[offer], accepted, np.full(len(here), "talks", dtype=object), len(here))
        return Table.joined([made, self.board.staying(1.0 - accepted)])

    def _from_start(self) -> np.ndarray:
        mass = np.zeros(len(self.board.nodes))
        mass[self.start()] = 1.0
        return mass

    def ever(self, *counted: str) -> dict[str, list[float]]:
        """What of the things counted has happened first, by each month's end, from the start to the horizon."""
        mass, dropped = self._from_start(), dict.fromkeys(counted, 0.0)
        curves = {name: [0.0] for name in counted}
        for month in range(self.case.horizon):
            mass = self.push(mass, month, dropped)
            for name in counted:
                curves[name].append(float(dropped[name]))
        return curves

    def masses(self) -> list[np.ndarray]:
        """The distribution over states at the start and at the end of each month to the horizon."""
        masses = [self._from_start()]
        for month in range(self.case.horizon):
            masses.append(self.push(masses[-1], month, {}))
        return masses

    def crises_begun(self, masses: Sequence[np.ndarray]) -> float:
        """How many crises begin by the horizon: from a stalemate to a crisis or a war within a month."""
        stalemate = self.board.in_tension(STALEMATE)
        ends = ("crisis", *PATHS, WAR)
        worse = self.board.where(lambda n: (n.tension in (CRISIS, WAR)) if isinstance(n, State) else n.kind in ends)
        begun = 1.0 if self.case.tension == CRISIS else 0.0
        for month in range(self.case.horizon):
            begun += self.push(masses[month] * stalemate, month, {})[worse].sum()
        return float(begun)

    def policy_at_start(self) -> dict[str, dict[str, float]]:
        """Each signatory's choice in month 0, what is closed or barred added to wait."""
        at, answer = self.start(), {}
        for m in self.board.movers:
            chosen = self.choices[0][m][:, at]
            usable = self._usable(m, 0)[:, at]
            real = np.where(usable, chosen, 0.0)
            real[WAIT] += chosen[~usable].sum()
            answer[m] = {action: float(p) for action, p in zip(ACTIONS, real, strict=True)}
        return answer


def future(game: Game) -> dict[str, Any]:
    """Section 11's object for one posture."""
    case, H = game.case, game.case.horizon
    masses = game.masses()
    end, start = masses[H], game.board.nodes[game.start()]

    def at_end(fits: Callable[[State | Outcome], bool]) -> float:
        return float(end[game.board.where(fits)].sum())

    def months_in(tension: str) -> float:
        inside = game.board.where(lambda n: isinstance(n, State) and n.tension == tension)
        return float(sum(mass[inside].sum() for mass in masses[1:]))

    def once(*counted: str) -> float:
        return sum(curve[-1] for curve in game.ever(*counted).values())

    wars = game.ever(*PATHS)
    by_month = [sum(curve[month] for curve in wars.values()) for month in range(H + 1)]
    begun, crisis_months = game.crises_begun(masses), months_in(CRISIS)
    return {
        "value": {i: float(game.values[i][game.start()]) for i in case.parties},
        "war": {path: wars[path][-1] for path in PATHS},
        "war_total": by_month[-1],
        "settled": at_end(lambda n: isinstance(n, State) and n.tension == SETTLED),
        "step_at_horizon": at_end(lambda n: isinstance(n, State) and n.bargain == "step"),
        "bargain_at_horizon": at_end(lambda n: isinstance(n, State) and signed(n)),
        "talks_ever": once("talks") if start.channel == NO_CHANNEL else 1.0,
        "opening_ever": once("opening"),
        "step_ever": once("step"),
        "bargain_ever": once("bargain"),
        "settled_ever": once("settled"),
        "deal_ever": once("bargain", "settled"),
        "ceasefire_ever": once("ceasefire"),
        "capitulation": {
            j: at_end(lambda n, j=j: isinstance(n, Outcome) and n.kind == "capitulation" and n.loser == j)
            for j in case.signatories
        },
        "crisis_months": crisis_months,
        "war_by_month": by_month,
        "at_war": at_end(lambda n: isinstance(n, State) and n.tension == WAR),
        "war_months": months_in(WAR),
        "decided": at_end(lambda n: n == DECIDED),
        "policy0": game.policy_at_start(),
        "implied": {
            "crises_per_year": begun / (H / 12.0),
            "months_per_crisis": crisis_months / begun if begun > 0.0 else 0.0,
            "war_per_crisis": by_month[-1] / begun if begun > 0.0 else 0.0,
            "war_per_year": 1.0 - (1.0 - by_month[-1]) ** (12.0 / H),
        },
    }
