"""Why not, and what must change: minimal correction sets and minimal conflicts (MODEL.md, section 5)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ripeness.arrays import BoolArray


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
    for mask in sorted(sorted(set(masks)), key=int.bit_count):
        for small in kept:
            if small & mask == small:
                break
        else:
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


_WORD = 32


@dataclass(frozen=True)
class Violations:
    """Which constraints each deal breaks: `words` (words, draws, deals) hold 32 constraints each, one a bit."""

    words: NDArray[np.uint32]

    def masks(self, draw: int = 0, among: BoolArray | None = None) -> tuple[int, ...]:
        """The distinct sets of constraints that deals violate in a draw, as bit masks in order; `among` (deals,)."""
        words = self.words[:, draw] if among is None else self.words[:, draw, among]
        if len(words) == 1:
            return tuple(np.unique(words[0]).tolist())
        distinct: list[list[int]] = np.unique(words, axis=1).T.tolist()
        return tuple(sorted(sum(word << _WORD * k for k, word in enumerate(deal)) for deal in distinct))

    def some_deal(self, constraints: int, among: BoolArray | None = None) -> BoolArray:
        """Whether a deal satisfies all the constraints of a bit mask, (draws,)."""
        asked = np.array([constraints >> _WORD * k & 0xFFFFFFFF for k in range(len(self.words))], dtype=np.uint32)
        broken = np.any([word & bits for word, bits in zip(self.words, asked, strict=True) if bits], axis=0)
        satisfied = ~np.broadcast_to(broken, self.words.shape[1:])
        return np.any(satisfied if among is None else satisfied & among, axis=1)


def violations(satisfied: Iterable[BoolArray]) -> Violations:
    """Which constraints deals violate, from one array (draws, deals) for each constraint in its order."""
    words: list[NDArray[np.uint32]] = []
    for k, holds in enumerate(satisfied):
        if k % _WORD == 0:
            words.append(np.zeros(holds.shape, dtype=np.uint32))
        words[-1] |= (~holds).astype(np.uint32) << np.uint32(k % _WORD)
    return Violations(np.stack(words))


def diagnose(names: Sequence[str], masks: Iterable[int]) -> Diagnosis:
    """Both lists for the named constraints, from the sets of them that deals violate.

    >>> diagnose(["a", "b"], [0b10, 0b01])
    Diagnosis(corrections=(('a',), ('b',)), conflicts=(('a', 'b'),))
    """
    return _diagnosis(tuple(names), tuple(minimal_sets(masks)))


# many draws violate different sets and have the same ways out
@lru_cache(maxsize=4096)
def _diagnosis(names: tuple[str, ...], corrections: tuple[int, ...]) -> Diagnosis:
    conflicts = minimal_hitting_sets(corrections) if corrections and corrections != (0,) else []
    return Diagnosis(named_sets(names, corrections), named_sets(names, conflicts))


def named_sets(names: Sequence[str], masks: Iterable[int]) -> tuple[tuple[str, ...], ...]:
    """Sets of names from bit masks, each sorted, by length and then alphabetically."""
    sets = [tuple(sorted(names[b] for b in range(mask.bit_length()) if mask >> b & 1)) for mask in masks]
    return tuple(sorted(sets, key=lambda s: (len(s), s)))
