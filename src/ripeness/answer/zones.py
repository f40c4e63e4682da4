"""Zones of possible agreement: which deals are acceptable to whom, when, at what trust (MODEL.md, section 7)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import product
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from ripeness.arrays import BoolArray, FloatArray, IntArray
from ripeness.bargaining.acceptance import acceptable_among
from ripeness.case.leadership import beliefs_in_office, earliest_transition, in_office, leaderships
from ripeness.case.model import TRUST_LEVELS, Case
from ripeness.case.values import Values
from ripeness.crisis.rules import Effects, Prospects
from ripeness.crisis.states import HIGH_TRUST
from ripeness.rules.choice import NO_DEAL
from ripeness.rules.solutions import DEFAULT, solution_named
from ripeness.settlements.ground import Ground, ground
from ripeness.settlements.listing import Rung, Settlements
from ripeness.settlements.memo import Memo

Number = TypeVar("Number", np.float64, np.bool_)


def ground_at_start(case: Case, values: Values, settlements: Settlements) -> Ground:
    """The ground of the incumbents."""
    return ground(case, values, settlements, in_office(case, 0), beliefs_in_office(case, 0))


def grounds(case: Case, values: Values, settlements: Settlements) -> list[Ground]:
    """One ground for each leadership."""
    return [
        ground(case, values, settlements, in_office(case, office), beliefs_in_office(case, office))
        for office in leaderships(case)
    ]


def phases(case: Case) -> tuple[int, ...]:
    """The phases that exist: 0 before the earliest transition, 1 from its month on."""
    earliest = earliest_transition(case)
    if earliest is None:
        return (0,)
    return (0, 1) if earliest[1] > 0 else (1,)


def solve(
    on: Ground, zone: BoolArray, reservation: FloatArray, solution: str = DEFAULT, among: IntArray | None = None
) -> IntArray:
    """The row of the solution in each draw, (draws,), or -1 where the zone (draws, settlements) is empty.

    The columns of the zone are all settlements, or those in the rows `among`. For a small step, surpluses are counted
    from nothing instead of `reservation` (draws, parties).
    """
    signing = [on.index(name) for name in on.signing]
    columns = np.flatnonzero(zone.any(axis=0))
    rows = columns if among is None else among[columns]
    utility = np.moveaxis(on.payoffs.utility[:, :, rows][:, signing], 1, 2)
    choose = solution_named(solution).choose
    is_small = on.settlements.is_small_step[rows, None]
    reserved = np.where(is_small, 0.0, reservation[:, None, signing])
    picked = choose(utility, reserved, on.settlements.moved[rows], zone[:, columns])
    return np.where(picked == NO_DEAL, NO_DEAL, np.append(rows, NO_DEAL)[picked])


def at_rows(of_settlements: NDArray[Number], rows: IntArray) -> NDArray[Number]:
    """What (draws, ..., settlements) hold at one row a draw, (draws, ...); 0 where the row is `NO_DEAL`."""
    found = np.zeros(of_settlements.shape[:-1], of_settlements.dtype)
    # where nothing is allowed there is no row at all, not even one to read and discard
    struck = np.flatnonzero(rows != NO_DEAL)
    found[struck] = of_settlements[struck, ..., rows[struck]]
    return found


@dataclass(frozen=True)
class Zones:
    """What can be agreed, among the settlements of these `rows`, at some time: nobody accepts any other.

    `within[leadership]` has shape (phases, trusts, draws, rows); phases that do not exist repeat the one that does.
    `reservations[leadership][phase]` has shape (draws, parties).
    """

    case: Case
    values: Values
    settlements: Settlements
    grounds: Sequence[Ground]
    reservations: Sequence[Sequence[FloatArray]]
    rows: IntArray
    within: Sequence[BoolArray]
    memo: Memo = field(default_factory=Memo, repr=False, compare=False)

    def of_case(self, case: Case, values: Values) -> "Zones":
        """The same zones as those of another case, in which all that they rest on is the same."""
        on = [
            replace(ground, case=case, values=values, parties=in_office(case, office))
            for office, ground in enumerate(self.grounds)
        ]
        return replace(self, case=case, values=values, grounds=on)

    @property
    def start_phase(self) -> int:
        """The phase of month 0."""
        return phases(self.case)[0]

    @property
    def start_trust(self) -> int:
        """The trust of month 0, as a number from 0 to 2."""
        return TRUST_LEVELS.index(self.case.dynamics.trust)

    @cached_property
    def at_start(self) -> BoolArray:
        """The deals acceptable at the start, (draws, settlements)."""
        return self.zone(0, self.start_phase, self.start_trust)

    def zone(self, office: int, phase: int, trust: int) -> BoolArray:
        """The deals acceptable to a leadership, (draws, settlements)."""
        whole = np.zeros((self.values.n, len(self.settlements)), dtype=bool)
        whole[:, self.rows] = self.within[office][phase, trust]
        return whole

    def best(self, office: int, phase: int, trust: int, rung: Rung) -> IntArray:
        """The deal of a rung chosen in one zone, as a row a draw."""

        def chosen() -> IntArray:
            zone = self.within[office][phase, trust] & self.settlements.on_rung(rung)[self.rows]
            return solve(self.grounds[office], zone, self.reservations[office][phase], among=self.rows)

        return self.memo.of(("best", office, phase, trust, rung), chosen)

    def to_sign(self, offices: Iterable[int], rung: Rung) -> IntArray:
        """The deal that these sign: chosen in the first zone that has one, before first, low trust first."""
        rows = np.full(self.values.n, NO_DEAL)
        for office, phase, trust in product(offices, phases(self.case), range(len(TRUST_LEVELS))):
            if (rows == NO_DEAL).any():
                rows = np.where(rows == NO_DEAL, self.best(office, phase, trust, rung), rows)
        return rows


def zones(case: Case, values: Values, settlements: Settlements, reservations: Sequence[Sequence[FloatArray]]) -> Zones:
    """Judge every deal for each leadership, phase and trust."""
    on = grounds(case, values, settlements)
    judged = [acceptable_among(of_office, reservations[office]) for office, of_office in enumerate(on)]
    is_open = np.zeros(len(settlements), dtype=bool)
    for of_office, _ in judged:
        is_open[of_office] = True
    rows = np.flatnonzero(is_open)
    within = [np.zeros((*among.shape[:-1], len(rows)), dtype=bool) for _, among in judged]
    for of_all, (of_office, among) in zip(within, judged, strict=True):
        of_all[..., np.searchsorted(rows, of_office)] = among
    return Zones(case, values, settlements, on, reservations, rows, within)


@dataclass(frozen=True)
class Signed:
    """The deals that each leadership would sign and settle on, rows (leaderships, draws), and what the game needs.

    The `step`, rows (draws,), is the same whoever is in office.
    """

    step: IntArray
    partial: IntArray
    wide: IntArray
    prospects: Prospects


def signed_deals(z: Zones) -> Signed:
    """Choose the deals and say where they can be struck, what they are worth, and whether they stay acceptable."""
    offices = range(len(z.grounds))
    step = z.to_sign(offices, "step")
    partial = np.stack([z.to_sign([office], "partial") for office in offices])
    wide = np.stack([z.to_sign([office], "wide") for office in offices])

    def worth(office: int, rows: IntArray) -> FloatArray:
        return at_rows(z.grounds[office].payoffs.utility, rows)

    def any_of(rung: Rung) -> BoolArray:
        # (offices, phases, trusts, draws) to (draws, phases, trusts, offices)
        found = np.stack([(zone & z.settlements.on_rung(rung)[z.rows]).any(axis=-1) for zone in z.within])
        return np.moveaxis(found, (0, 3), (3, 0))

    def kept(office: int, rows: IntArray) -> BoolArray:
        # (draws, phases, trusts): whether a deal is among those acceptable to this office
        places = np.where(rows == NO_DEAL, NO_DEAL, np.searchsorted(z.rows, rows))
        return at_rows(np.moveaxis(z.within[office], 2, 0), places)

    def kept_by_all(signed: IntArray) -> BoolArray:
        # (draws, phases, trusts, offices, signers)
        by_office = [np.stack([kept(office, of_signer) for of_signer in signed], axis=-1) for office in offices]
        return np.stack(by_office, axis=3)

    def worth_to_all(signed: IntArray) -> FloatArray:
        # (draws, parties, signers, offices)
        by_signer = [np.stack([worth(office, of_signer) for office in offices], axis=-1) for of_signer in signed]
        return np.stack(by_signer, axis=2)

    return Signed(
        step=step,
        partial=partial,
        wide=wide,
        prospects=Prospects(
            step_open=np.stack([kept(office, step) for office in offices], axis=-1),
            partial_open=any_of("partial"),
            wide_open=any_of("wide"),
            signed_acceptable=kept_by_all(partial),
            settled_acceptable=kept_by_all(wide)[:, :, HIGH_TRUST],
            step_worth=np.stack([worth(office, step) for office in offices], axis=-1),
            signed_worth=worth_to_all(partial),
            settled_worth=worth_to_all(wide),
            has_step=step != NO_DEAL,
            has_signed=(partial != NO_DEAL).T,
            effects=_effects(z, step, partial, wide),
        ),
    )


def _effects(z: Zones, step: IntArray, partial: IntArray, wide: IntArray) -> dict[str, Effects]:
    """The factors of what may be in force on each rate or trigger that any option names."""
    of_options = [
        (k, option.effects) for k, issue in enumerate(z.case.issues.values()) for option in issue.options.values()
    ]
    found: dict[str, Effects] = {}
    for name in dict.fromkeys(name for _, effects in of_options for name in effects):
        tables = [
            z.values.stack((option.effects.get(name) for option in issue.options.values()), 1.0)
            for issue in z.case.issues.values()
        ]

        def factor(rows: IntArray, tables: list[FloatArray] = tables) -> FloatArray:
            draws = np.arange(z.values.n)
            of_issues = [table[draws, z.settlements.options[rows, k]] for k, table in enumerate(tables)]
            return np.where(rows == NO_DEAL, 1.0, np.prod(of_issues, axis=0))

        found[name] = Effects(
            step=factor(step),
            signed=np.stack([factor(rows) for rows in partial], axis=1),
            settled=np.stack([factor(rows) for rows in wide], axis=1),
        )
    return found


def without_deals(case: Case, values: Values) -> Prospects:
    """Prospects of a game without talks: nothing is to be had."""
    n, parties, offices = values.n, len(case.parties), len(leaderships(case))
    nothing = np.zeros((n, 2, len(TRUST_LEVELS), offices), dtype=bool)
    worthless = np.zeros((n, parties, offices, offices))
    return Prospects(
        step_open=nothing,
        partial_open=nothing,
        wide_open=nothing,
        signed_acceptable=np.zeros((n, 2, len(TRUST_LEVELS), offices, offices), dtype=bool),
        settled_acceptable=np.zeros((n, 2, offices, offices), dtype=bool),
        step_worth=worthless[:, :, 0],
        signed_worth=worthless,
        settled_worth=worthless,
        has_step=np.zeros(n, dtype=bool),
        has_signed=np.zeros((n, offices), dtype=bool),
    )
