"""The single judgement whose smallest change, within its own range, flips the answer: can diplomacy succeed now?"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ripeness.answer.alternatives import alternatives
from ripeness.answer.zones import ground_at_start
from ripeness.arrays import BoolArray, FloatArray
from ripeness.bargaining.acceptance import acceptable
from ripeness.case.fields import at
from ripeness.case.judgement import Judgement, Within
from ripeness.case.model import TRUST_LEVELS, Case
from ripeness.case.read.changes import keys_of
from ripeness.case.read.load import judgements
from ripeness.case.values import Values
from ripeness.settlements.listing import Settlements, list_settlements

DRAWS_AT_ONCE = 64
POINTS = 32
FAR = 0.95


@dataclass(frozen=True)
class Pivot:
    """A judgement that flips the answer on its way from its mode to one end of its range, or beyond it.

    `value` is the first of the points tried at which the answer is the other one; `share` how far along that way it is.
    """

    judgement: Judgement
    value: float
    share: float
    opens: bool
    in_range: bool


def pivots(case: Case, beyond_small_steps: bool = False) -> tuple[Pivot, ...]:
    """Every judgement that flips the answer alone within its range, the smallest change first; else beyond ranges.

    The answer is whether any deal is acceptable at the start, or any that is more than a small step. Changes are
    compared as shares of the way from the mode to the end of the range, tried at 32 points. Only where no judgement
    flips it in its range are all numbers tried as far as their field allows, from next to nothing to nearly twice
    what they are.
    """
    settlements = list_settlements(case)
    counted = ~settlements.is_small_step if beyond_small_steps else np.ones(len(settlements), dtype=bool)
    given = list(judgements(case))
    in_range = [(j, end) for j in given for end in (j.low, j.high) if end != j.mode]
    found = _flipping(case, settlements, counted, in_range, in_range=True)
    if not found:
        beyond = [(j, end) for j in given for end in _far_ends(j)]
        found = _flipping(case, settlements, counted, beyond, in_range=False)
    return tuple(sorted(found, key=lambda p: (p.share, p.judgement.path)))


def _far_ends(judgement: Judgement) -> list[float]:
    """As far as a number may go either way: within its field, and not to zero, where weights would lose their sum."""
    kind = at(keys_of(judgement.path))
    within = next((c for c in kind.constraints if isinstance(c, Within)), Within()) if kind else Within()
    reach = abs(judgement.mode) * FAR or 1.0 - FAR
    ends = (max(judgement.mode - reach, within.lowest), min(judgement.mode + reach, within.highest))
    return [end for end in ends if end != judgement.mode and within.holds(end)]


def _flipping(
    case: Case,
    settlements: Settlements,
    counted: BoolArray,
    ends: Sequence[tuple[Judgement, float]],
    in_range: bool,
) -> list[Pivot]:
    now, *flipped = _opens(case, settlements, counted, [None, *ends])
    found: list[Pivot] = []
    for (judgement, end), opens in zip(ends, flipped, strict=True):
        if opens != now:
            shares = np.arange(1, POINTS + 1) / POINTS
            tried = [(judgement, judgement.mode + share * (end - judgement.mode)) for share in shares]
            first = int(np.argmax(_opens(case, settlements, counted, tried) != now))
            found.append(Pivot(judgement, float(tried[first][1]), float(shares[first]), bool(opens), in_range))
    return found


def _opens(
    case: Case, settlements: Settlements, counted: BoolArray, changes: Sequence[tuple[Judgement, float] | None]
) -> BoolArray:
    """Whether any of the deals counted is acceptable at the start under each single change."""
    answers: list[BoolArray] = []
    for first in range(0, len(changes), DRAWS_AT_ONCE):
        chunk = changes[first : first + DRAWS_AT_ONCE]
        columns: dict[str, FloatArray] = {}
        for draw, change in enumerate(chunk):
            if change is not None:
                judgement, value = change
                columns.setdefault(judgement.path, np.full(len(chunk), judgement.mode))[draw] = value
        zone = zone_now(case, settlements, Values(len(chunk), columns))
        answers.append(np.any(zone[:, counted], axis=1))
    return np.concatenate(answers)


def zone_now(case: Case, settlements: Settlements, values: Values) -> BoolArray:
    """The deals acceptable at the start, (draws, settlements); no futures are computed."""
    on = ground_at_start(case, values, settlements)
    reservation = alternatives(case, values, settlements).at_start
    zone = acceptable(on, [reservation], trusts=[TRUST_LEVELS.index(case.dynamics.trust)])
    return zone[0, 0]
