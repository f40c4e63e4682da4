from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import ALL_WAIT, ROAD, case_of, game_of, judged_at, months_of, quiet_case
from generators import case_data, cases
from ripeness.crisis.actions import ACTIONS
from ripeness.crisis.futures import REACHED, follow
from ripeness.crisis.states import WAR_PATHS

CHANCE = st.floats(0, 1)
A_FEW = settings(max_examples=10)


def game(case, posture=None):
    """A case's game, over its horizon, with reservation values of nothing."""
    under = judged_at(case)
    return game_of(under if posture is None else replace(under, posture=case.postures[posture]), case.horizon)


def followed(case, posture=None):
    """What comes of it."""
    of = game(case, posture)
    return follow(of, of.solve(keep_months=case.horizon), case.horizon)


def curves_of(case, posture=None):
    return followed(case, posture).curves


# --- laws ---


@given(cases(postures=True), st.data())
def test_every_month_the_probabilities_sum_to_one_and_the_curves_are_their_parts(case, data):
    posture = data.draw(st.sampled_from((None, *case.postures)))
    of, curves = game(case, posture), curves_of(case, posture)
    s = of.space
    parts = {
        "crisis": s.in_crisis, "step": s.with_step, "bargain": s.with_signed,
        "settled": s.is_settled, "at_war": s.at_war,
    }  # fmt: skip
    for month, mass in enumerate(months_of(of, of.solve(keep_months=case.horizon), case.horizon)):
        assert mass.min() >= -1e-15
        assert mass.sum() == pytest.approx(1.0, abs=1e-12)
        for name, where in parts.items():
            assert getattr(curves, name)[0, month] == pytest.approx(mass[where].sum(), abs=1e-12), name
        over = curves.ended_in_war[0, month] + curves.capitulation[0, :, month].sum()
        assert over + mass[s.is_live].sum() == pytest.approx(1.0, abs=1e-12)
        if not s.war_goes_on:
            assert curves.war[0, :, month] == pytest.approx(mass[[s.war(path) for path in WAR_PATHS]], abs=1e-12)


@given(cases())
def test_what_ends_the_game_and_what_was_ever_reached_is_never_undone(case):
    curves = curves_of(case)
    ends = (curves.capitulation, curves.ended_in_war, curves.decided)
    for curve in (curves.war, curves.crises_begun, *ends, *curves.ever.values()):
        assert (np.diff(curve, axis=-1) >= -1e-15).all()
    for curve in (curves.war.sum(axis=1), *curves.ever.values()):
        assert (curve <= 1 + 1e-12).all()


LEADS_TO = [("talks", "opening"), ("opening", "deal"), ("deal", "bargain"), ("deal", "settled"), ("talks", "step")]


@given(cases(postures=True), st.data())
def test_no_rung_is_reached_without_the_one_that_leads_to_it(case, data):
    ever = curves_of(case, data.draw(st.sampled_from((None, *case.postures)))).ever
    assert set(REACHED) <= set(ever)
    for more, less in LEADS_TO:
        assert (ever[more] >= ever[less] - 1e-12).all(), (more, less)
    assert (ever["deal"] <= ever["bargain"] + ever["settled"] + 1e-12).all()


@given(cases())
def test_what_is_in_force_was_reached_unless_the_case_starts_with_it(case):
    curves = curves_of(case)
    assert (curves.settled <= curves.ever["settled"] + 1e-12).all()
    if case.dynamics.bargain == "none":
        assert (curves.step <= curves.ever["step"] + 1e-12).all()
        assert (curves.bargain <= curves.ever["bargain"] + 1e-12).all()
        assert (curves.bargain + curves.settled <= curves.ever["deal"] + 1e-12).all()


def for_ever(data):
    """The data in which no settlement ends."""
    triggers = {
        name: {key: value for key, value in trigger.items() if key != "during"}
        for name, trigger in data["dynamics"].get("triggers", {}).items()
    }
    return data | {"dynamics": data["dynamics"] | {"lapse": 0, "triggers": triggers}}


@given(case_data())
def test_without_lapse_and_triggers_that_name_bargains_a_settlement_is_for_good(data):
    curves = curves_of(case_of(for_ever(data)))
    assert curves.settled == pytest.approx(curves.ever["settled"], abs=1e-12)


def numbers(case):
    """All that comes of a case, by name."""
    futures = followed(case)
    curves = vars(futures.curves)
    found = {name: curve for name, curve in curves.items() if name != "ever"}
    found |= {f"{name} ever": futures.curves.ever[name] for name in REACHED}
    return found | {"value": futures.value, "moves": futures.first_moves, "region": futures.region_cost}


def same(one, other):
    """Whether two cases come to the same, but for rounding."""
    second = numbers(other)
    for name, found in numbers(one).items():
        assert found == pytest.approx(second[name], abs=1e-9), name


def with_parties(data, **fields):
    return data | {"parties": {name: party | fields for name, party in data["parties"].items()}}


@A_FEW
@given(case_data(transitions=1), st.sampled_from([-0.4, 0.3, 2]))
def test_equal_growth_changes_nothing(data, growth):
    same(case_of(with_parties(data, growth=growth)), case_of(with_parties(data, growth=0)))


@A_FEW
@given(case_data(transitions=1), st.sampled_from([0.2, 3]))
def test_equal_propensities_change_nothing(data, weight):
    alike, ones = dict.fromkeys(ACTIONS, weight), dict.fromkeys(ACTIONS, 1)
    same(case_of(with_parties(data, propensity=alike)), case_of(with_parties(data, propensity=ones)))


def with_effects(data, effects):
    """The data in which every option has these effects, whatever it had."""
    issues = {
        name: issue | {"options": {o: option | {"effects": effects} for o, option in issue["options"].items()}}
        for name, issue in data["issues"].items()
    }
    return data | {"issues": issues}


@A_FEW
@given(case_data(transitions=1))
def test_effects_of_factor_one_change_nothing(data):
    names = ("incident", "talks_calm", "partial_rate", "lapse", "misreading", "erosion", "trigger_war")
    triggers = (f"triggers.{name}" for name in data["dynamics"].get("triggers", {}))
    same(case_of(with_effects(data, dict.fromkeys((*names, *triggers), 1))), case_of(with_effects(data, {})))


def decided_at_once(data, decided=1.0):
    """The data in which everybody thinks that a war is decided at once with this probability."""

    def sure(beliefs):
        return {key: value for key, value in beliefs.items() if key != "war_decided"}

    data = data | {
        "dynamics": data["dynamics"] | {"war_decided": decided},
        "beliefs": {name: sure(beliefs) for name, beliefs in data["beliefs"].items()},
        "transitions": [
            t | {"successor": {k: sure(v) if k == "beliefs" else v for k, v in t["successor"].items()}}
            for t in data["transitions"]
        ],
    }
    if data["dynamics"].get("tension") == "war":
        data["dynamics"] |= {"tension": "crisis"}
    return data


@A_FEW
@given(case_data(transitions=1))
def test_where_war_is_decided_at_once_nothing_is_computed_of_wars_that_go_on(data):
    case = case_of(decided_at_once(data))
    of, curves = game(case), curves_of(case)
    assert not of.space.war_goes_on
    assert not of.space.at_war.any()
    assert not curves.at_war.any()
    assert not curves.decided.any()
    assert "ceasefire" not in curves.ever
    assert curves.ended_in_war == pytest.approx(curves.war.sum(axis=1), abs=1e-12)
    otherwise = {"ceasefire": 1, "talks_ceasefire": 3, "war_pace": 9}
    same(case, case_of(decided_at_once(data | {"dynamics": data["dynamics"] | otherwise})))


@A_FEW
@given(case_data(transitions=1))
def test_a_war_that_is_almost_surely_decided_at_once_comes_to_the_same_as_one_that_surely_is(data):
    same(case_of(decided_at_once(data, 1 - 1e-12)), case_of(decided_at_once(data)))


@given(case_data(postures=True))
def test_without_talks_throughout_nothing_of_talks_comes_about(data):
    silent = {"title": "-", "talks": "none"}
    curves = curves_of(case_of(data | {"postures": {"silent": silent}}), "silent")
    for name in REACHED:
        assert not curves.ever[name].any(), name


@given(case_data(), st.integers(0, 3), st.integers(1, 3))
def test_no_talks_begin_in_months_of_silence(data, start, length):
    silent = {"title": "-", "talks": "none", "months": [start, start + length]}
    case = case_of(data | {"postures": {"silent": silent}})
    ever = curves_of(case, "silent").ever["talks"][0]
    inside = ever[min(start, case.horizon) : min(start + length, case.horizon) + 1]
    assert inside == pytest.approx(np.full(len(inside), inside[0]), abs=1e-15)


def test_talks_begin_before_and_after_months_of_silence():
    silent = {"title": "-", "talks": "none", "months": [2, 4]}
    talking = dict.fromkeys(("parties.ann.precision", "parties.bob.precision"), 0)
    begun = np.diff(curves_of(quiet_case(talking | {"postures.silent": silent}), "silent").ever["talks"][0])
    # two offers of those that weigh 8.1, each accepted half the time
    free = (1 - 1 / 8.1) ** np.arange(4) / 8.1
    assert begun == pytest.approx([*free[:2], 0, 0, *free[2:]], abs=1e-12)


# --- closed forms: what makes wars and surrenders ---

WAITING = {"postures.wait": {"title": "Everybody waits", "policy": ALL_WAIT}}


@given(CHANCE, CHANCE, CHANCE, st.sampled_from(["stalemate", "crisis"]))
def test_two_states_when_everybody_waits(incident, misreading, subside, tension):
    """Incident, then misreading, then subsiding: an absorbing chain of two states, known by hand."""
    a, b, c = incident, misreading, subside
    case = quiet_case(WAITING | {"dynamics.incident": a, "dynamics.misreading": b, "dynamics.subside": c,
                                 "dynamics.tension": tension})  # fmt: skip
    chain = np.array([[1 - a + a * (1 - b) * c, a * (1 - b) * (1 - c)], [(1 - b) * c, (1 - b) * (1 - c)]])
    state = np.array([1.0, 0.0] if tension == "stalemate" else [0.0, 1.0])
    war, crisis, begun = [0.0], [state[1]], [state[1]]
    for _ in range(case.horizon):
        begun.append(begun[-1] + state[0] * (a * (1 - b) * (1 - c) + a * b))
        state = state @ chain
        war.append(1 - state.sum())
        crisis.append(state[1])
    curves = curves_of(case, "wait")
    assert curves.war[0, WAR_PATHS.index("miscommunication")] == pytest.approx(war, abs=1e-12)
    assert curves.crisis[0] == pytest.approx(crisis, abs=1e-12)
    assert curves.crises_begun[0] == pytest.approx(begun, abs=1e-12)


@given(CHANCE, st.floats(0.1, 3))
def test_pressed_with_nothing_else_to_happen_a_party_capitulates_at_its_rate_when_pressed(rate, initiative):
    pressing = {"title": "-", "policy": ALL_WAIT | {"ann": {"press": 1}}}
    moves = {"postures.press": pressing, "parties.ann.initiative": initiative}
    case = quiet_case(moves | {"dynamics.capitulation.bob": rate})
    turn = initiative / (initiative + 1)
    curves = curves_of(case, "press")
    expected = 1 - (1 - turn * rate) ** np.arange(case.horizon + 1)
    assert curves.capitulation[0, 1] == pytest.approx(expected, abs=1e-12)
    assert not curves.capitulation[0, 0].any()
    assert not curves.war.any()


@given(st.floats(0, 0.5))
def test_in_a_crisis_pressure_weighs_more(rate):
    pressing = {"title": "-", "policy": ALL_WAIT | {"ann": {"press": 1}}}
    case = quiet_case({"dynamics.capitulation.bob": rate, "dynamics.crisis_pressure": 2, "dynamics.tension": "crisis",
                       "postures.press": pressing})  # fmt: skip
    expected = 1 - (1 - rate) ** np.arange(case.horizon + 1)  # half the turns, twice the rate
    assert curves_of(case, "press").capitulation[0, 1] == pytest.approx(expected, abs=1e-12)


@given(CHANCE, CHANCE)
def test_triggers_and_who_attacks_are_told_apart(trigger, war):
    case = quiet_case(WAITING | {"dynamics.triggers": {"unrest": {"rate": trigger, "war": war}}, "dynamics.subside": 1})
    at_war = curves_of(case, "wait").war[0, :, -1]
    assert at_war[WAR_PATHS.index("trigger")] == pytest.approx(1 - (1 - trigger * war) ** case.horizon, abs=1e-12)
    assert np.delete(at_war, WAR_PATHS.index("trigger")) == pytest.approx([0, 0, 0], abs=1e-15)


def test_an_attack_out_of_a_crisis_is_a_war_by_intention():
    armed = {"parties.ann.war": {"win": 0, "lose": 0, "cost": 0}, "dynamics.tension": "crisis"}
    attacking = {"title": "-", "policy": ALL_WAIT | {"ann": {"attack": 1, "wait": 3}}}
    case = quiet_case(armed | {"postures.attack": attacking})
    expected = 1 - (1 - 0.5 / 4) ** np.arange(case.horizon + 1)
    assert curves_of(case, "attack").war[0, WAR_PATHS.index("intention")] == pytest.approx(expected, abs=1e-12)
    calm = quiet_case({"parties.ann.war": armed["parties.ann.war"], "postures.attack": attacking})
    assert not curves_of(calm, "attack").war.any()


# --- closed forms: talks and what they bring ---

WILLING = WAITING | {"dynamics.channel": "open"}


@given(CHANCE, CHANCE)
def test_a_bargain_that_is_signed_once_and_erodes(signing, erosion):
    """Signed with one chance a month, eroding with another, from the month that it was signed in."""
    case = quiet_case(WILLING | {"dynamics.partial_rate": signing, "dynamics.erosion": erosion})
    in_force, free, ever = [0.0], 1.0, [0.0]
    for _ in range(case.horizon):
        signed = in_force[-1] + free * signing
        ever.append(ever[-1] + (1 - ever[-1]) * signing)
        in_force.append(signed * (1 - erosion))
        free = 1 - in_force[-1]
    curves = curves_of(case, "wait")
    assert curves.bargain[0] == pytest.approx(in_force, abs=1e-12)
    assert curves.ever["bargain"][0] == pytest.approx(ever, abs=1e-12)
    assert curves.ever["deal"][0] == pytest.approx(ever, abs=1e-12)


# a step on the field and a bargain on the road
TWO_RUNGS = {
    "issues.field.separable": True, "partial_issues": 1, "complete": False,
    "issues.road": {
        "question": "Is the road open?",
        "options": {"shut": {"text": "No"}, "free": {"text": "Yes", "value": {"ann": 0.1, "bob": 0.1}}},
    },
    "parties.ann.salience.road": 1, "parties.bob.salience.road": 1,
}  # fmt: skip


@given(CHANCE, CHANCE)
def test_a_step_is_a_rung_of_its_own_on_which_a_bargain_is_signed(stepping, signing):
    """Nothing, then a step or a bargain of it, exclusive and scaled where they sum past one."""
    case = quiet_case(WILLING | TWO_RUNGS | {"dynamics.step_rate": stepping, "dynamics.partial_rate": signing})
    both = max(stepping + signing, 1.0)
    nothing, step, steps_ever = [1.0], [0.0], [0.0]
    for _ in range(case.horizon):
        steps_ever.append(steps_ever[-1] + nothing[-1] * stepping / both)
        step.append(step[-1] * (1 - signing) + nothing[-1] * stepping / both)
        nothing.append(nothing[-1] * (1 - (stepping + signing) / both))
    curves = curves_of(case, "wait")
    assert curves.step[0] == pytest.approx(step, abs=1e-12)
    assert curves.ever["step"][0] == pytest.approx(steps_ever, abs=1e-12)
    signed = 1 - np.array(nothing) - np.array(step)
    assert curves.bargain[0] == pytest.approx(signed, abs=1e-12)
    assert curves.ever["bargain"][0] == pytest.approx(signed, abs=1e-12)


@given(st.floats(0.01, 1), CHANCE)
def test_a_direct_settlement_in_open_talks_that_lapses(rate, lapse):
    case = quiet_case(WAITING | {
        "issues.road": ROAD, "complete": True, "partial_issues": 1, "dynamics.lapse": lapse,
        "dynamics.channel": "open", "dynamics.tension": "crisis",
        "dynamics.settlement_rate": rate, "dynamics.direct_pace": 0.5, "dynamics.crisis_pace": 0.5,
    })  # fmt: skip
    talking, settled = 1.0, [0.0]
    for _ in range(case.horizon):
        # in the month in which it came it may lapse; then no channel is left
        settled.append((settled[-1] + talking * rate / 4) * (1 - lapse))
        talking *= 1 - rate / 4
    curves = curves_of(case, "wait")
    assert curves.settled[0] == pytest.approx(settled, abs=1e-12)
    assert curves.ever["settled"][0] == pytest.approx(1 - (1 - rate / 4) ** np.arange(case.horizon + 1), abs=1e-12)


def test_talks_were_held_once_an_offer_is_accepted_though_nothing_comes_of_it():
    offering = {"title": "-", "policy": ALL_WAIT | {"ann": {"offer_covert": 1}}}
    case = quiet_case({"postures.offer": offering, "parties.bob.precision": 0, "dynamics.leak": 1})
    ever = curves_of(case, "offer").ever
    # Ann has half the turns, Bob accepts half the offers, and every channel leaks in its month
    expected = 1 - 0.75 ** np.arange(case.horizon + 1)
    assert ever["talks"][0] == pytest.approx(expected, abs=1e-12)
    # a deal is to be had, so that event 5 finds an opening before the leak
    assert ever["opening"][0] == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("separable", [True, False])
def test_an_opening_needs_a_deal_beyond_steps_and_talks_a_channel_alone(separable):
    # the one deal of the case is a small step, or a bargain
    ever = curves_of(quiet_case(WILLING | {"issues.field.separable": separable}), "wait").ever
    assert ever["talks"][0].tolist() == [1.0] * 7  # a channel stands from the start
    assert ever["opening"][0].tolist() == [0.0] + [0.0 if separable else 1.0] * 6


@pytest.mark.parametrize(("bargain", "separable", "name"), [("step", True, "step"), ("signed", False, "bargain")])
def test_what_stands_at_the_start_is_in_force_and_not_counted_as_reached(bargain, separable, name):
    start = {"dynamics.bargain": bargain, "issues.field.separable": separable}
    rates = {"dynamics.step_rate": 1, "dynamics.partial_rate": 1, "dynamics.channel": "open"}
    curves = curves_of(quiet_case(WAITING | start | rates), "wait")
    assert getattr(curves, name)[0].tolist() == [1.0] * 7
    assert not any(curves.ever[each].any() for each in ("step", "bargain", "settled", "deal"))


def test_what_is_torn_up_and_struck_anew_is_counted_as_reached():
    start = {"dynamics.bargain": "signed", "dynamics.channel": "open", "dynamics.erosion": 1}
    curves = curves_of(quiet_case(WAITING | start | {"dynamics.partial_rate": 0.5}), "wait")
    # it erodes in the first month, after the talks; from the second on they sign half the time
    assert curves.ever["bargain"][0] == pytest.approx([0, 0, *(1 - 0.5 ** np.arange(1, 6))], abs=1e-12)
    assert curves.bargain[0].tolist() == [1.0] + [0.0] * 6


def test_a_new_leadership_renews_what_the_old_one_signed_and_tears_nothing_up():
    succession = {"party": "ann", "date": "2024-03-01", "probability": 1}
    start = {"dynamics.bargain": "signed", "dynamics.channel": "open", "dynamics.partial_rate": 0.25}
    case = quiet_case(WAITING | start | {"transitions": [succession]})
    curves = curves_of(case, "wait")
    assert curves.bargain[0] == pytest.approx(np.ones(7), abs=1e-12)
    # the leaders change in month 2, before its talks
    assert curves.ever["bargain"][0] == pytest.approx([0, 0, 0, *(1 - 0.75 ** np.arange(1, 5))], abs=1e-12)


def test_what_is_in_force_calms_by_the_calm_and_by_the_effects_of_its_options():
    start = {"dynamics.bargain": "signed", "dynamics.partial_calm": 0.5, "dynamics.misreading": 1}
    rates = {"dynamics.incident": 0.5, "issues.field.options.shared.effects": {"incident": 0.4, "misreading": 0.8}}
    war = curves_of(quiet_case(WAITING | start | rates), "wait").war[0].sum(axis=0)
    # of the crises that come, 0.8 are misread at once; the others are misread as much in each month that they go on
    crisis, expected = 0.0, [0.0]
    for _ in range(6):
        crisis += (1 - crisis - expected[-1]) * 0.5 * 0.5 * 0.4
        expected.append(expected[-1] + 0.8 * crisis)
        crisis *= 0.2
    assert war == pytest.approx(expected, abs=1e-12)


@given(st.floats(0.05, 1), st.floats(0.1, 1))
def test_talks_that_calm_shorten_a_crisis_and_do_not_make_it_rarer_by_that(subside, calm):
    case = quiet_case(
        WILLING | {"dynamics.tension": "crisis", "dynamics.subside": subside, "dynamics.talks_calm": calm}
    )
    expected = (1 - min(subside / calm, 1.0)) ** np.arange(case.horizon + 1)
    assert curves_of(case, "wait").crisis[0] == pytest.approx(expected, abs=1e-12)


def test_a_spoiler_during_talks_ends_them_for_good_where_nobody_offers_any():
    spoiler = {"rate": 0.5, "war": 0.2, "collapse": 0.75, "during": ["talks"]}
    case = quiet_case(WILLING | {"dynamics.triggers": {"spoiler": spoiler}, "dynamics.talks_calm": 0.8})
    curves = curves_of(case, "wait")
    # calmed by the talks it comes with 0.4: 0.08 war, 0.24 collapse, the rest a crisis in which it comes as often
    talking = (1 - 0.4 * 0.2 - 0.4 * 0.8 * 0.75) ** np.arange(6)
    assert curves.war[0].sum(axis=0) == pytest.approx([0, *np.cumsum(0.08 * talking)], abs=1e-12)


# --- closed forms: a war that goes on ---

PATH = WAR_PATHS.index("trigger")


@given(CHANCE, st.floats(0, 0.99), CHANCE, st.booleans())
def test_a_war_that_goes_on_until_it_is_decided_or_halted(outbreak, decided, ceasefire, in_war):
    """Stalemate, and war by a trigger that is always war: decided and halted before the triggers of a month."""
    scale = max(decided + ceasefire, 1.0)
    q, d, ends, halts = outbreak, decided, decided / scale, ceasefire / scale
    case = quiet_case(WAITING | {
        "dynamics.triggers": {"coup": {"rate": q, "war": 1}}, "dynamics.tension": "war" if in_war else "stalemate",
        "dynamics.war_decided": d, "dynamics.ceasefire": ceasefire,
    })  # fmt: skip
    calm, war = (0.0, 1.0) if in_war else (1.0, 0.0)
    found = {name: [0.0] for name in ("decided", "trigger", "begun")} | {"at_war": [war]}
    for _ in range(case.horizon):
        halted = calm + halts * war
        found["begun"].append(found["begun"][-1] + calm * q)
        found["decided"].append(found["decided"][-1] + ends * war)
        found["trigger"].append(found["trigger"][-1] + halted * q * d)
        calm, war = halted * (1 - q), (1 - ends - halts) * war + halted * q * (1 - d)
        found["at_war"].append(war)
    curves = curves_of(case, "wait")
    assert curves.at_war[0] == pytest.approx(found["at_war"], abs=1e-12)
    assert curves.decided[0] == pytest.approx(found["decided"], abs=1e-12)
    assert curves.ended_in_war[0] - curves.decided[0] == pytest.approx(found["trigger"], abs=1e-12)
    assert curves.crises_begun[0] == pytest.approx(found["begun"], abs=1e-12)
    # what is counted where it first happens: a war's beginning, a ceasefire
    calm, war = (0.0, 1.0) if in_war else (1.0, 0.0)
    begins = [0.0]
    for _ in range(case.horizon):
        halted = calm + halts * war
        begins.append(begins[-1] + halted * q)
        calm, war = halted * (1 - q), (1 - ends - halts) * war
    assert curves.war[0, PATH] == pytest.approx(begins, abs=1e-12)
    calm, war = (0.0, 1.0) if in_war else (1.0, 0.0)
    ceasefires = [0.0]
    for _ in range(case.horizon):
        ceasefires.append(ceasefires[-1] + halts * war)
        calm, war = calm * (1 - q), (1 - ends - halts) * war + calm * q * (1 - d)
    assert curves.ever["ceasefire"][0] == pytest.approx(ceasefires, abs=1e-12)


@given(st.floats(0, 0.9), st.floats(0, 0.5), st.floats(0, 2))
def test_talks_end_a_war_by_a_bargain_and_make_a_ceasefire_likelier(signing, ceasefire, factor):
    case = quiet_case(WILLING | {
        "dynamics.tension": "war", "dynamics.war_decided": 0, "dynamics.ceasefire": ceasefire,
        "dynamics.talks_ceasefire": factor, "dynamics.partial_rate": signing, "dynamics.war_pace": 0.5,
    })  # fmt: skip
    halts = min(ceasefire * factor, 1.0)
    war, calm, signed = [1.0], 0.0, [0.0]
    for _ in range(case.horizon):
        halted = calm + war[-1] * halts
        going = war[-1] * (1 - halts)
        # out of a ceasefire talks go on at their own pace, and in the same month
        signed.append(signed[-1] + halted * signing + going * signing * 0.5)
        calm = halted * (1 - signing)
        war.append(going * (1 - signing * 0.5))
    curves = curves_of(case, "wait")
    assert curves.at_war[0] == pytest.approx(war, abs=1e-12)
    assert curves.bargain[0] == pytest.approx(signed, abs=1e-12)
    assert curves.ever["bargain"][0] == pytest.approx(signed, abs=1e-12)
    assert not curves.war.any()  # the war at the start is not one that begins


# --- what the region pays ---

DISCOUNT = 0.9 ** (1 / 12)


def test_the_region_pays_for_months_of_crisis_and_for_war_for_good():
    # a crisis at the start becomes war in the first month: one month of crisis, then war for ever
    case = quiet_case(WAITING | {"dynamics.tension": "crisis", "dynamics.misreading": 1,
                                 "dynamics.regional": {"war": -0.6, "crisis": -0.12}})  # fmt: skip
    expected = -0.01 - 0.05 * DISCOUNT / (1 - DISCOUNT)
    assert followed(case, "wait").region_cost[0] == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("decided", [0, 0.5])
def test_the_region_pays_for_a_war_that_goes_on_until_the_horizon_and_for_one_decided_for_good(decided):
    case = quiet_case(WAITING | {"dynamics.tension": "war", "dynamics.war_decided": decided, "dynamics.ceasefire": 0,
                                 "dynamics.regional": {"war": -0.6, "crisis": -0.12}})  # fmt: skip
    going_on = (1 - decided) ** np.arange(7)
    months = DISCOUNT ** np.arange(6)
    expected = -0.05 * (months.sum() + (1 - going_on[-1]) * DISCOUNT**6 / (1 - DISCOUNT))
    assert followed(case, "wait").region_cost[0] == pytest.approx(expected, abs=1e-12)


def test_the_first_moves_are_those_of_the_start():
    futures = followed(quiet_case(WAITING), "wait")
    assert futures.first_moves[0, :, 0].tolist() == [1.0, 1.0]
    assert futures.first_moves.sum() == 2.0
