from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import ALL_WAIT, ROAD, case_of, game_of, judged_at, months_of, quiet_case
from generators import TALKS, case_data, cases, honest_and_costless
from ripeness.answer.pipeline import run
from ripeness.crisis.actions import ACTIONS
from ripeness.crisis.game import phase_of, start_state, start_states
from ripeness.crisis.states import COVERT, CRISIS, NO_BARGAIN, NO_CHANNEL, OPEN, STALEMATE, STEP, WAR

ARMS = {"win": 0.5, "lose": -1, "cost": 0.2}


def game(months=3, **changes):
    return game_of(judged_at(quiet_case(changes)), months)


def play_of(of, months=1):
    return of.solve(keep_months=months).plays


# --- laws ---


@given(cases(), st.integers(0, 10**6))
def test_acting_loses_no_probability_and_makes_none_negative(case, seed):
    of = game_of(judged_at(case), 3)
    play = play_of(of, 3)[seed % 3]
    mass = np.random.default_rng(seed).dirichlet(np.ones(len(of.space)))[None]
    after = of.act(mass, play)
    assert after.sum() == pytest.approx(1.0, abs=1e-12)
    assert after.min() >= -1e-15


@given(cases())
def test_every_mover_chooses_among_the_open_actions(case):
    of = game_of(judged_at(case), 2)
    (play,) = play_of(of)
    assert play.chosen[..., of.space.is_live].sum(axis=2) == pytest.approx(1.0, abs=1e-12)
    for place, _, may in of.conducts(0):
        closed = ~may.is_open & of.space.is_live
        assert not play.chosen[0, place][closed].any()
    assert set(play.agreed) == {"offer_covert", "offer_open"}
    for agreed in play.agreed.values():
        assert agreed.min() >= 0
        assert agreed.max() <= 1


@given(case_data(), st.integers(1, 8))
def test_what_is_expected_backward_is_what_comes_about_forward(data, months):
    # without illusions and costs of moving, V at the start is the discounted flow along the probabilities
    case = case_of(honest_and_costless(data))
    of = game_of(judged_at(case), months)
    equilibrium = of.solve(keep_months=months)
    is_live, rules = of.space.is_live, of.rules
    discount = rules.outlook.discount[0]
    at_the_end = rules.outlook.for_good(rules.flow(months, calm=True))[0]
    value, over = np.zeros(len(case.parties)), np.zeros(len(of.space))
    for month, mass in enumerate(months_of(of, equilibrium, months)):
        ended = np.where(is_live, 0.0, mass)
        flow = rules.flow(month)[0] / 12 if month < months else at_the_end
        # what has ended in the month before is worth what power made of it then
        outcomes = rules.outcomes(of.capitulation, max(month - 1, 0))[0]
        value += discount**month * (flow @ np.where(is_live, mass, 0.0) + outcomes @ (ended - over))
        over = ended
    assert equilibrium.value[0, :, start_states(of)[0]] == pytest.approx(value, abs=1e-9)


# --- choice ---


def shares(of, place=0, month=0, **state):
    """What a signatory does in a state, by action."""
    start = {"tension": STALEMATE, "channel": NO_CHANNEL, "bargain": NO_BARGAIN, "trust": 0, "leadership": 0}
    at = of.space.at(**start | state)
    return dict(zip(ACTIONS, play_of(of, month + 1)[month].chosen[0, place, :, at].tolist(), strict=True))


EVEN = {name: 0.1 if name == "attack" else 1.0 for name in ACTIONS}
NOTHING = dict.fromkeys(ACTIONS, 0.0)


def drawn(open_to, weights=EVEN):
    """The shares of actions by their weights, of which those that are not open wait."""
    total = sum(weights.values())
    shares = {name: pytest.approx(weights[name] / total) for name in open_to}
    waiting = (total - sum(weights[name] for name in open_to)) / total
    return NOTHING | shares | {"wait": pytest.approx(waiting)}


def test_without_precision_actions_are_as_likely_as_they_weigh_and_the_closed_ones_wait():
    of = game(**{"parties.ann.precision": 0, "parties.ann.war": ARMS})
    assert shares(of) == drawn(["press", "reassure", "offer_covert", "offer_open"])
    assert shares(of, channel=OPEN) == drawn(["press", "reassure", "walk_out"])
    offers = ["offer_covert", "offer_open"]
    assert shares(of, tension=CRISIS) == drawn(["press", "reassure", "deescalate", "attack", *offers])
    assert shares(of, tension=CRISIS)["attack"] == pytest.approx(0.1 / 8.1)


def test_a_propensity_weighs_what_it_names_and_what_it_does_not_keeps_its_own():
    leaning = {"press": 3, "walk_out": 2, "attack": 0.5}
    of = game(**{"parties.ann.precision": 0, "parties.ann.war": ARMS, "parties.ann.propensity": leaning})
    assert shares(of) == drawn(["press", "reassure", "offer_covert", "offer_open"], EVEN | leaning)
    assert shares(of, channel=OPEN) == drawn(["press", "reassure", "walk_out"], EVEN | leaning)


def test_equal_propensities_change_nothing():
    for alike in (0.2, 7):
        leaning = {name: alike * weight for name, weight in EVEN.items()}
        worth = {"parties.ann.trend": -1, "dynamics.partial_rate": 0.5, "parties.ann.war": ARMS}
        plain, even = (game(3, **worth, **more) for more in ({}, {"parties.ann.propensity": leaning}))
        assert even.solve().value == pytest.approx(plain.solve().value, abs=1e-12)
        assert play_of(even)[0].chosen == pytest.approx(play_of(plain)[0].chosen, abs=1e-12)


def test_what_has_no_weight_is_never_done_however_good_and_leaves_the_rest_as_it_weighs():
    war = {"parties.ann.war": {"win": 1, "lose": 1, "cost": 0}, "parties.ann.precision": 1e4}
    assert shares(game(**war), tension=CRISIS)["attack"] == pytest.approx(1.0)
    meek = game(1, **war, **{"parties.ann.propensity": {"attack": 0, "press": 0}})
    open_to = ["reassure", "deescalate", "offer_covert", "offer_open"]
    assert shares(meek, tension=CRISIS) == drawn(open_to, EVEN | {"attack": 0, "press": 0})


def test_nobody_attacks_out_of_a_stalemate_however_good():
    war = {"parties.ann.war": {"win": 1, "lose": 1, "cost": 0}, "parties.ann.precision": 1e4}
    assert shares(game(1, **war))["attack"] == 0


def test_among_equally_good_actions_precision_makes_no_difference():
    # nothing moves, so that all actions come to the same: whoever is precise draws by their weights too
    of = game(**{"parties.ann.precision": 5000})
    assert shares(of) == drawn(["press", "reassure", "offer_covert", "offer_open"])


def test_odds_are_the_ratio_of_weights_times_the_exponential_of_precision_times_the_flow_gained():
    # for ever 0.1 a year better by attacking, whatever the patience
    for patience in (0.05, 0.5):
        war = {"parties.ann.war": {"win": 0.1, "lose": 0.1, "cost": 0}, "parties.ann.patience": patience}
        chosen = shares(game(1, **war, **{"parties.ann.precision": 20}), tension=CRISIS)
        assert chosen["attack"] / chosen["press"] == pytest.approx(0.1 * np.exp(20 * 0.1))


def test_extreme_precision_makes_sure_without_overflow():
    war = {"parties.ann.war": {"win": 1, "lose": 1, "cost": 0}, "parties.ann.precision": 1e4}
    assert shares(game(**war), tension=CRISIS)["attack"] == pytest.approx(1.0)


def test_barring_an_action_makes_no_other_likelier_than_waiting_it_out():
    posture = {"title": "-", "bars": {"ann": TALKS}}
    silent = {"title": "-", "talks": "none"}
    case = quiet_case({"parties.ann.precision": 0, "postures.quiet": posture, "postures.silent": silent})
    assert shares(game_of(run(case).under("as-is"), 3)) == drawn(["press", "reassure", *TALKS])
    for name in case.postures:
        assert shares(game_of(run(case).under(name), 3)) == drawn(["press", "reassure"])


def test_in_a_war_that_goes_on_what_is_no_talk_waits():
    of = game(**{"parties.ann.precision": 0, "parties.ann.war": ARMS, "dynamics.war_decided": 0.5})
    assert shares(of, tension=WAR) == drawn(TALKS)
    assert shares(of, tension=WAR, channel=COVERT) == drawn(["offer_open", "walk_out"])


def test_a_policy_is_drawn_from_within_its_months_and_its_closed_actions_wait():
    posture = {"title": "-", "months": [1, 2], "policy": {"ann": {"press": 2, "deescalate": 1, "walk_out": 1}}}
    of = game_of(run(quiet_case({"postures.firm": posture})).under("firm"), 3)
    assert shares(of, month=1) == dict.fromkeys(ACTIONS, 0.0) | {"press": 0.5, "wait": 0.5}
    assert shares(of, month=1, tension=CRISIS)["deescalate"] == 0.25
    assert shares(of, month=0) == shares(of, month=2)


@pytest.mark.parametrize(("given", "turn"), [((1, 1), [0.5, 0.5]), ((3, 1), [0.75, 0.25]), ((0, 0.2), [0, 1])])
def test_the_one_to_move_is_drawn_by_initiative(given, turn):
    of = game(**{"parties.ann.initiative": given[0], "parties.bob.initiative": given[1]})
    assert of.turn[0] == pytest.approx(turn)


# --- talks ---


def test_an_offer_is_accepted_by_how_much_better_talks_are_for_the_others():
    # Bob gains 0.4 a year for ever as soon as talks settle, which in the open they do at once
    settles = {"dynamics.settlement_rate": 1, "dynamics.direct_pace": 1, "issues.road": ROAD, "complete": True}
    of = game(1, **settles, **{"partial_issues": 1, "parties.bob.precision": 5, "parties.bob.talk_cost": 0.03})
    (play,) = play_of(of)
    at = of.space.at(STALEMATE, NO_CHANNEL, NO_BARGAIN, 0, 0)
    # worth 0.4 for ever less 0.03 once; precision counts in flow per year
    per_year = 12 * (1 - of.rules.outlook.discount[0, 1])
    assert play.agreed["offer_open"][0, 0, at] == pytest.approx(1 / (1 + np.exp(-5 * (0.4 - per_year * 0.03))))
    assert play.agreed["offer_covert"][0, 0, at] == pytest.approx(
        0.5
    )  # covert talks cannot settle without a bargain: no gain


@pytest.mark.parametrize("weight", [0, 0.25, 1, 4])
def test_the_propensity_to_accept_weighs_the_odds(weight):
    settles = {"dynamics.settlement_rate": 1, "dynamics.direct_pace": 1, "issues.road": ROAD, "complete": True}
    leaning = {"parties.bob.precision": 5, "parties.bob.propensity": {"accept": weight}}
    of = game(1, **settles, **{"partial_issues": 1}, **leaning)
    (play,) = play_of(of)
    at = of.space.at(STALEMATE, NO_CHANNEL, NO_BARGAIN, 0, 0)
    odds = weight * np.exp(5 * 0.4)
    assert play.agreed["offer_open"][0, 0, at] == pytest.approx(odds / (1 + odds))
    assert play.agreed["offer_covert"][0, 0, at] == pytest.approx(weight / (1 + weight))


def test_accepting_weighs_nothing_of_what_a_party_chooses_itself():
    of = game(**{"parties.ann.precision": 0, "parties.ann.propensity": {"accept": 9}})
    assert shares(of) == drawn(["press", "reassure", "offer_covert", "offer_open"])


def test_all_others_have_to_accept():
    eve = {"name": "Eve", "salience": {"field": 1}, "precision": 0}
    of = game(**{"parties.eve": eve, "parties.bob.precision": 0})
    (play,) = play_of(of)
    assert play.agreed["offer_covert"][0, 0] == pytest.approx(0.25)


def test_an_accepted_offer_opens_the_channel_and_a_refused_one_changes_nothing():
    of = game(**{"parties.ann.precision": 0, "parties.bob.precision": 0, "parties.bob.initiative": 0})
    mass = np.zeros((1, len(of.space)))
    at = {channel: of.space.at(STALEMATE, channel, NO_BARGAIN, 0, 0) for channel in (NO_CHANNEL, COVERT, OPEN)}
    mass[0, at[NO_CHANNEL]] = 1
    after = of.act(mass, play_of(of)[0])[0]
    half = 0.5 / 8.1
    assert [after[at[c]] for c in (NO_CHANNEL, COVERT, OPEN)] == pytest.approx([1 - 2 * half, half, half])


@pytest.mark.parametrize(
    ("action", "state", "ends_at"),
    [
        ("walk_out", (CRISIS, COVERT, 0, 2), (CRISIS, NO_CHANNEL, 0, 1)),
        ("renege", (CRISIS, OPEN, 0, 2), (CRISIS, OPEN, NO_BARGAIN, 0)),
        ("renege", (CRISIS, OPEN, STEP, 2), (CRISIS, OPEN, NO_BARGAIN, 1)),
    ],
)
def test_leaving_the_talks_and_a_step_costs_one_level_of_trust_and_reneging_on_a_bargain_all(action, state, ends_at):
    posture = {"title": "-", "policy": {"ann": {action: 1}, "bob": {"wait": 1}}}
    of = game_of(run(quiet_case({"postures.p": posture, "parties.bob.initiative": 0})).under("p"), 2)
    mass = np.zeros((1, len(of.space)))
    mass[0, of.space.at(*state, 0)] = 1
    assert of.act(mass, play_of(of)[0])[0, of.space.at(*ends_at, 0)] == pytest.approx(1)


def test_what_moving_costs_is_paid_by_whoever_is_in_office_and_half_where_a_channel_helps():
    succession = {"party": "ann", "date": "2024-02-01", "probability": 0.5, "successor": {"audience_cost": 0.1}}
    of = game(**{"parties.ann.audience_cost": 0.3, "transitions": [succession]})
    at = [of.space.at(CRISIS, channel, NO_BARGAIN, 0, o) for o in (0, 1) for channel in (NO_CHANNEL, COVERT, OPEN)]
    paid = ACTIONS["deescalate"].mover_pays(of.rules)
    assert paid[0, 0, at] == pytest.approx([0.3, 0.15, 0.15, 0.1, 0.05, 0.05])


@pytest.mark.parametrize(
    ("action", "tension", "paid"),
    [
        ("wait", "stalemate", (0, 0)),
        ("offer_open", "stalemate", (0.1, 0.5 * 0.2)),  # Bob pays if he accepts, which without precision is even odds
        ("offer_covert", "stalemate", (0, 0)),
        ("reassure", "stalemate", (0.05, 0)),
        ("deescalate", "stalemate", (0, 0)),
        ("deescalate", "crisis", (0.3, 0)),
        ("press", "crisis", (-0.25 * 0.04, 0.25 * 0.6)),  # Bob backs down with 0.25: Ann gains, he pays
    ],
)
def test_what_a_move_costs_comes_off_the_months_value(action, tension, paid):
    costs = {
        "dynamics.tension": tension, "dynamics.reassure_cost": 0.05, "dynamics.coercion_gain": 0.04,
        "dynamics.backdown_rate": 0.25, "parties.ann.talk_cost": 0.1, "parties.bob.talk_cost": 0.2,
        "parties.ann.audience_cost": 0.3, "parties.bob.audience_cost": 0.6,
    }  # fmt: skip
    only_ann = {"parties.bob.initiative": 0, "parties.bob.precision": 0}
    posture = {"title": "-", "policy": {"ann": {action: 1}}}
    case = quiet_case(costs | only_ann | {"postures.p": posture})
    of = game_of(run(case).under("p"), 1)
    value = of.solve().value[0, :, start_state(case, of.space)]
    assert value == pytest.approx(-(0.9 ** (1 / 12)) * np.array(paid), abs=1e-12)


# --- time ---

DELTA = 0.9 ** (1 / 12)


def value_of(posture, months, **changes):
    """What the start of a case is worth to Ann under a posture, over so many months."""
    case = quiet_case(changes | {"postures.p": {"title": "-"} | posture})
    of = game_of(replace(judged_at(case), posture=case.postures["p"]), months)
    return of.solve().value[0, 0, start_states(of)[0]]


def for_good(flow):
    return flow / 12 / (1 - DELTA)


WAITING = {"policy": ALL_WAIT}


@pytest.mark.parametrize("months", [1, 2, 5])
def test_a_months_flow_is_a_twelfth_at_its_beginning_and_the_trend_grows_until_the_end_and_freezes(months):
    flows = [-0.24 * month / 12 for month in range(months)]
    expected = sum(DELTA**month * flow / 12 for month, flow in enumerate(flows))
    expected += DELTA**months * for_good(-0.24 * months / 12)
    assert value_of(WAITING, months, **{"parties.ann.trend": -0.24}) == pytest.approx(expected, abs=1e-12)


def test_after_the_last_month_a_crisis_costs_nothing_more():
    crisis = {"dynamics.tension": "crisis", "parties.ann.crisis_cost": 0.12}
    assert value_of(WAITING, 3, **crisis) == pytest.approx(-0.01 * (1 + DELTA + DELTA**2), abs=1e-12)


@pytest.mark.parametrize("month", [0, 1, 4])
def test_a_war_is_for_good_what_power_makes_it_in_the_month_in_which_it_begins(month):
    attacks = {"policy": ALL_WAIT | {"ann": {"attack": 1}}, "months": [month, month + 1]}
    grows = {
        "parties.ann.war": ARMS,
        "parties.ann.growth": 2,
        "dynamics.tension": "crisis",
        "parties.ann.initiative": 1,
    }
    alone = {"parties.bob.initiative": 0, "parties.ann.precision": 0, "parties.ann.propensity": {"attack": 0}}
    power = 3 ** (month / 12)
    share = power / (power + 1)
    flow = share * 0.5 - (1 - share) - 0.2
    # nothing else moves, so that waiting for the window and acting in it alone count
    assert value_of(attacks, 5, **grows, **alone) == pytest.approx(DELTA ** (month + 1) * for_good(flow), abs=1e-12)


def test_a_war_that_an_event_begins_is_worth_what_power_makes_it_in_that_month_too():
    war = {"triggers": {"coup": {"rate": 0.5, "war": 1}}}
    changes = {"parties.ann.war": ARMS, "parties.ann.growth": 2, "dynamics.triggers": war["triggers"]}
    worth = []
    for month in range(2):
        share = 3 ** (month / 12) / (3 ** (month / 12) + 1)
        worth.append(for_good(share * 0.5 - (1 - share) - 0.2))
    expected = DELTA * (0.5 * worth[0] + 0.5 * DELTA * 0.5 * worth[1])
    assert value_of(WAITING, 2, **changes) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("decided", [0, 0.25, 0.75, 1])
@pytest.mark.parametrize("ceasefire", [0, 0.2])
def test_a_war_that_goes_on_takes_its_fighting_until_it_is_decided_or_halted(decided, ceasefire):
    attacks = {"policy": ALL_WAIT | {"ann": {"attack": 1}}}
    war = ARMS | {"fighting": 0.6}
    changes = {
        "parties.ann.war": war, "dynamics.tension": "crisis", "parties.bob.initiative": 0,
        "dynamics.war_decided": decided, "dynamics.ceasefire": ceasefire,
    }  # fmt: skip
    flow, months = for_good(0.25 - 0.5 - 0.2), 3
    at_war, halted = for_good(-0.6), 0.0  # after the last month; nothing moves in the stalemate of a ceasefire
    for _ in range(months):
        scale = max(decided + ceasefire, 1)
        ended = (decided * flow + ceasefire * halted) / scale
        of_events = ended + (1 - min(decided + ceasefire, 1)) * at_war
        at_war = -0.6 / 12 + DELTA * of_events
    # attacked in the first month, after which its events may end the war too
    expected = DELTA * (decided * flow + (1 - decided) * of_events)
    assert value_of(attacks, months, **changes) == pytest.approx(expected, abs=1e-12)


def test_each_party_values_a_war_by_what_it_believes_of_how_wars_end():
    attacks = {"policy": ALL_WAIT | {"ann": {"attack": 1}}}
    changes = {"parties.ann.war": ARMS | {"fighting": 0.6}, "dynamics.tension": "crisis", "dynamics.ceasefire": 0,
               "parties.bob.initiative": 0}  # fmt: skip
    believed = value_of(attacks, 1, **changes, **{"beliefs.ann.war_decided": 0})
    assert believed == pytest.approx(DELTA * for_good(-0.6), abs=1e-12)
    assert value_of(attacks, 1, **changes) == pytest.approx(DELTA * for_good(0.25 - 0.5 - 0.2), abs=1e-12)


def test_equal_growth_changes_nothing():
    changes = {
        "parties.ann.war": ARMS,
        "parties.bob.war": ARMS,
        "dynamics.tension": "crisis",
        "parties.ann.capability": 3,
        "parties.ann.precision": 5,
    }
    equal = {"parties.ann.growth": 0.5, "parties.bob.growth": 0.5}
    assert value_of({}, 4, **changes | equal) == pytest.approx(value_of({}, 4, **changes), abs=1e-12)
    grown = value_of({}, 4, **changes | {"parties.ann.growth": 0.5})
    assert grown != pytest.approx(value_of({}, 4, **changes), abs=1e-3)


def test_the_second_phase_begins_in_the_month_of_the_earliest_transition():
    dates = [{"party": "ann", "date": date, "probability": 0.5} for date in ("2024-06-01", "2024-03-31")]
    case = quiet_case({"transitions": dates})
    assert [phase_of(case, month) for month in range(7)] == [0, 0, 1, 1, 1, 1, 1]
    assert phase_of(quiet_case(), 200) == 0


def started(**changes):
    """Where a case starts: tension, channel, bargain and trust."""
    of = game_of(run(quiet_case(changes)).as_is, 1)
    (at,) = start_states(of)
    return tuple(int(axis[at]) for axis in (of.space.tension, of.space.channel, of.space.bargain, of.space.trust))


def test_a_game_starts_where_the_case_says_and_at_rest_where_nobody_talks_or_threatens():
    case = quiet_case({"dynamics.trust": "mid", "dynamics.channel": "covert", "dynamics.tension": "crisis"})
    space = game_of(judged_at(case), 1).space
    assert start_state(case, space) == space.at(CRISIS, COVERT, NO_BARGAIN, 1, 0)
    assert start_state(case, space, at_rest=True) == space.at(STALEMATE, NO_CHANNEL, NO_BARGAIN, 1, 0)


def test_a_game_starts_with_the_step_or_the_bargain_that_is_in_force():
    willing = {"parties.ann.reservation": 0, "parties.bob.reservation": 0, "dynamics.channel": "open"}
    assert started(**willing) == (STALEMATE, OPEN, NO_BARGAIN, 0)
    assert started(**willing, **{"dynamics.bargain": "signed"}) == (STALEMATE, OPEN, 0, 0)
    assert started(**willing, **{"dynamics.bargain": "step", "issues.field.separable": True}) == (
        STALEMATE,
        OPEN,
        STEP,
        0,
    )


@pytest.mark.parametrize("separable", [True, False])
@pytest.mark.parametrize("bargain", ["step", "signed"])
def test_a_game_starts_without_the_deal_that_nobody_would_sign(separable, bargain):
    # of the one deal of the case there is no other rung, or it is no deal that Bob would sign
    unwilling = {"parties.bob.concession_limit": 0, "issues.field.options.shared.value.bob": -0.5}
    changes = {"issues.field.separable": separable, "dynamics.bargain": bargain, "dynamics.tension": "crisis"}
    assert started(**changes, **unwilling) == (CRISIS, NO_CHANNEL, NO_BARGAIN, 0)
    other = started(**changes)
    assert (other[2] == NO_BARGAIN) == (separable == (bargain == "signed"))


def test_a_game_starts_in_a_war_with_the_channel_that_stands_and_at_rest_without_it():
    at_war = {"dynamics.tension": "war", "dynamics.war_decided": 0.5, "dynamics.channel": "covert"}
    assert started(**at_war) == (WAR, COVERT, NO_BARGAIN, 0)
    case = quiet_case(at_war)
    space = game_of(judged_at(case), 1).space
    assert start_state(case, space, at_rest=True) == space.at(WAR, NO_CHANNEL, NO_BARGAIN, 0, 0)


@pytest.mark.parametrize(("months", "channel"), [(None, NO_CHANNEL), ([0, 2], NO_CHANNEL), ([1, 3], OPEN)])
def test_without_talks_from_the_start_there_is_no_channel_at_the_start(months, channel):
    silent = {"title": "-", "talks": "none"} | ({"months": months} if months else {})
    of = game_of(run(quiet_case({"dynamics.channel": "open", "postures.silent": silent})).under("silent"), 1)
    assert of.space.channel[start_states(of)].tolist() == [channel]
