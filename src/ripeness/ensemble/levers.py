"""Lever plans: minimal sets of changes that somebody could bring about and that open a deal (MODEL.md, section 5)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np

from ripeness.answer.pipeline import run
from ripeness.answer.pivot import zone_now
from ripeness.answer.zones import ground_at_start
from ripeness.arrays import BoolArray, FloatArray
from ripeness.bargaining.acceptance import acceptable
from ripeness.case.model import TRUST_LEVELS, Case
from ripeness.case.quantity import AS_IS
from ripeness.case.read.load import with_changes
from ripeness.case.values import MODES, Values
from ripeness.ensemble.distribution import Paired, paired
from ripeness.ensemble.draws import drawn
from ripeness.ensemble.intervals import Share, share_of
from ripeness.ensemble.workers import Block, blocks, each
from ripeness.errors import CaseError
from ripeness.settlements.listing import list_settlements

LARGEST_PLAN = 4
DRAWS = 1024
DRAWS_AT_ONCE = 64
MOST = 0.5

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class LeverPlan:
    """Levers that open a deal together and do not without any one of them; `()` where one is open already.

    `effort` is the sum of theirs, `share` that of draws in which a deal is open under the plan, `war` the probability
    of war by the horizon under it at the modes, and `war_as_is` that without it. `paired` is war under the plan against
    war without it in the same draws.
    """

    levers: tuple[str, ...]
    effort: int
    share: Share
    war: float
    war_as_is: float
    paired: Paired

    @property
    def war_change(self) -> float:
        """What the plan adds to the probability of war at the modes; below 0 where it lowers it."""
        return self.war - self.war_as_is


def lever_plans(
    case: Case,
    beyond_small_steps: bool = False,
    seed: int = 1,
    draws: int = DRAWS,
    workers: int = 1,
    progress: Progress = lambda done, draws: None,
) -> tuple[LeverPlan, ...]:
    """The minimal plans of at most 4 levers, by total effort, then by the share of draws in which they open a deal.

    Plans are searched at the modes, with reservation values computed anew under each. A deal is any, or any that is
    more than a small step. `progress` is told how many of how many draws are done, those of all plans together.
    """
    # what is asked of a case is checked with every change of it, and no plan needs it
    bare = case.model_copy(update={"postures": {}, "levers": {}, "claims": {}})
    cut = blocks(draws, DRAWS_AT_ONCE)
    minimal = list(_minimal(bare, case, beyond_small_steps))
    cases = {(): bare} | dict(minimal)
    todo = [_Part(levers, of, beyond_small_steps, block) for levers, of in cases.items() for block in cut]
    parts: dict[tuple[tuple[str, ...], int], tuple[BoolArray, FloatArray]] = {}
    progress(0, len(cases) * draws)
    for done, (part, answer) in enumerate(each(_tried, todo, bare, seed, workers), start=1):
        parts[part.levers, part.block.first] = answer
        progress(done * draws // len(cut), len(cases) * draws)
    found: list[LeverPlan] = []
    war_as_is, of_as_is = _war(bare), np.concatenate([parts[(), block.first][1] for block in cut])
    for levers, changed in minimal:
        opens, war = (np.concatenate([parts[levers, block.first][k] for block in cut]) for k in (0, 1))
        effort = sum(case.levers[name].effort for name in levers)
        change = paired({"war": war}, {"war": of_as_is}, "+".join(levers), AS_IS, "war")
        found.append(LeverPlan(levers, effort, share_of(opens.astype(bool)), _war(changed), war_as_is, change))
    return tuple(sorted(found, key=lambda plan: (plan.effort, -plan.share.share, len(plan.levers), plan.levers)))


class _Part(NamedTuple):
    """A plan with the case that it makes, to be tried in some draws."""

    levers: tuple[str, ...]
    case: Case
    beyond_small_steps: bool
    block: Block


class EasyPlan(NamedTuple):
    """Levers that open a deal together at the modes, their total effort, and war by the horizon under them."""

    levers: tuple[str, ...]
    effort: int
    war: float


def easiest_plans(case: Case, beyond_small_steps: bool = False, largest: int = 2) -> tuple[EasyPlan, ...]:
    """The plans of fewest levers, at most `largest`, that open a deal at the modes, by effort.

    Nothing where one lever or two do not do it, which `lever_plans` may still find of three or four.
    """
    bare = case.model_copy(update={"postures": {}, "levers": {}, "claims": {}})
    for size in range(1, largest + 1):
        found = [
            EasyPlan(levers, sum(case.levers[name].effort for name in levers), _war(changed))
            for levers, changed in _opening(bare, case, beyond_small_steps, size, [])
        ]
        if found:
            return tuple(sorted(found, key=lambda plan: (plan.effort, plan.levers)))
    return ()


def _tried(_: Case, seed: int, part: _Part) -> tuple[BoolArray, FloatArray]:
    """Whether the plan opens a deal, and the probability of war under it, in each of the draws, (draws,) each."""
    of = run(part.case, drawn(seed, *part.block)).as_is
    zone = of.zones.at_start
    is_open = np.any(zone[:, ~of.zones.settlements.is_small_step] if part.beyond_small_steps else zone, axis=1)
    return is_open, of.futures.curves.war[:, :, -1].sum(axis=1)


def _minimal(bare: Case, case: Case, beyond_small_steps: bool) -> Iterator[tuple[tuple[str, ...], Case]]:
    """The minimal plans with the cases that they make, small ones first; a superset of a plan is none."""
    plans: list[tuple[str, ...]] = []
    for size in range(LARGEST_PLAN + 1):
        for levers, changed in _opening(bare, case, beyond_small_steps, size, list(plans)):
            plans.append(levers)
            yield levers, changed


def _opening(
    bare: Case, case: Case, beyond_small_steps: bool, size: int, plans: Sequence[tuple[str, ...]]
) -> Iterator[tuple[tuple[str, ...], Case]]:
    """The sets of so many levers that open a deal and hold none of these plans, with the cases that they make."""
    for levers in combinations(case.levers, size):
        if any(set(plan).issubset(levers) for plan in plans):
            continue
        changed = _under(bare, case, levers)
        if changed is not None and _opens(changed, MODES, beyond_small_steps).any():
            yield levers, changed


def _under(bare: Case, case: Case, levers: tuple[str, ...]) -> Case | None:
    """The case under these levers, or None where they exclude each other or make no case together."""
    changes: Mapping[str, Any] = {path: to for name in levers for path, to in case.levers[name].set.items()}
    if len(changes) < sum(len(case.levers[name].set) for name in levers):
        return None
    try:
        return with_changes(bare, changes) if changes else bare
    except CaseError:
        # each is sound alone (the case was checked), but one may remove what another refers to
        return None


def _opens(case: Case, values: Values, beyond_small_steps: bool) -> BoolArray:
    """Whether a deal that counts is acceptable at the start, (draws,)."""
    settlements = list_settlements(case)
    # reservation values are dear, and no deal is acceptable that is not so to parties without any alternative
    resigned = np.full((values.n, len(case.parties)), -np.inf)
    trust = TRUST_LEVELS.index(case.dynamics.trust)
    zone = acceptable(ground_at_start(case, values, settlements), [resigned], trusts=[trust])[0, 0]
    if np.any(zone[:, ~settlements.is_small_step] if beyond_small_steps else zone):
        zone = zone_now(case, settlements, values)
    return np.any(zone[:, ~settlements.is_small_step] if beyond_small_steps else zone, axis=1)


def _war(case: Case) -> float:
    return float(run(case).as_is.futures.curves.war[0, :, -1].sum())


def asks_for_more(case: Case, deals_now: Share) -> bool:
    """Whether a deal is open in most draws where there are small steps, which hide what stands in the way of more."""
    return case.has_small_steps and deals_now.share >= MOST
