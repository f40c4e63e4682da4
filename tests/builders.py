"""Cases made by hand: a quiet one to build on, and the way from plain data to a game."""

import json
from collections.abc import Iterator
from typing import Any

import numpy as np

from ripeness.answer.pipeline import Later, PostureRun, run, under_posture
from ripeness.answer.reading import Reading
from ripeness.answer.result import Assessment
from ripeness.arrays import FloatArray
from ripeness.case.leadership import leaderships
from ripeness.case.model import Case, Posture
from ripeness.case.read.changes import replaced
from ripeness.case.read.load import load_text
from ripeness.case.values import MODES
from ripeness.crisis.game import CrisisGame, Equilibrium, start_states
from ripeness.crisis.outlook import capitulation_flows
from ripeness.settlements.memo import Memo

NOTHING_MOVES = {
    "incident": 0, "misreading": 0, "subside": 0, "leak": 0,
    "press_crisis": 0, "press_trust": 0, "miscalculation": 0, "backdown_rate": 0, "coercion_gain": 0,
    "deescalation": 0, "reassurance": 0, "reassure_cost": 0,
    "step_rate": 0, "partial_rate": 0, "settlement_rate": 0, "step_calm": 1, "talks_calm": 1,
    "erosion": 0, "expectation_erosion": 0, "kept_promise": 0,
    "recognition": 0, "trust_effect": 0, "capitulation": {"ann": 0, "bob": 0},
}  # fmt: skip
ROAD = {
    "question": "Is the road open?",
    "options": {"shut": {"text": "No"}, "free": {"text": "Yes", "value": {"ann": 0.1}}},
}
ALL_WAIT = {"ann": {"wait": 1}, "bob": {"wait": 1}}


def quiet(changes: dict[str, Any] | None = None) -> dict[str, Any]:
    """Data of two parties and one issue in which nothing happens, changed at dotted paths."""
    data = {
        "schema": 1,
        "id": "quiet",
        "title": "Nothing moves",
        "as_of": "2024-01-01",
        "horizon": 6,
        "parties": {
            "ann": {"name": "Ann", "salience": {"field": 1}},
            "bob": {"name": "Bob", "salience": {"field": 1}},
        },
        "issues": {
            "field": {
                "question": "Whose is the field?",
                "options": {
                    "idle": {"text": "Nobody's"},
                    "shared": {"text": "Both till it", "value": {"ann": 0.5, "bob": 0.4}},
                },
            }
        },
        "dynamics": dict(NOTHING_MOVES),
    }
    return replaced(data, changes or {})


def case_of(data: dict[str, Any]) -> Case:
    """The case that plain data are; JSON is YAML."""
    return load_text(json.dumps(data))


def quiet_case(changes: dict[str, Any] | None = None) -> Case:
    """The quiet case, changed at dotted paths."""
    return case_of(quiet(changes))


def assessed(case: Case) -> Assessment:
    """The answer at the modes."""
    return Reading(run(case)).assessment()


def answer(data: dict[str, Any]) -> dict[str, Any]:
    """The machine-readable answer at the modes."""
    return assessed(case_of(data)).to_dict()


def judged_at(case: Case, before: float = 0.0, after: float = 0.0) -> PostureRun:
    """The case as it is with these reservation values for all, which spares the games that they come from."""
    of_office = [[np.full((1, len(case.parties)), r) for r in (before, after)] for _ in leaderships(case)]
    return under_posture(Memo(), case, MODES, Later(lambda: of_office), Posture(title="as it is"))


def game_of(under: PostureRun, months: int) -> CrisisGame:
    """The game of a posture's run, over so many months."""
    case, z = under.case, under.zones
    surrender = capitulation_flows(case, z.grounds[0].payoffs, z.values)
    return CrisisGame(case, under.rules, surrender, under.posture, months)


def months_of(game: CrisisGame, equilibrium: Equilibrium, horizon: int) -> Iterator[FloatArray]:
    """The probability of every state, (states,), at the start and at the end of each month, step by step."""
    mass = np.zeros((1, len(game.space)))
    mass[0, start_states(game)[0]] = 1.0
    yield mass[0]
    for month in range(horizon):
        mass = game.act(mass, equilibrium.plays[month])
        for step in game.events(month):
            mass = step.push(mass)
        yield mass[0]
