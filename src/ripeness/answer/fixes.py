"""What somebody could do to open a deal: which levers make its constraints hold, and which open it together."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, islice

import numpy as np

from ripeness.answer.pipeline import run
from ripeness.answer.result import Settlement
from ripeness.answer.zones import ground_at_start
from ripeness.arrays import IntArray
from ripeness.bargaining.acceptance import constraints, satisfied
from ripeness.case.model import TRUST_LEVELS, Case
from ripeness.case.read.load import with_changes
from ripeness.case.values import MODES
from ripeness.errors import CaseError
from ripeness.settlements.listing import settlements_at

LARGEST_PLAN = 3
# a game is played for each plan that is tried
MOST_PLANS, MOST_TRIED = 3, 24


@dataclass(frozen=True)
class Plan:
    """Levers that open a deal together and do not without any one of them; `effort` is the sum of theirs."""

    levers: tuple[str, ...]
    effort: int


@dataclass(frozen=True)
class Fixes:
    """What would fix a deal, at the modes.

    `by_constraint` has for each constraint that fails the levers that make it hold, each pulled alone; `plans` the
    first few that open the deal, those of fewer levers first, then those of less effort.
    """

    by_constraint: Mapping[str, tuple[str, ...]]
    plans: tuple[Plan, ...]


def fixes(case: Case, settlement: Settlement) -> Fixes:
    """What would fix a settlement; reservation values are computed anew under each plan.

    Plans of several levers are looked for among those that make all constraints hold one by one.
    """
    # what is asked of a case is checked with every change of it, and no plan needs it
    bare = case.model_copy(update={"postures": {}, "levers": {}, "claims": {}})
    options = _options(case, settlement)
    failing = _failing(bare, options)
    if not failing:
        return Fixes({}, ())
    left = {lever: _failing_under(bare, case, (lever,), options) for lever in case.levers}
    mends = {lever: failing - still for lever, still in left.items() if still is not None}
    plans: list[tuple[str, ...]] = [(lever,) for lever, still in left.items() if still == frozenset()]
    candidates = _candidates(case, {lever: of for lever, of in mends.items() if (lever,) not in plans}, failing)
    for levers in islice(candidates, MOST_TRIED):
        is_minimal = not any(set(plan) <= set(levers) for plan in plans)
        if is_minimal and _failing_under(bare, case, levers, options) == frozenset():
            plans.append(levers)
        if len(plans) >= MOST_PLANS:
            break
    first = sorted(plans, key=lambda levers: (len(levers), _effort(case, levers)))[:MOST_PLANS]
    return Fixes(
        {name: tuple(lever for lever, of in mends.items() if name in of) for name in sorted(failing)},
        tuple(Plan(levers, _effort(case, levers)) for levers in first),
    )


def _options(case: Case, settlement: Settlement) -> IntArray:
    names = [(issue, list(of.options)) for issue, of in case.issues.items()]
    return np.array([[options.index(settlement.get(issue, options[0])) for issue, options in names]], dtype=np.int64)


def _candidates(case: Case, mends: Mapping[str, frozenset[str]], failing: frozenset[str]) -> Iterator[tuple[str, ...]]:
    """Sets of levers which make all that fails hold, one by one, and none of them for nothing; least effort first."""
    useful = [lever for lever, of in mends.items() if of]
    for size in range(2, LARGEST_PLAN + 1):
        for levers in sorted(combinations(useful, size), key=lambda levers: _effort(case, levers)):
            together = [mends[lever] for lever in levers]
            if failing <= frozenset().union(*together):
                yield levers


def _effort(case: Case, levers: Sequence[str]) -> int:
    return sum(case.levers[lever].effort for lever in levers)


def _failing_under(bare: Case, case: Case, levers: tuple[str, ...], options: IntArray) -> frozenset[str] | None:
    """The constraints that fail under some levers; None where they exclude each other or make no case together."""
    changes = {path: to for lever in levers for path, to in case.levers[lever].set.items()}
    if len(changes) < sum(len(case.levers[lever].set) for lever in levers):
        return None
    try:
        return _failing(with_changes(bare, changes, remember=False), options)
    except CaseError:
        return None


def _failing(case: Case, options: IntArray) -> frozenset[str] | None:
    """The constraints that fail for a settlement at the start; None where it is no deal."""
    own = settlements_at(case, options)
    if not own.is_deal.any():
        return None
    on = ground_at_start(case, MODES, own)
    trust, reservation = TRUST_LEVELS.index(case.dynamics.trust), run(case).alternatives.at_start
    return frozenset(c.name for c in constraints(on.parties) if not satisfied(on, c, trust, reservation)[0, 0])
