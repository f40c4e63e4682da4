import pytest

from builders import quiet_case
from ripeness.case.model import Posture
from ripeness.crisis.actions import ACTIONS, OPEN_WHEN, conduct, in_months
from ripeness.crisis.states import COVERT, CRISIS, NO_BARGAIN, NO_CHANNEL, OPEN, STALEMATE, state_space

SPACE = state_space(1, (0, 1))
ARMED = quiet_case({"parties.ann.war": {"win": 0.5, "lose": -0.5, "cost": 0.2}})
ALWAYS = {"wait", "press", "reassure"}


def open_to(party, posture=None, tension=STALEMATE, channel=NO_CHANNEL, bargain=NO_BARGAIN):
    may = conduct(ARMED, posture, SPACE, party)
    return {action for a, action in enumerate(ACTIONS) if may.is_open[a, SPACE.at(tension, channel, bargain, 0, 0)]}


@pytest.mark.parametrize(
    ("state", "more"),
    [
        ({}, {"offer_covert", "offer_open"}),
        ({"tension": CRISIS}, {"offer_covert", "offer_open", "deescalate"}),
        ({"channel": COVERT}, {"offer_open", "walk_out"}),
        ({"channel": OPEN}, {"walk_out"}),
        ({"channel": OPEN, "bargain": 0}, {"walk_out", "renege"}),
    ],
)
def test_what_is_open_depends_on_tension_channel_and_bargain(state, more):
    assert open_to("bob", **state) == ALWAYS | more


def test_only_a_party_that_can_wage_war_can_attack():
    assert open_to("ann") - open_to("bob") == {"attack"}


def test_a_posture_bars_what_it_says_to_whom_it_says_but_never_waiting():
    posture = Posture(title="-", bars={"ann": ("press", "attack", "wait", "offer_open")})
    assert open_to("ann", posture) == {"wait", "reassure", "offer_covert"}
    assert open_to("bob", posture) == open_to("bob")


def test_a_policys_weights_are_shares():
    posture = Posture(title="-", policy={"ann": {"press": 3, "wait": 1}})
    policy = conduct(ARMED, posture, SPACE, "ann").policy
    assert dict(zip(ACTIONS, policy, strict=True)) == dict.fromkeys(ACTIONS, 0.0) | {"press": 0.75, "wait": 0.25}
    assert conduct(ARMED, posture, SPACE, "bob").policy is None


def test_bars_and_policies_hold_from_the_first_month_until_before_the_last():
    window = Posture(title="-", months=(2, 4))
    assert [month for month in range(6) if in_months(window, month)] == [2, 3]
    assert in_months(Posture(title="-"), 1000)


def test_nothing_is_open_once_it_is_over():
    outcomes = ~SPACE.is_live
    assert not conduct(ARMED, None, SPACE, "ann").is_open[:, outcomes].any()
    assert set(OPEN_WHEN) == set(ACTIONS)
