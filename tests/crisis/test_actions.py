import numpy as np
import pytest

from builders import quiet_case
from consequences import AGREED, AT_WAR, CALM, HIGH, LOW, MID, STAYS, after, rules_of, to
from ripeness.case.model import Posture
from ripeness.case.values import MODES
from ripeness.crisis.actions import (
    ACTIONS,
    attacking,
    calming,
    conduct,
    going_covert,
    going_open,
    in_months,
    leanings,
    leanings_to_accept,
    pressing,
    reassuring,
    reneging,
    walking_out,
)  # fmt: skip
from ripeness.crisis.outlook import outlook
from ripeness.crisis.states import COVERT, CRISIS, NO_BARGAIN, NO_CHANNEL, OPEN, STALEMATE, STEP, state_space

SPACE = state_space(1, (0, 1), war_goes_on=True)
ARMED = quiet_case({"parties.ann.war": {"win": 0.5, "lose": -0.5, "cost": 0.2}})
ALWAYS = {"wait", "press", "reassure"}


def open_to(party, posture=None, **state):
    may, at = conduct(ARMED, posture, SPACE, party), SPACE.at(**CALM | state)
    return {action for a, action in enumerate(ACTIONS) if may.is_open[a, at]}


@pytest.mark.parametrize(
    ("state", "more"),
    [
        ({}, {"offer_covert", "offer_open"}),
        ({"tension": CRISIS}, {"offer_covert", "offer_open", "deescalate"}),
        ({"channel": COVERT}, {"offer_open", "walk_out"}),
        ({"channel": OPEN}, {"walk_out"}),
        ({"channel": OPEN, "bargain": 0}, {"walk_out", "renege"}),
        ({"channel": OPEN, "bargain": STEP}, {"walk_out", "renege"}),
        ({"tension": CRISIS, "bargain": STEP}, {"offer_covert", "offer_open", "deescalate", "renege"}),
    ],
)
def test_what_is_open_depends_on_tension_channel_and_bargain(state, more):
    assert open_to("bob", **state) == ALWAYS | more


@pytest.mark.parametrize("channel", [NO_CHANNEL, COVERT, OPEN])
@pytest.mark.parametrize("bargain", [NO_BARGAIN, STEP, 0])
def test_a_party_attacks_from_a_crisis_only_and_only_if_it_can_wage_war(channel, bargain):
    state = {"channel": channel, "bargain": bargain}
    assert open_to("ann", tension=CRISIS, **state) - open_to("bob", tension=CRISIS, **state) == {"attack"}
    assert open_to("ann", **state) == open_to("bob", **state)


@pytest.mark.parametrize(
    ("channel", "talks"),
    [(NO_CHANNEL, {"offer_covert", "offer_open"}), (COVERT, {"offer_open", "walk_out"}), (OPEN, {"walk_out"})],
)
def test_in_a_war_that_goes_on_parties_wait_or_see_to_talks(channel, talks):
    assert open_to("ann", **AT_WAR | {"channel": channel}) == {"wait"} | talks


def test_in_a_settlement_nobody_acts():
    assert open_to("ann", **AGREED) == {"wait"}


def test_a_posture_bars_what_it_says_to_whom_it_says_but_never_waiting():
    posture = Posture(title="-", bars={"ann": ("press", "attack", "wait", "offer_open")})
    assert open_to("ann", posture, tension=CRISIS) == {"wait", "reassure", "offer_covert", "deescalate"}
    assert open_to("bob", posture) == open_to("bob")


def test_without_talks_nobody_offers_any_but_whoever_talks_may_leave():
    silent = Posture(title="-", talks="none", bars={"ann": ("press",)})
    assert open_to("ann", silent) == {"wait", "reassure"}
    assert open_to("bob", silent) == ALWAYS
    assert open_to("bob", silent, channel=COVERT) == ALWAYS | {"walk_out"}
    assert open_to("bob", silent, **AT_WAR) == {"wait"}


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


def leanings_of(changes):
    """How each party leans to each action, and to accepting."""
    view = rules_of({}, **changes).outlook
    weights = [dict(zip(ACTIONS, of.tolist(), strict=True)) for of in leanings(view)[0]]
    return weights, leanings_to_accept(view)[0].tolist()


def test_parties_lean_to_all_actions_alike_but_to_attack_and_to_what_the_case_says():
    default = dict.fromkeys(ACTIONS, 1.0) | {"attack": 0.1}
    assert leanings_of({}) == ([default, default], [1.0, 1.0])
    given = {"attack": 2, "wait": 0.5, "renege": 0}
    weights, to_accept = leanings_of({"parties.ann.propensity": given | {"accept": 0.25}})
    assert weights == [default | given, default]
    assert to_accept == [0.25, 1.0]


# --- what they lead to ---


def pressed(rules, mover=0, **state):
    return after(rules, *pressing(rules, mover), **state)


def test_pressing_in_a_stalemate_makes_a_crisis_and_costs_trust():
    rules = rules_of({"press_crisis": 0.2, "press_trust": 0.5})
    assert pressed(rules) == pytest.approx(
        {to(tension=CRISIS): 0.1, to(tension=CRISIS, trust=LOW): 0.1, to(trust=LOW): 0.4, STAYS: 0.4}
    )


@pytest.mark.parametrize(("channel", "of_talks"), [(NO_CHANNEL, 1.0), (COVERT, 0.5), (OPEN, 0.5)])
@pytest.mark.parametrize(("bargain", "of_bargain"), [(NO_BARGAIN, 1.0), (STEP, 0.6), (0, 0.25)])
def test_pressing_makes_fewer_crises_where_talks_and_what_is_in_force_calm(channel, of_talks, bargain, of_bargain):
    rules = rules_of({"press_crisis": 0.4, "talks_calm": 0.5, "step_calm": 0.6, "partial_calm": 0.25})
    chance = 0.4 * of_talks * of_bargain
    found = pressed(rules, channel=channel, bargain=bargain)
    assert found == pytest.approx({to(tension=CRISIS): chance, STAYS: 1 - chance})


def test_pressing_in_a_crisis_makes_war_or_the_others_back_down():
    rules = rules_of({"miscalculation": 0.1, "backdown_rate": 0.3, "press_crisis": 1})
    found = pressed(rules, tension=CRISIS)
    assert found == pytest.approx({"miscalculation": 0.1, to(tension=STALEMATE): 0.3, STAYS: 0.6})


@pytest.mark.parametrize(("channel", "war"), [(NO_CHANNEL, 0.2), (COVERT, 0.1), (OPEN, 0.1)])
@pytest.mark.parametrize("bargain", [NO_BARGAIN, STEP, 0])
def test_talks_alone_calm_miscalculation_and_nothing_calms_backing_down(channel, war, bargain):
    rules = rules_of(
        {"miscalculation": 0.2, "backdown_rate": 0.3, "talks_calm": 0.5, "step_calm": 0.1, "partial_calm": 0.1}
    )
    found = pressed(rules, tension=CRISIS, channel=channel, bargain=bargain)
    assert found == pytest.approx({"miscalculation": war, to(tension=STALEMATE): 0.3, STAYS: 0.7 - war})


def test_war_and_backing_down_are_scaled_together():
    rules = rules_of({"miscalculation": 0.6, "backdown_rate": 1.0})
    found = pressed(rules, tension=CRISIS)
    assert found == pytest.approx({"miscalculation": 0.375, to(tension=STALEMATE): 0.625})


def test_the_pressed_capitulate_to_the_one_who_presses_first_of_all():
    rules = rules_of({"capitulation": {"ann": 0.9, "bob": 0.2}, "crisis_pressure": 2, "press_crisis": 1})
    assert pressed(rules) == pytest.approx({"1 to 0": 0.2, to(tension=CRISIS): 0.8})
    assert pressed(rules, tension=CRISIS) == pytest.approx({"1 to 0": 0.4, STAYS: 0.6})
    assert pressed(rules, mover=1, tension=CRISIS) == {"0 to 1": 1.0}


def test_when_the_others_back_down_they_pay_and_the_one_who_presses_gains():
    rules = rules_of({"backdown_rate": 0.5, "coercion_gain": 0.2}, **{"parties.bob.audience_cost": 0.3})
    value = np.zeros((1, 2, len(rules.space)))
    for step in reversed(pressing(rules, 0)):
        value = step.expect(value)
    assert value[0, :, rules.space.at(**CALM | {"tension": CRISIS})] == pytest.approx([0.1, -0.15])
    assert not value[0, :, rules.space.at(**CALM)].any()


@pytest.mark.parametrize(("channel", "relief"), [(NO_CHANNEL, 1.0), (COVERT, 1.25), (OPEN, 1.25)])
def test_deescalation_ends_a_crisis_and_more_often_the_more_talks_calm(channel, relief):
    rules = rules_of({"deescalation": 0.4, "talks_calm": 0.8, "step_calm": 0.1, "partial_calm": 0.1})
    for bargain in (NO_BARGAIN, STEP, 0):
        found = after(rules, calming(rules), tension=CRISIS, channel=channel, bargain=bargain)
        assert found == pytest.approx({to(tension=STALEMATE): 0.4 * relief, STAYS: 1 - 0.4 * relief})


def test_deescalation_past_certainty_is_certain():
    rules = rules_of({"deescalation": 0.9, "talks_calm": 0.1})
    assert after(rules, calming(rules), tension=CRISIS, channel=OPEN) == {to(tension=STALEMATE): 1.0}


def test_reassurance_raises_trust():
    rules = rules_of({"reassurance": 0.3})
    assert after(rules, reassuring(rules)) == {to(trust=HIGH): 0.3, STAYS: 0.7}
    assert after(rules, reassuring(rules), trust=HIGH) == {STAYS: 1.0}


@pytest.mark.parametrize(
    ("step", "state", "ends_at"),
    [
        (going_covert, {}, to(channel=COVERT)),
        (going_open, {"channel": COVERT}, to(channel=OPEN)),
        (walking_out, {"channel": OPEN, "tension": CRISIS}, to(channel=NO_CHANNEL, trust=LOW)),
        (reneging, {"channel": OPEN, "bargain": 0, "trust": HIGH}, to(bargain=NO_BARGAIN, trust=LOW)),
        (reneging, {"channel": OPEN, "bargain": STEP, "trust": HIGH}, to(bargain=NO_BARGAIN, trust=MID)),
        (attacking, {"tension": CRISIS, "channel": OPEN, "bargain": 0}, "intention"),
    ],
)
def test_what_is_certain_is_a_step_of_chance_one(step, state, ends_at):
    rules = rules_of({})
    assert after(rules, step(rules), **state) == {ends_at: 1.0}
    assert all(move.is_certain for move in step(rules).moves)
    assert not calming(rules_of({"deescalation": 0.5})).moves[0].is_certain


def test_an_accepted_offer_is_what_the_pass_for_talks_looks_for():
    rules = rules_of({})
    assert [dict(step(rules).moves[0].reaches) for step in (going_covert, going_open)] == [{"talks": "talks"}] * 2
    assert not walking_out(rules).moves[0].reaches


# --- in a war that goes on ---

GOING_ON = {"war_decided": 0.25, "miscalculation": 0.4, "trust_effect": 1}


def test_an_attack_and_a_miscalculation_begin_a_war_that_is_decided_at_once_or_goes_on():
    rules = rules_of(GOING_ON)
    state = {"tension": CRISIS, "channel": OPEN, "bargain": 0, "trust": HIGH}
    assert after(rules, attacking(rules), **state) == {"intention": 0.25, "war goes on": 0.75}
    assert pressed(rules, **state) == pytest.approx({"miscalculation": 0.1, "war goes on": 0.3, STAYS: 0.6})


def test_in_a_war_parties_come_and_go_from_talks_without_effect_on_trust():
    rules = rules_of(GOING_ON)
    assert after(rules, going_covert(rules), **AT_WAR) == {to(channel=COVERT): 1.0}
    assert after(rules, going_open(rules), **AT_WAR | {"channel": COVERT}) == {to(channel=OPEN): 1.0}
    assert after(rules, walking_out(rules), **AT_WAR | {"channel": OPEN}) == {to(channel=NO_CHANNEL): 1.0}


def test_the_actions_and_accepting_have_weights_of_one_but_attack():
    def weights(changes=None):
        view = outlook(quiet_case(changes), MODES)
        of_actions, accepting = leanings(view)[0].tolist(), leanings_to_accept(view)[0].tolist()
        return [
            dict(zip(ACTIONS, own, strict=True)) | {"accept": a} for own, a in zip(of_actions, accepting, strict=True)
        ]

    default = dict.fromkeys((*ACTIONS, "accept"), 1.0) | {"attack": 0.1}
    assert weights() == [default, default]
    given = {"attack": 2, "accept": 0, "wait": 0.5}
    assert weights({"parties.ann.propensity": given}) == [default | given, default]
