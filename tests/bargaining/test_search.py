import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from generators import cases
from ripeness.answer.zones import ground_at_start, solve
from ripeness.bargaining.acceptance import acceptable, constraints, satisfied
from ripeness.bargaining.diagnosis import diagnose, violations
from ripeness.bargaining.search import Search, diagnose_by_search
from ripeness.case.values import MODES
from ripeness.rules.solutions import SOLUTIONS
from ripeness.settlements.listing import RUNGS, list_settlements

NUMBERS = st.lists(st.integers(-30, 20), min_size=4, max_size=4)


def listed(case):
    return ground_at_start(case, MODES, list_settlements(case))


def reserved(case, numbers):
    return np.array([numbers[: len(case.parties)]]) / 100


def chosen(on, zone, reservation, solution):
    row = int(solve(on, zone, reservation, solution)[0])
    return None if row < 0 else on.settlements.named(row)


@settings(max_examples=60, deadline=None)
@given(cases(transitions=0), st.integers(0, 2), NUMBERS, st.sampled_from([None, *RUNGS]))
def test_a_search_finds_what_the_solutions_choose_from_a_list(case, trust, numbers, rung):
    on, reservation = listed(case), reserved(case, numbers)
    zone = acceptable(on, [reservation], trusts=[trust])[0, 0]
    if rung is not None:
        zone = zone & on.settlements.on_rung(rung)
    found = Search(on, trust, reservation, rung).shortlist()
    assert bool(zone.any()) == bool(len(found))
    everything = np.ones((1, len(found)), dtype=bool)
    for solution in SOLUTIONS:
        assert chosen(on.at(found), everything, reservation, solution) == chosen(on, zone, reservation, solution)


@settings(max_examples=60, deadline=None)
@given(cases(transitions=0), st.integers(0, 2), NUMBERS, st.booleans())
def test_a_diagnosis_by_search_is_that_of_a_list(case, trust, numbers, beyond):
    on, reservation = listed(case), reserved(case, numbers)
    judged = on.settlements.is_deal & ~(on.settlements.is_small_step & beyond)
    of_all = constraints(on.parties)
    masks = violations(satisfied(on, c, trust, reservation) for c in of_all).masks(among=judged)
    assert diagnose_by_search(on, trust, reservation, beyond) == diagnose([c.name for c in of_all], masks)


@settings(max_examples=40, deadline=None)
@given(cases(transitions=0), NUMBERS, st.data())
def test_relaxed_constraints_need_not_hold(case, numbers, data):
    on, reservation = listed(case), reserved(case, numbers)
    of_all = constraints(on.parties)
    relaxed = data.draw(st.sets(st.sampled_from([c.name for c in of_all])))
    kept = [satisfied(on, c, 0, reservation) for c in of_all if c.name not in relaxed]
    zone = np.all([on.settlements.is_deal[None], *kept], axis=0)
    found = Search(on, 0, reservation, relaxed=relaxed).shortlist(["nash"])
    everything = np.ones((1, len(found)), dtype=bool)
    assert chosen(on.at(found), everything, reservation, "nash") == chosen(on, zone, reservation, "nash")
