import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ripeness.bargaining.frontier import TooManyError, frontier
from ripeness.bargaining.ties import ties
from ripeness.settlements.space import Space
from spaces import brute_force, deals, spaces, worth


def points_of(found):
    return [tuple(np.round(row, 9) + 0.0) for row in found.of_signatories]


def space_of_numbers(flows, **changes):
    """A space whose issues are worth these numbers, (parties, options) each."""
    tables = [np.array(flow, dtype=float) for flow in flows]
    parties = len(tables[0])
    given = {
        "issues": tuple(f"k{k}" for k in range(len(tables))),
        "option_names": tuple(tuple(f"o{o}" for o in range(table.shape[1])) for table in tables),
        "parties": tuple(f"p{i}" for i in range(parties)),
        "signing": tuple(range(parties)),
        "flows": tuple(tables),
        "links": (),
        "complete": False,
    }
    return Space(**given | changes)


@settings(max_examples=400, deadline=None)
@given(spaces(), st.sampled_from([0, 3, 10_000]))
def test_points_and_their_first_deals_are_those_of_brute_force_listed_or_not(space, listed):
    found = frontier(space, listed=listed)
    expected = brute_force(space)
    assert sorted(points_of(found)) == sorted(expected)
    for point, options in zip(points_of(found), found.options.tolist(), strict=True):
        assert tuple(options) == expected[point][0]


@settings(max_examples=200, deadline=None)
@given(spaces(), st.sampled_from([0, 3, 10_000]))
def test_every_deal_of_a_point_is_found_in_lexicographic_order(space, listed):
    found = frontier(space, listed=listed)
    expected = brute_force(space)
    for number, point in enumerate(points_of(found)):
        of_point = ties(found, number)
        assert [tuple(deal.tolist()) for deal in of_point] == expected[point]
        fewest = min(expected[point], key=lambda options: (sum(o > 0 for o in options), options))
        assert tuple(of_point.fewest_moved().tolist()) == fewest


@settings(max_examples=100, deadline=None)
@given(spaces(parties=(5, 8), issues=(2, 3)))
def test_any_number_of_parties(space):
    assert sorted(points_of(frontier(space, listed=0))) == sorted(brute_force(space))


@settings(max_examples=200, deadline=None)
@given(spaces(), st.sampled_from([0.05, 0.3, 1.0]))
def test_an_approximate_frontier_is_within_its_epsilon_of_every_deal(space, epsilon):
    found = frontier(space, epsilon=epsilon, listed=0)
    assert found.epsilon == epsilon
    for options in deals(space):
        of_deal = worth(space, options)[list(space.signing)]
        assert (found.of_signatories >= of_deal - epsilon - 1e-9).all(axis=1).any()


def random_space(issues, options, parties, opposed=False, seed=0):
    rng = np.random.default_rng(seed)
    weights = rng.dirichlet(np.ones(issues), size=parties)
    tables = [rng.random((parties, options)) for _ in range(issues)]
    if opposed:
        tables = [table - table.mean(axis=0) for table in tables]
    return space_of_numbers([weights[:, k, None] * table for k, table in enumerate(tables)])


def test_a_trillion_settlements_of_two_parties():
    # 4^20 settlements; no random deal may dominate a point, and neighbours of a point may not either
    space = random_space(20, 4, 2, opposed=True)
    found = frontier(space)
    assert space.count_deals() == 4**20 - 1
    rng = np.random.default_rng(1)
    others = np.concatenate([rng.integers(0, 4, (1_000, 20)), *(_neighbours(row) for row in found.options[::100])])
    for of_other in space.worth(others):
        assert not (
            (found.payoffs <= of_other + 1e-9).all(axis=1) & (found.payoffs < of_other - 1e-9).any(axis=1)
        ).any()


def _neighbours(row):
    changed = [np.array([*row[:k], o, *row[k + 1 :]]) for k in range(len(row)) for o in range(4)]
    return np.array(changed)


def test_three_opposed_parties_agree_with_a_list():
    space = random_space(6, 4, 3, opposed=True)
    merged, listed = frontier(space, listed=0), frontier(space, listed=4**6)
    assert np.array_equal(merged.options, listed.options)
    assert np.array_equal(merged.payoffs, listed.payoffs)
    assert len(listed.levels[-1].worth) == 4**6 - 1


def test_the_status_quo_itself_is_no_deal():
    # all else is worse for both, and yet on the frontier, for there is nothing better to be had
    space = space_of_numbers([[[0.0, -0.2], [0.0, -0.1]]])
    assert frontier(space).options.tolist() == [[1]]
    assert frontier(space.of_allowed()).options.tolist() == [[0]]


def test_no_deal_at_all_is_an_empty_frontier():
    space = space_of_numbers([[[0.0, 1.0], [0.0, 1.0]], [[0.0], [0.0]]], complete=True)
    assert len(frontier(space)) == 0
    assert space.count_deals() == 0


def test_a_party_that_does_not_sign_dominates_nothing():
    space = space_of_numbers([[[0, 0.5, 0.6], [0, 0.5, 0.6], [0, 1.0, -1.0]]], signing=(0, 1))
    found = frontier(space)
    assert found.options.tolist() == [[2]]
    assert found.payoffs.tolist() == [[0.6, 0.6, -1.0]]


def test_too_many_points_are_refused_and_an_approximate_frontier_is_smaller():
    space = random_space(8, 4, 3, opposed=True)
    with pytest.raises(TooManyError, match="approximate"):
        frontier(space, listed=0, kept_at_most=100)
    assert 0 < len(frontier(space, epsilon=0.2, listed=0, kept_at_most=2000)) < len(frontier(space))


def test_the_order_of_additions_makes_no_points():
    # 0.1 + 0.2 is 0.30000000000000004: the second party's 0.1 more decides, not the last digit of the first's 0.3
    space = space_of_numbers([[[0.0, 0.1, 0.3], [0.0, 0.0, 0.1]], [[0.0, 0.2], [0.0, 0.0]], [[0.0, -1.0], [0.0, -1.0]]])
    assert 0.1 + 0.2 > 0.3
    one, other = frontier(space, listed=0), frontier(space, listed=100)
    assert one.options.tolist() == other.options.tolist() == [[2, 1, 0]]
    tied = space_of_numbers([[[0.0, 0.1, 0.3], [0.0, 0.0, 0.0]], [[0.0, 0.2], [0.0, -0.1]]])
    assert [row.tolist() for row in ties(frontier(tied), 0)] == [[2, 0]]
