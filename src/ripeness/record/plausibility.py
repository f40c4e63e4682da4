"""Whether what a case implies is within what the record has seen, and which judgements push it out."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase

import numpy as np

from ripeness.answer.implied import implied
from ripeness.answer.result import Assessment
from ripeness.case.judgement import Judgement
from ripeness.case.model import Case
from ripeness.case.names import judgement_in_words
from ripeness.case.rates import RATES
from ripeness.case.read.load import judgements, with_changes
from ripeness.case.values import Values
from ripeness.ensemble.wording import called, percent
from ripeness.record.reference import ReferenceClass

PUSHES_SHOWN = 3

# by number, its name on the page, in the words of the case, and whether it is a share
NUMBERS: dict[str, tuple[str, bool]] = {
    "crises_per_year": ("{crises} begun a year", False),
    "months_per_crisis": ("months of {a_crisis}", False),
    "war_per_crisis": ("{war} in {a_crisis}", True),
    "war_per_year": ("{war} a year", True),
}

# The numbers of a case that make each of these, as patterns of their paths, and whether a higher one makes it higher.
# Each is tried on its better side alone, for an answer is to be there in seconds.
_CRISES = {
    "dynamics.incident": True,
    "dynamics.press_crisis": True,
    "dynamics.partial_calm": True,
    "dynamics.step_calm": True,
    "dynamics.talks_calm": True,
    "dynamics.triggers.*.rate": True,
}
_MONTHS = {
    "dynamics.subside": False,
    "dynamics.deescalation": False,
    "dynamics.backdown_rate": False,
    "dynamics.crisis_pressure": False,
    "dynamics.talks_calm": True,
}
_WAR = {
    "dynamics.misreading": True,
    "dynamics.covert_clarity": True,
    "dynamics.open_clarity": True,
    "dynamics.miscalculation": True,
    "dynamics.trigger_war": True,
    "dynamics.triggers.*.rate": True,
    "dynamics.triggers.*.war": True,
    "parties.*.war.win": True,
    "parties.*.war.lose": True,
    "parties.*.war.cost": False,
}
MADE_BY: dict[str, dict[str, bool]] = {
    "crises_per_year": _CRISES,
    "months_per_crisis": _MONTHS,
    "war_per_crisis": _WAR | _MONTHS,
    "war_per_year": _CRISES | _MONTHS | _WAR,
}


@dataclass(frozen=True)
class Push:
    """A number of the case, what brings it nearer the record, and what is implied then.

    `to` is the better end of its range; of one without a range its default, or nothing at all. `given` is whether the
    file gives it, or leaves it to its default.
    """

    judgement: Judgement
    to: float
    then: float
    given: bool = True

    def standing(self, case: Case) -> str:
        """What it is and its value, and what else there is to know of it.

        >>> from ripeness.case.read.load import load
        >>> push = Push(Judgement(low=0.2, mode=0.2, high=0.2).placed("dynamics.incident"), 0.02, 0.1)
        >>> push.standing(load("iran-us-2020"))
        '“chance in a month of stalemate that an incident starts a crisis” at 0.2, without a range'
        """
        how = "" if not self.judgement.is_fixed else ", without a range" if self.given else ", its default"
        return f"{judgement_in_words(case, self.judgement.path)} at {self.judgement.mode:g}{how}"


@dataclass(frozen=True)
class Finding:
    """A number that a case implies beside the mean and the 90 % interval of a reference class; `n` says of how many.

    `what` is its name in the words of the case, `among` what the pairs of the class are, such as rivals.
    """

    name: str
    what: str
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


def plausibility(
    assessment: Assessment, of: ReferenceClass, numbers: Mapping[str, float] | None = None
) -> tuple[Finding, ...]:
    """Each number of section 6.5 beside the rates of a class: those at the modes or, if given, the medians of draws.

    For those outside, the numbers of the case that push them there: moved alone to the better end of their range, or
    without one to their default or to nothing, with the deals as they are, they change it most.
    """
    found = [
        Finding(name, what, number, rate["mean"], rate["low"], rate["high"], rate["n"], of.members)
        for name, number in (numbers or vars(assessment.as_is.implied)).items()
        for what, rate in [(number_name(name, assessment.case), of.record["rates"][name])]
    ]
    pushed = _pushes(assessment, [finding for finding in found if not finding.inside])
    return tuple(replace(finding, pushes=pushed.get(finding.name, ())) for finding in found)


def _pushes(assessment: Assessment, outside: Sequence[Finding]) -> dict[str, tuple[Push, ...]]:
    if not outside:
        return {}
    case = assessment.run.as_is.case
    given = {judgement.path for judgement in judgements(case)}
    written = with_changes(case, _by_default(case, given))
    moves = {finding.name: _moves(written, finding) for finding in outside}
    tried = list(dict.fromkeys((judgement.path, to) for each in moves.values() for judgement, to in each))
    if not tried:
        return {}
    columns = {path: np.full(len(tried), mode) for path, mode in _modes(written, {path for path, _ in tried}).items()}
    for draw, (path, to) in enumerate(tried):
        columns[path][draw] = to
    numbers = implied(assessment.run.as_is.futures_at_rates(Values(len(tried), columns), written).curves)
    found: dict[str, tuple[Push, ...]] = {}
    for finding in outside:
        pushes = [
            Push(
                judgement, to, float(numbers[finding.name][tried.index((judgement.path, to))]), judgement.path in given
            )
            for judgement, to in moves[finding.name]
        ]
        found[finding.name] = _strongest(finding, pushes)
    return found


def _by_default(case: Case, given: Set[str]) -> dict[str, object]:
    """The rates that the file leaves to their defaults, with these."""
    wanted = {pattern for each in MADE_BY.values() for pattern in each if pattern not in given}
    rates = sorted(path for path in wanted if path.removeprefix("dynamics.") in RATES)
    return {path: case.dynamics.rate(path.removeprefix("dynamics.")).mode for path in rates}


def _moves(case: Case, finding: Finding) -> list[tuple[Judgement, float]]:
    """The numbers of the case that make one, each with what is to bring it nearer the interval."""
    found: list[tuple[Judgement, float]] = []
    for judgement in judgements(case):
        for pattern, raises in MADE_BY[finding.name].items():
            if fnmatchcase(judgement.path, pattern):
                to = _better(judgement, raises == (finding.implied < finding.low))
                if to != judgement.mode:
                    found.append((judgement, to))
    return found


def _better(judgement: Judgement, up: bool) -> float:
    """The end of its range on that side; of a number without one there the default, or, downwards, 0 if it may be."""
    end = judgement.high if up else judgement.low
    if end != judgement.mode:
        return end
    part, _, name = judgement.path.partition(".")
    if part != "dynamics":
        return judgement.mode
    rate = RATES.get("trigger_war" if fnmatchcase(name, "triggers.*.war") else name)
    if rate is not None and (rate.default > judgement.mode if up else rate.default < judgement.mode):
        return rate.default
    # a factor that has to lie above 0 has no such end
    return judgement.mode if up or (rate is not None and not rate.may_be_nothing) else 0.0


def _modes(case: Case, paths: Set[str]) -> dict[str, float]:
    return {judgement.path: judgement.mode for judgement in judgements(case) if judgement.path in paths}


def _strongest(finding: Finding, pushes: Sequence[Push]) -> tuple[Push, ...]:
    """Those that bring it nearer, the farthest first.

    What the file leaves to its default counts where nothing that it gives does, or where that alone brings it inside.
    """
    better_by = 1.0 if finding.implied < finding.low else -1.0
    better = [push for push in pushes if better_by * (push.then - finding.implied) > 0.0]
    better.sort(key=lambda push: (not push.given, -abs(push.then - finding.implied), push.judgement.path))
    given = [push for push in better if push.given]
    if given:
        inside = [push for push in better if finding.low <= push.then <= finding.high]
        left = [] if any(push.given for push in inside) else inside
        better = [*given[: PUSHES_SHOWN - len(left[:1])], *left]
    return tuple(better[:PUSHES_SHOWN])


def warning(f: Finding, case: Case) -> str:
    """One line for a number outside the record: which way, and the numbers of the case that push it there."""
    which = "more" if f.implied > f.high else "less"
    pushes = "; ".join(f"{push.standing(case)} ({push.to:g} would give {number(f, push.then)})" for push in f.pushes)
    by = f"What pushes it there: {pushes}." if pushes else "No rate, trigger or cost of war alone brings it nearer."
    return f"That is {which} than nine {f.among} in ten have. {by}"


def number_name(name: str, case: Case) -> str:
    """What a number is called where it is said of a case.

    >>> from ripeness.case.read.library import path_of
    >>> from ripeness.case.read.load import load
    >>> number_name("war_per_crisis", load(path_of("iran-us-2020")))
    'war in a crisis'
    """
    return NUMBERS[name][0].format(**called(case)._asdict())


def number(f: Finding, amount: float) -> str:
    """An amount of a finding's number, in its unit."""
    return in_unit(f.name, amount)


def in_unit(name: str, amount: float) -> str:
    """An amount of a number, in its unit.

    >>> in_unit("months_per_crisis", 2.04), in_unit("crises_per_year", 0.304)
    ('2.0', '0.30')
    """
    if NUMBERS[name][1]:
        return percent(amount)
    return f"{amount:.1f}" if name == "months_per_crisis" else f"{amount:.2f}"
