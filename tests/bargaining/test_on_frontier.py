import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ripeness.bargaining.frontier import frontier
from ripeness.bargaining.on_frontier import choose, decides
from ripeness.rules.solutions import SOLUTIONS
from spaces import deals, one_issue, spaces


def of_list(space, reservation, solution):
    """The deal that a solution chooses of all that are no worse than the reservation values, and how many these are."""
    options, signing = np.array(list(deals(space))), list(space.signing)
    utility = space.worth(options)[:, signing]
    acceptable = (utility >= reservation[signing] - 1e-12).all(axis=1)
    row = int(SOLUTIONS[solution].choose(utility, reservation[signing], (options > 0).sum(axis=1), acceptable))
    return options[row].tolist() if row >= 0 else None, acceptable.sum()


def acceptable_points(found, reservation):
    return (found.of_signatories >= reservation[list(found.space.signing)] - 1e-12).all(axis=1)


@pytest.mark.parametrize("solution", SOLUTIONS)
@settings(max_examples=150, deadline=None)
@given(spaces(), st.data(), st.sampled_from([0, 10_000]))
def test_choices_are_those_of_a_list_of_all_deals(solution, space, data, listed):
    everything = list(deals(space))
    assume(everything)
    reservation = np.full(len(space.parties), data.draw(st.integers(-8, 4)) * 0.05)
    if data.draw(st.booleans()):
        # just what some deal is worth, so that surpluses are 0
        reservation = space.worth(np.array([data.draw(st.sampled_from(everything))]))[0]
    chosen, acceptable = of_list(space, reservation, solution)
    found = frontier(space, listed=listed)
    zone = acceptable_points(found, reservation)
    assert bool(zone.any()) == bool(acceptable)
    if zone.any() and decides(found, reservation, zone):
        assert choose(found, reservation, zone, solution).tolist() == chosen


def test_a_frontier_does_not_decide_where_nothing_leaves_everybody_a_surplus():
    # the third gives the first more, and leaves the second what it has without a deal: the product is 0 for both
    space = one_issue([(0.2, 0.3), (0.2, 0.5), (0.4, 0.5)])
    reservation = np.array([0.0, 0.5])
    found = frontier(space)
    zone = acceptable_points(found, reservation)
    assert zone.tolist() == [True]
    assert not decides(found, reservation, zone)
    assert of_list(space, reservation, "nash")[0] == [2]
    assert choose(found, reservation, zone, "nash").tolist() == [3]
    assert decides(found, np.array([0.0, 0.4]), zone)
