import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ripeness.answer.deal_space as module
import ripeness.settlements.listing as listing
from builders import case_of, quiet_case
from generators import cases
from ripeness.answer.deal_space import DealSpace
from ripeness.answer.pipeline import run
from ripeness.answer.reading import Reading
from ripeness.bargaining.acceptance import acceptable
from ripeness.rules.solutions import SOLUTIONS
from ripeness.settlements.listing import list_settlements
from terminal import NAMES, golden


def domain(values, reservation, **changes):
    """A case as an imported domain makes it: issues by options by parties; whatever is not settled is worth nothing."""
    parties = [f"p{i}" for i in range(len(values[0][0]))]
    weight = 1 / len(values)
    data = {
        "schema": 1, "id": "domain", "title": "Domain", "as_of": "2024-01-01", "complete": True,
        "parties": {
            p: {"name": p, "reservation": r, "salience": {f"i{k}": weight for k in range(len(values))}}
            for p, r in zip(parties, reservation, strict=True)
        },
        "issues": {
            f"i{k}": {
                "question": "?",
                "options": {"not-settled": {"text": "not settled"}}
                | {f"v{o}": {"text": "v", "value": dict(zip(parties, v, strict=True))} for o, v in enumerate(options)},
            }
            for k, options in enumerate(values)
        },
        "dynamics": {"recognition": 0},
    }  # fmt: skip
    return case_of(data | changes)


TENTHS = st.integers(-10, 10).map(lambda n: n / 10)


@st.composite
def domains(draw):
    parties, issues = draw(st.integers(2, 3)), draw(st.integers(1, 3))
    option = st.lists(TENTHS, min_size=parties, max_size=parties)
    values = [draw(st.lists(option, min_size=1, max_size=3)) for _ in range(issues)]
    return domain(values, draw(st.lists(TENTHS, min_size=parties, max_size=parties)))


@settings(max_examples=150, deadline=None)
@given(domains())
def test_all_three_ways_give_the_same_zone_and_solutions_of_a_domain(case):
    space = DealSpace(case)
    listed = space._agreed_on_list()
    assert space.settlements == np.prod([len(issue.options) - 1 for issue in case.issues.values()])
    assert space._asks_enough_only
    if space._frontier_tells_all:
        assert space._agreed_on_frontier() == listed
    searched = space._agreed_by_search()
    assert (searched.solutions, searched.diagnosis) == (listed.solutions, listed.diagnosis)


@settings(max_examples=100, deadline=None)
@given(cases(), st.lists(st.integers(-30, 20), min_size=4, max_size=4))
def test_what_is_agreed_does_not_depend_on_the_way(case, numbers):
    space = DealSpace(case)
    space.__dict__["reservation"] = np.array([numbers[: len(case.parties)]]) / 100
    listed = space._agreed_on_list()
    settlements = list_settlements(case)
    zone = acceptable(space.linear.on.at(settlements), [space.reservation], trusts=[space._trust])
    assert listed.zone == zone.sum()
    assert space.settlements == settlements.is_deal.sum()
    if space._asks_enough_only and space._frontier_tells_all:
        told = space._agreed_on_frontier()
        assert (told.solutions, told.diagnosis) == (listed.solutions, listed.diagnosis)
        assert told.zone == (listed.zone if not case.linkages or listed.zone == 0 else None)
    found = space.agreed
    assert (found.zone, found.solutions, found.diagnosis) == (listed.zone, listed.solutions, listed.diagnosis)


@pytest.mark.parametrize("name", NAMES)
def test_golden_cases_have_the_deals_of_their_assessments(name):
    a = golden(name)
    space = DealSpace(a.case)
    assert space.settlements == a.deals.settlements
    assert space.agreed.zone == a.deals.now
    assert (space.agreed.diagnosis or a.diagnosis) == a.diagnosis
    assert {p: r for p, r in zip(a.case.parties, space.reservation[0], strict=True) if p in a.case.signatories} == {
        p: alternative.reservation for p, alternative in a.alternatives.items()
    }


def test_the_keys_of_the_machine_readable_answer():
    case = domain([[(0.2, 0.8), (0.8, 0.4)], [(0.0, 0.0), (0.2, 0.4)]], (0.1, 0.1))
    found = DealSpace(case).to_dict()
    assert list(found) == ["settlements", "zone", "frontier", "solutions"]
    assert list(found["solutions"]) == list(SOLUTIONS)
    # (.1, .4), (.2, .6), (.4, .2), (.5, .4): the first is worth .1 to p0, no less than it has without a deal
    assert (found["settlements"], found["zone"]) == (4, 4)
    deals = {json.dumps(point["deal"]): point["payoffs"] for point in found["frontier"]}
    assert deals == {
        '{"i0": "v0", "i1": "v1"}': pytest.approx({"p0": 0.2, "p1": 0.6}),
        '{"i0": "v1", "i1": "v1"}': pytest.approx({"p0": 0.5, "p1": 0.4}),
    }
    assert found["solutions"]["nash"] == {
        "deal": {"i0": "v1", "i1": "v1"},
        "payoffs": pytest.approx({"p0": 0.5, "p1": 0.4}),
    }


def test_an_empty_zone_is_zero_and_says_why():
    space = DealSpace(domain([[(0.2, 0.8), (0.8, 0.4)]], (0.5, 0.5)))
    assert space.to_dict()["zone"] == 0
    assert space.to_dict()["solutions"] == dict.fromkeys(SOLUTIONS)
    assert space.agreed.diagnosis is not None
    assert space.agreed.diagnosis.corrections == (("alternative(p0)",), ("alternative(p1)",))
    assert space.agreed.diagnosis.conflicts == (("alternative(p0)", "alternative(p1)"),)


# v1 and v0 give p0 more than v0 and v0, both give p1 just what it has without a deal: the first of equal products
NO_SURPLUS = [[(0.1, 0.4), (0.2, 0.4)], [(0.0, 0.0), (0.1, -0.1)]]


@pytest.mark.parametrize("listed_at_most", [4_000_000, 0])
def test_a_deal_at_a_reservation_value_is_agreed_whichever_way_is_open(listed_at_most, monkeypatch):
    space = DealSpace(domain(NO_SURPLUS, (0.05, 0.2)))
    assert space._asks_enough_only
    assert not space._frontier_tells_all
    listed = space._agreed_on_list()
    assert listed.zone == 2
    assert listed.solutions["nash"].payoffs == pytest.approx({"p0": 0.05, "p1": 0.2})
    monkeypatch.setattr(listing, "LISTED_AT_MOST", listed_at_most)
    assert DealSpace(space.case).agreed.solutions == listed.solutions


def test_deals_are_counted_on_the_frontier_only_without_linkages():
    bonus = {"when": {"i0": "v1", "i1": "v1"}, "value": {"p0": 0.5, "p1": 0.5}}
    values = [[(0.2, 0.8), (0.8, 0.4)], [(0.0, 0.0), (0.2, 0.4)]]
    assert DealSpace(domain(values, (0.1, 0.1)))._agreed_on_frontier().zone == 4
    space = DealSpace(domain(values, (0.1, 0.1), linkages=[bonus]))
    assert space._agreed_on_frontier().zone is None
    assert space._agreed_on_frontier().solutions == space._agreed_on_list().solutions
    assert space.agreed.zone == 4


def test_reservations_that_are_given_need_no_crisis(monkeypatch):
    monkeypatch.setattr(module, "run", None)
    monkeypatch.setattr(module, "list_settlements", None)
    assert DealSpace(domain([[(0.2, 0.8), (0.8, 0.4)]], (0.1, 0.1))).agreed.zone == 2


def test_reservations_that_are_not_are_those_of_the_assessment():
    case = quiet_case()
    assert DealSpace(case).reservation == pytest.approx(run(case).alternatives.at_start)
    assert DealSpace(case).agreed.zone == Reading(run(case)).deals().now


def test_too_many_points_give_an_approximate_frontier_and_the_same_solutions(monkeypatch):
    rng = np.random.default_rng(3)
    values = [(x := rng.uniform(-1, 1, (3, 3))) - x.mean(axis=1, keepdims=True) for _ in range(5)]
    case = domain([v.clip(-1, 1).round(3).tolist() for v in values], (-0.5, -0.5, -0.5))
    exact = DealSpace(case)
    kept, frontier = len(exact.frontier), module.frontier
    monkeypatch.setattr(module, "frontier", lambda s, **k: frontier(s, listed=0, kept_at_most=kept // 2, **k))
    coarse = DealSpace(case)
    assert coarse.frontier.epsilon > 0
    assert len(coarse.frontier) <= kept // 2
    assert coarse.agreed == exact.agreed
