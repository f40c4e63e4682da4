import numpy as np
import pytest
from hypothesis import given

from builders import game_of, judged_at
from consequences import CALM, HIGH, LOW, MID, STAYS, SUCCESSION, after, rules_of, to
from generators import cases
from ripeness.crisis.states import COVERT, CRISIS, NO_BARGAIN, NO_CHANNEL, OPEN, STALEMATE

# --- the law of all steps ---


@given(cases())
def test_no_step_of_any_case_loses_probability_or_makes_a_negative_one(case):
    game = game_of(judged_at(case), 1)
    everywhere = np.eye(len(game.space))[:, None]
    months = {0, *(case.transition_month(t) for t in case.transitions)}
    steps = [step for month in months for step in game.events(month)]
    steps += [step for ways in game.ways for way in ways for step in way.steps]
    for step in steps:
        moved = step.push(everywhere)
        assert moved.sum(axis=-1) == pytest.approx(1.0, abs=1e-12)
        assert moved.min() >= -1e-15
        assert np.array_equal(moved[game.space.live :], everywhere[game.space.live :])  # what has ended stays ended


# --- events, in their order ---


def test_a_transition_brings_its_successor_once():
    rules = rules_of({}, transitions=[SUCCESSION])
    assert after(rules, rules.leadership(0)) == {to(leadership=1): 0.25, STAYS: 0.75}
    assert after(rules, rules.leadership(0), leadership=1) == {STAYS: 1.0}


def test_a_bargain_outlives_those_who_signed_it():
    rules = rules_of({}, transitions=[SUCCESSION])
    assert after(rules, rules.leadership(0), bargain=0) == {to(leadership=1): 0.25, STAYS: 0.75}


def test_a_trigger_means_war_at_once_or_a_crisis_and_from_a_crisis_only_war():
    rules = rules_of({"triggers": {"unrest": {"rate": 0.2, "war": 0.25}}})
    (unrest,) = rules.triggers()
    assert after(rules, unrest) == pytest.approx({"trigger": 0.05, to(tension=CRISIS): 0.15, STAYS: 0.8})
    assert after(rules, unrest, tension=CRISIS) == pytest.approx({"trigger": 0.05, STAYS: 0.95})


def test_triggers_follow_each_other_and_take_their_share_of_war_from_trigger_war():
    rules = rules_of({"trigger_war": 0.5, "triggers": {"unrest": {"rate": 0.2}, "coup": {"rate": 0.4, "war": 1}}})
    unrest, coup = rules.triggers()
    # 0.1 war and 0.1 crisis by unrest; then 0.4 of what goes on
    expected = {"trigger": 0.1 + 0.4 * 0.9, to(tension=CRISIS): 0.06, STAYS: 0.48}
    assert after(rules, unrest, coup) == pytest.approx(expected)


@pytest.mark.parametrize(("trust", "factor"), [(LOW, 1.25), (MID, 1.0), (HIGH, 0.75)])
@pytest.mark.parametrize("effect", [0, 1, 2])
def test_incidents_are_rarer_with_trust(trust, factor, effect):
    rules = rules_of({"incident": 0.1, "trust_effect": effect})
    chance = 0.1 * factor**effect
    assert after(rules, rules.incident(), trust=trust) == pytest.approx({to(tension=CRISIS): chance, STAYS: 1 - chance})


def test_incidents_are_rarer_under_a_bargain_and_do_nothing_in_a_crisis():
    rules = rules_of({"incident": 0.1, "partial_calm": 0.3})
    assert after(rules, rules.incident(), bargain=0) == pytest.approx({to(tension=CRISIS): 0.03, STAYS: 0.97})
    assert after(rules, rules.incident(), tension=CRISIS) == {STAYS: 1.0}


@pytest.mark.parametrize(("channel", "clarity"), [(NO_CHANNEL, 1.0), (COVERT, 0.4), (OPEN, 0.3)])
def test_a_crisis_is_misread_less_often_where_there_is_a_channel(channel, clarity):
    rules = rules_of({"misreading": 0.2, "covert_clarity": 0.4, "open_clarity": 0.3})
    found = after(rules, rules.misreading(), tension=CRISIS, channel=channel)
    assert found == pytest.approx({"miscommunication": 0.2 * clarity, STAYS: 1 - 0.2 * clarity})
    assert after(rules, rules.misreading(), channel=channel) == {STAYS: 1.0}


@pytest.mark.parametrize(("trust", "pace"), [(LOW, 0.5), (MID, 1.0), (HIGH, 1.75)])
@pytest.mark.parametrize("tension", [STALEMATE, CRISIS])
@pytest.mark.parametrize(("channel", "quiet"), [(COVERT, 0.9), (OPEN, 1.0)])
def test_talks_strike_a_partial_bargain_at_their_pace(trust, pace, tension, channel, quiet):
    rules = rules_of({"partial_rate": 0.1, "covert_pace": 0.9, "crisis_pace": 0.5, "trust_effect": 1}, wide=False)
    chance = 0.1 * pace * (0.5 if tension == CRISIS else 1.0) * quiet
    signed = to(bargain=0, trust=min(trust + 1, HIGH)) if trust < HIGH else to(bargain=0)
    found = after(rules, rules.talks(0), trust=trust, tension=tension, channel=channel)
    assert found == pytest.approx({signed: chance, STAYS: 1 - chance})


def test_talks_settle_directly_only_in_the_open_and_with_a_bargain_in_any_channel():
    rules = rules_of({"settlement_rate": 0.1, "direct_pace": 0.3})
    settles = {"settled under 0": pytest.approx(0.1), STAYS: pytest.approx(0.9)}
    assert after(rules, rules.talks(0), channel=OPEN, bargain=0) == settles
    assert after(rules, rules.talks(0), channel=COVERT, bargain=0) == settles
    assert after(rules, rules.talks(0), channel=OPEN) == pytest.approx({"settled under 0": 0.03, STAYS: 0.97})
    assert after(rules, rules.talks(0), channel=COVERT) == {STAYS: 1.0}
    assert after(rules, rules.talks(0), bargain=0) == {STAYS: 1.0}


def test_without_an_acceptable_deal_talks_go_nowhere():
    rules = rules_of({"partial_rate": 1, "settlement_rate": 1, "direct_pace": 1}, partial=False, wide=False)
    assert after(rules, rules.talks(0), channel=OPEN) == {STAYS: 1.0}
    assert after(rules, rules.talks(0), channel=OPEN, bargain=0) == {STAYS: 1.0}


def test_a_bargain_and_a_settlement_in_one_month_exclude_each_other():
    rules = rules_of({"partial_rate": 1, "settlement_rate": 1, "direct_pace": 1})
    found = after(rules, rules.talks(0), channel=OPEN)
    assert found == pytest.approx({to(bargain=0, trust=HIGH): 0.5, "settled under 0": 0.5})


def test_a_successor_has_its_own_pace_and_signs_in_its_own_name():
    rules = rules_of({"partial_rate": 0.1, "settlement_rate": 0.1, "successor_pace": 2}, transitions=[SUCCESSION])
    found = after(rules, rules.talks(0), channel=OPEN, leadership=1)
    assert found == pytest.approx({to(bargain=1, trust=HIGH): 0.2, "settled under 1": 0.1, STAYS: 0.7})


def test_a_covert_channel_leaks_and_trust_with_it():
    rules = rules_of({"leak": 0.2})
    assert after(rules, rules.leak(), channel=COVERT) == {to(channel=NO_CHANNEL, trust=LOW): 0.2, STAYS: 0.8}
    assert after(rules, rules.leak(), channel=OPEN) == {STAYS: 1.0}


def test_each_party_pays_when_the_channel_leaks():
    rules = rules_of({"leak": 0.2}, **{"parties.ann.leak_cost": 0.5, "parties.bob.leak_cost": 0.1})
    before = rules.leak().expect(np.zeros((1, 2, len(rules.space))))
    assert before[0, :, rules.space.at(**CALM | {"channel": COVERT})] == pytest.approx([-0.1, -0.02])
    assert not before[0, :, rules.space.at(**CALM)].any()


ERODING = {"erosion": 0.1, "expectation_erosion": 0.2, "breach": 3, "guarantee": 0.5, "kept_promise": 0.4}
GAP = {"parties.ann.expects": "first-step", "parties.bob.expects": 0.5}


@pytest.mark.parametrize(("kept", "eroding"), [(True, 0.1), (False, 0.3)])
def test_a_bargain_erodes_with_the_gap_in_expectations_and_faster_in_breach(kept, eroding):
    rules = rules_of(ERODING, kept=kept, **GAP)  # (0.1 + 0.2 x 0.5) x 0.5, and three times that in breach
    found = after(rules, rules.bargain(0), bargain=0)
    keeping = (1 - eroding) * 0.4
    expected = {to(bargain=NO_BARGAIN, trust=LOW): eroding, to(trust=HIGH): keeping, STAYS: 1 - eroding - keeping}
    assert found == pytest.approx(expected)


def test_erosion_past_certainty_is_certain():
    rules = rules_of({"erosion": 0.5, "breach": 9, "kept_promise": 1}, kept=False)
    assert after(rules, rules.bargain(0), bargain=0) == {to(bargain=NO_BARGAIN, trust=LOW): 1.0}


def test_a_crisis_subsides():
    rules = rules_of({"subside": 0.3})
    assert after(rules, rules.subsiding(), tension=CRISIS) == {to(tension=STALEMATE): 0.3, STAYS: 0.7}
    assert after(rules, rules.subsiding()) == {STAYS: 1.0}


def test_the_events_of_a_month_come_in_the_order_of_the_specification():
    certain = {"triggers": {"unrest": {"rate": 1, "war": 0}}, "leak": 1, "subside": 1}
    talks = {"partial_rate": 1, "covert_pace": 1, "crisis_pace": 0.5}
    rules = rules_of(certain | talks, wide=False, transitions=[SUCCESSION | {"probability": 1}])
    # the successor comes; unrest makes a crisis, which halves the pace of talks; they sign in the successor's name
    # before the channel leaks, which takes back the trust gained; then the crisis subsides
    assert after(rules, *rules.events((0,), 0), channel=COVERT) == pytest.approx(
        {
            to(leadership=1, channel=NO_CHANNEL, bargain=1): 0.5,
            to(leadership=1, channel=NO_CHANNEL, trust=LOW): 0.5,
        }
    )


# --- flows ---


def test_the_flow_is_the_trend_until_a_bargain_and_less_in_a_crisis():
    trends = {"parties.ann.trend": -0.24, "parties.ann.crisis_cost": 0.1, "parties.bob.reservation": 0}
    rules = rules_of({}, **trends)
    at = {tension: rules.space.at(**CALM | {"tension": tension}) for tension in (STALEMATE, CRISIS)}
    bargain = rules.space.at(**CALM | {"tension": CRISIS, "bargain": 0})
    flow = rules.flow(6)[0, 0]
    assert flow[[at[STALEMATE], at[CRISIS], bargain]] == pytest.approx([-0.12, -0.22, 0.5 - 0.1])
    assert rules.flow(6, calm=True)[0, 0, [at[CRISIS], bargain]] == pytest.approx([-0.12, 0.5])
