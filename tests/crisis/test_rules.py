from itertools import product

import numpy as np
import pytest
from hypothesis import given

from builders import game_of, judged_at
from consequences import AGREED, AT_WAR, CALM, HIGH, LOW, MID, STAYS, SUCCESSION, after, rules_of, to
from generators import cases
from ripeness.case.rates import RATES
from ripeness.crisis.states import COVERT, CRISIS, NO_BARGAIN, NO_CHANNEL, OPEN, STALEMATE, STEP
from ripeness.crisis.steps import Watch

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


# --- calm and relief ---

ALL_CALM = {"talks_calm": 0.5, "step_calm": 0.6, "partial_calm": 0.25}


def calm_of(channel, bargain):
    """What ways into a crisis are multiplied by, with the rates above."""
    return (0.5 if channel != NO_CHANNEL else 1.0) * {NO_BARGAIN: 1.0, STEP: 0.6, 0: 0.25}[bargain]


EACH_CALM = list(product((NO_CHANNEL, COVERT, OPEN), (NO_BARGAIN, STEP, 0)))
each_calm = pytest.mark.parametrize(("channel", "bargain"), EACH_CALM)


@each_calm
def test_talks_and_what_is_in_force_calm_incidents(channel, bargain):
    rules, chance = rules_of({"incident": 0.1} | ALL_CALM), 0.1 * calm_of(channel, bargain)
    found = after(rules, rules.incident(), channel=channel, bargain=bargain)
    assert found == pytest.approx({to(tension=CRISIS): chance, STAYS: 1 - chance})


@each_calm
@pytest.mark.parametrize("tension", [STALEMATE, CRISIS])
def test_talks_and_what_is_in_force_calm_triggers_wherever_they_reach(channel, bargain, tension):
    rules, chance = rules_of(UNREST | ALL_CALM), 0.2 * calm_of(channel, bargain)
    found = after(rules, *triggers(rules), channel=channel, bargain=bargain, tension=tension)
    crisis = {to(tension=CRISIS): 0.75 * chance} if tension == STALEMATE else {}
    assert found == pytest.approx(crisis | {"trigger": 0.25 * chance, STAYS: 1 - sum(crisis.values()) - 0.25 * chance})


@each_calm
def test_what_calms_leaves_a_crisis_that_is_misread_alone(channel, bargain):
    rules = rules_of({"misreading": 0.2, "covert_clarity": 1, "open_clarity": 1} | ALL_CALM)
    found = after(rules, rules.misreading(), tension=CRISIS, channel=channel, bargain=bargain)
    assert found == pytest.approx({"miscommunication": 0.2, STAYS: 0.8})


@pytest.mark.parametrize(("channel", "chance"), [(NO_CHANNEL, 0.2), (COVERT, 0.4), (OPEN, 0.4)])
@pytest.mark.parametrize("bargain", [NO_BARGAIN, STEP, 0])
def test_a_crisis_subsides_and_the_faster_the_more_talks_calm(channel, chance, bargain):
    rules = rules_of({"subside": 0.2} | ALL_CALM)
    found = after(rules, rules.subsiding(), tension=CRISIS, channel=channel, bargain=bargain)
    assert found == pytest.approx({to(tension=STALEMATE): chance, STAYS: 1 - chance})
    assert after(rules, rules.subsiding(), channel=channel, bargain=bargain) == {STAYS: 1.0}


def test_each_party_is_calmed_by_what_it_believes_and_triggers_by_what_the_analyst_says():
    rules = rules_of(
        {"incident": 0.1, "talks_calm": 0.5} | UNREST, **{"beliefs.ann.talks_calm": 1, "beliefs.bob.incident": 0.4}
    )
    at = rules.space.at(**CALM | {"channel": OPEN})
    (incident,), (unrest,) = [rules.incident().moves], [step.moves for step in triggers(rules)]
    assert incident[0].chance[0, :, at] == pytest.approx([0.1, 0.2, 0.05])
    assert sum(move.chance[0, :, at] for move in unrest) == pytest.approx([0.1, 0.1, 0.1])


# --- events, in their order ---


def test_a_transition_brings_its_successor_once():
    rules = rules_of({}, transitions=[SUCCESSION])
    assert after(rules, rules.leadership(0)) == {to(leadership=1): 0.25, STAYS: 0.75}
    assert after(rules, rules.leadership(0), leadership=1) == {STAYS: 1.0}


@pytest.mark.parametrize("bargain", [STEP, 0])
def test_a_step_and_a_bargain_outlive_those_who_signed_them(bargain):
    rules = rules_of({}, transitions=[SUCCESSION])
    assert after(rules, rules.leadership(0), bargain=bargain) == {to(leadership=1): 0.25, STAYS: 0.75}


def test_leaders_change_in_a_settlement_and_in_a_war_too():
    rules = rules_of({"war_decided": 0.5}, transitions=[SUCCESSION])
    for state in (AGREED, AT_WAR | {"channel": OPEN}):
        assert after(rules, rules.leadership(0), **state) == {to(leadership=1): 0.25, STAYS: 0.75}


UNREST = {"triggers": {"unrest": {"rate": 0.2, "war": 0.25}}}


def triggers(rules):
    """The steps of all triggers, in file order."""
    return [rules.trigger(name, trigger) for name, trigger in rules.outlook.case.dynamics.triggers.items()]


def test_a_trigger_means_war_at_once_or_a_crisis_and_from_a_crisis_only_war():
    rules = rules_of(UNREST)
    assert after(rules, *triggers(rules)) == pytest.approx({"trigger": 0.05, to(tension=CRISIS): 0.15, STAYS: 0.8})
    assert after(rules, *triggers(rules), tension=CRISIS) == pytest.approx({"trigger": 0.05, STAYS: 0.95})


def test_triggers_follow_each_other_and_take_their_share_of_war_from_trigger_war():
    rules = rules_of({"trigger_war": 0.5, "triggers": {"unrest": {"rate": 0.2}, "coup": {"rate": 0.4, "war": 1}}})
    # 0.1 war and 0.1 crisis by unrest; then 0.4 of what goes on
    expected = {"trigger": 0.1 + 0.4 * 0.9, to(tension=CRISIS): 0.06, STAYS: 0.48}
    assert after(rules, *triggers(rules)) == pytest.approx(expected)


def test_whoever_believes_in_another_trigger_war_does_so_of_triggers_without_one_of_their_own():
    two = {"unrest": {"rate": 0.2}, "coup": {"rate": 0.2, "war": 0.5}}
    rules = rules_of({"trigger_war": 0.25, "triggers": two}, **{"beliefs.ann.trigger_war": 1})
    at = rules.space.at(**CALM)
    of_unrest, of_coup = (step.moves[0].chance[0, :, at] for step in triggers(rules))
    assert of_unrest == pytest.approx([0.2, 0.05, 0.05])
    assert of_coup == pytest.approx([0.1, 0.1, 0.1])


COLLAPSE = {"triggers": {"spoiler": {"rate": 0.5, "war": 0.2, "collapse": 0.75}}}


def test_a_trigger_can_end_talks_and_what_is_in_force_instead_of_making_a_crisis():
    rules = rules_of(COLLAPSE | {"step_calm": 1, "partial_calm": 1})
    ended = to(channel=NO_CHANNEL, bargain=NO_BARGAIN, trust=LOW)
    for bargain in (STEP, 0):
        found = after(rules, *triggers(rules), channel=OPEN, bargain=bargain)
        # 0.1 war; of the other 0.4, three quarters end the talks, the rest makes a crisis
        assert found == pytest.approx({"trigger": 0.1, ended: 0.3, to(tension=CRISIS): 0.1, STAYS: 0.5})
        in_crisis = after(rules, *triggers(rules), channel=OPEN, bargain=bargain, tension=CRISIS)
        assert in_crisis == pytest.approx({"trigger": 0.1, ended: 0.3, STAYS: 0.6})


SOMEWHERE = {
    "stalemate": {"tension": STALEMATE},
    "crisis": {"tension": CRISIS},
    "talking": {"channel": OPEN},
    "talking covertly in a crisis": {"channel": COVERT, "tension": CRISIS},
    "with a step": {"bargain": STEP},
    "with a bargain": {"bargain": 0},
    "talking with a bargain": {"bargain": 0, "channel": COVERT},
    "settled": AGREED,
}
REACHED_DURING = {
    (): set(SOMEWHERE) - {"settled"},
    ("stalemate",): set(SOMEWHERE) - {"crisis", "talking covertly in a crisis", "settled"},
    ("crisis",): {"crisis", "talking covertly in a crisis"},
    ("talks",): {"talking", "talking covertly in a crisis", "talking with a bargain"},
    ("no-talks",): {"stalemate", "crisis", "with a step", "with a bargain"},
    ("bargain",): {"with a step", "with a bargain", "talking with a bargain", "settled"},
    ("no-bargain",): {"stalemate", "crisis", "talking", "talking covertly in a crisis"},
    ("bargain", "no-talks"): {"with a step", "with a bargain", "settled"},
    ("bargain", "talks"): {"talking with a bargain"},
    ("bargain", "stalemate"): {"with a step", "with a bargain", "talking with a bargain"},
    ("crisis", "talks"): {"talking covertly in a crisis"},
    ("talks", "no-talks"): set(),
}


@pytest.mark.parametrize(("during", "where"), REACHED_DURING.items(), ids=map("+".join, REACHED_DURING))
def test_a_trigger_happens_where_all_that_it_waits_for_holds(during, where):
    rules = rules_of({"triggers": {"raid": {"rate": 0.1, "war": 1, "during": during}}, "partial_calm": 1})
    reached = {name for name, state in SOMEWHERE.items() if "trigger" in after(rules, *triggers(rules), **state)}
    assert reached == where


def test_what_a_trigger_waits_for_is_judged_where_the_one_before_has_left_it():
    spoiler = {"rate": 1, "war": 0, "collapse": 1, "during": ["talks"]}
    follower = {"rate": 1, "war": 1, "during": ["talks"]}
    rules = rules_of({"triggers": {"spoiler": spoiler, "follower": follower}})
    assert after(rules, *triggers(rules), channel=OPEN) == {to(channel=NO_CHANNEL, trust=LOW): 1.0}


def test_a_trigger_that_names_bargains_ends_a_settlement_and_nothing_calms_it():
    spoiler = {"rate": 0.5, "war": 0.2, "collapse": 0.75, "during": ["bargain"]}
    rules = rules_of({"triggers": {"spoiler": spoiler}} | ALL_CALM)
    collapsed = to(tension=STALEMATE, bargain=NO_BARGAIN)
    # 0.1 war and 0.3 collapse; of the rest that would be a crisis elsewhere nothing comes
    assert after(rules, *triggers(rules), **AGREED) == pytest.approx({"trigger": 0.1, collapsed: 0.3, STAYS: 0.6})


def test_nothing_but_leaders_triggers_of_bargains_and_lapse_touches_a_settlement():
    everything = {"incident": 1, "misreading": 1, "leak": 1, "erosion": 1, "kept_promise": 1, "subside": 1}
    rules = rules_of(everything | {"triggers": {"unrest": {"rate": 1}}, "settlement_rate": 1, "partial_rate": 1})
    assert after(rules, *rules.events((), 0), **AGREED) == {STAYS: 1.0}


@pytest.mark.parametrize(("trust", "factor"), [(LOW, 1.25), (MID, 1.0), (HIGH, 0.75)])
@pytest.mark.parametrize("effect", [0, 1, 2])
def test_incidents_are_rarer_with_trust(trust, factor, effect):
    rules = rules_of({"incident": 0.1, "trust_effect": effect})
    chance = 0.1 * factor**effect
    assert after(rules, rules.incident(), trust=trust) == pytest.approx({to(tension=CRISIS): chance, STAYS: 1 - chance})


def test_incidents_do_nothing_in_a_crisis():
    rules = rules_of({"incident": 0.1})
    assert after(rules, rules.incident(), tension=CRISIS) == {STAYS: 1.0}


@pytest.mark.parametrize(("channel", "clarity"), [(NO_CHANNEL, 1.0), (COVERT, 0.4), (OPEN, 0.3)])
def test_a_crisis_is_misread_less_often_where_there_is_a_channel(channel, clarity):
    rules = rules_of({"misreading": 0.2, "covert_clarity": 0.4, "open_clarity": 0.3})
    found = after(rules, rules.misreading(), tension=CRISIS, channel=channel)
    assert found == pytest.approx({"miscommunication": 0.2 * clarity, STAYS: 1 - 0.2 * clarity})
    assert after(rules, rules.misreading(), channel=channel) == {STAYS: 1.0}


each_pace = pytest.mark.parametrize(("trust", "pace"), [(LOW, 0.5), (MID, 1.0), (HIGH, 1.75)])
each_tension = pytest.mark.parametrize(("tension", "slow"), [(STALEMATE, 1.0), (CRISIS, 0.5)])
PACE = {"covert_pace": 0.9, "crisis_pace": 0.5, "trust_effect": 1}


@each_pace
@each_tension
@pytest.mark.parametrize("channel", [COVERT, OPEN])
def test_talks_agree_on_a_step_at_their_pace_alike_in_any_channel(trust, pace, tension, slow, channel):
    rules, chance = rules_of({"step_rate": 0.1} | PACE), 0.1 * pace * slow
    found = after(rules, rules.talks(0), trust=trust, tension=tension, channel=channel)
    assert found == pytest.approx({to(bargain=STEP): chance, STAYS: 1 - chance})


@each_pace
@each_tension
@pytest.mark.parametrize(("channel", "quiet"), [(COVERT, 0.9), (OPEN, 1.0)])
@pytest.mark.parametrize("bargain", [NO_BARGAIN, STEP])
def test_talks_sign_a_bargain_at_their_pace_which_ends_a_crisis_and_takes_a_steps_place(
    trust, pace, tension, slow, channel, quiet, bargain
):
    rules, chance = rules_of({"partial_rate": 0.1} | PACE), 0.1 * pace * slow * quiet
    changed = {"bargain": 0} | ({"trust": trust + 1} if trust < HIGH else {})
    changed |= {"tension": STALEMATE} if tension == CRISIS else {}
    found = after(rules, rules.talks(0), trust=trust, tension=tension, channel=channel, bargain=bargain)
    assert found == pytest.approx({to(**changed): chance, STAYS: 1 - chance})


def test_a_bargain_is_signed_once_and_a_step_agreed_on_only_where_there_is_none():
    rules = rules_of({"step_rate": 0.4, "partial_rate": 0.3})
    signs, steps = to(bargain=0, trust=HIGH), to(bargain=STEP)
    assert after(rules, rules.talks(0), channel=OPEN) == pytest.approx({steps: 0.4, signs: 0.3, STAYS: 0.3})
    assert after(rules, rules.talks(0), channel=OPEN, bargain=STEP) == pytest.approx({signs: 0.3, STAYS: 0.7})
    assert after(rules, rules.talks(0), channel=OPEN, bargain=0) == {STAYS: 1.0}


def test_a_bargain_that_others_signed_is_renewed_without_being_torn_up():
    rules = rules_of({"partial_rate": 0.2, "successor_pace": 2, "crisis_pace": 0.5, "covert_pace": 0.5},
                     transitions=[SUCCESSION])  # fmt: skip
    renewed = after(rules, rules.talks(0), channel=OPEN, bargain=0, leadership=1)
    assert renewed == pytest.approx({to(bargain=1): 0.4, STAYS: 0.6})
    in_crisis = after(rules, rules.talks(0), channel=COVERT, bargain=0, leadership=1, tension=CRISIS)
    assert in_crisis == pytest.approx({to(bargain=1, tension=STALEMATE): 0.1, STAYS: 0.9})
    assert after(rules, rules.talks(0), channel=OPEN, bargain=1, leadership=1) == {STAYS: 1.0}


def test_talks_settle_directly_only_in_the_open_and_with_a_signed_bargain_in_any_channel():
    rules = rules_of({"settlement_rate": 0.1, "direct_pace": 0.3})
    settles = {"settled under 0": pytest.approx(0.1), STAYS: pytest.approx(0.9)}
    assert after(rules, rules.talks(0), channel=OPEN, bargain=0) == settles
    assert after(rules, rules.talks(0), channel=COVERT, bargain=0) == settles
    for bargain in (NO_BARGAIN, STEP):  # a step is not the bargain that is missing
        directly = after(rules, rules.talks(0), channel=OPEN, bargain=bargain)
        assert directly == pytest.approx({"settled under 0": 0.03, STAYS: 0.97})
        assert after(rules, rules.talks(0), channel=COVERT, bargain=bargain) == {STAYS: 1.0}
    assert after(rules, rules.talks(0), bargain=0) == {STAYS: 1.0}


ALL_RATES = {"step_rate": 1, "partial_rate": 1, "settlement_rate": 1, "direct_pace": 1}


@pytest.mark.parametrize(
    ("rungs", "expected"),
    [
        ({"step": False, "partial": False, "wide": False}, {STAYS: 1.0}),
        ({"partial": False, "wide": False}, {to(bargain=STEP): 1.0}),
        ({"step": False, "wide": False}, {to(bargain=0, trust=HIGH): 1.0}),
        ({"step": False, "partial": False}, {"settled under 0": 1.0}),
    ],
)
def test_talks_agree_only_on_what_is_acceptable(rungs, expected):
    rules = rules_of(ALL_RATES, **rungs)
    assert after(rules, rules.talks(0), channel=OPEN) == expected
    assert after(rules, rules.talks(0)) == {STAYS: 1.0}  # no channel, no talks


def test_a_step_a_bargain_and_a_settlement_of_one_month_exclude_each_other():
    rules = rules_of(ALL_RATES)
    found = after(rules, rules.talks(0), channel=OPEN)
    thirds = dict.fromkeys((to(bargain=STEP), to(bargain=0, trust=HIGH), "settled under 0"), 1 / 3)
    assert found == pytest.approx(thirds | {STAYS: 0}, abs=1e-12)


def test_a_successor_has_its_own_pace_and_signs_in_its_own_name():
    rules = rules_of({"partial_rate": 0.1, "settlement_rate": 0.1, "successor_pace": 2}, transitions=[SUCCESSION])
    found = after(rules, rules.talks(0), channel=OPEN, leadership=1)
    assert found == pytest.approx({to(bargain=1, trust=HIGH): 0.2, "settled under 1": 0.1, STAYS: 0.7})


def test_what_talks_bring_is_what_the_passes_for_each_rung_and_for_a_deal_look_for():
    rules = rules_of(ALL_RATES)
    passes = ("step", "bargain", "settled", "deal")
    watch, mass = Watch(passes), np.zeros((len(passes), 1, len(rules.space)))
    mass[..., rules.space.at(**CALM | {"channel": OPEN})] = 1.0
    left = rules.talks(0).push(mass, watch).sum(axis=-1)[:, 0]
    assert {name: float(found[0]) for name, found in watch.counted.items()} == pytest.approx(
        {"step": 1 / 3, "bargain": 1 / 3, "settled": 1 / 3, "deal": 2 / 3}
    )
    assert left == pytest.approx([2 / 3, 2 / 3, 2 / 3, 1 / 3])


@pytest.mark.parametrize(("partial", "wide"), [(True, True), (True, False), (False, True), (False, False)])
def test_an_opening_is_a_channel_with_a_deal_beyond_steps_to_be_had(partial, wide):
    rules = rules_of({"war_decided": 0.5}, partial=partial, wide=wide)
    s, moves = rules.space, rules.opening(0).moves
    talking = (s.moves_on | s.at_war) & (s.channel != NO_CHANNEL)
    found = sum((move.chance[0, -1] for move in moves), start=np.zeros(len(s)))
    assert np.array_equal(found, talking & (partial or wide))
    assert all(dict(move.reaches) == {"opening": "opening"} for move in moves)
    assert after(rules, rules.opening(0), channel=OPEN) == {STAYS: 1.0}


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
    found = after(rules, rules.in_force(0), channel=OPEN, bargain=0)
    keeping = (1 - eroding) * 0.4
    expected = {to(bargain=NO_BARGAIN, trust=LOW): eroding, to(trust=HIGH): keeping, STAYS: 1 - eroding - keeping}
    assert found == pytest.approx(expected)


@pytest.mark.parametrize(("step", "eroding"), [(True, 0.05), (False, 0.15)])
def test_a_step_erodes_without_any_gap_and_faster_where_it_would_not_be_agreed_on(step, eroding):
    rules = rules_of(ERODING, step=step, kept=not step, **GAP)  # 0.1 x 0.5, and three times that in breach
    found = after(rules, rules.in_force(0), channel=OPEN, bargain=STEP)
    keeping = (1 - eroding) * 0.4
    expected = {to(bargain=NO_BARGAIN, trust=LOW): eroding, to(trust=HIGH): keeping, STAYS: 1 - eroding - keeping}
    assert found == pytest.approx(expected)


def test_erosion_past_certainty_is_certain():
    rules = rules_of({"erosion": 0.5, "breach": 9, "kept_promise": 1}, kept=False)
    assert after(rules, rules.in_force(0), bargain=0) == {to(bargain=NO_BARGAIN, trust=LOW): 1.0}


@pytest.mark.parametrize(("kept", "lapsing"), [(True, 0.05), (False, 0.15)])
def test_a_settlement_lapses_and_faster_in_breach(kept, lapsing):
    rules = rules_of({"lapse": 0.1, "breach": 3, "guarantee": 0.5, "erosion": 1, "kept_promise": 1}, kept=kept)
    found = after(rules, rules.in_force(0), **AGREED)
    assert found == pytest.approx({to(tension=STALEMATE, bargain=NO_BARGAIN): lapsing, STAYS: 1 - lapsing})


def test_a_crisis_subsides():
    rules = rules_of({"subside": 0.3})
    assert after(rules, rules.subsiding(), tension=CRISIS) == {to(tension=STALEMATE): 0.3, STAYS: 0.7}
    assert after(rules, rules.subsiding()) == {STAYS: 1.0}


def test_the_events_of_a_month_come_in_the_order_of_the_specification():
    certain = {"triggers": {"unrest": {"rate": 1, "war": 0}}, "leak": 1, "incident": 1}
    talks = {"partial_rate": 1, "covert_pace": 1, "crisis_pace": 0.5, "settlement_rate": 0, "subside": 0.2}
    rules = rules_of(certain | talks, transitions=[SUCCESSION | {"probability": 1}])
    # the successor comes; unrest makes a crisis, which halves the pace of talks; they sign in the successor's name,
    # which ends the crisis, before the channel leaks, which takes back the trust gained; then a crisis subsides
    leaked = {"leadership": 1, "channel": NO_CHANNEL}
    assert after(rules, *rules.events((0,), 0), channel=COVERT) == pytest.approx(
        {
            to(**leaked, bargain=1): 0.5,
            to(**leaked, trust=LOW, tension=CRISIS): 0.4,
            to(**leaked, trust=LOW): 0.1,
        }
    )


def test_a_bargain_can_erode_and_a_settlement_lapse_in_the_month_in_which_it_came():
    rules = rules_of({"partial_rate": 1, "erosion": 1})
    assert after(rules, *rules.events((), 0), channel=OPEN) == {to(): 1.0}  # trust one up, and one down again
    rules = rules_of({"settlement_rate": 1, "direct_pace": 1, "lapse": 1})
    assert after(rules, *rules.events((), 0), channel=OPEN) == {to(channel=NO_CHANNEL, trust=LOW): 1.0}


def test_events_after_a_change_of_leaders_use_what_is_believed_under_those_that_have_come():
    succession = SUCCESSION | {"probability": 1, "successor": {"beliefs": {"incident": 0.5}}}
    rules = rules_of({"incident": 0.1}, transitions=[succession])
    value = np.where(rules.space.in_crisis, 1.0, 0.0) * np.ones((1, 2, 1))
    for step in reversed(rules.events((0,), 1)):
        value = step.expect(value)
    assert value[0, :, rules.space.at(**CALM)] == pytest.approx([0.5, 0.1])


def test_of_two_transitions_in_a_month_the_second_is_as_likely_as_believed_under_the_first():
    first = {"party": "ann", "date": "2024-03-01", "probability": 0.5,
             "successor": {"beliefs": {"transitions": {"bob": 0.75}}}}  # fmt: skip
    second = {"party": "bob", "date": "2024-03-31", "probability": 0.25}
    rules = rules_of({}, transitions=[first, second])
    both = np.where(rules.space.leadership == 3, 1.0, 0.0) * np.ones((1, 2, 1))
    for step in reversed(rules.events((0, 1), 1)):
        both = step.expect(both)
    assert both[0, :, rules.space.at(**CALM)] == pytest.approx([0.5 * 0.75, 0.5 * 0.25])
    found = after(rules, *rules.events((0, 1), 1))
    expected = {to(leadership=1): 0.375, to(leadership=2): 0.125, to(leadership=3): 0.125, STAYS: 0.375}
    assert found == pytest.approx(expected)


# --- effects of what is in force ---

TOLL = {
    "question": "Is there a toll?",
    "separable": True,
    "options": {"toll": {"text": "Yes"}, "none": {"text": "No", "value": {"ann": 0.2, "bob": 0.2}}},
}
BOTH = {"issues.field.separable": False, "issues.toll": TOLL, "partial_issues": 1}
WORTH_HALF = {"parties.ann.salience.toll": 1, "parties.bob.salience.toll": 1}


def with_effects(of_toll, of_field, dynamics, **changes):
    """Rules with a step on the toll, a partial bargain on the field, and a settlement of both."""
    effects = {"issues.toll.options.none.effects": of_toll, "issues.field.options.shared.effects": of_field}
    return rules_of(dynamics, **BOTH | WORTH_HALF | effects | changes)


def test_a_deal_in_force_multiplies_the_rates_that_its_options_name_for_every_viewer():
    rules = with_effects({"incident": 0.5}, {"incident": 3}, {"incident": 0.1, "partial_calm": 1},
                         **{"beliefs.ann.incident": 0.2})  # fmt: skip
    by_bargain = {NO_BARGAIN: 1.0, STEP: 0.5, 0: 3.0}
    for bargain, factor in by_bargain.items():
        at = rules.space.at(**CALM | {"bargain": bargain})
        assert rules.incident().moves[0].chance[0, :, at] == pytest.approx(factor * np.array([0.2, 0.1, 0.1]))


@pytest.mark.parametrize("rate", [name for name, rate in RATES.items() if rate.changeable])
def test_every_rate_that_effects_may_name_is_multiplied_where_a_deal_stands_and_nowhere_else(rate):
    dynamics = {rate: 0.4}
    rules = with_effects({rate: 0.5}, {rate: 0.25}, dynamics)
    s = rules.space
    factor = np.where(s.with_step, 0.5, np.where(s.with_signed, 0.25, 1.0))
    if rate == "lapse":  # a settlement moves both
        factor = np.where(s.is_settled, 0.125, factor)
    assert rules.rate(rate)[0] == pytest.approx(np.broadcast_to(0.4 * factor, (3, len(s))))


def test_effects_on_a_trigger_count_in_settlements_too_where_factors_of_several_options_multiply():
    raid = {"rate": 0.5, "war": 1, "during": ["bargain"]}
    effect = {"triggers.raid": 0.4}
    rules = with_effects(effect, {"triggers.raid": 0.5}, {"triggers": {"raid": raid}, "partial_calm": 1})
    at_war = [
        after(rules, *triggers(rules), **state)["trigger"] for state in ({"bargain": STEP}, {"bargain": 0}, AGREED)
    ]
    assert at_war == pytest.approx([0.5 * 0.4, 0.5 * 0.5, 0.5 * 0.4 * 0.5])
    silenced = with_effects({"triggers.raid": 0}, {}, {"triggers": {"raid": raid}})
    assert after(silenced, *triggers(silenced), **AGREED) == {STAYS: 1.0}
    assert "trigger" in after(silenced, *triggers(silenced), bargain=0)


def test_an_effect_on_what_talks_calm_speeds_the_end_of_a_crisis_too():
    rules = with_effects({"talks_calm": 0.5}, {}, {"talks_calm": 0.8, "subside": 0.1, "step_calm": 1})
    for bargain, calm in ((NO_BARGAIN, 0.8), (STEP, 0.4)):
        found = after(rules, rules.subsiding(), tension=CRISIS, channel=OPEN, bargain=bargain)
        assert found[to(tension=STALEMATE)] == pytest.approx(0.1 / calm)


def test_an_effect_on_the_rate_of_bargains_counts_from_a_step_on():
    rules = with_effects({"partial_rate": 2}, {"settlement_rate": 3}, {"partial_rate": 0.1, "settlement_rate": 0.1})
    assert after(rules, rules.talks(0), channel=COVERT, bargain=STEP)[to(bargain=0, trust=HIGH)] == pytest.approx(0.18)
    assert after(rules, rules.talks(0), channel=COVERT, bargain=0)["settled under 0"] == pytest.approx(0.3)


def test_an_effect_on_kept_promises_and_erosion_counts_while_the_deal_stands():
    rules = with_effects({"erosion": 0.5, "kept_promise": 2}, {}, {"erosion": 0.2, "kept_promise": 0.25})
    found = after(rules, rules.in_force(0), bargain=STEP)
    assert found == pytest.approx({to(bargain=NO_BARGAIN, trust=LOW): 0.1, to(trust=HIGH): 0.45, STAYS: 0.45})


# --- war that goes on ---

GOING_ON = {"war_decided": 0.25}


def test_an_outbreak_is_decided_at_once_or_the_war_goes_on_without_channel_and_bargain():
    rules = rules_of(GOING_ON | {"misreading": 0.4, "covert_clarity": 1} | UNREST)
    war = {"miscommunication": 0.1, "war goes on": 0.3, STAYS: 0.6}
    assert after(rules, rules.misreading(), tension=CRISIS, channel=COVERT, bargain=0, trust=HIGH) == pytest.approx(war)
    found = after(rules, *triggers(rules), tension=CRISIS, channel=OPEN)
    assert found == pytest.approx({"trigger": 0.0125, "war goes on": 0.0375, STAYS: 0.95})


def test_a_war_begins_out_of_a_settlement_too():
    rules = rules_of(GOING_ON | {"triggers": {"coup": {"rate": 0.4, "war": 1, "during": ["bargain"]}}})
    assert after(rules, *triggers(rules), **AGREED) == pytest.approx({"trigger": 0.1, "war goes on": 0.3, STAYS: 0.6})


def test_an_outbreak_is_counted_by_its_path_whether_decided_or_going_on():
    rules = rules_of(GOING_ON | {"misreading": 0.4})
    assert [dict(move.reaches) for move in rules.misreading().moves] == [{"war": "war.miscommunication"}] * 2


@pytest.mark.parametrize(("channel", "ceasefire"), [(NO_CHANNEL, 0.1), (COVERT, 0.3), (OPEN, 0.3)])
def test_a_war_is_decided_or_halted_and_more_easily_in_talks(channel, ceasefire):
    rules = rules_of(GOING_ON | {"ceasefire": 0.1, "talks_ceasefire": 3})
    found = after(rules, rules.end_of_war(), **AT_WAR | {"channel": channel})
    expected = {"decided": 0.25, to(tension=STALEMATE): ceasefire, STAYS: 0.75 - ceasefire}
    assert found == pytest.approx(expected)
    assert after(rules, rules.end_of_war(), tension=CRISIS) == {STAYS: 1.0}


def test_deciding_and_halting_a_war_exclude_each_other():
    rules = rules_of({"war_decided": 0.5, "ceasefire": 0.75, "talks_ceasefire": 2})
    found = after(rules, rules.end_of_war(), **AT_WAR | {"channel": OPEN})
    scaled = {"decided": 1 / 3, to(tension=STALEMATE): 2 / 3}  # 0.5 and, clipped, 1, scaled down
    assert found == pytest.approx(scaled | {STAYS: 0}, abs=1e-12)


def test_what_makes_crises_does_nothing_in_a_war():
    everything = {"incident": 1, "misreading": 1, "subside": 1, "erosion": 1, "triggers": {"unrest": {"rate": 1}}}
    rules = rules_of({"war_decided": 0.5, "ceasefire": 0} | everything)
    events = [step for step in rules.events((), 0) if step is not rules.end_of_war()]
    assert after(rules, *events, **AT_WAR) == {STAYS: 1.0}


@pytest.mark.parametrize(("effect", "pace"), [(0, 1.0), (1, 0.5), (2, 0.25)])
def test_talks_can_end_a_war_by_a_bargain_or_in_the_open_by_a_settlement(effect, pace):
    rates = {"partial_rate": 0.2, "settlement_rate": 0.1, "covert_pace": 0.5, "direct_pace": 0.6, "war_pace": 0.8}
    rules = rules_of(GOING_ON | rates | {"trust_effect": effect, "step_rate": 1, "crisis_pace": 0.1})
    pace = pace * 0.8
    signed = to(tension=STALEMATE, bargain=0, trust=MID)
    found = after(rules, rules.talks(0), **AT_WAR | {"channel": OPEN})
    expected = {signed: 0.2 * pace, "settled under 0": 0.1 * 0.6 * pace}
    assert found == pytest.approx(expected | {STAYS: 1 - sum(expected.values())})
    covert = after(rules, rules.talks(0), **AT_WAR | {"channel": COVERT})
    assert covert == pytest.approx({signed: 0.1 * pace, STAYS: 1 - 0.1 * pace})
    assert after(rules, rules.talks(0), **AT_WAR) == {STAYS: 1.0}


def test_a_successor_ends_a_war_at_its_own_pace():
    rules = rules_of(GOING_ON | {"partial_rate": 0.2, "successor_pace": 2}, transitions=[SUCCESSION])
    found = after(rules, rules.talks(0), **AT_WAR | {"channel": OPEN, "leadership": 1})
    assert found == pytest.approx({to(tension=STALEMATE, bargain=1, trust=MID): 0.4, STAYS: 0.6})


def test_a_channel_leaks_in_a_war_without_effect_on_trust():
    rules = rules_of(GOING_ON | {"leak": 0.2})
    assert after(rules, rules.leak(), **AT_WAR | {"channel": COVERT}) == {to(channel=NO_CHANNEL): 0.2, STAYS: 0.8}


def test_what_a_month_brings_out_of_a_war_meets_the_later_events_as_what_it_then_is():
    # halted before triggers and incidents, a war that goes on is a stalemate that may become a crisis, or a war, again
    rules = rules_of({"war_decided": 0.5, "ceasefire": 0.5, "incident": 0.4, "misreading": 0.5})
    found = after(rules, *rules.events((), 0), **AT_WAR)
    # of what is halted, 0.4 becomes a crisis; half of that a war, of which half is decided at once
    assert found == pytest.approx(
        {
            "decided": 0.5,
            to(tension=STALEMATE): 0.5 * 0.6,
            to(tension=CRISIS): 0.5 * 0.4 * 0.5,
            "miscommunication": 0.5 * 0.4 * 0.5 * 0.5,
            STAYS: 0.5 * 0.4 * 0.5 * 0.5,
        }
    )


def test_a_war_that_an_event_begins_is_decided_or_halted_from_the_next_month_on():
    rules = rules_of({"war_decided": 0.5, "ceasefire": 1, "misreading": 1})
    assert after(rules, *rules.events((), 0), tension=CRISIS) == {"miscommunication": 0.5, "war goes on": 0.5}


def test_where_war_is_decided_at_once_nothing_ends_a_war():
    rules = rules_of({"ceasefire": 1})
    assert not rules.space.war_goes_on
    kinds = [move.reaches for step in rules.events((), 0) for move in step.moves]
    assert not any("ceasefire" in reaches for reaches in kinds)


# --- flows ---


def flow_at(rules, month, *states, calm=False):
    """The flows of Ann in these states."""
    at = [rules.space.at(**CALM | state) for state in states]
    return rules.flow(month, calm=calm)[0, 0, at].tolist()


def test_the_flow_is_the_trend_until_a_bargain_is_signed_and_less_in_a_crisis():
    trends = {"parties.ann.trend": -0.24, "parties.ann.crisis_cost": 0.1, "parties.bob.reservation": 0}
    rules = rules_of({}, **trends)
    stalemate, crisis, bargain = {}, {"tension": CRISIS}, {"tension": CRISIS, "bargain": 0}
    assert flow_at(rules, 6, stalemate, crisis, bargain) == pytest.approx([-0.12, -0.22, 0.5 - 0.1])
    assert flow_at(rules, 6, crisis, bargain, calm=True) == pytest.approx([-0.12, 0.5])


def test_a_step_is_worth_what_it_is_on_top_of_the_trend_and_a_settlement_instead_of_it():
    rules = with_effects({}, {}, {}, **{"parties.ann.trend": -0.24, "parties.ann.crisis_cost": 0.1})
    step, bargain = 0.5 * 0.2, 0.5 * 0.5
    expected = [-0.12 + step, -0.12 + step - 0.1, bargain, step + bargain]
    states = {"bargain": STEP}, {"bargain": STEP, "tension": CRISIS}, {"bargain": 0}, AGREED
    assert flow_at(rules, 6, *states) == pytest.approx(expected)


def test_a_deal_is_worth_what_it_is_to_those_in_office_and_the_trend_is_theirs():
    weights = {"salience": {"field": 1, "toll": 0}, "trend": 0.12}
    rules = with_effects({}, {}, {}, transitions=[SUCCESSION | {"successor": weights}])
    for bargain, own, next_one in ((STEP, 0.1, 0.0 + 0.06), (0, 0.25, 0.5)):
        found = flow_at(rules, 6, {"bargain": bargain}, {"bargain": bargain, "leadership": 1})
        assert found == pytest.approx([own, next_one])
    settled = flow_at(rules, 6, AGREED, AGREED | {"leadership": 1})
    assert settled == pytest.approx([0.35, 0.5])


def test_parties_that_sign_nothing_have_what_deals_bring_them_too():
    eve = {"name": "Eve", "signatory": False, "salience": {"field": 1}, "trend": 0.12}
    rules = rules_of({}, **{"parties.eve": eve, "issues.field.options.shared.value.eve": -0.3})
    at = [rules.space.at(**CALM), rules.space.at(**CALM | {"bargain": 0})]
    assert rules.flow(6)[0, 2, at] == pytest.approx([0.06, -0.3])


@pytest.mark.parametrize(("fighting", "flow"), [({}, -0.2), ({"fighting": 0.7}, -0.7), (None, 0.0)])
def test_a_war_takes_what_fighting_costs_by_default_what_war_costs(fighting, flow):
    war = None if fighting is None else {"win": 0.5, "lose": -0.5, "cost": 0.2} | fighting
    rules = rules_of(
        {"war_decided": 0.5}, **{"parties.ann.trend": 1, "parties.ann.crisis_cost": 1, "parties.ann.war": war}
    )
    assert flow_at(rules, 6, AT_WAR) == pytest.approx([flow])
    assert flow_at(rules, 6, AT_WAR, calm=True) == pytest.approx([flow])


def test_an_outcome_is_worth_the_war_of_its_month_or_the_surrender_for_good():
    war = {"win": 0.5, "lose": -1, "cost": 0.2}
    rules = rules_of({"war_decided": 0.5}, **{"parties.ann.war": war, "parties.ann.growth": 2})
    surrender = np.zeros((1, 2, 2, 2))
    surrender[0, 1, 0] = [0.5, -0.25]
    found = rules.outcomes(surrender, 12)
    share = 3 / 4  # thrice its power after a year, the other's as it was
    for_good = 1 / 12 / (1 - 0.9 ** (1 / 12))
    of_war = (share * 0.5 - (1 - share) - 0.2) * for_good
    assert found[0, 0, list(rules.space.wars)] == pytest.approx([of_war] * 5)
    assert found[0, 1, list(rules.space.wars)] == pytest.approx([0.0] * 5)
    assert found[0, :, rules.space.capitulation(1, 0)] == pytest.approx(np.array([0.5, -0.25]) * for_good)
    assert not found[..., rules.space.is_live].any()
