"""Section 3: settlements, which of them are allowed and deals, and what they are worth."""

import itertools
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from .case import Case

STEP, PARTIAL, WIDE = "step", "partial", "wide"
RUNGS = (STEP, PARTIAL, WIDE)
Settlement = tuple[str, ...]  # an option for each issue, in the order of the file


def matches(case: Case, x: Settlement, wanted: Mapping[str, Any]) -> bool:
    chosen = dict(zip(case.issues, x, strict=True))
    return all(chosen[issue] in (o if isinstance(o, list) else [o]) for issue, o in wanted.items())


def is_allowed(case: Case, x: Settlement) -> bool:
    rules = [link for link in case.linkages if "requires" in link]
    return all(matches(case, x, rule["requires"]) for rule in rules if matches(case, x, rule["if"]))


def moved(case: Case, x: Settlement) -> list[str]:
    return [issue for issue, option in zip(case.issues, x, strict=True) if option != case.option_names(issue)[0]]


def is_deal(case: Case, x: Settlement) -> bool:
    return len(moved(case, x)) >= (len(case.issues) if case.complete else 1)


def rung(case: Case, x: Settlement) -> str:
    if all(case.separable(issue) for issue in moved(case, x)):
        return STEP
    return PARTIAL if len(moved(case, x)) <= case.partial_issues else WIDE


def parts(case: Case, party: str, leader: int, x: Settlement) -> list[float]:
    salience = case.salience(party, leader)
    return [salience[k] * case.value(party, k, option) for k, option in zip(case.issues, x, strict=True)]


def utility(case: Case, party: str, leader: int, x: Settlement) -> float:
    linked = [link for link in case.linkages if "when" in link and matches(case, x, link["when"])]
    links = sum(float((link.get("value") or {}).get(party, 0.0)) for link in linked)
    return sum(parts(case, party, leader, x)) + links


def loss(case: Case, party: str, leader: int, x: Settlement) -> float:
    return sum(max(-u, 0.0) for u in parts(case, party, leader, x))


def public(case: Case, party: str, leader: int, x: Settlement, sign: int) -> float:
    """What of its gains (sign 1) or losses (sign -1) is public."""
    seen = [case.visibility(k, option) for k, option in zip(case.issues, x, strict=True)]
    return sum(v * max(sign * u, 0.0) for v, u in zip(seen, parts(case, party, leader, x), strict=True))


def effects(case: Case, x: Settlement) -> dict[str, float]:
    """The factors on rates while `x` is in force."""
    factors: dict[str, float] = {}
    for issue, option in zip(case.issues, x, strict=True):
        for name, factor in (case.option(issue, option).get("effects") or {}).items():
            factors[name] = factors.get(name, 1.0) * float(factor)
    return factors


class Settlements:
    """All settlements of a case, in lexicographic order of option numbers."""

    def __init__(self, case: Case) -> None:
        self.case = case
        every = itertools.product(*(case.option_names(issue) for issue in case.issues))
        self.allowed = [x for x in every if is_allowed(case, x)]
        self.deals = [x for x in self.allowed if is_deal(case, x)]
        self.moved = [len(moved(case, x)) for x in self.deals]
        self.rungs = np.array([rung(case, x) for x in self.deals], dtype=object)
        self._over: dict[tuple[Any, ...], np.ndarray] = {}

    def over(self, what: Callable[..., float], party: str, leader: int, *rest: Any) -> np.ndarray:
        """A quantity of a party under a leadership, for each deal (kept, since it is often asked for)."""
        key = (what.__name__, party, leader, *rest)
        if key not in self._over:
            self._over[key] = np.array([what(self.case, party, leader, x, *rest) for x in self.deals])
        return self._over[key]

    def utilities(self, leader: int) -> dict[str, np.ndarray]:
        """U of every party over the deals, under a leadership."""
        return {party: self.over(utility, party, leader) for party in self.case.parties}

    def named(self, deal: int | None) -> dict[str, str] | None:
        return None if deal is None else dict(zip(self.case.issues, self.deals[deal], strict=True))

    def spoils(self, winner: str, loser: str) -> dict[str, float]:
        """The flows of a capitulation of `loser` to `winner`, for good."""
        case = self.case
        best = max(self.allowed, key=lambda x: round(utility(case, winner, 0, x), 12))
        given = case.raw["parties"][winner].get("spoils")
        flows = dict.fromkeys(case.parties, 0.0)
        flows[winner] = utility(case, winner, 0, best) if given is None else float(given)
        flows[loser] = -loss(case, loser, 0, best)
        return flows
