"""Random cases, valid for the format of version 3 and assessed in seconds: the same from the same seed."""

import datetime
from collections.abc import Callable
from random import Random
from typing import Any

from .case import EVERYBODYS, RATES
from .rules import ACTIONS

Data = dict[str, Any]
COSTS = ("crisis_cost", "talk_cost", "audience_cost", "leak_cost")
BELIEVED = sorted(RATES.keys() - set(EVERYBODYS))
WITH_EFFECTS = sorted(set(BELIEVED) - {"war_decided"})
RANGES = {  # where a rate is not a probability of a month, or where most cases would be dull
    "press_crisis": (0.0, 0.4),
    "crisis_pressure": (0.0, 4.0),
    "backdown_rate": (0.0, 0.9),
    "deescalation": (0.0, 1.0),
    "reassurance": (0.0, 0.9),
    "press_trust": (0.0, 1.0),
    "coercion_gain": (0.0, 0.1),
    "reassure_cost": (0.0, 0.05),
    "partial_calm": (0.0, 1.2),
    "covert_clarity": (0.0, 1.2),
    "open_clarity": (0.0, 1.2),
    "covert_pace": (0.0, 2.0),
    "direct_pace": (0.0, 2.0),
    "crisis_pace": (0.0, 2.0),
    "successor_pace": (0.0, 2.0),
    "erosion": (0.0, 0.05),
    "expectation_erosion": (0.0, 0.1),
    "breach": (0.0, 8.0),
    "trigger_war": (0.0, 0.6),
    "guarantee": (0.0, 0.9),
    "recognition": (0.0, 0.8),
    "entitlement_exponent": (0.0, 3.0),
    "trust_effect": (0.0, 2.0),
    "step_calm": (0.0, 1.2),
    "talks_calm": (0.2, 1.3),
    "lapse": (0.0, 0.05),
    "war_decided": (0.0, 0.8),
    "talks_ceasefire": (0.0, 4.0),
    "war_pace": (0.0, 2.0),
}
AS_OF = datetime.date(2024, 1, 1)


def random_case(seed: int) -> Data:
    """The case of a seed, as a mapping that a YAML file of version 3 may hold."""
    return _Maker(seed).case()


class _Maker:
    def __init__(self, seed: int) -> None:
        self.random, self.seed = Random(seed), seed
        self.horizon = self.random.randint(6, 18)
        self.parties = [f"p{i}" for i in range(self.random.choice((2, 2, 2, 3, 3, 4)))]
        observers = self.random.randint(0, len(self.parties) - 2) if self.often(0.6) else 0
        self.signatories = self.parties[: len(self.parties) - observers]
        self.random.shuffle(self.parties)
        issues = self.random.choice((2, 2, 3, 3, 4))
        self.options = {
            f"k{k}": ["now", *(f"o{o}" for o in range(self.random.choice((1, 1, 2))))] for k in range(issues)
        }
        self.triggers = [f"t{t}" for t in range(self.random.choice((0, 0, 1, 1, 2, 3)))]
        self.in_war = self.often(0.15)
        self.war_goes_on = self.in_war or self.often(0.3)
        self.with_war = [p for p in self.parties if self.often(0.85)]
        self.coming = self._transitions()  # names of the parties whose leadership may change

    # Draws.

    def often(self, chance: float) -> bool:
        return self.random.random() < chance

    def number(self, low: float, high: float) -> float:
        return round(self.random.uniform(low, high), 4)

    def judged(self, low: float, high: float) -> Any:
        """A number, or a judgement about it."""
        if self.often(0.85):
            return self.number(low, high)
        low, mode, high = sorted(self.number(low, high) for _ in range(3))
        return [low, mode, high] if self.often(0.6) else {"low": low, "mode": mode, "high": high, "basis": "judgement"}

    def rate(self, name: str) -> float:
        low, high = RANGES.get(name, (0.0, 0.2))
        return self.number(max(low, 0.05), high) if name == "talks_calm" else self.number(low, high)

    def some(self, items: list[str], chance: float) -> list[str]:
        return [item for item in items if self.often(chance)]

    def one(self, items: list[str]) -> str:
        return self.random.choice(items)

    def issue(self) -> str:
        return self.one(list(self.options))

    # The parts of a case.

    def case(self) -> Data:
        data: Data = {
            "schema": 1,
            "id": f"random-{self.seed}",
            "title": f"Random {self.seed}",
            "summary": "Drawn at random.",
            "region": "Nowhere",
            "as_of": AS_OF.isoformat(),
            "horizon": self.horizon,
            "sources": {"s": {"title": "None", "year": 2024}},
        }
        if self.often(0.75):
            data["partial_issues"] = self.random.randint(1, len(self.options)) if self.often(0.85) else 0
        if self.often(0.08):
            data["complete"] = True
        data["parties"] = {party: self.party(party) for party in self.parties}
        data["issues"] = {issue: self.issue_of(issue) for issue in self.options}
        if self.often(0.5):
            data["linkages"] = self.linkages()
        data["dynamics"] = self.dynamics()
        if self.coming:
            data["transitions"] = [self.transition(party) for party in self.coming]
        beliefs = {party: self.beliefs() for party in self.some(self.parties, 0.5)}
        if beliefs:
            data["beliefs"] = beliefs
        data["postures"] = self.postures()
        return data

    def salience(self) -> Data:
        weights = {issue: self.number(0.05, 1.0) for issue in self.options}
        if self.often(0.15):
            del weights[self.issue()]
        return weights

    def party(self, name: str) -> Data:
        party: Data = {
            "name": name.upper(),
            "salience": self.salience(),
            "capability": self.judged(0.1, 1.0),
            "patience": self.number(0.02, 0.3),
            "precision": self.number(20.0, 400.0),
            "concession_limit": 0.0 if self.often(0.04) else self.judged(0.1, 0.6),
            "pride": self.number(0.0, 1.5),
            "exposure_tolerance": self.number(0.1, 0.6),
            "trend": self.number(-0.1, 0.03),
        }
        party |= {cost: self.number(0.0, 0.15) for cost in self.some(list(COSTS), 0.8)}
        if self.often(0.6):
            party["initiative"] = self.number(0.3, 2.0)
        if self.often(0.7):
            party["expects"] = self.one(["one-off", "first-step"]) if self.often(0.5) else self.number(0.0, 1.0)
        if self.often(0.3):
            party["growth"] = self.judged(-0.3, 0.5)
        if self.often(0.35):
            party["propensity"] = {a: self.number(0.1, 2.0) for a in self.some([*ACTIONS, "accept"], 0.3)}
        if name in self.with_war:
            party["war"] = {"win": self.number(0.0, 1.0), "lose": self.number(-1.0, 0.0), "cost": self.number(0.1, 1.0)}
            if self.often(0.4):
                party["war"]["fighting"] = self.number(0.0, 0.8)
        if self.often(0.12):
            party["spoils"] = self.number(0.0, 0.8)
        if self.often(0.08):
            party["reservation"] = self.number(-0.4, 0.2)
        party |= self.limits()
        if name not in self.signatories:
            party["signatory"] = False
        return party

    def limits(self) -> Data:
        """Red lines, preconditions and constituencies."""
        limits: Data = {}
        if self.often(0.25):
            issue = self.issue()
            limits["red_lines"] = {issue: {"options": [self.options[issue][-1]]}}
            if self.often(0.7):
                limits["red_lines"][issue]["softens"] = self.one(["never", "mid", "high"])
        if self.often(0.2):
            issue = self.issue()
            wanted = self.options[issue][1:] if self.often(0.5) else [self.one(self.options[issue][1:])]
            limits["preconditions"] = {issue: {"options": wanted}}
            if self.often(0.8):
                limits["preconditions"][issue]["fades"] = self.one(["never", "mid", "high"])
        if self.often(0.3):
            limits["constituencies"] = {
                name: self.constituency() for name in ["c", "d"][: self.random.choice((1, 1, 2))]
            }
        return limits

    def constituency(self) -> Data:
        group: Data = {"salience": self.salience(), "threshold": self.number(-0.4, 0.1), "veto": self.often(0.9)}
        if self.often(0.4):
            issue = self.issue()
            options = self.options[issue][1:] if self.often(0.5) else [self.one(self.options[issue][1:])]
            group["values"] = {issue: {option: self.number(-0.8, 1.0) for option in options}}
        return group

    def issue_of(self, name: str) -> Data:
        issue: Data = {"question": f"{name}?"}
        if self.often(0.8):
            issue["visibility"] = self.number(0.0, 1.0)
        if self.often(0.35):
            issue["separable"] = True
        issue["options"] = {"now": {"text": "As it is"}}
        issue["options"] |= {option: self.option() for option in self.options[name][1:]}
        return issue

    def option(self) -> Data:
        conceding = 0.25 if self.often(0.9) else 0.7
        value = {
            party: self.number(-0.9, 0.0) if self.often(conceding) else self.number(0.05, 1.0)
            for party in self.some(self.parties, 0.92)
        }
        option: Data = {"text": "Otherwise", "value": value}
        if self.often(0.25):
            option["visibility"] = self.number(0.0, 1.0)
        if self.often(0.4):
            option["effects"] = self.effects()
        return option

    def effects(self) -> Data:
        names = [*WITH_EFFECTS, *(f"triggers.{name}" for name in self.triggers for _ in range(6))]
        chosen = sorted({self.one(names) for _ in range(self.random.randint(1, 4))})
        return {name: self.factor(name) for name in chosen}

    def factor(self, name: str) -> float:
        if name == "talks_calm":
            return self.number(0.5, 1.5)
        return 0.0 if self.often(0.2) else self.number(0.2, 2.0)

    def linkages(self) -> list[Data]:
        links: list[Data] = []
        first, second = self.random.sample(list(self.options), 2)
        if self.often(0.6):
            when = {issue: self.one(self.options[issue][1:]) for issue in (first, second)}
            links.append({"when": when, "value": {party: self.number(-0.1, 0.1) for party in self.parties}})
        if self.often(0.6):
            others = self.options[second]
            wanted: Any = self.one(others) if self.often(0.5) else sorted(self.random.sample(others, len(others) - 1))
            links.append({"if": {first: self.one(self.options[first][1:])}, "requires": {second: wanted}})
        return links

    def dynamics(self) -> Data:
        dynamics: Data = {name: self.rate(name) for name in self.some(sorted(RATES), 0.45) if name != "war_decided"}
        if self.war_goes_on:
            dynamics["war_decided"] = self.rate("war_decided")
        if self.often(0.15):
            dynamics["step_rate"] = 0.0
        if self.often(0.6):
            dynamics["incident"] = self.judged(0.01, 0.15)
        if self.often(0.5):
            dynamics["capitulation"] = {party: self.number(0.0, 0.03) for party in self.some(self.signatories, 0.7)}
        if self.triggers:
            dynamics["triggers"] = {name: self.trigger() for name in self.triggers}
        if self.often(0.3):
            dynamics["regional"] = {"war": self.number(-0.5, 0.0), "crisis": self.number(-0.1, 0.0)}
        dynamics["channel"] = self.one(["none", "none", "covert", "open"])
        if self.in_war:
            return dynamics | {"tension": "war", "trust": "low"}
        dynamics["trust"] = self.one(["low", "mid", "high"])
        dynamics["tension"] = self.one(["stalemate", "stalemate", "crisis"])
        dynamics["bargain"] = self.one(["none", "none", "step", "signed"])
        return dynamics

    def trigger(self) -> Data:
        trigger: Data = {"rate": self.number(0.0, 0.08)}
        if self.often(0.6):
            trigger["war"] = self.number(0.0, 0.6)
        if self.often(0.5):
            trigger["collapse"] = self.number(0.0, 1.0)
        if self.often(0.7):
            pairs = (("stalemate", "crisis"), ("talks", "no-talks"), ("bargain", "no-bargain"))
            chosen = self.random.sample(pairs, self.random.choice((1, 1, 2)))
            trigger["during"] = [self.one(list(pair)) for pair in chosen]
        return trigger

    # Leaderships and beliefs.

    def _transitions(self) -> list[str]:
        return [self.one(self.signatories) for _ in range(self.random.choice((0, 0, 1, 1, 1, 2, 2, 3)))]

    def date(self, first: int) -> str:
        month = self.random.randint(first, self.horizon + 2)
        return AS_OF.replace(
            year=AS_OF.year + month // 12, month=month % 12 + 1, day=self.random.randint(1, 28)
        ).isoformat()

    def transition(self, party: str) -> Data:
        date = self.date(1 if self.often(0.9) else 0)
        if self.often(0.3):  # so that two of one month are not rare
            date = AS_OF.replace(month=5, day=self.random.randint(1, 28)).isoformat()
        return {"party": party, "date": date, "probability": self.number(0.0, 1.0), "successor": self.successor()}

    def terms(self) -> Data:
        """Fields that a leadership may have of its own."""
        offered: dict[str, Callable[[], Any]] = {
            "concession_limit": lambda: self.number(0.2, 0.8),
            "pride": lambda: self.number(0.0, 1.0),
            "exposure_tolerance": lambda: self.number(0.1, 0.8),
            "trend": lambda: self.number(-0.1, 0.03),
            "salience": self.salience,
            "red_lines": dict,
            "preconditions": dict,
            "constituencies": lambda: {} if self.often(0.5) else {"e": self.constituency()},
            **{cost: lambda: self.number(0.0, 0.1) for cost in COSTS},
        }
        return {name: offered[name]() for name in self.some(list(offered), 0.3)}

    def successor(self) -> Data:
        successor = self.terms() or {"pride": self.number(0.0, 1.0)}
        if self.often(0.06):
            successor["reservation"] = self.number(-0.4, 0.2)
        if self.often(0.5):
            successor["beliefs"] = self.beliefs()
        return successor

    def beliefs(self) -> Data:
        beliefs: Data = {name: self.rate(name) for name in self.some(BELIEVED, 0.08)}
        if self.war_goes_on or not self.often(0.9):
            beliefs |= {"war_decided": self.rate("war_decided")} if self.often(0.3) else {}
        if self.often(0.4):
            beliefs["capability"] = {party: self.number(0.1, 0.8) for party in self.some(self.parties, 0.6)}
        if self.often(0.4):
            beliefs["capitulation"] = {party: self.number(0.0, 0.05) for party in self.some(self.signatories, 0.5)}
        if self.coming and self.often(0.4):
            beliefs["transitions"] = {
                party: self.number(0.0, 1.0) for party in self.some(sorted(set(self.coming)), 0.7)
            }
        if self.coming and self.often(0.4):
            beliefs["successor_terms"] = self.terms()
        return {name: belief for name, belief in beliefs.items() if belief != {}}

    # Postures.

    def postures(self) -> Data:
        makers: dict[str, Callable[[], Data]] = {
            "quiet": lambda: {"talks": "none"},
            "silent-a-while": lambda: {"talks": "none", "months": self.window()},
            "silent-and-prescribed": lambda: {**self.prescribed(), "talks": "none"},
            "at-war": lambda: self.at_war(),
            "barred": lambda: self.barred(),
            "prescribed": lambda: self.prescribed(),
            "changed": lambda: {"set": self.changes()},
            "changed-and-barred": lambda: {**self.barred(), "set": self.changes()},
        }
        if not self.war_goes_on:
            del makers["at-war"]
        chosen = self.random.sample(sorted(makers), self.random.randint(2, 4))
        return {name: {"title": name, **makers[name]()} for name in chosen}

    def window(self) -> list[int]:
        start = self.random.choice((0, 0, self.random.randint(1, 4)))
        return [start, start + self.random.randint(1, self.horizon - 3)]

    def barred(self) -> Data:
        bars = {
            party: sorted(self.random.sample(ACTIONS[1:], self.random.randint(1, 4)))
            for party in self.random.sample(self.signatories, self.random.randint(1, 2))
        }
        posture: Data = {"bars": bars}
        return posture | ({"months": self.window()} if self.often(0.4) else {})

    def prescribed(self) -> Data:
        party = self.one(self.signatories)
        allowed = [action for action in ACTIONS if action != "attack" or party in self.with_war]
        weights = {action: self.number(0.2, 3.0) for action in self.random.sample(allowed, self.random.randint(1, 3))}
        posture: Data = {"policy": {party: weights}}
        if self.often(0.3):
            posture["bars"] = {self.one(self.signatories): ["press", "offer_open"]}
        return posture | ({"months": self.window()} if self.often(0.4) else {})

    def at_war(self) -> Data:
        start = {"tension": "war", "trust": "low", "bargain": "none", "channel": self.one(["none", "covert", "open"])}
        return {"set": {f"dynamics.{name}": value for name, value in start.items()}}

    def changes(self) -> Data:
        """Paths to set, and what to."""
        someone = self.one(self.signatories)
        offered: dict[str, Any] = {
            "dynamics.guarantee": self.number(0.3, 1.0),
            "dynamics.channel": self.one(["none", "covert", "open"]),
            "dynamics.step_rate": 0.0,
            "dynamics.recognition": 0.0,
            "dynamics.lapse": self.number(0.0, 0.1),
            f"parties.{someone}.concession_limit": self.number(0.5, 1.0),
            f"parties.{someone}.preconditions": {},
            f"parties.{someone}.red_lines": {},
            f"parties.{someone}.trend": self.number(-0.1, 0.05),
            "partial_issues": self.random.randint(0, len(self.options)),
        }
        if self.in_war:
            offered["dynamics.tension"] = "stalemate"
        else:
            offered["dynamics.trust"] = self.one(["low", "mid", "high"])
            offered["dynamics.tension"] = self.one(["stalemate", "crisis"])
            offered["dynamics.bargain"] = self.one(["none", "step", "signed"])
        for name in self.triggers:
            offered[f"dynamics.triggers.{name}.rate"] = self.number(0.0, 0.1)
        if self.coming:
            offered["transitions.0.date"] = self.date(1)
            offered["transitions.0.probability"] = self.number(0.0, 1.0)
            offered["transitions.0.successor.pride"] = self.number(0.0, 1.0)
        observers = [party for party in self.parties if party not in self.signatories]
        if observers and self.often(0.6):
            offered[f"parties.{observers[0]}.signatory"] = True
        elif len(self.signatories) > 2 and not self.coming:
            offered[f"parties.{self.signatories[-1]}.signatory"] = False
        chosen = self.some(list(offered), 0.3) or ["dynamics.guarantee"]
        signing = [path for path in offered if path.endswith("signatory")]
        return {path: offered[path] for path in offered if path in chosen or path in signing}
