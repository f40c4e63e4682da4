"""Arrows, alerts and opportunities at their thresholds."""

from dataclasses import replace

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
    assert (war_arrow(now, now).direction, war_arrow(now, now).sign) == ("same", "")


def test_what_cannot_be_compared_has_no_arrow():
    now = told()
    assert war_arrow(now, None).why_none == "first brief"
    assert war_arrow(now, told(horizon=24)).why_none == "another horizon than before"
    assert deal_arrow(now, told(spread=0.01)).why_none == "only one of the two briefs has draws"


def test_alerts_and_opportunities():
    quiet = told(war=0.19, deal=0.44)
    none = war_arrow(quiet, None)
    assert (alert(quiet, none), opportunity(quiet, none)) == ("", "")
    assert alert(told(war=0.20), war_arrow(told(war=0.20), None)) == "war 20 % (first brief)"
    assert opportunity(told(deal=0.45), deal_arrow(told(deal=0.45), None)) == "deal 45 % (first brief)"
    assert opportunity(told(holds=(True, True, True, True)), none).startswith("a deal beyond small steps is open now")
    before = told(war=0.10, deal=0.20)
    assert alert(quiet, war_arrow(quiet, before)) == "war ▲ 19 % (was 10 %), worse"
    assert opportunity(quiet, deal_arrow(quiet, before)) == "deal ▲ 44 % (was 20 %), better"


@given(st.floats(0, 1), st.floats(0, 1))
def test_the_sign_follows_the_number_and_the_word_what_it_means(one, other):
    now, before = told(war=one, deal=one), told(war=other, deal=other)
    for arrow, good in ((war_arrow(now, before), -1), (deal_arrow(now, before), 1)):
        step = changed(now.war.number, before.war.number)
        assert arrow.sign == {1: "▲", 0: "", -1: "▼"}[step]
        assert arrow.direction == {good: "better", 0: "same", -good: "worse"}[step]


def test_an_alert_says_what_the_case_calls_war():
    words = {"outbreak": "a rate of triggers", "war": "the blockade"}
    now = told(war=0.30, words=words)
    assert alert(now, war_arrow(now, None)) == "a rate of triggers 30 % (first brief)"
    goes_on = replace(now, at_war=now.war)
    assert alert(goes_on, war_arrow(now, None)) == "the blockade still going on by the horizon 30 %"
