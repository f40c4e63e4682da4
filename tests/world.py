"""A case in which everything that the format has is there and counts, small enough to be played in no time."""

from typing import Any

_GUARDS = {"guards": {"salience": {"field": 1, "road": 0.5}, "threshold": -0.2, "veto": True,
                      "values": {"field": {"his": -0.5, "shared": 0.2}}}}  # fmt: skip
# Low precision, so that everybody does everything at times, and everything that may happen has a chance.
WORLD: dict[str, Any] = {
    "schema": 1, "id": "world", "title": "A world", "as_of": "2024-01-15", "horizon": 4, "partial_issues": 1,
    "parties": {
        "ann": {
            "name": "Ann", "salience": {"field": 1, "road": 0.6, "well": 0.3}, "capability": 3, "precision": 4,
            "initiative": 2, "crisis_cost": 0.1, "talk_cost": 0.02, "audience_cost": 0.05, "leak_cost": 0.04,
            "trend": -0.1, "growth": 0.2, "propensity": {"press": 2, "accept": 1.5}, "expects": "first-step",
            "war": {"win": 0.5, "lose": -0.5, "cost": 0.4, "fighting": 0.3}, "pride": 0.1, "exposure_tolerance": 0.6,
            "red_lines": {"field": {"options": ["his"], "softens": "high"}},
        },
        "bob": {
            "name": "Bob", "salience": {"field": 1, "road": 0.3, "well": 0.5}, "precision": 5, "expects": 0.4,
            "pride": 0.2, "crisis_cost": 0.2, "leak_cost": 0.02, "trend": -0.05,
            "war": {"win": 0.6, "lose": -0.4, "cost": 0.2},
            "red_lines": {"road": {"options": ["free"], "softens": "mid"}},
            "preconditions": {"field": {"options": ["shared", "his"], "fades": "high"}},
            "constituencies": _GUARDS,
        },
        "eve": {"name": "Eve", "signatory": False, "salience": {"road": 1}, "capability": 0.5, "spoils": 0.1},
    },
    "issues": {
        "field": {"question": "Whose?", "visibility": 0.8, "options": {
            "idle": {"text": "Nobody's"},
            "shared": {"text": "Both", "value": {"ann": 0.5, "bob": 0.4, "eve": 0.1}, "effects": {"incident": 0.5}},
            "his": {"text": "His", "value": {"ann": -0.1, "bob": 0.9}, "visibility": 0.4}}},
        "road": {"question": "Open?", "options": {
            "shut": {"text": "No"},
            "free": {"text": "Yes", "value": {"ann": 0.5, "bob": -0.01},
                     "effects": {"triggers.unrest": 0.3, "lapse": 2}},
            "tolled": {"text": "For a fee", "value": {"ann": 0.3, "bob": -0.3}}}},
        "well": {"question": "Drawn from?", "separable": True, "options": {
            "dry": {"text": "No"},
            "open": {"text": "Yes", "value": {"ann": 0.2, "bob": 0.1},
                     "effects": {"misreading": 0.5, "talks_calm": 0.9}}}},
    },
    "linkages": [
        {"when": {"field": "shared", "road": "tolled"}, "value": {"ann": 0.05, "bob": 0.05}},
        {"if": {"field": "his"}, "requires": {"road": ["shut", "tolled"]}},
    ],
    "dynamics": {
        "capitulation": {"ann": 0.01, "bob": 0.02}, "regional": {"war": -0.5, "crisis": -0.1},
        "triggers": {
            "unrest": {"rate": 0.05, "war": 0.2, "collapse": 0.3, "during": ["talks"]},
            "coup": {"rate": 0.05, "during": ["bargain"]},
        },
        "trust": "mid", "channel": "covert", "bargain": "step", "recognition": 0.2, "guarantee": 0.1, "lapse": 0.05,
        "war_decided": 0.7, "partial_rate": 0.3, "settlement_rate": 0.2, "direct_pace": 0.8,
    },
    "transitions": [
        {"party": "bob", "date": "2024-03-01", "probability": 0.4,
         "successor": {"beliefs": {"leak": 0.3}, "concession_limit": 0.4, "trend": -0.2, "leak_cost": 0.1}},
    ],
    "beliefs": {
        "ann": {"transitions": {"bob": 0.6}, "successor_terms": {"concession_limit": 0.9}, "misreading": 0.1,
                "capability": {"ann": 0.7, "bob": 0.4}, "capitulation": {"bob": 0.1}},
        "bob": {"war_decided": 0.9},
    },
}  # fmt: skip
