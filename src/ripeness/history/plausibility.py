"""Whether what a case implies is within what the record has seen, and which judgements push it out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase

import numpy as np

from ripeness.assessment.implied import implied
from ripeness.assessment.result import Assessment
from ripeness.assessment.wording import percent
from ripeness.case.judgement import Judgement
from ripeness.case.load import judgements
from ripeness.case.model import Case
from ripeness.case.values import Values
from ripeness.history.reference import ReferenceClass

PUSHES_SHOWN = 3

# by number, its name on the page and whether it is a share
NUMBERS: dict[str, tuple[str, bool]] = {
    "crises_per_year": ("crises begun a year", False),
    "months_per_crisis": ("months of a crisis", False),
    "war_per_crisis": ("war in a crisis", True),
    "war_per_year": ("war a year", True),
}

# The judgements that make each number directly, as patterns of their paths, and whether a higher one makes the number
# higher. Only these are tried, and only one end of each, for an answer is to be there in seconds.
_CRISES = {"dynamics.incident": True, "dynamics.press_crisis": True, "dynamics.triggers.*.rate": True}
_MONTHS = {"dynamics.subside": False, "dynamics.deescalation": False, "dynamics.backdown_rate": False}
_WAR = {"dynamics.misreading": True, "dynamics.miscalculation": True, "dynamics.triggers.*.war": True}
MADE_BY: dict[str, dict[str, bool]] = {
    "crises_per_year": _CRISES,
    "months_per_crisis": _MONTHS,
    "war_per_crisis": _WAR | _MONTHS,
    "war_per_year": _CRISES | _MONTHS | _WAR,
}


@dataclass(frozen=True)
class Push:
    """A judgement, the end of its range that brings the number nearer the record, and the number then."""

    judgement: Judgement
    to: float
    then: float


@dataclass(frozen=True)
class Finding:
    """A number that a case implies beside the mean and the 90 % interval of a reference class; `n` says of how many.

    `among` is what the pairs of the class are, such as rivals.
    """

    name: str
    implied: float
    mean: float
    low: float
    high: float
    n: Mapping[str, int]
    among: str
    pushes: tuple[Push, ...] = ()

    @property
    def inside(self) -> bool:
        """Whether it lies in the interval."""
        return self.low <= self.implied <= self.high


def plausibility(assessment: Assessment, of: ReferenceClass) -> tuple[Finding, ...]:
    """Each number of section 6.5 beside the rates of a class.

    For those outside, the judgements that push them there: moved alone to the better end of their range, with the deals
    as they are, they change the number most.
    """
    found = [
        Finding(name, number, rate["mean"], rate["low"], rate["high"], rate["n"], of.members)
        for name, number in vars(assessment.as_is.implied).items()
        for rate in [of.record["rates"][name]]
    ]
    pushed = _pushes(assessment, [finding for finding in found if not finding.inside])
    return tuple(replace(finding, pushes=pushed.get(finding.name, ())) for finding in found)


def _ends(case: Case, finding: Finding) -> dict[str, tuple[Judgement, float]]:
    """The judgements that make a number, each with the end of its range that brings the number nearer the interval."""
    found: dict[str, tuple[Judgement, float]] = {}
    for judgement in judgements(case):
        for pattern, raises in MADE_BY[finding.name].items():
            if fnmatchcase(judgement.path, pattern):
                end = judgement.high if raises == (finding.implied < finding.low) else judgement.low
                if end != judgement.mode:
                    found[judgement.path] = (judgement, end)
    return found


def _pushes(assessment: Assessment, outside: Sequence[Finding]) -> dict[str, tuple[Push, ...]]:
    ends = {finding.name: _ends(assessment.case, finding) for finding in outside}
    moves = list(dict.fromkeys((path, end) for each in ends.values() for path, (_, end) in each.items()))
    if not moves:
        return {}
    tried = {path: judgement for each in ends.values() for path, (judgement, _) in each.items()}
    columns = {path: np.full(len(moves), judgement.mode) for path, judgement in tried.items()}
    for draw, (path, end) in enumerate(moves):
        columns[path][draw] = end
    numbers = implied(assessment.run.as_is.futures_at_rates(Values(len(moves), columns)).curves)
    found: dict[str, tuple[Push, ...]] = {}
    for finding in outside:
        better_by = 1.0 if finding.implied < finding.low else -1.0
        pushes = [
            Push(judgement, end, float(numbers[finding.name][moves.index((path, end))]))
            for path, (judgement, end) in ends[finding.name].items()
        ]
        better = [push for push in pushes if better_by * (push.then - finding.implied) > 0.0]
        better.sort(key=lambda push: (-abs(push.then - finding.implied), push.judgement.path))
        found[finding.name] = tuple(better[:PUSHES_SHOWN])
    return found


def warning(f: Finding) -> str:
    """One line for a number outside the record: which way, and the judgements that push it there."""
    what, which = NUMBERS[f.name][0], "more" if f.implied > f.high else "less"
    pushes = "; ".join(
        f"{push.judgement.path} {push.judgement.mode:g} (with {push.to:g}: {number(f, push.then)})" for push in f.pushes
    )
    return f"{what.capitalize()}: {which} than nine {f.among} in ten. Pushed there by {pushes or 'no single rate'}."


def number(f: Finding, amount: float) -> str:
    """An amount of a number, in its unit."""
    if NUMBERS[f.name][1]:
        return percent(amount)
    return f"{amount:.1f}" if f.name == "months_per_crisis" else f"{amount:.2f}"
