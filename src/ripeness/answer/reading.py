"""Reads a run, one draw of it, into the parts of an assessment."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import combinations
from typing import cast

import numpy as np

from ripeness.answer.implied import implied
from ripeness.answer.pipeline import PostureRun, Run, run
from ripeness.answer.quantities import bargain_life
from ripeness.answer.result import (
    Alternative,
    Assessment,
    Conditions,
    Deal,
    Deals,
    Future,
    Implied,
    Move,
    Opening,
    PartyAlternatives,
    Reach,
    RungCounts,
    Settlement,
    Slack,
)
from ripeness.answer.zones import NO_DEAL, solve
from ripeness.arrays import BoolArray, FloatArray, IntArray
from ripeness.bargaining.acceptance import constraints, is_satisfied, satisfied, slack_of
from ripeness.bargaining.diagnosis import Diagnosis, Violations, diagnose, violations
from ripeness.bargaining.search import Search, diagnose_by_search
from ripeness.case.leadership import leaderships
from ripeness.case.model import TRUST_LEVELS, Case
from ripeness.crisis.actions import ACTIONS
from ripeness.crisis.states import WAR_PATHS
from ripeness.rules.conditions import CONDITIONS
from ripeness.rules.constraints import Constraint
from ripeness.rules.solutions import DEFAULT
from ripeness.settlements.ground import Ground
from ripeness.settlements.listing import RUNGS, Rung, Settlements, can_be_listed, settlements_at
from ripeness.settlements.space import space_of


def assess(case: Case) -> Assessment:
    """Assess a case with every judgement at its mode."""
    return Reading(run(case)).assessment()


class Reading:
    """Reads one draw of a run into the parts of an assessment."""

    def __init__(self, run: Run, draw: int = 0) -> None:
        self.run = run
        self.draw = draw
        self.zones = run.as_is.zones
        self.settlements = self.zones.settlements

    def assessment(self) -> Assessment:
        """All parts together."""
        return Assessment(
            case=self.run.case,
            conditions=self.conditions(),
            conditions_beyond=self.conditions(beyond_small_steps=True),
            diagnosis=self.diagnosis(),
            diagnosis_beyond=self.diagnosis(beyond_small_steps=True),
            openings=self.openings(),
            rungs=self.rungs(),
            coalitions=self.coalitions(),
            deals=self.deals(),
            alternatives=self.alternatives(),
            futures=FuturesByPosture(self),
            run=self.run,
        )

    @cached_property
    def is_listed(self) -> bool:
        """Whether all settlements are looked at, and not those alone that a search has found to matter."""
        return can_be_listed(self.run.case)

    @cached_property
    def constraints(self) -> tuple[Constraint, ...]:
        """The constraints on the incumbents."""
        return constraints(self.zones.grounds[0].parties)

    @cached_property
    def slacks(self) -> list[FloatArray]:
        """The slack of each constraint at the start over all settlements."""
        on, z = self.zones.grounds[0], self.zones
        reservation = z.reservations[0][z.start_phase]
        return [slack_of(on, c, z.start_trust, reservation)[self.draw] for c in self.constraints]

    @cached_property
    def satisfied(self) -> BoolArray:
        """Which deals satisfy which constraints at the start, (constraints, deals)."""
        is_deal = self.settlements.is_deal
        return np.stack([is_satisfied(slack)[is_deal] for slack in self.slacks])

    @cached_property
    def _violations(self) -> Violations:
        return violations(self.satisfied[:, None])

    def _judged(self, beyond_small_steps: bool) -> BoolArray | None:
        """The deals that count, (deals,): all, or those that are more than a small step."""
        return ~self.settlements.is_small_step[self.settlements.is_deal] if beyond_small_steps else None

    def conditions(self, beyond_small_steps: bool = False) -> Conditions:
        """The conditions, overall and for each signatory."""
        corrections = self.diagnosis(beyond_small_steps).corrections

        def some_deal(party: str | None, condition: str | None) -> bool:
            # some deal satisfies constraints together if they are all outside of a correction set
            asked = {c.name for c in self.constraints if condition in (None, c.condition) and party in (None, c.party)}
            return any(asked.isdisjoint(correction) for correction in corrections)

        return Conditions(
            holds={condition: some_deal(None, condition) for condition in CONDITIONS},
            for_party={
                party: {condition: some_deal(party, condition) for condition in CONDITIONS}
                for party in self.run.case.signatories
            },
            together=some_deal(None, None),
        )

    def rungs(self) -> dict[Rung, RungCounts]:
        """How many deals there are on each rung, and how many satisfy what; nothing where deals are not listed."""
        return {rung: self._counted(rung) for rung in RUNGS} if self.is_listed else {}

    def _counted(self, rung: Rung) -> RungCounts:
        of_rung = self.settlements.on_rung(rung)[self.settlements.is_deal]
        names = [c.name for c in self.constraints]

        def passing(party: str | None, condition: str | None) -> int:
            asked = [condition in (None, c.condition) and party in (None, c.party) for c in self.constraints]
            return int((self.satisfied[asked].all(axis=0) & of_rung).sum())

        found = diagnose(names, self._violations.masks(among=of_rung)) if of_rung.any() else Diagnosis((), ())
        blocking = {Constraint.named(name).condition for conflict in found.conflicts for name in conflict}
        return RungCounts(
            deals=int(of_rung.sum()),
            passing={condition: passing(None, condition) for condition in CONDITIONS},
            passing_for={
                party: {condition: passing(party, condition) for condition in CONDITIONS}
                for party in self.run.case.signatories
            },
            all=passing(None, None),
            in_the_way=tuple(condition for condition in CONDITIONS if condition in blocking),
            conflicts=found.conflicts,
        )

    def coalitions(self) -> tuple[tuple[str, ...], ...]:
        """The largest sets of signatories to whom a deal beyond small steps is acceptable, were they alone to sign."""
        signing, found = self.run.case.signatories, list[tuple[str, ...]]()
        for size in range(len(signing), 1, -1):
            for members in combinations(signing, size):
                if not any(set(members) <= set(larger) for larger in found) and self._could_sign(members):
                    found.append(members)
        return tuple(sorted((tuple(sorted(each)) for each in found), key=lambda each: (len(each), each)))

    def _could_sign(self, members: tuple[str, ...]) -> bool:
        if not self.is_listed:
            return self._search_among(members).exists()
        return bool(self._acceptable_to(members).any())

    def _search_among(self, members: tuple[str, ...]) -> Search:
        on, trust, reservation = self._start
        others = [c.name for c in self.constraints if c.party not in members]
        return Search(on.among(members), trust, reservation, relaxed=others, beyond_only=True)

    def _acceptable_to(self, members: tuple[str, ...]) -> BoolArray:
        """Which settlements are deals beyond small steps that these would sign alone, (settlements,)."""
        on, trust, reservation = self._start
        among = on.among(members)
        left = self.settlements.is_deal & ~self.settlements.is_small_step
        for place, c in enumerate(self.constraints):
            if c.party not in members:
                continue
            if c.rule.on_signatories:
                left = left & satisfied(among, c, trust, reservation)[self.draw]
            else:
                left = left & is_satisfied(self.slacks[place])
            if not left.any():
                break
        return left

    def best_among(self, members: tuple[str, ...]) -> Deal | None:
        """The Nash deal beyond small steps of some signatories, were they alone to sign; None where they have none."""
        on, _, reservation = self._start
        among = on.among(members)
        if self.is_listed:
            zone = np.zeros((self.run.values.n, len(self.settlements)), dtype=bool)
            zone[self.draw] = self._acceptable_to(members)
            return self.deal(int(solve(among, zone, reservation)[self.draw]))
        if not self._could_sign(members):
            return None
        found = on.at(self._search_among(members).shortlist([DEFAULT]))
        row = solve(found.among(members), np.ones((1, len(found.settlements)), dtype=bool), reservation)
        return self._deal(int(row[0]), found)

    def diagnosis(self, beyond_small_steps: bool = False) -> Diagnosis:
        """What must change, and why not now."""
        if beyond_small_steps not in self._diagnoses:
            if self.is_listed:
                masks = self._violations.masks(among=self._judged(beyond_small_steps))
                found = diagnose([c.name for c in self.constraints], masks)
            else:
                found = diagnose_by_search(*self._start, beyond_small_steps)
            self._diagnoses[beyond_small_steps] = found
        return self._diagnoses[beyond_small_steps]

    @cached_property
    def _diagnoses(self) -> dict[bool, Diagnosis]:
        return {}

    @property
    def _start(self) -> tuple[Ground, int, FloatArray]:
        """What a search needs: the incumbents' ground, the trust and the reservation values at the start."""
        z = self.zones
        return z.grounds[0], z.start_trust, z.reservations[0][z.start_phase]

    def openings(self) -> tuple[Opening, ...]:
        """For each minimal correction set, the Nash deal that it opens; small steps apart if some are open."""
        z, found = self.zones, list[Opening]()
        more = bool(z.at_start[self.draw].any())
        beyond = self.settlements.is_deal & ~(self.settlements.is_small_step & more)
        for correction in self.diagnosis(beyond_small_steps=more).corrections:
            if correction and not self.is_listed:
                opened = Search(*self._start, relaxed=correction, beyond_only=more).shortlist([DEFAULT])
                on = z.grounds[0].at(opened)
                rows = solve(on, np.ones((1, len(opened)), dtype=bool), z.reservations[0][z.start_phase])
                found.append(Opening(correction, self._deal(int(rows[0]), on)))
            elif correction:
                kept = [c.name not in correction for c in self.constraints]
                zone = np.zeros((z.values.n, len(self.settlements)), dtype=bool)
                zone[self.draw, self.settlements.is_deal] = self.satisfied[kept].all(axis=0)
                rows = solve(z.grounds[0], zone & beyond, z.reservations[0][z.start_phase])
                found.append(Opening(correction, self._deal(int(rows[self.draw]))))
        return tuple(found)

    def deal(self, row: int) -> Deal | None:
        """The settlement of a row with its payoffs and slacks to the incumbents, or None for no row."""
        return None if row == NO_DEAL else self._deal(row)

    def options_of(self, settlement: Settlement) -> IntArray:
        """The option numbers of a settlement given as issue: option, missing ones at the status quo, (issues,)."""
        names = zip(self.settlements.issues, self.settlements.option_names, strict=True)
        return np.array([options.index(settlement.get(issue, options[0])) for issue, options in names], dtype=np.int64)

    def deal_of(self, settlement: Settlement) -> tuple[Deal, Settlements] | None:
        """A settlement with its payoffs and slacks, even if it is not among those looked at, and its own list of one.

        None where the linkages of the case exclude it.
        """
        own = settlements_at(self.run.case, self.options_of(settlement)[None])
        return (self._deal(0, self.zones.grounds[0].at(own)), own) if len(own) else None

    def moves(self, settlement: Settlement) -> Iterator[Move]:
        """Each option of a settlement, issue: option, that is not the status quo, with what it is worth by itself."""
        values, draw = self.run.values, self.draw
        for issue, option in settlement.items():
            of = self.run.case.issues[issue]
            if option == next(iter(of.options)):
                continue
            visibility = float(values(of.options[option].visibility or of.visibility)[draw])
            flows: dict[str, float] = {}
            for name, party in self.run.case.parties.items():
                weight = values(party.salience.get(issue))[draw] / sum(values(s)[draw] for s in party.salience.values())
                flows[name] = float(weight * values(of.options[option].value.get(name))[draw])
            gains = {name: visibility * max(amount, 0.0) for name, amount in flows.items()}
            yield Move(issue, option, flows, gains)

    def _deal(self, row: int, of: Ground | None = None) -> Deal:
        """The settlement of a row, or of a row of another ground than that of the incumbents."""
        on = of or self.zones.grounds[0]
        names, worth = list(self.run.case.parties), on.payoffs
        settlement, slacks = on.settlements.named(row), self.slacks
        if of is not None:
            _, trust, reservation = self._start
            slacks = [slack_of(of, c, trust, reservation)[self.draw] for c in self.constraints]

        def by_party(array: FloatArray) -> dict[str, float]:
            return dict(zip(names, array[self.draw, :, row].tolist(), strict=True))

        return Deal(
            settlement=settlement,
            moves=tuple(self.moves(settlement)),
            utility=by_party(worth.utility),
            loss=by_party(worth.loss),
            public_gain=by_party(worth.public_gain),
            public_loss=by_party(worth.public_loss),
            is_small_step=bool(on.settlements.is_small_step[row]),
            slacks=tuple(
                Slack(c.name, c.condition, float(slack[row]), bool(is_satisfied(slack[row])))
                for c, slack in zip(self.constraints, slacks, strict=True)
            ),
        )

    def deals(self) -> Deals:
        """What can be agreed, now and at other levels of trust."""
        z = self.zones

        def by_trust(rung: Rung) -> dict[int, tuple[Settlement | None, ...]]:
            return {
                office: tuple(
                    None if row == NO_DEAL else self.settlements.named(row)
                    for row in (
                        int(z.best(office, z.start_phase, trust, rung)[self.draw]) for trust in range(len(TRUST_LEVELS))
                    )
                )
                for office in leaderships(self.run.case)
            }

        def best_now(rung: Rung) -> Deal | None:
            return self.deal(int(z.best(0, z.start_phase, z.start_trust, rung)[self.draw]))

        step = int(self.run.as_is.signed.step[self.draw])

        now, case = int(z.at_start[self.draw].sum()), self.run.case
        counted = int(self.settlements.is_deal.sum()) if self.is_listed else space_of(case, case.parties).count_deals()
        return Deals(
            settlements=counted,
            now=now if self.is_listed or now == 0 else None,
            exists=now > 0,
            step=None if step == NO_DEAL else self.settlements.named(step),
            best_step=best_now("step"),
            best_partial=best_now("partial"),
            best_wide=best_now("wide"),
            partial_by_trust=by_trust("partial"),
            wide_by_trust=by_trust("wide"),
        )

    def alternatives(self) -> dict[str, PartyAlternatives]:
        """Each signatory's alternatives."""
        found: dict[str, PartyAlternatives] = {}
        for i, name in enumerate(self.run.case.parties):
            if name not in self.run.case.signatories:
                continue
            seen = [
                Alternative(
                    never=float(a.never[0, self.draw, i]),
                    attack=_known(a.attack[self.draw, i]),
                    wait=_known(a.wait[self.draw, i]),
                )
                for a in (self.run.alternatives, self.run.as_analyst)
            ]
            values = [float(a.at_start[self.draw, i]) for a in (self.run.alternatives, self.run.as_analyst)]
            found[name] = PartyAlternatives(seen[0], seen[1], values[0], values[1])
        return found

    def future(self, under: PostureRun) -> Future:
        """The future under one posture."""
        f, curves, draw = under.futures, under.futures.curves, self.draw
        names = list(under.case.parties)
        signing = under.case.signatories
        war = curves.war[draw, :, -1]
        crisis_months = float(curves.crisis[draw, 1:].sum())
        ever = {name: float(curve[draw, -1]) for name, curve in curves.ever.items()}
        return Future(
            title=under.posture.title,
            value=dict(zip(names, f.value[draw].tolist(), strict=True)),
            war=dict(zip(WAR_PATHS, war.tolist(), strict=True)),
            settled=float(curves.settled[draw, -1]),
            capitulation={name: float(curves.capitulation[draw, names.index(name), -1]) for name in signing},
            bargain=float(curves.bargain[draw, -1]),
            step=float(curves.step[draw, -1]),
            ever=ever,
            bargain_life=float(bargain_life(curves.bargain, curves.ever["bargain"][:, -1])[draw]),
            crisis_months=crisis_months,
            at_war=float(curves.at_war[draw, -1]),
            war_months=float(curves.at_war[draw, 1:].sum()),
            decided=float(curves.decided[draw, -1]),
            region_cost=float(f.region_cost[draw]),
            reach=self.reach(under),
            war_by_month=tuple(curves.war[draw].sum(axis=0).tolist()),
            settled_by_month=tuple(curves.settled[draw].tolist()),
            bargain_by_month=tuple(curves.bargain[draw].tolist()),
            step_by_month=tuple(curves.step[draw].tolist()),
            first_moves={
                name: dict(zip(ACTIONS, f.first_moves[draw, place].tolist(), strict=True))
                for place, name in enumerate(signing)
            },
            implied=Implied(**{name: float(number[draw]) for name, number in implied(curves).items()}),
        )

    def reach(self, under: PostureRun) -> tuple[Reach, ...]:
        """How far talks get before each transition within the horizon."""
        curves, settlements = under.futures.curves, under.zones.settlements

        def signed(rows: IntArray) -> Settlement | None:
            row = int(rows[0, self.draw])
            return None if row == NO_DEAL else settlements.named(row)

        found: list[Reach] = []
        for bit, transition in enumerate(under.case.transitions):
            month = under.case.transition_month(transition)
            if 0 < month <= under.case.horizon:
                found.append(
                    Reach(
                        transition=bit,
                        month=month,
                        partial=signed(under.signed.partial),
                        bargain=float(curves.ever["bargain"][self.draw, month]),
                        wide=signed(under.signed.wide),
                        settled=float(curves.ever["settled"][self.draw, month]),
                    )
                )
        return tuple(found)


class FuturesByPosture(Mapping[str, Future]):
    """The futures of a reading by posture, each read when it is first asked for: a glance needs one of many."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._read: dict[str, Future] = {}

    def __getitem__(self, posture: str) -> Future:
        if posture not in self:
            raise KeyError(posture)
        if posture not in self._read:
            self._read[posture] = self._reading.future(self._reading.run.under(posture))
        return self._read[posture]

    def __contains__(self, posture: object) -> bool:
        return posture in self._reading.run.postures

    def __iter__(self) -> Iterator[str]:
        return iter(self._reading.run.postures)

    def __len__(self) -> int:
        return len(self._reading.run.postures)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Mapping) and dict(self) == dict(cast(Mapping[str, Future], other))

    __hash__ = None  # type: ignore[assignment]


def _known(number: float) -> float | None:
    return None if np.isnan(number) else float(number)
