from itertools import product

import numpy as np
import pytest

from ripeness.crisis.states import (
    CRISIS,
    LOW_TRUST,
    NO_BARGAIN,
    NO_CHANNEL,
    OPEN,
    SETTLED,
    STALEMATE,
    STEP,
    WAR,
    WAR_PATHS,
    state_space,
)  # fmt: skip

SPACES = [
    state_space(1, (0, 1)),
    state_space(2, (0, 2)),
    state_space(4, (0, 1, 3)),
    state_space(4, (0, 1), talks=False),
    state_space(2, (0, 1), war_goes_on=True),
    state_space(2, (0, 1), talks=False, war_goes_on=True),
]
IDS = [
    "no transition",
    "one",
    "two and three signatories",
    "two without talks",
    "war that goes on",
    "war that goes on without talks",
]
each_space = pytest.mark.parametrize("space", SPACES, ids=IDS)


def coordinates(space, state):
    axes = (space.tension, space.channel, space.bargain, space.trust, space.leadership)
    return tuple(int(axis[state]) for axis in axes)


@each_space
def test_a_live_state_is_at_its_coordinates(space):
    assert [space.at(*coordinates(space, state)) for state in range(space.live)] == list(range(space.live))


@each_space
def test_the_live_states_are_all_combinations_in_which_a_deals_signers_have_been_in_office(space):
    offices = range(space.leaderships)
    # leaderships only gain bits: who signed is who is in office, or whom they have come from
    signed = [(signer, office) for signer in offices for office in offices if signer | office == office]
    channels = range(3) if space.has_talks else [NO_CHANNEL]
    bargains = [(bargain, office) for bargain in (NO_BARGAIN, STEP) for office in offices] + signed
    if not space.has_talks:
        bargains, signed = [(NO_BARGAIN, office) for office in offices], []
    expected = {
        (tension, channel, bargain, trust, office)
        for tension, channel, (bargain, office), trust in product((STALEMATE, CRISIS), channels, bargains, range(3))
    }
    expected |= {(SETTLED, NO_CHANNEL, signer, LOW_TRUST, office) for signer, office in signed}
    if space.war_goes_on:
        expected |= {(WAR, channel, NO_BARGAIN, LOW_TRUST, office) for channel in channels for office in offices}
    assert {coordinates(space, state) for state in range(space.live)} == expected


@each_space
def test_every_outcome_has_a_place_of_its_own_after_the_live_states(space):
    outcomes = [space.war(path) for path in WAR_PATHS] + ([space.decided] if space.war_goes_on else [])
    assert space.wars == tuple(outcomes)
    outcomes += [space.capitulation(j, m) for j in space.signatories for m in space.signatories]
    assert sorted(outcomes) == list(range(space.live, len(space)))
    assert not space.is_live[outcomes].any()


@each_space
def test_every_live_state_is_a_stalemate_a_crisis_a_war_or_settled_and_no_outcome_is_any(space):
    kinds = np.stack([space.in_stalemate, space.in_crisis, space.at_war, space.is_settled])
    assert np.array_equal(kinds.sum(axis=0), space.is_live)
    assert np.array_equal(space.moves_on, space.in_stalemate | space.in_crisis)


@each_space
def test_a_step_and_a_signed_bargain_stand_in_stalemates_and_crises_alone_and_never_both(space):
    assert not (space.with_step & space.with_signed).any()
    assert not (space.with_step | space.with_signed)[~space.moves_on].any()
    assert set(space.bargain[space.with_step]) <= {STEP}
    assert set(space.bargain[space.moves_on & ~space.with_step & ~space.with_signed]) == {NO_BARGAIN}


@each_space
def test_moving_replaces_the_coordinates_given_and_leaves_the_rest_and_the_outcomes(space):
    target = space.moved(tension=CRISIS, trust=space.trust_up)
    for state in np.flatnonzero(space.moves_on).tolist():
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


def test_without_talks_there_is_neither_channel_nor_bargain_nor_settlement():
    silent = SPACES[3]
    assert not silent.has_talks
    assert silent.live == 2 * 3 * 4
    assert set(silent.channel[silent.is_live]) == {NO_CHANNEL}
    assert not silent.is_settled.any()


def test_where_war_is_decided_at_once_there_are_no_states_of_war():
    assert not SPACES[1].at_war.any()
    assert len(SPACES[4]) == len(SPACES[1]) + 2 * 3 + 1  # a war with each channel and leadership, and the outcome
