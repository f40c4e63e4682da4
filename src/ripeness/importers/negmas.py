"""NegMAS's scenario folders: one file of the outcome space and one for each utility function, in YAML or JSON.

A utility is the sum of weight times the value function of the issue, as they stand. Where a discount wraps a utility
function, the reservation value of the function inside counts unless the wrapper gives one: NegMAS itself drops it
[Mohammad et al. 2021].
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import inf
from pathlib import Path
from typing import Any

from ripeness.errors import InputError, Problem
from ripeness.importers.domain import Domain, DomainIssue, Given, checked, profile_of
from ripeness.importers.files import NoNumber, json_of, mapping, named, number, sequence, the_one, yaml_of
from ripeness.importers.kinds import is_kind, refusal
from ripeness.importers.numeric import grid, integers
from ripeness.importers.value_functions import evaluations

SUFFIXES = (".yml", ".yaml", ".json")
Objects = Mapping[Path, Mapping[str, Any]]
_ADDITIVE = ("LinearAdditiveUtilityFunction", "LinearUtilityAggregationFunction")
_CONSTANT = "ConstUtilityFunction"
_LINEAR = ("LinearUtilityFunction", "AffineUtilityFunction")
_WRAPPERS = {"ExpDiscountedUFun": "discount", "LinDiscountedUFun": ""}


def recognised(files: Sequence[Path]) -> Objects:
    """Those of the files that belong to a scenario, with what they hold."""
    held = {
        path: mapping(json_of(path) if path.suffix.lower() == ".json" else yaml_of(path))
        for path in files
        if path.suffix.lower() in SUFFIXES
    }
    return {path: each for path, each in held.items() if _is_space(each) or _is_function(each)}


def read(name: str, held: Objects, points: int, as_negmas: bool) -> Domain:
    """The domain of a folder."""
    del as_negmas
    space = the_one([path for path, each in held.items() if _is_space(each)], "NegMAS outcome space", "issues")
    issues: list[DomainIssue] = []
    notes: list[str] = []
    for each in sequence(held[space].get("issues")):
        issue, note = _issue(mapping(each), points, str(space))
        issues.append(issue)
        notes += [note] if note else []
    known = checked(issues, str(space))
    profiles = tuple(
        profile_of(_given(path, each, known, notes), known) for path, each in held.items() if path != space
    )
    return Domain(name, "NegMAS", known, profiles, tuple(notes))


def _type(held: Mapping[str, Any]) -> str:
    return str(held.get("type", "")).rsplit(".", 1)[-1]


def _is_function(held: Mapping[str, Any]) -> bool:
    kind = _type(held)
    return "fun" in kind.lower() or is_kind(kind) or str(held.get("type", "")).startswith("negmas.preferences.")


def _is_space(held: Mapping[str, Any]) -> bool:
    return "OutcomeSpace" in _type(held) or (
        bool(sequence(held.get("issues"))) and not held.keys() & {"type", "issueWeights"}
    )


def _issue(given: Mapping[str, Any], points: int, file: str) -> tuple[DomainIssue, str]:
    name, kind, values = named(given.get("name", "")), _type(given), given.get("values")
    listed = sequence(values)
    if isinstance(values, int | float) and not isinstance(values, bool):
        if isinstance(count := number(values), NoNumber):
            raise InputError(Problem(f"{name}: values", count.wrong, file))
        return integers(name, 0, count - 1, file), ""
    if kind in ("ContiguousIssue", "ContinuousIssue") and len(listed) == 2:
        low, high = map(number, listed)
        return (
            (integers(name, low, high, file), "") if kind == "ContiguousIssue" else grid(name, low, high, points, file)
        )
    if not listed:
        message = f"its values are neither a list nor a number ({kind or 'no type'}), expected: values: [low, high]"
        raise InputError(Problem(name, message, file))
    return DomainIssue(name, tuple(dict.fromkeys(map(named, listed)))), ""


def _given(path: Path, held: Mapping[str, Any], issues: tuple[DomainIssue, ...], notes: list[str]) -> Given:
    kind, file = _type(held), str(path)
    if kind in _WRAPPERS and "ufun" in held:
        if not mapping(held["ufun"]):
            raise InputError(Problem("ufun", f"is no utility function, expected: the one that {kind} discounts", file))
        inner = _given(path, mapping(held["ufun"]), issues, notes)
        outer = _reservation(held)
        if not _WRAPPERS[kind]:
            notes.append(f"{inner.name} loses utility by the round ({kind}), which a case has no place for.")
        discount = number(held.get(_WRAPPERS[kind], 1.0))
        return replace(
            inner,
            discount=_product(inner.discount, discount),
            reservation=inner.reservation if outer is None else outer,
        )
    weights = _weights(held.get("weights"), issues)
    values = held.get("values")
    by_name = mapping(values)
    if kind in _LINEAR:
        functions: dict[str, object] = {issue.name: {"type": "IdentityFun"} for issue in issues}
    elif kind == _CONSTANT:
        weights = {issue.name: 0.0 for issue in issues}
        functions = {issue.name: {"type": "ConstFun"} for issue in issues}
    elif kind not in _ADDITIVE:
        raise refusal(kind, " or ".join((*_ADDITIVE[:1], *_LINEAR)), file)
    elif by_name:
        functions = {**by_name}
    else:
        listed = sequence(values)
        if len(listed) != len(issues):
            message = f"{len(listed)} value functions for {len(issues)} issues, expected: one for each"
            raise InputError(Problem("values", message, file))
        functions = {issue.name: each for issue, each in zip(issues, listed, strict=True)}
    known = {issue.name: issue for issue in issues}
    rows = {name: evaluations(each, known.get(name, DomainIssue(name, ())), file) for name, each in functions.items()}
    bias = number(held.get("value" if kind == _CONSTANT else "bias", 0))
    given = Given(named(held.get("name") or path.stem), file, weights, rows, _reservation(held), bias=bias)
    last_resort = [named(each) for each in sequence(held.get("reserved_outcome"))]
    if given.reservation is None and len(last_resort) == len(issues):
        pairs = zip(issues, last_resort, strict=True)
        worth = sum(weights.get(i.name, 0.0) * rows.get(i.name, {}).get(option, 0.0) for i, option in pairs)
        return replace(given, reservation=given.bias + worth)
    return given


def _product(a: float, b: float) -> float:
    """A product; what is no number stays what it is, to be told as such."""
    return next((each for each in (a, b) if isinstance(each, NoNumber)), a * b)


def _weights(given: object, issues: tuple[DomainIssue, ...]) -> dict[str, float]:
    by_name, listed = mapping(given), sequence(given)
    if by_name:
        return {name: number(each) for name, each in by_name.items()}
    if not listed:
        return {issue.name: 1.0 for issue in issues}
    # a weight too many has no issue to stand for, which the check of the profile says
    names = [issue.name for issue in issues] + [f"weight {k + 1}" for k in range(len(issues), len(listed))]
    return {name: number(each) for name, each in zip(names, listed, strict=False)}


def _reservation(held: Mapping[str, Any]) -> float | None:
    given = held.get("reserved_value")
    value = given if isinstance(given, float) else number(given)
    return None if given is None or value == -inf else value
