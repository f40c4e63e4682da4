"""Whether two answers agree: the same keys, the same names, numbers within a tolerance."""

from collections.abc import Iterator
from typing import Any


def differences(found: Any, expected: Any, tolerance: float, path: str = "") -> Iterator[str]:
    """Where two nested answers differ, one line each.

    >>> list(differences({"a": [1.0, None]}, {"a": [1.1, None]}, 1e-9))
    ['a.0: 1.0, expected 1.1']
    >>> list(differences({"a": 1}, {"b": 1}, 1e-9))
    ["keys of the whole: ['a'], expected ['b']"]
    """
    if isinstance(expected, dict) and isinstance(found, dict):
        if found.keys() != expected.keys():
            yield f"keys of {path or 'the whole'}: {sorted(found)}, expected {sorted(expected)}"
        for key in found.keys() & expected.keys():
            yield from differences(found[key], expected[key], tolerance, f"{path}.{key}".lstrip("."))
    elif isinstance(expected, list) and isinstance(found, list) and len(found) == len(expected):
        for place, pair in enumerate(zip(found, expected, strict=True)):
            yield from differences(*pair, tolerance, f"{path}.{place}".lstrip("."))
    elif isinstance(expected, float) and isinstance(found, float | int):
        if not abs(found - expected) <= tolerance:
            yield f"{path}: {found}, expected {expected}"
    elif found != expected:
        yield f"{path}: {found}, expected {expected}"
