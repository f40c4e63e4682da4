"""All problems at once, and the changes that postures, levers and claims make."""

import json

import pytest

import complaints
from builders import case_of, quiet
from ripeness.case.read.load import load_text
from ripeness.errors import CaseError

LEVER = "set: {dynamics.guarantee: 0.7}"


def test_all_problems_of_a_file_are_told_at_once_in_the_order_of_the_file():
    said = complaints.of_example(
        ("title: Alder and Birch on the river border", "titel: x"),
        ("horizon: 24", "horizon: 300"),
        ("crossing: 0.5, embargo", "crosing: 0.5, embargo"),
        ("confidence: moderate", "confidence: sure"),
        ("pride: 0.5", "pride: 7"),
        ("pride: 0.6", "pride: 0.6\n    pride: 0.7"),
        ("trust: low", "trust: !trust low"),
        ("probability: 0.5", "probability: [0.1, 0.2]"),
        (LEVER, "set: {dynamics.garantee: 0.7}"),
        ("war@no-diplomacy]", "war@no-talks]"),
    )
    assert [line.split("  ")[:2] for line in said] == [
        ["case.yaml:4:1", "titel"],
        ["case.yaml:8:10", "horizon"],
        ["case.yaml:17:16", "parties.alder.salience.crosing"],
        ["case.yaml:18:78", "parties.alder.capability.confidence"],
        ["case.yaml:22:12", "parties.alder.pride"],
        ["case.yaml:40:5", "parties.birch.pride"],
        ["case.yaml:101:10", "dynamics.trust"],
        ["case.yaml:109:18", "transitions.0.probability"],
        ["case.yaml:134:83", "levers.guarantee.set.dynamics.garantee"],
        ["case.yaml:140:32", "claims.covert-channel-prevents-war.less.1"],
    ]


CHANGES = [
    ("dynamics.garantee: 0.7", "133:83", "dynamics.garantee", "no such key: garantee; did you mean guarantee?"),
    ("dynamics.guarantee: 1.7", "133:103", "dynamics.guarantee",
     "1.7 is out of range, expected: between 0 and 1"),
    ("title: x", "133:83", "title", "nothing under 'title' can be changed, expected: parties, issues, linkages, "
     "dynamics, transitions, beliefs, partial_issues, complete, horizon or as_of"),
    ("parties.aldr.pride: 1", "133:83", "parties.aldr.pride", "no such party; did you mean alder?"),
    ("issues.crossing.options.opn.visibility: 1", "133:83", "issues.crossing.options.opn.visibility",
     "no such option; did you mean open?"),
    ("parties.birch.constituencies.guard.veto: false", "133:83", "parties.birch.constituencies.guard.veto",
     "no such constituency; did you mean guards?"),
    ("dynamics.triggers.unres.rate: 0.1", "133:83", "dynamics.triggers.unres.rate",
     "no such trigger; did you mean unrest?"),
    ("parties.alder.salience.nucler: 1", "133:114", "parties.alder.salience.nucler",
     "no such issue, expected: crossing, embargo or prisoners"),
    ("transitions.1.probability: 1", "133:83", "transitions.1.probability",
     "no item 1 in transitions, expected: 0"),
    ("parties.alder.pride.mode: 1", "133:83", "parties.alder.pride.mode",
     "parties.alder.pride has no parts, expected: a change of parties.alder.pride as a whole"),
    ("parties.alder.salience: {crossing: 0}", "133:107", "parties.alder.salience",
     "sums to 0, expected: above 0 for at least one issue"),
    ("parties.alder.war: {win: 2, lose: 1, costs: 0}", "133:102", "parties.alder.war",
     "costs: no such key; did you mean cost?"),
    ("issues.crossing.options.joint.effects.triggers.riad: 1", "133:136",
     "issues.crossing.options.joint.effects.triggers.riad", "no such trigger; did you mean triggers.raid?"),
    ("issues.crossing.options.joint.effects.incident: [-1, 0, 1]", "133:131",
     "issues.crossing.options.joint.effects.incident", "-1 is out of range, expected: at least 0"),
    ("dynamics.triggers: {}", "133:102", "dynamics.triggers",
     "with this, issues.crossing.options.joint.effects.triggers.raid: no such trigger, expected: "
     "none, for there is no trigger"),
    ("parties.birch.propensity.wait: 0", "133:114", "parties.birch.propensity.wait",
     "is 0, expected: above 0, because waiting may be all that a party can do"),
    ("dynamics.tension: war", "133:101", "dynamics.tension",
     "a war that is decided at once does not go on, expected: war only where war_decided is below 1"),
    ("dynamics: {tension: war, war_decided: 0.1, trust: high, triggers: {raid: {rate: 0.1}}}", "133:93", "dynamics",
     "trust: in a war there is no trust beyond low, expected: low"),
    ("words.war: a storm", "133:83", "words.war", "nothing under 'words' can be changed, expected: parties, "
     "issues, linkages, dynamics, transitions, beliefs, partial_issues, complete, horizon or as_of"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "place", "path", "message"), CHANGES, ids=[change for change, *_ in CHANGES])
def test_a_change_leads_to_a_field_and_leaves_a_sound_case(change: str, place: str, path: str, message: str):
    said = complaints.of_example((LEVER, f"set: {{{change}}}"))
    assert said[0] == f"case.yaml:{place}  levers.guarantee.set.{path}  {message}"


def test_postures_and_claims_change_a_case_by_the_same_rules():
    said = complaints.of_example(
        ("set: {parties.alder.preconditions: {}}", "set: {parties.alder.precondition: {}}"),
        ("    basis: memo\n", "    basis: memo\n    off: {dynamics.covert_clarty: 1}\n"),
    )
    assert said == [
        "case.yaml:129:64  postures.no-precondition.set.parties.alder.precondition  "
        "no such key: precondition; did you mean preconditions?",
        "case.yaml:139:11  claims.covert-channel-prevents-war.without.dynamics.covert_clarty  "
        "no such key: covert_clarty; did you mean covert_clarity?",
    ]


def test_a_change_may_give_a_belief_to_a_party_that_had_none():
    start, end = complaints.EXAMPLE.index("  birch:\n    transitions"), complaints.EXAMPLE.index("postures:")
    text = complaints.EXAMPLE[:start] + "\n" + complaints.EXAMPLE[end:]
    load_text(text.replace(LEVER, "set: {beliefs.birch.transitions.alder: 0.9}"))


BESIDE = [
    ("{horizon: 12}", "changes the horizon, over which all postures are compared, expected: 24"),
    ("{horizon: 36}", "changes the horizon, over which all postures are compared, expected: 24"),
    ("{transitions: [{party: alder, date: 2024-11-15, probability: 0.5}, {party: birch, date: 2024-11-15, "
     "probability: 0.5}]}", "adds a transition, expected: a case of its own"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "message"), BESIDE, ids=[message for _, message in BESIDE])
def test_a_posture_makes_a_case_that_can_stand_beside_the_original(changes: str, message: str):
    said = complaints.of_example(("set: {parties.alder.preconditions: {}}}\n\nlevers", f"set: {changes}}}\n\nlevers"))
    assert said == [f"case.yaml:129:58  postures.no-precondition.set  {message}"]


def test_a_posture_changes_the_parties_as_a_whole_only_where_they_stay_who_they_are():
    data = quiet({"postures": {"alone": {"title": "-", "set": {"parties": {
        "bob": quiet()["parties"]["bob"], "ann": quiet()["parties"]["ann"]}}}}})  # fmt: skip
    with pytest.raises(CaseError, match=r"postures\.alone\.set  changes who the parties are"):
        load_text(json.dumps(data))


def test_levers_may_change_what_postures_may_not():
    assert complaints.of_example((LEVER, "set: {horizon: 12}")) == []


def test_no_more_is_tried_than_can_be_solved():
    levers = {f"l{n}": {"title": "A", "who": "B", "effort": 1, "set": {"parties.ann.pride": 0.1}} for n in range(101)}
    with pytest.raises(CaseError, match="levers  101 in it, expected: at most 100"):
        case_of(quiet({"levers": levers}))


@pytest.mark.parametrize("number", [".inf", "-.inf", ".nan", "1e308"])
def test_a_claim_compares_with_numbers_that_a_case_can_have(number: str):
    text = json.dumps(quiet())[:-1] + f', "claims": {{"c": {{"text": "A", "less": ["war", {number}]}}}}}}'
    with pytest.raises(
        CaseError, match=r"claims\.c\.less\.1  .* is too large a number to compare with, expected: at most 1e\+09"
    ):
        load_text(text)
