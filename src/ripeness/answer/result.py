"""The answer: an assessment with typed parts, and its machine-readable form (MODEL.md, section 11)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ripeness.answer.pipeline import Run
from ripeness.answer.stages import stages
from ripeness.bargaining.diagnosis import Diagnosis
from ripeness.case.model import Case
from ripeness.case.quantity import AS_IS
from ripeness.crisis.futures import REACHED
from ripeness.settlements.listing import RUNGS, Rung

Settlement = Mapping[str, str]
# reservation values nearer to 0 than this, in flow per year, are the noise of trembles
NOISE = 0.01


@dataclass(frozen=True)
class Alternative:
    """What one party can expect without dealing, flows per year; None where one does not apply."""

    never: float
    attack: float | None
    wait: float | None

    @property
    def best(self) -> tuple[str, float]:
        """The largest, with its name."""
        found = {"never": self.never, "attack": self.attack, "wait": self.wait}
        known = {name: worth for name, worth in found.items() if worth is not None}
        name = max(known, key=lambda n: known[n])
        return name, known[name]


@dataclass(frozen=True)
class PartyAlternatives:
    """A signatory's alternatives as it believes and as the analyst sees them, and its reservation value."""

    believed: Alternative
    as_analyst: Alternative
    reservation: float
    reservation_as_analyst: float

    @property
    def illusion(self) -> float:
        """How much better than the analyst the party thinks it can do without a deal."""
        return self.reservation - self.reservation_as_analyst


@dataclass(frozen=True)
class Conditions:
    """The conditions at the start.

    `holds` says of each whether some deal satisfies all of its constraints at once, `for_party` the same with one
    signatory's constraints only; `together` whether some deal satisfies all of them.
    """

    holds: Mapping[str, bool]
    for_party: Mapping[str, Mapping[str, bool]]
    together: bool


@dataclass(frozen=True)
class RungCounts:
    """How many deals there are on a rung at the start, and how many satisfy all constraints of a condition, or all.

    `passing` asks for the constraints of all signatories, `passing_for` for those of one. `conflicts` are the minimal
    sets of constraints that no deal of the rung satisfies together, `in_the_way` the conditions that these belong to.
    """

    deals: int
    passing: Mapping[str, int]
    passing_for: Mapping[str, Mapping[str, int]]
    all: int
    in_the_way: tuple[str, ...]
    conflicts: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Slack:
    """How far a deal is from breaking a constraint, in flow per year; plus or minus infinity where it is yes or no."""

    constraint: str
    condition: str
    slack: float
    satisfied: bool


@dataclass(frozen=True)
class Move:
    """One issue that a deal moves off the status quo: flow and public gain of each party from it."""

    issue: str
    option: str
    flow: Mapping[str, float]
    public_gain: Mapping[str, float]


@dataclass(frozen=True)
class Deal:
    """A settlement with what it is worth to each party and what it costs it."""

    settlement: Settlement
    moves: tuple[Move, ...]
    utility: Mapping[str, float]
    loss: Mapping[str, float]
    public_gain: Mapping[str, float]
    public_loss: Mapping[str, float]
    is_small_step: bool
    slacks: tuple[Slack, ...]

    @property
    def tightest(self) -> Slack:
        """The constraint nearest to failing."""
        return min(self.slacks, key=lambda s: s.slack)


@dataclass(frozen=True)
class Opening:
    """A minimal correction set, and the best of the deals that it opens."""

    correction: tuple[str, ...]
    deal: Deal


@dataclass(frozen=True)
class Deals:
    """How many deals there are, how many are acceptable now, whether any is, and the best of each rung.

    `step` is the small step that would be agreed on, whoever is in office. Where settlements are too many to list, the
    acceptable ones are not counted: `now` is None if there are any. `partial_by_trust` and `wide_by_trust`: leadership,
    then the Nash deal at low, mid and high trust.
    """

    settlements: int
    now: int | None
    exists: bool
    step: Settlement | None
    best_step: Deal | None
    best_partial: Deal | None
    best_wide: Deal | None
    partial_by_trust: Mapping[int, tuple[Settlement | None, ...]]
    wide_by_trust: Mapping[int, tuple[Settlement | None, ...]]

    @property
    def best(self) -> Mapping[Rung, Deal | None]:
        """The best acceptable deal of each rung at the start."""
        return {"step": self.best_step, "partial": self.best_partial, "wide": self.best_wide}


@dataclass(frozen=True)
class Implied:
    """What the case implies, to be set beside base rates (MODEL.md, section 6.5)."""

    crises_per_year: float
    months_per_crisis: float
    war_per_crisis: float
    war_per_year: float


@dataclass(frozen=True)
class Reach:
    """How far talks get before a transition: the incumbents' deals and how likely each is to have been reached.

    `bargain` is the probability that one was ever signed before `month`, `settled` that a settlement was reached.
    """

    transition: int
    month: int
    partial: Settlement | None
    bargain: float
    wide: Settlement | None
    settled: float


@dataclass(frozen=True)
class Future:
    """What comes of one posture by the horizon; curves have an entry for each month end, 0 being the start.

    `step`, `bargain` (signed) and `settled` are in force at the horizon; `ever` says what was reached by then.
    """

    title: str
    value: Mapping[str, float]
    war: Mapping[str, float]
    settled: float
    capitulation: Mapping[str, float]
    step: float
    bargain: float
    ever: Mapping[str, float]
    bargain_life: float
    crisis_months: float
    at_war: float
    war_months: float
    decided: float
    region_cost: float
    reach: tuple[Reach, ...]
    war_by_month: tuple[float, ...]
    settled_by_month: tuple[float, ...]
    bargain_by_month: tuple[float, ...]
    step_by_month: tuple[float, ...]
    first_moves: Mapping[str, Mapping[str, float]]
    implied: Implied

    @property
    def war_total(self) -> float:
        """War by the horizon, by any path."""
        return self.war_by_month[-1]

    @property
    def deal(self) -> float:
        """A signed bargain or a settlement in force at the horizon."""
        return self.bargain + self.settled

    @property
    def war_goes_on(self) -> bool:
        """Whether a war may go on, as the analyst or somebody in the case sees it."""
        return "ceasefire" in self.ever

    @property
    def ceasefire_ever(self) -> float:
        """That a war which went on was ever halted by a ceasefire."""
        return self.ever.get("ceasefire", 0.0)

    @property
    def in_force_at_start(self) -> float:
        """That a small step or a signed bargain stands at the start."""
        return self.step_by_month[0] + self.bargain_by_month[0]

    @property
    def stages(self) -> Mapping[str, float] | None:
        """How far diplomacy gets by the horizon; None where a bargain is signed at the start."""
        return None if self.bargain_by_month[0] > 0.0 else stages(self.ever, self.deal)


@dataclass(frozen=True, repr=False)
class Assessment:
    """The answer for one case with every judgement at its mode.

    `conditions` and `diagnosis` are of all deals, `conditions_beyond` and `diagnosis_beyond` of those that are more
    than a small step; `openings` belong to `diagnosis_of_more`.
    """

    case: Case
    conditions: Conditions
    conditions_beyond: Conditions
    diagnosis: Diagnosis
    diagnosis_beyond: Diagnosis
    openings: tuple[Opening, ...]
    rungs: Mapping[Rung, RungCounts]
    coalitions: tuple[tuple[str, ...], ...]
    deals: Deals
    alternatives: Mapping[str, PartyAlternatives]
    futures: Mapping[str, Future]
    run: Run = field(repr=False, compare=False)

    @property
    def as_is(self) -> Future:
        """The future of the case as it is."""
        return self.futures[AS_IS]

    @property
    def lacks_at_start(self) -> bool:
        """Whether the case has a step or a signed bargain stand at the start and there is no such deal."""
        return self.case.dynamics.bargain != "none" and self.as_is.in_force_at_start == 0.0

    @property
    def war_goes_on(self) -> bool:
        """Whether a war may go on under any posture, as the analyst or somebody in the case sees it."""
        return self.run.war_goes_on

    @property
    def that_sign(self) -> tuple[str, ...]:
        """The parties that sign in the case or under one of its postures."""
        return self.run.that_sign

    @property
    def only_small_steps(self) -> bool:
        """Whether there are deals acceptable now, all of them small steps."""
        return self.deals.exists and self.diagnosis_beyond.corrections not in ((), ((),))

    @property
    def diagnosis_of_more(self) -> Diagnosis:
        """Why not, and what must change: for any deal if there is none now, else for more than a small step."""
        return self.diagnosis_beyond if self.deals.exists else self.diagnosis

    @property
    def is_hurting(self) -> Mapping[str, bool]:
        """Whether each signatory expects worse than today without a deal [Zartman 2000]."""
        return {name: a.reservation < -NOISE for name, a in self.alternatives.items()}

    @property
    def is_convinced(self) -> Mapping[str, bool]:
        """Whether each signatory is convinced that nothing is better than a deal."""
        return {name: a.reservation <= NOISE for name, a in self.alternatives.items()}

    @property
    def best_beyond(self) -> Deal | None:
        """The best deal beyond small steps that is acceptable at the start, the wide one if there is one."""
        return self.deals.best_wide or self.deals.best_partial

    @property
    def highest_rung(self) -> Rung | None:
        """The highest rung with a deal that is acceptable at the start; diplomacy can succeed up to there."""
        return next((rung for rung in reversed(RUNGS) if self.deals.best[rung] is not None), None)

    @property
    def has_way_out(self) -> bool:
        """Whether a deal beyond small steps is acceptable at the start, the other half of a ripe moment."""
        return self.best_beyond is not None

    @property
    def is_ripe(self) -> bool:
        """Whether every signatory is hurting and there is a way out: a deal acceptable beyond small steps."""
        return all(self.is_hurting.values()) and self.has_way_out

    def to_dict(self) -> dict[str, Any]:
        """The machine-readable assessment of MODEL.md, section 11."""
        return as_json(self)

    def __repr__(self) -> str:
        now = "some" if self.deals.now is None else self.deals.now
        deals = f"{now} of {self.deals.settlements} deals acceptable now"
        by = (
            f"by month {self.case.horizon}: war {self.as_is.war_total:.1%}, "
            f"signed bargain or settlement in force {self.as_is.deal:.1%}"
        )
        return f"<Assessment of {self.case.id}: {deals}; {by}>"


def as_json(a: Assessment) -> dict[str, Any]:
    """The machine-readable assessment: plain dicts, lists, strings and numbers at full precision."""

    def alternative(seen: Alternative) -> dict[str, float | None]:
        return {"never": seen.never, "attack": seen.attack, "wait": seen.wait}

    def by_trust(deals: Mapping[int, tuple[Settlement | None, ...]]) -> dict[str, list[Settlement | None]]:
        return {str(office): list(found) for office, found in deals.items()}

    def future(f: Future) -> dict[str, Any]:
        return {
            "value": dict(f.value),
            "war": dict(f.war),
            "war_total": f.war_total,
            "settled": f.settled,
            "step_at_horizon": f.step,
            "bargain_at_horizon": f.bargain,
            **{f"{name}_ever": f.ever[name] for name in REACHED},
            "capitulation": dict(f.capitulation),
            "crisis_months": f.crisis_months,
            "war_by_month": list(f.war_by_month),
            "at_war": f.at_war,
            "war_months": f.war_months,
            "decided": f.decided,
            "ceasefire_ever": f.ceasefire_ever,
            "policy0": {party: dict(moves) for party, moves in f.first_moves.items()},
            "implied": vars(f.implied).copy(),
        }

    return {
        "alternatives": {name: alternative(p.believed) for name, p in a.alternatives.items()},
        "alternatives_analyst": {name: alternative(p.as_analyst) for name, p in a.alternatives.items()},
        "reservation": {name: p.reservation for name, p in a.alternatives.items()},
        "settlements": a.deals.settlements,
        "deals_now": a.deals.now,
        "corrections": [list(c) for c in a.diagnosis.corrections],
        "conflicts": [list(c) for c in a.diagnosis.conflicts],
        "corrections_beyond": [list(c) for c in a.diagnosis_beyond.corrections],
        "conflicts_beyond": [list(c) for c in a.diagnosis_beyond.conflicts],
        "holds": dict(a.conditions.holds),
        "rungs": {
            rung: {"deals": of.deals, "passing": dict(of.passing), "all": of.all} for rung, of in a.rungs.items()
        },
        "coalitions": [list(members) for members in a.coalitions],
        "step": a.deals.step,
        "partial": by_trust(a.deals.partial_by_trust),
        "wide": by_trust(a.deals.wide_by_trust),
        "futures": {name: future(f) for name, f in a.futures.items()},
    }
