"""Why not, and what must change: minimal correction sets and minimal conflicts (MODEL.md, section 5)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from ripeness.case.values import BoolArray


@dataclass(frozen=True)
class Diagnosis:
    """Both lists are exact: relaxing a correction set opens a deal; no deal satisfies all of a conflict.

    Each set is sorted; sets are listed by length, then alphabetically. `necessary` are those in every correction set.
    """

    corrections: tuple[tuple[str, ...], ...]
    conflicts: tuple[tuple[str, ...], ...]

    @property
    def necessary(self) -> tuple[str, ...]:
        """Constraints that must move whatever else does: those in every correction set."""
        if not self.corrections:
            return ()
        first, *others = self.corrections
        return tuple(sorted(set(first).intersection(*others)))


def minimal_sets(masks: Iterable[int]) -> list[int]:
    """The bit masks that contain no other one.

    >>> minimal_sets([0b111, 0b011, 0b100, 0b011])
    [4, 3]
    """
    kept: list[int] = []
    for mask in sorted(set(masks), key=lambda m: (m.bit_count(), m)):
        if not any(small & mask == small for small in kept):
            kept.append(mask)
    return kept


def minimal_hitting_sets(masks: Sequence[int]) -> list[int]:
    """The minimal sets that share a bit with each mask [Berge 1989; Liffiton & Sakallah 2008].

    >>> sorted(minimal_hitting_sets([0b011, 0b110]))
    [2, 5]
    """
    hitting = [0]
    for mask in masks:
        bits = [1 << b for b in range(mask.bit_length()) if mask >> b & 1]
        hit = [h for h in hitting if h & mask]
        grown = [h | bit for h in hitting if not h & mask for bit in bits]
        hitting = minimal_sets([*hit, *grown])
    return hitting


def violation_masks(satisfied: BoolArray) -> list[int]:
    """The distinct sets of constraints that deals violate, as bit masks; `satisfied` is (constraints, deals)."""
    packed = np.unique(np.packbits(~satisfied, axis=0, bitorder="little"), axis=1)
    return [int.from_bytes(column.tobytes(), "little") for column in packed.T]


def diagnose(names: Sequence[str], satisfied: BoolArray) -> Diagnosis:
    """Both lists for the named constraints, `satisfied` having shape (constraints, deals).

    >>> diagnose(["a", "b"], np.array([[True, False], [False, True]]))
    Diagnosis(corrections=(('a',), ('b',)), conflicts=(('a', 'b'),))
    """
    corrections = minimal_sets(violation_masks(satisfied))
    conflicts = minimal_hitting_sets(corrections) if corrections and corrections != [0] else []
    return Diagnosis(named_sets(names, corrections), named_sets(names, conflicts))


def named_sets(names: Sequence[str], masks: Iterable[int]) -> tuple[tuple[str, ...], ...]:
    """Sets of names from bit masks, each sorted, by length and then alphabetically."""
    sets = [tuple(sorted(names[b] for b in range(mask.bit_length()) if mask >> b & 1)) for mask in masks]
    return tuple(sorted(sets, key=lambda s: (len(s), s)))
