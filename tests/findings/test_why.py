"""One deal judged, as findings: what is said of it is what follows from its slacks."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import quiet_case
from generators import cases
from ripeness.answer.pipeline import run
from ripeness.answer.reading import Reading
from ripeness.ensemble.wording import must_change, why_not
from ripeness.findings.gains import best_of, slack_in_words, slack_measure
from ripeness.findings.why import why
from terminal import golden

MOVES = {"crossing": "joint", "prisoners": "swapped"}


def judged(reading, row):
    found = why(reading, row)
    return found, {finding.key: finding for block in found.short.blocks for finding in block.findings}


@pytest.fixture(scope="module")
def example():
    return Reading(golden("example").run)


@settings(max_examples=12, deadline=None)
@given(st.data())
def test_a_deal_that_is_said_to_be_acceptable_has_no_constraint_that_fails(data):
    reading = Reading(run(data.draw(cases(transitions=0))))
    rows = np.flatnonzero(reading.settlements.is_deal)
    if not len(rows):
        return
    row = int(data.draw(st.sampled_from(rows.tolist())))
    found, told = judged(reading, row)
    failing = [key for key in told if key.startswith("why.fails.")]
    holds = [finding.measures[0].value for finding in found.constraints.blocks[0].findings]
    assert found.acceptable == (not failing) == all(holds) == bool(reading.zones.at_start[0][row])
    assert told["why.verdict"].text.startswith("Acceptable to all now" if found.acceptable else "Blocked: ")
    assert told["why.verdict"].measure("constraints_failing").number == len(failing) == holds.count(False)
    assert ("why.open" in told) == (not found.acceptable)


@settings(max_examples=12, deadline=None)
@given(st.data())
def test_no_open_deal_is_nearer_than_the_one_that_is_named(data):
    reading = Reading(run(data.draw(cases(transitions=0))))
    options, now = reading.settlements.options, reading.zones.at_start[0]
    blocked = np.flatnonzero(reading.settlements.is_deal & ~now)
    if not len(blocked):
        return
    row = int(data.draw(st.sampled_from(blocked.tolist())))
    changes = judged(reading, row)[1]["why.open"].measure("changes").value
    far = [int((options[each] != options[row]).sum()) for each in np.flatnonzero(now)]
    assert changes == (min(far) if far else None)


def test_each_constraint_that_fails_is_told_with_its_amount_and_what_would_fix_it(example):
    row = example.settlements.row_of(MOVES)
    _, told = judged(example, row)
    case = example.run.case
    for slack in example.deal(row).slacks:
        key = f"why.fails.{slack.constraint}"
        assert (key in told) is not slack.satisfied
        if not slack.satisfied:
            assert told[key].label.startswith(why_not(case, slack.constraint))
            short = f", {slack_in_words(slack_measure(best_of(example), slack)).removeprefix('-')} short"
            assert told[key].label.endswith(short) or np.isinf(slack.slack)
            party = case.parties[slack.constraint.partition("(")[2].partition(",")[0].rstrip(")")].shown
            fix = told[key].text.removeprefix("would hold if ")
            assert fix.replace("it ", f"{party} ", 1) == must_change(case, slack.constraint)


def test_what_is_needed_is_the_reservation_value_and_nothing_for_a_small_step(example):
    reserved = {name: each.reservation for name, each in example.alternatives().items()}
    for moves, needed in ((MOVES, reserved), ({"prisoners": "swapped"}, dict.fromkeys(reserved, 0.0))):
        worth = judged(example, example.settlements.row_of(moves))[1]["why.worth"]
        for party in reserved:
            assert worth.measure(f"needed.{party}").value == pytest.approx(needed[party], abs=1e-12)


def test_what_shows_at_home_is_what_gains_in_public():
    # worth 0.5 and 0.4, in public only to Ann
    case = quiet_case({"issues.field.options.shared.value.bob": -0.1, "parties.bob.reservation": -1})
    reading = Reading(run(case))
    _, told = judged(reading, reading.settlements.row_of({"field": "shared"}))
    assert told["why.at_home"].text == "At home Ann can show shared; Bob can show nothing."


def test_where_no_deal_is_open_it_is_said():
    case = quiet_case({"parties.bob.reservation": 1})
    reading = Reading(run(case))
    _, told = judged(reading, reading.settlements.row_of({"field": "shared"}))
    assert told["why.open"].text == "No deal is open now."
    # 0.4 is had, 1 is needed, and 0.4 is the most
    assert told["why.fails.alternative(bob)"].label.endswith(", 150 % short")


def test_the_status_quo_is_not_judged(example):
    with pytest.raises(ValueError, match="0"):
        why(example, example.settlements.row_of({}))


def test_plain_data_have_every_constraint_and_no_infinity(example):
    found, _ = judged(example, example.settlements.row_of(MOVES))
    data = json.loads(json.dumps(found.to_dict(), allow_nan=False))
    assert (data["format"], data["acceptable"], data["settlement"]["crossing"]) == ("ripeness why 1", False, "joint")
    _, constraints = data["sections"]
    assert len(constraints["blocks"][0]["findings"]) == len(example.constraints)
