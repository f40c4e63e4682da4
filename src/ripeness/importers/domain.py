"""A negotiation domain, whatever file it comes from: issues with options, and what each party makes of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from math import inf, isfinite, prod

from ripeness.errors import InputError, Problem, near_misses
from ripeness.importers.files import NoNumber

LARGEST = 1e100  # of a weight or evaluation, so that no product of them overflows
NOTHING = 1e-5  # GENIUS takes a largest evaluation below this for none at all
MOST = 1.0  # no outcome is worth more in GENIUS, whatever its weights sum to


@dataclass(frozen=True)
class DomainIssue:
    """An issue with the names of its options; `numbers` are the options' values where the issue is numeric."""

    name: str
    options: tuple[str, ...]
    numbers: tuple[float, ...] | None = None


@dataclass(frozen=True)
class Given:
    """What a profile's file says, by the names that it uses.

    `evaluations` holds issue, option, number. A `reservation` of None means that the party takes any outcome.
    `divisors` names the issues whose evaluations GENIUS divides, each with the largest evaluation of the file.
    """

    name: str
    file: str
    weights: Mapping[str, float]
    evaluations: Mapping[str, Mapping[str, float]]
    reservation: float | None = 0.0
    discount: float = 1.0
    bias: float = 0.0
    divisors: Mapping[str, float] | None = None


@dataclass(frozen=True)
class Profile:
    """A party's utility of an outcome: `bias` + Σ weight · evaluation, one weight and one row an issue.

    More than `most` counts as `most`. `divisors` are what GENIUS divides each issue's evaluations by. `reservation`
    and the utilities are in one unit. `discount` is what a utility is worth at the end of the session, as a share of
    what it is worth at its beginning.
    """

    name: str
    weights: tuple[float, ...]
    evaluations: tuple[tuple[float, ...], ...]
    divisors: tuple[float, ...]
    reservation: float | None
    discount: float
    bias: float
    most: float = inf

    def contributions(self) -> tuple[tuple[float, ...], ...]:
        """What each option adds to the utility, issue by issue."""
        return tuple(
            tuple(weight * each for each in row) for weight, row in zip(self.weights, self.evaluations, strict=True)
        )

    def as_genius(self) -> Profile:
        """With GENIUS's own semantics: evaluations divided by the issue's largest, weights as they are, at most 1."""
        return replace(
            self,
            evaluations=tuple(
                tuple(each / by if by >= NOTHING else 0.0 for each in row)
                for by, row in zip(self.divisors, self.evaluations, strict=True)
            ),
            divisors=tuple(1.0 for _ in self.divisors),
            most=MOST,
        )


@dataclass(frozen=True)
class Domain:
    """Issues, the parties' profiles, and `notes`: what a reader of the files has to know of how they were read.

    `utilities` says in words what a utility is.
    """

    name: str
    format: str
    issues: tuple[DomainIssue, ...]
    profiles: tuple[Profile, ...]
    notes: tuple[str, ...] = ()
    utilities: str = "the sum of weight times evaluation, as they stand in the files"

    @property
    def outcomes(self) -> int:
        """How many outcomes there are."""
        return prod(len(issue.options) for issue in self.issues)

    def as_genius(self) -> Domain:
        """With GENIUS's own semantics for all profiles."""
        words = "the sum of weight times evaluation, divided by the issue's largest evaluation, at most 1, as in GENIUS"
        return replace(self, profiles=tuple(each.as_genius() for each in self.profiles), utilities=words)


def checked(issues: Iterable[DomainIssue], file: str) -> tuple[DomainIssue, ...]:
    """The issues of a domain. Raises `InputError` where there are none, or one lacks options or a name of its own."""
    found = tuple(issues)
    problems = [] if found else [Problem("", "the domain has no issues, expected: one or more", file)]
    names = [issue.name for issue in found]
    for issue in found:
        if not issue.options:
            problems.append(Problem(issue.name, "has no options, expected: one or more", file))
        if names.count(issue.name) > 1:
            problems.append(Problem(issue.name, "is the name of several issues, expected: one name each", file))
    if problems:
        raise InputError(*dict.fromkeys(problems))
    return found


def profile_of(given: Given, issues: tuple[DomainIssue, ...]) -> Profile:
    """What a file says as a profile of the domain's issues, in their order.

    Raises `InputError` with every issue and option that does not match and every number that is none.
    """
    problems = list(_mismatches(given, issues)) + list(_no_numbers(given))
    if problems:
        raise InputError(*problems)
    divisors = given.divisors
    rows = tuple(tuple(given.evaluations[issue.name][option] for option in issue.options) for issue in issues)
    return Profile(
        given.name,
        tuple(given.weights[issue.name] for issue in issues),
        rows,
        tuple(
            max(row, default=0.0) if divisors is None else divisors.get(i.name, 1.0)
            for i, row in zip(issues, rows, strict=True)
        ),
        given.reservation,
        given.discount,
        given.bias,
    )


def _mismatches(given: Given, issues: tuple[DomainIssue, ...]) -> list[Problem]:
    known = {issue.name: issue for issue in issues}
    found: list[Problem] = []
    for name in dict.fromkeys((*given.evaluations, *given.weights)):
        if name not in known:
            hint = near_misses(name, known) or f"; known: {', '.join(known)}"
            found.append(Problem(name, f"the domain has no such issue{hint}", given.file))
    for name, issue in known.items():
        if name not in given.weights:
            found.append(Problem(name, "has no weight, expected: a number", given.file))
        row = given.evaluations.get(name)
        if row is None:
            found.append(Problem(name, "has no evaluations, expected: one for each of its options", given.file))
            continue
        for option in row:
            if option not in issue.options:
                hint = near_misses(option, issue.options) or f"; known: {', '.join(issue.options)}"
                found.append(Problem(f"{name}: {option}", f"the domain has no such option{hint}", given.file))
        for option in issue.options:
            if option not in row:
                found.append(Problem(f"{name}: {option}", "has no evaluation, expected: a number", given.file))
    return found


def _no_numbers(given: Given) -> list[Problem]:
    numbers = {f"weight of {name}": weight for name, weight in given.weights.items()}
    numbers |= {f"{issue}: {o}": each for issue, row in given.evaluations.items() for o, each in row.items()}
    numbers |= {
        "reservation": 0.0 if given.reservation is None else given.reservation,
        "discount": given.discount,
        "bias": given.bias,
    }
    return [
        Problem(place, _wrong(number), given.file) for place, number in numbers.items() if not abs(number) <= LARGEST
    ]


def _wrong(number: float) -> str:
    if isinstance(number, NoNumber):
        return number.wrong
    what = "too large a" if isfinite(number) else "not a finite"
    return f"{number:g} is {what} number, expected: one such as 0.25"
