"""GeniusWeb's JSON: profiles of the kind LinearAdditive, with the domain inside them or in a file of its own.

A utility is the sum of weight times the utility of the issue's value, as it stands; what the bid of last resort
(`reservationBid`) is worth is the reservation value. Where there is none, any agreement is better than none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, cast

from ripeness.errors import InputError, Problem, near_misses
from ripeness.importers.domain import Domain, DomainIssue, Given, checked, profile_of
from ripeness.importers.files import NoNumber, json_of, mapping, named, number, sequence, the_one
from ripeness.importers.kinds import is_kind, refusal
from ripeness.importers.numeric import steps

SUFFIXES = (".json",)
ISSUES = "issuesValues"
SPACE = "LinearAdditiveUtilitySpace"
Objects = Mapping[Path, Mapping[str, Any]]


def recognised(files: Sequence[Path]) -> Objects:
    """Those of the files that belong to a domain, with what they hold."""
    held = {path: mapping(json_of(path)) for path in files if path.suffix.lower() in SUFFIXES}
    return {path: each for path, each in held.items() if ISSUES in each or _space(each) or _other_kind(each)}


def read(name: str, held: Objects, points: int, as_negmas: bool) -> Domain:
    """The domain of a folder. Nothing in it is real-valued, since a range has steps."""
    del points, as_negmas
    for path, each in held.items():
        if kind := _other_kind(each):
            raise refusal(kind, f"a {SPACE}", str(path))
    domains = [path for path, each in held.items() if ISSUES in each]
    spaces = {path: space for path, each in held.items() if (space := _space(each))}
    within = {path: values for path, s in spaces.items() if (values := mapping(mapping(s.get("domain")).get(ISSUES)))}
    # a profile holds its domain itself, a file of its own comes before that
    file = next(iter(within)) if within and not domains else the_one(domains, "GeniusWeb domain", ISSUES)
    values = mapping(held[file][ISSUES]) if domains else within[file]
    issues = checked((_issue(issue, mapping(each), str(file)) for issue, each in values.items()), str(file))
    profiles = tuple(profile_of(_given(path, space, issues), issues) for path, space in spaces.items())
    return Domain(name, "GeniusWeb", issues, profiles)


def _space(held: Mapping[str, Any]) -> Mapping[str, Any]:
    space = mapping(held.get(SPACE))
    return space or (held if "issueUtilities" in held else {})


def _other_kind(held: Mapping[str, Any]) -> str:
    """The kind of a profile that is no sum over issues: a profile is a mapping of its kind to what it holds."""
    for key, each in held.items():
        inside = mapping(each)
        if inside and key != SPACE and (is_kind(key) or ISSUES in mapping(inside.get("domain"))):
            return key
    return ""


def _issue(name: str, values: Mapping[str, Any], file: str) -> DomainIssue:
    if "values" in values:
        return DomainIssue(name, tuple(dict.fromkeys(named(each) for each in sequence(values["values"]))))
    span = values.get("range")
    keys = mapping(span)
    ends = [keys.get("low"), keys.get("high"), keys.get("step")] if keys else list(sequence(span))
    if len(ends) != 3:
        raise InputError(Problem(name, "has neither values nor a range, expected: one of them", file))
    low, high, step = map(number, ends)
    return steps(name, low, high, step, file)


def _given(path: Path, space: Mapping[str, Any], issues: tuple[DomainIssue, ...]) -> Given:
    numeric = {issue.name: issue for issue in issues if issue.numbers is not None}
    evaluations: dict[str, Mapping[str, float]] = {}
    for issue, utilities in mapping(space.get("issueUtilities")).items():
        kinds = mapping(utilities)
        table = mapping(kinds.get("discreteutils") or kinds.get("DiscreteValueSetUtilities"))
        line = mapping(kinds.get("numberutils") or kinds.get("NumberValueSetUtilities"))
        if line and issue in numeric:
            evaluations[issue] = _interpolated(numeric[issue], line, str(path))
        else:
            evaluations[issue] = {key: number(each) for key, each in mapping(table.get("valueUtilities")).items()}
    weights = {issue: number(each) for issue, each in mapping(space.get("issueWeights")).items()}
    reservation = _worth(space.get("reservationBid"), weights, evaluations, str(path))
    return Given(path.stem, str(path), weights, evaluations, reservation=reservation)


def _worth(
    bid: object, weights: Mapping[str, float], evaluations: Mapping[str, Mapping[str, float]], file: str
) -> float | None:
    """What a bid is worth, which may leave issues out; None for no bid."""
    if bid is None:
        return None
    place, values = "reservationBid", mapping(bid).get("issuevalues")
    if not isinstance(values, dict):
        raise InputError(
            Problem(place, "is not a bid, expected: null, or issuevalues with a value for each issue", file)
        )
    worth = 0.0
    for issue, option in mapping(cast(object, values)).items():
        row = evaluations.get(issue, {})
        if named(option) not in row:
            hint = near_misses(named(option), row) or f"; known: {', '.join(row)}" if row else ""
            what = "such option" if row else "such issue"
            raise InputError(Problem(f"{place}: {issue}: {named(option)}", f"the domain has no {what}{hint}", file))
        worth += weights.get(issue, 0.0) * row[named(option)]
    return worth


def _interpolated(issue: DomainIssue, line: Mapping[str, Any], file: str) -> Mapping[str, float]:
    low, high, at_low, at_high = (number(line.get(k)) for k in ("lowValue", "highValue", "lowUtility", "highUtility"))
    for key in ("lowValue", "highValue", "lowUtility", "highUtility"):
        if isinstance(value := number(line.get(key)), NoNumber):
            raise InputError(Problem(f"{issue.name}: {key}", value.wrong, file))
    slope = (at_high - at_low) / (high - low) if high != low else 0.0
    return {name: at_low + slope * (at - low) for name, at in zip(issue.options, issue.numbers or (), strict=True)}
