"""What would fix a deal, against pulling every lever and every few of them."""

from itertools import combinations

import pytest

import ripeness
from builders import quiet_case
from ensembles import OPEN_IN_MOST
from ripeness.answer.fixes import fixes
from ripeness.answer.pipeline import run
from ripeness.answer.reading import Reading

IRAN = ripeness.load("iran-us-2020")


def failing(case, settlement):
    deal, _ = Reading(run(case)).deal_of(settlement)
    return {slack.constraint for slack in deal.slacks if not slack.satisfied}


def under(case, levers):
    return case.with_({path: to for lever in levers for path, to in case.levers[lever].set.items()})


@pytest.mark.parametrize(
    "deal",
    [
        {"nuclear": "restored", "sanctions": "eased"},
        {"nuclear": "restored", "sanctions": "relief", "incidents": "rules"},
        {"palestine": "stay-out"},
    ],
)
def test_a_lever_is_named_for_a_constraint_if_that_holds_with_it(deal):
    was, found = failing(IRAN, deal), fixes(IRAN, deal)
    assert set(found.by_constraint) == was
    for lever in IRAN.levers:
        mended = was - failing(under(IRAN, [lever]), deal)
        assert {name for name, levers in found.by_constraint.items() if lever in levers} == mended


def test_a_plan_opens_the_deal_and_nothing_less_of_it_does():
    deal = {"nuclear": "restored", "sanctions": "eased"}
    (plan,) = fixes(IRAN, deal).plans
    assert not failing(under(IRAN, plan.levers), deal)
    assert plan.effort == sum(IRAN.levers[lever].effort for lever in plan.levers)
    for size in range(len(plan.levers)):
        for fewer in combinations(plan.levers, size):
            assert failing(under(IRAN, fewer), deal)
    pairs = [pair for pair in combinations(IRAN.levers, 2) if set(pair) != set(plan.levers)]
    assert all(failing(under(IRAN, pair), deal) for pair in pairs)


def test_a_deal_that_is_open_needs_nothing_and_one_lever_is_enough_where_it_is():
    case = quiet_case(OPEN_IN_MOST)
    assert fixes(case, {"road": "free"}).plans == ()
    shut = case.with_({"parties.ann.concession_limit": 0.1})
    assert [(plan.levers, plan.effort) for plan in fixes(shut, {"field": "shared", "road": "free"}).plans] == [
        (("nudge",), 2)
    ]


def test_what_is_no_deal_has_no_fix():
    assert fixes(IRAN, {}).plans == ()
    assert fixes(IRAN, {"sanctions": "full"}).by_constraint == {}
