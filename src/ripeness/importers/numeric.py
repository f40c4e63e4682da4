"""Numeric issues as lists of options: integers one by one, real numbers at a grid."""

from __future__ import annotations

from ripeness.errors import InputError, Problem
from ripeness.importers.domain import LARGEST, DomainIssue
from ripeness.importers.files import named

MOST_OPTIONS = 1000  # of one issue; a case file holds some thousands in all
_WRITTEN_OUT = 1e15
GRID = 11  # points of a real-valued issue, if not told otherwise


def integers(name: str, low: float, high: float, file: str) -> DomainIssue:
    """An issue whose options are the integers from low to high. Raises `InputError` for too many or none."""
    if not (_are_numbers(low, high) and low == int(low) and high == int(high) and low <= high):
        raise InputError(Problem(name, f"from {low:g} to {high:g} is no range of integers", file))
    return _options(name, [float(each) for each in range(int(low), _end(name, low, high, 1.0, file))], file)


def steps(name: str, low: float, high: float, step: float, file: str) -> DomainIssue:
    """An issue whose options go from low by steps to at most high. Raises `InputError` for too many or none."""
    if not (_are_numbers(low, high, step) and step > 0 and low <= high):
        raise InputError(Problem(name, f"from {low:g} to {high:g} by {step:g} is no range of numbers", file))
    # a little more than there is room for, since a tenth has no exact binary form
    count = int((_bounded(name, (high - low) / step, file)) + 1e-9) + 1
    return _options(name, [low + k * step for k in range(count)], file)


def grid(name: str, low: float, high: float, points: int, file: str) -> tuple[DomainIssue, str]:
    """A real-valued issue at evenly spaced points, both ends among them, and the note that says so.

    Raises `InputError` where the ends are not finite and in order.
    """
    if not (_are_numbers(low, high) and low < high):
        raise InputError(Problem(name, f"from {low:g} to {high:g} is no range of numbers", file))
    issue = _options(name, [low + (high - low) * k / (points - 1) for k in range(points)], file)
    return issue, f"{name} is real-valued, from {low:g} to {high:g}; its options are a grid of {points} points."


def _are_numbers(*numbers: float) -> bool:
    return all(abs(number) <= LARGEST for number in numbers)


def _end(name: str, low: float, high: float, step: float, file: str) -> int:
    _bounded(name, (high - low) / step, file)
    return int(high) + 1


def _bounded(name: str, count: float, file: str) -> float:
    if count + 1 > MOST_OPTIONS:
        told = f"{count + 1:,.0f}" if count < _WRITTEN_OUT else f"{count:.3g}"
        message = f"{told} numbers are too many options, expected: at most {MOST_OPTIONS:,}"
        raise InputError(Problem(name, message, file))
    return count


def _options(name: str, numbers: list[float], file: str) -> DomainIssue:
    names = tuple(map(named, numbers))
    if len(set(names)) < len(names):
        raise InputError(Problem(name, "its numbers lie too close together to be told apart", file))
    return DomainIssue(name, names, tuple(numbers))
