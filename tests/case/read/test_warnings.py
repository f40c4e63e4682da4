"""What is said of things in a case that change nothing or look like a slip, and that no number depends on them."""

import json

import pytest

from builders import answer, case_of, quiet, quiet_case
from ripeness.case.read.warnings import RULES, warnings
from terminal import call

DATE = "2024-04-01"
GROUP = {"salience": {"field": 1}, "threshold": 0.9}
OBSERVER = {"name": "Cat", "signatory": False, "salience": {"field": 1}}
TURN = [{"party": "bob", "date": DATE, "probability": 0.4}]
HOPES = {"transitions": TURN, "beliefs.ann.transitions": {"bob": 0.9}}

BOTH_OFFERS = {"ann": ["offer_covert", "offer_open"], "bob": ["offer_open", "offer_covert"]}
# nobody walks out of the talks, so that no offer is ever open
STAYS_OPEN = {
    "dynamics.channel": "open",
    "parties.ann.propensity": {"walk_out": 0},
    "parties.bob.propensity": {"walk_out": 0},
}
AT_PEACE = {"parties.bob.war": None}
PEACE = {name: value for name, value in quiet()["dynamics"].items() if name not in ("miscalculation", "misreading")} | {
    "incident": 0.2,
    "press_crisis": 0.2,
}
NO_ACCIDENTS = {"miscalculation": 0, "misreading": 0}
COUP = {"coup": {"rate": 0.2}}
TALKING = {
    "dynamics.channel": "open",
    "dynamics.lapse": 0.1,
    "dynamics.partial_rate": 0.2,
    "dynamics.settlement_rate": 0.2,
}
DRY_WELL = {"question": "?", "separable": True, "options": {"dry": {"text": "-"}, "full": {"text": "-"}}}
WELL = DRY_WELL | {"options": {"dry": {"text": "-"}, "full": {"text": "-", "effects": {"incident": 0.5}}}}

# For each rule: what a case needs for it, the idle things that are added, and where each warning stands.
IDLE = {
    "constituency without a veto": [
        ({}, {"parties.ann.constituencies": {"guards": GROUP}}, ["parties.ann.constituencies.guards"]),
        ({"transitions": TURN}, {"transitions.0.successor": {"constituencies": {"guards": GROUP}}},
         ["transitions.0.successor.constituencies.guards"]),
        (HOPES, {"beliefs.ann.successor_terms": {"constituencies": {"guards": GROUP}}},
         ["beliefs.ann.successor_terms.constituencies.guards"]),
    ],
    "change that changes nothing": [
        ({}, {"levers": {"wait": {"title": "-", "who": "ann", "effort": 1, "set": {"parties.ann.pride": 0}}}},
         ["levers.wait.set.parties.ann.pride"]),
        ({}, {"claims": {"c": {"text": "-", "less": ["war", 0.5], "without": {"dynamics.channel": "none"}}}},
         ["claims.c.without.dynamics.channel"]),
        ({"parties.ann.pride": {"mode": 0.5, "basis": "judgement"}},
         {"levers": {"wait": {"title": "-", "who": "ann", "effort": 1,
                              "set": {"parties.ann.pride": 0.5, "parties.ann.red_lines": {}}}}},
         ["levers.wait.set.parties.ann.pride", "levers.wait.set.parties.ann.red_lines"]),
    ],
    "posture that is the case": [({}, {"postures": {"idle": {"title": "-", "months": [0, 3]}}}, ["postures.idle"])],
    "bars that leave a channel": [
        (STAYS_OPEN, {"postures": {"silent": {"title": "-", "bars": BOTH_OFFERS}}}, ["postures.silent.bars"]),
        (STAYS_OPEN, {"postures": {"silent": {"title": "-", "bars": BOTH_OFFERS, "months": [0, 2]}}},
         ["postures.silent.bars"]),
    ],
    "war that costs nobody anything": [
        (AT_PEACE | {"dynamics": PEACE | {"miscalculation": 0.03, "misreading": 0.015}}, {"dynamics": PEACE},
         ["parties"]),
        (AT_PEACE | {"dynamics": PEACE | NO_ACCIDENTS | {"trigger_war": 0.15, "triggers": COUP}},
         {"dynamics": PEACE | NO_ACCIDENTS | {"triggers": COUP}}, ["parties"]),
    ],
    "growth without war": [(AT_PEACE, {"parties.ann.growth": 0.5}, ["parties.ann.growth"])],
    "war that does not go on": [
        ({}, {"parties.bob.war": {"win": 0.4, "lose": -0.4, "cost": 0.1, "fighting": 9}}, ["parties.bob.war.fighting"]),
        ({}, {"dynamics.ceasefire": 0.5, "dynamics.war_pace": 9}, ["dynamics.ceasefire", "dynamics.war_pace"]),
        ({}, {"beliefs.ann.talks_ceasefire": 9}, ["beliefs.ann.talks_ceasefire"]),
    ],
    "war without words": [
        ({"dynamics.war_decided": 0.1, "words": {"war": "war with a third power"}}, {"words": {}}, ["words"]),
        ({"dynamics.war_decided": 0.1, "dynamics.tension": "war", "words": {"stalemate": "the war as it is"}},
         {"words": {"war": None}}, ["words"]),
    ],
    "trigger that never happens": [
        ({}, {"dynamics.triggers": {"raid": {"rate": 0.5, "war": 1, "during": ["talks", "crisis", "no-talks"]}}},
         ["dynamics.triggers.raid.during"]),
    ],
    # nobody takes the step, and no deal that moves more for nothing is chosen
    "step that nobody would notice": [
        ({"dynamics.channel": "open", "dynamics.step_rate": 0, "issues.well": WELL}, {"issues.well": DRY_WELL},
         ["issues.well.options.full"]),
    ],
    "effect on nothing": [
        (TALKING, {"issues.field.options.shared.effects": {"leak": 0.5}}, ["issues.field.options.shared.effects.leak"]),
        (TALKING, {"issues.field.options.shared.effects": {"incident": 1}},
         ["issues.field.options.shared.effects.incident"]),
        (TALKING | {"dynamics.triggers": {"coup": {"rate": 0, "war": 1}}},
         {"issues.field.options.shared.effects": {"triggers.coup": 2}},
         ["issues.field.options.shared.effects.triggers.coup"]),
    ],
    "effect out of reach": [
        (TALKING, {"issues.field.options.shared.effects": {"war_pace": 3, "ceasefire": 2}},
         ["issues.field.options.shared.effects.war_pace", "issues.field.options.shared.effects.ceasefire"]),
        (TALKING, {"issues.field.options.shared.effects": {"step_calm": 3}},
         ["issues.field.options.shared.effects.step_calm"]),
        (TALKING | {"dynamics.triggers": {"coup": {"rate": 0.3, "war": 1, "during": ["no-bargain"]}}},
         {"issues.field.options.shared.effects": {"triggers.coup": 0}},
         ["issues.field.options.shared.effects.triggers.coup"]),
        (TALKING | {"dynamics.step_rate": 0.5, "issues.field.separable": True},
         {"issues.field.options.shared.effects": {"partial_calm": 9}},
         ["issues.field.options.shared.effects.partial_calm"]),
        (TALKING, {"issues.field.options.shared.effects": {"lapse": 9}}, ["issues.field.options.shared.effects.lapse"]),
        (TALKING | {"partial_issues": 0}, {"issues.field.options.shared.effects": {"incident": 0.1}},
         ["issues.field.options.shared.effects.incident"]),
        (TALKING, {"issues.field.options.idle.effects": {"incident": 0.1}},
         ["issues.field.options.idle.effects.incident"]),
    ],
    "conduct of a party that signs nothing": [
        ({"parties.cat": OBSERVER}, {"postures": {"p": {"title": "-", "bars": {"cat": ["press"]}}}},
         ["postures.p.bars.cat"]),
        ({"parties.cat": OBSERVER}, {"postures": {"p": {"title": "-", "policy": {"cat": {"press": 1}}}}},
         ["postures.p.policy.cat"]),
    ],
    "terms of a party that signs nothing": [
        ({"parties.cat": OBSERVER},
         {"parties.cat": OBSERVER | {"pride": 2, "red_lines": {"field": {"options": ["shared"]}}, "precision": 1,
                                     "initiative": 9, "expects": 1, "talk_cost": 1, "audience_cost": 1, "spoils": 1,
                                     "propensity": {"press": 9},
                                     "reservation": 1, "concession_limit": 0, "exposure_tolerance": 0}},
         ["parties.cat"]),
        ({"parties.cat": OBSERVER}, {"dynamics.capitulation.cat": 0.9}, ["dynamics.capitulation.cat"]),
    ],
    "terms of a successor": [
        (HOPES, {"beliefs.ann.successor_terms": {"trend": -1, "crisis_cost": 1, "leak_cost": 1}},
         [f"beliefs.ann.successor_terms.{field}" for field in ("trend", "crisis_cost", "leak_cost")]),
        ({"transitions": TURN},
         {"transitions.0.successor": {"beliefs": {"successor_terms": {"concession_limit": 0}}}},
         ["transitions.0.successor.beliefs.successor_terms"]),
    ],
    "transition that is not there": [
        ({}, {"beliefs.ann.transitions": {"bob": 0.9}}, ["beliefs.ann.transitions.bob"]),
        ({}, {"beliefs.ann.successor_terms": {"pride": 1}}, ["beliefs.ann.successor_terms"]),
    ],
}  # fmt: skip
EXAMPLES = [(rule, *example) for rule, examples in IDLE.items() for example in examples]

LIVELY = {
    "horizon": 4, "dynamics.incident": 0.2, "dynamics.miscalculation": 0.1, "dynamics.misreading": 0.1,
    "dynamics.partial_rate": 0.2,
    "dynamics.capitulation": {"ann": 0.1, "bob": 0.2}, "parties.bob.war": {"win": 0.4, "lose": -0.4, "cost": 0.1},
}  # fmt: skip


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_has_an_example(rule):
    assert IDLE[rule]


@pytest.mark.parametrize(("rule", "needs", "idle", "paths"), EXAMPLES)
def test_what_changes_nothing_is_named_by_its_rule(rule, needs, idle, paths):
    assert not warnings(case_of(quiet(LIVELY | needs)))
    case = case_of(quiet(LIVELY | needs | idle))
    assert [problem.path for problem in RULES[rule](case)] == paths
    assert [problem.path for problem in warnings(case)] == paths
    for problem in warnings(case):
        assert problem.message


@pytest.mark.parametrize(("rule", "needs", "idle", "paths"), EXAMPLES)
def test_what_is_named_does_change_nothing(rule, needs, idle, paths):
    before, after = answer(quiet(LIVELY | needs)), answer(quiet(LIVELY | needs | idle))
    as_is = after["futures"]["as-is"]
    assert after | {"futures": {"as-is": as_is}} == before
    for posture in after["futures"].values():
        assert posture == as_is


def test_what_a_posture_or_lever_gives_an_effect_is_not_named():
    lever = {"title": "-", "who": "ann", "effort": 1, "set": {"parties.ann.constituencies.guards.veto": True}}
    joins = {"title": "-", "set": {"parties.cat.signatory": True}}
    case = case_of(quiet({
        "parties.cat": OBSERVER | {"pride": 2},
        "parties.ann.constituencies": {"guards": GROUP},
        "levers": {"veto": lever},
        "postures": {"joins": joins, "press": {"title": "-", "policy": {"cat": {"press": 1}}}},
    }))  # fmt: skip
    assert warnings(case) == ()


def test_a_war_and_a_factor_that_a_lever_or_a_posture_brings_about_are_not_named():
    lever = {"title": "-", "who": "ann", "effort": 1, "set": {"parties.ann.war": {"win": 0, "lose": 0, "cost": 1}}}
    riskier = {"title": "-", "set": {"dynamics.triggers.coup.rate": 0.1, "dynamics.subside": 0.2}}
    long_wars = {"title": "-", "set": {"dynamics.war_decided": 0.1}}
    case = case_of(quiet({
        "parties.ann.growth": 0.1, "dynamics.ceasefire": 0.1, "dynamics.triggers": {"coup": {"rate": 0}},
        "issues.field.options.shared.effects": {"triggers.coup": 2, "subside": 2},
        "levers": {"arms": lever}, "postures": {"riskier": riskier, "long-wars": long_wars},
    }))  # fmt: skip
    assert warnings(case) == ()


def test_bars_that_leave_no_channel_open_are_not_named():
    postures = {
        "no-channel": {"title": "-", "bars": BOTH_OFFERS, "set": {"dynamics.channel": "none"}},
        "later": {"title": "-", "bars": BOTH_OFFERS, "months": [1, 3]},
        "ended": {"title": "-", "bars": BOTH_OFFERS, "talks": "none"},
        "one-side": {"title": "-", "bars": {"ann": BOTH_OFFERS["ann"]}},
    }
    assert warnings(quiet_case({"dynamics.channel": "covert", "postures": postures})) == ()


def test_check_lists_it_with_lines_and_assess_tells_of_it_in_one_line(tmp_path):
    file = tmp_path / "case.yaml"
    groups = {"guards": GROUP, "press": GROUP}
    groups = {name: group | {"name": f"the {name}"} for name, group in groups.items()}
    named = quiet({"parties.ann.constituencies": groups})
    for issue in named["issues"].values():
        issue["name"] = f"the {issue['question']}"
        for name, option in issue["options"].items():
            option["name"] = f"the {name} one"
    file.write_text(json.dumps(named, indent=1))
    code, out, err = call("check", str(file))
    assert (code, err) == (0, "")
    assert "2 things in the case are worth a look:" in out
    line = next(k for k, text in enumerate(file.read_text().splitlines(), start=1) if "guards" in text)
    assert f"  {file}:{line}:" in out
    assert "parties.ann.constituencies.guards  has no veto, so no deal depends on it" in out
    code, out, err = call("assess", str(file), "--json")
    assert code == 0
    assert err == f"2 things in the case are worth a look; to list them: ripeness check {file}\n"
    assert "worth a look" not in out
    assert call("assess", str(file), "--json", "--quiet")[2] == ""


def test_nothing_is_said_where_everything_counts():
    code, _, err = call("assess", "iran-us-2020", "--json")
    assert (code, err) == (0, "")
