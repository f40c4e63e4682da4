"""Disputes of a few lines, as the literature on bargaining and war has them, and what the model answers to them."""

import json
from functools import cache
from typing import Any

import numpy as np

from builders import case_of
from ripeness.answer.reading import assess
from ripeness.answer.result import Assessment, Future
from ripeness.case.read.changes import replaced

Data = dict[str, Any]

COSTLY_WAR = {"win": 0.3, "lose": -0.7, "cost": 0.2}


def _dispute(parties: Data, issues: Data, changes: Data) -> Data:
    head = {"schema": 1, "id": "dispute", "title": "A dispute", "as_of": "2024-01-01", "horizon": 36}
    return replaced(head | {"parties": parties, "issues": issues}, changes)


def territory(
    held: float = 0.5, cost: float = 0.1, power: float = 0.5, shares: tuple[float, ...] = (), **changes: Any
) -> Data:
    """A territory of which Ann has `held` and that a deal divides anew; a war wins all of it, at a cost.

    `power` is Ann's; she may have one of `shares`, every twentieth if none are given. What one gains the other loses.
    """
    possible = shares or tuple(n / 20 for n in range(21))
    moved = {
        f"{100 * share:.0f}": {"text": "-", "value": {"ann": round(share - held, 9), "bob": round(held - share, 9)}}
        for share in possible
        if abs(share - held) > 1e-9
    }
    without = round(1 - held, 9)
    parties = {
        "ann": {"name": "Ann", "capability": power, "war": {"win": without, "lose": -held, "cost": cost}},
        "bob": {"name": "Bob", "capability": 1 - power, "war": {"win": held, "lose": -without, "cost": cost}},
    }
    issues = {"land": {"question": "Who has what?", "options": {"as-it-is": {"text": "-"}, **moved}}}
    return _dispute(
        {name: party | {"salience": {"land": 1}} for name, party in parties.items()}, issues, dotted(changes)
    )


def trade(**changes: Any) -> Data:
    """Two that could open their trade, and on the way free their prisoners, a small step; both gain by either."""
    party = {
        "salience": {"trade": 0.7, "prisoners": 0.3},
        "crisis_cost": 0.1,
        "war": {"win": 0.3, "lose": -0.7, "cost": 0.2},
    }
    opened = {"text": "-", "value": {"ann": 0.5, "bob": 0.5}}
    freed = {"text": "-", "value": {"ann": 0.4, "bob": 0.4}}
    issues = {
        "trade": {"question": "Is it open?", "options": {"shut": {"text": "-"}, "open": opened}},
        "prisoners": {
            "question": "Are they free?",
            "separable": True,
            "options": {"held": {"text": "-"}, "freed": freed},
        },
    }
    parties = {name: party | {"name": name.title()} for name in ("ann", "bob")}
    return _dispute(parties, issues, {"partial_issues": 1} | dotted(changes))


def swap(**changes: Any) -> Data:
    """Arms against sanctions, each conceding what the other wants more, and prisoners as a small step.

    What they concede exposes both, and neither dares it before there is some trust.
    """
    party = {
        "salience": {"arms": 0.4, "sanctions": 0.4, "prisoners": 0.2},
        "exposure_tolerance": 0.06,
        "crisis_cost": 0.1,
        "war": COSTLY_WAR,
    }
    issues = {
        "arms": {"kept": {}, "cut": {"ann": 0.8, "bob": -0.4}},
        "sanctions": {"kept": {}, "lifted": {"ann": -0.4, "bob": 0.8}},
        "prisoners": {"held": {}, "freed": {"ann": 0.4, "bob": 0.4}},
    }
    written = {
        name: {"question": "?", "options": {option: {"text": "-", "value": value} for option, value in options.items()}}
        for name, options in issues.items()
    }
    written["prisoners"]["separable"] = True
    parties = {name: party | {"name": name.title()} for name in ("ann", "bob")}
    return _dispute(parties, written, {"partial_issues": 2} | dotted(changes))


def dotted(changes: Data) -> Data:
    """Changes by names such as `parties__bob__growth`."""
    return {name.replace("__", "."): value for name, value in changes.items()}


@cache
def _answered(written: str) -> Assessment:
    return assess(case_of(json.loads(written)))


def answer(data: Data) -> Assessment:
    """The answer to a dispute, computed once."""
    return _answered(json.dumps(data))


def future(data: Data, posture: str = "as-is") -> Future:
    """What comes of a dispute."""
    return answer(data).futures[posture]


def acceptable(data: Data) -> list[dict[str, str]]:
    """The deals that all accept at the start, issue: option."""
    z = answer(data).run.as_is.zones
    return [dict(z.settlements.named(int(row))) for row in np.flatnonzero(z.at_start[0])]


def acceptable_shares(data: Data) -> list[float]:
    """Ann's shares of a territory that both accept at the start."""
    return [int(deal["land"]) / 100 for deal in acceptable(data)]
