"""What each party can expect without dealing now: never, attack, wait (MODEL.md, section 7)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ripeness.answer.zones import NO_DEAL, at_rows, ground_at_start, phases, solve, without_deals
from ripeness.arrays import FloatArray, IntArray
from ripeness.bargaining.acceptance import acceptable_among
from ripeness.case.leadership import (
    NO_BELIEFS,
    as_imagined,
    beliefs_in_office,
    earliest_transition,
    in_office,
    leaderships,
)
from ripeness.case.model import TRUST_LEVELS, Case, Posture, Terms
from ripeness.case.values import Values
from ripeness.crisis.engine import values_of
from ripeness.crisis.game import CrisisGame, start_state
from ripeness.crisis.outlook import Outlook, capitulation_flows, outlook_of
from ripeness.crisis.rules import Rules
from ripeness.crisis.states import state_space
from ripeness.settlements.ground import Ground, ground
from ripeness.settlements.listing import Settlements
from ripeness.settlements.memo import Memo

RESERVATION_MONTHS = 120


@dataclass(frozen=True)
class Alternatives:
    """Flows per year; `never` (leaderships, draws, parties), the others (draws, parties), NaN where they do not apply.

    `wait` is the incumbents' before the earliest transition. `reservations[leadership][phase]` is (draws, parties).
    """

    never: FloatArray
    attack: FloatArray
    wait: FloatArray
    reservations: Sequence[Sequence[FloatArray]]
    start_phase: int

    @property
    def at_start(self) -> FloatArray:
        """The incumbents' reservation values at month 0, (draws, parties)."""
        return self.reservations[0][self.start_phase]


def alternatives(case: Case, values: Values, settlements: Settlements, memo: Memo | None = None) -> Alternatives:
    """The alternatives as each party believes them to be; of a case without beliefs, as the analyst sees them.

    What other parts of a run with the same `memo` have computed is not computed again.
    """
    memo = memo or Memo()
    incumbents = ground_at_start(case, values, settlements)
    can_attack = np.array([party.war is not None for party in case.parties.values()])
    view = outlook_of(case, values, memo)
    in_war = case.dynamics.tension == "war"
    attack = np.where(can_attack & (not in_war), view.war_flows(0), np.nan)
    never = _never(case, incumbents, view, memo)
    wait = _wait(case, values, incumbents, never[0])
    reservations = _reservations(case, values, never, attack, wait)
    return Alternatives(never, attack, wait, reservations, phases(case)[0])


def _never(case: Case, incumbents: Ground, view: Outlook, memo: Memo) -> FloatArray:
    """12 (1 - discount) times the value at rest, without talks for all, (leaderships, draws, parties)."""
    signing = tuple(incumbents.index(name) for name in case.signatories)
    space = state_space(len(leaderships(case)), signing, talks=False, war_goes_on=view.war_goes_on)
    silent = Posture(title="no talks", talks="none")
    surrender = capitulation_flows(case, incumbents.payoffs, view.values)
    rules = Rules(space, view, without_deals(case, view.values), memo)
    game = CrisisGame(case, rules, surrender, silent, RESERVATION_MONTHS)
    at_rest = [start_state(case, space, office, at_rest=True) for office in leaderships(case)]
    value = values_of(game, at_rest)
    return np.moveaxis(value * 12.0 * (1.0 - view.discount[:, :, None]), 2, 0)


def _wait(case: Case, values: Values, incumbents: Ground, never: FloatArray) -> FloatArray:
    """Waiting for the earliest transition and dealing with the successor that the party imagines, (draws, parties)."""
    waiting = np.full((values.n, len(case.parties)), np.nan)
    earliest = earliest_transition(case)
    if earliest is None or 0 not in phases(case):
        return waiting
    bit, month = earliest
    transition = case.transitions[bit]
    beliefs = beliefs_in_office(case, 0)
    trust = TRUST_LEVELS.index(case.dynamics.trust)
    nothing = np.zeros((values.n, len(case.parties)))
    # parties that imagine the same successor foresee the same deal
    foreseen: list[tuple[Terms, IntArray]] = []
    for i, name in enumerate(case.parties):
        if name == transition.party:
            # nobody waits for its own replacement
            continue
        believed = beliefs.get(name, NO_BELIEFS)
        terms = believed.successor_terms
        rows = next((rows for of, rows in foreseen if of == terms), None)
        if rows is None:
            imagined = as_imagined(case, bit, terms)
            on = ground(case, values, incumbents.settlements, imagined, beliefs_in_office(case, 1 << bit))
            among, zone = acceptable_among(on, [nothing], trusts=[trust])
            rows = solve(on, zone[0, 0], nothing, among=among)
            foreseen.append((terms, rows))
        deal = at_rows(incumbents.payoffs.utility[:, i], rows)
        hoped = np.where(rows != NO_DEAL, np.maximum(deal, never[:, i]), never[:, i])
        likely = values(believed.transitions.get(transition.party) or transition.probability)
        until = (1.0 - values(case.parties[name].patience)) ** (month / 12.0)
        waiting[:, i] = (1.0 - until) * never[:, i] + until * (likely * hoped + (1.0 - likely) * never[:, i])
    return waiting


def _reservations(
    case: Case, values: Values, never: FloatArray, attack: FloatArray, wait: FloatArray
) -> list[list[FloatArray]]:
    """The largest alternative that applies, or the reservation given, per leadership and phase."""
    reservations: list[list[FloatArray]] = []
    for office in leaderships(case):
        given = [party.reservation for party in in_office(case, office).values()]
        by_phase: list[FloatArray] = []
        for phase in phases(case):
            best = np.fmax(never[office], attack)
            if office == 0 and phase == 0:
                best = np.fmax(best, wait)
            by_phase.append(np.stack([best[:, i] if g is None else values(g) for i, g in enumerate(given)], axis=1))
        # a phase that does not exist repeats the one that does
        reservations.append(by_phase if len(by_phase) == 2 else by_phase * 2)
    return reservations
