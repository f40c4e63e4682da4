"""A rate of the game is one more entry of the registry, and an event that uses it one more step of a month.

The fields of a case are made from the registry when they are first imported, so that all of this runs in a process of
its own, which puts the entries in before.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]

PROGRAM = '''
import json, sys

from ripeness.case.judgement import Probability
from ripeness.case.rates import RATES, Rate

added = json.loads(sys.argv[1])
if added:
    RATES["drizzle"] = Rate(0.125, Probability, "a drizzle ends a crisis, a month")
    RATES["bedrock"] = Rate(0.5, Probability, "what nobody sees differently and no deal changes", False, False)

import numpy as np

from builders import ALL_WAIT, answer, case_of, game_of, judged_at, quiet
from engines import played_by
from ripeness.answer.pipeline import run
from ripeness.case.read.schema import json_schema
from ripeness.crisis.rules import Rules
from ripeness.crisis.states import NO_BARGAIN, STALEMATE
from ripeness.crisis.steps import Move, exclusive
from ripeness.errors import CaseError

RATE = {
    "dynamics.drizzle": 0.25,
    "beliefs.bob": {"drizzle": 0.75},
    "issues.field.options.shared.effects": {"drizzle": 0.5},
}
LIVELY = {
    "dynamics.incident": 0.1, "dynamics.misreading": 0.1, "dynamics.partial_rate": 0.3, "dynamics.channel": "open",
    "parties.ann.crisis_cost": 0.2, "parties.bob.war": {"win": 0.5, "lose": -0.5, "cost": 0.1},
}


def refused(changes):
    try:
        case_of(quiet(changes))
    except CaseError as error:
        return str(error)
    return ""


def ended():
    """How likely a crisis goes on under a drizzle, month by month, by each engine."""

    def events(self, arriving, phase, of_months=Rules.events):
        s = self.space
        chance = self.chance(s.in_crisis, self.rate("drizzle"))
        return [*of_months(self, arriving, phase), exclusive([Move(s.moved(tension=STALEMATE), chance)])]

    Rules.events = events
    waits = {"postures.wait": {"title": "-", "policy": ALL_WAIT}, "dynamics.tension": "crisis"}
    found = []
    for kernels in (False, True):
        with played_by(kernels):
            found.append(run(case_of(quiet(RATE | waits))).under("wait").futures.curves.crisis[0].tolist())
    return found


told = {"answer": answer(quiet(LIVELY)), "refused": refused(RATE)}
if added:
    rules = game_of(judged_at(case_of(quiet(RATE))), 1).rules
    seen = rules.rate("drizzle")[0]
    s = rules.space
    where = {"nothing": s.in_stalemate & (s.bargain == NO_BARGAIN), "signed": s.with_signed}
    told |= {
        "default": game_of(judged_at(case_of(quiet())), 1).rules.rate("drizzle").tolist(),
        "seen": {name: np.unique(seen[:, at], axis=1).tolist() for name, at in where.items()},
        "set": answer(quiet(LIVELY | RATE)),
        "not believed": refused({"beliefs.bob": {"bedrock": 0.1}}),
        "not changed": refused({"issues.field.options.shared.effects": {"bedrock": 0.1}}),
        "out of range": refused({"dynamics.drizzle": 1.5}),
        "schema": json.dumps(json_schema()),
        "ended": ended(),
    }
print(json.dumps(told))
'''


def told(added):
    env = os.environ | {"PYTHONPATH": str(TESTS)}
    command = [sys.executable, "-c", PROGRAM, json.dumps(added)]
    done = subprocess.run(command, capture_output=True, text=True, env=env)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def with_rate():
    return told(added=True)


@pytest.fixture(scope="module")
def without():
    return told(added=False)


def test_a_case_without_the_rate_is_not_read_where_it_names_it(without):
    for place in ("dynamics.drizzle", "beliefs.bob.drizzle", "effects.drizzle"):
        assert place in without["refused"]


def test_a_case_may_set_it_a_party_believe_another_and_a_deal_multiply_it(with_rate):
    assert with_rate["refused"] == ""
    # as Ann, Bob and the analyst see it, in all states alike
    assert with_rate["seen"] == {"nothing": [[0.25], [0.75], [0.25]], "signed": [[0.125], [0.375], [0.125]]}


def test_it_has_its_default_where_a_case_does_not_say(with_rate):
    assert {rate for viewer in with_rate["default"][0] for rate in viewer} == {0.125}


def test_a_value_out_of_its_range_is_refused(with_rate):
    assert "1.5 is out of range" in with_rate["out of range"]


def test_what_nobody_may_see_differently_and_no_deal_may_change_is_refused_there(with_rate):
    assert "beliefs.bob.bedrock" in with_rate["not believed"]
    assert "effects.bedrock" in with_rate["not changed"]


def test_the_schema_tells_what_it_means(with_rate):
    assert "a drizzle ends a crisis, a month" in with_rate["schema"]


def test_it_changes_nothing_else(with_rate, without):
    assert with_rate["answer"] == without["answer"]
    # nor does its value, until an event uses it
    assert with_rate["set"] == without["answer"]


def test_an_event_that_uses_it_moves_the_game_in_both_engines(with_rate):
    expected = [0.75**month for month in range(7)]
    for curve in with_rate["ended"]:
        assert curve == pytest.approx(expected, abs=1e-12)
