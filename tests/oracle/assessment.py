"""Section 7 and section 11: from a case to its machine-readable assessment."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .board import Board
from .case import Case, read
from .conditions import CONDITIONS, Deals, acceptable, all_hold, constraints, nash, rungs
from .diagnosis import coalitions, diagnosis
from .game import Game, future
from .rules import NO_CHANNEL, STALEMATE, WAR, State
from .settlements import PARTIAL, WIDE, Settlements, utility

RESERVATION_MONTHS = 120
AFTER_THE_HORIZON = 24


def never(case: Case) -> dict[int, dict[str, float]]:
    """What each party can expect without talks, under each leadership."""
    game = Game(Board(Settlements(case), None), {"talks": "none"}, RESERVATION_MONTHS)
    at_war = case.tension == WAR
    answer = {}
    for leader in case.leaderships:
        start = game.board.index[State(WAR if at_war else STALEMATE, NO_CHANNEL, None, case.trust, leader)]
        answer[leader] = {i: float(12.0 * (1.0 - game.delta[i]) * game.values[i][start]) for i in case.parties}
    return answer


def attack(case: Case) -> dict[str, float | None]:
    none = case.tension == WAR
    return {i: None if none or case.war(i) is None else case.war_flow(i, 0) for i in case.parties}


def wait(case: Case, without: Mapping[str, float]) -> dict[str, float | None]:
    """What each party can expect from waiting for the earliest successor; `without` is never(0)."""
    b = case.earliest
    if b is None or case.months[b] <= 0:
        return dict.fromkeys(case.parties)
    return {i: None if i == case.transitions[b]["party"] else _wait(case, b, i, without[i]) for i in case.parties}


def _wait(case: Case, b: int, party: str, N: float) -> float:
    imagined = case.with_successor_terms(b, case.beliefs(party, 0).get("successor_terms") or {})
    space, zero = Settlements(imagined), dict.fromkeys(case.parties, 0.0)
    deal = nash(space, 1 << b, zero, acceptable(space, 1 << b, case.trust, zero))
    if deal is None:
        return N
    believed = case.beliefs(party, 0).get("transitions") or {}
    pi = float(believed.get(case.transitions[b]["party"], case.transitions[b]["probability"]))
    later = case.discount(party) ** case.months[b]
    U = utility(case, party, 0, space.deals[deal])
    return (1.0 - later) * N + later * (pi * max(U, N) + (1.0 - pi) * N)


class Alternatives:
    """Never, attack and wait of every party, and the reservation values that follow."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.never = never(case)
        self.attack = attack(case)
        self.wait = wait(case, self.never[0])

    def at_start(self) -> dict[str, dict[str, float | None]]:
        return {
            i: {"never": self.never[0][i], "attack": self.attack[i], "wait": self.wait[i]}
            for i in self.case.signatories
        }

    def reservation(self, leader: int, after: bool) -> dict[str, float]:
        return {i: self._reservation(i, leader, after) for i in self.case.parties}

    def _reservation(self, party: str, leader: int, after: bool) -> float:
        given = self.case.fields(party, leader).get("reservation")
        if given is not None:
            return float(given)
        waiting = self.wait[party] if leader == 0 and not after else None
        return max(r for r in (self.never[leader][party], self.attack[party], waiting) if r is not None)


def deals_named(deals: Deals, after: bool, rung: str) -> dict[str, list[dict[str, str] | None]]:
    return {
        str(leader): [deals.space.named(deals.chosen(leader, trust, after, rung)) for trust in range(3)]
        for leader in deals.space.case.leaderships
    }


def assess(source: str | Path | Mapping[str, Any]) -> dict[str, Any]:
    """Section 11's object for a case file, or for a case as a mapping."""
    case = Case(read(source))
    alternatives, analyst = Alternatives(case), Alternatives(case.without_beliefs())
    r = {(at, after): alternatives.reservation(at, after) for at in case.leaderships for after in (False, True)}
    space, after = Settlements(case), case.is_after(0)
    deals = Deals(space, r)
    now, board = r[0, after], Board(space, deals)
    held = constraints(space, 0, case.trust, now)
    return {
        "alternatives": alternatives.at_start(),
        "alternatives_analyst": analyst.at_start(),
        "reservation": {i: now[i] for i in case.signatories},
        "settlements": len(space.deals),
        "deals_now": len(deals.A[0, case.trust, after]),
        **diagnosis(space, held),
        "holds": {condition: bool(all_hold(space, held, condition).any()) for condition in CONDITIONS},
        "rungs": rungs(space, held),
        "coalitions": coalitions(space, 0, case.trust, now),
        "step": space.named(deals.step),
        "partial": deals_named(deals, after, PARTIAL),
        "wide": deals_named(deals, after, WIDE),
        "futures": {name: _future(board, posture) for name, posture in {"as-is": {}, **case.postures}.items()},
    }


def _future(board: Board, posture: Mapping[str, Any]) -> dict[str, Any]:
    changes = posture.get("set")
    if changes:
        space = Settlements(board.case.with_set(changes))
        board = Board(space, Deals(space, board.rules.deals.r))
    return future(Game(board, posture, board.case.horizon + AFTER_THE_HORIZON))
