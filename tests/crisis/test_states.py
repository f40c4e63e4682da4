from itertools import product

import numpy as np
import pytest

from ripeness.crisis.states import CRISIS, NO_BARGAIN, OPEN, STALEMATE, WAR_PATHS, state_space

SPACES = [
    state_space(1, (0, 1)),
    state_space(2, (0, 2)),
    state_space(4, (0, 1, 3)),
    state_space(4, (0, 1), talks=False),
]
IDS = ["no transition", "one", "two and three signatories", "two without talks"]
each_space = pytest.mark.parametrize("space", SPACES, ids=IDS)


def coordinates(space, state):
    axes = (space.tension, space.channel, space.bargain, space.trust, space.leadership)
    return tuple(int(axis[state]) for axis in axes)


@each_space
def test_a_live_state_is_at_its_coordinates(space):
    assert [space.at(*coordinates(space, state)) for state in range(space.live)] == list(range(space.live))


@each_space
def test_the_live_states_are_all_combinations_in_which_a_bargains_signers_have_been_in_office(space):
    offices = range(space.leaderships)
    channels, bargains = (range(3), (NO_BARGAIN, *offices)) if space.has_talks else ([0], [NO_BARGAIN])
    expected = {
        state
        for state in product(range(2), channels, bargains, range(3), offices)
        # leaderships only gain bits: who signed is who is in office, or whom they have come from
        if state[2] == NO_BARGAIN or state[2] | state[4] == state[4]
    }
    assert {coordinates(space, state) for state in range(space.live)} == expected


@each_space
def test_every_outcome_has_a_place_of_its_own_after_the_live_states(space):
    outcomes = [space.settled(office) for office in range(space.leaderships)]
    outcomes += [space.war(path) for path in WAR_PATHS]
    outcomes += [space.capitulation(j, m) for j in space.signatories for m in space.signatories]
    assert sorted(outcomes) == list(range(space.live, len(space)))
    assert not space.is_live[outcomes].any()


@each_space
def test_moving_replaces_the_coordinates_given_and_leaves_the_rest_and_the_outcomes(space):
    target = space.moved(tension=CRISIS, trust=space.trust_up)
    for state in range(space.live):
        _, channel, bargain, trust, office = coordinates(space, state)
        assert coordinates(space, target[state]) == (CRISIS, channel, bargain, min(trust + 1, 2), office)
    assert np.array_equal(target[space.live :], np.arange(space.live, len(space)))


@each_space
def test_moving_nothing_stays(space):
    assert np.array_equal(space.moved(), np.arange(len(space)))


def test_trust_stops_at_low_and_at_high():
    space = SPACES[0]
    trusts = [space.at(STALEMATE, OPEN, NO_BARGAIN, trust, 0) for trust in range(3)]
    assert space.trust_up[trusts].tolist() == [1, 2, 2]
    assert space.trust_down[trusts].tolist() == [0, 0, 1]


def test_without_talks_there_is_neither_channel_nor_bargain():
    silent = SPACES[3]
    assert not silent.has_talks
    assert silent.live == 2 * 3 * 4
    assert set(silent.channel[silent.is_live]) == {0}
