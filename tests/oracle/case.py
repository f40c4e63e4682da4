"""Section 2: a case with every judgement at its mode, its leaderships and what each party believes."""

import copy
import datetime
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

TRUSTS = ("low", "mid", "high")
REACHED = {"low": 0, "mid": 1, "high": 2, "never": 3}  # the trust from which a red line or precondition no longer holds
EXPECTS = {"one-off": 0.0, "first-step": 1.0}
PARTY = {
    "patience": 0.10,
    "growth": 0.0,
    "precision": 200.0,
    "initiative": 1.0,
    "concession_limit": 1.0,
    "pride": 0.0,
    "exposure_tolerance": 1.0,
    "expects": 0.0,
    "trend": 0.0,
    "crisis_cost": 0.0,
    "talk_cost": 0.0,
    "audience_cost": 0.0,
    "leak_cost": 0.0,
}
RATES = {
    "press_crisis": 0.05,
    "crisis_pressure": 2.0,
    "press_trust": 0.3,
    "miscalculation": 0.03,
    "backdown_rate": 0.25,
    "coercion_gain": 0.03,
    "deescalation": 0.5,
    "reassurance": 0.3,
    "reassure_cost": 0.02,
    "incident": 0.02,
    "partial_calm": 0.5,
    "misreading": 0.015,
    "covert_clarity": 0.4,
    "open_clarity": 0.3,
    "partial_rate": 0.06,
    "covert_pace": 0.9,
    "settlement_rate": 0.02,
    "direct_pace": 0.5,
    "crisis_pace": 0.5,
    "successor_pace": 1.0,
    "leak": 0.03,
    "erosion": 0.004,
    "expectation_erosion": 0.015,
    "breach": 3.0,
    "kept_promise": 0.05,
    "subside": 0.15,
    "trigger_war": 0.15,
    "guarantee": 0.0,
    "recognition": 0.6,
    "entitlement_exponent": 1.0,
    "trust_effect": 1.0,
    "step_rate": 0.12,
    "step_calm": 0.9,
    "talks_calm": 0.9,
    "lapse": 0.0,
    "war_decided": 1.0,
    "ceasefire": 0.03,
    "talks_ceasefire": 2.0,
    "war_pace": 1.0,
}
EVERYBODYS = ("guarantee", "recognition", "entitlement_exponent", "trust_effect")  # nobody believes otherwise


def read(source: str | Path | Mapping[str, Any]) -> dict[str, Any]:
    if isinstance(source, Mapping):
        return copy.deepcopy(dict(source))
    return YAML(typ="safe", pure=True).load(Path(source).read_text(encoding="utf-8"))


def at_modes(value: Any) -> Any:
    if isinstance(value, Mapping):
        if {"low", "mode", "high"} <= set(value):
            return value["mode"]
        return {key: at_modes(part) for key, part in value.items()}
    if isinstance(value, list):
        numbers = all(isinstance(part, int | float) and not isinstance(part, bool) for part in value)
        return value[1] if len(value) == 3 and numbers else [at_modes(part) for part in value]
    return value


def normalised(numbers: Mapping[str, float]) -> dict[str, float]:
    total = sum(numbers.values())
    return {name: number / total for name, number in numbers.items()}


def put(raw: Any, path: str, value: Any) -> None:
    """Put `value` at a dotted path, in mappings and lists."""
    *way, last = path.split(".")
    for key in way:
        raw = raw[int(key)] if isinstance(raw, list) else raw.setdefault(key, {})
    raw[int(last) if isinstance(raw, list) else last] = value


class Case:
    """A case at its modes. Parties and issues go by their names, leaderships by their bits."""

    def __init__(self, raw: Mapping[str, Any]) -> None:
        self.raw: dict[str, Any] = at_modes(copy.deepcopy(dict(raw)))
        self.parties = list(self.raw["parties"])
        self.issues = list(self.raw["issues"])
        self.signatories = [name for name in self.parties if self.raw["parties"][name].get("signatory", True)]
        self.dynamics = self.raw.get("dynamics") or {}
        self.triggers = self.dynamics.get("triggers") or {}
        self.transitions = self.raw.get("transitions") or []
        self.postures = self.raw.get("postures") or {}
        self.linkages = self.raw.get("linkages") or []
        self.horizon: int = self.raw.get("horizon", 36)
        self.complete: bool = self.raw.get("complete", False)
        self.partial_issues: int = self.raw.get("partial_issues", (len(self.issues) + 1) // 2)
        self.rates = {name: float(self.dynamics.get(name, default)) for name, default in RATES.items()}
        self.months = [self._month(transition["date"]) for transition in self.transitions]
        self.leaderships = range(2 ** len(self.transitions))

    def _month(self, date: Any) -> int:
        start = datetime.date.fromisoformat(str(self.raw["as_of"]))
        then = datetime.date.fromisoformat(str(date))
        return 12 * (then.year - start.year) + then.month - start.month

    # The start.

    @property
    def tension(self) -> str:
        return self.dynamics.get("tension", "stalemate")

    @property
    def trust(self) -> int:
        return 0 if self.tension == "war" else TRUSTS.index(self.dynamics.get("trust", "low"))

    @property
    def channel(self) -> str:
        return self.dynamics.get("channel", "none")

    @property
    def bargain(self) -> str:
        return self.dynamics.get("bargain", "none")

    # The earliest transition, and the months before and after it.

    @property
    def earliest(self) -> int | None:
        """The number of the earliest transition, the first in file order of several in one month."""
        return min(range(len(self.months)), key=lambda b: (self.months[b], b)) if self.months else None

    def is_after(self, month: int) -> bool:
        return self.earliest is not None and month >= self.months[self.earliest]

    # Parties as the leadership in office has them.

    def fields(self, party: str, leader: int) -> dict[str, Any]:
        fields = dict(self.raw["parties"][party])
        fields["beliefs"] = (self.raw.get("beliefs") or {}).get(party) or {}
        for b, transition in enumerate(self.transitions):
            if leader >> b & 1 and transition["party"] == party:
                fields.update(transition.get("successor") or {})
        return fields

    def field(self, party: str, name: str, leader: int = 0) -> float:
        value = self.fields(party, leader).get(name, PARTY[name])
        return float(EXPECTS.get(value, value))

    def salience(self, party: str, leader: int) -> dict[str, float]:
        given = self.fields(party, leader).get("salience") or {}
        return normalised({issue: float(given.get(issue, 0.0)) for issue in self.issues})

    def beliefs(self, party: str, leader: int) -> dict[str, Any]:
        return self.fields(party, leader)["beliefs"] or {}

    def shares(self, party: str | None = None, leader: int = 0) -> dict[str, float]:
        """Capability shares as a party sees them under a leadership; None is the analyst."""
        shares = normalised({name: float(self.raw["parties"][name].get("capability", 1.0)) for name in self.parties})
        if party is None:
            return shares
        return normalised({**shares, **(self.beliefs(party, leader).get("capability") or {})})

    def discount(self, party: str) -> float:
        return (1.0 - self.field(party, "patience")) ** (1.0 / 12.0)

    def war(self, party: str) -> dict[str, float] | None:
        return self.raw["parties"][party].get("war")

    def war_flow(self, party: str, month: int) -> float:
        """The flow of a war begun in a month, for good, with that month's share as the incumbent sees it."""
        war = self.war(party)
        if war is None:
            return 0.0
        grown = {n: q * (1.0 + self.field(n, "growth")) ** (month / 12.0) for n, q in self.shares(party).items()}
        share = normalised(grown)[party]
        return share * war["win"] + (1.0 - share) * war["lose"] - war["cost"]

    def fighting(self, party: str) -> float:
        war = self.war(party)
        return 0.0 if war is None else float(war.get("fighting", war["cost"]))

    # Issues.

    def option_names(self, issue: str) -> list[str]:
        return list(self.raw["issues"][issue]["options"])

    def option(self, issue: str, option: str) -> dict[str, Any]:
        return self.raw["issues"][issue]["options"][option] or {}

    def value(self, party: str, issue: str, option: str) -> float:
        return float((self.option(issue, option).get("value") or {}).get(party, 0.0))

    def visibility(self, issue: str, option: str) -> float:
        return float(self.option(issue, option).get("visibility", self.raw["issues"][issue].get("visibility", 1.0)))

    def separable(self, issue: str) -> bool:
        return bool(self.raw["issues"][issue].get("separable", False))

    # Cases made from this one.

    def with_set(self, changes: Mapping[str, Any]) -> "Case":
        raw = copy.deepcopy(self.raw)
        for path, value in changes.items():
            put(raw, path, copy.deepcopy(value))
        return Case(raw)

    def without_beliefs(self) -> "Case":
        raw = copy.deepcopy(self.raw)
        raw.pop("beliefs", None)
        for transition in raw.get("transitions") or []:
            (transition.get("successor") or {}).pop("beliefs", None)
        return Case(raw)

    def with_successor_terms(self, b: int, terms: Mapping[str, Any]) -> "Case":
        raw = copy.deepcopy(self.raw)
        raw["transitions"][b]["successor"] = {**(raw["transitions"][b].get("successor") or {}), **terms}
        return Case(raw)


class View:
    """How a party, or the analyst (None), sees rates, capitulation and transitions under each leadership."""

    def __init__(self, case: Case, party: str | None) -> None:
        self.rates: list[dict[str, float]] = []
        self.capitulation: list[dict[str, float]] = []
        self.transitions: list[list[float]] = []
        for leader in case.leaderships:
            beliefs = {} if party is None else case.beliefs(party, leader)
            self.rates.append(dict(self._rates(case, beliefs)))
            self.capitulation.append(self._capitulation(case, beliefs))
            self.transitions.append(self._transitions(case, beliefs))
        self.key = repr((self.rates, self.capitulation, self.transitions))

    @staticmethod
    def _rates(case: Case, beliefs: Mapping[str, Any]) -> Iterator[tuple[str, float]]:
        for name, rate in case.rates.items():
            yield name, rate if name in EVERYBODYS else float(beliefs.get(name, rate))

    @staticmethod
    def _capitulation(case: Case, beliefs: Mapping[str, Any]) -> dict[str, float]:
        given = {**(case.dynamics.get("capitulation") or {}), **(beliefs.get("capitulation") or {})}
        return {party: float(given.get(party, 0.001)) for party in case.parties}

    @staticmethod
    def _transitions(case: Case, beliefs: Mapping[str, Any]) -> list[float]:
        believed = beliefs.get("transitions") or {}
        return [float(believed.get(transition["party"], transition["probability"])) for transition in case.transitions]
