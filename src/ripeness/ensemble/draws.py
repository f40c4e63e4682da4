"""Draws of a case's judgements: PERT quantiles of scrambled Sobol points (MODEL.md, section 8).

A judgement's uniforms depend on the seed, the replicate and its own path alone: each path has the first Sobol dimension
to itself, scrambled anew. Scrambling alone [Matoušek 1998] would not do, for every scramble of one dimension has the
same leading digits up to a shift. So the points are also reordered, by a random upper unitriangular bit matrix on their
numbers, which keeps every prefix of 2^m points in place. The two together are a random digital sequence in base 2.
"""

from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ripeness.arrays import FloatArray, IntArray
from ripeness.case.judgement import Judgement
from ripeness.case.values import Values

REPLICATES = 8
MOST_DRAWS = REPLICATES << 20

# Sobol points have so many binary digits
_DIGITS = 30
# a scramble is computed for at least 2^11 points, which takes no longer than fewer and serves 16,384 draws
_FEWEST_BITS = 11
_PERT_SHAPE = 4.0
_UNDERFLOW = 1e-100

Bits = NDArray[np.int64]


def replicates(first: int, count: int) -> IntArray:
    """The replicate that each of some consecutive draws belongs to, (count,).

    >>> replicates(6, 4)
    array([6, 7, 0, 1])
    """
    return np.arange(first, first + count) % REPLICATES


def uniforms(seed: int, path: str, first: int, count: int) -> FloatArray:
    """The uniforms of one judgement in draws `first` to `first + count`, (count,), above 0 and below 1.

    Draw k is point k // 8 of replicate k % 8. Each replicate's first 2^m points have one in every interval
    [j, j + 1) / 2^m, and points of two paths, replicates or seeds are independent.

    >>> sorted(int(8 * u) for u in uniforms(1, "parties.iran.pride", 0, 64)[::8])
    [0, 1, 2, 3, 4, 5, 6, 7]
    """
    numbers = np.arange(first, first + count)
    if first < 0 or first + count > MOST_DRAWS:
        raise ValueError(f"draws {first} to {first + count}, expected: numbers from 0 to {MOST_DRAWS}")
    points, replicate = np.divmod(numbers, REPLICATES)
    needed = int(points[-1]).bit_length() if count else 0
    scrambles = [_scramble(seed, each, path, max(needed, _FEWEST_BITS)) for each in range(REPLICATES)]
    digits = np.array([shift for shift, _ in scrambles])[replicate]
    steps = np.stack([step for _, step in scrambles])
    for bit in range(needed):
        digits ^= (points >> bit & 1) * steps[replicate, bit]
    # the middle of the smallest interval, never 0 or 1
    return (digits + 0.5) / (1 << _DIGITS)


@lru_cache(maxsize=1 << 14)
def _scramble(seed: int, replicate: int, path: str, bits: int) -> tuple[int, Bits]:
    """One random digital sequence: the digits of point 0, and what each bit of a point's number changes, (bits,)."""
    from scipy.stats import qmc  # pyright: ignore[reportMissingTypeStubs]

    entropy = int.from_bytes(blake2b(f"{seed}/{replicate}/{path}".encode(), digest_size=32).digest())
    rng = np.random.default_rng(entropy)
    # row and column numbers of ones: the rows of column j are those below j, drawn here, and j itself
    columns = rng.integers(0, 1 << np.arange(_DIGITS)) | (1 << np.arange(_DIGITS))
    sobol = qmc.Sobol(d=1, scramble=True, bits=_DIGITS, rng=rng).random_base2(bits)[:, 0]
    digits = np.rint(sobol * (1 << _DIGITS)).astype(np.int64)
    # Sobol points are affine in the bits of their numbers (Gray codes are linear), so those at powers of two say it all
    shift = int(digits[0])
    steps = digits[1 << np.arange(bits)] ^ shift
    reordered = [np.bitwise_xor.reduce(steps[columns[j] >> np.arange(bits) & 1 == 1]) for j in range(bits)]
    return shift, np.array(reordered)


def pert_quantile(u: ArrayLike, low: float, mode: float, high: float) -> FloatArray:
    """Quantiles of the PERT distribution with shape 4, within [low, high]; `mode` where there is no range.

    A beta distribution on [low, high] with mean (low + 4 mode + high) / 6 [Malcolm, Roseboom, Clark & Fazar 1959].

    >>> pert_quantile([0.0, 0.5, 1.0], 0.0, 0.5, 1.0).round(12)
    array([0. , 0.5, 1. ])
    """
    probability = np.asarray(u, dtype=np.float64)
    if low == high:
        return np.full(probability.shape, mode)
    from scipy.special import betaincinv  # pyright: ignore[reportMissingTypeStubs]

    width = high - low
    a = 1.0 + _PERT_SHAPE * ((mode - low) / width)
    b = 1.0 + _PERT_SHAPE * ((high - mode) / width)
    # next to 0 the inverse underflows to NaN; scaled, the upper end may be missed by a rounding error
    safe = np.where(probability < _UNDERFLOW, 0.0, probability)
    return np.clip(low + width * betaincinv(a, b, safe), low, high)


@dataclass(frozen=True)
class Drawn(Values):
    """What each judgement is worth in `n` consecutive draws of a seed, from draw `first` on.

    A judgement is drawn when it is first asked for. One that a posture, a lever or a claim sets is drawn from the
    uniforms of its path within its own range, or is fixed: draws are compared with themselves.
    """

    seed: int = 0
    first: int = 0
    _known: dict[tuple[str, float, float, float], FloatArray] = field(
        default_factory=dict[tuple[str, float, float, float], FloatArray], init=False, repr=False, compare=False
    )
    # by identity, with the judgement itself, so that no other gets it: reading what a model holds takes longer
    _asked: dict[int, tuple[Judgement, FloatArray]] = field(
        default_factory=dict[int, tuple[Judgement, FloatArray]], init=False, repr=False, compare=False
    )

    @property
    def are_drawn(self) -> bool:
        """They are."""
        return True

    def __call__(self, judgement: Judgement | None, default: float = 0.0) -> FloatArray:
        """The judgement's values, shape (n,); `default` where there is no judgement."""
        if judgement is None:
            return np.full(self.n, default)
        if id(judgement) not in self._asked:
            worth = self._worth(judgement)
            worth.setflags(write=False)
            self._asked[id(judgement)] = judgement, worth
        return self._asked[id(judgement)][1]

    def _worth(self, judgement: Judgement) -> FloatArray:
        if judgement.is_fixed or not judgement.path:
            return np.full(self.n, judgement.mode)
        key = (judgement.path, judgement.low, judgement.mode, judgement.high)
        if key not in self._known:
            self._known[key] = pert_quantile(uniforms(self.seed, judgement.path, self.first, self.n), *key[1:])
        return self._known[key]

    def without(self, paths: object) -> "Drawn":
        """The same, for what a posture sets is fixed or has a range of its own."""
        return self

    def __reduce__(self) -> tuple[object, ...]:
        return drawn, (self.seed, self.first, self.n)


def drawn(seed: int, first: int, count: int) -> Drawn:
    """Draws `first` to `first + count` of a seed; draw k is the same whichever others are asked for."""
    return Drawn(n=count, seed=seed, first=first)
