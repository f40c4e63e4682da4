import json
from pathlib import Path

import pytest
from hypothesis import given, settings

from agreement import differences
from builders import assessed, quiet_case
from generators import cases
from ripeness.answer.result import Alternative
from ripeness.case.read.load import load

GOLDEN = sorted((Path(__file__).parents[1] / "golden").glob("*.yaml"))


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_a_golden_case_gives_the_numbers_of_the_independent_implementation(path):
    expected = json.loads(path.with_suffix(".json").read_text())
    assert list(differences(assessed(load(path)).to_dict(), expected, 1e-9)) == []


@settings(max_examples=8)
@given(cases(postures=True))
def test_the_machine_readable_answer_survives_json(case):
    found = assessed(case).to_dict()
    assert json.loads(json.dumps(found, allow_nan=False)) == found


def test_the_best_alternative_is_the_largest_that_applies():
    assert Alternative(never=-0.2, attack=None, wait=0.1).best == ("wait", 0.1)
    assert Alternative(never=-0.2, attack=None, wait=None).best == ("never", -0.2)


@pytest.mark.parametrize(("ann", "bob", "ripe"), [(-0.1, -0.1, True), (0, -0.1, False), (-0.1, 0.1, False)])
def test_the_moment_is_ripe_when_all_are_hurting_and_there_is_a_way_out(ann, bob, ripe):
    case = quiet_case({"parties.ann.reservation": ann, "parties.bob.reservation": bob})
    assert assessed(case).is_ripe is ripe


def test_hurting_without_a_way_out_is_not_ripe():
    hurting = {"parties.ann.reservation": -0.1, "parties.bob.reservation": -0.1}
    case = quiet_case(hurting | {"parties.ann.concession_limit": 0.4, "issues.field.options.shared.value.ann": -0.5})
    answer = assessed(case)
    assert all(answer.is_hurting.values())
    assert not answer.is_ripe


@given(cases())
def test_without_beliefs_nobody_has_an_illusion(case):
    bare = case.model_copy(update={"beliefs": {}, "transitions": ()})
    for party in assessed(bare).alternatives.values():
        assert party.illusion == 0.0
        assert party.believed == party.as_analyst


def test_where_even_the_status_quo_is_excluded_there_is_no_deal_and_nothing_to_correct():
    excluded = [{"if": {"field": a}, "requires": {"field": b}} for a, b in (("idle", "shared"), ("shared", "idle"))]
    vote = {"party": "ann", "date": "2024-03-01", "probability": 0.5, "successor": {"pride": 1}}
    answer = assessed(quiet_case({"linkages": excluded, "transitions": [vote]}))
    found = answer.to_dict()
    assert (found["settlements"], found["deals_now"], found["corrections"], found["conflicts"]) == (0, 0, [], [])
    assert set(found["holds"].values()) == {False}
    assert found["partial"] == found["wide"] == {"0": [None] * 3, "1": [None] * 3}
    assert found["alternatives"]["ann"]["wait"] == found["alternatives"]["ann"]["never"]
    assert answer.as_is.settled == answer.as_is.bargain_ever == 0
