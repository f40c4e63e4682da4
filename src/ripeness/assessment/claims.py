"""Claims put to the test: does each hold, by how much, and without its mechanism (MODEL.md, section 9)?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from ripeness.assessment.draws import drawn
from ripeness.assessment.intervals import Share, quantiles_of, share_of
from ripeness.assessment.pipeline import Run, run
from ripeness.assessment.quantities import quantity_values
from ripeness.bargaining.acceptance import TOLERANCE
from ripeness.case.load import with_changes
from ripeness.case.model import Case, Claim
from ripeness.case.quantity import parsed
from ripeness.case.values import BoolArray, FloatArray

DRAWS = 1024
DRAWS_AT_ONCE = 128
HOLDS_FROM = 0.5


@dataclass(frozen=True)
class Comparison:
    """The two numbers compared, in the order of the claim (the second is 0 where one is enough), and the outcome."""

    first: float
    second: float
    holds: bool

    @property
    def size(self) -> float:
        """How far apart the two are."""
        return self.first - self.second


@dataclass(frozen=True)
class ClaimResult:
    """A claim at the modes, and with its mechanism switched off where it names one."""

    claim: Claim
    with_mechanism: Comparison
    without_mechanism: Comparison | None

    @property
    def holds(self) -> bool:
        """Whether the claim holds."""
        return self.with_mechanism.holds

    @property
    def hangs_on_mechanism(self) -> bool | None:
        """Whether it holds with its mechanism and fails without; None where no mechanism is named."""
        return None if self.without_mechanism is None else self.holds and not self.without_mechanism.holds


def judge_claims(of: Run, names: Iterable[str] | None = None) -> Mapping[str, ClaimResult]:
    """Each claim of the case (or those named) at the modes."""
    wanted = of.case.claims if names is None else {name: of.case.claims[name] for name in names}
    return {name: _judged(of, claim) for name, claim in wanted.items()}


@dataclass(frozen=True)
class Held:
    """A comparison over draws: the share in which it holds, and its size, the first number less the second.

    Sizes are over the draws in which both quantities apply, NaN if there is none.
    """

    share: Share
    q05: float
    median: float
    q95: float

    @property
    def holds(self) -> bool:
        """Whether it holds in at least half of the draws."""
        return self.share.share >= HOLDS_FROM


@dataclass(frozen=True)
class ClaimOverDraws:
    """A claim over draws, and with its mechanism switched off where it names one."""

    claim: Claim
    with_mechanism: Held
    without_mechanism: Held | None

    @property
    def fails(self) -> bool:
        """Whether it fails in more than half of the draws."""
        return not self.with_mechanism.holds

    @property
    def hangs_on_mechanism(self) -> bool | None:
        """Whether it holds with its mechanism and fails without; None where no mechanism is named."""
        return None if self.without_mechanism is None else not self.fails and not self.without_mechanism.holds


def judge_claims_over_draws(
    case: Case, names: Iterable[str] | None = None, seed: int = 1, draws: int = DRAWS
) -> Mapping[str, ClaimOverDraws]:
    """Each claim of the case (or those named) over draws, the same draws with and without its mechanism."""
    wanted = case.claims if names is None else {name: case.claims[name] for name in names}
    with_mechanism = _held(case, list(wanted.items()), seed, draws)
    without: dict[str, Held] = {}
    for off, claims in _by_mechanism(wanted):
        without |= _held(with_changes(case, off), claims, seed, draws)
    return {name: ClaimOverDraws(claim, with_mechanism[name], without.get(name)) for name, claim in wanted.items()}


def _by_mechanism(claims: Mapping[str, Claim]) -> list[tuple[Mapping[str, object], list[tuple[str, Claim]]]]:
    """Claims with the changes that switch their mechanisms off, those of one mechanism together."""
    found: list[tuple[Mapping[str, object], list[tuple[str, Claim]]]] = []
    for name, claim in claims.items():
        same = next((members for off, members in found if off == claim.off), None)
        if claim.off and same is None:
            found.append((claim.off, [(name, claim)]))
        elif same is not None:
            same.append((name, claim))
    return found


def _held(case: Case, claims: list[tuple[str, Claim]], seed: int, draws: int) -> dict[str, Held]:
    """How claims fare in a case, in each of the draws."""
    sizes: dict[str, list[FloatArray]] = {name: [] for name, _ in claims}
    for first in range(0, draws, DRAWS_AT_ONCE):
        of = run(case, drawn(seed, first, min(DRAWS_AT_ONCE, draws - first)))
        for name, claim in claims:
            numbers, other = _numbers(of, claim)
            sizes[name].append(numbers - other)
    held: dict[str, Held] = {}
    for name, claim in claims:
        size = np.concatenate(sizes[name])
        known = size[~np.isnan(size)]
        low, _, median, _, high = quantiles_of(known).tolist() if len(known) else [np.nan] * 5
        held[name] = Held(share_of(_is_satisfied(claim, size)), low, median, high)
    return held


def _judged(of: Run, claim: Claim) -> ClaimResult:
    without = None
    if claim.off:
        switched_off = with_changes(of.case, claim.off)
        without = _compared(run(switched_off, of.values.without(claim.off)), claim)
    return ClaimResult(claim, _compared(of, claim), without)


def _sides(claim: Claim) -> tuple[str | float, ...]:
    return claim.less or claim.more or ((claim.holds,) if claim.holds else ())


def _compared(of: Run, claim: Claim) -> Comparison:
    first, second = (float(numbers[0]) for numbers in _numbers(of, claim))
    return Comparison(first, second, bool(_is_satisfied(claim, np.array([first - second]))[0]))


def _numbers(of: Run, claim: Claim) -> tuple[FloatArray, FloatArray]:
    """The two numbers compared, (draws,) each; the second is 0 where one is enough."""
    first, second = (*_sides(claim), 0.0)[:2]
    return _side(of, first), _side(of, second)


def _side(of: Run, side: str | float) -> FloatArray:
    return quantity_values(of, parsed(side)) if isinstance(side, str) else np.full(of.values.n, side)


def _is_satisfied(claim: Claim, size: FloatArray) -> BoolArray:
    # strict, as a claim of "less" or "more" is; a quantity that does not apply is NaN and satisfies nothing
    return (-size if claim.less else size) > TOLERANCE
