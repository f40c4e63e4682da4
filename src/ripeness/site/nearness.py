"""Cases near in conditions, for whoever wants to read on."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ripeness.site.digest import Digest

NEAREST = 3
RULE = (
    "Near in conditions: the mean difference between two latest briefs over each condition's share of deals that pass "
    "it and whether it holds (1 or 0). 0 is the same in all, 1 as different as can be."
)


@dataclass(frozen=True)
class Near:
    """A case near another: its id, the distance (0 to 1), and the labels of conditions that fail in both."""

    case: str
    distance: float
    both_fail: tuple[str, ...]


def distance(one: Digest, other: Digest) -> float:
    """How far two briefs are from each other in their conditions, 0 to 1: the mean absolute difference.

    A metric on what it looks at. Raises ValueError where the two have other conditions.
    """
    a, b = (_features(each) for each in (one, other))
    if a.keys() != b.keys():
        raise ValueError("other conditions")
    return float(np.mean([abs(a[key] - b[key]) for key in a])) if a else 0.0


def nearest(latest: Mapping[str, Digest], count: int = NEAREST) -> dict[str, tuple[Near, ...]]:
    """For each case the so many nearest others by their latest briefs, the nearest first; ties by id."""
    found: dict[str, tuple[Near, ...]] = {}
    groups: dict[tuple[str, ...], list[str]] = {}
    for name, digest in sorted(latest.items()):
        groups.setdefault(tuple(sorted(_features(digest))), []).append(name)
    for keys, names in groups.items():
        features = [_features(latest[name]) for name in names]
        points = np.array([[each[key] for key in keys] for each in features])
        for place, name in enumerate(names):
            # a brief without conditions says nothing of who is near
            away = np.abs(points - points[place]).mean(axis=1) if keys else np.zeros(0)
            places: list[int] = np.argsort(away, kind="stable").tolist()
            order = [other for other in places if other != place][:count]
            found[name] = tuple(
                Near(names[other], float(away[other]), _both_fail(latest[name], latest[names[other]]))
                for other in order
            )
    return found


def _features(digest: Digest) -> dict[str, float]:
    shares = {f"{each.key} share": each.share for each in digest.conditions}
    return shares | {f"{each.key} holds": float(each.holds) for each in digest.conditions}


def _both_fail(one: Digest, other: Digest) -> tuple[str, ...]:
    failing = {each.key for each in other.conditions if not each.holds}
    return tuple(each.label for each in one.conditions if not each.holds and each.key in failing)
