import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generators import cases
from ripeness.case.values import MODES
from ripeness.settlements.listing import list_settlements
from ripeness.settlements.payoffs import payoffs
from ripeness.settlements.space import space_of
from spaces import deals, spaces, worth


@settings(max_examples=200, deadline=None)
@given(spaces())
def test_deals_are_counted_without_listing_them(space):
    assert space.count_deals() == len(list(deals(space)))


@settings(max_examples=200, deadline=None)
@given(spaces(links=0), st.integers(-4, 4), st.sampled_from([1, 5, 1000]))
def test_deals_above_floors_are_counted_in_blocks(space, floor, block):
    floors = np.full(len(space.parties), floor * 0.1 + 1e-12)
    above = [d for d in deals(space) if (worth(space, d)[list(space.signing)] > floor * 0.1 + 1e-12).all()]
    assert space.count_above(floors, block) == len(above)


@settings(max_examples=200, deadline=None)
@given(spaces())
def test_the_most_that_a_deal_is_worth_to_each_is_that_of_brute_force(space):
    of_deals = np.array([worth(space, options) for options in deals(space)]).reshape(-1, len(space.parties))
    assert space.best_worth() == pytest.approx(of_deals.max(axis=0, initial=-np.inf), abs=1e-14)


@given(cases())
def test_a_case_makes_the_space_of_its_list(case):
    s, space = list_settlements(case), space_of(case, case.parties)
    of_list = payoffs(case, case.parties, s, MODES).utility[0].T
    assert space.worth(s.options) == pytest.approx(of_list, abs=1e-14)
    assert [tuple(row) for row in s.options[s.is_deal].tolist()] == list(deals(space))
    assert space.best_worth() == pytest.approx(of_list[s.is_deal].max(axis=0, initial=-np.inf), abs=1e-14)
