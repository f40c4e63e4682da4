"""Arrows, alerts and opportunities at their thresholds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finished_briefs import finished
from ripeness.site.digest import Digest, digest_of
from ripeness.site.signals import alert, changed, deal_arrow, opportunity, war_arrow


def told(**of) -> Digest:
    return digest_of(finished(**of).to_dict())


@pytest.mark.parametrize(
    ("before", "now", "step"),
    [(0.05, 0.06, 1), (0.05, 0.0599, 0), (0.06, 0.05, 0), (0.0625, 0.05, -1), (0.40, 0.479, 0), (0.40, 0.48, 1),
     (0, 0.01, 1)],
)  # fmt: skip
def test_a_change_counts_from_a_point_and_a_fifth(before, now, step):
    assert changed(now, before) == step


@given(st.floats(0, 1), st.floats(0, 1))
def test_a_change_counts_only_in_its_direction(one, other):
    assert changed(one, other) in ((0, 1) if one > other else (0, -1) if one < other else (0,))


def test_less_war_and_more_of_a_deal_are_better():
    before, now = told(war=0.10, deal=0.10), told(war=0.05, deal=0.20)
    assert (war_arrow(now, before).direction, deal_arrow(now, before).direction) == ("better", "better")
    assert (war_arrow(before, now).direction, deal_arrow(before, now).direction) == ("worse", "worse")
    assert (war_arrow(now, now).direction, war_arrow(now, now).sign) == ("same", "→")


def test_what_cannot_be_compared_has_no_arrow():
    now = told()
    assert war_arrow(now, None).why_none == "first brief"
    assert war_arrow(now, told(horizon=24)).why_none == "another horizon than before"
    assert deal_arrow(now, told(spread=0.01)).why_none == "only one of the two has draws"


def test_alerts_and_opportunities():
    quiet = told(war=0.19, deal=0.44)
    none = war_arrow(quiet, None)
    assert (alert(quiet, none), opportunity(quiet, none)) == ("", "")
    assert alert(told(war=0.20), none) == "war 20 %"
    assert opportunity(told(deal=0.45), none) == "deal 45 %"
    assert opportunity(told(shares=(0.1, 0.1, 0.1, 0.1)), none).startswith("a deal beyond small steps is open now")
    before = told(war=0.10, deal=0.20)
    assert alert(quiet, war_arrow(quiet, before)) == "war up to 19 % from 10 %"
    assert opportunity(quiet, deal_arrow(quiet, before)) == "deal up to 44 % from 20 %"
