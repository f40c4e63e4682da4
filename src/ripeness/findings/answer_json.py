"""The answer for machines: one JSON object, whose names mean the same at the modes and over draws.

`answer.schema.json` beside this file describes it. What stands at the top under the names of MODEL.md, section 11, is
at the modes, with draws or without; `over_draws` has the same names with what the draws make of them.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from importlib.resources import files
from typing import Any, cast

import numpy as np

from ripeness.case.quantity import AS_IS
from ripeness.crisis.futures import REACHED
from ripeness.crisis.states import WAR_PATHS
from ripeness.ensemble.claims import ClaimOverDraws
from ripeness.ensemble.distribution import ConditionShares, Distribution, PostureAnswer, Why
from ripeness.ensemble.intervals import PROBABILITIES
from ripeness.ensemble.levers import LeverPlan
from ripeness.ensemble.tornado import Bar
from ripeness.ensemble.wording import estimate

FORMAT = "ripeness answer 1"

_QUANTILES = tuple(f"q{100 * p:02.0f}" for p in PROBABILITIES)
# what a quantity of the outcomes is called in section 11, where that is another name
_OF_A_FUTURE: Mapping[str, str] = {
    "war": "war_total",
    "deal": "deal_at_horizon",
    "step": "step_at_horizon",
    "bargain": "bargain_at_horizon",
    "bargain.life": "bargain_life",
    "ceasefire.ever": "ceasefire_ever",
    **{f"{what}.ever": f"{what}_ever" for what in REACHED},
}


def schema_text() -> str:
    """The JSON Schema of the answer."""
    return (files("ripeness.findings") / "answer.schema.json").read_text(encoding="utf-8")


def over_draws(of: Distribution, stages: Mapping[str, float] | None) -> dict[str, Any]:
    """What the draws make of the numbers of section 11: shares of draws, spreads, and sets with their frequency."""
    as_is = of.postures[AS_IS].quantities
    return {
        "bottom_line": {name: {"word": estimate(as_is[name].median), **plain(as_is[name])} for name in ("deal", "war")},
        "deals_now": plain(of.deal_now),
        "beyond_now": plain(of.beyond_now),
        "in_force_at_start": plain(of.in_force_at_start),
        "rungs": {rung: {"open": plain(share)} for rung, share in of.rungs.items()},
        **_conditions(of.conditions, ""),
        **_conditions(of.conditions_beyond, "_beyond"),
        **_why(of.why, ""),
        **_why(of.why_beyond, "_beyond"),
        "tightest": plain(of.tightest),
        "best": plain(of.best),
        "best_of": plain(of.best_of),
        "reservation": plain(of.reservations),
        "reservation_analyst": plain(of.reservations_as_analyst),
        "illusion": plain(of.illusions),
        "ripe": plain(of.ripe),
        "hurting": plain(of.hurting),
        "convinced": plain(of.convinced),
        "stages": None if stages is None else dict(stages),
        "futures": {name: _future(answer) for name, answer in of.postures.items()},
        "paired": [plain(pair) for pair in of.paired if pair.against == AS_IS],
    }


def _conditions(shares: ConditionShares, which: str) -> dict[str, Any]:
    named = {"holds": shares.holds, "holds_for": shares.for_party, "together": shares.together}
    return {f"{name}{which}": plain(value) for name, value in named.items()}


def _why(why: Why, which: str) -> dict[str, Any]:
    return {f"{field.name}{which}": plain(getattr(why, field.name)) for field in fields(why)}


def _future(answer: PostureAnswer) -> dict[str, Any]:
    numbers = {_OF_A_FUTURE.get(name, name): plain(spread) for name, spread in answer.quantities.items()}
    paths = {path: numbers.pop(f"war.{path}") for path in WAR_PATHS}
    months = {series: dict(zip(_QUANTILES, of.tolist(), strict=True)) for series, of in answer.curves.items()}
    by_path = {path: months.pop(f"war.{path}") for path in WAR_PATHS}
    return {
        "deals_now": plain(answer.deal_now),
        "war": paths,
        **numbers,
        "war_by_path_and_month": by_path,
        **{f"{series}_by_month": of for series, of in months.items()},
    }


def tornados(bars: Mapping[str, Sequence[Bar]]) -> dict[str, Any]:
    """How far each judgement's range moves a quantity, the farthest first."""
    return {name: [plain(bar) | {"stands_out": bar.stands_out} for bar in found] for name, found in bars.items()}


def levers(draws: int, plans: Sequence[LeverPlan]) -> dict[str, Any]:
    """The lever plans, and in how many draws they were put to the test."""
    return {"draws": draws, "plans": [plain(plan) | {"war_change": plan.war_change} for plan in plans]}


def claims(draws: int, judged: Mapping[str, ClaimOverDraws]) -> dict[str, Any]:
    """What has become of each claim, and in how many draws they were put to the test."""
    return {"draws": draws, "judged": {name: _claim(claim) for name, claim in judged.items()}}


def _claim(claim: ClaimOverDraws) -> dict[str, Any]:
    return {
        "text": claim.claim.text,
        "verdict": claim.verdict,
        "hangs_on_mechanism": claim.hangs_on_mechanism,
        "with_mechanism": plain(claim.with_mechanism),
        "without_mechanism": plain(claim.without_mechanism),
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
