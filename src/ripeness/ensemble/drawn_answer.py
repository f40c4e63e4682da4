"""The answer from draws in one object, and its machine-readable form: the distribution with its levers and claims."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, cast

import numpy as np

import ripeness
from ripeness.answer.stages import stages
from ripeness.case.model import Case
from ripeness.case.quantity import AS_IS
from ripeness.ensemble.claims import ClaimOverDraws
from ripeness.ensemble.distribution import Distribution, PostureAnswer, curves_of, summed_up
from ripeness.ensemble.intervals import PROBABILITIES, Share, Spread
from ripeness.ensemble.levers import LeverPlan
from ripeness.ensemble.storage.runs import KeptRun
from ripeness.ensemble.tornado import Bar, tornado
from ripeness.ensemble.wording import estimate

MOVED = ("war", "deal")
MOST = 0.5

_QUANTILES = tuple(f"q{100 * p:02.0f}" for p in PROBABILITIES)


@dataclass(frozen=True)
class DrawnAnswer:
    """The answer from the draws of a run.

    `levers` are put to the test in the first `tested` draws and `claims` in the first `claimed`, with 0 not at all.
    `bars` has a tornado for each of the quantities `MOVED` under the case as it is.
    """

    case: Case
    draws: int
    seed: int
    found: Distribution
    bars: Mapping[str, tuple[Bar, ...]]
    tested: int
    levers: tuple[LeverPlan, ...]
    claims: Mapping[str, ClaimOverDraws]
    claimed: int

    @property
    def deal(self) -> Spread:
        """A signed bargain or a settlement in force at the horizon, in the case as it is."""
        return self.found.postures[AS_IS].quantities["deal"]

    @property
    def war(self) -> Spread:
        """War by the horizon, in the case as it is."""
        return self.found.postures[AS_IS].quantities["war"]

    @property
    def war_goes_on(self) -> bool:
        """Whether a war may go on, under any posture in any draw."""
        months = (of.quantities["war_months"].mean.mean for of in self.found.postures.values())
        return self.case.dynamics.tension == "war" or any(each > 0.0 for each in months)

    @property
    def stages(self) -> Mapping[str, float] | None:
        """How far diplomacy gets as it is, as means over the draws; None where a bargain is signed at the start."""
        of = self.found.postures[AS_IS]
        if self.case.dynamics.bargain == "signed" and self.found.in_force_at_start.share > 0.0:
            return None
        ever = {name: of.quantities[f"{name}.ever"].mean.mean for name in ("talks", "opening", "deal")}
        return stages(ever, of.quantities["deal"].mean.mean)

    @property
    def has_small_steps(self) -> bool:
        """Whether a deal may be a small step."""
        return has_small_steps(self.case)

    @property
    def beyond(self) -> bool:
        """Whether the question is what opens more than small steps."""
        return asks_for_more(self.case, self.found.deal_now)

    def to_dict(self) -> dict[str, Any]:
        """Plain dicts, lists, strings and numbers at full precision; None for a number that there is not."""
        return as_json(self)


def drawn_answer(
    case: Case,
    run: KeptRun,
    tested: int,
    levers: tuple[LeverPlan, ...],
    claims: Mapping[str, ClaimOverDraws],
    claimed: int | None = None,
) -> DrawnAnswer:
    """The answer that the tables of a finished run give. Raises `InputError` where they cannot be read."""
    outcomes, draws = run.table("outcomes"), run.table("draws")
    found = summed_up(outcomes, curves_of(run.table("curves")))
    bars = {quantity: tornado(draws, outcomes, quantity) for quantity in MOVED}
    return DrawnAnswer(
        case, run.plan.draws, run.plan.seed, found, bars, tested, levers, claims, tested if claimed is None else claimed
    )


def has_small_steps(case: Case) -> bool:
    """Whether a deal of the case may be a small step."""
    return any(issue.separable for issue in case.issues.values())


def asks_for_more(case: Case, deal_now: Share) -> bool:
    """Whether a deal is open in most draws where there are small steps, which hide what stands in the way of more."""
    return has_small_steps(case) and deal_now.share >= MOST


def as_json(a: DrawnAnswer) -> dict[str, Any]:
    """The machine-readable answer from draws; a superset of what a run says in short."""
    of = a.found
    return {
        "case": a.case.id,
        "draws": a.draws,
        "seed": a.seed,
        "version": ripeness.__version__,
        "bottom_line": {
            name: {"word": estimate(spread.median), **plain(spread)}
            for name, spread in (("deal", a.deal), ("war", a.war))
        },
        "deal_now": plain(of.deal_now),
        "beyond_now": plain(of.beyond_now),
        "rungs": plain(of.rungs),
        "in_force_at_start": plain(of.in_force_at_start),
        "conditions": plain(of.conditions),
        "conditions_beyond": plain(of.conditions_beyond),
        "diagnosis": plain(of.why),
        "diagnosis_beyond": plain(of.why_beyond),
        "tightest": plain(of.tightest),
        "deals": {"best": plain(of.best), **{rung: plain(found) for rung, found in of.best_of.items()}},
        "alternatives": {
            party: {
                "believed": plain(of.reservations[party]),
                "analyst": plain(of.reservations_as_analyst[party]),
                "illusion": plain(of.illusions[party]),
            }
            for party in of.reservations
        },
        "ripe": plain(of.ripe),
        "hurting": plain(of.hurting),
        "convinced": plain(of.convinced),
        "stages": a.stages,
        "postures": {name: _posture(answer) for name, answer in of.postures.items()},
        "paired": [plain(pair) for pair in of.paired if pair.against == AS_IS],
        "tornado": {
            name: [plain(bar) | {"stands_out": bar.stands_out} for bar in bars] for name, bars in a.bars.items()
        },
        "tested": a.tested,
        "claims_tested": a.claimed,
        "levers": [plain(plan) | {"war_change": plan.war_change} for plan in a.levers],
        "claims": {name: _claim(claim) for name, claim in a.claims.items()},
    }


def plain(value: Any) -> Any:
    """Data classes as dicts, arrays and tuples as lists, and None for a number that there is not.

    >>> from ripeness.ensemble.intervals import Mean
    >>> plain((Mean(0.5, float("-inf"), float("nan")),))
    [{'mean': 0.5, 'low': None, 'high': None}]
    """
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(of) for key, of in cast(Mapping[Any, Any], value).items()}
    if isinstance(value, np.ndarray):
        return plain(cast(Any, value).tolist())
    if isinstance(value, tuple | list):
        return [plain(each) for each in cast(list[Any], value)]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _posture(answer: PostureAnswer) -> dict[str, Any]:
    in_short = {
        quantity: {"q05": spread.q05, "q50": spread.median, "q95": spread.q95}
        for quantity, spread in answer.quantities.items()
        if quantity in ("deal", "war")
    }
    return in_short | {
        "deal_now": plain(answer.deal_now),
        "quantities": plain(answer.quantities),
        "curves": {series: dict(zip(_QUANTILES, of.tolist(), strict=True)) for series, of in answer.curves.items()},
    }


def _claim(claim: ClaimOverDraws) -> dict[str, Any]:
    return {
        "text": claim.claim.text,
        "verdict": claim.verdict,
        "hangs_on_mechanism": claim.hangs_on_mechanism,
        "with_mechanism": plain(claim.with_mechanism),
        "without_mechanism": plain(claim.without_mechanism),
    }
