from itertools import chain, combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from ripeness.bargaining.diagnosis import diagnose as diagnose_masks
from ripeness.bargaining.diagnosis import minimal_hitting_sets, minimal_sets, violations

NAMES = "abcdefg"
MATRICES = arrays(bool, array_shapes(min_dims=2, max_dims=2, min_side=1, max_side=len(NAMES)))
MASKS = st.lists(st.integers(1, 63), min_size=1, max_size=6)


def diagnose(names, satisfied):
    """From a matrix of constraints and deals."""
    return diagnose_masks(names, violations(satisfied[:, None]).masks())


def all_subsets(names):
    return map(frozenset, chain.from_iterable(combinations(names, size) for size in range(len(names) + 1)))


def minimal(sets):
    found = set(sets)
    return {s for s in found if not any(other < s for other in found)}


def opens_a_deal(relaxed, satisfied):
    """Whether a deal exists when these constraints need not hold."""
    return bool(satisfied[[name not in relaxed for name in NAMES[: len(satisfied)]]].all(axis=0).any())


def is_satisfiable(together, satisfied):
    return bool(satisfied[[name in together for name in NAMES[: len(satisfied)]]].all(axis=0).any())


@settings(max_examples=200)
@given(MATRICES)
def test_corrections_are_all_the_minimal_sets_that_open_a_deal_when_relaxed(satisfied):
    found = diagnose(NAMES[: len(satisfied)], satisfied).corrections
    opening = (s for s in all_subsets(NAMES[: len(satisfied)]) if opens_a_deal(s, satisfied))
    assert set(map(frozenset, found)) == minimal(opening)
    assert len(set(found)) == len(found)


@settings(max_examples=200)
@given(MATRICES)
def test_conflicts_are_all_the_minimal_sets_that_no_deal_satisfies(satisfied):
    found = diagnose(NAMES[: len(satisfied)], satisfied).conflicts
    unsatisfiable = (s for s in all_subsets(NAMES[: len(satisfied)]) if not is_satisfiable(s, satisfied))
    assert set(map(frozenset, found)) == minimal(unsatisfiable)
    assert len(set(found)) == len(found)


@settings(max_examples=200)
@given(MATRICES)
def test_corrections_and_conflicts_are_each_others_minimal_hitting_sets(satisfied):
    names = NAMES[: len(satisfied)]
    found = diagnose(names, satisfied)
    for some, others in ((found.corrections, found.conflicts), (found.conflicts, found.corrections)):
        if found.conflicts:
            hitting = (s for s in all_subsets(names) if all(s & set(other) for other in others))
            assert set(map(frozenset, some)) == minimal(hitting)


@given(MATRICES)
def test_necessary_is_what_no_deal_can_do_without_relaxing(satisfied):
    found = diagnose(NAMES[: len(satisfied)], satisfied)
    others_relaxed = {n for n in NAMES[: len(satisfied)] if not opens_a_deal(set(NAMES) - {n}, satisfied)}
    assert set(found.necessary) == others_relaxed


@given(MATRICES)
def test_sets_are_sorted_by_length_then_alphabetically(satisfied):
    found = diagnose(list(reversed(NAMES[: len(satisfied)])), satisfied)
    for sets in (found.corrections, found.conflicts):
        assert list(sets) == sorted((tuple(sorted(s)) for s in sets), key=lambda s: (len(s), s))


@pytest.mark.parametrize("constraints", [1, 8, 9, 20])
def test_with_no_deals_both_lists_are_empty(constraints):
    found = diagnose([f"c{n}" for n in range(constraints)], np.zeros((constraints, 0), dtype=bool))
    assert (found.corrections, found.conflicts, found.necessary) == ((), (), ())


def test_where_a_deal_is_acceptable_only_the_empty_set_corrects():
    found = diagnose("ab", np.array([[True, True], [False, True]]))
    assert (found.corrections, found.conflicts, found.necessary) == (((),), (), ())


def test_more_constraints_than_a_machine_word_has_bits():
    # deal n breaks constraint n and nothing else: each alone corrects, all together conflict
    names = [f"c{n:03}" for n in range(150)]
    found = diagnose(names, ~np.eye(150, dtype=bool))
    assert found.corrections == tuple((name,) for name in names)
    assert found.conflicts == (tuple(names),)


@given(MASKS)
def test_minimal_sets_keep_a_mask_exactly_if_no_other_is_part_of_it(masks):
    assert set(minimal_sets(masks)) == {m for m in masks if not any(o != m and o & m == o for o in masks)}


@given(MASKS)
def test_minimal_hitting_sets_against_all_sets(masks):
    hitting = {h for h in range(64) if all(h & mask for mask in masks)}
    assert set(minimal_hitting_sets(masks)) == {h for h in hitting if not any(o != h and o & h == o for o in hitting)}


@settings(max_examples=100)
@given(arrays(bool, array_shapes(min_dims=3, max_dims=3, max_side=4).map(lambda s: (s[0] * 20, *s[1:]))), st.data())
def test_violations_are_those_of_each_deal_however_many_constraints_there_are(satisfied, data):
    constraints, draws, deals = satisfied.shape
    found = violations(satisfied)
    among = data.draw(st.none() | arrays(bool, deals))
    counted = range(deals) if among is None else np.flatnonzero(among)
    broken = [
        [sum(1 << c for c in range(constraints) if not satisfied[c, draw, deal]) for deal in counted]
        for draw in range(draws)
    ]
    assert [found.masks(draw, among) for draw in range(draws)] == [tuple(sorted(set(each))) for each in broken]
    asked = data.draw(st.integers(0, (1 << constraints) - 1))
    assert found.some_deal(asked, among).tolist() == [any(not mask & asked for mask in each) for each in broken]
