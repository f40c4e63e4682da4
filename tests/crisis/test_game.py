import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import ROAD, case_of, game_of, judged_at, months_of, quiet_case
from generators import TALKS, case_data, cases, honest_and_costless
from ripeness.answer.pipeline import run
from ripeness.crisis.actions import ACTIONS
from ripeness.crisis.game import phase_of, start_state
from ripeness.crisis.states import COVERT, CRISIS, NO_BARGAIN, NO_CHANNEL, OPEN, STALEMATE

WAR = {"win": 0.5, "lose": -1, "cost": 0.2}


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
    is_live, discount = of.space.is_live, of.rules.outlook.discount[0]
    for_good = np.where(is_live, of.rules.outlook.for_good(of.rules.flow(months, calm=True)), equilibrium.value)[0]
    value, over = np.zeros(len(case.parties)), np.zeros(len(of.space))
    for month, mass in enumerate(months_of(of, equilibrium, months)):
        ended = np.where(is_live, 0.0, mass)
        flow = of.rules.flow(month)[0] / 12 if month < months else np.where(is_live, for_good, 0.0)
        value += discount**month * (flow @ mass + for_good @ (ended - over))
        over = ended
    assert equilibrium.value[0, :, start_state(case, of.space)] == pytest.approx(value, abs=1e-9)


# --- choice ---


def shares(of, place=0, month=0, **state):
    """What a signatory does in a state, by action."""
    start = {"tension": STALEMATE, "channel": NO_CHANNEL, "bargain": NO_BARGAIN, "trust": 0, "leadership": 0}
    at = of.space.at(**start | state)
    return dict(zip(ACTIONS, play_of(of, month + 1)[month].chosen[0, place, :, at].tolist(), strict=True))


def test_without_precision_all_nine_are_equally_likely_and_the_closed_ones_wait():
    of = game(**{"parties.ann.precision": 0, "parties.ann.war": WAR})
    ninth = pytest.approx(1 / 9)
    nothing = dict.fromkeys(ACTIONS, 0.0)
    is_open = {"press": ninth, "reassure": ninth, "offer_covert": ninth, "offer_open": ninth, "attack": ninth}
    assert shares(of) == nothing | is_open | {"wait": pytest.approx(4 / 9)}
    talking = {"press": ninth, "reassure": ninth, "walk_out": ninth, "attack": ninth}
    assert shares(of, channel=OPEN) == nothing | talking | {"wait": pytest.approx(5 / 9)}


def test_among_equally_good_actions_precision_makes_no_difference():
    # nothing moves, so that all actions come to the same: whoever is precise draws evenly too
    assert shares(game(**{"parties.ann.precision": 5000}))["press"] == pytest.approx(1 / 9)


def test_an_odds_ratio_is_the_exponential_of_precision_times_the_flow_that_an_action_gains():
    # for ever 0.1 a year better by attacking, whatever the patience
    for patience in (0.05, 0.5):
        war = {"parties.ann.war": {"win": 0.1, "lose": 0.1, "cost": 0}, "parties.ann.patience": patience}
        chosen = shares(game(1, **war, **{"parties.ann.precision": 20}))
        assert chosen["attack"] / chosen["press"] == pytest.approx(np.exp(20 * 0.1))


def test_extreme_precision_makes_sure_without_overflow():
    war = {"parties.ann.war": {"win": 1, "lose": 1, "cost": 0}, "parties.ann.precision": 1e4}
    assert shares(game(**war))["attack"] == pytest.approx(1.0)


def test_barring_an_action_makes_no_other_likelier_than_waiting_it_out():
    case = quiet_case({"parties.ann.precision": 0, "postures.quiet": {"title": "-", "bars": {"ann": TALKS}}})
    free, quiet = (game_of(run(case).under(name), 3) for name in ("as-is", "quiet"))
    assert shares(quiet) == shares(free) | {"offer_covert": 0, "offer_open": 0, "wait": pytest.approx(6 / 9 + 1 / 9)}


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
    assert [after[at[c]] for c in (NO_CHANNEL, COVERT, OPEN)] == pytest.approx([8 / 9, 1 / 18, 1 / 18])


@pytest.mark.parametrize(
    ("action", "state", "ends_at"),
    [
        ("walk_out", (CRISIS, COVERT, 0, 2), (CRISIS, NO_CHANNEL, 0, 1)),
        ("renege", (CRISIS, OPEN, 0, 2), (CRISIS, OPEN, NO_BARGAIN, 0)),
    ],
)
def test_leaving_the_talks_costs_one_step_of_trust_and_reneging_all(action, state, ends_at):
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


def test_the_second_phase_begins_in_the_month_of_the_earliest_transition():
    dates = [{"party": "ann", "date": date, "probability": 0.5} for date in ("2024-06-01", "2024-03-31")]
    case = quiet_case({"transitions": dates})
    assert [phase_of(case, month) for month in range(7)] == [0, 0, 1, 1, 1, 1, 1]
    assert phase_of(quiet_case(), 200) == 0


def test_a_game_starts_where_the_case_says_and_at_rest_where_nobody_talks_or_threatens():
    case = quiet_case({"dynamics.trust": "mid", "dynamics.channel": "covert", "dynamics.tension": "crisis"})
    space = game_of(judged_at(case), 1).space
    assert start_state(case, space) == space.at(CRISIS, COVERT, NO_BARGAIN, 1, 0)
    assert start_state(case, space, at_rest=True) == space.at(STALEMATE, NO_CHANNEL, NO_BARGAIN, 1, 0)
