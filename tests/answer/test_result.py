import json
from pathlib import Path

import pytest
from hypothesis import given, settings

from agreement import differences
from builders import assessed, quiet_case
from generators import cases
from ripeness.answer.result import Alternative
from ripeness.case.read.load import load
from terminal import golden

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


# less than a hundredth below today is the noise of trembles
@pytest.mark.parametrize(
    ("ann", "bob", "ripe"), [(-0.1, -0.1, True), (0, -0.1, False), (-0.1, 0.1, False), (-0.1, -0.009, False)]
)
def test_the_moment_is_ripe_when_all_are_hurting_and_there_is_a_way_out(ann, bob, ripe):
    case = quiet_case({"parties.ann.reservation": ann, "parties.bob.reservation": bob})
    assert assessed(case).is_ripe is ripe


def test_hurting_without_a_way_out_is_not_ripe():
    hurting = {"parties.ann.reservation": -0.1, "parties.bob.reservation": -0.1}
    case = quiet_case(hurting | {"parties.ann.concession_limit": 0.4, "issues.field.options.shared.value.ann": -0.5})
    answer = assessed(case)
    assert all(answer.is_hurting.values())
    assert not answer.is_ripe


def test_hurting_with_small_steps_alone_is_not_ripe():
    hurting = {"parties.ann.reservation": -0.1, "parties.bob.reservation": -0.1}
    answer = assessed(quiet_case(hurting | {"issues.field.separable": True}))
    assert answer.deals.exists
    assert answer.highest_rung == "step"
    assert not answer.has_way_out
    assert not answer.is_ripe


@pytest.mark.parametrize(("ann", "sure"), [(-0.1, True), (0.009, True), (0.011, False)])
def test_a_party_is_convinced_that_nothing_is_better_than_a_deal_where_its_alternatives_are_not_above_the_noise(
    ann, sure
):
    answer = assessed(quiet_case({"parties.ann.reservation": ann, "parties.bob.reservation": -0.1}))
    assert answer.is_convinced == {"ann": sure, "bob": True}


@pytest.mark.parametrize(
    ("changes", "rung"),
    [({}, "partial"), ({"partial_issues": 0}, "wide"), ({"issues.field.separable": True}, "step"),
     ({"parties.ann.reservation": 0.6}, None)],
)  # fmt: skip
def test_the_highest_rung_with_an_acceptable_deal_is_that_up_to_which_diplomacy_can_succeed(changes, rung):
    given = {"parties.ann.reservation": -0.1, "parties.bob.reservation": -0.1} | changes
    assert assessed(quiet_case(given)).highest_rung == rung


@pytest.mark.parametrize("stands", ["step", "signed"])
def test_where_there_is_no_deal_that_the_case_starts_with_that_can_be_told(stands):
    # of this one issue there is a bargain to be signed and no small step
    answer = assessed(quiet_case({"dynamics.bargain": stands, "parties.ann.reservation": -0.1}))
    assert answer.lacks_at_start == (stands == "step")
    assert answer.as_is.in_force_at_start == (stands == "signed")
    assert not assessed(quiet_case()).lacks_at_start


@pytest.mark.parametrize("name", ["example", "random-4", "random-15", "random-36", "random-47"])
def test_the_stages_add_up_and_end_with_what_is_in_force_unless_a_bargain_is_signed_at_the_start(name):
    answer = golden(name)
    assert (answer.as_is.stages is None) == (name == "random-36")
    for future in answer.futures.values():
        found = future.stages
        # a posture may start without the bargain that the case starts with
        assert (found is None) == (future.bargain_by_month[0] > 0.0)
        if found is not None:
            assert sum(found.values()) == pytest.approx(1.0, abs=1e-12)
            assert min(found.values()) >= 0.0
            assert (found["in_force"], found["no_talks"]) == (future.deal, 1.0 - future.ever["talks"])


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
    # Bob waits for Ann's successor in vain; nobody waits for its own
    assert found["alternatives"]["bob"]["wait"] == found["alternatives"]["bob"]["never"]
    assert found["alternatives"]["ann"]["wait"] is None
    assert answer.as_is.settled == answer.as_is.ever["deal"] == 0
