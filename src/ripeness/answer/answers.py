"""What is said of a case as it is, draw by draw: conditions, diagnosis and best deals, as columns of a table."""

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from ripeness.answer.pipeline import Run
from ripeness.answer.zones import NO_DEAL
from ripeness.arrays import BoolArray, IntArray
from ripeness.bargaining.acceptance import constraints, mask_of, satisfied, slack_of
from ripeness.bargaining.diagnosis import Violations, diagnose, violations
from ripeness.rules.conditions import CONDITIONS
from ripeness.rules.constraints import Constraint
from ripeness.settlements.listing import RUNGS, Rung, Settlements

Column = NDArray[np.generic]

_DIAGNOSES = {"corrections": "conflicts", "corrections_beyond": "conflicts_beyond"}
# the best deal of each rung
BEST: Mapping[Rung, str] = {rung: f"best.{rung}" for rung in RUNGS}
_TEXT = (*_DIAGNOSES, *_DIAGNOSES.values(), "tightest", *BEST.values())


def no_answers(draws: int) -> dict[str, Column]:
    """The columns left empty, for a posture."""
    empty: dict[str, Column] = {name: np.full(draws, "") for name in _TEXT}
    return empty | {f"holds.{condition}": np.full(draws, -1) for condition in CONDITIONS}


def answers(of: Run) -> dict[str, Column]:
    """One entry a draw.

    Sets of constraints are joined by `+`, lists of sets by ` | `; the empty set is `-`, no set at all is empty.
    """
    z = of.as_is.zones
    of_all, is_deal = constraints(z.grounds[0].parties), z.settlements.is_deal
    step, partial, wide = (z.best(0, z.start_phase, z.start_trust, rung) for rung in RUNGS)
    broken, tightest = _judged(of, of_all, np.where(wide == NO_DEAL, partial, wide))
    columns: dict[str, Column] = {}
    more = is_deal & ~z.settlements.is_small_step
    for (corrections, conflicts), among in zip(_DIAGNOSES.items(), (is_deal, more), strict=True):
        columns[corrections], columns[conflicts] = _diagnoses([c.name for c in of_all], broken, among)
    columns["tightest"] = tightest
    for rung, rows in zip(RUNGS, (step, partial, wide), strict=True):
        columns[BEST[rung]] = _deals(z.settlements, rows)
    for condition in CONDITIONS:
        of_condition = mask_of(of_all, condition=condition)
        columns[f"holds.{condition}"] = broken.some_deal(of_condition, is_deal).astype(np.int64)
    return columns


def _judged(of: Run, of_all: tuple[Constraint, ...], best: IntArray) -> tuple[Violations, Column]:
    """What settlements violate, and the name of the constraint that the best deal is nearest to breaking, if any."""
    z = of.as_is.zones
    given = z.start_trust, z.reservations[0][z.start_phase]
    broken = violations(satisfied(z.grounds[0], constraint, *given) for constraint in of_all)
    # slacks of the few deals that are the best in some draw
    rows, which = np.unique(np.maximum(best, 0), return_inverse=True)
    on, draws = z.grounds[0].only(rows[: len(z.settlements)]), np.arange(of.values.n)
    tightest, least = np.zeros(len(draws), dtype=np.int64), np.full(len(draws), np.inf)
    for k, constraint in enumerate(of_all if len(z.settlements) else ()):
        of_best = slack_of(on, constraint, *given)[draws, which]
        tightest, least = np.where(of_best < least, k, tightest), np.minimum(of_best, least)
    names = np.array([c.name for c in of_all])[tightest]
    return broken, np.where(best == NO_DEAL, "", names)


def _diagnoses(names: list[str], broken: Violations, among: BoolArray) -> tuple[Column, Column]:
    """Correction sets and conflicts as text; the same for all draws in which deals break the same constraints."""
    masks = [broken.masks(draw, among) for draw in range(broken.words.shape[1])]
    found = {each: diagnose(names, each) for each in set(masks)}
    return (
        np.array([_joined(found[each].corrections) for each in masks]),
        np.array([_joined(found[each].conflicts) for each in masks]),
    )


def _joined(sets: Iterable[tuple[str, ...]]) -> str:
    return " | ".join("+".join(s) or "-" for s in sets)


def _deals(settlements: Settlements, rows: IntArray) -> Column:
    """The issues that the deal of each draw moves, and to what; empty where there is no deal."""
    distinct, which = np.unique(rows, return_inverse=True)
    return np.array([_moves(settlements, row) for row in distinct.tolist()])[which]


def _moves(settlements: Settlements, row: int) -> str:
    if row == NO_DEAL:
        return ""
    status_quo = dict(zip(settlements.issues, (names[0] for names in settlements.option_names), strict=True))
    moved = settlements.named(row).items()
    return " ".join(f"{issue}={option}" for issue, option in moved if option != status_quo[issue])
