"""NegMAS's value functions of one issue: what an option is worth before its weight."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from ripeness.errors import InputError, Problem
from ripeness.importers.domain import DomainIssue
from ripeness.importers.files import NoNumber, mapping, named, number, sequence

Parameters = Mapping[str, Any]


def _of(given: Parameters, name: str, default: float = 0.0) -> float:
    return _number(given.get(name, default), name)


def _number(value: object, name: str) -> float:
    if isinstance(found := number(value), NoNumber):
        raise InputError(Problem(name, found.wrong))
    return found


def _polynomial(given: Parameters, x: float) -> float:
    coefficients = [_number(each, "coefficients") for each in sequence(given.get("coefficients"))]
    return _of(given, "bias") + sum(each * x ** (power + 1) for power, each in enumerate(coefficients))


def _trapezoid(given: Parameters, x: float, start: float, rise_end: float, fall_start: float, end: float) -> float:
    if x <= start or x >= end:
        height = 0.0
    elif x < rise_end:
        height = (x - start) / (rise_end - start)
    else:
        height = 1.0 if x <= fall_start else (end - x) / (end - fall_start)
    return _of(given, "bias") + _of(given, "scale", 1.0) * height


def _triangular(given: Parameters, x: float) -> float:
    middle = _of(given, "middle")
    return _trapezoid(given, x, _of(given, "start"), middle, middle, _of(given, "end"))


def _exponential(given: Parameters, x: float) -> float:
    return _of(given, "base", math.e) ** (_of(given, "tau") * x) + _of(given, "bias")


# Each of a number, by NegMAS's name for it; a table needs no number.
OF_NUMBERS: dict[str, Callable[[Parameters, float], float]] = {
    "IdentityFun": lambda given, x: x,
    "ConstFun": lambda given, x: _of(given, "bias"),
    "LinearFun": lambda given, x: _of(given, "slope") * x,
    "AffineFun": lambda given, x: _of(given, "slope") * x + _of(given, "bias"),
    "QuadraticFun": lambda given, x: _of(given, "a2") * x * x + _of(given, "a1") * x + _of(given, "bias"),
    "PolynomialFun": _polynomial,
    "TriangularFun": _triangular,
    "ExponentialFun": _exponential,
}
TABLE = "TableFun"


def evaluations(function: object, issue: DomainIssue, file: str) -> Mapping[str, float]:
    """What each option of an issue is worth. Raises `InputError` for a function that is unknown or does not fit."""
    given = mapping(function)
    if not given:
        # numbers by option, or one for each option in their order
        return dict(zip(issue.options, map(number, sequence(function)), strict=False))
    name = str(given.get("type", TABLE)).rsplit(".", 1)[-1]
    if name == TABLE:
        table = given.get("mapping", {key: each for key, each in given.items() if key != "type"})
        return _by_option({key: number(each) for key, each in mapping(table).items()}, issue)
    if name not in OF_NUMBERS:
        known = ", ".join((TABLE, *OF_NUMBERS))
        raise InputError(Problem(issue.name, f"{name} is no value function that can be read; known: {known}", file))
    if name == "ConstFun":
        return dict.fromkeys(issue.options, _of(given, "bias"))
    numbers = issue.numbers or tuple(map(number, issue.options))
    for option, x in zip(issue.options, numbers, strict=True):
        if isinstance(x, NoNumber):
            fault = f"is no number, and {name} is a function of one, expected: numbers as options, or a {TABLE}"
            raise InputError(Problem(f"{issue.name}: {option}", fault, file))
    try:
        return {option: OF_NUMBERS[name](given, x) for option, x in zip(issue.options, numbers, strict=True)}
    except InputError as error:
        raise InputError(
            *(replace(each, path=f"{issue.name}: {each.path}", file=file) for each in error.problems)
        ) from None
    except (OverflowError, ZeroDivisionError) as error:
        raise InputError(Problem(issue.name, f"{name} cannot be computed for its options: {error}", file)) from None


def _by_option(table: Mapping[str, float], issue: DomainIssue) -> Mapping[str, float]:
    """A table by the names of options: a key is a text, and 2.50 or 1e3 in it are the options 2.5 and 1000."""
    found: dict[str, float] = {}
    for key, worth in table.items():
        plain = named(number(key))
        found[key if key in issue.options or plain not in issue.options or plain in table else plain] = worth
    return found
