import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ripeness.bargaining.frontier import frontier
from ripeness.bargaining.on_frontier import choose
from ripeness.rules.solutions import SOLUTIONS
from spaces import deals, spaces


@pytest.mark.parametrize("solution", SOLUTIONS)
@settings(max_examples=150, deadline=None)
@given(spaces(), st.integers(-8, 4), st.sampled_from([0, 10_000]))
def test_choices_are_those_of_a_list_of_all_deals(solution, space, level, listed):
    options = np.array(list(deals(space)))
    assume(len(options))
    reservation = np.full(len(space.parties), level * 0.05)
    signing = list(space.signing)
    utility = space.worth(options)[:, signing]
    acceptable = (utility > reservation[signing] + 1e-12).all(axis=1)
    moved = (options > 0).sum(axis=1)
    row = int(SOLUTIONS[solution].choose(utility, reservation[signing], moved, acceptable))
    found = frontier(space, listed=listed)
    zone = (found.of_signatories > reservation[signing] + 1e-12).all(axis=1)
    assert zone.any() == acceptable.any()
    if row >= 0:
        assert choose(found, reservation, zone, solution).tolist() == options[row].tolist()
