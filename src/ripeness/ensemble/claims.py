"""Claims put to the test: does each hold, by how much, and without its mechanism (MODEL.md, section 9)?"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

import numpy as np

from ripeness.answer.pipeline import Run, run
from ripeness.answer.quantities import quantity_values
from ripeness.arrays import BoolArray, FloatArray
from ripeness.case.model import Case, Claim
from ripeness.case.quantity import Difference, Quantity, parsed
from ripeness.case.read.load import with_changes
from ripeness.ensemble.distribution import amounts, under
from ripeness.ensemble.draws import drawn
from ripeness.ensemble.ensemble import Table
from ripeness.ensemble.intervals import Share, quantiles_of, share_of
from ripeness.ensemble.wording import apart, in_units
from ripeness.ensemble.workers import Block, blocks, each
from ripeness.rules.constraints import TOLERANCE

# each mechanism switched off is another case to compute, so fewer than of levers
DRAWS = 256
DRAWS_AT_ONCE = 64
HALF = 0.5
Verdict = Literal["holds", "fails", "undecided"]

Progress = Callable[[int, int], None]


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


def numbers_compared(result: ClaimResult, best: Mapping[str, float]) -> str:
    """The two numbers that a claim compares at the modes, each in its unit, such as `5.3 % and 6.5 %`.

    `best` has the most that any deal is worth to each party.
    """
    claim = result.claim
    numbers = (result.with_mechanism.first, result.with_mechanism.second)[: len(_sides(claim))]
    return _told_once([in_units(_unit(claim), number, _best(claim, best)) for number in numbers])


def _told_once(numbers: Sequence[str]) -> str:
    """Numbers side by side, the unit that they share after the last.

    >>> _told_once(["4.3 months", "4.1 months"]), _told_once(["no deal", "a deal"]), _told_once(["5 %", "-1 %"])
    ('4.3 and 4.1 months', 'no deal and a deal', '5 % and -1 %')
    """
    first, *others = numbers
    amount, _, unit = first.partition(" ")
    if others and any(digit in amount for digit in "0123456789") and all(o.endswith(f" {unit}") for o in others):
        first = f"{amount} %" if unit.startswith("%") else amount
    return " and ".join([first, *others])


def _best(claim: Claim, best: Mapping[str, float]) -> float:
    """The best of the one party whose payoffs a claim compares; 0 where it compares those of several."""
    parties = {name for side in _sides(claim) if isinstance(side, str) for name in _parties(parsed(side))}
    return best[parties.pop()] if len(parties) == 1 else 0.0


def _parties(asked: Quantity | Difference) -> tuple[str, ...]:
    each = (asked.first, asked.second) if isinstance(asked, Difference) else (asked,)
    return tuple(quantity.party for quantity in each if quantity.party)


def judge_claims(of: Run, names: Iterable[str] | None = None) -> Mapping[str, ClaimResult]:
    """Each claim of the case (or those named) at the modes."""
    wanted = of.case.claims if names is None else {name: of.case.claims[name] for name in names}
    without: dict[str, Comparison] = {}
    for off, claiming in _by_mechanism(wanted):
        switched_off = run(with_changes(of.case, off), of.values.without(off))
        without |= {name: _comparison(switched_off, wanted[name]) for name in claiming}
    return {name: ClaimResult(claim, _comparison(of, claim), without.get(name)) for name, claim in wanted.items()}


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
    def verdict(self) -> Verdict:
        """Whether it holds in more than half of the draws, or in fewer, or so near to half that these cannot tell.

        >>> [Held(Share(s, s - 0.06, s + 0.06), 0, 0, 0).verdict for s in (0.4, 0.51, 0.6)]
        ['fails', 'undecided', 'holds']
        """
        if self.share.low > HALF:
            return "holds"
        return "fails" if self.share.high < HALF else "undecided"


@dataclass(frozen=True)
class ClaimOverDraws:
    """A claim over draws, and with its mechanism switched off where it names one."""

    claim: Claim
    with_mechanism: Held
    without_mechanism: Held | None

    @property
    def verdict(self) -> Verdict:
        """Whether it holds."""
        return self.with_mechanism.verdict

    @property
    def hangs_on_mechanism(self) -> bool | None:
        """Whether it holds with its mechanism and fails without.

        None where no mechanism is named, or where the draws leave one of the two undecided.
        """
        if self.without_mechanism is None or "undecided" in (self.verdict, self.without_mechanism.verdict):
            return None
        return self.verdict == "holds" and self.without_mechanism.verdict == "fails"


def how_far_apart(result: ClaimOverDraws, best: Mapping[str, float]) -> tuple[str, str]:
    """The first number that a claim compares less the second: the median with its unit, and 5 to 95 % of the draws.

    The second is empty where the two never apply together.
    """
    held, unit, most = result.with_mechanism, _unit(result.claim), _best(result.claim, best)
    middle = apart(unit, held.median, most)
    if held.median != held.median:
        return middle, ""
    # the unit stands with the median
    low, high = (apart(unit, end, most).partition(" ")[0] for end in (held.q05, held.q95))
    return middle, f"{low} to {high}"


def judge_claims_over_draws(
    case: Case,
    names: Iterable[str] | None = None,
    seed: int = 1,
    draws: int = DRAWS,
    outcomes: Table | None = None,
    workers: int = 1,
    progress: Progress = lambda done, draws: None,
) -> Mapping[str, ClaimOverDraws]:
    """Each claim of the case (or those named) over draws, the same draws with and without its mechanism.

    What `outcomes` of an ensemble of the same case and seed, with as many draws or more, say of a claim is not
    computed again. `progress` is told how many of how many draws are done, those with a mechanism off among them.
    """
    wanted = case.claims if names is None else {name: case.claims[name] for name in names}
    sizes: dict[tuple[str, bool], FloatArray] = {}
    for name, claim in wanted.items():
        size = None if outcomes is None else _recorded_size(outcomes, claim, draws)
        if size is not None:
            sizes[name, False] = size
    asked = [_Asked({}, tuple(name for name in wanted if (name, False) not in sizes)), *_by_mechanism(wanted)]
    cut = blocks(draws, DRAWS_AT_ONCE)
    todo = [(of, block) for of in asked if of.names for block in cut]
    parts: dict[tuple[str, bool, int], FloatArray] = {}
    progress(0, len(todo) * draws // len(cut))
    for done, ((of, block), found) in enumerate(each(_sizes, todo, case, seed, workers), start=1):
        parts |= {(name, bool(of.without), block.first): size for name, size in found.items()}
        progress(done * draws // len(cut), len(todo) * draws // len(cut))
    for of in asked:
        for name in of.names:
            in_order = [parts[name, bool(of.without), block.first] for block in cut]
            sizes[name, bool(of.without)] = np.concatenate(in_order)
    return {
        name: ClaimOverDraws(
            claim, _held(claim, sizes[name, False]), _held(claim, sizes[name, True]) if claim.without else None
        )
        for name, claim in wanted.items()
    }


class _Asked(NamedTuple):
    """Claims to be judged in the case with these changes."""

    without: Mapping[str, Any]
    names: tuple[str, ...]


def _by_mechanism(claims: Mapping[str, Claim]) -> list[_Asked]:
    """Claims with the changes that switch their mechanisms off, those of one mechanism together."""
    found: list[_Asked] = []
    for off in (claim.without for claim in claims.values() if claim.without):
        if all(off != other.without for other in found):
            found.append(_Asked(off, tuple(name for name, claim in claims.items() if claim.without == off)))
    return found


def _sizes(case: Case, seed: int, asked: tuple[_Asked, Block]) -> dict[str, FloatArray]:
    """How far apart the two numbers of each claim are in each of some draws."""
    (off, names), block = asked
    of = run(with_changes(case, off) if off else case, drawn(seed, *block))
    sizes: dict[str, FloatArray] = {}
    for name in names:
        first, second = _numbers(of, case.claims[name])
        sizes[name] = first - second
    return sizes


def _held(claim: Claim, size: FloatArray) -> Held:
    known = size[~np.isnan(size)]
    low, _, median, _, high = quantiles_of(known).tolist() if len(known) else [np.nan] * 5
    return Held(share_of(_is_satisfied(claim, size)), low, median, high)


def _recorded_size(outcomes: Table, claim: Claim, draws: int) -> FloatArray | None:
    """How far apart the two numbers are, by an ensemble's own tables; None where they do not say."""
    first, second = (
        _recorded(outcomes, parsed(side), draws) if isinstance(side, str) else np.full(draws, side)
        for side in (*_sides(claim), 0.0)[:2]
    )
    return None if first is None or second is None else first - second


def _recorded(outcomes: Table, asked: Quantity | Difference, draws: int) -> FloatArray | None:
    if isinstance(asked, Difference):
        first, second = (_recorded(outcomes, each, draws) for each in (asked.first, asked.second))
        return None if first is None or second is None else first - second
    name = asked.name.replace("PARTY", asked.party)
    if asked.when:
        return None
    rows = under(outcomes, asked.posture)
    if name.startswith("illusion"):
        views = [f"reservation.{asked.party}.{view}" for view in ("believed", "analyst")]
        return amounts(rows, views[0])[:draws] - amounts(rows, views[1])[:draws] if views[0] in rows else None
    return amounts(rows, name)[:draws] if name in rows else None


def _unit(claim: Claim) -> str:
    """The quantity that says what both numbers are counted in."""
    return next((side for side in _sides(claim) if isinstance(side, str)), "")


def _sides(claim: Claim) -> tuple[str | float, ...]:
    return claim.less or claim.more or ((claim.holds,) if claim.holds else ())


def _comparison(of: Run, claim: Claim) -> Comparison:
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
