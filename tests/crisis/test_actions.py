import numpy as np
import pytest

from builders import quiet_case
from consequences import CALM, HIGH, LOW, STAYS, after, rules_of, to
from ripeness.case.model import Posture
from ripeness.crisis.actions import (
    ACTIONS,
    attacking,
    calming,
    conduct,
    going_covert,
    going_open,
    in_months,
    pressing,
    reassuring,
    reneging,
    walking_out,
)  # fmt: skip
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


# --- what they lead to ---


def test_pressing_in_a_stalemate_makes_a_crisis_and_costs_trust():
    rules = rules_of({"press_crisis": 0.2, "press_trust": 0.5})
    assert after(rules, *pressing(rules, 0)) == pytest.approx(
        {to(tension=CRISIS): 0.1, to(tension=CRISIS, trust=LOW): 0.1, to(trust=LOW): 0.4, STAYS: 0.4}
    )


def test_pressing_in_a_crisis_makes_war_or_the_others_back_down():
    rules = rules_of({"miscalculation": 0.1, "backdown_rate": 0.3, "press_crisis": 1})
    found = after(rules, *pressing(rules, 0), tension=CRISIS)
    assert found == pytest.approx({"miscalculation": 0.1, to(tension=STALEMATE): 0.3, STAYS: 0.6})


def test_war_and_backing_down_are_scaled_together():
    rules = rules_of({"miscalculation": 0.6, "backdown_rate": 1.0})
    found = after(rules, *pressing(rules, 0), tension=CRISIS)
    assert found == pytest.approx({"miscalculation": 0.375, to(tension=STALEMATE): 0.625})


def test_the_pressed_capitulate_to_the_one_who_presses_first_of_all():
    rules = rules_of({"capitulation": {"ann": 0.9, "bob": 0.2}, "crisis_pressure": 2, "press_crisis": 1})
    assert after(rules, *pressing(rules, 0)) == pytest.approx({"1 to 0": 0.2, to(tension=CRISIS): 0.8})
    assert after(rules, *pressing(rules, 0), tension=CRISIS) == pytest.approx({"1 to 0": 0.4, STAYS: 0.6})
    assert after(rules, *pressing(rules, 1), tension=CRISIS) == {"0 to 1": 1.0}


def test_when_the_others_back_down_they_pay_and_the_one_who_presses_gains():
    rules = rules_of({"backdown_rate": 0.5, "coercion_gain": 0.2}, **{"parties.bob.audience_cost": 0.3})
    value = np.zeros((1, 2, len(rules.space)))
    for step in reversed(pressing(rules, 0)):
        value = step.expect(value)
    assert value[0, :, rules.space.at(**CALM | {"tension": CRISIS})] == pytest.approx([0.1, -0.15])
    assert not value[0, :, rules.space.at(**CALM)].any()


def test_deescalation_ends_a_crisis_and_reassurance_raises_trust():
    rules = rules_of({"deescalation": 0.4, "reassurance": 0.3})
    assert after(rules, calming(rules), tension=CRISIS) == {to(tension=STALEMATE): 0.4, STAYS: 0.6}
    assert after(rules, reassuring(rules)) == {to(trust=HIGH): 0.3, STAYS: 0.7}
    assert after(rules, reassuring(rules), trust=HIGH) == {STAYS: 1.0}


@pytest.mark.parametrize(
    ("step", "state", "ends_at"),
    [
        (going_covert, {}, to(channel=COVERT)),
        (going_open, {"channel": COVERT}, to(channel=OPEN)),
        (walking_out, {"channel": OPEN, "tension": CRISIS}, to(channel=NO_CHANNEL, trust=LOW)),
        (reneging, {"channel": OPEN, "bargain": 0, "trust": HIGH}, to(bargain=NO_BARGAIN, trust=LOW)),
        (attacking, {"tension": CRISIS}, "intention"),
    ],
)
def test_what_is_certain_is_a_step_of_chance_one(step, state, ends_at):
    rules = rules_of({})
    assert after(rules, step(rules), **state) == {ends_at: 1.0}
    assert all(move.is_certain for move in step(rules).moves)
    assert not calming(rules_of({"deescalation": 0.5})).moves[0].is_certain
