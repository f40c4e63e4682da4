"""Deals that differ in one term, against a search through all deals."""

from hypothesis import given, settings
from hypothesis import strategies as st

import ripeness
from builders import quiet_case
from ensembles import OPEN_IN_MOST
from generators import cases
from ripeness.answer.pipeline import run
from ripeness.answer.reading import Reading
from ripeness.answer.swaps import swaps


@settings(max_examples=15, deadline=None)
@given(st.data())
def test_they_are_all_and_only_the_deals_with_one_term_exchanged(data):
    reading = Reading(run(data.draw(cases(transitions=0))))
    settlements = reading.settlements
    rows = [row for row in range(len(settlements)) if settlements.is_deal[row]]
    if not rows:
        return
    row = data.draw(st.sampled_from(rows))
    here = settlements.named(row)
    expected = {}
    for other in rows:
        there = settlements.named(other)
        apart = [issue for issue in here if here[issue] != there[issue]]
        if len(apart) == 1:
            expected[apart[0], there[apart[0]]] = other
    found = swaps(reading, here)
    assert {(swap.issue, swap.option) for swap in found} == set(expected)
    ours = reading.deal(row)
    for swap in found:
        other = expected[swap.issue, swap.option]
        assert swap.is_open == bool(reading.zones.at_start[0][other])
        assert swap.fails == sum(not slack.satisfied for slack in reading.deal(other).slacks)
        for party, gain in swap.gain.items():
            assert abs(gain - (reading.deal(other).utility[party] - ours.utility[party])) < 1e-12


def test_the_open_ones_come_first_and_the_kindest_to_the_weaker_side_of_each():
    reading = Reading(run(ripeness.load("iran-us-2020")))
    found = swaps(reading, {"incidents": "rules"})
    assert found[0].is_open
    assert [swap.is_open for swap in found] == sorted((swap.is_open for swap in found), reverse=True)
    for is_open in (True, False):
        gains = [swap.least_gain for swap in found if swap.is_open is is_open]
        assert gains == sorted(gains, reverse=True)


def test_a_single_issue_has_no_swap_to_no_deal():
    reading = Reading(run(quiet_case(OPEN_IN_MOST)))
    found = swaps(reading, {"field": "shared"})
    assert [(swap.issue, swap.option) for swap in found] == [("road", "free")]
