"""Claims put to the test: does each hold, by how much, and without its mechanism (MODEL.md, section 9)?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ripeness.assessment.pipeline import Run, run
from ripeness.assessment.quantities import quantity_values
from ripeness.bargaining.acceptance import TOLERANCE
from ripeness.case.load import with_changes
from ripeness.case.model import Claim
from ripeness.case.quantity import parsed


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


def _judged(of: Run, claim: Claim) -> ClaimResult:
    without = None
    if claim.off:
        switched_off = with_changes(of.case, claim.off)
        without = _compared(run(switched_off, of.values), claim)
    return ClaimResult(claim, _compared(of, claim), without)


def _sides(claim: Claim) -> tuple[str | float, ...]:
    return claim.less or claim.more or ((claim.holds,) if claim.holds else ())


def _compared(of: Run, claim: Claim) -> Comparison:
    numbers = [float(quantity_values(of, parsed(s))[0]) if isinstance(s, str) else s for s in _sides(claim)]
    first, second = numbers if len(numbers) == 2 else (numbers[0], 0.0)
    gap = second - first if claim.less else first - second
    # strict, as a claim of "less" or "more" is; a quantity that does not apply is NaN and satisfies nothing
    return Comparison(first, second, gap > TOLERANCE)
