"""What a brief is made of: an assessment and, where there are draws, their tables; every number asked in one place."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ripeness.answer.answers import BEST
from ripeness.answer.pivot import Pivot, pivots
from ripeness.answer.reading import Reading
from ripeness.answer.result import Assessment, Future
from ripeness.answer.stages import stages
from ripeness.arrays import FloatArray
from ripeness.case.direction import said
from ripeness.case.model import Case
from ripeness.case.quantity import AS_IS
from ripeness.crisis.states import WAR_PATHS
from ripeness.ensemble.claims import ClaimOverDraws, ClaimResult, judge_claims, judge_claims_over_draws
from ripeness.ensemble.distribution import ConditionShares, amounts, conditions_of, paired, sets_of, under
from ripeness.ensemble.ensemble import Table
from ripeness.ensemble.intervals import Share, quantiles_of, share_of
from ripeness.ensemble.levers import EasyPlan, LeverPlan, easiest_plans, lever_plans
from ripeness.ensemble.wording import can_be_told_apart
from ripeness.findings.findings import Measure, Unit
from ripeness.findings.gains import best_of, of_which_payoffs_are_parts, payoff
from ripeness.rules.constraints import Constraint
from ripeness.settlements.listing import Rung, can_be_listed

DRAWS = "5 to 95 % of draws"
SHARE = "95 % interval of the share"
# of levers and claims, which cost a pass of the model for every draw and change
MOST_DRAWS = 256

_UNITS: Mapping[str, Unit] = {
    "crisis_months": "months",
    "war_months": "months",
    "bargain.life": "months",
    "months_per_crisis": "months",
    "crises_per_year": "rate",
}

# months from 0 to the horizon, the middle of the draws or the value at the modes, and the ends of the interval
Curve = tuple[tuple[float, ...], tuple[float, ...] | None, tuple[float, ...] | None]


@dataclass(frozen=True)
class Drawn:
    """The tables of a run over draws, as `KeptRun.table` reads them."""

    draws: Table
    outcomes: Table
    curves: Table

    @property
    def count(self) -> int:
        """How many draws there are."""
        return len(self.draws["draw"])


@dataclass(frozen=True)
class Tested:
    """Lever plans, and claims, put to the test in so many draws; no draws where that was left out.

    `claim_draws` are those of the claims, where they are others than those of the plans.
    """

    draws: int
    plans: tuple[LeverPlan, ...]
    claims: Mapping[str, ClaimOverDraws]
    claim_draws: int | None = None


@dataclass(frozen=True)
class Material:
    """An assessment at the modes, and what the draws add to it.

    `tested` are its levers and claims, if they were put to the test before, or left out; else that is done when they
    are asked for.
    """

    a: Assessment
    drawn: Drawn | None = None
    seed: int = 1
    tested: Tested | None = None

    @cached_property
    def plan_draws(self) -> int:
        """In how many draws lever plans are put to the test."""
        if self.tested is not None:
            return self.tested.draws
        return min(self.drawn.count, MOST_DRAWS) if self.drawn else 1

    @property
    def claim_draws(self) -> int:
        """In how many draws claims are put to the test."""
        if self.tested is None or self.tested.claim_draws is None:
            return self.plan_draws
        return self.tested.claim_draws

    @cached_property
    def plans(self) -> tuple[LeverPlan, ...]:
        """The lever plans that open a deal, the easiest first; none where nothing is in the way."""
        if self.tested is not None:
            return self.tested.plans
        if not self.case.levers or not self.a.diagnosis_of_more.conflicts:
            return ()
        return lever_plans(self.case, asks_beyond_small_steps(self.a), seed=self.seed, draws=self.plan_draws)

    @cached_property
    def easiest(self) -> tuple[EasyPlan, ...]:
        """The plans of fewest levers that open a deal at the modes, which are found sooner than all plans are."""
        if not self.case.levers or not self.a.diagnosis_of_more.conflicts:
            return ()
        return easiest_plans(self.case, asks_beyond_small_steps(self.a))

    @cached_property
    def claims(self) -> Mapping[str, ClaimResult]:
        """The claims put to the test at the modes."""
        return judge_claims(self.a.run)

    @cached_property
    def claims_over_draws(self) -> Mapping[str, ClaimOverDraws] | None:
        """The claims put to the test over draws; None where there are none."""
        if self.tested is not None:
            return self.tested.claims or None
        if not self.drawn or not self.case.claims:
            return None
        return judge_claims_over_draws(self.case, seed=self.seed, draws=self.claim_draws, outcomes=self.drawn.outcomes)

    @cached_property
    def pivots(self) -> tuple[Pivot, ...]:
        """The judgements that flip the answer alone; none where statements decide it or deals are not listed."""
        if not can_be_listed(self.case) or hangs_on_statements(self.a):
            return ()
        return pivots(self.case, beyond_small_steps=asks_beyond_small_steps(self.a))

    @property
    def case(self) -> Case:
        """The case."""
        return self.a.case

    def name(self, party: str) -> str:
        """A party's name as it stands in a sentence."""
        return self.case.parties[party].in_sentence

    def label(self, party: str) -> str:
        """A party's name at the head of a row or column."""
        return self.case.parties[party].shown

    @cached_property
    def best(self) -> Mapping[str, float]:
        """The most that any deal is worth to each party, at the most likely values."""
        return best_of(self.reading)

    @property
    def payoffs_are(self) -> str:
        """What the numbers of a table of gains mean."""
        at_modes = " Over draws too, that most is the one at the most likely values." if self.drawn else ""
        return f"{of_which_payoffs_are_parts(self.case, self.best)}{at_modes}"

    def worth(self, name: str, amount: float | None, party: str, unit: Unit = "flow") -> Measure:
        """What something is worth to a party, shown as a part of its best."""
        return payoff(name, amount, self.best[party], unit)

    def actor(self, who: str) -> str:
        """Whoever can bring a lever about: a party by its name, anybody else as written."""
        return self.label(who) if who in self.case.parties else said(who)

    @cached_property
    def reading(self) -> Reading:
        """The run at the modes, to be asked for more."""
        return Reading(self.a.run)

    @cached_property
    def _rows(self) -> dict[str, Table]:
        return {}

    def rows(self, posture: str = AS_IS) -> Table:
        """The outcomes of a posture, one row a draw."""
        assert self.drawn is not None
        if posture not in self._rows:
            self._rows[posture] = under(self.drawn.outcomes, posture)
        return self._rows[posture]

    @property
    def war_goes_on(self) -> bool:
        """Whether a war may go on, under any posture."""
        return self.a.war_goes_on

    @property
    def stages(self) -> Mapping[str, float] | None:
        """How far diplomacy gets as things are, at the modes or as means over the draws; None where not given."""
        if self.drawn is None or self.a.as_is.stages is None:
            return self.a.as_is.stages
        rows = self.rows()
        if self.case.dynamics.bargain == "signed" and (amounts(rows, "in_force_at_start") > 0.0).any():
            return None
        ever = {name: float(amounts(rows, f"{name}.ever").mean()) for name in ("talks", "opening", "deal")}
        return stages(ever, float(amounts(rows, "deal").mean()))

    def of(self, quantity: str, posture: str = AS_IS) -> Measure:
        """A quantity of a posture's future: the median and 5 to 95 % of the draws, or the value at the modes."""
        name = quantity if posture == AS_IS else f"{quantity}@{posture}"
        unit = _UNITS.get(quantity, "probability")
        if self.drawn is None:
            return Measure(name, at_modes(self.a.futures[posture], quantity), unit)
        return _over_draws(name, amounts(self.rows(posture), quantity), unit)

    def expected(self, party: str) -> tuple[Measure, Measure, Measure]:
        """What a signatory expects without a deal, as it believes and as the analyst sees it, and the difference."""
        of, best = self.a.alternatives[party], self.best[party]
        if self.drawn is None:
            return (
                payoff(f"reservation.{party}", of.reservation, best),
                payoff(f"analyst.reservation.{party}", of.reservation_as_analyst, best),
                payoff(f"illusion.{party}", of.illusion, best, "amount"),
            )
        believed, seen = (amounts(self.rows(), f"reservation.{party}.{view}") for view in ("believed", "analyst"))
        return (
            _over_draws(f"reservation.{party}", believed, "flow", best),
            _over_draws(f"analyst.reservation.{party}", seen, "flow", best),
            _over_draws(f"illusion.{party}", believed - seen, "amount", best),
        )

    def gives_in(self, party: str, posture: str) -> Measure:
        """How likely a party is to capitulate under a posture; no number where it signs nothing under it."""
        quantity = f"capitulation.{party}"
        if party in self.a.futures[posture].capitulation:
            return self.of(quantity, posture)
        return Measure(_at(quantity, posture), None, "probability")

    @property
    def has_region_cost(self) -> bool:
        """Whether the case says what crises and wars cost the region."""
        regional = self.case.dynamics.regional
        return any(not each.is_fixed or each.mode != 0.0 for each in (regional.crisis, regional.war))

    def region_cost(self, posture: str) -> float:
        """What the region pays under a posture: at the modes, or the median of the draws."""
        if self.drawn is None:
            return -self.a.futures[posture].region_cost
        return -float(np.median(amounts(self.rows(posture), "region_cost")))

    def difference(self, quantity: str, posture: str, against: str = AS_IS) -> Measure:
        """A quantity under one posture less that under another, draw by draw where there are draws."""
        name = f"{_at(quantity, posture)} - {_at(quantity, against)}"
        if self.drawn is None:
            both = (at_modes(self.a.futures[each], quantity) for each in (posture, against))
            first, second = both
            return Measure(name, first - second, "points")
        pair = paired(self.rows(posture), self.rows(against), posture, against, quantity)
        return Measure(name, pair.median, "points", pair.q05, pair.q95, DRAWS)

    def lower(self, quantity: str, posture: str, against: str) -> Share | None:
        """The share of draws in which a quantity is lower under one posture than under another."""
        if self.drawn is None:
            return None
        return paired(self.rows(posture), self.rows(against), posture, against, quantity).lower

    def told_apart(self, quantity: str = "war") -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The postures under which a quantity is lower than as things are, and higher; the farthest first.

        Left out are those that cannot be told apart from the case as it is: too near to it or, where there are draws,
        on either side of it in 9 of 10 of them.
        """
        lower, higher = list[str](), list[str]()
        as_is = self.of(quantity).number
        changes = {name: self.difference(quantity, name) for name in self.case.postures}
        for name, change in sorted(changes.items(), key=lambda of: -abs(of[1].number)):
            one_way = change.low is None or change.high is None or change.low > 0 or change.high < 0
            if one_way and can_be_told_apart(as_is + change.number, as_is):
                (lower if change.number < 0 else higher).append(name)
        return tuple(lower), tuple(higher)

    def share(self, name: str, holds: Share) -> Measure:
        """A share of draws."""
        return Measure(name, holds.share, "probability", holds.low, holds.high, SHARE)

    def share_with_deal(self, beyond: bool) -> Measure | None:
        """The share of draws in which a deal is open now, any or one beyond small steps; None without draws."""
        if self.drawn is None:
            return None
        rows = self.rows()
        open_now = rows["corrections_beyond"] == "-" if beyond else rows["deal_now"] == 1
        return self.share("share(beyond_now)" if beyond else "share(deal_now)", share_of(open_now))

    def share_with_rung(self, rung: Rung) -> Measure | None:
        """The share of draws in which a deal of a rung is acceptable now; None without draws."""
        return None if self.drawn is None else self.share(f"share({rung}_now)", share_of(self.rows()[BEST[rung]] != ""))

    def condition_shares(self, beyond: bool) -> ConditionShares | None:
        """The shares of draws in which each condition holds, of any deal or beyond small steps; None without draws."""
        if self.drawn is None:
            return None
        column = "corrections_beyond" if beyond else "corrections"
        return conditions_of(self.rows()[column], self.case.signatories)

    def share_listing(self, column: str, names: tuple[str, ...]) -> Measure | None:
        """The share of draws whose list of sets in a column holds this one; None without draws."""
        if self.drawn is None:
            return None
        texts, which = np.unique(self.rows()[column], return_inverse=True)
        listing = np.array([names in sets_of(str(text)) for text in texts])
        return self.share(f"share({'+'.join(names)})", share_of(listing[which]))

    def curve(self, series: str, posture: str = AS_IS) -> Curve:
        """What has happened by each month: war, `war.` and a path; or is in force or goes on then: one of `SERIES`."""
        if self.drawn is not None:
            of = self.drawn.curves
            here = (of["posture"] == posture) & (of["series"] == series)
            low, mid, high = (tuple(of[q][here].astype(float).tolist()) for q in ("q05", "q50", "q95"))
            return mid, low, high
        curves = self.a.run.under(posture).futures.curves
        kind, _, path = series.partition(".")
        if kind == "war":
            of_months = curves.war[0, WAR_PATHS.index(path)] if path else curves.war[0].sum(axis=0)
        else:
            of_months = getattr(curves, kind)[0]
        return tuple(of_months.tolist()), None, None


def hangs_on_statements(a: Assessment) -> bool:
    """Whether statements, such as red lines, alone leave no deal, so that no number can open one."""
    # by their kind: an entitlement has no slack either for a small step, which is exempt from it
    return any(
        all(Constraint.named(name).rule.is_statement for name in conflict) for conflict in a.diagnosis_of_more.conflicts
    )


def asks_beyond_small_steps(a: Assessment) -> bool:
    """Whether the question is what opens more than small steps: small steps hide what larger deals hang on."""
    return a.deals.exists and bool(a.diagnosis_beyond.corrections)


def _over_draws(name: str, drawn: FloatArray, unit: Unit, whole: float | None = None) -> Measure:
    low, _, median, _, high = quantiles_of(drawn).tolist()
    return Measure(name, median, unit, low, high, DRAWS, whole)


def _at(quantity: str, posture: str) -> str:
    return quantity if posture == AS_IS else f"{quantity}@{posture}"


def at_modes(future: Future, quantity: str) -> float:
    """A quantity of a future, by the name that the outcomes of draws give it."""
    kind, _, which = quantity.partition(".")
    if kind == "war":
        return future.war[which] if which else future.war_total
    if kind == "capitulation":
        return future.capitulation[which]
    if which == "ever":
        return future.ever.get(kind, 0.0)
    return {
        "deal": future.deal,
        "step": future.step,
        "bargain": future.bargain,
        "settled": future.settled,
        "bargain.life": future.bargain_life,
        "at_war": future.at_war,
        "war_months": future.war_months,
        "decided": future.decided,
        "crisis_months": future.crisis_months,
        "crises_per_year": future.implied.crises_per_year,
        "months_per_crisis": future.implied.months_per_crisis,
        "war_per_crisis": future.implied.war_per_crisis,
        "war_per_year": future.implied.war_per_year,
    }[quantity]
