"""The states of a case's game as numbers, and tables of what may become of each: all that no posture changes."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from .case import View
from .conditions import Deals
from .rules import (
    ACTIONS,
    CRISIS,
    OFFERS,
    STALEMATE,
    WAR,
    Change,
    Outcome,
    Rules,
    State,
    signed,
)
from .settlements import Settlements

NOWHERE = np.array([], dtype=int)
COSTS = ("crisis_cost", "talk_cost", "audience_cost", "leak_cost")


class Table:
    """The changes that one event or action may bring, for every state: from row to column, with a probability."""

    def __init__(self, rows: np.ndarray, columns: np.ndarray, p: np.ndarray, counted: np.ndarray, size: int) -> None:
        self.rows, self.columns, self.p, self.size = rows, columns, p, size
        self.counts = counted
        self.counted = {what: np.flatnonzero(counted == what) for what in set(counted) - {""}}

    @classmethod
    def joined(cls, tables: Sequence["Table"]) -> "Table":
        parts = [(t.rows, t.columns, t.p, t.counts) for t in tables]
        return cls(*(np.concatenate(part) for part in zip(*parts, strict=True)), size=tables[0].size)

    def weighted(self, by_row: np.ndarray) -> "Table":
        return Table(self.rows, self.columns, self.p * by_row[self.rows], self.counts, self.size)

    def expect(self, values: np.ndarray) -> np.ndarray:
        return np.bincount(self.rows, self.p * values[self.columns], minlength=self.size)

    def chance(self, counted: str) -> np.ndarray:
        """For each state, how likely it is that what is counted happens."""
        on = self.counted.get(counted, NOWHERE)
        return np.bincount(self.rows[on], self.p[on], minlength=self.size)

    def push(self, mass: np.ndarray, dropped: Mapping[str, float]) -> np.ndarray:
        """The mass after the event. What is counted in `dropped` is added there and leaves the mass."""
        moving = self.p * mass[self.rows]
        for name in dropped.keys() & self.counted.keys():
            on = self.counted[name]
            dropped[name] += moving[on].sum()
            moving[on] = 0.0
        return np.bincount(self.columns, moving, minlength=self.size)


class Board:
    """The game of a case, with the deals that may be struck (None: no talks, ever)."""

    def __init__(self, space: Settlements, deals: Deals | None) -> None:
        self.space, self.case, self.rules = space, space.case, Rules(space.case, deals)
        case = self.case
        self.movers = case.signatories
        self.states, self.outcomes = list(self.rules.states()), list(self.rules.outcomes())
        self.nodes: list[State | Outcome] = [*self.states, *self.outcomes]
        self.index = {node: number for number, node in enumerate(self.nodes)}
        self.views = {i: View(case, i) for i in case.parties}
        self._tables: dict[tuple[Any, ...], Table] = {}
        self.opened = {
            (m, a): self.where(lambda s, m=m, a=a: self._is_open(s, m, a)) for m in self.movers for a in ACTIONS
        }
        self.offered = {offer: self._offer_to(offer) for offer in OFFERS}
        self.costs = {(i, name): self._cost(i, name) for i in case.parties for name in COSTS}
        self.flows = {i: self._flows(i) for i in case.parties}
        self.trend_in = {i: self._trends(i) for i in case.parties}

    def where(self, fits: Callable[[State | Outcome], bool]) -> np.ndarray:
        return np.array([bool(fits(node)) for node in self.nodes])

    def _is_open(self, node: State | Outcome, mover: str, action: str) -> bool:
        return isinstance(node, State) and self.rules.is_open(node, mover, action)

    # Tables of events and actions.

    def _table(self, key: tuple[Any, ...], rule: Callable[[State], Sequence[Change]]) -> Table:
        if key not in self._tables:
            rows, columns, p, counted = [], [], [], []
            for number, state in enumerate(self.states):
                for chance, then, what in rule(state):
                    rows.append(number)
                    columns.append(self.index[then])
                    p.append(chance)
                    counted.append(what)
            rows, p, size = np.array(rows, dtype=int), np.array(p), len(self.nodes)
            changes = Table(rows, np.array(columns, dtype=int), p, np.array(counted, dtype=object), size)
            self._tables[key] = Table.joined([changes, self.staying(1.0 - np.bincount(rows, p, minlength=size))])
        return self._tables[key]

    def staying(self, p: np.ndarray) -> "Table":
        """Every node stays what it is, with a probability for each."""
        here = np.arange(len(self.nodes))
        return Table(here, here, p, np.full(len(here), "", dtype=object), len(here))

    def events(self, view: View, month: int) -> list[Table]:
        """The events of a month in their order, as a view sees them."""
        after, rules = self.case.is_after(month), self.rules
        due = [b for b, at in enumerate(self.case.months) if at == month]
        named: list[tuple[Callable[..., list[Change]], tuple[Any, ...]]] = [
            *((rules.leadership, (b,)) for b in due),
            (rules.end_of_war, ()),
            *((rules.trigger, (name,)) for name in self.case.triggers),
            (rules.incident, ()),
            (rules.misreading, ()),
            (rules.opening, (after,)),
            (rules.talks, (after,)),
            (rules.leak, ()),
            (rules.keeping, (after,)),
            (rules.subside, ()),
        ]
        return [
            self._table((view.key, event.__name__, *given), lambda s, e=event, g=given: e(view, s, *g))
            for event, given in named
        ]

    def action(self, view: View, mover: str, action: str) -> Table:
        """What an action may bring, as a view sees it. Offers bring nothing here: whether they do is for the game."""
        return self._table((view.key, "act", mover, action), lambda s: self.rules.act(view, s, mover, action))

    def _offer_to(self, offer: str) -> np.ndarray:
        """For each node, the one with the channel that an offer opens; itself where that is not open."""
        open_to = self.opened[self.movers[0], offer]
        return np.array(
            [
                self.index[s._replace(channel=OFFERS[offer])] if possible else number
                for number, (s, possible) in enumerate(zip(self.nodes, open_to, strict=True))
            ]
        )

    # Payoffs.

    def each(self, what: Callable[[State], float]) -> np.ndarray:
        return np.array([what(s) for s in self.states] + [0.0] * len(self.outcomes))

    def _flows(self, party: str) -> np.ndarray:
        """The flow of every state, without trend and crisis costs; of every outcome but war."""

        def flow(s: State) -> float:
            if s.tension == WAR:
                return -self.case.fighting(party)
            number = self.rules.deal(s)
            return 0.0 if number is None else float(self.rules.deals.space.utilities(s.leader)[party][number])

        flows = self.each(flow)
        for outcome in self.outcomes:
            if outcome.kind == "capitulation":
                flows[self.index[outcome]] = self.space.spoils(outcome.winner, outcome.loser)[party]
        return flows

    def _trends(self, party: str) -> np.ndarray:
        """The trend that runs in every state: while there is no bargain but a step, and no war."""
        runs = lambda s: s.tension in (STALEMATE, CRISIS) and not signed(s)  # noqa: E731
        trend = [self.case.field(party, "trend", leader) for leader in self.case.leaderships]
        return self.each(lambda s: trend[s.leader] if runs(s) else 0.0)

    def _cost(self, party: str, name: str) -> np.ndarray:
        by_leader = [self.case.field(party, name, leader) for leader in self.case.leaderships]
        return self.each(lambda s: by_leader[s.leader])

    def in_tension(self, tension: str) -> np.ndarray:
        return self.each(lambda s: float(s.tension == tension))

    def flow(self, party: str, month: int) -> np.ndarray:
        return self.flows[party] + self.trend_in[party] * month / 12.0
