"""Section 5 and the coalitions of section 4: why not, what must change, and who could sign without whom."""

import itertools
from collections.abc import Iterable, Mapping

import numpy as np

from .conditions import Constraints, all_hold, constraints
from .settlements import STEP, Settlements


def minimal(sets: Iterable[frozenset]) -> list[frozenset]:
    kept: list[frozenset] = []
    for candidate in sorted(set(sets), key=len):
        if not any(smaller <= candidate for smaller in kept):
            kept.append(candidate)
    return kept


def in_order(sets: Iterable[Iterable[str]]) -> list[list[str]]:
    return sorted((sorted(one) for one in sets), key=lambda one: (len(one), one))


def corrections(held: Constraints, deals: Iterable[int]) -> list[frozenset]:
    """The smallest sets of constraints that some deal violates, by inclusion."""
    return minimal(frozenset(name for name, (_, fine) in held.items() if not fine[deal]) for deal in deals)


def conflicts(corrected: list[frozenset]) -> list[frozenset]:
    """The minimal hitting sets of the correction sets: one set hit after the other."""
    if not corrected or frozenset() in corrected:
        return []
    hitting = [frozenset()]
    for correction in corrected:
        hitting = minimal(hit if hit & correction else hit | {name} for hit in hitting for name in correction)
    return hitting


def diagnosis(space: Settlements, held: Constraints) -> dict[str, list[list[str]]]:
    beyond = np.flatnonzero(space.rungs != STEP)
    over_all, over_beyond = corrections(held, range(len(space.deals))), corrections(held, beyond)
    return {
        "corrections": in_order(over_all),
        "conflicts": in_order(conflicts(over_all)),
        "corrections_beyond": in_order(over_beyond),
        "conflicts_beyond": in_order(conflicts(over_beyond)),
    }


def coalitions(space: Settlements, leader: int, trust: int, r: Mapping[str, float]) -> list[list[str]]:
    """The largest sets of signatories that have a deal beyond small steps without the others."""
    names, found = space.case.signatories, []
    for size in range(len(names), 1, -1):
        for members in itertools.combinations(names, size):
            if any(set(members) <= larger for larger in found):
                continue
            fine = all_hold(space, constraints(space, leader, trust, r, members))
            if (fine & (space.rungs != STEP)).any():
                found.append(set(members))
    return in_order(found)
