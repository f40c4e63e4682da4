"""Hypothesis draws of valid cases: small enough to run in milliseconds, wide enough to use every part of the format.

Numbers are hundredths, so that ties, zeros and values exactly at a threshold do turn up; rates may be 0 or 1.
"""

import datetime as dt
from collections.abc import Iterable
from math import sqrt
from typing import Any

import numpy as np
from hypothesis import strategies as st

from builders import case_of
from ripeness.case.rates import RATES
from ripeness.crisis.actions import ACTIONS
from ripeness.crisis.rules import CIRCUMSTANCES

Data = dict[str, Any]
TALKS = ["offer_covert", "offer_open"]
LEVELS = st.sampled_from(["never", "mid", "high"])
FACTORS = ("crisis_pressure", "step_calm", "partial_calm", "covert_clarity", "open_clarity", "covert_pace",
           "direct_pace", "crisis_pace", "successor_pace", "breach", "recognition", "entitlement_exponent",
           "trust_effect", "expectation_erosion", "talks_ceasefire", "war_pace")  # fmt: skip
COSTS = ("crisis_cost", "talk_cost", "audience_cost", "leak_cost")


def hundredths(low: float, high: float) -> st.SearchStrategy[float]:
    """Numbers of two decimals."""
    return st.integers(round(low * 100), round(high * 100)).map(lambda n: n / 100)


CHANCE = st.one_of(hundredths(0, 0.3), hundredths(0, 1), st.sampled_from([0.0, 1.0]))
RATE = dict.fromkeys(RATES, CHANCE) | dict.fromkeys(FACTORS, hundredths(0, 3))
RATE |= dict.fromkeys(("coercion_gain", "reassure_cost"), hundredths(0, 0.2))
RATE |= {"talks_calm": hundredths(0.05, 1.5)}
SELDOM = st.one_of(hundredths(0, 0.02), hundredths(0, 0.02), CHANCE)
JUDGED = st.one_of(hundredths(0, 1), st.lists(hundredths(0, 1), min_size=3, max_size=3).map(sorted))


def some_of(entries: dict[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[Data]:
    """Any of the entries, or none."""
    return st.fixed_dictionaries({}, optional=entries)


def saliences(issues: dict[str, list[str]]) -> st.SearchStrategy[Data]:
    """Weights of some issues, at least one above 0."""
    return some_of({issue: hundredths(0, 1) for issue in issues}).map(
        lambda weights: weights if any(weights.values()) else {next(iter(issues)): 1.0}
    )


def _demands(issues: dict[str, list[str]], key: str) -> st.SearchStrategy[Data]:
    # often none, or there would hardly ever be a deal; never all options of an issue, for a red line has to leave one
    demands = some_of(
        {
            issue: st.fixed_dictionaries(
                {"options": st.lists(st.sampled_from(options), min_size=1, max_size=len(options) - 1, unique=True)},
                optional={key: LEVELS},
            )
            for issue, options in issues.items()
        }
    )
    return st.one_of(st.just({}), st.just({}), demands)


def constituencies(issues: dict[str, list[str]]) -> st.SearchStrategy[Data]:
    """At most one group at home, with or without a veto."""
    group = st.fixed_dictionaries(
        {"salience": saliences(issues), "threshold": hundredths(-0.5, 0.3), "veto": st.booleans()},
        optional={"values": some_of({i: some_of(dict.fromkeys(o, hundredths(-1, 1))) for i, o in issues.items()})},
    )
    return some_of({"guards": group})


def terms(issues: dict[str, list[str]]) -> dict[str, st.SearchStrategy[Any]]:
    """The fields of a party that its successor may change and that count then."""
    return {
        "concession_limit": JUDGED,
        "pride": hundredths(0, 2),
        "exposure_tolerance": hundredths(0, 0.5),
        "trend": hundredths(-0.3, 0.2),
        "red_lines": _demands(issues, "softens"),
        "preconditions": _demands(issues, "fades"),
        "constituencies": constituencies(issues),
        **dict.fromkeys(COSTS, hundredths(0, 0.3)),
    }


def propensities() -> st.SearchStrategy[Data]:
    """Weights of some actions and of accepting; waiting keeps one above 0."""
    return some_of(dict.fromkeys((*ACTIONS, "accept"), hundredths(0, 3)) | {"wait": hundredths(0.1, 3)})


def _party(name: str, signs: bool, issues: dict[str, list[str]]) -> st.SearchStrategy[Data]:
    return st.fixed_dictionaries(
        {
            "name": st.just(name.upper()),
            "signatory": st.just(signs),
            "salience": saliences(issues),
            "capability": hundredths(0.05, 1),
        },
        optional=terms(issues)
        | {
            "patience": hundredths(0.02, 0.6),
            "growth": hundredths(-0.5, 1),
            "precision": st.sampled_from([0, 1, 200, 2000]),
            "initiative": hundredths(0.1, 2),
            "propensity": propensities(),
            "expects": st.one_of(st.sampled_from(["one-off", "first-step"]), hundredths(0, 1)),
            "war": st.fixed_dictionaries(
                {"win": hundredths(-0.5, 1), "lose": hundredths(-1, 0), "cost": hundredths(0, 1)},
                optional={"fighting": hundredths(0, 1)},
            ),
            "spoils": hundredths(-0.5, 1),
            "reservation": hundredths(-0.4, 0.2),
        },
    )


def _effects(triggers: Iterable[str]) -> st.SearchStrategy[Data]:
    """Factors on a few rates that a deal may change, and on triggers; seldom any."""
    rates = [name for name, rate in RATES.items() if rate.changeable]
    factors = dict.fromkeys((*rates, *(f"triggers.{name}" for name in triggers)), hundredths(0, 2))
    factors |= {"talks_calm": hundredths(0.1, 2)}
    few = st.lists(st.sampled_from(list(factors)), max_size=3, unique=True)
    drawn = few.flatmap(lambda names: st.fixed_dictionaries({name: factors[name] for name in names}))
    return st.one_of(st.just({}), st.just({}), drawn)


def _issue(
    options: list[str], worth: st.SearchStrategy[Data], effects: st.SearchStrategy[Data]
) -> st.SearchStrategy[Data]:
    move = st.fixed_dictionaries(
        {"text": st.just("moved"), "value": worth},
        optional={"visibility": hundredths(0, 1), "effects": effects},
    )
    # a list, for a drawn dictionary may have its keys in any order, and the first option is the status quo
    moves = st.lists(move, min_size=len(options) - 1, max_size=len(options) - 1)
    return st.fixed_dictionaries(
        {
            "question": st.just("?"),
            "options": moves.map(lambda moves: dict(zip(options, [{"text": "as it is"}, *moves], strict=True))),
        },
        optional={"separable": st.booleans(), "visibility": hundredths(0, 1)},
    )


@st.composite
def _linkages(draw: st.DrawFn, issues: dict[str, list[str]], parties: list[str]) -> list[Data]:
    found: list[Data] = []
    for kind in draw(st.lists(st.sampled_from(["bonus", "requires"]), max_size=2, unique=True)):
        one, other = draw(st.permutations(sorted(issues)))[:2]
        of_one, of_other = draw(st.sampled_from(issues[one][1:])), draw(st.sampled_from(issues[other]))
        one_of = st.lists(st.sampled_from(issues[other]), min_size=1, max_size=2, unique=True)
        if kind == "bonus":
            worth = draw(st.dictionaries(st.sampled_from(parties), hundredths(-0.3, 0.3), min_size=1))
            found.append({"when": {one: of_one, other: of_other}, "value": worth})
        else:
            found.append({"if": {one: of_one}, "requires": {other: draw(st.just(of_other) | one_of)}})
    return found


def _beliefs(issues: dict[str, list[str]], parties: list[str], changing: list[str]) -> st.SearchStrategy[Data]:
    own = {
        "capability": some_of(dict.fromkeys(parties, hundredths(0.05, 1))),
        "capitulation": some_of(dict.fromkeys(parties, SELDOM)),
        "successor_terms": some_of(terms(issues)),
    }
    if changing:
        own["transitions"] = some_of(dict.fromkeys(changing, CHANCE))
    return some_of(own | {name: RATE[name] for name, rate in RATES.items() if rate.believable})


def _dynamics(parties: list[str]) -> st.SearchStrategy[Data]:
    """Rates, triggers and a start: in a war only where one may go on, and then without bargain, at low trust."""
    circumstances = st.lists(st.sampled_from(list(CIRCUMSTANCES)), min_size=1, max_size=2, unique=True)
    trigger = st.fixed_dictionaries(
        {"rate": CHANCE}, optional={"war": CHANCE, "collapse": CHANCE, "during": circumstances}
    )
    drawn = some_of(
        RATE
        | {
            "capitulation": some_of(dict.fromkeys(parties, SELDOM)),
            "triggers": some_of({"unrest": trigger, "coup": trigger}),
            "regional": some_of({"war": hundredths(-1, 0), "crisis": hundredths(-0.2, 0)}),
            "trust": st.sampled_from(["low", "mid", "high"]),
            "channel": st.sampled_from(["none", "covert", "open"]),
            "tension": st.sampled_from(["stalemate", "crisis", "war"]),
            "bargain": st.sampled_from(["none", "step", "signed"]),
        }
    )
    return drawn.map(_started)


def _started(dynamics: Data) -> Data:
    if dynamics.get("tension") != "war":
        return dynamics
    if dynamics.get("war_decided", 1.0) == 1.0:
        return dynamics | {"tension": "crisis"}
    return {key: value for key, value in dynamics.items() if key not in ("trust", "bargain")}


def _postures(parties: list[str]) -> dict[str, st.SearchStrategy[Data]]:
    months = st.sampled_from([[0, 1], [0, 3], [1, 40]])
    weights = st.dictionaries(st.sampled_from(list(ACTIONS)), hundredths(0.01, 3), min_size=1, max_size=3)
    title = st.just("A posture")
    sets = {"dynamics.guarantee": CHANCE, f"parties.{parties[0]}.pride": hundredths(0, 2)}
    return {
        "quiet": st.fixed_dictionaries(
            {"title": title, "bars": st.just(dict.fromkeys(parties, TALKS))}, optional={"months": months}
        ),
        "silent": st.fixed_dictionaries({"title": title, "talks": st.just("none")}, optional={"months": months}),
        "pressure": st.fixed_dictionaries(
            {"title": title, "policy": some_of(dict.fromkeys(parties, weights))},
            optional={"months": months, "bars": some_of({parties[0]: st.just(["press", "attack", "wait"])})},
        ),
        "changed": st.fixed_dictionaries({"title": title, "set": some_of(sets)}),
    }


@st.composite
def case_data(draw: st.DrawFn, signatories: int = 3, transitions: int = 2, postures: bool = False) -> Data:
    """Plain data of a valid case: parties p0.., issues k0.., options o0 (the status quo).."""
    signing = draw(st.integers(2, signatories))
    parties = [f"p{n}" for n in range(signing + draw(st.integers(0, 1)))]
    observers = parties[signing:]
    issues = {f"k{n}": [f"o{m}" for m in range(draw(st.integers(2, 3)))] for n in range(draw(st.integers(2, 3)))}
    changing = draw(st.lists(st.sampled_from(parties), max_size=transitions))
    beliefs = _beliefs(issues, parties, changing)

    def arrival(party: str) -> Data:
        month = draw(st.integers(0, 8))
        successor = draw(st.fixed_dictionaries({}, optional=terms(issues) | {"beliefs": beliefs}))
        return {
            "party": party,
            "date": dt.date(2024, month + 1, 15).isoformat(),
            "probability": draw(CHANCE),
            "successor": successor,
        }

    # what one gains another may lose, or there is something in it for everybody
    worth = some_of(dict.fromkeys(parties, hundredths(-1, 1)))
    if draw(st.integers(0, 3)):
        worth = st.fixed_dictionaries(dict.fromkeys(parties, hundredths(-0.2, 1)))
    dynamics = draw(_dynamics(parties))
    effects = _effects(dynamics.get("triggers", {}))
    data = {
        "schema": 1,
        "id": "drawn",
        "title": "Drawn",
        "as_of": "2024-01-01",
        "horizon": draw(st.integers(2, 6)),
        "complete": draw(st.sampled_from([False] * 5 + [True])),
        "parties": {name: draw(_party(name, name not in observers, issues)) for name in parties},
        "issues": {name: draw(_issue(options, worth, effects)) for name, options in issues.items()},
        "linkages": draw(_linkages(issues, parties)),
        "dynamics": dynamics,
        "transitions": [arrival(party) for party in changing],
        "beliefs": draw(some_of(dict.fromkeys(parties, beliefs))),
        "postures": draw(some_of(_postures(parties))) if postures else {},
    }
    if draw(st.booleans()):
        data["partial_issues"] = draw(st.integers(0, len(issues)))
    return data


def cases(**kwargs: Any) -> st.SearchStrategy[Any]:
    """Valid cases."""
    return case_data(**kwargs).map(case_of)


def honest_and_costless(data: Data) -> Data:
    """The data without beliefs, and without anything that a move, rather than a state, costs or brings."""
    once = ("talk_cost", "audience_cost", "leak_cost", "beliefs")

    def without(fields: Data) -> Data:
        return {key: value for key, value in fields.items() if key not in once}

    return without(data) | {
        "parties": {name: without(party) for name, party in data["parties"].items()},
        "transitions": [t | {"successor": without(t["successor"])} for t in data["transitions"]],
        "dynamics": data["dynamics"] | {"reassure_cost": 0, "coercion_gain": 0},
    }


def untied(data: Data) -> Data:
    """The data with every weight and value nudged by its own irrational amount, so that no two deals tie."""
    primes = iter(p for p in range(2, 1000) if all(p % d for d in range(2, p)))

    def nudge() -> float:
        return sqrt(next(primes)) % 1 / 50

    new = {**data, "parties": {}, "issues": {}}
    for name, party in data["parties"].items():
        salience = {k: 0.9 * party["salience"].get(k, 0) + 0.05 + nudge() for k in data["issues"]}
        new["parties"][name] = {**party, "salience": salience}
    for name, issue in data["issues"].items():
        options = {
            o: option | {"value": {p: 0.9 * option["value"].get(p, 0) + nudge() for p in data["parties"]}}
            if "value" in option
            else option
            for o, option in issue["options"].items()
        }
        new["issues"][name] = issue | {"options": options}
    return new


@st.composite
def bargaining_sets(draw: st.DrawFn, positive: bool = False) -> tuple[Any, Any, Any]:
    """Utilities (deals, parties), reservation values and issues moved: with ties, negatives and equal rows."""
    parties = draw(st.integers(2, 3))
    tenth = st.integers(1 if positive else -5, 5).map(lambda n: n / 10)
    rows = draw(st.lists(st.lists(tenth, min_size=parties, max_size=parties), min_size=1, max_size=7))
    rows += draw(st.lists(st.sampled_from(rows), max_size=2))
    reservation = [0.0] * parties if positive else draw(st.lists(tenth, min_size=parties, max_size=parties))
    moved = draw(st.lists(st.integers(1, 3), min_size=len(rows), max_size=len(rows)))
    return np.array(rows), np.array(reservation), np.array(moved)
